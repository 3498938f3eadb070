"""Saving, renaming, deleting, downloading and loading scenarios."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mapping.errors import MappingError
from mapping.language import tr
from mapping.present.scenarios import LONGEST_NAME, MOST, Scenario, read_scenarios, write_scenarios
from mapping.ui.cache import View
from mapping.ui.scenario.shelf import present, put_in_force, rename, save, saved, say_next, view_now
from mapping.ui.text import plain

NEW, FILE = "skenario-nama", "skenario-berkas"
FILE_NAME = "skenario.json"


def keep_scenarios(view: View) -> None:
    """A name for the choices of the moment, the saved ones, and the way out and in as a file."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            tr("Simpan pilihan sekarang sebagai"), key=NEW, max_chars=LONGEST_NAME, placeholder=tr("Nama skenario")
        )
        st.button(tr("Simpan"), icon=":material/save:", on_click=_save)
    for name, scenario in saved().items():
        _show_one(name, scenario)
    with st.expander(tr("Kirim atau muat sebagai berkas"), icon=":material/folder_open:"):
        if saved():
            _offer(list(saved().values()), tr("Unduh semua skenario"), "semua")
        else:
            st.caption(tr("Belum ada skenario yang disimpan; yang belum disimpan hilang bila halaman ditutup."))
        st.file_uploader(tr("Muat skenario"), type="json", max_upload_size=1, key=FILE, on_change=_load)


def _show_one(name: str, scenario: Scenario) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(name)}**", width="stretch")
        st.button(tr("Pakai"), key=f"pakai-{name}", on_click=_use, args=(name,), help=tr("Berlaku di semua halaman."))
        with st.popover(tr("Ubah"), icon=":material/more_vert:"):
            st.text_input(tr("Nama baru"), key=f"nama-{name}", max_chars=LONGEST_NAME, placeholder=name)
            st.button(tr("Ganti nama"), key=f"ganti-{name}", on_click=_rename, args=(name,))
            _offer([scenario], tr("Unduh skenario ini"), name)
            st.button(tr("Hapus"), key=f"hapus-{name}", icon=":material/delete:", on_click=_drop, args=(name,))


def _offer(scenarios: list[Scenario], label: str, key: str) -> None:
    st.download_button(
        label,
        partial(write_scenarios, scenarios),
        file_name=FILE_NAME,
        mime="application/json",
        icon=":material/download:",
        key=f"unduh-{key}",
        on_click="ignore",
    )


def _save() -> None:
    name = str(st.session_state.get(NEW, ""))
    refused = save(present(view_now()), name)
    say_next(refused or tr("Skenario {name} disimpan.", name=" ".join(name.split())), bad=bool(refused))
    if not refused:
        st.session_state[NEW] = ""


def _use(name: str) -> None:
    put_in_force(saved()[name])


def _rename(name: str) -> None:
    refused = rename(name, str(st.session_state.get(f"nama-{name}", "")))
    if refused:
        say_next(refused, bad=True)


def _drop(name: str) -> None:
    saved().pop(name, None)
    say_next(tr("Skenario {name} dihapus.", name=name))


def _load() -> None:
    """Take the scenarios of the file that was just given; a bad file changes nothing."""
    file = st.session_state.get(FILE)
    if file is None:
        return
    try:
        found = read_scenarios(file.getvalue(), file.name)
    except MappingError as error:
        say_next(str(error), bad=True)
        return
    if len({*saved(), *(scenario.name for scenario in found)}) > MOST:
        say_next(tr("Paling banyak {most} skenario. Hapus salah satunya dahulu.", most=MOST), bad=True)
        return
    for scenario in found:
        if refused := save(scenario, scenario.name):
            say_next(refused, bad=True)
            return
    say_next(tr("{n} skenario dimuat.", n=len(found)))
