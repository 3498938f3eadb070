import numpy as np
import pandas as pd
import pytest

from mapping.intake.places.assign import assign_kelurahan
from mapping.intake.places.places import place_key
from mapping.settings import Settings

BLANK = {"code": "", "bps_code": "", "kelurahan": "", "kecamatan": "", "kabupaten": "", "lon": np.nan, "lat": np.nan}
SILURAH, BROKOH, KARANGANYAR_BARAT = "33.25.01.2001", "33.25.01.2002", "33.25.01.2003"
SODONG, MASIN, KARANGANYAR_TIMUR = "33.25.02.2001", "33.25.02.2002", "33.25.02.1003"
IN_MASIN = {"lon": 110.415, "lat": -7.005}


def survey_of(*rows: dict) -> pd.DataFrame:
    table = pd.DataFrame([{**BLANK, **row} for row in rows])
    table["row"] = range(2, len(table) + 2)
    table.index = pd.Index([f"u{i}" for i in range(len(table))], name="business_id")
    return table


def place(outlines, /, **row):
    return assign_kelurahan(survey_of(row), outlines, "a.csv")


@pytest.mark.parametrize(
    ("row", "code", "way"),
    [
        ({"code": MASIN}, MASIN, "code"),
        ({"code": "3325022002"}, MASIN, "code"),
        ({"code": "3325022002.0"}, MASIN, "code"),
        ({"kelurahan": "Masin", "kecamatan": "Timur"}, MASIN, "name"),
        ({"kelurahan": "Ds. MA-SIN", "kecamatan": "Kec. Timur"}, MASIN, "name"),
        ({"kelurahan": "Masin"}, MASIN, "name"),
        ({"kelurahan": "Karanganyar", "kecamatan": "Barat"}, KARANGANYAR_BARAT, "name"),
        ({"kelurahan": "Karang Anyar", "kecamatan": "TIMUR"}, KARANGANYAR_TIMUR, "name"),
        ({"kelurahan": "Masin", "kabupaten": "KAB. BATANG"}, MASIN, "name"),
        (IN_MASIN, MASIN, "point"),
        ({"lon": IN_MASIN["lat"], "lat": IN_MASIN["lon"]}, MASIN, "point"),
    ],
)
def test_code_name_and_point_lead_to_the_village(kelurahan, row, code, way):
    placed, _, rejects, _ = place(kelurahan, **row)
    assert (placed["kelurahan_code"].tolist(), placed["placed_by"].tolist()) == ([code], [way])
    assert rejects.empty


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({}, "tidak ada kode"),
        ({"code": "99.99.99.2001"}, 'kode "99.99.99.2001" tidak ada pada peta'),
        ({"bps_code": "3325010001"}, "kode BPS"),
        ({"kelurahan": "Karanganyar"}, "ada 2 pada peta"),
        ({"kelurahan": "Masin", "kecamatan": "Barat"}, "tidak ada pada peta"),
        ({"kelurahan": "Masin", "kecamatan": "Selatan"}, 'kecamatan "Selatan" tidak ada'),
        ({"kelurahan": "Masin", "kabupaten": "Kota Malang"}, "di luar peta"),
        ({"kelurahan": "Wonorejo", "kecamatan": "Timur"}, "tidak ada pada peta"),
        ({"lon": 110.5, "lat": -7.0}, "di luar semua kelurahan"),
        ({"lon": 0.0, "lat": 0.0}, "0, 0"),
    ],
)
def test_rows_that_reach_none_are_rejected_with_the_reason(kelurahan, row, words):
    placed, _, rejects, _ = place(kelurahan, **row)
    assert placed.empty
    assert words in rejects["reason"].iloc[0]
    assert rejects["row"].tolist() == [2]


def test_a_province_may_have_two_kecamatan_of_one_name(kelurahan):
    """The survey's kabupaten decides; without it the name is ambiguous and nothing is guessed."""
    kelurahan.loc[[BROKOH, MASIN], "name"] = "Masin"
    kelurahan["kecamatan"] = "Timur"
    kelurahan.loc[kelurahan.index.str.startswith("33.25.01"), "kabupaten"] = "Kabupaten Kendal"
    kendal, *_ = place(kelurahan, kelurahan="Masin", kecamatan="Timur", kabupaten="Kendal")
    batang, *_ = place(kelurahan, kelurahan="Masin", kecamatan="Timur", kabupaten="Kab. Batang")
    assert (kendal["kelurahan_code"].tolist(), batang["kelurahan_code"].tolist()) == ([BROKOH], [MASIN])
    nobody, _, rejects, _ = place(kelurahan, kelurahan="Masin", kecamatan="Timur")
    assert nobody.empty
    assert "ada 2 pada peta" in rejects["reason"].iloc[0]


def test_a_slip_of_the_pen_is_read_and_said(kelurahan):
    placed, issues, _, _ = place(kelurahan, kelurahan="Silurha", kecamatan="Barat")
    assert placed["kelurahan_code"].tolist() == [SILURAH]
    assert "Silurah" in issues["done"].iloc[0]


def test_between_two_near_names_nothing_is_guessed(kelurahan):
    twins = kelurahan.copy()
    twins.loc[SILURAH, "name"], twins.loc[BROKOH, "name"] = "Karangsari", "Karangsara"
    placed, _, rejects, _ = place(twins, kelurahan="Karangsarr", kecamatan="Barat")
    assert placed.empty
    assert len(rejects) == 1


def test_code_wins_over_name_over_point_and_disagreement_is_said(kelurahan):
    placed, issues, _, _ = place(kelurahan, code=SILURAH, kelurahan="Sodong", kecamatan="Timur", **IN_MASIN)
    assert placed["kelurahan_code"].tolist() == [SILURAH]
    assert placed["placed_by"].tolist() == ["code"]
    assert issues["what"].str.contains("Sodong").any()
    assert issues["what"].str.contains("Masin").any()


def test_a_wrong_code_falls_back_to_the_name_and_is_said(kelurahan):
    placed, issues, _, _ = place(kelurahan, code="33.25.99.2001", kelurahan="Sodong")
    assert (placed["kelurahan_code"].iloc[0], placed["placed_by"].iloc[0]) == (SODONG, "name")
    assert "33.25.99.2001" in issues["what"].iloc[0]


def test_a_point_on_a_shared_border_counts_once_at_the_lowest_code(kelurahan):
    east, _, _, north = (kelurahan.geometry[BROKOH].bounds[i] for i in (0, 1, 2, 3))
    edge, corner = {"lon": east, "lat": -7.015}, {"lon": east, "lat": north}
    survey = survey_of(edge, corner)
    for outlines in (kelurahan, kelurahan.iloc[::-1]):
        placed, _, rejects, _ = assign_kelurahan(survey, outlines, "a.csv")
        assert placed["kelurahan_code"].tolist() == [SILURAH, SILURAH]
        assert rejects.empty


def test_a_point_on_the_border_of_its_own_village_does_not_disagree(kelurahan):
    _, issues, _, _ = place(kelurahan, code=BROKOH, lon=kelurahan.geometry[BROKOH].bounds[0], lat=-7.015)
    assert issues.empty


def test_a_point_outside_is_forgotten_when_the_code_is_known(kelurahan):
    placed, issues, _, _ = place(kelurahan, code=MASIN, lon=112.0, lat=-7.0)
    assert placed[["lon", "lat"]].isna().all(axis=None)
    assert len(issues) == 1


def test_eaten_zeros_are_put_back_only_when_all_of_them_fit(kelurahan):
    short = kelurahan.set_axis(["0101", "0102", "0103", "0201", "0202", "0203"])
    placed, issues, _, _ = assign_kelurahan(survey_of({"code": "101"}, {"code": "203"}), short, "a.csv")
    assert placed["kelurahan_code"].tolist() == ["0101", "0203"]
    assert issues["what"].str.startswith("2 kode").tolist() == [True, False, False]
    placed, _, rejects, _ = assign_kelurahan(survey_of({"code": "101"}, {"code": "999"}), short, "a.csv")
    assert len(rejects) == 2


def test_shuffling_rows_moves_nothing_else(kelurahan):
    rows = [{"code": MASIN}, {"kelurahan": "Brokoh"}, IN_MASIN, {}, {"kelurahan": "Karanganyar"}]
    survey = survey_of(*rows)
    one, _, lost, _ = assign_kelurahan(survey, kelurahan, "a.csv")
    other, _, lost_too, _ = assign_kelurahan(survey.iloc[::-1], kelurahan, "a.csv")
    pd.testing.assert_frame_equal(one, other.loc[one.index])
    assert lost["row"].tolist() == lost_too["row"].tolist()
    assert len(one) + len(lost) == len(rows)


def decisions(*rows):
    return pd.DataFrame(rows, columns=["file", "kind", "column", "value", "replacement", "reason"])


def test_a_decision_about_a_place_is_replayed(kelurahan):
    survey = survey_of(
        {"kelurahan": "Kampung  Lor", "kecamatan": "Barat"}, {"kelurahan": "Masin", "kecamatan": "Timur"}
    )
    _, _, rejects, places = assign_kelurahan(survey, kelurahan, "a.csv")
    assert (rejects["row"].tolist(), places["n"].tolist()) == ([2], [1])
    key = place_key(*places.loc[0, ["kelurahan", "kecamatan", "kabupaten"]])
    table = decisions(
        ["a.csv", "tempat", "", key.upper(), BROKOH, ""], ["b.csv", "tempat", "", "Masin / Timur", SODONG, ""]
    )
    placed, issues, _, places = assign_kelurahan(survey, kelurahan, "a.csv", corrections=table)
    assert placed["kelurahan_code"].tolist() == [BROKOH, MASIN]
    assert placed["placed_by"].tolist() == ["name", "name"]
    assert places.empty
    assert issues[["kind", "level", "row"]].values.tolist() == [["tempat", "info", 2]]


def test_a_decision_overrules_what_was_taken(kelurahan):
    survey = survey_of({"kelurahan": "Silurha", "kecamatan": "Barat"})
    _, _, _, places = assign_kelurahan(survey, kelurahan, "a.csv")
    assert places["taken"].all()
    table = decisions(["", "tempat", "", "Silurha / Barat", BROKOH, ""])
    placed, *_ = assign_kelurahan(survey, kelurahan, "a.csv", corrections=table)
    assert placed["kelurahan_code"].tolist() == [BROKOH]


def test_a_place_that_the_user_refuses_is_not_placed_by_its_likeness_and_not_asked_again(kelurahan):
    row = {"kelurahan": "Silurha", "kecamatan": "Barat"}
    taken, _, _, places = assign_kelurahan(survey_of(row), kelurahan, "a.csv", corrections=None)
    assert len(taken) == 1 and places["taken"].all()
    table = decisions(["", "tempat", "", "Silurha / Barat", "-", ""])
    placed, issues, rejects, places = assign_kelurahan(survey_of(row), kelurahan, "a.csv", corrections=table)
    assert placed.empty and places.empty
    assert "keputusan Anda" in rejects["reason"].iloc[0]
    assert not (issues["kind"] == "tempat").any()


def test_a_decision_for_an_unknown_code_is_said_and_not_used(kelurahan):
    table = decisions(["", "tempat", "", "Silurha / Barat", "99.99.99.9999", ""])
    survey = survey_of({"kelurahan": "Silurha", "kecamatan": "Barat"})
    placed, issues, _, _ = assign_kelurahan(survey, kelurahan, "a.csv", corrections=table)
    assert placed["kelurahan_code"].tolist() == [SILURAH]
    assert issues.loc[issues["kind"] == "tempat", "level"].tolist() == ["warn"]


def test_the_repair_desk_counts_only_rows_that_hang_on_their_name(kelurahan):
    row = {"kelurahan": "Kampung Lor", "kecamatan": "Barat"}
    survey = survey_of(row, {**row, "code": MASIN}, {**row, **IN_MASIN}, row)
    placed, _, _, places = assign_kelurahan(survey, kelurahan, "a.csv")
    assert placed["placed_by"].tolist() == ["code", "point"]
    assert (places["n"].unique().tolist(), places["row"].unique().tolist()) == ([2], [2])


PAIRS = pd.DataFrame(
    [["bps:3325010002", SODONG, 0.9, 0.95]], columns=["bps_code", "kelurahan_code", "iou", "share_bps"]
)


def test_a_sure_name_goes_before_a_translated_code(kelurahan):
    survey = survey_of(
        {"bps_code": "3325010002"}, {"bps_code": "3325010002", "kelurahan": "Masin", "kecamatan": "Timur"}
    )
    placed, issues, _, _ = assign_kelurahan(survey, kelurahan, "a.csv", crosswalk=PAIRS)
    assert placed["kelurahan_code"].tolist() == [SODONG, MASIN]
    assert placed["placed_by"].tolist() == ["code", "name"]
    assert issues["what"].str.contains("tabel padanan kode ada di Sodong").any()


def test_a_placeholder_neither_places_nor_contradicts(kelurahan):
    office = {"lon": 110.4011, "lat": -7.0189}
    elsewhere = [{"lon": 110.4 + i / 1000, "lat": -7.001} for i in range(1, 9)]
    survey = survey_of(*[office] * 6, *[{**office, "code": MASIN}] * 2, *elsewhere)
    placed, issues, rejects, _ = assign_kelurahan(survey, kelurahan, "a.csv", settings=Settings())
    assert rejects["row"].tolist() == [2, 3, 4, 5, 6, 7]
    assert rejects["reason"].str.contains("dipakai 8 usaha").all()
    assert placed["lon"].isna().sum() == 2
    assert not (issues["kind"] == "letak usaha").any()


def test_findings_name_the_columns_as_the_file_does(kelurahan):
    survey = survey_of({"code": "9999"}, {})
    survey.attrs["headers"] = {"code": "kode_kel"}
    _, _, rejects, _ = assign_kelurahan(survey, kelurahan, "a.csv")
    assert rejects["column"].tolist() == ["kode_kel", "kode_kel"]
