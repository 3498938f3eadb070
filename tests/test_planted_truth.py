"""In a made-up region whose right lines are known, the advice finds them, and it is hardly ever sure and wrong.

Few seeds, wide margins; docs/bukti_saran.md holds the figures of many (``python -m mapping bench advice``).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mapping.advise.money.pay import pay
from mapping.advise.suit.evidence import gather_evidence
from mapping.bench import planted
from mapping.bench.handpay import carries, least_units, running_costs
from mapping.bench.planted import MEMBER_LINES, RESIDENT_LINES, plant_region
from mapping.bench.run import NAMES, run_bench
from mapping.bench.verdicts import HEAD, judge_advice, judge_survey, say_verdicts, sum_up
from mapping.errors import CancelledError, MappingError
from mapping.knowledge.lines import lines_in_force
from mapping.measure.lines import measure_lines
from mapping.settings import Settings

SETTINGS = Settings(covers_agriculture=True, draws=200)


@pytest.fixture(scope="module")
def region():
    return plant_region(1)


@pytest.fixture(scope="module")
def verdicts():
    return judge_advice(range(1, 4), shares=(1.0, 0.25, 0.05), designs=(False,))


@pytest.fixture(scope="module")
def records(verdicts):
    return {record["share"]: record for record in sum_up(verdicts)}


# --- the region -----------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_region(region):
    again = plant_region(1)
    pd.testing.assert_frame_equal(again.businesses, region.businesses)
    pd.testing.assert_frame_equal(again.truth, region.truth)
    assert not plant_region(2).truth["line_id"].equals(region.truth["line_id"])


def test_a_region_has_planted_lines_of_both_kinds_and_places_without_any():
    regions = [plant_region(seed) for seed in range(1, 5)]
    truth = pd.concat([region.truth for region in regions])
    assert all(planted.LEAST <= len(region.truth) <= planted.MOST for region in regions)
    assert set(truth["kind"]) == {"members", "residents", "none", "thin", "empty"}
    assert set(truth.loc[truth["kind"] == "members", "line_id"]) == set(MEMBER_LINES)
    assert set(truth.loc[truth["kind"] == "residents", "line_id"]) == set(RESIDENT_LINES)
    assert (truth.loc[~truth["kind"].isin(["members", "residents"]), "line_id"] == "").all()
    tempted = truth[["losing", "crowded", "tiny"]]
    assert not tempted.eq(truth["line_id"].where(truth["line_id"] != "", "-"), axis=0).any(axis=None)
    assert (tempted != "").mean().between(0.15, 0.5).all()


def test_planted_members_are_there_and_a_thin_survey_has_two_of_four_alike(region):
    counts = region.businesses.groupby(["kelurahan_code", "product"]).size()
    least = lines_in_force()["min_businesses"]
    for code, line in region.truth.loc[region.truth["kind"] == "members", "line_id"].items():
        assert counts[code, MEMBER_LINES[line]] >= least[line]
    thin = region.truth.index[region.truth["kind"] == "thin"]
    assert len(thin) > 0
    assert counts[thin].groupby(level=0).sum().eq(4).all()
    assert counts[thin].groupby(level=0).max().ge(2).all()
    assert not region.businesses["kelurahan_code"].isin(region.truth.index[region.truth["kind"] == "empty"]).any()


def test_a_planted_line_pays_by_hand():
    """B30, 1,000 kg more than the smallest size holds: every figure along the way is worked out here."""
    line = lines_in_force().loc["B30"]
    units = np.array([line["capacity_low"]])
    price = (line["price_low_idr"] + line["price_high_idr"]) / 2
    margin = (line["margin_low_pct"] + line["margin_high_pct"]) / 200
    net = units[0] * price * margin - line["staff_low"] * 2_500_000 - line["overhead_low_idr_month"]
    capital = line["capex_low_idr"] + line["working_low_idr"]
    instalment = capital * 0.005 / (1 - 1.005**-66)
    assert carries(line, units)[0] == pytest.approx(net / instalment)
    assert running_costs(line, 0.0) == line["staff_low"] * 2_500_000 + line["overhead_low_idr_month"]
    enough = least_units(line, 2.0)
    assert carries(line, np.array([enough]))[0] >= 2.0 > carries(line, np.array([0.98 * enough]))[0]


def test_the_tool_itself_agrees_which_lines_pay(region):
    """Two pieces of arithmetic, written apart: planted lines carry their loan, losing ones do not."""
    lines = measure_lines(region.kelurahan, region.businesses, SETTINGS)
    evidence = gather_evidence(region.kelurahan, lines, SETTINGS)
    paid = pay(evidence, lines_in_force(), SETTINGS.advice)["carries"]

    def verdict(column):
        chosen = region.truth.loc[region.truth[column].isin(list(MEMBER_LINES)), column]
        return paid.reindex(pd.MultiIndex.from_arrays([chosen.index, chosen])).value_counts(normalize=True)

    assert verdict("line_id").get("yes", 0.0) > 0.85
    assert verdict("losing").get("no", 0.0) > 0.95


# --- the advice -----------------------------------------------------------------------------------------------------


def test_the_advice_finds_the_planted_line_more_often_than_simple_guesses(records):
    full = records[1.0]
    assert full["hit1_advice"] > 0.65
    assert full["hit3_advice"] > 0.85
    for guess in ("count", "lq", "random"):
        assert full["hit1_advice"] > full[f"hit1_{guess}"] + 0.08, guess
        assert full["hit3_advice"] > full[f"hit3_{guess}"], guess
    assert full["hit1_random"] < 0.1


def test_confident_and_wrong_stays_under_five_percent(records, verdicts):
    assert (verdicts["wrong"] <= 0.05).all()
    for record in records.values():
        assert record["wrong"] < 0.03
        assert (record["wrong_of_confident"] or 0.0) < 0.05
    assert records[1.0]["confident"] > 0.15, "a tool that is never sure is never wrong"


def test_a_thinner_survey_is_answered_with_less_certainty(records):
    unsure = [records[share]["unsure"] for share in (1.0, 0.25, 0.05)]
    assert unsure == sorted(unsure)
    assert unsure[0] < unsure[1] - 0.1
    assert records[0.05]["abstains"] > records[1.0]["abstains"] + 0.2


def test_the_verdict_knows_a_wrong_answer(region):
    """Dealt-out truths are not found: the judge does not nod at everything."""
    rng = np.random.default_rng(3)
    truth = region.truth.copy()
    members = truth["kind"] == "members"
    truth.loc[members, "line_id"] = np.roll(truth.loc[members, "line_id"], 1 + int(rng.integers(3)))
    other = planted.Planted(region.kelurahan, region.businesses, truth)
    verdict = judge_survey(other, region.businesses, SETTINGS, 1)
    assert verdict["hit1_members"] < 0.3
    assert verdict["wrong"] > 0.1


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_verdicts_are_said_in_a_table(verdicts):
    said = say_verdicts(sum_up(verdicts)).splitlines()
    assert len(said) == 2 + 3
    assert said[0] == "| " + " | ".join(HEAD) + " |"
    assert said[2].startswith("| 100% |")
    assert len({line.count("|") for line in said}) == 1


def test_the_bench_can_be_stopped_and_refuses_no_regions():
    def stop(share, text):
        raise CancelledError

    assert "advice" in NAMES
    with pytest.raises(CancelledError):
        run_bench(["advice"], seeds=1, progress=stop)
    with pytest.raises(MappingError, match="--seeds"):
        run_bench(["advice"], seeds=0)
