"""Two scenarios beside each other, as people may see them: who moves up or down, who is advised something else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mapping.language import mark


def rank_changes(before: pd.DataFrame, after: pd.DataFrame, sector: str) -> pd.DataFrame:
    """Where every kelurahan stands in two scenarios.

    Parameters
    ----------
    before, after : DataFrame
        Public score tables of the same study (:func:`mapping.present.tables.score_table`): hidden cells are blank.
    sector : str

    Returns
    -------
    DataFrame, index kelurahan_code
        ``name, kecamatan, score_before, score_after, rank_before, rank_after``, ``move`` (ranks won, negative lost),
        ``beyond`` (True: the rank intervals do not overlap), ``note``. NaN unknown or hidden. Those that move most
        first, then by name.
    """
    first, second = (table[table["sector"] == sector].set_index("kelurahan_code") for table in (before, after))
    second = second.reindex(first.index)
    apart = (first["rank_low"] > second["rank_high"]) | (first["rank_high"] < second["rank_low"])
    changes = first[["name", "kecamatan"]].assign(
        score_before=first["score"],
        score_after=second["score"],
        rank_before=first["rank"],
        rank_after=second["rank"],
        move=(first["rank"] - second["rank"]).astype(float),
        beyond=apart.fillna(False).astype(bool),
        note=first["note"],
    )
    order = changes["move"].abs().rename("size").to_frame().assign(name=changes["name"].astype(str))
    return changes.loc[order.sort_values(["size", "name"], ascending=[False, True], na_position="last").index]


SAME, OTHER, LOST, NEW, NONE = (
    mark("tetap"),
    mark("ganti lini"),
    mark("kehilangan saran"),
    mark("mendapat saran"),
    mark("tetap tanpa saran"),
)


def advice_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Which kelurahan get another first line, lose theirs, or get one.

    Parameters
    ----------
    before, after : DataFrame
        Advice as :func:`mapping.present.tables.advice_table` gives it: figures of one or two members are blank.

    Returns
    -------
    DataFrame, index kelurahan_code
        ``name, kecamatan, what`` (``SAME``, ``OTHER``, ``LOST``, ``NEW`` or ``NONE``)``, line_before, line_after``
        ("" none)``, capital_before, capital_after, cash_before, cash_after`` (rupiah and rupiah a month, NaN none or
        hidden).
    """
    names = before.drop_duplicates("kelurahan_code").set_index("kelurahan_code")[["name", "kecamatan"]]
    firsts = [_first_lines(advice, names.index) for advice in (before, after)]
    had, has = (first["line"] != "" for first in firsts)
    kinds = [had & has & (firsts[0]["line_id"] == firsts[1]["line_id"]), had & has, had, has]
    return names.assign(
        what=np.select(kinds, [SAME, OTHER, LOST, NEW], NONE),
        line_before=firsts[0]["line"],
        line_after=firsts[1]["line"],
        capital_before=firsts[0]["capital_idr"],
        capital_after=firsts[1]["capital_idr"],
        cash_before=firsts[0]["net_cash_idr_month"],
        cash_after=firsts[1]["net_cash_idr_month"],
    )


def _first_lines(advice: pd.DataFrame, codes: pd.Index) -> pd.DataFrame:
    first = advice[advice["position"] == "1"].set_index("kelurahan_code").reindex(codes)
    return first.assign(line=first["line"].fillna(""), line_id=first["line_id"].fillna(""))


def spread(places: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Places for labels, as near as can be to where they belong and nowhere nearer to each other than ``least``.

    Order is kept; equals keep the order given. Where they do not fit between ``low`` and ``high`` they share it evenly.

    Examples
    --------
    >>> spread([1.0, 1.2, 9.0], 2.0, 0.0, 10.0)
    [0.1, 2.1, 9.0]
    """
    count = len(places)
    if count < 2:
        return [float(min(max(place, low), high)) for place in places]
    gap = min(least, (high - low) / (count - 1))
    order = np.argsort(np.asarray(places, dtype=float), kind="stable")
    # Without the gaps the labels need only be in order: the nearest such places are an isotonic regression.
    wanted = np.asarray(places, dtype=float)[order] - gap * np.arange(count)
    settled = np.clip(_in_order(wanted), low, high - gap * (count - 1)) + gap * np.arange(count)
    answer = np.empty(count)
    answer[order] = settled
    return [float(round(place, 9)) for place in answer]


def _in_order(wanted: np.ndarray) -> np.ndarray:
    from scipy.optimize import isotonic_regression

    return isotonic_regression(wanted).x
