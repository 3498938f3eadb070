"""Numbers as Indonesians write them: ``1.234,56``, ``Rp 1,5 jt``, ``2 juta/bln``, ``3-5 juta``, ``7°15'S``."""

from __future__ import annotations

import lokal
import numpy as np
import pandas as pd

BLANK = {
    "",
    "-",
    "--",
    "---",
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "nihil",
    "kosong",
    "?",
    ".",
    "tidak tahu",
    "tdk tahu",
}
BLANK |= {
    "tidak ada",
    "tidak ada data",
    "belum ada",
    "belum tahu",
    "tidak diketahui",
    "tidak menjawab",
    "#n/a",
    "#value!",
}
UNITS = {"ribu": 1e3, "rb": 1e3, "rbu": 1e3, "rban": 1e3, "k": 1e3, "juta": 1e6, "jt": 1e6, "jta": 1e6, "jtan": 1e6}
UNITS |= {"jutaan": 1e6, "ribuan": 1e3, "miliar": 1e9, "milyar": 1e9, "m": 1e9, "mlyr": 1e9, "triliun": 1e12}
LARGEST = 1e15

_UNIT = "(?:" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")"
_NUMBER = r"\d[\d.,]*"
_AMOUNT = rf"(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})?"
_RANGE = (
    rf"^(?P<low>{_NUMBER})\s*(?P<low_unit>{_UNIT})?\s*(?:-|–|—|s\.?/?d\.?|sampai|hingga|to)\s*"
    rf"(?:rp\.?\s*)?(?P<high>{_NUMBER})\s*(?P<high_unit>{_UNIT})?$"
)
_PERIOD = (
    r"\s*(?:/|\bper\b|\bper(?=[hmbt])|\btiap\b|\bse(?=hari|minggu|bulan|tahun))\s*"
    r"(?P<period>hari|hr|minggu|mgg|mg|bulan|bln|bl|tahun|thn|th)\.?\s*$"
)
_LEAD = r"^(?:(?:rp|idr)\.?|±|~|\+/-|sekitar|kurang lebih|kira-kira|kira2|kisaran|rata-rata|>|<|≥|≤|\+)\s*"
_TAIL = r"\s*(?:,-+|\.-+|,--|-+|rupiah|orang|org|pekerja|karyawan|jiwa|kk|an|lebih|\+)$"
_SCIENTIFIC = r"^-?\d+(?:[.,]\d+)?e[+-]?\d+$"
_DOT_IS_DECIMAL = r"^\d+\.(?:\d{1,2}|\d{4,})$|^\d{4,}\.\d{3}$"
_DOT_IS_THOUSAND = r"^\d{1,3}(?:\.\d{3}){2,}|\.\d{3},\d"
_COMMA_IS_THOUSAND = r"^\d{1,3}(?:,\d{3}){2,}|,\d{3}\.\d"


def _plain(texts: pd.Series) -> pd.Series:
    """Lower case, ordinary spaces and minus signs."""
    text = texts.astype("object").astype(str).str.lower().str.replace(r"[\u00a0\u2007\u202f\s]+", " ", regex=True)
    return text.str.replace("[\u2212\u2010\u2011]", "-", regex=True).str.strip().str.lstrip("'")


def read_decimals(tokens: pd.Series, english: bool = False) -> pd.Series:
    """Digits with separators -> float; NaN where the grouping is no number.

    Of two kinds of separators the last is the decimal one. One dot before exactly three digits is a thousand
    sign and one comma a decimal sign, as in Indonesia, unless ``english`` says that the column does the reverse.

    Parameters
    ----------
    tokens : Series of str
        Digits, dots and commas only.

    Examples
    --------
    >>> read_decimals(pd.Series(["1.234,56", "1.250.000", "1.500", "1,5", "2,500,000", "12.5", "1.2.3"])).tolist()
    [1234.56, 1250000.0, 1500.0, 1.5, 2500000.0, 12.5, nan]
    """
    dots, commas = tokens.str.count(r"\."), tokens.str.count(",")
    last_dot = tokens.str.rfind(".") > tokens.str.rfind(",")
    grouped_dots = tokens.str.fullmatch(r"0*[1-9]\d{0,2}(?:\.\d{3})+")
    grouped_commas = tokens.str.fullmatch(r"0*[1-9]\d{0,2}(?:,\d{3})+")
    whole = (grouped_dots & ((dots > 1) | (not english))) | (grouped_commas & ((commas > 1) | english))
    anglo = tokens.str.fullmatch(r"\d{1,3}(?:,\d{3})*(?:\.\d*)?") & (commas > 0) & (dots > 0) & last_dot
    indonesian = tokens.str.fullmatch(r"\d{1,3}(?:\.\d{3})*(?:,\d*)?") & (commas > 0) & (dots > 0) & ~last_dot
    point = tokens.str.fullmatch(r"\d+\.\d*") & ~whole
    comma = tokens.str.fullmatch(r"\d+,\d*") & ~whole
    digits = tokens.str.replace(r"[.,]", "", regex=True)
    text = pd.Series(np.nan, index=tokens.index, dtype="object")
    text = text.mask(whole | tokens.str.fullmatch(r"\d+"), digits)
    text = text.mask(anglo, tokens.str.replace(",", "", regex=False))
    text = text.mask(indonesian, tokens.str.replace(".", "", regex=False).str.replace(",", ".", regex=False))
    text = text.mask(point, tokens).mask(comma, tokens.str.replace(",", ".", regex=False))
    return pd.to_numeric(text, errors="coerce").astype(float)


def read_amounts(texts: pd.Series) -> pd.DataFrame:
    """Amounts of money or counts out of cells as people fill them.

    Parameters
    ----------
    texts : Series of str
        Raw cells.

    Returns
    -------
    DataFrame
        Same index. ``value`` (float, NaN unknown) and ``problem``: ``""``; ``"range"`` (the middle is taken);
        ``"year"`` (divided by 12); ``"period"`` (per day or week: not comparable, NaN); ``"negative"``,
        ``"text"`` (no number), ``"unclear"`` ("1.250 juta") or ``"huge"`` (NaN).

    Notes
    -----
    Each distinct cell is read once; words ("sejuta setengah", "1 jt 500 rb") go to ``lokal.parse_rupiah``.

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
    """
    if texts.empty:
        return pd.DataFrame({"value": pd.Series(dtype=float), "problem": pd.Series(dtype=str)}, index=texts.index)
    plain = _plain(texts)
    unique = pd.Series(plain.unique(), dtype="object").astype(str)
    known = _read_unique_amounts(unique).set_axis(pd.Index(unique))
    return known.reindex(pd.Index(plain)).set_axis(texts.index)


def _read_unique_amounts(texts: pd.Series) -> pd.DataFrame:
    blank = texts.isin(BLANK)
    period = texts.str.extract(_PERIOD)["period"].fillna("")
    body = texts.str.replace(_PERIOD, "", regex=True)
    for _ in range(3):  # "± Rp. 1.500.000,- rupiah" wears several
        body = body.str.replace(_LEAD, "", regex=True).str.replace(_TAIL, "", regex=True)
    negative = body.str.startswith("-") | texts.str.fullmatch(r"\(\s*(rp\.?)?\s*\d[\d.,]*\s*\)")
    tokens = body.str.extract(rf"^{_AMOUNT}$")
    ranges = body.str.extract(_RANGE)
    english = _is_english(tokens.loc[tokens["unit"].isna(), "number"].dropna())
    value = _times(tokens["number"], tokens["unit"], english)
    low = _times(ranges["low"], ranges["low_unit"].fillna(ranges["high_unit"]), english)
    high = _times(ranges["high"], ranges["high_unit"], english)
    is_range = low.notna() & high.notna() & (low <= high) & value.isna()
    value = value.mask(is_range, (low + high) / 2)
    scientific = texts.str.fullmatch(_SCIENTIFIC)
    value = value.mask(scientific, pd.to_numeric(texts.where(scientific).str.replace(",", "."), errors="coerce"))
    value = value.mask(
        value.isna() & ~blank & ~negative & ~is_range, _read_words(body, value.isna() & ~blank & ~negative)
    )
    problem = pd.Series("", index=texts.index, dtype="object").mask(is_range, "range")
    problem = problem.mask(value.isna() & ~blank, "text").mask(negative & ~blank, "negative")
    problem = problem.mask(value.abs() > LARGEST, "huge")
    # "1.250 juta" is 1,25 juta to some and 1.250 juta to others, a thousand times more.
    unclear = tokens["unit"].notna() & tokens["number"].str.fullmatch(r"[1-9]\d{0,2}\.\d{3}", na=False)
    problem = problem.mask(unclear, "unclear")
    timed = value.notna() & (problem.isin(["", "range"]))
    problem = problem.mask(timed & period.isin(["tahun", "thn", "th"]), "year")
    problem = problem.mask(timed & period.isin(["hari", "hr", "minggu", "mgg", "mg"]), "period")
    value = value.mask(problem == "year", value / 12).mask(
        problem.isin(["negative", "huge", "period", "text", "unclear"])
    )
    return pd.DataFrame({"value": value.astype(float), "problem": problem.astype(str)})


def _is_english(numbers: pd.Series) -> bool:
    """Whether the column's own unmistakable numbers have decimal points or thousand commas, and none the reverse."""
    english = numbers.str.contains(f"{_DOT_IS_DECIMAL}|{_COMMA_IS_THOUSAND}", regex=True)
    return bool(english.any() and not numbers.str.contains(_DOT_IS_THOUSAND, regex=True).any())


def _times(numbers: pd.Series, units: pd.Series, english: bool) -> pd.Series:
    return read_decimals(numbers.fillna("").astype(str), english) * units.map(UNITS).astype(float).fillna(1.0)


def _read_words(texts: pd.Series, wanted: pd.Series) -> pd.Series:
    """Amounts in words, by lokal-id; one call per distinct text that is left and has a number or a word of one."""
    # A dash would make lokal-id add both ends of a range, and a bare list of numbers is not one amount.
    plausible = wanted & texts.str.contains(r"[a-z]", regex=True) & ~texts.str.contains(r"[-–/,;]\s", regex=True)
    value = pd.Series(np.nan, index=texts.index)
    parsed = {text: lokal.parse_rupiah(text) for text in texts[plausible]}
    amounts = {text: float(found.amount) for text, found in parsed.items() if found is not None}
    return value.mask(plausible, texts.map(amounts).astype(float))


def read_coordinates(texts: pd.Series) -> pd.DataFrame:
    """Degrees out of cells: decimal point or comma, degrees-minutes-seconds, N/S/E/W or LU/LS/BT/BB.

    Numbers that lost their decimal point (``105238791.0``, ``-7.250.445``) come out as large numbers; what
    they were is only certain beside the map (``points.py``).

    Returns
    -------
    DataFrame
        ``value`` (float, NaN unknown) and ``problem`` (``""`` or ``"text"``).

    Examples
    --------
    >>> read_coordinates(pd.Series(["-7,25", "112.75", "7°15'0\\"S", "7.250.445", "", "abc"]))["value"].tolist()
    [-7.25, 112.75, -7.25, 7250445.0, nan, nan]
    """
    text = _plain(texts)
    blank = text.isin(BLANK)
    degrees = text.str.extract(
        r"^(?P<sign>-?)(?P<d>\d{1,3})\s*[°º*]\s*(?P<m>\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*"
        r"(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|''|”|″|’’)?)?\s*(?P<side>n|s|e|w|ls|lu|bt|bb)?\.?$"
    )
    parts = degrees[["d", "m", "s"]].apply(lambda part: pd.to_numeric(part.str.replace(",", "."), errors="coerce"))
    parts = parts.astype(float)
    dms = parts["d"] + parts["m"] / 60 + parts["s"].fillna(0) / 3600
    plain = text.str.extract(r"^(?P<number>[+-]?\d[\d.,]*(?:e[+-]?\d+)?)\s*°?\s*(?P<side>n|s|e|w|ls|lu|bt|bb)?\.?$")
    number = plain["number"].fillna("").astype(str)
    crowded = number.str.count(r"[.,]") > 1
    number = number.mask(crowded, number.str.replace(r"[.,]", "", regex=True)).str.replace(",", ".", regex=False)
    value = pd.to_numeric(number.where(number != ""), errors="coerce").astype(float).fillna(dms)
    south = degrees["side"].fillna(plain["side"]).isin(["s", "ls", "w", "bb"]) | (degrees["sign"] == "-")
    value = value.mask(south, -value.abs())
    value = value.where(np.isfinite(value))
    return pd.DataFrame({"value": value, "problem": np.where(value.isna() & ~blank, "text", "")}, index=texts.index)


def read_years(texts: pd.Series) -> pd.DataFrame:
    """A year out of ``2015``, ``2015.0``, ``sejak 2015`` or ``12/03/2015``; NaN and ``"text"`` when there is none.

    Examples
    --------
    >>> read_years(pd.Series(["2015.0", "sejak 1998", "", "dulu", "20155"]))["value"].tolist()
    [2015.0, 1998.0, nan, nan, nan]
    """
    text = _plain(texts)
    found = text.str.extract(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?!\d)")["year"]
    value = pd.to_numeric(found, errors="coerce").astype(float)
    return pd.DataFrame(
        {"value": value, "problem": np.where(value.isna() & ~text.isin(BLANK), "text", "")}, index=texts.index
    )


def read_dates(texts: pd.Series) -> pd.DataFrame:
    """ISO date text out of ``2025-11-03`` or, day first, ``03/11/2025``; ``""`` unknown.

    Examples
    --------
    >>> read_dates(pd.Series(["2025-11-03", "3/11/2025", "kemarin", ""]))["value"].tolist()
    ['2025-11-03', '2025-11-03', '', '']
    """
    text = _plain(texts)
    iso = pd.to_datetime(text.str.extract(r"^(\d{4}-\d{1,2}-\d{1,2})")[0], format="%Y-%m-%d", errors="coerce")
    day_first = text.str.extract(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\b")
    other = pd.to_datetime(day_first[0] + "-" + day_first[1] + "-" + day_first[2], format="%d-%m-%Y", errors="coerce")
    value = iso.fillna(other).dt.strftime("%Y-%m-%d").fillna("").astype(str)
    problem = np.where((value == "") & ~text.isin(BLANK), "text", "")
    return pd.DataFrame({"value": value, "problem": problem}, index=texts.index)
