"""The Borda count: published elections, identities, and a brute-force count beside it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.decide.borda import borda, borda_partial, count_votes, full_ranks, preferences
from mapping.errors import NotComputableError

ranks_of = st.integers(2, 5).flatmap(
    lambda n: st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, n)), min_size=n, max_size=n).filter(lambda row: any(row)),
        min_size=1,
        max_size=12,
    )
)


def papers(*groups: tuple[int, str], lines: str = "ABC") -> pd.DataFrame:
    """So many papers of one order each: ``(7, "ACB")`` is seven papers that put A first and B last."""
    rows = [[order.index(line) + 1 for line in lines] for n, order in groups for _ in range(n)]
    return pd.DataFrame(rows, columns=list(lines), dtype=float)


def frame(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list("ABCDE"[: len(rows[0])]), dtype=float)


def test_bordas_own_election():
    """Borda 1781: 21 voters, A leads by first places, C wins; with 3, 2, 1 points A 37, B 42, C 47."""
    votes = papers((1, "ABC"), (7, "ACB"), (7, "BCA"), (6, "CBA"))
    count = count_votes(votes)
    assert (count.table["points"] + len(votes)).to_dict() == {"C": 47, "B": 42, "A": 37}
    assert count.winners == ("C",) and count.margin == 5
    assert count.table["first"].to_dict() == {"C": 6, "B": 7, "A": 8}
    assert count.condorcet == "C"


def test_the_capital_of_tennessee():
    votes = papers((42, "MNCK"), (26, "NCKM"), (15, "CKNM"), (17, "KCNM"), lines="MNCK")
    assert count_votes(votes).table["points"].to_dict() == {"N": 194, "C": 173, "M": 126, "K": 107}


def test_the_condorcet_winner_is_shown_where_it_differs():
    count = count_votes(papers((3, "ABC"), (2, "BCA")))
    assert count.winners == ("B",) and count.condorcet == "A"


def test_a_cycle_has_no_condorcet_winner_and_a_tie_no_single_winner():
    count = count_votes(papers((1, "ABC"), (1, "BCA"), (1, "CAB")))
    assert count.condorcet == "" and count.winners == ("A", "B", "C") and np.isnan(count.margin)


def test_two_that_tie_before_a_third_win_by_nothing():
    count = count_votes(papers((1, "ABC"), (1, "BAC")))
    assert count.winners == ("A", "B") and count.margin == 0.0


def test_ties_and_blanks_share_the_points_of_their_places():
    # First and second shared: (4 + 3) / 2 each; three left open share 2, 1 and 0.
    assert borda(frame([[1, 1, None, None, None]])).to_numpy().tolist() == [[3.5, 3.5, 1, 1, 1]]


def test_a_gap_in_the_ranks_changes_nothing():
    assert borda(frame([[1, 3, 5]])).equals(borda(frame([[1, 2, 3]])))


def test_partial_papers_can_turn_the_result_and_then_it_is_said():
    # Two papers with one mark each give A 2 + 2; by Emerson's rule 1 + 1, and B draws level.
    votes = frame([[1, None, None], [1, None, None], [3, 1, 2]])
    assert borda(votes).sum().to_dict() == {"A": 4.0, "B": 3.0, "C": 2.0}
    assert borda_partial(votes).sum().to_dict() == {"A": 3.0, "B": 3.0, "C": 2.0}
    count = count_votes(votes)
    assert count.winners == ("A",) and count.winners_partial == ("A", "B")


def test_no_paper_is_no_result():
    with pytest.raises(NotComputableError, match="Belum ada suara"):
        count_votes(frame([[1, 2, 3]]).iloc[:0])


@given(ranks_of)
def test_points_are_those_of_a_count_pair_by_pair(rows):
    votes = frame(rows)
    n = votes.shape[1]
    by_hand = np.zeros((len(votes), n))
    for paper, row in enumerate(votes.fillna(99).to_numpy()):
        for one, other in combinations(range(n), 2):
            if row[one] == row[other]:
                by_hand[paper, [one, other]] += 0.5
            else:
                by_hand[paper, one if row[one] < row[other] else other] += 1
    assert np.allclose(borda(votes), by_hand)


@given(ranks_of)
def test_every_paper_gives_out_the_same_points(rows):
    votes = frame(rows)
    n = votes.shape[1]
    assert np.allclose(borda(votes).sum(axis=1), n * (n - 1) / 2)
    assert np.allclose(full_ranks(votes).sum(axis=1), n * (n + 1) / 2)


@given(ranks_of, st.randoms())
def test_names_and_the_order_of_papers_do_not_matter(rows, random):
    votes = frame(rows)
    names = dict(zip(votes.columns, random.sample(list("VWXYZ"), votes.shape[1]), strict=True))
    order = random.sample(range(len(votes)), len(votes))
    turned = votes.iloc[order].rename(columns=names)[random.sample(list(names.values()), len(names))]
    one, other = count_votes(votes), count_votes(turned)
    assert {names[line] for line in one.winners} == set(other.winners)
    assert names.get(one.condorcet, "") == other.condorcet
    assert one.table["points"].rename(names).to_dict() == other.table["points"].to_dict()


@given(ranks_of)
def test_a_paper_for_the_winner_never_takes_the_win_away(rows):
    votes = frame(rows)
    winner = count_votes(votes).winners[0]
    extra = pd.DataFrame([{line: 1.0 if line == winner else 2.0 for line in votes.columns}])
    assert winner in count_votes(pd.concat([votes, extra], ignore_index=True)).winners


@given(ranks_of)
def test_preferences_count_every_paper_once(rows):
    votes = frame(rows)
    before = preferences(votes).to_numpy()
    assert (before + before.T <= len(votes)).all() and (np.diag(before) == 0).all()
