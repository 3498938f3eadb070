"""Whether the order of two kelurahan turns when a third leaves the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mapping.errors import NotComputableError
from mapping.score.firm.weighing import score_values

SINGLES, SUBSETS, SUBSET_SHARE = 200, 50, 0.2
"""At most so many kelurahan leave one at a time; so many times a fifth of them leaves together."""
PAIRS = 50_000
"""Pairs compared at most, drawn at random where there are more."""
EQUAL = 1e-9


def rank_reversal(
    values: np.ndarray, weights: np.ndarray, criteria: Mapping[str, Any], rng: np.random.Generator
) -> dict[str, float]:
    """Take kelurahan out, score the rest anew, and count the pairs whose order turned.

    Under goalposts a score depends on nothing but its own row, so nothing may turn. Under min-max and ranks a kelurahan
    that leaves moves the others' scaled values, and the better of two may become the worse.

    Parameters
    ----------
    values : ndarray of float, shape (kelurahan, criteria)
        Natural units, NaN unknown; only kelurahan of one sector that get a score.
    weights : ndarray of float, shape (criteria,)
        Sum to 1.
    rng : Generator
        Draws subsets and pairs.

    Returns
    -------
    dict of str to float
        ``removed`` (how often kelurahan were taken out), ``pairs`` (compared, over all), ``turned`` (their order did:
        the better became the worse; equals are no order), ``share`` (turned / pairs, 0-1; NaN where fewer than three
        kelurahan leave nothing to compare).

    References
    ----------
    Belton, V. & Gear, T. (1983). On a short-coming of Saaty's method of analytic hierarchies. Omega 11(3).

    Examples
    --------
    >>> posts = {"criteria": {"lq": {"low": 0, "high": 1}, "workers": {"low": 0, "high": 1}}, "scaling": "minmax"}
    >>> values = np.array([[0.0, 0.5], [0.4, 0.0], [1.0, 0.2]])
    >>> answer = rank_reversal(values, np.array([0.6, 0.4]), posts, np.random.default_rng(1))
    >>> (answer["pairs"], answer["turned"])
    (3.0, 1.0)
    """
    size = len(values)
    before = score_values(values, weights, criteria)
    first, second = _pairs(size, rng)
    order = _order(before[first] - before[second])
    removed = pairs = turned = 0
    for gone in _removals(size, rng):
        stay = np.ones(size, dtype=bool)
        stay[gone] = False
        try:
            after = np.full(size, np.nan)
            after[stay] = score_values(values[stay], weights, criteria)
        except NotComputableError:
            continue  # what stays is equal in a criterion: min-max has nothing to say of this subset
        both = stay[first] & stay[second]
        removed, pairs = removed + 1, pairs + int(both.sum())
        turned += int((order[both] * _order(after[first[both]] - after[second[both]]) < 0).sum())
    share = turned / pairs if pairs else np.nan
    return {"removed": float(removed), "pairs": float(pairs), "turned": float(turned), "share": share}


def _order(difference: np.ndarray) -> np.ndarray:
    return np.where(np.abs(difference) <= EQUAL, 0.0, np.sign(difference))


def _pairs(size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """All pairs, or as many as are allowed at random."""
    if size * (size - 1) // 2 <= PAIRS:
        first, second = np.triu_indices(size, 1)
        return first, second
    first = rng.integers(size, size=PAIRS)
    return first, (first + rng.integers(1, size, size=PAIRS)) % size


def _removals(size: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Each kelurahan by itself, then random subsets where there are enough."""
    singles = np.arange(size) if size <= SINGLES else rng.choice(size, SINGLES, replace=False)
    many = int(size * SUBSET_SHARE)
    subsets = [rng.choice(size, many, replace=False) for _ in range(SUBSETS)] if many > 1 else []
    return [*singles[:, None], *subsets]
