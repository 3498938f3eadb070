"""How far a meeting agrees, in one figure and in plain words, and where it differs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from mapping.advise.decide.ballot import read_decide_rules
from mapping.advise.decide.borda import full_ranks, preferences
from mapping.language import tr


@dataclass(frozen=True)
class Agreement:
    """How far the papers agree.

    Parameters
    ----------
    w : float
        Kendall's W: 0 no agreement, 1 all papers alike; NaN under two papers or where every paper ties all lines.
    chance : float
        0-1, share of meetings that vote at random which agree at least as much; NaN with ``w``.
    words : str
        Plain words.
    """

    w: float
    chance: float
    words: str


def concordance(ranks: pd.DataFrame) -> float:
    """Kendall's W, corrected for ties.

    ``W = (12 sum_i R_i^2 - 3 m^2 n (n + 1)^2) / (m^2 n (n^2 - 1) - m sum_j T_j)`` with ``R_i`` the sum of the ranks of
    line i over m papers, n lines, and ``T_j = sum(t^3 - t)`` over the ties of paper j.

    Parameters
    ----------
    ranks : DataFrame of float
        A row per paper, a column per line; ties, and lines left open, share the mean of their places.

    Returns
    -------
    float
        0-1; NaN under two papers or where every paper ties all lines.

    References
    ----------
    Kendall, M. G. & Babington Smith, B. (1939). The problem of m rankings. Annals of Mathematical Statistics 10(3).
    Siegel, S. (1956). Nonparametric Statistics for the Behavioral Sciences, p. 229-238.

    Examples
    --------
    >>> three = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]
    >>> round(concordance(pd.DataFrame(three, dtype=float)), 2)
    0.16
    """
    placed = full_ranks(ranks).to_numpy()
    return float(_concordance(placed[None])[0]) if len(placed) > 1 else float("nan")


def _concordance(placed: np.ndarray) -> np.ndarray:
    """W of each of many meetings, shape (meetings, papers, lines)."""
    _, m, n = placed.shape
    # Each of t tied lines meets t equals, itself among them: t^2 - 1 summed over lines is t^3 - t over ties.
    equals = (placed[0][:, :, None] == placed[0][:, None, :]).sum(axis=2)
    ties = float((equals**2 - 1).sum())
    sums = placed.sum(axis=1)
    below = m**2 * n * (n**2 - 1) - m * ties
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (12.0 * (sums**2).sum(axis=1) - 3.0 * m**2 * n * (n + 1) ** 2) / below
    return np.clip(share, 0.0, 1.0)


def agreement(ranks: pd.DataFrame) -> Agreement:
    """How far the papers agree, held against meetings that vote at random with the same ties.

    Parameters
    ----------
    ranks : DataFrame of float
        As in :func:`concordance`.

    Examples
    --------
    >>> agreement(pd.DataFrame([[1, 2, 3, 4, 5]] * 4, dtype=float))
    Agreement(w=1.0, chance=0.0, words='sangat sepakat')
    >>> agreement(pd.DataFrame([[1, 2, 3]], dtype=float)).words
    'belum bisa dinilai: perlu paling sedikit dua kertas suara'
    """
    w = concordance(ranks)
    if np.isnan(w):
        needs = (
            tr("perlu paling sedikit dua kertas suara")
            if len(ranks) < 2
            else tr("semua kertas memberi peringkat kembar")
        )
        return Agreement(w, float("nan"), tr("belum bisa dinilai: {needs}", needs=needs))
    rules = read_decide_rules()
    chance = _chance_of(full_ranks(ranks).to_numpy(), w, rules["chance"]["draws"], rules["chance"]["seed"])
    words = [band["words"] for band in rules["agreement"] if w >= band["from"]][-1]
    if words != rules["agreement"][0]["words"] and chance > rules["chance"]["firm"]:
        words = tr("{words}, tetapi dengan suara sesedikit ini bisa jadi kebetulan", words=words)
    return Agreement(w, chance, str(words))


def _chance_of(placed: np.ndarray, w: float, draws: int, seed: int) -> float:
    """Share of meetings with the same papers, each with its lines shuffled, that agree at least as much."""
    random = np.random.default_rng(seed)
    papers, lines = placed.shape
    size = max(1, 2_000_000 // (papers * lines))  # so many meetings at once keep below 16 MB
    hits = 0
    for start in range(0, draws, size):
        many = np.broadcast_to(placed, (min(size, draws - start), papers, lines))
        hits += int((_concordance(random.permuted(many, axis=2)) >= w - 1e-9).sum())
    return hits / draws


def splits(ranks: pd.DataFrame) -> pd.DataFrame:
    """How the papers divide over each pair of lines, the most divided pair first.

    Returns
    -------
    DataFrame
        ``first, second`` (``line_id``; ``first`` is preferred by at least as many), ``for_first, for_second, neither``
        (papers), ``split`` (0 unanimous, 1 evenly divided: twice the smaller side over all papers).

    Examples
    --------
    >>> papers = pd.DataFrame([[1, 2, 3], [2, 1, 3], [2, 1, 3]], columns=list("abc"))
    >>> splits(papers).head(1).round(2).to_numpy().tolist()
    [['b', 'a', 2, 1, 0, 0.67]]
    """
    before, papers = preferences(ranks), len(ranks)
    rows = []
    for one, other in combinations(ranks.columns, 2):
        pair = (one, other) if before.at[one, other] >= before.at[other, one] else (other, one)
        more, less = int(before.at[pair]), int(before.at[pair[::-1]])
        rows.append((*pair, more, less, papers - more - less, 2.0 * less / papers if papers else float("nan")))
    table = pd.DataFrame(rows, columns=["first", "second", "for_first", "for_second", "neither", "split"])
    return table.sort_values("split", ascending=False, kind="stable", ignore_index=True)


def spreads(ranks: pd.DataFrame) -> pd.DataFrame:
    """How far the papers differ about each line, the most evenly divided first.

    Returns
    -------
    DataFrame, index ``line_id``
        ``high`` and ``low``: papers that put it in the better or the worse half; ``spread``: standard deviation of its
        ranks.

    Examples
    --------
    >>> spreads(pd.DataFrame([[1, 2, 3], [3, 2, 1]], columns=list("abc"))).to_numpy().tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]
    """
    placed = full_ranks(ranks)
    middle = (ranks.shape[1] + 1) / 2
    table = pd.DataFrame(
        {"high": (placed < middle).sum(), "low": (placed > middle).sum(), "spread": placed.std(ddof=0)}
    )
    table = table.assign(smaller=table[["high", "low"]].min(axis=1)).rename_axis("line_id")
    return table.sort_values(["smaller", "spread"], ascending=False, kind="stable").drop(columns="smaller")
