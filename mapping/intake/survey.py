"""A survey of businesses as received -> typed columns, without personal data, not yet placed or classified."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.errors import ColumnsError, InputError
from mapping.intake.amounts import MONEY_COLUMNS, note_odd, read_column, read_number_column
from mapping.intake.columns import coalesce, find_header, recognise_columns
from mapping.intake.corrections import corrections_of
from mapping.intake.files import show_name
from mapping.intake.issues import Findings
from mapping.intake.labels import SYNTHETIC, note_label
from mapping.intake.numbers import read_coordinates, read_dates, read_years
from mapping.intake.privacy import LONG_DIGITS, is_personal_column, is_personal_header, mask_text
from mapping.intake.rows import clean_rows
from mapping.intake.sheets import MAX_COLUMNS, read_sheet
from mapping.settings import Progress, Settings, no_progress

TEXT_COLUMNS = ("product", "text", "input_name", "input_origin", "market", "permits", "constraint")
PLACE_COLUMNS = ("code", "bps_code", "kelurahan", "kecamatan", "kabupaten")
NUMBER_COLUMNS = ("workers", "workers_male", "workers_female", "revenue_idr_month", "input_spend_idr_month")
NO_TEXT = ["-", "--", "---", "–", "—", "?", "."]


def read_survey(
    content: bytes,
    name: str,
    settings: Settings,
    progress: Progress = no_progress,
    corrections: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read a CSV or XLSX survey into tidy, typed columns.

    Parameters
    ----------
    content : bytes
        The file as received.
    name : str
        Its name, for messages only; never used as a path.
    settings : Settings
        Choices of the run.
    corrections : DataFrame, optional
        What the user decided before, as ``read_corrections`` gives it.

    Returns
    -------
    survey : DataFrame
        Index ``business_id`` (unique text); ``row`` (spreadsheet row); text columns ``code, bps_code, kelurahan,
        kecamatan, kabupaten, product, business_name, category, text, kbli, input_name, input_origin, market,
        permits, constraint, surveyed_on`` (``""`` unknown); floats ``workers, revenue_idr_month,
        input_spend_idr_month, started_year, lon, lat`` (NaN unknown). ``business_name`` may hold a person's
        name: it is for classification only and must not be kept.
    issues, rejects : DataFrame
        As in docs/architecture.md. Filled rows below the header = ``len(survey) + len(rejects)``.

    Raises
    ------
    InputError
        When the file cannot be read at all or holds no rows.
    ColumnsError
        When it says neither where a business is nor what it does.
    """
    progress(0.0, "Membuka berkas survei")
    sheet = read_sheet(content, name)
    findings = Findings(show_name(name), sheet.name)
    for kind, what, done in sheet.remarks:
        findings.note(kind, what, done)
    header_at, _ = find_header(sheet.rows, "survey")
    headers = [cell.strip() for cell in sheet.rows[header_at]] if header_at >= 0 else []
    columns = recognise_columns(headers, "survey")
    _check_columns(columns, headers, show_name(name))
    if header_at > 0:
        findings.note(
            "judul kolom",
            f"judul kolom ada di baris {sheet.numbers[header_at]}",
            f"{header_at} baris di atasnya dilewati",
        )
    progress(0.2, "Memisahkan baris data")
    table = clean_rows(sheet, header_at, columns, findings)
    if table.empty and findings.rejects().empty:
        raise InputError(f'Berkas "{show_name(name)}" hanya berisi judul kolom, tanpa baris data.')
    note_label(table, SYNTHETIC, findings)
    progress(0.4, "Membuang data pribadi")
    headers += [""] * (table.shape[1] - len(headers))
    _apply_corrections(table, headers, corrections, findings)
    columns = _drop_personal(table, headers, columns, findings)
    progress(0.6, "Membaca angka dan teks")
    survey = _read_columns(table, headers, columns, findings)
    progress(1.0, f"{len(survey)} baris survei terbaca")
    return survey, findings.issues(), findings.rejects()


def _check_columns(columns: dict[str, list[int]], headers: list[str], shown: str) -> None:
    located = {"code", "bps_code", "kelurahan", "point"} & columns.keys() or {"lat", "lon"} <= columns.keys()
    described = {"product", "business_name", "category", "text", "kbli"} & columns.keys()
    if len(headers) > MAX_COLUMNS:
        raise InputError(
            f'Berkas "{shown}" memuat {len(headers)} kolom; batasnya {MAX_COLUMNS}. Hapus kolom yang tidak perlu.'
        )
    if located and described:
        return
    missing = [] if located else ["letak usaha (kode kelurahan, nama kelurahan/desa dan kecamatan, atau lat dan lon)"]
    missing += [] if described else ["apa usahanya (produk, nama usaha, jenis usaha, atau deskripsi)"]
    seen = ", ".join(f'"{show_name(h)}"' for h in headers if h)[:300] or "tidak ada judul kolom yang dikenal"
    raise ColumnsError(
        f'Berkas "{shown}": tidak ditemukan kolom {" dan ".join(missing)}. Judul kolom yang terbaca: {seen}. '
        "Beri judul kolom seperti contoh, lalu kirim ulang."
    )


def _apply_corrections(
    table: pd.DataFrame, headers: list[str], corrections: pd.DataFrame | None, findings: Findings
) -> None:
    """Declared errors of this file put right, each with a finding; the file itself stays as it is."""
    if corrections is None:
        return
    mine = corrections_of(corrections, "nilai", findings.file)
    mine = mine[mine["column"].isin(headers)]
    for column, value, replacement, reason in mine[["column", "value", "replacement", "reason"]].itertuples(
        index=False
    ):
        position = headers.index(column)
        rows = table.index[table[position] == value]
        findings.note("pembetulan", reason, f'dibaca sebagai "{replacement}"', rows=rows, column=column, values=value)
        table.loc[rows, position] = replacement


def _drop_personal(
    table: pd.DataFrame, headers: list[str], columns: dict[str, list[int]], findings: Findings
) -> dict[str, list[int]]:
    """Blank every column about people in ``table`` and say which; the columns that may be read."""
    known = {position for positions in columns.values() for position in positions}
    numbers = {p for n in ("lat", "lon", *NUMBER_COLUMNS) for p in columns.get(n, [])}
    dropped = []
    for position, header in enumerate(headers):
        by_header = position not in known and is_personal_header(header)
        if by_header or (position not in numbers and is_personal_column(table[position])):
            dropped.append(position)
            findings.note(
                "data pribadi",
                "berisi data pribadi",
                "kolom dibuang dan tidak disimpan",
                rows=[pd.NA],
                column=show_name(header),
            )
    unknown = [h for p, h in enumerate(headers) if p not in known and p not in dropped and h]
    if unknown:
        shown = ", ".join(f'"{show_name(h)}"' for h in unknown)
        findings.note("kolom lain", "beberapa kolom tidak dikenal", f"tidak dipakai: {shown[:300]}")
    table[dropped] = ""
    kept = {name: [p for p in positions if p not in dropped] for name, positions in columns.items()}
    return {name: positions for name, positions in kept.items() if positions}


def _read_columns(
    table: pd.DataFrame, headers: list[str], columns: dict[str, list[int]], findings: Findings
) -> pd.DataFrame:
    rows = table.index.to_series()
    if table.empty:
        return _no_survey()
    survey = pd.DataFrame({"row": table.index}, index=table.index)
    for name in (*PLACE_COLUMNS, "product", "business_name", "category", "text", "kbli", *TEXT_COLUMNS[2:]):
        survey[name] = coalesce(table, columns[name]).replace(NO_TEXT, "") if name in columns else ""
    _mask_texts(survey, headers, columns, findings)
    for name in NUMBER_COLUMNS:
        survey[name] = read_number_column(table, name, headers, columns, findings)
    both = survey[["workers_male", "workers_female"]].sum(axis=1, min_count=1)
    survey["workers"] = survey["workers"].fillna(both)
    note_odd(survey, findings)
    survey["started_year"] = read_column(table, "started_year", headers, columns, findings, read_years, np.nan).astype(
        float
    )
    survey["surveyed_on"] = read_column(table, "surveyed_on", headers, columns, findings, read_dates, "").astype(str)
    for name in ("lon", "lat"):
        survey[name] = read_column(table, name, headers, columns, findings, read_coordinates, np.nan).astype(float)
    _fill_from_point(survey, table, columns)
    survey.index = _business_ids(table, rows, columns)
    return survey.drop(columns=["workers_male", "workers_female"])


def _no_survey() -> pd.DataFrame:
    texts = [*PLACE_COLUMNS, "product", "business_name", "category", "text", "kbli", *TEXT_COLUMNS[2:], "surveyed_on"]
    floats = ["workers", *MONEY_COLUMNS, "started_year", "lon", "lat"]
    kinds = {"row": "int64", **dict.fromkeys(texts, "str"), **dict.fromkeys(floats, "float64")}
    empty = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    return empty.set_axis(pd.Index([], dtype="str", name="business_id"))


def _mask_texts(survey: pd.DataFrame, headers: list[str], columns: dict[str, list[int]], findings: Findings) -> None:
    survey["permits"] = survey["permits"].str.replace(LONG_DIGITS, "NIB", regex=True)
    for name in TEXT_COLUMNS:
        masked = mask_text(survey[name])
        changed = masked != survey[name]
        if changed.any():
            findings.note(
                "data pribadi",
                f"{changed.sum()} sel memuat nama, nomor, atau alamat orang",
                "bagian itu ditutup dengan ***",
                rows=[pd.NA],
                column=headers[columns[name][0]],
            )
            survey[name] = masked


def _fill_from_point(survey: pd.DataFrame, table: pd.DataFrame, columns: dict[str, list[int]]) -> None:
    """Latitude and longitude written in one cell fill what the separate columns left open."""
    if "point" not in columns:
        return
    pair = coalesce(table, columns["point"]).str.extract(r"(-?\d+(?:[.,]\d+)?)\s*[°]?\s*[,;\s]\s*(-?\d+(?:[.,]\d+)?)")
    values = pair.fillna("").astype(str).apply(lambda part: read_coordinates(part)["value"])
    survey["lat"] = survey["lat"].fillna(values[0])
    survey["lon"] = survey["lon"].fillna(values[1])


def _business_ids(table: pd.DataFrame, rows: pd.Series, columns: dict[str, list[int]]) -> pd.Index:
    """The file's own ids where they are filled, unique and harmless; otherwise the row number."""
    if "id" in columns:
        ids = coalesce(table, columns["id"][:1])
        if (ids != "").all() and ids.is_unique and ids.str.len().le(40).all():
            return pd.Index(mask_text(ids), name="business_id").astype(str)
    return pd.Index("baris-" + rows.astype(str), name="business_id")
