"""The money of every kelurahan's sectors: which totals are withheld, because of themselves or because of others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS, read_advice_rules
from mapping.knowledge.lines import lines_in_force
from mapping.measure.counts import count
from mapping.measure.dominance import ASKED, Cells, Flags, Numbers, amounts_of, tells
from mapping.measure.hiding import BESIDE, SHOWN, SMALL, told_sectors
from mapping.measure.membership import LineMembership
from mapping.settings import Settings

MONEY = ("spend_idr_month", "saving_idr_month", "revenue_idr_month")
"""Indicators that are totals of what businesses tell of their money."""
CHOOSES = {"products", "keyword", "keyword_not", "sector", "gate_members"}
"""Columns of a line that decide whose money it is, and when it is told."""


def told_money(indicators: pd.DataFrame, businesses: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """How the money of every cell is told: spend, saving and revenue of a kelurahan's sector.

    Cells that :func:`mapping.measure.hiding.hide_cells` hides keep what it says. Of the others those are withheld
    whose spend or revenue is dominated. Beside them as much is withheld as would tell them by subtraction: the total
    of a kelurahan and of a sector is taken as known (the inputs of a kelurahan add up to its spend, whatever the
    sectors), and what is left of it when all that is shown is taken off must not be dominated either; sectors without
    a score go first, then the smallest total. Nor may a sector tell what it has beside the members of a line of the
    catalogue, whose money the advice tells.

    Cost: two sorts of the businesses for each line, and for each cell that a row or a column still lacks, a handful.

    Parameters
    ----------
    indicators : DataFrame, index (kelurahan_code, sector)
        ``n`` is read.
    businesses : DataFrame
        ``kelurahan_code, sector, sampling_weight`` and ``ASKED``.
    settings : Settings
        ``suppress_below, dominance_above``.

    Returns
    -------
    DataFrame of int, index kelurahan_code, one column per sector
        ``SHOWN``, ``SMALL`` (it tells of one or two) or ``BESIDE`` (it would tell another).
    """
    counted = told_sectors(indicators, settings.suppress_below)
    place = counted.index.get_indexer(businesses["kelurahan_code"])
    sector = pd.Index(counted.columns).get_indexer(businesses["sector"])
    table = _Money(place, sector, [amounts_of(businesses, name) for name in ASKED], counted, settings)
    table.hide_beside_lines(businesses)
    return table.told()


class _Money:
    """The cells of the table, and which of them are withheld so far."""

    def __init__(
        self, place: Cells, sector: Cells, amounts: list[Numbers], counted: pd.DataFrame, settings: Settings
    ) -> None:
        self.place, self.sector, self.amounts = place, sector, amounts
        self.counted, self.settings = counted, settings
        rows, columns = counted.shape
        self.inside = (place >= 0) & (sector >= 0)
        cell = np.where(self.inside, place * columns + sector, -1)
        self.primary = tells(cell, rows * columns, amounts, settings).reshape(rows, columns)
        sums = [count(cell, rows * columns, np.nan_to_num(part)) for part in amounts]
        self.total = np.add.reduce(sums).reshape(rows, columns)
        self.hidden = (counted.to_numpy() != SHOWN) | self.primary

    def hide_beside_lines(self, businesses: pd.DataFrame) -> None:
        """Withhold the sector of a line that is told, where the rest of the sector would be told with it."""
        lines = lines_in_force()
        within = LineMembership(businesses, lines)
        names = list(self.counted.columns)
        for line_id in lines.index[lines["sector"].isin(names)]:
            if within.names("member", line_id):
                where = self.place, len(self.hidden), within.members(line_id)
                found = line_told(*where, self.amounts, self.settings) & line_stands(*where, lines.loc[line_id])
                found &= rest_tells(*where, self.sector, self.amounts, self.settings)
                self.hidden[found, names.index(lines.at[line_id, "sector"])] = True

    def told(self) -> pd.DataFrame:
        """Withhold until no row and no column tells what is left of it."""
        while self._hide_one_more(0) or self._hide_one_more(1):
            pass
        codes = self.counted.to_numpy()
        beside = np.where(self.hidden, BESIDE, SHOWN)
        told = np.where(codes != SHOWN, codes, np.where(self.primary, SMALL, beside))
        return pd.DataFrame(told, index=self.counted.index, columns=self.counted.columns)

    def _hide_one_more(self, axis: int) -> bool:
        """One more cell in every row (axis 0) or column (1) of which the rest tells; False where none has one."""
        hidden = np.zeros(len(self.place), dtype=bool)
        hidden[self.inside] = self.hidden[self.place[self.inside], self.sector[self.inside]]
        rest = np.where(hidden, (self.place, self.sector)[axis], -1)
        told = tells(rest, self.hidden.shape[axis], self.amounts, self.settings)
        scored = np.isin(self.counted.columns, SCORED_SECTORS)
        most = self.total.max(initial=0.0) + 1.0
        cost = np.where(self.hidden | (self.total <= 0), np.inf, self.total + most * scored)
        cost, view = (cost, self.hidden) if axis == 0 else (cost.T, self.hidden.T)
        found = told & np.isfinite(cost.min(axis=1, initial=np.inf))
        view[np.flatnonzero(found), cost.argmin(axis=1)[found]] = True
        return bool(found.any())


def line_told(place: Cells, size: int, inside: Flags, amounts: list[Numbers], settings: Settings) -> Flags:
    """Kelurahan where the money of a line's members tells nobody's own, so that it may be told.

    Parameters
    ----------
    place : ndarray of int, shape (businesses,)
        Kelurahan of each business.
    size : int
        Number of kelurahan.
    inside : ndarray of bool, shape (businesses,)
        The line's members.
    amounts : list of ndarray of float, shape (businesses,)
        Money of each kind; NaN did not say.

    Returns
    -------
    ndarray of bool, shape (size,)
        False also where nobody is a member.
    """
    cell = np.where(inside, place, -1)
    return (count(cell, size) >= max(settings.suppress_below, 1)) & ~tells(cell, size, amounts, settings)


def rest_tells(
    place: Cells, size: int, inside: Flags, sector: Cells, amounts: list[Numbers], settings: Settings
) -> Flags:
    """Kelurahan where a line's money, taken off that of its members' sectors, tells what one or two others have.

    Returns
    -------
    ndarray of bool, shape (size,)

    Examples
    --------
    Three members, and one business of the same sector beside them:

    >>> place, sector, inside = np.zeros(4, dtype=int), np.zeros(4, dtype=int), np.array([True, True, True, False])
    >>> rest_tells(place, 1, inside, sector, [np.ones(4)], Settings()).tolist()
    [True]
    """
    own = np.unique(sector[inside & (sector >= 0)])
    return tells(np.where(~inside & np.isin(sector, own), place, -1), size, amounts, settings)


def line_stands(place: Cells, size: int, inside: Flags, line: pd.Series) -> Flags:
    """Kelurahan with as many members as the advice wants before it looks at a line of the catalogue at all.

    There the money of the line is told and that of its sector is not; elsewhere, and for a line that a user made or
    whose members a user chose, the sector's is told.
    """
    least = line["gate_members"]
    least = float(read_advice_rules()["rules"]["minimum_producers"]) if pd.isna(least) else float(least)
    chosen = bool(line["own"]) or bool(CHOOSES & set(str(line["changed"]).split("; ")))
    return (count(np.where(inside, place, -1), size) >= least) & (not chosen)


def withhold_money(indicators: pd.DataFrame, businesses: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The sector indicators without the money that is not told of cells whose other figures are.

    What nobody may read nobody can work out of a score either: withheld money is unknown to everything that follows.
    Cells that are hidden whole keep theirs, as no score of them is told.

    Returns
    -------
    DataFrame
        As ``indicators``; ``MONEY`` is NaN where it is withheld.
    """
    told = told_money(indicators, businesses, settings)
    counted = told_sectors(indicators, settings.suppress_below)
    withheld = (told != SHOWN) & (counted == SHOWN)
    flags = withheld.stack().reindex(indicators.index).fillna(False).to_numpy(dtype=bool)
    return indicators.assign(**{name: indicators[name].mask(flags) for name in MONEY})
