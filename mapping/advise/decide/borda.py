"""Borda count of ranked ballots, and what comparing two lines at a time would say."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mapping.errors import NotComputableError
from mapping.language import tr


@dataclass(frozen=True)
class Count:
    """The outcome of a ballot.

    Parameters
    ----------
    table : DataFrame, index ``line_id``, most points first
        ``points``; ``mean_rank`` (1 to the number of lines, 1 best); ``first`` (papers that put it first, a shared
        first place counts for both); ``points_partial`` (points where papers that rank fewer lines weigh less).
    papers : int
        Papers counted.
    winners : tuple of str
        Lines with most points: several when they tie, never broken by chance.
    margin : float
        Points between the winners and the next; 0 on a tie, NaN where all lines win.
    condorcet : str
        The line that more papers prefer to each other line than not; ``""`` when there is none.
    winners_partial : tuple of str
        Winners by ``points_partial``.
    """

    table: pd.DataFrame
    papers: int
    winners: tuple[str, ...]
    margin: float
    condorcet: str
    winners_partial: tuple[str, ...]


def full_ranks(ranks: pd.DataFrame) -> pd.DataFrame:
    """Every line with a rank on every paper: tied lines share the mean of their places, and so do lines left open,
    behind all others.

    Examples
    --------
    >>> full_ranks(pd.DataFrame([[1, 1, None, None]], columns=list("abcd"), dtype=float)).to_numpy().tolist()
    [[1.5, 1.5, 3.5, 3.5]]
    """
    return ranks.rank(axis=1, method="average", na_option="bottom")


def borda(ranks: pd.DataFrame) -> pd.DataFrame:
    """Points of each line on each paper: ``n - rank``, 4 for the first of five lines down to 0 for the last.

    A line gets one point for each line behind it and half a point for each beside it. Lines left open share the last
    places (:func:`full_ranks`), so that every paper gives out the same ``n (n - 1) / 2`` points.

    Parameters
    ----------
    ranks : DataFrame of float
        A row per paper, a column per line, 1 first; NaN not ranked. Only the order counts.

    Returns
    -------
    DataFrame of float
        Same shape, 0 to n - 1.

    References
    ----------
    Borda, J.-C. de (1781). Mémoire sur les élections au scrutin. Histoire de l'Académie Royale des Sciences.

    Examples
    --------
    >>> borda(pd.DataFrame([[1, 2, 3], [2, 2, None]], columns=list("abc"))).to_numpy().tolist()
    [[2.0, 1.0, 0.0], [1.5, 1.5, 0.0]]
    """
    return ranks.shape[1] - full_ranks(ranks)


def borda_partial(ranks: pd.DataFrame) -> pd.DataFrame:
    """Points under which a paper that ranks fewer lines weighs less: m ranked lines get m, m - 1, ..., 1, the rest 0.

    References
    ----------
    Emerson, P. (2013). The original Borda count and partial voting. Social Choice and Welfare 40(2), 353-358.

    Examples
    --------
    >>> borda_partial(pd.DataFrame([[1, 2, 3], [None, 1, None]], columns=list("abc"))).to_numpy().tolist()
    [[3.0, 2.0, 1.0], [0.0, 1.0, 0.0]]
    """
    own = ranks.rank(axis=1, method="average")
    return (-own).add(ranks.notna().sum(axis=1) + 1, axis=0).where(ranks.notna(), 0.0)


def preferences(ranks: pd.DataFrame) -> pd.DataFrame:
    """How many papers put one line before another.

    Returns
    -------
    DataFrame of int, lines x lines
        Papers that put the line of the row before the line of the column; ties and lines both left open count for
        neither.

    Examples
    --------
    >>> preferences(pd.DataFrame([[1, 2], [1, None], [2, 1]], columns=list("ab"))).to_numpy().tolist()
    [[0, 2], [1, 0]]
    """
    placed = full_ranks(ranks)
    table = {line: placed.gt(placed[line], axis=0).sum() for line in ranks.columns}
    return pd.DataFrame(table).T


def count_votes(ranks: pd.DataFrame) -> Count:
    """The Borda count of all papers, with its margin and the Condorcet winner beside it.

    Parameters
    ----------
    ranks : DataFrame of float
        As in :func:`borda`; papers without any rank are left out before.

    Raises
    ------
    NotComputableError
        There is no paper to count.

    Examples
    --------
    >>> papers = [[1, 2, 3]] * 3 + [[3, 1, 2]] * 2
    >>> count = count_votes(pd.DataFrame(papers, columns=list("abc"), dtype=float))
    >>> count.table["points"].to_dict(), count.winners, count.margin, count.condorcet
    ({'b': 7.0, 'a': 6.0, 'c': 2.0}, ('b',), 1.0, 'a')
    """
    if ranks.empty:
        raise NotComputableError(tr("Belum ada suara yang bisa dihitung. Isi peringkat sedikitnya satu kertas suara."))
    placed = full_ranks(ranks)
    points, partial = borda(ranks).sum(), borda_partial(ranks).sum()
    table = pd.DataFrame(
        {
            "points": points,
            "mean_rank": placed.mean(),
            "first": placed.eq(placed.min(axis=1), axis=0).sum(),
            "points_partial": partial,
        }
    ).rename_axis("line_id")
    table = table.sort_values("points", ascending=False, kind="stable")
    winners = _winners(points)
    rest = points.drop(list(winners))
    margin = float("nan") if rest.empty else 0.0 if len(winners) > 1 else float(points.max() - rest.max())
    return Count(table, len(ranks), winners, margin, _condorcet(ranks), _winners(partial))


def _winners(points: pd.Series) -> tuple[str, ...]:
    return tuple(str(line) for line in points.index[points >= points.max() - 1e-9])


def _condorcet(ranks: pd.DataFrame) -> str:
    before = preferences(ranks)
    beaten = (before > before.T).sum(axis=1)
    return next((str(line) for line, n in beaten.items() if n == ranks.shape[1] - 1), "")
