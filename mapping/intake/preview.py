"""A first look at a file whose columns a user maps: its heads, its first rows without personal data, how cells read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from mapping.errors import InputError
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import read_limits
from mapping.intake.outlines.vectors import read_vector
from mapping.intake.places.places import clean_codes, clean_names
from mapping.intake.privacy import (
    IDENTITY_DIGITS,
    NUMBER_TYPES,
    is_name_column,
    is_personal_column,
    is_personal_header,
    mask_text,
)
from mapping.intake.tables.columns import HEADER_SEARCH_ROWS, recognise_columns
from mapping.intake.tables.dates import read_dates, read_years
from mapping.intake.tables.degrees import read_coordinates
from mapping.intake.tables.heads import read_head
from mapping.intake.tables.means import read_means
from mapping.intake.tables.numbers import DECIMALS, read_amounts
from mapping.intake.tables.sheets import Sheet
from mapping.intake.tables.surveyfiles import choose_sheet, read_sheets
from mapping.knowledge.formats import say_number
from mapping.language import mark, tr
from mapping.settings import Settings, SourceFile

ROWS = 8
"""Rows shown."""
LOOKED_AT = 2_000
"""Rows looked at to find columns about persons."""
HIDDEN = "disembunyikan"
UNREAD = mark("tidak terbaca")
MAX_CELL = 60
COLUMN_ROLES = {"boundaries": "boundary", "survey": "survey"}


@dataclass(frozen=True)
class Preview:
    """What a user sees of a file while mapping its columns.

    Parameters
    ----------
    headers : list of str
        Heads as in the file, each once, blank ones left out.
    rows : DataFrame
        The first ``ROWS`` filled rows as text, one column per head; columns about persons hold ``HIDDEN`` only, other
        text has persons' data masked.
    columns : dict
        Our column name -> head, as recognised without help.
    """

    headers: list[str]
    rows: pd.DataFrame
    columns: dict[str, str]


def preview(file: SourceFile, role: str, settings: Settings) -> Preview:
    """Look at the first rows of a file.

    Parameters
    ----------
    role : str
        ``"boundaries"`` or ``"survey"``: whose names the columns get.
    settings : Settings
        Answers to questions that opening the file may raise.

    Raises
    ------
    mapping.errors.QuestionError
        One answer of the user is missing to open the file.
    mapping.errors.InputError
        The file cannot be opened, or has no row below its head.

    Examples
    --------
    >>> file = SourceFile("a.csv", b"desa,pemilik,produk\\nGundih,Siti,tempe\\n")
    >>> seen = preview(file, "survey", Settings())
    >>> seen.columns["product"], seen.rows["pemilik"].tolist()
    ('produk', ['disembunyikan'])
    """
    table = _read_features(file, settings) if role == "boundaries" else _read_table(file, settings)
    if table.empty or not len(table.columns):
        raise InputError(tr('Berkas "{name}" tidak memuat baris data di bawah judul kolom.', name=show_name(file.name)))
    headers = [str(header) for header in table.columns]
    known = recognise_columns(headers, COLUMN_ROLES[role])
    named = {header for places in known.values() for header in map(headers.__getitem__, places)}
    hidden = [header for header in headers if _is_personal(table[header], header in named)]
    rows = table.head(ROWS).apply(_mask)
    rows = rows.assign(**dict.fromkeys(hidden, HIDDEN)).reset_index(drop=True)
    return Preview(headers, rows, {name: headers[places[0]] for name, places in known.items()})


def _is_personal(cells: pd.Series, known: bool) -> bool:
    """Whether cells are hidden; names of places and businesses are told from persons' names by their known head."""
    if is_personal_header(str(cells.name)) or is_personal_column(cells):
        return True
    return not known and is_name_column(cells)


def _mask(cells: pd.Series) -> pd.Series:
    """Cells as they may be shown: codes, amounts and degrees whole, words without persons."""
    short = cells.str.slice(0, MAX_CELL)
    numbers = ~short.str.contains(r"[A-Za-z@]", regex=True)
    return mask_text(short.where(numbers, mask_text(short)), IDENTITY_DIGITS, NUMBER_TYPES[:2])


def _read_features(file: SourceFile, settings: Settings) -> pd.DataFrame:
    """Attributes of a map as text."""
    frame, _ = read_vector(file.content, file.name, dict(settings.answers), read_limits("page"))
    table = pd.DataFrame(frame.drop(columns=frame.geometry.name)).head(LOOKED_AT)
    text = table.astype("object").where(table.notna(), "").astype(str)
    return text.apply(lambda column: column.str.replace(r"^(-?\d+)\.0$", r"\1", regex=True).str.strip())


def _read_table(file: SourceFile, settings: Settings) -> pd.DataFrame:
    """Rows of a sheet below its head; where none is recognised, below the line with most filled cells."""
    answers = dict(settings.answers)
    sheets = read_sheets(file.content, file.name, answers, read_limits("page"))
    sheet, head = read_head(choose_sheet(sheets, file.name, answers))
    names, last = (head.names, head.last) if head.names else _guess_head(sheet)
    body = sheet.table.loc[last + 1 :].head(LOOKED_AT)
    body = body[(body != "").any(axis=1)].apply(lambda column: column.str.strip())
    places = {name: position for position, name in reversed(list(enumerate(names))) if name}
    order = sorted(places.items(), key=lambda item: item[1])
    return pd.DataFrame({name: body[position] for name, position in order if position in body}, dtype="str")


def _guess_head(sheet: Sheet) -> tuple[Sequence[str], int]:
    lines = sheet.table.head(HEADER_SEARCH_ROWS)
    if lines.empty:
        return [], 0
    row = (lines != "").sum(axis=1).idxmax()
    return [re.sub(r"\s+", " ", cell).strip() for cell in lines.loc[row]], int(row)


def _say_numbers(digits: int, reader: Callable[[pd.Series], pd.DataFrame]) -> Callable[[pd.Series], pd.Series]:
    def say(texts: pd.Series) -> pd.Series:
        value = reader(texts)["value"].astype(float)
        return value.map(lambda number: say_number(number, digits) if number == number else "")

    return say


_COUNT = _say_numbers(0, read_amounts)
_DEGREES = _say_numbers(5, read_coordinates)
READERS: dict[str, Callable[[pd.Series], pd.Series]] = {
    "code": clean_codes,
    "bps_code": lambda texts: clean_codes(texts, bps=True),
    **dict.fromkeys(("name", "kelurahan", "kecamatan", "kabupaten"), clean_names),
    **dict.fromkeys(("population", "households", "workers", "workers_male", "workers_female"), _COUNT),
    **dict.fromkeys(("revenue_idr_month", "input_spend_idr_month"), _COUNT),
    **dict.fromkeys(("lat", "lon"), _DEGREES),
    "started_year": lambda texts: read_years(texts)["value"].map(lambda year: f"{year:.0f}" if year == year else ""),
    "surveyed_on": lambda texts: read_dates(texts)["value"],
    "sampling_weight": _say_numbers(2, lambda texts: read_amounts(texts, DECIMALS)),
    "digital": read_means,
}
"""How the cells of a column are read where they are more than text."""


def read_cells(cells: pd.Series, name: str) -> list[str]:
    """How the first filled cells would be read under one of our names.

    Parameters
    ----------
    cells : Series of str
        A column of ``Preview.rows``.
    name : str
        One of our column names.

    Returns
    -------
    list of str
        One text for each filled cell; ``HIDDEN`` stays, ``UNREAD`` where nothing can be read.

    Examples
    --------
    >>> read_cells(pd.Series(["1,5 jt", "", "abc"]), "revenue_idr_month")
    ['1.500.000', 'tidak terbaca']
    >>> read_cells(pd.Series(["Kel. Pulau Karam"]), "kelurahan")
    ['Pulau Karam']
    """
    filled = cells[cells != ""]
    if filled.empty or (filled == HIDDEN).all():
        return filled.tolist()
    return READERS.get(name, lambda texts: texts)(filled).replace("", UNREAD).tolist()
