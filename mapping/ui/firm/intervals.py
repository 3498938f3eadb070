"""How far each rank can move, with chance in the survey and with the weights, apart and together."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_chance, say_number
from mapping.language import mark, plural, tr
from mapping.present.firmness import APART, firm_ranks
from mapping.present.tables import sector_label
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.rankings import say_range
from mapping.ui.text import plain

TOP = 10
AROUND = 4
SOURCES = {
    mark("Keduanya"): (
        "rank_low",
        "rank_high",
        "#41a3b3",
        mark("data dan bobot diacak sekaligus; rentang inilah yang dipakai di semua halaman."),
    ),
    mark("Data saja"): (
        *APART["sampling"],
        "#c98a1b",
        mark("bobot tetap, tetapi jumlah usaha diacak sebesar kebetulan yang wajar, seolah survei diulang."),
    ),
    mark("Bobot saja"): (
        *APART["weights"],
        "#a07cc0",
        mark("data tetap, tetapi bobot tiap kriteria digeser acak di sekitar bobot yang dipakai."),
    ),
}


def list_top(view: View, sector: str) -> bool:
    """The best ranked, how sure that is, and what the three ranges mean; False where the sector has no ranks at all."""
    rows = firm_ranks(view.study, sector)
    if rows.empty:
        st.info(
            tr(
                "Belum ada kelurahan yang bisa diberi peringkat {sector}: datanya belum cukup, atau "
                "survei ini tidak mencakup sektor itu. Potensinya tidak diketahui, bukan rendah. Pilih "
                "sektor lain, atau lengkapi berkasnya di halaman Data saya.",
                sector=sector_label(sector).lower(),
            ),
            icon=":material/help:",
        )
        return False
    st.markdown(_say_top(rows))
    draw_ranges(rows.head(TOP), f"puncak-{sector}")
    _say_sources()
    return True


def _say_sources() -> None:
    st.caption("\n".join(f"- **{tr(name)}**: {tr(text)}" for name, (*_, text) in SOURCES.items()))


def _say_top(rows: pd.DataFrame) -> str:
    """Who is first, how likely that is, and who could be in its place."""
    if rows["ranked"].iloc[0] == 1:
        return tr(
            "Hanya **{name}** yang bisa diberi skor di sektor ini, jadi tidak ada yang dibandingkan "
            "dan peringkatnya tidak berarti apa-apa.",
            name=plain(rows["name"].iloc[0]),
        )
    first = rows.iloc[0]
    rivals = rows[rows["p_best"] >= 0.05]
    text = tr(
        "**{name}** peringkat {rank:.0f}; peluangnya benar-benar yang terbaik **{p_best}**.",
        name=plain(first["name"]),
        rank=first["rank"],
        p_best=say_chance(first["p_best"]),
    )
    if len(rivals) > 1:
        others = len(rivals) - 1
        text += " " + plural("{rivals} lainnya juga punya peluang 5% atau lebih.", others, rivals=others)
    return text + " " + tr("Dua tempat yang rentangnya bertumpuk belum tentu berbeda.")


def draw_ranges(rows: pd.DataFrame, key: str, marked: str = "") -> None:
    """Ranges of ranks as bars, one group a kelurahan, with the table of the same figures beside them."""
    labels = _labels(rows)
    chart_side, table_side = st.columns([6, 5], gap="medium")
    with chart_side:
        st.altair_chart(_chart(rows.assign(label=labels), marked))
    with table_side:
        _table(rows.assign(label=labels), key)


def _labels(rows: pd.DataFrame) -> pd.Series:
    """Rank and name; the kecamatan too where two share a name."""
    name = rows["name"].astype(str)
    twice = name.duplicated(keep=False)
    return rows["rank"].map("{:.0f}. ".format) + name.where(~twice, name + " (" + rows["kecamatan"].astype(str) + ")")


def _chart(rows: pd.DataFrame, marked: str) -> Any:
    import altair as alt

    parts = [
        pd.DataFrame({"Tempat": rows["label"], "Rentang": tr(name), "dari": rows[low], "sampai": rows[high]})
        for name, (low, high, *_) in SOURCES.items()
        if low in rows
    ]
    long = pd.concat(parts).dropna()
    # A bar of one rank would have no length: ranks are drawn half a rank to each side.
    long = long.assign(kiri=long["dari"] - 0.5, kanan=long["sampai"] + 0.5)
    ends = [max(0.5, float(long["kiri"].min()) - 2), max(float(long["kanan"].max()), 3.5)]
    order, names = rows["label"].tolist(), [tr(name) for name in SOURCES]
    chosen = rows.loc[rows.index == marked, "label"].tolist()
    colour = alt.Color(
        "Rentang:N",
        title=tr("Rentang"),
        scale=alt.Scale(domain=names, range=[colour for _, _, colour, _ in SOURCES.values()]),
        legend=alt.Legend(orient="bottom", title=None, columns=2 if is_phone() else 3, offset=4),
    )
    axis = alt.Axis(title=tr("peringkat"))
    bold = f"indexof({chosen}, datum.value) >= 0"
    row = alt.Y(
        "Tempat:N",
        sort=order,
        title=tr("Tempat"),
        axis=alt.Axis(
            title=None,
            labelLimit=110 if is_phone() else 170,
            labelFontWeight={"condition": {"test": bold, "value": "bold"}, "value": "normal"},
        ),
    )
    bars = (
        alt.Chart(long, height=alt.Step(9))
        .mark_bar(cornerRadius=2)
        .encode(
            x=alt.X("kiri:Q", title=tr("peringkat"), axis=axis, scale=alt.Scale(domain=ends, nice=False)),
            x2=alt.X2("kanan:Q", title=tr("sampai peringkat")),
            y=row,
            yOffset=alt.YOffset("Rentang:N", title=tr("Rentang"), sort=names, scale=alt.Scale(paddingInner=0.15)),
            color=colour,
            tooltip=[
                alt.Tooltip("Tempat:N", title=tr("Tempat")),
                alt.Tooltip("Rentang:N", title=tr("Rentang")),
                alt.Tooltip("dari:Q", title=tr("dari peringkat"), format=".0f"),
                alt.Tooltip("sampai:Q", title=tr("sampai peringkat"), format=".0f"),
            ],
        )
    )
    place = pd.DataFrame({"Tempat": rows["label"], "Peringkat": rows["rank"]})
    points = (
        alt.Chart(place)
        .mark_point(shape="diamond", size=110, fill="#d94f3d", stroke="#ffffff", strokeWidth=1.5, opacity=1)
        .encode(
            x=alt.X("Peringkat:Q", title=tr("peringkat"), axis=axis),
            y=alt.Y("Tempat:N", sort=order, title=tr("Tempat")),
            tooltip=[
                alt.Tooltip("Tempat:N", title=tr("Tempat")),
                alt.Tooltip("Peringkat:Q", title=tr("Peringkat"), format=".0f"),
            ],
        )
    )
    return bars + points


def _table(rows: pd.DataFrame, key: str) -> None:
    shown = pd.DataFrame({"Kelurahan/desa": rows["label"]})
    for name, (low, high, *_) in SOURCES.items():
        if low in rows:
            shown[name] = [say_range(a, b) for a, b in zip(rows[low], rows[high], strict=True)]
    shown["Terbaik"] = [_short_chance(p) for p in rows["p_best"]]
    shown["3 besar"] = [_short_chance(p) for p in rows["p_top3"]]
    first, width = (128, 70) if is_phone() else (150, 76)
    narrow = {name: st.column_config.TextColumn(tr(name), width=width) for name in SOURCES}
    chances = {
        "Terbaik": st.column_config.TextColumn(
            tr("Terbaik"), width=66, help=tr("Peluang peringkat 1 bila data dan bobot diacak.")
        ),
        "3 besar": st.column_config.TextColumn(
            tr("3 besar"), width=66, help=tr("Peluang masuk tiga besar bila data dan bobot diacak.")
        ),
    }
    st.dataframe(
        shown,
        hide_index=True,
        height="content",
        placeholder="",
        column_config={
            "Kelurahan/desa": st.column_config.TextColumn(width=first),
            **narrow,
            **chances,
        },
        key=f"rentang-{key}",
    )
    st.caption(tr("Wajik merah: peringkat sekarang. Rentang: 80% dari semua hitungan ulang jatuh di dalamnya."))


def _short_chance(probability: float) -> str:
    return say_chance(probability).replace(tr("kurang dari 1%"), "< 1%").replace(tr("lebih dari 99%"), "> 99%")


def say_place(rows: pd.DataFrame, code: str) -> None:
    """The rank of one kelurahan with its three ranges in words."""
    row, ranked = rows.loc[code], say_number(float(rows["ranked"].iloc[0]))
    figures = [(tr("Peringkat"), tr("{rank:.0f} dari {ranked}", rank=row["rank"], ranked=ranked))]
    figures += [
        (tr("Rentang: {source}", source=tr(name).lower()), say_range(row[low], row[high]) or "–")
        for name, (low, high, *_) in SOURCES.items()
        if low in rows
    ]
    with st.container(horizontal=True, gap="small"):
        for label, value in figures:
            st.metric(label, value, border=True, width="content")


def around(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    """The kelurahan with those ranked next to it on both sides."""
    place = rows.index.get_loc(code)
    first = max(0, min(place - AROUND, len(rows) - 2 * AROUND - 1))
    return rows.iloc[first : first + 2 * AROUND + 1]
