"""Who is already there: village enterprises, other cooperatives, groups; and what to do about it."""

from __future__ import annotations

import pandas as pd

from mapping.knowledge.plans import read_partners
from mapping.language import mark

THERE, NONE, UNKNOWN = mark("ada"), mark("tidak tercatat"), mark("belum diketahui")
COLUMNS = ["kelurahan_code", "line_id", "item", "label", "state", "n", "date", "clash", "do"]


def find_overlap(chosen: pd.DataFrame, context: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """What is known of the organisations in each chosen place, and what the chosen line means for them.

    Parameters
    ----------
    chosen : DataFrame
        ``kelurahan_code, line_id``.
    context : DataFrame
        As docs/architecture.md describes it; the items of ``overlap`` in ``partners.toml`` are read.
    lines : DataFrame
        The lines in force; ``group`` is read.

    Returns
    -------
    DataFrame
        ``COLUMNS``; one row for each chosen pair and kind of organisation. ``state``: ``"ada"``; ``"tidak tercatat"``
        (a table of this kind was given, but names none here; that is not zero); ``"belum diketahui"`` (no table of
        this kind was given). ``n`` organisations, NaN unless they are there; ``date`` of the table; ``clash`` (bool:
        lines of this group are what such organisations often run); ``do`` (text).

    Examples
    --------
    >>> from mapping.knowledge.catalog import read_lines
    >>> known = pd.DataFrame({"kelurahan_code": ["a"], "item": ["bumdes"], "value": [1.0], "date": ["2026-01-05"]})
    >>> chosen = pd.DataFrame({"kelurahan_code": ["a", "b"], "line_id": ["B02", "B02"]})
    >>> found = find_overlap(chosen, known, read_lines()).query("item != 'groups'")
    >>> found[["kelurahan_code", "item", "state"]].to_numpy().tolist()
    [['a', 'bumdes', 'ada'], ['a', 'cooperatives', 'belum diketahui'],
     ['b', 'bumdes', 'tidak tercatat'], ['b', 'cooperatives', 'belum diketahui']]
    """
    chosen = chosen[["kelurahan_code", "line_id"]].reset_index(drop=True)
    group = chosen["line_id"].map(lines["group"])
    parts = []
    for item, rule in read_partners()["overlap"].items():
        counted = (
            context[context["item"] == item].groupby("kelurahan_code").agg(n=("value", "sum"), date=("date", "max"))
        )
        found = counted.reindex(chosen["kelurahan_code"]).set_index(chosen.index)
        there = found["n"] > 0
        missing = UNKNOWN if counted.empty else NONE
        clash = group.isin(rule["groups"])
        parts.append(
            chosen.assign(
                item=item,
                label=rule["label"],
                state=there.map({True: THERE, False: missing}),
                n=found["n"].where(there).astype(float),
                date=found["date"].astype(object).fillna(""),
                clash=clash,
                do=clash.map({True: rule["clash"], False: rule["do"]}),
            )
        )
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)[COLUMNS]
