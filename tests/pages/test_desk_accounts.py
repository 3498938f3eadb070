"""The admin's window: who is there, letting in and taking away, each outcome told where it was asked for."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from mapping.desk.accounts import actor_for, admit
from mapping.desk.rules import ANYONE, CONSOLE, OFFICE
from mapping.desk.store.desk import open_desk

AT = "2026-11-20T08:00:00Z"
WINDOW = "from mapping.ui.desk import accounts\naccounts._manage()"


@pytest.fixture
def desk(own_desk, monkeypatch):
    """A desk with one admin and one of the office, and an admin before the screen."""
    from mapping.ui.desk import accounts

    monkeypatch.setattr(accounts, "present_actor", lambda: CONSOLE)
    desk = open_desk(own_desk)
    admit(desk, CONSOLE, AT, "kepala@contoh.id", "admin")
    admit(desk, CONSOLE, AT, "dinas@contoh.id", "office")
    return desk


@pytest.fixture
def window(desk):
    return AppTest.from_string(WINDOW, default_timeout=60).run()


def press(test, label: str):
    return next(button for button in test.button if button.label == label).click().run()


def taken(test, number: int):
    return next(box for box in test.selectbox if box.key == "akun_dicabut").set_value(number).run()


def test_nobody_is_taken_away_before_being_chosen(window) -> None:
    assert not window.exception and not window.error
    assert [button.label for button in window.button] == ["Beri peran"]
    assert [box.placeholder for box in window.selectbox] == ["Pilih koperasi", "Pilih akun"]
    assert window.dataframe[0].value["Keadaan"].tolist() == ["boleh masuk", "boleh masuk"]


def test_the_last_admin_stays_and_the_refusal_is_told(window, desk) -> None:
    test = press(taken(window, 1), "Cabut peran")
    assert ["admin terakhir" in error.value for error in test.error] == [True]
    assert actor_for(desk, "kepala@contoh.id").role == "admin"
    assert not test.run().error


def test_an_account_is_let_in_and_dismissed(window, desk) -> None:
    window.text_input[0].set_value("baru@contoh.id")
    next(box for box in window.button_group if box.key == "akun_peran").set_value(OFFICE)
    test = press(window, "Beri peran")
    assert [message.value for message in test.success] == ["Peran sudah diberikan."]
    assert actor_for(desk, "baru@contoh.id").role == OFFICE
    test = press(taken(test, 3), "Cabut peran")
    assert [message.value for message in test.success] == ["Peran dicabut."]
    assert actor_for(desk, "baru@contoh.id") == ANYONE
    assert test.dataframe[0].value["Keadaan"].tolist() == ["boleh masuk", "boleh masuk", "dicabut"]
    # Nobody stands chosen for a second press; who has no role any more can only be erased.
    assert [button.label for button in test.button] == ["Beri peran"]
    assert [button.label for button in taken(test, 3).button] == ["Beri peran", "Hapus alamat"]


def test_on_a_phone_an_address_is_text_and_no_link(desk, monkeypatch) -> None:
    from mapping.ui.desk import accounts

    monkeypatch.setattr(accounts, "is_phone", lambda: True)
    test = AppTest.from_string(WINDOW, default_timeout=60).run()
    listed = next(text.value for text in test.markdown if "dinas@contoh.id" in text.value)
    assert "- `` dinas@contoh.id ``" in listed and "Dinas &#183; boleh" not in listed and "boleh masuk" in listed
    assert not test.dataframe
