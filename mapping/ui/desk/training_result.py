"""What an assessment says: levels beside what is wanted, as a figure and a table."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.training.assess import BY
from mapping.desk.training.gaps import NOT_YET, READY, cooperative_gaps, ready_to_borrow
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.competencies import LEVELS, read_competencies
from mapping.knowledge.formats import say_date
from mapping.knowledge.plans import read_training
from mapping.language import plural, tr
from mapping.ui.controls import is_phone
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain
from mapping.ui.words import show_words

NOW, WANTED = "#41a3b3", "#c98a1b"
SHOWN = 3


def show_result(assessments: pd.DataFrame, line_id: str) -> None:
    """The latest assessment of one cooperative.

    Parameters
    ----------
    assessments : DataFrame
        Of this cooperative, oldest first.
    """
    latest = assessments.iloc[-1]
    gaps = cooperative_gaps(latest, line_id)
    _say_head(latest, gaps, line_id)
    _say_borrowing(gaps)
    figure, table = st.columns(2, gap="medium")
    with figure:
        st.altair_chart(_chart(gaps), key="celah-koperasi")
    with table:
        show_words(_table(gaps, assessments.iloc[-2] if len(assessments) > 1 else None))
    with st.expander(tr("Arti tingkatnya, dan yang dituju")):
        _say_levels(gaps)
    with st.container(horizontal=True):
        offer_table(_long(assessments), "asesmen", tr("Unduh semua asesmen"), "tertiary")


def _say_head(latest: pd.Series, gaps: pd.DataFrame, line_id: str) -> None:
    told, lines = read_competencies()["competencies"], read_lines()["line"]
    known = int(gaps["level"].notna().sum())
    largest = gaps[gaps["gap"].fillna(0) > 0].sort_values(["gap", "most"], ascending=False, kind="stable")
    names = ", ".join(plain(told[key]["label"].lower()) for key in largest.index[:SHOWN])
    if known < len(gaps):
        st.markdown(
            plural(
                "{known} dari {all_of_them} pertanyaan dijawab; sisanya belum diketahui.",
                known,
                known=known,
                all_of_them=len(gaps),
            )
        )
    if names:
        st.markdown(tr("**Yang paling perlu dipelajari:** {names}.", names=names))
    else:
        st.markdown(tr("Tidak ada celah pada yang sudah dijawab."))
    wanted = (
        tr("Tingkat yang diperlukan mengikuti lini {line}.", line=plain(lines[line_id]))
        if line_id in lines.index
        else tr("Lini belum dipilih, jadi dipakai tingkat umum.")
    )
    filled = tr("Diisi {date} oleh {who}.", date=say_date(latest["taken_on"]), who=tr(BY[latest["by"]]))
    st.caption(f"{filled} {wanted} " + tr("Tingkat yang diperlukan adalah asumsi perencanaan."))
    if latest["note"]:
        st.caption(plain(latest["note"]))


def _say_borrowing(gaps: pd.DataFrame) -> None:
    """What the board must be able to do before it borrows, beside the figures of the loan."""
    told, state = read_competencies()["competencies"], ready_to_borrow(gaps)
    matters = gaps[gaps["before_borrowing"] > 0]
    if state == READY:
        st.success(
            tr("Dari sisi kemampuan pengurus, koperasi siap meminjam. Hitungan cicilannya tetap yang memutuskan."),
            icon=":material/task_alt:",
        )
        return
    short = (matters["level"] < matters["before_borrowing"]).fillna(False).astype(bool)
    keys = matters.index[short if state == NOT_YET else matters["level"].isna()]
    names = ", ".join(plain(told[key]["label"].lower()) for key in keys)
    if state == NOT_YET:
        st.warning(tr("**Jangan meminjam dulu.** Kuasai lebih dulu: {names}.", names=names), icon=":material/block:")
    else:
        st.info(tr("Kesiapan meminjam belum diketahui. Jawab dulu: {names}.", names=names), icon=":material/help:")


def _chart(gaps: pd.DataFrame) -> Any:
    import altair as alt

    told = read_competencies()["competencies"]
    what, level, kind = tr("Kemampuan"), tr("Tingkat"), tr("Tanda")
    now, wanted = tr("sekarang"), tr("diperlukan")
    names = [told[key]["label"] for key in gaps.index]
    bars = pd.DataFrame({what: names, level: gaps["level"].astype(float).to_numpy(), kind: now})
    ticks = pd.DataFrame({what: names, level: gaps["wanted"].astype(float).to_numpy(), kind: wanted})
    y = alt.Y(f"{what}:N", sort=names, title=None, axis=alt.Axis(labelLimit=130 if is_phone() else 220))
    x = alt.X(f"{level}:Q", title=tr("tingkat"), scale=alt.Scale(domain=[0, LEVELS[-1]]), axis=alt.Axis(tickCount=4))
    legend = alt.Legend(orient="bottom", title=None)
    colour = alt.Color(f"{kind}:N", scale=alt.Scale(domain=[now, wanted], range=[NOW, WANTED]), legend=legend)
    described = tr("Tingkat tiap kemampuan sekarang, dan tingkat yang diperlukan")
    # As tall as the table beside it.
    step = alt.Step(24 if is_phone() else 36)
    shown = alt.Chart(bars.dropna(), height=step, description=described).mark_bar(height=12)
    marks = alt.Chart(ticks).mark_tick(thickness=4, height=18, orient="vertical")
    return shown.encode(x=x, y=y, color=colour) + marks.encode(x=x, y=y, color=colour)


def _table(gaps: pd.DataFrame, earlier: pd.Series | None) -> pd.DataFrame:
    """The figure in figures; with an earlier assessment its level stands before the present one."""
    told = read_competencies()["competencies"]
    unknown = tr("belum diketahui")
    now = [unknown if pd.isna(level) else str(level) for level in gaps["level"]]
    if earlier is not None:
        before = [unknown if pd.isna(earlier[key]) else str(earlier[key]) for key in gaps.index]
        now = [text if text == past else f"{past} → {text}" for past, text in zip(before, now, strict=True)]
    return pd.DataFrame(
        {
            tr("Kemampuan"): [told[key]["label"] for key in gaps.index],
            tr("Tingkat"): now,
            tr("Diperlukan"): gaps["wanted"].astype(str).to_numpy(),
            tr("Celah"): ["–" if pd.isna(gap) else str(gap) for gap in gaps["gap"]],
        }
    )


def _say_levels(gaps: pd.DataFrame) -> None:
    told, modules = read_competencies()["competencies"], read_training()["modules"]
    for key, row in gaps.iterrows():
        of = told[str(key)]
        now = tr("belum diketahui") if pd.isna(row["level"]) else of["levels"][row["level"] - 1]
        st.markdown(
            tr(
                "**{label}.** Sekarang: {now}  \nDituju: {goal}  \nDiajarkan dalam {module}.",
                label=plain(of["label"]),
                now=plain(now),
                goal=plain(of["levels"][row["wanted"] - 1]),
                module=plain(modules[of["module"]]["label"]),
            )
        )


def _long(assessments: pd.DataFrame) -> pd.DataFrame:
    """All assessments as a table to take along; blank is unknown."""
    told = read_competencies()["competencies"]
    labels = {"taken_on": tr("Tanggal"), "by": tr("Diisi oleh")} | {key: of["label"] for key, of in told.items()}
    shown = assessments.assign(by=assessments["by"].map(lambda by: tr(BY[by])))
    return shown[list(labels)].rename(columns=labels)
