"""From natural units to 0-1."""

from __future__ import annotations

import numpy as np

from mapping.errors import SettingsError


def scale_goalposts(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Place values between two fixed goalposts: ``clip((v - low) / (high - low), 0, 1)``.

    The goalposts are chosen beforehand, not taken from the data, so that adding or removing a
    kelurahan never moves another one. ``low > high`` flips the direction: less is better.

    Parameters
    ----------
    values : ndarray of float
        Any shape, the unit of the goalposts.
    low, high : float
        The values that become 0 and 1.

    Returns
    -------
    ndarray of float
        0-1, same shape; NaN stays NaN.

    Raises
    ------
    SettingsError
        The goalposts are equal or not numbers.

    Examples
    --------
    >>> scale_goalposts(np.array([0.0, 1.0, 9.0, np.nan]), 0.5, 2.5).tolist()
    [0.0, 0.25, 1.0, nan]
    >>> scale_goalposts(np.array([10.0, 40.0]), 50, 0).tolist()
    [0.8, 0.2...]
    """
    if not (np.isfinite(low) and np.isfinite(high)) or low == high:
        raise SettingsError(
            f"Batas bawah dan batas atas kriteria harus dua angka yang berbeda; yang diberikan {low} dan {high}."
        )
    return np.clip((np.asarray(values, dtype=float) - low) / (high - low), 0.0, 1.0)
