"""How much hangs on one source of inputs, or on one market."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.measure.answers.answers import Answers

FEWEST_ANSWERS = 5
"""Of fewer answers the largest share says nothing: of two it is at least a half [planning assumption, 2026-11]."""


def dependence(cell: np.ndarray, size: int, answers: Answers, weights: np.ndarray) -> np.ndarray:
    """Share of the largest single source or market among the businesses that named any, in each cell.

    ``max_j sum(w of who named j) / sum(w of who named any)``. A business that names several counts for each. Sources
    are the same when their names are the same without case and punctuation.

    Does not see: amounts (each business counts alike), two names for one trader, one name for many ("agen"), and who
    stands behind the trader.

    Parameters
    ----------
    cell : ndarray of int, shape (businesses,)
        ``-1`` is left out.
    size : int
        Number of cells.
    answers : Answers
        As :func:`mapping.measure.answers.answers.read_answers` gives them.
    weights : ndarray of float, shape (businesses,)
        How many businesses each row stands for.

    Returns
    -------
    ndarray of float, shape (size,)
        Above 0 up to 1 (everybody names the same); NaN under ``FEWEST_ANSWERS`` answers.

    Notes
    -----
    Time grows with the businesses times the sources each names; memory with the pairs of cell and source.

    Examples
    --------
    >>> from mapping.measure.answers.answers import read_answers
    >>> texts = pd.Series(["Pasar Atom", "pasar atom, agen", "agen", "Pasar Atom", "PASAR ATOM.", ""])
    >>> dependence(np.array([0, 0, 0, 0, 0, 0]), 2, read_answers(texts), np.ones(6)).tolist()
    [0.8, nan]
    """
    from scipy.sparse import coo_array

    # Each distinct text once per source it names: a list of sources for every text, laid end to end.
    pairs = pd.DataFrame({"text": answers.clauses.index, "source": pd.factorize(answers.clauses)[0]}).drop_duplicates()
    pairs = pairs.sort_values("text", kind="stable")
    start = np.searchsorted(pairs["text"], np.arange(answers.texts + 1))
    named = np.diff(start)[answers.text]
    known = (cell >= 0) & (named > 0)
    at = np.flatnonzero(known)
    times = named[at]
    offset = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    source = pairs["source"].to_numpy()[np.repeat(start[:-1][answers.text[at]], times) + offset]
    width = int(pairs["source"].max()) + 1 if len(pairs) else 1
    entries = np.repeat(weights[at], times), (np.repeat(cell[at], times), source)
    largest = coo_array(entries, shape=(size, width)).tocsr().max(axis=1).toarray().ravel()
    total = np.bincount(cell[at], weights=weights[at], minlength=size)
    enough = np.bincount(cell[at], minlength=size) >= FEWEST_ANSWERS
    return np.divide(largest, total, out=np.full(size, np.nan), where=enough)
