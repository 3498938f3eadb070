"""What would happen to a file, without using it: outcome, rows in, used and rejected, messages."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mapping.errors import MappingError, QuestionError
from mapping.intake.boundaries import read_boundaries
from mapping.intake.businesses import read_businesses
from mapping.intake.files import show_name, sniff
from mapping.intake.issues import say_issues, say_rejects, say_summary
from mapping.intake.survey import read_survey
from mapping.settings import Settings

TABLE_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
MESSAGES_AT_MOST = 200


def check_file(content: bytes, name: str, settings: Settings, frame: tuple[bytes, str] | None = None) -> dict[str, Any]:
    """Try one file and report.

    Parameters
    ----------
    content, name
        The file.
    settings : Settings
        ``answers`` of the user to questions asked before.
    frame : (bytes, str), optional
        Boundary file in which the businesses of a survey are placed; without it a survey is only read.

    Returns
    -------
    dict
        ``file``, ``role`` ("boundaries" or "survey"), ``outcome``, ``rows_in``, ``rows_used``,
        ``rows_rejected``, ``messages``; with ``confirm`` also ``question`` (key, options, free).
        Outcomes: ``accept``; ``accept_warn`` (loads, with findings);
        ``partial`` (good rows load, the rest are rejected); ``confirm`` (one answer of the user is
        missing); ``refuse`` (nothing loads).
    """
    answer = {"file": show_name(name), "role": "", "rows_in": 0, "rows_used": 0, "rows_rejected": 0}
    try:
        role = "survey" if name.lower().endswith(TABLE_ENDINGS) or sniff(content) == "xlsx" else "boundaries"
        answer["role"] = role
        used, issues, rejects = _try(content, name, role, settings, frame)
    except QuestionError as error:
        question = {"key": error.key, "options": error.options, "free": error.free}
        return {**answer, "outcome": "confirm", "messages": [str(error)], "question": question}
    except MappingError as error:
        return {**answer, "outcome": "refuse", "messages": [str(error)]}
    outcome = "partial" if len(rejects) else "accept_warn" if len(issues) else "accept"
    messages = [say_summary(show_name(name), used, len(rejects)), *say_rejects(rejects), *say_issues(issues)]
    return {
        **answer,
        "outcome": outcome,
        "rows_in": used + len(rejects),
        "rows_used": used,
        "rows_rejected": len(rejects),
        "messages": messages[:MESSAGES_AT_MOST],
    }


def _try(
    content: bytes, name: str, role: str, settings: Settings, frame: tuple[bytes, str] | None
) -> tuple[int, pd.DataFrame, pd.DataFrame]:
    """Rows used, findings and rejects of one file."""
    if role == "boundaries":
        table, issues, rejects = read_boundaries(content, name, settings)
    elif frame is None:
        table, issues, rejects = read_survey(content, name, settings)
    else:
        kelurahan, _, _ = read_boundaries(*frame, settings)
        table, issues, rejects = read_businesses(content, name, kelurahan, settings)
    return len(table), issues, rejects
