"""The method page about the score itself: from measure to value, and from values to score."""

from __future__ import annotations

import streamlit as st

from mapping.knowledge.catalog import read_criteria
from mapping.knowledge.formats import say_number, say_percent
from mapping.language import tr
from mapping.score.weigh.choices import say_aggregation, say_scaling
from mapping.settings import ScoringSetup


def say_score(setup: ScoringSetup) -> None:
    """The formula of the sector score under the set-up in force, and what the other choices would mean."""
    rules = read_criteria()["rules"]
    st.subheader(tr("Dari ukuran ke nilai"), anchor=False)
    st.latex(_value_formula(setup.scaling))
    if setup.scaling == "goalposts":
        st.markdown(
            tr(
                "Kedua batas ditetapkan lebih dulu dan tidak bergantung pada data, jadi menambah satu "
                "kelurahan tidak menggeser nilai kelurahan lain. Batas 0 yang lebih besar dari batas 1 "
                "berarti makin sedikit makin baik."
            )
        )
    else:
        st.warning(say_scaling(setup), icon=":material/swap_vert:")
    others = [way for way in ("minmax", "ranks") if way != setup.scaling]
    with st.expander(tr("Bila dipilih cara lain: nilai terkecil–terbesar, atau urutan")):
        st.markdown("\n".join(f"- {say_scaling(ScoringSetup(scaling=way))}" for way in others))
    st.subheader(tr("Dari nilai ke skor"), anchor=False)
    st.latex(_score_formula(setup.aggregation))
    st.markdown(say_aggregation(setup))
    other = "arithmetic" if setup.aggregation == "geometric" else "geometric"
    with st.expander(tr("Bila dipilih penggabungan lain")):
        st.markdown(say_aggregation(ScoringSetup(aggregation=other)))
    st.markdown(
        tr(
            "Bobot kriteria yang datanya kosong dibagi ke kriteria lain menurut perbandingannya, "
            "supaya jumlah bobot tetap 1. Skor tidak diberikan bila bobot yang datanya ada kurang "
            "dari {least}.",
            least=say_percent(rules["minimum_known_weight"]),
        )
    )


def _value_formula(scaling: str) -> str:
    """How a measure becomes a value, as LaTeX."""
    if scaling == "ranks":
        worse, scored = tr("banyaknya yang lebih buruk"), tr("banyaknya yang dinilai")
        return rf"u = \frac{{\text{{{worse}}}}}{{\text{{{scored}}} - 1}}"
    posts = scaling == "goalposts"
    low, high = (tr("batas 0"), tr("batas 1")) if posts else (tr("terkecil"), tr("terbesar"))
    measure = tr("ukuran")
    return (
        rf"u = \frac{{\text{{{measure}}} - \text{{{low}}}}}{{\text{{{high}}} - \text{{{low}}}}}, "
        r"\qquad 0 \le u \le 1"
    )


def _score_formula(aggregation: str) -> str:
    """How values become the score, as LaTeX."""
    score, least = tr("skor"), say_number(0.01, 2).replace(",", "{,}")
    if aggregation == "geometric":
        return rf"\text{{{score}}} = 100 \prod_c \max(u_c;\ {least})^{{w_c}}"
    return rf"\text{{{score}}} = 100 \sum_c w_c\, u_c"
