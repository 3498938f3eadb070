"""What would happen to a file, without using it: outcome, rows in, used and rejected, messages."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mapping.errors import CancelledError, InputError, MappingError, QuestionError
from mapping.intake.businesses import read_businesses
from mapping.intake.corrections import no_corrections, read_corrections, replay_answers
from mapping.intake.gate.files import show_name, sniff
from mapping.intake.gate.limits import Limits
from mapping.intake.gate.workroom import where_failed
from mapping.intake.issues import say_issues, say_rejects, say_summary
from mapping.intake.outlines.boundaries import read_boundaries, read_boundary_report
from mapping.intake.outlines.shapefiles import COMPANIONS, pack_files
from mapping.intake.places.crosswalk import read_crosswalk
from mapping.intake.tables.survey import read_survey
from mapping.language import tr
from mapping.settings import Settings, SourceFile, no_progress

TABLES = ("text", "xlsx", "ods", "ole", "html", "binary")
"""Kinds of content that are a survey or nothing; all others are maps or nothing."""
TABLE_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
MESSAGES_AT_MOST = 200
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Beside:
    """What lies beside a file that is checked.

    Parameters
    ----------
    frame : SourceFile, optional
        Boundary file in which the businesses of a survey are placed; without it a survey is only read.
    corrections : SourceFile, optional
        Decisions made before (``corrections.csv``); answers in it are replayed.
    crosswalk : SourceFile, optional
        Pairs of BPS and Kemendagri codes.
    limits : Limits, optional
        Those of the command line when not given.
    """

    frame: SourceFile | None = None
    corrections: SourceFile | None = None
    crosswalk: SourceFile | None = None
    limits: Limits | None = None


ALONE = Beside()


def check_files(files: Sequence[SourceFile], settings: Settings, beside: Beside = ALONE) -> list[dict[str, Any]]:
    """Try each file and report, as ``check_file`` does; loose parts of a shapefile are one map.

    Examples
    --------
    >>> reports = check_files([SourceFile("umkm.csv", b""), SourceFile("a.shx", b"x")], Settings())
    >>> [(report["file"], report["outcome"]) for report in reports]
    [('umkm.csv', 'refuse'), ('a.shx', 'refuse')]
    """
    groups: dict[str, list[SourceFile]] = {}
    for position, file in enumerate(files):
        name = file.name.lower()
        stem = name.removesuffix(".xml").rsplit(".", 1)[0] if name.endswith(COMPANIONS) else f"{position}/"
        groups.setdefault(stem, []).append(file)
    reports = []
    for group in groups.values():
        try:
            reports.append(check_file(pack_files(group), settings, beside))
        except InputError as error:
            reports.append({**_blank(group[0].name), "outcome": "refuse", "messages": [str(error)]})
    return reports


def check_file(file: SourceFile, settings: Settings, beside: Beside = ALONE) -> dict[str, Any]:
    """Try one file and report; the file may be anything.

    Parameters
    ----------
    file : SourceFile
        As received.
    settings : Settings
        ``answers`` of the user to questions asked before.
    beside : Beside
        Other files, and limits.

    Returns
    -------
    dict
        ``file``, ``role`` ("boundaries" or "survey"), ``outcome``, ``rows_in``, ``rows_used``,
        ``rows_rejected``, ``messages``; with ``confirm`` also ``question`` (key, options, free).
        Outcomes: ``accept`` (loads; nothing to do); ``accept_warn`` (loads; something was changed or
        should be looked at); ``partial`` (good rows load, the rest are rejected); ``confirm`` (one answer of the
        user is missing); ``refuse`` (nothing loads).

    Raises
    ------
    CancelledError
        Nothing else leaves this function.
    """
    answer = _blank(file.name)
    try:
        answer["role"] = find_role(file.content, file.name)
        answer["role"], used, issues, rejects = _try(file, answer["role"], settings, beside)
    except CancelledError:
        raise
    except QuestionError as error:
        question = {"key": error.key, "options": error.options, "free": error.free}
        answer["role"] = "survey" if error.key.startswith("survei.") else answer["role"]
        return {**answer, "outcome": "confirm", "messages": [str(error)], "question": question}
    except MappingError as error:
        return {**answer, "outcome": "refuse", "messages": [str(error)]}
    except Exception as error:  # a fault of ours; the rest of a batch must still be checked
        log.error("check failed: %s", where_failed(error))
        return {**answer, "outcome": "refuse", "messages": [_say_unforeseen(file.name)]}
    acted = issues[issues["level"] != "info"]
    outcome = "partial" if len(rejects) else "accept_warn" if len(acted) else "accept"
    messages = [say_summary(show_name(file.name), used, len(rejects)), *say_rejects(rejects), *say_issues(issues)]
    return {
        **answer,
        "outcome": outcome,
        "rows_in": used + len(rejects),
        "rows_used": used,
        "rows_rejected": len(rejects),
        "messages": messages[:MESSAGES_AT_MOST],
    }


def find_role(content: bytes, name: str) -> str:
    """Whether a file is ``"survey"`` or ``"boundaries"``, by its ending or content; a map may still hold businesses.

    Examples
    --------
    >>> find_role(b"produk,kelurahan", "umkm"), find_role(b"{}", "desa.geojson"), find_role(b"", "umkm.csv")
    ('survey', 'boundaries', 'survey')
    """
    return "survey" if name.lower().endswith(TABLE_ENDINGS) or sniff(content) in TABLES else "boundaries"


def _blank(name: str) -> dict[str, Any]:
    return {"file": show_name(name), "role": "", "outcome": "", "rows_in": 0, "rows_used": 0, "rows_rejected": 0}


def _say_unforeseen(name: str) -> str:
    return tr(
        'Berkas "{name}" tidak dapat diperiksa karena kesalahan di aplikasi ini; tidak ada yang '
        "dimuat. Laporkan kepada pengelola aplikasi, tanpa mengirim data pribadi.",
        name=show_name(name),
    )


Read = tuple[str, int, pd.DataFrame, pd.DataFrame]
"""Role, rows used, findings, rejects."""


def _try(file: SourceFile, role: str, settings: Settings, beside: Beside) -> Read:
    decided, shown = no_corrections(), show_name(file.name)
    if beside.corrections:
        decided = read_corrections(beside.corrections.content, beside.corrections.name)
    frame = shown if role == "boundaries" or not beside.frame else show_name(beside.frame.name)
    settings = settings.with_answers(replay_answers(settings.answers, decided, {"boundaries": frame, "survey": shown}))
    if role == "survey":
        return _try_survey(file, settings, decided, beside)
    try:
        report = read_boundary_report(file.content, file.name, settings, no_progress, decided, beside.limits)
        return "boundaries", report.features - len(report.rejects), report.issues, report.rejects
    except QuestionError:
        raise
    except InputError as refusal:
        try:  # a map of points, or a zip of tables
            return _try_survey(file, settings, decided, beside)
        except QuestionError:
            raise
        except InputError:
            raise refusal from None


def _try_survey(file: SourceFile, settings: Settings, decided: pd.DataFrame, beside: Beside) -> Read:
    limits, frame, pairs = beside.limits, beside.frame, beside.crosswalk
    if frame is None:
        survey, issues, rejects = read_survey(file.content, file.name, settings, no_progress, decided, limits)
        return "survey", len(survey), issues, rejects
    kelurahan, _, _ = read_boundaries(frame.content, frame.name, settings, no_progress, decided, limits)
    crosswalk = read_crosswalk(pairs.content, pairs.name) if pairs else None
    businesses, issues, rejects, _ = read_businesses(
        file.content, file.name, kelurahan, settings, no_progress, decided, crosswalk, limits=limits
    )
    return "survey", len(businesses), issues, rejects
