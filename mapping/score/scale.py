"""From natural units to 0-1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mapping.errors import NotComputableError, SettingsError
from mapping.language import tr

SCALINGS = ("goalposts", "minmax", "ranks")


def scale(values: np.ndarray, criterion: Mapping[str, Any], scaling: str = "goalposts") -> np.ndarray:
    """One criterion from natural units to 0-1, by any of the three scalings.

    Parameters
    ----------
    values : ndarray of float, shape (..., kelurahan)
        One criterion of the kelurahan of one sector, in the unit of its goalposts; leading axes are draws.
    criterion : mapping
        ``low`` and ``high``, the values that become 0 and 1: ``low > high`` says that less is better, in all scalings.
        ``label`` for messages.
    scaling : str
        One of ``SCALINGS``.

    Returns
    -------
    ndarray of float, same shape
        0-1; NaN stays NaN.

    Raises
    ------
    SettingsError
        The goalposts are equal or no numbers, or the scaling is not known.
    NotComputableError
        Under ``"minmax"`` or ``"ranks"``: nothing is known, one kelurahan only, or (minmax) all are equal.

    Examples
    --------
    >>> post = {"label": "Kekhasan", "low": 0.5, "high": 2.5}
    >>> [scale(np.array([1.0, 2.0, 5.0, np.nan]), post, way).round(2).tolist() for way in SCALINGS]
    [[0.25, 0.75, 1.0, nan], [0.0, 0.25, 1.0, nan], [0.0, 0.5, 1.0, nan]]
    """
    low, high = criterion["low"], criterion["high"]
    if scaling == "goalposts":
        return scale_goalposts(values, low, high)
    check_goalposts(low, high)
    label = str(criterion.get("label", ""))
    if scaling == "minmax":
        scaled = scale_minmax(values, label)
    elif scaling == "ranks":
        scaled = scale_ranks(values, label)
    else:
        raise SettingsError(
            tr(
                'Penskalaan "{scaling}" tidak dikenal. Yang ada: {scalings}.',
                scaling=scaling,
                scalings=", ".join(SCALINGS),
            )
        )
    return 1.0 - scaled if low > high else scaled


def check_goalposts(low: float, high: float) -> None:
    """Refuse goalposts between which nothing can be placed.

    Raises
    ------
    SettingsError
        They are equal or no numbers.

    Examples
    --------
    >>> check_goalposts(3, 3)
    Traceback (most recent call last):
    mapping.errors.SettingsError: Batas bawah dan batas atas kriteria harus dua angka yang berbeda; yang \
diberikan 3 dan 3.
    """
    if not (np.isfinite(low) and np.isfinite(high)) or low == high:
        raise SettingsError(
            tr(
                "Batas bawah dan batas atas kriteria harus dua angka yang berbeda; yang diberikan {low} dan {high}.",
                low=low,
                high=high,
            )
        )


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
    check_goalposts(low, high)
    return np.clip((np.asarray(values, dtype=float) - low) / (high - low), 0.0, 1.0)


def scale_minmax(values: np.ndarray, label: str = "") -> np.ndarray:
    """Place values between the least and the greatest of the data: ``(v - min) / (max - min)``.

    A further kelurahan beyond the extremes moves all others, and may turn the order of two scores.

    Parameters
    ----------
    values : ndarray of float, shape (..., kelurahan)
        Leading axes are draws, each with extremes of its own.
    label : str
        What the criterion is called, for the message.

    Returns
    -------
    ndarray of float, same shape
        0-1; NaN stays NaN.

    Raises
    ------
    NotComputableError
        Nothing is known, one kelurahan only, or all are equal.

    Examples
    --------
    >>> scale_minmax(np.array([10.0, 20.0, 40.0, np.nan])).round(3).tolist()
    [0.0, 0.333, 1.0, nan]
    >>> scale_minmax(np.array([7.0, 7.0, np.nan]), "Tenaga kerja")
    Traceback (most recent call last):
    mapping.errors.NotComputableError: Kriteria "Tenaga kerja" bernilai sama di semua kelurahan, jadi tidak bisa \
diskalakan menurut nilai terkecil dan terbesar. Pilih batas tetap, atau beri kriteria ini bobot 0.
    """
    values = np.asarray(values, dtype=float)
    _check_known(values, label)
    low = np.nanmin(values, axis=-1, keepdims=True)
    width = np.nanmax(values, axis=-1, keepdims=True) - low
    if (width == 0).any():
        raise NotComputableError(
            tr(
                "{label} bernilai sama di semua kelurahan, jadi tidak bisa diskalakan menurut nilai "
                "terkecil dan terbesar. Pilih batas tetap, atau beri kriteria ini bobot 0.",
                label=_name(label),
            )
        )
    return (values - low) / width


def scale_ranks(values: np.ndarray, label: str = "") -> np.ndarray:
    """Place values by their order alone: ``(rank - 1) / (known - 1)``, equals share the mean of their ranks.

    How far apart two kelurahan are is lost, and a further kelurahan moves all others.

    Parameters
    ----------
    values : ndarray of float, shape (..., kelurahan)
        Leading axes are draws, each with an order of its own.
    label : str
        What the criterion is called, for the message.

    Returns
    -------
    ndarray of float, same shape
        0-1, all 0.5 where all are equal; NaN stays NaN.

    Raises
    ------
    NotComputableError
        Nothing is known, or one kelurahan only.

    Examples
    --------
    >>> scale_ranks(np.array([10.0, 900.0, 10.0, np.nan])).tolist()
    [0.25, 1.0, 0.25, nan]
    """
    import pandas as pd

    values = np.asarray(values, dtype=float)
    _check_known(values, label)
    flat = pd.DataFrame(values.reshape(-1, values.shape[-1]).T)
    scaled = (flat.rank().to_numpy() - 1.0) / (flat.count().to_numpy() - 1.0)
    return scaled.T.reshape(values.shape)


def _check_known(values: np.ndarray, label: str) -> None:
    """Refuse what has no least and greatest, or no order."""
    known = (~np.isnan(values)).sum(axis=-1)
    if (known == 0).any():
        raise NotComputableError(
            tr(
                "{label} tidak punya satu pun data. Lengkapi datanya, atau beri kriteria ini bobot 0.",
                label=_name(label),
            )
        )
    if (known == 1).any():
        raise NotComputableError(
            tr(
                "{label} hanya diketahui di satu kelurahan, jadi tidak ada pembandingnya. Pilih batas tetap.",
                label=_name(label),
            )
        )


def _name(label: str) -> str:
    return tr('Kriteria "{label}"', label=label) if label else tr("Kriteria ini")
