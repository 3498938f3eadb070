"""The minutes: what was laid before the meeting is filled in, what only a meeting can know is a blank."""

import io
import zipfile
from dataclasses import replace

import pytest

from mapping.language import speaking
from mapping.present.files.document.blocks import UNFILLED, Blank, Heading, Signatures, Table
from mapping.present.files.edition import Edition
from mapping.present.files.meeting.minutes import minutes, minutes_docx
from tests.present.files.meeting.conftest import DESA, EMPTY, HOSTILE, PLACE, decision, with_texts


def of_kind(document, kind):
    return [block for block in document.blocks if isinstance(block, kind)]


def table(document, head):
    return next(block for block in of_kind(document, Table) if head in block.heads)


def test_before_the_meeting_its_day_votes_decision_and_loan_are_blanks(edition):
    told = minutes(edition, PLACE)
    blanks = {blank.label for blank in of_kind(told, Blank)}
    assert {"Hari dan tanggal", "Usaha yang dimulai", "Alasan", "Meminjam", "Jumlah paling banyak"} <= blanks
    votes = table(told, "Poin")
    assert len(votes.rows) == 5 and all(row[2] == UNFILLED for row in votes.rows)


def test_a_decision_in_force_fills_in_what_it_knows_and_the_loan_stays_blank(rural, texts_of):
    told = minutes(Edition(decision(rural, PLACE)), PLACE)
    said = " ".join(texts_of(told))
    assert "3 Februari 2026" in said and "41 orang" in said and "Pembelinya sudah ada." in said and "0,42" in said
    assert dict(table(told, "Suara").rows)["Kertas yang dihitung"] == "38"
    blanks = {blank.label for blank in of_kind(told, Blank)}
    assert "Usaha yang dimulai" not in blanks and {"Meminjam", "Jumlah paling banyak"} <= blanks


def test_a_decision_about_another_place_or_replaced_since_changes_nothing(rural):
    plain = minutes(Edition(rural), PLACE).blocks
    assert minutes(Edition(decision(rural, DESA)), PLACE).blocks == plain


def test_the_last_decision_counts(rural, texts_of):
    import pandas as pd

    old = decision(rural, PLACE, "Alasan lama").decisions.assign(decided_on="2026-01-01")
    both = pd.concat([decision(rural, PLACE, "Alasan baru").decisions, old], ignore_index=True)
    said = " ".join(texts_of(minutes(Edition(replace(rural, decisions=both)), PLACE)))
    assert "Alasan baru" in said and "Alasan lama" not in said


def test_a_village_has_a_bpd_and_a_ward_has_none(edition, texts_of):
    assert "Ketua BPD" in of_kind(minutes(edition, DESA), Signatures)[0].roles
    ward = minutes(edition, PLACE)
    assert of_kind(ward, Signatures)[0].roles[0] == "Lurah"
    assert not any("BPD" in text for text in texts_of(ward)) and not any("Dana Desa" in text for text in texts_of(ward))


@pytest.mark.parametrize("code", [PLACE, DESA, EMPTY])
def test_every_task_has_one_who_decides_and_a_blank_for_the_name(edition, code):
    roles = table(minutes(edition, code), "Memutuskan")
    assert len(roles.rows) >= 10
    assert all(row[2] and "," not in row[2] and row[-1] == UNFILLED for row in roles.rows)


def test_the_attendance_list_asks_for_no_number_of_a_person(edition, texts_of):
    signing = table(minutes(edition, PLACE), "Tanda tangan")
    assert signing.heads == ("No.", "Nama", "Unsur", "Tanda tangan") and signing.tall
    assert all(set(row[1:]) == {UNFILLED} for row in signing.rows)


def test_without_advice_it_says_so_and_still_has_a_vote_to_fill_in(edition, texts_of):
    told = minutes(edition, EMPTY)
    assert "Belum ada saran:" in texts_of(told)
    assert {row[1] for row in table(told, "Poin").rows} == {UNFILLED}


def test_headings_are_numbered_in_order(edition):
    numbered = [block.text for block in of_kind(minutes(edition, DESA), Heading) if block.text[:1].isdigit()]
    assert [text[0] for text in numbered] == list("1234567")


@pytest.mark.parametrize("text", [HOSTILE, "Kue"])
def test_the_file_is_the_same_twice_and_runs_nothing(rural, text):
    study = decision(with_texts(rural, text), PLACE, text)
    made = minutes_docx(Edition(study), PLACE)
    assert made == minutes_docx(Edition(study), PLACE)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        body = packed.read("word/document.xml").decode()
    assert "<b>&" not in body and "instrText" not in body and "w:hyperlink" not in body


def test_every_page_carries_label_and_stamp(edition):
    told = minutes(edition, PLACE)
    assert told.label == "data sintetis" and edition.stamp.manifest_sha256[:12] in told.stamp
    with speaking("en"):
        assert minutes(Edition(edition.study), PLACE).label == "synthetic data"
