"""The region: how many boards lack what, without naming any; for the office also which, and who was not asked yet."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.register.read import cooperatives_of
from mapping.desk.rules import may
from mapping.desk.training.gaps import FEW, HIDDEN, TOLD, board_gaps, kecamatan_gaps, region_gaps
from mapping.knowledge.competencies import competency_keys, read_competencies
from mapping.knowledge.formats import say_date, say_number, say_percent
from mapping.knowledge.plans import read_training
from mapping.language import mark, tr
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.desk.need_words import MADE_UP
from mapping.ui.desk.open import Actor, Desk, said
from mapping.ui.desk.training_files import take_results
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain
from mapping.ui.words import show_words

INSTEAD = {FEW: mark("belum cukup data"), HIDDEN: mark("disembunyikan: menunjuk satu atau dua koperasi")}
HUE = "#c98a1b"
ALLOWED = "training.session"
"""Who plans trainings sees which cooperative lacks what."""


def show_region(view: View, desk: Desk, actor: Actor) -> None:
    """Shares below the wanted level, and for the office the lists behind them."""
    codes = view.study.kelurahan.index.tolist()
    with said():
        gaps = region_gaps(desk, actor, codes)
        boards = board_gaps(desk, actor, codes) if may(actor, ALLOWED) else None
        if not int(gaps["cooperatives"].iloc[0]):
            said_empty = tr("Belum ada koperasi wilayah ini di daftar, jadi belum ada yang dinilai.")
            st.info(said_empty, icon=":material/groups:")
            return
        if cooperatives_of(desk, codes, actor)["synthetic"].any():
            st.badge(tr(MADE_UP), icon=":material/science:", color="orange")
        _say_head(gaps, boards)
        if (gaps["state"] == TOLD).any():
            _draw(gaps)
        show_words(_table(gaps).drop(columns=[tr("Menjawab"), tr("Modul")]) if is_phone() else _table(gaps))
        if is_phone():
            _say_rest(gaps)
        st.caption(_say_reading())
        with st.container(horizontal=True):
            offer_table(_table(gaps), "celah_wilayah", tr("Unduh celah wilayah"), "tertiary")
        if boards is not None:
            _list_boards(boards)
            _list_kecamatan(kecamatan_gaps(desk, actor, codes))
            take_results(view, desk, actor)


def _say_head(gaps: pd.DataFrame, boards: pd.DataFrame | None) -> None:
    everybody = int(gaps["cooperatives"].iloc[0])
    told = gaps[gaps["state"] == TOLD].sort_values("share", ascending=False)
    if boards is not None:
        assessed = int(boards["assessment_id"].notna().sum())
        st.markdown(
            tr(
                "**{assessed} dari {all_of_them} koperasi** sudah dinilai.",
                assessed=say_number(assessed),
                all_of_them=say_number(everybody),
            )
        )
    if told.empty:
        least = read_competencies()["region"]["least"]
        st.info(
            tr("Belum cukup data untuk wilayah ini: perlu sedikitnya {least} koperasi yang dinilai.", least=least),
            icon=":material/hourglass_empty:",
        )
        return
    first = told.iloc[0]
    label = read_competencies()["competencies"][str(told.index[0])]["label"]
    st.markdown(
        tr(
            "Celah yang paling umum: **{label}**. {share} koperasi yang dinilai ({n}) belum sampai tingkat yang "
            "diperlukan.",
            label=plain(label),
            share=say_percent(first["share"]),
            n=say_number(int(first["answered"])),
        )
    )


def _say_reading() -> str:
    rules = read_competencies()["region"]
    return tr(
        "Bagian: koperasi yang dinilai dan belum sampai tingkat yang diperlukan lininya. Rentang: perkiraan untuk "
        "semua koperasi bila yang belum dinilai mirip dengan yang sudah, benar dalam 9 dari 10 keadaan. Di bawah "
        "{least} jawaban tertulis belum cukup data. Untuk umum, hitungan satu atau dua koperasi disembunyikan.",
        least=rules["least"],
    )


def _draw(gaps: pd.DataFrame) -> None:
    import altair as alt

    told = read_competencies()["competencies"]
    shown = gaps[gaps["state"] == TOLD].sort_values("share", ascending=False)
    what, part = tr("Kemampuan"), tr("Bagian")
    rows = pd.DataFrame({what: [told[str(key)]["label"] for key in shown.index], part: shown["share"].to_numpy()})
    rows = rows.assign(low=shown["low"].to_numpy(), high=shown["high"].to_numpy())
    y = alt.Y(f"{what}:N", sort=rows[what].tolist(), title=None, axis=alt.Axis(labelLimit=130 if is_phone() else 240))
    x = alt.X(
        f"{part}:Q",
        title=tr("bagian koperasi"),
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format="%", tickCount=5),
    )
    described = tr("Bagian koperasi di bawah tingkat yang diperlukan, dengan rentangnya")
    base = alt.Chart(rows, height=alt.Step(24), description=described)
    tips = [what, *(alt.Tooltip(f"{column}:Q", format=".0%") for column in (part, "low", "high"))]
    bars = base.mark_bar(height=12, color=HUE).encode(x=x, y=y, tooltip=tips)
    ends = base.mark_rule(strokeWidth=2, color="gray").encode(x="low:Q", x2="high:Q", y=y)
    st.altair_chart(bars + ends, key="celah-wilayah")


def _table(gaps: pd.DataFrame) -> pd.DataFrame:
    """As the screen and the file tell it: a figure or why there is none; largest share first, as in the figure."""
    told, modules = read_competencies()["competencies"], read_training()["modules"]
    gaps = gaps.sort_values("share", ascending=False, kind="stable", na_position="last")
    is_told = gaps["state"] == TOLD
    shares = [_say_share(row) for _, row in gaps.iterrows()]
    spans = [
        tr("{low} sampai {high}", low=say_percent(row["low"]), high=say_percent(row["high"])) if known else ""
        for known, (_, row) in zip(is_told, gaps.iterrows(), strict=True)
    ]
    return pd.DataFrame(
        {
            tr("Kemampuan"): [told[str(key)]["label"] for key in gaps.index],
            tr("Menjawab"): ["" if pd.isna(n) else str(n) for n in gaps["answered"]],
            tr("Di bawah yang diperlukan"): shares,
            tr("Rentang"): spans,
            tr("Modul"): [modules[told[str(key)]["module"]]["label"] for key in gaps.index],
        }
    )


def _say_rest(gaps: pd.DataFrame) -> None:
    """What a phone has no room for in the table."""
    answered = gaps["answered"].dropna()
    if len(answered):
        low, high = int(answered.min()), int(answered.max())
        n = say_number(low) if low == high else tr("{low} sampai {high}", low=say_number(low), high=say_number(high))
        st.caption(tr("Yang menjawab tiap pertanyaan: {n} koperasi. Modulnya ada dalam berkas unduhan.", n=n))


def _say_share(row: pd.Series) -> str:
    if row["state"] != TOLD:
        return tr(INSTEAD[row["state"]])
    return tr("{below} ({share})", below=row["below"], share=say_percent(row["share"]))


def _list_boards(boards: pd.DataFrame) -> None:
    """Who was not asked yet, and the gap of each module by name; for the office."""
    waiting = boards[boards["assessment_id"].isna()]
    with st.expander(tr("Belum dinilai ({n})", n=len(waiting)), icon=":material/pending_actions:"):
        st.dataframe(_names(waiting), hide_index=True, key="belum-dinilai")
    done = boards[boards["assessment_id"].notna()]
    if done.empty:
        return
    with st.expander(tr("Sudah dinilai, menurut nama ({n})", n=len(done)), icon=":material/fact_check:"):
        st.caption(tr("Jumlah tingkat yang kurang, menurut modul. Kosong: tidak ada yang dijawab."))
        table = _names(done).assign(**{tr("Asesmen"): done["taken_on"].map(say_date).to_numpy()})
        sums = {
            module["label"]: done[competency_keys(key)].sum(axis=1, min_count=1).astype("Int64").to_numpy()
            for key, module in read_training()["modules"].items()
        }
        st.dataframe(table.assign(**sums), hide_index=True, placeholder="–", key="sudah-dinilai")
        with st.container(horizontal=True):
            offer_table(table.assign(**sums), "celah_koperasi", tr("Unduh celah tiap koperasi"), "tertiary")


def _names(boards: pd.DataFrame) -> pd.DataFrame:
    made_up = tr("data peraga")
    return pd.DataFrame(
        {
            tr("Koperasi"): boards["name"].to_numpy(),
            tr("Kelurahan atau desa"): boards["kelurahan"].to_numpy(),
            tr("Kecamatan"): boards["kecamatan"].to_numpy(),
            tr("Asal data"): [made_up if synthetic else "" for synthetic in boards["synthetic"]],
        }
    )


def _list_kecamatan(table: pd.DataFrame) -> None:
    """Where a module is needed most: shares drawn towards the region's."""
    if table.empty or not table["answered"].any():
        return
    told = read_competencies()["competencies"]
    with st.expander(tr("Menurut kecamatan"), icon=":material/location_city:"):
        st.caption(
            tr(
                "Bagian koperasi di bawah tingkat yang diperlukan. Bila sedikit yang dinilai, angkanya ditarik ke arah "
                "rata-rata wilayah. Kosong: belum ada yang dinilai."
            )
        )
        wide = table.pivot(index="kecamatan", columns="competency", values="share").reindex(columns=list(told)) * 100
        n = table.groupby("kecamatan")["answered"].max()
        wide.columns = [told[str(key)]["label"] for key in wide.columns]
        wide.insert(0, tr("Menjawab"), n)
        percent: Any = st.column_config.NumberColumn(format="%.0f%%")
        config = dict.fromkeys(wide.columns[1:], percent)
        st.dataframe(wide.rename_axis(tr("Kecamatan")), column_config=config, placeholder="–", key="celah-kecamatan")
