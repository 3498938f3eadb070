"""Assessments out of a file: an export of KoboToolbox, or the table that the page offers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.desk.entries import iso_date
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.training.assess import EARLIEST, keep_assessment
from mapping.errors import EntryError, InputError
from mapping.intake.corrections import DISARMED
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.issues import Findings
from mapping.intake.tables.surveyfiles import read_sheets
from mapping.knowledge.competencies import LEVELS, competency_keys, read_competencies
from mapping.language import LANGUAGES, mark, speaking, tr

CODE_HEAD, PLACE_HEAD, DATE_HEAD = "kode_wilayah", "koperasi", "tanggal"
ALIASES = {
    CODE_HEAD: ("kode_wilayah", "kode wilayah", "kelurahan_code", "kode"),
    PLACE_HEAD: ("koperasi", "cooperative", "nama koperasi"),
    DATE_HEAD: ("tanggal", "tanggal asesmen", "assessment date", "tanggal_asesmen", "date", "today"),
}
"""Our column -> heads by which a file may call it."""
OPEN = ("", "0", "-", "tidak tahu", "belum tahu", "belum diketahui", "not known yet", "n/a")
LEVEL = re.compile(r"([1-4])(?:[.,]0+)?(?:\s*[-:.)]\s*\D.*)?")
MOST_ROWS = 20_000
NO_SUCH, SEVERAL = (
    mark("tidak ada di daftar koperasi wilayah ini"),
    mark("cocok dengan lebih dari satu koperasi; tulis nama lengkapnya"),
)


@dataclass(frozen=True)
class Results:
    """What of a file can be kept.

    Parameters
    ----------
    rows : DataFrame
        Index: spreadsheet row; ``cooperative_id, taken_on`` and an ``Int64`` column a competency.
    blank : int
        Rows without any answer.
    issues, rejects : DataFrame
        As in docs/architecture.md.
    """

    rows: pd.DataFrame
    blank: int
    issues: pd.DataFrame
    rejects: pd.DataFrame


def read_results(
    content: bytes, name: str, cooperatives: pd.DataFrame, latest: str, limits: Limits | None = None
) -> Results:
    """Assessments of a file, row by row matched to the register.

    Heads are the keys of the form, also behind the name of a group (``grup/cashbook``), or the questions as the form
    puts them, in any language; answers are 1 to 4, ``3 - text``, or the text of the level. Other columns are not read.

    Parameters
    ----------
    content : bytes
        CSV or workbook, read behind the fence of the intake.
    name : str
        For messages only.
    cooperatives : DataFrame
        Of the register, index id: ``kelurahan_code, kelurahan, name, label``.
    latest : str
        ISO day after which no assessment can have been.

    Raises
    ------
    InputError
        No table with a cooperative, a day and a question; or too many rows.
    """
    shown = show_name(name)
    table = _find_table(content, name, shown, limits)
    findings = Findings(shown)
    told = pd.DataFrame({"cooperative_id": _match(table, cooperatives, findings)}, index=table.index)
    keys = [key for key in competency_keys() if key in table]
    levels = pd.DataFrame({key: table[key].map(_answers_of(key)) for key in keys}, index=table.index).astype(float)
    answered = (levels > 0).any(axis=1)
    wrong = levels.isna()
    blank = ~answered & ~wrong.any(axis=1)
    left = ~blank & told["cooperative_id"].notna()
    left &= ~_reject_levels(table, wrong, left, findings)
    told["taken_on"] = _days(table, left, latest, findings)
    left &= told["taken_on"] != ""
    rejected_blank = blank & told["cooperative_id"].isna()
    rows = told[left].astype({"cooperative_id": int})
    whole = levels[left].astype("Int64").replace(0, pd.NA).reindex(columns=competency_keys()).astype("Int64")
    rejects = findings.rejects()
    rejects = rejects[~rejects["row"].isin(rejected_blank.index[rejected_blank])].reset_index(drop=True)
    return Results(rows.join(whole), int(blank.sum()), findings.issues(), rejects)


def _find_table(content: bytes, name: str, shown: str, limits: Limits | None) -> pd.DataFrame:
    """The first sheet with a head that names a cooperative, a day and at least one question."""
    by_head = _heads()
    for sheet in read_sheets(content, name, limits=limits):
        for place in range(min(len(sheet.table), 20)):
            heads = [_head_of(cell, by_head) for cell in sheet.table.iloc[place]]
            if DATE_HEAD in heads and {CODE_HEAD, PLACE_HEAD} & set(heads) and set(competency_keys()) & set(heads):
                body = sheet.table.iloc[place + 1 :]
                if len(body) > MOST_ROWS:
                    message = tr('Berkas "{file}" memuat lebih dari {most} baris.', file=shown, most=MOST_ROWS)
                    raise InputError(message)
                columns = {head: at for at, head in reversed(list(enumerate(heads))) if head}
                picked = pd.DataFrame({head: body.iloc[:, at] for head, at in columns.items()}, index=body.index)
                cells = picked.apply(lambda of: of.str.strip().str.replace(DISARMED, "", regex=True))
                return cells[(cells != "").any(axis=1)]
    raise InputError(
        tr(
            'Berkas "{file}": tidak ada baris judul dengan kolom koperasi, tanggal dan pertanyaan asesmen. Pakai '
            "formulir atau tabel dari halaman ini dan jangan ubah judul kolomnya.",
            file=shown,
        )
    )


def _heads() -> dict[str, str]:
    """Everything that a head may say, folded -> our column."""
    known = {alias: column for column, aliases in ALIASES.items() for alias in aliases}
    for code in LANGUAGES:
        with speaking(code):
            for key, of in read_competencies()["competencies"].items():
                known |= {key: key, of["question"].casefold(): key, of["label"].casefold(): key}
    return known


def _head_of(cell: str, known: Mapping[str, str]) -> str:
    head = cell.strip().casefold()
    return known.get(head) or known.get(head.rsplit("/", 1)[-1].strip(), "")


def choice_names(cooperatives: pd.DataFrame) -> pd.Series:
    """What a form calls each cooperative, once only: the code of its kelurahan, with its number beside it if shared.

    Examples
    --------
    >>> choice_names(pd.DataFrame({"kelurahan_code": ["a", "b", "b"]}, index=[1, 2, 3])).tolist()
    ['a', 'b-2', 'b-3']
    """
    code = cooperatives["kelurahan_code"].astype("str")
    return code.mask(code.duplicated(keep=False), code + "-" + cooperatives.index.astype("str"))


def _match(table: pd.DataFrame, cooperatives: pd.DataFrame, findings: Findings) -> pd.Series:
    """Number of each row's cooperative; NA where it is none or several, which is rejected."""
    by_name: dict[str, set[int]] = {}
    names = ("label", "name", "kelurahan", "kelurahan_code")
    for told in (*(cooperatives[name] for name in names), choice_names(cooperatives)):
        for number, text in told.items():
            by_name.setdefault(str(text).casefold(), set()).add(int(number))
    blank = pd.Series("", index=table.index, dtype="str")
    code, name = (table.get(column, blank).str.casefold() for column in (CODE_HEAD, PLACE_HEAD))
    nobody: set[int] = set()
    found = []
    for one, other in zip(code, name, strict=True):
        both = [by_name.get(text, nobody) for text in (one, other) if text]
        found.append(set.intersection(*both) if both else nobody)
    counts = pd.Series([len(numbers) for numbers in found], index=table.index)
    said = table.get(PLACE_HEAD, blank).where(name != "", table.get(CODE_HEAD, blank))
    for bad, reason in ((counts == 0, NO_SUCH), (counts > 1, SEVERAL)):
        findings.reject(table.index[bad], tr(reason), PLACE_HEAD, said[bad])
    numbers = [next(iter(of)) if len(of) == 1 else None for of in found]
    return pd.Series(pd.array(numbers, dtype="Int64"), index=table.index)


def _answers_of(key: str) -> dict[str, float]:
    """An answer as text -> its level; 0 not answered. Whatever is not in it is looked at by its first sign."""
    known: dict[str, float] = {}
    for code in LANGUAGES:
        with speaking(code):
            levels = read_competencies()["competencies"][key]["levels"]
            known |= {text.casefold(): float(level) for level, text in zip(LEVELS, levels, strict=True)}
    return _Answers(known)


class _Answers(dict[str, float]):
    """Levels by text; what is no answer at all is NaN."""

    def __missing__(self, text: str) -> float:
        folded = text.casefold()
        if folded in OPEN:
            return 0.0
        match = LEVEL.fullmatch(folded)
        return float(match[1]) if match else self.get(folded, np.nan)


def _reject_levels(table: pd.DataFrame, wrong: pd.DataFrame, left: pd.Series, findings: Findings) -> pd.Series:
    """Rows with an answer that is none."""
    bad = wrong.any(axis=1) & left
    if bad.any():
        column = wrong[bad].idxmax(axis=1)
        values = [table.at[row, of] for row, of in column.items()]
        reason = tr("harus tingkat 1 sampai 4, atau kosong bila belum diketahui")
        findings.reject(table.index[bad], reason, column, values)
    return bad


def _days(table: pd.DataFrame, left: pd.Series, latest: str, findings: Findings) -> pd.Series:
    """ISO day of each row; ``""`` where there is none, which is rejected."""
    days, reasons = {}, {}
    for text in table.loc[left, DATE_HEAD].unique():
        try:
            days[text] = iso_date(text, tr("Tanggal asesmen"), EARLIEST, latest, required=True)
        except EntryError as error:
            reasons[text] = str(error).rstrip(".")
    bad = left & table[DATE_HEAD].isin(list(reasons))
    findings.reject(table.index[bad], table.loc[bad, DATE_HEAD].map(reasons).astype("str"), DATE_HEAD)
    return table[DATE_HEAD].map(days).where(left).fillna("").astype("str")


def load_results(desk: Desk, actor: Actor, at: str, rows: pd.DataFrame, by: str) -> tuple[int, int]:
    """Keep the rows of :func:`read_results`, all or none; how many are new, and how many were there already.

    Raises
    ------
    NotAllowedError
        The role may not load files.
    EntryError
        A cooperative is gone from the register meanwhile.
    """
    check_may(actor, "table.import")
    keys = competency_keys()
    new = 0
    with desk.writing(actor, at) as session:
        for row in rows.to_dict("records"):
            levels = {key: None if pd.isna(row[key]) else int(row[key]) for key in keys}
            told = (row["cooperative_id"], row["taken_on"], by, levels)
            new += keep_assessment(session, actor, at, *told)[1]
    return new, len(rows) - new
