"""Numbers and lists inside the sentences of findings, as Indonesians write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mapping.language import LOCALES, language, tr

SHOWN = 8


def say_number(value: float, digits: int = 0) -> str:
    """A number with the separators of the language in force.

    Examples
    --------
    >>> say_number(1234.5, 1), say_number(0.2057, 3), say_number(12)
    ('1.234,5', '0,206', '12')
    """
    from babel.numbers import format_decimal

    return str(format_decimal(value, format="#,##0." + "0" * digits if digits else "#,##0", locale=LOCALES[language()]))


def say_area(km2: float) -> str:
    """An area, fine enough that a sliver does not become nought.

    Examples
    --------
    >>> say_area(1.2212), say_area(0.00012), say_area(0.0)
    ('1,221 km2', '0,00012 km2', '0 km2')
    """
    if km2 == 0:
        return "0 km2"
    return say_number(km2, 3 if km2 >= 0.01 else 5 if km2 >= 1e-5 else 9) + " km2"


def say_list(items: Sequence[Any], shown: int = SHOWN) -> str:
    """The first items, and how many more there are.

    Examples
    --------
    >>> say_list(["a", "b", "c"], 2)
    'a, b, dan 1 lainnya'
    """
    more = len(items) - shown
    text = ", ".join(str(item) for item in items[:shown])
    return tr("{text}, dan {more} lainnya", text=text, more=more) if more > 0 else text


def say_all(items: Sequence[str]) -> str:
    """Items with "dan" between them.

    Examples
    --------
    >>> say_all(["kode", "nama"])
    'kode dan nama'
    """
    return tr(" dan ").join(items)
