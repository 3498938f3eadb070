"""The ranked list of one sector, chosen in a cell; it follows the weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.language import tr
from mapping.present.files.workbook.book import TOP, Page
from mapping.present.files.workbook.plan import KEY
from mapping.present.files.workbook.steps import Steps, say_interval
from mapping.present.files.workbook.weights import SAME, Inputs
from mapping.present.files.workbook.working import Working

FIRST = TOP + 5
WIDTHS = (10, 28, 24, 9, 12, 11, 9, 11, 44, 12)
RANK, NAME, PLACE, SCORE, INTERVAL, STUDY, COUNT, KNOWN, NOTE, ROW = range(10)
NUMBERS = (RANK, SCORE, INTERVAL, STUDY, COUNT, KNOWN)
CHOSEN = (TOP, 1)


def write_ranking(page: Page, working: Working, steps: Steps, inputs: Inputs) -> None:
    """Fill the sheet: a cell to choose the sector, the state of the weights, every kelurahan in order."""
    page.text(TOP, 0, tr("Sektor"), "strong")
    page.sheet.merge_range(TOP, 1, TOP, 2, "", page.book.style("input"))
    page.text(*CHOSEN, working.labels()[0], "input")
    page.sheet.data_validation(*CHOSEN, *CHOSEN, {"validate": "list", "source": f"={steps.sector_labels()}"})
    page.sheet.write_comment(*CHOSEN, tr("Pilih sektor dari daftar di sel ini."))
    page.book.name("chosen_sector", page.cell(*CHOSEN))
    page.text(TOP + 1, 0, tr("Bobot"), "strong")
    page.state(TOP + 1, 1, NOTE, inputs.state, tr(SAME))
    page.link(TOP + 2, 1, inputs.page, tr("Ubah bobot"))
    note = tr("Kelurahan tanpa skor ditulis paling bawah dengan alasannya; itu bukan peringkat terakhir.")
    page.wide(TOP + 2, 2, NOTE, note, "note")
    heads = [
        tr("Peringkat"),
        tr("Kelurahan"),
        tr("Kecamatan"),
        tr("Skor"),
        tr("Rentang peringkat"),
        tr("Peringkat studi"),
    ]
    page.heads(FIRST - 1, 0, [*heads, tr("Usaha"), tr("Bobot diketahui"), tr("Catatan"), tr("Baris")], NUMBERS)
    sector = f"MATCH(chosen_sector,{steps.sector_labels()},0)"
    first = working.rows.iloc[working.block(0)]
    ordered = first.iloc[np.argsort(first["order"].to_numpy(), kind="stable")]
    for position in range(working.size):
        _write_row(page, steps, position, ordered.iloc[position], sector)
    last = FIRST + working.size - 1
    page.finish(FIRST - 1, last, NOTE)
    page.bars(FIRST, SCORE, last)
    _draw_top(page, working)


def _write_row(page: Page, steps: Steps, position: int, known: pd.Series, sector: str) -> None:
    """One place of the list: found by sector and place, then read from the workings."""
    row = FIRST + position
    key = f"{sector}*{KEY}+{position + 1}"
    page.formula(row, ROW, f"MATCH({key},{steps.column('key')},0)", float(known.name) + 1.0, "small")
    found = page.cell(row, ROW)

    def read(name: str) -> str:
        return f"INDEX({steps.column(name)},{found})"

    page.formula(row, RANK, f'IF({read("rank")}="","–",{read("rank")})', _or_dash(known["rank"]), "right")
    page.formula(row, NAME, f'{read("name")}&""', known["name"], "text")
    page.formula(row, PLACE, f'{read("kecamatan")}&""', known["kecamatan"], "text")
    page.formula(row, SCORE, read("score"), known["score"], "score")
    page.formula(row, INTERVAL, read("interval"), say_interval(known["rank_low"], known["rank_high"]), "right")
    study = f'IF({read("rank_study")}="","–",{read("rank_study")})'
    page.formula(row, STUDY, study, _or_dash(known["rank"]), "right")
    page.formula(row, COUNT, f'IF({read("count")}="","",{read("count")})', known["n"], "count")
    page.formula(row, KNOWN, read("known"), known["known_weight"], "percent")
    page.formula(row, NOTE, f'{read("why")}&""', tr(known["why"]), "wrap")


def _or_dash(rank: float) -> object:
    return "–" if np.isnan(rank) else float(rank)


def _draw_top(page: Page, working: Working) -> None:
    """The first ten of the chosen sector beside the list."""
    last = FIRST + min(10, working.size) - 1
    chart = page.book.file.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": tr("Skor"),
            "categories": f"={page.area(FIRST, NAME, last, NAME)}",
            "values": f"={page.area(FIRST, SCORE, last, SCORE)}",
            "fill": {"color": "#4B5563"},
            "data_labels": {"value": True, "num_format": "0.0"},
            "gap": 40,
        }
    )
    chart.set_title({"name": tr("Sepuluh skor tertinggi"), "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True, "line": {"color": "#D1D5DB"}}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 520, "height": 330})
    page.sheet.insert_chart(TOP, ROW + 1, chart, {"description": tr("Sepuluh skor tertinggi")})
