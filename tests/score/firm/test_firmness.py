"""What scores hang on: hand-made cases, identities, and refusals that name what is in the way."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapping.errors import CancelledError, NotComputableError, SettingsError
from mapping.measure.sectors import measure_sectors
from mapping.score.composite import score_sectors
from mapping.score.firm.draws import Draws
from mapping.score.firm.firmness import Firmness, assess
from mapping.score.firm.maup import compare_kecamatan
from mapping.score.firm.sensitivity import ASSUMPTIONS, rank_sensitivity
from mapping.score.weigh.setup import criteria_in_force
from mapping.settings import ScoringSetup, Settings

SETTINGS = Settings(draws=100)
WAYS = [(s, a) for s in ("goalposts", "minmax", "ranks") for a in ("arithmetic", "geometric")]


@pytest.fixture
def region(city):
    """Kelurahan in six kecamatan, their businesses, their indicators."""
    kelurahan, businesses = city(7, kelurahan=42, mean=30)
    code = kelurahan.index.to_series()
    kelurahan = kelurahan.assign(
        kabupaten="Kota", kecamatan=("Kec " + code.str[6:8]).to_numpy(), households=4_000.0, area_km2=1.5
    )
    stage = businesses["stage"].mask(businesses["sector"] == "agriculture", "hulu")
    businesses = businesses.assign(stage=stage)
    return kelurahan, businesses, measure_sectors(kelurahan, businesses, SETTINGS)


def under(scaling="goalposts", aggregation="arithmetic", **choices):
    return replace(SETTINGS, setup=ScoringSetup(scaling=scaling, aggregation=aggregation, **choices))


@pytest.mark.parametrize(("scaling", "aggregation"), WAYS)
def test_every_table_is_there_under_every_setup(region, scaling, aggregation):
    kelurahan, businesses, indicators = region
    found = assess(indicators, kelurahan, under(scaling, aggregation), businesses=businesses)
    names = list(criteria_in_force(ScoringSetup())["criteria"])
    pairs = [(sector, name) for sector in ("food", "crafts", "agriculture") for name in names]
    assert found.unavailable == {}
    assert list(found.drop_one.index) == list(found.importance.index) == list(found.correlations.index) == pairs
    assert list(found.sensitivity.index.get_level_values("assumption").unique()) == list(ASSUMPTIONS)
    assert found.importance.groupby("sector")["effective"].sum().to_numpy() == pytest.approx(1, abs=1e-9)
    assert found.importance.groupby("sector")["weight"].sum().to_numpy() == pytest.approx(1, abs=1e-9)
    assert found.correlations.min(axis=None) >= -1 - 1e-9
    assert found.correlations.max(axis=None) <= 1 + 1e-9
    assert (found.shift > 0).all()
    assert (found.reversal["turned"] == 0).all() == (scaling == "goalposts")
    assert (found.reversal["pairs"] > 0).all()


def test_same_seed_same_answer(region):
    kelurahan, businesses, indicators = region
    first, second = (assess(indicators, kelurahan, SETTINGS, businesses=businesses) for _ in range(2))
    for name in ("drop_one", "importance", "correlations", "sensitivity", "maup", "agreement", "reversal"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


def test_dropping_is_scoring_without(region):
    """Against the whole road: the set-up without the criterion, ranks among the same kelurahan."""
    _, _, indicators = region
    criteria = criteria_in_force(ScoringSetup())["criteria"]
    found = assess(indicators, region[0], SETTINGS).drop_one
    before = score_sectors(indicators)[0]["score"].xs("food", level="sector").dropna()
    for name in criteria:
        rest = tuple((other, post["weight"]) for other, post in criteria.items() if other != name)
        after = score_sectors(indicators, ScoringSetup(weights=rest))[0]["score"].xs("food", level="sector")[
            before.index
        ]
        ranks = [(-s.round(9)).rank(method="min") for s in (before, after)]
        shift = (ranks[0] - ranks[1]).abs()
        kept = (ranks[1][ranks[0] <= 10] <= 10).mean()
        row = found.loc[("food", name)]
        assert row.tolist() == pytest.approx([shift.mean(), shift.max(), before.corr(after, "spearman"), kept])


def test_the_only_criterion_cannot_be_dropped(region):
    kelurahan, businesses, indicators = region
    found = assess(indicators, kelurahan, under(weights=(("lq", 1),)), businesses=businesses)
    assert found.drop_one.isna().all(axis=None)
    assert found.importance["effective"].tolist() == pytest.approx([1, 1, 1])
    assert found.sensitivity.loc[("food", "kriteria yang dibuang")].tolist() == pytest.approx([0, 0], abs=1e-9)
    assert found.sensitivity.loc[("food", "bobot")].tolist() == pytest.approx([0, 0], abs=1e-9)


def test_indices_are_shares(region):
    found = assess(region[2], region[0], SETTINGS).sensitivity
    assert (found["first"] > -0.05).all()
    assert (found["total"] > -1e-9).all()
    assert (found["first"] <= found["total"] + 0.05).all()
    assert (found["first"].groupby("sector").sum() <= 1.05).all()
    assert (found["total"].groupby("sector").sum() >= 0.95).all()


def sensitivity(indicators, settings):
    criteria = criteria_in_force(settings.setup)
    return rank_sensitivity(Draws(indicators, settings).sectors["food"], criteria, settings.setup)


def test_an_assumption_that_is_settled_moves_nothing(region):
    """Very sure weights and very many businesses leave nothing to those two."""
    _, _, indicators = region
    base, _ = sensitivity(indicators, under(weight_concentration=5))
    sure = indicators.assign(n_effective=indicators["n"] * 1e6, expected=indicators["expected"] * 1e6)
    settled, _ = sensitivity(sure, under(weight_concentration=1e6))
    assert (base["total"] > 0.005).all()  # each of the six is varied
    assert base.loc["bobot", "total"] > 0.05
    assert base.loc["derau survei", "total"] > 0.02
    assert settled.loc["bobot", "total"] < 0.005
    assert settled.loc["derau survei", "total"] < 0.005


def test_a_scaling_that_the_data_do_not_allow_is_no_choice(region):
    """One criterion is the same everywhere: min-max refuses it, the sensitivity goes on without min-max."""
    _, _, indicators = region
    same = indicators.assign(diversity=2.0)
    same.loc[same["n"] == 0, "diversity"] = 2.0
    indices, shift = sensitivity(same, under(weights=(("lq", 1), ("workers", 1), ("diversity", 1))))
    assert indices.notna().all(axis=None)
    assert shift > 0


def compare(region, settings=SETTINGS):
    kelurahan, businesses, indicators = region
    return compare_kecamatan(score_sectors(indicators, settings.setup)[0], kelurahan, businesses, settings)


def test_kecamatan_are_measured_from_their_businesses_not_averaged(region):
    """By hand: one criterion, pooled over the kecamatan, between goalposts stretched by seven kelurahan."""
    kelurahan, businesses, _ = region
    table, _ = compare(region, under(weights=(("workers", 1),), goalposts=(("workers", 0, 200),)))
    own = businesses[businesses["sector"] == "food"]
    kecamatan = kelurahan["kecamatan"].loc[own["kelurahan_code"]].to_numpy()
    total = own["workers"].groupby(kecamatan).sum()
    surveyed = kelurahan["kecamatan"][kelurahan.index.isin(businesses["kelurahan_code"])]
    factor = len(surveyed) / surveyed.nunique()
    food = table.xs("food", level="sector")
    for code in kelurahan.index:
        score = 100 * total[kelurahan.loc[code, "kecamatan"]] / (200 * factor)
        assert food.loc[code, "kecamatan_score"] == pytest.approx(min(score, 100))
    ranks = (-total).rank(method="min")
    assert (food["kecamatan_rank"] == ranks[kelurahan["kecamatan"].loc[food.index]].to_numpy()).all()


def test_quotients_and_densities_of_kecamatan_are_those_of_sums(region):
    kelurahan, businesses, _ = region
    posts = (("lq", 0, 5), ("density_1000", 0, 50))
    for name in ("lq", "density_1000"):
        table, _ = compare(region, under(weights=((name, 1),), goalposts=posts))
        whole = kelurahan.groupby("kecamatan")[["population", "households", "area_km2"]].sum()
        moved = businesses.assign(kelurahan_code=kelurahan["kecamatan"].loc[businesses["kelurahan_code"]].to_numpy())
        measured = measure_sectors(whole.rename_axis("kelurahan_code"), moved, SETTINGS)[name]
        high = {post[0]: post[2] for post in posts}[name]
        code = kelurahan.index[0]
        expected = 100 * measured.loc[(kelurahan.loc[code, "kecamatan"], "food")] / high
        assert table.loc[(code, "food"), "kecamatan_score"] == pytest.approx(expected)


def test_kecamatan_of_one_kelurahan_each_agree_wholly(region):
    kelurahan, businesses, indicators = region
    alone = kelurahan.assign(kecamatan=[f"Kec {i}" for i in range(len(kelurahan))])
    table, agreement = compare((alone, businesses, indicators))
    known = table.dropna()
    assert (known["rank"] == known["kecamatan_rank"]).all()
    assert agreement["agreement"].to_numpy() == pytest.approx(1)
    assert agreement["between"].to_numpy() == pytest.approx(1)
    unknown, _ = compare((kelurahan.assign(kecamatan=""), businesses, indicators))
    pd.testing.assert_frame_equal(unknown, table)


def test_unsurveyed_kelurahan_count_nowhere(region):
    kelurahan, businesses, _ = region
    gone = kelurahan.index[3]
    fewer = businesses[businesses["kelurahan_code"] != gone]
    measured = measure_sectors(kelurahan, fewer, SETTINGS)
    table, _ = compare((kelurahan, fewer, measured))
    without = kelurahan.drop(index=gone)
    expected, _ = compare((without, fewer, measure_sectors(without, fewer, SETTINGS)))
    assert table.loc[gone].isna().all(axis=None)
    pd.testing.assert_frame_equal(table.drop(index=gone, level="kelurahan_code"), expected)


def test_one_kecamatan_is_no_comparison(region):
    kelurahan, businesses, indicators = region
    found = assess(indicators, kelurahan.assign(kecamatan="Satu"), SETTINGS, businesses=businesses)
    assert "satu kecamatan" in found.unavailable["maup"]
    assert found.maup.empty
    assert found.agreement.empty
    assert "daftar usaha" in assess(indicators, kelurahan, SETTINGS).unavailable["maup"]


def test_one_kelurahan_is_refused(region):
    kelurahan, _, indicators = region
    code = kelurahan.index[0]
    one = indicators.xs(code, level="kelurahan_code", drop_level=False)
    with pytest.raises(NotComputableError, match="hanya satu kelurahan"):
        assess(one, kelurahan.loc[[code]], SETTINGS)


def test_nothing_scored_is_refused(region):
    kelurahan, _, indicators = region
    with pytest.raises(NotComputableError, match="tidak ada kelurahan"):
        assess(indicators * np.nan, kelurahan, SETTINGS)


def test_scores_all_the_same_are_refused_and_a_single_such_sector_is_named(region):
    kelurahan, businesses, indicators = region
    same = indicators.copy()
    names = list(criteria_in_force(ScoringSetup())["criteria"])
    food = same.index.get_level_values("sector") == "food"
    same.loc[food, [*names, "n"]] = 3.0
    found = assess(same, kelurahan, SETTINGS, businesses=businesses)
    assert set(found.unavailable) == {"food"}
    assert "Pangan" in found.unavailable["food"]
    assert "food" not in found.drop_one.index.get_level_values("sector")
    same[[*names, "n"]] = 3.0
    with pytest.raises(NotComputableError, match="sama"):
        assess(same, kelurahan, SETTINGS)


def test_a_constant_column_under_minmax_is_named(region):
    kelurahan, businesses, indicators = region
    flat = indicators.copy()
    flat.loc[flat.index.get_level_values("sector") == "crafts", "producers"] = 2.0
    found = assess(flat, kelurahan, under("minmax"), businesses=businesses)
    assert set(found.unavailable) >= {"crafts"}
    assert "Usaha yang membuat" in found.unavailable["crafts"]
    assert isinstance(found, Firmness)


def test_a_setup_out_of_range_is_refused(region):
    with pytest.raises(SettingsError):
        assess(region[2], region[0], under(weight_concentration=-1))


def test_progress_goes_to_the_end_and_may_stop_the_work(region):
    kelurahan, businesses, indicators = region
    seen = []
    assess(indicators, kelurahan, SETTINGS, lambda share, text: seen.append((share, text)), businesses)
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len(shares) > 20

    def stop(share, text):
        if text == "Menguji asumsi":
            raise CancelledError("berhenti")

    with pytest.raises(CancelledError):
        assess(indicators, kelurahan, SETTINGS, stop, businesses)
