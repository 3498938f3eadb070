"""Colours of classes on a map, told apart by every eye."""

from __future__ import annotations

_RAMPS = {
    3: ("#edf8b1", "#7fcdbb", "#2c7fb8"),
    4: ("#ffffcc", "#a1dab4", "#41b6c4", "#225ea8"),
    5: ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"),
    6: ("#ffffd9", "#a7dcb8", "#3fb2c4", "#2281b9", "#2550a1", "#152772"),
    7: ("#ffffd9", "#b6e2b6", "#63c1c0", "#299ac1", "#2371b1", "#26479d", "#152772"),
    8: ("#ffffd9", "#c1e6b5", "#7bcbbc", "#39abc3", "#2088bc", "#2365ab", "#26419a", "#152772"),
    9: ("#ffffd9", "#c6e8b4", "#85cfbb", "#3fb3c4", "#1f92c0", "#2371b1", "#2551a2", "#21318c", "#0a1f5c"),
}
_DIVERGING = {
    3: ("#f1a340", "#f7f7f7", "#998ec3"),
    4: ("#e66101", "#fdb863", "#b2abd2", "#5e3c99"),
    5: ("#e66101", "#fdb863", "#f7f7f7", "#b2abd2", "#5e3c99"),
    6: ("#b35806", "#f1a340", "#fee0b6", "#d8daeb", "#998ec3", "#542788"),
    7: ("#b35806", "#f1a340", "#fee0b6", "#f7f7f7", "#d8daeb", "#998ec3", "#542788"),
    8: ("#b35806", "#e08214", "#fdb863", "#fee0b6", "#d8daeb", "#b2abd2", "#8073ac", "#542788"),
    9: ("#b35806", "#e08214", "#fdb863", "#fee0b6", "#f7f7f7", "#d8daeb", "#b2abd2", "#8073ac", "#542788"),
}
COLOURS = _RAMPS[5]
"""ColorBrewer YlGnBu, five classes: ordered in lightness, safe for colour-blind readers and in print."""
PAIR_COLOURS = (
    *("#f3f3f3", "#b4d3e1", "#509dc2"),
    *("#f3e0a0", "#b3b3b3", "#376387"),
    *("#f3b300", "#b36600", "#4d3319"),
)
"""Three by three for two things at once: the first grows towards gold, the second towards blue, both towards dark."""


def ramp(classes: int) -> tuple[str, ...]:
    """Colours of 3 to 9 ordered classes, light to dark (YlGnBu; from six on evenly spaced in lightness).

    Raises
    ------
    ValueError
        For another number of classes.

    Examples
    --------
    >>> ramp(5) == COLOURS, len(ramp(9))
    (True, 9)
    """
    return _colours(_RAMPS, classes, "ramp")


def diverging(classes: int) -> tuple[str, ...]:
    """Colours of 3 to 9 classes around a middle: orange below, purple above (ColorBrewer PuOr).

    Raises
    ------
    ValueError
        For another number of classes.

    Examples
    --------
    >>> diverging(3)
    ('#f1a340', '#f7f7f7', '#998ec3')
    """
    return _colours(_DIVERGING, classes, "diverging")


def _colours(table: dict[int, tuple[str, ...]], classes: int, name: str) -> tuple[str, ...]:
    if classes not in table:
        raise ValueError(f"The 'classes' parameter of {name} must be 3 to 9. Got {classes} instead.")
    return table[classes]
