"""Declared errors of source files: what a cell says, what it means, and why we think so."""

from __future__ import annotations

import pandas as pd

from mapping.errors import InputError
from mapping.intake.sheets import read_sheet

COLUMNS = ["file", "column", "value", "replacement", "reason"]


def read_corrections(content: bytes, name: str) -> pd.DataFrame:
    """Read a corrections file; replayed each time the file it names is loaded.

    Parameters
    ----------
    content : bytes
        CSV with the columns ``file, column, value, replacement, reason``.
    name : str
        For messages only.

    Returns
    -------
    DataFrame
        Those columns as text; no rows where nothing is declared.

    Raises
    ------
    InputError
        When a column is missing.

    Examples
    --------
    >>> read_corrections(b"file,column,value,replacement,reason\\na.csv,desa,Lor,Utara,arti sama\\n", "c.csv").shape
    (1, 5)
    """
    header, *rows = read_sheet(content, name).rows
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise InputError(f'Berkas "{name}": kolom {", ".join(missing)} tidak ada. Kolomnya harus {", ".join(COLUMNS)}.')
    return pd.DataFrame(rows, columns=header)[COLUMNS].astype("str")
