"""The 153 cooperatives of Surabaya as SIMKOPDES publishes them, on the official outlines."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest

from mapping.desk.register.read import cooperatives_of
from mapping.desk.register.simkopdes import Register, load_register, read_simkopdes
from mapping.desk.rules import LOCAL
from mapping.desk.store.desk import open_desk
from mapping.intake.outlines.boundaries import read_boundaries
from mapping.settings import Settings

DATA = Path(__file__).parents[3] / "shared" / "data"
LIST = DATA / "cooperatives" / "kkmp_simkopdes_surabaya_153.csv"
OUTLINES = DATA / "boundaries" / "surabaya_kemendagri2025.gpkg"
pytestmark = pytest.mark.skipif(not LIST.exists(), reason="../shared/data is not beside the checkout")


@pytest.fixture(scope="module")
def kelurahan() -> gpd.GeoDataFrame:
    return read_boundaries(OUTLINES.read_bytes(), OUTLINES.name, Settings())[0]


@pytest.fixture(scope="module")
def register(kelurahan) -> Register:
    return read_simkopdes(LIST.read_bytes(), LIST.name, kelurahan)


def test_every_kelurahan_has_its_cooperative(register, kelurahan) -> None:
    assert len(register.rows) == 153 and register.rejects.empty
    assert set(register.rows["kelurahan_code"]) == set(kelurahan.index)


def test_152_match_by_name_and_the_153rd_is_read_and_said(register) -> None:
    read = register.issues.query("kind == 'nama wilayah'")
    assert read["value"].tolist() == ["BONGKARAN BERKAH JAYA"]
    row = register.rows.loc[int(read["row"].iloc[0])]
    assert (row["source_id"], row["kelurahan"], row["kecamatan"]) == ("37935", "Bongkaran", "Pabean Cantian")


def test_9_points_lie_in_another_kelurahan(register) -> None:
    away = register.rows.query("point_state == 'elsewhere'")
    assert len(away) == 9
    assert away["kelurahan"].tolist()[:3] == ["Kalijudan", "Kejawan Putih Tambak", "Dukuh Sutorejo"]
    said = register.issues.query("done.str.contains('salah letak')")
    assert sorted(said["row"]) == sorted(away.index)


def test_placeholders_are_flagged_the_77_published_centres_among_them(register) -> None:
    """77 points are the centres that the outlines' publisher gives to a digit; three more lie within 5 m of one."""
    middle = register.rows.query("point_state == 'placeholder'")
    assert len(middle) == 80
    published = gpd.read_file(OUTLINES).set_index("kode").loc[register.rows["kelurahan_code"]]
    apart = np.hypot(
        register.rows["lon"].to_numpy() - published["lng"].to_numpy(),
        register.rows["lat"].to_numpy() - published["lat"].to_numpy(),
    )
    exact = register.rows.index[apart < 1e-6]
    assert len(exact) == 77 and set(exact) <= set(middle.index)


def test_loading_it_twice_leaves_153(register) -> None:
    desk = open_desk("sqlite://")
    first = load_register(desk, LOCAL, "2026-11-23T08:00:00Z", register.rows, LIST.name, "2025-11-21")
    again = load_register(desk, LOCAL, "2026-11-23T09:00:00Z", register.rows, LIST.name, "2025-11-21")
    assert (first["add"], again["same"]) == (153, 153)
    table = cooperatives_of(desk, None, LOCAL)
    assert len(table) == 153 and table["label"].is_unique
