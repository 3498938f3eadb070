"""What changed between two counts of the same places, and which part of it is the place's own."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.language import tr

PARTS = ["region_part", "mix_part", "local_part"]


def shift_share(before: np.ndarray, now: np.ndarray) -> dict[str, np.ndarray]:
    """Change of each cell in three parts: the region's growth, the sector's own growth, and the rest.

    With ``E0``, ``E1`` the counts before and now, ``g = sum E1 / sum E0 - 1`` the growth of the whole region and
    ``g_s`` that of sector ``s`` in the whole region::

        region part  N = E0 * g
        mix part     M = E0 * (g_s - g)
        local part   C = E0 * (g_ks - g_s) = E1 - E0 * (1 + g_s)

    The three sum to ``E1 - E0``. A sector that nobody had before has no growth rate: its mix part is 0 and all of its
    change is local. Local parts of a sector sum to 0 over the kelurahan, mix parts to 0 over everything.

    Parameters
    ----------
    before, now : ndarray of float, shape (kelurahan, sectors)
        Counts of the same cells; no NaN: cells that one of the waves did not ask about must be left out before.

    Returns
    -------
    dict of ndarray of float, shape (kelurahan, sectors)
        ``region_part, mix_part, local_part``, in businesses.

    Raises
    ------
    NotComputableError
        There was nothing before, there are fewer than two kelurahan, or a count is unknown.

    References
    ----------
    Dunn, E. S. (1960). A statistical and analytical technique for regional analysis. Papers of the Regional Science
    Association 6. Farhauer, O. & Kröll, A. (2013). Standorttheorien. Springer.

    Examples
    --------
    >>> parts = shift_share(np.array([[90.0, 20], [310, 130]]), np.array([[100.0, 40], [340, 170]]))
    >>> {name: values[0].round(2).tolist() for name, values in parts.items()}
    {'region_part': [16.36, 3.64], 'mix_part': [-7.36, 4.36], 'local_part': [1.0, 12.0]}
    """
    if len(before) < 2:
        raise NotComputableError(
            tr("Perubahan tidak dapat diurai: hanya ada satu kelurahan, jadi tidak ada wilayah pembanding.")
        )
    if np.isnan(before).any() or np.isnan(now).any():
        raise NotComputableError(tr("Perubahan tidak dapat diurai: ada cacah usaha yang belum diketahui."))
    if before.sum() <= 0:
        raise NotComputableError(tr("Perubahan tidak dapat diurai: gelombang pertama tidak mencatat satu usaha pun."))
    grown = now.sum() / before.sum()
    first = before.sum(axis=0)
    sector_grown = np.divide(now.sum(axis=0), first, out=np.full(before.shape[1], grown), where=first > 0)
    return {
        "region_part": before * (grown - 1),
        "mix_part": before * (sector_grown - grown),
        "local_part": now - before * sector_grown,
    }


def dynamic_location_quotient(before: np.ndarray, now: np.ndarray, exponent: float = 1.0) -> np.ndarray:
    """Growth of a sector here against its growth in the region, each relative to the growth of everything.

    ``DLQ = [((1 + g_ks) / (1 + g_k)) / ((1 + G_s) / (1 + G))] ^ t`` with ``g`` the growth in the kelurahan and ``G``
    in the region, over the whole period. ``t = 1`` takes that growth as it is, which is the same as yearly growth to
    the power of the years between.

    Parameters
    ----------
    before, now : ndarray of float, shape (kelurahan, sectors)
        As in :func:`shift_share`.
    exponent : float
        The time exponent ``t``.

    Returns
    -------
    ndarray of float, shape (kelurahan, sectors)
        0 or more; above 1 the sector gains weight here faster than in the region. NaN where a growth rate does not
        exist: none of the sector here before, nothing at all here before or now, or the sector gone from the region.

    References
    ----------
    Kuncoro, M. (2012). Perencanaan Daerah. Salemba Empat (this form of the dynamic quotient).

    Examples
    --------
    >>> dynamic_location_quotient(np.array([[10.0, 10], [10, 10]]), np.array([[20.0, 10], [10, 20]])).round(3).tolist()
    [[1.333, 0.667], [0.667, 1.333]]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        here = (now / before) / (now.sum(axis=1) / before.sum(axis=1))[:, None]
        region = (now.sum(axis=0) / before.sum(axis=0)) / (now.sum() / before.sum())
        quotient = (here / region) ** exponent
    return np.where(np.isfinite(quotient), quotient, np.nan)


def survival(existed: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Businesses of the later wave that had started by the earlier one, over those that the earlier one counted.

    A share of survivors cannot exceed 1. Above 1 it is no survival: more businesses say that they existed than were
    counted, because the first count missed some, or because businesses moved in. Such a value is kept, since it shows
    how complete the first count was, and the screens call it so.

    Parameters
    ----------
    existed : ndarray of float
        Of the later wave; NaN where too few said when they started.
    before : ndarray of float, same shape
        Counted by the earlier wave.

    Returns
    -------
    ndarray of float
        NaN where nothing was counted before, or ``existed`` is.

    Examples
    --------
    >>> survival(np.array([8.0, 12.0, 0.0, np.nan]), np.array([10.0, 10.0, 0.0, 5.0])).tolist()
    [0.8, 1.2, nan, nan]
    """
    return np.divide(existed, before, out=np.full(before.shape, np.nan), where=before > 0)


def firm_change(before: np.ndarray, now: np.ndarray, false_share: float) -> np.ndarray:
    """Where the local part is more than chance: the kelurahan surely grew faster or slower than the sector.

    Given both counts together, the later one is binomial with the share that the sector has in the region; two-sided,
    and of the cells called firm at most ``false_share`` are expected to be chance (Benjamini-Hochberg). Most businesses
    are in both waves, so counts vary less than that, and the test errs on the side of silence.

    Parameters
    ----------
    before, now : ndarray of float, shape (kelurahan, sectors)
        Rows of the survey, unweighted: the evidence.

    Returns
    -------
    ndarray of bool, shape (kelurahan, sectors)

    Examples
    --------
    >>> firm_change(np.array([[40.0], [40.0], [40.0]]), np.array([[5.0], [60.0], [55.0]]), 0.1).ravel().tolist()
    [True, True, False]
    """
    from scipy.stats import binom, false_discovery_control

    both = before + now
    total = both.sum(axis=0)
    share = np.divide(now.sum(axis=0), total, out=np.full(len(total), 0.5), where=total > 0)
    tail = np.minimum(binom.cdf(now, both, share), binom.sf(now - 1, both, share))
    chance = np.minimum(2 * tail, 1.0)
    asked = (both > 0) & (share > 0) & (share < 1)
    firm = np.zeros(both.shape, dtype=bool)
    if asked.any():
        firm[asked] = false_discovery_control(chance[asked]) <= false_share
    return firm


def cross_count(rows: pd.DataFrame, values: np.ndarray, kelurahan: pd.Index, sectors: tuple[str, ...]) -> np.ndarray:
    """Sum of ``values`` over the businesses of each kelurahan and sector; others are left out.

    Examples
    --------
    >>> rows = pd.DataFrame({"kelurahan_code": ["a", "a", "x"], "sector": ["food", "food", "food"]})
    >>> cross_count(rows, np.array([1.0, 2.0, 4.0]), pd.Index(["a", "b"]), ("food", "crafts")).tolist()
    [[3.0, 0.0], [0.0, 0.0]]
    """
    place = kelurahan.get_indexer(rows["kelurahan_code"])
    sector = pd.Index(sectors).get_indexer(rows["sector"])
    inside = (place >= 0) & (sector >= 0)
    shape = len(kelurahan), len(sectors)
    cell = place[inside] * shape[1] + sector[inside]
    return np.bincount(cell, weights=values[inside], minlength=shape[0] * shape[1]).reshape(shape)
