"""Which cells must not be shown: the small ones, and as many beside them that totals do not tell the small ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS, SECTORS

Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.float64]


def small_cells(n: pd.Series, suppress_below: int) -> pd.Series:
    """Cells that could point at a person: at least one business, fewer than ``suppress_below``.

    Examples
    --------
    >>> small_cells(pd.Series([0, 1, 2, 3, float("nan")]), 3).tolist()
    [False, True, True, False, False]
    """
    return (n >= 1) & (n < suppress_below)


SHOWN, SMALL, BESIDE = 0, 1, 2
"""How a cell is told: shown; as one of fewer than ``suppress_below``; only as hidden because of others."""


def hide_cells(n: pd.DataFrame, suppress_below: int) -> pd.DataFrame:
    """How every cell of a table of counts is told: small ones are hidden, and others beside them.

    A location quotient beside its count tells the businesses of the whole kelurahan, and so its hidden cell. So every
    total of a row and of a column is taken as known, and so is what the note of a cell tells; then cells are hidden
    beside the small ones until every small cell could be one more or one less. Whether it could is exact: counts
    between bounds under known sums of rows and columns are a flow, and a cell can change just when its row and its
    column reach each other (both are in one strongly connected component) over cells that can take up the change.

    Hidden first are sectors that have no score, then the smallest count above ``suppress_below`` (a count of just
    that could not be taken for smaller; beside cells of ``suppress_below - 1`` alone it serves). Where a row has none,
    all of it is hidden, and with it its total. Where a sector is so rare that its total tells the cell, kelurahan
    without it are hidden too. In both, no cell is told to be small. Where even that is not enough (a region of
    one kelurahan) nothing is shown.

    Cost: some passes over the table and searches of a graph with one node a kelurahan: 0.01 s for 8,000 kelurahan,
    0.1 s for 84,000.

    Parameters
    ----------
    n : DataFrame, index kelurahan_code, one column per sector
        Counts; NaN unknown (never hidden, and in no total).
    suppress_below : int
        Counts from 1 to one less are small. Below 3, that a cell is small tells its count, and nothing is hidden
        beside it.

    Returns
    -------
    DataFrame of int, like ``n``
        ``SHOWN``, ``SMALL`` or ``BESIDE``.

    Examples
    --------
    >>> n = pd.DataFrame({"food": [9, 8, 7], "crafts": [2, 1, 7], "trade": [5, 6, 4]}, index=list("abc"))
    >>> hide_cells(n, 3).values.tolist()
    [[0, 1, 2], [0, 1, 2], [0, 0, 0]]
    """
    counts = n.to_numpy(dtype=float)
    small = (counts >= 1) & (counts < suppress_below)
    told = np.where(small, SMALL, SHOWN)
    if suppress_below >= 3 and small.any():
        hiding = _Hiding(counts, suppress_below, np.array([name in SCORED_SECTORS for name in n.columns]))
        hiding.run()
        told = np.where(hiding.hidden, np.where(small & ~hiding.untold, SMALL, BESIDE), SHOWN)
    return pd.DataFrame(told, index=n.index, columns=n.columns)


def told_sectors(indicators: pd.DataFrame, suppress_below: int) -> pd.DataFrame:
    """``hide_cells`` of the sector indicators.

    Parameters
    ----------
    indicators : DataFrame, index (kelurahan_code, sector)
        ``n`` is read.

    Returns
    -------
    DataFrame of int, index kelurahan_code in their order, one column per sector
    """
    wide = indicators["n"].unstack("sector")
    order = indicators.index.get_level_values("kelurahan_code").unique()
    return hide_cells(wide.reindex(index=order, columns=[name for name in SECTORS if name in wide]), suppress_below)


class _Hiding:
    """The table with what is hidden so far."""

    def __init__(self, counts: Counts, below: int, scored: Flags) -> None:
        self.counts, self.below, self.scored = counts, below, scored
        self.small = (counts >= 1) & (counts < below)
        self.hidden = self.small.copy()
        self.whole = np.zeros(len(counts), dtype=bool)
        self.rare = np.zeros(counts.shape[1], dtype=bool)

    @property
    def untold(self) -> Flags:
        """Cells of which it is not told that they are small."""
        return self.whole[:, None] | self.rare[None, :]

    def run(self) -> None:
        """Hide more until every small cell could be one more or one less."""
        number = self.small.sum(axis=1)
        sums = np.where(self.small, self.counts, 0).sum(axis=1)
        # Alone in its row, or all at one end: the row itself tells them.
        self._hide_beside((number > 0) & ((sums == number) | (sums == number * (self.below - 1))))
        while True:
            rows, columns = self._parts()
            open_cells = self.small & (rows[:, None] != columns[None, :])
            if not open_cells.any():
                return
            core = np.bincount(np.r_[rows, columns]).argmax()
            left = open_cells.any(axis=1) & ~self.whole
            apart = open_cells.any(axis=0) & (columns != core)
            if self._join_columns(rows == core, self.hidden.any(axis=0) & (columns != core)):
                continue
            if self._hide_beside(left & (rows != core)):
                continue
            if self._join_rows(columns == core, apart):
                continue
            if self._hide_zeros(rows == core, apart & ~self.rare):
                continue
            # At the end nothing is shown: then nothing tells a total.
            self._hide_whole(left if left.any() else np.ones(len(rows), dtype=bool))
            if self.whole.all():
                return

    def _parts(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """The component of every row and every column; rows hidden whole are one, because their totals are unknown."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        rows, columns = self.counts.shape
        place, sector = np.nonzero(self.hidden)
        count = self.counts[place, sector]
        small, untold = (table[place, sector] for table in (self.small, self.untold))
        node = np.where(self.whole, rows + columns, np.arange(rows))
        # A small cell is given one way only: up and down again through itself would change nothing.
        up = ~small | (~untold & (count < self.below - 1))
        down = np.where(small, ~up, count > np.where(untold, 0, self.below))
        heads = np.r_[node[place[up]], rows + sector[down]]
        tails = np.r_[rows + sector[up], node[place[down]]]
        size = rows + columns + 1
        graph = coo_array((np.ones(len(heads), dtype=np.int8), (heads, tails)), shape=(size, size))
        labels = connected_components(graph.tocsr(), directed=True, connection="strong")[1]
        return labels[node], labels[rows : rows + columns]

    def _hide_beside(self, wanted: Flags) -> bool:
        """One more cell of every wanted row that has one; False where none has."""
        highest = np.where(self.small, self.counts == self.below - 1, True).all(axis=1)
        just = (self.counts == self.below) & np.asarray(highest)[:, None]
        most = np.nanmax(self.counts, initial=0.0) + 1.0
        cost = np.where(~self.hidden & ((self.counts > self.below) | just), self.counts, np.inf)
        cost += most * just + 2.0 * most * self.scored
        best = cost.argmin(axis=1)
        found = wanted & np.isfinite(cost.min(axis=1))
        self.hidden[found, best[found]] = True
        return bool(found.any())

    def _join_columns(self, core: Flags, apart: Flags) -> bool:
        """One cell in each column apart, in a row of the core; False where none can be had."""
        cost = np.where(~self.hidden & (self.counts > self.below) & core[:, None], self.counts, np.inf)
        found = apart & np.isfinite(cost.min(axis=0))
        self.hidden[cost.argmin(axis=0)[found], np.flatnonzero(found)] = True
        return bool(found.any())

    def _join_rows(self, core: Flags, apart: Flags) -> bool:
        """Two cells of one more row for each column apart, there and in a column of the core; False where none has."""
        cost = np.where(~self.hidden & (self.counts > self.below), self.counts, np.inf)
        within = np.where(core[None, :], cost, np.inf)
        both = cost + within.min(axis=1, keepdims=True)
        found = apart & ~core & np.isfinite(both.min(axis=0))
        rows = both.argmin(axis=0)[found]
        self.hidden[rows, np.flatnonzero(found)] = True
        self.hidden[rows, within.argmin(axis=1)[rows]] = True
        return bool(found.any())

    def _hide_zeros(self, core: Flags, rare: Flags) -> bool:
        """A kelurahan of the core without the sector, for each of these sectors; False where none can be had."""
        empty = ~self.hidden & (self.counts == 0) & core[:, None]
        found = rare & empty.any(axis=0)
        self.hidden[empty.argmax(axis=0)[found], np.flatnonzero(found)] = True
        self.rare |= found
        return bool(found.any())

    def _hide_whole(self, rows: Flags) -> None:
        self.whole |= rows
        self.hidden |= rows[:, None] & ~np.isnan(self.counts)
