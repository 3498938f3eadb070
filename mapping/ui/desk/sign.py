"""Coming in and going out, beside the language: who the desk takes the reader for, in words."""

from __future__ import annotations

import streamlit as st

from mapping.desk.rules import PUBLIC, ROLE_LABELS, Actor, may
from mapping.errors import DeskError
from mapping.language import tr
from mapping.ui.desk.who import Visitor, present_actor, present_visitor
from mapping.ui.sign_in import DEFAULT, people_sign_in, providers, sign_in_headers
from mapping.ui.text import plain

ASKED, OPENED = "akun_diminta", "akun_dibuka"
EVERY_S = 15


def sign_in_or_out() -> None:
    """A button to come in, or the role with a way out. Nothing on a laptop, where nobody signs in."""
    visitor = present_visitor()
    if visitor.is_local or not (sign_in_headers() or people_sign_in()):
        return
    if not visitor.is_signed_in:
        _offer_sign_in()
        return
    actor = present_actor()
    # Under another key it is closed again: it would lie over the window that was opened from it.
    key = f"peran_{st.session_state.get(OPENED, 0)}"
    with st.popover(tr(ROLE_LABELS[actor.role]), icon=":material/account_circle:", key=key):
        # Text, not markdown: that would make a link of the address.
        st.text(_say_who(visitor, actor))
        if may(actor, "account.write"):
            st.button(tr("Akun dan peran"), icon=":material/manage_accounts:", on_click=_ask_accounts, key="akun")
        if not sign_in_headers():
            st.button(tr("Keluar dari meja"), icon=":material/logout:", on_click=st.logout, key="keluar")
    if st.session_state.pop(ASKED, False):
        from mapping.ui.desk.accounts import open_accounts

        open_accounts()
    st.fragment(_watch, run_every=EVERY_S)(actor)


def _watch(drawn: Actor) -> None:
    """Draw the page anew when the role changes under it: its parts that look again by themselves keep the old one."""
    if present_actor() != drawn:
        st.rerun()


def _ask_accounts() -> None:
    st.session_state[ASKED] = True
    st.session_state[OPENED] = st.session_state.get(OPENED, 0) + 1


def _offer_sign_in() -> None:
    names = list(providers())
    if names == [DEFAULT]:
        st.button(tr("Masuk ke meja"), icon=":material/login:", on_click=st.login, key="masuk")
        return
    with st.popover(tr("Masuk ke meja"), icon=":material/login:"):
        for name in names:
            st.button(tr("Masuk lewat {name}", name=plain(name)), on_click=st.login, args=(name,), key=f"masuk_{name}")


def _say_who(visitor: Visitor, actor: Actor) -> str:
    if not visitor.email:
        return tr(
            "Penyedia masuk Anda tidak menyatakan alamat surel Anda sudah diperiksa. Anda melihat yang umum; "
            "periksakan alamat itu di sana, lalu masuk lagi."
        )
    if actor.role == PUBLIC:
        return tr(
            "{email} belum punya peran di meja. Anda melihat yang umum. Minta admin mendaftarkan alamat ini.",
            email=visitor.email,
        )
    role, cooperative = tr(ROLE_LABELS[actor.role]), _own(actor)
    if cooperative:
        return tr(
            "{email} masuk sebagai {role}: {cooperative}.", email=visitor.email, role=role, cooperative=cooperative
        )
    return tr("{email} masuk sebagai {role}.", email=visitor.email, role=role)


def _own(actor: Actor) -> str:
    from mapping.desk.accounts import own_cooperative
    from mapping.ui.desk.open import the_desk

    try:
        return own_cooperative(the_desk(), actor)
    except DeskError:
        return ""
