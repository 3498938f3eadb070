"""Small JSON files of choices that people download, send and load: strict reading, one sentence for what is wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mapping.errors import SettingsError
from mapping.language import mark, tr


@dataclass(frozen=True)
class What:
    """What a file holds, the page on which it is downloaded, and how many bytes it may have."""

    name: str
    page: str
    largest: int


def is_number(value: Any) -> bool:
    """Whether a value is a finite number (True and False are none).

    Examples
    --------
    >>> is_number(2), is_number(float("nan")), is_number(True), is_number("2"), is_number(10**400)
    (True, False, False, False, False)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def named_twice(keys: Iterable[str]) -> str:
    """The first key that comes again; ``""`` where none does.

    Examples
    --------
    >>> named_twice(["a", "b", "a"]), named_twice(["a"])
    ('a', '')
    """
    seen: set[str] = set()
    return next((key for key in keys if key in seen or seen.add(key)), "")  # type: ignore[func-returns-value]


def read_object(content: bytes, file: str, what: What) -> dict[str, Any]:
    """The object in a file, with no key twice and no number that is none.

    Raises
    ------
    SettingsError
        Too large, not JSON, or no object; with the file, and the page on which the right one is offered.
    """
    if len(content) > what.largest:
        raise SettingsError(
            tr(
                'Berkas "{file}" terlalu besar untuk {name} ({content} kB, paling besar {largest} kB). '
                "Pilih berkas yang diunduh dari halaman {page}.",
                file=file,
                name=what.name,
                content=len(content) // 1024,
                largest=what.largest // 1024,
                page=what.page,
            )
        )
    try:
        given = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refuse_constant)
    except _FileError as error:
        raise SettingsError(tr('Berkas "{file}": {error}', file=file, error=error)) from None
    except (ValueError, RecursionError):
        raise SettingsError(
            tr(
                'Berkas "{file}" tidak bisa dibaca sebagai JSON. Pilih berkas yang diunduh dari halaman {page}.',
                file=file,
                page=what.page,
            )
        ) from None
    if not isinstance(given, dict):
        raise SettingsError(
            tr('Berkas "{file}" bukan {name}: isinya harus satu objek JSON.', file=file, name=what.name)
        )
    return given


class _FileError(Exception):
    """What json's own errors cannot say."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if twice := named_twice(key for key, _ in pairs):
        raise _FileError(tr("kunci {twice} ada dua kali. Hapus salah satunya.", twice=shown(twice)))
    return dict(pairs)


def _refuse_constant(text: str) -> Any:
    raise _FileError(tr("{text} bukan angka. Ganti dengan angka biasa.", text=text))


def refuse_unknown(given: Iterable[str], known: tuple[str, ...], file: str, prefix: str) -> None:
    """Refuse keys that nobody knows: a misspelt one would silently do nothing. Those in ``label`` are for people."""
    for key in given:
        if key not in known and not key.endswith("label"):
            raise SettingsError(
                tr(
                    'Berkas "{file}", kunci {prefix} tidak dikenal. Hapus kunci itu; yang dikenal: {known}.',
                    file=file,
                    prefix=shown(prefix + key),
                    known=", ".join(known),
                )
            )


KINDS: dict[type, str] = {
    dict: mark("sebuah objek"),
    list: mark("sebuah daftar"),
    type(None): mark("kosong"),
    bool: mark("benar/salah"),
}
"""What a value that is neither text nor number is called."""


def shown(value: Any) -> str:
    """A value of the file as it may stand in a message: short, one line, nothing that could not be printed."""
    kind = KINDS.get(type(value))
    text = (
        tr(kind)
        if kind
        else (str(value)[:60] if isinstance(value, str) else repr(value)[:60] if is_number(value) else tr("angka aneh"))
    )
    line = "".join(letter if letter.isprintable() else "?" for letter in text)
    return f'"{line}"' if isinstance(value, str) else line


def read_objects(rows: Any, key: str, file: str, known: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A list of small objects under a key: where each stands (``key[1]``), and the object, its keys among ``known``.

    Raises
    ------
    SettingsError
        No list, something in it that is no object, or an unknown key.

    Examples
    --------
    >>> list(read_objects([{"a": 1}], "bobot", "f.json", ("a",)))
    [('bobot[1]', {'a': 1})]
    """
    if not isinstance(rows, list):
        told = tr(
            'Berkas "{file}", kunci "{key}": isinya harus daftar; yang diberikan {rows}.',
            file=file,
            key=key,
            rows=shown(rows),
        )
        raise SettingsError(told)
    for position, row in enumerate(rows):
        where = f"{key}[{position + 1}]"
        if not isinstance(row, dict):
            raise SettingsError(
                tr('Berkas "{file}", kunci "{where}": {row} harus objek JSON.', file=file, where=where, row=shown(row))
            )
        refuse_unknown(row, known, file, f"{where}.")
        yield where, row
