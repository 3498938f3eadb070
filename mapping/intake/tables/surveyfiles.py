"""A survey file, whatever its format -> its sheets, and the one that is the survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mapping.errors import InputError, QuestionError
from mapping.intake.gate.files import check_size, check_zip, read_entry, refuse_kind, show_name, sniff
from mapping.intake.gate.limits import Limits, read_limits
from mapping.intake.gate.worker import Tick, no_tick, parse_apart
from mapping.intake.outlines.layers import MAP_KINDS
from mapping.intake.tables.columns import find_header
from mapping.intake.tables.csvs import ACCEPTED, read_csv
from mapping.intake.tables.heads import NO_CHOICE, looks_like_survey
from mapping.intake.tables.pointlayers import read_points
from mapping.intake.tables.sheets import HEAD_ROWS, Sheet
from mapping.intake.tables.workbooks import read_workbook, workbook_kind
from mapping.language import mark, tr

SHEET_KEY = "survei.lembar"
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".geojson", ".json", ".gpkg", ".fgb", ".parquet", ".kml")


def read_sheets(
    content: bytes,
    name: str,
    answers: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    tick: Tick = no_tick,
) -> list[Sheet]:
    """Every table of a survey file. Nothing but the bytes decides what is opened.

    Runs in a process of its own unless ``limits.apart`` is off.

    Parameters
    ----------
    content : bytes
        CSV, TSV, XLSX, XLS, ODS, a map of points, or a zip of these, whatever its name says.
    name : str
        For messages only; never used as a path.
    answers : mapping, optional
        Of the user, by key: ``survei.crs``.
    limits : Limits, optional
        Those of the command line when not given.
    tick : callable, optional
        Called while the file is read in a process of its own; may stop it by raising.

    Raises
    ------
    InputError
        When the file is too large, is not a table, is broken or locked.
    QuestionError
        ``survei.crs``: points in unknown coordinates.
    """
    answers, limits = answers or {}, limits or read_limits()
    check_size(content, name, limits)
    if limits.apart:
        apart: list[Sheet] = parse_apart("sheets", content, name, {"answers": dict(answers)}, limits, tick)
        return apart
    kind = sniff(content)
    if kind == "zip" and not workbook_kind(content, kind, name, ACCEPTED, limits):
        return _read_zip(content, name, answers, limits)
    return _read_one(content, kind, name, answers, limits)


def _read_one(content: bytes, kind: str, name: str, answers: Mapping[str, str], limits: Limits) -> list[Sheet]:
    book = workbook_kind(content, kind, name, ACCEPTED, limits)
    if book:
        return read_workbook(content, book, name, limits)
    if kind == "binary" and _is_utf16(content):
        return [read_csv(b"\xff\xfe" + content, name, limits)]
    if kind == "text":
        return [read_csv(content, name, limits)]
    if kind in MAP_KINDS:
        return read_points(content, name, answers, limits)
    raise refuse_kind(kind, name, ACCEPTED)


def _is_utf16(content: bytes) -> bool:
    """UTF-16 without its mark: every other byte of plain text is zero."""
    head = content[:2_000]
    return len(content) % 2 == 0 and head[1::2].count(0) > 0.9 * len(head[1::2]) and 0 not in head[0::2]


def _read_zip(content: bytes, name: str, answers: Mapping[str, str], limits: Limits) -> list[Sheet]:
    """The tables of a zip; a sheet is named after its file where there are several."""
    entries = check_zip(content, name, limits)
    if any(entry.filename.lower().endswith(".shp") for entry in entries):
        return read_points(content, name, answers, limits)
    tables = [entry for entry in entries if entry.filename.lower().endswith(ENDINGS)]
    if not tables:
        raise refuse_kind("zip", name, ACCEPTED)
    sheets = []
    for entry in tables:
        inner = read_entry(content, entry, name)
        path = show_name(entry.filename)
        for sheet in _read_one(inner, sniff(inner), name, answers, limits) if inner else []:
            title = f"{path}: {sheet.name}" if sheet.name else path
            sheets.append(replace(sheet, name=title) if len(tables) > 1 else sheet)
    if not sheets:
        raise refuse_kind("zip", name, ACCEPTED)
    return sheets


def choose_sheet(
    sheets: list[Sheet], name: str, answers: Mapping[str, str], chosen: Mapping[str, str] = NO_CHOICE
) -> Sheet:
    """The sheet that is a survey; cover and reference sheets are left out, and said so in its remarks.

    A hidden sheet is taken only where no visible one is a survey. Without any survey, the sheet with most of our
    columns, so that a refusal can say what it lacks.

    Raises
    ------
    QuestionError
        ``survei.lembar``: several sheets are surveys.
    InputError
        The answer names no sheet of the file, or the sheet holds formulas saved without their results.
    """
    if len(sheets) == 1:
        return _usable(sheets[0])
    shown = show_name(name)
    titles = _titles(sheets)
    answer = answers.get(SHEET_KEY, "")
    if answer:
        picked = [i for i, title in enumerate(titles) if title == answer]
        if not picked:
            raise InputError(
                tr(
                    'Berkas "{shown}" tidak memuat lembar "{answer}". Yang ada: {titles}.',
                    shown=shown,
                    answer=show_name(answer),
                    titles=_list(titles),
                )
            )
        return _with_others(sheets, titles, picked[0])
    rows = [looks_like_survey(sheet, chosen) for sheet in sheets]
    good = [i for i, sheet in enumerate(sheets) if rows[i] and not sheet.hidden]
    good = good or [i for i in range(len(sheets)) if rows[i]]
    if len(good) > 1:
        options = {titles[i]: tr("{rows} baris", rows=rows[i]) for i in good}
        raise QuestionError(
            tr(
                'Berkas "{shown}" memuat {good} lembar yang tampak seperti survei: {options}. Pilih '
                "lembar yang dipakai.",
                shown=shown,
                good=len(good),
                options=_list(options),
            ),
            SHEET_KEY,
            options,
        )
    return _with_others(sheets, titles, good[0] if good else _likeliest(sheets))


def _likeliest(sheets: list[Sheet]) -> int:
    def quality(i: int) -> tuple[bool, int, int, int]:
        head = sheets[i].table.iloc[:HEAD_ROWS].to_numpy().tolist()
        return not sheets[i].hidden, find_header(head, "survey")[1], len(sheets[i].table), -i

    return max(range(len(sheets)), key=quality)


def _titles(sheets: list[Sheet]) -> list[str]:
    """Titles by which a user tells sheets apart."""
    titles = [sheet.name or tr("lembar {i}", i=i) for i, sheet in enumerate(sheets, 1)]
    return [t if titles.count(t) == 1 else f"{t} ({i})" for i, t in enumerate(titles, 1)]


def _with_others(sheets: list[Sheet], titles: list[str], at: int) -> Sheet:
    what = tr('lembar "{titles}" yang dibaca', titles=titles[at])
    what += tr(" (disembunyikan di Excel)") if sheets[at].hidden else ""
    others = [t + (tr(" (disembunyikan)") if sheets[i].hidden else "") for i, t in enumerate(titles) if i != at]
    remark = {
        "kind": mark("lembar"),
        "what": what,
        "done": tr("lembar lain tidak dibaca: {others}", others=_list(others)),
        "level": "info",
    }
    return replace(_usable(sheets[at]), remarks=[remark, *sheets[at].remarks])


def _usable(sheet: Sheet) -> Sheet:
    if sheet.refusal:
        raise InputError(sheet.refusal)
    return sheet


def _list(titles: Mapping[str, str] | list[str]) -> str:
    if isinstance(titles, Mapping):
        return ", ".join(f'"{title}" ({text})' for title, text in titles.items())
    return ", ".join(f'"{title}"' for title in titles)
