"""The proposal of a cooperative in six aspects, two or three pages: this place's evidence, and marked blanks."""

from __future__ import annotations

from dataclasses import fields

from mapping.knowledge.catalog import read_sources
from mapping.knowledge.formats import say_chance, say_date, say_number, say_rupiah
from mapping.language import language, mark, tr
from mapping.present.division import chain_of
from mapping.present.files.document.blocks import (
    Block,
    Document,
    Heading,
    Notice,
    Paragraph,
    Signatures,
    Table,
)
from mapping.present.files.document.case import CLOSED, HIDDEN, LOAN, NOTHING, OWN, POSTPONE, Case, case_of
from mapping.present.files.document.form_part import form_market, form_money, form_work, missing_blocks
from mapping.present.files.document.market_part import market_blocks, place_blocks, work_blocks
from mapping.present.files.document.money_part import money_blocks, say_rate, say_terms, why_closed
from mapping.present.files.document.pdf import pdf_bytes
from mapping.present.files.document.people_part import (
    answers_blocks,
    law_blocks,
    management_blocks,
    risk_table,
    say_all_sources,
    social_blocks,
)
from mapping.present.files.document.word import docx_bytes
from mapping.present.files.edition import Edition
from mapping.present.files.format import KELURAHAN, Format
from mapping.present.founder import UNKNOWN, first_sentences
from mapping.present.money import say_cash, say_times

ASPECTS = (
    mark("1. Pasar dan pemasaran"),
    mark("2. Teknis dan operasional"),
    mark("3. Manajemen dan organisasi"),
    mark("4. Keuangan dan permodalan"),
    mark("5. Legalitas dan perizinan"),
    mark("6. Sosial dan lingkungan"),
)
"""The six aspects as news about the ministry's guideline names them (S54); its own text has not been read."""
ASPECTS_SOURCE = "S54"
SIGNERS = {
    "desa": (mark("Ketua koperasi"), mark("Ketua BPD"), mark("Kepala desa (menyetujui pinjaman)")),
    "kelurahan": (mark("Ketua koperasi"), mark("Lurah"), mark("Bupati/wali kota (menyetujui pinjaman)")),
}


def proposal_of(edition: Edition, code: str) -> Document:
    """The proposal of a kelurahan, in the language in force.

    The line is the one that a meeting decided, else the first of the advice. A loan is proposed only for a line that
    may start and carries it; else the document says why not. Where there is no line it is a form with the reason.

    Parameters
    ----------
    edition : Edition
        Advised under the founder's answers.
    code : str
        Kelurahan.
    """
    case = case_of(edition, code)
    parts = _filled(case) if case.line_id else _form(case)
    blocks: list[Block] = [*_opening(case)]
    for aspect, part in zip(ASPECTS, parts, strict=True):
        blocks += [Heading(tr(aspect)), *part]
    if case.line_id:
        blocks += [Heading(tr("Risiko dan kapan dibatalkan")), risk_table(case)]
    blocks += [Heading(tr("Jawaban koperasi dan anggapan")), *answers_blocks(case)]
    blocks.append(Paragraph(_sources(blocks), note=True))
    signers = SIGNERS[case.heading.kind]
    blocks.append(Signatures(tuple(tr(role) for role in signers[: None if case.state == LOAN else 2])))
    heading = case.heading
    title = (
        tr("Rancangan proposal usaha: {line}", line=case.line["line"])
        if case.line_id
        else tr("Formulir proposal usaha")
    )
    return Document(
        title=title,
        subtitle=tr("Koperasi di {place}, {where}", place=heading.place, where=heading.where),
        head=f"{heading.place} · {heading.where}",
        label=heading.label,
        stamp=heading.stamp,
        language=language(),
        blocks=tuple(blocks),
    )


def _filled(case: Case) -> tuple[list[Block], ...]:
    """The six aspects of a line."""
    chain = chain_of(case.edition.study, case.code, case.line_id)
    money = money_blocks(case) if case.counts else form_money(case)
    return (
        market_blocks(case, chain),
        work_blocks(case, chain),
        management_blocks(case),
        money,
        law_blocks(case),
        social_blocks(case),
    )


def _form(case: Case) -> tuple[list[Block], ...]:
    """The six aspects without a line, to be filled in later."""
    return (
        [*place_blocks(case), *form_market()],
        form_work(),
        management_blocks(case),
        form_money(case),
        law_blocks(case),
        social_blocks(case),
    )


def _opening(case: Case) -> list[Block]:
    """What the document is, what the meeting decided, and what is asked for in one table; or why nothing is."""
    about = tr(
        "Rancangan dari survei dan anggapan yang ditulis di akhir. Kotak bertitik diisi koperasi; tidak ada yang "
        "dikarang. Enam aspek menurut berita tentang Juklak Menkop 1/2025 ({place} [{source}]); periksa naskahnya.",
        place=read_sources()[ASPECTS_SOURCE].split("/")[0],
        source=ASPECTS_SOURCE,
    )
    blocks: list[Block] = [Paragraph(about, note=True)]
    if notice := _notice(case):
        blocks.append(notice)
    if not case.line_id:
        blocks += missing_blocks(case)
    blocks.append(Paragraph(_decided(case), lead=tr("Musyawarah.")))
    if case.counts:
        blocks.append(_summary(case))
    return blocks


def _notice(case: Case) -> Notice | None:
    """Why no loan is proposed; None where one is."""
    if case.state == LOAN:
        return None
    if case.state == OWN:
        return Notice(
            tr("Tanpa pinjaman"), tr("Modalnya ditutup uang koperasi sendiri; tidak ada pinjaman yang diajukan.")
        )
    if case.state == CLOSED:
        return Notice(tr("Pinjaman tidak diusulkan untuk lini ini"), why_closed(case))
    if case.state == HIDDEN:
        least = case.edition.study.settings.suppress_below
        told = tr(
            "Pelaku yang terdata kurang dari {least}, jadi angkanya disembunyikan agar omzet seseorang tidak terbaca. "
            "Koperasi mengisi hitungannya sendiri dari catatan anggota, atau menunggu survei berikutnya.",
            least=least,
        )
        return Notice(tr("Angka disembunyikan: pinjaman belum diusulkan"), told)
    if case.state == POSTPONE:
        return Notice(
            tr("Musyawarah memutuskan menunda: tidak ada pinjaman yang diajukan"), str(case.decision["reasons"])
        )
    return _nothing(case)


def _nothing(case: Case) -> Notice:
    if case.state == NOTHING and case.decision:
        told = tr(
            "Lini yang diputuskan rapat ({line}) tidak ada dalam daftar lini, jadi angkanya belum bisa dihitung. "
            "Tambahkan lini itu dengan angkanya lebih dulu.",
            line=str(case.decision["line"]),
        )
        return Notice(tr("Belum bisa dihitung: jangan ajukan pinjaman dulu"), told)
    advice = case.edition.study.advice
    unknown = (advice["kelurahan_code"] == case.code) & (advice["position"] == UNKNOWN)
    title = (
        tr("Belum cukup data: jangan ajukan pinjaman dulu")
        if unknown.any()
        else tr("Belum ada lini yang cocok: jangan ajukan pinjaman dulu")
    )
    sentences = first_sentences(case.edition.study, case.code)
    said = [sentence for sentence in sentences if not title.startswith(sentence.rstrip("."))]
    return Notice(title, " ".join(said))


def _decided(case: Case) -> str:
    """What the meeting in force decided, or that none is known."""
    told = case.decision
    if not told:
        return (
            tr("Belum ada keputusan yang tercatat; lini ini saran pertama dari hitungan dan harus dibahas dulu.")
            if case.line_id
            else tr("Belum ada keputusan yang tercatat.")
        )
    present = float(told["present"])
    said = tr(
        "Diputuskan {date} ({meeting}; hadir {present}): {line}. Alasan: {reasons}.",
        date=say_date(str(told["decided_on"])),
        meeting=str(told["meeting"]) or tr("rapat"),
        present=say_number(present),
        line=str(told["line"]),
        reasons=str(told["reasons"]).rstrip("."),
    )
    if told["advice_line"] and told["advice_line"] != told["line"]:
        said += " " + tr("Saran hitungan waktu itu: {line}.", line=str(told["advice_line"]))
    return said


def _summary(case: Case) -> Table:
    """The proposal in one look."""
    row, said = case.row, case.said
    own = min(case.edition.study.settings.advice.own_capital_idr, row["capital_idr"])
    pairs = [
        (tr("Modal"), say_rupiah(row["capital_idr"])),
        (tr("Uang koperasi"), say_rupiah(own)),
        (tr("Pinjaman yang diajukan"), say_rupiah(case.loan) if case.state == LOAN else tr("tidak ada")),
        (tr("Kas bersih sebulan"), say_cash(row["net_cash_idr_month"])),
    ]
    if case.state == LOAN:
        pairs += [
            (tr("Bunga, lama"), f"{say_rate(said['loan.rate_year'])}; {say_terms(said)}"),
            (
                tr("Cicilan sesudah tenggang"),
                tr("{instalment} sebulan", instalment=say_rupiah(row["instalment_idr_month"])),
            ),
            (tr("Kas bersih dibanding cicilan"), say_times(row["dscr"])),
            (tr("Peluang cicilannya terbayar"), say_chance(row["p_carries"])),
        ]
    rows = tuple((*pairs[at], *pairs[at + 1]) for at in range(0, len(pairs), 2))
    heads = (tr("Hal"), tr("Nilai"), tr("Hal"), tr("Nilai"))
    return Table(heads, rows, (1.2, 1.3, 1.2, 1), caption=tr("Ringkasan"))


def _sources(blocks: list[Block]) -> str:
    """Every source that the document names, and that rules must be read again."""
    texts = [text for block in blocks for text in _texts(block)]
    return tr(
        "Sumber: {sources}. Semuanya berita atau catatan, bukan naskah aturan: periksa lagi.",
        sources=say_all_sources(texts),
    )


def _texts(block: Block) -> list[str]:
    told: list[str] = []
    for field in fields(block):
        value = getattr(block, field.name)
        parts = value if isinstance(value, tuple) else (value,)
        told += [
            text for part in parts for text in (part if isinstance(part, tuple) else (part,)) if isinstance(text, str)
        ]
    return told


def _kept(edition: Edition, code: str) -> Document:
    """The proposal, kept with the edition until another place is asked for: both formats are written from one."""
    kept = edition.__dict__.get("_proposal")
    if kept is None or kept[0] != code:
        kept = edition.__dict__["_proposal"] = (code, proposal_of(edition, code))
    return kept[1]


def _write_docx(edition: Edition, code: str) -> bytes:
    return docx_bytes(_kept(edition, code))


def _write_pdf(edition: Edition, code: str) -> bytes:
    return pdf_bytes(_kept(edition, code))


FORMATS: tuple[Format, ...] = (
    Format(
        "proposal",
        KELURAHAN,
        "proposal.docx",
        mark("Proposal usaha (Word)"),
        mark("Rancangan dalam enam aspek untuk pinjaman koperasi; koperasi melengkapi kotak isiannya."),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _write_docx,
    ),
    Format(
        "proposal-pdf",
        KELURAHAN,
        "proposal.pdf",
        mark("Proposal usaha (PDF)"),
        mark("Rancangan yang sama untuk dicetak dan diisi dengan tangan."),
        "application/pdf",
        _write_pdf,
    ),
)
