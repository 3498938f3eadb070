"""Offers: made, compared with the official ceiling, chosen in parts, delivered."""

import pandas as pd
import pytest

from mapping.desk.models import Need, Offer
from mapping.desk.needs.enter import enter_need
from mapping.desk.needs.joint import join_purchase, propose_purchase
from mapping.desk.rules import LOCAL
from mapping.desk.supply.compare import read_offers
from mapping.desk.supply.cover import left_to_find
from mapping.desk.supply.offers import choose_offer, deliver_offer
from mapping.errors import ConflictError, EntryError
from tests.desk.supply.begin import AT, LATER, TODAY, need_of, offer_of, row, status, stock_of, version


def test_the_ceiling_is_that_of_what_is_offered(desk, two) -> None:
    """A need of rice in general has no ceiling; SPHP rice that is offered for it has."""
    need = need_of(desk, two[0], item="beras")
    sphp = offer_of(desk, need, price=13_000, commodity="rice_sphp")
    with pytest.raises(EntryError, match="melebihi HET"):
        choose_offer(desk, LOCAL, AT, sphp, version(desk, need), "cepat")
    medium = offer_of(desk, need, price=13_000, commodity="rice_medium")
    choose_offer(desk, LOCAL, AT, medium, version(desk, need), "cepat")
    with pytest.raises(EntryError, match="Komoditas"):
        offer_of(desk, need_of(desk, two[0], item="beras"), commodity="sugar")


def test_the_ceiling_holds_in_every_unit(desk, two) -> None:
    need = need_of(desk, two[0], item="pupuk urea", amount=20, unit="karung 50 kg")
    exact = offer_of(desk, need, amount=20, unit="karung 50 kg", price=90_000)
    above = offer_of(desk, need, amount=1, unit="ton", price=1_800_001)
    with pytest.raises(EntryError, match=r"Rp 1.800,00 per kg|melebihi HET Rp 1.800"):
        choose_offer(desk, LOCAL, AT, above, version(desk, need), "dekat")
    choose_offer(desk, LOCAL, AT, exact, version(desk, need), "sama dengan HET")
    assert status(desk, need) == "chosen"


def test_an_offer_above_a_ceiling_is_refused_and_above_a_reference_is_not(desk, two) -> None:
    for item, unit, price, refused in (
        ("beras medium", "kg", 13_501, "melebihi HET Rp 13.500 per kg"),
        ("beras premium", "ton", 14_901_000, "melebihi HET Rp 14.900 per kg"),
        ("Minyakita", "dus 12 liter", 188_412, "melebihi HET Rp 15.700 per liter"),
        ("gas LPG 3 kg", "tabung", 18_001, "melebihi HET Rp 18.000 per tabung"),
    ):
        need = need_of(desk, two[0], item=item, amount=10, unit=unit)
        offer = offer_of(desk, need, amount=10, unit=unit, price=price)
        with pytest.raises(EntryError, match=refused):
            choose_offer(desk, LOCAL, AT, offer, version(desk, need), "satu-satunya")
        assert status(desk, need) == "offered"
    for item in ("gula pasir", "bawang merah"):
        need = need_of(desk, two[0], item=item, amount=10, unit="kg")
        offer = offer_of(desk, need, amount=10, price=99_000)
        choose_offer(desk, LOCAL, AT, offer, version(desk, need), "satu-satunya")
        assert (status(desk, need), row(desk, Offer, offer).ceiling_idr) == ("chosen", None)


def test_an_offer_without_a_price_waits(desk, two) -> None:
    need = need_of(desk, two[0])
    offer = offer_of(desk, need, price=None)
    with pytest.raises(EntryError, match="Harga"):
        choose_offer(desk, LOCAL, AT, offer, version(desk, need), "dekat")
    told = read_offers(desk, LOCAL, need, TODAY).loc[offer]
    assert pd.isna(told["total_idr"])
    assert pd.isna(told["within_ceiling"])


def test_parts_are_chosen_until_the_amount_is_covered(desk, two) -> None:
    need = need_of(desk, two[0])
    first, second, third = (offer_of(desk, need, amount=n, price=11_000 + n) for n in (700, 800, 500))
    spare = offer_of(desk, need, amount=900)
    seen = version(desk, need)
    assert choose_offer(desk, LOCAL, AT, first, seen, "ada hari ini") == 1300
    with pytest.raises(ConflictError):
        choose_offer(desk, LOCAL, AT, second, seen, "belum melihat pilihan pertama")
    assert status(desk, need) == "offered"
    assert choose_offer(desk, LOCAL, AT, second, version(desk, need), "menambah") == 500
    assert choose_offer(desk, LOCAL, AT, third, version(desk, need), "sisanya") == 0
    assert (status(desk, need), row(desk, Offer, spare).status) == ("chosen", "declined")
    for offer in (first, second):
        deliver_offer(desk, LOCAL, LATER, offer, row(desk, Offer, offer).version)
    assert status(desk, need) == "chosen"
    deliver_offer(desk, LOCAL, LATER, third, row(desk, Offer, third).version)
    assert status(desk, need) == "delivered"


def test_a_part_may_be_enough(desk, two) -> None:
    need = need_of(desk, two[0])
    part = offer_of(desk, need, amount=700)
    assert choose_offer(desk, LOCAL, AT, part, version(desk, need), "sisanya ditunda", enough=True) == 1300
    assert status(desk, need) == "chosen"


def test_what_fell_short_can_be_offered_again(desk, two) -> None:
    need = need_of(desk, two[0])
    offer = offer_of(desk, need)
    choose_offer(desk, LOCAL, AT, offer, version(desk, need), "cukup")
    deliver_offer(desk, LOCAL, LATER, offer, row(desk, Offer, offer).version, amount=1500)
    with desk.reading() as session:
        assert left_to_find(session, session.get_one(Need, need)) == 500
    rest = offer_of(desk, need, amount=500)
    assert choose_offer(desk, LOCAL, LATER, rest, version(desk, need), "sisanya") == 0


def test_what_is_bought_together_gets_one_supplier(desk, two) -> None:
    needs = [need_of(desk, one, amount=n, unit="ton") for one, n in zip(two, (2, 1), strict=True)]
    purchase = propose_purchase(desk, LOCAL, AT, needs)
    for need in needs:
        join_purchase(desk, LOCAL, AT, purchase, need, version(desk, need))
    part = offer_of(desk, needs[0], amount=2000)
    assert choose_offer(desk, LOCAL, AT, part, version(desk, needs[0]), "cepat") == 1000
    rest = offer_of(desk, needs[1], amount=1, unit="ton", price=12_000_000)
    assert choose_offer(desk, LOCAL, AT, rest, version(desk, needs[1]), "sisanya") == 0
    assert [status(desk, need) for need in needs] == ["chosen", "chosen"]
    for offer in (part, rest):
        deliver_offer(desk, LOCAL, LATER, offer, row(desk, Offer, offer).version)
    assert [status(desk, need) for need in needs] == ["delivered", "delivered"]
    assert read_offers(desk, LOCAL, needs[1], TODAY).index.tolist() == [part, rest]


def test_the_same_offer_sent_twice_is_one(desk, two) -> None:
    need = need_of(desk, two[0])
    assert offer_of(desk, need) == offer_of(desk, need)
    assert offer_of(desk, need, price=11_999) != offer_of(desk, need)


def test_what_cannot_be_an_offer_is_refused(desk, two) -> None:
    need = need_of(desk, two[0])
    problem = enter_need(desk, LOCAL, AT, cooperative_id=two[0], kind="problem", item="timbangan rusak")
    own = stock_of(desk, two[0])
    wrong = [
        ({"amount": 0}, "Jumlah"),
        ({"amount": "-3"}, "Jumlah"),
        ({"unit": "karung"}, "Satuan"),
        ({"price": "-1"}, "Harga"),
        ({"who": ""}, "Pemasok"),
        ({"source": "teman"}, "Asal tawaran"),
        ({"price_date": "2027-01-01"}, "Tanggal harga"),
        ({"deliver_by": "2026-01-01"}, "Dikirim"),
        ({"supplier_id": 99}, "nomor 99"),
        ({"source": "stock", "stock_need_id": own}, "sendiri"),
        ({"source": "stock", "stock_need_id": need}, "tidak ada"),
        ({"source": "survey", "from_code": "35.78", "who": "toko beras"}, "Kode kelurahan"),
    ]
    for fields, message in wrong:
        with pytest.raises(EntryError, match=message):
            offer_of(desk, need, **fields)
    with pytest.raises(EntryError, match="barang"):
        offer_of(desk, problem)
    assert read_offers(desk, LOCAL, need, TODAY).empty


def test_delivery_cannot_be_more_earlier_or_twice(desk, two) -> None:
    need = need_of(desk, two[0])
    offer = offer_of(desk, need)
    with pytest.raises(ConflictError, match="menunggu"):
        deliver_offer(desk, LOCAL, AT, offer, 1)
    choose_offer(desk, LOCAL, AT, offer, version(desk, need), "cukup")
    seen = row(desk, Offer, offer).version
    for fields in ({"amount": 2001}, {"amount": 0}, {"delivered_on": "2026-11-22"}, {"delivered_on": "2026-12-01"}):
        with pytest.raises(EntryError):
            deliver_offer(desk, LOCAL, LATER, offer, seen, **fields)
    deliver_offer(desk, LOCAL, LATER, offer, seen)
    with pytest.raises(ConflictError):
        deliver_offer(desk, LOCAL, LATER, offer, seen)
