"""What the page says of each choice is true of the scores."""

import pandas as pd
import pytest

from mapping.errors import SettingsError
from mapping.score.composite import score_sectors
from mapping.score.scale import SCALINGS as WAYS
from mapping.score.weigh.choices import AGGREGATIONS, METHODS, SCALINGS, check_setup, say_aggregation, say_scaling
from mapping.settings import ScoringSetup

HALVES = (("lq", 1.0), ("workers", 1.0))


def score_of(lq, workers, aggregation):
    index = pd.MultiIndex.from_tuples([("a", "food")], names=["kelurahan_code", "sector"])
    table = pd.DataFrame({"n": 5.0, "lq": lq, "workers": workers}, index=index)
    return score_sectors(table, ScoringSetup(weights=HALVES, aggregation=aggregation))[0]["score"].item()


def test_what_is_said_of_compensation_is_so():
    assert "nilai 100 dan 0 dengan bobot sama memberi skor 50" in say_aggregation(ScoringSetup())
    assert score_of(2.5, 0, "arithmetic") == pytest.approx(50) == score_of(1.5, 60, "arithmetic")
    said = say_aggregation(ScoringSetup(aggregation="geometric"))
    assert "memberi skor 10, sedangkan 50 dan 50 memberi skor 50" in said
    assert "paling sedikit 1 dari 100" in said
    assert score_of(2.5, 0, "geometric") == pytest.approx(10)
    assert score_of(1.5, 60, "geometric") == pytest.approx(50)
    assert score_of(0, 0, "geometric") == pytest.approx(1)


def test_only_goalposts_promise_an_order_that_stays():
    assert say_scaling(ScoringSetup()) == ""
    for scaling in ("minmax", "ranks"):
        assert "bisa menukar urutan dua kelurahan lain" in say_scaling(ScoringSetup(scaling=scaling))


def test_every_choice_has_words_and_passes():
    assert tuple(SCALINGS) == WAYS
    for scaling in SCALINGS:
        for aggregation in AGGREGATIONS:
            check_setup(ScoringSetup(scaling=scaling, aggregation=aggregation))
    assert {"default", "manual", "ahp", "kpju_kecamatan", "kpju_kota", "entropy", "critic", "component"} == set(METHODS)


def test_file_and_key_are_named():
    with pytest.raises(SettingsError, match=r'^Berkas "a.json", kunci "weight_concentration": 0.5 .*1 sampai 1000000'):
        check_setup(ScoringSetup(weight_concentration=0.5), "a.json")
