"""What lies in a folder of files: each with what it is, its size and checksum, as a text to read and to check by."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from mapping.knowledge.formats import say_number
from mapping.language import mark, tr
from mapping.present.files.edition import Edition

if TYPE_CHECKING:
    from mapping.present.files.batch import Made

LISTING = "DAFTAR.txt"
CHECK = mark("Untuk memeriksa bahwa tidak ada yang berubah: sha256sum -c DAFTAR.txt")


def say_size(count: int) -> str:
    """A number of bytes as people read it.

    Examples
    --------
    >>> say_size(512), say_size(61_440), say_size(3_500_000)
    ('1 kB', '61 kB', '3,5 MB')
    """
    if count < 1_000_000:
        return tr("{n} kB", n=say_number(max(1, round(count / 1000))))
    return tr("{n} MB", n=say_number(count / 1e6, 1))


def plain_line(text: object) -> str:
    """A name on one line, without signs that steer a terminal: no name can pass for a line of a listing.

    Examples
    --------
    >>> plain_line("Sukun\\n0123  x.pdf\\x1b[31m")
    'Sukun 0123 x.pdf[31m'
    """
    return " ".join("".join(sign for sign in str(text) if sign.isprintable() or sign.isspace()).split())


def listing_bytes(edition: Edition, made: Sequence[Made]) -> bytes:
    """``DAFTAR.txt``: region, stamp, and every file by place with what it is; what failed stands there, too.

    Lines with a checksum have the form that ``sha256sum -c`` reads.
    """
    lines = [
        tr("Daftar berkas"),
        "",
        *(f"{label}: {plain_line(text)}" for label, text in edition.stamp.pairs()),
        "",
        tr(CHECK),
    ]
    whole = [one for one in made if not one.why]
    for code, group in groupby(whole, key=lambda one: one.task.code):
        lines += ["", _say_place(edition, code)]
        for one in group:
            lines.append(f"{tr(one.task.form.title)} ({say_size(one.size)}). {tr(one.task.form.use)}")
            lines.append(f"{one.sha256}  {one.task.name}")
    if len(whole) < len(made):
        lines += ["", tr("Tidak jadi dibuat")]
        lines += [say_failure(edition, one) for one in made if one.why]
    return ("\n".join(lines) + "\n").encode()


def _say_place(edition: Edition, code: str) -> str:
    if not code:
        return plain_line(edition.study.settings.region)
    return f"{plain_line(edition.name_of(code))} · {plain_line(edition.study.kelurahan.at[code, 'kecamatan'])} · {code}"


def say_failure(edition: Edition, one: Made) -> str:
    """Which file of which place could not be made, and why."""
    return tr(
        "{title}, {place}: {why}", title=tr(one.task.form.title), place=_say_place(edition, one.task.code), why=one.why
    )
