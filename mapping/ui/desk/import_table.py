"""Suppliers, partners or needs from a file: a folded section that looks first and writes when told to."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pandas as pd
import streamlit as st

from mapping.desk.exchange.columns import (
    AMOUNT,
    AREA,
    CODE,
    DATE,
    DEGREE,
    LISTED,
    MARK,
    RUPIAH,
    SHAPES,
    TABLES,
    choices_of,
    header_of,
)
from mapping.desk.exchange.imports import Imported, load_plan
from mapping.desk.exchange.plans import ADD, CHANGE, SAME, Plan, plan_table
from mapping.desk.rules import Actor, may
from mapping.errors import MappingError
from mapping.intake.gate.limits import Limits, read_limits
from mapping.knowledge.formats import say_number
from mapping.language import language, mark, plural, tr
from mapping.ui.desk.import_parts import choose_file, press_load, say_counts, say_findings, say_read, show_actions
from mapping.ui.desk.open import Desk, now, said, today
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain

LABELS = {ADD: mark("baris baru"), CHANGE: mark("diperbarui"), SAME: mark("tidak berubah")}
MOST_ROWS = 2_000
"""A table that a person keeps by hand; longer ones are for the command line (about 20 ms a row)."""
WORDS = {
    "pemasok": (
        mark("Daftar pemasok: satu barang tiap baris, dengan pemasoknya. Pemasok yang punya tiga barang tiga baris."),
        mark("Berkas daftar pemasok"),
        mark("Pemasok"),
        mark("Barang"),
        mark("Daftar pemasok dimuat: {what}."),
    ),
    "mitra": (
        mark("Daftar mitra: satu layanan tiap baris, dengan mitranya. Mitra yang memberi dua hal dua baris."),
        mark("Berkas daftar mitra"),
        mark("Mitra"),
        mark("Yang diberikan"),
        mark("Daftar mitra dimuat: {what}."),
    ),
    "kebutuhan": (
        mark("Kebutuhan yang dicatat di luar meja ini: satu kebutuhan tiap baris, dengan koperasinya."),
        mark("Berkas kebutuhan"),
        mark("Koperasi"),
        mark("Kebutuhan"),
        mark("Kebutuhan dimuat: {what}."),
    ),
}
"""Table -> what a file holds, what the file is called, two heads of the preview, the result."""
WRITES = {"pemasok": "supplier.write", "mitra": "partner.write", "kebutuhan": "need.enter"}
FORMS = {
    DATE: mark("tanggal, misalnya 2026-11-23 atau 23/11/2026"),
    RUPIAH: mark("rupiah, misalnya 12.500"),
    AMOUNT: mark("angka, misalnya 2.000 atau 2,5"),
    CODE: mark("kode kelurahan, misalnya 35.78.03.1001"),
    AREA: mark("kode wilayah yang dilayani, dipisah titik koma; kosong berarti semua"),
    DEGREE: mark("derajat, misalnya -7.32 (lintang) atau 112.77 (bujur)"),
    MARK: mark("ya atau tidak"),
    LISTED: mark("kode, dipisah titik koma; kosong berarti semua"),
    "commodity": mark("boleh kosong: dikenali dari nama barangnya"),
    "contact": mark("cara menghubungi; hanya dinas yang melihatnya"),
    "request_key": mark("boleh kosong; baris dengan kunci yang sama hanya sekali dimuat"),
}


def load_table(desk: Desk, actor: Actor, table: str) -> None:
    """The folded section, for the roles that may load this table."""
    if not (may(actor, "table.import") and may(actor, WRITES[table])):
        return
    folded = _key(table, "hasil") not in st.session_state
    with st.expander(tr("Muat dari berkas (CSV)"), expanded=not folded, icon=":material/upload_file:"):
        st.fragment(_load)(desk, actor, table)


def _load(desk: Desk, actor: Actor, table: str) -> None:
    with said():
        top = st.container()
        st.markdown(tr(WORDS[table][0]) + " " + tr("Tidak ada yang tersimpan sebelum Anda menekan tombol Muat."))
        _offer_template(table)
        note = tr("Memuat lagi memperbarui, tidak menggandakan. Sel kosong tidak mengubah apa pun.")
        file = choose_file(tr(WORDS[table][1]), f"{_key(table, 'berkas')}-{_turn(table)}", note)
        with top:
            _say_done(table, file is None)
        if file is None:
            return
        plan = _plan(desk, actor, table, file.getvalue(), file.name)
        _show_plan(plan)
        n = int((plan.rows["action"] != SAME).sum())
        if not n:
            st.info(tr("Tidak ada yang perlu dimuat dari berkas ini."), icon=":material/task_alt:")
        elif press_load(plural("Muat {n} baris", n, n=say_number(n)), _key(table, "tombol"), disabled=False):
            _write(desk, actor, plan)


def _key(table: str, what: str) -> str:
    return f"muat-{table}-{what}"


def _turn(table: str) -> int:
    """Counts the files that were loaded: the next one starts with an empty field."""
    return int(st.session_state.get(_key(table, "giliran"), 0))


def _offer_template(table: str) -> None:
    """An empty table with the right heads, and what each column takes."""
    columns, required = TABLES[table]
    heads = [header_of(table, column) for column in columns]
    with st.container(horizontal=True, gap="small"):
        offer_table(pd.DataFrame(columns=heads), f"templat_{table}", tr("Templat kosong"), "tertiary")
        with st.popover(tr("Arti tiap kolom"), type="tertiary", icon=":material/table_chart:"):
            told = {
                tr("Kolom"): heads,
                tr("Wajib"): [tr("wajib") if column in required else "" for column in columns],
                tr("Isi"): [_form(table, column) for column in columns],
            }
            st.table(pd.DataFrame(told).set_index(tr("Kolom")))


def _form(table: str, column: str) -> str:
    """How the cells of a column are written."""
    if form := FORMS.get(column) or FORMS.get(SHAPES.get(column, "")):
        return tr(form)
    kinds = choices_of(table).get(column, {})
    labels = ", ".join(str(about["label"]) for about in kinds.values())
    return tr("salah satu: {labels}", labels=labels) if labels else tr("teks")


def _limits() -> Limits:
    limits = read_limits("page")
    return replace(limits, rows=min(limits.rows or MOST_ROWS, MOST_ROWS))


def _plan(desk: Desk, actor: Actor, table: str, content: bytes, name: str) -> Plan:
    """What the file would do; kept while the same file lies there."""
    key = _key(table, "rencana")
    told = hashlib.sha256(content).hexdigest(), name, language(), actor, today()
    kept = st.session_state.get(key)
    if kept is None or kept[0] != told:
        with st.spinner(tr("Membaca berkas…")):
            kept = (told, plan_table(desk, actor, now(), table, content, name, _limits()))
        st.session_state[key] = kept
    plan: Plan = kept[1]
    return plan


def _show_plan(plan: Plan) -> None:
    rows = plan.rows
    counts = rows["action"].value_counts().to_dict()
    say_read(plan.file, len(rows), len(plan.rejects), counts, LABELS)
    _, _, name, what, _ = WORDS[plan.table]
    shown = {
        tr("Baris"): rows.index,
        tr("Yang akan terjadi"): [tr(LABELS[action]) for action in rows["action"]],
        tr(name): rows["name"],
        tr(what): rows["what"],
    }
    if CHANGE in counts:
        shown[tr("Yang berubah")] = rows["changes"]
    show_actions(pd.DataFrame(shown))
    say_findings(plan.file, plan.rejects, plan.issues)


def _write(desk: Desk, actor: Actor, plan: Plan) -> None:
    """Load, and have the page say what came of it; whatever went wrong, the file is looked at anew."""
    st.session_state.pop(_key(plan.table, "rencana"), None)
    try:
        with st.spinner(tr("Memuat berkas…")):
            taken = load_plan(desk, actor, now(), plan)
    except MappingError as error:
        st.session_state[_key(plan.table, "hasil")] = (plan.file, str(error))
    else:
        st.session_state[_key(plan.table, "hasil")] = (plan.file, taken)
        st.session_state[_key(plan.table, "giliran")] = _turn(plan.table) + 1
    st.rerun()


def _say_done(table: str, alone: bool) -> None:
    """What became of the last file, until there is another one; why a file was not loaded, once."""
    file, taken = st.session_state.get(_key(table, "hasil"), ("", None))
    if not alone:
        st.session_state.pop(_key(table, "hasil"), None)
    if isinstance(taken, Imported) and alone:
        counts = {ADD: taken.added, CHANGE: taken.changed, SAME: taken.same}
        what = say_counts(counts, LABELS)
        if len(taken.rejects):
            what.append(tr("{n} ditolak", n=say_number(len(taken.rejects))))
        st.success(tr(WORDS[table][4], what=", ".join(what)), icon=":material/check_circle:")
        say_findings(file, taken.rejects, taken.issues.iloc[:0])
    elif isinstance(taken, str):
        st.error(plain(taken))
