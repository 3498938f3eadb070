"""Who buys from which line of business, and who supplies what its members need: products and kinds of points."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

import pandas as pd

from mapping.knowledge.catalog import HERE, read_linkages
from mapping.knowledge.lines import line_products

PAIRS = ["line_id", "product"]


@cache
def read_buyers() -> dict[str, Any]:
    """``buyers.toml``: kinds of points with what they buy, and what one buyer needs; callers must not change it.

    Examples
    --------
    >>> "ayam petelur" in read_buyers()["points"]["kitchen"]["products"]
    True
    """
    return tomllib.loads((HERE / "buyers.toml").read_text(encoding="utf-8"))


def line_buyers(lines: pd.DataFrame) -> pd.DataFrame:
    """Products whose makers and sellers buy from each line.

    Those that the catalogue names in ``buyers``, and those that use what the members make (``linkages.csv``). A line
    that names no buyer sells to its own members or to residents: it has none here. Members buy from a line only
    where the catalogue says so.

    Parameters
    ----------
    lines : DataFrame
        As :func:`mapping.knowledge.lines.lines_in_force` gives them.

    Returns
    -------
    DataFrame
        ``line_id, product``, one row a pair.

    Examples
    --------
    >>> from mapping.knowledge.lines import lines_in_force
    >>> pairs = line_buyers(lines_in_force())
    >>> sorted(pairs.loc[pairs["line_id"] == "B19", "product"])
    ['kafe', 'toko kelontong', 'warung kopi']
    """
    roles = line_products(lines)
    named = roles.loc[roles["role"] == "buyer", PAIRS]
    members = roles.loc[roles["role"] == "member", PAIRS]
    selling = members[members["line_id"].isin(named["line_id"])]
    edges = read_linkages().rename(columns={"upstream_product": "made", "product": "user"})
    users = selling.merge(edges, left_on="product", right_on="made")[["line_id", "user"]]
    users = _without(users.rename(columns={"user": "product"}), members)
    return pd.concat([named, users]).drop_duplicates(ignore_index=True)


def line_suppliers(lines: pd.DataFrame) -> pd.DataFrame:
    """Products that members of each line use (``linkages.csv``), those that members make themselves left out.

    Returns
    -------
    DataFrame
        ``line_id, product``, one row a pair.

    Examples
    --------
    >>> from mapping.knowledge.lines import lines_in_force
    >>> pairs = line_suppliers(lines_in_force())
    >>> sorted(pairs.loc[pairs["line_id"] == "B17", "product"])
    ['bawang dan wortel', 'cabai', 'terasi dan petis']
    """
    roles = line_products(lines)
    members = roles.loc[roles["role"] == "member", PAIRS]
    edges = read_linkages()[["upstream_product", "product"]]
    inputs = members.merge(edges, on="product")[["line_id", "upstream_product"]]
    inputs = _without(inputs.rename(columns={"upstream_product": "product"}), members)
    return inputs.drop_duplicates(ignore_index=True)


def line_points(lines: pd.DataFrame) -> pd.DataFrame:
    """Kinds of points that buy from each line (``buyers.toml``).

    Returns
    -------
    DataFrame
        ``line_id, kind``, one row a pair, in the order of the catalogue.

    Examples
    --------
    >>> from mapping.knowledge.lines import lines_in_force
    >>> pairs = line_points(lines_in_force())
    >>> sorted(pairs.loc[pairs["line_id"] == "B38", "kind"])
    ['hotel', 'kitchen']
    """
    roles = line_products(lines)
    selling = roles.loc[roles["role"] == "buyer", "line_id"].unique()
    members = roles[(roles["role"] == "member") & roles["line_id"].isin(selling)]
    rows = []
    for kind, rule in read_buyers()["points"].items():
        wanted = members.loc[members["product"].isin(rule["products"]), "line_id"]
        rows += [(line_id, kind) for line_id in lines.index if line_id in rule["lines"] or line_id in set(wanted)]
    return pd.DataFrame(rows, columns=["line_id", "kind"])


def line_words(lines: pd.DataFrame) -> dict[str, str]:
    """For each line with buyers: a pattern of what its members make, as a buyer would name it as a main input.

    Examples
    --------
    >>> from mapping.knowledge.lines import lines_in_force
    >>> bool(re.search(line_words(lines_in_force())["B26"], "tepung, telur"))
    True
    """
    roles = line_products(lines)
    selling = roles.loc[roles["role"] == "buyer", "line_id"].unique()
    members = roles[(roles["role"] == "member") & roles["line_id"].isin(selling)]
    edges = read_linkages()
    edges = edges[~edges["input"].isin(read_buyers()["words"]["too_wide"])]
    handed = edges.groupby("upstream_product")["input"].agg(list)
    words = {
        line_id: sorted({*products} | {word for product in products for word in handed.get(product, [])})
        for line_id, products in members.groupby("line_id")["product"]
    }
    return {line_id: rf"\b(?:{'|'.join(map(re.escape, each))})\b" for line_id, each in words.items()}


def _without(pairs: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """The pairs that are no members of the same line."""
    index = pd.MultiIndex.from_frame(pairs[PAIRS])
    return pairs[~index.isin(pd.MultiIndex.from_frame(members))]
