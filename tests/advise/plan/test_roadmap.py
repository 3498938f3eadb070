"""The three stages of a road map, and what must be reached before each."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.plan.relations import CHAIN
from mapping.advise.plan.roadmap import CLOSED, CORE, OPEN, TABLE, UMBRELLA, UNJUDGED, road_map
from mapping.advise.plan.sentences import say_before, say_stages
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.formats import say_rupiah
from mapping.knowledge.lines import lines_in_force

LINES = read_lines()
ALL = list(LINES.index)
NAMES = ["kelurahan_code", "line_id"]


def chosen(*pairs):
    return pd.DataFrame(pairs, columns=NAMES)


def stage_ids(road):
    return road["stage_line_id"].tolist()


@pytest.mark.parametrize("line_id", ALL)
def test_every_line_has_three_stages_that_exist_and_differ(suitability, line_id):
    road = road_map(chosen(("a", line_id)), suitability(), LINES)
    assert road["stage"].tolist() == [1, 2, 3]
    assert stage_ids(road)[0] == line_id
    assert set(stage_ids(road)) <= set(ALL)
    assert len(set(stage_ids(road))) == 3


@given(st.data())
def test_no_road_map_runs_in_a_circle_whatever_the_place_is_like(data):
    some = st.lists(st.sampled_from(ALL), unique=True)
    core = data.draw(st.sampled_from(ALL))
    index = pd.MultiIndex.from_product([["a"], ALL], names=NAMES)
    open_here = pd.Series(index.get_level_values(1).isin(data.draw(some)), index=index)
    leader = data.draw(st.sampled_from(["", *ALL]))
    table = pd.DataFrame(
        {
            "score": data.draw(st.floats(0, 100)),
            "open": open_here,
            "candidate": open_here & index.get_level_values(1).isin(data.draw(some)),
            "carries": data.draw(st.sampled_from(["yes", "no", "unknown"])),
            "gate": "x",
            "leader": leader if leader != core else "",
        },
        index=index,
    )
    road = road_map(chosen(("a", core)), table, LINES)
    assert len(set(stage_ids(road))) == 3
    assert stage_ids(road)[0] == core
    if leader:
        assert leader not in stage_ids(road)[1:]


def test_an_umbrella_of_the_same_members_comes_later_the_cheaper_first(suitability):
    led = {"score": 90.0, "candidate": True, "leader": "B13"}
    table = suitability({"a": {"B12": {**led, "score": 95.0}, "B11": led}})
    road = road_map(chosen(("a", "B13")), table, LINES)
    assert stage_ids(road) == ["B13", "B11", "B12"]
    assert road["kind"].tolist() == [CORE, UMBRELLA, UMBRELLA]
    assert road["capital_low_idr"].iloc[1] < road["capital_low_idr"].iloc[2]


def test_a_line_that_leads_the_core_is_named_first_and_never_comes_after_it(suitability):
    table = suitability({"a": {"B11": {"leader": "B13"}, "B13": {"candidate": True, "score": 99.0}}})
    road = road_map(chosen(("a", "B11")), table, LINES)
    assert "B13" not in stage_ids(road)
    assert road["first_line"].iloc[0] == "B13"
    why = say_stages(road, LINES)["why"].iloc[0]
    assert LINES.loc["B13", "line"] in why


def test_members_go_before_the_table_and_the_table_before_a_mere_chain(suitability):
    here = {"score": 50.0, "candidate": True}
    chain = suitability({"a": {"B24": {**here, "score": 99.0}, "B35": here}})
    road = road_map(chosen(("a", "B14")), chain, LINES)
    assert stage_ids(road) == ["B14", "B35", "B24"]
    assert road["kind"].tolist() == [CORE, TABLE, CHAIN]
    both = suitability({"a": {"B25": here, "B10": here}})
    assert stage_ids(road_map(chosen(("a", "B24")), both, LINES))[1] == "B25"


def test_a_line_that_cannot_carry_its_loan_does_not_come_next_where_another_can(suitability):
    led = {"score": 90.0, "candidate": True, "leader": "B13"}
    table = suitability({"a": {"B11": {**led, "carries": "no"}, "B12": led, "B06": {"candidate": True}}})
    assert stage_ids(road_map(chosen(("a", "B13")), table, LINES)) == ["B13", "B12", "B06"]


def test_a_closed_line_stands_only_where_nothing_else_is_left_and_says_why(suitability):
    table = suitability()
    table["open"] = False
    table["gate"] = "Terlalu sedikit warga yang mengusahakannya di sini."
    road = road_map(chosen(("a", "B01")), table, LINES)
    # Savings and haulage are not judged by a survey: their gate is not what stands against them.
    assert road["state"].tolist() == [CLOSED, UNJUDGED, UNJUDGED]
    assert stage_ids(road)[1:] == ["B05", "B10"]
    road = road_map(chosen(("a", "B12")), table, LINES)
    said = say_stages(road, LINES)["why"]
    closed = said[road["state"] == CLOSED]
    assert len(closed) and closed.str.contains("terlalu sedikit warga").all()
    assert said[road["state"] == UNJUDGED].str.contains("periksa di lapangan").all()


def test_swapping_two_kelurahan_swaps_their_road_maps(suitability):
    table = suitability({"a": {"B25": {"score": 90.0, "candidate": True}}})
    road = road_map(chosen(("a", "B24"), ("b", "B24")), table, LINES)
    swapped = table.rename(index={"a": "b", "b": "a"}, level=0).sort_index()
    other = road_map(chosen(("b", "B24"), ("a", "B24")), swapped, LINES)
    assert stage_ids(road) == stage_ids(other)
    assert stage_ids(road)[:3] != stage_ids(road)[3:]


def test_many_at_once_are_the_same_as_one_by_one(suitability):
    table = suitability({"a": {"B11": {"candidate": True, "score": 70.0}}})
    pairs = [("a", line_id) for line_id in ALL] + [("b", line_id) for line_id in ALL]
    together = road_map(chosen(*pairs), table, LINES)
    alone = pd.concat([road_map(chosen(pair), table, LINES) for pair in pairs], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone, check_dtype=False)


def test_of_a_place_that_nobody_weighed_the_planners_table_speaks():
    nothing = pd.DataFrame(index=pd.MultiIndex.from_arrays([[], []], names=NAMES))
    road = road_map(chosen(("z", "B13")), nothing, LINES)
    assert road["kind"].tolist() == [CORE, TABLE, TABLE]
    assert set(road["state"]) == {UNJUDGED}
    assert road["net_cash_idr_month"].isna().all()


def test_later_stages_need_the_instalments_of_all_before_them(suitability):
    table = suitability({"a": {"B13": {"instalment_idr_month": 2e6}, "B11": {"instalment_idr_month": 3e6}}})
    table.loc[("a", ["B11", "B12"]), ["candidate", "leader"]] = [True, "B13"]
    road = road_map(chosen(("a", "B13")), table, LINES)
    assert road["months"].tolist()[1:] == [6, 12]
    assert road["net_cash_idr_month"].tolist()[1:] == pytest.approx([1.2 * 2e6, 1.2 * 5e6])
    assert road["net_cash_idr_month"].isna().iloc[0]
    table.loc[("a", "B13"), "instalment_idr_month"] = float("nan")
    assert road_map(chosen(("a", "B13")), table, LINES)["net_cash_idr_month"].isna().all()


def test_capital_and_members_are_those_of_the_lines_in_force(suitability):
    changed = lines_in_force((("B13", "capex_low_idr", "20000000"), ("B13", "min_businesses", "33")))
    road = road_map(chosen(("a", "B13"), ("a", "B14")), suitability(), changed)
    first = road.iloc[0]
    assert first["capital_low_idr"] == 20e6 + changed.loc["B13", "working_low_idr"]
    assert first["capital_high_idr"] == changed.loc["B13", ["capex_high_idr", "working_high_idr"]].sum()
    assert first["members"] == 33
    assert road["own_figures"].tolist() == [True, False, False, False, False, False]


def test_a_line_of_the_users_own_has_a_road_map(suitability, own_line):
    road = road_map(chosen(("a", "X1")), suitability(), own_line)
    assert len(set(stage_ids(road))) == 3
    assert road["own_figures"].tolist() == [True, False, False]


def test_conditions_read_back_give_the_numbers_of_their_row(suitability):
    pairs = [("a", line_id) for line_id in ALL]
    road = road_map(chosen(*pairs), suitability(), LINES)
    for row in road.to_dict("records"):
        said = "; ".join(say_before(row))
        if row["stage"] > 1:
            assert f"{row['months']:.0f} bulan berturut-turut" in said
            assert say_rupiah(row["net_cash_idr_month"]) in said
        if row["members"] == row["members"]:
            assert f"sedikitnya {row['members']:.0f} calon anggota" in said
        assert f"sedikitnya 100 {row['unit']} sebulan" in said


def test_without_a_loan_no_stage_waits_for_an_instalment():
    row = {
        "stage": 2,
        "members": float("nan"),
        "months": 6.0,
        "coverage": 1.2,
        "volume_month": float("nan"),
        "unit": "",
    }
    assert any("tidak minus" in said for said in say_before({**row, "net_cash_idr_month": 0.0}))
    assert any("belum diketahui" in said for said in say_before({**row, "net_cash_idr_month": float("nan")}))


def test_an_open_line_is_open(suitability):
    road = road_map(chosen(("a", "B13")), suitability({"a": {"B13": {"candidate": True}}}), LINES)
    assert road["state"].iloc[0] == OPEN
