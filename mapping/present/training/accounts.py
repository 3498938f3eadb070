"""Simple accounts to fill in: cash flow of twelve months, balance sheet, and the figures for the members' meeting."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from mapping.language import mark, tr
from mapping.present.files.whole import FIXED_DATE

NAME = "neraca_dan_arus_kas.xlsx"
MONTHS = 12
CASH_IN = (
    mark("Penjualan"),
    mark("Simpanan anggota"),
    mark("Pinjaman diterima"),
    mark("Hibah"),
    mark("Lain-lain masuk"),
)
CASH_OUT = (
    mark("Pembelian bahan atau barang"),
    mark("Upah dan honor"),
    mark("Sewa, listrik, angkutan"),
    mark("Cicilan dan jasa pinjaman"),
    mark("Pembelian alat"),
    mark("Lain-lain keluar"),
)
ASSETS = (mark("Kas dan rekening"), mark("Piutang"), mark("Persediaan barang"), mark("Alat dan bangunan"))
DEBTS = (mark("Utang dagang"), mark("Pinjaman belum lunas"))
OWN = (mark("Simpanan pokok dan wajib"), mark("Hibah dan cadangan"), mark("Hasil usaha tahun berjalan"))
MONEY = "#,##0;[Red]-#,##0"


def write_accounts(created: str = FIXED_DATE) -> bytes:
    """The workbook, with formulas for all sums; the same bytes in the same language.

    Nothing is filled in: a month without figures has no closing cash, and none of the months after it, so that not
    known is not zero.

    Examples
    --------
    >>> write_accounts()[:2], write_accounts() == write_accounts()
    (b'PK', True)
    """
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.fromisoformat(created)})
        looks = {
            "bold": book.add_format({"bold": True, "bottom": 1}),
            "fill": book.add_format(
                {"num_format": MONEY, "bg_color": "#FFF7DB", "border": 1, "border_color": "#D0C8A8"}
            ),
            "sum": book.add_format({"num_format": MONEY, "bold": True, "top": 1}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _cash(book.add_worksheet(tr("Arus kas")), looks)
        _balance(book.add_worksheet(tr("Neraca")), looks)
        _summary(book.add_worksheet(tr("Ringkasan RAT")), looks)
    return target.getvalue()


def _cash(page: Any, looks: dict[str, Any]) -> None:
    """Rows: opening cash, money in, money out, closing cash; a column a month and one of the year."""
    from xlsxwriter.utility import xl_col_to_name

    page.set_column(0, 0, 32)
    page.set_column(1, MONTHS + 1, 13)
    page.write_row(
        0, 0, [tr("Rupiah"), *(tr("Bulan {n}", n=n) for n in range(1, MONTHS + 1)), tr("Setahun")], looks["bold"]
    )
    page.write(1, 0, tr("Kas awal"))
    first_in, first_out = 2, 3 + len(CASH_IN)
    last = first_out + len(CASH_OUT)
    for at, label in enumerate(CASH_IN, first_in):
        page.write(at, 0, tr(label))
    page.write(first_out - 1, 0, tr("Jumlah uang masuk"), looks["bold"])
    for at, label in enumerate(CASH_OUT, first_out):
        page.write(at, 0, tr(label))
    page.write(last, 0, tr("Jumlah uang keluar"), looks["bold"])
    page.write(last + 1, 0, tr("Kas akhir"), looks["bold"])
    for month in range(1, MONTHS + 1):
        column, before = xl_col_to_name(month), xl_col_to_name(month - 1)
        if month == 1:
            page.write_blank(1, month, None, looks["fill"])
        else:
            page.write_formula(1, month, f'=IF(ISNUMBER({before}{last + 2}),{before}{last + 2},"")', looks["sum"], "")
        for at in [*range(first_in, first_out - 1), *range(first_out, last)]:
            page.write_blank(at, month, None, looks["fill"])
        money_in, money_out = (
            f"{column}{first_in + 1}:{column}{first_out - 1}",
            f"{column}{first_out + 1}:{column}{last}",
        )
        page.write_formula(first_out - 1, month, _sum_of(money_in), looks["sum"], "")
        page.write_formula(last, month, _sum_of(money_out), looks["sum"], "")
        known = f"AND(ISNUMBER({column}2),COUNT({money_in},{money_out})>0)"
        closing = f'=IF({known},{column}2+N({column}{first_out})-N({column}{last + 1}),"")'
        page.write_formula(last + 1, month, closing, looks["sum"], "")
    for at in [*range(first_in, last + 1)]:
        page.write_formula(at, MONTHS + 1, _sum_of(f"B{at + 1}:{xl_col_to_name(MONTHS)}{at + 1}"), looks["sum"], "")
    page.write(last + 3, 0, tr("Bulan tanpa uang masuk atau keluar: tulis 0."))
    page.freeze_panes(1, 1)


def _sum_of(cells: str) -> str:
    """A sum that is blank where nothing was filled in."""
    return f'=IF(COUNT({cells})=0,"",SUM({cells}))'


def _balance(page: Any, looks: dict[str, Any]) -> None:
    """What the cooperative has, owes and owns; the two sides must be equal."""
    page.set_column(0, 0, 44)
    page.set_column(1, 1, 18)
    page.write_row(0, 0, [tr("Rupiah, pada tanggal:"), ""], looks["bold"])
    at, sums = 1, []
    parts = ((tr("Yang dimiliki"), ASSETS), (tr("Utang"), DEBTS), (tr("Modal sendiri"), OWN))
    for title, labels in parts:
        page.write(at, 0, title, looks["bold"])
        for offset, label in enumerate(labels, 1):
            page.write(at + offset, 0, tr(label))
            page.write_blank(at + offset, 1, None, looks["fill"])
        at += len(labels) + 1
        page.write(at, 0, tr("Jumlah: {part}", part=title.lower()), looks["bold"])
        page.write_formula(at, 1, _sum_of(f"B{at - len(labels) + 1}:B{at}"), looks["sum"], "")
        sums.append(f"B{at + 1}")
        at += 2
    page.write(at, 0, tr("Pemeriksaan (harus nol): dimiliki - utang - modal"), looks["bold"])
    check = f'=IF(COUNT({",".join(sums)})<3,"",{sums[0]}-{sums[1]}-{sums[2]})'
    page.write_formula(at, 1, check, looks["sum"], "")


def _summary(page: Any, looks: dict[str, Any]) -> None:
    """What is read out in the members' meeting, from the two other sheets."""
    page.set_column(0, 0, 44)
    page.set_column(1, 1, 18)
    page.write_row(0, 0, [tr("Untuk rapat anggota tahunan"), tr("Rupiah")], looks["bold"])
    cash, balance = tr("Arus kas"), tr("Neraca")
    first_out = 3 + len(CASH_IN)
    last = first_out + len(CASH_OUT)
    column = "N"
    rows = (
        (tr("Uang masuk setahun"), f"='{cash}'!{column}{first_out}"),
        (tr("Uang keluar setahun"), f"='{cash}'!{column}{last + 1}"),
        (tr("Kas akhir tahun"), f"='{cash}'!M{last + 2}"),
        (tr("Semua yang dimiliki"), f"='{balance}'!B{len(ASSETS) + 3}"),
        (tr("Semua utang"), f"='{balance}'!B{len(ASSETS) + len(DEBTS) + 6}"),
    )
    for at, (label, formula) in enumerate(rows, 1):
        page.write(at, 0, label)
        page.write_formula(at, 1, formula, looks["sum"], "")
    page.write(len(rows) + 2, 0, tr("Hal yang diputuskan anggota:"), looks["bold"])
    for at in range(len(rows) + 3, len(rows) + 8):
        page.write_blank(at, 0, None, looks["fill"])
