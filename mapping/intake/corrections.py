"""What the user decided about a file, kept so that loading it again replays it.

Kinds of decision, in the column ``kind``:

- ``nilai``: in the column headed ``column``, the cell ``value`` means ``replacement``.
- ``kolom``: the column headed ``value`` is our column ``replacement`` (``-``: it is none); ``column`` is empty.
- ``tempat``: the place written as ``value`` ("kelurahan / kecamatan") is the kelurahan with code ``replacement``
  (``-``: none on this map).
- ``jawaban``: the question with key ``column`` (``QuestionError.key``) is answered with ``replacement``.

A decision holds for the file named in ``file``, or for any file when that is empty.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from mapping.errors import InputError
from mapping.intake.gate.limits import read_limits
from mapping.intake.tables.csvs import read_csv
from mapping.language import tr

COLUMNS = ["file", "kind", "column", "value", "replacement", "reason"]
KINDS = ("nilai", "kolom", "tempat", "jawaban")
DISARMED = r"^'(?=[=+\-@])"
"""The apostrophe that our own files put before text which a spreadsheet would run as a formula."""
ROLES = {"boundaries": "batas", "survey": "survei"}


def read_corrections(content: bytes, name: str) -> pd.DataFrame:
    """Read a corrections file.

    Parameters
    ----------
    content : bytes
        CSV with the columns ``file, kind, column, value, replacement, reason``.
    name : str
        For messages only.

    Returns
    -------
    DataFrame
        Those columns as text; no rows where nothing is declared.

    Raises
    ------
    InputError
        When a column is missing or a kind is unknown.

    Examples
    --------
    >>> head = b"file,kind,column,value,replacement,reason\\n"
    >>> read_corrections(head + b"a.csv,nilai,desa,Lor,Utara,arti sama\\n", "c.csv").shape
    (1, 6)
    """
    sheet = read_csv(content, name, read_limits())
    header = sheet.table.iloc[0].tolist() if len(sheet.table) else []
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise InputError(
            tr(
                'Berkas "{name}": kolom {missing} tidak ada. Kolomnya harus {columns}.',
                name=name,
                missing=", ".join(missing),
                columns=", ".join(COLUMNS),
            )
        )
    body = sheet.table.set_axis(header, axis=1).iloc[1:]
    table = body.loc[(body != "").any(axis=1), COLUMNS].reset_index(drop=True)
    table = table.apply(lambda column: column.str.replace(DISARMED, "", regex=True))
    unknown = table.loc[~table["kind"].isin(KINDS), "kind"]
    if len(unknown):
        raise InputError(
            tr(
                'Berkas "{name}", baris {index}, kolom "kind": "{iloc}" tidak dikenal. Yang dikenal: {kinds}.',
                name=name,
                index=unknown.index[0] + 2,
                iloc=unknown.iloc[0][:40],
                kinds=", ".join(KINDS),
            )
        )
    return table


def no_corrections() -> pd.DataFrame:
    """An empty table of decisions.

    Examples
    --------
    >>> len(no_corrections())
    0
    """
    return pd.DataFrame({column: pd.Series(dtype="str") for column in COLUMNS})


def corrections_of(corrections: pd.DataFrame, kind: str, file: str) -> pd.DataFrame:
    """The decisions of one kind that hold for a file.

    Examples
    --------
    >>> table = pd.DataFrame([["", "kolom", "", "dusun", "-", ""]], columns=COLUMNS)
    >>> len(corrections_of(table, "kolom", "umkm.csv")), len(corrections_of(table, "nilai", "umkm.csv"))
    (1, 0)
    """
    return corrections[(corrections["kind"] == kind) & corrections["file"].isin(["", file])]


def column_choices(corrections: pd.DataFrame, file: str) -> dict[str, str]:
    """Header -> our column name (``"-"``: none), as the user mapped them; the last word counts.

    Examples
    --------
    >>> table = pd.DataFrame([["", "kolom", "", "dusun", "kelurahan", ""]], columns=COLUMNS)
    >>> column_choices(table, "umkm.csv")
    {'dusun': 'kelurahan'}
    """
    mine = corrections_of(corrections, "kolom", file)
    return dict(zip(mine["value"], mine["replacement"], strict=True))


def replay_answers(
    answers: tuple[tuple[str, str], ...], corrections: pd.DataFrame, files: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """The answers given now, and those that the corrections remember for the files of each role.

    Parameters
    ----------
    files : mapping
        Role (``"boundaries"``, ``"survey"``) -> file name.

    Examples
    --------
    >>> table = pd.DataFrame([["a.zip", "jawaban", "batas.crs", "", "EPSG:4326", ""]], columns=COLUMNS)
    >>> replay_answers((), table, {"boundaries": "a.zip"})
    (('batas.crs', 'EPSG:4326'),)
    """
    known: dict[str, str] = {}
    for role, file in files.items():
        mine = corrections_of(corrections, "jawaban", file)
        mine = mine[mine["column"].str.startswith(ROLES[role] + ".")]
        known |= dict(zip(mine["column"], mine["replacement"], strict=True))
    return tuple(sorted((known | dict(answers)).items()))
