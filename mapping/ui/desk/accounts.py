"""Who is let in, and as what: a window for admins, beside their own role."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from mapping.desk.accounts import SIGNED_IN, admit, dismiss, erase_email, read_accounts
from mapping.desk.register.read import cooperatives_of
from mapping.desk.rules import COOPERATIVE, ROLE_LABELS
from mapping.errors import MappingError
from mapping.knowledge.formats import say_number
from mapping.language import tr
from mapping.ui.controls import is_phone
from mapping.ui.desk.open import now, present_actor, said, the_desk
from mapping.ui.text import plain

PHONE_ROWS, PHONE_HEIGHT = 6, 320
"""Accounts that a phone shows at once; more scroll within so many pixels."""
TOLD, ADMITTING, TAKING = "akun_kabar", "beri", "cabut"


def open_accounts() -> None:
    """The window, under its title in the reader's language."""
    st.dialog(tr("Akun dan peran"), width="large")(_manage)()


def _manage() -> None:
    with said():
        desk, actor = the_desk(), present_actor()
        accounts = read_accounts(desk, actor)
        with st.container(border=True):
            _admit(cooperatives_of(desk, None, actor)["label"])
        _list(accounts)
        known = accounts[accounts["email"] != ""]
        if len(known):
            with st.container(border=True):
                _take_away(known)


def _list(accounts: pd.DataFrame) -> None:
    emails = accounts["email"].where(accounts["email"] != "", tr("(dihapus)"))
    roles = [tr(ROLE_LABELS[role]) for role in accounts["role"]]
    states = [tr("boleh masuk") if active else tr("dicabut") for active in accounts["active"]]
    st.markdown(f"**{tr('Akun yang ada ({n})', n=say_number(len(accounts)))}**")
    if is_phone():
        told = zip(emails, roles, accounts["cooperative"], states, strict=True)
        # As code: else markdown makes a link of every address.
        lines = [f"- `` {email} ``  \n  :small[{_join(role, own, state)}]" for email, role, own, state in told]
        with st.container(height=PHONE_HEIGHT if len(lines) > PHONE_ROWS else "content", border=False):
            st.markdown("\n".join(lines))
        return
    shown = {
        tr("Alamat surel"): emails,
        tr("Peran"): roles,
        tr("Koperasi"): accounts["cooperative"].where(accounts["cooperative"] != "", "–"),
        tr("Keadaan"): states,
    }
    st.dataframe(pd.DataFrame(shown), hide_index=True, width="stretch")


def _join(*parts: str) -> str:
    return " · ".join(plain(part) for part in parts if part)


def _admit(labels: pd.Series) -> None:
    """The form by which an address gets a role; the cooperative is asked only where it matters."""
    st.markdown(f"**{tr('Beri atau ganti peran')}**")
    st.text_input(
        tr("Alamat surel"), key="akun_surel", placeholder=tr("nama@contoh.id"), autocomplete="off", max_chars=254
    )
    role = st.segmented_control(
        tr("Peran"),
        list(SIGNED_IN),
        format_func=lambda name: tr(ROLE_LABELS[name]),
        default=COOPERATIVE,
        required=True,
        key="akun_peran",
    )
    if role == COOPERATIVE:
        st.selectbox(
            tr("Koperasi"),
            [int(n) for n in labels.index],
            index=None,
            format_func=lambda n: labels[n],
            placeholder=tr("Pilih koperasi"),
            filter_mode="contains",
            key="akun_koperasi",
        )
    given = tr("Peran sudah diberikan.")
    st.button(tr("Beri peran"), type="primary", on_click=_do, args=(ADMITTING, _admit_typed, given))
    _say_told(ADMITTING)


def _admit_typed() -> None:
    """What stands in the form when the button is pressed, not what stood there when it was drawn."""
    typed = st.session_state
    own = typed.get("akun_koperasi") if typed["akun_peran"] == COOPERATIVE else None
    admit(the_desk(), present_actor(), now(), typed["akun_surel"], typed["akun_peran"], own)


def _take_away(known: pd.DataFrame) -> None:
    """Nobody is chosen beforehand: the first in the list is often whoever looks at it."""
    st.markdown(f"**{tr('Cabut peran atau hapus alamat')}**")
    _say_told(TAKING)
    number = st.selectbox(
        tr("Akun"),
        [int(n) for n in known.index],
        index=None,
        format_func=lambda n: known.loc[n, "email"],
        placeholder=tr("Pilih akun"),
        filter_mode="contains",
        key="akun_dicabut",
    )
    if number is None:
        return
    version = int(known.loc[number, "version"])
    st.caption(tr("Peran yang dicabut hilang seketika. Alamat yang dihapus tidak bisa dipulihkan; catatannya tetap."))

    def take(change: Callable[..., None]) -> Callable[[], None]:
        return lambda: change(the_desk(), present_actor(), now(), number, version)

    with st.container(horizontal=True):
        if known.loc[number, "active"]:
            args = (TAKING, take(dismiss), tr("Peran dicabut."))
            st.button(tr("Cabut peran"), icon=":material/person_off:", on_click=_do, args=args)
        args = (TAKING, take(erase_email), tr("Alamat dihapus."))
        st.button(tr("Hapus alamat"), icon=":material/delete_forever:", on_click=_do, args=args)


def _do(part: str, change: Callable[[], object], done: str) -> None:
    """One change, its outcome told in its part of the window at the next look."""
    try:
        change()
        st.session_state[TOLD] = (part, True, done)
        st.session_state["akun_surel"] = ""
        st.session_state["akun_dicabut"] = None
    except MappingError as error:
        st.session_state[TOLD] = (part, False, str(error))


def _say_told(part: str) -> None:
    told = st.session_state.get(TOLD)
    if told is None or told[0] != part:
        return
    _, went_well, message = st.session_state.pop(TOLD)
    if went_well:
        st.success(message, icon=":material/check:")
    else:
        st.error(plain(message))
