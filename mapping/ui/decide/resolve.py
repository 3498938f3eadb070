"""Third step: the decision with its date and reasons, kept beside what the tool said; and all that were kept."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pandas as pd
import streamlit as st

from mapping.advise.decide.ballot import Ballot
from mapping.advise.decide.kept import read_decisions
from mapping.advise.decide.record import LONGEST, POSTPONED, Meeting, Place, in_force, make_decision
from mapping.advise.decide.votes import check_votes
from mapping.desk.needs.days import today
from mapping.errors import MappingError
from mapping.intake.gate.limits import read_limits
from mapping.intake.issues import say_issues, say_rejects
from mapping.knowledge.formats import say_date, say_number
from mapping.language import mark, plural, tr
from mapping.present.files.tidy import csv_bytes
from mapping.present.tables import SYNTHETIC
from mapping.ui.cache import View
from mapping.ui.decide.outcome import outcome_of
from mapping.ui.decide.session import advice_of, decisions_of, keep_decisions, line_names, sheet_of
from mapping.ui.text import plain

SAID, FILE = "rapat_kabar", "rapat-berkas-keputusan"
KINDS = (
    mark("Musyawarah desa khusus"),
    mark("Musyawarah kelurahan khusus"),
    mark("Rapat anggota koperasi"),
    mark("Rapat pengurus"),
)


def say_kept(view: View, code: str) -> None:
    """The decision in force about a kelurahan, always in sight; nothing before the first one."""
    kept = decisions_of(view)
    mine = kept[(kept["kelurahan_code"] == code) & in_force(kept)] if len(kept) else kept
    for row in mine.itertuples():
        text = tr(
            "Sudah diputuskan {decided_on}: **{line}**. {reasons}",
            decided_on=say_date(row.decided_on),
            line=plain(row.line),
            reasons=plain(row.reasons),
        )
        differs = row.advice_line_id and row.advice_line_id != row.line_id
        text += " " + tr("Saran alat saat itu: {line}.", line=plain(row.advice_line)) if differs else ""
        st.success(text, icon=":material/gavel:")


def decide_line(view: View, code: str, ballot: Ballot | None) -> None:
    """Ask for the decision and keep it."""
    names = line_names(view) | {POSTPONED[0]: tr(POSTPONED[1])}
    outcome = None
    if ballot:
        sheet = sheet_of(view, code, ballot)
        outcome = outcome_of(check_votes(sheet, ballot))
    voted = list(outcome[0].table.index) if outcome else list(ballot.lines) if ballot else []
    options = [*voted, POSTPONED[0], *(line for line in names if line not in voted and line != POSTPONED[0])]
    papers = outcome[0].papers if outcome else 0
    key = f"rapat-{view.key}-{code}"
    if papers:
        st.caption(plural("{papers} kertas suara dihitung; ringkasannya ikut disimpan.", papers, papers=papers))
    else:
        st.caption(tr("Belum ada suara yang dihitung. Keputusan tanpa kertas suara tetap bisa dicatat."))
    _ask_meeting(view, code, key, options, names, papers)
    st.button(
        tr("Simpan keputusan"),
        type="primary",
        icon=":material/gavel:",
        on_click=_keep,
        args=(view, code, key, names, outcome),
    )
    _say_news(code)


def _ask_meeting(view: View, code: str, key: str, options: list[str], names: dict[str, str], papers: int) -> None:
    """The fields of a decision; what was typed stays when the page is left."""
    left, right = st.columns(2, gap="medium")
    with left:
        st.selectbox(
            tr("Yang diputuskan"), options, format_func=names.__getitem__, key=f"{key}-lini", persist_state="session"
        )
        latest = dt.date.fromisoformat(today())
        st.date_input(
            tr("Tanggal rapat"),
            latest,
            max_value=latest,
            format="DD/MM/YYYY",
            key=f"{key}-tanggal",
            persist_state="session",
        )
    with right:
        usual = 0 if view.study.kelurahan.at[code, "kind"] == "desa" else 1
        st.selectbox(tr("Jenis rapat"), KINDS, usual, format_func=tr, key=f"{key}-jenis", persist_state="session")
        st.text_input(
            tr("Tempat"),
            max_chars=80,
            placeholder=tr("Misalnya balai desa"),
            key=f"{key}-tempat",
            persist_state="session",
        )
    st.number_input(
        tr("Jumlah yang hadir"),
        min_value=1,
        value=max(papers, 1),
        key=f"{key}-hadir",
        persist_state="session",
        width=200,
    )
    st.text_area(
        tr("Alasannya"),
        max_chars=LONGEST["reasons"][1],
        placeholder=tr("Mengapa lini ini? Apa yang menjadi syaratnya?"),
        help=tr("Jangan tulis nama orang, nomor telepon atau alamat; yang terbaca seperti itu diganti ***."),
        key=f"{key}-alasan",
        persist_state="session",
    )


def _keep(view: View, code: str, key: str, names: dict[str, str], outcome: object) -> None:
    """Keep what was typed as a decision, or say in one sentence why it cannot be kept."""
    state, settings = st.session_state, view.study.settings
    day, place = state[f"{key}-tanggal"], str(state[f"{key}-tempat"] or "").strip()
    reasons = str(state[f"{key}-alasan"] or "")
    meeting = Meeting(
        day.isoformat() if isinstance(day, dt.date) else "",
        ", ".join(filter(None, [tr(state[f"{key}-jenis"]), place])),
        int(state[f"{key}-hadir"] or 0),
        reasons,
    )
    row = view.study.kelurahan.loc[code]
    label = SYNTHETIC if settings.synthetic else ""
    where = Place(code, str(row["name"]), str(view.study.manifest.get("key", "")), label)
    line = str(state[f"{key}-lini"])
    try:
        made = make_decision(where, meeting, line, names, advice_of(view, code), outcome, today())  # type: ignore[arg-type]
    except MappingError as error:
        state[SAID] = {code: ("error", str(error))}
        return
    fresh = keep_decisions(view, made)
    masked = "***" in str(made["reasons"].iloc[0] + made["meeting"].iloc[0]) and "***" not in reasons + place
    said = tr("Keputusan disimpan bersama data wilayah ini.") if fresh else tr("Keputusan yang sama sudah tersimpan.")
    said += " " + tr("Bagian yang terbaca sebagai nama orang, nomor atau alamat diganti ***.") if masked else ""
    said += " " + tr("Unduh berkasnya supaya tetap ada setelah peramban ditutup.")
    state[SAID] = {code: ("success", said)}


def _say_news(code: str) -> None:
    kind, said = st.session_state.get(SAID, {}).get(code, ("", ""))
    if said:
        (st.error if kind == "error" else st.success)(plain(said))


def list_decisions(view: View) -> None:
    """Every decision of the region, newest last, as a table to look at and to take along; and the way back in."""
    st.subheader(tr("Keputusan yang tersimpan"), anchor=False)
    kept = decisions_of(view)
    if kept.empty:
        st.info(
            tr(
                "Belum ada keputusan untuk wilayah ini. Yang disimpan muncul di sini: pilihan, tanggal, "
                "alasan, suara, dan saran alat pada hari itu."
            ),
            icon=":material/inventory_2:",
        )
    else:
        _show(view, kept)
    with st.expander(tr("Muat keputusan yang pernah disimpan"), icon=":material/upload_file:"):
        st.file_uploader(
            tr("Berkas keputusan (decisions.csv)"),
            type=["csv", "xlsx"],
            max_upload_size=5,
            key=FILE,
            on_change=_load,
            args=(view,),
        )
    _say_news("berkas")


def _show(view: View, kept: pd.DataFrame) -> None:
    holds = in_force(kept)
    key = str(view.study.manifest.get("key", ""))
    shown = pd.DataFrame(
        {
            "Kelurahan": kept["kelurahan"],
            tr("Tanggal"): kept["decided_on"].map(say_date),
            tr("Diputuskan"): kept["line"],
            tr("Alasan"): kept["reasons"],
            tr("Rapat"): kept["meeting"],
            tr("Hadir"): kept["present"],
            tr("Suara"): kept["votes"],
            tr("Saran alat saat itu"): kept["advice_line"],
            tr("Kas bersih dibanding cicilan"): [say_number(v, 2) if v == v else "" for v in kept["advice_dscr"]],
            tr("Keadaan"): holds.map({True: tr("berlaku"), False: tr("digantikan")}),
            "Data": (kept["study_key"] == key).map({True: tr("sama dengan sekarang"), False: tr("data sudah berubah")}),
        }
    )
    st.dataframe(shown, hide_index=True)
    with st.container(horizontal=True):
        st.download_button(
            tr("Unduh decisions.csv"),
            partial(csv_bytes, kept),
            file_name="decisions.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    st.caption(
        tr(
            "Keputusan hanya ditambah, tidak pernah diubah: yang lebih baru menggantikan yang lama, "
            "dan keduanya tetap ada. Simpan decisions.csv di samping berkas survei Anda, lalu muat "
            "lagi di sini kapan saja."
        )
    )


def _load(view: View) -> None:
    """Add the decisions of the file that was just given; a bad file changes nothing."""
    file = st.session_state.get(FILE)
    if file is None:
        return
    try:
        codes = view.study.kelurahan.index
        table, issues, rejects = read_decisions(file.getvalue(), file.name, codes, read_limits("page"))
    except MappingError as error:
        st.session_state[SAID] = {"berkas": ("error", str(error))}
        return
    fresh = keep_decisions(view, table)
    said = tr(
        "{fresh} keputusan ditambahkan, {known} sudah ada, {rejects} ditolak.",
        fresh=fresh,
        known=len(table) - fresh,
        rejects=len(rejects),
    )
    told = [*say_rejects(rejects.head(10)), *say_issues(issues.head(10))]
    st.session_state[SAID] = {"berkas": ("success", " ".join([said, *told]))}
