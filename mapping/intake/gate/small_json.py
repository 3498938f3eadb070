"""Small JSON files of choices that people download, send and load: strict reading, one sentence for what is wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mapping.errors import SettingsError


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
            f'Berkas "{file}" terlalu besar untuk {what.name} ({len(content) // 1024} kB, paling besar '
            f"{what.largest // 1024} kB). Pilih berkas yang diunduh dari halaman {what.page}."
        )
    try:
        given = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refuse_constant)
    except _FileError as error:
        raise SettingsError(f'Berkas "{file}": {error}') from None
    except (ValueError, RecursionError):
        raise SettingsError(
            f'Berkas "{file}" tidak bisa dibaca sebagai JSON. Pilih berkas yang diunduh dari halaman {what.page}.'
        ) from None
    if not isinstance(given, dict):
        raise SettingsError(f'Berkas "{file}" bukan {what.name}: isinya harus satu objek JSON.')
    return given


class _FileError(Exception):
    """What json's own errors cannot say."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if twice := named_twice(key for key, _ in pairs):
        raise _FileError(f"kunci {shown(twice)} ada dua kali. Hapus salah satunya.")
    return dict(pairs)


def _refuse_constant(text: str) -> Any:
    raise _FileError(f"{text} bukan angka. Ganti dengan angka biasa.")


def refuse_unknown(given: Iterable[str], known: tuple[str, ...], file: str, prefix: str) -> None:
    """Refuse keys that nobody knows: a misspelt one would silently do nothing. Those in ``label`` are for people."""
    for key in given:
        if key not in known and not key.endswith("label"):
            raise SettingsError(
                f'Berkas "{file}", kunci {shown(prefix + key)} tidak dikenal. Hapus kunci itu; yang dikenal: '
                f"{', '.join(known)}."
            )


def shown(value: Any) -> str:
    """A value of the file as it may stand in a message: short, one line, nothing that could not be printed."""
    kind = {dict: "sebuah objek", list: "sebuah daftar", type(None): "kosong", bool: "benar/salah"}.get(type(value))
    text = kind or (
        str(value)[:60] if isinstance(value, str) else repr(value)[:60] if is_number(value) else "angka aneh"
    )
    line = "".join(letter if letter.isprintable() else "?" for letter in text)
    return f'"{line}"' if isinstance(value, str) else line
