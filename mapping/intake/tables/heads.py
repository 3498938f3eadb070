"""The head of a table: found below titles, put together from several lines, freed of numbering rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

import pandas as pd

from mapping.intake.issues import Findings
from mapping.intake.tables.columns import (
    HEADER_SEARCH_ROWS,
    MINIMUM_KNOWN,
    is_survey,
    recognise_columns,
    recognise_header,
    split_group,
)
from mapping.intake.tables.sheets import Sheet
from mapping.language import mark, tr

MOST_LINES = 3
TICKED = {"1", "1.0", "true", "ya", "yes", "x", "v"}
UNTICKED = {"0", "0.0", "false", "tidak", "no", ""}
NO_CHOICE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Head:
    """Rows ``first`` to ``last`` of a sheet head its columns; ``names`` has one text per column, ``""`` for none.

    Columns beyond ``wide`` have no head of their own, so rows may leave them out.
    """

    first: int
    last: int
    names: list[str]
    wide: int


def read_head(sheet: Sheet, chosen: Mapping[str, str] = NO_CHOICE) -> tuple[Sheet, Head]:
    """The head of a survey, and the sheet with the 0/1 columns of a form joined; no names where nothing is recognised.

    Parameters
    ----------
    chosen : mapping
        Header -> our column name, as the user mapped them.

    Examples
    --------
    >>> from mapping.intake.tables.sheets import make_sheet
    >>> read_head(make_sheet([["Data 2025"], ["desa", "produk"], ["Lor", "tempe"]]))[1]
    Head(first=2, last=2, names=['desa', 'produk'], wide=2)
    """
    head = find_head(sheet, chosen)
    return join_choices(sheet, head) if head else (sheet, Head(0, 0, [], 0))


def find_head(sheet: Sheet, chosen: Mapping[str, str] = NO_CHOICE) -> Head | None:
    """The head of a survey; None where no line has ``MINIMUM_KNOWN`` of our columns.

    Of all runs of up to ``MOST_LINES`` lines the one with most recognised columns is taken, the shortest and first of
    equals. A line of a run stands below its group heads ("Jumlah Pekerja" over "L" and "P"); a cell merged downwards
    has its text above.

    Parameters
    ----------
    chosen : mapping
        Header -> our column name, as the user mapped them.

    Examples
    --------
    >>> from mapping.intake.tables.sheets import make_sheet
    >>> rows = [["UMKM"], ["Desa", "Jumlah Pekerja", "", "Produk"], ["", "L", "P", ""], ["(1)", "(2)", "(3)", "(4)"]]
    >>> head = find_head(make_sheet(rows))
    >>> head.first, head.last, head.names
    (2, 4, ['Desa', 'Jumlah Pekerja L', 'Jumlah Pekerja P', 'Produk'])
    """
    lines = _first_lines(sheet)
    best, most = None, MINIMUM_KNOWN - 1
    for count in range(1, MOST_LINES + 1):
        for top in range(len(lines) - count + 1):
            if count > 1 and not all(any(line) for line in lines[top : top + count]):
                continue
            known = len(recognise_columns(_join(lines[top : top + count]), "survey", chosen))
            if known > most:
                best, most = (top, top + count - 1), known
    if best is None:
        return None
    top, bottom = best
    below = lines[bottom + 1] if bottom + 1 < len(lines) else []
    if _is_second_line(lines[bottom], below):
        bottom += 1
    names = _join(lines[top : bottom + 1])
    wide = max((i for i, name in enumerate(names, 1) if name), default=0)
    width = max(int(sheet.widths["cells"].iloc[top : bottom + 1].max()), wide)
    last = bottom + (bottom + 1 < len(lines) and _is_numbering(lines[bottom + 1]))
    rows = sheet.table.index
    return Head(int(rows[top]), int(rows[last]), (names + [""] * width)[: min(width, sheet.table.shape[1])], wide)


def _first_lines(sheet: Sheet) -> list[list[str]]:
    table = sheet.table.iloc[:HEADER_SEARCH_ROWS]
    return [[re.sub(r"\s+", " ", cell).strip() for cell in row] for row in table.to_numpy().tolist()]


def _join(lines: Sequence[Sequence[str]]) -> list[str]:
    """One text per column: the lowest line where that says it, with the group heads above where it does not."""
    names = list(lines[-1])
    for above in reversed(lines[:-1]):
        group = ""
        for position, head in enumerate(above):
            own = names[position]
            group = head or (group if own else "")
            if not own:
                names[position] = head
            elif group and recognise_header(own, "survey") is None:
                names[position] = f"{group} {own}"
    return names


def _is_second_line(line: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the line below only names the parts of heads that run over several columns.

    All its texts stand under such heads, two at least, none with a digit; elsewhere it is blank.
    """
    starts = [i for i, cell in enumerate(line) if cell] + [len(line)]
    wide = {i for a, b in pairwise(starts) if b - a > 1 for i in range(a, b)}
    filled = [i for i, cell in enumerate(below) if cell]
    under_blank = any(not line[i] for i in filled)
    last = max((i for i, cell in enumerate(line) if cell), default=0)
    inside = all(i in wide for i in filled) and max(filled, default=0) <= max(last + MOST_LINES, last)
    return len(filled) > 1 and under_blank and inside and not any(re.search(r"\d", below[i]) for i in filled)


def _is_numbering(line: Sequence[str]) -> bool:
    """Whether a line numbers the columns: ``(1) (2) (3)`` or ``1 2 3``."""
    numbers = [int(n) for cell in line if (n := re.sub(r"^\(?(\d{1,3})\)?$", r"\1", cell)).isdigit()]
    filled = sum(bool(cell) for cell in line)
    return filled > 2 and len(numbers) >= filled - 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def note_head(head: Head, findings: Findings) -> None:
    """Say where the head was found, unless it is the first row."""
    if head.first > 1:
        findings.note(
            mark("judul kolom"),
            tr("judul kolom ada di baris {first}", first=head.first),
            tr("{first} baris di atasnya dilewati", first=head.first - 1),
        )
    if head.last > head.first:
        findings.note(
            mark("judul kolom"),
            tr("judul kolom memakai baris {first} sampai {last}", first=head.first, last=head.last),
            "digabung",
            level="info",
        )


def looks_like_survey(sheet: Sheet, chosen: Mapping[str, str] = NO_CHOICE) -> int:
    """Filled rows below the head of a sheet that says where businesses are and what they do; 0 for other sheets."""
    head = find_head(sheet, chosen)
    if head is None or not is_survey(recognise_columns(head.names, "survey", chosen)):
        return 0
    body = sheet.table.loc[sheet.table.index > head.last]
    return int((body != "").any(axis=1).sum())


def join_choices(sheet: Sheet, head: Head) -> tuple[Sheet, Head]:
    """The 0/1 columns into which a form splits a question with several answers, joined to one again.

    Only where the question has no column of its own. ``kendala/modal`` = 1 and ``kendala/bahan_baku`` = 1 become
    ``modal; bahan baku`` in a column ``kendala`` at the place of the first; the others keep their heads, unrecognised.

    Examples
    --------
    >>> from mapping.intake.tables.sheets import make_sheet
    >>> sheet = make_sheet([["desa", "produk", "kendala/modal", "kendala/bahan_baku"], ["Lor", "tempe", "1", "1"]])
    >>> sheet, head = join_choices(sheet, find_head(sheet))
    >>> head.names[2], sheet.table.loc[2, 2]
    ('kendala', 'modal; bahan baku')
    """
    questions: dict[str, list[int]] = {}
    for position, name in enumerate(head.names):
        question, _ = split_group(name)
        asked = question and recognise_header(split_group(question)[1], "survey")
        if asked and question not in head.names and recognise_header(name, "survey") is None:
            questions.setdefault(question, []).append(position)
    names, table = list(head.names), sheet.table
    body = table.index > head.last
    for question, positions in questions.items():
        cells = table.loc[body, positions].apply(lambda column: column.str.strip().str.lower())
        if len(positions) > 1 and cells.isin(TICKED | UNTICKED).all(axis=None) and len(cells):
            joined = pd.Series("", index=cells.index, dtype="str")
            for position in positions:
                label = split_group(names[position])[1].replace("_", " ")
                joined += cells[position].isin(TICKED).map({True: f"; {label}", False: ""})
            table = table.copy() if table is sheet.table else table
            table.loc[body, positions[0]] = joined.str.removeprefix("; ")
            names[positions[0]] = question
    return replace(sheet, table=table), replace(head, names=names)
