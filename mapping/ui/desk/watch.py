"""The parts of the page Pantauan, and the board that stands first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.openness.board import RECENT_DAYS, Board, read_board
from mapping.knowledge.formats import say_date, say_number
from mapping.language import mark, tr
from mapping.ui.cache import View
from mapping.ui.desk.open import Actor, Desk, said, today
from mapping.ui.desk.parts import show_parts
from mapping.ui.desk.watch_time import say_time
from mapping.ui.links import link_to
from mapping.ui.words import show_words

PART = "bagian"
BOARD, LEDGER, TRAIL, REPORT, RULES = "papan", "hasil", "catatan", "laporan", "aturan"
PART_LABELS = {
    BOARD: mark("Papan wilayah"),
    LEDGER: mark("Buku hasil"),
    TRAIL: mark("Catatan perubahan"),
    REPORT: mark("Laporan bulanan"),
    RULES: mark("Siapa boleh apa"),
}
MADE_UP = mark("data peraga")


def choose_part() -> str:
    """What the page shows, kept in the address; the board first."""
    return show_parts(PART, PART_LABELS)


def show_board(view: View, desk: Desk, actor: Actor) -> None:
    """How the region stands today: each figure with its day and where to look further."""
    with said():
        board = read_board(desk, actor, today(), view.study.kelurahan.index)
        if not board.cooperatives:
            _say_empty()
            return
        say_label(board.made_up, board.left_out)
        _say_fresh(board)
        _draw_figures(board)
        left, right = st.columns(2, gap="large")
        with left:
            _list_statuses(board)
        with right:
            _list_ages(board)


def _say_empty() -> None:
    st.info(
        tr(
            "**Belum ada koperasi di daftar wilayah ini.** Papan ini memperlihatkan berapa koperasi di tiap tahap, "
            "kebutuhan yang menunggu, pelatihan, usaha yang dimulai, dan apakah saran alat terbukti. Langkah pertama: "
            "isi daftar koperasi."
        ),
        icon=":material/monitoring:",
    )
    link_to("daftar", tr("Buka daftar koperasi"), ":material/apartment:")


def say_label(made_up: bool, left_out: int) -> None:
    """Whether what follows is made up, and what was left out because of it."""
    if made_up:
        help_ = tr("Semua koperasi wilayah ini dibuat untuk peragaan; angkanya bukan keadaan nyata.")
        st.badge(tr(MADE_UP), icon=":material/science:", color="orange", help=help_)
    if left_out:
        st.caption(tr("{n} koperasi peraga tidak ikut dihitung.", n=say_number(left_out)))


def _say_fresh(board: Board) -> None:
    st.caption(
        tr(
            "Keadaan {day}. Terakhir ada yang dicatat {time}; {n} dari {all_of_them} koperasi diperbarui dalam 30 "
            "hari. Ini bukan waktu nyata: papan hanya setahu yang dimasukkan orang.",
            day=say_date(today()),
            time=say_time(board.updated_at),
            n=say_number(board.updated),
            all_of_them=say_number(board.cooperatives),
        ),
        width=860,
    )


def _draw_figures(board: Board) -> None:
    waiting = tr(
        "{overdue} lewat tanggalnya · {reminders} perlu diingatkan",
        overdue=say_number(board.overdue),
        reminders=say_number(board.reminders),
    )
    training = tr("{days} hari terakhir", days=RECENT_DAYS)
    if board.held:
        training += " · " + tr("terakhir {day}", day=say_date(board.held_on))
    if board.planned:
        training += " · " + tr("berikutnya {day}", day=say_date(board.planned_on))
    started = tr("terakhir {day}", day=say_date(board.started_on)) if board.starts else tr("belum ada")
    due = tr("tidak ada yang ditunggu")
    if board.due:
        due = tr(
            "{overdue} terlambat · paling lama sejak {day}",
            overdue=say_number(board.due_overdue),
            day=say_date(board.due_since),
        )
    cards = [
        (tr("Kebutuhan terbuka"), board.open_needs, waiting, ("meja", tr("Buka antrean"), {})),
        (tr("Pelatihan terlaksana"), board.held, training, ("pelatihan", tr("Buka halaman pelatihan"), {})),
        (tr("Usaha dimulai"), board.starts, started, ("pantauan", tr("Buka buku hasil"), {PART: LEDGER})),
        (tr("Pengecekan ditunggu"), board.due, due, ("pantauan", tr("Lihat yang ditunggu"), {PART: LEDGER})),
    ]
    for column, (label, value, note, (page, link, choices)) in zip(st.columns(4), cards, strict=True):
        with column.container(border=True, height="stretch", gap="xsmall"):
            st.metric(label, say_number(value))
            st.caption(note)
            link_to(page, link, ":material/arrow_forward:", **choices)


def _list_statuses(board: Board) -> None:
    st.subheader(tr("Koperasi di tiap tahap"), anchor=False)
    rows = board.statuses
    show_words(
        pd.DataFrame(
            {
                tr("Tahap"): rows["label"],
                tr("Koperasi"): rows["n"].map(say_number),
                tr("Terbaru"): [say_date(day) if day else "–" for day in rows["latest"]],
            }
        )
    )
    link_to("daftar", tr("Buka daftar koperasi"), ":material/arrow_forward:")


def _list_ages(board: Board) -> None:
    st.subheader(tr("Kebutuhan terbuka menurut umur"), anchor=False)
    rows = board.ages
    show_words(
        pd.DataFrame(
            {
                tr("Sudah menunggu"): [
                    _say_ages(least, most) for least, most in zip(rows["least"], rows["most"], strict=True)
                ],
                tr("Kebutuhan"): rows["n"].map(say_number),
                tr("Masuk paling lama"): [say_date(day) if day else "–" for day in rows["oldest"]],
            }
        )
    )
    link_to("meja", tr("Buka antrean"), ":material/arrow_forward:")


def _say_ages(least: int, most: int) -> str:
    if pd.isna(most):
        return tr("lebih dari {days} hari", days=least - 1)
    return tr("{least} sampai {most} hari", least=least, most=most)
