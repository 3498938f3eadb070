"""What pages work out once: shared where the region is public, the session's own where it is not, and bounded."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
import streamlit as st
from pandas.arrays import ArrowExtensionArray

from mapping.present import outlines
from mapping.present.mapvalues import sector_values
from mapping.present.tables import score_table
from mapping.settings import ScoringSetup
from mapping.ui import cache, scoring
from mapping.ui.cache import OWN, make_view, read_view
from mapping.ui.figures import sector_rows
from mapping.ui.scoring import KEPT, KEPT_UP_TO, kept, under_setup

MOVED = ScoringSetup(name="Uji", weights=(("lq", 40.0), ("producers", 60.0)))


@pytest.fixture
def view(study):
    return make_view("surabaya", study("surabaya"))


@pytest.fixture
def someone():
    """Leaves the session, and comes as another one."""
    scoring._public_result.clear()
    st.session_state.clear()
    yield st.session_state.clear
    st.session_state.clear()
    scoring._public_result.clear()


def test_a_public_result_is_made_once_for_all_visitors(view, someone):
    first = under_setup(view, MOVED)
    someone()
    assert under_setup(view, MOVED) is first


def test_a_result_of_an_upload_stays_in_its_session(view, someone):
    own = dataclasses.replace(view, key=OWN)
    first = under_setup(own, MOVED)
    assert under_setup(own, MOVED) is first
    someone()
    assert under_setup(own, MOVED) is not first


def test_a_session_remembers_few_results(view, someone):
    for number in range(KEPT_UP_TO + 3):
        assert kept(view, "views", (str(number),), lambda number=number: number) == number
    assert list(st.session_state[KEPT]["views"].values()) == [3, 4][-KEPT_UP_TO:]


def test_own_weights_hold_only_the_columns_that_change(view, someone):
    scored = under_setup(view, MOVED)
    pd.testing.assert_frame_equal(scored.table, score_table(scored.study))
    assert not scored.table["score"].equals(view.table["score"])
    for name in ("lq", "n", "name", "region"):
        one, other = (table[name].array for table in (scored.table, view.table))
        if isinstance(other, ArrowExtensionArray):
            assert one._pa_array.chunk(0).buffers()[1].address == other._pa_array.chunk(0).buffers()[1].address
        else:
            assert np.shares_memory(np.asarray(one), np.asarray(other))


def test_rows_of_a_sector_are_those_of_the_public_table(view, someone):
    for one in (view, under_setup(view, MOVED)):
        for sector, indicator in (("food", "skor"), ("crafts", "lq"), ("trade", "n")):
            column = {"skor": "score"}.get(indicator, indicator)
            wanted = sector_values(one.table, one.study.kelurahan.index, sector, column)
            pd.testing.assert_frame_equal(sector_rows(one, sector, indicator), wanted)


def test_places_are_named_once_whatever_the_weights(view, someone):
    assert under_setup(view, MOVED).places is view.places
    labels = view.places.labels
    assert list(labels) == list(view.study.kelurahan.index)
    assert [labels[code] for code in view.places.codes] == sorted(labels.values())
    assert labels["35.78.03.1001"] == "Kalirungkut · Kec. Rungkut"


def test_kecamatan_of_one_name_say_their_kabupaten(tiny_study):
    kelurahan = tiny_study.kelurahan.copy()
    half = np.arange(len(kelurahan)) < 2
    kelurahan["kecamatan"], kelurahan["kabupaten"] = "Sukamaju", np.where(half, "Utara", "Selatan")
    told = make_view("tiny", dataclasses.replace(tiny_study, kelurahan=kelurahan)).places
    assert told.kecamatan_labels == ["Sukamaju (Selatan)", "Sukamaju (Utara)"]
    assert told.kecamatan[0][0] == 1


def test_intervals_of_each_source_come_only_where_they_are_asked_for(view, someone):
    plain, apart = under_setup(view, MOVED), under_setup(view, MOVED, apart=True)
    assert set(apart.study.scores) - set(plain.study.scores) == set(apart.study.scores.filter(like="rank_")) - {
        "rank_low",
        "rank_high",
    }
    pd.testing.assert_frame_equal(apart.study.scores[plain.study.scores.columns], plain.study.scores)


def test_a_city_has_all_its_draws_and_a_province_says_how_many_it_has(view, monkeypatch):
    assert scoring.live_draws(view) == view.study.settings.draws
    monkeypatch.setattr(scoring, "LIVE_CELLS", 0)
    assert scoring.live_draws(view) == scoring.LIVE_DRAWS
    st.session_state.clear()
    assert scoring._score_again(view, MOVED).study.settings.draws == scoring.LIVE_DRAWS


def test_the_view_of_a_region_reads_its_outlines_from_the_file(processed, monkeypatch, study):
    outlines.write_outlines(processed / "surabaya" / "study")
    made = make_view("surabaya", study("surabaya")).outlines
    monkeypatch.setenv("MAPPING_PROCESSED", str(processed))
    monkeypatch.setattr(outlines, "simplify_outlines", lambda *a, **k: pytest.fail("made on a visitor's page"))
    cache._read_view.clear()
    assert read_view("surabaya").outlines == made
