"""The register written: what is kept, what is refused and why, who may, and that nobody overwrites another."""

import pandas as pd
import pytest
from sqlalchemy import func, select

from mapping.desk.models import Cooperative, CooperativeStep, Officer, TrailEntry
from mapping.desk.register.checks import clean_field
from mapping.desk.register.findings import board_findings, find_oddities
from mapping.desk.register.kbli import missing_kbli
from mapping.desk.register.read import (
    cooperatives_of,
    count_statuses,
    read_cooperative,
    read_offices,
    read_steps,
)
from mapping.desk.register.write import Office, add_cooperative, change_cooperative, set_officers, set_status
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.errors import ConflictError, EntryError, NotAllowedError
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.register import ladder, read_register

AT, LATER = "2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z"
PLACE = {
    "kelurahan_code": "35.78.03.1003",
    "kelurahan": "Medokan Ayu",
    "kecamatan": "Rungkut",
    "kabupaten": "Kota Surabaya",
}


def changes_in_trail(desk) -> int:
    with desk.reading() as session:
        return session.scalar(select(func.count()).select_from(TrailEntry))


def test_a_cooperative_is_kept_with_its_first_step(desk) -> None:
    number = add_cooperative(desk, LOCAL, AT, name="KKMP Medokan Ayu", **PLACE, deed_date="3/11/2025", members="1.250")
    row = read_cooperative(desk, ANYONE, number)
    assert (row["name"], row["deed_date"], row["members"], row["status"]) == (
        "KKMP Medokan Ayu",
        "2025-11-03",
        1250,
        "founded",
    )
    assert read_steps(desk, ANYONE, number)[["status", "since"]].to_numpy().tolist() == [["founded", ""]]
    assert (row["updated_at"], row["edited_at"]) == (AT, AT)
    assert pd.isna(row["capital_idr"])


def test_the_same_name_in_the_same_kelurahan_is_refused_however_it_is_written(desk) -> None:
    add_cooperative(desk, LOCAL, AT, name="KKMP Medokan Ayu", **PLACE)
    with pytest.raises(EntryError, match="sudah ada") as refused:
        add_cooperative(desk, LOCAL, AT, name="KOPERASI KELURAHAN MERAH PUTIH MEDOKAN AYU", **PLACE)
    assert refused.value.field == "name"
    other = add_cooperative(desk, LOCAL, AT, name="Koperasi Wanita Melati", **PLACE)
    with pytest.raises(EntryError, match="sudah ada"):
        change_cooperative(desk, LOCAL, AT, other, 1, name="Koperasi Merah Putih Medokan Ayu")
    assert len(cooperatives_of(desk, None, LOCAL)) == 2


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("nik", "3578010101900001", "KTP"),
        ("nik", "3578 0101 0190 0001", "KTP"),
        ("nib", "3578010101900001", "KTP"),
        ("deed_number", "NIK 3578010101900001", "KTP"),
        ("nib", "912012345678", "13 angka"),
        ("nib", "91201234567890", "13 angka"),
        ("nib", "91201234567AB", "13 angka"),
        ("kbli", "4711", "5 angka"),
        ("kbli", "47112; beras", "5 angka"),
        ("line_id", "B99", "tidak dikenal"),
        ("status", "selesai", "tidak dikenal"),
        ("deed_date", "2026-11-25", "terlalu jauh"),
        ("deed_date", "31/2/2025", "bukan tanggal"),
        ("members", "-3", "minus"),
        ("members", "3000000000", "terlalu besar"),
        ("capital_idr", "sedikit", "bukan angka"),
        ("kelurahan_code", "3578031003", "ada di peta"),
        ("name", "", "belum diisi"),
        ("name", "x" * 201, "terlalu panjang"),
        ("deed_number", "<script>1", "tidak terbaca"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field_and_leaves_nothing(desk, field: str, value: str, why: str) -> None:
    fields = {"name": "KKMP Medokan Ayu", **PLACE} | {field: value}
    with pytest.raises(EntryError, match=why) as refused:
        add_cooperative(desk, LOCAL, AT, **fields)
    assert refused.value.field == field
    assert "3578010101900001" not in str(refused.value)
    assert changes_in_trail(desk) == 0


@pytest.mark.parametrize(
    ("point", "why"), [(("-7.3", ""), "berdua"), (("112.7", "-7.3"), "luar Indonesia"), (("0", "0"), "luar Indonesia")]
)
def test_points_outside_indonesia_are_refused(desk, point: tuple[str, str], why: str) -> None:
    with pytest.raises(EntryError, match=why):
        add_cooperative(desk, LOCAL, AT, name="KKMP", **PLACE, lat=point[0], lon=point[1])


def test_persons_leave_no_trace_in_notes(desk, two) -> None:
    change_cooperative(desk, LOCAL, AT, two[0], 1, note="hubungi Bu Siti Aminah 081234567890\x00")
    with desk.reading() as session:
        told = session.get(Cooperative, two[0]).note + "".join(session.scalars(select(TrailEntry.after)))
    assert "***" in told
    assert not any(word in told for word in ("Siti", "0812", "\0"))


def test_an_old_version_changes_nothing(desk, two) -> None:
    change_cooperative(desk, LOCAL, AT, two[0], 1, members=41)
    for late in (
        lambda: change_cooperative(desk, LOCAL, LATER, two[0], 1, members=12),
        lambda: set_status(desk, LOCAL, LATER, two[0], 1, "legal", "2026-11-01"),
        lambda: set_officers(desk, LOCAL, LATER, two[0], {"chair": Office(True)}, version=1),
    ):
        with pytest.raises(ConflictError):
            late()
    assert read_cooperative(desk, LOCAL, two[0])["members"] == 41


def test_saying_the_same_again_writes_nothing(desk, two) -> None:
    change_cooperative(desk, LOCAL, AT, two[0], 1, members=41)
    set_officers(desk, LOCAL, AT, two[0], {"chair": Office(True, woman=True, since="2025-05-01")})
    before = changes_in_trail(desk)
    version = int(read_cooperative(desk, LOCAL, two[0])["version"])
    change_cooperative(desk, LOCAL, LATER, two[0], version, members="41")
    set_officers(desk, LOCAL, LATER, two[0], {"chair": Office(True, woman=True, since="2025-05-01")}, version)
    assert changes_in_trail(desk) == before


def test_a_cooperative_writes_its_own_row_but_not_which_cooperative_it_is(desk, two) -> None:
    own = Actor(COOPERATIVE, cooperative_id=two[0])
    change_cooperative(desk, own, AT, two[0], 1, members=41, kbli="47112")
    set_officers(desk, own, AT, two[0], {"chair": Office(True)})
    version = int(read_cooperative(desk, own, two[0])["version"])
    for refused in (
        lambda: change_cooperative(desk, own, AT, two[1], 1, members=41),
        lambda: set_officers(desk, own, AT, two[1], {"chair": Office(True)}),
        lambda: change_cooperative(desk, own, AT, two[0], version, name="Koperasi Baru"),
        lambda: change_cooperative(desk, own, AT, two[0], version, kelurahan_code="35.78.03.1002"),
        lambda: set_status(desk, own, AT, two[0], version, "trading", "2026-11-01"),
        lambda: add_cooperative(desk, own, AT, name="KKMP Medokan Ayu", **PLACE),
    ):
        with pytest.raises(NotAllowedError):
            refused()


def test_notes_are_for_the_office_and_the_cooperative_itself(desk, two) -> None:
    change_cooperative(desk, LOCAL, AT, two[0], 1, note="modal belum cukup")
    set_status(desk, LOCAL, AT, two[0], 2, "legal", "2026-11-23", "menunggu notaris")
    for actor, sees in (
        (LOCAL, True),
        (Actor(COOPERATIVE, two[0]), True),
        (Actor(COOPERATIVE, two[1]), False),
        (ANYONE, False),
    ):
        assert bool(cooperatives_of(desk, None, actor).loc[two[0], "note"]) is sees
        assert bool(read_steps(desk, actor, two[0])["note"].iloc[-1]) is sees


def test_steps_are_kept_with_their_days(desk, two) -> None:
    with pytest.raises(EntryError, match="lebih awal"):
        set_status(desk, LOCAL, AT, two[0], 1, "legal", "2026-01-05")
    set_status(desk, LOCAL, AT, two[0], 1, "legal", "2026-01-05", "tanggal berdiri belum diketahui")
    set_status(desk, LOCAL, AT, two[0], 2, "trading", "2026-06-01")
    with pytest.raises(EntryError, match="alasan"):
        set_status(desk, LOCAL, AT, two[0], 3, "legal", "2026-06-02")
    set_status(desk, LOCAL, AT, two[0], 3, "dormant", "2026-09-01")
    set_status(desk, LOCAL, AT, two[0], 4, "trading", "2026-10-01")
    set_status(desk, LOCAL, AT, two[0], 5, "building", "2026-10-01", "ternyata belum buka")
    steps = read_steps(desk, LOCAL, two[0])
    assert steps["status"].tolist() == ["legal", "trading", "dormant", "trading", "building"]
    assert steps["since"].tolist()[:3] == ["2026-01-05", "2026-06-01", "2026-09-01"]
    with pytest.raises(EntryError, match="terlalu jauh"):
        set_status(desk, LOCAL, AT, two[0], 6, "trading", "2026-11-30")


def test_offices_hold_no_names_and_can_be_taken_out(desk, two) -> None:
    assert not {column.name for column in Officer.__table__.columns} & {"name", "person", "contact", "nik", "phone"}
    five = ["chair", "vice_business", "vice_members", "secretary", "treasurer"]
    set_officers(
        desk, LOCAL, AT, two[0], {key: Office(True, woman=key in five[:2], since="2025-05-01") for key in five}
    )
    assert board_findings(read_offices(desk, ANYONE, two[0])) == []
    set_officers(
        desk, LOCAL, AT, two[0], {"treasurer": None, "secretary": Office(False, woman=True, since="2025-05-01")}
    )
    offices = read_offices(desk, ANYONE, two[0])
    assert offices.index.tolist() == five[:4]
    assert pd.isna(offices.at["secretary", "woman"]) and offices.at["secretary", "since"] == ""
    with pytest.raises(EntryError, match="tidak dikenal"):
        set_officers(desk, LOCAL, AT, two[0], {"Siti Aminah": Office(True)})


@pytest.mark.parametrize(
    ("filled", "women", "words"),
    [
        (5, 2, []),
        (5, 1, ["Perempuan 1 dari 5"]),
        (7, 2, ["Perempuan 2 dari 7"]),
        (7, 3, []),
        (4, 2, ["paling sedikit 5", "ganjil"]),
        (3, 1, ["paling sedikit 5"]),
        (6, 2, ["ganjil"]),
        (0, 0, ["paling sedikit 5"]),
    ],
)
def test_boards_are_looked_at_by_the_rules_of_the_dossier(filled: int, women: int, words: list[str]) -> None:
    keys = [key for key, office in read_register()["offices"].items() if office["body"] == "board"]
    told = {
        "filled": [n < filled for n in range(len(keys))],
        "woman": [n < women if n < filled else pd.NA for n in range(7)],
    }
    offices = pd.DataFrame(told, index=keys).astype("boolean").assign(since="")
    offices.loc["supervisor_2"] = [True, False, ""]
    said = board_findings(offices)
    assert len(said) == len(words)
    assert all(word in what and source == "S71, S74" for word, (what, source) in zip(words, said, strict=True))


def test_nothing_is_said_of_women_where_an_office_does_not_tell() -> None:
    offices = pd.DataFrame({"filled": True, "woman": pd.array([False, pd.NA, False, False, False], "boolean")})
    offices.index = ["chair", "vice_business", "vice_members", "secretary", "treasurer"]
    assert board_findings(offices.assign(since="")) == []
    assert board_findings(offices.iloc[:0].assign(since="")) == []


def test_a_line_whose_code_the_deed_lacks_is_named(desk, two) -> None:
    change_cooperative(desk, LOCAL, AT, two[0], 1, line_id="B10", kbli="52109")
    row = read_cooperative(desk, LOCAL, two[0])
    what = find_oddities(row, read_offices(desk, LOCAL, two[0]), "2026-11-23").query("about == 'KBLI'")["what"].tolist()
    assert len(what) == 1 and "49431" in what[0] and "52109" not in what[0]
    assert missing_kbli("52109; 49231", "B10") == []


@pytest.mark.parametrize("line_id", read_lines().index)
def test_no_line_lacks_anything_once_its_codes_are_in_the_deed(line_id: str) -> None:
    for edition in ("2020", "2025"):
        text = str(read_lines().at[line_id, f"kbli{edition}"])
        codes = "".join(sign if sign.isdigit() else " " for sign in text).split()
        if codes and all(len(code) == 5 for code in codes):
            assert missing_kbli("; ".join(codes), line_id) == []


def test_missing_papers_behind_a_step_are_named(desk, two) -> None:
    set_status(desk, LOCAL, AT, two[0], 1, "accounts", "2026-11-23")
    said = find_oddities(read_cooperative(desk, LOCAL, two[0]), read_offices(desk, LOCAL, two[0]), "2026-11-23")["what"]
    assert [text.split(" belum")[0] for text in said] == ["Nomor akta", "Tanggal akta", "NIK koperasi", "NIB"]


def test_counts_follow_the_ladder_and_tell_their_age(desk, two) -> None:
    set_status(desk, LOCAL, LATER, two[0], 1, "trading", "2026-11-24")
    table = cooperatives_of(desk, None, ANYONE)
    counts = count_statuses(table, "2027-02-22")
    assert counts.index.tolist() == [*ladder(), "dormant"]
    assert counts["n"].sum() == len(table) and counts["share"].sum() == pytest.approx(1)
    assert counts["reached"].tolist()[:7] == [2, 1, 1, 1, 1, 1, 1] and pd.isna(counts.at["dormant", "reached"])
    assert counts.at["founded", "old"] == 1 and counts.at["trading", "old"] == 0
    assert counts.at["trading", "latest"] == "2026-11-24"
    empty = count_statuses(table.iloc[:0], "2026-11-23")
    assert empty["n"].sum() == 0 and empty["share"].isna().all()


def test_lists_tell_cooperatives_of_one_kelurahan_apart(desk, two) -> None:
    with desk.writing(LOCAL, AT) as session:
        session.get(Cooperative, two[1]).kelurahan_code = "35.78.03.1001"
        session.get(Cooperative, two[1]).kelurahan = "Kalirungkut"
        assert session.scalars(select(CooperativeStep)).all() == []
    table = cooperatives_of(desk, ["35.78.03.1001"], ANYONE)
    assert len(table) == 2 and table["label"].is_unique
    assert cooperatives_of(desk, ["35.78.03.1009"], ANYONE).empty
    with pytest.raises(EntryError, match="tidak ada di daftar"):
        read_cooperative(desk, ANYONE, 999)


def test_the_label_of_every_field_has_a_cleaner() -> None:
    from mapping.desk.register.checks import LABELS

    for name in LABELS.keys() - {"lat", "lon", "name", "kelurahan", "kelurahan_code", "status"}:
        assert clean_field(name, "", AT) in ("", None)
