"""Sector indicators: hand-computed, against a plain loop, and what must stay unknown."""

import numpy as np
import pandas as pd
import pytest

from mapping.knowledge.catalog import SECTORS
from mapping.measure.sectors import COLUMNS, SHARES, measure_sectors
from mapping.settings import Settings

QUOTIENT = ["lq", "lq_low", "lq_high", "lq_prob", "expected"]
KALIRUNGKUT, RUNGKUT_KIDUL, GUNDIH, JEPARA, TEMBOK_DUKUH = (
    "35.78.03.1001",
    "35.78.03.1002",
    "35.78.13.1003",
    "35.78.13.1004",
    "35.78.13.1005",
)


@pytest.fixture
def measured(tiny):
    """As measured, with nothing withheld for privacy (``test_withheld.py``)."""
    return measure_sectors(*tiny, Settings(suppress_below=1))


def test_follows_the_contract(tiny, measured):
    assert measured.index.names == ["kelurahan_code", "sector"]
    assert measured.index.equals(pd.MultiIndex.from_product([tiny[0].index, SECTORS]))
    assert measured.columns.tolist() == COLUMNS
    assert (measured.dtypes == "float64").all()


def test_hand_computed_counts(measured):
    n = measured["n"].unstack("sector")[list(SECTORS)]
    expected = [[12, 3, 1, 5, 2], [4, 6, 2, 10, 3], [2, 0, 0, 0, 0], [3, 1, 5, 4, 1], [np.nan] * 5]
    np.testing.assert_array_equal(n.to_numpy(), expected)
    assert measured["n_kelurahan"].xs("food", level="sector").tolist() == [24, 25, 2, 15, 0]
    # Producers leave out warung makan (2), jasa jahit (2) and all traders.
    producers = measured["producers"].unstack("sector")
    assert producers["food"].tolist()[:4] == [10, 4, 2, 3]
    assert producers["crafts"].tolist()[:4] == [3, 4, 0, 1]
    assert producers["trade"].tolist()[:4] == [0, 0, 0, 0]


def test_hand_computed_food_in_kalirungkut(measured):
    row = measured.loc[(KALIRUNGKUT, "food")]
    assert row["density_1000"] == pytest.approx(0.5)
    assert row["expected"] == pytest.approx(23 * 21 / 64)
    # Spend: 7*4 + 6 + 2*5 = 44 million from ten who answered, twelve there.
    assert row["spend_idr_month"] == pytest.approx(44e6 * 12 / 10)
    # Eight kue basah, two roti, two warung makan.
    shares = np.array([8, 2, 2]) / 12
    assert row["diversity"] == pytest.approx(np.exp(-(shares * np.log(shares)).sum()))


def test_quotients_average_to_one_over_classified_businesses(measured):
    classified = np.array([23, 25, 2, 14, 0])
    for sector in SECTORS:
        rows = measured.xs(sector, level="sector")
        raw = rows["n"] / rows["expected"]
        assert np.nansum(classified / 64 * raw) == pytest.approx(1)
        assert ((rows["lq"] - raw) * (rows["lq"] - 1) <= 1e-12).loc[rows["n"].notna()].all()


def test_missing_is_not_zero(measured):
    unsurveyed = measured.loc[TEMBOK_DUKUH]
    assert unsurveyed.drop(columns="n_kelurahan").isna().all(axis=None)
    assert (unsurveyed["n_kelurahan"] == 0).all()
    assert measured.loc[JEPARA, "density_1000"].isna().all()
    assert np.isnan(measured.loc[(JEPARA, "food"), "spend_idr_month"])  # one of three answered
    surveyed_without = measured.loc[(GUNDIH, "crafts")]
    assert surveyed_without[["n", "workers", "spend_idr_month", "density_1000"]].tolist() == [0, 0, 0, 0]
    assert np.isnan(surveyed_without["diversity"])
    assert surveyed_without["lq"] < 1


def test_only_unclassified_businesses_are_unknown_not_none(tiny):
    kelurahan, businesses = tiny
    new = businesses.loc[businesses["sector"] == ""].copy()
    new.index = pd.Index(["N1", "N2"], name="business_id")
    new["kelurahan_code"] = TEMBOK_DUKUH
    measured = measure_sectors(kelurahan, pd.concat([businesses, new]), Settings(suppress_below=1))
    assert measured.loc[TEMBOK_DUKUH, "n"].isna().all()
    assert (measured.loc[TEMBOK_DUKUH, "n_kelurahan"] == 2).all()


def test_agriculture_not_covered_is_unknown_everywhere(tiny):
    kelurahan, businesses = tiny
    for settings in (Settings(covers_agriculture=False), Settings(agriculture_floor_share=0.5)):
        farming = measure_sectors(kelurahan, businesses, settings).xs("agriculture", level="sector")
        assert farming.drop(columns="n_kelurahan").isna().all(axis=None)
    none = businesses[businesses["sector"] != "agriculture"]
    covered = measure_sectors(kelurahan, none, Settings(covers_agriculture=True)).xs("agriculture", level="sector")
    assert covered["n"].tolist()[:4] == [0, 0, 0, 0]


def test_order_of_rows_does_not_matter(tiny, measured):
    kelurahan, businesses = tiny
    mixed = kelurahan.sample(frac=1, random_state=3), businesses.sample(frac=1, random_state=4)
    shuffled = measure_sectors(*mixed, Settings(suppress_below=1))
    pd.testing.assert_frame_equal(shuffled.reindex(measured.index), measured, rtol=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_a_plain_loop(region, seed):
    kelurahan, businesses = region(seed)
    # What is withheld for privacy is tested in test_withheld.py.
    measured = measure_sectors(kelurahan, businesses, Settings(suppress_below=1))
    classified = businesses[businesses["sector"] != ""]
    for code in kelurahan.index:
        for sector in SECTORS:
            here = classified[classified["kelurahan_code"] == code]
            part = here[here["sector"] == sector]
            row = measured.loc[(code, sector)]
            if here.empty:
                assert row.drop("n_kelurahan").isna().all()
                continue
            assert row["n"] == len(part)
            assert row["producers"] == part["stage"].isin(["hulu", "olahan"]).sum()
            share = (classified["sector"] == sector).mean()
            assert row["expected"] == pytest.approx(len(here) * share)
            for column, source in (("workers", "workers"), ("spend_idr_month", "input_spend_idr_month")):
                if part.empty:
                    assert row[column] == 0
                elif part[source].notna().mean() >= 0.5:
                    assert row[column] == pytest.approx(part[source].mean() * len(part))
                else:
                    assert np.isnan(row[column])


def test_degenerate_regions_do_not_crash(tiny):
    kelurahan, businesses = tiny
    none = measure_sectors(kelurahan, businesses.iloc[:0], Settings(suppress_below=1))
    assert none.drop(columns="n_kelurahan").isna().all(axis=None)
    one = businesses[businesses["kelurahan_code"] == KALIRUNGKUT]
    alone = measure_sectors(kelurahan.loc[[KALIRUNGKUT]], one, Settings(suppress_below=1))
    assert alone["lq"].tolist() == pytest.approx([1.0] * 5)
    silent = businesses.assign(workers=np.nan, input_spend_idr_month=np.nan)
    unknown = measure_sectors(kelurahan.assign(population=np.nan), silent, Settings(suppress_below=1)).loc[
        RUNGKUT_KIDUL
    ]
    assert unknown[["workers", "spend_idr_month", "density_1000"]].isna().all(axis=None)


def test_farm_households_say_what_a_register_leaves_out(tiny):
    """Only the quotient becomes known, and only where the survey did not ask about farms."""
    kelurahan, businesses = tiny
    farms = pd.Series({"35.78.03.1001": 70.0, "35.78.03.1002": 360.0})
    closed = Settings(covers_agriculture=False)
    table = measure_sectors(kelurahan, businesses, closed, farms).xs("agriculture", level="sector")
    assert table["n"].isna().all()
    assert table["lq"].notna().tolist() == [True, True, False, False, False]
    assert table.loc["35.78.03.1001", "lq"] < 1 < table.loc["35.78.03.1002", "lq"]
    asked = Settings(covers_agriculture=True)
    pd.testing.assert_frame_equal(
        measure_sectors(kelurahan, businesses, asked, farms), measure_sectors(kelurahan, businesses, asked)
    )


def test_hand_computed_answers_in_kalirungkut(tiny, measured):
    """All of tiny says capital holds it back and inputs are local; every third sells in the city."""
    _, businesses = tiny
    food = businesses[(businesses["kelurahan_code"] == KALIRUNGKUT) & (businesses["sector"] == "food")]
    row = measured.loc[(KALIRUNGKUT, "food")]
    assert row["age_years"] == np.median(2025 - food["started_year"])
    assert row["revenue_idr_month"] == pytest.approx(2 * 44e6 * 12 / 10)
    assert row["saving_idr_month"] == pytest.approx(0.05 * 44e6 * 12 / 10)
    assert row["herfindahl"] == pytest.approx((64 + 4 + 4) / 144)
    assert row["density_km2"] == pytest.approx(12 / 2.58)
    assert row["capital_share"] == row["local_input_share"] == row["input_dependence"] == 1
    assert row["technology_share"] == row["distribution_share"] == row["digital_share"] == 0
    assert row["buyer_dependence"] == pytest.approx((food["market"] == "lokal").mean())
    assert all(row[f"{share}_answers"] == 12 for share in SHARES)
    # Whether one sells in the city goes by row, no more unlike between kelurahan than chance: the prior is at its cap.
    all_food = businesses[businesses["sector"] == "food"]
    city, region = (food["market"] == "kota").sum(), (all_food["market"] == "kota").mean()
    assert row["outside_share_strength"] == 12 + 50
    assert row["outside_share"] == pytest.approx((city + 50 * region) / 62)


def test_a_survey_without_these_questions_leaves_them_unknown(tiny, measured):
    kelurahan, businesses = tiny
    asked = ["market", "digital", "input_origin", "constraint", "started_year", "revenue_idr_month", "surveyed_on"]
    poor = measure_sectors(kelurahan, businesses.drop(columns=asked), Settings(suppress_below=1))
    unknown = [*SHARES, "age_years", "revenue_idr_month", "input_dependence", "buyer_dependence"]
    assert poor[unknown].isna().all(axis=None)
    assert (poor.loc[KALIRUNGKUT, [f"{share}_answers" for share in SHARES]] == 0).all(axis=None)
    same = [c for c in COLUMNS if c not in unknown and not c.startswith(tuple(SHARES))]
    pd.testing.assert_frame_equal(poor[same], measured[same])


def test_the_survey_date_stands_for_unknown_interview_days(tiny):
    kelurahan, businesses = tiny
    undated = businesses.assign(surveyed_on="")
    table = measure_sectors(kelurahan, undated, Settings(survey_date="2030-05-01"))
    assert table.loc[(KALIRUNGKUT, "food"), "age_years"] > 6
    assert measure_sectors(kelurahan, undated, Settings(suppress_below=1))["age_years"].isna().all()
