"""Which places are shown: by kind, kecamatan, class and name; what is left out is pale on the map."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt
import streamlit as st

from mapping.knowledge.formats import say_number
from mapping.language import mark, tr
from mapping.ui.cache import View
from mapping.ui.map.address import bound, change, choices, offered
from mapping.ui.map.classes import Classes
from mapping.ui.map.subjects import WHOLE, Subject

Mask = npt.NDArray[np.bool_]
KINDS = {"": mark("Semua"), "desa": "Desa", "kelurahan": "Kelurahan"}
FILTERS = ("kecamatan", "jenis", "nilai", "cari")


def choose_kind(view: View) -> str:
    """Desa, kelurahan or both; asked only where the region has both."""
    present = set(view.study.kelurahan["kind"])
    if not {"desa", "kelurahan"} <= present:
        change_quietly("jenis")
        return ""
    kind = offered("jenis", KINDS, "")
    st.segmented_control(
        tr("Jenis"), list(KINDS), format_func=lambda key: tr(KINDS[key]), required=True, **bound("jenis")
    )
    return kind


def change_quietly(word: str) -> None:
    """Drop a choice that means nothing here."""
    choices()[word] = ""


def choose_kecamatan(view: View) -> int:
    """One kecamatan, as its position; -1 for all."""
    names = view.places.kecamatan_labels
    wanted = offered("kecamatan", names, "")
    options = ["", *sorted(names)]
    st.selectbox(
        "Kecamatan",
        options,
        format_func=lambda name: name or tr("Semua kecamatan"),
        filter_mode="contains",
        **bound("kecamatan"),
    )
    return names.index(wanted) if wanted else -1


def read_grades(classes: Classes) -> tuple[int, ...]:
    """The classes chosen, counted from 0; none chosen means all."""
    asked = [text for text in choices()["nilai"].split(",") if text.isascii() and text.isdigit()]
    grades = sorted({int(text) - 1 for text in asked if 1 <= int(text[:3]) <= len(classes.labels)})
    choices()["nilai"] = ",".join(str(grade + 1) for grade in grades)
    return tuple(grades)


def choose_grades(classes: Classes, grades: tuple[int, ...]) -> None:
    """Classes to pick by hand: the same as clicking bars of the chart."""
    counts = classes.count()
    options = [position for position in range(len(classes.labels)) if counts[position] or position in grades]
    key = "peta-kelas-dipilih"
    if st.session_state.get(key) != [grade for grade in grades if grade in options]:
        st.session_state[key] = [grade for grade in grades if grade in options]
    st.pills(
        tr("Kelas yang ditampilkan (kosong: semua)"),
        options,
        selection_mode="multi",
        format_func=lambda position: f"{classes.labels[position]} ({say_number(float(counts[position]))})",
        key=key,
        on_change=partial(_take_grades, key),
    )


def _take_grades(key: str) -> None:
    set_grades(st.session_state[key] or [])


def set_grades(grades: list[int]) -> None:
    """Show these classes only; none means all."""
    change(nilai=",".join(str(grade + 1) for grade in sorted(set(grades))))


def search() -> str:
    """What is looked for, as it is typed."""
    st.text_input(
        tr("Cari"),
        placeholder=tr("Nama kelurahan, kecamatan, atau kode"),
        type="search",
        max_chars=60,
        live="300ms",
        icon=":material/search:",
        **bound("cari"),
    )
    return " ".join(choices()["cari"].split())


def passing(
    view: View, subject: Subject, classes: Classes, kind: str, kecamatan: int, grades: tuple[int, ...], sought: str
) -> Mask:
    """For each row of the subject, whether it passes every filter."""
    rows = subject.rows
    chosen = np.ones(len(rows), dtype=bool)
    if subject.level == WHOLE:
        chosen &= (rows["members"] > 0).to_numpy()
    else:
        places, _ = view.kecamatan
        chosen &= ((rows["kind"] == kind) | (kind == "")).to_numpy()
        chosen &= (places == kecamatan) | (kecamatan < 0)
    if grades:
        chosen &= np.isin(classes.of, grades)
    return chosen & matching(subject, sought)


def matching(subject: Subject, sought: str) -> Mask:
    """Rows whose name, kecamatan or code holds what is sought."""
    rows = subject.rows
    if not sought:
        return np.ones(len(rows), dtype=bool)
    where = rows["name"].astype(str)
    if subject.level != WHOLE:
        where = where + " " + rows["kecamatan"].astype(str) + " " + rows.index.astype(str)
    return where.str.contains(sought, case=False, regex=False).to_numpy(bool)


def found(subject: Subject, chosen: Mask, sought: str) -> str:
    """The one kelurahan that a search means: the only match, or the only one of exactly that name or code."""
    rows = subject.rows[chosen]
    if not sought or subject.level == WHOLE:
        return ""
    exact = rows[(rows["name"].astype(str).str.casefold() == sought.casefold()) | (rows.index.astype(str) == sought)]
    for those in (rows, exact):
        if len(those) == 1:
            return str(those.index[0])
    return ""


def offer_reset() -> None:
    """A button that takes all filters off, where there is one."""
    if any(choices()[word] for word in FILTERS):
        st.button(
            tr("Hapus semua saringan"),
            icon=":material/filter_alt_off:",
            type="tertiary",
            on_click=partial(change, **dict.fromkeys(FILTERS, "")),
        )
