"""What a map says: values in classes, two things at once, kinds, marks, or someone's own layer; no drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mapping.present.ramps import COLOURS, PAIR_COLOURS
from mapping.present.ramps import diverging as diverging
from mapping.present.ramps import ramp as ramp

KNOWN, UNKNOWN, SUPPRESSED = 0, 1, 2
"""State of a kelurahan on the map: has a value; belum cukup data; blanked because too few businesses."""
SURE, FAIRLY, UNSURE = 0, 1, 2
"""How sure a value is: drawn plain, with a few dots, with hatching over its colour."""


@dataclass(frozen=True)
class MapValues:
    """What one colouring of the map says.

    Parameters
    ----------
    codes, names : sequence of str, shape (n,)
        Kemendagri codes, unique, and the names shown for them.
    places : sequence of int, shape (n,)
        For each kelurahan, the position of its kecamatan in ``kecamatan``.
    kecamatan : sequence of str
        Kecamatan names, in the order of the kecamatan outlines.
    values : array of float, shape (n,)
        In ``unit``; NaN where the state is not ``KNOWN``.
    states : array of int, shape (n,)
        ``KNOWN``, ``UNKNOWN`` or ``SUPPRESSED``.
    ranks : array of float, shape (n, 3), or None
        Rank, and the lower and upper end of its 80% interval; NaN where unknown.
    title, unit : str
        Legend heading and what the numbers are counted in.
    low, high : float
        Ends of the five equal classes. They are fixed by the criterion, never by the data, so that the
        same colour means the same thing in every region and after every upload. Not read where ``breaks``
        are given.
    open_ended : bool
        Values beyond the last class end exist and share its colour.
    money : bool
        Values are rupiah.
    digits : int
        Decimals shown.
    notes : sequence of str
        Lines under the legend: how many businesses, survey date, source, caveats.
    selected : str
        Code of the outlined kelurahan, ``""`` for none.
    dark : bool
        Draw on a dark background.
    breaks : sequence of float, shape (k + 1,), or None
        Ascending ends of k classes; None for five equal ones between ``low`` and ``high``. A value on a
        break belongs to the class below it (:func:`class_of`).
    colours : sequence of str, shape (k,)
        ``#rrggbb`` of each class.
    chosen : array of bool, shape (n,), or None
        False: outside the filter, drawn pale and deaf to the mouse. None: all are chosen.
    doubt : array of int, shape (n,), or None
        ``SURE``, ``FAIRLY`` or ``UNSURE``: a texture over the colour; None: not told.
    doubt_labels : sequence of str
        Three words for the legend, surest first.
    details : sequence of str, shape (n,) or empty
        A second line of what is shown under the pointer, ``""`` for none; sent for ``KNOWN`` only.
    focus : str
        Position in ``kecamatan`` (as text) of the one to zoom to, once; ``""``: the whole region.
    level : str
        ``"kelurahan"``, or ``"kecamatan"``: codes are then positions in ``kecamatan`` as text.
    """

    codes: Sequence[str]
    names: Sequence[str]
    places: Sequence[int]
    kecamatan: Sequence[str]
    values: npt.NDArray[np.float64]
    states: npt.NDArray[np.int64]
    ranks: npt.NDArray[np.float64] | None
    title: str
    unit: str
    low: float
    high: float
    open_ended: bool = False
    money: bool = False
    digits: int = 0
    notes: Sequence[str] = field(default_factory=tuple)
    selected: str = ""
    dark: bool = False
    breaks: Sequence[float] | None = None
    colours: Sequence[str] = COLOURS
    chosen: npt.NDArray[np.bool_] | None = None
    doubt: npt.NDArray[np.int64] | None = None
    doubt_labels: Sequence[str] = ()
    details: Sequence[str] = ()
    focus: str = ""
    level: str = "kelurahan"


def class_breaks(low: float, high: float, classes: int = len(COLOURS)) -> list[float]:
    """Ends of equal classes between two fixed goalposts.

    Examples
    --------
    >>> class_breaks(0, 100)
    [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    """
    return [round(low + (high - low) * i / classes, 10) for i in range(classes + 1)]


def class_of(values: npt.NDArray[np.float64], breaks: Sequence[float]) -> npt.NDArray[np.int64]:
    """Class of each value, 0 to k - 1; -1 where the value is NaN.

    Class i takes what is above ``breaks[i]`` up to and with ``breaks[i + 1]``; the first takes its lower end too,
    and what lies beyond the outer ends joins the outer classes.

    Parameters
    ----------
    values : array of float, shape (n,)
        In any unit; NaN is unknown.
    breaks : sequence of float, shape (k + 1,)
        Ascending.

    Examples
    --------
    >>> class_of(np.array([0, 20, 20.1, 100, 140, np.nan]), class_breaks(0, 100)).tolist()
    [0, 0, 1, 4, 4, -1]
    """
    given = np.asarray(values, dtype=float)
    found = np.searchsorted(np.asarray(breaks, dtype=float)[1:-1], given, side="left")
    return np.where(np.isnan(given), -1, found).astype(np.int64)


@dataclass(frozen=True)
class MapPairs:
    """Two things at once, three classes each: nine colours.

    Parameters
    ----------
    codes, names, places, kecamatan, states, title, details, notes, selected, dark, chosen, focus, level
        As in :class:`MapValues`.
    first, second : array of int, shape (n,)
        Class 0 (low) to 2 (high) of each; not read where the state is not ``KNOWN``.
    first_label, second_label : str
        What each is.
    first_words, second_words : sequence of str, three each
        What the classes are called, lowest first.
    colours : sequence of str, nine
        ``#rrggbb`` at position ``first * 3 + second``.
    """

    codes: Sequence[str]
    names: Sequence[str]
    places: Sequence[int]
    kecamatan: Sequence[str]
    first: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]
    states: npt.NDArray[np.int64]
    first_label: str
    second_label: str
    first_words: Sequence[str]
    second_words: Sequence[str]
    title: str
    details: Sequence[str] = ()
    notes: Sequence[str] = field(default_factory=tuple)
    selected: str = ""
    dark: bool = False
    chosen: npt.NDArray[np.bool_] | None = None
    focus: str = ""
    level: str = "kelurahan"
    colours: Sequence[str] = PAIR_COLOURS


@dataclass(frozen=True)
class MapMarks:
    """Kelurahan to tell apart on the map, numbered from 1 in the order given.

    Parameters
    ----------
    codes, names : sequence of str, shape (n,)
        Codes of the outlines, and the names shown for them.
    dark : bool
        Draw on a dark background.
    """

    codes: Sequence[str]
    names: Sequence[str]
    dark: bool = False


@dataclass(frozen=True)
class MapOverlay:
    """Someone's own layer on top of the map: points, lines or areas that let clicks through.

    Parameters
    ----------
    name : str
        What the legend calls it.
    url : str
        Where its GeoJSON is fetched, on our own server.
    colour : str
        ``#rrggbb`` of what has no category.
    labels, colours : sequence of str, one a category
        A feature's property ``k`` (int) is its position in both; empty where there are no categories.
    """

    name: str
    url: str
    colour: str = "#7a2e8e"
    labels: Sequence[str] = ()
    colours: Sequence[str] = ()


@dataclass(frozen=True)
class MapKinds:
    """A colouring by kinds that have no order of size: types of kelurahan, patterns of neighbours.

    Parameters
    ----------
    codes, names, places, kecamatan, selected, dark, notes, title, chosen, focus, level
        As in :class:`MapValues`.
    kinds : array of int, shape (n,)
        Position in ``labels``; not read where the state is not ``KNOWN``.
    states : array of int, shape (n,)
        ``KNOWN``, ``UNKNOWN`` or ``SUPPRESSED``.
    labels, colours : sequence of str, one a kind
        Words of the legend, and the colour (``#rrggbb``) of each.
    details : sequence of str, shape (n,)
        A second line of what is shown under the pointer, ``""`` for none; sent for ``KNOWN`` only.
    """

    codes: Sequence[str]
    names: Sequence[str]
    places: Sequence[int]
    kecamatan: Sequence[str]
    kinds: npt.NDArray[np.int64]
    states: npt.NDArray[np.int64]
    labels: Sequence[str]
    colours: Sequence[str]
    details: Sequence[str]
    title: str
    notes: Sequence[str] = field(default_factory=tuple)
    selected: str = ""
    dark: bool = False
    chosen: npt.NDArray[np.bool_] | None = None
    focus: str = ""
    level: str = "kelurahan"


MapShown = MapValues | MapKinds | MapPairs
"""Anything that one map can show."""
