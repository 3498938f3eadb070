"""A table with the columns that each publisher is known to use; outlines are the six villages."""

import geopandas as gpd
import pytest

from mapping.errors import InputError
from mapping.intake.outlines.boundaries import read_boundaries
from mapping.intake.outlines.publishers import read_publishers
from mapping.intake.tables.columns import header_key, read_columns
from mapping.settings import Settings

SIX = range(6)
BPS = [f"33250{1 + i // 3}000{i + 1}" for i in SIX]
PUBLISHED = {
    # publisher: (words of its name, columns, first code, first kecamatan, kind)
    "gadm": (
        "GADM",
        {
            "GID_4": [f"IDN.10.1.1.{i}_1" for i in SIX],
            "GID_0": "IDN",
            "COUNTRY": "Indonesia",
            "NAME_1": "Jawa Tengah",
            "NAME_2": "Batang",
            "NAME_3": "Wonotunggal",
            "NAME_4": [f"Desa{i}" for i in SIX],
            "TYPE_4": "Desa",
            "CC_4": [*BPS[:5], "NA"],
        },
        f"bps:{BPS[0]}",
        "Wonotunggal",
        "desa",
    ),
    "geoboundaries": (
        "geoBoundaries",
        {
            "shapeName": [f"Satu{i}" for i in SIX],
            "shapeISO": "",
            "shapeID": [f"IDN-ADM4-{i}" for i in SIX],
            "shapeGroup": "IDN",
            "shapeType": "ADM4",
        },
        "IDN-ADM4-0",
        "",
        "",
    ),
    "dukcapil 10": (
        "10 huruf",
        {
            "KODE_DESA": [3325012001 + i for i in SIX],
            "DESA_KELUR": [f"SATU {i}" for i in SIX],
            "KECAMATAN": "WONOTUNGGAL",
            "KAB_KOTA": "BATANG",
            "JUMLAH_PEN": 1200,
            "JUMLAH_KK": 300,
        },
        "33.25.01.2001",
        "Wonotunggal",
        "desa",
    ),
    "dukcapil floats": (
        "Dukcapil",
        {
            "KODE DESA/KELURAHAN": [3325012001.0 + i for i in SIX],
            "DESA ATAU KELURAHAN": [f"SATU {i}" for i in SIX],
            "KECAMATAN": "WONOTUNGGAL",
            "JUMLAH PENDUDUK": 1200,
        },
        "33.25.01.2001",
        "Wonotunggal",
        "desa",
    ),
    "wilkerstat": (
        "wilkerstat",
        {
            "kdprov": "33",
            "nmprov": "JAWA TENGAH",
            "kdkab": "25",
            "nmkab": "BATANG",
            "kdkec": "010",
            "nmkec": "WONOTUNGGAL",
            "kddesa": [f"{i + 1:03d}" for i in SIX],
            "nmdesa": [f"SATU {i}" for i in SIX],
            "iddesa": [f"3325010{i + 1:03d}" for i in SIX],
        },
        "bps:3325010001",
        "Wonotunggal",
        "",
    ),
    "wilkerstat, parts as integers": (
        "wilkerstat",
        {"kdprov": 33, "kdkab": 25, "kdkec": 11, "kddesa": [i + 1 for i in SIX], "nmdesa": "A", "nmkec": "B"},
        "bps:3325011001",
        "B",
        "",
    ),
    "hdx, new names": (
        "HDX COD-AB",
        {
            "adm4_name": [f"Satu{i}" for i in SIX],
            "adm4_pcode": [f"ID{code}" for code in BPS],
            "adm3_name": "Wonotunggal",
            "adm2_name": "Batang",
        },
        f"bps:{BPS[0]}",
        "Wonotunggal",
        "",
    ),
    "sismiop": (
        "PBB",
        {
            "KD_PROPINSI": "33",
            "KD_DATI2": "25",
            "KD_KECAMATAN": "012",
            "KD_KELURAHAN": [f"{i + 1:03d}" for i in SIX],
            "NM_KELURAHAN": [f"SATU {i}" for i in SIX],
            "NM_KECAMATAN": "WONOTUNGGAL",
        },
        "pbb:3325012001",
        "Wonotunggal",
        "",
    ),
    "openstreetmap": (
        "OpenStreetMap",
        {
            "osm_id": ["1", "2", "3", "4", "5", "6"],
            "name": [f"Desa Satu {i}" for i in SIX],
            "admin_level": "7",
            "boundary": "administrative",
            "ref": [f"33.25.01.200{i + 1}" for i in range(5)] + [""],
        },
        "33.25.01.2001",
        "",
        "desa",
    ),
    "big": (
        "BIG, batas wilayah",
        {
            "NAMOBJ": [f"Satu {i}" for i in SIX],
            "WADMKD": " ",
            "WADMKC": "Wonotunggal",
            "WADMKK": "Batang",
            "KDEPUM": [f"33.25.01.200{i + 1}" for i in SIX],
            "UUPP": " ",
            "TIPADM": 1,
            "METADATA": " ",
            "LUASWH": 0.0,
        },
        "33.25.01.2001",
        "Wonotunggal",
        "desa",
    ),
    "rbi": (
        "rupabumi",
        {
            "NAMOBJ": [f"Satu {i}" for i in SIX],
            "WADMKD": None,
            "WADMKC": "Wonotunggal",
            "WADMKK": "Batang",
            "KDEPUM": None,
            "LCODE": "BA0020",
        },
        "tanpa-kode-0001",
        "Wonotunggal",
        "",
    ),
}


def file_of(villages, columns) -> bytes:
    return gpd.GeoDataFrame(columns, geometry=villages.geometry.to_list(), crs=4326, index=SIX).to_json().encode()


@pytest.mark.parametrize("key", PUBLISHED)
def test_each_publisher_is_known_and_read(villages, key):
    words, columns, code, kecamatan, kind = PUBLISHED[key]
    kelurahan, issues, rejects = read_boundaries(file_of(villages, columns), "a.geojson", Settings())
    said = issues[issues["kind"] == "penerbit"]
    assert said["level"].tolist() == ["info"]
    assert words in said["what"].iloc[0]
    assert (len(kelurahan), len(rejects)) == (6, 0)
    assert code in kelurahan.index
    assert kelurahan.loc[code, ["kecamatan", "kind"]].tolist() == [kecamatan, kind]
    if "JUMLAH_PEN" in columns:
        assert kelurahan["population"].tolist() == [1200.0] * 6


def test_a_missing_code_is_not_the_word_for_it(villages):
    kelurahan, _, _ = read_boundaries(file_of(villages, PUBLISHED["gadm"][1]), "a.geojson", Settings())
    assert "IDN.10.1.1.5_1" in kelurahan.index
    assert "bps:NA" not in kelurahan.index


def test_numbers_of_the_tax_office_never_pass_for_others(villages):
    """``3325012001`` would read as 33.25.01.2001, an altogether different village."""
    kelurahan, _, _ = read_boundaries(file_of(villages, PUBLISHED["sismiop"][1]), "a.geojson", Settings())
    assert kelurahan.index.str.startswith("pbb:").all()


def test_bare_village_numbers_of_the_tax_office_are_no_code(villages):
    columns = {name: PUBLISHED["sismiop"][1][name] for name in ("KD_KELURAHAN", "NM_KELURAHAN")}
    kelurahan, _, _ = read_boundaries(file_of(villages, columns), "a.geojson", Settings())
    assert kelurahan.index.str.startswith("tanpa-kode-").all()


def test_a_column_of_ten_digits_is_one_numbering_throughout(villages):
    """Two of six BPS codes lie in a kecamatan ending in 1 and look like Kemendagri codes by themselves."""
    codes = ["3325010001", "3325010002", "3325010003", "3325011001", "3325011002", "3325020001"]
    columns = {"kode": codes, "nama": [f"Satu {i}" for i in SIX]}
    kelurahan, _, _ = read_boundaries(file_of(villages, columns), "a.geojson", Settings())
    assert kelurahan.index.tolist() == [f"bps:{code}" for code in codes]


def test_levels_above_and_below_are_set_aside(villages):
    columns = {"name": [f"Satu {i}" for i in SIX], "admin_level": ["7", "7", "6", "5", "8", "7"]}
    kelurahan, _, rejects = read_boundaries(file_of(villages, columns), "a.geojson", Settings())
    assert len(kelurahan) == 3
    assert rejects["row"].tolist() == [3, 4, 5]
    with pytest.raises(InputError, match="tingkat lain"):
        read_boundaries(file_of(villages, {**columns, "admin_level": "6"}), "a.geojson", Settings())
    eighth, _, _ = read_boundaries(file_of(villages, {**columns, "admin_level": "8"}), "a.geojson", Settings())
    assert len(eighth) == 6


@pytest.mark.parametrize(
    "columns",
    [
        {"kode": [f"33.25.0{i}" for i in SIX], "nama": [f"Kec {i}" for i in SIX]},
        {"NAMOBJ": [f"Satu {i}" for i in SIX], "WADMKC": [f"SATU {i}" for i in SIX], "WADMKK": "Batang"},
        {"shapeName": [f"Satu {i}" for i in SIX], "shapeID": [f"x{i}" for i in SIX], "shapeType": "ADM3"},
    ],
)
def test_outlines_of_kecamatan_are_refused(villages, columns):
    with pytest.raises(InputError, match="bukan kelurahan/desa"):
        read_boundaries(file_of(villages, columns), "a.geojson", Settings())


def test_no_head_has_two_meanings():
    heads = [header_key(head) for heads in read_columns()["boundary"].values() for head in {*map(header_key, heads)}]
    assert sorted(heads) == sorted(set(heads))


def test_signatures_are_tried_from_special_to_general():
    """No entry can hide behind an earlier one that asks for fewer columns."""
    entries = read_publishers()
    for position, entry in enumerate(entries):
        earlier = [p for p in entries[:position] if set(p.columns) <= set(entry.columns)]
        assert not earlier
