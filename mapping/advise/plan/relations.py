"""Which lines of business hang together: the same members, a chain of inputs, the same inputs."""

from __future__ import annotations

import pandas as pd

from mapping.knowledge.catalog import read_lexicon, read_linkages
from mapping.knowledge.lines import line_products
from mapping.knowledge.plans import read_roadmap_rules

MEMBERS, CHAIN, INPUTS = "anggota", "rantai", "bahan"
KINDS = (MEMBERS, CHAIN, INPUTS)
"""Kinds of relation, the closest first."""
NAMED = 3


def relate_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """Every pair of lines that hang together, with the closest reason.

    Two lines share members when a product belongs to both (not when the words of one line are those that the other
    leaves out: emping and other crisps), form a chain when a product of one is an input of the other, and share
    inputs when the lexicon gives their products an input that is not one of everybody's.

    Cost: one merge each over line products (some hundred rows).

    Parameters
    ----------
    lines : DataFrame
        As :func:`mapping.knowledge.lines.lines_in_force` gives it.

    Returns
    -------
    DataFrame
        ``line_id, other, kind`` (of ``KINDS``), ``shared`` (what they share: at most three names, ``", "`` between),
        one row per ordered pair; the relation runs both ways.

    Examples
    --------
    >>> from mapping.knowledge.catalog import read_lines
    >>> pairs = relate_lines(read_lines()).set_index(["line_id", "other"])
    >>> pairs.loc[("B13", "B11"), "kind"], pairs.loc[("B24", "B25"), "shared"]
    ('anggota', 'padi')
    """
    made = line_products(lines).query("role == 'member'")[["line_id", "product"]]
    other = made.rename(columns={"line_id": "other"})
    chain = _chained(made, other)
    pairs = pd.concat(
        [
            made.merge(other, on="product").rename(columns={"product": "shared"}).assign(kind=MEMBERS),
            chain.assign(kind=CHAIN),
            _same_inputs(made).assign(kind=INPUTS),
        ]
    )
    pairs = pairs[(pairs["line_id"] != pairs["other"]) & ~_left_out(pairs, lines)]
    order = pairs["kind"].map({kind: at for at, kind in enumerate(KINDS)})
    closest = order == order.groupby([pairs["line_id"], pairs["other"]]).transform("min")
    named = pairs[closest].drop_duplicates().groupby(["line_id", "other", "kind"], sort=True)["shared"]
    return named.agg(lambda names: ", ".join(names.head(NAMED))).reset_index()


def _chained(made: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Pairs in which one hands on to the other, both ways round."""
    edges = read_linkages()[["upstream_product", "product", "input"]]
    down = made.merge(edges, left_on="product", right_on="upstream_product", suffixes=("_made", ""))
    down = down[["line_id", "product", "input"]].merge(other, on="product")[["line_id", "other", "input"]]
    up = down.rename(columns={"line_id": "other", "other": "line_id"})
    return pd.concat([down, up]).rename(columns={"input": "shared"})


def _same_inputs(made: pd.DataFrame) -> pd.DataFrame:
    """Pairs whose products need the same input."""
    inputs = read_lexicon().set_index("product")["inputs"].str.split(",").explode().str.strip().str.lower()
    common = {"", *read_roadmap_rules()["rules"]["common_inputs"]}
    needed = made.join(inputs.rename("shared"), on="product")[["line_id", "shared"]].drop_duplicates()
    needed = needed[~needed["shared"].isin(common) & needed["shared"].notna()]
    return needed.merge(needed.rename(columns={"line_id": "other"}), on="shared")


def _left_out(pairs: pd.DataFrame, lines: pd.DataFrame) -> pd.Series:
    """Pairs that only seem to share a product: the words of one are the words that the other leaves out."""
    words, without = lines["keyword"], lines["keyword_not"]
    one = words.reindex(pairs["line_id"]).to_numpy(), without.reindex(pairs["line_id"]).to_numpy()
    two = words.reindex(pairs["other"]).to_numpy(), without.reindex(pairs["other"]).to_numpy()
    apart = ((one[0] != "") & (one[0] == two[1])) | ((two[0] != "") & (two[0] == one[1]))
    return pd.Series(apart, index=pairs.index)
