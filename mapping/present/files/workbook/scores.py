"""Scores and the figures behind them, every sector and kelurahan in one list to filter."""

from __future__ import annotations

import numpy as np

from mapping.language import tr
from mapping.present.files.workbook.book import TOP, Page
from mapping.present.files.workbook.steps import Steps, say_interval
from mapping.present.files.workbook.weights import SAME, Inputs
from mapping.present.files.workbook.working import Working, say_notes

FIRST = TOP + 4
WIDTHS = (12, 24, 22, 8, 10, 12, 11, 8, 9, 9, 10, 17, 11, 10, 10, 36)
FIGURES = {
    "p_top3": "percent",
    "n": "count",
    "producers": "count",
    "workers": "count",
    "lq": "fine",
    "spend_idr_month": "rupiah",
    "density_1000": "fine",
    "diversity": "score",
}


def write_scores(page: Page, working: Working, steps: Steps, inputs: Inputs) -> None:
    """Fill the sheet; score, rank and interval follow the weights, the rest is what was found."""
    page.text(TOP, 0, tr("Bobot"), "strong")
    page.state(TOP, 1, len(WIDTHS) - 1, inputs.state, tr(SAME))
    told = tr("Saring menurut sektor atau kecamatan dengan panah di kepala tabel. Kosong: belum diketahui, bukan nol.")
    page.wide(TOP + 1, 0, len(WIDTHS) - 1, told, "note")
    heads = [
        *(tr("Sektor"), tr("Kelurahan"), tr("Kecamatan"), tr("Skor"), tr("Peringkat"), tr("Rentang peringkat")),
        *(tr("Peluang 3 besar (studi)"), tr("Usaha"), tr("Pembuat"), tr("Tenaga kerja"), tr("Kekhasan (LQ)")),
        *(tr("Belanja bahan sebulan"), tr("Usaha per 1.000 warga"), tr("Ragam produk"), tr("Bobot diketahui")),
        tr("Catatan"),
    ]
    page.heads(FIRST - 1, 0, heads, range(3, 15))
    rows = working.rows
    page.column(FIRST, 0, np.repeat(working.labels(), working.size))
    page.column(FIRST, 1, rows["name"])
    page.column(FIRST, 2, rows["kecamatan"])
    for place, (name, look) in enumerate(FIGURES.items(), start=6):
        page.column(FIRST, place, rows[name], look)
    page.column(FIRST, len(heads) - 1, say_notes(rows["why"]), "wrap")
    live = {3: ("score", "score"), 4: ("rank", "count"), 5: ("interval", "right"), 14: ("known", "percent")}
    values = {
        3: rows["score"],
        4: rows["rank"],
        5: [say_interval(low, high) for low, high in zip(rows["rank_low"], rows["rank_high"], strict=True)],
        14: rows["known_weight"],
    }
    for column, (name, look) in live.items():
        for position, value in enumerate(values[column]):
            page.formula(FIRST + position, column, steps.cell(name, position), value, look)
    last = FIRST + len(rows) - 1
    page.finish(FIRST - 1, last, len(heads) - 1)
    page.bars(FIRST, 3, last)
