"""One page to print: who leads in each sector, the firmest advice, what is unknown, how to read it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.formats import say_number
from mapping.language import mark, plural, tr
from mapping.present.files.edition import Edition
from mapping.present.files.workbook.book import TOP, Page
from mapping.present.files.workbook.plan import KEY, NONE
from mapping.present.files.workbook.steps import Steps, say_interval
from mapping.present.files.workbook.weights import SAME, Inputs
from mapping.present.files.workbook.working import Working
from mapping.present.quality import quality_table
from mapping.present.tables import NO_DATA, NOT_COVERED

BLOCK = 5
"""Columns of a sector: rank, name, score, interval, and a narrow one between."""
WIDTHS = (5, 29, 7, 9, 1.5) * 3
LAST = len(WIDTHS) - 2
HELPER = len(WIDTHS) + 1
"""First of the columns beside the page: where each row is found, and what a chart calls it."""
LEADERS = 10
NO_SCORE = mark("Belum ada skor di sektor ini.")
READ = (
    mark("Skor 0–100 dihitung dari ukuran survei dengan bobot di lembar Bobot; caranya di lembar Metode."),
    mark("Rentang peringkat: di situlah peringkat yang sebenarnya hampir pasti berada. Bila rentang dua kelurahan "
         "bertumpuk, urutannya belum pasti."),
    mark("Tanda – atau sel kosong berarti belum diketahui atau disembunyikan, bukan nol dan bukan yang terburuk."),
    mark("Saran lini usaha ada di lembar Lini Usaha; mutu datanya di lembar Mutu Data."),
)  # fmt: skip


def write_summary(page: Page, working: Working, edition: Edition, steps: Steps, inputs: Inputs) -> None:
    """Fill the sheet: the first page to print, charts on the second."""
    page.text(TOP, 0, _say_how_many(edition), "text")
    page.state(TOP + 1, 0, LAST, inputs.state, tr(SAME))
    for sector, label in enumerate(working.labels()):
        _write_leaders(page, working, steps, sector, label)
    row = TOP + 4 + min(LEADERS, working.size) + 1
    row = _write_firmest(page, edition, row)
    row = _write_texts(page, tr("Yang belum diketahui"), _say_unknown(working, edition), row)
    row = _write_texts(page, tr("Cara membaca"), [tr(text) for text in READ], row)
    page.sheet.set_h_pagebreaks([row])
    page.text(row, 0, tr("Sepuluh skor tertinggi tiap sektor; rentang peringkatnya dalam kurung"), "section")
    for sector, label in enumerate(working.labels()):
        if working.rows["score"].iloc[working.block(sector)].notna().any():
            _draw_leaders(page, working, sector, label, row + 1)
    page.sheet.print_area(0, 0, row + 22, LAST)
    page.sheet.freeze_panes(TOP, 0)
    page.sheet.repeat_rows(0, 2)


def _say_how_many(edition: Edition) -> str:
    """How many kelurahan there are and were surveyed; businesses only as the rows of the survey's own account."""
    whole = edition.study.kelurahan
    unsurveyed = edition.scores.groupby("kelurahan_code")["note"].agg(lambda notes: (notes == NO_DATA).all()).sum()
    surveyed = len(whole) - int(unsurveyed)
    used = [entry.get("rows_used") for entry in edition.study.manifest.get("inputs", []) if entry["role"] == "survey"]
    told = tr(
        "{surveyed} dari {all} kelurahan/desa sudah disurvei.",
        surveyed=say_number(surveyed),
        all=say_number(len(whole)),
    )
    if used and used[0] is not None:
        told += " " + plural("{n} usaha dipakai.", used[0], n=say_number(used[0]))
    return told


def _write_leaders(page: Page, working: Working, steps: Steps, sector: int, label: str) -> None:
    """The first ten of a sector, found by their place in the workings."""
    left, row = sector * BLOCK, TOP + 3
    page.text(row - 1, left, label, "section")
    for column in range(left + 1, left + 4):
        page.text(row - 1, column, "", "section")
    page.heads(
        row, left, [tr("Per."), tr("Kelurahan (kecamatan)"), tr("Skor"), tr("Rentang")], (left, left + 2, left + 3)
    )
    block = working.rows.iloc[working.block(sector)]
    ordered = block.iloc[np.argsort(block["order"].to_numpy(), kind="stable")]
    for position in range(min(LEADERS, working.size)):
        _write_leader(page, steps, sector, position, ordered.iloc[position])


def _write_leader(page: Page, steps: Steps, sector: int, position: int, known: pd.Series) -> None:
    left, row, scored = sector * BLOCK, TOP + 4 + position, not np.isnan(known["score"])
    key = (sector + 1) * KEY + position + 1
    page.formula(row, HELPER + sector, f"MATCH({key},{steps.column('key')},0)", float(known.name) + 1.0, "small")
    found = page.cell(row, HELPER + sector)

    def read(name: str) -> str:
        return f"INDEX({steps.column(name)},{found})"

    none = f'{read("score")}=""'
    empty = tr(NO_SCORE) if position == 0 else ""
    page.formula(row, left, f'IF({none},"",{read("rank")})', known["rank"], "count")
    name = f"{known['name']} ({known['kecamatan']})" if scored else empty
    whole = f'{read("name")}&" ("&{read("kecamatan")}&")"'
    page.formula(row, left + 1, f'IF({none},"{empty}",{whole})', name, "wrap")
    page.formula(row, left + 2, read("score"), known["score"], "score")
    interval = say_interval(known["rank_low"], known["rank_high"])
    page.formula(row, left + 3, f'IF({none},"",{read("interval")})', interval if scored else "", "right")
    said = f'IF({none},"",IF({read("interval")}="{NONE}",{read("name")},{read("name")}&" ("&{read("interval")}&")"))'
    called = known["name"] if interval == NONE else f"{known['name']} ({interval})"
    page.formula(row, HELPER + 3 + sector, said, called if scored else "", "small")


def _write_firmest(page: Page, edition: Edition, row: int) -> int:
    """The advice that holds best; the next free row."""
    page.text(row, 0, tr("Saran yang paling teguh"), "section")
    for column in range(1, LAST + 1):
        page.text(row, column, "", "section")
    advice = edition.advice
    first = advice[(advice["position"] == "1") & advice["confident"]]
    first = first.sort_values(["p_best", "confidence", "score"], ascending=False, kind="stable").head(6)
    if first.empty:
        page.wide(row + 1, 0, LAST, tr("Belum ada saran yang teguh: datanya belum cukup."), "wrap")
        return row + 3
    for place, advised in enumerate(first.itertuples(), start=row + 1):
        start = tr(
            "{place} ({district}): mulai dari {line}", place=advised.name, district=advised.kecamatan, line=advised.line
        )
        page.wide(place, 0, LAST, f"• {start}")
    return row + 2 + len(first)


def _say_unknown(working: Working, edition: Edition) -> list[str]:
    """What the reader must not take for low."""
    notes = working.rows.assign(label=np.repeat(working.labels(), working.size))
    unscored = notes["score"].isna()
    hidden = np.isnan(working.values).all(axis=1) & ~notes["note"].isin(["", NO_DATA]).to_numpy()
    said = []
    for label, block in notes.assign(hidden=hidden, unscored=unscored).groupby("label", sort=False):
        beside = int((block["unscored"] & ~block["hidden"]).sum())
        if block["unscored"].all() and (block["why"] == NOT_COVERED).any():
            said.append(tr("{sector}: tidak tercakup survei.", sector=label))
        else:
            figures = {"sector": label, "hidden": say_number(int(block["hidden"].sum())), "unknown": say_number(beside)}
            said.append(
                tr(
                    "{sector}: {unknown} kelurahan belum cukup data, {hidden} disembunyikan karena "
                    "usahanya terlalu sedikit.",
                    **figures,
                )
            )
    grades = quality_table(edition.study)["grade"].value_counts()
    doubtful = int(grades.get("C", 0) + grades.get("D", 0))
    said.append(
        tr("Mutu data {n} kelurahan bernilai C atau D: baca angkanya dengan hati-hati.", n=say_number(doubtful))
    )
    return said


def _write_texts(page: Page, title: str, texts: list[str], row: int) -> int:
    """A heading and its sentences; the next free row."""
    page.text(row, 0, title, "section")
    for column in range(1, LAST + 1):
        page.text(row, column, "", "section")
    for place, text in enumerate(texts, start=row + 1):
        page.wide(place, 0, LAST, f"• {text}")
    return row + 2 + len(texts)


def _draw_leaders(page: Page, working: Working, sector: int, label: str, row: int) -> None:
    """The first ten of a sector as bars; dark on white."""
    first, last = TOP + 4, TOP + 3 + min(LEADERS, working.size)
    chart = page.book.file.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": label,
            "categories": f"={page.area(first, HELPER + 3 + sector, last, HELPER + 3 + sector)}",
            "values": f"={page.area(first, sector * BLOCK + 2, last, sector * BLOCK + 2)}",
            "fill": {"color": "#4B5563"},
            "data_labels": {"value": True, "num_format": "0.0"},
            "gap": 40,
        }
    )
    chart.set_title({"name": label, "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True, "line": {"color": "#D1D5DB"}}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 370, "height": 400})
    page.sheet.insert_chart(row, sector * BLOCK, chart, {"description": label})
