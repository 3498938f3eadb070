"""One thing that a file leaves open, asked; the answer is remembered and the work goes on by itself."""

from __future__ import annotations

import streamlit as st

from mapping.intake.corrections import ROLES
from mapping.language import mark, tr
from mapping.ui.own.decisions import NONE, decide, decisions, forget
from mapping.ui.own.work import Matter, ask_work, is_ready, matter, settle, shown_name
from mapping.ui.text import plain

OTHER = "\0lain"
ANSWERS = (
    *(mark("buang"), mark("pakai"), mark("pakai semua"), mark("tetap"), mark("tukar")),
    *(mark("ribuan"), mark("desimal"), mark("persen")),
)
"""Answers that are words; others are names of sheets and layers or codes, which stay as they are."""


def ask_question() -> None:
    """The open question with its answers to choose from."""
    present = matter()
    if present is None or present.kind != "question":
        return
    with st.container(border=True, key="pertanyaan"):
        st.subheader(tr("Satu pertanyaan dulu"), anchor=False)
        st.markdown(plain(present.message))
        answer = _ask_answer(present)
        with st.container(horizontal=True):
            st.button(
                tr("Jawab dan lanjutkan"),
                type="primary",
                icon=":material/arrow_forward:",
                disabled=not answer,
                on_click=_take,
                args=(present.key, answer),
            )
            st.button(tr("Nanti saja"), type="tertiary", on_click=settle)


def _ask_answer(present: Matter) -> str:
    """The chosen or written answer, ``""`` while there is none."""
    options = [*present.options, *([OTHER] if present.free and present.options else [])]
    chosen: str | None = OTHER
    if options:
        chosen = st.radio(
            tr("Jawaban"),
            options,
            index=None,
            format_func=lambda one: tr("Lainnya") if one == OTHER else plain(present.options[one]),
            captions=[tr("tulis sendiri") if one == OTHER else _caption(present, one) for one in options],
            key=f"jawab-{present.key}",
            label_visibility="collapsed",
        )
    if chosen != OTHER:
        return chosen or ""
    return st.text_input(tr("Jawaban Anda"), key=f"tulis-{present.key}", max_chars=80).strip()


def _say_answer(answer: str) -> str:
    return plain(tr(answer) if answer in ANSWERS else answer)


def _caption(present: Matter, one: str) -> str:
    return "" if present.options[one] == one else _say_answer(one)


def _take(key: str, answer: str) -> None:
    """Remember the answer for this file and start again."""
    role = next((role for role, start in ROLES.items() if key.startswith(start + ".")), "")
    file = shown_name(role) if role else ""
    decide(
        [{"file": file, "kind": "jawaban", "column": key, "replacement": answer, "reason": tr("dijawab di halaman")}]
    )
    settle()
    if is_ready():
        ask_work()


def list_answers() -> None:
    """The answers given so far, each with a way back."""
    table = decisions()
    given = table[table["kind"] == "jawaban"]
    for position, row in given.iterrows():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                tr(
                    "Jawaban Anda: {question} = **{answer}**",
                    question=plain(row["column"]),
                    answer=_say_answer(str(row.replacement or NONE)),
                ),
                width="content",
            )
            st.button(
                tr("Ubah"), key=f"ubah-{position}", type="tertiary", on_click=forget, args=(table.index == position,)
            )
