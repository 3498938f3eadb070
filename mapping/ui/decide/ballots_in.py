"""Second step: votes typed on the page or loaded from the tally sheet; nothing typed is ever lost."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from mapping.advise.decide.ballot import LETTERS, Ballot, read_decide_rules
from mapping.advise.decide.votes import PAPER, Votes, check_votes, read_votes
from mapping.errors import MappingError
from mapping.intake.gate.limits import read_limits
from mapping.intake.issues import say_rejects
from mapping.language import plural, tr
from mapping.present.files.meeting.tally import tally_csv, tally_xlsx, usual_answers
from mapping.ui.cache import View
from mapping.ui.decide.session import fit_sheet, is_filled, keep_ballot, keep_sheet, line_names, sheet_of
from mapping.ui.downloads import EXCEL, offer_table
from mapping.ui.text import plain

FILE, LOADED, TURN = "rapat-berkas-suara", "rapat_muatan", "rapat_giliran"
SHOWN = 12
"""Rejected papers listed in sentences; all of them are in the file."""


def take_votes(view: View, code: str, ballot: Ballot) -> Votes:
    """The votes of a ballot as they stand, with the means to type, load and keep them."""
    names = line_names(view)
    st.markdown(
        tr("Ketik satu baris untuk satu kertas: angka yang ditulis warga di tiap huruf. Kosongkan yang dikosongkan.")
    )
    _ask_papers(view, code, ballot)
    sheet = _type_votes(view, code, ballot, names)
    votes = check_votes(sheet.set_axis(range(1, len(sheet) + 1), axis=0), ballot)
    _say_counted(votes)
    _say_rejected(votes.rejects, "ketikan")
    _offer_sheet(view, code, ballot, sheet, names)
    with st.expander(tr("Muat lembar hitung yang sudah diisi"), icon=":material/upload_file:"):
        st.file_uploader(
            tr("Lembar hitung (CSV atau Excel)"),
            type=["csv", "xlsx", "xls", "ods"],
            max_upload_size=5,
            key=FILE,
            on_change=_load_votes,
            args=(view, code, ballot),
        )
        st.caption(tr("Suara dari berkas ditambahkan pada yang sudah diketik; tidak ada yang ditimpa."))
    _say_loaded(code)
    return votes


def _place(view: View, code: str, ballot: Ballot) -> str:
    return f"{view.key}-{code}-{'-'.join(ballot.lines)}-{ballot.questions}"


def _renew(view: View, code: str, ballot: Ballot, sheet: pd.DataFrame) -> None:
    """Keep a sheet that did not come out of the editor: the editor starts anew from it."""
    keep_sheet(view, code, ballot, sheet)
    place = _place(view, code, ballot)
    turns = st.session_state.setdefault(TURN, {})
    turns[place] = turns.get(place, 0) + 1
    st.session_state[f"rapat-banyak-{place}"] = len(sheet)


def _ask_papers(view: View, code: str, ballot: Ballot) -> None:
    key = f"rapat-banyak-{_place(view, code, ballot)}"
    st.session_state.setdefault(key, len(sheet_of(view, code, ballot)))
    st.number_input(
        tr("Banyak kertas suara"),
        min_value=1,
        max_value=read_decide_rules()["ballot"]["most_votes"],
        step=1,
        key=key,
        on_change=lambda: _renew(
            view, code, ballot, fit_sheet(sheet_of(view, code, ballot), ballot, int(st.session_state[key]))
        ),
        width=200,
    )


def _type_votes(view: View, code: str, ballot: Ballot, names: dict[str, str]) -> pd.DataFrame:
    """The editor; what it says is kept at once, because a widget forgets when its page is left."""
    place = _place(view, code, ballot)
    key = f"rapat-suara-{place}-{st.session_state.get(TURN, {}).get(place, 0)}"
    bases = st.session_state.setdefault("rapat_dasar", {})
    if key not in st.session_state or key not in bases:
        bases[key] = sheet_of(view, code, ballot)
    shown = bases[key].replace("", None)
    letters = list(LETTERS[: len(ballot.lines)])
    shown[letters] = shown[letters].apply(pd.to_numeric, errors="coerce")
    config: dict[str, Any] = {PAPER: st.column_config.TextColumn(tr("Kertas"), width=90, max_chars=7)}
    for letter, line in zip(letters, ballot.lines, strict=True):
        config[letter] = st.column_config.NumberColumn(
            letter, min_value=1, max_value=len(letters), step=1, width=58, help=plain(names[line])
        )
    for first, second in ballot.pairs():
        pair = f"{first}/{second}"
        options = list(dict.fromkeys([*usual_answers(pair), *bases[key][pair][bases[key][pair] != ""]]))
        config[pair] = st.column_config.SelectboxColumn(pair, options=options, width=70)
    edited = st.data_editor(
        shown, key=key, hide_index=True, column_config=config, height=_height(len(shown)), placeholder=""
    )
    st.caption(
        " · ".join(f"**{letter}** {plain(names[line])}" for letter, line in zip(letters, ballot.lines, strict=True))
    )
    sheet = _as_text(edited, letters)
    keep_sheet(view, code, ballot, sheet)
    return sheet


def _height(rows: int) -> int:
    return 40 + 35 * min(rows, 12)


def _as_text(edited: pd.DataFrame, letters: list[str]) -> pd.DataFrame:
    """The editor's table as a tally sheet: text, blank where nothing was typed."""
    sheet = edited.copy()
    for letter in letters:
        sheet[letter] = sheet[letter].map(lambda rank: "" if pd.isna(rank) else f"{rank:g}")
    return sheet.astype(object).where(sheet.notna(), "").astype(str).reset_index(drop=True)


def _say_counted(votes: Votes) -> None:
    counted = len(votes.ranks.index.union(votes.judgements.index))
    if not counted and votes.rejects.empty:
        st.info(tr("Belum ada suara. Mulai dari kertas 1."), icon=":material/how_to_vote:")
        return
    text = plural(
        "**{counted} kertas dihitung**, {rejects} tidak dihitung, {blank} baris belum diisi.",
        counted,
        counted=counted,
        rejects=len(votes.rejects),
        blank=votes.blank,
    )
    st.success(text, icon=":material/how_to_vote:") if counted else st.warning(text, icon=":material/how_to_vote:")
    for kind, notes in votes.issues.groupby("kind"):
        papers = ", ".join(plain(value) for value in notes["value"].head(SHOWN))
        more = tr(" dan {notes} lagi", notes=len(notes) - SHOWN) if len(notes) > SHOWN else ""
        first = notes.iloc[0]
        st.caption(
            tr(
                "{kind}: kertas {papers}{more} {what}; {done}.",
                kind=plain(str(kind).capitalize()),
                papers=papers,
                more=more,
                what=plain(first["what"]),
                done=plain(first["done"]),
            )
        )


def _say_rejected(rejects: pd.DataFrame, name: str) -> None:
    """Which papers are not counted, each with its reason, and the whole list as a file."""
    if rejects.empty:
        return
    with st.expander(
        plural("{rejects} kertas tidak dihitung", len(rejects), rejects=len(rejects)),
        icon=":material/rule:",
        expanded=True,
    ):
        for sentence in say_rejects(rejects.head(SHOWN)):
            st.caption(plain(sentence))
        offer_table(rejects, f"{name}_ditolak", tr("Unduh daftarnya"), "tertiary")


def _offer_sheet(view: View, code: str, ballot: Ballot, sheet: pd.DataFrame, names: dict[str, str]) -> None:
    if not is_filled(sheet).any():
        return
    with st.container(horizontal=True):
        for said, write, ending, mime in (("CSV", tally_csv, "csv", "text/csv"), ("Excel", tally_xlsx, "xlsx", EXCEL)):
            st.download_button(
                tr("Simpan suara ({said})", said=said),
                partial(write, ballot, names, 0, sheet),
                file_name=f"suara-{code}.{ending}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"rapat-simpan-{ending}",
            )


def _load_votes(view: View, code: str, ballot: Ballot) -> None:
    """Add the votes of the file that was just given; a bad file changes nothing."""
    file = st.session_state.get(FILE)
    if file is None:
        return
    names = line_names(view)
    try:
        found, rows = read_votes(file.getvalue(), file.name, names, read_limits("page"))
    except MappingError as error:
        st.session_state[LOADED] = {code: (str(error), None)}
        return
    checked = check_votes(rows, found, file.name)
    good = rows[is_filled(rows)].drop(index=checked.rejects["row"].dropna().astype(int))
    present = sheet_of(view, code, found)
    present = present[is_filled(present)]
    fresh = good[~good[PAPER].isin(present[PAPER])]
    keep_ballot(view, code, found)
    _renew(view, code, found, pd.concat([present, fresh], ignore_index=True))
    same = good.merge(present, how="inner")
    clash = good[good[PAPER].isin(present[PAPER]) & ~good[PAPER].isin(same[PAPER])]
    said = plural("{fresh} kertas ditambahkan dari berkas", len(fresh), fresh=len(fresh))
    said += tr("; {same} sudah ada", same=len(same)) if len(same) else ""
    said += (
        tr("; nomor {shown} sudah diketik dengan isi lain dan tidak ditimpa", shown=", ".join(clash[PAPER].head(SHOWN)))
        if len(clash)
        else ""
    )
    said += tr("; susunan lini kertas suaranya mengikuti berkas") if found != ballot else ""
    st.session_state[LOADED] = {code: (said + ".", checked.rejects)}


def _say_loaded(code: str) -> None:
    said, rejects = st.session_state.get(LOADED, {}).get(code, ("", None))
    if not said:
        return
    if rejects is None:
        st.error(plain(said), icon=":material/error:")
        return
    st.info(plain(said), icon=":material/upload_file:")
    _say_rejected(rejects, "berkas")
