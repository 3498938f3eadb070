"""The language in which texts are said: Indonesian as written in the code, others from a catalogue.

Indonesian is the source language: the text in the code is the text on the screen. Another language has one
gettext catalogue per room in ``language/<code>/*.po``. A text is written once, with names for what is put in:
``tr("{n} usaha di {place}", n=..., place=...)``; a translator may move the names about.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from string import Formatter
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "id"
LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
"""Code -> how its speakers call it."""
LOCALES = {"id": "id_ID", "en": "en_GB"}
"""Code -> the locale by which numbers and dates are written."""

_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
_asked: list[Callable[[], str | None]] = []
P = ParamSpec("P")
R = TypeVar("R")


def follow(ask: Callable[[], str | None]) -> None:
    """Let ``ask`` say the language wherever :func:`speaking` does not; the app asks its session."""
    _asked[:] = [ask]


def language() -> str:
    """Code of the language in force: that of :func:`speaking`, else what the app's session chose, else Indonesian."""
    spoken = _spoken.get()
    if spoken is None and _asked:
        spoken = _asked[0]()
    return spoken if spoken in LANGUAGES else SOURCE


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Everything inside is said in this language; a thread started inside has to be told again.

    Raises
    ------
    ValueError
        When the code is not among ``LANGUAGES``.

    Examples
    --------
    >>> with speaking("en"):
    ...     language()
    'en'
    """
    if code not in LANGUAGES:
        raise ValueError(f"The 'code' parameter of speaking must be one of {sorted(LANGUAGES)}. Got {code!r} instead.")
    token = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(token)


def tr(text: str, /, **values: object) -> str:
    """The text in the language in force, with the values in the places that it names.

    A text that the catalogue lacks stays Indonesian; a test finds it before a reader does. Braces are read as
    places only where values are given.

    Examples
    --------
    >>> tr("{n} usaha", n=3)
    '3 usaha'
    >>> tr("tanpa {kurung}")
    'tanpa {kurung}'
    """
    code = language()
    if code != SOURCE and text:
        from mapping.language.catalogue import read_catalogue

        text = read_catalogue(code).gettext(text)
    return text.format(**values) if values else text


def tr_rows(text: str, /, **columns: pd.Series | str) -> pd.Series:
    """As :func:`tr` for a whole column of sentences: every place is a column (one index) or one text for all.

    Numbers are written as they are; a row that lacks a value is NaN.

    Examples
    --------
    >>> import pandas as pd
    >>> tr_rows("{n} usaha di {place}", n=pd.Series([3, 5]), place="Gundih").tolist()
    ['3 usaha di Gundih', '5 usaha di Gundih']
    """
    import pandas as pd

    index = next(column.index for column in columns.values() if isinstance(column, pd.Series))
    said = pd.Series("", index=index, dtype="object")
    for words, place, _, _ in Formatter().parse(tr(text)):
        said = said + words
        if place is not None:
            column = columns[place]
            if isinstance(column, pd.Series) and pd.api.types.is_numeric_dtype(column):
                column = column.astype("str")
            said = said + column
    return said


def plural(text: str, count: float, /, **values: object) -> str:
    """As :func:`tr`, for languages that say one differently from many; Indonesian does not.

    Examples
    --------
    >>> plural("{n} usaha", 1, n=1)
    '1 usaha'
    """
    code = language()
    if code != SOURCE:
        from mapping.language.catalogue import read_catalogue

        text = read_catalogue(code).ngettext(text, text, 1 if count == 1 else 2)
    return text.format(**values) if values else text


def mark(text: str) -> str:
    """The text itself, marked for the catalogue: for names of a module, which are read before a language is known.

    Examples
    --------
    >>> mark("Peta")
    'Peta'
    """
    return text


def load_languages() -> None:
    """Read every catalogue and the forms of numbers, for a process that may open no file later."""
    from babel.numbers import format_decimal

    from mapping.language.catalogue import read_catalogue

    for code, locale in LOCALES.items():
        format_decimal(1.5, locale=locale)
        if code != SOURCE:
            read_catalogue(code)


def per_language(make: Callable[P, R]) -> Callable[P, R]:
    """Remember what ``make`` gave, once a language: for readers of data files whose texts are translated.

    Arguments must be hashable. What it gives is shared: nobody changes it.
    """

    @cache
    def made(code: str, args: tuple[Hashable, ...], named: tuple[tuple[str, Hashable], ...]) -> R:
        return make(*args, **dict(named))  # type: ignore[arg-type]

    @wraps(make)
    def asked(*args: P.args, **named: P.kwargs) -> R:
        return made(language(), args, tuple(sorted(named.items())))

    return asked
