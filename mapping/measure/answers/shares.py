"""Shares of businesses that answer yes, drawn towards the region's where few answered."""

from __future__ import annotations

import numpy as np

from mapping.measure.specialisation import ALPHA_CAP, ALPHA_FLOOR
from mapping.measure.weighting import kish_rate


def share_strength(yes: np.ndarray, answers: np.ndarray, share: float) -> float:
    """Strength ``m`` of the prior Beta(m p, m (1 - p)) on the true shares, estimated by moments over kelurahan.

    Under ``y_k ~ Binomial(n_k, p_k)``, ``p_k ~ Beta(m p, m (1 - p))`` the variance of ``y_k`` is that of chance times
    ``1 + (n_k - 1) r`` with ``r = 1 / (m + 1)``, so
    ``r = (sum_k (y_k - n_k p)^2 / (n_k p (1 - p)) - K) / sum_k (n_k - 1)``,
    with ``m`` kept between ``ALPHA_FLOOR`` and ``ALPHA_CAP`` as for the location quotient.

    Parameters
    ----------
    yes, answers : ndarray of float, shape (kelurahan,)
        How many said yes, and how many answered; kelurahan without an answer are left out.
    share : float
        ``p``, the region's share.

    Returns
    -------
    float
        2 (kelurahan differ much: trust the answers) to 50 (they differ no more than by chance, or nothing is known).

    References
    ----------
    Kleinman, J. C. (1973). Proportions with extraneous variance: single and independent samples. JASA 68(341).

    Examples
    --------
    >>> share_strength(np.array([8.0, 2.0, 5.0]), np.array([10.0, 10.0, 10.0]), 0.5)
    5.42...
    >>> share_strength(np.array([5.0, 5.0]), np.array([10.0, 10.0]), 0.5)
    50.0
    """
    some = answers > 0
    y, n = yes[some], answers[some]
    spread = share * (1.0 - share)
    room = float((n - 1.0).sum())
    if not len(n) or spread <= 0 or room <= 0:
        return ALPHA_CAP
    excess = float(((y - n * share) ** 2 / (n * spread)).sum()) - len(n)
    if excess <= 0:
        return ALPHA_CAP
    return float(np.clip(room / excess - 1.0, ALPHA_FLOOR, ALPHA_CAP))


def shrunk_share(
    cell: np.ndarray, size: int, groups: int, says: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Share of yes in each cell, drawn towards the region's share of its sector the more, the fewer answered.

    ``share = (y + m p) / (n + m)``: the mean of the posterior Beta(share * strength, (1 - share) * strength) with
    ``strength = n + m``. ``n`` are the effective answers (Kish), ``y = n`` times their weighted share of yes, ``p`` the
    weighted share of yes in the sector over the region, ``m`` from :func:`share_strength`.

    Does not see: those who did not answer (taken to be like those who did), and that a question was put differently.

    Parameters
    ----------
    cell : ndarray of int, shape (businesses,)
        ``kelurahan position * groups + sector position``; ``-1`` is left out.
    size, groups : int
        Number of cells, a multiple of the number of sectors ``groups``.
    says : ndarray of float, shape (businesses,)
        1 yes, 0 no, NaN no answer.
    weights : ndarray of float, shape (businesses,)
        How many businesses each row stands for.

    Returns
    -------
    share, answers, strength : ndarray of float, shape (size,)
        ``share`` 0-1; ``answers`` rows that answered (0 where none); ``strength`` above 2. ``share`` and ``strength``
        are NaN in a cell without an answer. Where the whole region says no (or yes), the share is 0 (or 1) and nothing
        in the data tells how firm that is.

    References
    ----------
    Skellam, J. G. (1948). A probability distribution derived from the binomial distribution by regarding the
    probability of success as variable between the sets of trials. JRSS B 10(2).

    Examples
    --------
    Four of four here, one of six there: the region has 5 of 10.

    >>> cell = np.repeat([0, 1], [4, 6])
    >>> says = np.array([1.0, 1, 1, 1, 1, 0, 0, 0, 0, 0])
    >>> share, answers, strength = shrunk_share(cell, 2, 1, says, np.ones(10))
    >>> answers.tolist(), bool(0.5 < share[0] < 1), bool(1 / 6 < share[1] < 0.5)
    ([4.0, 6.0], True, True)
    """
    known = (cell >= 0) & ~np.isnan(says)
    where, weight = cell[known], weights[known]
    answers = np.bincount(where, minlength=size).astype(float)
    total, agreed = (np.bincount(where, weights=w, minlength=size) for w in (weight, weight * says[known]))
    rate = kish_rate(where, size, weight)
    effective, yes = total * rate, agreed * rate
    by_sector = total.reshape(-1, groups).sum(axis=0)
    region = np.divide(agreed.reshape(-1, groups).sum(axis=0), by_sector, out=np.zeros(groups), where=by_sector > 0)
    prior = np.array([share_strength(yes[g::groups], effective[g::groups], float(region[g])) for g in range(groups)])
    strength = np.where(answers > 0, effective + np.tile(prior, size // groups), np.nan)
    share = (yes + np.tile(prior * region, size // groups)) / strength
    return share, answers, strength
