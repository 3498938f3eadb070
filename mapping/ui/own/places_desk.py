"""The repair desk: places that reach no kelurahan as they are written, or reached one by likeness; one click each."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.intake.places.places import place_key
from mapping.knowledge.formats import say_number
from mapping.language import mark, plural, tr
from mapping.present.mapdata import MapMarks
from mapping.present.outlines import Outlines
from mapping.ui.controls import is_dark, is_phone
from mapping.ui.mapview import show_marks
from mapping.ui.own.decisions import NONE, decide, decisions, forget
from mapping.ui.text import plain

PLACE = ["kelurahan", "kecamatan", "kabupaten"]
AT, LINES = "places_at", 12
FEWEST = 3
"""Cards are at most this share of the desk wide, so that a lone one does not look like a banner."""
LISTED = {"written": mark("Tertulis"), "n": mark("Baris"), "problem": mark("Sebab"), "said": mark("Keputusan Anda")}
WAITING, TAKEN = mark("Belum ditempatkan"), mark("Ditempatkan menurut ejaan")


def show_places(table: pd.DataFrame, outlines: Outlines) -> None:
    """One doubtful place at a time, the most frequent first, with its candidates beside each other and on a map.

    Parameters
    ----------
    table : DataFrame
        As ``Study.places``.
    outlines : Outlines
        Of the region in which the candidates lie.
    """
    st.subheader(tr("Meja perbaikan tempat"), anchor=False)
    if table.empty:
        st.success(tr("Semua tempat dikenali."), icon=":material/check_circle:")
        return
    table = table.assign(key=[place_key(*place) for place in table[PLACE].itertuples(index=False)])
    said = _said(table["key"])
    wanted = _choose_kind(table)
    places = wanted[wanted["position"] == 1].reset_index(drop=True)
    if places.empty:
        st.success(tr("Semua tempat terbaca tanpa menebak."), icon=":material/check_circle:")
        return
    done = int(places["key"].isin(said).sum())
    st.progress(
        done / len(places),
        tr("{done} dari {places} tulisan sudah diputuskan", done=say_number(done), places=say_number(len(places))),
    )
    current = _current(places, said)
    if current is None:
        st.success(tr("Semua sudah diputuskan. Hitung ulang untuk memakainya."), icon=":material/check_circle:")
    else:
        _show_place(outlines, wanted[wanted["key"] == current], places, said)
    _list_places(places, said)


def _choose_kind(table: pd.DataFrame) -> pd.DataFrame:
    """Places that wait for a decision, or those that were read by their likeness and may be overruled."""
    waiting, taken = table[~table["taken"]], table[table["taken"]]
    counts = {WAITING: waiting["key"].nunique(), TAKEN: taken["key"].nunique()}
    kind = st.segmented_control(
        tr("Yang ditampilkan"),
        list(counts),
        format_func=lambda one: f"{tr(one)} ({say_number(counts[one])})",
        default=next(one for one in counts if counts[one]),
        required=True,
        key="places_kind",
        label_visibility="collapsed",
        persist_state="session",
    )
    return taken if kind == TAKEN else waiting


def _said(keys: pd.Series) -> dict[str, str]:
    """Place key -> code or ``NONE``, as decided; decisions do not mind capitals."""
    table = decisions()
    mine = table[table["kind"] == "tempat"]
    said = dict(zip(mine["value"].str.casefold(), mine["replacement"], strict=True))
    return {key: said[key.casefold()] for key in keys.unique() if key.casefold() in said}


def _current(places: pd.DataFrame, said: dict[str, str]) -> str | None:
    """The place on the desk: the one asked for, else the first that is undecided."""
    asked = st.session_state.get(AT)
    if asked in set(places["key"]):
        return str(asked)
    open_ = places.loc[~places["key"].isin(said), "key"]
    return str(open_.iloc[0]) if len(open_) else None


def _show_place(outlines: Outlines, candidates: pd.DataFrame, places: pd.DataFrame, said: dict[str, str]) -> None:
    first = candidates.iloc[0]
    known = candidates[candidates["kelurahan_code"] != ""]
    with st.container(border=True, key="meja"):
        text, chart = st.columns([5, 7], gap="large")
        with text:
            _say_written(first, said)
            st.button(
                tr("Bukan satu pun"),
                icon=":material/block:",
                on_click=_decide,
                args=([(first["key"], NONE)],),
                help=tr("Baris-barisnya tetap ditolak."),
            )
            _offer_pattern(first, places, said)
            _offer_undo()
        with chart:
            if len(known):
                names = (known["name"] + " (" + known["candidate_kecamatan"] + ")").tolist()
                show_marks(
                    outlines, MapMarks(known["kelurahan_code"].tolist(), names, is_dark()), 220 if is_phone() else 300
                )
            else:
                st.info(tr("Tidak ada kelurahan yang mirip di peta. Mungkin tempat ini di luar wilayah."))
        if len(known):
            _show_candidates(known)


def _say_written(first: pd.Series, said: dict[str, str]) -> None:
    st.caption(
        plural(
            "Tertulis di survei: {n} baris, mulai baris {row}", first["n"], n=say_number(first["n"]), row=first["row"]
        )
    )
    written = first["kelurahan"] or tr("(kosong)")
    st.markdown(f"### {plain(written)}")
    around = [("Kec. ", first["kecamatan"]), ("", first["kabupaten"])]
    st.markdown(" · ".join(word + plain(name) for word, name in around if name) or tr("kecamatan tidak ditulis"))
    st.caption(plain(first["problem"]))
    if first["key"] in said:
        st.badge(tr("sudah diputuskan; pilih lagi untuk mengubah"), icon=":material/check:", color="green")


def _show_candidates(known: pd.DataFrame) -> None:
    """The candidates beside each other, each with one click."""
    st.markdown(tr("**Yang dimaksud:**"))
    for column, row in zip(st.columns(max(len(known), FEWEST)), known.itertuples(), strict=False):
        with column.container(border=True, height="stretch", gap="xsmall"):
            st.markdown(f"**{row.position}. {plain(row.name)}**")
            st.caption(f"Kec. {plain(row.candidate_kecamatan)} · {plain(row.kelurahan_code)}")
            st.progress(float(row.score) / 100, tr("kemiripan {score}", score=f"{row.score:.0f}"))
            st.button(
                tr("Ini dia"),
                key=f"ini-{row.position}",
                type="primary" if row.position == 1 else "secondary",
                icon=":material/check:",
                width="stretch",
                on_click=_decide,
                args=([(row.key, row.kelurahan_code)],),
            )


def _offer_pattern(first: pd.Series, places: pd.DataFrame, said: dict[str, str]) -> None:
    """All undecided places that differ from their first candidate in the same way, at once."""
    alike = places[(places["pattern"] == first["pattern"]) & ~places["key"].isin(said)]
    if not first["pattern"] or len(alike) < 2:
        return
    with st.popover(tr("Terapkan ke semua dengan pola ini ({alike})", alike=len(alike)), icon=":material/done_all:"):
        for row in alike.head(LINES).itertuples():
            st.markdown(f"{plain(row.key)} → **{plain(row.name)}** ({plain(row.candidate_kecamatan)})")
        if len(alike) > LINES:
            st.caption(tr("dan {alike} tulisan lain dengan perubahan yang sama", alike=say_number(len(alike) - LINES)))
        st.button(
            tr("Terapkan semuanya"),
            type="primary",
            icon=":material/done_all:",
            on_click=_decide,
            args=(list(alike[["key", "kelurahan_code"]].itertuples(index=False, name=None)),),
        )


def _decide(chosen: list[tuple[str, str]]) -> None:
    """Remember which kelurahan each place means; the next undecided place comes up."""
    reason = tr("dipilih di meja perbaikan")
    decide([{"kind": "tempat", "value": key, "replacement": code, "reason": reason} for key, code in chosen])
    st.session_state.pop(AT, None)


def _offer_undo() -> None:
    table = decisions()
    places = table.index[table["kind"] == "tempat"]
    if len(places):
        st.button(
            tr("Batalkan yang terakhir"),
            type="tertiary",
            icon=":material/undo:",
            on_click=forget,
            args=(table.index == places[-1],),
        )


def _list_places(places: pd.DataFrame, said: dict[str, str]) -> None:
    """Every place of this kind and what was decided; a click brings one to the desk."""
    with st.expander(tr("Semua tulisan ({places})", places=say_number(len(places))), icon=":material/list:"):
        says = {key: tr("bukan satu pun") if code == NONE else code for key, code in said.items()}
        shown = places.assign(written=places["key"], said=[says.get(key, "") for key in places["key"]])
        event = st.dataframe(
            shown[list(LISTED)],
            hide_index=True,
            column_config={column: tr(label) for column, label in LISTED.items()},
            on_select="rerun",
            selection_mode="single-cell",
            key=f"tulisan-{len(said)}",
            placeholder="",
        )
        picked = [places["key"].iloc[cell[0]] for cell in event.selection.cells]
        if picked and st.session_state.get(AT) != picked[0]:
            st.session_state[AT] = picked[0]
            st.rerun(scope="fragment")
