"""The minutes of a meeting, editable: what was laid before it is filled in, what it decides is left blank."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from mapping.advise.decide.ballot import Ballot
from mapping.advise.decide.record import in_force
from mapping.advise.plan.roles import role_table
from mapping.advise.say.words import about_rupiah
from mapping.knowledge.formats import say_date, say_number, say_percent
from mapping.language import language, plural, tr
from mapping.present.files.document.blocks import (
    UNFILLED,
    Blank,
    Block,
    Bullets,
    Document,
    Notice,
    Paragraph,
    Signatures,
    Table,
)
from mapping.present.files.document.blocks import Heading as Title
from mapping.present.files.edition import Edition
from mapping.present.files.meeting.ballot import letters_of, names_of, suggested_ballot
from mapping.present.files.meeting.heading import DESA, Heading, heading_of, paper_text
from mapping.present.files.meeting.rules import loan_rules, read_meeting, say_sources
from mapping.present.files.meeting.starts import say_loan, starts_of
from mapping.present.founder import AVOID, UNKNOWN
from mapping.present.money import say_cash
from mapping.present.plan import roles_of

SIGNING_ROWS = 25


def minutes_docx(edition: Edition, code: str, ballot: Ballot | None = None) -> bytes:
    """The minutes of a kelurahan's meeting as DOCX; the same for the same study, language and ballot."""
    from mapping.present.files.document.word import docx_bytes

    return docx_bytes(minutes(edition, code, ballot))


def minutes(edition: Edition, code: str, ballot: Ballot | None = None) -> Document:
    """The minutes as blocks.

    What the tool laid before the meeting stands with its figures and date. Where a decision about this kelurahan is in
    force (``Study.decisions``) its day, meeting, votes, line and reasons are filled in; everything else that only a
    meeting can know is a marked blank. Nobody's name or number is asked for beyond a signature.

    Parameters
    ----------
    edition : Edition
    code : str
        Kelurahan.
    ballot : Ballot, optional
        What was voted on; the suggested lines unless given.
    """
    heading, decided = heading_of(edition, code), decision_on(edition, code)
    blocks = [
        *_say_draft(heading),
        *_ask_meeting(heading, decided),
        *_lay_before(edition, code, heading),
        *_vote(edition, code, ballot, decided),
        *_decide(decided),
        *_approve(edition, code, heading, decided),
        *_share_work(edition, code, heading, decided),
        *_sign(heading),
    ]
    return Document(
        title=tr("Berita acara musyawarah"),
        subtitle=tr("Usaha pertama koperasi di {place}", place=heading.place),
        head=f"{heading.place} · {heading.where}",
        label=heading.label,
        stamp=heading.stamp,
        language=language(),
        blocks=tuple(blocks),
    )


def decision_on(edition: Edition, code: str) -> pd.Series | None:
    """The decision in force about a kelurahan; None before the first."""
    kept = edition.study.decisions
    if kept is None or kept.empty:
        return None
    mine = kept[(kept["kelurahan_code"] == code) & in_force(kept)]
    return None if mine.empty else mine.iloc[0]


def _say_draft(heading: Heading) -> Iterator[Block]:
    what = tr(
        "Yang bertanda titik-titik diisi oleh notulis. Hapus yang tidak dipakai. Daftar ini tidak memuat NIK dan nomor "
        "telepon; jangan menambahkannya."
    )
    yield Notice(tr("Rancangan, belum sah sebelum ditandatangani"), what)
    if heading.label:
        yield Notice(heading.label.capitalize(), tr("Ini contoh dengan data sintetis: jangan dipakai memutuskan."))


def _ask_meeting(heading: Heading, decided: pd.Series | None) -> Iterator[Block]:
    """Where and when, who led, what was on the agenda, and how many came."""
    yield Title(tr("1. Rapat"), 1)
    if decided is not None:
        yield Paragraph(paper_text(decided["meeting"], 130) or tr("belum diketahui"), lead=tr("Jenis dan tempat:"))
        yield Paragraph(say_date(str(decided["decided_on"])), lead=tr("Tanggal:"))
    else:
        yield Blank(tr("Hari dan tanggal"))
        yield Blank(tr("Tempat"))
        kind = tr("musyawarah desa khusus") if heading.kind == DESA else tr("musyawarah kelurahan")
        yield Blank(tr("Jenis rapat"), hint=tr("misalnya {kind}", kind=kind))
    yield Blank(tr("Jam mulai dan selesai"))
    yield Blank(tr("Pemimpin rapat"), hint=tr("nama dan jabatan"))
    yield Blank(tr("Notulis"))
    yield Title(tr("Acara"), 2)
    yield Bullets(tuple(_agenda(heading)), numbered=True)
    yield Title(tr("Yang hadir"), 2)
    if decided is not None and decided["present"] > 0:
        yield Paragraph(
            plural("{n} orang", float(decided["present"]), n=say_number(float(decided["present"]))), lead=tr("Jumlah:")
        )
    groups = read_meeting()["groups"][heading.kind]
    yield Table(
        (tr("Unsur (usulan, sesuaikan)"), tr("Perempuan"), tr("Laki-laki"), tr("Jumlah")),
        (*((group, UNFILLED, UNFILLED, UNFILLED) for group in groups), (tr("Semua"), UNFILLED, UNFILLED, UNFILLED)),
        (3.4, 1.2, 1.2, 1.2),
    )


def _agenda(heading: Heading) -> Iterator[str]:
    yield tr("Penjelasan keadaan usaha warga dan saran usaha yang bisa dimulai.")
    yield tr("Tanya jawab dan usul warga.")
    yield tr("Pemungutan suara dengan kertas suara, lalu penghitungan di depan rapat.")
    yield tr("Keputusan: usaha yang dimulai, atau belum memulai.")
    yield tr("Pinjaman: perlu atau tidak, dan paling banyak berapa.")
    if heading.kind == DESA:
        yield tr("Batas Dana Desa yang boleh dipakai bila cicilan tidak terbayar.")
    yield tr("Pembagian tugas dan tanggal periksa lagi.")


def _lay_before(edition: Edition, code: str, heading: Heading) -> Iterator[Block]:
    """What the tool said, with its figures and date."""
    yield Title(tr("2. Yang dipaparkan"), 1)
    yield Paragraph(
        tr(
            "Saran dari survei usaha {date}. Angka adalah perkiraan dengan asumsi perencanaan; rapat yang memutuskan.",
            date=heading.data_date,
        )
    )
    starts = starts_of(edition, code)
    if starts.empty:
        advice = edition.advice[edition.advice["kelurahan_code"] == code]
        unknown = advice.loc[advice["position"] == UNKNOWN, "reason"]
        why = paper_text(unknown.iloc[0], 400) if len(unknown) else tr("belum cukup data")
        yield Paragraph(why, lead=tr("Belum ada saran:"))
    else:
        heads = (tr("Usaha"), tr("Modal"), tr("Hasil sebulan"), tr("Cicilan sebulan"), tr("Batal bila"))
        yield Table(heads, tuple(_said_row(row) for _, row in starts.iterrows()), (2.4, 1.2, 1.3, 1.2, 3.4), (1, 2, 3))
        yield Paragraph(tr("Hasil sebulan adalah sebelum cicilan. Urutannya: yang paling kuat lebih dulu."), note=True)
    avoid = edition.advice[(edition.advice["kelurahan_code"] == code) & (edition.advice["position"] == AVOID)]
    if len(avoid):
        yield Title(tr("Yang disarankan tidak dimulai"), 2)
        yield Bullets(tuple(f"{paper_text(row.line, 80)}: {paper_text(row.reason, 160)}" for row in avoid.itertuples()))


def _said_row(row: pd.Series) -> tuple[str, ...]:
    cash, owed = float(row["net_cash_idr_month"]), float(row["instalment_idr_month"])
    return (
        paper_text(row["line"], 80),
        about_rupiah(float(row["capital_idr"])),
        say_cash(float(f"{cash:.2g}")) if cash == cash else tr("belum diketahui"),
        about_rupiah(owed) if owed == owed else tr("belum diketahui"),
        paper_text(str(row["cancels_if"]), 220),
    )


def _vote(edition: Edition, code: str, ballot: Ballot | None, decided: pd.Series | None) -> Iterator[Block]:
    """The result of the vote: from the decision in force, or a table to fill in."""
    yield Title(tr("3. Hasil suara"), 1)
    if decided is not None and decided["papers"] > 0:
        names = names_of(edition.study)
        winners = "; ".join(names.get(line, line) for line in str(decided["votes_line_id"]).split("; ") if line)
        rows = [
            (tr("Kertas yang dihitung"), say_number(float(decided["papers"]))),
            (tr("Poin"), paper_text(decided["votes"], 400)),
            (tr("Paling banyak poin"), paper_text(winners, 200)),
        ]
        if decided["agreement"] == decided["agreement"]:
            rows.append((tr("Kesepakatan (0 sampai 1)"), say_number(float(decided["agreement"]), 2)))
        yield Table((tr("Suara"), tr("Hasil")), tuple(rows), (1.0, 2.4))
        return
    if decided is not None:
        yield Paragraph(tr("Tidak ada kertas suara yang dihitung."))
        return
    letters = letters_of(ballot or suggested_ballot(edition.study, code))
    names = names_of(edition.study)
    lines = [(letter, paper_text(names[line], 80)) for line, letter in letters.items()]
    rows_blank = lines or [(letter, UNFILLED) for letter in "ABCDE"]
    yield Blank(tr("Kertas dibagikan"))
    yield Blank(tr("Kertas kembali"))
    yield Blank(tr("Kertas tidak sah"))
    yield Table(
        (tr("Huruf"), tr("Usaha"), tr("Poin"), tr("Nomor 1 di berapa kertas")),
        tuple((letter, name, UNFILLED, UNFILLED) for letter, name in rows_blank),
        (0.6, 4.0, 1.1, 1.6),
    )
    yield Paragraph(tr("Poin dihitung di lembar hitung: yang paling dulu mendapat poin paling banyak."), note=True)


def _decide(decided: pd.Series | None) -> Iterator[Block]:
    yield Title(tr("4. Keputusan"), 1)
    if decided is None:
        yield Blank(tr("Usaha yang dimulai"), hint=tr("atau: belum memulai"), lines=2)
        yield Blank(tr("Alasan"), lines=3)
    else:
        yield Paragraph(paper_text(decided["line"], 80), lead=tr("Diputuskan:"))
        yield Paragraph(paper_text(decided["reasons"], 600), lead=tr("Alasan:"))
        advised = paper_text(decided["advice_line"], 80)
        if advised and decided["advice_line_id"] != decided["line_id"]:
            yield Paragraph(advised, lead=tr("Saran alat saat itu:"))
    yield Blank(tr("Syarat sebelum mulai"), lines=2)
    yield Blank(tr("Berhenti atau ditinjau bila"), lines=2)
    yield Blank(tr("Tanggal periksa lagi"))


def _approve(edition: Edition, code: str, heading: Heading, decided: pd.Series | None) -> Iterator[Block]:
    """The loan: nothing is known of it before the meeting; what the tool reckoned stands beside as a note."""
    yield Title(tr("5. Pinjaman"), 1)
    yield Blank(tr("Meminjam"), hint=tr("ya atau tidak"))
    yield Blank(tr("Jumlah paling banyak"), hint="Rp")
    yield Blank(tr("Lama dan bunga"))
    if heading.kind == DESA:
        hint = tr("paling banyak {share} setahun, periksa lagi", share=say_percent(read_meeting()["share"]))
        yield Blank(tr("Batas Dana Desa untuk cicilan"), hint=hint)
    starts = starts_of(edition, code)
    line = str(decided["line_id"]) if decided is not None else str(starts.index[0]) if len(starts) else ""
    loan = say_loan(starts.loc[line] if line in starts.index else None)
    if loan:
        yield Paragraph(
            tr(
                "Hitungan alat untuk {line}: pinjaman {loan}, cicilan {instalment} sebulan. Bukan keputusan rapat.",
                line=paper_text(starts.at[line, "line"], 80),
                **loan,
            ),
            note=True,
        )
    rules = loan_rules(heading.kind, edition.study.settings.advice)
    yield Bullets(tuple(rules["text"]))
    yield Paragraph(say_sources(rules), note=True)


def _share_work(edition: Edition, code: str, heading: Heading, decided: pd.Series | None) -> Iterator[Block]:
    """Who does what, with a blank for the name; by the line decided, else by the first suggested one."""
    study = edition.study
    starts = starts_of(edition, code)
    line = str(decided["line_id"]) if decided is not None else str(starts.index[0]) if len(starts) else ""
    if line in names_of(study):
        roles = roles_of(study, code, line)
    else:
        nothing = pd.Series({"stage": "", "driver": "", "group": "", "permits": ""})
        roles = role_table(nothing, heading.kind, study.settings.advice.borrows)
    yield Title(tr("6. Siapa mengerjakan apa"), 1)
    yield Table(
        (tr("Tugas"), tr("Mengerjakan"), tr("Memutuskan"), tr("Ditanya dulu"), tr("Diberi tahu"), tr("Nama")),
        tuple(
            (row.task, *map(_briefly, (row.does, row.decides, row.asked, row.told)), UNFILLED)
            for row in roles.itertuples()
        ),
        (2.6, 1.7, 1.7, 1.9, 1.9, 1.5),
    )
    yield Paragraph(tr("Usulan untuk disepakati; ubah bila rapat memutuskan lain."), note=True)


def _briefly(roles: str) -> str:
    """Roles without what stands beside them in brackets: a column of a page is narrow."""
    return re.sub(r"\s*\([^()]*\)", "", roles)


def _sign(heading: Heading) -> Iterator[Block]:
    """Signatures of those who answer for the minutes, and the sheet on which all sign."""
    yield Title(tr("7. Tanda tangan"), 1)
    yield Blank(tr("Tempat dan tanggal"))
    yield Signatures(tuple(read_meeting()["signers"][heading.kind]))
    yield Paragraph(
        tr("Siapa yang harus menandatangani berbeda menurut daerah: periksa lagi aturan setempat."), note=True
    )
    yield Title(tr("Lampiran: daftar hadir"), 1)
    yield Paragraph(tr("Nama dan unsur saja. Tanpa NIK, tanpa nomor telepon, tanpa alamat."), note=True)
    yield Table(
        (tr("No."), tr("Nama"), tr("Unsur"), tr("Tanda tangan")),
        tuple((str(number), UNFILLED, UNFILLED, UNFILLED) for number in range(1, SIGNING_ROWS + 1)),
        (0.5, 3.0, 2.0, 2.2),
        tall=True,
    )
