"""Golden advice on the demonstration data: every place of domain dossier section 7, in both regions.

The demonstration data is shaped to the published facts; the advice must follow. ``makers`` is the published number
where there is one (71 cake makers, about 100 lontong makers), else what the demonstration plants.
"""

import re

import pandas as pd
import pytest

from mapping.knowledge.formats import say_number, say_rupiah
from mapping.knowledge.lines import lines_in_force
from mapping.knowledge.regions import read_villages

START = ["1", "2", "3"]
GOLDEN = [
    # region, code, place, line that comes first, what its members make, makers, what people there say they make
    ("surabaya", "35.78.03.1001", "Kalirungkut", "B13", "kue basah", 71, "kue|jajan|lemper|klepon"),
    ("surabaya", "35.78.13.1003", "Gundih", "B13", "kue basah", 40, "wingko"),
    ("surabaya", "35.78.06.1003", "Banyu Urip", "B11", "lontong dan ketupat", 100, "lontong"),
    ("surabaya", "35.78.07.1003", "Kapasari", "B13", "kue basah", 35, "lumpia"),
    ("surabaya", "35.78.11.1005", "Tambakrejo", "B01", "toko kelontong", 55, "sembako"),
    ("surabaya", "35.78.23.1001", "Jambangan", "B30", "bank sampah dan barang bekas", 10, "bank sampah"),
    ("surabaya", "35.78.21.1001", "Dukuh Pakis", "B01", "toko kelontong", 50, "sembako|kelontong"),
    ("batang", "33.25.08.2001", "Ngaliyan", "B16", "emping", 65, "emping"),
    ("batang", "33.25.08.2007", "Limpung", "B16", "emping", 65, "emping"),
    ("batang", "33.25.08.2012", "Amongrogo", "B16", "emping", 65, "emping"),
    ("batang", "33.25.06.2013", "Tersono", "B20", "gula merah dan gula semut", 25, "gula semut"),
    ("batang", "33.25.06.2004", "Sumurbanger", "B20", "gula merah dan gula semut", 25, "gula semut"),
    ("batang", "33.25.06.2008", "Wanar", "B20", "gula merah dan gula semut", 25, "gula semut"),
    ("batang", "33.25.15.2004", "Kedawung", "B20", "madu", 30, "madu"),
    ("batang", "33.25.07.2010", "Gringsing", "B20", "madu", 30, "madu"),
    ("batang", "33.25.11.2011", "Denasri Kulon", "B31", "batik", 45, "batik tulis"),
    ("batang", "33.25.12.2008", "Masin", "B34", "tas dan kerajinan kulit", 45, "kulit"),
    ("batang", "33.25.01.2002", "Sodong", "B32", "anyaman bambu dan rotan", 50, "bambu"),
    ("batang", "33.25.14.2001", "Pecalungan", "B23", "buah tropis", 30, "pisang"),
    ("batang", "33.25.14.2003", "Gombong", "B23", "buah tropis", 30, "pisang"),
    ("batang", "33.25.14.2004", "Randu", "B23", "buah tropis", 30, "pisang"),
]
each_place = pytest.mark.parametrize(("region", "code", "place", "line_id", "product", "makers", "said"), GOLDEN)


def first(study, code):
    rows = study.advice[(study.advice["kelurahan_code"] == code) & (study.advice["position"] == "1")]
    assert len(rows) == 1, study.advice[study.advice["kelurahan_code"] == code]
    return rows.iloc[0]


@each_place
def test_known_speciality_comes_first(demonstration, region, code, place, line_id, product, makers, said):
    study = demonstration(region)
    assert study.kelurahan.at[code, "name"] == place
    answer = first(study, code)
    assert (answer["line_id"], answer["product"]) == (line_id, product), answer["reason"]
    assert answer["confident"]
    assert study.line_indicators.at[(code, line_id), "n"] >= makers
    here = study.businesses[study.businesses["kelurahan_code"] == code]["description"]
    assert here.str.contains(said, case=False, regex=True).sum() >= 3


@each_place
def test_the_reason_names_the_numbers_of_its_own_row(
    demonstration, region, code, place, line_id, product, makers, said
):
    study = demonstration(region)
    answer, row = first(study, code), study.line_indicators.loc[(code, line_id)]
    numbers = re.findall(r"\d[\d.]*(?:,\d+)?", answer["reason"])
    assert say_number(row["n"]) in numbers, answer["reason"]
    assert say_number(row["lq"], 1) in numbers, answer["reason"]
    assert say_rupiah(row["spend_idr_month"]) in answer["reason"]
    assert product in answer["reason"] or product in lines_in_force().at[line_id, "line"].lower()


def test_wholesale_where_members_retail(demonstration):
    """Dukuh Pakis, Tambakrejo: members are shops, so the cooperative sells to them and opens no shop beside theirs."""
    study = demonstration("surabaya")
    for code in ("35.78.21.1001", "35.78.11.1005"):
        assert "grosir bagi anggotanya, bukan pesaing mereka" in first(study, code)["reason"]


def test_emping_needs_money_for_stock(demonstration):
    """Melinjo is bought at harvest and kept: the line's working capital and its gate are about stock."""
    line = lines_in_force().loc["B16"]
    assert line["working_low_idr"] > line["capex_low_idr"]
    answer = first(demonstration("batang"), "33.25.08.2007")
    assert "menyimpan melinjo di luar musim panen" in answer["cancels_if"]


def test_lontong_makers_buy_rice_plastic_and_gas(demonstration):
    """Banyu Urip: what is pooled is what the makers say they buy."""
    study = demonstration("surabaya")
    makers = study.businesses.query("kelurahan_code == '35.78.06.1003' and product == 'lontong dan ketupat'")
    for name in ("beras", "plastik", "LPG"):
        assert makers["input_name"].str.contains(name, case=False).sum() >= 20, name


def test_jambangan_has_recycling_crafts_beside_its_waste_bank(demonstration):
    study = demonstration("surabaya")
    rows = study.advice[(study.advice["kelurahan_code"] == "35.78.23.1001") & study.advice["position"].isin(START)]
    assert {"B30", "B35"} <= set(rows["line_id"])
    assert rows.set_index("line_id").at["B35", "product"] == "suvenir dan kerajinan tangan"


@pytest.mark.parametrize("code", ["33.25.04.2006", "33.25.04.2005", "33.25.04.2001"])
def test_reban_starts_from_its_distillers(demonstration, code):
    """No line of the catalogue is about essential oil alone: the distillers come first under the one that has them."""
    study = demonstration("batang")
    answer = first(study, code)
    assert answer["product"] == "minyak atsiri", answer["reason"]
    assert study.line_indicators.at[(code, answer["line_id"]), "n"] >= 24
    assert "minyak atsiri" in answer["reason"]


def test_no_fertiliser_line_in_surabaya(demonstration):
    advice = demonstration("surabaya").advice
    assert not ((advice["line_id"] == "B04") & advice["position"].isin(START)).any()
    assert not (advice["product"].isin(["padi", "jagung"]) & advice["position"].isin(START)).any()


def test_farming_is_unknown_in_surabaya_and_known_in_batang(demonstration):
    def farming(region):
        return demonstration(region).scores.xs("agriculture", level="sector")["score"]

    assert farming("surabaya").isna().all()
    assert farming("batang").notna().mean() > 0.8


@pytest.mark.parametrize(("region", "kelurahan", "kecamatan"), [("surabaya", 153, 31), ("batang", 248, 15)])
def test_the_regions_are_whole(demonstration, region, kelurahan, kecamatan):
    table = demonstration(region).kelurahan
    assert (len(table), table["kecamatan"].nunique()) == (kelurahan, kecamatan)
    assert set(table.index) == set(read_villages(region).index)


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_unsurveyed_kelurahan_say_belum_cukup_data(demonstration, region):
    study = demonstration(region)
    surveyed = study.businesses["kelurahan_code"].value_counts().reindex(study.kelurahan.index).fillna(0)
    unsurveyed = surveyed.index[surveyed == 0]
    assert len(unsurveyed) >= 5
    answers = study.advice[study.advice["kelurahan_code"].isin(unsurveyed)]
    assert (answers["position"] == "unknown").all()
    assert answers["reason"].str.startswith("Belum cukup data: belum ada usaha yang tersurvei").all()
    scores = study.scores[study.scores.index.get_level_values("kelurahan_code").isin(unsurveyed)]
    assert scores["score"].isna().all()
    assert scores["rank"].isna().all()
    four = surveyed.index[surveyed == 4]
    assert len(four) >= 3
    assert (study.advice[study.advice["kelurahan_code"].isin(four)]["position"] == "unknown").all()


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_every_kelurahan_has_an_answer_of_the_agreed_form(demonstration, region):
    study = demonstration(region)
    advice = study.advice
    assert set(advice["kelurahan_code"]) == set(study.kelurahan.index)
    starts = advice[advice["position"].isin(START)]
    assert (starts.groupby("kelurahan_code")["position"].agg(list).map(lambda p: p == START[: len(p)])).all()
    assert (starts["counter_argument"] != "").all()
    assert starts["cancels_if"].str.startswith("Batal bila").all()
    assert starts["score"].between(0, 100).all()
    falling = starts.groupby("kelurahan_code")["score"].agg(lambda s: s.is_monotonic_decreasing)
    assert falling.all()
    assert not pd.isna(starts["p_best"]).any()


@pytest.mark.parametrize(("region", "by_this_alone"), [("surabaya", False), ("batang", True)])
def test_a_line_whose_money_is_withheld_is_none_to_start_with(demonstration, region, by_this_alone):
    """What privacy hides must not hide that a line cannot pay: it is closed, whatever its score."""
    study = demonstration(region)
    withheld = study.line_indicators["money_withheld"] == 1
    assert withheld.sum() > 50
    closed = study.suitability.loc[withheld[withheld].index]
    assert not closed["open"].any() and closed["closed_by"].eq("withheld").any() == by_this_alone
    starts = study.advice[study.advice["position"].isin(["1", "2", "3"])]
    assert not withheld.reindex(pd.MultiIndex.from_frame(starts[["kelurahan_code", "line_id"]])).any()
