"""Who could supply a need, in an order that explains itself."""

import pytest

from mapping.desk.rules import LOCAL
from mapping.desk.supply.find import candidates
from mapping.desk.supply.offers import choose_offer, make_offer
from mapping.desk.supply.suppliers import change_supplier
from tests.desk.supply.begin import AT, KIDUL, TODAY, need_of, stock_of, version, warehouse


def test_order_explains_itself(desk, two, kelurahan, makers) -> None:
    need = need_of(desk, two[0])
    warehouse(desk, price=13_000, name="Terlalu mahal")
    warehouse(desk, price=12_400, name="Mahal")
    warehouse(desk, price=11_900, name="Murah")
    warehouse(desk, price=11_000, name="Sebagian", capacity_month=500)
    warehouse(desk, price=None, name="Belum tahu harga", price_date="")
    warehouse(desk, price=11_000, name="Minimum besar", minimum_order=5000)
    found = candidates(desk, LOCAL, need, makers.iloc[:0], kelurahan, TODAY)
    assert found["who"].tolist() == [
        "Murah",
        "Mahal",
        "Belum tahu harga",
        "Minimum besar",
        "Sebagian",
        "Terlalu mahal",
    ]
    assert found["rank"].tolist() == [1, 2, 3, 4, 5, 6]
    notes = dict(zip(found["who"], found["notes"], strict=True))
    assert "Di atas HET Rp 12.500 per kg: tidak bisa dipilih." in notes["Terlalu mahal"]
    assert "Harganya belum diketahui: tanyakan." in notes["Belum tahu harga"]
    assert "Pembelian paling sedikit 5.000 kg." in notes["Minimum besar"]
    assert "Hanya sebagian: 500 dari 2.000 kg." in notes["Sebagian"]


def test_the_nearer_of_two_equal_ones_is_first(desk, two, kelurahan, makers) -> None:
    need = need_of(desk, two[0])
    for name, lon in (("Jauh", 112.9), ("Dekat", 112.78)):
        supplier, _ = warehouse(desk, name=name)
        change_supplier(desk, LOCAL, AT, supplier, 1, lat=-7.325, lon=lon)
    found = candidates(desk, LOCAL, need, makers.iloc[:0], kelurahan, TODAY)
    assert found["who"].tolist() == ["Dekat", "Jauh"]
    # Half a hundredth of a degree from the middle of the outline is 0.55 km.
    assert found.loc[0, "distance_km"] == pytest.approx(0.552, abs=0.005)


def test_who_serves_elsewhere_or_has_stopped_is_no_candidate(desk, two, kelurahan, makers) -> None:
    need = need_of(desk, two[0])
    elsewhere, _ = warehouse(desk, name="Hanya Batang")
    change_supplier(desk, LOCAL, AT, elsewhere, 1, area="33.25")
    stopped, _ = warehouse(desk, name="Tutup")
    change_supplier(desk, LOCAL, AT, stopped, 1, active=False)
    warehouse(desk, name="Gula saja", item="gula pasir")
    assert candidates(desk, LOCAL, need, makers.iloc[:0], kelurahan, TODAY).empty


def test_a_wide_need_is_met_by_its_kinds_and_a_narrow_one_asks(desk, two, kelurahan, makers) -> None:
    wide, narrow = need_of(desk, two[0], item="beras"), need_of(desk, two[0], item="beras premium")
    warehouse(desk, item="beras premium", price=14_000)
    stock_of(desk, two[1], item="beras", amount=5000)
    found = candidates(desk, LOCAL, wide, makers.iloc[:0], kelurahan, TODAY)
    assert (len(found), found["sure"].all()) == (2, True)
    found = candidates(desk, LOCAL, narrow, makers.iloc[:0], kelurahan, TODAY).set_index("source")
    assert found["sure"].to_dict() == {"supplier": True, "stock": False}
    assert any("Jenisnya belum disebut" in note for note in found.loc["stock", "notes"])


def test_capacity_is_less_what_went_out_this_month(desk, two, kelurahan, makers) -> None:
    supplier, _ = warehouse(desk, capacity_month=3000)
    first = need_of(desk, two[0])
    fields = {"source": "supplier", "supplier_id": supplier, "amount": 2, "unit": "ton", "price_idr": 11_000_000}
    offer = make_offer(desk, LOCAL, AT, need_id=first, **fields)
    choose_offer(desk, LOCAL, AT, offer, version(desk, first), "cukup")
    second = need_of(desk, two[1])
    found = candidates(desk, LOCAL, second, makers.iloc[:0], kelurahan, TODAY)
    assert found.loc[0, "available"] == 1000
    assert candidates(desk, LOCAL, second, makers.iloc[:0], kelurahan, "2026-12-01").loc[0, "available"] == 3000


def test_of_fewer_than_three_surveyed_nothing_is_told(desk, two, kelurahan, makers) -> None:
    need = need_of(desk, two[0], item="beras")
    found = candidates(desk, LOCAL, need, makers, kelurahan, TODAY)
    assert found["who"].tolist() == ["toko beras di Kalirungkut", "toko beras di Rungkut Kidul"]
    assert found["businesses"].tolist() == [3, 9]
    enough = makers.assign(n=makers["n"].clip(lower=3))
    assert "penggilingan padi di Rungkut Kidul" in set(candidates(desk, LOCAL, need, enough, kelurahan, TODAY)["who"])


def test_a_point_tells_its_kelurahan(desk, two, kelurahan, makers) -> None:
    need = need_of(desk, two[0])
    supplier, _ = warehouse(desk)
    change_supplier(desk, LOCAL, AT, supplier, 1, lat=-7.325, lon=112.785)
    found = candidates(desk, LOCAL, need, makers.iloc[:0], kelurahan, TODAY)
    assert found["kelurahan_code"].tolist() == [KIDUL]
