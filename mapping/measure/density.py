"""Businesses compared with the people who live there."""

from __future__ import annotations

import numpy as np


def density(n: np.ndarray, population: np.ndarray) -> np.ndarray:
    """Businesses per 1,000 residents: ``1000 * n / population``.

    Parameters
    ----------
    n : ndarray of float
        Businesses; NaN unknown.
    population : ndarray of float, same shape
        Residents; NaN unknown. Zero or less counts as unknown: nobody lives in a warehouse ward,
        and a rate per nobody is no rate.

    Returns
    -------
    ndarray of float
        Businesses per 1,000 residents, 0 or more; NaN where either is unknown.

    Examples
    --------
    >>> density(np.array([12.0, 3.0, 1.0]), np.array([24_000.0, np.nan, 0.0])).tolist()
    [0.5, nan, nan]
    """
    rate = np.full(np.shape(n), np.nan)
    np.divide(1000.0 * n, population, out=rate, where=population > 0)
    return rate
