"""What a file says about itself, in a cell of every row: labels that must travel with its numbers."""

from __future__ import annotations

import pandas as pd

from mapping.intake.issues import Findings
from mapping.language import mark, tr

SYNTHETIC = mark("data sintetis")
APPROXIMATE = mark("batas perkiraan")
KIND = "label"


def note_label(table: pd.DataFrame, label: str, findings: Findings) -> None:
    """One finding when a column of the table holds the label; other columns are not read for meaning.

    Examples
    --------
    >>> findings = Findings("umkm.csv")
    >>> note_label(pd.DataFrame({"catatan": ["data sintetis", ""]}), "data sintetis", findings)
    >>> findings.issues()["value"].tolist()
    ['data sintetis']
    """
    texts = table.select_dtypes(["object", "string"])
    if any(texts.iloc[:, at].eq(label).any() for at in range(texts.shape[1])):
        what = tr("adalah label yang dibawa berkas ini")
        findings.note(KIND, what, tr("ikut ditulis di semua layar dan berkas hasil"), values=label)


def has_label(issues: pd.DataFrame, label: str) -> bool:
    """Whether a file said so."""
    return bool(((issues["kind"] == KIND) & (issues["value"] == label)).any())
