"""Numbers as Indonesians write them: ``1.234,56``, ``Rp 1,5 jt``, ``2 juta/bln``, ``3-5 juta``."""

from __future__ import annotations

from collections.abc import Callable

import lokal
import numpy as np
import pandas as pd

BLANK = {
    "",
    "-",
    "--",
    "---",
    "–",
    "—",
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "nihil",
    "kosong",
    "?",
    ".",
    "#n/a",
    "#value!",
}
BLANK |= {"tidak tahu", "tdk tahu", "tidak ada", "tdk ada", "tidak ada data", "belum ada", "belum tahu"}
BLANK |= {"tidak diketahui", "tidak menjawab", "tidak dijawab", "rahasia"}
UNITS = {"ribu": 1e3, "rb": 1e3, "rbu": 1e3, "rban": 1e3, "rbuan": 1e3, "k": 1e3, "ribuan": 1e3}
UNITS |= {"juta": 1e6, "jt": 1e6, "jta": 1e6, "jtan": 1e6, "jutaan": 1e6}
UNITS |= {"miliar": 1e9, "milyar": 1e9, "m": 1e9, "mlyr": 1e9, "miliyar": 1e9, "triliun": 1e12}
LARGEST = 1e15
THOUSANDS, DECIMALS = "ribuan", "desimal"
"""What a lone separator before exactly three digits means: the two answers to ``survei.ribuan``."""

_UNIT = "(?:" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")"
_NUMBER = r"\d[\d.,]*"
_AMOUNT = rf"(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})?"
_RANGE = (
    rf"^(?P<low>{_NUMBER})\s*(?P<low_unit>{_UNIT})?\s*(?:-+|–|—|s\.?\s?/?\s?d\.?|sampai(?: dengan)?|hingga|to)\s*"
    rf"(?:rp\.?\s*)?(?P<high>{_NUMBER})\s*(?P<high_unit>{_UNIT})?$"
)
_WORD = r"(?P<period>hari|hr|minggu|mgg|mg|bulan|bln|bl|tahun|thn|th)"
_PERIOD = rf"\s*(?:/\s*|@\s*|\bper[\s-]*|\bp/|\btiap\s+|\bsetiap\s+|\bse)(?:{_WORD})(?:nya|an)?\.?\s*$"
_PERIOD_FIRST = rf"^(?:per\s*|tiap\s+|setiap\s+|se)(?:{_WORD})(?:nya|an)?\.?\s*[:=]?\s*"
_RUPIAH = r"^(?:rp|idr)\.?\s*"
_BOUND = (
    r"^(?:[<>≤≥]=?|kurang dari|lebih dari|di ?bawah|di ?atas|min(?:imal|imum|\.)?|mak(?:s|simal|simum|s\.)?|"
    r"paling (?:banyak|sedikit)|up to)\s*"
)
_LEAD = rf"{_RUPIAH}|^(?:±|~|≈|\+/-|\+-|\+|sekitar|kurang lebih|krg lbh|kira-kira|kira2|kisaran|antara|dari|"
_LEAD += r"rata-rata|rata2|omzet|omset)\s*:?\s*"
_TAIL = r"\s*(?:,-+|\.-+|,=|,--|-+|,oo|rupiah|rp|orang|org|pekerja|karyawan|jiwa|kk|an|lebih|\+|\([^)\d]*\))$"
_SCIENTIFIC = r"^-?\d+(?:[.,]\d+)?e[+-]?\d+$"
_LONE = r"^[1-9]\d{0,2}[.,]\d{3}$"
"""One separator before exactly three digits: a thousand sign to some, a decimal sign to others."""
_INDONESIAN = r"^\d{1,3}(?:\.\d{3}){2,}|\.\d{3},\d|^\d+,(?:\d{1,2}|\d{4,})$|^\d{4,},\d{3}$|^0+,\d+$"
_ENGLISH = r"^\d{1,3}(?:,\d{3}){2,}|,\d{3}\.\d|^\d+\.(?:\d{1,2}|\d{4,})$|^\d{4,}\.\d{3}$|^0+\.\d+$"


def over_distinct(texts: pd.Series, reader: Callable[[pd.Series], pd.DataFrame]) -> pd.DataFrame:
    """A reader's answer for every cell, read once for each distinct one.

    Examples
    --------
    >>> over_distinct(pd.Series(["a", "b", "a"]), lambda cells: cells.str.upper().to_frame("big"))["big"].tolist()
    ['A', 'B', 'A']
    """
    codes, distinct = pd.factorize(texts.astype("str"), use_na_sentinel=False)
    found = reader(pd.Series(distinct, dtype="str").fillna(""))
    return found.take(codes).set_axis(texts.index)


def plain_text(texts: pd.Series) -> pd.Series:
    """Lower case, ordinary digits, spaces and minus signs."""
    text = texts.str.lower().str.replace("½", " 1/2").str.normalize("NFKC")
    text = text.str.replace(r"\s+", " ", regex=True).str.replace("[\u2212\u2010\u2011]", "-", regex=True)
    return text.str.strip().str.lstrip("'").str.strip()


def read_decimals(tokens: pd.Series, thousands: str = ".") -> pd.Series:
    """Digits with separators -> float; NaN where the grouping is no number.

    Of two kinds of separators the last is the decimal one. One separator before exactly three digits is a thousand
    sign when it is in ``thousands``, else a decimal sign.

    Parameters
    ----------
    tokens : Series of str
        Digits, dots and commas only.
    thousands : str
        ``"."`` as in Indonesia, ``","``, both (``".,"``) or neither (``""``).

    Examples
    --------
    >>> read_decimals(pd.Series(["1.234,56", "1.250.000", "1.500", "1,5", "2,500,000", "12.5", "1.2.3"])).tolist()
    [1234.56, 1250000.0, 1500.0, 1.5, 2500000.0, 12.5, nan]
    >>> read_decimals(pd.Series(["1.500", "1,500"]), thousands=",").tolist()
    [1.5, 1500.0]
    """
    tokens = tokens.astype("str").fillna("")
    dots, commas = tokens.str.count(r"\."), tokens.str.count(",")
    last_dot = tokens.str.rfind(".") > tokens.str.rfind(",")
    grouped_dots = tokens.str.fullmatch(r"0*[1-9]\d{0,2}(?:\.\d{3})+")
    grouped_commas = tokens.str.fullmatch(r"0*[1-9]\d{0,2}(?:,\d{3})+")
    whole = grouped_dots & ((dots > 1) | ("." in thousands)) | grouped_commas & ((commas > 1) | ("," in thousands))
    anglo = tokens.str.fullmatch(r"\d{1,3}(?:,\d{3})*(?:\.\d*)?") & (commas > 0) & (dots > 0) & last_dot
    indonesian = tokens.str.fullmatch(r"\d{1,3}(?:\.\d{3})*(?:,\d*)?") & (commas > 0) & (dots > 0) & ~last_dot
    point = tokens.str.fullmatch(r"\d+\.\d*") & ~whole
    comma = tokens.str.fullmatch(r"\d+,\d*") & ~whole
    digits = tokens.str.replace(r"[.,]", "", regex=True)
    text = pd.Series("", index=tokens.index, dtype="str")
    text = text.mask(whole | tokens.str.fullmatch(r"\d+"), digits)
    text = text.mask(anglo, tokens.str.replace(",", "", regex=False))
    text = text.mask(indonesian, tokens.str.replace(".", "", regex=False).str.replace(",", ".", regex=False))
    text = text.mask(point, tokens).mask(comma, tokens.str.replace(",", ".", regex=False))
    return pd.to_numeric(text.where(text != ""), errors="coerce").astype(float)


def read_amounts(texts: pd.Series, lone: str = THOUSANDS) -> pd.DataFrame:
    """Amounts of money or counts out of cells as people fill them.

    Parameters
    ----------
    texts : Series of str
        Raw cells.
    lone : str
        What ``1.500`` and ``1,500`` mean where neither the cell ("Rp 1.500") nor another cell of the column decides:
        ``"ribuan"`` (1500, as counts are), ``"desimal"`` (1.5) or ``""`` (leave it open and say so).

    Returns
    -------
    DataFrame
        Same index. ``value`` (float, NaN unknown) and ``problem``: ``""``; ``"range"`` (the middle is taken);
        ``"bound"`` ("< 1 juta": the bound is taken); ``"year"`` (divided by 12); ``"period"`` (per day or week: not
        comparable, NaN); ``"negative"``, ``"text"`` (no number), ``"unclear"`` ("1.250 juta"), ``"lone"`` ("1.500"
        with nothing that decides) or ``"huge"`` (NaN).

    Notes
    -----
    Each distinct cell is read once; words ("sejuta setengah", "1 jt 500 rb") go to ``lokal.parse_rupiah``, about
    5 microseconds each.

    Examples
    --------
    >>> read_amounts(pd.Series(["Rp 1,5 jt", "2 juta/bln", "3-5 juta", "500.000/hari", "-", "banyak"]))
           value problem
    0  1500000.0
    1  2000000.0
    2  4000000.0   range
    3        NaN  period
    4        NaN
    5        NaN    text
    >>> read_amounts(pd.Series(["1.500", "1.500"]), lone="")["problem"].tolist()
    ['lone', 'lone']
    """
    if texts.empty:
        return pd.DataFrame({"value": pd.Series(dtype=float), "problem": pd.Series(dtype="str")}, index=texts.index)
    return over_distinct(texts, lambda cells: _read_distinct(cells, lone))


def _read_distinct(cells: pd.Series, lone: str) -> pd.DataFrame:
    """Plain digits at once; the rest, which decides about itself, by its patterns."""
    digits = cells.str.fullmatch(r"\d{1,15}")
    found = pd.DataFrame({"value": pd.to_numeric(cells.where(digits)).astype(float), "problem": ""}, index=cells.index)
    if not digits.all():
        rest = _read_patterns(cells[~digits].reset_index(drop=True), lone)
        found.loc[~digits] = rest.to_numpy()
    return found.astype({"value": float, "problem": "str"})


def _read_patterns(cells: pd.Series, lone: str) -> pd.DataFrame:
    texts = plain_text(cells)
    blank = texts.isin(BLANK)
    body, period, rupiah, bound = _undress(texts)
    negative = body.str.startswith("-") | texts.str.fullmatch(r"\(\s*(?:rp\.?)?\s*\d[\d.,]*\s*\)")
    tokens, ranges = body.str.extract(rf"^{_AMOUNT}$"), body.str.extract(_RANGE)
    thousands, open_ = _thousand_signs(tokens, ranges, rupiah, lone)
    value = _times(tokens["number"], tokens["unit"], thousands)
    value = value.mask(rupiah, _times(tokens["number"], tokens["unit"], ".,"))
    low = _times(ranges["low"], ranges["low_unit"].fillna(ranges["high_unit"]), thousands)
    high = _times(ranges["high"], ranges["high_unit"], thousands)
    is_range = low.notna() & high.notna() & (low <= high) & value.isna()
    value = value.mask(is_range, (low + high) / 2)
    scientific = texts.str.fullmatch(_SCIENTIFIC)
    value = value.mask(scientific, pd.to_numeric(texts.where(scientific).str.replace(",", "."), errors="coerce"))
    wanted = value.isna() & ~blank & ~negative
    value = value.mask(wanted, _read_words(body, wanted))
    # "1.250 juta" is 1,25 juta to some and 1.250 juta to others, a thousand times more.
    unclear = tokens["unit"].notna() & tokens["number"].str.fullmatch(r"[1-9]\d{0,2}\.\d{3}", na=False)
    unclear |= wanted & (value > 1e6) & (value % 1e3 > 0)  # "5 jt 500": five hundred, or five hundred thousand?
    years, days = period.isin(["tahun", "thn", "th"]), period.isin(["hari", "hr", "minggu", "mgg", "mg"])
    problem = np.select(
        [blank, negative, value.isna(), value > LARGEST, unclear, open_, years, days, is_range, bound],
        ["", "negative", "text", "huge", "unclear", "lone", "year", "period", "range", "bound"],
        default="",
    )
    found = pd.DataFrame({"value": value.mask(years, value / 12), "problem": pd.Series(problem, dtype="str")})
    unknown = found["problem"].isin(["negative", "text", "huge", "unclear", "lone", "period"])
    return found.assign(value=found["value"].mask(unknown | blank).astype(float))


def _undress(texts: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series, pd.Series]:
    """Cells without what people put around a number; the period, and whether "Rp" or a bound ("<") stood there."""
    period = texts.str.extract(_PERIOD)["period"].fillna(texts.str.extract(_PERIOD_FIRST)["period"]).fillna("")
    body = texts.str.replace(_PERIOD, "", regex=True).str.replace(_PERIOD_FIRST, "", regex=True).str.strip()
    rupiah, bound = pd.Series(False, index=texts.index), pd.Series(False, index=texts.index)
    dressed = ~body.str.fullmatch(r"\d[\d.,]*")
    for _ in range(3):  # "± Rp. 1.500.000,- rupiah" wears several; what lost nothing wears nothing more
        before = body[dressed]
        bound[dressed] |= before.str.contains(_BOUND, regex=True)
        part = before.str.replace(_BOUND, "", regex=True)
        rupiah[dressed] |= part.str.contains(_RUPIAH, regex=True)
        part = part.str.replace(_LEAD, "", regex=True).str.replace(_TAIL, "", regex=True)
        body[dressed] = part
        dressed[dressed] = part != before
    spaced = body.str.fullmatch(r"\d{1,3}(?:[ '’]\d{3})+")
    return body.mask(spaced, body.str.replace(r"[ '’]", "", regex=True)), period, rupiah, bound


def _thousand_signs(tokens: pd.DataFrame, ranges: pd.DataFrame, rupiah: pd.Series, lone: str) -> tuple[str, pd.Series]:
    """Which separators before three digits are thousand signs, and the cells where nothing decides it.

    Other cells of the column decide: "1.250.000", "1500,75" or "Rp 1.500" say that dots are thousand signs, "1500.75"
    or "1,250,000" that commas are. The units of speech ("2 jt") tell an Indonesian hand where nothing else does.
    """
    bare = tokens["unit"].isna() & ~rupiah
    numbers = tokens["number"].fillna("")
    parts = pd.concat([numbers[tokens["unit"].isna()], ranges["low"].dropna(), ranges["high"].dropna()])
    dots = (
        parts.str.contains(_INDONESIAN, regex=True).any() or (rupiah & numbers.str.fullmatch(r"\d{1,3}\.\d{3}")).any()
    )
    commas = parts.str.contains(_ENGLISH, regex=True).any()
    spoken = tokens["unit"].notna().any() or ranges["high_unit"].notna().any()
    alone = bare & numbers.str.fullmatch(_LONE)
    for end in ("low", "high"):
        alone |= ranges["low_unit"].isna() & ranges["high_unit"].isna() & ranges[end].str.fullmatch(_LONE, na=False)
    if dots != commas:
        return "." if dots else ",", alone & False
    if lone:
        return (".," if lone == THOUSANDS else ""), alone & False
    # Both: two hands filled the column, and what one wrote does not tell what the other meant.
    return ".", alone & (dots or not spoken)


def _times(numbers: pd.Series, units: pd.Series, thousands: str) -> pd.Series:
    return read_decimals(numbers, thousands) * units.map(UNITS).astype(float).fillna(1.0)


def _read_words(texts: pd.Series, wanted: pd.Series) -> pd.Series:
    """Amounts in words, by lokal-id; one call per distinct text that is left and has a number or a word of one."""
    text = texts.str.replace(r"\b1/2\b", "setengah", regex=True)
    # A dash would make lokal-id add both ends of a range, and a bare list of numbers is not one amount.
    plausible = (
        wanted & text.str.contains("[a-z]", regex=True) & ~text.str.contains(r"\d\s*[-–]\s*\d|[-–/,;]\s|/", regex=True)
    )
    parsed = text[plausible].map(lambda cell: lokal.parse_rupiah(cell))
    value = pd.Series(np.nan, index=texts.index)
    value[plausible] = [np.nan if found is None else float(found.amount) for found in parsed]
    return value
