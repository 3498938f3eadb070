"""Suppliers, partners and needs from a file, on the pages: looked at first, written when told to, by role."""

from __future__ import annotations

import html

import pytest

from mapping.desk.exchange.imports import import_table
from mapping.desk.models import Need, Partner, PartnerService, Supplier, SupplierGood
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.desk.store.verify import head
from tests.desk.conftest import make_two

AT = "2026-11-20T03:00:00Z"
SUPPLIERS = """nama,jenis,tempat,kontak,barang,satuan,harga,tanggal harga,no hp
UD Makmur,Pedagang grosir,Rungkut,toko@contoh.id,beras medium,kg,12.500,2026-11-20,081234567890
UD Makmur,Pedagang grosir,Rungkut,,gula pasir,kg,16000,2026-11-20,081234567891
Toko Salah,juragan,Rungkut,,,,,,081234567892
=Toko,Pedagang grosir,Rungkut,,beras,kg,-5,2026-11-20,081234567893
"""
PARTNERS = """nama,jenis lembaga,tempat,jenis kemitraan,yang diberikan
Kampus Contoh,Perguruan tinggi atau sekolah,Surabaya,Kemitraan teknis,pendampingan produksi
Kampus Salah,kampus,Surabaya,Kemitraan teknis,pendampingan
"""
NEEDS = """koperasi,kode kelurahan,jenis,barang,jumlah,satuan
,35.78.03.1001,Barang atau bahan,beras,2,ton
,35.78.03.9999,Barang atau bahan,beras,2,ton
"""
TABLES = {
    "pemasok": ("meja", {"meja": "pemasok"}, SUPPLIERS, (Supplier, SupplierGood), (2, 2)),
    "mitra": ("mitra", {"kemitraan": "direktori"}, PARTNERS, (Partner, PartnerService), (1, 1)),
    "kebutuhan": ("meja", {}, NEEDS, (Need,), (1, 1)),
}


@pytest.fixture
def desk(desk):
    """A desk of two cooperatives."""
    make_two(desk)
    return desk


@pytest.fixture
def opened(app, desk):
    """Open the page of a table; ``as_role`` before it says for whom."""
    return lambda table, **more: app(TABLES[table][0], wilayah="surabaya", **TABLES[table][1], **more)


def play(monkeypatch, role: Actor) -> None:
    monkeypatch.setattr("mapping.ui.desk.open.present_actor", lambda: role)


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.success, test.warning, test.error)
    return html.unescape("\n".join(str(element.value) for kind in kinds for element in kind))


def field_of(test, table: str):
    return next(field for field in test.get("file_uploader") if f"muat-{table}" in field.key)


def give(test, table: str, content: str, name: str = ""):
    field_of(test, table).set_value((name or f"{table}.csv", content.encode(), "text/csv"))
    return test.run()


def press(test, start: str):
    return next(one for one in test.button if one.label.startswith(start)).click().run()


def counted(desk, models) -> list[int]:
    with desk.reading() as session:
        return [session.query(model).count() for model in models]


@pytest.mark.parametrize("table", TABLES)
def test_a_file_is_looked_at_then_loaded_then_changes_nothing(opened, desk, table: str) -> None:
    _, _, content, models, (lines, _) = TABLES[table]
    before = head(desk)
    test = give(opened(table), table, content)
    assert not test.exception
    shown = next(found.value for found in test.dataframe if "Yang akan terjadi" in found.value)
    assert shown["Yang akan terjadi"].tolist() == ["baris baru"] * lines
    assert "ditolak" in texts(test)
    assert head(desk) == before, "something was written before anybody said so"
    test = press(test, "Muat ")
    assert not test.exception
    assert f"dimuat: {lines} baris baru" in texts(test)
    assert counted(desk, models)[-1] == lines
    after = head(desk)
    test = give(test, table, content)
    assert "Tidak ada yang perlu dimuat" in texts(test) and f"{lines} tidak berubah" in texts(test)
    assert not [one for one in test.button if one.label.startswith("Muat ")]
    assert head(desk) == after


def test_what_changes_and_what_is_refused_is_said_cell_by_cell(opened, desk) -> None:
    import_table(desk, LOCAL, AT, "pemasok", SUPPLIERS.encode(), "pemasok.csv")
    test = give(opened("pemasok"), "pemasok", SUPPLIERS.replace("12.500", "13.000"))
    shown = next(found.value for found in test.dataframe if "Yang akan terjadi" in found.value)
    assert shown["Yang akan terjadi"].tolist() == ["diperbarui", "tidak berubah"]
    assert shown["Yang berubah"].tolist() == ["harga: 12.500 → 13.000", ""]
    said = texts(test)
    assert 'baris 4, kolom "jenis": "juragan"' in said
    assert 'baris 5, kolom "harga": "-5"' in said
    assert 'kolom "no hp": berisi data pribadi; kolom dibuang' in said
    assert "0812345" not in said and "toko@contoh.id" not in said
    labels = [one.label for one in test.get("download_button")]
    assert {"Baris ditolak (CSV)", "Templat kosong (CSV)", "Templat kosong (Excel)"} <= set(labels)


def test_what_somebody_else_changed_in_between_is_looked_at_anew(opened, desk) -> None:
    test = give(opened("pemasok"), "pemasok", SUPPLIERS)
    import_table(desk, LOCAL, AT, "pemasok", SUPPLIERS.replace("12.500", "11.000").encode(), "lain.csv")
    before = head(desk)
    test = press(test, "Muat ")
    assert not test.exception and head(desk) == before
    assert "diubah orang lain" in texts(test)
    shown = next(found.value for found in test.dataframe if "Yang akan terjadi" in found.value)
    assert shown["Yang berubah"].tolist()[0] == "harga: 11.000 → 12.500"


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "nama,jenis\n", "nama,jenis\n" + "UD X,producer\n" * 2_001])
def test_a_file_that_cannot_be_is_one_sentence(opened, desk, content: str) -> None:
    test = give(opened("pemasok"), "pemasok", content)
    assert not test.exception
    assert len(test.error) == 1 and "pemasok.csv" in html.unescape(test.error[0].value)
    assert not [one for one in test.button if one.label.startswith("Muat ")]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", [ANYONE, Actor(COOPERATIVE, cooperative_id=1)])
def test_only_the_office_finds_the_section(opened, monkeypatch, role: Actor, table: str) -> None:
    play(monkeypatch, role)
    test = opened(table)
    assert not test.exception
    assert not test.get("file_uploader")


@pytest.mark.parametrize("table", TABLES)
def test_in_english_the_same_file_is_read(opened, desk, table: str) -> None:
    _, _, content, models, (lines, _) = TABLES[table]
    test = give(opened(table, bahasa="en"), table, content)
    assert not test.exception
    test = next(one for one in test.button if one.key == f"muat-{table}-tombol").click().run()
    assert not test.exception
    assert counted(desk, models)[-1] == lines
