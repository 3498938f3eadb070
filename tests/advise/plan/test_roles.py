"""The roles table: one decides, and what is done follows from the line."""

import pytest

from mapping.advise.plan.roles import PARTS, role_table, tasks_of
from mapping.knowledge.catalog import read_lines

LINES = read_lines()


def tasks(line_id, **answers):
    return set(role_table(LINES.loc[line_id], **answers)["task"])


@pytest.mark.parametrize("kind", ["desa", "kelurahan"])
@pytest.mark.parametrize("line_id", LINES.index)
def test_every_task_has_exactly_one_who_decides_and_someone_who_does(line_id, kind):
    table = role_table(LINES.loc[line_id], kind)
    assert table["decides"].ne("").all()
    assert not table["decides"].str.contains(",").any()
    assert table["does"].ne("").all()
    assert table["task"].is_unique
    counts = tasks_of(table).query("part == 'decides'").groupby("task").size()
    assert counts.eq(1).all() and len(counts) == len(table)


def test_the_loan_is_approved_by_the_village_head_or_by_the_mayor():
    loan = "Mengajukan pinjaman sesudah musyawarah"
    village = role_table(LINES.loc["B13"], "desa").set_index("task")
    ward = role_table(LINES.loc["B13"], "kelurahan").set_index("task")
    assert "Kepala desa" in village.at[loan, "decides"]
    assert "wali kota" in ward.at[loan, "decides"]
    assert not ward.isin(["Kepala desa"]).any().any()
    assert tasks("B13") - tasks("B13", borrows=False) == {loan}


def test_tasks_follow_the_line():
    assert "Mengatur jadwal tanam, panen atau kandang" in tasks("B24")
    assert "Mengatur jadwal tanam, panen atau kandang" not in tasks("B13")
    assert "Menetapkan mutu, resep dan takaran bersama" in tasks("B13")
    assert "Memesan barang atau bahan bersama dan membaginya" in tasks("B01") & tasks("B11")
    assert "Menunjuk tenaga ahli yang bertanggung jawab (apoteker, dokter, bidan)" in tasks("B07") - tasks("B13")
    assert "Memutus pinjaman kepada anggota" in tasks("B05") - tasks("B06")
    assert "Mengelola limbah, bau dan bising" in tasks("B31") - tasks("B13")


def test_the_table_by_role_is_the_same_table():
    table = role_table(LINES.loc["B13"])
    long = tasks_of(table)
    for part in PARTS:
        back = long[long["part"] == part].groupby("task", sort=False)["role"].agg(", ".join)
        expected = table.set_index("task")[part]
        assert back.to_dict() == expected[expected != ""].to_dict()
