"""Weights by pairwise questions in words, with the consistency of the answers said while they are given."""

from __future__ import annotations

from itertools import combinations

import streamlit as st

from mapping.errors import MappingError
from mapping.knowledge.catalog import read_criteria
from mapping.knowledge.formats import say_number, say_percent
from mapping.language import mark, plural, tr
from mapping.settings import ScoringSetup
from mapping.ui.controls import is_phone
from mapping.ui.weigh.setup_draft import change, control, points_of, refuse, show_in, show_weights

NAME = mark("Perbandingan berpasangan")
MOST = 9
"""Steps of the scale to either side; criteria compared at most, which makes 36 questions."""
WORDS = {
    2: mark("hampir sedikit lebih penting"),
    3: mark("sedikit lebih penting"),
    4: mark("hampir lebih penting"),
    5: mark("lebih penting"),
    6: mark("hampir sangat lebih penting"),
    7: mark("sangat lebih penting"),
    8: mark("hampir mutlak lebih penting"),
    9: mark("mutlak lebih penting"),
}
STEPS = (*range(-MOST, -1), 1, *range(2, MOST + 1))
"""Answers from left to right: -9 the left one extremely more important, 1 equal, 9 the right one."""


def times_of(step: int) -> float:
    """How many times as important the left criterion is under an answer.

    Examples
    --------
    >>> times_of(-3), times_of(1), times_of(4)
    (3.0, 1.0, 0.25)
    """
    return float(-step) if step < 0 else 1.0 / step


def step_of(times: float) -> int:
    """The answer that says how many times as important the left criterion is.

    Examples
    --------
    >>> step_of(3.0), step_of(1.0), step_of(0.25)
    (-3, 1, 4)
    """
    return -round(times) if times > 1.0 else max(1, round(1.0 / times))


def say_step(step: int) -> str:
    """An answer in words; the arrow points at the more important side.

    Examples
    --------
    >>> say_step(-3), say_step(1)
    ('◀ sedikit lebih penting (3)', 'sama penting (1)')
    """
    if step == 1:
        return tr("sama penting (1)")
    words = f"{tr(WORDS[abs(step)])} ({abs(step)})"
    return f"◀ {words}" if step < 0 else f"{words} ▶"


def ask_comparisons(setup: ScoringSetup) -> None:
    """The questions, how well the answers agree, and the button that puts the weights in force."""
    labels = {name: str(criterion["label"]) for name, criterion in read_criteria()["criteria"].items()}
    points = points_of(setup)
    with st.expander(tr("Kriteria yang dibandingkan"), icon=":material/checklist:"):
        names = st.multiselect(
            tr("Kriteria yang dibandingkan"),
            list(labels),
            format_func=labels.__getitem__,
            max_selections=MOST,
            key=show_in("ahp", [name for name in labels if points[name] > 0][:MOST]),
            label_visibility="collapsed",
        )
    if len(names) < 2:
        st.info(tr("Pilih paling sedikit dua kriteria."))
        return
    pairs = list(combinations([name for name in labels if name in names], 2))
    verdict = st.container()
    asked = len(pairs)
    st.markdown(plural("**Mana yang lebih penting?** Geser ke arahnya ({pairs} pertanyaan).", asked, pairs=asked))
    with st.container(height=360 if len(pairs) > 4 and not is_phone() else "content", border=True):
        judged = tuple(_ask(setup, pair, labels) for pair in pairs)
    with verdict:
        weights = _say_consistency(judged, labels)
        given = (pairs, labels)
        st.button(tr("Pakai bobot ini"), type="primary", icon=":material/check:", on_click=_take_over, args=given)
    if weights:
        st.caption(tr("Bobot menurut jawaban ini: {weights}.", weights=weights))


def _ask(setup: ScoringSetup, pair: tuple[str, str], labels: dict[str, str]) -> tuple[str, str, float]:
    first, second = pair
    before = {(one, other): times for one, other, times in setup.comparisons}
    known = before.get((first, second), 1.0 / before.get((second, first), 1.0))
    step = st.select_slider(
        tr("◀ **{first}** atau **{second}** ▶", first=labels[first], second=labels[second]),
        STEPS,
        format_func=say_step,
        key=show_in(f"ahp-{first}-{second}", step_of(known)),
    )
    return first, second, times_of(step)


def _say_consistency(judged: tuple[tuple[str, str, float], ...], labels: dict[str, str]) -> str:
    """The consistency ratio in words, and the pair to look at when it is too high; else the weights in words."""
    from mapping.score.weigh.ahp import LARGEST_RATIO, priorities

    answer = priorities(judged, labels)
    ratio, most = say_number(abs(answer.consistency_ratio), 2), say_number(LARGEST_RATIO, 2)
    if answer.consistency_ratio > LARGEST_RATIO:
        first, second = (labels[name] for name in answer.worst)
        st.warning(
            tr(
                "**Konsistensi {ratio} (paling besar {most}): jawaban saling bertentangan.** Paling "
                "bertentangan: {first} dibanding {second}, dijawab {given} kali; menurut jawaban lain "
                "sekitar {fitting} kali.",
                ratio=ratio,
                most=most,
                first=first,
                second=second,
                given=answer.given,
                fitting=answer.fitting,
            ),
            icon=":material/sync_problem:",
        )
        return ""
    st.success(
        tr("Konsistensi {ratio} (paling besar {most}): jawaban sejalan.", ratio=ratio, most=most),
        icon=":material/done_all:",
    )
    parts = answer.weights.sort_values(ascending=False)
    return ", ".join(f"{labels[str(name)]} {say_percent(share)}" for name, share in parts.items())


def _take_over(pairs: list[tuple[str, str]], labels: dict[str, str]) -> None:
    """The weights that the answers speak for, or one sentence on why they cannot be used."""
    from mapping.score.weigh.ahp import ahp_weights

    steps = {pair: st.session_state.get(control("ahp-" + "-".join(pair)), 1) for pair in pairs}
    judged = tuple((*pair, times_of(step)) for pair, step in steps.items())
    try:
        weights = ahp_weights(judged, labels)
    except MappingError as error:
        refuse(str(error))
        return
    chosen = tuple((str(name), float(weight)) for name, weight in weights.items())
    change(name=tr(NAME), method="ahp", weights=chosen, comparisons=judged)
    show_weights()
