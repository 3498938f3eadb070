"""Weights from pairwise judgements: the analytic hierarchy process, with its consistency check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import SettingsError
from mapping.language import tr

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51)
"""Mean consistency index of random judgements among 1, 2, ... 11 criteria (Saaty 1980)."""
LARGEST_RATIO = 0.10
"""Above this share of what random judgements give, judgements are too contradictory to mean anything (Saaty 1980)."""
SCALE = tuple(sorted({Fraction(1, k) for k in range(1, 10)} | {Fraction(k) for k in range(1, 10)}))
"""Saaty's scale: 1/9 (the second is extremely more important) to 9 (the first is)."""


@dataclass(frozen=True)
class Priorities:
    """What pairwise judgements amount to.

    Parameters
    ----------
    weights : Series of float, index criterion
        0-1, sums to 1: the principal eigenvector.
    largest_eigenvalue : float
        As many as there are criteria when no judgement contradicts another, else more.
    consistency_index, consistency_ratio : float
        ``(largest_eigenvalue - n) / (n - 1)``, and that over ``RANDOM_INDEX``; 0 for one or two criteria.
    worst : (str, str)
        The pair whose judgement is furthest from the ratio of the two weights.
    given, fitting : Fraction, Fraction
        How many times as important the first of that pair was judged, and the step of the scale that the other
        judgements speak for.
    """

    weights: pd.Series
    largest_eigenvalue: float
    consistency_index: float
    consistency_ratio: float
    worst: tuple[str, str]
    given: Fraction
    fitting: Fraction


def priorities(comparisons: Iterable[Sequence[Any]], labels: Mapping[str, str]) -> Priorities:
    """Weigh judgements without refusing the contradictory: a page shows the ratio while a user still fills them in.

    Parameters
    ----------
    comparisons : iterable of (str, str, float)
        The first criterion is so many times as important as the second, 1/9 to 9; each pair of the criteria named
        once, in either order.
    labels : mapping
        Criteria that may be named, and what they are called in messages.

    Returns
    -------
    Priorities

    Raises
    ------
    SettingsError
        A criterion is not known or compared with itself, a judgement is out of range, a pair is judged twice or not at
        all, or there are more criteria than ``RANDOM_INDEX`` knows.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> answer = priorities([("a", "b", 2), ("b", "c", 2), ("a", "c", 4)], {"a": "A", "b": "B", "c": "C"})
    >>> answer.weights.round(3).tolist(), round(abs(answer.consistency_ratio), 9)
    ([0.571, 0.286, 0.143], 0.0)
    """
    names, matrix = comparison_matrix(comparisons, labels)
    largest, weights = principal_eigenvector(matrix)
    n = len(names)
    index = (largest - n) / (n - 1)
    random = RANDOM_INDEX[n - 1]
    ratio = index / random if random else 0.0
    (i, j), fitting = _most_contradictory(matrix, weights)
    given = Fraction(float(matrix[i, j])).limit_denominator(100)
    return Priorities(
        pd.Series(weights, index=names, name="weight"), largest, index, ratio, (names[i], names[j]), given, fitting
    )


def principal_eigenvector(matrix: np.ndarray) -> tuple[float, np.ndarray]:
    """Largest eigenvalue of a matrix of positive judgements, and its eigenvector.

    Returns
    -------
    float
        The Perron root: as large as the matrix when no judgement contradicts another.
    ndarray of float, shape (criteria,)
        Positive, sums to 1.

    Examples
    --------
    >>> root, weights = principal_eigenvector(np.array([[1.0, 3.0], [1 / 3, 1.0]]))
    >>> round(root, 9), weights.round(9).tolist()
    (2.0, [0.75, 0.25])
    """
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    weights = np.abs(vectors[:, first].real)
    return float(values[first].real), weights / weights.sum()


def _most_contradictory(matrix: np.ndarray, weights: np.ndarray) -> tuple[tuple[int, int], Fraction]:
    """The pair whose judgement is furthest from the ratio of the two weights, and the step of the scale that the other
    judgements speak for; among equals (always so with three criteria) the pair whose mending helps most."""
    n = len(matrix)
    off = np.abs(np.log(matrix * weights / weights[:, None]))
    pairs = [pair for pair in combinations(range(n), 2) if off[pair] >= off.max() - 1e-9]
    mended = []
    for i, j in pairs:
        fitting = _fitting(matrix, i, j)
        other = matrix.copy()
        other[i, j], other[j, i] = float(fitting), 1.0 / float(fitting)
        mended.append((principal_eigenvector(other)[0], (i, j), fitting))
    _, pair, fitting = min(mended, key=lambda row: round(row[0], 9))  # equal ones: the first, on every machine
    return pair, fitting


def _fitting(matrix: np.ndarray, i: int, j: int) -> Fraction:
    """What the judgements by way of every third criterion say of a pair, on average, as a step of the scale."""
    others = [k for k in range(len(matrix)) if k not in (i, j)]
    wanted = np.log(matrix[i, others] * matrix[others, j]).mean() if others else np.log(matrix[i, j])
    return min(SCALE, key=lambda step: abs(np.log(float(step)) - wanted))


def ahp_weights(comparisons: Iterable[Sequence[Any]], labels: Mapping[str, str]) -> pd.Series:
    """Weights from judgements that hang together.

    Parameters
    ----------
    comparisons, labels
        As in :func:`priorities`.

    Returns
    -------
    Series of float, index criterion
        0-1, sums to 1, in the order of ``labels``; only criteria that were compared.

    Raises
    ------
    SettingsError
        As in :func:`priorities`, or the consistency ratio is above ``LARGEST_RATIO``; the message names the most
        contradictory pair and the answer that would fit.

    Examples
    --------
    >>> labels = {"a": "Pasar", "b": "Bahan", "c": "Modal"}
    >>> ahp_weights([("a", "b", 3), ("b", "c", 2), ("a", "c", 5)], labels).round(3).to_dict()
    {'a': 0.648, 'b': 0.23, 'c': 0.122}
    >>> ahp_weights([("a", "b", 9), ("b", "c", 9), ("a", "c", 1)], labels)
    Traceback (most recent call last):
    mapping.errors.SettingsError: Jawaban perbandingan saling bertentangan: rasio konsistensi 2,21, paling besar 0,10. \
Yang paling bertentangan: "Pasar" dibanding "Bahan" dijawab 9 kali, padahal menurut jawaban lain sekitar 1/9 kali. \
Periksa jawaban itu, lalu coba lagi.
    """
    answer = priorities(comparisons, labels)
    if answer.consistency_ratio > LARGEST_RATIO:
        first, second = (labels[name] for name in answer.worst)
        raise SettingsError(
            tr(
                "Jawaban perbandingan saling bertentangan: rasio konsistensi {consistency_ratio}, paling "
                'besar {largest_ratio}. Yang paling bertentangan: "{first}" dibanding "{second}" dijawab '
                "{given} kali, padahal menurut jawaban lain sekitar {fitting} kali. Periksa jawaban itu, "
                "lalu coba lagi.",
                consistency_ratio=_say(answer.consistency_ratio),
                largest_ratio=_say(LARGEST_RATIO),
                first=first,
                second=second,
                given=answer.given,
                fitting=answer.fitting,
            )
        )
    return answer.weights


def comparison_matrix(comparisons: Iterable[Sequence[Any]], labels: Mapping[str, str]) -> tuple[list[str], np.ndarray]:
    """Judgements as a reciprocal matrix.

    Returns
    -------
    names : list of str
        Criteria that were compared, in the order of ``labels``.
    matrix : ndarray of float, shape (criteria, criteria)
        How many times as important the criterion of the row is; 1 on the diagonal.

    Raises
    ------
    SettingsError
        See :func:`priorities`.

    Examples
    --------
    >>> comparison_matrix([("b", "a", 4)], {"a": "A", "b": "B"})[1].tolist()
    [[1.0, 0.25], [4.0, 1.0]]
    """
    judged: dict[frozenset[str], tuple[str, str, float]] = {}
    for first, second, times in comparisons:
        _check_comparison(first, second, times, labels)
        if frozenset((first, second)) in judged:
            raise SettingsError(
                tr("{first} dijawab dua kali. Hapus salah satunya.", first=_pair(first, second, labels))
            )
        judged[frozenset((first, second))] = (first, second, float(times))
    named = set().union(*judged)
    names = [name for name in labels if name in named]
    if not 2 <= len(names) <= len(RANDOM_INDEX):
        raise SettingsError(
            tr(
                "Perbandingan berpasangan memerlukan 2 sampai {random_index} kriteria; yang diberikan {names}.",
                random_index=len(RANDOM_INDEX),
                names=len(names),
            )
        )
    missing = [pair for pair in combinations(names, 2) if frozenset(pair) not in judged]
    if missing:
        more = tr(" (dan {missing} pasangan lain)", missing=len(missing) - 1) if len(missing) > 1 else ""
        raise SettingsError(
            tr(
                "{missing} belum dijawab{more}. Setiap pasangan kriteria harus dijawab.",
                missing=_pair(*missing[0], labels),
                more=more,
            )
        )
    place = {name: position for position, name in enumerate(names)}
    matrix = np.eye(len(names))
    for first, second, times in judged.values():
        matrix[place[first], place[second]] = times
        matrix[place[second], place[first]] = 1.0 / times
    return names, matrix


def _check_comparison(first: Any, second: Any, times: Any, labels: Mapping[str, str]) -> None:
    for name in (first, second):
        if not isinstance(name, str) or name not in labels:
            raise SettingsError(
                tr(
                    'Kriteria "{name}" tidak dikenal. Yang ada: {labels}.',
                    name=str(name)[:40],
                    labels=", ".join(labels),
                )
            )
    if first == second:
        raise SettingsError(
            tr('Kriteria "{labels}" dibandingkan dengan dirinya sendiri. Hapus perbandingan itu.', labels=labels[first])
        )
    number = isinstance(times, int | float) and not isinstance(times, bool)
    if not number or not 1 / 9 - 1e-9 <= times <= 9 + 1e-9:
        raise SettingsError(
            tr(
                "{first} dijawab {times}. Isi dengan angka 1/9 sampai 9: 1 bila sama penting, 9 bila "
                "yang pertama mutlak lebih penting, 1/9 bila yang kedua.",
                first=_pair(first, second, labels),
                times=str(times)[:40],
            )
        )


def _pair(first: str, second: str, labels: Mapping[str, str]) -> str:
    return tr('Perbandingan "{labels}" dengan "{labels2}"', labels=labels[first], labels2=labels[second])


def _say(number: float) -> str:
    return f"{number:.2f}".replace(".", ",")
