"""The rows of an agreement's form: tasks with their roles, and commitments with their days."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

import streamlit as st

from mapping.desk.partners.lists import parts_of
from mapping.desk.partners.terms import Promise, Task
from mapping.language import tr
from mapping.ui.desk.partner_words import words_of
from mapping.ui.text import plain

Row = TypeVar("Row", Task, Promise)


def ask_tasks(key: str, tasks: list[Task | None], roles: dict[str, str]) -> list[Task]:
    """Tasks, each with who does, decides, is asked and is told."""
    st.markdown(tr("**Siapa mengerjakan apa.** Tiap tugas perlu pelaksana dan tepat satu pemutus."))
    told = []
    for position, task in enumerate(tasks):
        if task is not None:
            row_key = f"{key}-tugas-{position}"
            # Unfolded from the start where somebody has to fill in; never folded while they do.
            unfolded = not (parts_of(task.does) and task.decides)
            with st.expander(_head_of(row_key, task, roles), expanded=unfolded, key=row_key):
                told.append(_ask_task(row_key, task, roles))
                _offer_removal(row_key, tasks, position, tr("Hapus tugas ini"))
    st.button(
        tr("Tambah tugas"), icon=":material/add:", key=f"{key}-tugas-baru", on_click=tasks.append, args=(Task(""),)
    )
    return told


def ask_promises(key: str, promises: list[Promise | None]) -> list[Promise]:
    """Commitments of both sides; one without words and day was never made."""
    st.markdown(tr("**Komitmen.** Apa yang dijanjikan tiap pihak, dan kapan."))
    told = []
    for position, promise in enumerate(promises):
        if promise is not None:
            row_key = f"{key}-komitmen-{position}"
            with st.container(border=True, gap="small"):
                told.append(_ask_promise(row_key, promise))
                _offer_removal(row_key, promises, position, tr("Hapus komitmen ini"))
    st.button(
        tr("Tambah komitmen"),
        icon=":material/add:",
        key=f"{key}-komitmen-baru",
        on_click=promises.append,
        args=(Promise("partner", ""),),
    )
    return [promise for promise in told if promise.what.strip() or promise.due_on]


def day_of(told: object) -> dt.date | None:
    """A day as widgets take it."""
    return dt.date.fromisoformat(str(told)) if told else None


def _offer_removal(key: str, rows: list[Row | None], position: int, label: str) -> None:
    """A button that takes a row away; the others keep their places, by which their widgets are known."""
    st.button(
        label,
        icon=":material/delete:",
        type="tertiary",
        key=f"{key}-hapus",
        on_click=rows.__setitem__,
        args=(position, None),
    )


def _head_of(key: str, task: Task, roles: dict[str, str]) -> str:
    """A task in one line as it stands in the form now; one that nobody does or nobody decides stands out."""
    kept = st.session_state
    name = str(kept.get(f"{key}-nama", task.task)).strip()
    does = parts_of(kept.get(f"{key}-mengerjakan", task.does))
    decides = parts_of(kept.get(f"{key}-memutuskan", task.decides))
    title = f"**{plain(name)}**" if name else tr("**Tugas baru**")
    if not (does and decides):
        return ":material/error: " + tr("{task}: pelaksana atau pemutusnya belum dipilih", task=title)
    who, head = ", ".join(roles.get(role, role) for role in does), roles.get(decides[0], decides[0])
    return tr("{task}: {who}; diputuskan {head}", task=title, who=plain(who), head=plain(head))


def _ask_task(key: str, task: Task, roles: dict[str, str]) -> Task:
    name = st.text_input(tr("Tugas"), task.task, max_chars=200, key=f"{key}-nama")
    # In rows, so that a phone shows who does and who decides before the others.
    first, second = st.columns(2)
    with first:
        does = _ask_roles(tr("Mengerjakan"), task.does, roles, f"{key}-mengerjakan")
    with second:
        decided = parts_of(task.decides)
        decides = st.selectbox(
            tr("Memutuskan (satu)"),
            list(roles),
            index=list(roles).index(decided[0]) if decided else None,
            format_func=roles.__getitem__,
            placeholder=tr("pilih satu"),
            key=f"{key}-memutuskan",
        )
    third, fourth = st.columns(2)
    with third:
        asked = _ask_roles(tr("Dimintai pendapat"), task.asked, roles, f"{key}-pendapat")
    with fourth:
        told = _ask_roles(tr("Diberi tahu"), task.told, roles, f"{key}-diberitahu")
    return Task(name, does, decides or "", asked, told, id=task.id)


def _ask_roles(label: str, told: object, roles: dict[str, str], key: str) -> list[str]:
    return st.multiselect(
        label,
        list(roles),
        default=parts_of(told),
        format_func=roles.__getitem__,
        placeholder=tr("pilih peran"),
        key=key,
    )


def _ask_promise(key: str, promise: Promise) -> Promise:
    sides = words_of("sides")
    who, what, when = st.columns([2, 5, 3])
    with who:
        side = st.selectbox(
            tr("Pihak"),
            list(sides),
            index=list(sides).index(promise.side),
            format_func=sides.__getitem__,
            key=f"{key}-pihak",
        )
    with what:
        told = st.text_input(
            tr("Komitmen"),
            promise.what,
            max_chars=200,
            placeholder=tr("misalnya 200 kotak tiap pagi"),
            key=f"{key}-apa",
        )
    with when:
        day = st.date_input(tr("Paling lambat"), day_of(promise.due_on), format="DD/MM/YYYY", key=f"{key}-kapan")
    return Promise(side, told, day or "", id=promise.id)
