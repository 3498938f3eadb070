"""The second page of the papers: weights that the meeting gives together, and papers that contradict themselves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.advise.decide.ballot import Ballot, say_items
from mapping.advise.decide.group import Group, score_lines, weigh_group
from mapping.advise.decide.votes import Votes
from mapping.errors import MappingError
from mapping.knowledge.formats import say_number, say_percent
from mapping.language import mark, plural, tr
from mapping.score.weigh.ahp import LARGEST_RATIO
from mapping.ui.cache import View
from mapping.ui.decide.session import line_names, suitability_of
from mapping.ui.text import plain

SHOWN = 20
ALL, AGREEING = mark("semua kertas"), mark("tanpa yang bertentangan")


def say_joint(view: View, code: str, votes: Votes) -> None:
    """Joint weights of lines or criteria; nothing where the ballot has no second page."""
    if not votes.ballot.questions:
        return
    st.subheader(tr("Bobot bersama dari halaman kedua"), anchor=False)
    try:
        group = weigh_group(votes.judgements)
    except MappingError as error:
        st.info(plain(error), icon=":material/help:")
        return
    items = say_items(votes.ballot, line_names(view))
    _say_papers(group)
    _draw_weights(group, items)
    _say_split(group, items)
    if votes.ballot.questions == "kriteria":
        _say_lines(view, code, votes.ballot, group)


def _say_papers(group: Group) -> None:
    complete = len(group.ratios)
    ratio, most = say_number(group.ratio, 2), say_number(LARGEST_RATIO, 2)
    st.markdown(
        plural(
            "{complete} kertas lengkap. Konsistensi bersama {ratio} (paling besar {most}).",
            complete,
            complete=complete,
            ratio=ratio,
            most=most,
        )
    )
    if group.inconsistent:
        papers = ", ".join(plain(paper) for paper in group.inconsistent[:SHOWN])
        st.warning(
            plural(
                "Jawaban di {inconsistent} kertas saling bertentangan: nomor {papers}. Tidak dibuang "
                "diam-diam: bobot dengan dan tanpa kertas itu sama-sama tampil.",
                len(group.inconsistent),
                inconsistent=len(group.inconsistent),
                papers=papers,
            ),
            icon=":material/sync_problem:",
        )
    if group.incomplete:
        papers = ", ".join(plain(paper) for paper in group.incomplete[:SHOWN])
        st.caption(tr("Halaman keduanya belum lengkap, jadi tidak ikut di sini: kertas nomor {papers}.", papers=papers))


def _draw_weights(group: Group, items: dict[str, str]) -> None:
    import altair as alt

    both = {tr(ALL): "all"} | ({tr(AGREEING): "consistent"} if group.inconsistent else {})
    table = group.weights.sort_values("all", ascending=False)
    shown = pd.DataFrame({"Pilihan": [items[str(letter)] for letter in table.index]})
    for said, column in both.items():
        shown[said] = (100 * table[column]).round(1).to_numpy()
    shown["terendah"], shown["tertinggi"] = (
        (100 * table["low"]).round(1).to_numpy(),
        (100 * table["high"]).round(1).to_numpy(),
    )
    long = shown.melt("Pilihan", list(both), var_name="Kertas", value_name="Bobot").dropna()
    bars = (
        alt.Chart(long, height=alt.Step(18 if len(both) > 1 else 34))
        .mark_bar()
        .encode(
            x=alt.X("Bobot:Q", title=tr("bobot, %")),
            y=alt.Y(
                "Pilihan:N", title=tr("Pilihan"), sort=list(shown["Pilihan"]), axis=alt.Axis(title=None, labelLimit=170)
            ),
            yOffset=alt.YOffset("Kertas:N", title=tr("Kertas"), sort=list(both)),
            color=alt.Color(
                "Kertas:N",
                title=tr("Kertas"),
                sort=list(both),
                legend=alt.Legend(orient="bottom", title=None, columns=1, labelLimit=240),
            ),
            tooltip=[
                alt.Tooltip("Pilihan:N", title=tr("Pilihan")),
                alt.Tooltip("Kertas:N", title=tr("Kertas")),
                alt.Tooltip("Bobot:Q", title=tr("Bobot"), format=".1f"),
            ],
        )
    )
    chart, side = st.columns([5, 6], gap="small")
    chart.altair_chart(bars)
    heads = {tr(ALL): tr("Semua"), tr(AGREEING): tr("Tanpa*"), "terendah": tr("Dari"), "tertinggi": tr("Sampai")}
    config: dict[str, Any] = {
        name: st.column_config.NumberColumn(head, format="localized", width=58) for name, head in heads.items()
    }
    config["Pilihan"] = st.column_config.TextColumn(tr("Pilihan"), width=150)
    side.dataframe(shown, hide_index=True, column_config=config)
    said = tr("Bobot dalam persen; dari dan sampai: bobot terendah dan tertinggi pada satu kertas.")
    note = " " + tr("*Tanpa kertas yang bertentangan.") if group.inconsistent else ""
    side.caption(said + note)


def _say_split(group: Group, items: dict[str, str]) -> None:
    widest = group.splits.iloc[0]
    if widest["split"] == 0:
        st.markdown(tr("Untuk setiap pasangan, semua kertas memihak yang sama."))
        return
    rest = tr(", {neither} menganggap sama", neither=widest["neither"]) if widest["neither"] else ""
    st.markdown(
        tr(
            "Paling berbeda pendapat: **{first}** dibanding **{second}**. {for_first} kertas memihak "
            "yang pertama, {for_second} yang kedua{rest}.",
            first=plain(items[widest["first"]]),
            second=plain(items[widest["second"]]),
            for_first=widest["for_first"],
            for_second=widest["for_second"],
            rest=rest,
        )
    )


def _say_lines(view: View, code: str, ballot: Ballot, group: Group) -> None:
    """The lines of the ballot under the meeting's own weights of the criteria."""
    names = line_names(view)
    weights = {str(letter): float(weight) for letter, weight in group.weights["all"].items()}
    known = suitability_of(view, code).reindex(list(ballot.lines))
    scores = score_lines(weights, known)
    if scores.notna().any():
        best, score = plain(names[str(scores.index[0])]), say_number(float(scores.iloc[0]))
        st.markdown(
            tr(
                "Dengan bobot ini, data survei menaruh **{best}** paling atas ({score} dari 100).",
                best=best,
                score=score,
            )
        )
    if missing := [plain(names[str(line)]) for line in scores.index[scores.isna()]]:
        st.caption(tr("Belum bisa dinilai dengan data yang ada: {missing}.", missing=", ".join(missing)))
    top = group.weights["all"].idxmax()
    st.caption(
        tr(
            "Alasan terberat bagi warga: {reason} ({weight}).",
            reason=plain(say_items(ballot, names)[str(top)]),
            weight=say_percent(weights[str(top)]),
        )
    )
