"""Businesses that may be listed twice: found and said, never merged."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.intake.issues import Findings
from mapping.intake.places.places import name_words
from mapping.language import mark, tr, tr_rows

NEAR_DEGREES = 3
"""Decimals of a degree (about 110 m) within which two businesses of one name may be one."""
SHORTEST_NAME = 4
NEAR_NAME = 90.0
"""rapidfuzz ratio (0-100) from which two names are spellings of one."""
DISTINCT_LENGTH = 8
"""A shorter name, or one that ``COMMON`` businesses or more of the file carry, says too little to forgive a slip."""
COMMON = 4
NEIGHBOURS = 3
"""How many names further on in alphabetical order are compared: spellings of one name stand close together."""
FORMS = {"ud", "cv", "pt", "pd", "toko", "usaha", "umkm", "ukm", "ikm", "bapak", "bpk", "pak", "ibu", "bu", "milik"}
"""Words that are said or left out at will."""


def note_repeats(businesses: pd.DataFrame, findings: Findings) -> None:
    """Say which rows may be a business that an earlier row lists already; all of them stay counted.

    Equal: same kelurahan, product and place (110 m, or none known), same name but for word order, legal form and
    spelling of spaces. Near: the same with one or two letters different, or with another product at one known place;
    names with different numbers ("Toko 1", "Toko 2") never. Cost: one sort; each name meets its next three neighbours.

    Parameters
    ----------
    businesses : DataFrame
        ``kelurahan_code, product, business_name`` (text), ``lon, lat`` (NaN unknown), ``row``.
    """
    named = businesses[businesses["business_name"].str.len() >= SHORTEST_NAME]
    table = named[["kelurahan_code", "product", "lon", "lat", "row"]].assign(name=_bare_names(named["business_name"]))
    table = table[table["name"].str.len() >= SHORTEST_NAME].sort_values("row", kind="stable")
    if len(table) < 2:
        return
    table[["x", "y"]] = table[["lon", "lat"]].round(NEAR_DEGREES)
    equal = table.groupby(["kelurahan_code", "product", "x", "y", "name"], dropna=False)["row"].transform("min")
    again = table["row"] > equal
    what = tr_rows("nama, kelurahan, dan produknya sama dengan baris {row}", row=equal[again])
    findings.note(mark("mungkin ganda"), what, tr("tetap dihitung; periksa"), rows=table.loc[again, "row"])
    pairs = _near_pairs(table[~again])
    what = tr_rows("nama dan letaknya hampir sama dengan baris {row}", row=pairs["first"])
    findings.note(mark("mungkin ganda"), what, tr("tetap dihitung; periksa"), rows=pairs["row"])


def _bare_names(texts: pd.Series) -> pd.Series:
    """Names without legal forms, their words in order; each distinct text once."""
    bare = {}
    for text in texts.unique():
        words = name_words(text)
        bare[text] = " ".join(sorted(word for word in words if word not in FORMS) or words)
    return texts.map(bare).astype("str")


def _near_pairs(table: pd.DataFrame) -> pd.DataFrame:
    """``row`` and the earlier row ``first`` that it nearly repeats, once for each row."""
    from rapidfuzz import fuzz, process

    common = table["name"].map(table["name"].value_counts()) >= COMMON
    table = table[(table["name"].str.len() >= DISTINCT_LENGTH) & ~common].copy()
    table["digits"] = table["name"].str.replace(r"\D", "", regex=True)
    table = table.sort_values(["kelurahan_code", "digits", "name", "row"], ignore_index=True)
    found = []
    for step in range(1, NEIGHBOURS + 1):
        one, other = table.iloc[:-step].reset_index(drop=True), table.iloc[step:].reset_index(drop=True)
        near = (one["kelurahan_code"] == other["kelurahan_code"]) & (one["digits"] == other["digits"])
        same_spot = (one["x"] == other["x"]) & (one["y"] == other["y"])
        apart = one["x"].notna() & other["x"].notna() & ~same_spot
        near &= same_spot | (~apart & (one["product"] == other["product"]))
        one, other = one[near], other[near]
        alike = process.cpdist(one["name"].tolist(), other["name"].tolist(), scorer=fuzz.ratio) >= NEAR_NAME
        rows = np.sort(np.column_stack([one["row"], other["row"]])[alike], axis=1)
        found.append(pd.DataFrame(rows, columns=["first", "row"]))
    return pd.concat(found).sort_values(["row", "first"]).drop_duplicates("row", ignore_index=True)
