import numpy as np
import pandas as pd
import pytest

from mapping.intake.issues import Findings
from mapping.intake.points import repair_points

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
