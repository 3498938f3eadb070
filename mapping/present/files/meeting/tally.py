"""The sheet on which votes are tallied, as CSV and as a workbook."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping

import pandas as pd

from mapping.advise.decide.ballot import LETTERS, Ballot, read_decide_rules, say_items
from mapping.advise.decide.votes import PAPER, no_votes, vote_heads
from mapping.language import tr
from mapping.present.files.stamp import Stamp
from mapping.present.files.tidy import csv_bytes
from mapping.present.files.whole import FIXED_DATE

TALLIED = 1_000
"""Rows of the tally workbook that check what is typed."""


def tally_csv(ballot: Ballot, names: Mapping[str, str], papers: int = 0, sheet: pd.DataFrame | None = None) -> bytes:
    """The tally sheet as CSV: empty for ``papers`` papers, or with the votes of ``sheet``.

    Examples
    --------
    >>> tally_csv(Ballot(("x", "y")), {"x": "Batik", "y": "Tempe"}, 1).decode("utf-8-sig").splitlines()
    ['kertas,A. Batik,B. Tempe', '1,,']
    """
    table = no_votes(ballot, papers) if sheet is None else sheet
    return "\ufeff".encode() + csv_bytes(table.rename(columns=vote_heads(ballot, names)))


def tally_xlsx(
    ballot: Ballot,
    names: Mapping[str, str],
    papers: int = 0,
    sheet: pd.DataFrame | None = None,
    stamp: Stamp | None = None,
) -> bytes:
    """The tally sheet as a workbook that refuses ranks and answers which are not on paper, with a sheet that explains.

    With a ``stamp`` both sheets say which data the ballot came from.

    Examples
    --------
    >>> tally_xlsx(Ballot(("x", "y")), {"x": "Batik", "y": "Tempe"}, 30)[:2]
    b'PK'
    """
    import xlsxwriter

    table = no_votes(ballot, papers) if sheet is None else sheet
    heads = vote_heads(ballot, names)
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": dt.datetime.fromisoformat(FIXED_DATE)})
        page, help_page = book.add_worksheet(tr("suara")), book.add_worksheet(tr("cara mengisi"))
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        page.write_row(0, 0, [heads[column] for column in table.columns], bold)
        for at, column in enumerate(table.columns):
            page.write_column(1, at, [int(cell) if cell.isdecimal() else cell for cell in table[column]])
            page.set_column(at, at, 9 if column == PAPER or "/" in column else 18)
            if check := _check_of(column, len(ballot.lines)):
                page.data_validation(1, at, TALLIED, at, check)
        page.freeze_panes(1, 1)
        help_page.set_column(0, 0, 100)
        said = _explain(ballot, names)
        help_page.write_column(0, 0, said)
        if stamp:
            help_page.write_column(len(said) + 1, 0, [f"{label}: {text}" for label, text in stamp.pairs()])
            page.write(0, len(table.columns) + 1, stamp.data_label, bold)
            for one in (page, help_page):
                # In a foot "&" begins a code, and a spreadsheet takes 255 signs of it.
                one.set_footer("&L" + stamp.line().replace("&", "&&")[:240].rstrip("&"))
    return target.getvalue()


def usual_answers(pair: str) -> list[str]:
    """The five boxes of a pair as they are typed, left to right.

    Examples
    --------
    >>> usual_answers("A/B")
    ['A5', 'A3', 'sama', 'B3', 'B5']
    """
    first, second = pair.split("/")
    steps = [times for times in read_decide_rules()["steps"].values() if times > 1]
    return [*(f"{first}{times}" for times in steps), tr("sama"), *(f"{second}{times}" for times in reversed(steps))]


def _check_of(column: str, lines: int) -> dict[str, object]:
    """What a spreadsheet lets people type in a column."""
    if column in LETTERS:
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": 1,
            "maximum": lines,
            "error_title": tr("Bukan peringkat"),
            "error_message": tr("Isi angka bulat 1 sampai {lines}, atau kosongkan.", lines=lines),
        }
    return {"validate": "list", "source": usual_answers(column)} if "/" in column else {}


def _explain(ballot: Ballot, names: Mapping[str, str]) -> list[str]:
    lines = len(ballot.lines)
    said = [
        tr("Satu baris untuk satu kertas suara. Jangan tulis nama orang."),
        tr("kertas: nomor yang ditulis panitia di kertas itu, setelah semua kertas dikocok."),
        tr(
            "A, B, ...: angka yang ditulis pemilih, 1 (paling dulu) sampai {lines}. Kosong bila dikosongkan.",
            lines=lines,
        ),
        tr("Angka yang sama pada dua lini dihitung seri. Yang kosong berbagi sisa peringkat."),
    ]
    if ballot.questions:
        pair = "/".join(ballot.pairs()[0])
        said += [
            tr(
                "{pair}, ...: kotak yang ditandai, dari kiri ke kanan {pair2}.",
                pair=pair,
                pair2=", ".join(usual_answers(pair)),
            ),
            *(f"{letter}: {text}" for letter, text in say_items(ballot, names).items()),
        ]
    return said
