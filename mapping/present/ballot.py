"""The ballot on paper, as one HTML file that prints without internet, and the sheet on which votes are tallied."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import pandas as pd

from mapping.advise.decide.ballot import LETTERS, Ballot, read_decide_rules, say_items, shorten
from mapping.advise.decide.votes import PAPER, no_votes, vote_heads
from mapping.language import language, plural, tr
from mapping.present.files.tidy import csv_bytes
from mapping.present.files.whole import FIXED_DATE

TALLIED = 1_000
"""Rows of the tally workbook that check what is typed."""
STYLE = """
@page { size: A4 portrait; margin: 12mm 13mm; }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; color: #000; background: #fff; font-family: Arial, "Liberation Sans", "DejaVu Sans", sans-serif; }
p, h1, h2 { margin: 0; overflow-wrap: anywhere; }
.page { display: flex; flex-direction: column; width: 184mm; height: 270mm; overflow: hidden; break-inside: avoid; }
.page + .page { break-before: page; }
.top { display: flex; justify-content: space-between; gap: 6mm; border-bottom: 1mm solid #000; padding-bottom: 3mm; }
h1 { font-size: 20pt; line-height: 1.15; }
.where { font-size: 12pt; margin-top: 1mm; }
.label { display: inline-block; border: 0.4mm solid #000; padding: 0.4mm 2mm; margin-top: 1.5mm; font-size: 10pt; }
.number { flex: none; width: 42mm; font-size: 9.5pt; line-height: 1.2; }
.number div { height: 11mm; border: 0.6mm solid #000; margin-bottom: 1mm; }
.how { font-size: 14pt; line-height: 1.3; padding: 3mm 0; }
.lines { flex: 1; display: flex; flex-direction: column; gap: 2.5mm; min-height: 0; }
.line { flex: 1; display: flex; align-items: center; gap: 4mm; border: 0.5mm solid #000; border-radius: 2mm;
  padding: 1.5mm 3mm; min-height: 0; overflow: hidden; }
.letter { flex: none; width: 12mm; font-size: 30pt; font-weight: bold; text-align: center; }
.said { flex: 1; min-width: 0; }
h2 { font-size: 16pt; line-height: 1.12; }
.said p { font-size: 12.5pt; line-height: 1.2; margin-top: 0.8mm; }
.rank { flex: none; width: 24mm; text-align: center; font-size: 9.5pt; line-height: 1.1; }
.rank div { height: 19mm; border: 1mm solid #000; border-radius: 1.5mm; margin-bottom: 0.8mm; }
.foot { font-size: 10pt; line-height: 1.3; padding-top: 3mm; }
.pairs { flex: 1; display: flex; flex-direction: column; justify-content: space-between; min-height: 0; }
.pair { border-top: 0.3mm solid #000; padding: 1mm 0; }
.sides { display: flex; justify-content: space-between; gap: 8mm; font-size: 12pt; font-weight: bold; }
.sides span { overflow-wrap: anywhere; line-height: 1.15; }
.sides span + span { text-align: right; }
.boxes { display: flex; justify-content: space-between; margin-top: 0.8mm; font-size: 9.5pt; }
.boxes div { width: 34mm; text-align: center; }
.boxes i { display: block; width: 6.5mm; height: 6.5mm; margin: 0 auto 0.4mm; border: 0.6mm solid #000; }
@media screen { body { background: #ddd; } .page { background: #fff; margin: 6mm auto; padding: 4mm; width: 192mm;
  height: 278mm; } }
"""


@dataclass(frozen=True)
class Heading:
    """What stands above a ballot: name and kind of the place, region, ISO date of the survey, label of the data."""

    place: str
    region: str
    surveyed_on: str
    data_label: str = ""


def write_ballot(ballot: Ballot, lines: pd.DataFrame, names: Mapping[str, str], heading: Heading) -> bytes:
    """The ballot: one A4 page, and a second one with pairwise questions where the ballot asks them.

    One file for everybody: it is printed once and copied. The number of a paper is written on it when it is counted,
    after all papers were mixed, so that nobody knows whose it was. Black on white, no picture, no script, and nothing
    that is fetched; every text is escaped.

    Parameters
    ----------
    ballot : Ballot
    lines : DataFrame, index letter
        As :func:`mapping.advise.decide.ballot.say_lines` gives it.
    names : mapping
        ``line_id`` -> name.
    heading : Heading

    Returns
    -------
    bytes
        HTML, UTF-8.

    Examples
    --------
    >>> lines = pd.DataFrame({"line": ["Batik", "Tempe <b>"], "reason": "", "counter_argument": ""}, index=["A", "B"])
    >>> page = write_ballot(Ballot(("x", "y")), lines, {}, Heading("Gundih", "Surabaya", "2025-11-03")).decode()
    >>> "Tempe &lt;b&gt;" in page, page.count('class="page"')
    (True, 1)
    """
    pages = [_ranking_page(lines, heading)]
    if ballot.questions:
        pages.append(_pairs_page(ballot, names, heading))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8"><meta '
        f'http-equiv="Content-Security-Policy" content="{policy}"><meta name="viewport" '
        'content="width=device-width, initial-scale=1">'
        f"<title>{_say(tr('Kertas suara {place}', place=heading.place))}</title><style>{STYLE}</style></head>\n<body>\n"
        f"{''.join(pages)}</body></html>\n"
    ).encode()


def _say(text: object, most: int = 160) -> str:
    return escape(shorten("".join(sign if sign.isprintable() else " " for sign in str(text)), most))


def _top(title: str, heading: Heading) -> str:
    label = f'<p class="label">{_say(heading.data_label)}</p>' if heading.data_label else ""
    where = f"{_say(heading.place, 80)}, {_say(heading.region, 60)}"
    number = escape(tr("Nomor kertas. Diisi panitia setelah semua kertas dikocok."))
    return (
        f'<div class="top"><div><h1>{escape(title)}</h1><p class="where">{where}</p>{label}</div>'
        f'<div class="number"><div></div>{number}</div></div>\n'
    )


def _ranking_page(lines: pd.DataFrame, heading: Heading) -> str:
    n = len(lines)
    why, but, box = escape(tr("Alasan:")), escape(tr("Tetapi:")), escape(tr("angka 1–{n}", n=n))
    rows = "".join(
        f'<div class="line"><div class="letter">{_say(letter)}</div><div class="said"><h2>{_say(row.line)}</h2>'
        f"<p><b>{why}</b> {_say(row.reason)}</p><p><b>{but}</b> {_say(row.counter_argument)}</p></div>"
        f'<div class="rank"><div></div>{box}</div></div>\n'
        for letter, row in zip(lines.index, lines.itertuples(), strict=True)
    )
    how = tr(
        "Beri angka di kotak. <b>1 = paling dulu. {n} = paling akhir.</b> Satu angka untuk satu usaha. "
        "Jangan tulis nama.",
        n=n,
    )
    foot = tr(
        "Urutan di kertas ini menurut abjad, bukan menurut nilai. Boleh mengisi sebagian: yang kosong dihitung "
        "paling akhir. Angka dari survei {surveyed_on}.",
        surveyed_on=_say(heading.surveyed_on),
    )
    top = _top(tr("Koperasi kita mulai dari usaha apa?"), heading)
    return (
        f'<div class="page">{top}<p class="how">{how}</p>\n'
        f'<div class="lines">{rows}</div><p class="foot">{foot}</p></div>\n'
    )


def _pairs_page(ballot: Ballot, names: Mapping[str, str], heading: Heading) -> str:
    items, pairs = say_items(ballot, names), ballot.pairs()
    steps = list(read_decide_rules()["steps"])
    boxes = "".join(f"<div><i></i>{escape(tr(step))}</div>" for step in [*steps, *reversed(steps[:-1])])
    rows = "".join(
        f'<div class="pair"><div class="sides"><span>{first}. {_say(items[first], 36)}</span>'
        f'<span>{second}. {_say(items[second], 36)}</span></div><div class="boxes">{boxes}</div></div>\n'
        for first, second in pairs
    )
    how = plural(
        "{pairs} pertanyaan. Untuk tiap pasangan, beri tanda ✕ pada <b>satu</b> kotak. Kotak kiri memihak yang kiri, "
        "kotak kanan memihak yang kanan, kotak tengah berarti sama. Jangan tulis nama.",
        len(pairs),
        pairs=len(pairs),
    )
    top = _top(tr("Mana yang lebih penting?"), heading)
    return f'<div class="page">{top}<p class="how">{how}</p>\n<div class="pairs">{rows}</div></div>\n'


def tally_csv(ballot: Ballot, names: Mapping[str, str], papers: int = 0, sheet: pd.DataFrame | None = None) -> bytes:
    """The tally sheet as CSV: empty for ``papers`` papers, or with the votes of ``sheet``.

    Examples
    --------
    >>> tally_csv(Ballot(("x", "y")), {"x": "Batik", "y": "Tempe"}, 1).decode("utf-8-sig").splitlines()
    ['kertas,A. Batik,B. Tempe', '1,,']
    """
    table = no_votes(ballot, papers) if sheet is None else sheet
    return "\ufeff".encode() + csv_bytes(table.rename(columns=vote_heads(ballot, names)))


def tally_xlsx(ballot: Ballot, names: Mapping[str, str], papers: int = 0, sheet: pd.DataFrame | None = None) -> bytes:
    """The tally sheet as a workbook that refuses ranks and answers which are not on paper, with a sheet that explains.

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
        help_page.write_column(0, 0, _explain(ballot, names))
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
