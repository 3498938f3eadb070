"""A survey of businesses as received -> typed columns, without personal data, not yet placed or classified."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.errors import ColumnsError, InputError
from mapping.intake.corrections import column_choices, corrections_of
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.issues import Findings
from mapping.intake.labels import SYNTHETIC, note_label
from mapping.intake.privacy import (
    LONG_DIGITS,
    find_patterns,
    is_name_column,
    is_personal_column,
    is_personal_header,
    mask_text,
)
from mapping.intake.tables.aggregates import find_aggregate, refuse_aggregate
from mapping.intake.tables.amounts import MONEY_COLUMNS, note_odd, read_column, read_money, read_workers
from mapping.intake.tables.columns import HEADER_SEARCH_ROWS, coalesce, recognise_columns
from mapping.intake.tables.counts import expand_counts
from mapping.intake.tables.dates import read_dates, read_years
from mapping.intake.tables.degrees import read_coordinates
from mapping.intake.tables.doubles import choose_twins
from mapping.intake.tables.heads import note_head, read_head
from mapping.intake.tables.means import join_answers, read_means
from mapping.intake.tables.rows import clean_rows
from mapping.intake.tables.sheets import Sheet
from mapping.intake.tables.sizes import note_sizes
from mapping.intake.tables.surveyfiles import choose_sheet, read_sheets
from mapping.intake.tables.weights import read_weights
from mapping.intake.wording import say_all
from mapping.language import mark, tr, tr_rows
from mapping.settings import Progress, Settings, no_progress

TEXT_COLUMNS = ("product", "text", "input_name", "input_origin", "market", "permits", "constraint")
PLACE_COLUMNS = ("code", "bps_code", "kelurahan", "kecamatan", "kabupaten")
WORKER_COLUMNS = ("workers", "workers_male", "workers_female")
NAMED_COLUMNS = ("id", "business_name")
"""Columns of ours that may turn out to hold persons' names."""
MAX_ID = 40
NO_TEXT = ["-", "--", "---", "–", "—", "?", "."]


def read_survey(
    content: bytes,
    name: str,
    settings: Settings,
    progress: Progress = no_progress,
    corrections: pd.DataFrame | None = None,
    limits: Limits | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read a survey file of any kind that ``read_sheets`` opens into tidy, typed columns.

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
    limits : Limits, optional
        Those of the command line when not given.

    Returns
    -------
    survey : DataFrame
        Index ``business_id`` (unique text); ``row`` (spreadsheet row); text columns ``code, bps_code, kelurahan,
        kecamatan, kabupaten, product, business_name, category, text, kbli, input_name, input_origin, market,
        permits, constraint, digital, surveyed_on`` (``""`` unknown); floats ``workers, revenue_idr_month,
        input_spend_idr_month, started_year, lon, lat`` (NaN unknown), ``sampling_weight`` (above 0). ``business_name``
        may hold a person's name: it is for classification only and must not be kept.
    issues, rejects : DataFrame
        As in docs/architecture.md. Filled rows below the header = ``len(survey) + len(rejects)``; of a table of counts
        per kelurahan every counted business is a row (``counts.py``).

    Raises
    ------
    InputError
        When the file cannot be read at all, holds no rows, or counts businesses by areas larger than a kelurahan.
    ColumnsError
        When it says neither where a business is nor what it does.
    QuestionError
        ``survei.lembar``, ``survei.kolom.<our column>``, ``survei.ganda``, ``survei.crs``,
        ``survei.ribuan.<header>``: one thing is left open.
    """

    def open_file() -> None:
        progress(0.0, tr("Membuka berkas survei"))

    open_file()
    shown = show_name(name)
    answers = dict(settings.answers)
    chosen = {} if corrections is None else column_choices(corrections, shown)
    sheet = choose_sheet(read_sheets(content, name, answers, limits, open_file), name, answers, chosen)
    findings = Findings(shown, sheet.name)
    for remark in sheet.remarks:
        findings.note(**remark)
    sheet, head = read_head(sheet, chosen)
    aggregate, head = find_aggregate(sheet, head)
    headers = list(head.names)
    columns = recognise_columns(headers, "survey", chosen)
    if aggregate is None:
        _check_columns(columns, headers or _likely_heads(sheet), shown)
    elif not aggregate.usable:
        raise refuse_aggregate(aggregate, shown)
    note_head(head, findings)
    progress(0.2, tr("Memisahkan baris data"))
    table = clean_rows(sheet, head, columns, findings, settings)
    columns = choose_twins(table, headers, columns, findings, settings)
    if table.empty and findings.rejects().empty:
        raise InputError(tr('Berkas "{name}" hanya berisi judul kolom, tanpa baris data.', name=show_name(name)))
    note_label(table, SYNTHETIC, findings)
    if aggregate is not None:
        table, places = expand_counts(table, headers, aggregate, findings)
        headers += [""] * (table.shape[1] - len(headers))
        columns |= {name: [position] for name, position in places.items()}
        columns.pop("sampling_weight", None)  # every counted business is a row of its own
    progress(0.4, tr("Membuang data pribadi"))
    _apply_corrections(table, headers, corrections, findings)
    columns = _drop_personal(table, headers, columns, findings)
    progress(0.6, tr("Membaca angka dan teks"))
    survey = _read_columns(table, headers, columns, findings, settings)
    survey.attrs["headers"] = {name: show_name(headers[positions[0]]) for name, positions in columns.items()}
    progress(1.0, tr("{survey} baris survei terbaca", survey=len(survey)))
    return survey, findings.issues(), findings.rejects()


def _likely_heads(sheet: Sheet) -> list[str]:
    """Of a table without a head that we know: the fullest of its first rows, in which no person's data may show."""
    rows = sheet.table.iloc[:HEADER_SEARCH_ROWS]
    if rows.empty or not rows.shape[1]:
        return []
    fullest = rows.iloc[int((rows != "").sum(axis=1).to_numpy().argmax())].str.strip()
    return mask_text(fullest.astype("str")).tolist()


def _check_columns(columns: dict[str, list[int]], headers: list[str], shown: str) -> None:
    located = {"code", "bps_code", "kelurahan", "point"} & columns.keys() or {"lat", "lon"} <= columns.keys()
    described = {"product", "business_name", "category", "text", "kbli"} & columns.keys()
    if located and described:
        return
    missing = [] if located else [tr("letak usaha (kode_kel, atau kelurahan dan kecamatan, atau lat dan lon)")]
    missing += [] if described else [tr("apa usahanya (produk, nama usaha, jenis usaha, atau deskripsi)")]
    seen = ", ".join(f'"{show_name(h)}"' for h in headers if h)[:300] or tr("tidak ada judul kolom yang dikenal")
    raise ColumnsError(
        tr(
            'Berkas "{shown}": tidak ditemukan kolom {missing}. Judul kolom yang terbaca: {seen}. '
            "Beri judul kolom seperti contoh, lalu kirim ulang.",
            shown=shown,
            missing=say_all(missing),
            seen=seen,
        ),
        "survey",
        [show_name(header) for header in headers],
    )


def _apply_corrections(
    table: pd.DataFrame, headers: list[str], corrections: pd.DataFrame | None, findings: Findings
) -> None:
    """Declared errors of this file put right, each with a finding; the file itself stays as it is."""
    if corrections is None:
        return
    mine = corrections_of(corrections, "nilai", findings.file)
    for column, decisions in mine[mine["column"].isin(headers)].groupby("column", sort=False):
        position = headers.index(column)
        decided = decisions.drop_duplicates("value", keep="last").set_index("value")
        cells = table.loc[table[position].isin(decided.index), position]
        means = cells.map(decided["replacement"])
        done = tr_rows('dibaca sebagai "{means}"', means=means)
        why = cells.map(decided["reason"])
        findings.note(mark("pembetulan"), why, done, rows=cells.index, column=str(column), values=cells, level="repair")
        table.loc[cells.index, position] = means


def _drop_personal(
    table: pd.DataFrame, headers: list[str], columns: dict[str, list[int]], findings: Findings
) -> dict[str, list[int]]:
    """Blank every column about people in ``table`` and say which; the columns that may be read."""
    known = {position: name for name, positions in columns.items() for position in positions}
    dropped, patterns = [], {}
    for position, header in enumerate(headers):
        name = known.get(position, "")
        if (not name and is_personal_header(header)) or _holds_people(table[position], name):
            dropped.append(position)
        elif not name and header and (found := find_patterns(table[position])):
            patterns[position] = found
    for position in dropped:
        what, done = tr("berisi data pribadi"), tr("kolom dibuang dan tidak disimpan")
        findings.note(mark("data pribadi"), what, done, [pd.NA], show_name(headers[position]))
    for position, found in patterns.items():
        said = ", ".join(tr("{kind} di {count} sel", kind=tr(kind), count=count) for kind, count in found.items())
        what, done = tr("ditemukan pola data pribadi ({said})", said=said), tr("kolom tidak dipakai dan tidak disimpan")
        findings.note(mark("data pribadi"), what, done, [pd.NA], show_name(headers[position]))
    ours = known.keys() | set(dropped) | patterns.keys()
    unknown = [header for position, header in enumerate(headers) if header and position not in ours]
    if unknown:
        shown = ", ".join(f'"{show_name(header)}"' for header in unknown)
        findings.note(
            mark("kolom lain"),
            tr("beberapa kolom tidak dikenal"),
            tr("tidak dipakai: {shown}", shown=shown[:300]),
            level="info",
        )
    table[dropped] = ""
    kept = {name: [p for p in positions if p not in dropped] for name, positions in columns.items()}
    return {name: positions for name, positions in kept.items() if positions}


def _holds_people(cells: pd.Series, name: str) -> bool:
    """Whether the cells of a column, ours under ``name`` or ``""`` unknown, are about persons."""
    if name in ("lat", "lon", "point", "sampling_weight", *WORKER_COLUMNS, *MONEY_COLUMNS):
        return False
    return is_personal_column(cells) or (name in ("", *NAMED_COLUMNS) and is_name_column(cells))


def _read_columns(
    table: pd.DataFrame,
    headers: list[str],
    columns: dict[str, list[int]],
    findings: Findings,
    settings: Settings,
) -> pd.DataFrame:
    if table.empty:
        return _no_survey()
    survey = pd.DataFrame({"row": table.index}, index=table.index)
    for name in (*PLACE_COLUMNS, "product", "business_name", "category", "text", "kbli", *TEXT_COLUMNS[2:]):
        survey[name] = coalesce(table, columns[name]).replace(NO_TEXT, "") if name in columns else ""
    _mask_texts(survey, headers, columns, findings)
    survey["digital"] = read_means(join_answers(table, columns.get("digital", [])))
    survey["sampling_weight"] = read_weights(table, headers, columns, findings)
    for name in WORKER_COLUMNS:
        survey[name] = read_workers(table, name, headers, columns, findings)
    for name in MONEY_COLUMNS:
        survey[name] = read_money(table, name, headers, columns, findings, settings)
    both = survey[["workers_male", "workers_female"]].sum(axis=1, min_count=1)
    survey["workers"] = survey["workers"].fillna(both)
    note_odd(survey, findings)
    settled = {position for positions in columns.values() for position in positions} - set(columns.get("category", []))
    note_sizes(table, headers, survey["revenue_idr_month"], settled, findings)
    survey["started_year"] = read_column(table, "started_year", headers, columns, findings, read_years, np.nan)
    survey["surveyed_on"] = read_column(table, "surveyed_on", headers, columns, findings, read_dates, "")
    for name in ("lon", "lat"):
        survey[name] = read_column(table, name, headers, columns, findings, read_coordinates, np.nan)
    _fill_from_point(survey, table, columns)
    survey.index = _business_ids(table, columns)
    kinds = {"surveyed_on": "str"} | dict.fromkeys(("started_year", "lon", "lat"), float)
    return survey.drop(columns=["workers_male", "workers_female"]).astype(kinds)


def _no_survey() -> pd.DataFrame:
    texts = [*PLACE_COLUMNS, "product", "business_name", "category", "text", "kbli", *TEXT_COLUMNS[2:]]
    texts += ["digital", "surveyed_on"]
    floats = ["workers", *MONEY_COLUMNS, "started_year", "lon", "lat", "sampling_weight"]
    kinds = {"row": "int64", **dict.fromkeys(texts, "str"), **dict.fromkeys(floats, "float64")}
    empty = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    return empty.set_axis(pd.Index([], dtype="str", name="business_id"))


def _mask_texts(survey: pd.DataFrame, headers: list[str], columns: dict[str, list[int]], findings: Findings) -> None:
    numbered = survey["permits"].str.contains(r"\d", regex=True)
    survey.loc[numbered, "permits"] = survey.loc[numbered, "permits"].str.replace(LONG_DIGITS, "NIB", regex=True)
    for name in TEXT_COLUMNS:
        masked = mask_text(survey[name])
        changed = masked != survey[name]
        if changed.any():
            findings.note(
                mark("data pribadi"),
                tr("{sum} sel memuat nama, nomor, atau alamat orang", sum=changed.sum()),
                tr("bagian itu ditutup dengan ***"),
                rows=[pd.NA],
                column=headers[columns[name][0]],
                level="repair",
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


def _business_ids(table: pd.DataFrame, columns: dict[str, list[int]]) -> pd.Index:
    """The file's own ids where they are filled, unique and harmless; otherwise the row number."""
    if "id" in columns:
        ids = coalesce(table, columns["id"][:1])
        masked = mask_text(ids)  # two telephone numbers are two ids, but no longer once they are hidden
        if (ids != "").all() and masked.is_unique and ids.str.len().le(MAX_ID).all():
            return pd.Index(masked, name="business_id").astype("str")
    names = "baris-" + table.index.to_series().astype("str")
    if not table.index.is_unique:
        names += "-" + (table.groupby(level=0).cumcount() + 1).astype("str")
    return pd.Index(names, name="business_id")
