"""What people type, before it is kept: cleaned, bounded, without persons, or refused with the field's name.

The one door of the desk for typed values; texts are at home in ``texts.py``, numbers in ``numbers.py``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

import pandas as pd

from mapping.desk.numbers import amount_of, whole_number, whole_rupiah
from mapping.desk.texts import free_text, name_text, plain_line, shown
from mapping.errors import EntryError
from mapping.intake.tables.dates import read_dates
from mapping.intake.tables.numbers import BLANK
from mapping.language import tr

__all__ = [
    "amount_of",
    "free_text",
    "iso_date",
    "name_text",
    "one_of",
    "plain_line",
    "shown",
    "whole_number",
    "whole_rupiah",
]

OLDEST, LATEST = "1900-01-01", "2199-12-31"
_ONE_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}|\d{1,2}[ -][a-z]+\.?[ -]\d{4}", re.I
)


def iso_date(
    value: object, label: str, earliest: str = "", latest: str = "", required: bool = False, *, field: str = ""
) -> str:
    """A day as ISO text; ``""`` where none is given. Texts are read day first, months also by name.

    Parameters
    ----------
    value : str, date, datetime or None
    earliest, latest : str
        ISO days that bound it, both allowed; ``""``: no bound.

    Raises
    ------
    EntryError
        No such day, beyond a bound, or missing though required.

    Examples
    --------
    >>> iso_date("3/11/2025", "Tanggal"), iso_date("3 November 2025", "Tanggal"), iso_date(None, "Tanggal")
    ('2025-11-03', '2025-11-03', '')
    >>> iso_date("2025-02-30", "Akta")
    Traceback (most recent call last):
    ...
    mapping.errors.EntryError: Akta "2025-02-30" bukan tanggal yang ada. Tulis seperti 2025-11-03 atau 3/11/2025.
    """
    day = _read_day(value)
    if day == "" and plain_line(value).lower() not in BLANK | {"nat"}:
        raise EntryError(
            tr(
                '{label} "{value}" bukan tanggal yang ada. Tulis seperti 2025-11-03 atau 3/11/2025.',
                label=label,
                value=shown(value),
            ),
            field,
        )
    if day == "":
        if required:
            raise EntryError(tr("{label} belum diisi.", label=label), field)
        return ""
    if day < (earliest or OLDEST):
        message = tr("{label} {day} terlalu awal. Paling awal {bound}.", label=label, day=day, bound=earliest or OLDEST)
        raise EntryError(message, field)
    if day > (latest or LATEST):
        message = tr("{label} {day} terlalu jauh. Paling akhir {bound}.", label=label, day=day, bound=latest or LATEST)
        raise EntryError(message, field)
    return day


def _read_day(value: object) -> str:
    if value is None or value is pd.NaT:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    text = plain_line(value)
    text = text[:10] if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ][\d:.]+(?:Z|[+-][\d:]+)?", text) else text
    if not _ONE_DATE.fullmatch(text):
        return ""
    american_too = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{4}", text)
    if american_too and int(american_too.group(2)) > 12:
        # A column may show that its month stands first; one typed day cannot.
        return ""
    return str(read_dates(pd.Series([text]))["value"].iloc[0])


def one_of(value: object, allowed: Iterable[str], label: str, *, field: str = "") -> str:
    """A key that a field offers.

    Parameters
    ----------
    allowed : iterable of str
        The keys, or a mapping of them.

    Raises
    ------
    EntryError
        It is none of them.

    Examples
    --------
    >>> one_of("goods", {"goods": "Barang"}, "Jenis")
    'goods'
    >>> one_of("emas", ["goods", "stock"], "Jenis")
    Traceback (most recent call last):
    ...
    mapping.errors.EntryError: Jenis "emas" tidak dikenal. Pilih salah satu: goods, stock.
    """
    keys = list(allowed)
    if isinstance(value, str) and value in keys:
        return value
    message = tr(
        '{label} "{value}" tidak dikenal. Pilih salah satu: {keys}.',
        label=label,
        value=shown(value),
        keys=", ".join(keys[:20]),
    )
    raise EntryError(message, field)
