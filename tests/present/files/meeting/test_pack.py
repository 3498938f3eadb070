"""The pack holds what the meeting needs, and its papers are those that are written apart."""

import io
import zipfile

from mapping.present.files.format import file_name
from mapping.present.files.meeting.ballot import ballot_pdf, suggested_ballot
from mapping.present.files.meeting.handout import handout_pdf
from mapping.present.files.meeting.pack import FORMATS, pack_zip
from tests.present.files.meeting.conftest import EMPTY, PLACE


def unpack(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_pack_holds_the_papers_as_they_are_written_apart(edition):
    packed = unpack(pack_zip(edition, PLACE))
    names = ["bahan-musyawarah.pdf", "kertas-suara.pdf", "berita-acara.docx", "lembar-hitung.xlsx"]
    assert list(packed) == names
    assert packed["kertas-suara.pdf"] == ballot_pdf(edition, PLACE)
    assert packed["bahan-musyawarah.pdf"] == handout_pdf(edition, PLACE)
    assert pack_zip(edition, PLACE) == pack_zip(edition, PLACE)


def test_without_lines_to_vote_on_there_is_no_sheet_to_tally_them(edition):
    assert suggested_ballot(edition.study, EMPTY) is None
    assert list(unpack(pack_zip(edition, EMPTY))) == ["bahan-musyawarah.pdf", "kertas-suara.pdf", "berita-acara.docx"]


def test_formats_write_one_file_a_kelurahan_and_the_pack_is_left_out_of_all(edition):
    assert {form.name: form.usual for form in FORMATS} == {
        "handout": True,
        "ballot": True,
        "minutes": True,
        "meeting": False,
    }
    for form in FORMATS:
        assert form.write(edition, PLACE)[:2] in (b"%P", b"PK")
        assert file_name(edition, form, PLACE).startswith(f"{PLACE}-kalirungkut-")
