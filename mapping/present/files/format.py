"""One kind of file: what it is called, what it is for, who writes it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapping.present.files.edition import Edition

REGION, KELURAHAN = "region", "kelurahan"


@dataclass(frozen=True)
class Format:
    """One kind of file.

    Parameters
    ----------
    name : str
        What the command line calls it.
    of : str
        ``"region"``, or ``"kelurahan"``: one file each.
    ending : str
        What follows the place in the file name: ``"profil.pdf"`` gives ``kalirungkut-profil.pdf``.
    title, use : str
        What it is called and what it is for, in Indonesian (marked for translation).
    mime : str
        Media type.
    write : callable
        From an edition and a kelurahan code (``""`` for a region) to the bytes of the file. Same study, same bytes.
    usual : bool
        Whether ``all`` writes it; False: on request only.
    """

    name: str
    of: str
    ending: str
    title: str
    use: str
    mime: str
    write: Callable[[Edition, str], bytes]
    usual: bool = True


def place_slug(name: str) -> str:
    """A name as it stands in file names: small letters, digits and hyphens only, at most forty.

    Examples
    --------
    >>> place_slug("Kota Surabaya"), place_slug("../Karang Pilang #2"), place_slug("..")
    ('kota-surabaya', 'karang-pilang-2', 'tanpa-nama')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "tanpa-nama"


def file_name(edition: Edition, form: Format, code: str = "") -> str:
    """Name of a file: the place, for a kelurahan with its code (names repeat), and what it is."""
    if form.of == REGION:
        return f"{place_slug(edition.study.settings.region)}-{form.ending}"
    return f"{code}-{place_slug(edition.name_of(code))}-{form.ending}"
