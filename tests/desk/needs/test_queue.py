"""The queue: most urgent first, who may read what, and a cost that does not grow with each need."""

from __future__ import annotations

import sys

import pandas as pd
import pytest
from sqlalchemy import event, insert

from mapping.desk.models import Cooperative, Need, Offer, Supplier
from mapping.desk.needs.answer import take
from mapping.desk.needs.queue import COLUMNS, read_needs
from mapping.desk.needs.steps import move
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, OFFICE, Actor
from mapping.desk.store.desk import open_desk
from tests.desk.rows import row_of

AT, TODAY = "2026-11-23T01:00:00Z", "2026-11-23"


def test_an_empty_desk_has_the_same_columns_and_types(ask, look) -> None:
    empty = look()
    ask()
    assert empty.empty
    assert list(empty.columns) == list(look().columns) == list(COLUMNS)
    assert empty.dtypes.equals(look().dtypes)


def test_the_days_are_the_office_s(ask, look) -> None:
    number = ask(wanted_by="2026-11-26")
    need = look(number, today="2026-11-28")
    assert (need["age_days"], need["status_days"], need["days_left"]) == (5.0, 5.0, -2.0)
    late_evening = ask(at="2026-11-22T18:30:00Z", wanted_by="2026-11-26")
    assert look(late_evening)["age_days"] == 0.0


def test_the_price_limit_and_the_details_are_for_the_own_cooperative_and_the_office(ask, look, two) -> None:
    number = ask(price_limit_idr=13500, details="gudang kosong")
    own, other = (Actor(COOPERATIVE, cooperative_id=one) for one in two)
    for actor in (LOCAL, Actor(OFFICE, account_id=4), own):
        assert (look(number, actor)["price_limit_idr"], look(number, actor)["details"]) == (13500, "gudang kosong")
    for actor in (other, ANYONE, Actor(COOPERATIVE)):
        need = look(number, actor)
        assert pd.isna(need["price_limit_idr"])
        assert need["details"] == ""
        assert (need["item"], need["amount"], need["kelurahan"]) == ("Beras medium", 2.0, "Kalirungkut")
    assert not {"request_key", "owner_id", "contact", "email"} & set(look(actor=LOCAL).columns)


def test_everybody_sees_the_kind_and_place_of_the_chosen_supplier_but_not_its_name(desk, ask, look) -> None:
    number = ask()
    with desk.writing(LOCAL, AT) as session:
        supplier = row_of(Supplier, name="UD Rahasia", kind="wholesaler", place="Pasar Soponyono", contact="0811")
        session.add(supplier)
        session.flush()
        told = {"need_id": number, "supplier_id": supplier.id, "who": "UD Rahasia", "source": "supplier"}
        session.add(row_of(Offer, **told, price_idr=13000, unit="kg", status="declined"))
        session.add(row_of(Offer, **told, price_idr=12500, unit="kg", status="chosen"))
        for status in ("offered", "chosen"):
            move(session, session.get(Need, number), status)
    need = look(number, ANYONE)
    assert (need["supplier_kind"], need["supplier_place"]) == ("wholesaler", "Pasar Soponyono")
    assert (need["chosen_price_idr"], need["chosen_unit"]) == (12500, "kg")
    assert "Rahasia" not in " ".join(map(str, need))


def test_needs_bought_as_one_share_the_chosen_supplier(desk, ask, look, two) -> None:
    from mapping.desk.needs.joint import join_purchase, propose_purchase

    numbers = [ask(), ask(cooperative_id=two[1])]
    purchase = propose_purchase(desk, LOCAL, AT, numbers)
    for number in numbers:
        join_purchase(desk, LOCAL, AT, purchase, number, 1)
    with desk.writing(LOCAL, AT) as session:
        session.add(row_of(Offer, need_id=numbers[0], source="supplier", price_idr=12500, unit="kg", status="chosen"))
        for number in numbers:
            for status in ("offered", "chosen"):
                move(session, session.get(Need, number), status)
    assert look()["chosen_price_idr"].tolist() == [12500, 12500]
    assert look(numbers[1])["chosen_price_idr"] == 12500


def test_needs_come_by_urgency_and_what_is_over_last(desk, ask, look) -> None:
    from mapping.desk.needs.answer import withdraw

    later = ask(item="kertas", unit="rim", wanted_by="2026-12-20")
    over = ask(wanted_by="2026-11-23")
    rice = ask(wanted_by="2026-11-24")
    stock = ask(kind="stock", item="keripik", unit="kg", wanted_by="")
    withdraw(desk, LOCAL, AT, over, 1)
    needs = look()
    assert needs.index.tolist() == [rice, later, stock, over]
    assert needs["urgency"].tolist()[:3] == [1, 4, 4]
    assert needs["urgency"].isna().tolist() == [False, False, False, True]


def test_reminders_name_whose_turn_it_is(desk, ask, look) -> None:
    number = ask()
    assert look(number)["reminder"] == ""
    assert "Belum ada yang mengurus selama 1 hari" in look(number, today="2026-11-24")["reminder"]
    take(desk, LOCAL, AT, number, 1)
    assert look(number, today="2026-11-25")["reminder"] == ""
    assert look(number, today="2026-11-26")["reminder"] == "Sudah 3 hari sedang diurus. Tindak lanjuti."
    assert look(number)["waits_for"] == "office"


def test_mine_is_what_this_account_looks_after(desk, ask, look) -> None:
    from mapping.desk.models import Account

    with desk.writing(LOCAL, AT) as session:
        one, other = (
            row_of(Account, email="a", role=OFFICE, active=True),
            row_of(Account, email="b", role=OFFICE, active=True),
        )
        session.add_all([one, other])
        session.flush()
        numbers = one.id, other.id
    number = ask()
    take(desk, Actor(OFFICE, account_id=numbers[0]), AT, number, 1)
    assert [bool(look(number, Actor(OFFICE, account_id=n))["mine"]) for n in numbers] == [True, False]
    assert not look(number, ANYONE)["mine"]
    assert look(number, ANYONE)["owner"] == "Dinas"


def test_only_the_kelurahan_asked_for(desk, ask, two) -> None:
    first, _ = ask(), ask(cooperative_id=two[1])
    assert read_needs(desk, LOCAL, TODAY, ["35.78.03.1001"]).index.tolist() == [first]
    assert read_needs(desk, LOCAL, TODAY, []).empty


def _filled(n: int):
    """A desk in memory with many needs of one cooperative, put in below the trail."""
    desk = open_desk("sqlite://")
    with desk.writing(LOCAL, AT) as session:
        session.add(row_of(Cooperative, kelurahan_code="35.78.03.1001"))
    text = {column.name: "" for column in Need.__table__.columns if str(column.type).startswith(("VARCHAR", "TEXT"))}
    kinds, statuses = ("goods", "stock", "problem"), ("new", "taken", "offered", "chosen", "delivered", "closed")
    rows = [
        text
        | {"version": 1, "cooperative_id": 1, "kind": kinds[i % 3], "status": statuses[i % 6], "request_key": str(i)}
        | {"commodity": "rice" if i % 2 else "", "amount": float(i), "wanted_by": f"2026-12-{i % 28 + 1:02d}"}
        | {"entered_at": AT, "status_since": AT, "closed_at": AT if i % 6 == 5 else "", "base_amount": None}
        for i in range(n)
    ]
    with desk.engine.begin() as connection:
        connection.execute(insert(Need), rows)
    return desk


def _passes(desk) -> tuple[int, int, int]:
    """Statements sent, and calls of functions of this project, while the queue is read; rows that it gave."""
    sent, called = [], []
    event.listen(desk.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))

    def watch(frame, what, _) -> None:
        if what == "call" and frame.f_globals.get("__name__", "").startswith("mapping."):
            called.append(frame.f_code.co_name)

    sys.setprofile(watch)
    try:
        rows = len(read_needs(desk, LOCAL, TODAY))
    finally:
        sys.setprofile(None)
    return len(sent), len(called), rows


def test_reading_twenty_thousand_needs_takes_the_same_steps_as_reading_sixty() -> None:
    few, many = _filled(60), _filled(20_000)
    read_needs(few, LOCAL, TODAY)
    sixty, thousands = _passes(few), _passes(many)
    assert thousands[2] == 20_000
    assert sixty[0] == thousands[0]
    # Column types are worked out once per read, not per row.
    assert thousands[1] == sixty[1]


@pytest.mark.parametrize("language", ["id", "en"])
def test_both_languages(ask, look, language) -> None:
    from mapping.language import speaking

    number = ask()
    with speaking(language):
        assert look(number, today="2026-11-30")["why"]
