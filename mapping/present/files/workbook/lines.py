"""Which lines of business are advised where: how many kelurahan start, wait or keep away, and the list."""

from __future__ import annotations

import pandas as pd

from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, tr
from mapping.present.files.edition import Edition
from mapping.present.files.workbook.book import TOP, Page

WIDTHS = (44, 20, 19, 19, 10, 8, 16, 15, 15, 8, 62)
STATES = {
    "1": mark("mulai, pilihan pertama"),
    "2": mark("mulai, pilihan kedua"),
    "3": mark("mulai, pilihan ketiga"),
    "later": mark("nanti"),
    "avoid": mark("jangan mulai"),
    "unknown": mark("belum cukup data"),
}


def write_lines(page: Page, edition: Edition) -> None:
    """Fill the sheet: one row a line with counts and names, then every piece of advice."""
    names = lines_in_force(edition.study.settings.advice.line_changes)["line"]
    advice = edition.advice
    page.text(TOP, 0, tr("Berapa kelurahan yang disarankan mulai, menunggu, atau tidak mulai"), "section")
    heads = [tr("Lini usaha"), tr("Mulai: pilihan pertama"), tr("Mulai: pilihan kedua atau ketiga"), tr("Nanti")]
    page.heads(TOP + 1, 0, [*heads, tr("Jangan mulai")], range(1, 5))
    page.wide(TOP + 1, 5, 10, tr("Kelurahan yang disarankan mulai dari sini"), "head")
    table = _count(advice, names)
    for place, (line_id, row) in enumerate(table.iterrows(), start=TOP + 2):
        page.text(place, 0, names[line_id], "wrap")
        for column, name in enumerate(("first", "second", "later", "avoid"), start=1):
            page.number(place, column, float(row[name]))
        page.wide(place, 5, 10, row["where"])
    start = TOP + 2 + len(table) + 1
    page.sheet.print_area(0, 0, start - 2, 10)
    page.sheet.repeat_rows(TOP + 1)
    _write_advice(page, advice, start)


def _count(advice: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Counts of each line, and where it comes first; those most often started with first."""
    said = advice[advice["line_id"].isin(names.index)]
    counts = pd.crosstab(said["line_id"], said["position"]).reindex(
        index=names.index, columns=list(STATES), fill_value=0
    )
    first = said[said["position"] == "1"].sort_values("kelurahan_code")
    where = first.groupby("line_id")["name"].agg(", ".join)
    table = pd.DataFrame(
        {
            "first": counts["1"],
            "second": counts["2"] + counts["3"],
            "later": counts["later"],
            "avoid": counts["avoid"],
            "where": where.reindex(names.index).fillna("–"),
        }
    )
    return table.sort_values(["first", "second", "later"], ascending=False, kind="stable")


def _write_advice(page: Page, advice: pd.DataFrame, start: int) -> None:
    """Every piece of advice, one row each, to filter."""
    page.text(start, 0, tr("Semua saran (tidak ikut dicetak)"), "section")
    note = tr(
        "Modal, kas bersih, dan cicilan kosong bila belum bisa dihitung atau berdiri di atas kurang dari 3 usaha."
    )
    page.wide(start + 1, 0, 10, note, "note")
    heads = [
        *(tr("Lini usaha"), tr("Kelurahan"), tr("Kecamatan"), tr("Kedudukan"), tr("Saran teguh"), tr("Skor")),
        *(tr("Modal"), tr("Kas bersih sebulan"), tr("Cicilan sebulan"), tr("Kas ÷ cicilan"), tr("Alasan")),
    ]
    page.heads(start + 2, 0, heads, range(5, 10))
    states = {state: tr(text) for state, text in STATES.items()}
    columns = [
        (advice["line"].where(advice["line"] != "", "–"), "wrap"),
        (advice["name"], "text"),
        (advice["kecamatan"], "text"),
        (advice["position"].map(states), "wrap"),
        (advice["confident"].map({True: tr("ya"), False: "–"}), "text"),
        (advice["score"], "score"),
        (advice["capital_idr"], "rupiah"),
        (advice["net_cash_idr_month"], "rupiah"),
        (advice["instalment_idr_month"], "rupiah"),
        (advice["dscr"], "score"),
        (advice["reason"], "wrap"),
    ]
    for column, (values, look) in enumerate(columns):
        page.column(start + 3, column, values, look)
    last = start + 2 + max(len(advice), 1)
    page.sheet.autofilter(start + 2, 0, last, len(heads) - 1)
    page.sheet.freeze_panes(TOP, 1)
