"""Two who choose at once: no stock is sold twice, no need gets two suppliers."""

import threading

import pytest

from mapping.desk.models import Need, Offer
from mapping.desk.needs.answer import withdraw
from mapping.desk.rules import LOCAL
from mapping.desk.supply.cover import left_of_stock
from mapping.desk.supply.offers import choose_offer, deliver_offer, drop_offer, make_offer
from mapping.errors import ConflictError, MappingError
from tests.desk.supply.begin import AT, LATER, need_of, offer_of, row, status, stock_of, version


def test_a_stock_is_delivered_with_its_last_part(desk, two) -> None:
    stock = stock_of(desk, two[1], amount=800)
    offers = []
    for amount in (300, 500):
        need = need_of(desk, two[0], amount=amount, unit="kg")
        fields = {"source": "stock", "stock_need_id": stock, "amount": amount, "unit": "kg", "price_idr": 11_000}
        offers.append((need, make_offer(desk, LOCAL, AT, need_id=need, **fields)))
    for need, offer in offers:
        choose_offer(desk, LOCAL, AT, offer, version(desk, need), "dekat")
    assert status(desk, stock) == "chosen"
    deliver_offer(desk, LOCAL, LATER, offers[0][1], row(desk, Offer, offers[0][1]).version)
    assert status(desk, stock) == "chosen"
    deliver_offer(desk, LOCAL, LATER, offers[1][1], row(desk, Offer, offers[1][1]).version)
    assert status(desk, stock) == "delivered"


def test_no_stock_is_sold_twice_by_two_at_once(desk, two) -> None:
    stock = stock_of(desk, two[1], amount=1, unit="ton")
    needs = [need_of(desk, two[0], amount=700, unit="kg") for _ in range(6)]
    fields = {"source": "stock", "stock_need_id": stock, "amount": 700, "unit": "kg", "price_idr": 11_000}
    offers = [make_offer(desk, LOCAL, AT, need_id=need, **fields) for need in needs]
    outcomes: list[str] = []
    together = threading.Barrier(len(needs))

    def choose(need, offer):
        together.wait()
        try:
            choose_offer(desk, LOCAL, AT, offer, 2, "dekat")
            outcomes.append("chosen")
        except MappingError as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=choose, args=pair) for pair in zip(needs, offers, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["ConflictError"] * 5 + ["chosen"]
    with desk.reading() as session:
        assert left_of_stock(session, session.get_one(Need, stock)) == 300
    with pytest.raises(ConflictError, match="tinggal 300 kg"):
        make_offer(desk, LOCAL, AT, need_id=need_of(desk, two[0]), **fields | {"amount": 301})


def test_a_withdrawn_stock_or_need_is_out_of_reach(desk, two) -> None:
    need, stock = need_of(desk, two[0], amount=800, unit="kg"), stock_of(desk, two[1])
    fields = {"source": "stock", "stock_need_id": stock, "amount": 800, "unit": "kg", "price_idr": 11_000}
    offer = make_offer(desk, LOCAL, AT, need_id=need, **fields)
    withdraw(desk, LOCAL, AT, stock, version(desk, stock))
    with pytest.raises(ConflictError, match="batal"):
        choose_offer(desk, LOCAL, AT, offer, version(desk, need), "dekat")
    withdraw(desk, LOCAL, AT, need, version(desk, need))
    with pytest.raises(ConflictError, match="ditarik"):
        offer_of(desk, need)


def test_a_chosen_offer_that_falls_through_opens_the_need_again(desk, two) -> None:
    need, stock = need_of(desk, two[0], amount=800, unit="kg"), stock_of(desk, two[1])
    offer = make_offer(
        desk, LOCAL, AT, need_id=need, source="stock", stock_need_id=stock, amount=800, unit="kg", price_idr=11_000
    )
    choose_offer(desk, LOCAL, AT, offer, version(desk, need), "dekat")
    assert (status(desk, need), status(desk, stock)) == ("chosen", "chosen")
    drop_offer(desk, LOCAL, LATER, offer, row(desk, Offer, offer).version, "stok rusak")
    assert (status(desk, need), status(desk, stock)) == ("offered", "offered")
    with desk.reading() as session:
        assert left_of_stock(session, session.get_one(Need, stock)) == 800


def test_two_who_choose_for_one_need_at_once_choose_one(desk, two) -> None:
    need = need_of(desk, two[0])
    offers = [offer_of(desk, need, price=11_000 + n) for n in range(4)]
    seen, outcomes, together = version(desk, need), [], threading.Barrier(4)

    def choose(offer):
        together.wait()
        try:
            choose_offer(desk, LOCAL, AT, offer, seen, "murah")
            outcomes.append("chosen")
        except ConflictError:
            outcomes.append("conflict")

    threads = [threading.Thread(target=choose, args=(offer,)) for offer in offers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["chosen", "conflict", "conflict", "conflict"]
