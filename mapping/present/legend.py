"""What the legend of a map says: one key a class, with how many kelurahan it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from mapping.knowledge.formats import say_number
from mapping.language import mark, tr
from mapping.present.mapdata import (
    KNOWN,
    SUPPRESSED,
    UNKNOWN,
    MapKinds,
    MapPairs,
    MapShown,
    MapValues,
    class_breaks,
    class_of,
)

NO_CLASS = -1
TOO_FEW = mark("Angka disembunyikan")
NO_DATA = mark("Belum cukup data")
OUTSIDE = mark("Di luar saringan")


@dataclass(frozen=True)
class Key:
    """One line of a legend: its colour ``#rrggbb``, its words, and how many kelurahan are drawn so."""

    colour: str
    words: str
    count: int


def in_choice(shown: MapShown) -> npt.NDArray[np.bool_]:
    """Which kelurahan are inside the filter, shape (n,)."""
    return np.ones(len(shown.codes), bool) if shown.chosen is None else np.asarray(shown.chosen, bool)


def breaks_of(shown: MapValues) -> list[float]:
    """The class ends in force, ascending; five equal classes between the goalposts unless others were given."""
    if shown.breaks is not None:
        return [float(end) for end in shown.breaks]
    return class_breaks(shown.low, shown.high, len(shown.colours))


def classes_of(shown: MapShown) -> npt.NDArray[np.int64]:
    """Position of each kelurahan's class in the colours, ``NO_CLASS`` where nothing is known; shape (n,)."""
    known = np.asarray(shown.states) == KNOWN
    if isinstance(shown, MapPairs):
        classes = np.asarray(shown.first) * 3 + np.asarray(shown.second)
    elif isinstance(shown, MapKinds):
        classes = np.asarray(shown.kinds)
    else:
        classes = class_of(shown.values, breaks_of(shown))
    return np.where(known, classes, NO_CLASS).astype(np.int64)


def _ends(shown: MapValues) -> list[str]:
    """Class ends in words with as many decimals as tell them apart, at least those of the values; money in millions."""
    breaks = [end / 1e6 if shown.money else end for end in breaks_of(shown)]
    whole = all(float(end).is_integer() for end in breaks)
    for digits in range(0 if whole or shown.money else max(shown.digits, 1), 7):
        words = [say_number(end, digits) for end in breaks]
        if len(set(words)) == len(set(breaks)):
            break
    return words


def class_words(shown: MapValues) -> list[str]:
    """What each class says of its ends, lowest first; open where values lie beyond the outer ends.

    Below zero a dash would read as a minus.
    """
    ends, breaks = _ends(shown), breaks_of(shown)
    known = np.asarray(shown.values, float)[np.asarray(shown.states) == KNOWN]
    to = tr("s.d.")
    dash = f" {to} " if breaks[0] < 0 else "–"
    words = [f"{low}{dash}{high}" for low, high in pairwise(ends)]
    if shown.open_ended or (known > breaks[-1]).any():
        words[-1] = tr("lebih dari {low}", low=ends[-2])
    if (known < breaks[0]).any():
        words[0] = tr("{high} atau kurang", high=ends[1])
    return words


def legend_keys(shown: MapValues | MapKinds) -> list[Key]:
    """The keys of the colours, lowest class first; kinds that do not occur are left out.

    Counts are of the kelurahan inside the filter.
    """
    classes = classes_of(shown)[in_choice(shown)]
    counts = np.bincount(classes[classes != NO_CLASS], minlength=len(shown.colours))
    words = list(shown.labels) if isinstance(shown, MapKinds) else class_words(shown)
    keys = [Key(str(c), str(w), int(n)) for c, w, n in zip(shown.colours, words, counts, strict=True)]
    return [key for key in keys if key.count] if isinstance(shown, MapKinds) else keys


def pair_counts(shown: MapPairs) -> npt.NDArray[np.int64]:
    """How many kelurahan inside the filter have each pair of classes, shape (3, 3): first by second."""
    classes = classes_of(shown)[in_choice(shown)]
    return np.bincount(classes[classes != NO_CLASS], minlength=9).reshape(3, 3)


def state_counts(shown: MapShown) -> dict[str, int]:
    """How many are unknown, suppressed, and outside the filter, in this order; in words -> count."""
    inside, states = in_choice(shown), np.asarray(shown.states)
    counts = {NO_DATA: inside & (states == UNKNOWN), TOO_FEW: inside & (states == SUPPRESSED), OUTSIDE: ~inside}
    return {words: int(found.sum()) for words, found in counts.items()}


def doubt_counts(shown: MapShown) -> list[tuple[str, int]]:
    """Words of the textures and how many known kelurahan wear each; empty where the map shows no doubt."""
    if not isinstance(shown, MapValues) or shown.doubt is None:
        return []
    doubt = np.asarray(shown.doubt)[(classes_of(shown) != NO_CLASS) & in_choice(shown)]
    words: Sequence[str] = shown.doubt_labels
    return [(str(word), int((doubt == level).sum())) for level, word in enumerate(words)]
