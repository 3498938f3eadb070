"""Two scenarios beside each other: no change with itself, reversed signs when swapped, hidden cells blank."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.present.hidden import HIDDEN_NOTES
from mapping.present.scenario_changes import (
    LOST,
    NEW,
    NONE,
    OTHER,
    SAME,
    advice_changes,
    rank_changes,
    spread,
)
from mapping.present.tables import TOO_FEW, advice_table, score_table
from mapping.settings import AdviceSetup
from mapping.study import advise_again


def scores(ranks: dict[str, float], width: float = 0.0) -> pd.DataFrame:
    """A public score table of one sector with these ranks."""
    rank = pd.Series(ranks)
    return pd.DataFrame(
        {
            "kelurahan_code": rank.index,
            "name": [f"Desa {code}" for code in rank.index],
            "kecamatan": "Jati",
            "sector": "food",
            "score": 100.0 - rank.to_numpy(),
            "rank": rank.to_numpy(),
            "rank_low": rank.to_numpy() - width,
            "rank_high": rank.to_numpy() + width,
            "note": np.where(rank.isna(), TOO_FEW, ""),
        }
    )


BEFORE = {"a": 1.0, "b": 2.0, "c": 3.0, "d": np.nan}
AFTER = {"a": 3.0, "b": 2.0, "c": 1.0, "d": np.nan}


def test_by_hand():
    found = rank_changes(scores(BEFORE), scores(AFTER), "food")
    assert found["move"].to_dict() == pytest.approx({"a": -2.0, "c": 2.0, "b": 0.0, "d": np.nan}, nan_ok=True)
    assert found.index.tolist() == ["a", "c", "b", "d"], "those that move most first, unknown last"
    assert found["beyond"].to_dict() == {"a": True, "c": True, "b": False, "d": False}
    assert not rank_changes(scores(BEFORE, 1.0), scores(AFTER, 1.0), "food")["beyond"].any(), "touching is overlapping"


def test_with_itself_nothing_changes():
    found = rank_changes(scores(BEFORE, 1.0), scores(BEFORE, 1.0), "food")
    assert found["move"].dropna().eq(0).all() and not found["beyond"].any()


def test_swapping_reverses_the_signs():
    there, back = (
        rank_changes(*pair, "food") for pair in ((scores(BEFORE), scores(AFTER)), (scores(AFTER), scores(BEFORE)))
    )
    pd.testing.assert_series_equal(there["move"], -back["move"].reindex(there.index), check_names=False)
    assert there["beyond"].equals(back["beyond"].reindex(there.index))


def test_hidden_cells_stay_blank(tiny_study):
    table = score_table(tiny_study)
    found = rank_changes(table, table, "food")
    hidden = table[(table["sector"] == "food") & table["note"].isin(HIDDEN_NOTES)]["kelurahan_code"]
    assert len(hidden) and found.loc[hidden, ["score_before", "rank_before", "rank_after", "move"]].isna().all(
        axis=None
    )
    assert set(found.index) == set(tiny_study.kelurahan.index)


def advised(**lines: str) -> pd.DataFrame:
    rows = [
        {
            "kelurahan_code": code,
            "position": "1" if line else "unknown",
            "line_id": line[:1],
            "line": line,
            "capital_idr": 1e6 if line else np.nan,
            "net_cash_idr_month": 2e5 if line else np.nan,
            "name": f"Desa {code}",
            "kecamatan": "Jati",
        }
        for code, line in lines.items()
    ]
    return pd.DataFrame(rows)


def test_advice_by_hand_and_swapped():
    before = advised(a="Tempe", b="Tempe", c="Tempe", d="", e="")
    after = advised(a="Tempe", b="Batik", c="", d="Batik", e="")
    there, back = advice_changes(before, after), advice_changes(after, before)
    assert there["what"].to_dict() == {"a": SAME, "b": OTHER, "c": LOST, "d": NEW, "e": NONE}
    assert back["what"].to_dict() == {"a": SAME, "b": OTHER, "c": NEW, "d": LOST, "e": NONE}
    assert there["capital_after"].isna().to_dict() == {"a": False, "b": False, "c": True, "d": False, "e": True}
    assert (there["line_before"] == back["line_after"]).all()


def test_the_same_answers_change_no_advice(tiny_study):
    table = advice_table(tiny_study)
    assert set(advice_changes(table, table)["what"]) <= {SAME, NONE}


def test_more_is_advised_where_no_loan_is_allowed_and_nothing_is_owned(tiny_study):
    poor = advise_again(tiny_study, AdviceSetup(borrows=False))
    found = advice_changes(advice_table(tiny_study), advice_table(poor))
    assert set(found["what"]) <= {SAME, NONE, LOST}, "without any money nothing can be started"


places = st.lists(st.floats(1, 100), min_size=1, max_size=20)


@given(places, st.floats(0.1, 20))
def test_labels_keep_their_order_and_distance(wanted, least):
    found = np.array(spread(wanted, least, 1.0, 100.0))
    assert found.min() >= 1.0 - 1e-6 and found.max() <= 100.0 + 1e-6
    if len(wanted) > 1:
        gap = min(least, 99.0 / (len(wanted) - 1))
        assert np.diff(np.sort(found)).min() >= gap - 1e-6
        order = np.argsort(wanted, kind="stable")
        assert (np.diff(found[order]) > 0).all()


@given(st.lists(st.integers(1, 9), min_size=1, max_size=9, unique=True))
def test_labels_with_room_stay_where_they_belong(wanted):
    assert spread([10.0 * place for place in wanted], 5.0, 1.0, 100.0) == pytest.approx([10.0 * p for p in wanted])
