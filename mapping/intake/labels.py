"""What a file says about itself, in a cell of every row: labels that must travel with its numbers."""

from __future__ import annotations

import pandas as pd

from mapping.intake.issues import Findings
from mapping.language import LANGUAGES, mark, speaking, tr

SYNTHETIC = mark("data sintetis")
APPROXIMATE = mark("batas perkiraan")
KIND = "label"


def note_label(table: pd.DataFrame, label: str, findings: Findings) -> None:
    """One finding when a column of the table holds the label, in any of our languages: our own files say it in the one
    they were written in. Other columns are not read for meaning.

    Examples
    --------
    >>> findings = Findings("umkm.csv")
    >>> note_label(pd.DataFrame({"catatan": ["data sintetis", ""]}), "data sintetis", findings)
    >>> findings.issues()["value"].tolist()
    ['data sintetis']
    """
    texts, spellings = table.select_dtypes(["object", "string"]), _spellings(label)
    if any(texts.iloc[:, at].isin(spellings).any() for at in range(texts.shape[1])):
        what = tr("adalah label yang dibawa berkas ini")
        findings.note(KIND, what, tr("ikut ditulis di semua layar dan berkas hasil"), values=label)


def _spellings(label: str) -> list[str]:
    """The label in every language.

    Examples
    --------
    >>> _spellings(APPROXIMATE)
    ['batas perkiraan', 'approximate boundaries']
    """
    said = []
    for code in LANGUAGES:
        with speaking(code):
            said.append(tr(label))
    return said


def has_label(issues: pd.DataFrame, label: str) -> bool:
    """Whether a file said so."""
    return bool(((issues["kind"] == KIND) & (issues["value"] == label)).any())
