"""Weights worked out from the data themselves, with what each way does and what none of them knows."""

from __future__ import annotations

import streamlit as st

from mapping.errors import MappingError
from mapping.language import mark, tr
from mapping.present.tables import sector_label
from mapping.settings import ScoringSetup
from mapping.ui.cache import View
from mapping.ui.weigh.setup_draft import change, control, draft_now, refuse, show_in, show_weights

WAYS = {"entropy": mark("Entropi"), "critic": "CRITIC", "component": mark("Komponen utama")}
NOTES = {
    "entropy": mark(
        "Entropi memberi bobot besar pada kriteria yang paling timpang: nilainya menumpuk di sedikit kelurahan."
    ),
    "critic": mark(
        "CRITIC memberi bobot besar pada kriteria yang paling beragam dan paling tidak mengulang kriteria lain."
    ),
    "component": mark(
        "Komponen utama memberi bobot besar pada kriteria yang naik-turun bersama kebanyakan kriteria lain."
    ),
}
WARNING = mark(
    "Cara ini menghargai **sebaran, bukan kepentingan**: ia tidak tahu apa yang penting bagi "
    "koperasi. Pakai sebagai pembanding, bukan pengganti keputusan."
)


def ask_data_weights(view: View, setup: ScoringSetup, sector: str) -> None:
    """The three ways; choosing one works the weights out from the sector on screen and shows them on the sliders."""
    way = st.segmented_control(
        tr("Cara menghitung"),
        list(WAYS),
        format_func=lambda one: tr(WAYS[one]),
        key=show_in("dari-data", setup.method if setup.method in WAYS else None),
        on_change=_work_out,
        args=(view, sector),
    )
    if way:
        st.caption(
            tr(
                "{note} Dihitung dari kriteria yang dipakai, sektor {sector}.",
                note=tr(NOTES[way]),
                sector=sector_label(sector).lower(),
            )
        )
    st.warning(tr(WARNING), icon=":material/warning:")


def _work_out(view: View, sector: str) -> None:
    """Weights from the data of one sector, or one sentence on why there are none."""
    from mapping.score.weigh.objective import weights_from

    method = st.session_state.get(control("dari-data"))
    if method is None:
        return
    try:
        found = weights_from(method, view.study.indicators, sector, draft_now())
    except MappingError as error:
        refuse(str(error))
        st.session_state[control("dari-data")] = None
        return
    change(name=found.name, method=method, weights=found.weights, comparisons=())
    show_weights()
