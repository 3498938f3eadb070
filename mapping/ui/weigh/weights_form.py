"""The controls of a scoring set-up: weights, further criteria, scaling, aggregation, goalposts, name."""

from __future__ import annotations

import streamlit as st

from mapping.knowledge.catalog import read_criteria
from mapping.knowledge.formats import say_percent
from mapping.language import mark, tr
from mapping.settings import ScoringSetup
from mapping.ui.figures import is_money
from mapping.ui.weigh.setup_draft import (
    LATELY,
    LONGEST_NAME,
    change,
    control,
    draft_now,
    name_draft,
    points_of,
    show_in,
    with_weights,
)

NEW_POINTS = 10.0
"""Points of a criterion that was just added."""
MILLION = 1e6
SCALINGS = {"goalposts": mark("Batas tetap"), "minmax": mark("Min–maks"), "ranks": mark("Urutan")}
STAYS = mark("Menambah atau menghilangkan satu kelurahan tidak mengubah urutan kelurahan lain.")
AGGREGATIONS = {"arithmetic": mark("Rata-rata tertimbang"), "geometric": mark("Rata-rata ukur")}


def move_weights(setup: ScoringSetup) -> None:
    """One slider for each criterion that counts or usually counts; beside its name its share of the whole."""
    points = points_of(setup)
    total = sum(points.values())
    criteria = read_criteria()["criteria"]
    for name in shown_criteria(setup):
        share = say_percent(points[name] / total) if total else "0%"
        st.slider(
            f"{criteria[name]['label']} · **{share}**",
            0,
            100,
            step=1,
            key=show_in(f"bobot-{name}", round(points[name])),
            help=criteria[name]["explain"],
            on_change=_move,
            args=(name,),
        )
    _add_criterion(setup, [name for name in criteria if name not in shown_criteria(setup)])
    st.caption(tr("Hanya perbandingannya yang berarti; jumlahnya tidak perlu 100."))


def shown_criteria(setup: ScoringSetup) -> list[str]:
    """Criteria that have a slider, in the order of the catalogue: those that count, and those lately set to zero."""
    lately = st.session_state.get(LATELY, ())
    return [name for name, value in points_of(setup).items() if value > 0 or name in lately]


def _move(name: str) -> None:
    """One slider was moved: the other weights stay exactly what they were."""
    value = st.session_state.get(control(f"bobot-{name}"))
    if value is not None:
        _weigh_anew({name: float(value)})


def _weigh_anew(points: dict[str, float]) -> None:
    draft = draft_now()
    st.session_state[LATELY] = (*shown_criteria(draft), *points)
    change(weights=with_weights(points_of(draft) | points), method="manual", comparisons=())


def _add_criterion(setup: ScoringSetup, names: list[str]) -> None:
    if not names:
        return
    labels = {name: str(read_criteria()["criteria"][name]["label"]) for name in names}
    st.selectbox(
        tr("Tambah kriteria"),
        names,
        index=None,
        format_func=labels.__getitem__,
        placeholder=tr("Tambah kriteria ({names} pilihan)", names=len(names)),
        label_visibility="collapsed",
        key=control("tambah"),
        on_change=_take_in,
    )


def _take_in() -> None:
    name = st.session_state.pop(control("tambah"), None)
    if name is None:
        return
    st.session_state.pop(control(f"bobot-{name}"), None)
    _weigh_anew({name: NEW_POINTS})


def choose_rules(setup: ScoringSetup) -> None:
    """Scaling, aggregation and goalposts, each with what it does to the order."""
    from mapping.score.weigh.choices import say_aggregation, say_scaling

    with st.expander(tr("Cara menilai dan menjumlah"), icon=":material/straighten:"):
        _choose(tr("Cara menilai tiap kriteria"), "scaling", SCALINGS, setup)
        st.caption(say_scaling(setup) or tr(STAYS))
        _choose(tr("Cara menggabung"), "aggregation", AGGREGATIONS, setup)
        st.caption(say_aggregation(setup))
    if setup.scaling == "goalposts":
        with st.expander(tr("Batas nilai tiap kriteria"), icon=":material/vertical_align_center:"):
            _set_goalposts(setup)


def _choose(label: str, part: str, options: dict[str, str], setup: ScoringSetup) -> None:
    st.segmented_control(
        label,
        list(options),
        format_func=lambda one: tr(options[one]),
        required=True,
        key=show_in(part, getattr(setup, part)),
        on_change=_chosen,
        args=(part,),
    )


def _chosen(part: str) -> None:
    change(**{part: st.session_state[control(part)]})


def _set_goalposts(setup: ScoringSetup) -> None:
    """Two numbers for each criterion that counts: what is worth 0 and what is worth 100."""
    st.caption(tr("Nilai yang dinilai 0 dan yang dinilai 100. Bila yang pertama lebih besar, makin kecil makin baik."))
    posts = {name: (low, high) for name, low, high in setup.goalposts}
    for name, criterion in read_criteria()["criteria"].items():
        if points_of(setup)[name] > 0:
            unit = tr("juta rupiah per bulan") if is_money(name) else criterion["unit"]
            st.markdown(f"{criterion['label']} ({unit})")
            usual = (float(criterion["low"]), float(criterion["high"]))
            for place, end, value in zip(st.columns(2), ("low", "high"), posts.get(name, usual), strict=True):
                place.number_input(
                    tr("Nilai 0") if end == "low" else tr("Nilai 100"),
                    step=1.0 if abs(usual[1] - usual[0]) > 10 else 0.1,
                    format="%.6g",
                    key=show_in(f"{end}-{name}", float(value) / (MILLION if is_money(name) else 1.0)),
                    on_change=_set_post,
                    args=(name, usual),
                )


def _set_post(name: str, usual: tuple[float, float]) -> None:
    unit = MILLION if is_money(name) else 1.0
    low, high = (float(st.session_state[control(f"{end}-{name}")]) * unit for end in ("low", "high"))
    rest = tuple(post for post in draft_now().goalposts if post[0] != name)
    change(goalposts=rest if (low, high) == usual else (*rest, (name, low, high)))


def name_setup(setup: ScoringSetup) -> None:
    """What the set-up is called on other pages and in files."""
    st.text_input(
        tr("Nama susunan"),
        max_chars=LONGEST_NAME,
        placeholder=tr(setup.name),
        key=control("nama"),
        help=tr("Nama ini tampil di halaman lain dan ikut di berkas unduhan."),
        on_change=_name,
    )


def _name() -> None:
    name_draft(str(st.session_state.get(control("nama"), "")))
