"""Lists of cooperatives from files: read whatever their dress, placed or refused, loaded again without harm."""

import io

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box
from sqlalchemy import func, select

from mapping.desk.models import CooperativeStep, TrailEntry
from mapping.desk.register.load import load_register
from mapping.desk.register.read import cooperatives_of, read_cooperative
from mapping.desk.register.simkopdes import read_simkopdes
from mapping.desk.register.write import add_cooperative, change_cooperative, set_status
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.errors import EntryError, InputError, NotAllowedError
from mapping.intake.corrections import no_corrections
from mapping.intake.issues import say_issues, say_rejects

AT, LATER = "2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z"
NAMES = ["Kalirungkut", "Rungkut Kidul", "Medokan Ayu", "Wonorejo"]


@pytest.fixture(scope="module")
def kelurahan() -> gpd.GeoDataFrame:
    """Four kelurahan side by side, a tenth of a degree each."""
    squares = [box(112.7 + n / 10, -7.4, 112.8 + n / 10, -7.3) for n in range(4)]
    told = {"name": NAMES, "kind": "kelurahan", "kecamatan": "Rungkut", "kabupaten": "Kota Surabaya"}
    index = pd.Index([f"35.78.03.100{n}" for n in (1, 2, 3, 4)], name="kelurahan_code")
    return gpd.GeoDataFrame(told, geometry=squares, index=index, crs="EPSG:4326")


def file_of(*rows: str, head: str = "cooperative_id,name,province,district,subdistrict,latitude,longitude") -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def front(name: str, number: int = 1, point: str = "-7.33,112.72") -> str:
    return f"{number},KOPERASI KELURAHAN MERAH PUTIH {name},JAWA TIMUR,KOTA SURABAYA,Rungkut,{point}"


PLAIN = file_of(front("KALIRUNGKUT"), front("RUNGKUT KIDUL", 2, "-7.33,112.82"))


def trail_length(desk) -> int:
    with desk.reading() as session:
        return session.scalar(select(func.count()).select_from(TrailEntry))


def test_a_plain_list_is_read_whole(kelurahan) -> None:
    found = read_simkopdes(PLAIN, "daftar.csv", kelurahan)
    assert found.rows["kelurahan_code"].tolist() == ["35.78.03.1001", "35.78.03.1002"]
    assert found.rows["name"].iloc[0] == "Koperasi Kelurahan Merah Putih Kalirungkut"
    assert found.rows["point_state"].tolist() == ["inside", "inside"]
    assert found.rejects.empty and set(found.issues["level"]) <= {"info"}


@pytest.mark.parametrize(
    "content",
    [
        "﻿ID Koperasi;Nama Koperasi;Kecamatan;Lintang;Bujur\n1;KKMP Kalirungkut;Rungkut;-7,33;112,72\n".encode(),
        b"Cooperative Name\tVillage\tSubdistrict\nKoperasi Maju\tKalirungkut\tRungkut\n",
        b"nama,kode wilayah\nKoperasi Maju,3578031001\n",
        b"DAFTAR KOPERASI 2025,,\n,,\nNo,Nama Koperasi,Desa/Kelurahan\n1,Koperasi Maju,Kel. Kali Rungkut\n",
        "nama,kelurahan\nKoperasi Maju,Kalirungkut\nTotal,1\n".encode("utf-16"),
    ],
)
def test_other_dresses_of_the_same_list(content: bytes, kelurahan) -> None:
    found = read_simkopdes(content, "daftar.csv", kelurahan)
    assert found.rows["kelurahan_code"].tolist() == ["35.78.03.1001"]
    assert found.rejects.empty


def test_a_workbook_is_read_as_a_text_is(kelurahan) -> None:
    target = io.BytesIO()
    pd.read_csv(io.BytesIO(PLAIN)).to_excel(target, index=False)
    found = read_simkopdes(target.getvalue(), "daftar.xlsx", kelurahan)
    assert found.rows["source_id"].tolist() == ["1", "2"]


def test_messy_rows_are_named_and_the_good_ones_load(desk, kelurahan) -> None:
    content = file_of(
        front("KALIRUNGKUT", 1),
        front("KALIRUNGKUT KECAMATAN RUNGKUT", 9),
        front("RUNGKUT KIDUL", 1, "-7.33,112.82"),
        "4,,JAWA TIMUR,KOTA SURABAYA,Rungkut,-7.33,112.72",
        "5,KOPERASI MAJU,JAWA TIMUR,KOTA SURABAYA,Rungkut,,",
        front("MEDOKAN AYO", 6, "0,0"),
        front("WONOREJO", 7, "113.02,-7.33"),
        "8,KOPERASI KELURAHAN MERAH PUTIH LOWOKWARU,JAWA TIMUR,KOTA MALANG,Lowokwaru,-7.33,112.72",
        front("XYZXYZ", 10),
        "",
    )
    found = read_simkopdes(content, "daftar.csv", kelurahan)
    assert found.rows.index.tolist() == [2, 7, 8]
    assert found.rows["kelurahan"].tolist() == ["Kalirungkut", "Medokan Ayu", "Wonorejo"]
    assert found.rows["point_state"].tolist() == ["inside", "", "inside"]
    said = dict(zip(found.rejects["row"], say_rejects(found.rejects), strict=True))
    assert sorted(said) == [3, 4, 5, 6, 9, 10]
    for row, words in ((3, "di baris 2"), (4, "nomornya sama"), (5, "nama koperasi kosong"), (9, "MALANG")):
        assert words in said[row], said[row]
    assert '"XYZXYZ"' in said[10]
    told = "\n".join(say_issues(found.issues))
    assert "koordinat 0, 0" in told and "dibaca sebagai Medokan Ayu" in told
    assert load_register(desk, LOCAL, AT, found.rows, "daftar.csv", "2026-11-20")["add"] == 3


def test_points_say_what_they_are_worth(kelurahan) -> None:
    content = file_of(
        front("KALIRUNGKUT", 1, "-7.35,112.75"),
        front("RUNGKUT KIDUL", 2, "-7.33,112.72"),
        front("WONOREJO", 3, "-7.9,112.72"),
    )
    found = read_simkopdes(content, "daftar.csv", kelurahan)
    assert found.rows["point_state"].tolist() == ["placeholder", "elsewhere", "outside"]
    assert found.issues.query("level == 'warn'")["row"].tolist() == [2, 3, 4]


def test_a_name_with_more_behind_the_village_is_read_and_said(kelurahan) -> None:
    found = read_simkopdes(file_of(front("WONOREJO BERKAH JAYA", 1, ",")), "daftar.csv", kelurahan)
    assert found.rows["kelurahan"].tolist() == ["Wonorejo"]
    assert found.issues.query("level == 'repair'")["value"].tolist() == ["WONOREJO BERKAH JAYA"]


def test_what_is_like_a_village_is_offered_and_settled_by_a_point_or_a_person(kelurahan) -> None:
    content = file_of(front("MADUKEN AYUU", 1, ","))
    found = read_simkopdes(content, "daftar.csv", kelurahan)
    assert found.rows.empty
    assert "mungkin: Medokan Ayu (Rungkut)" in found.rejects["reason"].iloc[0]
    there = read_simkopdes(file_of(front("MADUKEN AYUU", 1, "-7.33,112.92")), "daftar.csv", kelurahan)
    assert there.rows["kelurahan"].tolist() == ["Medokan Ayu"] and there.rejects.empty
    elsewhere = read_simkopdes(file_of(front("MADUKEN AYUU", 1, "-7.33,112.72")), "daftar.csv", kelurahan)
    assert elsewhere.rows.empty and "mungkin" in elsewhere.rejects["reason"].iloc[0]
    decided = [["", "tempat", "", "MADUKEN AYUU / Rungkut / KOTA SURABAYA", "35.78.03.1003", ""]]
    corrections = pd.DataFrame(decided, columns=no_corrections().columns, dtype="str")
    assert read_simkopdes(content, "daftar.csv", kelurahan, corrections).rows["kelurahan"].tolist() == ["Medokan Ayu"]


def test_a_point_alone_places_only_what_writes_no_village(kelurahan) -> None:
    content = file_of("1,Koperasi Maju,JAWA TIMUR,KOTA SURABAYA,,-7.33,112.82", front("XYZXYZ", 2, "-7.33,112.82"))
    found = read_simkopdes(content, "daftar.csv", kelurahan)
    assert found.rows["kelurahan"].to_dict() == {2: "Rungkut Kidul"}
    assert found.rejects["row"].tolist() == [3]


def test_persons_in_a_list_are_not_kept(desk, kelurahan) -> None:
    head = "name,kelurahan,nik,ketua,no hp,catatan"
    row = "KKMP Kalirungkut,Kalirungkut,3578010101900001,Siti Aminah,081234567890,rumah Bu Siti"
    found = read_simkopdes(file_of(row, head=head), "daftar.csv", kelurahan)
    load_register(desk, LOCAL, AT, found.rows, "daftar.csv", "2026-11-20")
    with desk.reading() as session:
        kept = (
            "".join(session.scalars(select(TrailEntry.after))) + found.rows.to_csv() + "".join(say_issues(found.issues))
        )
    assert not any(secret in kept for secret in ("3578010101900001", "Siti", "081234567890"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02" * 50,
        b"%PDF-1.7 x",
        b"a,b\n1,2\n",
        b"name,subdistrict\n",
        b"<html><table></table></html>",
        b"PK\x03\x04rusak",
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, kelurahan) -> None:
    with pytest.raises(InputError, match="Berkas"):
        read_simkopdes(content, "daftar.csv", kelurahan)


def test_loading_again_changes_nothing_and_loses_nothing(desk, kelurahan) -> None:
    rows = read_simkopdes(PLAIN, "daftar.csv", kelurahan).rows
    assert load_register(desk, LOCAL, AT, rows, "daftar.csv", "2026-11-20")["add"] == 2
    before = trail_length(desk)
    again = load_register(desk, LOCAL, LATER, rows, "daftar.csv", "2026-11-20")
    assert (again["add"], again["update"], again["same"]) == (0, 0, 2)
    assert trail_length(desk) == before
    one = load_register(desk, LOCAL, LATER, rows.iloc[:1].drop(columns=["lat", "lon"]), "daftar.csv", "2026-11-20")
    assert one["same"] == 1
    table = cooperatives_of(desk, None, LOCAL)
    assert len(table) == 2 and table["lat"].notna().all()


def test_a_newer_list_updates_and_an_older_one_only_fills_gaps(desk, kelurahan) -> None:
    head = "cooperative_id,name,kelurahan,members,nib"
    first = file_of("1,KKMP Kalirungkut,Kalirungkut,20,", head=head)
    newer = file_of("1,Koperasi Merah Putih Kalirungkut,Kalirungkut,31,", head=head)
    older = file_of("1,KKMP Kalirungkut,Kalirungkut,9,9120123456789", head=head)
    for content, day in ((first, "2026-05-01"), (newer, "2026-09-01"), (older, "2026-01-01")):
        load_register(desk, LOCAL, AT, read_simkopdes(content, "a.csv", kelurahan).rows, "a.csv", day)
    table = cooperatives_of(desk, None, LOCAL)
    assert len(table) == 1
    row = table.iloc[0]
    assert (row["members"], row["nib"], row["source_date"]) == (31, "9120123456789", "2026-09-01")
    assert row["name"] == "Koperasi Merah Putih Kalirungkut"


def test_what_the_office_wrote_stays_and_is_counted(desk, kelurahan) -> None:
    rows = read_simkopdes(PLAIN, "daftar.csv", kelurahan).rows.assign(members=pd.array([20, 25], "Int64"))
    load_register(desk, LOCAL, AT, rows, "daftar.csv", "2026-05-01")
    number = int(cooperatives_of(desk, ["35.78.03.1001"], LOCAL).index[0])
    change_cooperative(desk, LOCAL, AT, number, 1, members=44, lat="-7.31", lon="112.71", outlines=kelurahan)
    set_status(desk, LOCAL, AT, number, 2, "legal", "2026-06-01")
    counts = load_register(desk, LOCAL, LATER, rows.assign(status="trading"), "daftar.csv", "2026-09-01")
    row = read_cooperative(desk, LOCAL, number)
    assert (row["members"], row["lat"], row["status"]) == (44, -7.31, "legal")
    assert counts["kept"] == 4
    assert cooperatives_of(desk, ["35.78.03.1002"], LOCAL)["status"].tolist() == ["trading"]


def test_a_list_never_takes_a_cooperative_back(desk, kelurahan) -> None:
    rows = read_simkopdes(PLAIN, "daftar.csv", kelurahan).rows
    load_register(desk, LOCAL, AT, rows, "daftar.csv", "2026-05-01", status="trading")
    load_register(desk, LOCAL, AT, rows, "daftar.csv", "2026-06-01", status="legal")
    assert set(cooperatives_of(desk, None, LOCAL)["status"]) == {"trading"}
    with desk.reading() as session:
        assert session.scalars(select(CooperativeStep.status)).all() == ["trading", "trading"]


def test_a_number_of_another_cooperative_is_a_clash_and_not_loaded(desk, kelurahan) -> None:
    load_register(desk, LOCAL, AT, read_simkopdes(PLAIN, "a.csv", kelurahan).rows, "a.csv", "2026-05-01")
    other = read_simkopdes(file_of(front("WONOREJO", 1, ",")), "b.csv", kelurahan).rows
    assert load_register(desk, LOCAL, AT, other, "b.csv", "2026-05-01")["clash"] == 1
    assert len(cooperatives_of(desk, None, LOCAL)) == 2


def test_a_row_entered_by_hand_is_the_same_cooperative(desk, kelurahan) -> None:
    place = {"kelurahan": "Kalirungkut", "kecamatan": "Rungkut", "kabupaten": "Kota Surabaya"}
    add_cooperative(desk, LOCAL, AT, name="KKMP Kalirungkut", kelurahan_code="35.78.03.1001", **place, nik="12345")
    load_register(desk, LOCAL, AT, read_simkopdes(PLAIN, "a.csv", kelurahan).rows, "a.csv", "2026-05-01")
    row = cooperatives_of(desk, ["35.78.03.1001"], LOCAL)
    assert row[["name", "nik", "source_id"]].to_numpy().tolist() == [["KKMP Kalirungkut", "12345", "1"]]


def test_demonstration_rows_are_never_mixed_with_real_ones(desk, two, kelurahan) -> None:
    load_register(desk, LOCAL, AT, read_simkopdes(PLAIN, "a.csv", kelurahan).rows, "a.csv", "2026-05-01")
    table = cooperatives_of(desk, None, LOCAL)
    assert table["synthetic"].sum() == 2 and len(table) == 4
    assert table.loc[list(two), "source_id"].tolist() == ["", ""]


def test_only_the_office_loads_and_bad_dates_load_nothing(desk, kelurahan) -> None:
    rows = read_simkopdes(PLAIN, "a.csv", kelurahan).rows
    for actor in (ANYONE, Actor(COOPERATIVE, cooperative_id=1)):
        with pytest.raises(NotAllowedError):
            load_register(desk, actor, AT, rows, "a.csv", "2026-05-01")
    with pytest.raises(EntryError):
        load_register(desk, LOCAL, AT, rows, "a.csv", "2030-01-01")
    assert trail_length(desk) == 0
