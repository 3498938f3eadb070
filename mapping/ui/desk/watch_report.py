"""The monthly report on the screen, and to take along."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pandas as pd
import streamlit as st

from mapping.desk.openness.report import MonthlyReport, report_of
from mapping.knowledge.formats import say_number
from mapping.knowledge.outcomes import months_later
from mapping.language import plural, tr
from mapping.present.desk_report import report_docx, report_pdf, report_table, say_month, say_value
from mapping.ui.cache import View
from mapping.ui.desk.grouped import show_grouped
from mapping.ui.desk.open import Actor, Desk, said, today
from mapping.ui.desk.watch import say_label
from mapping.ui.downloads import offer_table
from mapping.ui.state import remember, restore

MONTH = "bulan"
BACK = 24
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_report(view: View, desk: Desk, actor: Actor) -> None:
    """One month: every figure beside the month before, then the files."""
    with said():
        month = _choose_month()
        report = report_of(desk, actor, month, today(), view.study.kelurahan.index)
        say_label(report.made_up, report.left_out)
        st.caption(
            tr(
                "Dihitung dari meja koperasi. Angka bulan lalu di sampingnya; sumber tiap angka ada di bagian akhir "
                "dokumen dan di tabel. Tidak ada data pribadi."
            ),
            width=860,
        )
        _offer(report)
        sections = report.figures.groupby("section_label", sort=False)
        show_grouped({str(label): _words(rows) for label, rows in sections})
        if report.figures[["withheld", "previous_withheld"]].any(axis=None):
            st.caption(
                tr(
                    "Disembunyikan: nilainya dari kurang dari tiga koperasi, atau hampir seluruhnya dari dua, sehingga "
                    "harga yang mereka sepakati bisa dihitung balik."
                ),
                width=860,
            )
        st.caption(
            tr(
                "Catatan perubahan saat ini: {n} baris, tanda periksa terakhir `{head}`. Laporan yang dicetak "
                "menyimpan tanda ini, sehingga penulisan ulang catatan kelak ketahuan.",
                n=say_number(report.trail_rows),
                head=report.head,
            ),
            width=860,
        )


def _choose_month() -> str:
    """A month that has begun; this one first."""
    first = f"{dt.date.fromisoformat(today()):%Y-%m}-01"
    months = [months_later(first, -back)[:7] for back in range(BACK)]
    wanted = restore(MONTH, months, months[0])
    picked = st.selectbox(tr("Bulan"), months, format_func=say_month, key=MONTH, width=240, persist_state="session")
    remember(MONTH, picked or wanted, unless=months[0])
    return picked or wanted


def _words(rows: pd.DataFrame) -> pd.DataFrame:
    """The figures of a section; the unit stands beside a figure only where its label does not say what is counted."""
    n = ["" if pd.isna(value) else f" (n = {say_number(value)})" for value in rows["n"]]
    return pd.DataFrame(
        {
            tr("Angka"): [label + more for label, more in zip(rows["label"], n, strict=True)],
            tr("Bulan ini"): [_say_figure(key, row, "value", "withheld") for key, row in rows.iterrows()],
            tr("Bulan lalu"): [_say_figure(key, row, "previous", "previous_withheld") for key, row in rows.iterrows()],
        }
    )


def _say_figure(key: object, row: pd.Series, name: str, withheld: str) -> str:
    value = row[name]
    said = say_value(value, "rupiah" if str(key).endswith("_idr") else row["unit"], row[withheld])
    return plural("{n} hari", value, n=said) if str(key).endswith("_days") and not pd.isna(value) else said


def _offer(report: MonthlyReport) -> None:
    """Files are written when they are asked for."""
    name = f"laporan_meja_{report.month}"
    files = (("docx", "Word", WORD, report_docx), ("pdf", "PDF", "application/pdf", report_pdf))
    with st.container(horizontal=True):
        for ending, label, mime, write in files:
            st.download_button(
                tr("Unduh laporan ({kind})", kind=label),
                partial(write, report),
                file_name=f"{name}.{ending}",
                mime=mime,
                icon=":material/download:",
                key=f"unduh_{name}_{ending}",
                on_click="ignore",
            )
        offer_table(report_table(report), name, tr("Unduh angkanya"), "tertiary")
