"""The permits checklist: in order, each explained, none lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.plan.permits import ASK, GENERAL, OWN, explain_permit, list_permits, split_permits
from mapping.knowledge.catalog import read_lines

LINES = read_lines()


@pytest.mark.parametrize("line_id", LINES.index)
def test_general_steps_come_first_and_every_permit_of_the_line_follows_in_its_order(line_id):
    table = list_permits(LINES.loc[line_id])
    assert table["part"].tolist() == sorted(table["part"], key=[GENERAL, OWN].index)
    assert table["order"].tolist() == list(range(1, len(table) + 1))
    assert table.loc[table["part"] == GENERAL, "name"].iloc[0].startswith("Akta")
    written = table.loc[table["part"] == OWN, "permit"].drop_duplicates().tolist()
    assert written == split_permits(LINES.at[line_id, "permits"])
    assert not table["what"].str.contains("Belum ada penjelasannya").any()
    assert not table.isin(["nan"]).any().any()


@given(
    st.lists(st.text(st.characters(exclude_characters=";", exclude_categories=["Cs", "Cc"]), min_size=1), max_size=5)
)
def test_whatever_a_user_writes_is_shown_and_never_dropped(pieces):
    line = LINES.loc["B13"].copy()
    line["permits"] = "; ".join(pieces)
    table = list_permits(line)
    assert set(table.loc[table["part"] == OWN, "permit"]) == {piece.strip() for piece in pieces if piece.strip()}
    assert table["name"].ne("").all()


def test_an_unknown_permit_is_said_to_be_unknown():
    line = LINES.loc["B13"].copy()
    line["permits"] = "surat restu tetua"
    row = list_permits(line).iloc[-1]
    assert (row["permit"], row["name"], row["duration"]) == ("surat restu tetua", "surat restu tetua", ASK)
    assert "tanyakan" in row["what"]


def test_a_piece_that_names_two_permits_explains_both_in_its_order():
    assert [entry["key"] for entry in explain_permit("izin edar MD atau SPP-IRT")] == ["bpom", "pirt"]
    assert [entry["key"] for entry in explain_permit("kontrak dengan pangkalan LPG")] == ["pangkalan"]
    assert [entry["key"] for entry in explain_permit("SIPA apoteker")] == ["sipa"]
    assert [entry["key"] for entry in explain_permit("pengolahan limbah medis")] == ["limbah_medis"]


def test_a_word_within_another_word_is_no_permit():
    assert [entry["key"] for entry in explain_permit("SNI beras bila bermerek")] == ["sni"]


def test_the_business_number_names_the_codes_of_the_line():
    own = list_permits(LINES.loc["B05"]).query("part == 'lini'")
    assert own["what"].iloc[0].count("64142") == 1
    assert "64191" in own["what"].iloc[0]


def test_no_duration_is_made_up():
    for line_id in LINES.index:
        assert set(list_permits(LINES.loc[line_id])["duration"]) == {ASK}
