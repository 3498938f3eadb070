"""What a map says, as the browser gets it: compact, escaped, with nothing in it that is hidden or unknown."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from mapping.language import LOCALES, language, tr
from mapping.present.mapdata import (
    KNOWN,
    MapKinds,
    MapOverlay,
    MapPairs,
    MapShown,
    MapValues,
    class_breaks,
    class_of,
)

_ESCAPES = str.maketrans({sign: f"&#{ord(sign)};" for sign in "&<>\"'`$\\{}"})
MONEY_DIGITS = 4
"""Rupiah travel with so many significant digits: the screen shows two or three of them."""
PACKED_FROM = 1_000
"""Beyond so many kelurahan columns of digits travel as one text."""
RANK_STEPS = {5_000: 50, 1_000: 10}
"""Beyond so many kelurahan the ends of rank intervals are told in such steps."""


def escape_text(text: str) -> str:
    r"""Text that is safe as HTML, inside a JavaScript literal and through Jinja, and reads as written.

    Each of ``& < > " ' ` $ \ { }`` becomes its numeric entity; line separators, which end a JavaScript
    string in old engines, become spaces.

    Examples
    --------
    >>> escape_text("{{7*7}}")
    '&#123;&#123;7*7&#125;&#125;'
    >>> escape_text("Diskon {% 50"), escape_text("Kalirungkut")
    ('Diskon &#123;% 50', 'Kalirungkut')
    """
    return " ".join(text.split()).translate(_ESCAPES)


def escape_all(value: Any) -> Any:
    """The same structure with every text in it, keys included, through ``escape_text``."""
    if isinstance(value, str):
        return escape_text(value)
    if isinstance(value, dict):
        return {escape_text(str(key)): escape_all(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [escape_all(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def map_speech() -> dict[str, Any]:
    """The words that the map says of itself, in the language in force, and the locale of its numbers.

    Braces are places that the browser fills.
    """
    words = {
        "loading": tr("Memuat batas wilayah…"),
        "failed": tr("Peta tidak dapat dimuat."),
        "retry": tr("Coba lagi"),
        "zoomIn": tr("Perbesar"),
        "zoomOut": tr("Perkecil"),
        "home": tr("Tampilkan seluruh wilayah"),
        "map": tr("Peta {title}, {n} {what}. Tombol panah menggeser, tambah dan kurang memperbesar, Enter memilih."),
        "kelurahan": tr("kelurahan"),
        "kecamatan": tr("kecamatan"),
        "in": tr("Kec. {name}"),
        "unknown": tr("Belum cukup data"),
        "few": tr("Angka disembunyikan"),
        "hidden": tr("Angka disembunyikan"),
        "outside": tr("Di luar saringan"),
        "rank": tr("Peringkat {rank} (kemungkinan {low}–{high})"),
        "million": tr("juta rupiah"),
        "to": tr("s.d."),
        "failedOverlay": tr("tidak dapat dimuat"),
        "marks": tr("yang ditandai"),
    }
    return {"words": words, "locale": LOCALES[language()].replace("_", "-")}


def map_payload(
    shown: MapShown,
    *,
    beside: MapShown | None = None,
    overlays: Sequence[MapOverlay] = (),
    register: str = "",
    beside_register: str = "",
    height: int = 0,
) -> dict[str, Any]:
    """What ``window.peta.paint`` takes; texts are not escaped yet (:func:`escape_all`).

    Parameters
    ----------
    shown, beside : MapShown
        What the map says, and what a second map beside it says, if there is one.
    overlays : sequence of MapOverlay
        Layers on top.
    register, beside_register : str
        Address of :func:`map_register` of each; ``""``: names and codes travel along.
    height : int
        Pixels; 0 leaves the size to the page.

    Raises
    ------
    ValueError
        When the columns of what is shown differ in length, or classes and colours in number.
    """
    maps = [_one(shown, register)] + ([_one(beside, beside_register)] if beside else [])
    layers = [
        {
            "name": one.name,
            "url": one.url,
            "colour": one.colour,
            "labels": list(one.labels),
            "colours": list(one.colours),
        }
        for one in overlays
    ]
    return {"maps": maps, "overlays": layers, "height": height} | map_speech()


def map_register(shown: MapShown) -> dict[str, Any]:
    """What stays the same while values change: codes, names and where they lie; not escaped yet."""
    places = [int(place) for place in shown.places]
    return {
        "codes": list(shown.codes),
        "names": list(shown.names),
        "places": places,
        "kecamatan": list(shown.kecamatan),
    }


def register_key(shown: MapShown, secret: str) -> str:
    """A token for :func:`map_register` that changes with its content; who lacks the secret cannot guess it."""
    return hashlib.sha256(json.dumps([secret, map_register(shown)]).encode()).hexdigest()[:48]


def _one(shown: MapShown, register: str) -> dict[str, Any]:
    _check(shown)
    known = np.asarray(shown.states) == KNOWN
    told: dict[str, Any] = {"register": register} if register else map_register(shown)
    told |= {
        "states": _digits(np.asarray(shown.states).astype(int)),
        "details": [d if k else "" for d, k in zip(shown.details, known, strict=True)] if any(shown.details) else [],
        "chosen": None if shown.chosen is None else _digits(np.asarray(shown.chosen).astype(int)),
        "title": shown.title,
        "colours": list(shown.colours),
        "notes": list(shown.notes),
        "selected": shown.selected,
        "dark": shown.dark,
        "focus": shown.focus,
        "level": shown.level,
        "ranks": [],
    }
    if isinstance(shown, MapValues):
        return told | _values(shown, known)
    return told | (_pairs(shown, known) if isinstance(shown, MapPairs) else _kinds(shown, known))


def _check(shown: MapShown) -> None:
    """Refuse what the browser would draw wrongly."""
    columns: list[Any] = [shown.codes, shown.names, shown.places, shown.states]
    columns += [shown.values] if isinstance(shown, MapValues) else []
    columns += [shown.kinds, shown.details] if isinstance(shown, MapKinds) else []
    columns += [shown.first, shown.second] if isinstance(shown, MapPairs) else []
    columns += [shown.details] if len(shown.details) else []
    columns += [one for one in (shown.chosen, getattr(shown, "doubt", None)) if one is not None]
    lengths = {len(column) for column in columns}
    if len(lengths) != 1:
        raise ValueError(f"columns differ in length: {sorted(lengths)}")
    if isinstance(shown, MapKinds) and len(shown.labels) != len(shown.colours):
        raise ValueError(f"labels and colours differ in length: {len(shown.labels)}, {len(shown.colours)}")
    if isinstance(shown, MapPairs):
        if (len(shown.colours), len(shown.first_words), len(shown.second_words)) != (9, 3, 3):
            raise ValueError("a map of two things needs nine colours and three words each")
        both = np.concatenate([shown.first, shown.second])[np.tile(np.asarray(shown.states) == KNOWN, 2)]
        if len(both) and not (both.min() >= 0 and both.max() <= 2):
            raise ValueError(f"classes of a map of two things must be 0 to 2. Got {both.min()} to {both.max()}.")


def _values(shown: MapValues, known: np.ndarray) -> dict[str, Any]:
    breaks = class_breaks(shown.low, shown.high, len(shown.colours)) if shown.breaks is None else list(shown.breaks)
    if len(breaks) != len(shown.colours) + 1 or list(breaks) != sorted(breaks):
        raise ValueError(f"{len(shown.colours)} colours need {len(shown.colours) + 1} ascending breaks. Got {breaks}.")
    values = np.where(known, np.asarray(shown.values, dtype=float), np.nan)
    told: dict[str, Any] = {
        "kind": "values",
        "classes": _digits(class_of(values, breaks)),
        "values": _short(values, shown.digits, shown.money),
        "unit": shown.unit,
        "breaks": [float(b) for b in breaks],
        "open": shown.open_ended,
        "money": shown.money,
        "digits": shown.digits,
        "ranks": [],
    }
    if shown.ranks is not None:
        told |= _ranks(np.asarray(shown.ranks, dtype=float), known)
    if shown.doubt is not None:
        told["doubt"] = _digits(np.where(known, np.asarray(shown.doubt), 0).astype(int))
        told["doubtLabels"] = list(shown.doubt_labels)
    return told


def _kinds(shown: MapKinds, known: np.ndarray) -> dict[str, Any]:
    classes = _digits(np.where(known, np.asarray(shown.kinds), -1).astype(int))
    return {"kind": "kinds", "classes": classes, "labels": list(shown.labels)}


def _pairs(shown: MapPairs, known: np.ndarray) -> dict[str, Any]:
    both = np.asarray(shown.first) * 3 + np.asarray(shown.second)
    return {
        "kind": "pairs",
        "classes": _digits(np.where(known, both, -1).astype(int)),
        "firstLabel": shown.first_label,
        "secondLabel": shown.second_label,
        "firstWords": list(shown.first_words),
        "secondWords": list(shown.second_words),
    }


def _digits(column: np.ndarray) -> list[int] | str:
    """A column of small whole numbers; of thousands as one text, a sign each, ``-`` for -1."""
    if len(column) > PACKED_FROM and column.min() >= -1 and column.max() <= 9:
        return "".join(np.array([*"0123456789", "-"])[column])
    return [int(v) for v in column.tolist()]


def _ranks(ranks: np.ndarray, known: np.ndarray) -> dict[str, Any]:
    """Rank and how far its interval reaches to both sides, in steps.

    Among thousands the ends are told in round steps, outwards: nobody reads more into them, and they are most of what
    travels.
    """
    step = next((step for size, step in RANK_STEPS.items() if len(known) > size), 1)
    rank, low, high = np.where(known[:, None], ranks, np.nan).T
    reach = (rank - np.round(low), np.round(high) - rank)
    columns = [rank, *(np.ceil(side / step) for side in reach)]
    return {"ranks": [[None if v != v else int(v) for v in column.tolist()] for column in columns], "rankStep": step}


def _short(values: np.ndarray, digits: int, money: bool) -> list[float | int | None]:
    """Values with the decimals that the screen shows; None where unknown.

    The class is worked out from the full value, so that shortening moves nothing across a break.
    """
    if money:
        size = np.floor(np.log10(np.maximum(np.abs(values), 1)))
        step = 10.0 ** np.maximum(size - (MONEY_DIGITS - 1), 0)
        values = np.round(values / step) * step
    short = np.round(values, 0 if money else digits)
    return [None if v != v else int(v) if v == int(v) else v for v in short.tolist()]
