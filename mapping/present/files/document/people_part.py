"""The aspects of people, of law and of the village: who does what, permits, what comes back; risks and assumptions."""

from __future__ import annotations

import math
import re
from typing import Any

from mapping.advise.say.start import bare_condition
from mapping.advise.say.words import about_rupiah
from mapping.knowledge.assumptions import read_assumptions
from mapping.knowledge.catalog import read_line_columns, read_sources
from mapping.knowledge.formats import say_number, say_percent, say_rupiah
from mapping.knowledge.lines import OWN_FIGURE
from mapping.knowledge.plans import read_partners, read_permits, read_training
from mapping.language import mark, tr
from mapping.present.files.document.blocks import Blank, Block, Bullets, Paragraph, Table
from mapping.present.files.document.case import LOAN, Case
from mapping.present.files.document.loan import YEAR
from mapping.present.files.document.market_part import upper_first
from mapping.present.files.meeting.rules import read_meeting
from mapping.present.plan import permits_of, roles_of

TASKS = (
    mark("Menyusun rencana usaha dan anggarannya"),
    mark("Mengajukan pinjaman sesudah musyawarah"),
    mark("Mengurus izin"),
    mark("Menjalankan usaha sehari-hari"),
    mark("Mencatat uang dan stok, membuat laporan bulanan"),
    mark("Memeriksa pembukuan dan kas"),
    mark("Membagi hasil usaha setiap tahun"),
)
"""What a bank asks about; the app lists all tasks."""
BOARD = (mark("Ketua"), mark("Sekretaris"), mark("Bendahara"), mark("Pengawas"), mark("Manajer"))
PAPERS = (
    (mark("Nama koperasi sesuai akta"), ""),
    (mark("Nomor badan hukum"), mark("dari akta")),
    (mark("Nomor Induk Koperasi (NIK)"), ""),
    (mark("NIB"), mark("13 angka")),
    (mark("NPWP koperasi"), mark("15 atau 16 angka")),
    (mark("Rekening bank koperasi"), mark("bank, nomor")),
    (mark("Tanggal berita acara musyawarah"), ""),
)
APPROVAL = (mark("Nomor surat persetujuan pinjaman"), "")
"""Only where a loan is asked for."""
ALWAYS = ("loan.rate_year", "loan.months", "loan.grace_months", "loan.least_dscr", "operating.wage_idr_month")
JOINING = ("members.join_low", "members.join_high")
RANGES = ("capex", "working", "price", "margin", "through")
WASTE = re.compile(r"limbah|lingkungan|ipal|ukl|upl|sppl", re.IGNORECASE)


def management_blocks(case: Case) -> list[Block]:
    """Aspect of management: tasks, the board as blanks, training and partners."""
    blocks: list[Block] = []
    if case.line_id:
        table = roles_of(case.edition.study, case.code, case.line_id)
        wanted = [tr(task) for task in TASKS if case.state == LOAN or task != TASKS[1]]
        rows = table[table["task"].isin(wanted)][["task", "does", "decides", "asked"]].itertuples(index=False)
        heads = (tr("Tugas"), tr("Mengerjakan"), tr("Memutuskan"), tr("Dimintai pendapat"))
        caption = tr("Siapa mengerjakan apa (usul, disepakati dalam musyawarah)")
        blocks += [Table(heads, tuple(tuple(row) for row in rows), (2.1, 1.5, 1.5, 2), caption=caption)]
        blocks.append(Paragraph(_learning(case), lead=tr("Pelatihan dan mitra.")))
    fields = [Blank(tr(role), tr("nama")) for role in BOARD]
    return [*blocks, *fields, Blank(tr("Anggota terdaftar"), tr("orang"))]


def _learning(case: Case) -> str:
    """Training for what is lacking here and for every board, and the kinds of partners to look for."""
    asked = {name: set(str(case.plan[name].iloc[0]).split("; ")) for name in ("training", "partners")}
    rules, kinds = read_training(), read_partners()["types"].values()
    modules = [
        module["label"]
        for key, module in rules["modules"].items()
        if key in rules["required"] or module["label"] in asked["training"]
    ]
    told = [tr("Pelatihan: {modules}.", modules=", ".join(modules))]
    partners = [f"{kind['label']} ({kind['who']})" for kind in kinds if kind["label"] in asked["partners"]]
    told.append(
        tr("Mitra yang dicari: {partners}.", partners="; ".join(partners))
        if partners
        else tr("Dari survei tidak tampak kekurangan yang perlu mitra khusus.")
    )
    return " ".join(told)


def law_blocks(case: Case) -> list[Block]:
    """Aspect of law: permits in order, and the numbers that only the cooperative knows."""
    if case.line_id:
        listed = permits_of(case.edition.study, case.line_id)
        items = [tr("{name}: {where}", name=row.name, where=row.where) for row in listed.itertuples(index=False)]
    else:
        items = [tr("{name}: {where}", name=step["name"], where=step["where"]) for step in read_permits()["general"]]
    blocks: list[Block] = [Paragraph(tr("Diurus menurut urutan ini; lamanya tanyakan."), lead=tr("Izin."))]
    blocks.append(Bullets(tuple(items), numbered=True))
    papers = (*PAPERS, *([APPROVAL] if case.state == LOAN else []))
    return [*blocks, *(Blank(tr(label), tr(hint) if hint else "") for label, hint in papers)]


def social_blocks(case: Case) -> list[Block]:
    """Aspect of the village and its surroundings."""
    blocks: list[Block] = [Paragraph(_returns(case), lead=tr("Bagi hasil."))]
    if case.counts and case.row["staff"] == case.row["staff"]:
        people = say_number(max(1, math.ceil(case.row["staff"])))
        wage = say_rupiah(case.said["operating.wage_idr_month"])
        told = tr("{people} orang digaji, masing-masing sekitar {wage} sebulan.", people=people, wage=wage)
        blocks.append(Paragraph(told, lead=tr("Lapangan kerja.")))
    if case.line_id and WASTE.search(str(case.line["permits"])):
        blocks.append(Paragraph(tr("Lini ini menghasilkan limbah; izinnya ada di bagian 5."), lead=tr("Lingkungan.")))
    blocks.append(Blank(tr("Cara mengelola sampah, limbah, bau dan bising"), "", 1))
    blocks.append(Blank(tr("Manfaat yang disepakati untuk anggota dan warga"), "", 1))
    return blocks


def _returns(case: Case) -> str:
    """What comes back to the village, in rupiah where a loan is proposed."""
    if case.heading.kind != "desa":
        return tr(
            "Imbal jasa yang diatur untuk desa belum tentu berlaku di kelurahan: sepakati, dan periksa aturannya."
        )
    share = read_meeting()["profit"]
    told = tr(
        "Paling sedikit {share} keuntungan bersih kembali ke desa (imbal jasa) [S5]; periksa lagi aturannya.",
        share=say_percent(share),
    )
    left = YEAR * (case.row["net_cash_idr_month"] - case.row["instalment_idr_month"]) if case.counts else 0.0
    if not left > 0:
        return told
    rough = tr(
        "Bila kas sesudah cicilan dianggap keuntungan, itu sekitar {amount} setahun.", amount=about_rupiah(share * left)
    )
    return f"{told} {rough}"


def risk_table(case: Case) -> Table:
    """What may go wrong and what is done about it."""
    rows = []
    if against := case.advice.get("counter_argument", ""):
        rows.append((against, tr("Dibahas dalam musyawarah dan diperiksa di lapangan sebelum uang dicairkan.")))
    if cancels := case.advice.get("cancels_if", ""):
        condition = bare_condition(str(cancels))
        rows.append((upper_first(condition), tr("Rencana dibatalkan atau ditunda; pinjaman tidak dicairkan.")))
    if case.line["gate_text"] and str(case.line["gate_text"]) not in str(cancels):
        rows.append(
            (upper_first(str(case.line["gate_text"])), tr("Diperiksa sebelum mulai; bila benar, jangan mulai."))
        )
    rows.append(
        (
            tr("Volume atau harga turun seperti dalam tabel keadaan lain"),
            tr("Mulai dari ukuran yang dihitung, cairkan bertahap, laporkan kas tiap bulan; dua bulan kurang: rapat."),
        )
    )
    if case.advice.get("position") == "1" and not case.advice["confident"]:
        rows.append(
            (tr("Lini pertama belum jelas lebih baik daripada yang kedua"), tr("Bahas keduanya dalam musyawarah."))
        )
    heads = (tr("Risiko"), tr("Tindakan"))
    return Table(heads, tuple(dict.fromkeys(rows)), (1.2, 1))


def answers_blocks(case: Case) -> list[Block]:
    """The cooperative's answers and the assumptions that the figures follow, each with its source."""
    setup = case.edition.study.settings.advice
    told = tr(
        "Jawaban koperasi ({name}): uang sendiri {own}; orang yang bersedia {people}; {borrows}.",
        name=tr(setup.name),
        own=say_rupiah(setup.own_capital_idr),
        people=tr("belum dijawab") if setup.people is None else say_number(setup.people),
        borrows=tr("bersedia meminjam") if setup.borrows else tr("tidak meminjam"),
    )
    known = read_assumptions()
    keys = dict.fromkeys((*ALWAYS, *(JOINING if case.line.get("volume_basis") in ("revenue", "spend") else ())))
    keys |= dict.fromkeys(key for key, _ in setup.assumptions)
    rows = [(known[key]["label"], _value(case.said[key], known[key]["unit"]), _origin(case, key)) for key in keys]
    if case.line:
        rows += _line_rows(case)
    heads = (tr("Anggapan"), tr("Nilai"), tr("Dari mana"))
    return [Paragraph(told), Table(heads, tuple(rows), (2.4, 1.6, 1.4))]


def _origin(case: Case, key: str) -> str:
    entry = read_assumptions()[key]
    if abs(case.said[key] - float(entry["value"])) > 1e-12:
        return tr("angka koperasi (bawaan {usual})", usual=_value(float(entry["value"]), entry["unit"]))
    return tr("asumsi perencanaan") if entry["assumption"] else str(entry["source"])


def _value(value: float, unit: str) -> str:
    """An assumption with its unit."""
    if unit == "bagian":
        return say_percent(value)
    if unit.startswith("Rp"):
        return say_rupiah(value)
    return f"{say_number(value, 0 if value == round(value) else 2)} {tr(unit)}"


def _line_rows(case: Case) -> list[tuple[str, str, str]]:
    """The line's own figures that the money rests on, and which of the others the cooperative changed."""
    columns, rows = read_line_columns()["ranges"], []
    for name in RANGES:
        entry = columns[name]
        low, high = float(case.line[entry["low"]]), float(case.line[entry["high"]])
        if low != low:
            continue
        one = _line_value(low, entry["low"])
        both = one if low == high else f"{one} – {_line_value(high, entry['low'])}"
        rows.append((entry["label"], both, tr(str(case.line[entry["source"]])) or tr("asumsi perencanaan")))
    changed = [name for name in str(case.line["changed"]).split("; ") if name]
    if changed:
        rows.append((tr("Angka lini yang diganti koperasi"), say_number(len(changed)), tr(OWN_FIGURE)))
    return rows


def _line_value(value: float, column: str) -> str:
    if "idr" in column:
        return say_rupiah(value)
    return (
        f"{say_number(value, 0 if value == round(value) else 1)}%" if column.endswith("pct") else say_number(value, 2)
    )


def say_all_sources(texts: list[str]) -> str:
    """Where every source code that stands in the texts was published: ``[S82] megapolitik.com``."""
    known: dict[str, Any] = read_sources()
    codes = sorted({code for text in texts for code in re.findall(r"\bS\d+\b", text)}, key=lambda code: int(code[1:]))
    places = {code: known[code].split(";") for code in codes if code in known}
    return "; ".join(
        f"{code}: {', '.join(dict.fromkeys(page.split('/')[0].strip() for page in pages))}"
        for code, pages in places.items()
    )
