"""What a map shows of every place and of whole kecamatan: right by hand, and nothing hidden can be worked out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.present.mapdata import FAIRLY, KNOWN, SUPPRESSED, SURE, UNKNOWN, UNSURE
from mapping.present.mapvalues import (
    certainty,
    certainty_values,
    kecamatan_kinds,
    kecamatan_values,
    sector_values,
)
from mapping.present.tables import TOO_FEW

NAMES = ["Barat", "Timur", "Utara", "Selatan"]


def rows_of(*cells: tuple[float, int]) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=["value", "state"])


NAN = float("nan")
MEMBERS = rows_of(
    (4, KNOWN), (6, KNOWN), (11, KNOWN), (NAN, SUPPRESSED),
    (8, KNOWN), (NAN, SUPPRESSED), (NAN, SUPPRESSED),
    (NAN, UNKNOWN), (NAN, UNKNOWN), (5, KNOWN),
)  # fmt: skip
PLACES = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2])


def test_a_kecamatan_has_the_sum_of_counts_and_the_median_of_scores_of_what_is_known():
    sums = kecamatan_values(MEMBERS, PLACES, NAMES, True)
    medians = kecamatan_values(MEMBERS, PLACES, NAMES, False)
    assert sums.index.tolist() == ["0", "1", "2", "3"]
    assert (sums.loc["0", "value"], medians.loc["0", "value"]) == (21, 6)
    assert sums[["known", "hidden", "members"]].to_numpy().tolist() == [[3, 1, 4], [1, 2, 3], [1, 0, 3], [0, 0, 0]]


def test_a_kecamatan_that_is_mostly_hidden_stays_hidden_and_mostly_unknown_stays_unknown():
    made = kecamatan_values(MEMBERS, PLACES, NAMES, True)
    assert made["state"].tolist() == [KNOWN, SUPPRESSED, UNKNOWN, UNKNOWN]
    assert made["value"].isna().tolist() == [False, True, True, True]


states = st.lists(st.sampled_from([KNOWN, SUPPRESSED, UNKNOWN]), min_size=1, max_size=24)


@given(states, st.lists(st.integers(1, 2), min_size=24, max_size=24), st.booleans(), st.randoms())
def test_no_hidden_count_moves_any_figure_of_a_kecamatan(states, hidden, summed, chance):
    """Whatever stands in the hidden cells, the answer is the same: so nothing about them can be worked out."""
    places = np.array([chance.randrange(4) for _ in states])
    shown = pd.DataFrame({"value": [10.0 + i for i in range(len(states))], "state": states})
    blank = shown.assign(value=shown["value"].where(shown["state"] == KNOWN))
    full = shown.assign(value=shown["value"].mask(shown["state"] == SUPPRESSED, pd.Series(hidden[: len(states)])))
    pd.testing.assert_frame_equal(
        kecamatan_values(blank, places, NAMES, summed), kecamatan_values(full, places, NAMES, summed)
    )


@given(st.lists(st.sampled_from([KNOWN, SUPPRESSED, UNKNOWN]), min_size=3, max_size=20), st.randoms())
def test_the_order_of_kelurahan_does_not_matter(states, chance):
    places = np.array([chance.randrange(4) for _ in states])
    rows = pd.DataFrame({"value": np.arange(len(states), dtype=float), "state": states})
    order = np.array(chance.sample(range(len(states)), len(states)))
    for summed in (True, False):
        pd.testing.assert_frame_equal(
            kecamatan_values(rows, places, NAMES, summed),
            kecamatan_values(rows.iloc[order].reset_index(drop=True), places[order], NAMES, summed),
        )


def test_a_kecamatan_wears_its_commonest_kind_and_the_less_certain_middle():
    kinds = pd.DataFrame({"kind_of": [2, 2, 0, 1, 0, 1, -1], "state": [KNOWN] * 6 + [UNKNOWN]})
    places = np.array([0, 0, 0, 0, 1, 1, 1])
    common = kecamatan_kinds(kinds, places, NAMES[:2], 3, False)
    assert common[["kind_of", "agreeing"]].to_numpy().tolist() == [[2, 2], [0, 1]]
    middle = kecamatan_kinds(kinds, places, NAMES[:2], 3, True)
    assert middle["kind_of"].tolist() == [2, 1]
    assert kecamatan_kinds(kinds.assign(state=UNKNOWN), places, NAMES[:2], 3, False)["kind_of"].tolist() == [-1, -1]


@pytest.mark.parametrize(("width", "word"), [(0, SURE), (20, SURE), (20.1, FAIRLY), (50, FAIRLY), (50.1, UNSURE)])
def test_certainty_follows_from_the_width_of_the_rank_interval(width, word):
    rows = pd.DataFrame({"rank_low": [1.0], "rank_high": [1.0 + width]})
    assert certainty(rows, 100).tolist() == [word]


def test_what_is_hidden_has_no_certainty():
    rows = pd.DataFrame({"state": [KNOWN, SUPPRESSED, UNKNOWN], "value": [1.0, NAN, NAN]})
    made = certainty_values(rows, np.array([SURE, -1, -1]))
    assert made["state"].tolist() == [KNOWN, SUPPRESSED, UNKNOWN]
    assert made["kind_of"].tolist() == [SURE, -1, -1]


def test_sector_values_keep_the_order_of_places_and_hide_what_is_hidden():
    table = pd.DataFrame(
        {"sector": "food", "kelurahan_code": ["b", "a", "c"], "score": [1.0, NAN, NAN], "note": ["", TOO_FEW, ""]}
    )
    made = sector_values(table, pd.Index(["a", "b", "c"]), "food", "score")
    assert made.index.tolist() == ["a", "b", "c"]
    assert made["state"].tolist() == [SUPPRESSED, KNOWN, UNKNOWN]
