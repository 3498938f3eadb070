"""What a map says: values between goalposts, kinds, or marks; no drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

KNOWN, UNKNOWN, SUPPRESSED = 0, 1, 2
"""State of a kelurahan on the map: has a value; belum cukup data; blanked because too few businesses."""

COLOURS = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
"""ColorBrewer YlGnBu, five classes: ordered in lightness, safe for colour-blind readers and in print."""


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
        same colour means the same thing in every region and after every upload.
    open_ended : bool
        Values beyond ``high`` exist and share its colour.
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


def class_breaks(low: float, high: float, classes: int = len(COLOURS)) -> list[float]:
    """Ends of equal classes between two fixed goalposts.

    Examples
    --------
    >>> class_breaks(0, 100)
    [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    """
    return [round(low + (high - low) * i / classes, 10) for i in range(classes + 1)]


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
class MapKinds:
    """A colouring by kinds that have no order of size: types of kelurahan, patterns of neighbours.

    Parameters
    ----------
    codes, names, places, kecamatan, selected, dark, notes, title
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
