"""The XML inside a workbook: far cells, formulas without results, error cells, hidden rows and columns.

calamine allocates every cell up to the farthest one and gives errors, and formulas without a stored result, as blanks.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

from mapping.errors import InputError
from mapping.intake.gate.files import read_entry, show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.tables.columns import find_header
from mapping.intake.tables.merged import read_merged
from mapping.intake.tables.sheets import Range, Remark
from mapping.language import mark, tr

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 1_048_576, 16_384, 40_000_000
FORMULA_WITHOUT_VALUE = re.compile(
    rb"<c\b[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,3}[0-9]{1,7})[\"'][^>]*>\s*"
    rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
"""A cell with a formula and no cached result, as OOXML writes it."""
ERROR_CELL = re.compile(rb"<c\b(?=[^>]*\bt\s*=\s*[\"']e[\"'])[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,3}[0-9]{1,7})[\"']")
HIDDEN = rb"(?=[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'])"
REPEATED = rb"table:number-%s-repeated\s*=\s*[\"']([0-9]+)[\"']"
MOST_NAMED = 20
NO_SHEETS = ("xl/sharedStrings.xml", "xl/styles.xml")
"""Large parts that hold no cells, unless the workbook says that one of them is a sheet."""


@dataclass
class Part:
    """What the XML of one sheet says: findings, cells (``C2``) whose formula has no stored result, merged ranges."""

    remarks: list[Remark] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)


def check_xlsx(content: bytes, entries: list[zipfile.ZipInfo], name: str, limits: Limits) -> dict[str, Part]:
    """Refuse a workbook whose far cells would make the parser allocate a whole sheet; the rest by title of the sheet.

    Raises
    ------
    InputError
        Naming the file, the far cell and the limit.
    """
    titles = {entry.filename: title for title, entry in _sheet_parts(content, entries, name).items()}
    parts = {}
    for entry in entries:
        if entry.filename in titles or not entry.filename.startswith(("xl/media/", *NO_SHEETS)):
            xml = read_entry(content, entry, name)
            _check_cells(xml, name, limits)
            if entry.filename in titles:
                parts[titles[entry.filename]] = _read_part(xml)
    return parts


def check_ods(content: bytes, entries: list[zipfile.ZipInfo], name: str, limits: Limits) -> dict[str, Part]:
    """Refuse filled cells repeated beyond ``limits``; findings about error cells and hidden parts, by sheet.

    Raises
    ------
    InputError
        Naming the file, the size and the limit.
    """
    found = {}
    for entry in entries:
        if entry.filename == "content.xml":
            xml = read_entry(content, entry, name)
            _check_repeats(xml, name, limits)
            for table in xml.split(b"<table:table ")[1:]:
                title = re.search(rb"table:name=\"([^\"]*)\"", table)
                named = html.unescape(title[1].decode("utf-8", "replace")) if title else ""
                found[named] = Part(_say_ods(table), merged=read_merged(table))
    return found


def _say_ods(table: bytes) -> list[Remark]:
    remarks = []
    errors = table.count(b'calcext:value-type="error"')
    if errors:
        what = tr("{errors} sel berisi galat seperti #N/A atau #REF!", errors=errors)
        remarks.append({"kind": mark("sel galat"), "what": what, "done": tr("dibaca sebagai kosong"), "level": "warn"})
    for what, tag in (("kolom", rb"column"), ("baris", rb"row")):
        hidden = rb"<table:table-%s\b[^>]*table:visibility=\"(?:collapse|filter)\"" % tag
        count = len(re.findall(hidden, table))
        if count:
            remarks.append(_hidden(tr("ada {what} yang disembunyikan", what=what)))
    return remarks


def _hidden(what: str) -> Remark:
    return {"kind": mark("tersembunyi"), "what": what, "done": tr("dibaca seperti yang lain"), "level": "info"}


def _check_cells(xml: bytes, name: str, limits: Limits) -> None:
    letters = set(re.findall(rb"[ \t\r\n]r\s*=\s*[\"']([A-Za-z]*)", xml)) - {b""}
    width = max(map(column_number, letters), default=0)
    height = max(map(int, re.findall(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"']([0-9]{1,20})", xml)), default=0)
    digits = b"6" if height < 100_000 else b"7"  # a cell may claim another row than the one it stands in
    if height * width < MAX_CELLS and re.search(rb"[\"'][A-Za-z]{1,4}[0-9]{%s,}[\"']" % digits, xml):
        height = max(map(int, re.findall(rb"[\"'][A-Za-z]{1,4}([0-9]{6,20})[\"']", xml)))
    most = limits.columns or MAX_COLUMNS
    if width > most or height > MAX_ROWS or width * height > MAX_CELLS:
        far = max(letters, key=column_number, default=b"").decode()
        raise _too_far(tr("kolom {far}, baris {height}", far=far, height=height), most, name)


def _too_far(cell: str, most: int, name: str) -> InputError:
    return InputError(
        tr(
            'Berkas "{name}" memuat sel jauh (sampai {cell}); batasnya {most} kolom. Hapus sel di '
            "luar tabel (mungkin XFD1048576), lalu simpan ulang.",
            name=show_name(name),
            cell=cell,
            most=most,
        )
    )


def _check_repeats(xml: bytes, name: str, limits: Limits) -> None:
    """Refuse filled cells and rows that an ODS repeats beyond the limits; blank ones may run to the sheet's end."""
    most = limits.columns or MAX_COLUMNS
    cells = re.compile(rb"<table:table-cell\b(?=[^>]*\boffice:value)(?=[^>]*" + REPEATED % rb"columns" + rb")")
    width = max(map(int, cells.findall(xml)), default=0)
    height = 0
    for repeated, rest in re.findall(
        rb"<table:table-row\b(?=[^>]*" + REPEATED % rb"rows" + rb")[^>]*>(.*?)</table:table-row>", xml, re.DOTALL
    ):
        height += int(repeated) if b"office:value" in rest else 0
    if width > most or height > MAX_ROWS or max(width, 1) * height > MAX_CELLS:
        raise _too_far(tr("{width} kolom, {height} baris yang diulang", width=max(width, 1), height=height), most, name)


def _sheet_parts(content: bytes, entries: list[zipfile.ZipInfo], name: str) -> dict[str, zipfile.ZipInfo]:
    named = {entry.filename: entry for entry in entries}
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= named.keys():
        return {}
    book = read_entry(content, named["xl/workbook.xml"], name).decode("utf-8", "replace")
    links = read_entry(content, named["xl/_rels/workbook.xml.rels"], name).decode("utf-8", "replace")
    targets = {}
    for link in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
        targets[_attribute(link, "Id")] = _attribute(link, "Target")
    parts = {}
    for sheet in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        target = targets.get(_attribute(sheet, r"\w+:id"), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in named:
            parts[_attribute(sheet, "name")] = named[path]
    return parts


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\s{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return html.unescape(found[1] or found[2] or "") if found else ""


def _read_part(xml: bytes) -> Part:
    empty = FORMULA_WITHOUT_VALUE.findall(xml) if b"<f" in xml else []
    errors = [cell.decode() for cell in ERROR_CELL.findall(xml)] if b'"e"' in xml or b"'e'" in xml else []
    remarks = []
    if errors:
        what = tr(
            "{errors} sel berisi galat Excel seperti #N/A atau #REF! ({errors2})",
            errors=len(errors),
            errors2=_some(errors),
        )
        remarks.append({"kind": mark("sel galat"), "what": what, "done": tr("dibaca sebagai kosong"), "level": "warn"})
    if b"hidden" in xml:
        remarks += _say_hidden(xml)
    return Part(remarks, [cell.decode() for cell in empty])


def say_empty_formulas(cells: Sequence[str], head: Sequence[Sequence[str]], title: str, name: str) -> str:
    """Why a sheet is refused whose formulas would all read as blank; ``""`` where there are none.

    Some programs write workbooks without results; Excel and LibreOffice fill them in when they save.
    """
    if not cells:
        return ""
    where = tr(
        'Berkas "{name}", lembar "{title}", kolom "{cells}"',
        name=show_name(name),
        title=show_name(title),
        cells=_header_of(cells[0], head),
    )
    return tr(
        "{where}: {cells} sel berisi rumus (formula) tanpa hasil tersimpan, mulai sel {cells2}. "
        "Buka di Excel atau LibreOffice, simpan, lalu kirim ulang.",
        where=where,
        cells=len(cells),
        cells2=cells[0],
    )


def _say_hidden(xml: bytes) -> list[Remark]:
    columns = []
    for tag in re.findall(rb"<(?:\w+:)?col\b" + HIDDEN + rb"[^>]*>", xml):
        text = tag.decode("utf-8", "replace")
        first, last = (int(_attribute(text, side) or 0) for side in ("min", "max"))
        columns += [column_letters(i) for i in range(first, min(last, first + MOST_NAMED) + 1)]
    rows = re.findall(rb"<(?:\w+:)?row\b" + HIDDEN + rb"[^>]*?\br\s*=\s*[\"']([0-9]+)", xml)
    remarks = []
    for what, found in (("kolom", columns), ("baris", [row.decode() for row in rows])):
        if found:
            remarks.append(_hidden(tr("{what} yang disembunyikan di Excel: {found}", what=what, found=_some(found))))
    return remarks


def _some(names: Sequence[str]) -> str:
    more = tr(" dan {names} lainnya", names=len(names) - MOST_NAMED) if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _header_of(cell: str, head: Sequence[Sequence[str]]) -> str:
    column = column_number(cell.rstrip("0123456789").encode()) - 1
    at, _ = find_header(head, "survey")
    return show_name(head[at][column]) if at >= 0 and column < len(head[at]) else ""


def column_number(letters: bytes) -> int:
    """Number of a spreadsheet column, 1 for ``A``.

    Examples
    --------
    >>> column_number(b"A"), column_number(b"xfd")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """Letters of a spreadsheet column.

    Examples
    --------
    >>> column_letters(1), column_letters(16384)
    ('A', 'XFD')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
