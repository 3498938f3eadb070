"""KBLI codes in a survey: which edition they are of, and what they say when the words say nothing."""

from __future__ import annotations

import pandas as pd

from mapping.errors import SettingsError
from mapping.intake.meaning.rules import OUTSIDE, read_rules
from mapping.language import tr

EDITIONS = ("2015", "2017", "2020", "2025")
WITH_TABLE = ("2020", "2025")
"""Editions whose codes the lexicon knows; of the others a code says its division only."""
DEFAULT_EDITION = "2020"
# Codes that stand in one edition only, or mean something else in the other: domain dossier 3.3.
ONLY_2020 = {"10391", "10392", "13134", "64142", "45407", "49431", "56103", "56104", "47991"}
ONLY_2025 = {"10307", "64191", "95320", "49231", "01138"}
COLLIDING = {
    *("01283", "01302", "10120", "10762", "10772", "10773", "10793", "11040", "13133", "13122"),
    *("47811", "47812", "47831", "47832", "52101", "56101", "56102"),
}
DIVISION_SECTORS = {
    "agriculture": ("01", "02", "03"),
    "food": ("10", "11", "56"),
    "crafts": ("13", "14", "15", "16", "23", "31", "32"),
    "trade": ("45", "46", "47"),
    "services": (
        *("18", "33", "35", "36", "37", "38", "39", "41", "42", "43", "49", "50", "51", "52", "53", "55"),
        *map(str, range(58, 100)),
    ),
}


def check_edition(edition: str) -> str:
    """An edition as declared, ``""`` where none is.

    Raises
    ------
    SettingsError
        When there is no such edition.

    Examples
    --------
    >>> check_edition("2020"), check_edition("")
    ('2020', '')
    """
    if edition not in ("", *EDITIONS):
        raise SettingsError(
            tr(
                'Edisi KBLI "{edition}" tidak dikenal. Yang dikenal: {editions}.',
                edition=edition[:20],
                editions=", ".join(EDITIONS),
            )
        )
    return edition


def clean_kbli(texts: pd.Series) -> pd.Series:
    """Five digits of a KBLI cell, zero in front restored; ``""`` when it has none.

    Examples
    --------
    >>> clean_kbli(pd.Series(["10391", "1461.0", "C10391 - tempe", "tempe", ""])).tolist()
    ['10391', '01461', '10391', '', '']
    """
    at, unique = pd.factorize(texts)
    digits = pd.Series(unique, dtype="str").str.extract(r"(?<!\d)(\d{4,5})(?:\.0+)?(?!\d)")[0].fillna("")
    digits = digits.mask(digits.str.len() == 4, "0" + digits)
    return digits.iloc[at].set_axis(texts.index)


def codes_by_edition(codes: pd.Series, texts: pd.Series) -> dict[str, list[str]]:
    """Distinct codes that tell their edition: those that stand in one edition only, and 13133 beside "batik" (2025).

    No fact is known that tells 2015 or 2017 from 2020; those are for the user to declare.

    Examples
    --------
    >>> codes_by_edition(pd.Series(["10391", "10792", "13133"]), pd.Series(["", "", "batik tulis"]))
    {'2020': ['10391'], '2025': ['13133']}
    """
    pairs = pd.DataFrame({"code": codes, "text": texts})
    batik = pairs["code"].eq("13133")
    batik &= pairs["text"].where(batik, "").str.contains("batik", case=False)
    found = {"2020": codes.isin(ONLY_2020), "2025": codes.isin(ONLY_2025) | batik}
    return {edition: sorted(codes[mask].unique()) for edition, mask in found.items() if mask.any()}


def sniff_edition(codes: pd.Series, texts: pd.Series) -> str:
    """Edition of the codes of a survey: ``"2020"``, ``"2025"``, or ``""`` when nothing tells, or both stand in it.

    Examples
    --------
    >>> sniff_edition(pd.Series(["10391"]), pd.Series(["tempe"]))
    '2020'
    >>> sniff_edition(pd.Series(["13133"]), pd.Series(["batik"]))
    '2025'
    >>> sniff_edition(pd.Series(["10792"]), pd.Series(["kue"]))
    ''
    """
    found = list(codes_by_edition(codes, texts))
    return found[0] if len(found) == 1 else ""


def foreign_codes(edition: str) -> set[str]:
    """Codes that cannot be of an edition.

    Examples
    --------
    >>> "10391" in foreign_codes("2025"), foreign_codes("2017")
    (True, set())
    """
    return {"2020": ONLY_2025, "2025": ONLY_2020}.get(edition, set())


def differing_codes(codes: pd.Series, rules: pd.DataFrame | None = None) -> list[str]:
    """Distinct codes among ``codes`` that lead to another product or sector in 2020 than in 2025.

    Examples
    --------
    >>> differing_codes(pd.Series(["10793", "10792", "11040"]))
    ['10793']
    """
    unique = pd.Series(sorted(COLLIDING & set(codes)), dtype="str")
    old, new = (classify_codes(unique, edition, rules) for edition in WITH_TABLE)
    return unique[(old != new).any(axis=1)].tolist()


def classify_codes(codes: pd.Series, edition: str, rules: pd.DataFrame | None = None) -> pd.DataFrame:
    """Product, sector and stage by code; what several lexicon rows share is kept, the rest is ``""``.

    Parameters
    ----------
    codes : Series of str
        As ``clean_kbli`` gives them.
    edition : str
        One of ``EDITIONS``; of one without a table of ours a code says the sector of its division only.
    rules : DataFrame, optional
        As ``read_rules`` gives them.

    Returns
    -------
    DataFrame
        Index of ``codes``: ``product, sector, stage, candidates`` (text); all ``""`` for a code that cannot be of
        the edition, or of no sector.

    Examples
    --------
    >>> classify_codes(pd.Series(["10391", "10710", "13999"]), "2020")[["product", "sector"]].values.tolist()
    [['tempe', 'food'], ['', 'food'], ['', 'crafts']]
    """
    table = _code_table(edition, read_rules() if rules is None else rules)
    found = table.reindex(codes).fillna("").set_axis(codes.index)
    known = {division: sector for sector, divisions in DIVISION_SECTORS.items() for division in divisions}
    division = codes.str[:2].map(known).fillna("").astype("str")
    found["sector"] = found["sector"].mask(found["sector"] == "", division)
    return found.mask(codes.isin(foreign_codes(edition)), "")


def _code_table(edition: str, rules: pd.DataFrame) -> pd.DataFrame:
    columns = ["product", "sector", "stage", "candidates"]
    if edition not in WITH_TABLE:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in columns})
    products = rules[(rules["product"] != OUTSIDE) & (rules[f"kbli{edition}"] != "")]
    grouped = products.drop_duplicates("product").groupby(f"kbli{edition}")
    table = grouped[["product", "sector", "stage"]].first()
    table = table.mask(grouped[["product", "sector", "stage"]].nunique() > 1, "")
    table["candidates"] = grouped["product"].agg("; ".join).where(table["product"] == "", "")
    return table[columns]
