"""Scores of one sector from scaled criteria and weights, for many draws at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import SettingsError
from mapping.language import tr
from mapping.score.criteria import GEOMETRIC_FLOOR, criterion_values, scaled_values, scored_cells
from mapping.score.weigh.weights import share_weights
from mapping.settings import ScoringSetup

WEIGHTS = 1_000
"""Random stream of the weights; those of the sectors are their positions."""


def score_values(values: np.ndarray, weights: np.ndarray, criteria: Mapping[str, Any]) -> np.ndarray:
    """Scores of the kelurahan of one sector, as :func:`mapping.score.composite.score_sectors` gives them.

    Parameters
    ----------
    values : ndarray of float, shape (kelurahan, criteria)
        Natural units, NaN unknown; only kelurahan that get a score.
    weights : ndarray of float, shape (criteria,) or (sets, criteria)
        Each set sums to 1.

    Returns
    -------
    ndarray of float, shape (kelurahan,) or (sets, kelurahan)
        0-100.

    Examples
    --------
    >>> posts = {"criteria": {"lq": {"low": 0.5, "high": 2.5}, "workers": {"low": 0, "high": 120}}}
    >>> score_values(np.array([[1.5, 120.0], [2.5, np.nan]]), np.array([0.75, 0.25]), posts).tolist()
    [62.5, 100.0]
    """
    held = weighable(scaled_values(values, criteria), criteria).T[None]
    scores = weigh(held, np.atleast_2d(weights), ~np.isnan(values.T), criteria)
    return scores[0] if weights.ndim == 1 else scores


def given_cells(rows: pd.DataFrame, criteria: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which kelurahan of one sector get a score, their values, and the weights.

    Returns
    -------
    given : ndarray of bool, shape (rows,)
    values : ndarray of float, shape (given, criteria)
        Natural units, NaN unknown.
    weights : ndarray of float, shape (criteria,)
    """
    values = criterion_values(rows, criteria)
    weights = np.array([criterion["weight"] for criterion in criteria["criteria"].values()])
    given = scored_cells(rows, share_weights(weights, ~np.isnan(values))[1], criteria)
    return given, values[given], weights


def weighable(scaled: np.ndarray, criteria: Mapping[str, Any]) -> np.ndarray:
    """Scaled values as the weights meet them: 0 for what is unknown, logarithms under geometric aggregation.

    The array may be changed.

    Examples
    --------
    >>> weighable(np.array([0.5, np.nan]), {"aggregation": "geometric"}).round(3).tolist()
    [-0.693, 0.0]
    """
    if criteria.get("aggregation", "arithmetic") == "geometric":
        scaled = np.log(np.maximum(scaled, GEOMETRIC_FLOOR))
    np.copyto(scaled, 0.0, where=np.isnan(scaled))
    return scaled


def weigh(scaled: np.ndarray, weights: np.ndarray, known: np.ndarray, criteria: Mapping[str, Any]) -> np.ndarray:
    """Scores in many draws.

    Parameters
    ----------
    scaled : ndarray of float, shape (draws or 1, criteria, kelurahan)
        See :func:`weighable`.
    weights : ndarray of float, shape (draws or 1, criteria)
        Each row sums to 1.
    known : ndarray of bool, shape (criteria, kelurahan)
        The weight of unknown criteria is shared among the known ones in proportion.

    Returns
    -------
    ndarray of float, shape (draws, kelurahan)
        0-100.

    Examples
    --------
    >>> scaled, weights = np.array([[[0.5, 1.0], [1.0, 0.0]]]), np.array([[0.75, 0.25], [0.0, 1.0]])
    >>> weigh(scaled, weights, np.array([[True, True], [True, False]]), {}).tolist()
    [[62.5, 100.0], [100.0, 0.0]]
    """
    # A product of matrices where the values are the same in all draws; else no BLAS, whose threads fight with ours.
    score = weights @ scaled[0] if len(scaled) == 1 else np.einsum("dc,dck->dk", weights, scaled)
    if not known.all():
        total = weights @ known.astype(float)
        score = np.divide(score, total, out=np.zeros_like(score), where=total > 0)
    if criteria.get("aggregation", "arithmetic") == "geometric":
        np.exp(score, out=score)
    score *= 100.0
    return score


def draw_weights(criteria: Mapping[str, Any], setup: ScoringSetup, count: int, seed: int) -> np.ndarray:
    """Weights around the chosen ones, ``Dirichlet(concentration * w)``: their mean is ``w``, they sum to 1.

    Parameters
    ----------
    criteria : mapping
        As :func:`mapping.score.weigh.setup.criteria_in_force` gives it.
    setup : ScoringSetup
        ``weight_concentration``, above 0; the larger, the closer to the chosen weights: a weight ``w`` varies by
        ``sqrt(w (1 - w) / (concentration + 1))`` (one standard deviation).

    Returns
    -------
    ndarray of float, shape (count, criteria)
        The same draws for all sectors: the preference is one.

    Raises
    ------
    SettingsError
        The concentration is no number above 0.

    References
    ----------
    Lahdelma, R., Hokkanen, J. & Salminen, P. (1998). SMAA: stochastic multiobjective acceptability analysis.
    European Journal of Operational Research 106(1).

    Examples
    --------
    >>> posts = {"criteria": {"lq": {"weight": 0.75}, "workers": {"weight": 0.25}}}
    >>> draw_weights(posts, ScoringSetup(), 10_000, 1).mean(axis=0).round(2).tolist()
    [0.75, 0.25]
    """
    concentration = setup.weight_concentration
    if not 0 < concentration < np.inf:
        raise SettingsError(
            tr(
                "Kerapatan undian bobot harus angka di atas nol; yang diberikan {concentration}.",
                concentration=concentration,
            )
        )
    chosen = np.array([criterion["weight"] for criterion in criteria["criteria"].values()])
    return np.random.default_rng([seed, WEIGHTS]).dirichlet(concentration * chosen, count)
