"""How much each criterion counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import SettingsError
from mapping.knowledge.catalog import read_criteria
from mapping.language import tr


def default_weights() -> pd.Series:
    """Weights of the catalogue, criterion -> weight (they sum to 100) [planning assumption].

    Examples
    --------
    >>> float(default_weights()["lq"])
    25.0
    """
    return pd.Series({name: float(c["weight"]) for name, c in read_criteria()["criteria"].items()}, name="weight")


def normalise_weights(weights: Mapping[str, float] | pd.Series, names: Iterable[str] | None = None) -> pd.Series:
    """Weights divided by their sum; only their ratios mean anything.

    Parameters
    ----------
    weights : mapping or Series, criterion -> weight
        Zero or more each. A criterion left out has weight 0.
    names : iterable of str, optional
        The criteria there are; by default those of the catalogue. The result follows this order.

    Returns
    -------
    Series of float, index ``names``
        0-1, sums to 1.

    Raises
    ------
    SettingsError
        A weight is negative or no number, all are zero, or a criterion is not known.

    Examples
    --------
    >>> normalise_weights({"lq": 3, "workers": 1}, ["lq", "spend_idr_month", "workers"]).tolist()
    [0.75, 0.0, 0.25]
    >>> normalise_weights({"lq": -1})
    Traceback (most recent call last):
    mapping.errors.SettingsError: Bobot kriteria "lq" harus angka nol atau lebih; yang diberikan -1.
    """
    order = list(read_criteria()["criteria"] if names is None else names)
    given: dict[str, Any] = dict(weights)
    for name, value in given.items():
        if name not in order:
            raise SettingsError(
                tr('Kriteria "{name}" tidak dikenal. Yang ada: {order}.', name=name, order=", ".join(order))
            )
        if not _is_weight(value):
            raise SettingsError(
                tr(
                    'Bobot kriteria "{name}" harus angka nol atau lebih; yang diberikan {value}.',
                    name=name,
                    value=value,
                )
            )
    chosen = pd.Series([float(given.get(name, 0.0)) for name in order], index=order, name="weight")
    with np.errstate(over="ignore"):
        total = chosen.sum()
    if not 0 < total < np.inf:
        raise SettingsError(
            tr("Semua bobot nol atau terlalu besar: paling sedikit satu kriteria harus berbobot wajar.")
        )
    return chosen / total


def _is_weight(value: Any) -> bool:
    try:
        return 0 <= float(value) < np.inf
    except (TypeError, ValueError):
        return False


def share_weights(weights: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share the weight of unknown criteria among the known ones, row by row.

    Parameters
    ----------
    weights : ndarray of float, shape (criteria,)
        Sum to 1.
    known : ndarray of bool, shape (rows, criteria)

    Returns
    -------
    shared : ndarray of float, shape (rows, criteria)
        0 for unknown criteria; each row sums to 1, or to 0 where nothing with weight is known.
    known_weight : ndarray of float, shape (rows,)
        0-1, the share of weight that is backed by data.

    Examples
    --------
    >>> shared, known_weight = share_weights(np.array([0.5, 0.25, 0.25]), np.array([[True, False, False]]))
    >>> shared.tolist(), known_weight.tolist()
    ([[1.0, 0.0, 0.0]], [0.5])
    """
    kept = np.where(known, weights, 0.0)
    known_weight = kept.sum(axis=1)
    shared = np.zeros_like(kept)
    np.divide(kept, known_weight[:, None], out=shared, where=known_weight[:, None] > 0)
    return shared, known_weight
