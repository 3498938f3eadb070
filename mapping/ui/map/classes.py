"""Classes of the map: how they are cut, what each method means, and what each class is called."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import streamlit as st

from mapping.knowledge.formats import say_number
from mapping.language import mark, tr
from mapping.present.mapclasses import (
    DEVIATION,
    EQUAL,
    FEWEST,
    FIXED,
    METHODS,
    MOST,
    NATURAL,
    QUANTILE,
    Cuts,
    cut_values,
)
from mapping.present.mapdata import KNOWN, class_of, diverging, ramp
from mapping.present.mapvalues import CERTAINTY, NOT_OPEN
from mapping.ui.map.address import bound, offered
from mapping.ui.map.subjects import LINE, PAIR, Subject

NAMES = {
    FIXED: mark("Batas tetap"),
    QUANTILE: mark("Sama banyak"),
    NATURAL: mark("Celah alami"),
    EQUAL: mark("Sama lebar"),
    DEVIATION: mark("Jarak dari rata-rata"),
}
EXPLAINED = {
    FIXED: mark(
        "Batas kelas ditentukan lebih dulu dan sama di mana saja: warna yang sama selalu berarti angka yang sama. "
        "Bila semua tempat berdekatan angkanya, petanya tampak satu warna."
    ),
    QUANTILE: mark(
        "Tiap kelas berisi tempat yang sama banyak. Menyesatkan bila angkanya hampir sama: dua tempat yang nyaris "
        "setara bisa berbeda warna, dan selalu ada yang tampak paling gelap."
    ),
    NATURAL: mark(
        "Batas diletakkan di celah angka (Fisher-Jenks), sehingga isi satu kelas semirip mungkin. Batasnya khusus "
        "wilayah ini: jangan dibandingkan dengan peta wilayah lain."
    ),
    EQUAL: mark(
        "Jarak antara angka terkecil dan terbesar dibagi sama lebar. Satu tempat yang sangat menonjol membuat hampir "
        "semua yang lain jatuh di kelas terendah."
    ),
    DEVIATION: mark(
        "Tiap kelas selebar satu simpangan baku dari rata-rata: ungu di atas rata-rata, jingga di bawahnya. "
        "Menyesatkan bila angkanya miring, misalnya banyak yang kecil dan sedikit yang sangat besar."
    ),
}
THIRDS = (mark("rendah"), mark("sedang"), mark("tinggi"))
CLOSED_COLOUR = {False: "#d9dee3", True: "#4a5561"}


@dataclass(frozen=True)
class Classes:
    """A subject cut into classes.

    ``of`` is the class of each place (-1 where there is none), ``labels`` and ``colours`` those of each class.
    ``cuts`` is None where places have kinds.
    """

    of: npt.NDArray[np.int64]
    labels: tuple[str, ...]
    colours: tuple[str, ...]
    cuts: Cuts | None = None

    def count(self, chosen: npt.NDArray[np.bool_] | None = None) -> npt.NDArray[np.int64]:
        """How many places are in each class."""
        given = self.of if chosen is None else self.of[chosen]
        return np.bincount(given[given >= 0], minlength=len(self.labels))


def choose_method() -> tuple[str, int]:
    """How the colours are cut, and into how many classes; with a sentence on what that does."""
    method = offered("kelas", METHODS, FIXED)
    counts = [str(n) for n in range(FEWEST, MOST + 1)]
    classes = offered("banyak", counts, "5")
    st.selectbox(tr("Cara membagi kelas"), METHODS, format_func=lambda key: tr(NAMES[key]), **bound("kelas"))
    st.segmented_control(tr("Banyak kelas"), counts, required=True, **bound("banyak"))
    st.caption(tr(EXPLAINED[method]))
    return method, int(classes)


def classify(subject: Subject, method: str, classes: int, dark: bool) -> Classes:
    """The classes of a subject: of its numbers by a method, or its kinds as they are."""
    rows = subject.rows
    if not subject.has_values:
        of = np.where(rows["state"] == KNOWN, rows["kind_of"], -1)
        return Classes(of, subject.labels, subject.colours)
    values = rows["value"].to_numpy(float)
    if subject.word == PAIR:
        return _classify_pairs(subject, values, method)
    cuts = cut_values(values, method, classes, subject.low, subject.high)
    of, labels, colours = class_of(values, cuts.breaks), class_labels(subject, cuts), class_colours(cuts, method)
    if subject.word == LINE:
        closed = rows["closed"].to_numpy(bool)
        of, labels = np.where(closed, len(labels), of), (*labels, tr(NOT_OPEN))
        colours = (*colours, CLOSED_COLOUR[dark])
    return Classes(of, labels, colours, cuts)


def _classify_pairs(subject: Subject, values: npt.NDArray[np.float64], method: str) -> Classes:
    """Nine classes: thirds of the score by the method, times three of certainty, most certain last."""
    from mapping.present.mapdata import PAIR_COLOURS

    cuts = cut_values(values, method, 3, subject.low, subject.high)
    first = class_of(values, cuts.breaks)
    first = np.where(first >= 0, np.array(cuts.kept)[np.maximum(first, 0)], -1)
    doubt = subject.rows["doubt"].to_numpy()
    of = np.where((first >= 0) & (doubt >= 0), first * 3 + (2 - doubt), -1)
    sure = [tr(word) for word in reversed(CERTAINTY)]
    labels = tuple(tr("skor {first}, {second}", first=tr(word), second=known) for word in THIRDS for known in sure)
    return Classes(of, labels, tuple(PAIR_COLOURS), cuts)


def class_colours(cuts: Cuts, method: str) -> tuple[str, ...]:
    """Colours of the classes that are there: around a middle by standard deviation, light to dark else."""
    palette = diverging(cuts.wanted) if method == DEVIATION else ramp(cuts.wanted)
    return tuple(palette[position] for position in cuts.kept)


def class_labels(subject: Subject, cuts: Cuts) -> tuple[str, ...]:
    """The span of each class in the subject's own unit, with no more decimals than tell its ends apart."""
    scale = 1e6 if subject.money else 1.0
    ends = [end / scale for end in cuts.breaks]
    digits = next((d for d in range(3) if len({round(end, d) for end in ends}) == len(ends)), 2)
    told = [say_number(end, digits) for end in ends]
    unit = tr(" juta") if subject.money else ""
    spans = [f"{low}–{high}{unit}" for low, high in pairwise(told)]
    if subject.open_ended and cuts.breaks[-1] < np.nanmax(subject.rows["value"].to_numpy(float), initial=-np.inf):
        spans[-1] = tr("lebih dari {low}{unit}", low=told[-2], unit=unit)
    return tuple(spans)
