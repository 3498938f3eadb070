"""A CSV opened by a program that expects another separator and saved again: the table sits inside its first column.

The office's ``;`` file comes back with ``,,,,`` behind each line, with whole lines in quotes, with texts cut at their
commas; quotes that held cells over several lines are lost on the way.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence

from mapping.intake.tables.columns import find_header
from mapping.intake.tables.sheets import Remark
from mapping.language import mark, tr


def unwrap_lines(
    data: bytes, head: Sequence[str], separator: str, separators: str
) -> tuple[list[list[str]], str, Remark] | None:
    """Rows of the inner table, its separator and a finding; None where the table is not inside another.

    Parameters
    ----------
    data : bytes
        The whole text as UTF-8.
    head : sequence of str
        Its first lines.
    separator : str
        With which the head is best recognised as it stands.
    separators : str
        All that are possible.
    """
    found = _find_layers(head, separator, separators)
    if found is None:
        return None
    outer, inner = found
    lines = data.decode("utf-8").removesuffix("\n").split("\n")
    records = csv.reader((line + "\n" for line in lines), delimiter=outer)
    text = "\n".join(outer.join(record).rstrip(outer) for record in records)
    rows = _join_torn(text.removesuffix("\n").split("\n"), inner)
    what = tr(
        'tabel dengan pemisah "{inner}" pernah disimpan ulang oleh program yang memakai pemisah "{outer}"',
        inner=inner,
        outer=outer,
    )
    done = tr("dipisah kembali; periksa beberapa baris")
    return rows, inner, {"kind": mark("tabel bersarang"), "what": what, "done": done, "level": "warn"}


def _find_layers(head: Sequence[str], separator: str, separators: str) -> tuple[str, str] | None:
    """The separator of the outer and of the inner table."""
    at, known = find_header([_split(line, separator) for line in head], "survey")
    lines = [line.rstrip() for line in head if line.strip()]
    for outer in separators:
        quoted = sum(line.startswith('"') and line.endswith(('"', outer)) for line in lines) * 2 > len(lines)
        if not quoted and not (at >= 0 and outer != separator and head[at].rstrip().endswith(outer)):
            continue
        inside = [_unwrap(line, outer) for line in head]
        for inner in separators.replace(outer, ""):
            inner_at, inner_known = find_header([_split(line, inner) for line in inside], "survey")
            if inner_at < 0:
                continue
            trailing = inner == separator and at == inner_at and head[at].rstrip().endswith(outer)
            if inner_known > known or (inner_known == known and trailing):
                return outer, inner
    return None


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return line.split(separator)


def _unwrap(line: str, outer: str) -> str:
    """A line as the inner table has it, where the outer one has a single filled cell; else the line itself."""
    cells = _split(line, outer)
    whole = len(cells) == 1 and cells[0].replace('"', '""') == line[1:-1]
    return cells[0] if cells and not any(cells[1:]) and (len(cells) > 1 or whole) else line


def _join_torn(lines: list[str], separator: str) -> list[list[str]]:
    """Lines that together have the cells of the head make one row again: their quotes are lost."""
    at, _ = find_header([_split(line, separator) for line in lines[:60]], "survey")
    wanted = lines[at].count(separator)
    rows = [_split(line, separator) for line in lines[: at + 1]]
    torn: list[str] = []
    for line in lines[at + 1 :]:
        torn.append(line)
        cells = sum(part.count(separator) for part in torn)
        if cells >= wanted:
            rows += [_cells("\n".join(torn), separator)] if cells == wanted else [_cells(t, separator) for t in torn]
            torn = []
    return rows + [_cells(line, separator) for line in torn]


def _cells(record: str, separator: str) -> list[str]:
    """Cells of a record in which quotes may have lost their partner."""
    if record.count('"') % 2 or "\n" in record:
        return record.replace('"', "").split(separator)
    return _split(record, separator) if record else []
