"""Joint purchasing on a page: what is bought here, with whom, and who else could join."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.formats import say_number, say_rupiah
from mapping.language import mark, plural, tr
from mapping.present.mapdata import MapKinds
from mapping.present.together import ALONE, NOT_TOGETHER, WITH_OTHERS, joiners_table, purchasing_table
from mapping.ui.cache import View
from mapping.ui.controls import WRAPS, is_phone
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain
from mapping.ui.together.parts import choose_of, map_of
from mapping.ui.together.sentences import FEW, first_input, say_none, say_purchase, say_span

HERE, GROUP, COULD = mark("kelurahan ini"), mark("satu kelompok"), mark("bisa ikut")
COLOURS = {HERE: "#253494", GROUP: "#41b6c4", COULD: "#fdae61"}


def choose_input(told: pd.DataFrame) -> str:
    """Which input the map and the list of neighbours are about; ``""`` where there is none to choose."""
    known = told[told["verdict"].ne("") & told["verdict"].ne(NOT_TOGETHER)]
    if known.empty:
        return ""
    names = dict(zip(known["key"], known["input"], strict=True))
    return choose_of("bahan", tr("Bahan"), names, first_input(told) or next(iter(names)))


def say_first(view: View, code: str, told: pd.DataFrame) -> None:
    """The sentence on top: the input that is worth most here."""
    key = first_input(told)
    if key:
        st.markdown(say_purchase(view.study, told, key))
        said = assumptions_in_force(view.study.settings.advice)
        st.caption(
            tr(
                "Ambang: {spend} sebulan dan {n} usaha. Belanja hanya dari usaha yang menyebutnya. "
                "Hemat, ambang dan jarak adalah asumsi perencanaan; ubah di bawah.",
                spend=say_rupiah(said["pooling.least_spend_idr_month"]),
                n=say_number(said["pooling.least_members"]),
            )
        )
    else:
        st.info(say_none(view.study, code, told), icon=":material/help:")


def list_inputs(view: View, told: pd.DataFrame) -> None:
    """The inputs that three businesses or more buy here, and how many more there are."""
    shown = told[told["verdict"] != ""]
    st.subheader(tr("Bahan yang dibeli di sini"), anchor=False)
    if shown.empty:
        st.caption(tr("Tidak ada bahan yang dibeli 3 usaha atau lebih."))
    else:
        spend = [_say_spend(row) for row in shown.itertuples()]
        table = {tr("Bahan"): shown["input"], tr("Usaha"): shown["members"], tr("Belanja sebulan"): spend}
        saving = [say_span(*pair) for pair in shown[["saving_low_idr_month", "saving_high_idr_month"]].to_numpy()]
        together = ~shown["verdict"].eq(NOT_TOGETHER)
        told_saving = shown["fewer_than"].isna() & shown["money_note"].eq("") & together
        table[tr("Hemat sebulan")] = pd.Series(saving, index=shown.index).where(told_saving, "–")
        sizes = view.study.purchase_groups.set_index(["input", "group"])["kelurahan"]
        table[tr("Bersama")] = [_say_with(row, sizes) for row in shown.itertuples()]
        config = {tr("Usaha"): st.column_config.NumberColumn(format="%.0f", width=85)}
        config |= {tr("Bahan"): st.column_config.TextColumn(width=130 if is_phone() else 170)}
        height = WRAPS if is_phone() else None
        st.dataframe(pd.DataFrame(table), hide_index=True, column_config=config, row_height=height)
    hidden = len(told) - len(shown)
    assumed = shown["assumed"].sum()
    said = [tr("Seluruh belanja sebuah usaha dihitung pada bahan utamanya, sekali saja.")]
    if hidden:
        said.insert(
            0,
            plural(
                "{n} bahan lain dibeli satu atau dua usaha saja: angkanya disembunyikan.", hidden, n=say_number(hidden)
            ),
        )
    if assumed:
        said.append(
            plural(
                "Bahan {n} usaha tidak dijawab dan dianggap dari produknya (asumsi perencanaan).",
                assumed,
                n=say_number(assumed),
            )
        )
    st.caption(" ".join(said))


def _say_spend(row: Any) -> str:
    if row.spend_idr_month == row.spend_idr_month:
        return say_rupiah(row.spend_idr_month)
    if row.money_note:
        return tr(row.money_note)
    return tr("disebut {n} usaha", n=FEW) if row.fewer_than == row.fewer_than else tr("belum diketahui")


def _say_with(row: Any, sizes: pd.Series) -> str:
    """With whom: alone, in a group, not yet, or not worth it."""
    if row.verdict not in (ALONE, WITH_OTHERS):
        return tr("tidak perlu: {why}", why=row.why) if row.verdict == NOT_TOGETHER and row.why else tr(row.verdict)
    others = int(sizes[row.key, row.group]) - 1
    joined = (
        plural("{n} tetangga ikut", others, n=others)
        if row.group == row.kelurahan_code
        else tr("kelompok {lead}", lead=row.group_name)
    )
    if row.verdict == WITH_OTHERS:
        return joined
    return f"{tr(ALONE)}; {joined}" if others else tr(ALONE)


def map_group(view: View, code: str, near: pd.DataFrame, told: pd.DataFrame, key: str) -> MapKinds:
    """The kelurahan, its group, and who else in reach buys the same."""
    label = told.loc[told["key"] == key, "input"].iloc[0]
    group = told.loc[told["key"] == key, "group"].iloc[0]
    mine = view.study.purchasing
    mine = mine[(mine["input"] == key) & (mine["group"] == group) & (group != "")]
    kinds = dict.fromkeys(near.loc[near["key"] == key, "kelurahan_code"].astype(str), COULD)
    kinds |= dict.fromkeys(mine["kelurahan_code"].astype(str), GROUP) | {code: HERE}
    return map_of(view, kinds, COLOURS, tr("Membeli {input}", input=label), code)


def list_joiners(near: pd.DataFrame, key: str, label: str) -> None:
    """Who else in reach buys the same, how far, and what that adds."""
    rows = near[near["key"] == key].sort_values(["same", "km"])
    st.subheader(tr("Siapa lagi bisa ikut"), anchor=False)
    if rows.empty:
        st.caption(tr("Tidak ada kelurahan/desa lain dalam jangkauan yang membeli {input}.", input=plain(label)))
        return
    members = [say_number(n) if n == n else FEW for n in rows["members"]]
    table = {
        tr("Kelurahan"): rows["name"].astype(str),
        tr("Jarak (km)"): rows["km"],
        tr("Usaha"): members,
        tr("Menambah sebulan"): [say_rupiah(n) if n == n else "–" for n in rows["spend_idr_month"]],
        tr("Keadaan"): [tr("sekelompok") if same else _state(row) for same, row in _pairs(rows)],
    }
    config = {tr("Jarak (km)"): st.column_config.NumberColumn(format="%.1f", width=80)}
    config |= {
        tr("Kelurahan"): st.column_config.TextColumn(width=125 if is_phone() else 150),
        tr("Usaha"): st.column_config.TextColumn(width=70),
    }
    height = 300 if is_phone() else 360
    st.dataframe(
        pd.DataFrame(table), hide_index=True, column_config=config, height=min(height, 35 * (len(rows) + 1) + 3)
    )
    st.caption(
        tr("Jarak garis lurus antara titik tengah wilayah, bukan jarak jalan; yang berbatasan selalu ikut dihitung.")
    )


def _pairs(rows: pd.DataFrame) -> list[tuple]:
    return list(zip(rows["same"], rows.itertuples(), strict=True))


def _state(row: Any) -> str:
    if row.verdict == ALONE:
        return tr("memimpin sendiri")
    return tr("kelompok {lead}", lead=row.group_name) if row.group else tr("belum berkelompok")


def purchases_here(view: View, code: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What is bought here, and who else in reach buys it."""
    return purchasing_table(view.study, code), joiners_table(view.study, code)


def offer_purchases(view: View) -> None:
    """What every kelurahan buys, as a file."""
    offer_table(purchasing_table(view.study), f"belanja-{view.key}", tr("Unduh belanja tiap kelurahan"))
