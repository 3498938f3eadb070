"""The register as a file: whole, without persons, and readable by the import here."""

import io

import geopandas as gpd
import pandas as pd
from shapely import box

from mapping.desk.register.export import public_register
from mapping.desk.register.read import cooperatives_of
from mapping.desk.register.simkopdes import load_register, read_simkopdes
from mapping.desk.register.write import add_cooperative, change_cooperative, set_status
from mapping.desk.rules import ANYONE, LOCAL
from mapping.desk.store.desk import open_desk
from mapping.present.files.tidy import csv_bytes

AT = "2026-11-23T08:00:00Z"
PLACE = {"kelurahan_code": "35.78.03.1003", "kelurahan": "Medokan Ayu", "kecamatan": "Rungkut", "kabupaten": "Surabaya"}


def filled(desk) -> None:
    number = add_cooperative(
        desk,
        LOCAL,
        AT,
        name="KKMP Medokan Ayu",
        **PLACE,
        deed_number="AHU-0012345.AH.01.29.TAHUN 2025",
        deed_date="2025-06-02",
        nik="3578010020001",
        nib="9120123456789",
        kbli="47112; 10792",
        line_id="B13",
        members=41,
        capital_idr="12.345.678",
        lat="-7.26369447",
        lon="112.81311260",
        note="hanya untuk dinas",
    )
    set_status(desk, LOCAL, AT, number, 1, "planned", "2026-02-03")


def test_what_was_exported_comes_back_whole(desk, two) -> None:
    filled(desk)
    table = public_register(desk, ANYONE)
    content = csv_bytes(table, exact=True)
    assert b"hanya untuk dinas" not in content
    shape = {"name": ["Medokan Ayu"], "kind": "kelurahan", "kecamatan": "Rungkut", "kabupaten": "Surabaya"}
    index = pd.Index(["35.78.03.1003"], name="kelurahan_code")
    kelurahan = gpd.GeoDataFrame(shape, geometry=[box(112.7, -7.4, 112.9, -7.1)], index=index, crs="EPSG:4326")
    found = read_simkopdes(content, "koperasi.csv", kelurahan)
    assert found.rejects["reason"].tolist() == ["data peraga, bukan koperasi nyata"] * 2
    other = open_desk("sqlite://")
    load_register(other, LOCAL, AT, found.rows, "koperasi.csv", "2026-11-23")
    kept = ["name", "kelurahan_code", "deed_number", "deed_date", "nik", "nib", "kbli", "line_id", "members"]
    kept += ["capital_idr", "lat", "lon", "status", "status_since"]
    before = cooperatives_of(desk, ["35.78.03.1003"], LOCAL)[kept]
    after = cooperatives_of(other, None, LOCAL)[kept]
    pd.testing.assert_frame_equal(before.reset_index(drop=True), after.reset_index(drop=True))


def test_a_name_that_looks_like_a_formula_stays_text(desk, two) -> None:
    change_cooperative(desk, LOCAL, AT, two[0], 1, name='=HYPERLINK("x")')
    read = pd.read_csv(io.BytesIO(csv_bytes(public_register(desk, ANYONE), exact=True)))
    assert read["name"].iloc[0].startswith("'=")
