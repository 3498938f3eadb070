"""The survey form as an XLSForm, for KoboToolbox and ODK: from ``knowledge/form.toml``, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import tomllib
import zipfile
from typing import Any

from mapping.knowledge.catalog import HERE

NAME = "formulir_umkm.xlsx"
SURVEY_HEADS = {
    "type": "type",
    "name": "name",
    "label": "label",
    "hint": "hint",
    "required": "required",
    "relevant": "relevant",
    "constraint": "constraint",
    "constraint_message": "message",
    "calculation": "calculation",
    "default": "default",
}
"""Column of the XLSForm -> key of a question in ``form.toml``."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip entry can carry: the form does not say when it was written."""


def read_form() -> dict[str, Any]:
    """Title, questions and choices of the form.

    Examples
    --------
    >>> form = read_form()
    >>> [question["name"] for question in form["question"] if question.get("required")]
    ['tanggal_survei', 'kecamatan', 'kelurahan', 'peran', 'produk_utama']
    """
    return tomllib.loads((HERE / "form.toml").read_text(encoding="utf-8"))


def write_form() -> bytes:
    """The XLSForm of the survey.

    Returns
    -------
    bytes
        XLSX with the sheets ``survey``, ``choices`` and ``settings``. Entries are stored, not packed, so that the bytes
        do not depend on the compression library.

    Examples
    --------
    >>> write_form() == write_form()
    True
    """
    return write_xlsform(read_form())


def write_xlsform(form: dict[str, Any]) -> bytes:
    """A form as an XLSForm.

    Parameters
    ----------
    form : dict
        ``title, id, version``, ``question`` (a list; keys of ``SURVEY_HEADS``) and ``choices`` (list name -> pairs of
        name and label).
    """
    import xlsxwriter

    choices = [[name, *choice] for name, of in form["choices"].items() for choice in of]
    settings = [[form["title"], form["id"], form["version"], "Bahasa Indonesia (id)"]]
    sheets = {
        "survey": [list(SURVEY_HEADS), *map(_question_row, form["question"])],
        "choices": [["list_name", "name", "label"], *choices],
        "settings": [["form_title", "form_id", "version", "default_language"], *settings],
    }
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": dt.datetime(*EPOCH)})
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row, bold if at == 0 else None)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(rows[0]) - 1, 24)
    return _store(target.getvalue())


def _question_row(question: dict[str, Any]) -> list[str]:
    cells = [question.get(key, "") for key in SURVEY_HEADS.values()]
    return ["yes" if cell is True else str(cell) for cell in cells]


def _store(content: bytes) -> bytes:
    """The same archive with its entries unpacked and undated."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as stored:
        for name in sorted(packed.namelist()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3
            stored.writestr(entry, packed.read(name))
    return target.getvalue()
