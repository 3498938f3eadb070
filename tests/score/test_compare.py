"""Other ways to put scores together beside the chosen one."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from mapping.measure.sectors import measure_sectors
from mapping.score.compare import WAYS, compare_methods
from mapping.score.composite import score_sectors
from mapping.settings import ScoringSetup, Settings

THREE = (("lq", 50.0), ("workers", 30.0), ("spend_idr_month", 20.0))


@pytest.fixture
def indicators(city):
    return measure_sectors(*city(6, kelurahan=40), Settings())


def test_the_chosen_way_agrees_with_itself_and_every_way_is_compared(indicators):
    for chosen in ("arithmetic", "geometric"):
        table = compare_methods(indicators, ScoringSetup(weights=THREE, aggregation=chosen))
        assert set(table.index.get_level_values("way")) == set(WAYS)
        same = table.xs(chosen, level="way")
        assert same["spearman"].tolist() == pytest.approx([1, 1, 1])
        assert same["top10_kept"].tolist() == [1, 1, 1]
        assert table["spearman"].between(-1, 1).all()
        assert (table["reason"] == "").all()


def test_spearman_and_first_ten_are_those_of_the_scores(indicators):
    setup = ScoringSetup(weights=THREE)
    table = compare_methods(indicators, setup)
    one = score_sectors(indicators, setup)[0]["score"].xs("food", level="sector").dropna()
    other = score_sectors(indicators, ScoringSetup(weights=THREE, aggregation="geometric"))[0]["score"]
    other = other.xs("food", level="sector").dropna()
    row = table.loc[("food", "geometric")]
    assert row["spearman"] == pytest.approx(spearmanr(one, other).statistic)
    assert row["n"] == len(one)
    first = set(one.nlargest(10).index) & set(other.nlargest(10).index)
    assert row["top10_kept"] == pytest.approx(len(first) / 10)


def test_a_way_that_cannot_be_worked_out_says_why_and_gives_no_figure(indicators):
    same = indicators.assign(workers=3.0)
    row = compare_methods(same, ScoringSetup(weights=THREE)).loc[("food", "minmax")]
    assert np.isnan(row["spearman"])
    assert '"Tenaga kerja" bernilai sama' in row["reason"]
    few = indicators[indicators.index.get_level_values("kelurahan_code").isin(indicators.index.levels[0][:2])]
    assert compare_methods(few, ScoringSetup(weights=THREE))["spearman"].isna().all()
