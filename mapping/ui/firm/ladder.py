"""Why a kelurahan has its rank: criterion by criterion, beside the middle of the region and the next better one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import UNKNOWN, say_number, say_rupiah
from mapping.language import mark, tr
from mapping.present.firmness import firm_ranks, ladder, ranks_without
from mapping.present.recompute import recompute_table
from mapping.present.tables import NOT_COVERED, TOO_FEW, sector_label
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.figures import DECIMALS, is_money
from mapping.ui.firm.intervals import around, draw_ranges, say_place
from mapping.ui.text import plain

HERE, MIDDLE, ABOVE, MOST = mark("di sini"), mark("nilai tengah wilayah"), mark("satu tingkat di atas"), "poin penuh"
COLOURS = {MOST: "#8fa3b1", HERE: "#41a3b3", MIDDLE: "#d94f3d", ABOVE: "#c98a1b"}
SMALL = 0.05
"""Points that are not worth a word."""


def say_why(view: View, sector: str, code: str) -> None:
    """The rank of one kelurahan, who stands beside it, and what made it so."""
    rows = firm_ranks(view.study, sector)
    name = str(view.study.kelurahan.loc[code, "name"])
    if code not in rows.index:
        _say_no_rank(view, sector, code, name)
        return
    rank = rows.loc[code, "rank"]
    st.subheader(tr("Mengapa {name} peringkat {rank:.0f}?", name=plain(name), rank=rank), anchor=False)
    say_place(rows, code)
    table = recompute_table(view.study)
    rungs = ladder(table[table["sector"] == sector], code)
    above = str(view.study.kelurahan.loc[rungs["above_code"].iloc[0], "name"]) if rungs["above_code"].iloc[0] else ""
    without = ranks_without(view.study, sector).loc[code]
    st.markdown("\n".join(f"- {sentence}" for sentence in _say_ladder(rungs, above, without, float(rank))))
    chart_side, table_side = st.columns([5, 6], gap="medium")
    with chart_side:
        st.altair_chart(_draw_ladder(rungs))
    with table_side:
        _list_rungs(rungs, above, without)
    st.markdown(tr("**Siapa di sekitarnya?** Peringkat di kiri-kanan {name}, dengan rentangnya.", name=plain(name)))
    draw_ranges(around(rows, code), f"sekitar-{sector}", marked=code)


def _say_no_rank(view: View, sector: str, code: str, name: str) -> None:
    cell = view.table[(view.table["kelurahan_code"] == code) & (view.table["sector"] == sector)].iloc[0]
    label = sector_label(sector).lower()
    reason = {
        TOO_FEW: tr(
            "usaha {label} di sini kurang dari 3, jadi angkanya disembunyikan untuk menjaga privasi.", label=label
        ),
        NOT_COVERED: tr("survei ini tidak mencakup {label}. Potensinya tidak diketahui, bukan rendah.", label=label),
    }.get(str(cell["note"]), f"datanya belum cukup untuk menilai {label}. Ini bukan nilai rendah.")
    st.info(
        tr("{name} tidak punya peringkat: {reason} Pilih kelurahan lain.", name=plain(name), reason=reason),
        icon=":material/help:",
    )


def _say_ladder(rungs: pd.DataFrame, above: str, without: pd.Series, rank: float) -> list[str]:
    """What holds the rank down, what carries it, what separates it from the next better, what a criterion less does."""
    sentences = []
    known = rungs.dropna(subset=["points"])
    worst = known.iloc[0]
    if worst["lost"] > SMALL:
        sentences.append(
            tr(
                "**Poin paling banyak hilang** di {label}: dapat {points} dari {most} poin. Di sini "
                "{worst}; nilai penuh pada {worst2}.",
                label=worst["label"],
                points=_points(worst["points"]),
                most=_points(worst["most"]),
                worst=_natural(worst, worst["value"], UNKNOWN),
                worst2=_natural(worst, worst["high"], tr("nilai terbaik di wilayah ini")),
            )
        )
    ahead = (known["points"] - known["middle"]).sort_values(kind="stable")
    parts = []
    if ahead.iloc[-1] > SMALL:
        parts.append(
            tr("unggul di {loc} (+{iloc})", loc=known.loc[ahead.index[-1], "label"], iloc=_points(ahead.iloc[-1]))
        )
    if ahead.iloc[0] < -SMALL:
        parts.append(
            tr("tertinggal di {loc} (−{iloc})", loc=known.loc[ahead.index[0], "label"], iloc=_points(-ahead.iloc[0]))
        )
    if parts:
        sentences.append(tr("**Dibanding nilai tengah wilayah**: {parts}.", parts=", ".join(parts)))
    if above:
        behind = (known["above"] - known["points"]).sort_values()
        total = rungs["above"].sum() - rungs["points"].sum()
        text = tr(
            "**Dibanding {above}** yang tepat di atasnya: kurang {total} poin seluruhnya",
            above=plain(above),
            total=_points(total),
        )
        if len(behind.dropna()) and behind.dropna().iloc[-1] > SMALL:
            last = behind.dropna()
            text += tr(
                ", terutama di {loc} (−{iloc})", loc=known.loc[last.index[-1], "label"], iloc=_points(last.iloc[-1])
            )
        sentences.append(text + ".")
    sentences += _say_without(rungs, without, rank)
    if missing := rungs.loc[rungs["points"].isna(), "label"].tolist():
        sentences.append(
            tr("**Belum diketahui**: {missing}. Bobotnya dibagi ke kriteria lain.", missing=", ".join(missing))
        )
    return sentences


def _say_without(rungs: pd.DataFrame, without: pd.Series, rank: float) -> list[str]:
    """Which criterion, left out, moves the rank most."""
    moved = (without - rank).dropna()
    if moved.empty:
        return []
    far = moved.abs().sort_values(kind="stable").index[-1]
    if moved[far] == 0:
        return [tr("**Tanpa salah satu kriteria**, peringkatnya tidak berubah sama sekali.")]
    way = "naik" if moved[far] < 0 else "turun"
    others = moved.drop(far).abs()
    text = tr(
        "**Tanpa {loc}**, peringkatnya menjadi {without:.0f} ({way} {moved:.0f})",
        loc=rungs.loc[far, "label"],
        without=without[far],
        way=way,
        moved=abs(moved[far]),
    )
    text += tr("; membuang kriteria lain menggeser paling banyak {max:.0f}", max=others.max()) if len(others) else ""
    return [text + "."]


def _points(value: float) -> str:
    return say_number(float(value), 1)


def _natural(row: pd.Series, value: float, unknown: str) -> str:
    """A value with its unit, as people say it."""
    key = str(row.name)
    if value != value:
        return unknown
    if is_money(key):
        return tr("{value} per bulan", value=say_rupiah(float(value)))
    digits = DECIMALS.get(key, 0 if float(value) == int(value) else 1)
    return f"{say_number(float(value), digits)} {row['unit']}"


def _short(row: pd.Series) -> str:
    """The same without what the criterion's name says already."""
    unit = str(row["unit"])
    said = unit[unit.find(" per ") + 1 :] if " per " in unit else unit
    return _natural(row.replace({unit: said}), row["value"], UNKNOWN).replace(" per bulan", "")


def _draw_ladder(rungs: pd.DataFrame) -> Any:
    import altair as alt

    labels = rungs["label"].tolist()
    kinds = {MOST: "most", HERE: "points", MIDDLE: "middle", ABOVE: "above"}
    long = pd.concat(
        [
            pd.DataFrame({"Kriteria": rungs["label"], "Siapa": kind, "Poin": rungs[column]})
            for kind, column in kinds.items()
        ]
    ).dropna()
    base = alt.Chart(long, height=alt.Step(38)).encode(
        x=alt.X("Poin:Q", title=tr("poin dari 100")),
        y=alt.Y("Kriteria:N", sort=labels, title=None, axis=alt.Axis(labelLimit=120 if is_phone() else 200)),
        tooltip=["Kriteria", "Siapa", alt.Tooltip("Poin:Q", format=".1f")],
        color=alt.Color(
            "Siapa:N",
            scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
            legend=alt.Legend(orient="bottom", title=None, columns=1 if is_phone() else 2, offset=4, symbolOpacity=1),
        ),
    )
    most = base.transform_filter(alt.datum.Siapa == MOST).mark_bar(size=24, opacity=0.28, cornerRadius=2)
    here = base.transform_filter(alt.datum.Siapa == HERE).mark_bar(size=13, cornerRadius=2)
    middle = base.transform_filter(alt.datum.Siapa == MIDDLE).mark_tick(thickness=3, size=24)
    above = base.transform_filter(alt.datum.Siapa == ABOVE).mark_tick(thickness=3, size=24)
    return most + here + middle + above


def _list_rungs(rungs: pd.DataFrame, above: str, without: pd.Series) -> None:
    shown = pd.DataFrame(
        {
            "Kriteria": rungs["label"],
            "Ukuran": [_short(row) for _, row in rungs.iterrows()],
            "Poin": rungs["points"],
            "dari": rungs["most"],
            "Hilang": rungs["lost"],
            "Tengah": rungs["middle"],
            "Di atasnya": rungs["above"],
            "# tanpa ini": without.reindex(rungs.index),
        }
    )
    shown = shown if above else shown.drop(columns=tr("Di atasnya"))
    points = [name for name in ("Poin", "dari", "Hilang", "Tengah", tr("Di atasnya")) if name in shown]
    st.dataframe(
        shown.style.format(_points, subset=points, na_rep="").format("{:.0f}", subset=[tr("# tanpa ini")], na_rep=""),
        hide_index=True,
        height="content",
        placeholder="",
        column_config={
            "Kriteria": st.column_config.TextColumn(width=185),
            "Ukuran": st.column_config.TextColumn(width=108),
            **{name: st.column_config.NumberColumn(width=54) for name in points},
            "Di atasnya": st.column_config.NumberColumn(width=78, help=tr("Poin kelurahan yang tepat di atasnya.")),
            "# tanpa ini": st.column_config.NumberColumn(
                width=86, help=tr("Peringkat bila kriteria ini tidak dipakai.")
            ),
        },
    )
    st.caption(
        tr(
            "Dari: poin paling banyak yang bisa diberikan kriteria itu. Tengah: separuh kelurahan "
            "lebih tinggi, separuh lebih rendah. Poin yang hilang menjelaskan peringkat; ia bukan "
            "anjuran untuk mengejar angka."
        )
    )
