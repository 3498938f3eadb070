"""What is chosen on the map page, kept in its address: a shared link restores all of it, the back button too."""

from __future__ import annotations

from typing import Any

import streamlit as st

USUAL = {
    "lihat": "skor",
    "lini": "",
    "kelas": "tetap",
    "banyak": "5",
    "tingkat": "kelurahan",
    "kecamatan": "",
    "jenis": "",
    "nilai": "",
    "pilih": "",
    "peta2": "",
    "cari": "",
    "ragu": "",
}
"""Word in the address -> its value where nothing else was chosen; such values are left out of the address."""
KEPT, TOLD, TURN, PINNED = "peta_dipilih", "peta_tertulis", "peta_giliran", "peta_teratas"
HERE = "peta-di-sini"
"""Key of a widget of this page: gone from the session once another page was shown."""


def take_address() -> None:
    """Bring the choices in step with the address where it changed from outside; for the whole page's run.

    Arriving with any of the page's words in the address (a link) takes all of them. Arriving with none keeps what was
    chosen in this session. Staying, an address other than the last one written (the back button) wins whole.
    """
    asked = {word: str(st.query_params.get(word, "")) for word in USUAL}
    staying = HERE in st.session_state
    if any(asked.values()) if not staying else asked != st.session_state.get(TOLD):
        change(**{word: asked[word] or usual for word, usual in USUAL.items()})


def choices() -> dict[str, str]:
    """All choices by word, as they stand; not checked against what there is."""
    kept: dict[str, str] = st.session_state.setdefault(KEPT, dict(USUAL))
    return kept


def change(**words: str) -> None:
    """Choose; for callbacks of widgets and for clicks."""
    choices().update(words)
    turn()


def turn(pin: bool = True) -> None:
    """Let table and chart be drawn anew: what is selected in them came from elsewhere.

    ``pin``: what is selected goes to the top of the table, where it is seen; not where it was picked in the table.
    """
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    if pin:
        st.session_state[PINNED] = choices()["pilih"]


def pinned() -> str:
    """Code of the kelurahan that stands on top of the table, ``""`` none."""
    return str(st.session_state.get(PINNED, ""))


def turned() -> int:
    """Part of the keys of table and chart."""
    return int(st.session_state.get(TURN, 0))


def write_address() -> None:
    """Put the choices into the address in one step, which is one step of the browser's back button."""
    told = {word: "" if value == USUAL[word] else value for word, value in choices().items()}
    st.session_state[TOLD] = told
    others = {word: value for word, value in st.query_params.to_dict().items() if word not in USUAL}
    wanted = others | {word: value for word, value in told.items() if value}
    if wanted != st.query_params.to_dict():
        st.query_params.from_dict(wanted)


def offered(word: str, options: Any, default: str) -> str:
    """A choice that is among the options: what was chosen, else the default, which is then chosen."""
    value = choices()[word]
    if value not in options:
        choices()[word] = value = default
    return value


def bound(word: str) -> dict[str, Any]:
    """Arguments that tie a widget to a word: its key, holding what is chosen, and what happens on a change."""
    key = HERE if word == "lihat" else f"peta-{word}"
    if st.session_state.get(key) != choices()[word]:
        st.session_state[key] = choices()[word]
    return {"key": key, "on_change": _take_widget, "args": (word, key)}


FORGETS = {
    "lihat": ("nilai",),
    "lini": ("nilai",),
    "kelas": ("nilai",),
    "banyak": ("nilai",),
    "tingkat": ("nilai", "kecamatan"),
    "kecamatan": ("nilai",),
}
"""Choices that mean nothing once another has changed."""


def _take_widget(word: str, key: str) -> None:
    change(**{word: st.session_state[key] or ""}, **dict.fromkeys(FORGETS.get(word, ()), ""))
