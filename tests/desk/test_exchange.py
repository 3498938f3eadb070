"""Tables in and out: the public view leaves, an office's own tables come in through the checks, twice is once."""

import io
import json

import pandas as pd
import pytest

from mapping.desk.exchange.columns import TABLES
from mapping.desk.exchange.exports import COLUMNS, export_tables
from mapping.desk.exchange.imports import import_cooperatives, import_table, load_plan
from mapping.desk.exchange.plans import plan_table
from mapping.desk.models import Cooperative, Need, NeedMessage, Partner, PartnerService, Supplier, SupplierGood
from mapping.desk.needs.answer import say
from mapping.desk.needs.enter import enter_need
from mapping.desk.rules import ANYONE, CONSOLE, COOPERATIVE, LOCAL, OFFICE, Actor
from mapping.desk.store.verify import head, kept_tables, verify
from mapping.desk.supply.suppliers import add_supplier
from mapping.errors import ConflictError, InputError, NotAllowedError
from mapping.intake.gate.limits import read_limits
from mapping.language import speaking

AT, TODAY = "2026-11-23T08:00:00Z", "2026-11-23"

SUPPLIERS = """nama,Jenis,tempat,kontak,barang,satuan,harga,tanggal harga,data peraga
UD Makmur,Pedagang grosir,Rungkut,0812-3456-7890,beras medium,kg,"12.500",2026-11-20,ya
UD Makmur,Pedagang grosir,Rungkut,,gula pasir,kg,16000,2026-11-20,
Gilingan Jaya,producer,Wonokromo,,beras medium,kg,,,tidak
,Pedagang grosir,Rungkut,,,,,,
Toko Salah,juragan,Rungkut,,,,,,
Toko Tebak,Pedagang grosir,Rungkut,,beras,kg,-5,2026-11-20,mungkin
"""
PARTNERS = """mitra,jenis lembaga,tempat,jenis kemitraan,yang diberikan,jenis uang,bunga setahun
Bank Contoh,finance,Surabaya,finance,pinjaman modal kerja,loan,6
Bank Contoh,finance,Surabaya,finance,pinjaman alat,loan,"6,5"
Kampus Contoh,campus,Surabaya,technical,pendampingan produksi,,
Kampus Contoh,campus,Surabaya,emas,pendampingan produksi,,
"""
NEEDS = """koperasi,kode kelurahan,jenis,barang,jumlah,satuan,paling lambat,batas harga
Koperasi Kelurahan Merah Putih Kalirungkut,,goods,beras,2,ton,2026-12-01,12000
,35.78.03.1002,goods,gula pasir,"2.000,5",kg,,
,35.78.03.1002,goods,gula pasir,"2.000,5",kg,,
Koperasi Tak Ada,,goods,beras,2,ton,,
,35.78.03.1001,goods,beras,banyak,ton,,
,35.78.03.1001,goods,beras,1,ton,kemarin,
"""


def take(desk, table: str, text: str, actor=LOCAL):
    return import_table(desk, actor, AT, table, text.encode(), f"{table}.csv")


def plan(desk, table: str, text: str, actor=LOCAL):
    return plan_table(desk, actor, AT, table, text.encode(), f"{table}.csv")


def rows(desk, model) -> list:
    with desk.reading() as session:
        return session.query(model).order_by(model.id).all()


def test_suppliers_come_in_with_their_goods(desk, two) -> None:
    taken = take(desk, "pemasok", SUPPLIERS)
    assert (taken.added, taken.known) == (3, 0)
    assert [(one.name, one.kind, one.contact, one.synthetic) for one in rows(desk, Supplier)] == [
        ("UD Makmur", "wholesaler", "0812-3456-7890", True),
        ("Gilingan Jaya", "producer", "", False),
    ]
    assert [(one.supplier_id, one.item, one.price_idr) for one in rows(desk, SupplierGood)] == [
        (1, "beras medium", 12_500),
        (1, "gula pasir", 16_000),
        (2, "beras medium", None),
    ]
    assert taken.rejects["row"].tolist() == [5, 6, 7]
    assert taken.rejects["column"].tolist() == ["nama", "Jenis", "data peraga"]
    assert verify(desk) == []


def test_partners_come_in_with_their_services(desk, two) -> None:
    taken = take(desk, "mitra", PARTNERS)
    assert (taken.added, taken.known) == (3, 0)
    assert [(one.name, one.kind) for one in rows(desk, Partner)] == [
        ("Bank Contoh", "finance"),
        ("Kampus Contoh", "campus"),
    ]
    assert [(one.partner_id, one.what, one.interest_percent_year) for one in rows(desk, PartnerService)] == [
        (1, "pinjaman modal kerja", 6),
        (1, "pinjaman alat", 6.5),
        (2, "pendampingan produksi", None),
    ]
    assert taken.rejects["row"].tolist() == [5]


def test_needs_come_in_for_the_cooperative_they_name(desk, two) -> None:
    taken = take(desk, "kebutuhan", NEEDS)
    assert (taken.added, taken.known) == (3, 0)
    assert [(one.cooperative_id, one.item, one.amount) for one in rows(desk, Need)] == [
        (two[0], "beras", 2),
        (two[1], "gula pasir", 2000.5),
        (two[1], "gula pasir", 2000.5),
    ]
    assert taken.rejects["row"].tolist() == [5, 6, 7]
    assert taken.rejects["column"].tolist() == ["koperasi", "jumlah", "paling lambat"]


@pytest.mark.parametrize(("table", "text"), [("pemasok", SUPPLIERS), ("mitra", PARTNERS), ("kebutuhan", NEEDS)])
def test_the_same_file_again_adds_nothing(desk, two, table, text) -> None:
    first = take(desk, table, text)
    before = head(desk)
    again = take(desk, table, text)
    assert (again.added, again.known) == (0, first.added)
    assert head(desk) == before, "something was written although nothing is new"
    assert again.rejects.equals(first.rejects)


def test_a_newer_file_brings_what_is_known_up_to_date(desk, two) -> None:
    take(desk, "pemasok", SUPPLIERS)
    taken = take(desk, "pemasok", SUPPLIERS.replace('"12.500",2026-11-20', '"13.000",2026-11-22'))
    assert (taken.added, taken.known) == (0, 3)
    assert rows(desk, SupplierGood)[0].price_idr == 13_000
    assert len(rows(desk, SupplierGood)) == 3 and verify(desk) == []


@pytest.mark.parametrize(("table", "text"), [("pemasok", SUPPLIERS), ("mitra", PARTNERS), ("kebutuhan", NEEDS)])
def test_a_plan_writes_nothing_and_says_what_the_load_does(desk, two, table, text) -> None:
    before = head(desk)
    seen = plan(desk, table, text)
    assert head(desk) == before
    taken = load_plan(desk, LOCAL, AT, seen)
    counts = seen.rows["action"].value_counts()
    assert (taken.added, taken.changed, taken.same) == tuple(counts.get(key, 0) for key in ("add", "change", "same"))
    assert taken.rejects.equals(seen.rejects)
    assert set(plan(desk, table, text).rows["action"]) == {"same"}


def test_a_plan_says_old_and_new_of_each_column_but_no_contact(desk, two) -> None:
    take(desk, "pemasok", SUPPLIERS)
    newer = SUPPLIERS.replace('"12.500",2026-11-20', '"13.000",2026-11-22').replace("0812-3456-7890", "0813-9999-8888")
    seen = plan(desk, "pemasok", newer).rows
    assert seen["action"].tolist() == ["change", "same", "same"]
    said = "kontak: diperbarui; harga: 12.500 → 13.000; tanggal harga: 20 November 2026 → 22 November 2026"
    assert seen["changes"].tolist() == [said, "", ""]
    assert seen["name"].tolist()[0] == "UD Makmur (Rungkut)" and seen["what"].tolist()[0] == "beras medium"


def test_a_row_that_contradicts_an_earlier_one_is_refused(desk, two) -> None:
    """Or the file would change its own words back and forth each time it is loaded."""
    text = "nama,jenis,barang,satuan,harga,tanggal harga\n" + "".join(
        f"{name},Pedagang grosir,{item},{unit},{price},2026-11-20\n"
        for name, item, unit, price in [
            ("UD Makmur", "beras", "kg", "12.500"),
            ("ud  makmur", "Beras", "Kilogram", "12500"),
            ("UD Makmur", "beras", "kg.", "13000"),
        ]
    )
    taken = take(desk, "pemasok", text)
    assert (taken.added, taken.same) == (1, 1)
    assert taken.rejects[["row", "column", "value"]].to_numpy().tolist() == [[4, "harga", "13000"]]
    assert "baris 2" in taken.rejects["reason"].iloc[0]
    before = head(desk)
    take(desk, "pemasok", text)
    assert head(desk) == before and len(rows(desk, SupplierGood)) == 1


HARD = {
    "pemasok": "nama,jenis,tempat,wilayah,lintang,bujur,izin,barang,satuan,kapasitas sebulan,harga,tanggal harga\n"
    'UD Jaya 081234567890,Wholesaler,Rungkut,"35.78.03,35.78.13","-7,32","112,77",NIB,beras Bu Siti,Kwintal,"1.500,5",'
    '"1,2 juta",20/11/2026\n',
    "mitra": "nama,jenis lembaga,jenis kemitraan,yang diberikan,wilayah,lini usaha,jenis uang,bunga setahun,jaminan\n"
    'Bank Jaya 081234567890,finance,Kemitraan keuangan,pinjaman Bu Siti,"35.78,33","B10,B01",Pinjaman,"6,0",Bu Siti\n',
    "kebutuhan": "kode kelurahan,jenis,barang,jumlah,satuan,paling lambat,batas harga,keterangan\n"
    '35.78.03.1001,Goods,beras Bu Siti,"1.500,5",Kwintal,1 Desember 2026,"1,2 juta",hub 081234567890\n'
    '35.78.03.1001,Goods,beras Bu Siti,"1500,5",kuintal,2026-12-01,1200000,hub 081234567890\n',
}


@pytest.mark.parametrize("table", HARD)
def test_what_is_kept_otherwise_than_written_is_found_again(desk, two, table) -> None:
    """Persons masked, units, days, numbers and lists in another dress."""
    first = take(desk, table, HARD[table])
    assert first.added == 1 + (table == "kebutuhan") and first.rejects.empty
    before = head(desk)
    again = take(desk, table, HARD[table])
    assert (again.added, again.changed) == (0, 0) and again.rejects.empty
    assert head(desk) == before


def test_an_empty_cell_changes_nothing_and_a_new_price_needs_its_day(desk, two) -> None:
    take(desk, "pemasok", SUPPLIERS)
    short = "nama,jenis,tempat,barang,satuan,kapasitas sebulan,harga\n"
    one = short + "UD Makmur,Pedagang grosir,Rungkut,beras medium,kg,500,\n"
    assert take(desk, "pemasok", one).changed == 1
    good = rows(desk, SupplierGood)[0]
    assert (good.capacity_month, good.price_idr, good.price_date) == (500, 12_500, "2026-11-20")
    taken = take(desk, "pemasok", short + "UD Makmur,Pedagang grosir,Rungkut,beras medium,kg,,14000\n")
    assert taken.rejects["column"].tolist() == ["tanggal harga"]
    assert rows(desk, SupplierGood)[0].price_idr == 12_500


def test_a_refused_row_leaves_nothing_of_itself(desk, two) -> None:
    text = "nama,jenis,tempat,barang,satuan,harga,tanggal harga\n"
    text += "UD Baru,Pedagang grosir,Rungkut,beras,kg,-5,2026-11-20\nUD Lain,Pedagang grosir,Rungkut,gula,kg,,\n"
    taken = take(desk, "pemasok", text)
    assert [one.name for one in rows(desk, Supplier)] == ["UD Lain"]
    assert taken.rejects[["column", "value"]].to_numpy().tolist() == [["harga", "-5"]]
    named = take(desk, "pemasok", text + "UD Baru,Pedagang grosir,Rungkut,,,,\n")
    assert (named.added, named.same) == (1, 1), "a later row found what a refused one had left"
    mended = take(desk, "pemasok", text.replace("-5", "5000"))
    assert (mended.added, mended.same) == (1, 1) and mended.rejects.empty


def test_a_row_that_cannot_be_any_more_when_it_is_loaded_leaves_nothing_either(desk, two) -> None:
    seen = plan(desk, "pemasok", SUPPLIERS)
    seen.cells[4]["price_idr"] = "-5"
    taken = load_plan(desk, LOCAL, AT, seen)
    assert (taken.added, sorted(taken.rejects["row"])) == (2, [4, 5, 6, 7])
    assert [one.name for one in rows(desk, Supplier)] == ["UD Makmur"]


def test_a_newer_file_brings_a_service_up_to_date(desk, two) -> None:
    take(desk, "mitra", PARTNERS)
    taken = take(desk, "mitra", PARTNERS.replace("loan,6\n", "loan,7\n"))
    assert (taken.added, taken.changed, taken.same) == (0, 1, 2)
    assert [one.interest_percent_year for one in rows(desk, PartnerService)] == [7, 6.5, None]
    assert len(rows(desk, PartnerService)) == 3


def test_needs_that_were_loaded_stay_known_when_their_day_is_over(desk, two) -> None:
    text = "kode kelurahan,jenis,barang,jumlah,satuan,paling lambat\n35.78.03.1001,goods,beras,2,ton,2026-11-24\n"
    take(desk, "kebutuhan", text)
    later = import_table(desk, LOCAL, "2026-12-24T08:00:00Z", "kebutuhan", text.encode(), "x.csv")
    assert (later.added, later.same, len(later.rejects)) == (0, 1, 0)


def test_a_table_that_somebody_changed_meanwhile_is_looked_at_again(desk, two) -> None:
    seen = plan(desk, "pemasok", SUPPLIERS)
    add_supplier(desk, LOCAL, AT, name="UD Makmur", kind="kiosk", place="Rungkut")
    before = head(desk)
    with pytest.raises(ConflictError):
        load_plan(desk, LOCAL, AT, seen)
    assert head(desk) == before


def test_who_lost_the_role_since_the_plan_loads_nothing(desk, two) -> None:
    from mapping.desk.accounts import admit

    number = admit(desk, CONSOLE, AT, "dinas@contoh.id", OFFICE)
    actor = Actor(OFFICE, account_id=number)
    seen = plan(desk, "pemasok", SUPPLIERS, actor)
    admit(desk, CONSOLE, AT, "dinas@contoh.id", COOPERATIVE, two[0])
    with pytest.raises(NotAllowedError):
        load_plan(desk, actor, AT, seen)
    assert rows(desk, Supplier) == []


@pytest.mark.parametrize("code", ["id", "en"])
def test_kinds_are_known_by_their_names_in_either_language(desk, two, code) -> None:
    text = "name,kind,place\nUD A,Pedagang grosir,Rungkut\nUD B,wholesaler,Rungkut\nUD C,Distributor,Rungkut\n"
    with speaking(code):
        assert take(desk, "pemasok", text).added == 3
    assert [one.kind for one in rows(desk, Supplier)] == ["wholesaler", "wholesaler", "distributor"]


def test_columns_about_persons_are_dropped_and_said(desk, two) -> None:
    text = "nama,jenis,nama pemilik,NIK,nomor,warna\nUD A,kiosk,Budi,3578010101900001,081234567890,merah\n"
    issues = take(desk, "pemasok", text).issues
    assert issues.loc[issues["kind"] == "data pribadi", "column"].tolist() == ["nama pemilik", "NIK", "nomor"]
    assert "warna" in issues.loc[issues["level"] == "info", "what"].str.cat()
    assert "Budi" not in issues.to_csv() and "3578010101900001" not in issues.to_csv()


def test_a_file_beyond_the_limits_is_refused(desk, two) -> None:
    from dataclasses import replace

    few = replace(read_limits("page"), rows=3)
    with pytest.raises(InputError, match="batasnya 3"):
        plan_table(desk, LOCAL, AT, "pemasok", SUPPLIERS.encode(), "x.csv", few)


@pytest.mark.parametrize(
    ("table", "content"),
    [
        ("pemasok", b""),
        ("pemasok", b"nama,jenis\n"),
        ("pemasok", b"\x00\x01\x02"),
        ("pemasok", b"a,b\n1,2\n"),
        ("pemasok", b"nama\nUD Makmur\n"),
        ("mitra", b"PK\x03\x04 torn"),
        ("emas", b"nama,jenis\nx,y\n"),
    ],
)
def test_what_is_no_such_table_is_refused_whole(desk, two, table, content) -> None:
    before = head(desk)
    with pytest.raises(InputError) as refused:
        import_table(desk, LOCAL, AT, table, content, "x.csv")
    assert str(refused.value).endswith(".")
    assert head(desk) == before


def test_a_workbook_is_as_good(desk, two) -> None:
    from mapping.present.files.tidy import xlsx_bytes

    table = pd.read_csv(io.StringIO(SUPPLIERS), dtype=str).fillna("")
    taken = import_table(desk, LOCAL, AT, "pemasok", xlsx_bytes(table, "pemasok"), "pemasok.xlsx")
    assert (taken.added, len(taken.rejects)) == (3, 3)


@pytest.mark.parametrize("actor", [ANYONE, Actor(COOPERATIVE, cooperative_id=1)])
def test_only_the_office_loads(desk, two, actor) -> None:
    for call in (
        lambda: take(desk, "pemasok", SUPPLIERS, actor),
        lambda: plan(desk, "pemasok", SUPPLIERS, actor),
        lambda: load_plan(desk, actor, AT, plan(desk, "pemasok", SUPPLIERS)),
        lambda: import_cooperatives(desk, actor, AT, b"", "x.csv", None),
    ):
        with pytest.raises(NotAllowedError):
            call()


def test_rejects_repeat_nothing_about_persons(desk, two) -> None:
    text = "nama,jenis,tempat,kontak\nUD Makmur,081234567890 Budi Santoso,Rungkut,081234567890\n"
    taken = take(desk, "pemasok", text)
    assert len(taken.rejects) == 1
    assert "081234567890" not in taken.rejects.to_csv()


def test_every_column_of_a_table_is_known_by_its_own_name_too() -> None:
    for columns, required in TABLES.values():
        assert set(required) <= set(columns)
        spelled = [text for ours, others in columns.items() for text in {ours, *others}]
        assert len(spelled) == len(set(spelled)), "two columns share a header"


@pytest.fixture
def told(desk, two):
    """A desk with something secret in every corner that the public does not see."""
    number = enter_need(
        desk, LOCAL, AT, cooperative_id=two[0], kind="goods", item="beras", amount=2, unit="ton",
        price_limit_idr=987_654, details="rahasia rincian",
    )  # fmt: skip
    say(desk, LOCAL, AT, number, "rahasia pesan")
    add_supplier(desk, LOCAL, AT, name="UD Rahasia", kind="wholesaler", contact="rahasia@contoh.id")
    take(desk, "mitra", PARTNERS)
    with desk.writing(LOCAL, AT) as session:
        session.get(Partner, 1).contact = "rahasia@contoh.id"
        session.get(Cooperative, two[0]).note = "rahasia catatan"
    return desk


def test_what_leaves_holds_nothing_that_is_not_public(told) -> None:
    tables = dict(export_tables(told, CONSOLE, TODAY))
    assert list(tables) == list(COLUMNS)
    text = "\n".join(table.to_csv(index=False) for table in tables.values())
    assert "rahasia" not in text.casefold() and "987654" not in text
    assert tables["kebutuhan"]["item"].tolist() == ["beras"]
    assert len(rows(told, NeedMessage)) == 1


def test_what_leaves_is_the_same_whoever_asks(told) -> None:
    for (name, one), (_, other) in zip(
        export_tables(told, CONSOLE, TODAY), export_tables(told, ANYONE, TODAY), strict=True
    ):
        assert one.equals(other), name


def test_made_up_rows_are_labelled(told) -> None:
    tables = dict(export_tables(told, ANYONE, TODAY))
    assert set(tables["koperasi"]["data"]) == {"data peraga"}
    assert set(tables["kebutuhan"]["data"]) == {"data peraga"}
    assert set(tables["mitra"]["data"]) == {""}


def test_no_private_column_has_a_public_name() -> None:
    private = {name for _, hidden in kept_tables().values() for name in hidden}
    assert private and not private & {column for columns in COLUMNS.values() for column in columns.split()}


def test_formulas_that_left_disarmed_come_back_as_they_were(desk, two) -> None:
    from mapping.present.files.tidy import csv_bytes

    table = pd.DataFrame({"nama": ["=1+1 Makmur"], "jenis": ["wholesaler"]})
    import_table(desk, LOCAL, AT, "pemasok", csv_bytes(table), "x.csv")
    assert [one.name for one in rows(desk, Supplier)] == ["=1+1 Makmur"]


def test_the_trail_of_what_came_in_names_no_contact(desk, two) -> None:
    take(desk, "pemasok", SUPPLIERS)
    from mapping.desk.models import TrailEntry

    with desk.reading() as session:
        said = [json.loads(row.after) for row in session.query(TrailEntry).filter_by(entity="supplier", action="add")]
    assert [one["contact"] for one in said] == ["***", ""]
