"""Which money of joint purchasing and shared facilities is withheld, and which totals would tell it."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import ref

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.advise.together.facilities import BASIS
from mapping.advise.together.purchasing import UNKNOWN, main_inputs
from mapping.knowledge.sharing import OTHER, facilities_in_force, read_inputs
from mapping.measure.dominance import amounts_of, tells
from mapping.settings import Settings
from mapping.study import Study

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Parts:
    """Who brings what to the cells of a table.

    Parameters
    ----------
    index : MultiIndex
        The cells.
    cell : ndarray of int, shape (businesses,)
        Position in ``index``; -1 in none.
    amounts : ndarray of float, shape (businesses,)
        Rupiah; NaN did not say.
    """

    index: pd.MultiIndex
    cell: npt.NDArray[np.int64]
    amounts: npt.NDArray[np.float64]

    def dominated(self, settings: Settings) -> pd.Series:
        """Cells of which one or two businesses make the total nearly alone, bool by ``index``."""
        return pd.Series(tells(self.cell, len(self.index), [self.amounts], settings), index=self.index)

    def rest_tells(self, hidden: Flags, total: npt.NDArray[np.int64], size: int, settings: Settings) -> Flags:
        """Totals that, less all cells that are shown, tell what one or two of the hidden ones bring.

        Parameters
        ----------
        hidden : ndarray of bool, shape (cells,)
        total : ndarray of int, shape (cells,)
            The total that each cell counts in; -1 in none.
        size : int
            Number of totals.
        """
        inside = self.cell >= 0
        rest = np.full(len(self.cell), -1)
        rest[inside] = np.where(hidden, total, -1)[self.cell[inside]]
        return tells(rest, size, [self.amounts], settings)


def purchase_parts(study: Study) -> Parts:
    """What each business spends on the main input of its kelurahan; cells as the rows of ``purchasing``.

    Cost: as :func:`mapping.advise.together.purchasing.main_inputs`, one search for each input and distinct answer; a
    page asks several times, so the last answer is kept as long as its tables are.
    """
    global _kept
    rows, businesses = study.purchasing, study.businesses
    if _kept and _kept[0]() is rows and _kept[1]() is businesses:
        return _kept[2]
    parts = _purchase_parts(rows, businesses)
    _kept = ref(rows), ref(businesses), parts
    return parts


_kept: tuple[ref[pd.DataFrame], ref[pd.DataFrame], Parts] | None = None


def _purchase_parts(rows: pd.DataFrame, businesses: pd.DataFrame) -> Parts:
    named, _ = main_inputs(businesses)
    names = np.array([*read_inputs(), OTHER], dtype=object)
    of = pd.MultiIndex.from_arrays([businesses["kelurahan_code"], names[np.where(named == UNKNOWN, -1, named)]])
    index = pd.MultiIndex.from_frame(rows[["kelurahan_code", "input"]])
    return Parts(index, index.get_indexer(of), amounts_of(businesses, "input_spend_idr_month"))


def facility_parts(study: Study) -> Parts:
    """What each user earns or spends that decides what it brings to a facility; cells as the rows of ``facilities``.

    A user of a kelurahan that two sites share counts in both. One pass over the businesses for each facility.
    """
    rows, businesses = study.facilities, study.businesses
    parts = []
    for line_id, facility in facilities_in_force(study.settings.advice.line_changes).iterrows():
        inside = businesses["product"].isin(facility["products"]).to_numpy()
        money = amounts_of(businesses, BASIS[facility["volume_basis"]])
        part = pd.DataFrame({"kelurahan_code": businesses["kelurahan_code"], "amount": money})[inside]
        parts.append(part.assign(line_id=line_id))
    users = pd.concat(parts) if parts else pd.DataFrame({"line_id": [], "kelurahan_code": [], "amount": []})
    cells = rows[["line_id", "kelurahan_code"]].assign(cell=np.arange(len(rows)))
    users = users.merge(cells, on=["line_id", "kelurahan_code"])
    index = pd.MultiIndex.from_frame(rows[["line_id", "site", "kelurahan_code"]])
    return Parts(index, users["cell"].to_numpy(dtype=np.int64), users["amount"].to_numpy(dtype=float))
