import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.intake.gate.limits import read_limits
from mapping.intake.tables.csvs import read_csv

HEAD = "No;Desa;Jenis Usaha;Uraian;Jumlah"


def read(text):
    return read_csv(text.encode(), "a.csv", read_limits())


def resave(text, outer=","):
    """What a program that expects ``outer`` makes of a file when it opens and saves it."""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=outer))
    width = max(map(len, rows))
    target = io.StringIO()
    csv.writer(target, delimiter=outer, lineterminator="\n").writerows([r + [""] * (width - len(r)) for r in rows])
    return target.getvalue()


def test_a_table_inside_the_first_column_of_another_is_taken_out():
    inner = f'REKAP;;;;\n{HEAD}\n1;Lor;"Tani, Hutan";"Satu, dua\n1. tani, kebun\n2. hutan\n";10\n2;Kidul;Dagang;-;7\n'
    sheet = read(resave(inner))
    assert sheet.table.to_numpy().tolist() == [
        ["REKAP", "", "", "", ""],
        HEAD.split(";"),
        ["1", "Lor", "Tani, Hutan", "Satu, dua\n1. tani, kebun\n2. hutan\n", "10"],
        ["2", "Kidul", "Dagang", "-", "7"],
    ]
    assert [r["level"] for r in sheet.remarks if r["kind"] == "tabel bersarang"] == ["warn"]


def test_lines_that_are_wholly_quoted_are_opened():
    lines = ["Desa,Produk,Omzet", 'Lor,"keripik, pedas",10', "Kidul,tempe,20"]
    quoted = "\n".join('"' + line.replace('"', '""') + '"' for line in lines)
    sheet = read(quoted)
    assert sheet.table.to_numpy().tolist() == [
        ["Desa", "Produk", "Omzet"],
        ["Lor", "keripik, pedas", "10"],
        ["Kidul", "tempe", "20"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Desa;Produk;Uraian\nLor;tempe;a,b,,\nKidul;tahu;\n",
        '"Desa";"Produk"\n"Lor";"tempe, tahu"\n',
        "Desa,Produk,\nLor,tempe;tahu,\n",
    ],
)
def test_plain_tables_are_left_alone(text):
    assert "tabel bersarang" not in [remark["kind"] for remark in read(text).remarks]


CELL = st.text(alphabet="abc ,.", max_size=8).map(str.strip).filter(lambda cell: not cell.endswith(","))


@given(st.lists(st.tuples(CELL, CELL, CELL).map(lambda cells: ["x", *cells, "9"]), min_size=1, max_size=6))
def test_saving_with_the_wrong_separator_loses_nothing(rows):
    sheet = read(resave("\n".join([HEAD, *(";".join(row) for row in rows)]) + "\n"))
    assert sheet.table.to_numpy().tolist() == [HEAD.split(";"), *rows]
