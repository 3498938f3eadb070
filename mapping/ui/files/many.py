"""Many files at once: for which kelurahan, which of them, written with progress and a stop button, taken as one zip."""

from __future__ import annotations

import streamlit as st

from mapping.errors import MappingError
from mapping.knowledge.formats import say_number
from mapping.language import mark, plural, tr
from mapping.present.files.batch import Task, plan_batch, write_batch, zip_batch
from mapping.present.files.format import KELURAHAN, place_slug
from mapping.present.files.formats import FORMATS
from mapping.present.files.listing import say_failure, say_size
from mapping.settings import part_of
from mapping.ui.cache import View
from mapping.ui.controls import choose_one, kelurahan_labels
from mapping.ui.files.room import Batch, batch_done, batch_folder, choice_key, keep_batch
from mapping.ui.files.writing import edition_of
from mapping.ui.state import remember, restore
from mapping.ui.text import plain

SCOPES = {
    "ini": mark("Kelurahan ini"),
    "kecamatan": mark("Satu kecamatan"),
    "pilih": mark("Pilih sendiri"),
    "semua": mark("Semua"),
}
PICKED, WANTED = "berkas-kelurahan", "berkas-format"
ASKED, STOPPED = "batch_asked", "batch_stopped"
TOLD_UP_TO = 10


def ask_many(view: View, code: str) -> tuple[list[str], list[str]]:
    """Which kelurahan and which formats, as codes and names."""
    scope = choose_one("untuk", SCOPES, tr("Untuk kelurahan mana"), told=True)
    codes = _choose_codes(view, code, scope)
    usual = [form.name for form in FORMATS.values() if form.usual]
    wanted = st.multiselect(
        tr("Berkas yang ditulis"),
        usual,
        [name for name in usual if FORMATS[name].of == KELURAHAN],
        format_func=lambda name: tr(FORMATS[name].title),
        key=WANTED,
        persist_state="session",
        placeholder=tr("Pilih paling sedikit satu"),
    )
    return codes, [name for name in usual if name in wanted]


def _choose_codes(view: View, code: str, scope: str) -> list[str]:
    table = view.study.kelurahan
    if scope == "ini":
        return [code]
    if scope == "kecamatan":
        names = sorted(table["kecamatan"].astype(str).unique())
        wanted = restore("kecamatan", names, str(table.at[code, "kecamatan"]))
        picked = st.selectbox(tr("Kecamatan"), names, key="kecamatan", width=560, persist_state="session") or wanted
        remember("kecamatan", picked)
        return list(table.index[table["kecamatan"].astype(str) == picked])
    if scope == "pilih":
        labels = kelurahan_labels(view)
        st.session_state[PICKED] = [one for one in st.session_state.get(PICKED, [code]) if one in labels]
        return st.multiselect(
            tr("Kelurahan atau desa"),
            sorted(labels, key=labels.__getitem__),
            format_func=labels.__getitem__,
            key=PICKED,
            persist_state="session",
            placeholder=tr("Ketik nama kelurahan atau kecamatan"),
        )
    return list(table.index)


def write_many(view: View, code: str) -> None:
    """The form, the work when asked for, and what it ended in."""
    codes, names = ask_many(view, code)
    edition = edition_of(view)
    tasks = plan_batch(edition, [FORMATS[name] for name in names], codes)
    choice = choice_key(edition, names, codes)
    done = batch_done(choice)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            tr("Lanjutkan") if st.session_state.get(STOPPED) == choice else tr("Tulis semuanya"),
            type="primary",
            icon=":material/play_arrow:",
            disabled=not tasks or done is not None,
            on_click=_ask,
        )
        st.caption(_say_plan(view, codes, tasks), width="stretch")
    if st.session_state.pop(ASKED, False) and tasks:
        _work(view, tasks, choice)
        done = batch_done(choice)
    elif st.session_state.get(STOPPED) == choice:
        text = tr("Dihentikan. Berkas yang sudah ditulis tetap utuh, dan Lanjutkan meneruskannya.")
        st.info(text, icon=":material/stop_circle:")
    if done:
        _say_done(view, done)


def _ask() -> None:
    st.session_state[ASKED] = True


def _say_plan(view: View, codes: list[str], tasks: list[Task]) -> str:
    files = plural("{n} berkas", len(tasks), n=say_number(len(tasks)))
    if view.private:
        return tr(
            "{files}. Ditulis di folder sementara milik sesi ini saja, dan dihapus ketika sesi ini berakhir.",
            files=files,
        )
    return tr("{files}. Bisa dihentikan kapan saja; yang sudah ditulis tidak diulang.", files=files)


def _work(view: View, tasks: list[Task], choice: tuple[str, ...]) -> None:
    """Write with a bar and a stop button. When that is pressed Streamlit ends this run inside ``report``: the files
    being written become whole, and the next run goes on from there."""
    place = st.empty()
    with place.container(border=True):
        bar = st.progress(0.0, tr("Mulai"))
        st.button(tr("Hentikan"), icon=":material/stop:")

    def report(share: float, text: str) -> None:
        bar.progress(min(max(share, 0.0), 1.0), plain(text))

    st.session_state[STOPPED] = choice
    edition = edition_of(view)
    folder = batch_folder(edition)
    packed = folder.with_suffix(".zip")
    try:
        # One file at a time: the machine's other cores are for the other visitors.
        made = write_batch(edition, tasks, folder, part_of(report, 0.0, 0.95), threads=1)
        report(0.95, tr("Mengemas"))
        zip_batch(folder, made, packed)
    except MappingError as error:
        place.empty()
        st.error(plain(error), icon=":material/error:")
        return
    del st.session_state[STOPPED]
    keep_batch(Batch(choice, tuple(made), packed))
    st.rerun()


def _say_done(view: View, batch: Batch) -> None:
    """How many files, how much, the zip, and what could not be made."""
    whole = [one for one in batch.made if not one.why]
    failed = [one for one in batch.made if one.why]
    size = say_size(batch.packed.stat().st_size)
    with st.container(border=True, key="batch-selesai"):
        files = plural("{n} berkas", len(whole), n=say_number(len(whole)))
        st.markdown(
            tr(
                ":material/check_circle: **{files} siap**, {size}. Daftar dan sidik tiap berkas ada di DAFTAR.txt.",
                files=files,
                size=size,
            )
        )
        st.download_button(
            tr("Unduh semuanya (zip)"),
            batch.packed.read_bytes,
            file_name=f"{place_slug(view.study.settings.region)}-berkas.zip",
            mime="application/zip",
            type="primary",
            icon=":material/folder_zip:",
            on_click="ignore",
        )
        for one in failed[:TOLD_UP_TO]:
            st.warning(plain(say_failure(edition_of(view), one)), icon=":material/warning:")
        if len(failed) > TOLD_UP_TO:
            st.caption(tr("dan {n} lainnya, lihat DAFTAR.txt", n=say_number(len(failed) - TOLD_UP_TO)))
