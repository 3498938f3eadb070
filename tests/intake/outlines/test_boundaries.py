import io
import json
import zipfile

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box

from mapping.errors import ColumnsError, InputError, MappingError, QuestionError
from mapping.intake.outlines.boundaries import read_boundaries, read_boundary_report
from mapping.settings import Settings

CODES = ["33.25.01.2001", "33.25.01.2002", "33.25.01.2003", "33.25.02.1003", "33.25.02.2001", "33.25.02.2002"]
CELL_KM2 = 1.2212  # 0.01 x 0.01 degrees at 7 S on the WGS 84 ellipsoid


def content_of(frame: gpd.GeoDataFrame, tmp_path, ending: str) -> bytes:
    path = tmp_path / f"batas.{ending}"
    if ending == "parquet":
        frame.to_parquet(path)
    elif ending in ("kml", "kmz"):
        text = as_kml(frame)
        return text if ending == "kml" else pack({"doc.kml": text})
    elif ending == "topojson":
        return as_topojson(frame)
    elif ending == "geojsonl":
        return "\n".join(json.dumps(feature) for feature in json.loads(frame.to_json())["features"]).encode()
    elif ending == "zip":
        folder = tmp_path / "shp"
        folder.mkdir()
        frame.to_file(folder / "batas.shp")
        with zipfile.ZipFile(path, "w") as archive:
            for part in folder.iterdir():
                archive.write(part, part.name)
    else:
        frame.to_file(path)
    return path.read_bytes()


def pack(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def as_kml(frame: gpd.GeoDataFrame) -> bytes:
    marks = []
    for row in frame.to_dict("records"):
        corners = " ".join(f"{x},{y},0" for x, y in row.pop("geometry").exterior.coords)
        ring = f"<outerBoundaryIs><LinearRing><coordinates>{corners}</coordinates></LinearRing></outerBoundaryIs>"
        data = "".join(f'<SimpleData name="{key}">{value}</SimpleData>' for key, value in row.items())
        extended = f"<ExtendedData><SchemaData>{data}</SchemaData></ExtendedData>"
        marks.append(f"<Placemark>{extended}<Polygon>{ring}</Polygon></Placemark>")
    body = "".join(marks)
    return (
        f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'.encode()
    )


def as_topojson(frame: gpd.GeoDataFrame) -> bytes:
    """Every outline an arc of its own."""
    arcs = [[list(corner) for corner in shape.exterior.coords] for shape in frame.geometry]
    rows = frame.drop(columns="geometry").to_dict("records")
    shapes = [{"type": "Polygon", "arcs": [[i]], "properties": row} for i, row in enumerate(rows)]
    objects = {"desa": {"type": "GeometryCollection", "geometries": shapes}}
    return json.dumps({"type": "Topology", "objects": objects, "arcs": arcs}).encode()


def without(content: bytes, ending: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as archive:
        for entry in source.infolist():
            if not entry.filename.endswith(ending):
                archive.writestr(entry, source.read(entry))
    return target.getvalue()


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "zip", "parquet", "fgb", "kml", "kmz", "geojsonl", "topojson"])
def test_every_format_gives_the_same_table(villages, tmp_path, settings, ending):
    kelurahan, issues, rejects = read_boundaries(content_of(villages, tmp_path, ending), f"x.{ending}", settings)
    assert kelurahan.index.tolist() == CODES
    assert kelurahan.loc["33.25.02.2002", ["name", "kind", "kecamatan", "kabupaten"]].tolist() == [
        "Masin",
        "desa",
        "Timur",
        "Kabupaten Batang",
    ]
    assert kelurahan.loc["33.25.02.1003", "kind"] == "kelurahan"
    assert kelurahan["area_km2"].tolist() == pytest.approx([CELL_KM2] * 6, rel=1e-3)
    assert kelurahan["population"].isna().all()
    assert kelurahan.crs.to_string() == "EPSG:4326"
    assert set(issues["kind"]) <= {"penerbit", "desa tidak ada di peta", "kode tidak resmi", "nama berulang"}
    assert rejects.empty


def test_columns_and_dtypes_are_the_contract(villages, tmp_path, settings):
    kelurahan, _, _ = read_boundaries(content_of(villages.assign(penduduk=[1200] * 6), tmp_path, "gpkg"), "x", settings)
    assert kelurahan.columns.tolist() == [
        *("name", "kind", "kecamatan", "kabupaten", "population", "households", "area_km2", "geometry"),
    ]
    assert kelurahan.index.name == "kelurahan_code"
    assert all(kelurahan[c].dtype == float for c in ("population", "households", "area_km2"))
    assert kelurahan["population"].tolist() == [1200.0] * 6


def test_reprojecting_changes_areas_by_less_than_a_fifth_of_a_percent(villages, tmp_path, settings):
    degrees, _, _ = read_boundaries(content_of(villages, tmp_path, "gpkg"), "a", settings)
    metres, _, _ = read_boundaries(content_of(villages.to_crs(32749), tmp_path, "geojson"), "b", settings)
    np.testing.assert_allclose(metres["area_km2"], degrees["area_km2"], rtol=0.002)


def test_the_order_of_features_does_not_matter(villages, tmp_path, settings):
    nameless = villages.drop(columns="kode")
    one, _, _ = read_boundaries(nameless.to_json().encode(), "a", settings)
    other, _, _ = read_boundaries(nameless.iloc[::-1].to_json().encode(), "a", settings)
    assert one.index.tolist() == [f"tanpa-kode-{i:04d}" for i in range(1, 7)]
    assert one["name"].tolist() == other["name"].tolist()
    assert one.geometry.geom_equals(other.geometry).all()


def test_without_prj_the_user_must_name_the_crs(villages, tmp_path):
    content = without(content_of(villages.to_crs(32749), tmp_path, "zip"), ".prj")
    with pytest.raises(QuestionError, match="sistem koordinat"):
        read_boundaries(content, "peta.zip", Settings())
    kelurahan, issues, _ = read_boundaries(content, "peta.zip", Settings(answers=(("batas.crs", "EPSG:32749"),)))
    assert kelurahan["area_km2"].sum() == pytest.approx(6 * CELL_KM2, rel=2e-3)
    assert "EPSG:32749" in issues["done"].iloc[0]
    with pytest.raises(InputError, match="tidak dikenal"):
        read_boundaries(content, "peta.zip", Settings(answers=(("batas.crs", "bukan crs"),)))


@pytest.mark.parametrize("part", [".shx", ".dbf"])
def test_a_shapefile_without_a_part_is_refused_by_its_name(villages, tmp_path, settings, part):
    with pytest.raises(InputError, match=rf"\{part}"):
        read_boundaries(without(content_of(villages, tmp_path, "zip"), part), "peta.zip", settings)


def test_metres_that_claim_to_be_degrees_are_refused_until_the_crs_is_named(villages, tmp_path):
    wrong = villages.to_crs(32749).set_crs(4326, allow_override=True)
    content = wrong.to_json(to_wgs84=False).encode()
    with pytest.raises(InputError, match="UTM"):
        read_boundaries(content, "peta.geojson", Settings())
    kelurahan, _, _ = read_boundaries(content, "peta.geojson", Settings(answers=(("batas.crs", "EPSG:32749"),)))
    assert kelurahan["area_km2"].sum() == pytest.approx(6 * CELL_KM2, rel=2e-3)


def test_a_crs_link_is_never_followed(villages, settings):
    text = villages.to_json().replace(
        "{", '{"crs": {"type": "link", "properties": {"href": "http://127.0.0.1:9/x"}}, ', 1
    )
    with pytest.raises(InputError, match="tidak dibuka"):
        read_boundaries(text.encode(), "peta.geojson", settings)


def test_rings_are_mended_z_dropped_and_it_is_said(villages, settings):
    x, y = 110.40, -7.02
    bow = Polygon([(x, y), (x + 0.01, y + 0.01), (x + 0.01, y), (x, y + 0.01)])
    villages.loc[0, "geometry"] = bow
    villages["geometry"] = shapely.force_3d(villages.geometry.array, 12.5)
    kelurahan, issues, rejects = read_boundaries(villages.to_json().encode(), "peta.geojson", settings)
    assert kelurahan.is_valid.all()
    assert not kelurahan.has_z.any()
    assert kelurahan.loc["33.25.01.2001", "area_km2"] == pytest.approx(CELL_KM2 / 2, rel=0.01)
    ring = issues[issues["kind"] == "garis batas"]
    assert ring["row"].tolist() == [1]
    assert "memotong dirinya" in ring["what"].iloc[0]
    assert "0,611 km2" in ring["done"].iloc[0]
    assert rejects.empty


def test_empty_points_far_and_double_features_are_rejected_with_their_number(villages, tmp_path, settings):
    extra = pd.concat([villages] * 2, ignore_index=True)
    extra.loc[6:, "kode"] = [f"33.25.03.200{i}" for i in range(6)]
    extra.loc[6, "geometry"] = None
    extra.loc[7, "geometry"] = Point(110.4, -7.0)
    extra.loc[8, "geometry"] = LineString([(110.4, -7.0), (110.5, -7.0)])
    extra.loc[9, "geometry"] = box(1e200, 0, 1e201, 1)
    extra.loc[10] = extra.loc[0]
    extra.loc[11, ["kode", "nama", "jenis"]] = ["", "HUTAN", ""]
    kelurahan, _, rejects = read_boundaries(content_of(extra, tmp_path, "gpkg"), "peta.gpkg", settings)
    assert rejects["row"].tolist() == [7, 8, 9, 10, 11, 12]
    assert len(kelurahan) + len(rejects) == 12
    assert "fitur 1" in rejects.set_index("row").loc[11, "reason"]


def test_a_geometry_collection_keeps_its_areas(villages, settings):
    mixed = shapely.GeometryCollection([villages.geometry[0], Point(110.4, -7.0)])
    villages.loc[0, "geometry"] = mixed
    kelurahan, issues, _ = read_boundaries(villages.to_json().encode(), "peta.geojson", settings)
    assert kelurahan.loc["33.25.01.2001"].geometry.geom_type == "Polygon"
    assert issues.loc[issues["row"].notna(), "row"].tolist() == [1]


def test_bps_codes_never_pass_for_kemendagri_codes(villages, settings):
    bps = villages.drop(columns=["kode", "jenis"]).assign(ADM4_PCODE=[f"ID332501000{i}" for i in range(6)])
    kelurahan, issues, _ = read_boundaries(bps.to_json().encode(), "hdx.geojson", settings)
    assert kelurahan.index.str.startswith("bps:332501000").all()
    assert set(kelurahan["kind"]) == {""}
    assert issues["what"].str.contains("BPS").any()


def test_the_kemendagri_code_wins_over_the_bps_code(villages, settings):
    both = villages.assign(iddesa=[f"332501000{i}" for i in range(6)])
    kelurahan, _, _ = read_boundaries(both.to_json().encode(), "a.geojson", settings)
    assert kelurahan.index.tolist() == CODES


def test_blank_of_the_first_column_is_filled_from_the_next(villages, settings):
    big = villages.rename(columns={"kode": "KDEPUM", "nama": "NAMOBJ", "kecamatan": "WADMKC"}).assign(WADMKD=" ")
    big.loc[0, "WADMKD"] = "Silurah Atas"
    kelurahan, _, _ = read_boundaries(big.to_json().encode(), "big.geojson", settings)
    assert kelurahan["name"].tolist()[:2] == ["Silurah Atas", "Brokoh"]


def test_refusals_say_what_to_do(villages, settings):
    with pytest.raises(ColumnsError, match="nama atau kode"):
        read_boundaries(villages[["geometry"]].assign(luas=1).to_json().encode(), "a.geojson", settings)
    with pytest.raises(InputError, match="luar Indonesia"):
        read_boundaries(villages.assign(geometry=[box(10, 50, 11, 51)] * 6).to_json().encode(), "a.geojson", settings)
    with pytest.raises(InputError, match="tertukar"):
        turned = villages.assign(geometry=shapely.transform(villages.geometry.array, lambda xy: xy[:, ::-1]))
        read_boundaries(turned.to_json().encode(), "a.geojson", settings)
    text = villages.to_json().encode()
    with pytest.raises(InputError, match="rusak"):
        read_boundaries(text[: len(text) // 2], "a.geojson", settings)


def test_columns_mapped_by_the_user_are_taken(villages, settings):
    odd = villages.drop(columns=["kode", "jenis"]).rename(columns={"nama": "kampung_x", "kecamatan": "wil_atas"})
    with pytest.raises(ColumnsError) as caught:
        read_boundaries(odd.to_json().encode(), "a.geojson", settings)
    assert caught.value.role == "boundaries"
    assert "kampung_x" in caught.value.headers
    rows = [["a.geojson", "kolom", "", "kampung_x", "name", ""], ["", "kolom", "", "wil_atas", "kecamatan", ""]]
    decided = pd.DataFrame(rows, columns=["file", "kind", "column", "value", "replacement", "reason"])
    kelurahan, _, _ = read_boundaries(odd.to_json().encode(), "a.geojson", settings, corrections=decided)
    assert set(zip(kelurahan["name"], kelurahan["kecamatan"], strict=True)) == set(
        zip(villages["nama"], villages["kecamatan"], strict=True)
    )


def test_a_report_counts_every_feature(villages, tmp_path, settings):
    villages.loc[5, "geometry"] = None
    report = read_boundary_report(content_of(villages, tmp_path, "gpkg"), "a.gpkg", settings)
    assert (len(report.kelurahan), len(report.rejects), report.features) == (5, 1, 6)
    assert report.topology.set_index("kind").loc["tumpang tindih", "n"] == 0


def test_a_dense_outline_is_named_and_kept(villages, settings):
    corners = np.linspace(0, 2 * np.pi, 60_001)[:-1]
    ring = np.column_stack([110.405 + 0.004 * np.cos(corners), -7.015 + 0.004 * np.sin(corners)])
    villages.loc[0, "geometry"] = Polygon(ring)
    kelurahan, issues, _ = read_boundaries(villages.to_json().encode(), "a.geojson", settings)
    dense = issues[issues["kind"] == "titik batas"]
    assert dense["row"].tolist() == [1]
    assert "60001 titik" in dense["what"].iloc[0]
    assert shapely.get_num_coordinates(kelurahan.geometry.iloc[0]) == 60_001


def test_a_3d_crs_is_flattened(villages, tmp_path, settings):
    deep = villages.set_geometry(shapely.force_3d(villages.geometry.array, 5.0)).set_crs(4979, allow_override=True)
    kelurahan, _, _ = read_boundaries(content_of(deep, tmp_path, "parquet"), "a.parquet", settings)
    assert kelurahan.crs.to_string() == "EPSG:4326"
    assert not kelurahan.has_z.any()
    assert kelurahan["area_km2"].tolist() == pytest.approx([CELL_KM2] * 6, rel=1e-3)


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b'{"type":"FeatureCollection"', b"<kml>", b"PAR1"])
)
@hypothesis_settings(max_examples=60, deadline=None)
def test_any_bytes_give_our_own_error(content, start):
    with pytest.raises(MappingError):
        read_boundaries(start + content, "x", Settings())


@given(st.integers(0, 1_000_000), st.integers(0, 5))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_byte_loads_or_says_why(villages, position, bit):
    content = bytearray(villages.to_json().encode())
    content[position % len(content)] ^= 1 << bit
    try:
        report = read_boundary_report(bytes(content), "a.geojson", Settings())
    except MappingError:
        return
    assert len(report.kelurahan) + len(report.rejects) == report.features


def test_progress_is_told_in_order(villages, settings):
    told = []
    read_boundaries(villages.to_json().encode(), "a.geojson", settings, lambda share, text: told.append((share, text)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
