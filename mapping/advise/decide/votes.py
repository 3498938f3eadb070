"""Votes as typed or loaded -> ranks and judgements; a paper that cannot be counted is named, never guessed at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.advise.decide.ballot import LETTERS, Ballot, make_ballot, read_decide_rules
from mapping.errors import InputError, MappingError
from mapping.intake.corrections import DISARMED
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.issues import Findings
from mapping.intake.tables.surveyfiles import read_sheets
from mapping.knowledge.catalog import read_lines
from mapping.language import LANGUAGES, mark, speaking, tr

PAPER = mark("kertas")
"""Head of the column with the number of the paper, given at the count and known to nobody before; a sheet says it in
any language."""
NUMBER = r"[A-Za-z]?\d{1,6}"
"""A name in its place would tell who voted what."""
EQUAL = ("SAMA", "SAME", "THESAME", "=", "1", "0")
USUAL_TIMES = 3
"""A letter alone means "more important", the middle box of the paper."""
LINE_HEAD = re.compile(r"([A-E])\.\s*(.+)")
PAIR_HEAD = re.compile(r"[A-E]/[A-E]|[P-S]/[P-S]")
FILLED_ALIKE = mark("diisi dua kali dengan isi yang sama; yang pertama sudah dihitung")
FILLED_APART = mark(
    "nomor ini dipakai dua kali dengan isi yang berbeda; cocokkan dengan kertasnya, lalu beri nomor sendiri"
)


@dataclass(frozen=True)
class Votes:
    """The papers that can be counted.

    Parameters
    ----------
    ballot : Ballot
        What was voted on.
    ranks : DataFrame of float, index number of the paper
        A column per ``line_id``, 1 first; NaN not ranked. Papers without any rank are not in it.
    judgements : DataFrame of float, index number of the paper
        A column per pair of letters ``(first, second)``: how many times as important the first is, 1/9 to 9; NaN not
        answered. Papers without any answer are not in it.
    blank : int
        Rows without any rank or answer: not used, or nobody wrote on the paper.
    issues, rejects : DataFrame
        As in docs/architecture.md.
    """

    ballot: Ballot
    ranks: pd.DataFrame
    judgements: pd.DataFrame
    blank: int
    issues: pd.DataFrame
    rejects: pd.DataFrame


def vote_heads(ballot: Ballot, names: Mapping[str, str]) -> dict[str, str]:
    """Heads of the tally sheet: our column -> what stands above it.

    Examples
    --------
    >>> vote_heads(Ballot(("x", "y"), "lini"), {"x": "Batik", "y": "Tempe"})
    {'kertas': 'kertas', 'A': 'A. Batik', 'B': 'B. Tempe', 'A/B': 'A/B'}
    """
    lines = {letter: f"{letter}. {names[line]}" for letter, line in zip(LETTERS, ballot.lines, strict=False)}
    return {PAPER: tr(PAPER), **lines, **{"/".join(pair): "/".join(pair) for pair in ballot.pairs()}}


def no_votes(ballot: Ballot, papers: int = 0) -> pd.DataFrame:
    """An empty tally sheet: papers numbered from 1, everything else blank text.

    Examples
    --------
    >>> no_votes(Ballot(("x", "y")), 2).to_numpy().tolist()
    [['1', '', ''], ['2', '', '']]
    """
    letters = LETTERS[: len(ballot.lines)]
    columns = [PAPER, *letters, *("/".join(pair) for pair in ballot.pairs())]
    sheet = pd.DataFrame("", index=range(papers), columns=columns, dtype="str")
    sheet[PAPER] = [str(number) for number in range(1, papers + 1)]
    return sheet


def check_votes(sheet: pd.DataFrame, ballot: Ballot, file: str = "ketikan") -> Votes:
    """What of a tally sheet can be counted.

    A paper is rejected when its number is missing, a rank is no whole number from 1 to the number of lines, an answer
    is none of those on paper, or its number was used for another paper; used twice with the same content it is counted
    once. Papers that rank only some lines, or two lines alike, are counted (``borda.py`` says how) and noted.

    Parameters
    ----------
    sheet : DataFrame of text
        Columns of :func:`no_votes`; index: rows as messages name them.
    ballot : Ballot
        What was voted on.
    file : str
        For messages only.

    Returns
    -------
    Votes
        The same for any order of the rows, but for their order.

    Examples
    --------
    >>> ballot = Ballot(("x", "y"), "lini")
    >>> sheet = pd.DataFrame([["1", "1", "2", "A3"], ["2", "7", "1", ""]], columns=["kertas", "A", "B", "A/B"])
    >>> votes = check_votes(sheet, ballot)
    >>> votes.ranks.to_numpy().tolist(), votes.judgements.to_numpy().tolist()
    ([[1.0, 2.0]], [[3.0]])
    >>> votes.rejects[["row", "column", "value"]].to_numpy().tolist()
    [[1, 'A', '7']]
    """
    findings = Findings(file)
    letters, pairs = list(LETTERS[: len(ballot.lines)]), ballot.pairs()
    heads = ["/".join(pair) for pair in pairs]
    cells = sheet[[PAPER, *letters, *heads]].apply(lambda column: column.astype(str).str.strip())
    filled = (cells[letters + heads] != "").any(axis=1)
    blank = int((~filled).sum())
    cells = cells[filled]
    ranks = cells[letters].apply(_ranks_of, most=len(letters))
    times = pd.DataFrame(
        {head: cells[head].map(lambda cell, p=pair: times_of(cell, p)) for head, pair in zip(heads, pairs, strict=True)}
    )
    times = times.reindex(index=cells.index, columns=heads).astype(float)
    wrong = pd.concat([(cells[letters] != "") & ranks.isna(), (cells[heads] != "") & times.isna()], axis=1)
    kept = _reject(cells, wrong, len(letters), findings)
    _note_unusual(cells.loc[kept, PAPER], ranks[kept], findings)
    number = pd.Index(cells.loc[kept, PAPER], name=PAPER)
    ranked = ranks[kept].set_axis(list(ballot.lines), axis=1).set_axis(number, axis=0)
    judged = times[kept].set_axis(number, axis=0)
    judged.columns = pd.MultiIndex.from_tuples(pairs, names=["first", "second"]) if pairs else judged.columns
    return Votes(
        ballot,
        ranked[ranked.notna().any(axis=1)],
        judged[judged.notna().any(axis=1)],
        blank,
        findings.issues(),
        findings.rejects(),
    )


def _ranks_of(cells: pd.Series, most: int) -> pd.Series:
    """Ranks as numbers; NaN where a cell is blank or no rank. ``1.0`` and ``1,0`` are what spreadsheets make of 1."""
    number = pd.to_numeric(cells.str.replace(",", ".", regex=False), errors="coerce")
    return number.where(number.isin(range(1, most + 1))).astype(float)


def times_of(cell: str, pair: tuple[str, str]) -> float:
    """How many times as important the first of a pair is under an answer; NaN where it is blank or none.

    Examples
    --------
    >>> [times_of(cell, ("A", "B")) for cell in ("A5", "b 3", "sama", "A", "C3")]
    [5.0, 0.3333333333333333, 1.0, 3.0, nan]
    """
    text = cell.upper().replace(" ", "")
    if text in EQUAL:
        return 1.0
    match = re.fullmatch(rf"([{pair[0]}{pair[1]}])([1-9])?", text)
    if not match:
        return float("nan")
    times = float(match[2] or USUAL_TIMES)
    return times if match[1] == pair[0] else 1.0 / times


def _reject(cells: pd.DataFrame, wrong: pd.DataFrame, most: int, findings: Findings) -> pd.Series:
    """Which rows are counted; the others are rejected, one reason each."""
    nameless = ~cells[PAPER].str.fullmatch(NUMBER)
    findings.reject(cells.index[nameless], tr("nomor kertas harus angka, bukan nama, dan tidak kosong"), PAPER)
    bad = wrong.any(axis=1) & ~nameless
    for row, column in wrong[bad].idxmax(axis=1).items() if bad.any() else ():
        answer = tr(
            "harus {column}2 sampai {column}9, sama, atau {column2}2 sampai {column2}9",
            column=column[0],
            column2=column[-1],
        )
        reason = answer if "/" in column else tr("harus bilangan bulat 1 sampai {most}", most=most)
        findings.reject(
            [row], tr("{reason}; kertas ini tidak dihitung", reason=reason), column, [cells.at[row, column]]
        )
    left = ~nameless & ~bad
    key = cells[PAPER].str.casefold()
    twice = left & key.where(left).duplicated(keep=False)
    whole = ["|".join(row).casefold().replace(" ", "") for row in cells.drop(columns=PAPER).to_numpy()]
    content = pd.Series(whole, index=cells.index, dtype="str")
    alike = twice & (content.groupby(key.where(left)).transform("nunique") == 1)
    again = alike & key.where(left).duplicated()
    apart = twice & ~alike
    findings.reject(cells.index[again], tr(FILLED_ALIKE), PAPER, cells.loc[again, PAPER])
    findings.reject(cells.index[apart], tr(FILLED_APART), PAPER, cells.loc[apart, PAPER])
    return left & ~again & ~apart


def _note_unusual(paper: pd.Series, ranks: pd.DataFrame, findings: Findings) -> None:
    """Papers that rank only some lines, or two alike: counted, and a person should look."""
    some = ranks.notna().any(axis=1)
    unfinished = some & ranks.isna().any(axis=1)
    tied = ranks.apply(lambda row: row.dropna().duplicated().any(), axis=1).astype(bool) if len(ranks) else some
    findings.note(
        mark("suara sebagian"),
        tr("hanya memberi peringkat sebagian lini"),
        tr("yang kosong berbagi sisa peringkat"),
        rows=paper.index[unfinished],
        column=PAPER,
        values=paper[unfinished],
    )
    findings.note(
        mark("peringkat kembar"),
        tr("memberi peringkat yang sama pada dua lini atau lebih"),
        tr("keduanya dihitung seri"),
        rows=paper.index[tied],
        column=PAPER,
        values=paper[tied],
    )


def read_votes(
    content: bytes, name: str, names: Mapping[str, str], limits: Limits | None = None
) -> tuple[Ballot, pd.DataFrame]:
    """A filled tally sheet, and the ballot that its heads tell of.

    Parameters
    ----------
    content : bytes
        CSV or workbook; what stands above the head and beside its columns does not matter.
    name : str
        For messages only.
    names : mapping
        ``line_id`` -> name.

    Returns
    -------
    Ballot
        Lines and questions as the heads name them.
    DataFrame of text
        Columns of :func:`no_votes`, index: spreadsheet rows; ready for :func:`check_votes`.

    Raises
    ------
    InputError
        No tally sheet, a line that is not in ``names``, or more papers than ``decide.toml`` allows.

    Examples
    --------
    >>> ballot, sheet = read_votes(b"kertas,A. Batik,B. Tempe\\n7,2,1\\n", "suara.csv", {"x": "Batik", "y": "Tempe"})
    >>> ballot.lines, sheet.to_numpy().tolist()
    (('x', 'y'), [['7', '2', '1']])
    """
    shown = show_name(name)
    table = _find_table(content, name, limits)
    if table is None:
        raise InputError(
            tr(
                'Berkas "{shown}": tidak ada baris judul dengan kolom "{paper}". Pakai lembar hitung '
                "dari halaman ini dan jangan ubah judul kolomnya.",
                shown=shown,
                paper=tr(PAPER),
            )
        )
    heads = [cell.strip() for cell in table.iloc[0]]
    ballot, places = _ballot_of(heads, names, shown)
    body = table.iloc[1:]
    body = body[(body != "").any(axis=1)]
    if len(body) > (most := read_decide_rules()["ballot"]["most_votes"]):
        raise InputError(
            tr(
                'Berkas "{shown}" memuat {body} kertas suara; paling banyak {most}.',
                shown=shown,
                body=len(body),
                most=most,
            )
        )
    sheet = pd.DataFrame({column: body[place] for column, place in places.items()}, index=body.index)
    return ballot, sheet.apply(lambda column: column.str.strip().str.replace(DISARMED, "", regex=True))


def _find_table(content: bytes, name: str, limits: Limits | None) -> pd.DataFrame | None:
    """The first sheet with a head that names the paper, from that head on."""
    heads = _in_every_language(PAPER)
    for sheet in read_sheets(content, name, limits=limits):
        table = sheet.table
        found = np.flatnonzero(table.apply(lambda c: c.str.strip().str.casefold()).isin(heads).any(axis=1))
        if len(found):
            return table.iloc[found[0] :]
    return None


def _in_every_language(text: str) -> set[str]:
    """A text of the catalogue as a sheet may say it, whichever language it was written in."""
    said = set()
    for code in LANGUAGES:
        with speaking(code):
            said.add(tr(text).casefold())
    return said


def _line_names(names: Mapping[str, str]) -> dict[str, str]:
    """Name as a sheet may say it -> line: those given, and those of the catalogue in every language."""
    told: dict[str, str] = {}
    for code in LANGUAGES:
        with speaking(code):
            told |= {text.casefold(): line for line, text in read_lines()["line"].items() if line in names}
    return told | {text.casefold(): line for line, text in names.items()}


def _ballot_of(heads: list[str], names: Mapping[str, str], shown: str) -> tuple[Ballot, dict[str, int]]:
    """The ballot that heads tell of, and where each of its columns stands."""
    folded = [head.casefold() for head in heads]
    if twice := [head for head in heads if head and folded.count(head.casefold()) > 1]:
        raise InputError(
            tr('Berkas "{shown}": kolom "{twice}" ada dua kali. Hapus salah satunya.', shown=shown, twice=twice[0][:60])
        )
    by_name = _line_names(names)
    found = [(match[1], match[2].casefold(), at) for at, head in enumerate(heads) if (match := LINE_HEAD.match(head))]
    if unknown := [text for _, text, _ in found if text not in by_name]:
        raise InputError(
            tr('Berkas "{shown}": lini "{unknown}" tidak ada di daftar lini.', shown=shown, unknown=unknown[0][:60])
        )
    pairs = [head for head in heads if PAIR_HEAD.fullmatch(head)]
    questions = "" if not pairs else "kriteria" if pairs[0] >= "P" else "lini"
    lines = [by_name[text] for _, text, _ in sorted(found)]
    paper = next(place for place, head in enumerate(folded) if head in _in_every_language(PAPER))
    at = {PAPER: paper} | {letter: place for letter, _, place in found}
    at |= {head: heads.index(head) for head in pairs}
    try:
        make_ballot(lines, names)
    except MappingError as error:
        raise InputError(tr('Berkas "{shown}": {error}', shown=shown, error=error)) from None
    ballot = Ballot(tuple(lines), questions)
    wanted = no_votes(ballot).columns
    if missing := [column for column in wanted if column not in at]:
        raise InputError(
            tr(
                'Berkas "{shown}": kolom "{missing}" tidak ada. Pakai lembar hitung dari halaman ini.',
                shown=shown,
                missing=missing[0],
            )
        )
    return ballot, {column: at[column] for column in wanted}
