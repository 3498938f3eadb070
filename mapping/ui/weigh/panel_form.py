"""The panel's ratings of what no survey measures: sheet out, sheet in, and their score in a column of its own."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from mapping.errors import MappingError
from mapping.language import plural, tr
from mapping.ui.cache import View
from mapping.ui.text import plain
from mapping.ui.weigh.setup_draft import refuse

RATINGS, SHEET = "panel_ratings", "berkas-panel"
SHOWN_REJECTS = 20


def _place(view: View, preset: str) -> tuple[str, str, str]:
    """Ratings belong to one region, one loading of it, and one preset."""
    return view.key, view.outlines.token, preset


def panel_scores(view: View, preset: str) -> pd.Series | None:
    """The panel's score 0-100 by kelurahan_code, NaN where too little was rated; None without a sheet."""
    ratings = st.session_state.get(RATINGS, {}).get(_place(view, preset))
    if ratings is None:
        return None
    from mapping.score.weigh.ratings import rated_scores

    return rated_scores(ratings.table, preset)["rated_score"]


def ask_panel(view: View, preset: str) -> None:
    """The empty sheet, the filled one, and what of it could be read; nothing where all criteria are measured."""
    from mapping.score.weigh.kpju import split_criteria
    from mapping.score.weigh.ratings import write_rating_sheet

    if split_criteria(preset)["measured"].all():
        return
    st.download_button(
        tr("Unduh lembar penilaian panel (CSV)"),
        partial(write_rating_sheet, preset, view.study.kelurahan),
        file_name=f"penilaian-{view.key}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    st.file_uploader(
        tr("Lembar yang sudah diisi (angka 1–5)"),
        type="csv",
        max_upload_size=5,
        key=SHEET,
        on_change=_take_ratings,
        args=(view, preset),
    )
    _say_ratings(view, preset)


def _take_ratings(view: View, preset: str) -> None:
    """Read the sheet that was just given; a bad one changes nothing."""
    from mapping.score.weigh.ratings import read_ratings

    file = st.session_state.get(SHEET)
    if file is None:
        return
    try:
        ratings = read_ratings(file.getvalue(), file.name, preset, view.study.kelurahan)
    except MappingError as error:
        refuse(str(error))
        return
    kept = st.session_state.get(RATINGS, {})
    st.session_state[RATINGS] = {**kept, _place(view, preset): ratings}


def _say_ratings(view: View, preset: str) -> None:
    ratings = st.session_state.get(RATINGS, {}).get(_place(view, preset))
    if ratings is None:
        return
    rejected = len(ratings.rejects)
    text = tr("{rated} kelurahan dinilai panel", rated=len(ratings.table))
    text += plural("; {rejected} baris ditolak", rejected, rejected=rejected) if rejected else ""
    said = tr("{rated}. Nilainya ada di kolom **Panel**, terpisah dari skor.", rated=text)
    st.success(said, icon=":material/groups:")
    for row in ratings.rejects.head(SHOWN_REJECTS).itertuples():
        value = f' "{plain(row.value)}"' if row.value else ""
        st.caption(
            tr(
                "Baris {row}, kolom {column}{value}: {reason}.",
                row=row.row,
                column=plain(row.column),
                value=value,
                reason=plain(row.reason),
            )
        )
