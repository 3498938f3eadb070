"""What another system asks of the open data, read from an address: anything else than what is meant is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from mapping.errors import EntryError
from mapping.knowledge.open import read_open_tables
from mapping.language import LANGUAGES, SOURCE, tr

PREFIX = "/terbuka"
TRAIL = "catatan"
MOST, USUAL = 1_000, 500
"""Rows of a page."""
LARGEST = 2**53
"""Beyond it, readers of JSON do not agree on what a number is."""
LONGEST_VALUE = 40
CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", re.ASCII)
NUMBER = re.compile(r"\d{1,16}", re.ASCII)
TIME = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """One question.

    Parameters
    ----------
    code : str
        ``kode``: only what belongs to this province, kabupaten, kecamatan or kelurahan; ``""`` everything.
    since : int or str
        ``sejak``: only what changed after this number of the trail, or from this ISO day or time (UTC) on; 0 all.
    after : int
        ``setelah``: only rows with a greater number: where the page before ended.
    most : int
        ``jumlah``: rows of a page, 1 to ``MOST``.
    language : str
        ``bahasa``: of explanations and refusals; data are the same in all.
    """

    code: str = ""
    since: int | str = 0
    after: int = 0
    most: int = USUAL
    language: str = SOURCE

    def parameters(self) -> dict[str, str]:
        """The same as it stands in an address; what is usual is left out."""
        usual = Asked()
        told = {name: (getattr(self, field), getattr(usual, field)) for name, field in FIELDS.items()}
        return {name: str(value) for name, (value, left_out) in told.items() if value != left_out}

    def following(self, file: str, last: int) -> str:
        """Address of the page of a file that goes on after a number."""
        return f"{address_of(file)}?{urlencode(replace(self, after=last).parameters())}"


FIELDS = {"kode": "code", "sejak": "since", "setelah": "after", "jumlah": "most", "bahasa": "language"}


def address_of(file: str = "") -> str:
    """Where a file of the open data is; without one, the index.

    Examples
    --------
    >>> address_of(), address_of("koperasi.csv")
    ('/terbuka/', '/terbuka/koperasi.csv')
    """
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{'/' if base else ''}{base}{PREFIX}/{file}"


def language_of(pairs: Sequence[tuple[str, str]]) -> str:
    """The language in which to answer; Indonesian where none of ours is asked for.

    Examples
    --------
    >>> language_of([("bahasa", "en")]), language_of([("bahasa", "xx")]), language_of([])
    ('en', 'id', 'id')
    """
    return next((value for name, value in pairs if name == "bahasa" and value in LANGUAGES), SOURCE)


def read_asked(pairs: Sequence[tuple[str, str]], known: Sequence[str] = tuple(FIELDS)) -> Asked:
    """The parameters of an address.

    Parameters
    ----------
    pairs : sequence of (str, str)
        As they stand there, decoded.
    known : sequence of str
        Those that the file asked for knows.

    Raises
    ------
    EntryError
        One is unknown, stands twice, or is not what it should be. What was written is not repeated.

    Examples
    --------
    >>> read_asked([("kode", "35.78"), ("sejak", "120")])
    Asked(code='35.78', since=120, after=0, most=500, language='id')
    >>> read_asked([("jumlah", "1e9")])
    Traceback (most recent call last):
    ...
    mapping.errors.EntryError: jumlah: tulis bilangan bulat dari 1 sampai 1000.
    """
    asked, seen = Asked(), set()
    for name, value in pairs:
        if name not in known:
            raise EntryError(tr("Parameter tidak dikenal. Yang dikenal di sini: {names}.", names=", ".join(known)))
        if name in seen:
            raise EntryError(tr("{name}: tulis satu kali saja.", name=name), name)
        seen.add(name)
        told: dict[str, Any] = {FIELDS[name]: _value(name, value if len(value) <= LONGEST_VALUE else "")}
        asked = replace(asked, **told)
    return asked


def _value(name: str, value: str) -> int | str:
    if name == "kode":
        if CODE.fullmatch(value):
            return value
        raise EntryError(
            tr("kode: tulis kode wilayah Kemendagri seperti 35, 35.78, 35.78.03, atau 35.78.03.1001."), name
        )
    if name == "bahasa":
        if value in LANGUAGES:
            return value
        raise EntryError(tr("bahasa: pilih salah satu dari {names}.", names=", ".join(LANGUAGES)), name)
    if name == "sejak" and TIME.fullmatch(value):
        return value
    number = int(value) if NUMBER.fullmatch(value) else -1
    if name == "jumlah":
        if 1 <= number <= MOST:
            return number
        raise EntryError(tr("jumlah: tulis bilangan bulat dari 1 sampai {most}.", most=MOST), name)
    if 0 <= number < LARGEST:
        return number
    if name == "sejak":
        raise EntryError(
            tr(
                "sejak: tulis nomor catatan (bilangan bulat) atau waktu UTC seperti 2026-11-23 atau {time}.",
                time="2026-11-23T08:00:00Z",
            ),
            name,
        )
    raise EntryError(tr("{name}: tulis bilangan bulat 0 atau lebih.", name=name), name)


def endings_of(name: str) -> tuple[str, ...]:
    """In which forms a table leaves; none where there is no such table.

    Examples
    --------
    >>> endings_of("koperasi"), endings_of("catatan"), endings_of("account")
    (('json', 'csv', 'geojson'), ('json', 'csv'), ())
    """
    if name == TRAIL or name in read_open_tables():
        return ("json", "csv", "geojson") if name == "koperasi" else ("json", "csv")
    return ()
