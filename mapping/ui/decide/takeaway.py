"""What the meeting takes along: the pack, and each of its papers apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from mapping.advise.decide.ballot import Ballot
from mapping.language import language, mark, tr
from mapping.present.files.edition import Edition
from mapping.present.files.format import file_name
from mapping.present.files.meeting.ballot import ballot_pdf
from mapping.present.files.meeting.handout import handout_pdf
from mapping.present.files.meeting.minutes import minutes_docx
from mapping.present.files.meeting.pack import FORMATS, pack_zip
from mapping.present.files.meeting.tally import tally_csv, tally_xlsx
from mapping.ui.cache import View
from mapping.ui.decide.session import decisions_of, line_names, sheet_of
from mapping.ui.downloads import EXCEL
from mapping.ui.files.writing import file_bytes

PAPERS = {
    "meeting": (mark("Unduh paket musyawarah"), ":material/folder_zip:"),
    "ballot": (mark("Kertas suara (PDF)"), ":material/print:"),
    "handout": (mark("Bahan untuk dibagikan (PDF)"), ":material/description:"),
    "minutes": (mark("Berita acara (Word)"), ":material/edit_document:"),
}


def offer_files(view: View, code: str, ballot: Ballot | None) -> None:
    """The pack first, then its parts; nothing is written before it is asked for.

    Without a ballot its paper has blank lines, and there is no tally sheet yet.
    """
    edition = Edition(replace(view.study, decisions=decisions_of(view)))
    papers = len(sheet_of(view, code, ballot)) if ballot else 0
    with st.container(border=True):
        _offer_papers(edition, code, ballot, papers)
        if ballot:
            _offer_sheets(view, code, ballot, papers, edition)
    pages = tr("dua halaman A4 (bolak-balik)") if ballot and ballot.questions else tr("satu halaman A4")
    st.caption(
        tr(
            "Cetak kertas suara {pages}, lalu gandakan. Tidak perlu internet. Kertasnya tanpa "
            "nama: nomornya baru ditulis panitia setelah semua kertas dikocok.",
            pages=pages,
        )
    )


def _offer_papers(edition: Edition, code: str, ballot: Ballot | None, papers: int) -> None:
    """The formats of the meeting, with the lines that this meeting votes on."""
    writers: dict[str, Callable[[Edition, str], bytes]] = {
        "meeting": partial(pack_zip, ballot=ballot, papers=papers),
        "ballot": partial(ballot_pdf, ballot=ballot),
        "handout": partial(handout_pdf, ballot=ballot),
        "minutes": partial(minutes_docx, ballot=ballot),
    }
    forms = {form.name: form for form in FORMATS}
    for name, (label, icon) in PAPERS.items():
        form = replace(forms[name], write=writers[name])
        st.download_button(
            tr(label),
            partial(file_bytes, language(), edition, form, code),
            file_name=file_name(edition, form, code),
            mime=form.mime,
            type="primary" if name == "meeting" else "secondary",
            icon=icon,
            help=tr(form.use),
            on_click="ignore",
        )


def _offer_sheets(view: View, code: str, ballot: Ballot, papers: int, edition: Edition) -> None:
    names = line_names(view)
    st.download_button(
        tr("Lembar hitung (Excel)"),
        partial(tally_xlsx, ballot, names, papers, stamp=edition.stamp),
        file_name=f"lembar-hitung-{code}.xlsx",
        mime=EXCEL,
        icon=":material/download:",
        on_click="ignore",
    )
    st.download_button(
        tr("Lembar hitung (CSV)"),
        partial(tally_csv, ballot, names, papers),
        file_name=f"lembar-hitung-{code}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
