"""The monthly report on paper: every figure with the month before and with what it counts; Word and PDF."""

from __future__ import annotations

import math

import pandas as pd

from mapping.desk.openness.report import MonthlyReport
from mapping.knowledge.formats import say_date, say_number, say_rupiah
from mapping.language import language, mark, tr
from mapping.present.desk_hits import hits_table, say_verdict
from mapping.present.files.document.blocks import Block, Document, Heading, Notice, Paragraph, Table
from mapping.present.files.document.pdf import pdf_bytes
from mapping.present.files.document.word import docx_bytes

MADE_UP = mark("data peraga")
EVERYWHERE = mark("seluruh meja")
HASH_PART = 16


def report_document(report: MonthlyReport) -> Document:
    """The report as a document in the language in force; the same report makes the same document."""
    place = ", ".join(report.places) or tr(EVERYWHERE)
    blocks: list[Block] = [*_opening(report)]
    for section, rows in report.figures.groupby("section", sort=False):
        blocks += [Heading(str(rows["section_label"].iloc[0])), _figures(rows)]
        if section == "register":
            blocks.append(_statuses(report.statuses))
        if section == "outcomes":
            blocks += [Paragraph(say_verdict(report.rates, report.difference)), *_hits(report.rates)]
    blocks += [Heading(tr("Dari mana angkanya")), _counted(report.figures), *_seal(report)]
    return Document(
        title=tr("Laporan bulanan meja koperasi: {month}", month=say_month(report.month)),
        subtitle=place,
        head=f"{place} · {say_month(report.month)}",
        label=tr(MADE_UP) if report.made_up else "",
        stamp=tr(
            "Dibuat {day} · catatan nomor {n} · {head}",
            day=say_date(report.made_on),
            n=say_number(report.trail_rows),
            head=report.head[:HASH_PART],
        ),
        language=language(),
        blocks=tuple(blocks),
    )


def report_docx(report: MonthlyReport) -> bytes:
    """The report to go on writing in."""
    return docx_bytes(report_document(report))


def report_pdf(report: MonthlyReport) -> bytes:
    """The report to print."""
    return pdf_bytes(report_document(report))


def report_table(report: MonthlyReport) -> pd.DataFrame:
    """The figures as a tidy table, each with the days it counts and the label of its data."""
    return report.figures.reset_index().assign(
        month=report.month,
        since=report.since,
        until=report.until,
        data_label=tr(MADE_UP) if report.made_up else "",
        trail_rows=report.trail_rows,
        trail_head=report.head,
    )


def say_month(month: str) -> str:
    """A month as people say it.

    Examples
    --------
    >>> say_month("2026-11")
    'November 2026'
    """
    return say_date(f"{month}-01").split(" ", 1)[1]


def say_value(value: float, unit: str, withheld: bool = False) -> str:
    """A figure in words; unknown says so, and so does one that is withheld.

    Examples
    --------
    >>> say_value(19_500_000, "rupiah"), say_value(2.5, "hari"), say_value(float("nan"), "hari")
    ('Rp 19,5 juta', '2,5', 'belum diketahui')
    >>> say_value(float("nan"), "rupiah", withheld=True)
    'disembunyikan'
    """
    if withheld:
        return tr("disembunyikan")
    if math.isnan(value):
        return say_number(value)
    if unit == "rupiah":
        return say_rupiah(value)
    return say_number(value, 0 if float(value).is_integer() else 1)


def _opening(report: MonthlyReport) -> list[Block]:
    about = tr(
        "Dihitung dari meja koperasi, {since} sampai {until}. Isinya secermat dan sebaru yang dimasukkan orang; ini "
        "bukan pantauan waktu nyata. Tidak ada data pribadi di laporan ini.",
        since=say_date(report.since),
        until=say_date(report.until),
    )
    blocks: list[Block] = [Paragraph(about, note=True)]
    if report.made_up:
        blocks.append(
            Notice(
                tr("Data peraga"),
                tr("Semua koperasi di laporan ini dibuat untuk peragaan; angkanya bukan keadaan nyata."),
            )
        )
    if report.left_out:
        left = tr("{n} koperasi peraga tidak ikut dihitung.", n=say_number(report.left_out))
        blocks.append(Paragraph(left, note=True))
    return blocks


def _figures(rows: pd.DataFrame) -> Table:
    return Table(
        heads=(tr("Angka"), tr("Bulan ini"), tr("Bulan lalu"), tr("Satuan")),
        rows=tuple(
            (
                row.label + ("" if pd.isna(row.n) else f" (n = {say_number(row.n)})"),
                say_value(row.value, key_unit, row.withheld),
                say_value(row.previous, key_unit, row.previous_withheld),
                row.unit,
            )
            for row, key_unit in zip(rows.itertuples(), _units(rows), strict=True)
        ),
        widths=(5, 2, 2, 2),
        right=(1, 2),
    )


def _units(rows: pd.DataFrame) -> list[str]:
    """``"rupiah"`` for money in every language, else what the unit is called."""
    return ["rupiah" if str(key).endswith("_idr") else str(unit) for key, unit in rows["unit"].items()]


def _statuses(statuses: pd.DataFrame) -> Table:
    return Table(
        heads=(tr("Tahap"), tr("Koperasi"), tr("Akhir bulan lalu")),
        rows=tuple((row.label, say_number(row.n), say_number(row.previous)) for row in statuses.itertuples()),
        widths=(5, 2, 2),
        right=(1, 2),
    )


def _hits(rates: pd.DataFrame) -> list[Block]:
    table = hits_table(rates)
    if table.empty:
        return []
    heads = (tr("Kelompok"), tr("Sesudah"), tr("Dimulai"), tr("Diketahui"), tr("Bertahan"), tr("Bagiannya"))
    rows = tuple(
        (row.group, row.month, say_number(row.starts), say_number(row.known), say_number(row.hits), row.share)
        for row in table.itertuples()
    )
    note = tr(
        "Bertahan: masih berjalan di lini yang sama dan menutup biaya. Yang belum diketahui tidak dihitung gagal."
    )
    return [Table(heads, rows, (4, 2, 1.5, 1.7, 1.5, 3), (2, 3, 4)), Paragraph(note, note=True)]


def _counted(figures: pd.DataFrame) -> Table:
    return Table(
        heads=(tr("Angka"), tr("Dihitung dari")),
        rows=tuple((row.label, row.counted) for row in figures.itertuples()),
        widths=(3, 6),
    )


def _seal(report: MonthlyReport) -> list[Block]:
    text = tr(
        "Saat laporan ini dibuat catatan perubahan berisi {n} baris; tanda periksa baris terakhir {head}. Simpan "
        "laporan ini: bila catatan ditulis ulang kelak, pemeriksaan dengan nomor dan tanda ini menemukannya "
        "(python -m mapping desk verify).",
        n=say_number(report.trail_rows),
        head=report.head,
    )
    return [Heading(tr("Keutuhan catatan")), Paragraph(text)]
