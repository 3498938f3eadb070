"""The decision that is kept: checked, without persons, added to and never changed, and the same when it comes back."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from mapping.advise.decide.agreement import agreement
from mapping.advise.decide.borda import count_votes
from mapping.advise.decide.kept import read_decisions
from mapping.advise.decide.record import (
    COLUMNS,
    POSTPONED,
    Meeting,
    Place,
    add_decisions,
    in_force,
    make_decision,
    no_decisions,
)
from mapping.errors import InputError, SettingsError
from mapping.present.files.tidy import csv_bytes

NAMES = {"x": "Batik", "y": "Tempe", "z": "Kopi"}
PLACE = Place("35.78.03.1001", "Kalirungkut", "kunci-data", "data sintetis")
MEETING = Meeting("2026-11-20", "Musyawarah kelurahan khusus, balai kelurahan", 20, "Pelakunya banyak, pembelinya ada.")
ADVICE = pd.DataFrame(
    {
        "position": ["1", "2"],
        "line_id": ["x", "y"],
        "line": ["Batik", "Tempe"],
        "score": [71.26, 50.0],
        "dscr": [1.456, 1.0],
    }
)
PAPERS = pd.DataFrame([[2, 1, 3]] * 3 + [[1, 2, 3]] * 2, columns=["x", "y", "z"], dtype=float)
TODAY = "2026-11-22"


def decide(line: str = "y", voted: bool = True, **changes: object) -> pd.DataFrame:
    outcome = (count_votes(PAPERS), agreement(PAPERS)) if voted else None
    return make_decision(PLACE, dataclasses.replace(MEETING, **changes), line, NAMES, ADVICE, outcome, TODAY)


def test_a_decision_keeps_the_vote_and_the_advice_side_by_side():
    row = decide().iloc[0]
    assert row[["line_id", "line", "decided_on", "present", "papers"]].tolist() == ["y", "Tempe", "2026-11-20", 20, 5]
    assert row["votes"] == "Tempe 8; Batik 7; Kopi 0 poin" and row["votes_line_id"] == "y"
    assert row[["advice_line", "advice_score", "advice_dscr"]].tolist() == ["Batik", 71.3, 1.46]
    assert row[["study_key", "data_label"]].tolist() == ["kunci-data", "data sintetis"]
    # By hand: rank sums 8, 7, 15 of 10 each: 12 x 38 / (25 x 24) = 0.76.
    assert row["agreement"] == pytest.approx(0.76)


def test_a_meeting_may_decide_against_its_own_vote_and_against_the_tool():
    row = decide(line="z").iloc[0]
    assert row[["line_id", "votes_line_id", "advice_line_id"]].tolist() == ["z", "y", "x"]


def test_a_meeting_may_start_nothing_and_may_decide_without_papers():
    row = make_decision(PLACE, MEETING, POSTPONED[0], NAMES | dict([POSTPONED]), ADVICE.iloc[:0], None, TODAY).iloc[0]
    assert row["line"] == POSTPONED[1] and row["papers"] == 0 and row["votes"] == "" and row["advice_line"] == ""
    assert pd.isna(row["agreement"]) and pd.isna(row["advice_score"])


def test_persons_never_enter_the_record():
    row = decide(
        reasons="Usul pak Slamet, hubungi 0812-3456-7890 atau slamet@contoh.id", meeting="rumah ibu Sumarni"
    ).iloc[0]
    kept = row.to_csv()
    assert not any(part in kept for part in ("Slamet", "0812", "slamet@", "Sumarni")) and "***" in row["reasons"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"decided_on": "2026-11-23"}, "belum terjadi"),
        ({"decided_on": "20/11/2026"}, "harus berupa tanggal"),
        ({"decided_on": "2026-02-30"}, "harus berupa tanggal"),
        ({"present": 4}, "lebih banyak dari yang hadir"),
        ({"present": 0}, "hadir"),
        ({"reasons": "  "}, "alasannya"),
        ({"reasons": "a" * 601}, "terlalu panjang"),
        ({"meeting": "a" * 121}, "terlalu panjang"),
    ],
)
def test_what_cannot_be_true_is_refused_in_words(changes, says):
    with pytest.raises(SettingsError, match=says):
        decide(**changes)


def test_a_line_that_nobody_knows_cannot_be_decided():
    with pytest.raises(SettingsError, match="Pilih dulu"):
        decide(line="unknown")


def test_decisions_are_added_and_none_is_ever_changed():
    first, second = decide(), decide(line="x", decided_on="2026-11-21")
    kept = add_decisions(add_decisions(no_decisions(), first), second)
    assert len(kept) == 2 and kept.iloc[[0]].equals(first)
    assert add_decisions(kept, first).equals(kept)
    assert in_force(kept).tolist() == [False, True]


def test_an_earlier_decision_that_is_added_later_does_not_take_over():
    kept = add_decisions(decide(), decide(line="x", decided_on="2026-10-01"))
    assert in_force(kept).tolist() == [True, False]


def test_of_two_on_one_day_the_last_added_holds():
    assert in_force(add_decisions(decide(), decide(line="x"))).tolist() == [False, True]


@pytest.mark.parametrize("reasons", ["=1+1 alasan", '-50% biaya, "murah"', "baris\nbaru; titik koma", "$x$ {{7*7}}"])
def test_a_file_of_decisions_comes_back_as_it_was_written(reasons):
    kept = add_decisions(decide(reasons=reasons), decide(line="x", voted=False, decided_on="2026-11-21"))
    back, issues, rejects = read_decisions(csv_bytes(kept), "decisions.csv", pd.Index([PLACE.kelurahan_code]))
    pd.testing.assert_frame_equal(back, kept)
    assert issues.empty and rejects.empty
    assert len(add_decisions(kept, back)) == 2


def test_rows_that_cannot_be_used_are_rejected_and_good_ones_stay():
    rows = pd.concat([decide()] * 5, ignore_index=True)
    rows.loc[1, "kelurahan_code"], rows.loc[2, "decided_on"] = "99.99", "kemarin"
    rows.loc[3, "line"], rows.loc[4, "reasons"] = "", ""
    back, _, rejects = read_decisions(csv_bytes(rows), "decisions.csv", pd.Index([PLACE.kelurahan_code]))
    assert len(back) == 1
    assert rejects[["row", "column"]].to_numpy().tolist() == [
        [3, "kelurahan_code"],
        [4, "decided_on"],
        [5, "line"],
        [6, "reasons"],
    ]


def test_persons_in_a_file_are_masked_and_that_is_said():
    row = decide().assign(reasons="kata pak Slamet 081234567890")
    back, issues, _ = read_decisions(csv_bytes(row), "decisions.csv", pd.Index([PLACE.kelurahan_code]))
    assert "Slamet" not in back.to_csv() and "0812" not in back.to_csv()
    assert issues[["row", "column"]].to_numpy().tolist() == [[2, "reasons"]] and "Slamet" not in issues.to_csv()


def test_another_table_is_refused():
    with pytest.raises(InputError, match="yang diunduh"):
        read_decisions(b"nama,umur\na,1\n", "lain.csv", pd.Index([]))


def test_an_empty_table_has_the_columns_of_the_file():
    assert no_decisions().columns.tolist() == COLUMNS
    assert decide().dtypes.equals(no_decisions().dtypes)
