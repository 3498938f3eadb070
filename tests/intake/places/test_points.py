import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.errors import QuestionError
from mapping.intake.issues import Findings
from mapping.intake.places.points import repair_points
from mapping.settings import Settings

LON, LAT = 110.415, -7.015


@pytest.mark.parametrize(
    ("lon", "lat", "kind"),
    [
        (LON, LAT, ""),
        (LAT, LON, "koordinat tertukar"),
        (110415000.0, LAT, "titik desimal hilang"),
        (LON, -7015000.0, "titik desimal hilang"),
        (LON, -LAT, "tanda minus hilang"),
    ],
)
def test_what_can_only_mean_one_thing_is_repaired_and_said(kelurahan, lon, lat, kind):
    findings = Findings("a.csv")
    found = repair_points(pd.DataFrame({"lon": [lon], "lat": [lat], "row": [2]}), kelurahan, findings).iloc[0]
    assert (found["lon"], found["lat"]) == pytest.approx((LON, LAT))
    assert found["problem"] == ""
    assert findings.issues()["kind"].tolist() == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("lon", "lat", "words"),
    [
        (LAT, LAT, "sama"),
        (0.0, 0.0, "0, 0"),
        (-999.0, -999.0, "sama"),
        (LON, np.nan, "sebelah"),
        (434513.2, 9224309.0, "UTM"),
        (10.0, 50.0, "luar Indonesia"),
        (105238791.0, -5.5, "luar Indonesia"),  # would be a point, but not in this region
    ],
)
def test_what_cannot_be_known_is_left_out_and_said(kelurahan, lon, lat, words):
    found = repair_points(pd.DataFrame({"lon": [lon], "lat": [lat], "row": [2]}), kelurahan, Findings("a.csv")).iloc[0]
    assert np.isnan(found["lon"])
    assert words in found["problem"]


def test_no_point_is_no_problem(kelurahan):
    found = repair_points(pd.DataFrame({"lon": [np.nan], "lat": [np.nan], "row": [2]}), kelurahan, Findings("a.csv"))
    assert found["problem"].tolist() == [""]


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (11024.9, -700.9),  # DDMM.M as navigation devices write it: 110 degrees 24.9 minutes
        (1102454.0, -70054.0),  # DDMMSS
    ],
)
def test_degrees_and_minutes_without_a_sign_between_are_read_where_only_that_fits(kelurahan, lon, lat):
    findings = Findings("a.csv")
    found = repair_points(pd.DataFrame({"lon": [lon], "lat": [lat], "row": [2]}), kelurahan, findings).iloc[0]
    assert (found["lon"], found["lat"]) == pytest.approx((LON, LAT))
    assert findings.issues()["kind"].tolist() == ["derajat menit"]


def test_two_readings_that_both_fit_are_no_repair(kelurahan):
    """1104130: 110.4130 degrees, or 110 degrees 41 minutes 30 seconds; both on a map that is wide enough."""
    wide = kelurahan.set_geometry(kelurahan.geometry.scale(80, 80))
    table = pd.DataFrame({"lon": [1104130.0], "lat": [-7.0], "row": [2]})
    assert np.isnan(repair_points(table, wide, Findings("a.csv"))["lon"].iloc[0])
    assert repair_points(table, kelurahan, Findings("a.csv"))["lon"].iloc[0] == pytest.approx(110.413)


def swapped(rows, headers):
    table = pd.DataFrame({"lon": [LAT] * rows, "lat": [LON] * rows, "row": range(2, rows + 2)})
    table.attrs["headers"] = headers
    return table


PLAIN, LETTERS = {"lat": "lat", "lon": "lon"}, {"lat": "Y", "lon": "Koordinat X"}


def test_a_file_swapped_throughout_under_plain_headers_is_asked_about(kelurahan):
    with pytest.raises(QuestionError, match="20 dari 20") as asked:
        repair_points(swapped(20, PLAIN), kelurahan, Findings("a.csv"), Settings())
    assert (asked.value.key, list(asked.value.options)) == ("survei.koordinat", ["tukar", "tetap"])
    answers = {key: Settings(answers=(("survei.koordinat", key),)) for key in asked.value.options}
    assert repair_points(swapped(20, PLAIN), kelurahan, Findings("a"), answers["tukar"])["lon"].tolist() == [LON] * 20
    kept = repair_points(swapped(20, PLAIN), kelurahan, Findings("a"), answers["tetap"])
    assert kept["problem"].str.contains("di luar Indonesia").all()


def test_headers_x_and_y_say_nothing_so_the_map_decides(kelurahan):
    findings = Findings("a.csv")
    assert repair_points(swapped(20, LETTERS), kelurahan, findings, Settings())["lon"].tolist() == [LON] * 20
    assert set(findings.issues()["level"]) == {"repair"}


def test_a_minority_or_points_that_nobody_relies_on_are_repaired(kelurahan):
    mixed = pd.concat([swapped(5, PLAIN), pd.DataFrame({"lon": [LON] * 20, "lat": LAT, "row": 9})], ignore_index=True)
    mixed.attrs["headers"] = PLAIN
    assert repair_points(mixed, kelurahan, Findings("a"), Settings())["lon"].tolist() == [LON] * 25
    relying = pd.Series([True] + [False] * 19)
    assert repair_points(swapped(20, PLAIN), kelurahan, Findings("a"), Settings(), relying)["lon"].notna().all()


def test_metres_are_asked_about_and_turned_back_by_the_answer(kelurahan):
    table = pd.DataFrame({"lon": [434513.2] * 3, "lat": [9224309.0] * 3, "row": [2, 3, 4]})
    with pytest.raises(QuestionError, match="UTM") as asked:
        repair_points(table, kelurahan, Findings("a.csv"), Settings())
    assert next(iter(asked.value.options)) == "utm:32749"
    settings = Settings(answers=(("survei.koordinat", "utm:32749"),))
    found = repair_points(table, kelurahan, Findings("a.csv"), settings)
    assert found["lat"].tolist() == pytest.approx([-7.0172] * 3, abs=1e-4)


@given(st.lists(st.tuples(*[st.floats(allow_nan=True, allow_infinity=False)] * 2), min_size=1, max_size=12))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_point_is_usable_or_has_a_problem(kelurahan, pairs):
    table = pd.DataFrame(pairs, columns=["lon", "lat"]).assign(row=2)
    found = repair_points(table, kelurahan, Findings("a.csv"))
    given_ = table["lon"].notna() | table["lat"].notna()
    assert (found["lon"].notna() == found["lat"].notna()).all()
    assert ((found["problem"] != "") == (given_ & found["lon"].isna())).all()
    assert found["lon"].dropna().between(94, 142).all()
