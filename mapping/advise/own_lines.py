"""Lines of business that a user brings: a table with the columns of ``lines.csv``, or a copy of a line much like it."""

from __future__ import annotations

import re

import pandas as pd

from mapping.errors import SettingsError
from mapping.intake.corrections import DISARMED
from mapping.intake.gate.files import check_size, show_name
from mapping.intake.gate.limits import read_limits
from mapping.intake.tables.csvs import read_csv
from mapping.knowledge.catalog import LINE_NUMBERS, read_lines
from mapping.knowledge.lines import Changes, lines_in_force, source_of, with_change, without_change
from mapping.language import tr

DECIMAL_COMMA = re.compile(r"-?\d+,\d{1,2}")
MOST_ROWS = 200
NOT_READ = ("changed", "own")
"""Columns that a downloaded table has beside those of ``lines.csv``."""


def read_line_rows(content: bytes, name: str, changes: Changes = ()) -> Changes:
    """Changes of lines as they stand after a table was loaded on top of them.

    Parameters
    ----------
    content : bytes
        CSV with ``line_id`` and any columns of ``lines.csv``. A row of a catalogue line changes the cells that differ,
        and empty cells leave what is there; any other row is a line of the user's own, and replaces an older one.
    name : str
        For messages only.
    changes : tuple
        What was changed before.

    Raises
    ------
    mapping.errors.MappingError
        The file cannot be read, a column is unknown, or a line is wrong or lacks something. Nothing of it is used then.

    Examples
    --------
    >>> read_line_rows(b"line_id;staff_low;unit\\nB13;2;\\n", "lini.csv")
    (('B13', 'staff_low', '2'),)
    """
    shown, catalogue = show_name(name), read_lines()
    body = _read_body(content, name, shown)
    for line_id, row in body.iterrows():
        known = line_id in catalogue.index
        changes = changes if known else without_change(changes, str(line_id))
        for column, text in row.items():
            if text and known:
                changes = with_change(changes, str(line_id), str(column), text)
            elif text:
                changes = (*changes, (str(line_id), str(column), text))
    try:
        lines_in_force(changes)
    except SettingsError as error:
        raise SettingsError(tr('Berkas "{shown}": {error}', shown=shown, error=error)) from None
    return changes


def _read_body(content: bytes, name: str, shown: str) -> pd.DataFrame:
    """The rows as text, index ``line_id``."""
    check_size(content, name)
    sheet = read_csv(content, name, read_limits()).table
    header = [text.strip().lower() for text in sheet.iloc[0]] if len(sheet) else []
    known = [*read_lines().columns, "line_id", *NOT_READ]
    if "line_id" not in header:
        raise SettingsError(
            tr('Berkas "{shown}": kolom line_id tidak ada. Mulai dari tabel yang diunduh di halaman ini.', shown=shown)
        )
    if odd := [text for text in header if text not in known]:
        raise SettingsError(
            tr('Berkas "{shown}": kolom "{odd}" tidak dikenal. Hapus kolom itu.', shown=shown, odd=odd[0][:40])
        )
    if len(set(header)) < len(header):
        raise SettingsError(
            tr('Berkas "{shown}": ada dua kolom dengan nama yang sama. Hapus salah satunya.', shown=shown)
        )
    body = sheet.set_axis(header, axis=1).iloc[1:]
    body = body.apply(lambda column: column.str.strip().str.replace(DISARMED, "", regex=True))
    body = body[(body != "").any(axis=1)].drop(columns=list(NOT_READ), errors="ignore")
    if len(body) > MOST_ROWS:
        raise SettingsError(
            tr(
                'Berkas "{shown}": {body} baris; paling banyak {most_rows}.',
                shown=shown,
                body=len(body),
                most_rows=MOST_ROWS,
            )
        )
    empty, twice = body.index[body["line_id"] == ""], body.index[body["line_id"].duplicated()]
    if len(empty):
        raise SettingsError(
            tr(
                'Berkas "{shown}", baris {empty}, kolom "line_id": kosong. Beri kode, misalnya U1.',
                shown=shown,
                empty=empty[0],
            )
        )
    if len(twice):
        code = body.at[twice[0], "line_id"][:40]
        raise SettingsError(
            tr(
                'Berkas "{shown}", baris {twice}: lini "{code}" ada dua kali. Hapus salah satunya.',
                shown=shown,
                twice=twice[0],
                code=code,
            )
        )
    for column in set(LINE_NUMBERS) & set(body):
        body[column] = body[column].map(_read_number)
    return body.set_index("line_id")


def _read_number(text: str) -> str:
    """``12,5`` is 12.5; ``12500000.0`` of a spreadsheet is 12500000."""
    text = text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else text
    return text.removesuffix(".0") if re.fullmatch(r"\d+\.0", text) else text


def copy_line(changes: Changes, like: str, name: str, products: list[str]) -> tuple[str, Changes]:
    """A new line of the user's own that starts as a copy of another.

    Parameters
    ----------
    changes : tuple
        What was changed before.
    like : str
        Line that it resembles, of those in force.
    name : str
        What it is called.
    products : list of str
        Products of its members, of the lexicon; empty keeps those of ``like``.

    Returns
    -------
    str
        Its code, the first free of ``U1, U2, ...``.
    tuple
        The changes with it. Sources of copied figures say from which line they are.

    Raises
    ------
    SettingsError
        The copy is no usable line.

    Examples
    --------
    >>> code, changes = copy_line((), "B13", "Sentra wingko", [])
    >>> lines_in_force(changes).loc[code, ["line", "price_source"]].tolist()
    ['Sentra wingko', 'disalin dari B13']
    """
    lines = lines_in_force(changes)
    taken = set(lines.index)
    code = next(code for number in range(1, len(taken) + 2) if (code := f"U{number}") not in taken)
    row = lines.loc[like].drop(["changed", "own"]).copy()
    row["line"] = " ".join(name.split())
    if products:
        row["products"], row["keyword"], row["keyword_not"] = "; ".join(products), "", ""
    row[sorted(set(source_of().values()))] = tr("disalin dari {like}", like=like)
    told = tuple((code, str(column), _write(value)) for column, value in row.items() if _write(value))
    lines_in_force((*changes, *told))
    return code, (*changes, *told)


def _write(value: float | str) -> str:
    """A cell as ``lines.csv`` writes it; unknown is empty."""
    if isinstance(value, str):
        return value
    return "" if value != value else f"{value:.12g}"
