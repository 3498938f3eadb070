"""The lines of business in force: the catalogue, with what the user changed and added."""

from __future__ import annotations

from functools import cache

import pandas as pd

from mapping.knowledge.catalog import LINE_NUMBERS, read_lexicon, read_lines

Changes = tuple[tuple[str, str, str], ...]


@cache
def lines_in_force(changes: Changes = ()) -> pd.DataFrame:
    """The catalogue with the user's figures in place of ours, and the user's own lines below it.

    Parameters
    ----------
    changes : tuple of (str, str, str)
        Line, column, text, as ``AdviceSetup.line_changes`` holds them.

    Returns
    -------
    DataFrame
        As :func:`mapping.knowledge.catalog.read_lines`, with ``changed`` (the changed columns, ``"; "`` between; ``""``
        where the line is the catalogue's own) and ``own`` (bool: the catalogue does not have it). Must not be changed.

    Raises
    ------
    SettingsError
        A column that no line has, or a text that is not a number where one is due.

    Examples
    --------
    >>> lines_in_force((("B13", "capex_low_idr", "20000000"),)).loc["B13", ["capex_low_idr", "changed"]].tolist()
    [20000000.0, 'capex_low_idr']
    """
    lines = read_lines().assign(changed="", own=False)
    for line_id, column, text in changes:
        if line_id not in lines.index:
            lines.loc[line_id] = {name: float("nan") if name in LINE_NUMBERS else "" for name in lines.columns}
            lines.loc[line_id, "own"] = True
        lines.loc[line_id, column] = float(text) if column in LINE_NUMBERS else text
        lines.loc[line_id, "changed"] = "; ".join(filter(None, [lines.loc[line_id, "changed"], column]))
    return lines


def line_products(lines: pd.DataFrame) -> pd.DataFrame:
    """Which products carry, rival or buy from which line: one row per pair.

    Returns
    -------
    DataFrame
        Columns ``line_id``, ``role`` (``"member"``, ``"rival"`` or ``"buyer"``), ``product``.
        ``@GROUP`` in ``lines.csv`` stands for every product of that lexicon group with stage ``olahan`` or ``hulu``.

    Examples
    --------
    >>> pairs = line_products(read_lines())
    >>> pairs.query("line_id == 'B15' and role == 'member'")["product"].tolist()
    ['tempe', 'tahu', 'sari kedelai']
    """
    lexicon = read_lexicon()
    rows = []
    for role, column in (("member", "products"), ("rival", "rival_products"), ("buyer", "buyers")):
        for line_id, text in lines[column].items():
            for part in filter(None, (p.strip() for p in text.split(";"))):
                if part.startswith("@"):
                    made = lexicon["stage"].isin(["hulu", "olahan"]) & (lexicon["group"] == part[1:])
                    rows += [(line_id, role, product) for product in lexicon.loc[made, "product"]]
                else:
                    rows.append((line_id, role, part))
    return pd.DataFrame(rows, columns=["line_id", "role", "product"])
