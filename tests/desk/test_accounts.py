"""Accounts: who an address is, and that rights go as fast as they came."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from mapping.desk.accounts import (
    actor_for,
    admit,
    clean_email,
    dismiss,
    dismiss_email,
    erase_email,
    own_cooperative,
    read_accounts,
)
from mapping.desk.models import Account, Cooperative, TrailEntry
from mapping.desk.rules import ANYONE, CONSOLE, COOPERATIVE, LOCAL, OFFICE, Actor
from mapping.errors import ConflictError, EntryError, NotAllowedError

AT, LATER = "2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z"


def account(desk, number: int) -> Account:
    with desk.reading() as session:
        return session.get(Account, number)


def test_an_address_is_who_it_was_admitted_as(desk, two) -> None:
    office = admit(desk, CONSOLE, AT, "Dinas@Contoh.ID", "office")
    own = admit(desk, CONSOLE, AT, " ketua@koperasi.contoh.id ", "cooperative", two[1])
    assert actor_for(desk, "dinas@contoh.id") == Actor(OFFICE, None, office)
    assert actor_for(desk, "KETUA@koperasi.contoh.id") == Actor(COOPERATIVE, two[1], own)
    for stranger in ("lain@contoh.id", "", None, 7, "dinas@contoh.id.evil.example", "%", "_____@contoh.id", "erased:1"):
        assert actor_for(desk, stranger) == ANYONE


def test_the_own_cooperative_has_a_name(desk, two) -> None:
    admit(desk, CONSOLE, AT, "ketua@contoh.id", "cooperative", two[1])
    assert own_cooperative(desk, actor_for(desk, "ketua@contoh.id")) == "Koperasi Kelurahan Merah Putih Rungkut Kidul"
    assert own_cooperative(desk, LOCAL) == own_cooperative(desk, ANYONE) == ""


@pytest.mark.parametrize(
    "alike", ["\u212aetua@contoh.id", "ketua@cont\u043eh.id", "ke\u200btua@contoh.id", "ketua\uff20contoh.id"]
)
def test_an_address_that_only_looks_alike_is_a_stranger(desk, alike) -> None:
    admit(desk, CONSOLE, AT, "ketua@contoh.id", "office")
    assert actor_for(desk, alike) == ANYONE
    with pytest.raises(EntryError):
        admit(desk, CONSOLE, AT, alike, "admin")


@given(st.text(max_size=300))
def test_what_is_kept_is_an_address_or_nothing(text) -> None:
    kept = clean_email(text)
    assert kept == clean_email(kept)
    assert kept == "" or (kept.isascii() and kept.count("@") == 1 and kept == kept.lower() and len(kept) <= 254)


def test_a_dismissed_account_has_no_rights_and_can_come_back(desk, two) -> None:
    number = admit(desk, CONSOLE, AT, "dinas@contoh.id", "office")
    dismiss(desk, CONSOLE, LATER, number, account(desk, number).version)
    assert actor_for(desk, "dinas@contoh.id") == ANYONE
    assert admit(desk, CONSOLE, LATER, "dinas@contoh.id", "cooperative", two[0]) == number
    assert actor_for(desk, "dinas@contoh.id") == Actor(COOPERATIVE, two[0], number)


def test_a_page_drawn_before_the_dismissal_writes_nothing_after_it(desk, two) -> None:
    """The role is asked again in the very transaction that writes, not only when a page is drawn."""
    number = admit(desk, CONSOLE, AT, "ketua@contoh.id", "cooperative", two[0])
    drawn = actor_for(desk, "ketua@contoh.id")
    with desk.writing(drawn, LATER) as session:
        session.get(Cooperative, two[0]).members = 41
    for change in (
        lambda: admit(desk, CONSOLE, LATER, "ketua@contoh.id", "cooperative", two[1]),
        lambda: admit(desk, CONSOLE, LATER, "ketua@contoh.id", "office"),
        lambda: dismiss(desk, CONSOLE, LATER, number, account(desk, number).version),
        lambda: erase_email(desk, CONSOLE, LATER, number, account(desk, number).version),
    ):
        change()
        with pytest.raises(NotAllowedError), desk.writing(drawn, LATER) as session:
            session.get(Cooperative, two[0]).members = 99
    with pytest.raises(NotAllowedError), desk.writing(Actor(OFFICE, None, number + 1), LATER):
        pass
    with desk.reading() as session:
        assert session.get(Cooperative, two[0]).members == 41


def test_an_erased_address_is_nowhere_and_its_number_stays_in_the_trail(desk) -> None:
    number = admit(desk, CONSOLE, AT, "dinas@contoh.id", "office")
    erase_email(desk, CONSOLE, LATER, number, account(desk, number).version)
    assert actor_for(desk, "dinas@contoh.id") == ANYONE
    assert actor_for(desk, account(desk, number).email) == ANYONE
    with desk.reading() as session:
        rows = list(session.scalars(select(TrailEntry).order_by(TrailEntry.n)))
        kept = [str(value) for row in session.execute(select(Account.__table__)) for value in row]
    assert [(row.entity, row.key, row.action) for row in rows] == [
        ("account", str(number), "add"),
        ("account", str(number), "change"),
    ]
    assert not any("dinas@" in text for row in rows for text in (row.before, row.after))
    assert not any("dinas@" in text for text in kept)
    assert json.loads(rows[1].after)["active"] is False
    assert read_accounts(desk, CONSOLE)["email"].tolist() == [""]
    assert admit(desk, CONSOLE, LATER, "dinas@contoh.id", "office") != number


def test_the_last_admin_stays(desk) -> None:
    first = admit(desk, CONSOLE, AT, "satu@contoh.id", "admin")
    for lost in (
        lambda: dismiss(desk, CONSOLE, LATER, first, account(desk, first).version),
        lambda: erase_email(desk, CONSOLE, LATER, first, account(desk, first).version),
        lambda: admit(desk, CONSOLE, LATER, "satu@contoh.id", "office"),
    ):
        with pytest.raises(ConflictError, match="admin terakhir"):
            lost()
    assert actor_for(desk, "satu@contoh.id").role == "admin"
    second = admit(desk, CONSOLE, AT, "dua@contoh.id", "admin")
    dismiss(desk, CONSOLE, LATER, first, account(desk, first).version)
    # A dismissed admin does not count as the one who stays.
    with pytest.raises(ConflictError, match="admin terakhir"):
        dismiss(desk, CONSOLE, LATER, second, account(desk, second).version)


def test_whoever_is_known_by_address_is_dismissed_by_the_same_rules(desk, two) -> None:
    admin = admit(desk, CONSOLE, AT, "satu@contoh.id", "admin")
    number = admit(desk, CONSOLE, AT, "ketua@contoh.id", "cooperative", two[0])
    erased = admit(desk, CONSOLE, AT, "lama@contoh.id", "office")
    erase_email(desk, CONSOLE, AT, erased, account(desk, erased).version)
    for unknown in ("lain@contoh.id", "lama@contoh.id", "", "tanpa-at", f"erased:{erased}", None):
        with pytest.raises(EntryError) as told:
            dismiss_email(desk, CONSOLE, LATER, unknown)
        assert told.value.field == "email" and "contoh" not in str(told.value)
    with pytest.raises(ConflictError, match="admin terakhir"):
        dismiss_email(desk, CONSOLE, LATER, "satu@contoh.id")
    with pytest.raises(NotAllowedError):
        dismiss_email(desk, LOCAL, LATER, "ketua@contoh.id")
    assert actor_for(desk, "ketua@contoh.id").cooperative_id == two[0]
    assert dismiss_email(desk, CONSOLE, LATER, " Ketua@Contoh.ID ") == (number, True)
    assert actor_for(desk, "ketua@contoh.id") == ANYONE
    assert dismiss_email(desk, CONSOLE, LATER, "ketua@contoh.id") == (number, False)
    assert account(desk, number).version == 2 and account(desk, admin).active


@pytest.mark.parametrize(
    ("email", "role", "own", "field"),
    [
        ("tanpa-at", "office", False, "email"),
        ("a b@contoh.id", "office", False, "email"),
        ("ani@tanpatitik", "office", False, "email"),
        ("a" * 250 + "@contoh.id", "office", False, "email"),
        ("ani@desa.id", "public", False, "role"),
        ("ani@desa.id", "raja", False, "role"),
        ("ani@desa.id", "cooperative", False, "cooperative_id"),
        ("ani@desa.id", "office", True, "cooperative_id"),
    ],
)
def test_what_cannot_be_is_refused_by_field(desk, two, email, role, own, field) -> None:
    with pytest.raises(EntryError) as told:
        admit(desk, CONSOLE, AT, email, role, two[0] if own else None)
    assert told.value.field == field
    assert email not in str(told.value)
    assert read_accounts(desk, CONSOLE).empty


def test_a_cooperative_account_needs_one_that_is_there(desk, two) -> None:
    with pytest.raises(EntryError):
        admit(desk, CONSOLE, AT, "a@contoh.id", "cooperative", max(two) + 1)


def test_what_somebody_else_changed_is_not_overwritten(desk, two) -> None:
    number = admit(desk, CONSOLE, AT, "a@contoh.id", "office")
    seen = account(desk, number).version
    admit(desk, CONSOLE, AT, "a@contoh.id", "cooperative", two[0])
    for change in (dismiss, erase_email):
        with pytest.raises(ConflictError):
            change(desk, CONSOLE, LATER, number, seen)
        with pytest.raises(EntryError):
            change(desk, CONSOLE, LATER, number + 1, 1)
    assert actor_for(desk, "a@contoh.id").cooperative_id == two[0]


def test_the_list_names_everyone_and_only_admins_read_it(desk, two) -> None:
    admit(desk, CONSOLE, AT, "a@contoh.id", "admin")
    admit(desk, CONSOLE, AT, "b@contoh.id", "cooperative", two[0])
    table = read_accounts(desk, CONSOLE)
    assert table["email"].tolist() == ["a@contoh.id", "b@contoh.id"]
    assert table["cooperative"].tolist() == ["", "Koperasi Kelurahan Merah Putih Kalirungkut"]
    assert table["active"].all()
    for actor in (ANYONE, LOCAL, Actor(COOPERATIVE, two[0])):
        with pytest.raises(NotAllowedError):
            read_accounts(desk, actor)
        with pytest.raises(NotAllowedError):
            admit(desk, actor, AT, "c@contoh.id", "admin")
