"""What people type as text: cleaned, bounded, without persons."""

from __future__ import annotations

import re
import unicodedata

import lokal

from mapping.errors import EntryError
from mapping.intake.privacy import LONG_DIGITS, NUMBER_TYPES, TEXT_TYPES, mask_line
from mapping.intake.wording import say_number
from mapping.language import tr

ENDLESS = 20_000
"""Letters beyond which nobody looks at a text at all."""
SHOWN = 40


def plain_line(value: object, lines: bool = False) -> str:
    """A text as it may be kept: no control signs, no signs that turn or hide letters, ordinary digits, single spaces.

    NUL bytes and halves of characters, which a database refuses, go too. With ``lines`` line breaks stay.

    Examples
    --------
    >>> plain_line(" beras\\x00 \\u202e 2\\u200b ton ")
    'beras 2 ton'
    >>> plain_line("telepon ٠٨١٢"), plain_line("a\\r\\n\\n\\n b", lines=True)
    ('telepon 0812', 'a\\n\\nb')
    """
    text = "" if value is None else str(value)[:ENDLESS]
    text = re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", text)
    if not lines:
        text = text.replace("\n", " ")
    text = unicodedata.normalize("NFKC", "".join(map(_plain_sign, text)))
    # Some signs fall apart into others only by the normal form.
    text = "".join(map(_plain_sign, text))
    rows = [" ".join(row.split()) for row in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


def _plain_sign(sign: str) -> str:
    if sign.isascii() and (sign.isprintable() or sign == "\n"):
        return sign
    if sign == "\t":
        return " "
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    return "" if kind[0] == "C" else " " if kind[0] == "Z" else sign


def free_text(
    value: object, label: str, longest: int, *, field: str = "", required: bool = False, lines: bool = False
) -> str:
    """Free text without control signs and without persons (names, numbers, addresses become ``***``).

    Parameters
    ----------
    label : str
        What the screen calls the field, in the language in force.
    longest : int
        Letters that fit.
    field : str
        Name of the parameter, for :class:`~mapping.errors.EntryError`.
    required : bool
        Whether an empty text is refused.
    lines : bool
        Whether line breaks stay.

    Raises
    ------
    EntryError
        Too long, or empty though required.

    Examples
    --------
    >>> free_text("beras habis, hub Bu Siti 0812-3456-7890", "Keterangan", 200)
    'beras habis, hub Bu *** ***'
    >>> free_text("x" * 9, "Barang", 8)
    Traceback (most recent call last):
    ...
    mapping.errors.EntryError: Barang terlalu panjang (9 huruf). Paling panjang 8 huruf.
    """
    return _text(value, label, longest, field, required, lines, TEXT_TYPES)


def name_text(value: object, label: str, longest: int, *, field: str = "", required: bool = True) -> str:
    """The name of an organisation, a place or a thing: as :func:`free_text`, but only numbers of persons are hidden,
    because villages and shops are called like people.

    Examples
    --------
    >>> name_text("Koperasi Merah Putih Ahmad Yani", "Nama", 60), name_text("UD Jaya 081234567890", "Nama", 60)
    ('Koperasi Merah Putih Ahmad Yani', 'UD Jaya ***')
    """
    return _text(value, label, longest, field, required, False, NUMBER_TYPES)


def _text(
    value: object, label: str, longest: int, field: str, required: bool, lines: bool, types: tuple[lokal.PiiType, ...]
) -> str:
    raw = 0 if value is None else len(str(value))
    text = plain_line(value, lines)
    if raw > ENDLESS or len(text) > longest:
        raise EntryError(
            tr(
                "{label} terlalu panjang ({n} huruf). Paling panjang {longest} huruf.",
                label=label,
                n=say_number(max(raw if raw > ENDLESS else 0, len(text))),
                longest=say_number(longest),
            ),
            field,
        )
    if not text:
        if required:
            raise EntryError(tr("{label} belum diisi.", label=label), field)
        return ""
    # A mask may be longer than what it hides.
    return mask_line(text, LONG_DIGITS, types)[:longest]


def shown(value: object) -> str:
    """A typed value as a message may repeat it: short, one line, without persons.

    Examples
    --------
    >>> shown("NIK 3578010101900001"), shown("x" * 50)[-3:]
    ('NIK ***', 'xx…')
    """
    text = plain_line(value)
    text = mask_line(text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
