"""The template of simple accounts, filled in and worked out by LibreOffice, against sums by hand."""

from __future__ import annotations

import io

import openpyxl

from mapping.language import speaking
from mapping.present.training.accounts import write_accounts


def worked_out(office, cells: dict[tuple[str, str], float], spoken: str = "id"):
    with speaking(spoken):
        content = write_accounts()
    book = openpyxl.load_workbook(io.BytesIO(content))
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    target = io.BytesIO()
    book.save(target)
    return openpyxl.load_workbook(io.BytesIO(office(target.getvalue(), "xlsx", "xlsx")), data_only=True)


def row_of(page, label: str) -> int:
    return next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == label)


def test_cash_is_carried_from_month_to_month_and_a_gap_is_not_zero(office):
    cells = {
        ("Arus kas", "B2"): 1_000_000,
        ("Arus kas", "B3"): 500_000,
        ("Arus kas", "B9"): 200_000,
        ("Arus kas", "C3"): 100_000,
        ("Arus kas", "E3"): 70_000,
    }
    book = worked_out(office, cells)
    cash = book["Arus kas"]
    closing, money_in = row_of(cash, "Kas akhir"), row_of(cash, "Jumlah uang masuk")
    assert [cash.cell(closing, column).value or None for column in range(2, 6)] == [1_300_000, 1_400_000, None, None]
    assert cash.cell(2, 3).value == 1_300_000 and cash.cell(money_in, 14).value == 670_000
    summary = book["Ringkasan RAT"]
    told = {summary.cell(row, 1).value: summary.cell(row, 2).value or None for row in range(2, 7)}
    assert told["Uang masuk setahun"] == 670_000 and told["Uang keluar setahun"] == 200_000
    assert told["Kas akhir tahun"] is None and told["Semua utang"] is None


def test_the_balance_sheet_checks_itself(office):
    cells = {("Neraca", f"B{row}"): 100 for row in (3, 4, 5, 6, 10, 11)} | {("Neraca", "B15"): 150}
    book = worked_out(office, cells)
    page = book["Neraca"]
    check = row_of(page, "Pemeriksaan (harus nol): dimiliki - utang - modal")
    assert page.cell(7, 2).value == 400 and page.cell(12, 2).value == 200
    assert page.cell(check, 2).value == 50
    summary = book["Ringkasan RAT"]
    told = {summary.cell(row, 1).value: summary.cell(row, 2).value for row in range(2, 7)}
    assert told["Semua yang dimiliki"] == 400 and told["Semua utang"] == 200


def test_an_empty_template_says_nothing_and_no_error(office):
    book = worked_out(office, {})
    values = [cell.value for page in book for row in page for cell in row]
    assert not any(isinstance(value, str) and value.startswith(("#", "Err")) for value in values)
    assert not any(isinstance(value, int | float) for value in values)
