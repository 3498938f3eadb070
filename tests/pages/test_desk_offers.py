"""Offers on the page of needs: candidates, the comparison, the choice; and what the public sees of it."""

from __future__ import annotations

import html

import pytest

from mapping.desk.models import Need
from mapping.desk.needs.enter import enter_need
from mapping.desk.register.write import add_cooperative
from mapping.desk.rules import ANYONE, LOCAL
from mapping.desk.store.desk import open_desk
from mapping.desk.supply.goods import set_good
from mapping.desk.supply.offers import choose_offer, make_offer
from mapping.desk.supply.suppliers import add_supplier
from mapping.ui.desk import open as opened

AT, DAY = "2026-11-23T02:00:00Z", "2026-11-20"
PLACES = (("Kalirungkut", "35.78.03.1001"), ("Rungkut Kidul", "35.78.03.1002"))


@pytest.fixture
def need(own_desk):
    """A desk on which rice is missing, and a warehouse, a dear trader and a neighbour have some: the need's number."""
    desk = open_desk(own_desk)
    fields = {"kecamatan": "Rungkut", "kabupaten": "Kota Surabaya"}
    first, second = (
        add_cooperative(
            desk, LOCAL, AT, name=f"Koperasi Merah Putih {name}", kelurahan_code=code, kelurahan=name, **fields
        )
        for name, code in PLACES
    )
    for name, kind, price in (("Gudang Bulog Buduran", "bulog", 11_000), ("UD Padi Makmur", "wholesaler", 13_000)):
        told = {"place": "Sidoarjo", "lat": -7.42, "lon": 112.72, "contact": "031-000000"}
        supplier = add_supplier(desk, LOCAL, AT, name=name, kind=kind, **told)
        good = {"item": "beras SPHP", "unit": "kg", "capacity_month": 9000, "price_idr": price, "price_date": DAY}
        set_good(desk, LOCAL, AT, supplier_id=supplier, **good)
    rice = {"item": "beras SPHP", "unit": "kg"}
    enter_need(desk, LOCAL, AT, cooperative_id=second, kind="stock", amount=800, price_limit_idr=11_500, **rice)
    return enter_need(desk, LOCAL, AT, cooperative_id=first, kind="goods", amount=2000, **rice)


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.warning, test.error)
    return html.unescape("\n".join(str(element.value) for kind in kinds for element in kind))


def button(test, label: str, at: int = 0):
    return [one for one in test.button if html.unescape(one.label) == label][at]


def open_need(app, number: int, **query: str):
    test = app("meja", wilayah="surabaya", kebutuhan=str(number), **query)
    assert not test.exception
    return test


def offered(url: str, need: int, price: int = 11_000) -> int:
    fields = {"source": "supplier", "supplier_id": 1, "amount": 2000, "unit": "kg", "price_idr": price}
    return make_offer(open_desk(url), LOCAL, AT, need_id=need, **fields)


def test_the_office_sees_three_kinds_of_candidates_with_reasons(app, need) -> None:
    said = texts(open_need(app, need))
    order = [said.index(words) for words in ("1. Gudang Bulog", "2. Koperasi Merah Putih Rungkut Kidul", "UD Padi")]
    assert order == sorted(order)
    assert "Hanya sebagian: 800 dari 2.000 kg." in said
    assert "Di atas HET Rp 12.500 per kg: tidak bisa dipilih." in said
    assert "usaha ditemui survei" in said
    assert "ekonomi.bisnis.com (S136)" in said


def test_the_form_of_an_offer_is_filled_in_as_far_as_it_is_known(app, need) -> None:
    test = open_need(app, need)
    button(test, "Catat tawarannya").click().run()
    assert not test.exception
    asked = {one.label: one.value for one in (*test.number_input, *test.date_input, *test.selectbox)}
    assert (asked["Jumlah"], asked["Satuan"], asked["Harga per kg (rupiah)"]) == (2000.0, "kg", 11_000)
    assert asked["Harga ini berlaku per"].isoformat() == DAY
    assert "Total Rp 22.000.000." in texts(test)


def test_offers_are_compared_and_one_is_chosen(app, need, own_desk) -> None:
    offered(own_desk, need)
    test = open_need(app, need)
    said = texts(test)
    assert "Total: **Rp 22.000.000**" in said
    assert "Rp 17.600.000 – Rp 26.400.000; naik 20% melewati HET" in said
    button(test, "Pilih tawaran ini").click().run()
    assert "Alasan memilih belum diisi." in texts(test)
    next(area for area in test.text_area if area.label == "Mengapa yang ini?").input("cukup dan termurah")
    button(test, "Pilih tawaran ini").click().run()
    assert "Alasan: **cukup dan termurah**" in texts(test)
    button(test, "Catat pengiriman").click().run()
    assert not test.exception
    with open_desk(own_desk).reading() as session:
        assert session.get_one(Need, need).status == "delivered"
    assert "Calon pemasok" not in texts(test)


def test_an_offer_above_the_ceiling_has_no_button(app, need, own_desk) -> None:
    offered(own_desk, need, 13_000)
    test = open_need(app, need)
    assert "Di atas HET: tidak bisa dipilih." in texts(test)
    assert not [one for one in test.button if one.label == "Pilih tawaran ini"]


def test_the_official_prices_of_the_kinds_are_said_where_the_kind_is_open(app, need, own_desk) -> None:
    chilli = enter_need(
        open_desk(own_desk), LOCAL, AT, cooperative_id=1, kind="goods", item="cabai", amount=50, unit="kg"
    )
    test = open_need(app, chilli)
    assert "Harga resmi menurut jenisnya" in [one.label for one in test.expander]
    said = texts(test)
    assert "**cabai rawit**" in said
    assert "Harga acuan di konsumen (HAP) Rp 40.000 sampai Rp 57.000 per kg" in said
    assert "HAP bukan batas" in said


def test_the_public_sees_kind_place_and_price_of_what_was_chosen(app, need, own_desk, monkeypatch) -> None:
    monkeypatch.setattr(opened, "present_actor", lambda: ANYONE)
    offer = offered(own_desk, need)
    said = texts(open_need(app, need))
    assert "Belum ada tawaran yang dipilih." in said
    assert "Gudang Bulog" not in said
    desk = open_desk(own_desk)
    with desk.reading() as session:
        version = session.get_one(Need, need).version
    choose_offer(desk, LOCAL, AT, offer, version, "gudang ini paling dekat")
    test = open_need(app, need)
    said = texts(test)
    assert "Bulog di Sidoarjo" in said
    assert "Rp 11.000 per kg" in said
    for secret in ("Gudang Bulog", "031-000000", "paling dekat", "Calon pemasok"):
        assert secret not in said
    labels = {html.unescape(one.label) for one in test.button}
    assert not labels & {"Pilih tawaran ini", "Catat tawarannya", "Catat pengiriman", "Tawaran ini batal"}


def test_a_stock_shows_who_wants_it(app, need) -> None:
    test = open_need(app, need - 1)
    assert "Belum diambil: **800 kg**." in texts(test)
    assert "Kalirungkut: beras SPHP, 2.000 kg" in [html.unescape(one.label) for one in test.button]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_table_of_suppliers(app, need, language, monkeypatch) -> None:
    test = app("meja", wilayah="surabaya", meja="pemasok", bahasa=language)
    assert not test.exception
    tables = [frame.value.astype(str) for frame in test.dataframe]
    assert any("Gudang Bulog Buduran" in table.to_csv() for table in tables)
    monkeypatch.setattr(opened, "present_actor", lambda: ANYONE)
    test = app("meja", wilayah="surabaya", meja="pemasok", bahasa=language)
    assert not test.exception
    said = "".join(frame.value.astype(str).to_csv() for frame in test.dataframe)
    assert "Bulog" in said
    assert not [secret for secret in ("Gudang", "031-000000", "Makmur") if secret in said]


def test_an_empty_desk_says_what_suppliers_are_for(app, own_desk) -> None:
    test = app("meja", wilayah="surabaya", meja="pemasok")
    assert not test.exception
    assert "Daftar pemasok masih kosong." in texts(test)
