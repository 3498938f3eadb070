"""What the trainings seem to have changed, said carefully."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.training.effect import ALIKE, FEW, NONE, TOLD, training_effect
from mapping.knowledge.competencies import read_competencies
from mapping.knowledge.formats import say_number
from mapping.knowledge.plans import read_training
from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.desk.open import Actor, Desk
from mapping.ui.text import plain
from mapping.ui.words import show_words


def show_effect(view: View, desk: Desk, actor: Actor) -> None:
    """Change of levels of those who came beside those who did not, for each module that was held."""
    effect = training_effect(desk, actor, view.study.kelurahan.index.tolist())
    st.subheader(tr("Apakah pelatihan mengubah kemampuan?"))
    held = effect[effect["state"] != NONE]
    if held.empty:
        st.markdown(tr("Belum ada pelatihan yang berlangsung, jadi belum ada yang bisa dibandingkan."))
        return
    told = held[held["state"].isin([TOLD, ALIKE])]
    for module, row in held.iterrows():
        st.markdown(f"**{plain(read_training()['modules'][str(module)]['label'])}.** {_say(row)}")
        if module in told.index and is_phone():
            st.caption(_say_figures(row))
    if not told.empty and not is_phone():
        show_words(_table(told))
    st.caption(
        tr(
            "Ini petunjuk, bukan bukti. Yang diundang memang yang celahnya paling besar, sehingga biasanya naik lebih "
            "banyak juga tanpa pelatihan. Dibandingkan: asesmen terakhir sebelum dan sesudah pelatihan oleh penilai "
            "yang sama."
        )
    )


def _say(row: pd.Series) -> str:
    least = read_competencies()["sessions"]["least_pairs"]
    counts = {"came": row["n_came"], "others": row["n_others"]}
    if row["state"] == FEW:
        return tr(
            "Belum cukup data: {came} koperasi yang ikut dan {others} yang tidak punya asesmen sebelum dan sesudah; "
            "perlu sedikitnya {least} di tiap kelompok.",
            **counts,
            least=least,
        )
    change = say_number(row["difference"], 1)
    if row["state"] == ALIKE:
        return tr(
            "Yang ikut naik {change} tingkat lebih banyak; semuanya berubah sama, jadi kebetulan tidak bisa diukur.",
            change=change,
        )
    if row["low"] > 0:
        return tr(
            "Yang ikut naik {change} tingkat lebih banyak daripada yang tidak ikut, lebih dari kebetulan.",
            change=change,
        )
    if row["high"] < 0:
        return tr(
            "Yang ikut naik {change} tingkat lebih sedikit daripada yang tidak ikut, lebih dari kebetulan.",
            change=say_number(-row["difference"], 1),
        )
    return tr("Beda antara yang ikut dan yang tidak ({change} tingkat) masih bisa kebetulan.", change=change)


def _level(value: float) -> str:
    return say_number(value, 1) if pd.notna(value) else "–"


def _say_figures(row: pd.Series) -> str:
    """The row of the table as a sentence: six columns are too many for a phone."""
    return tr(
        "Naik {came} tingkat pada {n_came} koperasi yang ikut, {others} pada {n_others} yang tidak. Bedanya {low} "
        "sampai {high} dalam 9 dari 10 keadaan.",
        came=_level(row["change_came"]),
        n_came=row["n_came"],
        others=_level(row["change_others"]),
        n_others=row["n_others"],
        low=_level(row["low"]),
        high=_level(row["high"]),
    )


def _table(told: pd.DataFrame) -> pd.DataFrame:
    modules = read_training()["modules"]

    def levels(column: str) -> list[str]:
        return [_level(value) for value in told[column]]

    return pd.DataFrame(
        {
            tr("Modul"): [modules[str(module)]["label"] for module in told.index],
            tr("Naik, yang ikut"): levels("change_came"),
            tr("Koperasi ikut"): told["n_came"].astype(str).to_numpy(),
            tr("Naik, yang tidak"): levels("change_others"),
            tr("Koperasi tidak ikut"): told["n_others"].astype(str).to_numpy(),
            tr("Beda, rentang 9 dari 10"): [
                tr("{low} sampai {high}", low=low, high=high)
                for low, high in zip(levels("low"), levels("high"), strict=True)
            ],
        }
    )
