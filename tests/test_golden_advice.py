"""Golden advice on the demonstration data: the known specialities of domain dossier section 7."""

import pandas as pd
import pytest


def first(study, code):
    rows = study.advice[(study.advice["kelurahan_code"] == code) & (study.advice["position"] == "1")]
    assert len(rows) == 1, study.advice[study.advice["kelurahan_code"] == code]
    return rows.iloc[0]


@pytest.mark.parametrize(
    ("region", "code", "place", "line_id", "product"),
    [
        ("surabaya", "35.78.03.1001", "Kalirungkut", "B13", "kue basah"),
        ("surabaya", "35.78.06.1003", "Banyu Urip", "B11", "lontong dan ketupat"),
        ("batang", "33.25.08.2001", "Ngaliyan", "B16", "emping"),
        ("batang", "33.25.08.2007", "Limpung", "B16", "emping"),
        ("batang", "33.25.08.2012", "Amongrogo", "B16", "emping"),
        ("batang", "33.25.11.2011", "Denasri Kulon", "B31", "batik"),
        ("batang", "33.25.12.2008", "Masin", "B34", "tas dan kerajinan kulit"),
        ("batang", "33.25.01.2002", "Sodong", "B32", "anyaman bambu dan rotan"),
        ("batang", "33.25.06.2013", "Tersono", "B20", "gula merah dan gula semut"),
    ],
)
def test_known_speciality_comes_first(demonstration, region, code, place, line_id, product):
    study = demonstration(region)
    assert study.kelurahan.at[code, "name"] == place
    answer = first(study, code)
    assert (answer["line_id"], answer["product"]) == (line_id, product), answer["reason"]
    assert answer["confident"]


def test_the_reason_names_the_numbers_of_its_own_row(demonstration):
    from mapping.knowledge.formats import say_number, say_rupiah

    study = demonstration("surabaya")
    answer = first(study, "35.78.03.1001")
    row = study.line_indicators.loc[("35.78.03.1001", "B13")]
    assert f"Ada {say_number(row['n'])} usaha" in answer["reason"]
    assert f"{say_number(row['lq'], 1)} kali porsi" in answer["reason"]
    assert say_rupiah(row["spend_idr_month"]) in answer["reason"]


def test_no_fertiliser_line_in_surabaya(demonstration):
    advice = demonstration("surabaya").advice
    assert not ((advice["line_id"] == "B04") & advice["position"].isin(["1", "2", "3"])).any()
    assert not (advice["product"].isin(["padi", "jagung"]) & advice["position"].isin(["1", "2", "3"])).any()


def test_farming_is_unknown_in_surabaya_and_known_in_batang(demonstration):
    def farming(region):
        return demonstration(region).scores.xs("agriculture", level="sector")["score"]

    assert farming("surabaya").isna().all()
    assert farming("batang").notna().mean() > 0.8


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
    starts = advice[advice["position"].isin(["1", "2", "3"])]
    assert (starts.groupby("kelurahan_code")["position"].agg(list).map(lambda p: p == ["1", "2", "3"][: len(p)])).all()
    assert (starts["counter_argument"] != "").all()
    assert starts["cancels_if"].str.startswith("Batal bila").all()
    assert starts["score"].between(0, 100).all()
    falling = starts.groupby("kelurahan_code")["score"].agg(lambda s: s.is_monotonic_decreasing)
    assert falling.all()
    assert not pd.isna(starts["p_best"]).any()
