import pytest

from mapping.errors import InputError
from mapping.intake.outlines.boundaries import read_boundary_report
from mapping.settings import Settings


def read(frame):
    return read_boundary_report(frame.to_json().encode(), "peta.geojson", Settings())


@pytest.mark.parametrize("name", ["HUTAN", "Danau Toba", "Waduk Kedung Ombo", "Hutan Lindung", "LAUT", "LAINNYA"])
def test_forest_and_water_are_set_aside_and_leave_no_hole(villages, name):
    villages.loc[1, ["kode", "nama", "jenis"]] = ["", name, ""]
    report = read(villages)
    assert len(report.kelurahan) == 5
    assert report.rejects["row"].tolist() == [2]


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("33.25.01.2002", "Danau Toba", ""),  # an official form of code
        ("", "Danau Toba", "Desa"),  # it says so
        ("", "Desa Danau Toba", ""),
        ("", "Danau Sijabut", ""),  # a desa of Asahan
        ("", "Lautan", ""),
    ],
)
def test_villages_with_such_names_stay(villages, code, name, kind):
    villages.loc[1, ["kode", "nama", "jenis"]] = [code, name, kind]
    assert len(read(villages).kelurahan) == 6


@pytest.mark.parametrize("code", ["3325010999", "3325010888"])
def test_census_rows_of_nowhere_are_no_villages(villages, code):
    bps = villages.drop(columns=["kode", "jenis"]).assign(iddesa=[f"332501000{i}" for i in range(5)] + [code])
    report = read(bps)
    assert (len(report.kelurahan), report.rejects["row"].tolist()) == (5, [6])


def test_water_that_carries_an_invented_code_is_no_village(villages):
    villages.loc[1, ["kode", "nama", "jenis"]] = ["33.25.01.9999", "WADUK", ""]
    assert read(villages).rejects["row"].tolist() == [2]


def test_only_water_is_refused(villages):
    with pytest.raises(InputError, match="tidak memuat satu desa"):
        read(villages.assign(kode="", nama="HUTAN", jenis=""))
