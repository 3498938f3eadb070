"""Which part of the partners' page is shown and what is opened in it, kept in the address."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from mapping.language import mark
from mapping.ui.desk.parts import show_parts
from mapping.ui.links import go_to
from mapping.ui.state import full_address, remember

PART, OPENED = "kemitraan", "dibuka"
SUGGESTED, AGREED, DIRECTORY, REGION = "usulan", "kesepakatan", "direktori", "wilayah"
PART_LABELS = {
    SUGGESTED: mark("Yang bisa membantu"),
    AGREED: mark("Kesepakatan"),
    DIRECTORY: mark("Daftar mitra"),
    REGION: mark("Seluruh wilayah"),
}
NEW, CHANGE = "baru", "ubah"
DONE = "mitra_tersimpan"
AGREEMENT_FORM, PARTNER_FORM = "kesepakatan_formulir", "mitra_formulir"
"""Where the session keeps a form until it is saved or left."""


def choose_part() -> str:
    """What the page shows: whom to ask, what was agreed, everyone, or the whole region."""
    return show_parts(PART, PART_LABELS, on_change=close_opened)


def opened() -> tuple[str, int]:
    """What the address opens: ``"baru"`` or ``"ubah"`` (a form) or ``""``, and a number (0: none)."""
    what, _, number = full_address().get(OPENED, "").rpartition("-")
    fits = number.isascii() and number.isdigit() and len(number) < 10
    return (what if what in (NEW, CHANGE) else ""), (int(number) if fits else 0)


def open_in(part: str, number: int, what: str = "") -> NoReturn:
    """Open an agreement or a partner, or a form about it, as they stand now."""
    _drop_forms()
    go_to(
        "mitra",
        **{
            "koperasi": full_address().get("koperasi", ""),
            PART: part,
            OPENED: f"{what}-{number}" if what else str(number),
        },
    )


def close_opened() -> None:
    """Go back to the list; for ``on_click`` and ``on_change``."""
    _drop_forms()
    remember(OPENED, "")


def _drop_forms() -> None:
    for form in (AGREEMENT_FORM, PARTNER_FORM):
        st.session_state.pop(form, None)


def leave(part: str, said: str) -> NoReturn:
    """Go back to the list with a word about what was kept."""
    st.session_state[DONE] = said
    _drop_forms()
    go_to("mitra", **{"koperasi": full_address().get("koperasi", ""), PART: part})


def say_done() -> None:
    """What was just kept, once."""
    if told := st.session_state.pop(DONE, ""):
        st.success(told, icon=":material/check_circle:")
