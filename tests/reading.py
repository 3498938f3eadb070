"""A reader of Indonesian sentences: which numbers they say, and whether a row of figures bears them out.

A second, independent reading: it parses text (thousands by point, decimals by comma, rupiah in juta and miliar,
percent, times, kilometres) and knows nothing of how the sentences are made. A number whose words say what it is ("Ada
75 usaha") must equal that very column; any other must equal some column of its kind.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

SCALES = {"": 1.0, "ribu": 1e3, "juta": 1e6, "miliar": 1e9, "triliun": 1e12}
KINDS = {"%": "percent", "kali": "times", "km": "distance", "m": "distance"}
NUMBER = re.compile(
    r"(?P<minus>-|minus )?(?P<rupiah>Rp\s?)?(?P<minus2>-)?(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<part>\d+))?"
    r"(?:\s(?P<scale>ribu|juta|miliar|triliun)\b)?(?:\s?(?P<unit>%|kali\b|km\b|m\b))?"
)
WHAT = {
    # words before the number (end), words after it (start) -> the columns it must be
    (r"Ada ", r" usaha"): ["n"],
    (r"", r" porsi rata-rata"): ["lq"],
    (r"atas rata-rata (lebih dari |kurang dari )?", r"\)"): ["lq_prob"],
    (r"Belanja bahan gabungan sekitar ", r""): ["spend_idr_month"],
    (r"(Penduduk|Ada|untuk) ", r" jiwa"): ["population"],
    (r"satu( penjual)? per ", r" jiwa"): ["rival_norm_people"],
    (r"terdata ", r"( penjual|,? acuan)"): ["rivals"],
    (r"Butuh sekitar ", r""): ["capital_idr"],
    (r"[Ii]mpas pada ", r""): ["break_even_units_month"],
    (r"volumenya (di bawah|mencapai) ", r""): ["break_even_units_month"],
    (r"perkiraan( di sini| sekarang)? ", r""): ["volume_month"],
    (r"kas bersih ", r"(?! cicilan)"): ["net_cash_idr_month"],
    (r"kas bersih ", r" cicilan"): ["dscr"],
    (r"cicilan ", r""): ["instalment_idr_month"],
    (r"cicilan Rp [\d.,]+( ribu| juta| miliar)?: (lebih dari )?", r""): ["dscr"],
    (r"kas bersihnya baru (lebih dari )?", r" cicilan"): ["dscr"],
    (r"Kurang modal ", r""): ["missing_idr"],
    (r"hanya dalam (lebih dari |kurang dari )?", r" hitungan"): ["p_carries"],
    (r"berumur ", r" bulan"): ["age_months"],
    (r"biasanya perlu ", r" usaha"): ["min_businesses"],
    (r"usaha dan |: ", r" pembeli besar"): ["big_buyers"],
    (r"yang terdata ", r"\."): ["n"],
    (r"baru ", r" yang terdata"): ["n"],
    (r"Terdata ", r" petani"): ["n"],
    (r"bila ada ", r" pelaku"): ["n_asked"],
    (r"petani; perlu ", r""): ["min_businesses"],
    (r"jiwa; (perlu sekitar|sekarang) ", r""): ["min_population", "population"],
    (r"kekhasan antara ", r""): ["lq_low"],
    (r"antara [\d.,]+ dan ", r"[;.]"): ["lq_high"],
    (r"penuh pada ", r" jiwa"): ["n_served_in_full"],
    (r"; penuh pada ", r"\."): ["full_idr"],
    (r"Batal bila kurang dari ", r" pelaku"): ["n_willing"],
    (r"volume turun ", r""): ["volume_down_rate"],
    (r"harga jual turun ", r""): ["price_down_rate"],
    (r"kas bersih tinggal (lebih dari )?", r" cicilan"): ["dscr_volume_down", "dscr_price_down"],
}
BY_KIND = {
    "rupiah": r"_idr(_month)?$",
    "percent": r"prob$|^p_|share|rate|^weight",
    "times": r"lq|dscr|saturation",
    "distance": r"_m$",
    "number": r"^(n|n_.*|rivals.*|buyers.*|big_buyers|population|min_.*|gate_members|rival_norm_people|volume.*"
    r"|break_even.*|running_units.*|staff.*|payback.*|age_months|links_.*|permit_count|people)$",
}


BAND = re.compile(r"(?P<low>\d+) (?:sampai (?P<high>\d+)|atau lebih)(?= usaha)")
"""A count that sums over touching kelurahan is told as a band, never exactly."""


@dataclass(frozen=True)
class Said:
    """A number as a reader takes it: value, how far off it may be, what kind it is, and the words around it."""

    value: float
    slack: float
    kind: str
    before: str
    after: str


def read_numbers(text: str) -> list[Said]:
    return [_read(match, text) for match in NUMBER.finditer(text)]


def _read(match: re.Match, text: str) -> Said:
    part, money, after = match["part"] or "", match["rupiah"], text[match.end() :]
    # "320 juta rupiah kulakan" counts units of a million: the unit is the line's, not ours.
    scale = SCALES[match["scale"] or ""] if money else 1.0
    value = float(match["whole"].replace(".", "") + "." + (part or "0")) * scale
    slack = 0.5 * 10.0 ** -len(part) * scale
    if len(match["whole"].replace(".", "").rstrip("0") + part.rstrip("0")) <= 2 and money and value:
        # An estimate told in two figures may be off by half of the second.
        slack = max(slack, 0.5 * 10.0 ** (math.floor(math.log10(value)) - 1))
    unit = match["unit"] or ""
    kind = "rupiah" if money else KINDS.get(unit, "number")
    if unit == "%":
        value, slack = value / 100, slack / 100
    if unit == "km":
        value, slack = value * 1000, slack * 1000
    if unit == "m":
        slack = 50.0
    minus = match["minus"] or match["minus2"]
    return Said(-value if minus else value, slack, kind, text[: match.start()], after)


def unfounded(text: str, row: pd.Series) -> list[str]:
    """The numbers of a text that no column of ``row`` bears out."""
    bands = [band for band in BAND.finditer(text) if not _within(band, row)]
    rest = BAND.sub("", text)
    wrong = [f"{band[0]} in: {text}" for band in bands]
    return wrong + [f"{said.value:g} ({said.kind}) in: {text}" for said in read_numbers(rest) if not _holds(said, row)]


def _within(band: re.Match, row: pd.Series) -> bool:
    """Whether the surveyed buyers within reach lie in the band that a sentence tells."""
    low, high = float(band["low"]), float(band["high"] or "inf")
    return bool(low <= row["buyers_reach"] < high + 1)


def _holds(said: Said, row: pd.Series) -> bool:
    names = _named(said) or [name for name in row.index if re.search(BY_KIND[said.kind], str(name))]
    values = pd.to_numeric(row[names], errors="coerce").to_numpy(float)
    values = values[~np.isnan(values)]
    exact = np.abs(values - said.value) <= said.slack + 1e-9 * np.abs(values)
    # Binary halves may round either way.
    above = said.before.lower().endswith("lebih dari ") & (values > said.value)
    below = said.before.lower().endswith("kurang dari ") & (values < said.value) & (values > 0)
    return bool((exact | above | (below & (said.kind == "percent"))).any() or _few(said, row))


def _few(said: Said, row: pd.Series) -> bool:
    """ "kurang dari 3": some cell rests on one or two interviews; "kurang dari 10": the whole survey here does."""
    if not said.before.lower().endswith("kurang dari "):
        return False
    rows = row[[name for name in row.index if str(name).endswith("_rows")] + ["n"]].to_numpy(float)
    few = said.value == row["suppress_below"] and bool(((rows >= 1) & (rows < said.value)).any())
    thin = said.value == row["minimum_businesses"] and row["n_kelurahan"] < said.value
    return few or bool(thin)


def _named(said: Said) -> list[str]:
    for (before, after), columns in WHAT.items():
        if re.search(f"(?:{before})$", said.before) and re.match(after, said.after) and (before or after):
            return columns
    return []
