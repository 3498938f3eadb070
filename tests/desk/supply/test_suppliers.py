"""The table of suppliers: checked, changed once, its prices dated."""

import pytest
from sqlalchemy import select

from mapping.desk.models import TrailEntry
from mapping.desk.rules import LOCAL
from mapping.desk.supply.goods import read_goods, remove_good, set_good
from mapping.desk.supply.suppliers import add_supplier, change_supplier, read_suppliers
from mapping.errors import ConflictError, EntryError
from tests.desk.supply.begin import AT, TODAY, warehouse


def test_contacts_are_not_in_the_trail(desk, two) -> None:
    warehouse(desk)
    with desk.reading() as session:
        said = " ".join(session.scalars(select(TrailEntry.after)).all())
    assert "0812" not in said
    assert "Buduran" in said


def test_suppliers_are_checked_and_changed_once(desk) -> None:
    supplier, good = warehouse(desk)
    with pytest.raises(EntryError, match="sudah ada"):
        warehouse(desk)
    with pytest.raises(ConflictError):
        change_supplier(desk, LOCAL, AT, supplier, 7, place="Gedangan")
    change_supplier(desk, LOCAL, AT, supplier, 1, place="Gedangan")
    assert read_suppliers(desk, LOCAL)["place"].tolist() == ["Gedangan"]
    for fields, message in (
        ({"kind": "calo"}, "Jenis pemasok"),
        ({"area": "3578"}, "kode wilayah"),
        ({"kelurahan_code": "35.78"}, "Kode kelurahan"),
        ({"lat": "abc", "lon": 112}, "Lintang"),
        ({"lat": -7.3, "lon": None}, "lintang dan bujur"),
    ):
        with pytest.raises(EntryError, match=message):
            add_supplier(desk, LOCAL, AT, **{"name": "UD Baru", "kind": "wholesaler"} | fields)
    for fields, message in (
        ({"price_date": ""}, "tanggal harganya"),
        ({"price_date": "2027-01-01"}, "Tanggal harga"),
        ({"unit": "karung"}, "Satuan"),
        ({"price_idr": 0}, "Harga"),
    ):
        with pytest.raises(EntryError, match=message):
            set_good(
                desk,
                LOCAL,
                AT,
                supplier_id=supplier,
                **{"item": "beras", "unit": "kg", "price_idr": 11_000, "price_date": "2026-11-20"} | fields,
            )
    remove_good(desk, LOCAL, AT, good, 1)
    assert read_goods(desk, LOCAL, TODAY).empty


def test_old_prices_are_flagged(desk) -> None:
    _supplier, _good = warehouse(desk)
    assert not read_goods(desk, LOCAL, TODAY)["old"].any()
    assert read_goods(desk, LOCAL, "2026-12-25")["old"].all()
