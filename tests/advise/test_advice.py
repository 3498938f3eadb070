"""Laws of the advice: gates are never outvoted, thin surveys abstain, names do not matter."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapping.advise.advice import advise
from mapping.advise.suit.evidence import Known
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.formats import say_number, say_rupiah
from mapping.settings import AdviceSetup, Settings

CODES = ["35.78.01.1001", "35.78.01.1002", "35.78.01.1003"]
SETTINGS = Settings(draws=60)


def answered(kelurahan, businesses, line_indicators, settings=SETTINGS, known=None):
    return advise(kelurahan, businesses, line_indicators, settings, known)["advice"]


def of(advice, code, position):
    return advice[(advice["kelurahan_code"] == code) & (advice["position"] == position)]


def test_where_cakes_are_the_potential_the_cooperative_starts_with_cakes(kelurahan, businesses, cake_region):
    first = of(answered(kelurahan, businesses, cake_region), CODES[0], "1").iloc[0]
    assert first["line_id"] == "B13"
    assert first["product"] == "kue basah"
    assert first["confident"]
    assert "40 usaha" in first["reason"] and "6,0 kali" in first["reason"] and "Rp 120 juta" in first["reason"]


def test_every_kelurahan_is_answered(kelurahan, businesses, cake_region):
    advice = answered(kelurahan, businesses, cake_region)
    assert set(advice["kelurahan_code"]) == set(CODES)
    assert set(advice["position"]) <= {"1", "2", "3", "later", "avoid", "unknown"}
    assert not advice.duplicated(["kelurahan_code", "line_id"]).any()
    assert (advice["reason"] != "").all()


def test_thin_survey_abstains_with_what_to_survey_next(kelurahan, businesses, cake_region):
    cake_region.loc[CODES[0], "n_kelurahan"] = 4.0
    answer = answered(kelurahan, businesses, cake_region).query("kelurahan_code == @CODES[0]")
    assert answer["position"].tolist() == ["unknown"]
    assert answer["reason"].str.startswith("Belum cukup data: kurang dari 10 usaha").all()
    assert "Survei berikutnya" in answer["reason"].iloc[0]


def test_unsurveyed_kelurahan_is_unknown_not_last(kelurahan, businesses, cake_region):
    cake_region.loc[CODES[1]] = np.nan
    cake_region.loc[CODES[1], "n_kelurahan"] = 0.0
    answer = answered(kelurahan, businesses, cake_region).query("kelurahan_code == @CODES[1]")
    assert answer["position"].tolist() == ["unknown"]
    assert "belum ada usaha yang tersurvei" in answer["reason"].iloc[0]


@pytest.mark.parametrize("n", [1.0, 2.0, 9.0])
def test_a_thin_survey_is_not_counted_out_loud(kelurahan, businesses, cake_region, n):
    cake_region.loc[CODES[0], "n_kelurahan"] = n
    answer = answered(kelurahan, businesses, cake_region).query("kelurahan_code == @CODES[0]")
    assert f" {n:.0f} usaha" not in answer["reason"].iloc[0]


def test_a_city_ward_never_starts_with_fertiliser_and_is_told_so(kelurahan, businesses, line_indicators):
    line_indicators.loc[(slice(None), "B04"), "n"] = np.nan
    advice = answered(kelurahan, businesses, line_indicators)
    fertiliser = advice[advice["line_id"] == "B04"]
    assert (fertiliser["position"] == "avoid").all()
    assert fertiliser["reason"].str.contains("kelurahan kota. Survei ini tidak mendata petani.").all()


def test_a_closed_gate_is_never_outvoted(kelurahan, businesses, line_indicators):
    """Fertiliser with a dream score but too few farmers in a city ward stays closed."""
    line_indicators.loc[(CODES[0], "B04"), ["n", "n_effective", "lq", "lq_prob", "spend_idr_month"]] = [
        29.0,
        29.0,
        9.0,
        1.0,
        1e9,
    ]
    advice = answered(kelurahan, businesses, line_indicators)
    assert of(advice, CODES[0], "avoid")["line_id"].eq("B04").any()


def test_saturated_retail_is_a_do_not_start(kelurahan, businesses, line_indicators):
    line_indicators.loc[(CODES[0], "B02"), "rivals"] = 10.0
    warned = of(answered(kelurahan, businesses, line_indicators), CODES[0], "avoid").set_index("line_id")
    assert "Terdata 10 penjual untuk 12.000 jiwa (acuan satu per 2.500 jiwa)" in warned.loc["B02", "reason"]


def test_unknown_population_closes_lines_that_live_off_residents(kelurahan, businesses, line_indicators):
    advice = answered(kelurahan, businesses, line_indicators).query("kelurahan_code == @CODES[2]")
    demand = read_lines().query("driver == 'demand'").index
    assert not advice["line_id"].isin(demand).any()


def test_swapping_two_kelurahan_swaps_their_advice(kelurahan, businesses, cake_region):
    swap = {CODES[0]: CODES[1], CODES[1]: CODES[0], CODES[2]: CODES[2]}
    before = answered(kelurahan, businesses, cake_region)
    after = advise(
        kelurahan.rename(index=swap),
        businesses.assign(kelurahan_code=businesses["kelurahan_code"].map(swap)),
        cake_region.rename(index=swap, level="kelurahan_code"),
        SETTINGS,
    )["advice"]
    columns = list(before)
    after = after.assign(kelurahan_code=after["kelurahan_code"].map(swap)).sort_values(
        ["kelurahan_code"], kind="stable"
    )
    pd.testing.assert_frame_equal(before[columns], after[columns].reset_index(drop=True))


def test_row_order_does_not_matter(kelurahan, businesses, cake_region):
    shuffled = cake_region.sample(frac=1, random_state=1)
    before = answered(kelurahan, businesses, cake_region)
    after = advise(kelurahan.iloc[::-1], businesses, shuffled, SETTINGS)["advice"]
    pd.testing.assert_frame_equal(before, after)


def test_lines_outside_a_business_survey_are_never_suggested(kelurahan, businesses, line_indicators):
    advice = answered(kelurahan, businesses, line_indicators)
    outside = read_lines().query("driver == 'outside'").index
    assert not advice["line_id"].isin(outside).any()


@pytest.mark.parametrize(("n", "confident"), [(5.0, False), (9.0, False), (10.0, True)])
def test_few_members_are_never_a_confident_answer(kelurahan, businesses, line_indicators, n, confident):
    row = (CODES[0], "B31")
    line_indicators.loc[row, ["n", "n_effective", "lq", "lq_prob", "spend_idr_month"]] = [n, n, 8.0, 1.0, 1e8]
    first = of(answered(kelurahan, businesses, line_indicators), CODES[0], "1").iloc[0]
    assert first["line_id"] == "B31"
    assert first["confident"] == confident


def test_the_core_product_comes_before_the_umbrella_that_gathers_its_makers(kelurahan, businesses, cake_region):
    """Seed 003: start with the cakes, widen later. Joint buying has the higher own score but the same people."""
    row = (CODES[0], "B13")
    cake_region.loc[row, ["n", "n_effective", "lq", "spend_idr_month"]] = [12.0, 12.0, 1.6, 15e6]
    umbrella = (CODES[0], "B11")
    cake_region.loc[umbrella, ["n", "n_effective", "lq", "lq_prob", "spend_idr_month"]] = [20.0, 20.0, 3.5, 1.0, 400e6]
    advice = answered(kelurahan, businesses, cake_region)
    assert of(advice, CODES[0], "1")["line_id"].tolist() == ["B13"]
    second = of(advice, CODES[0], "2").iloc[0]
    assert second["line_id"] == "B11"
    assert "mulai dari situ" in second["counter_argument"]


def test_an_umbrella_leads_where_no_single_product_does(kelurahan, businesses, cake_region):
    row = (CODES[0], "B13")
    cake_region.loc[row, ["n", "n_effective", "lq", "spend_idr_month"]] = [12.0, 12.0, 1.6, 15e6]
    umbrella = (CODES[0], "B11")
    cake_region.loc[umbrella, ["n", "n_effective", "lq", "lq_prob", "spend_idr_month"]] = [60.0, 60.0, 3.5, 1.0, 400e6]
    assert of(answered(kelurahan, businesses, cake_region), CODES[0], "1")["line_id"].tolist() == ["B11"]


def test_joint_buying_needs_something_to_buy(kelurahan, businesses, line_indicators):
    umbrella = (CODES[0], "B11")
    line_indicators.loc[umbrella, ["n", "n_effective", "lq", "lq_prob", "spend_idr_month"]] = [
        60.0,
        60.0,
        3.5,
        1.0,
        19e6,
    ]
    assert "B11" not in set(answered(kelurahan, businesses, line_indicators)["line_id"])
    line_indicators.loc[umbrella, "spend_idr_month"] = 20e6
    assert "B11" in set(answered(kelurahan, businesses, line_indicators)["line_id"])


def test_a_fashion_from_next_door_is_a_do_not_start(kelurahan, businesses, cake_region):
    warned = of(answered(kelurahan, businesses, cake_region), CODES[1], "avoid").set_index("line_id")
    assert "Ramai di kecamatan Contoh sendiri (sampai 40 usaha di satu kelurahan)" in warned.loc["B13", "reason"]
    kelurahan.loc[CODES[1], "kecamatan"] = "Lain"
    warned = of(answered(kelurahan, businesses, cake_region), CODES[1], "avoid").set_index("line_id")
    assert "Ramai di kelurahan lain di wilayah ini" in warned.loc["B13", "reason"]


def test_a_kelurahan_without_any_open_line_is_answered_with_what_is_missing(kelurahan, businesses, line_indicators):
    """Seen on the real survey of Pesawaran: no population, no spending, no cluster, and so no row at all."""
    line_indicators["spend_idr_month"] = np.nan
    answer = answered(kelurahan, businesses, line_indicators).query("kelurahan_code == @CODES[2]")
    unknown = answer[answer["position"] == "unknown"]
    assert len(unknown) == 1
    assert "Lengkapi dulu jumlah penduduk dan belanja bahan per bulan" in unknown["reason"].iloc[0]


def test_three_equally_strong_lines_are_no_confident_answer(kelurahan, businesses, line_indicators):
    alike = replace(SETTINGS, advice=AdviceSetup(assumptions=(("weights.feasibility", 0.0),)))
    for line_id in ("B31", "B32", "B34"):
        line_indicators.loc[(CODES[0], line_id), ["n", "n_effective", "lq", "lq_prob", "spend_idr_month"]] = [
            60.0,
            60.0,
            9.0,
            1.0,
            1e9,
        ]
    advice = answered(kelurahan, businesses, line_indicators, alike).query("kelurahan_code == @CODES[0]")
    starts = advice[advice["position"].isin(["1", "2", "3"])]
    assert set(starts["line_id"]) == {"B31", "B32", "B34"}
    assert starts["p_best"].max() < 0.5
    assert not starts["confident"].any()


def test_one_or_two_sellers_are_not_counted_out_loud(kelurahan, businesses, line_indicators):
    line_indicators[["rivals", "rivals_rows", "buyers", "buyers_rows"]] = [2.0, 2.0, 1.0, 1.0]
    advice = answered(kelurahan, businesses, line_indicators)
    assert advice["reason"].str.contains("penjual serupa yang terdata kurang dari 3").any()
    assert not advice["reason"].str.contains("terdata 2").any()
    assert not advice["reason"].str.contains("kecamatan: 1 usaha").any()


def test_two_sellers_are_not_counted_out_loud_by_what_they_stand_for(kelurahan, businesses, line_indicators):
    line_indicators[["rivals", "rivals_rows", "buyers", "buyers_rows"]] = [3.0, 2.0, 9.0, 1.0]
    advice = answered(kelurahan, businesses, line_indicators)
    assert advice["reason"].str.contains("penjual serupa yang terdata kurang dari 3").any()
    assert not advice["reason"].str.contains("terdata 3 ").any()
    assert not advice["reason"].str.contains("kecamatan: 9 usaha").any()


def test_two_lines_do_not_give_away_the_one_business_between_them(kelurahan, businesses, cake_region):
    umbrella = (CODES[0], "B11")
    cake_region.loc[umbrella, ["n", "n_effective", "lq", "lq_prob", "spend_idr_month"]] = [41.0, 41.0, 3.5, 1.0, 130e6]
    second = of(answered(kelurahan, businesses, cake_region), CODES[0], "2").iloc[0]
    assert second["line_id"] == "B11"
    assert "41" not in second["reason"]
    assert "Rp 130 juta" not in second["reason"]
    assert "Pelakunya hampir semuanya sama dengan lini Sentra kue basah" in second["reason"]


FIRST_CAKE = (CODES[0], "B13")


def test_a_line_that_cannot_carry_its_loan_is_never_start_with_however_high_it_scores(
    kelurahan, businesses, cake_region
):
    cake_region.loc[FIRST_CAKE, "revenue_idr_month"] = 1e6
    answer = advise(kelurahan, businesses, cake_region, SETTINGS)
    row = answer["suitability"].loc[FIRST_CAKE]
    assert row["carries"] == "no" and row["score"] > 60 and not row["candidate"]
    cakes = answer["advice"].query("kelurahan_code == @CODES[0] and line_id == 'B13'").iloc[0]
    assert cakes["position"] == "avoid"
    assert "tidak menutup biaya jalan" in cakes["reason"] and "kas bersih minus Rp " in cakes["reason"]


def test_missing_capital_closes_a_line_and_says_how_much_is_missing(kelurahan, businesses, cake_region):
    poor = replace(SETTINGS, advice=AdviceSetup(own_capital_idr=5e6, borrows=False))
    answer = advise(kelurahan, businesses, cake_region, poor)
    row = answer["suitability"].loc[FIRST_CAKE]
    assert row["closed_by"] == "capital" and row["missing_idr"] == row["capital_idr"] - 5e6
    cakes = answer["advice"].query("kelurahan_code == @CODES[0] and line_id == 'B13'").iloc[0]
    assert cakes["position"] == "later"
    assert cakes["reason"].startswith(f"Kurang modal {say_rupiah(row['missing_idr'])}: butuh ")


def test_a_line_whose_money_is_unknown_may_be_listed_but_is_never_confident(kelurahan, businesses, cake_region):
    cake_region.loc[FIRST_CAKE, "revenue_idr_month"] = np.nan
    first = of(answered(kelurahan, businesses, cake_region), CODES[0], "1").iloc[0]
    assert first["line_id"] == "B13"
    assert not first["confident"]
    assert first["counter_argument"].startswith("Untung ruginya belum bisa dihitung")
    assert np.isnan(first["dscr"]) and "belum bisa dihitung" in first["reason"]


def test_a_line_without_a_reachable_buyer_says_so_first(kelurahan, businesses, cake_region):
    cake_region.loc[FIRST_CAKE, ["buyers", "buyers_rows"]] = 0.0
    first = of(answered(kelurahan, businesses, cake_region), CODES[0], "1").iloc[0]
    assert first["line_id"] == "B13"
    assert first["reason"].startswith("Belum ada pembeli yang terjangkau")
    cake_region.loc[FIRST_CAKE, ["buyers", "buyers_rows"]] = 5.0
    first = of(answered(kelurahan, businesses, cake_region), CODES[0], "1").iloc[0]
    assert first["reason"].startswith("Ada 40 usaha")


def test_the_nearest_buyer_is_named_by_kind_and_distance(kelurahan, businesses, cake_region):
    known = Known(
        buyers=pd.DataFrame(
            {
                "kelurahan_code": [CODES[0]] * 3,
                "line_id": "B13",
                "kind": ["survey", "kitchen", "market"],
                "product": ["penjual kue", "", ""],
                "n": [7.0, 1.0, 0.0],
                "rows": [7.0, np.nan, np.nan],
                "nearest_m": [900.0, 640.0, 200.0],
                "within_m": 15_000.0,
            }
        )
    )
    first = of(answered(kelurahan, businesses, cake_region, known=known), CODES[0], "1").iloc[0]
    assert "yang terjangkau: 3 sampai 9 usaha dan 1 pembeli besar (terdekat Dapur SPPG: 600 m)." in first["reason"]


def test_shops_are_supplied_not_rivalled(kelurahan, businesses, line_indicators):
    """Dukuh Pakis: the cooperative from which small traders restock."""
    columns = ["n", "n_effective", "lq", "lq_prob", "spend_idr_month"]
    line_indicators.loc[(CODES[0], "B01"), columns] = [40.0, 40.0, 5.0, 1.0, 8e8]
    first = of(answered(kelurahan, businesses, line_indicators), CODES[0], "1").iloc[0]
    assert first["line_id"] == "B01"
    assert "grosir bagi anggotanya, bukan pesaing mereka" in first["reason"]


def test_later_says_what_must_be_true_first(kelurahan, businesses, cake_region):
    """Eight of the ten members that the gate asks for: near, and said so."""
    cake_region.loc[FIRST_CAKE, ["n", "n_effective"]] = 8.0
    later = of(answered(kelurahan, businesses, cake_region), CODES[0], "later").set_index("line_id")
    assert later.loc["B13", "reason"] == "Baru bila ada 10 pelaku yang ikut; yang terdata 8."


def test_no_line_has_two_positions_and_later_keeps_to_its_number(kelurahan, businesses, cake_region):
    advice = answered(kelurahan, businesses, cake_region)
    assert not advice[advice["line_id"] != ""].duplicated(["kelurahan_code", "line_id"]).any()
    assert advice.query("position == 'later'").groupby("kelurahan_code").size().max() <= 3


def test_three_cheap_lines_before_none(kelurahan, businesses, cake_region):
    """The founder's money filters: with nothing to spend and no loan, nothing is suggested, and it is said why."""
    nothing = replace(SETTINGS, advice=AdviceSetup(borrows=False))
    advice = answered(kelurahan, businesses, cake_region, nothing).query("kelurahan_code == @CODES[0]")
    assert not advice["position"].isin(["1", "2", "3"]).any()
    assert "tertahan di uangnya" in advice.query("position == 'unknown'")["reason"].iloc[0]
    assert advice.query("position == 'later'")["reason"].str.startswith("Kurang modal").all()


def test_every_sentence_names_the_money_of_its_own_row(kelurahan, businesses, cake_region):
    answer = advise(kelurahan, businesses, cake_region, SETTINGS)
    first = of(answer["advice"], CODES[0], "1").iloc[0]
    row = answer["suitability"].loc[FIRST_CAKE]
    assert f"impas pada {say_number(row['break_even_units_month'])} {first['unit']} sebulan" in first["reason"]
    assert f"(perkiraan {say_number(row['volume_month'])})" in first["reason"]
    assert f": {say_number(row['dscr'], 1)} kali." in first["reason"] or row["dscr"] > 20
    assert first["net_cash_idr_month"] == row["net_cash_idr_month"] and first["dscr"] == row["dscr"]
