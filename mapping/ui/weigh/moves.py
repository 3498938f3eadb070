"""What another set-up does to the order: the new map, who stays on top, who moves, and what of it is chance."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number
from mapping.language import tr
from mapping.present.mapdata import KNOWN, SUPPRESSED, UNKNOWN
from mapping.present.tables import NO_DATA, NOT_COVERED, sector_label
from mapping.ui.cache import View
from mapping.ui.controls import is_dark, is_phone
from mapping.ui.figures import map_values, sector_rows
from mapping.ui.links import link_to
from mapping.ui.mapview import show_map
from mapping.ui.rankings import STYLED_UP_TO, say_range
from mapping.ui.text import plain
from mapping.ui.weigh.panel_form import panel_scores
from mapping.ui.weigh.setup_draft import refusal

TOP = 10
NAMED = 3
UP, DOWN = "#2e9e6b", "#d2691e"
"""Readable on white and on the dark ground; the arrow says the same without colour."""


def lay_out() -> tuple[Any, Any, Any, Any]:
    """Places for sector, controls, map and list; on a phone the map stands above the controls, to be seen changing."""
    if is_phone():
        sector, shown, controls, listed = (st.container() for _ in range(4))
        return sector, controls, shown, listed
    controls, shown, listed = st.columns([5, 7, 6], gap="medium")
    return controls, controls, shown, listed


def moved_rows(view: View, scored: View, sector: str) -> pd.DataFrame:
    """One row per kelurahan: as ``sector_rows`` under the new set-up, with where it stood before.

    Adds ``before`` (rank under the study's own set-up), ``move`` (ranks won, negative lost; NaN unknown) and ``beyond``
    (True: the rank intervals before and now do not overlap). Both tables are public ones: hidden cells stay hidden.
    """
    rows, old = sector_rows(scored, sector, "skor"), sector_rows(view, sector, "skor")
    apart = (rows["rank_low"] > old["rank_high"]) | (rows["rank_high"] < old["rank_low"])
    return rows.assign(before=old["rank"], move=old["rank"] - rows["rank"], beyond=apart)


def say_top(rows: pd.DataFrame) -> str:
    """How many of the best stay among the best, who comes in and who drops out.

    Examples
    --------
    >>> rows = pd.DataFrame({"rank": [1.0, 2.0, 11.0], "before": [2.0, 11.0, 1.0], "name": ["Ampel", "Jati", "Wage"]})
    >>> say_top(rows)
    '**1 dari 2 teratas tetap.** Masuk: Jati. Keluar: Wage.'
    """
    now, before = rows["rank"] <= TOP, rows["before"] <= TOP
    if not now.any() or not before.any():
        return ""
    text = tr("**{stay} dari {top} teratas tetap.**", stay=int((now & before).sum()), top=int(before.sum()))
    come, go = rows[now & ~before], rows[before & ~now]
    text += " " + tr("Masuk: {names}.", names=_name_some(come)) if len(come) else ""
    return text + (" " + tr("Keluar: {names}.", names=_name_some(go)) if len(go) else "")


def _name_some(rows: pd.DataFrame) -> str:
    names = [plain(name) for name in rows.sort_values("rank")["name"].head(NAMED)]
    more = len(rows) - len(names)
    return ", ".join(names) + (tr(" dan {more} lagi", more=more) if more else "")


def say_certainty(rows: pd.DataFrame) -> str:
    """How many moves are more than the uncertainty of the ranks, and how firm the new top is.

    Examples
    --------
    >>> rows = pd.DataFrame({"move": [5.0, -1.0, 0.0], "beyond": [True, False, False]})
    >>> say_certainty(rows.assign(rank=[1.0, 2.0, 3.0], rank_low=[1.0, 1.0, 3.0], rank_high=[2.0, 12.0, 30.0]))
    'Pindah nyata (rentang dulu dan kini tidak bertumpuk): 1; bergeser di dalam ketidakpastian: 1. Menurut rentangnya, \
1 kelurahan pasti dan 2 lainnya mungkin termasuk 10 teratas.'
    """
    moved = rows["move"].fillna(0) != 0
    firm, soft = int((moved & rows["beyond"]).sum()), int((moved & ~rows["beyond"]).sum())
    sure, open_ = int((rows["rank_high"] <= TOP).sum()), int((rows["rank_low"] <= TOP).sum())
    return tr(
        "Pindah nyata (rentang dulu dan kini tidak bertumpuk): {firm}; bergeser di dalam "
        "ketidakpastian: {soft}. Menurut rentangnya, {sure} kelurahan pasti dan {open} lainnya "
        "mungkin termasuk {top} teratas.",
        firm=say_number(firm),
        soft=say_number(soft),
        sure=sure,
        open=open_ - sure,
        top=TOP,
    )


def say_problem(problem: str) -> None:
    """Why the last wish was refused, or why the set-up in hand cannot be used; nothing when all is well."""
    for sentence in filter(None, (refusal(), problem)):
        st.error(
            tr("{sentence} Yang tampil masih susunan sebelumnya.", sentence=plain(sentence)), icon=":material/block:"
        )


def say_missing(scored: View, sector: str) -> None:
    """Criteria with weight of which this sector knows nothing."""
    from mapping.score.composite import missing_criteria

    missing = missing_criteria(scored.study.indicators, scored.study.settings.setup)
    labels = missing.loc[missing["sector"] == sector, "label"].tolist()
    if labels:
        st.warning(
            tr(
                "{sector}: {labels} tidak punya satu pun data di wilayah ini, jadi bobotnya dibagi ke kriteria lain.",
                sector=sector_label(sector),
                labels=", ".join(labels),
            ),
            icon=":material/help:",
        )


def say_change(rows: pd.DataFrame, sector: str, same: bool) -> None:
    """The answer in two sentences, above the map."""
    if not (rows["state"] == KNOWN).any():
        reason = (
            tr("tidak tercakup survei ini") if (rows["note"] == NOT_COVERED).any() else tr("belum bisa diberi skor")
        )
        st.warning(
            tr("{sector} {reason}: tidak diketahui, bukan rendah.", sector=sector_label(sector), reason=reason),
            icon=":material/help:",
        )
    elif same:
        st.markdown(tr("**Sama dengan bawaan.** Geser satu bobot untuk melihat apa yang berubah."))
        st.caption(tr("Peta dan urutan ikut berubah seketika; halaman lain memakai susunan yang sama."))
    else:
        st.markdown(say_top(rows))
        st.caption(say_certainty(rows))


def show_moves_map(scored: View, rows: pd.DataFrame, sector: str, selected: str) -> str:
    """The map of the new score; the code that was clicked."""
    shown = map_values(scored, rows, sector, "skor", selected, is_dark())
    return show_map(scored, shown, height=420 if is_phone() else 560).code


def _arrow(move: float, beyond: bool) -> str:
    """A move as an arrow and so many ranks: filled when it is more than chance.

    Examples
    --------
    >>> _arrow(5.0, True), _arrow(-2.0, False), _arrow(0.0, False), _arrow(float("nan"), False)
    ('▲ 5', '▽ 2', '=', '')
    """
    if move != move:
        return ""
    if move == 0:
        return "="
    return f"{('▲' if beyond else '△') if move > 0 else ('▼' if beyond else '▽')} {abs(move):.0f}"


def list_moves(view: View, rows: pd.DataFrame, preset: str) -> str:
    """The new order with the old one beside it; the code of the chosen row.

    Parameters
    ----------
    view : View
        The region.
    rows : DataFrame
        As ``moved_rows``, in the order to be shown.
    preset : str
        Method of the set-up: where a panel rated what its preset cannot measure, that score is a column of its own,
        never part of the score.
    """
    if rows.empty:
        st.info(tr("Tidak ada kelurahan dengan nama itu."))
        return ""
    panel = panel_scores(view, preset)
    shown = _shown_rows(rows, panel)
    event = st.dataframe(
        shown.style.map(_colour, subset=["Pindah"]).format(precision=0, na_rep="")
        if len(shown) <= STYLED_UP_TO
        else shown,
        hide_index=True,
        height=380 if is_phone() else 560,
        placeholder="",
        column_config=_columns(),
        on_select="rerun",
        selection_mode="single-cell",
        key=f"pindah-{len(rows)}-{rows.index[0]}",
    )
    picked = event.selection.cells
    return str(rows.index[picked[0][0]]) if picked and picked[0][0] < len(rows) else ""


def _shown_rows(rows: pd.DataFrame, panel: pd.Series | None) -> pd.DataFrame:
    """The columns of the list; on a phone without the old rank, which the arrow tells."""
    state = {UNKNOWN: "–", SUPPRESSED: tr("disembunyikan")}
    shown = pd.DataFrame(
        {
            "#": rows["rank"],
            "Kelurahan": rows["name"].astype(str),
            "Skor": rows["value"],
            "Pindah": [_arrow(move, far) for move, far in zip(rows["move"], rows["beyond"], strict=True)],
            "Rentang": [say_range(low, high) for low, high in zip(rows["rank_low"], rows["rank_high"], strict=True)],
            "Dulu": rows["before"],
        }
    )
    shown["Rentang"] = shown["Rentang"].where(rows["state"] == KNOWN, rows["state"].map(state))
    if is_phone():
        shown = shown.drop(columns="Dulu")
    if panel is not None:
        shown["Panel"] = panel.reindex(rows.index).to_numpy(dtype=float)
    return shown


def _colour(arrow: str) -> str:
    return f"color: {UP if arrow[:1] in '▲△' else DOWN}" if arrow[:1] in tuple("▲△▼▽") else ""


def _columns() -> dict[str, Any]:
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    return {
        "#": number(width=40, help=tr("Peringkat dengan susunan ini.")),
        "Kelurahan": text(width=122),
        "Skor": number(tr("Skor"), width=46, format="%.0f"),
        "Pindah": text(
            tr("Pindah"),
            width=58,
            help=tr("Naik atau turun dari peringkat bawaan; ▲▼ terisi bila lebih dari kebetulan."),
        ),
        "Rentang": text(tr("Rentang"), width=66, help=tr("80% hitungan ulang jatuh di antara dua peringkat ini.")),
        "Dulu": number(tr("Dulu"), width=50, help=tr("Peringkat dengan susunan bawaan.")),
        "Panel": number(width=54, format="%.0f", help=tr("Nilai panel (0–100); tidak ikut dihitung dalam skor.")),
    }


def say_one(rows: pd.DataFrame, code: str) -> None:
    """What happens to one kelurahan, and the way to its profile."""
    if code not in rows.index:
        return
    row = rows.loc[code]
    text = f"**{plain(row['name'])}** (Kec. {plain(row['kecamatan'])}): "
    if row["rank"] != row["rank"]:
        text += tr(str(row.note) or NO_DATA)
    else:
        was = f"{row['before']:.0f} → " if row["before"] == row["before"] else ""
        text += tr(
            "peringkat {was}**{rank:.0f}**, skor {value}; kemungkinan antara peringkat "
            "{rank_low:.0f} dan {rank_high:.0f}.",
            was=was,
            rank=row["rank"],
            value=say_number(row["value"], 1),
            rank_low=row["rank_low"],
            rank_high=row["rank_high"],
        )
    with st.container(border=True, gap="xsmall"):
        st.markdown(text)
        link_to("profil", tr("Buka profilnya"), ":material/storefront:", kelurahan=code)
