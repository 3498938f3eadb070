"""Group AHP: the pairwise answers of many papers as one set of weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.advise.decide.ballot import read_decide_rules
from mapping.errors import NotComputableError
from mapping.language import tr
from mapping.score.weigh.ahp import LARGEST_RATIO, RANDOM_INDEX, comparison_matrix, principal_eigenvector


@dataclass(frozen=True)
class Group:
    """What the pairwise answers of a meeting amount to.

    Parameters
    ----------
    weights : DataFrame of float, index letter
        Each sums to 1: ``all`` (every complete paper), ``consistent`` (only those that do not contradict themselves;
        NaN where there is none), ``low, high`` (smallest and largest weight on a single complete paper).
    ratios : Series of float, index number of the paper
        Consistency ratio of each complete paper.
    inconsistent, incomplete : tuple of str
        Papers whose ratio is above 0.10, and papers that left a pair open (not counted here).
    ratio : float
        Consistency ratio of the joint judgements of ``all``.
    splits : DataFrame
        How the complete papers divide over each pair, the most divided first: ``first, second`` (letters),
        ``for_first, for_second, neither, split`` (0 unanimous, 1 evenly divided).
    """

    weights: pd.DataFrame
    ratios: pd.Series
    inconsistent: tuple[str, ...]
    incomplete: tuple[str, ...]
    ratio: float
    splits: pd.DataFrame


def join_judgements(matrices: np.ndarray) -> np.ndarray:
    """The judgements of several people as one matrix: the geometric mean, cell by cell.

    The only mean that keeps ``a_ij = 1 / a_ji`` whoever asks (Aczel and Saaty).

    Parameters
    ----------
    matrices : ndarray of float, shape (people, n, n)

    References
    ----------
    Aczel, J. & Saaty, T. L. (1983). Procedures for synthesizing ratio judgements. J. Math. Psychology 27(1), 93-102.
    Forman, E. & Peniwati, K. (1998). Aggregating individual judgments and priorities with the analytic hierarchy
    process. European Journal of Operational Research 108(1), 165-169.

    Examples
    --------
    >>> join_judgements(np.array([[[1, 9], [1 / 9, 1]], [[1, 1], [1, 1]]])).round(9).tolist()
    [[1.0, 3.0], [0.333333333, 1.0]]
    """
    return np.exp(np.log(matrices).mean(axis=0))


def weigh_group(judgements: pd.DataFrame) -> Group:
    """The group's weights by joint judgements, with and without papers that contradict themselves.

    Parameters
    ----------
    judgements : DataFrame of float, index number of the paper
        ``Votes.judgements``: a column per pair of letters, NaN not answered.

    Raises
    ------
    NotComputableError
        No paper answers every pair.

    Examples
    --------
    >>> columns = pd.MultiIndex.from_tuples([("A", "B"), ("A", "C"), ("B", "C")])
    >>> papers = pd.DataFrame([[2, 4, 2], [3, 9, 1 / 9]], index=["1", "2"], columns=columns, dtype=float)
    >>> group = weigh_group(papers)
    >>> group.weights["consistent"].round(3).tolist(), group.inconsistent
    ([0.571, 0.286, 0.143], ('2',))
    """
    open_pairs = judgements.isna().any(axis=1)
    complete = judgements[~open_pairs]
    if complete.empty:
        raise NotComputableError(
            tr("Belum ada kertas yang menjawab semua pertanyaan di halaman kedua. Bobot bersama belum bisa dihitung.")
        )
    letters = list(dict.fromkeys(letter for pair in judgements.columns for letter in pair))
    labels = {letter: letter for letter in letters}
    answers = complete.to_numpy(dtype=float)
    pairs = list(judgements.columns)
    matrices = np.stack(
        [
            comparison_matrix([(*pair, times) for pair, times in zip(pairs, row, strict=True)], labels)[1]
            for row in answers
        ]
    )
    each = [_weigh(matrix) for matrix in matrices]
    ratios = pd.Series([ratio for ratio, _ in each], index=complete.index, name="ratio")
    own = np.stack([weights for _, weights in each])
    fits = (ratios <= LARGEST_RATIO).to_numpy()
    ratio, joint = _weigh(join_judgements(matrices))
    without = _weigh(join_judgements(matrices[fits]))[1] if fits.any() else np.full(len(letters), np.nan)
    weights = {"all": joint, "consistent": without, "low": own.min(axis=0), "high": own.max(axis=0)}
    return Group(
        pd.DataFrame(weights, index=pd.Index(letters, name="letter")),
        ratios,
        tuple(map(str, complete.index[~fits])),
        tuple(map(str, judgements.index[open_pairs])),
        ratio,
        _splits(complete),
    )


def _weigh(matrix: np.ndarray) -> tuple[float, np.ndarray]:
    """Consistency ratio and weights of one matrix; the ratio is never below 0 by rounding."""
    largest, weights = principal_eigenvector(matrix)
    n = len(matrix)
    random = RANDOM_INDEX[n - 1]
    return (max(0.0, (largest - n) / (n - 1) / random) if random else 0.0), weights


def _splits(complete: pd.DataFrame) -> pd.DataFrame:
    above, below = (complete > 1.0).sum().to_numpy(), (complete < 1.0).sum().to_numpy()
    names = np.array(
        [pair if more >= less else pair[::-1] for pair, more, less in zip(complete.columns, above, below, strict=True)]
    )
    table = pd.DataFrame(names, columns=["first", "second"])
    table["for_first"], table["for_second"] = np.maximum(above, below), np.minimum(above, below)
    table["neither"] = len(complete) - above - below
    table["split"] = 2.0 * table["for_second"] / len(complete)
    return table.sort_values("split", ascending=False, kind="stable", ignore_index=True)


def score_lines(weights: Mapping[str, float], suitability: pd.DataFrame) -> pd.Series:
    """Lines by the weights that a meeting gave to criteria: the weighted mean of their components.

    Parameters
    ----------
    weights : mapping
        Letter of a criterion of ``knowledge/decide.toml`` -> weight.
    suitability : DataFrame, index ``line_id``
        A column per component of those criteria, 0-100; NaN unknown.

    Returns
    -------
    Series of float, index ``line_id``
        0-100, highest first; NaN where a component is unknown: a guess would decide.

    Examples
    --------
    >>> parts = pd.DataFrame({"demand": [80.0, 20.0], "supply": [0.0, 100.0]}, index=["x", "y"])
    >>> score_lines({"P": 0.75, "Q": 0.25}, parts).to_dict()
    {'x': 60.0, 'y': 40.0}
    """
    names = {row["letter"]: name for name, row in read_decide_rules()["criteria"].items()}
    total = sum(weights.values())
    score = sum(suitability[names[letter]] * (weight / total) for letter, weight in weights.items())
    return pd.Series(score, index=suitability.index, name="score").sort_values(ascending=False, kind="stable")
