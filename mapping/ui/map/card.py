"""The selected kelurahan beside the map: its key figures, and the way to its profile."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number, say_rupiah
from mapping.language import tr
from mapping.present.mapdata import KNOWN, SUPPRESSED
from mapping.present.mapvalues import CERTAINTY, certainty
from mapping.present.tables import sector_label
from mapping.score.weigh.setup import criteria_in_force
from mapping.ui.cache import View
from mapping.ui.figures import sector_rows
from mapping.ui.links import link_to
from mapping.ui.map.address import change
from mapping.ui.map.classes import Classes
from mapping.ui.map.listing import say_state
from mapping.ui.map.subjects import LINE, PAIR, SCORE, WHOLE, Subject
from mapping.ui.text import plain

LEAST_PART, NAMED_PARTS = 1.0, 2
"""Points of a score below which a criterion does not explain it, and how many criteria are named."""


def show_card(view: View, subject: Subject, classes: Classes, sector: str, code: str) -> None:
    """Key figures of the selected kelurahan, and what can be done with it."""
    place = view.study.kelurahan.loc[code]
    kind = "Desa" if place["kind"] == "desa" else "Kelurahan"
    with st.container(border=True, gap="xsmall", key="peta-kartu"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"##### {plain(place['name'])}", width="stretch")
            st.button(
                tr("Tutup"),
                icon=":material/close:",
                type="tertiary",
                key="peta-lepas",
                help=tr("Lepas pilihan di peta, tabel, dan grafik."),
                on_click=partial(change, pilih=""),
            )
        st.caption(
            tr(
                "{kind} · Kec. {kecamatan} · kode {code}",
                kind=kind,
                kecamatan=plain(place["kecamatan"]),
                code=plain(code),
            )
        )
        scored = sector_rows(view, sector, SCORE).loc[[code]]
        told = [_say_score(view, sector, scored), _say_why(view, sector, scored), _say_advice(view, code)]
        if subject.level != WHOLE and subject.word not in (SCORE, PAIR):
            told.insert(0, _say_shown(subject, classes, code))
        st.markdown("  \n".join(filter(None, told)))
        with st.container(horizontal=True, gap="medium"):
            link_to("profil", tr("Buka profilnya"), ":material/storefront:", kelurahan=code)
            link_to("bandingkan", tr("Bandingkan"), ":material/compare:", kode=code)


def _say_shown(subject: Subject, classes: Classes, code: str) -> str:
    """What the map shows of it."""
    row = subject.rows.loc[code]
    of = classes.of[subject.rows.index.get_loc(code)]
    if not pd.isna(row["value"]):
        value = say_rupiah(row["value"]) if subject.money else say_number(row["value"], subject.digits)
        out_of_100 = subject.word == LINE or subject.word.startswith(SCORE)
        text = tr("{value} dari 100", value=value) if out_of_100 else f"{value} {subject.unit}"
    else:
        text = classes.labels[of] if of >= 0 else str(say_state(subject.rows.loc[[code]]).iloc[0])
    detail = f" · {row['detail']}" if row["detail"] else ""
    return f"**{plain(subject.title)}:** {plain(text + detail)}"


def _say_score(view: View, sector: str, rows: pd.DataFrame) -> str:
    row, name = rows.iloc[0], sector_label(sector).lower()
    if row["state"] != KNOWN:
        reason = tr("disembunyikan, kurang dari 3 usaha") if row["state"] == SUPPRESSED else tr("belum cukup data")
        return tr("**Skor {sector}:** {reason}", sector=name, reason=reason)
    ranked = int(view.study.scores.xs(sector, level="sector")["rank"].notna().sum())
    return tr(
        "**Skor {sector}:** {score} · peringkat {rank} dari {ranked} (antara {low} dan {high}; {certainty})",
        sector=name,
        score=say_number(row["score"]),
        rank=say_number(row["rank"]),
        ranked=say_number(ranked),
        low=say_number(row["rank_low"]),
        high=say_number(row["rank_high"]),
        certainty=tr(CERTAINTY[int(certainty(rows, ranked)[0])]),
    )


def _say_why(view: View, sector: str, rows: pd.DataFrame) -> str:
    """The two criteria that add most to the score; nothing where there is no score to explain."""
    if rows["state"].iloc[0] != KNOWN:
        return ""
    parts = view.study.contributions.loc[(rows.index[0], sector)].dropna()
    parts = parts[parts >= LEAST_PART].nlargest(NAMED_PARTS)
    labels = criteria_in_force(view.study.settings.setup)["criteria"]
    said = {key: labels[key]["label"] for key in parts.index}
    named = [f"{said[key][:1].lower()}{said[key][1:]} ({say_number(part)})" for key, part in parts.items()]
    return tr("**Terutama dari:** {parts}", parts=plain(", ".join(named))) if named else ""


def _say_advice(view: View, code: str) -> str:
    advice = view.study.advice[view.study.advice["kelurahan_code"] == code]
    first = advice[advice["position"] == "1"]
    if len(first):
        row = first.iloc[0]
        firm = tr("saran kuat") if row["confident"] else tr("perlu dicek di lapangan")
        return tr("**Mulai dari:** {line} ({firm})", line=plain(row["line"]), firm=firm)
    if (advice["position"] == "unknown").any():
        return tr("**Mulai dari:** belum cukup data")
    return tr("**Mulai dari:** belum ada lini yang memenuhi semua syarat")
