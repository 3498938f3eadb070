"""Scenarios as files: they load back equal, and bad ones are refused in words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.errors import MappingError, SettingsError
from mapping.knowledge.catalog import read_criteria
from mapping.present.scenarios import MOST, Scenario, check_scenario, read_scenarios, write_scenarios
from mapping.settings import AdviceSetup, ScoringSetup

CRITERIA = list(read_criteria()["criteria"])
names = st.text(st.characters(categories=("L", "N"), max_codepoint=0x24F), min_size=1, max_size=20)
scorings = st.builds(
    ScoringSetup,
    name=names,
    weights=st.dictionaries(st.sampled_from(CRITERIA), st.floats(0.5, 100), min_size=1).map(lambda d: tuple(d.items())),
    scaling=st.sampled_from(["goalposts", "minmax", "ranks"]),
    aggregation=st.sampled_from(["arithmetic", "geometric"]),
)
answers = st.builds(
    AdviceSetup,
    own_capital_idr=st.floats(0, 1e9),
    people=st.none() | st.integers(0, 50),
    borrows=st.booleans(),
    assumptions=st.just(()) | st.floats(0.5, 3.0).map(lambda value: (("loan.least_dscr", value),)),
)
scenarios = st.builds(Scenario, name=names, scoring=scorings, answers=answers, price_change=st.floats(-0.3, 0.3))


@settings(max_examples=25)
@given(st.lists(scenarios, min_size=1, max_size=3, unique_by=lambda one: one.name))
def test_a_saved_scenario_loads_back_equal(given_scenarios):
    content = write_scenarios(given_scenarios)
    found = read_scenarios(content, "skenario.json")
    assert found == given_scenarios
    assert write_scenarios(found) == content


def changed(**parts) -> bytes:
    """A good file of one scenario with some of its parts replaced."""
    content = json.loads(write_scenarios([Scenario("Satu")]))
    content["scenarios"][0] |= parts
    return json.dumps(content).encode()


BAD = {
    b"": "tidak bisa dibaca sebagai JSON",
    b"\xff\xfe{": "tidak bisa dibaca sebagai JSON",
    b"[1]": "satu objek JSON",
    b'{"format": "susunan-skor", "version": 1}': 'kunci "format" harus "skenario"',
    b'{"format": "skenario", "version": 2, "scenarios": []}': 'kunci "version"',
    b'{"format": "skenario", "version": true, "scenarios": []}': 'kunci "version"',
    b'{"format": "skenario", "version": 1}': 'kunci "scenarios"',
    b'{"format": "skenario", "version": 1, "scenarios": []}': 'kunci "scenarios"',
    b'{"format": "skenario", "version": 1, "scenarios": [3]}': 'kunci "scenarios[1]"',
    b'{"format": "skenario", "version": 1, "scenarios": [{}]}': "nama harus",
    b'{"format": "skenario", "version": 1, "skenario": []}': '"skenario" tidak dikenal',
    b'{"format": "skenario", "format": "skenario"}': "dua kali",
    changed(name=" "): "nama harus",
    changed(name="a" * 61): "nama harus",
    changed(name="a\u0007b"): "nama harus",
    changed(name=["a"]): "nama harus",
    changed(price_change=0.31): "perubahan harga",
    changed(price_change="10%"): "perubahan harga",
    changed(price_change=True): "perubahan harga",
    changed(price_change=None): "perubahan harga",
    changed(harga=1): '"scenarios[1].harga" tidak dikenal',
    changed(scoring=[]): "satu objek JSON",
    changed(scoring={"format": "susunan-skor", "version": 1, "scaling": "acak"}): "scaling",
    changed(answers={"format": "jawaban-koperasi", "version": 1, "people": -1}): '"people"',
    changed(answers={"format": "susunan-skor", "version": 1}): "jawaban koperasi",
    changed(answers={"format": "jawaban-koperasi", "version": 1, "assumptions": [{"key": "x.y", "value": 1}]}): "x.y",
}


@pytest.mark.parametrize(("content", "said"), BAD.items())
def test_a_bad_file_is_refused_by_name(content, said):
    with pytest.raises(SettingsError) as refused:
        read_scenarios(content, "../rahasia/skenario.json")
    assert said in str(refused.value)
    assert "skenario.json" in str(refused.value) and "rahasia" not in str(refused.value)


def test_a_number_that_is_none_is_refused():
    content = changed().replace(b'"price_change": 0.0', b'"price_change": NaN')
    with pytest.raises(SettingsError, match="bukan angka"):
        read_scenarios(content, "skenario.json")


def test_two_of_the_same_name_and_too_many_are_refused():
    with pytest.raises(SettingsError, match='dua skenario bernama "Satu"'):
        write_scenarios([Scenario("Satu"), Scenario("Satu")])
    content = json.loads(changed())
    content["scenarios"] *= 2
    with pytest.raises(SettingsError, match="dua skenario bernama"):
        read_scenarios(json.dumps(content).encode(), "skenario.json")
    content["scenarios"] *= MOST
    with pytest.raises(SettingsError, match=f"1 sampai {MOST}"):
        read_scenarios(json.dumps(content).encode(), "skenario.json")


@pytest.mark.parametrize("depth", [50, 900, 100_000])
def test_depth_is_refused_and_nothing_else_is_raised(depth):
    deep = b"[" * depth + b"]" * depth
    for where in (b'"scoring": ', b'"answers": ', b'"name": '):
        with pytest.raises(MappingError):
            read_scenarios(
                b'{"format": "skenario", "version": 1, "scenarios": [{"name": "a", ' + where + deep + b"}]}", "s.json"
            )


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(st.sampled_from(["name", "scoring", "answers", "price_change"]), x, max_size=4)
        ),
        max_leaves=8,
    )
)
def test_nothing_but_our_own_errors_leaves_the_reader(row):
    content = json.dumps({"format": "skenario", "version": 1, "scenarios": [row]}).encode()
    try:
        found = read_scenarios(content, "s.json")
    except MappingError:
        return
    for scenario in found:
        check_scenario(scenario)


def test_a_price_that_breaks_a_line_of_the_user_is_refused():
    broken = AdviceSetup(line_changes=(("B13", "margin_low_pct", "banyak"),))
    with pytest.raises(SettingsError, match="B13"):
        check_scenario(Scenario("Rusak", answers=broken, price_change=0.1))
