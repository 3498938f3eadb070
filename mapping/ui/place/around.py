"""A kelurahan beside those that touch it, those most like it, and the whole region."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from mapping.knowledge.catalog import read_criteria
from mapping.knowledge.formats import say_number
from mapping.language import mark, tr
from mapping.present.place import ENOUGH, beside_table, neighbours_of, peers_of, touching
from mapping.present.tables import sector_label
from mapping.ui.cache import View
from mapping.ui.links import link_to
from mapping.ui.scoring import kept
from mapping.ui.text import plain

GROUPS = {"near": mark("Tetangga yang bersentuhan"), "like": mark("Yang paling mirip"), "all": mark("Seluruh wilayah")}
HERE = mark("Di sini")
COLOURS = ["#b3261e", "#0f5f6b", "#7a5195", "#8a94a0"]
LINKED = 8


def _groups(view: View, code: str) -> dict[str, list[str]]:
    around = kept(view, "touching", (), lambda: touching(view.study))
    codes = [str(found) for found in view.study.kelurahan.index]
    return {"near": neighbours_of(view.study, around, code), "like": peers_of(view.study, code), "all": codes}


def say_around(view: View, code: str) -> None:
    """Score and specialisation here beside the middle of the neighbours, of the likes and of the region."""
    groups = _groups(view, code)
    table = beside_table(view.table, code, groups)
    if table.empty:
        return
    st.subheader(tr("Dibanding sekitarnya"), anchor=False)
    st.markdown(_say_score(table[table["measure"] == "score"]))
    _draw(table[table["measure"] == "score"])
    _list(table)
    near = groups["near"]
    if near:
        with st.container(horizontal=True, gap="small"):
            st.caption(tr("Bersentuhan dengan:"))
            for other in near[:LINKED]:
                link_to("profil", plain(view.study.kelurahan.at[other, "name"]), kelurahan=other)
        link_to(
            "bandingkan",
            tr("Bandingkan dengan tetangganya"),
            ":material/compare:",
            kode=",".join([code, *near[:3]]),
        )
    with st.popover(tr("Dari mana angka ini?"), type="tertiary"):
        st.markdown(
            tr(
                "**Nilai tengah**: separuh kelurahan dalam kelompok itu di atasnya, separuh di bawahnya. Hanya yang "
                "datanya cukup dan tidak disembunyikan yang ikut, dan tidak ditulis bila kurang dari {enough}. "
                "Bersentuhan: batas wilayahnya bersentuhan atau paling jauh 25 meter. Mirip: susunan usahanya "
                "paling dekat. Sumbernya skor dan kekhasan di halaman ini.",
                enough=ENOUGH,
            )
        )


def _say_score(rows: pd.DataFrame) -> str:
    """One sentence: where this place scores above and below those that touch it."""
    known = rows.dropna(subset=["here", "near"])
    if known.empty:
        return tr("Belum cukup data untuk membandingkan dengan tetangganya.")
    labels = [sector_label(sector).lower() for sector in known["sector"]]
    difference = (known["here"] - known["near"]).round()
    above = [label for label, gap in zip(labels, difference, strict=True) if gap >= 5]
    below = [label for label, gap in zip(labels, difference, strict=True) if gap <= -5]
    if above and below:
        return tr(
            "Dibanding tetangganya, skor **{above}** lebih tinggi dan skor **{below}** lebih rendah.",
            above=", ".join(above),
            below=", ".join(below),
        )
    if above:
        return tr("Dibanding tetangganya, skor **{above}** lebih tinggi.", above=", ".join(above))
    if below:
        return tr("Dibanding tetangganya, skor **{below}** lebih rendah.", below=", ".join(below))
    return tr("Skornya kira-kira sama dengan tetangganya (beda kurang dari 5).")


def _draw(rows: pd.DataFrame) -> None:
    names = {"here": tr(HERE)} | {name: tr(label) for name, label in GROUPS.items()}
    long = rows.melt(["sector"], list(names), "who", "score").dropna()
    if long.empty:
        return
    long["sector"] = long["sector"].map(sector_label)
    long["who"] = long["who"].map(names)
    order = [sector_label(sector) for sector in rows["sector"]]
    who = alt.Scale(domain=list(names.values()), range=COLOURS)
    shape = alt.Scale(domain=list(names.values()), range=["circle", "square", "diamond", "cross"])
    legend = alt.Legend(orient="bottom", title=None, columns=2, labelLimit=240)
    chart = (
        alt.Chart(
            long,
            height=alt.Step(36),
            description=tr("Skor di sini dan nilai tengah tetangga, yang mirip, dan wilayah"),
        )
        .mark_point(filled=True, size=130, opacity=1)
        .encode(
            x=alt.X("score:Q", title=tr("skor (0–100)"), scale=alt.Scale(domain=[0, 100])),
            y=alt.Y("sector:N", title=None, sort=order),
            color=alt.Color("who:N", scale=who, legend=legend),
            shape=alt.Shape("who:N", scale=shape, legend=legend),
            tooltip=[
                alt.Tooltip("sector:N", title=tr("Sektor")),
                alt.Tooltip("who:N", title=tr("Tempat")),
                alt.Tooltip("score:Q", title=tr("Skor"), format=".0f"),
            ],
        )
    )
    st.altair_chart(chart)


def _list(table: pd.DataFrame) -> None:
    lq = read_criteria()["criteria"]["lq"]["label"]
    digits = {"score": 0, "lq": 1}

    def said(row: pd.Series, column: str) -> str:
        return "–" if row[column] != row[column] else say_number(row[column], digits[row["measure"]])

    def grouped(row: pd.Series, column: str) -> str:
        value = said(row, column)
        return value if value == "–" else tr("{value} (dari {n})", value=value, n=say_number(row[f"{column}_known"]))

    shown = pd.DataFrame(
        {
            "sector": table["sector"].map(sector_label),
            "measure": table["measure"].map({"score": tr("Skor"), "lq": lq}),
            "here": [said(row, "here") for _, row in table.iterrows()],
            **{name: [grouped(row, name) for _, row in table.iterrows()] for name in GROUPS},
        }
    )
    config = {"sector": tr("Sektor"), "measure": tr("Ukuran"), "here": tr(HERE)}
    config |= {name: tr(label) for name, label in GROUPS.items()}
    with st.expander(tr("Lihat tabelnya")):
        st.dataframe(shown, hide_index=True, column_config=config)
        st.caption(
            tr("Angka kelompok adalah nilai tengahnya; dalam kurung banyaknya kelurahan/desa yang datanya cukup.")
        )
