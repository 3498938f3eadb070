"""Where the classes of a map begin and end, by five methods."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mapping.present.mapdata import class_breaks
from mapping.score.classes import fisher_jenks

FIXED, QUANTILE, NATURAL, EQUAL, DEVIATION = "tetap", "kuantil", "alami", "sama", "simpangan"
METHODS = (FIXED, QUANTILE, NATURAL, EQUAL, DEVIATION)
FEWEST, MOST, USUAL = 3, 7, 5


@dataclass(frozen=True)
class Cuts:
    """Ends of ``k`` classes.

    ``breaks`` has ``k + 1`` ascending ends, as ``mapdata.class_of`` reads them: a value on a break belongs to the class
    below it, and the outer classes take what lies beyond. ``wanted`` is the number of classes asked for; ``kept`` says
    for each class its position among these, where some were empty by nature (many equal values) and left out.
    """

    breaks: tuple[float, ...]
    wanted: int
    kept: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many classes there are."""
        return len(self.breaks) - 1


def cut_values(values: npt.NDArray[np.float64], method: str, classes: int, low: float, high: float) -> Cuts:
    """Cut known values into classes.

    Parameters
    ----------
    values : array of float
        NaN is left out.
    method : str
        Of ``METHODS``: ``tetap`` equal classes between ``low`` and ``high``, whatever the data; ``kuantil`` as many
        places in each; ``alami`` Fisher-Jenks; ``sama`` equal classes between the least and the largest value;
        ``simpangan`` one standard deviation each, around the mean.
    classes : int
        2 or more. Fewer come out where the values do not differ enough.
    low, high : float
        Goalposts of the fixed method; in either order.

    Examples
    --------
    >>> cut_values(np.array([1.0, 2, 3, 40]), "tetap", 4, 0, 100).breaks
    (0.0, 25.0, 50.0, 75.0, 100.0)
    >>> cut_values(np.array([1.0, 2, 30, 40, np.nan]), "kuantil", 2, 0, 100).breaks
    (1.0, 20.0, 40.0)
    >>> cut_values(np.array([7.0, 7.0]), "alami", 5, 0, 100).breaks
    (7.0, 7.0)
    """
    known = np.sort(values[~np.isnan(values)])
    low, high = min(low, high), max(low, high)
    if method == FIXED or not len(known):
        return Cuts(tuple(class_breaks(low, high, classes)), classes, tuple(range(classes)))
    first, last = float(known[0]), float(known[-1])
    if first == last:
        return Cuts((first, last), classes, (classes - 1,))
    inner = _inner_cuts(known, method, classes)
    ends = sorted({cut for cut in inner if first < cut < last})
    # A class lies above all asked-for cuts that are not beyond its own lower end.
    kept = [sum(cut <= end for cut in inner) for end in (first, *ends)]
    return Cuts((first, *ends, last), classes, tuple(kept))


def _inner_cuts(known: npt.NDArray[np.float64], method: str, classes: int) -> list[float]:
    """The cuts between classes, ascending; some may coincide or lie beyond the data."""
    if method == EQUAL:
        return class_breaks(float(known[0]), float(known[-1]), classes)[1:-1]
    if method == DEVIATION:
        steps = np.arange(1, classes) - classes / 2
        return [float(cut) for cut in known.mean() + known.std() * steps]
    distinct = np.unique(known)
    if method == QUANTILE:
        upper = known[[max(math.ceil(len(known) * i / classes) - 1, 0) for i in range(1, classes)]]
    else:
        upper = fisher_jenks(known, min(classes, len(distinct)))[:-1]
    after = np.searchsorted(distinct, upper, side="right")
    return [
        between(float(value), float(distinct[at])) if at < len(distinct) else math.inf
        for value, at in zip(upper, after, strict=True)
    ]


def between(below: float, above: float) -> float:
    """The roundest number between two values: a cut that reads well and parts the same places.

    Examples
    --------
    >>> between(33.2, 38.9), between(2.0, 30.0), between(1_234_000.0, 1_290_000.0), between(0.127, 0.128)
    (35.0, 20.0, 1250000.0, 0.1275)
    """
    power = math.floor(math.log10(above - below)) + 1
    for exponent in range(power, power - 4, -1):
        for step in (10.0**exponent, 10.0**exponent / 2):
            found = round(round((below + above) / 2 / step) * step, max(0, 2 - exponent))
            if below < found < above:
                return found
    return (below + above) / 2
