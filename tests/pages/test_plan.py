"""The parts of a plan on a page: roads, permits, roles, gaps, organisations."""

from __future__ import annotations

import pytest

from mapping.knowledge.catalog import read_lines
from mapping.present.plan import gaps_of, permits_of, stages_of
from mapping.ui.plan.plan import PARTS
from mapping.ui.text import plain

CAKES = "35.78.03.1001"


def page(region: str, code: str, line_id: str) -> None:
    """What a page does with a plan; AppTest runs this function as a script of its own."""
    import streamlit as st

    from mapping.ui.cache import read_view
    from mapping.ui.plan.gaps import say_gaps
    from mapping.ui.plan.permits import say_permits
    from mapping.ui.plan.roadmap import say_roadmap
    from mapping.ui.plan.roles import say_roles

    view = read_view(region)
    # Links need the frame; the part with one is looked at through it.
    for say in (say_roadmap, say_permits, say_roles, say_gaps):
        with st.container():
            say(view, code, line_id)


@pytest.fixture
def plan(processed, monkeypatch):
    """``plan("surabaya", code, "B13")``: the parts of one plan, drawn."""
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("MAPPING_PROCESSED", str(processed))

    def draw(region: str, code: str, line_id: str) -> AppTest:
        return AppTest.from_function(page, default_timeout=60, args=(region, code, line_id)).run()

    return draw


def texts(test) -> str:
    return "\n".join(str(element.value) for kind in (test.markdown, test.caption) for element in kind)


def test_the_page_says_what_the_tables_say(plan, study):
    test = plan("surabaya", CAKES, "B13")
    assert not test.exception
    shown = texts(test)
    of = study("surabaya")
    for row in stages_of(of, CAKES, "B13").itertuples():
        assert plain(row.stage_line) in shown
        assert plain(row.why) in shown
        assert all(plain(condition) in shown for condition in row.before.split("; "))
    for row in permits_of(of, "B13").itertuples():
        assert plain(row.name) in shown
        assert plain(row.what) in shown
    for row in gaps_of(of, CAKES, "B13").itertuples():
        assert plain(row.sentence) in shown


@pytest.mark.parametrize("line_id", read_lines().index[::6])
def test_every_line_has_a_page_in_a_thinly_surveyed_place(plan, study, line_id):
    of = study("batang")
    thin = of.quality["n"].idxmin()
    test = plan("batang", thin, line_id)
    assert not test.exception
    assert "nan" not in texts(test).lower().split()


def test_a_role_is_chosen_and_its_tasks_are_listed(plan):
    test = plan("surabaya", CAKES, "B13")
    choice = test.selectbox(key="peran")
    assert "Lurah" in choice.options
    shown = texts(choice.select("Pengawas").run())
    assert plain("Memeriksa pembukuan dan kas") in shown
    assert "Memutuskan" in shown


def test_the_parts_are_five():
    titles = [title for title, _ in PARTS.values()]
    assert titles == ["Peta jalan", "Izin", "Siapa mengerjakan", "Pelatihan dan mitra", "Lembaga yang ada"]
