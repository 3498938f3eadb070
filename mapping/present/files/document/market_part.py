"""The aspects of the market and of the work: place, buyers, who sells the same; what is done, with what, by whom."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from mapping.advise.say.words import bands, product_names
from mapping.knowledge.formats import say_date, say_number
from mapping.language import mark, plural, tr
from mapping.present.division import Chain
from mapping.present.files.document.blocks import Blank, Block, Bullets, Paragraph
from mapping.present.files.document.case import Case
from mapping.present.files.meeting.rules import read_meeting
from mapping.present.money import say_size, say_units
from mapping.present.tables import NO_DATA, sector_label

BUYERS_SHOWN, SUPPLIERS_SHOWN = 4, 3
SURE = 0.8
BESIDE_MEMBERS = {
    "producers": mark(
        "Yang membuat tetap anggota; koperasi mengumpulkan, menjaga mutu dan menjualkan, tidak membuat sendiri."
    ),
    "pooling": mark(
        "Anggota adalah pemakainya: koperasi membeli atau menyediakan alat bersama, tidak membuat barangnya."
    ),
    "supply_members": mark(
        "Anggota adalah pelanggannya: koperasi menjual grosir kepada mereka, tidak mengambil pembeli mereka."
    ),
    "demand": mark(
        "Penjual yang sudah ada diajak menjadi anggota atau titik salur; koperasi tidak membuka di sebelahnya."
    ),
    "outside": mark(
        "Koperasi melayani pembeli dari luar; warga yang usahanya serupa diajak menjadi anggota lebih dulu."
    ),
}


def place_blocks(case: Case) -> list[Block]:
    """What the place is and what stands out in it."""
    study, heading = case.edition.study, case.heading
    people = float(study.kelurahan.at[case.code, "population"])
    rows = case.edition.scores[case.edition.scores["kelurahan_code"] == case.code]
    total = float(rows["n_kelurahan"].iloc[0])
    if total == total:
        counted = plural("{n} usaha tersurvei", total, n=say_number(total))
    elif rows["note"].eq(NO_DATA).all():
        counted = tr("belum ada usaha tersurvei")
    else:
        counted = tr("jumlah usaha tersurvei disembunyikan, karena sebagian kurang dari 3")
    said = tr(
        "{place}: penduduk {people}; {counted} (data {date}, mutu data {grade}).",
        place=heading.place,
        people=tr("{n} jiwa", n=say_number(people)) if people == people else tr("belum diketahui"),
        counted=counted,
        date=say_date(study.settings.survey_date),
        grade=str(study.quality.at[case.code, "grade"]) or tr("belum diketahui"),
    )
    stands_out = _outstanding(rows) if rows["n"].gt(0).any() else ""
    return [Paragraph(f"{said} {stands_out}".strip(), lead=tr("Tempat."))]


def _outstanding(rows: pd.DataFrame) -> str:
    """The sector that is surely more common here than in the region, most of all first."""
    sure = rows[(rows["note"] == "") & (rows["lq"] > 1) & (rows["lq_prob"] >= SURE)].sort_values("lq")
    if sure.empty:
        return tr("Belum ada sektor yang jelas lebih banyak daripada rata-rata wilayah.")
    best = sure.iloc[-1]
    return tr(
        "Yang menonjol: {sector}, {n} usaha, {times} kali porsi rata-rata wilayah.",
        sector=sector_label(str(best["sector"])),
        n=say_number(float(best["n"])),
        times=say_number(float(best["lq"]), 1),
    )


def market_blocks(case: Case, chain: Chain) -> list[Block]:
    """Aspect of the market, for a place with a line."""
    blocks = place_blocks(case)
    if reason := case.advice.get("reason", ""):
        blocks.append(Paragraph(reason, lead=tr("Mengapa lini ini.")))
    buyers = tuple(chain.buyers[:BUYERS_SHOWN]) or (tr("Belum diketahui dari survei ini."),)
    blocks += [Paragraph(upper_first(str(case.line["demand"])), lead=tr("Pasar dan pembeli.")), Bullets(buyers)]
    if case.counts:
        blocks.append(Paragraph(_volume(case), lead=tr("Volume dan harga.")))
    blocks.append(Paragraph(_rivals(case), lead=tr("Saingan.")))
    blocks.append(Blank(tr("Pembeli yang sudah menyanggupi"), tr("nama, jumlah, tempo bayar")))
    return blocks


def _volume(case: Case) -> str:
    row, line = case.row, case.line
    return tr(
        "{volume} sebulan (rentang {range}); harga Rp {price} per {unit}.",
        volume=say_units(row["volume_month"], line["unit"]),
        range=_between(row["volume_low"], row["volume_high"]),
        price=_between(line["price_low_idr"], line["price_high_idr"]),
        unit=line["unit"],
    )


def _between(low: float, high: float) -> str:
    """Two ends, or one where they read the same."""
    ends = [say_number(low), say_number(high)]
    return ends[0] if ends[0] == ends[1] else " – ".join(ends)


def _rivals(case: Case) -> str:
    """Who sells the same here, in a band, and why the cooperative does not compete with members."""
    beside = tr(BESIDE_MEMBERS[case.line["driver"]])
    if not case.line["rival_products"]:
        return beside
    known: Any = case.edition.study.line_indicators.loc[(case.code, case.line_id)]
    least = case.edition.study.settings.suppress_below
    band = bands(pd.Series([known["rivals"]]), pd.Series([known["rivals_rows"]]), least).iloc[0]
    products = pd.Series(str(case.line["rival_products"]).split("; "))
    names = ", ".join(product_names(products[~products.str.startswith("@")]).dropna())
    return tr("Penjual serupa yang terdata di sini ({names}): {band}. {beside}", names=names, band=band, beside=beside)


def work_blocks(case: Case, chain: Chain) -> list[Block]:
    """Aspect of the work: role, equipment, size, people, suppliers, what follows."""
    line, row = case.line, case.row
    work = read_meeting()["plain"].get(case.line_id) or str(line["role"])
    blocks: list[Block] = [Paragraph(upper_first(str(work)), lead=tr("Yang dikerjakan koperasi."))]
    if line["inputs"]:
        blocks.append(Paragraph(upper_first(str(line["inputs"])), lead=tr("Yang dibutuhkan.")))
    if case.counts:
        said = say_size(row, str(line["unit"]))
        blocks.append(Paragraph(f"{said} {_people(case)}", lead=tr("Ukuran dan tenaga.")))
    suppliers = " ".join(chain.suppliers[:SUPPLIERS_SHOWN]) or tr("Belum diketahui dari survei ini.")
    blocks.append(Paragraph(suppliers, lead=tr("Pemasok.")))
    if stages := _stages(case):
        blocks.append(Paragraph(stages, lead=tr("Tahap.")))
    blocks.append(Blank(tr("Pemasok yang dipilih"), tr("nama, harga, tempo")))
    blocks.append(Blank(tr("Alamat dan status tanah atau gedung"), tr("milik, sewa, pinjam pakai; luas")))
    return blocks


def _people(case: Case) -> str:
    staff, people = float(case.row["staff"]), case.edition.study.settings.advice.people
    if math.isnan(staff):
        return ""
    needed = say_number(max(1, math.ceil(staff)))
    if people is None:
        return tr("Perlu {needed} orang; yang bersedia belum dijawab.", needed=needed)
    return tr("Perlu {needed} orang; yang bersedia {people}.", needed=needed, people=say_number(people))


def _stages(case: Case) -> str:
    """What must be reached before the line starts, and which lines may follow when it pays."""
    stages = list(case.plan.itertuples())
    first = next((str(row.before) for row in stages if row.stage == 1), "")
    later = ", ".join(str(row.stage_line) for row in stages if row.stage > 1)
    told = [tr("Harus ada lebih dulu: {conditions}.", conditions=first)] if first else []
    if later:
        told.append(tr("Baru sesudah lini ini jalan dan cicilannya tertutup: {lines}.", lines=later))
    return " ".join(told)


def upper_first(text: str) -> str:
    """A text that begins with a capital; the rest stays as it is.

    Examples
    --------
    >>> upper_first("kas sedikitnya Rp 1 juta")
    'Kas sedikitnya Rp 1 juta'
    """
    return text[:1].upper() + text[1:]
