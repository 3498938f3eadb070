"""Votes in: what is counted, what is rejected and why, and that no order of rows decides."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.decide.ballot import QUESTIONS, Ballot
from mapping.advise.decide.votes import check_votes, no_votes, read_votes, times_of
from mapping.errors import InputError, MappingError
from mapping.present.files.meeting.tally import tally_csv, tally_xlsx

NAMES = {"x": "Batik & ecoprint", "y": "=Tempe", "z": "Kopi"}
BALLOT = Ballot(("x", "z", "y"))
HEAD = "kertas,A. Batik & ecoprint,B. Kopi,C. =Tempe\n"


def sheet(*rows: tuple[str, ...], ballot: Ballot = BALLOT) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=no_votes(ballot).columns, index=range(2, len(rows) + 2), dtype="str")


def counted(*rows: tuple[str, ...]) -> list[str]:
    return check_votes(sheet(*rows), BALLOT).ranks.index.tolist()


def test_whole_partial_and_tied_papers_are_counted_and_the_unusual_noted():
    votes = check_votes(sheet(("1", "1", "2", "3"), ("2", "1", "", ""), ("3", "1", "1", "2")), BALLOT)
    assert votes.ranks.index.tolist() == ["1", "2", "3"] and votes.rejects.empty
    assert votes.ranks.loc["2"].isna().tolist() == [False, True, True]
    assert dict(zip(votes.issues["kind"], votes.issues["value"], strict=True)) == {
        "suara sebagian": "2",
        "peringkat kembar": "3",
    }


@pytest.mark.parametrize("rank", ["0", "4", "-1", "1.5", "satu", "1e9", "nan", "inf"])
def test_a_rank_that_is_not_on_paper_rejects_the_paper_with_row_column_and_value(rank):
    votes = check_votes(sheet(("1", "1", "2", "3"), ("2", "1", rank, "3")), BALLOT, "suara.csv")
    assert votes.ranks.index.tolist() == ["1"]
    row = votes.rejects.iloc[0]
    assert row[["file", "row", "column", "value"]].tolist() == ["suara.csv", 3, "B", rank]
    assert "1 sampai 3" in row["reason"]


def test_ranks_as_spreadsheets_write_them_are_ranks():
    assert counted(("1", "1.0", "2,0", " 3 ")) == ["1"]


@pytest.mark.parametrize("name", ["", "Bu Siti Aminah", "081234567890123", "a@b.id"])
def test_a_name_in_place_of_a_number_is_rejected_and_never_repeated(name):
    votes = check_votes(sheet((name, "1", "2", "3")), BALLOT)
    assert votes.ranks.empty and len(votes.rejects) == 1
    assert name == "" or name not in votes.rejects.to_csv()


def test_the_same_paper_twice_counts_once_and_one_number_on_two_papers_not_at_all():
    votes = check_votes(
        sheet(("1", "1", "2", "3"), ("1", "1", "2", "3"), ("2", "1", "2", "3"), ("2", "3", "2", "1")), BALLOT
    )
    assert votes.ranks.index.tolist() == ["1"]
    assert votes.rejects["row"].tolist() == [3, 4, 5]
    assert votes.rejects["reason"].str.contains("isi yang berbeda").tolist() == [False, True, True]


def test_blank_rows_are_neither_counted_nor_rejected():
    votes = check_votes(no_votes(BALLOT, 4), BALLOT)
    assert votes.blank == 4 and votes.ranks.empty and votes.rejects.empty


@given(
    st.lists(
        st.tuples(st.sampled_from(["1", "2", "3", "", "x y"]), *[st.sampled_from(["", "1", "2", "3", "9"])] * 3),
        max_size=8,
    ),
    st.randoms(),
)
def test_the_order_of_rows_never_decides_and_none_is_lost(rows, random):
    votes = check_votes(sheet(*rows), BALLOT)
    turned = check_votes(sheet(*random.sample(rows, len(rows))), BALLOT)
    assert votes.ranks.sort_index().equals(turned.ranks.sort_index())
    assert len(votes.ranks) + len(votes.rejects) + votes.blank == len(rows)
    assert votes.ranks.index.is_unique


@pytest.mark.parametrize(
    ("cell", "times"),
    [("A5", 5), ("a 3", 3), ("B3", 1 / 3), ("B9", 1 / 9), ("sama", 1), ("=", 1), ("1", 1), ("A", 3), ("B", 1 / 3)],
)
def test_an_answer_is_read_as_its_box(cell, times):
    assert times_of(cell, ("A", "B")) == pytest.approx(times)


@pytest.mark.parametrize("cell", ["C3", "A10", "AB", "5", "?"])
def test_an_answer_that_is_no_box_rejects_the_paper(cell):
    ballot = Ballot(("x", "y"), "lini")
    votes = check_votes(sheet(("1", "1", "2", cell), ballot=ballot), ballot)
    assert votes.rejects["column"].tolist() == ["A/B"] and votes.ranks.empty and votes.judgements.empty


def test_the_second_page_counts_without_the_first_and_the_first_without_the_second():
    ballot = Ballot(("x", "y"), "lini")
    votes = check_votes(sheet(("1", "", "", "A3"), ("2", "1", "2", ""), ballot=ballot), ballot)
    assert votes.ranks.index.tolist() == ["2"] and votes.judgements.index.tolist() == ["1"]


@pytest.mark.parametrize("questions", QUESTIONS)
@pytest.mark.parametrize("write", [tally_csv, tally_xlsx])
def test_a_tally_sheet_reads_back_as_it_was_written(questions, write):
    ballot = Ballot(("x", "z", "y"), questions)
    filled = no_votes(ballot, 3)
    filled.loc[0, ["A", "B", "C"]] = ["1", "2", "3"]
    for first, second in ballot.pairs():
        filled.loc[1, f"{first}/{second}"] = f"{second}5"
    found, rows = read_votes(write(ballot, NAMES, 0, filled), "suara", NAMES)
    assert found == ballot
    assert rows.to_numpy().tolist() == filled.to_numpy().tolist()


def test_what_stands_above_the_head_and_beside_the_columns_does_not_matter():
    text = "Hasil rapat;;;;\n;;;;\ncatatan;B. Kopi;kertas;C. =Tempe;A. Batik & ecoprint\nbasah;2;7;3;1\n"
    found, rows = read_votes(text.encode(), "suara.csv", NAMES)
    assert found == BALLOT and rows.to_numpy().tolist() == [["7", "1", "2", "3"]] and rows.index.tolist() == [4]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nomor,A. Batik & ecoprint,B. Kopi\n1,1,2\n", 'kolom "kertas"'),
        ("kertas,A. Batik & ecoprint,B. Emas\n1,1,2\n", "emas"),
        ("kertas,A. Batik & ecoprint\n1,1\n", "2 sampai 5 lini"),
        ("kertas,A. Batik & ecoprint,B. Kopi,B. Kopi\n1,1,2,2\n", "ada dua kali"),
        ("kertas,A. Batik & ecoprint,C. Kopi\n1,1,2\n", '"B" tidak ada'),
        (HEAD.strip() + ",A/B\n1,1,2,3,A3\n", '"A/C" tidak ada'),
        (HEAD + "".join(f"{n},1,2,3\n" for n in range(1, 2003)), "paling banyak"),
    ],
)
def test_a_file_that_is_no_tally_sheet_is_refused_in_words(text, says):
    with pytest.raises(InputError) as refused:
        read_votes(text.encode(), "suara.csv", NAMES)
    assert says in str(refused.value) and 'Berkas "suara.csv"' in str(refused.value)


@given(st.binary(max_size=300))
def test_no_bytes_bring_down_the_reader(content):
    try:
        ballot, rows = read_votes(HEAD.encode() + content, "suara.csv", NAMES)
        votes = check_votes(rows, ballot)
    except MappingError:
        return
    assert len(votes.ranks) + len(votes.rejects) + votes.blank == len(rows)
