"""Aspects that wait for data: marked blanks in place of figures, and what is to be gathered first."""

from __future__ import annotations

from mapping.language import tr
from mapping.present.files.document.blocks import Blank, Block, Bullets, Paragraph, Table
from mapping.present.files.document.case import Case

LATER_SHOWN = 3


def missing_blocks(case: Case) -> list[Block]:
    """What has to be known before a loan is asked for, and which lines may come later."""
    steps = (
        tr("Survei usaha di sini sampai cukup: dari sedikit usaha tidak bisa ditarik saran."),
        tr("Bawa hasilnya ke musyawarah dan pilih satu lini."),
        tr("Hitung modal, kas bersih dan cicilannya; ajukan pinjaman hanya bila kas menutup cicilan."),
    )
    blocks: list[Block] = [Paragraph("", lead=tr("Sebelum mengajukan pinjaman.")), Bullets(steps, numbered=True)]
    advice = case.edition.advice[case.edition.advice["kelurahan_code"] == case.code]
    later = advice[advice["position"] == "later"].head(LATER_SHOWN)
    if len(later):
        rows = tuple((str(row.line), str(row.reason)) for row in later.itertuples())
        heads = (tr("Lini"), tr("Mengapa belum"))
        blocks.append(Table(heads, rows, (1, 2.2), caption=tr("Yang mungkin nanti")))
    return blocks


def form_market() -> list[Block]:
    """The market, to be filled in."""
    return [
        Blank(tr("Siapa pembelinya, berapa banyak, harganya"), "", 3),
        Blank(tr("Penjual serupa, dan mengapa koperasi tidak bersaing dengan anggota"), "", 3),
    ]


def form_work() -> list[Block]:
    """The work, to be filled in."""
    return [
        Blank(tr("Yang dikerjakan koperasi"), "", 2),
        Blank(tr("Alat, bahan dan pemasoknya"), "", 3),
        Blank(tr("Alamat dan status tanah atau gedung"), tr("milik, sewa, pinjam pakai; luas"), 2),
    ]


def form_money(case: Case) -> list[Block]:
    """Money, to be filled in: without figures no loan."""
    told = tr("Angkanya belum bisa dihitung, jadi tidak ada pinjaman yang diajukan. Isi bila datanya sudah ada.")
    blanks = [
        Blank(tr("Investasi: alat, tempat, izin"), tr("rupiah")),
        Blank(tr("Operasional: modal kerja"), tr("rupiah")),
        Blank(tr("Uang koperasi"), tr("rupiah")),
        Blank(tr("Kas bersih sebulan"), tr("rupiah")),
        Blank(tr("Tahap pencairan"), ""),
        Blank(tr("Rencana pembayaran"), ""),
    ]
    return [Paragraph(told), *blanks]
