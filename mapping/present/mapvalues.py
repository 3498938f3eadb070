"""What a map can show of every place, from the public tables: scores, lines, advice, certainty; by kecamatan too.

Every function takes frames in which small cells are blank already, or blanks them itself, and gives one row per place
with ``value`` (NaN unless known) or ``kind``, and ``state``. What is made for a kecamatan is made from these public
rows alone, so it tells nothing that they do not tell.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, tr
from mapping.measure.hiding import small_cells
from mapping.measure.withheld import MONEY
from mapping.present.hidden import HIDDEN_NOTES, MONEY_NOTES
from mapping.present.mapdata import FAIRLY, KNOWN, SUPPRESSED, SURE, UNKNOWN, UNSURE
from mapping.present.tables import advice_table, suitability_table
from mapping.study import Study

CERTAINTY = (mark("cukup pasti"), mark("agak pasti"), mark("belum pasti"))
"""Words of ``SURE``, ``FAIRLY`` and ``UNSURE``, in that order."""
SURE_UP_TO, FAIRLY_UP_TO = 0.2, 0.5
"""Width of the 80% rank interval, as a share of all ranks, up to which a place in the order is sure or fairly sure."""
SUMS = ("n", "producers", "workers", "spend_idr_month", "revenue_idr_month")
"""Criteria of which a kecamatan has the sum; of all others it has the median."""
KECAMATAN_SIZE = 10
"""How many times larger the goalposts of a sum are for a kecamatan: Indonesia has some eleven kelurahan/desa a
kecamatan (84,000 in 7,288) [planning assumption]."""
ENOUGH_KNOWN = 0.5
"""Share of a kecamatan's kelurahan that must be known for it to have a value."""
NO_ADVICE, OTHER_LINES = mark("belum ada saran"), mark("lini lain")
NOT_OPEN = mark("syarat belum terpenuhi")
MOST_LINES = 8


def sector_values(table: pd.DataFrame, places: pd.Index, sector: str, column: str) -> pd.DataFrame:
    """One row per kelurahan, in the order of ``places``: the rows of the public score table with ``value, state``.

    ``value`` is NaN unless ``state`` is ``KNOWN``; the table it comes from has hidden cells blank.
    """
    return with_value(table[table["sector"] == sector].set_index("kelurahan_code").reindex(places), column)


def with_value(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows of the public score table, one a kelurahan, with a column of theirs as ``value``, and ``state``."""
    value = rows[column].to_numpy(float)
    hidden = rows["note"].isin(HIDDEN_NOTES)
    if column in MONEY:
        hidden |= rows["money_note"].isin(MONEY_NOTES)
    state = np.select([hidden, np.isnan(value)], [SUPPRESSED, UNKNOWN], KNOWN)
    return rows.assign(value=np.where(state == KNOWN, value, np.nan), state=state)


def certainty(rows: pd.DataFrame, ranked: int) -> npt.NDArray[np.int64]:
    """How sure a place in the order is: ``SURE``, ``FAIRLY``, ``UNSURE``; -1 where no rank interval is known.

    Parameters
    ----------
    rows : DataFrame
        With ``rank_low, rank_high`` (80% interval; NaN unknown).
    ranked : int
        How many places have a rank.

    Examples
    --------
    >>> certainty(pd.DataFrame({"rank_low": [1, 10, 2, np.nan], "rank_high": [5, 60, 90, np.nan]}), 100).tolist()
    [0, 1, 2, -1]
    """
    width = (rows["rank_high"] - rows["rank_low"]) / max(ranked, 1)
    classes = [width.isna(), width <= SURE_UP_TO, width <= FAIRLY_UP_TO]
    return np.select(classes, [-1, SURE, FAIRLY], UNSURE)


def certainty_values(rows: pd.DataFrame, doubt: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Rows of a sector with ``kind`` 0-2 by certainty, in place of their values."""
    state = np.where(rows["state"] == SUPPRESSED, SUPPRESSED, np.where(doubt < 0, UNKNOWN, KNOWN))
    return rows.assign(kind_of=np.where(state == KNOWN, doubt, -1), state=state, value=np.nan)


def line_values(study: Study, line_id: str) -> pd.DataFrame:
    """Suitability of one line in every kelurahan.

    Returns
    -------
    DataFrame
        Index ``kelurahan_code``: ``name, kind, kecamatan, kabupaten, value`` (0-100; NaN unless known), ``state``
        (``SUPPRESSED`` where one or two members stand behind it), ``open`` (bool: every condition is met) and
        ``detail`` (what is not met, in words).
    """
    places = study.kelurahan
    rows = suitability_table(study)
    rows = rows[rows["line_id"] == line_id].set_index("kelurahan_code").reindex(places.index)
    n = study.line_indicators["n"].xs(line_id, level="line_id").reindex(places.index)
    value = rows["score"].astype(float)
    few = small_cells(n, study.settings.suppress_below)
    # Too few surveyed: a score would be nearly the catalogue's alone, so it is not known yet.
    thin = study.advice.loc[study.advice["position"] == "unknown", "kelurahan_code"]
    unknown = value.isna() | places.index.isin(thin)
    state = np.select([few, unknown], [SUPPRESSED, UNKNOWN], KNOWN)
    return places[["name", "kind", "kecamatan", "kabupaten"]].assign(
        value=value.where(state == KNOWN),
        state=state,
        open=rows["open"].eq(True),
        detail=rows["gate"].fillna("").astype(str).where(state == KNOWN, ""),
    )


def first_lines(study: Study) -> list[str]:
    """Ids of all lines, those first that most kelurahan should start with; the others by name."""
    names = lines_in_force(study.settings.advice.line_changes)["line"]
    first = study.advice[study.advice["position"] == "1"]
    counted = first["line_id"].value_counts()
    order = pd.DataFrame({"n": counted.reindex(names.index).fillna(0), "line": names.astype(str)})
    return [str(line_id) for line_id in order.sort_values(["n", "line"], ascending=[False, True]).index]


def advice_values(study: Study) -> tuple[pd.DataFrame, list[str]]:
    """What every kelurahan should start with, and the kinds of answers.

    The ``MOST_LINES`` lines that come first most often are kinds of their own; the rest are ``OTHER_LINES``; then
    ``NO_ADVICE``, surveyed well enough but no line meets every condition.

    Returns
    -------
    rows : DataFrame
        Index ``kelurahan_code``: ``name, kind, kecamatan, kabupaten, state, kind_of`` (position in the labels, -1
        unknown), ``detail`` (the line where it is among the rest).
    labels : list of str
    """
    places = study.kelurahan
    table = advice_table(study)
    first = table[table["position"] == "1"].set_index("kelurahan_code")["line"].reindex(places.index)
    counts = first.value_counts()
    order = pd.DataFrame({"line": counts.index.astype(str), "n": counts.to_numpy()})
    shown = order.sort_values(["n", "line"], ascending=[False, True])["line"].tolist()
    kept = shown if len(shown) <= MOST_LINES else shown[:MOST_LINES]
    labels = [*kept, *([tr(OTHER_LINES)] if len(shown) > len(kept) else []), tr(NO_ADVICE)]
    unknown = table.loc[table["position"] == "unknown", "kelurahan_code"]
    has, rest = first.notna(), first.notna() & ~first.isin(kept)
    named = pd.Index(kept).get_indexer(first.fillna(""))
    kind = np.select([rest, has], [len(kept), named], len(labels) - 1)
    state = np.where(~has & places.index.isin(unknown), UNKNOWN, KNOWN)
    rows = places[["name", "kind", "kecamatan", "kabupaten"]].assign(
        state=state, kind_of=np.where(state == KNOWN, kind, -1), detail=first.where(rest, "").astype(str), value=np.nan
    )
    return rows, labels


def kecamatan_values(rows: pd.DataFrame, places: npt.NDArray[np.int64], names: list[str], summed: bool) -> pd.DataFrame:
    """Public values of kelurahan by kecamatan: the sum, or the median, of what is known.

    Only known values go in, so a value of a kecamatan can be worked out from what is on the screen and reveals no
    hidden cell. A sum over a part is a lower bound; ``known`` and ``members`` say how much stands behind it.

    Parameters
    ----------
    rows : DataFrame, shape (n, ...)
        With ``value`` and ``state``.
    places : array of int, shape (n,)
        For each row, the position of its kecamatan in ``names``.
    names : list of str
        Kecamatan names.
    summed : bool
        Sums (counts, rupiah) or medians (scores, shares, quotients).

    Returns
    -------
    DataFrame
        Index: position of the kecamatan as text. ``name, value, state, known, hidden, members``. The value is NaN where
        fewer than ``ENOUGH_KNOWN`` of the members are known; ``SUPPRESSED`` where hidden members are why.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [4.0, 6.0, np.nan, np.nan], "state": [KNOWN, KNOWN, SUPPRESSED, UNKNOWN]})
    >>> kecamatan_values(rows, np.array([0, 0, 0, 1]), ["Barat", "Timur"], True)[["value", "known", "members"]]
       value  known  members
    0   10.0      2        3
    1    NaN      0        1
    """
    counted = _count_members(rows["state"].to_numpy(), places, names)
    known = pd.Series(rows["value"].to_numpy(float)).where(rows["state"].to_numpy() == KNOWN).groupby(places)
    made = (known.sum() if summed else known.median()).reindex(range(len(names)))
    made.index = counted.index
    return counted.assign(value=made.where(counted["state"] == KNOWN))


def kecamatan_kinds(
    rows: pd.DataFrame, places: npt.NDArray[np.int64], names: list[str], labels: int, ordered: bool
) -> pd.DataFrame:
    """Kinds of kelurahan by kecamatan: the commonest among the known, or their middle where kinds have an order.

    Ties go to the later kind of an order (the less certain one), else to the earlier label.

    Returns
    -------
    DataFrame
        As ``kecamatan_values``, with ``kind_of`` (-1 unknown) and ``agreeing`` (members of that kind) for values.
    """
    counted = _count_members(rows["state"].to_numpy(), places, names)
    kinds = np.where(rows["state"].to_numpy() == KNOWN, rows["kind_of"].to_numpy(), -1)
    tally = np.zeros((len(names), labels), dtype=int)
    np.add.at(tally, (places[kinds >= 0], kinds[kinds >= 0]), 1)
    if ordered:
        chosen = (tally.cumsum(axis=1) <= tally.sum(axis=1, keepdims=True) / 2).sum(axis=1).clip(max=labels - 1)
    else:
        chosen = tally.argmax(axis=1)
    is_known = (counted["state"] == KNOWN).to_numpy()
    return counted.assign(
        kind_of=np.where(is_known, chosen, -1),
        agreeing=np.where(is_known, tally[np.arange(len(names)), chosen], 0),
        value=np.nan,
    )


def _count_members(states: npt.NDArray[np.int64], places: npt.NDArray[np.int64], names: list[str]) -> pd.DataFrame:
    """How many kelurahan of each kecamatan are known, and whether that is enough."""
    size = len(names)
    members = np.bincount(places, minlength=size)
    known = np.bincount(places[states == KNOWN], minlength=size)
    hidden = np.bincount(places[states == SUPPRESSED], minlength=size)
    enough = (known > 0) & (known >= ENOUGH_KNOWN * members)
    # Had the hidden ones been known it would have been enough: then they are the reason.
    by_hiding = ~enough & (hidden > 0) & (known + hidden >= ENOUGH_KNOWN * members)
    state = np.select([enough, by_hiding], [KNOWN, SUPPRESSED], UNKNOWN)
    table = {"name": names, "state": state, "known": known, "hidden": hidden, "members": members}
    return pd.DataFrame(table, index=[str(i) for i in range(size)])
