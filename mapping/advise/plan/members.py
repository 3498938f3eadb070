"""What the surveyed members of a line say of themselves."""

from __future__ import annotations

import re

import pandas as pd

from mapping.knowledge.lines import line_products
from mapping.measure.answers.answers import read_answers, read_phrases


def permit_share(businesses: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Share of each line's surveyed members that wrote down a permit.

    An empty answer counts as none: it may also mean that nobody asked, so the screen says "tertulis". Where no business
    of the whole survey wrote one, the question was not asked.

    Cost: one merge of businesses and line products; a line's words are tried once on each different keyword.

    Parameters
    ----------
    businesses : DataFrame
        ``kelurahan_code, product, keyword, permits`` are read.
    lines : DataFrame
        Lines in force, or some of them.

    Returns
    -------
    DataFrame, index (kelurahan_code, line_id)
        ``rows`` members surveyed, ``permit_share`` (0-1; NaN not asked), ``few`` (how many are on the smaller side,
        with a permit or without). No row where no member was surveyed.

    Examples
    --------
    >>> from mapping.knowledge.catalog import read_lines
    >>> asked = pd.DataFrame({"kelurahan_code": "a", "product": "tempe", "keyword": "tempe",
    ...                       "permits": ["NIB", "", "belum punya NIB", "NIB, halal"]})
    >>> permit_share(asked, read_lines().loc[["B15"]]).loc[("a", "B15")].tolist()
    [4.0, 0.5, 2.0]
    """
    answers = read_answers(businesses["permits"])
    denied = answers.clauses.str.contains(read_phrases()["clauses"]["denied"], regex=True).to_numpy(dtype=bool)
    named = answers.clauses.str.contains("[a-z]", regex=True).to_numpy(dtype=bool)
    has = answers.any_clause(named & ~denied)[answers.text]
    asked = businesses[["kelurahan_code", "product", "keyword"]].assign(has=has.astype(float))
    members = line_products(lines).query("role == 'member'")[["line_id", "product"]]
    pairs = asked.merge(members, on="product")
    pairs = pairs[_within_words(pairs, lines)]
    table = pairs.groupby(["kelurahan_code", "line_id"])["has"].agg(rows="size", permit_share="mean")
    with_permit = table["rows"] * table["permit_share"]
    few = pd.concat([with_permit, table["rows"] - with_permit], axis="columns").round()
    # The smaller side that is not empty: "none of twelve" points at nobody.
    table = table.astype(float).assign(few=few.where(few > 0).min(axis="columns"))
    return table if has.any() else table.assign(permit_share=float("nan"))


def _within_words(pairs: pd.DataFrame, lines: pd.DataFrame) -> pd.Series:
    """Pairs that a line's ``keyword`` and ``keyword_not`` let stand."""
    stands = pd.Series(True, index=pairs.index)
    for column, wanted in (("keyword", True), ("keyword_not", False)):
        for line_id, pattern in lines.loc[lines[column] != "", column].items():
            mine = pairs["line_id"] == line_id
            search = re.compile(pattern, re.IGNORECASE).search
            hit = {text: search(text) is not None for text in pairs.loc[mine, "keyword"].unique()}
            stands &= ~mine | pairs["keyword"].map(hit).eq(wanted)
    return stands
