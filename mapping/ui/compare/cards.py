"""One card per kelurahan: where it is, what to start with and why, money, data, and the ways on."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.language import tr
from mapping.present.compare import DATA, PLACE, START
from mapping.present.compare_words import say_cell
from mapping.ui.compare.side import Side
from mapping.ui.links import link_to
from mapping.ui.text import plain

MONEY = ("capital_idr", "net_cash_idr_month", "instalment_idr_month", "dscr")


def show_cards(side: Side) -> None:
    """The cards beside each other; on a narrow screen below each other."""
    for column, (code, label) in zip(st.columns(len(side.labels), gap="small"), side.labels.items(), strict=True):
        with column.container(border=True, height="stretch", gap="small", key=f"kartu-{code}"):
            _card(side.whole[side.whole["kelurahan_code"] == code], code, label)


def _card(rows: pd.DataFrame, code: str, label: str) -> None:
    said = {(row["part"], row["item"]): plain(say_cell(row)) for row in rows.to_dict("records")}
    names = {row["item"]: row["label"] for row in rows.to_dict("records")}
    st.subheader(plain(label), anchor=False)
    st.caption(
        tr(
            "{kind} · Kec. {kecamatan} · penduduk {people} · luas {area} · survei: {surveyed}",
            kind=said[PLACE, "kind"],
            kecamatan=said[PLACE, "kecamatan"],
            people=said[PLACE, "population"],
            area=said[PLACE, "area_km2"],
            surveyed=said[PLACE, "n_kelurahan"],
        )
    )
    _say_start(rows, said, names)
    weakest = said[DATA, "weakest"]
    if weakest == "–":
        st.markdown(tr("**Mutu data {grade}.**", grade=said[DATA, "grade"]))
    else:
        low = weakest[:1].lower() + weakest[1:]
        st.markdown(tr("**Mutu data {grade}.** Paling lemah: {weakest}.", grade=said[DATA, "grade"], weakest=low))
    with st.container(horizontal=True, gap="small"):
        link_to("profil", tr("Buka profil"), ":material/storefront:", kelurahan=code)
        line = str(rows.loc[rows["item"] == "line_id", "text"].squeeze() or "")
        if line:
            link_to("hitung", tr("Hitung pinjaman"), ":material/calculate:", kelurahan=code, lini=line)


def _say_start(rows: pd.DataFrame, said: dict[tuple[str, str], str], names: dict[str, str]) -> None:
    first = rows[(rows["part"] == START) & (rows["item"] == "line")].iloc[0]
    if not first["text"]:
        st.warning(plain(first["note"]) or tr("Belum ada saran di sini."), icon=":material/help:")
        return
    st.markdown(tr("**Mulai dari {line}** ({sure})", line=plain(first["text"]), sure=said[START, "confident"]))
    st.markdown(said[START, "reason"])
    st.markdown("  \n".join(f"{names[item]}: **{said[START, item]}**" for item in MONEY))
    if said[START, "avoid"] != "–":
        st.markdown(tr(":material/block: Jangan mulai dari {line}.", line=said[START, "avoid"]))
