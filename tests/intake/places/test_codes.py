"""Codes of two numberings that must never be mixed."""

import pandas as pd
import pytest

from mapping.intake.issues import Findings
from mapping.intake.places.codes import match_codes

OWN = pd.DataFrame(index=["33.25.01.1003", "33.25.01.2002", "33.25.02.2001"])
PAIRS = pd.DataFrame(
    [
        ["bps:3325011003", "33.25.02.2001", 0.9, 0.95],
        ["bps:3325010002", "33.25.01.2002", 0.8, 0.9],
        ["bps:3325010003", "33.25.01.1003", 0.2, 0.97],
        ["bps:3325010004", "33.25.01.1003", 0.4, 0.6],
        ["bps:3325010005", "99.99.99.1001", 0.9, 0.9],
    ],
    columns=["bps_code", "kelurahan_code", "iou", "share_bps"],
)


def match(codes, names=None, crosswalk=None, bps=None, known=OWN):
    survey = pd.DataFrame({"code": codes, "bps_code": bps or [""] * len(codes), "row": range(2, len(codes) + 2)})
    survey[["code", "bps_code"]] = survey[["code", "bps_code"]].astype("str")
    by_name = pd.Series(names or [None] * len(codes), dtype="object")
    findings = Findings("a.csv")
    return match_codes(survey, known, by_name, crosswalk, findings), findings.issues()


def test_a_bps_code_meets_a_kemendagri_map_only_through_the_crosswalk():
    found, _ = match(["3325010002"])
    assert found["found"].isna().all()
    assert "kode BPS" in found["problem"][0]
    found, issues = match(["3325010002"], crosswalk=PAIRS)
    assert found["found"].tolist() == ["33.25.01.2002"]
    assert found["translated"].all()
    assert issues["level"].tolist() == ["info"]


@pytest.mark.parametrize(
    ("code", "target", "level", "words"),
    [
        ("3325010003", "33.25.01.1003", "warn", ""),  # 97% of it lies in there: merged, and said
        ("3325010004", None, "", "hanya sama 40%"),
        ("3325010005", None, "", "tidak ada pada peta"),
        ("3325010009", None, "", "tidak ada di tabel padanan"),
    ],
)
def test_a_weak_pair_is_never_used_silently(code, target, level, words):
    found, issues = match([code], crosswalk=PAIRS)
    assert (None if pd.isna(found["found"][0]) else found["found"][0]) == target
    assert words in found["problem"][0]
    assert level in set(issues["level"]) | {""}


def test_a_column_of_bps_codes_is_known_by_its_company():
    """3325011003 has the form of both numberings; the codes beside it are BPS's beyond doubt."""
    found, _ = match(["3325011003", "3325010002", "3325010002"], crosswalk=PAIRS)
    assert found["found"].tolist() == ["33.25.02.2001", "33.25.01.2002", "33.25.01.2002"]
    alone, _ = match(["3325011003"], crosswalk=PAIRS)
    assert alone["found"].tolist() == ["33.25.01.1003"]


def test_names_beside_the_codes_decide_and_the_clash_is_said():
    found, issues = match(["3325011003"], names=["33.25.02.2001"], crosswalk=PAIRS)
    assert found["found"].tolist() == ["33.25.02.2001"]
    assert "BPS dan Kemendagri" in issues["what"].iloc[0]
    assert issues["level"].iloc[0] == "warn"
    found, issues = match(["3325011003"], names=["33.25.01.1003"], crosswalk=PAIRS)
    assert found["found"].tolist() == ["33.25.01.1003"]


def test_dots_settle_the_numbering():
    found, _ = match(["33.25.01.1003", "3325010002", "3325010002"], crosswalk=PAIRS)
    assert found["found"][0] == "33.25.01.1003"


def test_bps_boundaries_take_bps_codes_as_they_are_and_kemendagri_codes_through_the_crosswalk():
    known = pd.DataFrame(index=["bps:3325011003", "bps:3325010002"])
    found, _ = match(["3325011003", "3325010002", "33.25.01.2002"], crosswalk=PAIRS, known=known)
    assert found["found"].tolist() == ["bps:3325011003", "bps:3325010002", "bps:3325010002"]


def test_a_letter_for_a_digit_is_hinted_at_and_not_guessed():
    known = pd.DataFrame(index=["0101", "0102"])
    found, issues = match(["01O1", "9999", "0102"], known=known)
    assert found["found"].notna().tolist() == [False, False, True]
    assert '"0101"' in found["problem"][0]
    assert "tidak ada pada peta" in found["problem"][1]
    assert issues.empty


def test_zeros_are_counted_when_they_are_put_back():
    known = pd.DataFrame(index=["0101", "0102"])
    found, issues = match(["101", "102.0", "9999"], known=known)
    assert found["found"].fillna("").tolist() == ["0101", "0102", ""]
    assert "2 kode" in issues["what"].iloc[0]
    assert set(issues["level"]) == {"repair"}
