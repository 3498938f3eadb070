"""Neighbouring kelurahan that buy the same thing, put together until it pays to buy it at one counter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mapping.advise.together.reach import Reach

NOBODY = -1


@dataclass(frozen=True)
class Buyers:
    """One entry for each kelurahan and input that occur together, ordered by kelurahan, then by input.

    Parameters
    ----------
    place, kind : ndarray of int, shape (n,)
        Position of the kelurahan and of the input; every pair at most once.
    spend : ndarray of float, shape (n,)
        Rupiah a month; NaN unknown.
    members : ndarray of float, shape (n,)
        Businesses.
    joins : ndarray of bool, shape (n,)
        Whether the input is one to buy together at all.
    """

    place: np.ndarray
    kind: np.ndarray
    spend: np.ndarray
    members: np.ndarray
    joins: np.ndarray

    def enough(self, least_spend: float, least_members: float) -> np.ndarray:
        """Which of them pass the threshold alone; bool. Unknown spend passes none."""
        return self.joins & (self.spend >= least_spend) & (self.members >= least_members)


def assign_leads(buyers: Buyers, reach: Reach, least_spend: float, least_members: float) -> np.ndarray:
    """Who buys with whom: for each buyer the position of its group's lead.

    1. Who passes the threshold alone leads; every other buyer of that input joins the nearest lead that it can reach.
    2. Of those left over, the one with the largest spend in reach (its own included) leads all that it can reach, if
       together they pass; and so on with those still left.

    Groups of an input have no kelurahan in common, and every member can reach its lead. More spend of a buyer never
    leaves it without a group that it had. Not all groupings are tried: another could bring one more kelurahan in.

    Parameters
    ----------
    buyers : Buyers
    reach : Reach
    least_spend, least_members : float
        The threshold.

    Returns
    -------
    ndarray of int, shape (n,)
        ``NOBODY`` where no group is large enough.

    Notes
    -----
    All inputs at once, whole columns. Buyers whose pools have no member in common do not wait for each other, so that
    step 2 takes a few rounds, each linear in the pairs in reach.

    Examples
    --------
    Three in a row that reach their neighbour; together they spend 21 million:

    >>> import pandas as pd
    >>> from mapping.measure.space.neighbours import Neighbours
    >>> row = Neighbours.of_pairs(pd.Index(list("abc")), np.array([0, 1]), np.array([1, 2]))
    >>> spend, members = np.array([9e6, 6e6, 6e6]), np.array([4.0, 3, 3])
    >>> three = Buyers(np.arange(3), np.zeros(3, int), spend, members, np.ones(3, bool))
    >>> assign_leads(three, Reach(row, np.ones(4)), 20e6, 8).tolist()
    [1, 1, 1]
    """
    one, other, km = pairs_in_reach(buyers, reach)
    alone = buyers.enough(least_spend, least_members)
    lead = np.where(alone, np.arange(len(alone)), NOBODY)
    follows = alone[other] & ~alone[one]
    one_f, other_f = one[follows], other[follows]
    order = np.lexsort((other_f, -buyers.spend[other_f], km[follows], one_f))
    first = order[np.diff(one_f[order], prepend=-1) > 0]
    lead[one_f[first]] = other_f[first]
    free = buyers.joins & (lead == NOBODY)
    while free.any():
        inside = free[one] & free[other]
        one, other = one[inside], other[inside]
        picked = _pick(buyers, free, one, other, (least_spend, least_members))
        if not picked.any():
            break
        lead[picked] = np.flatnonzero(picked)
        taken = picked[other]
        lead[one[taken]] = other[taken]
        free &= lead == NOBODY
    return lead


def pairs_in_reach(buyers: Buyers, reach: Reach) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every two buyers of one input whose kelurahan reach each other, both ways, and how far that is."""
    kinds = int(buyers.kind.max(initial=0)) + 1
    key = buyers.place.astype(np.int64) * kinds + buyers.kind
    joins = np.flatnonzero(buyers.joins)
    start, counts = reach.around.start[buyers.place[joins]], reach.around.counts[buyers.place[joins]]
    entry = np.arange(counts.sum()) + np.repeat(start - np.cumsum(counts) + counts, counts)
    one = np.repeat(joins, counts)
    wanted = reach.around.neighbour[entry] * kinds + buyers.kind[one]
    found = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
    there = key[found] == wanted if len(key) else np.zeros(0, dtype=bool)
    return one[there], found[there], reach.km[entry[there]]


def _pick(
    buyers: Buyers, free: np.ndarray, one: np.ndarray, other: np.ndarray, least: tuple[float, float]
) -> np.ndarray:
    """The leads of one round: those whose pool passes and is the largest of all pools that share a member with it."""
    n = len(free)

    def pooled(values: np.ndarray) -> np.ndarray:
        return np.where(free, values, 0.0) + np.bincount(one, weights=values[other], minlength=n)

    # Whole rupiah, so that the order of adding up decides nothing.
    spend = np.rint(pooled(np.nan_to_num(buyers.spend)))
    known = pooled((~np.isnan(buyers.spend)).astype(float)) > 0
    members = pooled(buyers.members)
    passes = free & known & (spend >= least[0]) & (members >= least[1])
    own = np.nan_to_num(buyers.spend)
    order = np.lexsort((-np.arange(n), buyers.members, own, members, spend))
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    place[~passes] = -1
    largest = place
    for _ in range(2):
        around = largest.copy()
        np.maximum.at(around, one, largest[other])
        largest = around
    return passes & (largest == place)
