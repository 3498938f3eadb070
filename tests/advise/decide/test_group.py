"""Group AHP: geometric means, what they keep, and papers that contradict themselves."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.decide.group import join_judgements, score_lines, weigh_group
from mapping.errors import NotComputableError
from mapping.score.weigh.ahp import ahp_weights

STEPS = st.sampled_from([1 / 5, 1 / 3, 1.0, 3.0, 5.0])


def judged(rows, letters="ABC") -> pd.DataFrame:
    columns = pd.MultiIndex.from_tuples(combinations(letters, 2))
    return pd.DataFrame(rows, index=[str(at) for at in range(1, len(rows) + 1)], columns=columns, dtype=float)


def consistent(weights) -> list[float]:
    return [one / other for one, other in combinations(weights, 2)]


def test_one_paper_is_its_own_group():
    """Judgements 3, 5, 2 have the weights of Saaty's eigenvector: 0.648, 0.230, 0.122."""
    group = weigh_group(judged([[3, 5, 2]]))
    alone = ahp_weights([("A", "B", 3), ("A", "C", 5), ("B", "C", 2)], dict.fromkeys("ABC", ""))
    assert group.weights["all"].to_numpy() == pytest.approx(alone.to_numpy())
    assert group.weights["all"].round(3).tolist() == [0.648, 0.230, 0.122]


def test_opposite_judgements_cancel():
    group = weigh_group(judged([[4, 2, 1 / 2], [1 / 4, 1 / 2, 2]]))
    assert group.weights["all"].tolist() == pytest.approx([1 / 3] * 3)


def test_consistent_papers_give_the_geometric_mean_of_their_weights():
    """For judgements without contradiction, joining judgements and joining weights is the same (Forman & Peniwati)."""
    own = np.array([[0.6, 0.3, 0.1], [0.2, 0.3, 0.5], [0.4, 0.4, 0.2]])
    mean = np.exp(np.log(own).mean(axis=0))
    group = weigh_group(judged([consistent(weights) for weights in own]))
    assert group.weights["all"].to_numpy() == pytest.approx(mean / mean.sum())
    assert group.ratio == pytest.approx(0.0, abs=1e-9) and group.inconsistent == ()
    assert group.weights["low"].tolist() == pytest.approx([0.2, 0.3, 0.1])
    assert group.weights["high"].tolist() == pytest.approx([0.6, 0.4, 0.5])


@given(st.lists(st.lists(STEPS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_joint_judgements_stay_reciprocal_and_neutral_to_order(rows):
    matrices = np.ones((len(rows), 3, 3))
    for matrix, row in zip(matrices, rows, strict=True):
        for (i, j), times in zip(combinations(range(3), 2), row, strict=True):
            matrix[i, j], matrix[j, i] = times, 1 / times
    joint = join_judgements(matrices)
    assert np.allclose(joint * joint.T, 1.0)
    turned = weigh_group(judged(rows[::-1])).weights["all"]
    assert weigh_group(judged(rows)).weights["all"].to_numpy() == pytest.approx(turned.to_numpy())


def test_a_paper_that_contradicts_itself_is_named_and_both_results_are_given():
    fair, wild = consistent([0.6, 0.3, 0.1]), [9, 1 / 9, 9]
    group = weigh_group(judged([fair, wild]))
    assert group.inconsistent == ("2",) and group.ratios["2"] > 0.10 >= group.ratios["1"]
    assert group.weights["consistent"].tolist() == pytest.approx([0.6, 0.3, 0.1])
    assert group.weights["all"].tolist() != pytest.approx([0.6, 0.3, 0.1], abs=0.02)


def test_no_consistent_paper_leaves_that_result_open():
    group = weigh_group(judged([[9, 1 / 9, 9]]))
    assert group.weights["consistent"].isna().all() and group.weights["all"].sum() == pytest.approx(1)


def test_a_paper_that_leaves_a_pair_open_is_named_and_not_counted():
    group = weigh_group(judged([[3, 5, 2], [1, None, 1]]))
    assert group.incomplete == ("2",) and group.ratios.index.tolist() == ["1"]
    with pytest.raises(NotComputableError, match="semua pertanyaan"):
        weigh_group(judged([[1, None, 1]]))


def test_the_most_divided_pair_comes_first_with_both_sides():
    group = weigh_group(judged([[3, 3, 1], [1 / 3, 3, 1], [1 / 5, 3, 1]]))
    first = group.splits.iloc[0]
    assert first[["first", "second", "for_first", "for_second", "neither"]].tolist() == ["B", "A", 2, 1, 0]


def test_weights_of_criteria_rank_lines_and_the_unknown_stays_unknown():
    parts = pd.DataFrame(
        {"demand": [80.0, 20.0, 90.0], "supply": [20.0, 60.0, np.nan], "feasibility": 50.0, "competition": 50.0},
        index=["x", "y", "z"],
    )
    scores = score_lines({"P": 0.4, "Q": 0.1, "R": 0.25, "S": 0.25}, parts)
    assert scores["x"] == pytest.approx(59.0) and scores["y"] == pytest.approx(39.0) and np.isnan(scores["z"])
    assert scores.index.tolist() == ["x", "y", "z"]
