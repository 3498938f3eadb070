"""Everything that a village meeting needs, and all of it in one file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mapping.language import mark
from mapping.present.files.format import KELURAHAN, Format
from mapping.present.files.whole import zip_bytes

if TYPE_CHECKING:
    from mapping.advise.decide.ballot import Ballot
    from mapping.present.files.edition import Edition

PAPERS = 30
"""Rows of the tally workbook of a pack: papers that a small meeting counts; more are typed below."""
PDF, ZIP = "application/pdf", "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pack_zip(edition: Edition, code: str, ballot: Ballot | None = None, papers: int = PAPERS) -> bytes:
    """Handout, ballot, minutes and tally workbook of a kelurahan as one file; same input, same bytes.

    The workbook is left out where nothing is printed on the ballot yet: its heads are the lines.

    Parameters
    ----------
    edition : Edition
    code : str
        Kelurahan.
    ballot : Ballot, optional
        What is voted on; the suggested lines unless given.
    papers : int
        Papers numbered beforehand in the workbook.
    """
    return zip_bytes(pack_files(edition, code, ballot, papers))


def pack_files(
    edition: Edition, code: str, ballot: Ballot | None = None, papers: int = PAPERS
) -> Iterator[tuple[str, bytes]]:
    """The files of the pack, name and content."""
    from mapping.present.files.meeting.ballot import ballot_pdf, names_of, suggested_ballot
    from mapping.present.files.meeting.handout import handout_pdf
    from mapping.present.files.meeting.minutes import minutes_docx
    from mapping.present.files.meeting.tally import tally_xlsx

    chosen = ballot or suggested_ballot(edition.study, code)
    yield "bahan-musyawarah.pdf", handout_pdf(edition, code, chosen)
    yield "kertas-suara.pdf", ballot_pdf(edition, code, chosen)
    yield "berita-acara.docx", minutes_docx(edition, code, chosen)
    if chosen:
        names = names_of(edition.study)
        yield "lembar-hitung.xlsx", tally_xlsx(chosen, names, papers, stamp=edition.stamp)


def _handout(edition: Edition, code: str) -> bytes:
    from mapping.present.files.meeting.handout import handout_pdf

    return handout_pdf(edition, code)


def _ballot(edition: Edition, code: str) -> bytes:
    from mapping.present.files.meeting.ballot import ballot_pdf

    return ballot_pdf(edition, code)


def _minutes(edition: Edition, code: str) -> bytes:
    from mapping.present.files.meeting.minutes import minutes_docx

    return minutes_docx(edition, code)


FORMATS: tuple[Format, ...] = (
    Format(
        "handout",
        KELURAHAN,
        "bahan-musyawarah.pdf",
        mark("Bahan musyawarah"),
        mark(
            "Satu lembar berhuruf besar untuk dibagikan: usaha yang bisa dimulai, biayanya, dan yang belum diketahui."
        ),
        PDF,
        _handout,
    ),
    Format(
        "ballot",
        KELURAHAN,
        "kertas-suara.pdf",
        mark("Kertas suara"),
        mark("Satu halaman untuk digandakan; warga memberi angka, tanpa nama."),
        PDF,
        _ballot,
    ),
    Format(
        "minutes",
        KELURAHAN,
        "berita-acara.docx",
        mark("Berita acara musyawarah"),
        mark("Rancangan untuk diisi notulis: yang dipaparkan, hasil suara, keputusan, pinjaman, tugas, tanda tangan."),
        DOCX,
        _minutes,
    ),
    Format(
        "meeting",
        KELURAHAN,
        "musyawarah.zip",
        mark("Paket musyawarah"),
        mark("Bahan musyawarah, kertas suara, berita acara dan lembar hitung dalam satu berkas."),
        ZIP,
        pack_zip,
        usual=False,
    ),
)
