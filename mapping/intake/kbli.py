"""KBLI codes in a survey: which edition they are of, and what they say when the words say nothing."""

from __future__ import annotations

import pandas as pd

from mapping.knowledge.catalog import read_lexicon

# Codes that stand in one edition only, or mean something else in the other: domain dossier 3.3.
ONLY_2020 = {"10391", "10392", "13134", "64142", "45407", "49431", "56103", "56104", "47991"}
ONLY_2025 = {"10307", "64191", "95320", "49231", "01138"}
DIVISION_SECTORS = (
    (("01", "02", "03"), "agriculture"),
    (("10", "11", "56"), "food"),
    (("13", "14", "15", "16", "23", "31", "32"), "crafts"),
    (("45", "46", "47"), "trade"),
)


def clean_kbli(texts: pd.Series) -> pd.Series:
    """Five digits of a KBLI cell, zero in front restored; ``""`` when it has none.

    Examples
    --------
    >>> clean_kbli(pd.Series(["10391", "1461.0", "C10391 - tempe", "tempe", ""])).tolist()
    ['10391', '01461', '10391', '', '']
    """
    digits = texts.str.extract(r"(?<!\d)(\d{4,5})(?:\.0+)?(?!\d)")[0].fillna("")
    return digits.mask(digits.str.len() == 4, "0" + digits)


def sniff_edition(codes: pd.Series, texts: pd.Series) -> str:
    """Edition of the codes of a survey: ``"2020"``, ``"2025"``, or ``""`` when nothing tells.

    A code of one edition only decides; 13133 with "batik" in the text is of 2025. Where both kinds stand in one
    file nothing is certain.

    Examples
    --------
    >>> sniff_edition(pd.Series(["10391"]), pd.Series(["tempe"]))
    '2020'
    >>> sniff_edition(pd.Series(["13133"]), pd.Series(["batik"]))
    '2025'
    >>> sniff_edition(pd.Series(["10792"]), pd.Series(["kue"]))
    ''
    """
    old = codes.isin(ONLY_2020).any()
    new = (codes.isin(ONLY_2025) | ((codes == "13133") & texts.str.contains("batik", case=False))).any()
    return "" if old == new else "2020" if old else "2025"


def classify_codes(codes: pd.Series, edition: str) -> pd.DataFrame:
    """Product, sector and stage by code; what several lexicon rows share is kept, the rest is ``""``.

    Returns
    -------
    DataFrame
        Index of ``codes``: ``product, sector, stage, candidates`` (text).

    Examples
    --------
    >>> classify_codes(pd.Series(["10391", "10710", "13999"]), "2020")[["product", "sector"]].values.tolist()
    [['tempe', 'food'], ['', 'food'], ['', 'crafts']]
    """
    lexicon = read_lexicon()
    grouped = lexicon[lexicon[f"kbli{edition}"] != ""].groupby(f"kbli{edition}")

    def common(values: pd.Series) -> str:
        return values.iloc[0] if values.nunique() == 1 else ""

    table = grouped.agg({"product": common, "sector": common, "stage": common})
    table["candidates"] = grouped["product"].agg("; ".join).where(table["product"] == "", "")
    found = table.reindex(codes).fillna("").set_axis(codes.index)
    division = pd.Series("services", index=codes.index).mask(codes == "", "")
    for divisions, sector in DIVISION_SECTORS:
        division = division.mask(codes.str[:2].isin(divisions), sector)
    found["sector"] = found["sector"].mask(found["sector"] == "", division)
    return found
