"""What is not known about a line, drawn once per line so that every kelurahan meets the same luck."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

PRIOR_STRENGTH = 2.0
"""Interviews that the Gamma posterior of a count starts with: the floor of the shrunk quotient."""


@dataclass(frozen=True)
class Luck:
    """Common random numbers of one line, each of shape (draws,), each evenly spread over its range.

    Parameters
    ----------
    join, through, price, margin, capital : ndarray
        Where in its range (0 low, 1 high) each assumption lies.
    sample : ndarray
        Standard normal: whether the survey met more or fewer members than there are.
    rivals : ndarray
        Standard normal: the same for those who sell the same.
    """

    join: np.ndarray
    through: np.ndarray
    price: np.ndarray
    margin: np.ndarray
    capital: np.ndarray
    sample: np.ndarray
    rivals: np.ndarray


def draw_luck(line_id: str, draws: int, seed: int) -> Luck:
    """The luck of a line: it depends on the line's own name and the seed, never on which other lines there are.

    Each range is cut into ``draws`` strata with one draw in the middle of each (a Latin hypercube): medians of 400
    draws are then as near as those of some thousand independent ones.

    Examples
    --------
    >>> luck = draw_luck("B13", 400, 1)
    >>> round(float(luck.join.mean()), 6), bool((draw_luck("B13", 400, 1).price == luck.price).all())
    (0.5, True)
    """
    from scipy.special import ndtri

    random = np.random.default_rng([seed, zlib.crc32(line_id.encode())])
    ranks = np.stack([random.permutation(draws) for _ in range(7)])
    even = (ranks + 0.5) / draws
    return Luck(*even[:5], *ndtri(even[5:]))


def between(low: float, high: float, share: np.ndarray) -> np.ndarray:
    """The value at a share (0-1) of a range; NaN where an end is unknown."""
    return low + (max(low, high) - low) * share


def gamma_factor(counted: np.ndarray, strength: float, normal: np.ndarray) -> np.ndarray:
    """Draws of ``Gamma(k) / k`` with ``k = counted + strength``: how far the true number may lie from the counted one.

    Wilson and Hilferty's cube of a normal, ``(1 - 1 / 9k + z / 3 sqrt(k))^3``: within 1% of the exact quantile between
    10% and 90% for ``k`` of 2 or more, and, unlike independent Gamma draws, ``k`` times it rises with ``k`` in every
    draw, so that another member can never lower a total.

    Parameters
    ----------
    counted : ndarray, shape (rows,)
        Equal interviews behind the count, zero or more.
    strength : float
        Interviews that the posterior starts with.
    normal : ndarray, shape (draws,)
        Standard normal draws.

    Returns
    -------
    ndarray, shape (rows, draws)
        Zero or more, mean about 1.

    References
    ----------
    Wilson, E. B. and Hilferty, M. M. (1931). The distribution of chi-square. PNAS 17, 684-688.

    Examples
    --------
    >>> gamma_factor(np.array([98.0]), 2.0, np.array([-1.28155, 0.0, 1.28155])).round(3).tolist()
    [[0.874, 0.997, 1.13]]
    """
    size = (counted + strength)[:, None]
    root = np.maximum(1 - 1 / (9 * size) + normal / (3 * np.sqrt(size)), 0.0)
    return root * root * root
