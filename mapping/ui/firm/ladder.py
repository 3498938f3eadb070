"""Why a kelurahan has its rank: criterion by criterion, beside the middle of the region and the next better one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import UNKNOWN, say_number, say_rupiah
from mapping.language import mark, tr
from mapping.present.firmness import firm_ranks, ladder, ranks_without
from mapping.present.hidden import HIDDEN_TOO, TOO_FEW
from mapping.present.recompute import recompute_table
from mapping.present.tables import NOT_COVERED, sector_label
from mapping.ui.cache import View
from mapping.ui.controls import WRAPS, is_phone
from mapping.ui.figures import DECIMALS, is_money
from mapping.ui.firm.intervals import around, draw_ranges, say_place
from mapping.ui.text import plain

HERE, MIDDLE, ABOVE = mark("di sini"), mark("nilai tengah wilayah"), mark("satu tingkat di atas")
MOST = mark("poin penuh")
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
        HIDDEN_TOO: tr(
            "angka {label} di sini disembunyikan, karena bersama angka lain ia membuka angka sektor yang usahanya "
            "kurang dari 3.",
            label=label,
        ),
        NOT_COVERED: tr("survei ini tidak mencakup {label}. Potensinya tidak diketahui, bukan rendah.", label=label),
    }.get(str(cell.note), tr("datanya belum cukup untuk menilai {label}. Ini bukan nilai rendah.", label=label))
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
        best = tr("nilai terbaik di wilayah ini")
        sentences.append(
            tr(
                "**Poin paling banyak hilang** di {label}: dapat {points} dari {most} poin. Di sini "
                "{value}; nilai penuh pada {full}.",
                label=worst["label"],
                points=_points(worst["points"]),
                most=_points(worst["most"]),
                value=_natural(worst, worst["value"], tr(UNKNOWN)),
                full=_natural(worst, worst["high"], best),
            )
        )
    ahead = (known["points"] - known["middle"]).sort_values(kind="stable")
    parts = []
    if ahead.iloc[-1] > SMALL:
        parts.append(
            tr(
                "unggul di {criterion} (+{points})",
                criterion=known.loc[ahead.index[-1], "label"],
                points=_points(ahead.iloc[-1]),
            )
        )
    if ahead.iloc[0] < -SMALL:
        parts.append(
            tr(
                "tertinggal di {criterion} (−{points})",
                criterion=known.loc[ahead.index[0], "label"],
                points=_points(-ahead.iloc[0]),
            )
        )
    if parts:
        sentences.append(tr("**Dibanding nilai tengah wilayah**: {parts}.", parts=", ".join(parts)))
    if above:
        behind = (known["above"] - known["points"]).sort_values()
        total = rungs["above"].sum() - rungs["points"].sum()
        last = behind.dropna()
        mainly = ""
        if len(last) and last.iloc[-1] > SMALL:
            mainly = tr(
                ", terutama di {criterion} (−{points})",
                criterion=known.loc[last.index[-1], "label"],
                points=_points(last.iloc[-1]),
            )
        sentences.append(
            tr(
                "**Dibanding {above}** yang tepat di atasnya: kurang {total} poin seluruhnya{mainly}.",
                above=plain(above),
                total=_points(total),
                mainly=mainly,
            )
        )
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
    others = moved.drop(far).abs()
    rest = tr("; membuang kriteria lain menggeser paling banyak {most:.0f}", most=others.max()) if len(others) else ""
    return [
        tr(
            "**Tanpa {criterion}**, peringkatnya menjadi {rank:.0f} ({way} {moved:.0f}){rest}.",
            criterion=rungs.loc[far, "label"],
            rank=without[far],
            way=tr("naik") if moved[far] < 0 else tr("turun"),
            moved=abs(moved[far]),
            rest=rest,
        )
    ]


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
    monthly = tr("{value} per bulan", value="")
    return _natural(row.replace({unit: said}), row["value"], tr(UNKNOWN)).replace(monthly, "")


def _draw_ladder(rungs: pd.DataFrame) -> Any:
    import altair as alt

    labels = rungs["label"].tolist()
    kinds = {MOST: "most", HERE: "points", MIDDLE: "middle", ABOVE: "above"}
    long = pd.concat(
        [
            pd.DataFrame({"Kriteria": rungs["label"], "Siapa": tr(kind), "Poin": rungs[column]})
            for kind, column in kinds.items()
        ]
    ).dropna()
    base = alt.Chart(long, height=alt.Step(38)).encode(
        x=alt.X("Poin:Q", title=tr("poin dari 100")),
        y=alt.Y(
            "Kriteria:N",
            sort=labels,
            title=tr("Kriteria"),
            axis=alt.Axis(title=None, labelLimit=120 if is_phone() else 200),
        ),
        tooltip=[
            alt.Tooltip("Kriteria:N", title=tr("Kriteria")),
            alt.Tooltip("Siapa:N", title=tr("Siapa")),
            alt.Tooltip("Poin:Q", title=tr("Poin"), format=".1f"),
        ],
        color=alt.Color(
            "Siapa:N",
            title=tr("Siapa"),
            scale=alt.Scale(domain=[tr(kind) for kind in COLOURS], range=list(COLOURS.values())),
            legend=alt.Legend(orient="bottom", title=None, columns=1 if is_phone() else 2, offset=4, symbolOpacity=1),
        ),
    )
    most = base.transform_filter(alt.datum.Siapa == tr(MOST)).mark_bar(size=24, opacity=0.28, cornerRadius=2)
    here = base.transform_filter(alt.datum.Siapa == tr(HERE)).mark_bar(size=13, cornerRadius=2)
    middle = base.transform_filter(alt.datum.Siapa == tr(MIDDLE)).mark_tick(thickness=3, size=24)
    above = base.transform_filter(alt.datum.Siapa == tr(ABOVE)).mark_tick(thickness=3, size=24)
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
    shown = shown if above else shown.drop(columns="Di atasnya")
    points = [
        name for name in (mark("Poin"), mark("dari"), mark("Hilang"), mark("Tengah"), "Di atasnya") if name in shown
    ]
    st.dataframe(
        shown.style.format(_points, subset=points, na_rep="").format("{:.0f}", subset=["# tanpa ini"], na_rep=""),
        hide_index=True,
        height="content",
        row_height=WRAPS,
        placeholder="",
        column_config={
            "Kriteria": st.column_config.TextColumn(tr("Kriteria"), width=150),
            "Ukuran": st.column_config.TextColumn(tr("Ukuran"), width=108),
            **{name: st.column_config.NumberColumn(tr(name), width=54) for name in points},
            "Di atasnya": st.column_config.NumberColumn(
                tr("Di atasnya"), width=78, help=tr("Poin kelurahan yang tepat di atasnya.")
            ),
            "# tanpa ini": st.column_config.NumberColumn(
                tr("# tanpa ini"), width=86, help=tr("Peringkat bila kriteria ini tidak dipakai.")
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
