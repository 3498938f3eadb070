"""What lies around a kelurahan: its neighbours, and what they have on average."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.measure.hiding import SHOWN, told_sectors
from mapping.settings import Settings


@dataclass(frozen=True)
class Neighbours:
    """Who touches whom, both ways, as compressed rows.

    Parameters
    ----------
    index : Index of str
        The kelurahan codes.
    start : ndarray of int, shape (n + 1,)
        The neighbours of kelurahan ``i`` stand at ``neighbour[start[i]:start[i + 1]]``.
    neighbour : ndarray of int
        Positions in ``index``, sorted within each kelurahan.

    Examples
    --------
    >>> row = Neighbours.of_pairs(pd.Index(["a", "b", "c", "island"]), np.array([0, 1]), np.array([1, 2]))
    >>> row.n, row.counts.tolist(), row.neighbour.tolist()
    (4, [1, 2, 1, 0], [1, 0, 2, 1])
    """

    index: pd.Index
    start: np.ndarray
    neighbour: np.ndarray

    @classmethod
    def of_pairs(cls, index: pd.Index, one: np.ndarray, other: np.ndarray) -> Neighbours:
        """From pairs of positions; repeated pairs, either way round, count once, and nobody touches itself."""
        n = len(index)
        low, high = np.minimum(one, other).astype(np.int64), np.maximum(one, other).astype(np.int64)
        pair = np.sort((low * n + high)[low != high])
        low, high = np.divmod(pair[np.diff(pair, prepend=-1) > 0], max(n, 1))
        both = np.sort(np.concatenate([low * n + high, high * n + low]))
        start = np.concatenate([[0], np.cumsum(np.bincount(both // max(n, 1), minlength=n))])
        return cls(index, start, both % max(n, 1))

    @property
    def n(self) -> int:
        """Number of kelurahan, islands included."""
        return len(self.index)

    @property
    def counts(self) -> np.ndarray:
        """How many neighbours each kelurahan has; 0 for an island."""
        return np.diff(self.start)

    @property
    def owner(self) -> np.ndarray:
        """Position of the kelurahan whose neighbour each entry of ``neighbour`` is."""
        return np.repeat(np.arange(self.n), self.counts)

    def among(self, known: np.ndarray) -> Neighbours:
        """The same graph over some of the kelurahan only.

        Parameters
        ----------
        known : ndarray of bool, shape (n,)

        Examples
        --------
        >>> row = Neighbours.of_pairs(pd.Index(["a", "b", "c"]), np.array([0, 1]), np.array([1, 2]))
        >>> row.among(np.array([True, False, True])).counts.tolist()
        [0, 0]
        """
        place = np.cumsum(known) - 1
        kept = known[self.owner] & known[self.neighbour]
        counts = np.bincount(self.owner[kept], minlength=self.n)[known]
        start = np.concatenate([[0], np.cumsum(counts)])
        return Neighbours(self.index[known], start, place[self.neighbour[kept]])


def neighbour_sum(values: np.ndarray, neighbours: Neighbours) -> np.ndarray:
    """Sum of the known values of the neighbours; 0 where none is known.

    Examples
    --------
    >>> row = Neighbours.of_pairs(pd.Index(["a", "b", "c"]), np.array([0, 1]), np.array([1, 2]))
    >>> neighbour_sum(np.array([1.0, 5.0, np.nan]), row).tolist()
    [5.0, 1.0, 5.0]
    """
    around = np.nan_to_num(values[neighbours.neighbour])
    return np.bincount(neighbours.owner, weights=around, minlength=neighbours.n)


def lag(values: np.ndarray, neighbours: Neighbours) -> np.ndarray:
    """Mean of a value over the neighbours where it is known (spatial lag, row-standardised).

    Parameters
    ----------
    values : ndarray of float, shape (kelurahan,)
        In the order of ``neighbours.index``; NaN unknown.
    neighbours : Neighbours

    Returns
    -------
    ndarray of float, shape (kelurahan,)
        In the unit of ``values``; NaN for islands and where no neighbour is known. The own value plays no part.

    Examples
    --------
    >>> row = Neighbours.of_pairs(pd.Index(["a", "b", "c", "island"]), np.array([0, 1]), np.array([1, 2]))
    >>> lag(np.array([1.0, 5.0, np.nan, 7.0]), row).tolist()
    [5.0, 1.0, 5.0, nan]
    """
    known = (~np.isnan(values)).astype(float)
    total, count = neighbour_sum(values, neighbours), neighbour_sum(known, neighbours)
    mean = np.full(neighbours.n, np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean


def add_neighbour_lq(indicators: pd.DataFrame, neighbours: Neighbours, settings: Settings) -> pd.DataFrame:
    """The sector indicators with ``neighbour_lq``: what the touching kelurahan are special in.

    Mean shrunk location quotient of the same sector over the neighbours that have one; 1 is like the region. Neighbours
    whose own figures of it are hidden (``mapping.measure.hiding``) are left out: a mean would tell them. It sees
    neither the size of the neighbours nor roads and rivers between them, and at the edge of the region it sees one
    side only.

    Parameters
    ----------
    indicators : DataFrame, index (kelurahan_code, sector)
        ``lq`` and ``n`` are read.
    neighbours : Neighbours
        Of all kelurahan in ``indicators``.
    settings : Settings
        ``suppress_below`` is read.

    Returns
    -------
    DataFrame
        ``neighbour_lq`` is NaN for islands, where no neighbour has a quotient, and where the sector is not covered.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["a", "b", "c"], ["food"]], names=["kelurahan_code", "sector"])
    >>> row = Neighbours.of_pairs(pd.Index(["a", "b", "c"]), np.array([0, 1]), np.array([1, 2]))
    >>> table = pd.DataFrame({"lq": [1.5, np.nan, 0.5], "n": [9.0, np.nan, 4.0]}, index=index)
    >>> add_neighbour_lq(table, row, Settings())["neighbour_lq"].tolist()
    [nan, 1.0, nan]
    """
    hidden = told_sectors(indicators, settings.suppress_below).reindex(neighbours.index) != SHOWN
    wide = indicators["lq"].unstack("sector").reindex(neighbours.index)
    wide = wide.mask(hidden.reindex(columns=wide.columns, fill_value=False))
    around = wide.apply(lambda column: pd.Series(lag(column.to_numpy(dtype=float), neighbours), index=wide.index))
    long = around.rename_axis("kelurahan_code").stack(future_stack=True).reindex(indicators.index)
    return indicators.assign(neighbour_lq=long.to_numpy(dtype=float))
