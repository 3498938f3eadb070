"""How far the data can be trusted: grades, what became of the rows, where to survey next."""

from __future__ import annotations

import pandas as pd

from mapping.language import mark, tr
from mapping.present.files.edition import Edition
from mapping.present.files.workbook.book import TOP, Page
from mapping.present.quality import next_survey_table, quality_table, row_account

WIDTHS = (24, 22, 10, 31, 40, 10, 20, 11, 11, 11, 10, 11, 44)
GRADES = {
    "A": mark("bisa dipercaya"),
    "B": mark("cukup"),
    "C": mark("hati-hati"),
    "D": mark("belum bisa dipakai untuk memutuskan"),
}
ROLES = {
    "boundaries": mark("Batas wilayah"),
    "survey": mark("Survei usaha"),
    "earlier": mark("Survei sebelumnya"),
    "corrections": mark("Koreksi"),
    "lexicon": mark("Kamus produk tambahan"),
    "crosswalk": mark("Padanan kode"),
    "context": mark("Data pendukung"),
    "decisions": mark("Keputusan musyawarah"),
}


def write_quality(page: Page, edition: Edition) -> None:
    """Fill the sheet: grades with a chart, rows of the files, then every kelurahan, worst first."""
    quality = quality_table(edition.study)
    page.text(TOP, 0, tr("Nilai mutu data"), "section")
    page.heads(TOP + 1, 0, [tr("Nilai"), tr("Arti"), tr("Kelurahan")], (2,))
    counts = quality["grade"].value_counts()
    for place, (grade, means) in enumerate(GRADES.items(), start=TOP + 2):
        page.text(place, 0, grade, "strong")
        page.text(place, 1, tr(means), "wrap")
        page.number(place, 2, float(counts.get(grade, 0)))
    _draw_grades(page)
    start = _write_account(page, edition, TOP + 7)
    start = max(start, TOP + 16)
    page.text(start, 0, tr("Tiap kelurahan, yang paling perlu dibenahi di atas"), "section")
    _write_each(page, _with_next(quality, edition), start + 1)


def _write_account(page: Page, edition: Edition, row: int) -> int:
    """Rows in, used, repaired and rejected of each file; the next free row."""
    page.text(row, 0, tr("Baris tiap berkas"), "section")
    heads = [tr("Berkas"), tr("Isi"), tr("Masuk"), tr("Dipakai"), tr("Di antaranya diperbaiki"), tr("Ditolak")]
    page.heads(row + 1, 0, heads, (2, 3, 4, 5))
    counted = [entry for entry in edition.study.manifest.get("inputs", []) if "rows_in" in entry]
    if not counted:
        page.text(row + 2, 0, tr("belum diketahui"))
        return row + 4
    account = row_account(edition.study)
    for place, entry in enumerate(account.itertuples(), start=row + 2):
        page.text(place, 0, entry.name, "wrap")
        page.text(place, 1, tr(ROLES.get(entry.role, entry.role)))
        page.number(place, 2, entry.rows_in)
        page.number(place, 3, entry.rows_used)
        page.number(place, 4, entry.rows_repaired)
        page.number(place, 5, entry.rows_rejected)
    return row + 2 + len(account) + 1


def _with_next(quality: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    following = next_survey_table(edition.study)[["kelurahan_code", "place", "wanted", "why"]]
    return quality.merge(following, on="kelurahan_code", how="left")


def _write_each(page: Page, table: pd.DataFrame, row: int) -> None:
    """One row per kelurahan."""
    heads = [
        *(tr("Kelurahan"), tr("Kecamatan"), tr("Nilai"), tr("Yang paling lemah"), tr("Yang perlu dilakukan")),
        *(
            tr("Usaha tersurvei"),
            tr("Cakupan"),
            tr("Umur data (bulan)"),
            tr("Jelas produknya"),
            tr("Pertanyaan terjawab"),
        ),
        *(tr("Urutan survei berikut"), tr("Wawancara tambahan"), tr("Mengapa di situ")),
    ]
    page.heads(row, 0, heads, (5, 7, 8, 9, 10, 11))
    unknown = tr("belum diketahui")
    columns = [
        *(
            (table["name"], "text"),
            (table["kecamatan"], "text"),
            (table["grade"], "strong"),
            (table["weakest"], "wrap"),
        ),
        *((table["advice"], "wrap"), (table["n"], "count"), (table["coverage"].replace("", unknown), "wrap")),
        *((table["age_months"], "count"), (table["classified_share"], "percent"), (table["answered_share"], "percent")),
        *((table["place"].astype(float), "count"), (table["wanted"].astype(float), "count")),
        (table["why"].fillna(""), "wrap"),
    ]
    for column, (values, look) in enumerate(columns):
        page.column(row + 1, column, values, look)
    last = row + len(table)
    page.finish(row, last, len(heads) - 1)
    page.sheet.freeze_panes(TOP, 1)


def _draw_grades(page: Page) -> None:
    """How many kelurahan have each grade."""
    chart = page.book.file.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": tr("Kelurahan"),
            "categories": f"={page.area(TOP + 2, 0, TOP + 5, 0)}",
            "values": f"={page.area(TOP + 2, 2, TOP + 5, 2)}",
            "fill": {"color": "#4B5563"},
            "data_labels": {"value": True},
            "gap": 60,
        }
    )
    chart.set_title({"name": tr("Kelurahan menurut nilai mutu data"), "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D1D5DB"}}, "min": 0})
    chart.set_size({"width": 620, "height": 300})
    page.sheet.insert_chart(TOP, 6, chart, {"description": tr("Kelurahan menurut nilai mutu data")})
