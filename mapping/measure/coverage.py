"""Which sectors a survey covers: what was not asked about is unknown, not absent."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SECTORS
from mapping.settings import Settings


def covered_sectors(businesses: pd.DataFrame, settings: Settings) -> dict[str, bool]:
    """Say for each sector whether a count of zero means "none" (True) or "not asked" (False).

    Registers of small businesses leave farming out. ``settings.covers_agriculture`` decides when it is
    set; when it is None, farming counts as covered if at least ``settings.agriculture_floor_share`` of
    all businesses (unclassified ones included) are in agriculture. The other sectors are always covered.

    Returns
    -------
    dict of str to bool
        One entry for each of the five sectors.

    Examples
    --------
    >>> covered_sectors(pd.DataFrame({"sector": ["food"] * 99 + ["agriculture"]}), Settings())["agriculture"]
    False
    >>> covered_sectors(pd.DataFrame({"sector": ["food"]}), Settings(covers_agriculture=True))["agriculture"]
    True
    """
    covered = dict.fromkeys(SECTORS, True)
    if settings.covers_agriculture is None:
        farms = int((businesses["sector"] == "agriculture").sum())
        covered["agriculture"] = farms > 0 and farms >= settings.agriculture_floor_share * len(businesses)
    else:
        covered["agriculture"] = settings.covers_agriculture
    return covered


def known_cells(classified: np.ndarray, covered: np.ndarray) -> np.ndarray:
    """Whether a count is known: the kelurahan was surveyed and the survey asked about the group.

    Parameters
    ----------
    classified : ndarray of float, shape (kelurahan,)
        Businesses whose sector is known. Where there is none, nothing is known about any sector, also
        if some unclassified business was met.
    covered : ndarray of bool, shape (groups,)
        Whether each group (sector or line) was asked about.

    Returns
    -------
    ndarray of bool, shape (kelurahan, groups)

    Examples
    --------
    >>> known_cells(np.array([3.0, 0.0]), np.array([True, False])).tolist()
    [[True, False], [False, False]]
    """
    return (classified > 0)[:, None] & covered[None, :]
