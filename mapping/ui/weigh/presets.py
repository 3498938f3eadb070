"""Where the weights come from: the usual ones, by hand, Bank Indonesia's KPJU, pairwise questions, or the data."""

from __future__ import annotations

import streamlit as st

from mapping.knowledge.catalog import read_criteria, read_presets
from mapping.language import mark, tr
from mapping.settings import ScoringSetup
from mapping.ui.cache import View
from mapping.ui.weigh.ahp_form import ask_comparisons
from mapping.ui.weigh.data_weights import ask_data_weights
from mapping.ui.weigh.panel_form import ask_panel
from mapping.ui.weigh.setup_draft import change, control, show_in, show_weights, start_from
from mapping.ui.weigh.weights_form import move_weights

WAYS = {
    "default": mark("Bobot bawaan"),
    "kpju_kecamatan": mark("KPJU kecamatan (4 kriteria)"),
    "kpju_kota": mark("KPJU kota/kabupaten (11 kriteria)"),
    "ahp": mark("Tanya jawab berpasangan (AHP)"),
    "data": mark("Dihitung dari data"),
}
FROM_DATA = ("entropy", "critic", "component")


def way_of(setup: ScoringSetup) -> str:
    """The way by which the weights of a set-up came about, as the selector names it.

    Examples
    --------
    >>> way_of(ScoringSetup()), way_of(ScoringSetup(method="critic")), way_of(ScoringSetup(method="manual"))
    ('default', 'data', 'default')
    """
    return "data" if setup.method in FROM_DATA else setup.method if setup.method in WAYS else "default"


def choose_weights(view: View, setup: ScoringSetup, sector: str) -> None:
    """The selector, what belongs to the chosen way, and the sliders.

    The selector stays where the user put it when a slider moves: were it set from here, a browser that has not heard
    of it yet would seem to choose the old way anew.
    """
    way = st.selectbox(
        tr("Mulai dari"),
        list(WAYS),
        format_func=lambda one: tr(WAYS[one]),
        key=show_in("cara", way_of(setup)),
        on_change=_go_another_way,
    )
    if way == "ahp":
        ask_comparisons(setup)
        return
    if way in read_presets():
        _say_line(way)
        if setup.method != way:
            st.button(
                tr("Kembali ke bobot {preset}", preset=tr(WAYS[way]).split(" (")[0]),
                type="tertiary",
                on_click=_go_another_way,
            )
    elif way == "data":
        ask_data_weights(view, setup, sector)
    move_weights(setup)


def _go_another_way() -> None:
    """Choosing the usual weights or a preset takes them at once; the other ways ask first."""
    way = st.session_state[control("cara")]
    if way == "default":
        start_from(ScoringSetup())
    elif way in read_presets():
        from mapping.score.weigh.kpju import kpju_setup

        taken = kpju_setup(way)
        change(name=taken.name, method=way, weights=taken.weights, comparisons=())
        show_weights()


def _say_line(preset: str) -> None:
    """How many criteria of a preset are measured, in one sentence."""
    from mapping.score.weigh.kpju import split_criteria

    split = split_criteria(preset)
    measured = int(split["measured"].sum())
    if measured == len(split):
        st.caption(tr("Keempat kriterianya terukur dari survei. {note}", note=read_presets()[preset]["note"]))
        return
    st.caption(
        tr(
            "**{measured} dari {criteria} kriteria terukur dari survei dan masuk skor; {rated} harus "
            "dinilai panel dan tidak dicampur ke skor.** Rincian dan lembar penilaian ada di bawah. "
            "{note}",
            measured=measured,
            criteria=len(split),
            rated=len(split) - measured,
            note=read_presets()[preset]["note"],
        )
    )


def say_preset(view: View, setup: ScoringSetup) -> None:
    """Below the map: the line between what is measured here and what a panel must rate, and the panel's sheet."""
    from mapping.score.weigh.kpju import split_criteria

    if setup.method not in read_presets():
        return
    split = split_criteria(setup.method)
    labels = {name: criterion["label"] for name, criterion in read_criteria()["criteria"].items()}
    measured, rated = split[split["measured"]], split[~split["measured"]]
    left, right = st.columns(2, gap="large") if len(rated) else (st.container(), st.container())
    with left:
        st.subheader(
            tr("Terukur dari survei ({measured} dari {criteria})", measured=len(measured), criteria=len(split)),
            anchor=False,
        )
        for row in measured.itertuples():
            by = tr(" dan ").join(f"“{labels[name]}”" for name in row.indicators)
            st.markdown(tr(":material/check: **{label}**: ukuran {by}. {note}", label=row.label, by=by, note=row.note))
    if len(rated):
        with right:
            st.subheader(
                tr("Harus dinilai panel ({rated} dari {criteria})", rated=len(rated), criteria=len(split)), anchor=False
            )
            for row in rated.itertuples():
                st.markdown(f":material/groups: **{row.label}.** {row.note}")
            ask_panel(view, setup.method)
