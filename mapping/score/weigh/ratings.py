"""A panel's ratings, 1 to 5, of what a survey cannot measure: sheet out, sheet in, a score of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import InputError, NotComputableError
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import read_limits
from mapping.intake.issues import Findings
from mapping.intake.tables.csvs import read_csv
from mapping.knowledge.catalog import read_criteria
from mapping.language import tr
from mapping.score.weigh.kpju import preset_weights, split_criteria
from mapping.score.weigh.weights import share_weights

LOWEST, HIGHEST = 1, 5
KEY = ["kelurahan_code", "name"]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Ratings:
    """What a panel rated.

    Parameters
    ----------
    table : DataFrame, index ``kelurahan_code``
        A column per rated criterion, 1-5; NaN where the panel left it open. Only kelurahan with at least one rating.
    issues, rejects : DataFrame
        As in docs/architecture.md.
    """

    table: pd.DataFrame
    issues: pd.DataFrame
    rejects: pd.DataFrame


def rated_criteria(preset: str) -> pd.DataFrame:
    """The criteria of a preset that a panel must rate: ``label`` and ``note`` (the question), by criterion.

    Raises
    ------
    NotComputableError
        All criteria of the preset are measured: there is nothing to rate.

    Examples
    --------
    >>> rated_criteria("kpju_kota").index.tolist()
    ['sarana_produksi', 'teknologi', 'sosial_budaya', 'manajemen', 'harga']
    """
    split = split_criteria(preset)
    rated = split.loc[~split["measured"], ["label", "note"]]
    if rated.empty:
        raise NotComputableError(
            tr("Semua kriteria paket ini sudah terukur dari survei; tidak ada yang perlu dinilai panel.")
        )
    return rated


def write_rating_sheet(preset: str, kelurahan: pd.DataFrame) -> bytes:
    """An empty sheet for the panel: one row per kelurahan, one column per criterion to rate.

    Parameters
    ----------
    preset : str
        As in :func:`mapping.score.weigh.kpju.preset_weights`.
    kelurahan : DataFrame, index ``kelurahan_code``
        ``name`` is read.

    Returns
    -------
    bytes
        CSV, UTF-8 with a byte order mark (spreadsheets ask for it). Names that a spreadsheet would run as a formula get
        an apostrophe.

    Examples
    --------
    >>> sheet = write_rating_sheet("kpju_kota", pd.DataFrame({"name": ["Gundih"]}, index=["35.78.13.1003"]))
    >>> sheet.decode("utf-8-sig").splitlines()[1]
    '35.78.13.1003,Gundih,,,,,'
    """
    rated = rated_criteria(preset)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*KEY, *rated.index])
    for code, name in kelurahan["name"].astype(str).items():
        shown = f"'{name}" if name.startswith(FORMULA_STARTS) else name
        writer.writerow([code, shown, *[""] * len(rated)])
    return text.getvalue().encode("utf-8-sig")


def read_ratings(content: bytes, name: str, preset: str, kelurahan: pd.DataFrame) -> Ratings:
    """Read a filled rating sheet; rows that cannot be used are rejected, one reason each.

    Parameters
    ----------
    content : bytes
        CSV with ``kelurahan_code`` and a column per rated criterion; ``name`` and order do not matter.
    name : str
        For messages only.
    preset : str
        As in :func:`mapping.score.weigh.kpju.preset_weights`.
    kelurahan : DataFrame, index ``kelurahan_code``
        The region.

    Returns
    -------
    Ratings
        Rows without any rating are neither used nor rejected: the panel has not come to them yet.

    Raises
    ------
    InputError
        No table, or a column is missing.
    NotComputableError
        The preset has nothing to rate.

    Examples
    --------
    >>> head = "kelurahan_code,sarana_produksi,teknologi,sosial_budaya,manajemen,harga"
    >>> region = pd.DataFrame({"name": ["Gundih", "Jepara"]}, index=["35.78.13.1003", "35.78.13.1004"])
    >>> sheet = f"{head}\\n35.78.13.1003,4,3,,5,2\\n35.78.13.1004,7,3,3,3,3\\n".encode()
    >>> ratings = read_ratings(sheet, "nilai.csv", "kpju_kota", region)
    >>> ratings.table.loc["35.78.13.1003"].tolist()
    [4.0, 3.0, nan, 5.0, 2.0]
    >>> ratings.rejects[["row", "column", "value"]].to_numpy().tolist()
    [[3, 'sarana_produksi', '7']]
    """
    criteria = rated_criteria(preset).index.tolist()
    body = _body(content, name, criteria)
    findings = Findings(name)
    code = body["kelurahan_code"].str.strip().str.lstrip("'")
    given = body[criteria].apply(lambda column: column.str.strip())
    filled = (given != "").any(axis=1)
    number = given.apply(lambda column: pd.to_numeric(column.str.replace(",", ".", regex=False), errors="coerce"))
    wrong = (given != "") & ~number.isin(range(LOWEST, HIGHEST + 1))
    unknown = filled & ~code.isin(kelurahan.index)
    findings.reject(
        body.index[unknown], tr("kode ini tidak ada di peta; salin kodenya dari lembar kosong"), KEY[0], code[unknown]
    )
    bad = wrong.any(axis=1) & ~unknown
    first = wrong[bad].idxmax(axis=1) if bad.any() else pd.Series(dtype=str)
    values = [given.at[row, column] for row, column in first.items()]
    findings.reject(
        first.index,
        tr("nilai harus bilangan bulat {lowest} sampai {highest}", lowest=LOWEST, highest=HIGHEST),
        first.tolist(),
        values,
    )
    usable = filled & ~unknown & ~bad
    again = usable & code.where(usable).duplicated()
    findings.reject(
        body.index[again], tr("kelurahan ini sudah dinilai di baris lain; gabungkan dulu"), KEY[0], code[again]
    )
    table = number[usable & ~again].astype(float).set_axis(code[usable & ~again], axis=0).rename_axis("kelurahan_code")
    if len(table) < len(kelurahan):
        findings.note(
            "penilaian",
            tr("{table} dari {kelurahan} kelurahan dinilai", table=len(table), kelurahan=len(kelurahan)),
            tr("yang lain dibiarkan kosong"),
            level="info",
        )
    return Ratings(table, findings.issues(), findings.rejects())


def _body(content: bytes, name: str, criteria: list[str]) -> pd.DataFrame:
    """The rows of the sheet under their heads, index: spreadsheet rows."""
    sheet = read_csv(content, name, read_limits())
    rows = sheet.table.loc[(sheet.table != "").any(axis=1)]
    heads = [str(cell).strip().lower() for cell in rows.iloc[0]] if len(rows) else []
    wanted = [KEY[0], *criteria]
    if missing := [column for column in wanted if column not in heads]:
        raise InputError(
            tr(
                'Berkas "{name}": kolom {missing} tidak ada. Pakai lembar penilaian kosong dari halaman '
                "ini dan jangan ubah judul kolomnya.",
                name=show_name(name),
                missing=", ".join(missing),
            )
        )
    if twice := [column for column in wanted if heads.count(column) > 1]:
        raise InputError(
            tr(
                'Berkas "{name}": kolom {twice} ada dua kali. Hapus salah satunya.',
                name=show_name(name),
                twice=twice[0],
            )
        )
    return rows.iloc[1:].set_axis(heads, axis=1)[wanted]


def rated_scores(ratings: pd.DataFrame, preset: str, comparisons: Iterable[Sequence[Any]] = ()) -> pd.DataFrame:
    """The panel's own score: ``100 * sum_c w_c (rating_c - 1) / 4``. Never added to what is measured.

    Parameters
    ----------
    ratings : DataFrame
        ``Ratings.table``.
    preset, comparisons
        As in :func:`mapping.score.weigh.kpju.preset_weights`; the weights of the rated criteria are brought to 1.

    Returns
    -------
    DataFrame, index ``kelurahan_code``
        ``rated_score`` 0-100, NaN where less than ``rules.minimum_known_weight`` was rated; ``rated_weight`` 0-1, the
        share of the panel's weight that was rated.

    Examples
    --------
    >>> columns = rated_criteria("kpju_kota").index
    >>> table = pd.DataFrame([[5, 5, 3, 3, 1]], columns=columns, index=["a"], dtype=float)
    >>> rated_scores(table, "kpju_kota").round(3).to_numpy().tolist()
    [[60.0, 1.0]]
    """
    names = rated_criteria(preset).index
    weights = preset_weights(preset, comparisons)[names].to_numpy()
    scaled = (ratings[names].to_numpy(dtype=float) - LOWEST) / (HIGHEST - LOWEST)
    shared, known = share_weights(weights / weights.sum(), ~np.isnan(scaled))
    enough = known >= read_criteria()["rules"]["minimum_known_weight"] - 1e-9
    score = np.where(enough, 100.0 * np.nansum(shared * scaled, axis=1), np.nan)
    return pd.DataFrame({"rated_score": score, "rated_weight": known}, index=ratings.index)
