"""Findings about a file, and the rows that cannot be used: collected on the way, tables at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from mapping.intake.privacy import IDENTITY_DIGITS, NUMBER_TYPES, mask_text
from mapping.language import plural, tr, tr_rows

ISSUE_COLUMNS = ["file", "sheet", "row", "column", "value", "kind", "level", "what", "done"]
REJECT_COLUMNS = ["file", "sheet", "row", "column", "value", "reason"]
MAX_VALUE = 80
LEVELS = ("info", "repair", "warn")
"""``info``: how the file was read, nothing to do. ``repair``: a value was changed. ``warn``: a person should look."""


class Findings:
    """Collects issues and rejects of one file.

    Parameters
    ----------
    file, sheet : str
        As shown in messages; ``sheet`` is ``""`` where the file has none.

    Examples
    --------
    >>> findings = Findings("umkm.csv")
    >>> findings.note("angka", "bukan angka", "dibiarkan kosong", rows=[14], column="omzet", values=["1,5 jtt"])
    >>> say_issues(findings.issues()).tolist()
    ['Berkas "umkm.csv", baris 14, kolom "omzet": "1,5 jtt" bukan angka; dibiarkan kosong.']
    """

    def __init__(self, file: str, sheet: str = "") -> None:
        self.file = file
        self.sheet = sheet
        self._issues: list[pd.DataFrame] = []
        self._rejects: list[pd.DataFrame] = []

    def note(
        self,
        kind: str,
        what: str | Sequence[str] | pd.Series,
        done: str | Sequence[str] | pd.Series,
        rows: Any = None,
        column: str = "",
        values: Any = "",
        level: str = "warn",
    ) -> None:
        """One finding for the whole file, or one for each of ``rows`` (spreadsheet rows); ``level`` of ``LEVELS``."""
        cells = {"column": column, "value": values, "kind": kind, "level": level, "what": what, "done": done}
        self._issues.append(self._frame(rows, cells))

    def reject(self, rows: Any, reason: str | Sequence[str] | pd.Series, column: Any = "", values: Any = "") -> None:
        """Rows that are not used, each with the reason a person agrees with."""
        self._rejects.append(self._frame(rows, {"column": column, "value": values, "reason": reason}))

    def extend(self, issues: pd.DataFrame, rejects: pd.DataFrame) -> None:
        """Take over what another room found out about the same file."""
        self._issues.append(issues)
        self._rejects.append(rejects)

    def _frame(self, rows: Any, cells: dict[str, Any]) -> pd.DataFrame:
        row = [pd.NA] if rows is None else list(rows)
        plain = {key: list(value) if _is_column(value) else [value] * len(row) for key, value in cells.items()}
        frame = pd.DataFrame({"file": self.file, "sheet": self.sheet, "row": pd.array(row, dtype="Int64"), **plain})
        frame["value"] = mask_text(frame["value"].astype(str).str.slice(0, MAX_VALUE), IDENTITY_DIGITS)
        for sentence in {"what", "done", "reason"} & cells.keys():
            frame[sentence] = mask_text(frame[sentence].astype(str), IDENTITY_DIGITS, NUMBER_TYPES)
        return frame

    def issues(self) -> pd.DataFrame:
        """Table of findings, by row; findings about the whole file come first."""
        return _stack(self._issues, ISSUE_COLUMNS)

    def rejects(self) -> pd.DataFrame:
        """Table of rejected rows, by row."""
        return _stack(self._rejects, REJECT_COLUMNS)


def _is_column(value: Any) -> bool:
    return not isinstance(value, str) and hasattr(value, "__len__")


def _stack(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return pd.DataFrame({c: pd.array([], dtype="Int64" if c == "row" else "str") for c in columns})
    table = pd.concat(filled, ignore_index=True)[columns]
    return table.sort_values("row", kind="stable", na_position="first", ignore_index=True)


def say_place(table: pd.DataFrame) -> pd.Series:
    """``Berkas "a.xlsx", lembar "2025", baris 14, kolom "omzet"`` for each row of an issues or rejects table."""
    if table.empty:
        return pd.Series([], dtype="str")
    place = tr_rows('Berkas "{file}"', file=table["file"])
    place += tr_rows(', lembar "{sheet}"', sheet=table["sheet"]).where(table["sheet"] != "", "")
    place += tr_rows(", baris {row}", row=table["row"]).where(table["row"].notna(), "")
    place += tr_rows(', kolom "{column}"', column=table["column"]).where(table["column"] != "", "")
    return place


def say_issues(issues: pd.DataFrame) -> pd.Series:
    """Each finding as one sentence: place, value, what it is, what was done."""
    value = ('"' + issues["value"] + '" ').where(issues["value"] != "", "")
    done = ("; " + issues["done"]).where(issues["done"] != "", "")
    return say_place(issues) + ": " + value + issues["what"] + done + "."


def say_rejects(rejects: pd.DataFrame) -> pd.Series:
    """Each rejected row as one sentence."""
    value = ('"' + rejects["value"] + '" ').where(rejects["value"] != "", "")
    return say_place(rejects) + ": " + value + rejects["reason"] + "."


def rejects_name(file: str) -> str:
    """Name of the file that holds the rejected rows.

    Examples
    --------
    >>> rejects_name("umkm.xlsx")
    'umkm_ditolak.csv'
    """
    return f"{file.rsplit('.', 1)[0]}_ditolak.csv"


def say_summary(file: str, used: int, rejected: int) -> str:
    """How many rows were loaded.

    Examples
    --------
    >>> say_summary("umkm.xlsx", 19, 1)
    '19 dari 20 baris dimuat; 1 baris di umkm_ditolak.csv.'
    >>> say_summary("umkm.xlsx", 20, 0)
    '20 dari 20 baris dimuat.'
    """
    rest = ""
    if rejected:
        rest = plural("; {rejected} baris di {file}", rejected, rejected=rejected, file=rejects_name(file))
    return tr("{used} dari {used2} baris dimuat{rest}.", used=used, used2=used + rejected, rest=rest)
