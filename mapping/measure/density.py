"""Businesses compared with the people who live there and with the land they share."""

from __future__ import annotations

import numpy as np


def density(n: np.ndarray, population: np.ndarray) -> np.ndarray:
    """Businesses per 1,000 residents: ``1000 * n / population``.

    Does not see: people who come by day to work, study or shop, and residents who are counted elsewhere.

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


def density_km2(n: np.ndarray, area_km2: np.ndarray) -> np.ndarray:
    """Businesses per square kilometre of the kelurahan: ``n / area``.

    Does not see: how much of the area is water, forest or rice field, and whether the businesses stand in one street.

    Parameters
    ----------
    n : ndarray of float
        Businesses; NaN unknown.
    area_km2 : ndarray of float, same shape
        Area of the outline; NaN, zero or less is unknown.

    Returns
    -------
    ndarray of float
        0 or more; NaN where either is unknown.

    Examples
    --------
    >>> density_km2(np.array([12.0, 3.0]), np.array([1.5, 0.0])).tolist()
    [8.0, nan]
    """
    rate = np.full(np.shape(n), np.nan)
    np.divide(n, area_km2, out=rate, where=area_km2 > 0)
    return rate
