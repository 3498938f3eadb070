"""A shared link brings weights and answers along; nonsense in it is said and left out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.setup import write_advice_setup
from mapping.score.weigh.setup import write_setup
from mapping.score.weigh.weights import default_weights
from mapping.settings import AdviceSetup, ScoringSetup
from mapping.ui.advising import ANSWERS
from mapping.ui.carried import LONGEST, MOST, pack, unpack
from mapping.ui.scoring import IN_FORCE


def moved_setup() -> ScoringSetup:
    weights = default_weights()
    weights.iloc[0] *= 3
    return ScoringSetup(name="Berat ke satu", weights=tuple(weights.items()), method="manual")


@given(st.binary(max_size=2_000))
def test_what_is_packed_unpacks(content):
    assert unpack(pack(content)) == content


@given(st.text(max_size=60))
def test_any_other_text_is_refused_and_never_more_than_a_value_error(text):
    try:
        unpack(text)
    except ValueError as error:
        assert str(error) == "not a packed set-up"


def test_a_small_link_cannot_unpack_to_a_large_file():
    with pytest.raises(ValueError, match="packed"):
        unpack(pack(b"0" * (MOST + 1)))


def test_the_usual_set_ups_are_not_in_the_address(app):
    assert not {"susunan", "jawaban"} & set(app("peta", wilayah="surabaya").query_params)


def test_a_link_puts_its_weights_in_force(app):
    setup = moved_setup()
    test = app("peta", wilayah="surabaya", susunan=pack(write_setup(setup)))
    assert not test.exception
    kept = test.session_state[IN_FORCE]
    assert (kept.name, dict(kept.weights)) == (setup.name, pytest.approx(dict(setup.weights)))


def test_a_link_puts_its_answers_in_force(app):
    answers = AdviceSetup(own_capital_idr=25_000_000.0, people=3, borrows=False)
    test = app("profil", wilayah="batang", jawaban=pack(write_advice_setup(answers)))
    assert replace(test.session_state[ANSWERS], name="") == replace(answers, name="")


@pytest.mark.parametrize("text", ["xx", "eJw", pack(b"[]"), pack(b'{"bobot": "banyak"}')])
def test_nonsense_is_said_and_left_out(app, text):
    test = app("", wilayah="surabaya", susunan=text)
    assert not test.exception
    assert any("tidak bisa dipakai" in warning.value for warning in test.warning)
    assert IN_FORCE not in test.session_state and "susunan" not in test.query_params


def test_usual_set_ups_fit_into_an_address():
    assert len(pack(write_setup(moved_setup()))) < LONGEST


def test_a_browser_that_has_not_heard_of_the_newest_address_undoes_nothing(app, monkeypatch):
    test = app("profil", wilayah="surabaya", kelurahan="35.78.03.1001")
    test.selectbox(key="kelurahan").set_value("35.78.03.1002").run()
    assert "35.78.03.1002" in test.query_params["kelurahan"]
    test.query_params["kelurahan"] = "35.78.03.1001"
    test.run()
    assert test.session_state["kelurahan"] == "35.78.03.1002"


def test_an_older_address_is_a_link_again_once_the_newest_is_known(app, monkeypatch):
    import mapping.ui.state as state

    test = app("profil", wilayah="surabaya", kelurahan="35.78.03.1001")
    test.selectbox(key="kelurahan").set_value("35.78.03.1002").run()
    later = state.time.monotonic() + 2 * state.STALE_S
    monkeypatch.setattr(state.time, "monotonic", lambda: later)
    test.query_params["kelurahan"] = "35.78.03.1001"
    test.run()
    assert test.session_state["kelurahan"] == "35.78.03.1001"
