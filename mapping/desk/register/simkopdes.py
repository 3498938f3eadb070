"""A list of cooperatives as SIMKOPDES gives it, read from an untrusted file and placed on the map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from mapping.desk.register.cells import clean_cells
from mapping.desk.register.columns import read_list
from mapping.desk.register.load import load_register, plan_load
from mapping.desk.register.names import core_names, say_name
from mapping.desk.register.places import place_rows
from mapping.errors import InputError
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.gate.worker import Tick, no_tick
from mapping.intake.issues import Findings
from mapping.intake.tables.surveyfiles import read_sheets
from mapping.language import mark, tr, tr_rows

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Register", "load_register", "plan_load", "read_simkopdes"]


@dataclass(frozen=True)
class Register:
    """A list of cooperatives as read.

    Parameters
    ----------
    file : str
        As shown in messages.
    rows : DataFrame
        Index spreadsheet row: columns of :class:`~mapping.desk.models.Cooperative` that the file has, and
        ``point_state``; ``""`` (texts), NA or NaN (numbers) where the file does not tell.
    rejects, issues : DataFrame
        As in docs/architecture.md; rows in = rows + rejects.
    places : DataFrame
        Written places that are not sure, with candidates, as the repair desk has them.
    """

    file: str
    rows: pd.DataFrame
    rejects: pd.DataFrame
    issues: pd.DataFrame
    places: pd.DataFrame

    def __iter__(self) -> Iterator[pd.DataFrame]:
        """The frames ``rows, rejects, issues``."""
        return iter((self.rows, self.rejects, self.issues))


def read_simkopdes(
    content: bytes,
    name: str,
    kelurahan: gpd.GeoDataFrame,
    corrections: pd.DataFrame | None = None,
    limits: Limits | None = None,
    tick: Tick = no_tick,
) -> Register:
    """Read a list of cooperatives and place each in a kelurahan by its code, else its name.

    The bytes are opened in the reading process only. The village is that of its own column, else the one that the
    cooperative's name carries. A name that only begins with a village of its kecamatan ("BONGKARAN BERKAH JAYA") is
    read as that village, and said so. A point alone places a cooperative only where the file writes no village at all:
    points of such lists are often placeholders.

    Parameters
    ----------
    content : bytes
        CSV, XLSX, ODS or what else a survey may be; column names in several spellings and languages.
    name : str
        For messages only.
    kelurahan : GeoDataFrame
        As ``read_boundaries`` gives it.
    corrections : DataFrame, optional
        Places that a person decided, as ``read_corrections`` gives them (kind ``tempat``).
    limits, tick
        As for surveys.

    Raises
    ------
    InputError
        The file cannot be read, has no list of cooperatives, or not a row of it can be used at all.
    """
    findings = Findings(show_name(name))
    sheets = read_sheets(content, name, limits=limits, tick=tick)
    rows = clean_cells(read_list(sheets, name, findings), findings)
    if rows.empty and findings.rejects().empty:
        raise InputError(
            tr('Berkas "{name}" tidak memuat satu koperasi pun di bawah judul kolomnya.', name=show_name(name))
        )
    rows = _drop_made_up(rows, findings)
    nameless = rows["name"] == ""
    findings.reject(rows.index[nameless], tr("nama koperasi kosong"), "name")
    rows, places = place_rows(rows[~nameless], kelurahan, findings, corrections)
    rows = _drop_twins(rows.assign(name=say_name(rows["name"])), findings)
    return Register(findings.file, rows, findings.rejects(), findings.issues(), places)


def _drop_made_up(rows: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Rows without those that our own export marks as demonstration data: they must not come back as real ones."""
    if "synthetic" not in rows:
        return rows
    made_up = rows["synthetic"].str.fullmatch(r"(?i)true|1|ya|data peraga|synthetic data")
    findings.reject(
        rows.index[made_up], tr("data peraga, bukan koperasi nyata"), "synthetic", rows.loc[made_up, "name"]
    )
    return rows[~made_up].drop(columns="synthetic")


def _drop_twins(rows: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Rows without those that say again what an earlier one said, or that carry its number."""
    core = core_names(rows["name"])
    row = pd.Series(rows.index, index=rows.index)
    first = row.groupby([rows["kelurahan_code"], core]).transform("first")
    twin = first != row
    why = tr_rows("koperasi yang sama sudah ada di baris {row}", row=first[twin].astype("str"))
    findings.reject(rows.index[twin], why, "name", rows.loc[twin, "name"])
    rows, row = rows[~twin], row[~twin]
    if "source_id" in rows:
        numbered = rows["source_id"] != ""
        first = row.groupby(rows["source_id"]).transform("first").where(numbered, row)
        same = first != row
        why = tr_rows("nomornya sama dengan koperasi lain di baris {row}", row=first[same].astype("str"))
        findings.reject(rows.index[same], why, "source_id", rows.loc[same, "source_id"])
        rows = rows[~same]
    several = rows["kelurahan_code"].duplicated(keep=False)
    what = tr("kelurahan/desa ini punya lebih dari satu koperasi di berkas")
    findings.note(
        mark("koperasi"), what, tr("dimuat semua; periksa"), rows.index[several], "name", rows["name"][several]
    )
    return rows
