"""KPJU: four and eleven criteria, the line between measured and rated, weights."""

from itertools import combinations

import pandas as pd
import pytest

from mapping.errors import SettingsError
from mapping.knowledge.catalog import read_criteria, read_presets
from mapping.score.composite import score_sectors
from mapping.score.weigh.choices import check_setup
from mapping.score.weigh.kpju import kpju_setup, preset_labels, preset_weights, split_criteria
from mapping.settings import ScoringSetup


@pytest.mark.parametrize("preset, criteria", [("kpju_kecamatan", 4), ("kpju_kota", 11)])
def test_every_criterion_is_either_measured_or_rated(preset, criteria):
    content = read_presets()[preset]["criteria"]
    assert len(content) == criteria
    known = read_criteria()["criteria"]
    for criterion in content.values():
        assert ("measured" in criterion) != ("question" in criterion)
        assert set(criterion.get("measured", ())) <= set(known)
        assert criterion["label"]
        assert criterion.get("note") or criterion["question"].endswith("?")
    split = split_criteria(preset)
    assert (split["measured"] == (split["indicators"].str.len() > 0)).all()
    assert "asumsi perencanaan" in read_presets()[preset]["note"]
    check_setup(kpju_setup(preset))


def test_what_only_a_panel_can_tell_is_not_measured():
    """Domain: culture, technology and management cannot be observed by a survey of businesses."""
    split = split_criteria("kpju_kota")
    assert not split.loc[["teknologi", "sosial_budaya", "manajemen"], "measured"].any()
    assert set(kpju_setup("kpju_kota").weights) == {
        *(("established_share", round(100 / 11, 6)), ("local_input_share", round(100 / 11, 6))),
        *(("capital_share", round(100 / 11, 6)), ("workers", round(100 / 11, 6))),
        *(("revenue_idr_month", round(100 / 11, 6)), ("outside_share", round(50 / 11, 6))),
        ("distribution_share", round(50 / 11, 6)),
    }


def test_several_indicators_count_as_their_mean():
    """Market of the eleven: outside 0.3 of 0-0.6 is 0.5; distribution 0 of 0.5-0 is 1; the mean is 0.75."""
    index = pd.MultiIndex.from_tuples([("a", "food")], names=["kelurahan_code", "sector"])
    table = pd.DataFrame({"n": 9.0, "outside_share": 0.3, "distribution_share": 0.0}, index=index)
    market = [row for row in kpju_setup("kpju_kota").weights if row[0] in ("outside_share", "distribution_share")]
    assert score_sectors(table, ScoringSetup(weights=tuple(market)))[0]["score"].tolist() == pytest.approx([75])


def comparisons_of(preset, importance):
    names = list(preset_labels(preset))
    return [(a, b, importance.get(a, 1) / importance.get(b, 1)) for a, b in combinations(names, 2)]


def test_judgements_of_a_panel_take_the_place_of_equal_weights():
    judged = comparisons_of("kpju_kota", {"pasar": 4, "manajemen": 2})
    weights = preset_weights("kpju_kota", judged)
    assert weights["pasar"] == pytest.approx(4 / 15)
    assert weights["manajemen"] == pytest.approx(2 / 15)
    setup = kpju_setup("kpju_kota", judged, ScoringSetup(aggregation="geometric"))
    assert dict(setup.weights)["outside_share"] == pytest.approx(100 * 2 / 15, abs=1e-5)
    assert setup.aggregation == "geometric"
    check_setup(setup)


def test_judgements_must_be_whole_and_hang_together():
    judged = comparisons_of("kpju_kecamatan", {})
    with pytest.raises(SettingsError, match="belum dijawab"):
        preset_weights("kpju_kecamatan", judged[:-1])
    without = [row for row in judged if "kontribusi" not in row]
    with pytest.raises(SettingsError, match='"Sumbangan terhadap ekonomi setempat" belum dibandingkan'):
        preset_weights("kpju_kecamatan", without)
    wild = [(a, b, 9 if i % 2 else 1 / 9) for i, (a, b, _) in enumerate(judged)]
    with pytest.raises(SettingsError, match="saling bertentangan"):
        kpju_setup("kpju_kecamatan", wild)
    with pytest.raises(SettingsError, match='"kpju_provinsi" tidak dikenal'):
        preset_weights("kpju_provinsi")
