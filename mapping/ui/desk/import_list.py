"""A list of cooperatives from a file: looked at first, then loaded."""

from __future__ import annotations

import datetime as dt
import hashlib

import pandas as pd
import streamlit as st

from mapping.desk.register.load import Planned, plan_load, with_status
from mapping.desk.register.points import LABELS as POINTS
from mapping.desk.register.read import cooperatives_of
from mapping.desk.register.simkopdes import Register, load_register, read_simkopdes
from mapping.intake.corrections import no_corrections
from mapping.intake.gate.limits import read_limits
from mapping.knowledge.formats import say_number
from mapping.knowledge.register import ladder
from mapping.language import language, mark, plural, tr
from mapping.ui.cache import View
from mapping.ui.desk.import_parts import MOST, choose_file, press_load, say_counts, say_findings, say_read, show_actions
from mapping.ui.desk.open import Actor, Desk, now, said, today
from mapping.ui.desk.register_parts import ALL, DONE, FIRST_DAY, status_labels, turn_to

READ, PLACES = "daftar_terbaca", "daftar_tempat"
ACTIONS = {
    "add": mark("koperasi baru"),
    "update": mark("diperbarui"),
    "same": mark("tidak berubah"),
    "clash": mark("tidak dimuat: nomornya milik koperasi lain"),
}


def load_file(view: View, desk: Desk, actor: Actor) -> None:
    """Choose a file, see what it would do, load it."""
    st.markdown(
        tr(
            "Berkas SIMKOPDES atau tabel lain berisi daftar koperasi: CSV atau Excel, satu koperasi per baris, dengan "
            "nama dan kelurahannya. Tidak ada yang tersimpan sebelum Anda menekan tombol Muat."
        )
    )
    note = tr(
        "Memuat lagi memperbarui, tidak menggandakan. Koperasi yang tidak ada di berkas tetap ada. Isian yang "
        "diubah di sini tidak ditimpa."
    )
    file = choose_file(tr("Berkas daftar koperasi"), "daftar-berkas", note)
    if file is None:
        return
    with said():
        register = _read(view, file.getvalue(), file.name)
        day, status = _ask_date(), _ask_status()
        rows = with_status(register.rows, status)
        present = cooperatives_of(desk, None, actor)
        plan = plan_load(present, rows, day) if len(rows) else {}
        _say_plan(register, plan)
        _settle_places(register)
        _show_rows(register, plan)
        say_findings(register.file, register.rejects, register.issues)
        n = sum(planned.action in ("add", "update") for planned in plan.values())
        label = plural("Muat {n} koperasi", n, n=say_number(n))
        if press_load(label, "daftar-muat", disabled=not plan):
            counts = load_register(desk, actor, now(), register.rows, register.file, day, status)
            st.session_state[DONE] = _say_counts(counts)
            turn_to(ALL)


def _read(view: View, content: bytes, name: str) -> Register:
    """The file as read against this region's map; kept while the same file lies there."""
    decided = st.session_state.setdefault(PLACES, {})
    told = hashlib.sha256(content).hexdigest(), name, view.key, language(), tuple(sorted(decided.items()))
    kept = st.session_state.get(READ)
    if kept is None or kept[0] != told:
        with st.spinner(tr("Membaca berkas…")):
            asked = [["", "tempat", "", place, code, ""] for place, code in decided.items()]
            corrections = pd.DataFrame(asked, columns=no_corrections().columns, dtype="str")
            register = read_simkopdes(content, name, view.study.kelurahan, corrections, read_limits("page"))
        st.session_state[READ] = kept = (told, register)
    return kept[1]


def _ask_date() -> str:
    first = dt.date.fromisoformat(today())
    day = st.date_input(
        tr("Keadaan pada tanggal"),
        first,
        min_value=FIRST_DAY,
        max_value=first,
        format="DD/MM/YYYY",
        key="daftar-tanggal",
        width=260,
        help=tr("Kapan isi berkas ini benar, bukan kapan dimuat. Berkas yang lebih lama hanya mengisi yang kosong."),
    )
    return day.isoformat() if isinstance(day, dt.date) else ""


def _ask_status() -> str:
    labels = {key: label for key, label in status_labels().items() if key in ladder()}
    return str(
        st.selectbox(
            tr("Semua koperasi di berkas ini paling sedikit sudah"),
            list(labels),
            format_func=labels.__getitem__,
            key="daftar-tahap",
            width=360,
            help=tr("Dipakai bila berkas tidak menyebut tahapnya. Koperasi yang sudah lebih jauh tidak dimundurkan."),
        )
    )


def _say_plan(register: Register, plan: dict[int, Planned]) -> None:
    counts = pd.Series([planned.action for planned in plan.values()], dtype="str").value_counts().to_dict()
    say_read(register.file, len(register.rows), len(register.rejects), counts, ACTIONS)
    kept = sum(len(planned.kept) for planned in plan.values())
    if kept:
        st.caption(
            plural("{n} isian yang pernah diubah di sini tetap seperti adanya; berkas tidak menimpanya.", kept, n=kept)
        )


def _settle_places(register: Register) -> None:
    """Places that the file spells so that nobody can be sure: a person says which kelurahan is meant."""
    waiting = register.places[~register.places["taken"] & (register.places["kelurahan_code"] != "")]
    groups = list(waiting.groupby(["kelurahan", "kecamatan", "kabupaten"], sort=False))[:MOST]
    if not groups:
        return
    from mapping.intake.places.places import place_key

    st.markdown(tr("**Tempat yang belum pasti**"))
    for place, part in groups:
        key = place_key(*place)
        labels = {"": tr("belum dipilih")} | {
            row["kelurahan_code"]: f"{row['name']} ({row['candidate_kecamatan']})" for row in part.to_dict("records")
        }
        picked = st.selectbox(
            tr('"{place}" adalah', place=key),
            list(labels),
            format_func=labels.__getitem__,
            key=f"tempat-{key}",
            width=420,
        )
        if picked:
            st.session_state[PLACES][key] = picked
            st.rerun()


def _show_rows(register: Register, plan: dict[int, Planned]) -> None:
    rows = register.rows
    if rows.empty:
        return
    shown = pd.DataFrame(
        {
            tr("Baris"): rows.index,
            tr("Nama koperasi"): rows["name"],
            tr("Kelurahan/desa"): rows["kelurahan"] + " (" + rows["kecamatan"] + ")",
            tr("Titik pada peta"): rows["point_state"].map(lambda state: tr(POINTS[state])),
            tr("Yang akan terjadi"): [tr(ACTIONS[plan[int(row)].action]) for row in rows.index],
        }
    )
    show_actions(shown)


def _say_counts(counts: dict[str, int]) -> str:
    parts = say_counts(counts, ACTIONS)
    if counts["kept"]:
        parts.append(tr("{n} isian Anda tidak ditimpa", n=say_number(counts["kept"])))
    return tr("Daftar dimuat: {what}.", what=", ".join(parts))
