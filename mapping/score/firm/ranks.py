"""Ranks of many score tables at once, and what they say together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

LEVEL = 0.80
CELLS = 250_000
"""Cells (draws x kelurahan) worked on at a time: 2 MB an array, which stays near the processor."""
FINE_BITS = 40
HIGHEST_BITS = 7
"""Scores are at most 100, which takes seven bits before the point."""


def rank_draws(scores: np.ndarray) -> np.ndarray:
    """Ranks within each row: 1 is best, equals share the better rank.

    Score and position are packed into one whole number, so that a plain sort gives the order and no search is
    needed. Scores that differ by less than about 1e-12 of a point (4e-12 among 84,000) are equal: the order in which
    numbers were added up must not decide a rank.

    Parameters
    ----------
    scores : ndarray of float, shape (draws, kelurahan)
        0-100, no NaN.

    Returns
    -------
    ndarray of int32, shape (draws, kelurahan)

    Examples
    --------
    >>> rank_draws(np.array([[10.0, 30.0, 20.0, 30.0], [0.1 + 0.2, 0.3, 0.0, 50.0]])).tolist()
    [[4, 1, 3, 1], [2, 2, 4, 1]]
    """
    ranks = np.empty(scores.shape, dtype=np.int32)
    for start, stop in pieces(len(scores), max(1, CELLS // max(scores.shape[1], 1))):
        ranks[start:stop] = _rank_rows(scores[start:stop])
    return ranks


def _rank_rows(scores: np.ndarray) -> np.ndarray:
    draws, size = scores.shape
    bits = max(size - 1, 1).bit_length()
    keys = (scores * 2.0 ** min(FINE_BITS, 62 - HIGHEST_BITS - bits) + 0.5).astype(np.int64)
    keys <<= bits
    keys |= np.arange(size)
    keys.sort(axis=1)
    place = keys & ((1 << bits) - 1)
    keys >>= bits
    place += np.arange(draws)[:, None] * size
    ranks = np.empty((draws, size), dtype=np.int32)
    ranks.ravel()[place.ravel()] = _ranks_in_order(keys).ravel()
    return ranks


def _ranks_in_order(ordered: np.ndarray) -> np.ndarray:
    """Ranks of rows that ascend: how many places from the last of the equals to the end, and one."""
    size = ordered.shape[1]
    last = np.broadcast_to(np.arange(size, dtype=np.int32), ordered.shape)
    equal = ordered[:, 1:] == ordered[:, :-1]
    if equal.any():
        last = last.copy()
        last[:, :-1][equal] = size
        last = np.minimum.accumulate(last[:, ::-1], axis=1)[:, ::-1]
    return size - last


def rank_pieces(score: Callable[[int, int], np.ndarray], draws: int, size: int, step: int) -> np.ndarray:
    """Ranks in many draws whose scores are worked out piece by piece, in threads.

    Parameters
    ----------
    score : callable
        Given the first draw and the one after the last, the scores: shape (draws, kelurahan), 0-100, no NaN.
    draws, size : int
        How many draws and kelurahan.
    step : int
        Draws in a piece.

    Returns
    -------
    ndarray of int32, shape (draws, kelurahan)

    Examples
    --------
    >>> rank_pieces(lambda start, stop: np.array([[5.0, 9.0]] * (stop - start)), 3, 2, 2).tolist()
    [[2, 1], [2, 1], [2, 1]]
    """
    ranks = np.empty((draws, size), dtype=np.int32)

    def work(start: int, stop: int) -> None:
        ranks[start:stop] = rank_draws(score(start, stop))

    in_threads(work, pieces(draws, step))
    return ranks


def rank_summary(ranks: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """What the ranks of many draws say of each kelurahan.

    Parameters
    ----------
    ranks : ndarray of int, shape (draws, kelurahan)
    shown : ndarray of int, shape (kelurahan,)
        The rank on screen; the interval is widened where needed so that it lies inside.

    Returns
    -------
    ndarray of float, shape (kelurahan, 4)
        Lowest and highest rank of the 80% interval; share of draws with rank 3 or better, with rank 1 (0-1).

    Examples
    --------
    >>> rank_summary(np.array([[1, 2], [1, 2], [2, 1], [1, 2]]), np.array([1, 2])).tolist()
    [[1.0, 2.0, 1.0, 0.75], [1.0, 2.0, 1.0, 0.25]]
    """
    draws, size = ranks.shape
    tail = (1.0 - LEVEL) / 2.0
    ends = [int(np.floor(tail * (draws - 1))), int(np.ceil((1.0 - tail) * (draws - 1)))]
    answer = np.empty((size, 4))

    def summarise(start: int, stop: int) -> None:
        mine = np.ascontiguousarray(ranks[:, start:stop].T)
        mine.sort(axis=1)
        answer[start:stop, :2] = mine[:, ends]
        answer[start:stop, 2] = (mine <= 3).mean(axis=1)
        answer[start:stop, 3] = (mine == 1).mean(axis=1)

    in_threads(summarise, pieces(size, max(1, 1_000_000 // draws)))
    np.minimum(answer[:, 0], shown, out=answer[:, 0])
    np.maximum(answer[:, 1], shown, out=answer[:, 1])
    return answer


def pieces(size: int, step: int) -> list[tuple[int, int]]:
    """Start and stop of the pieces of a range.

    Examples
    --------
    >>> pieces(5, 2)
    [(0, 2), (2, 4), (4, 5)]
    """
    return [(start, min(start + step, size)) for start in range(0, size, step)]


def in_threads(work: Callable[..., Any], parts: Iterable[tuple[Any, ...]], at_once: bool = True) -> list[Any]:
    """``work(*part)`` of every part, in order.

    Several at a time unless ``at_once`` is False: numpy lets go of Python's lock while it sorts and draws.

    Examples
    --------
    >>> in_threads(lambda a, b: a + b, [(1, 2), (3, 4)])
    [3, 7]
    """
    listed = list(parts)
    if len(listed) < 2 or not at_once:
        return [work(*part) for part in listed]
    with ThreadPoolExecutor(min(len(listed), os.cpu_count() or 1)) as pool:
        return list(pool.map(lambda part: work(*part), listed))
