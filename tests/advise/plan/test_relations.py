"""Which lines hang together."""

from mapping.advise.plan.relations import CHAIN, INPUTS, KINDS, MEMBERS, relate_lines
from mapping.knowledge.catalog import read_lines

PAIRS = relate_lines(read_lines()).set_index(["line_id", "other"])


def test_a_relation_runs_both_ways_and_never_to_itself():
    assert all((other, line_id) in PAIRS.index for line_id, other in PAIRS.index)
    assert all(line_id != other for line_id, other in PAIRS.index)
    assert PAIRS.index.is_unique
    kind = PAIRS["kind"]
    assert all(kind[pair] == kind[pair[::-1]] for pair in PAIRS.index)
    assert set(kind) <= set(KINDS)


def test_the_closest_reason_is_told_with_what_is_shared():
    assert PAIRS.loc[("B13", "B11"), "kind"] == MEMBERS
    assert "kue basah" in PAIRS.loc[("B13", "B11"), "shared"]
    assert PAIRS.loc[("B31", "B33")].tolist() == [CHAIN, "kain batik"]
    assert PAIRS.loc[("B13", "B21")].tolist() == [INPUTS, "gula"]


def test_lines_that_divide_one_product_between_them_are_no_kin():
    assert ("B14", "B16") not in PAIRS.index


def test_what_everyone_uses_relates_nobody():
    shared = PAIRS.loc[PAIRS["kind"] == INPUTS, "shared"]
    assert not shared.str.contains(r"\b(?:lpg|air|listrik|lahan)\b").any()


def test_a_line_of_the_users_own_has_kin_too(own_line):
    pairs = relate_lines(own_line).set_index(["line_id", "other"])
    assert pairs.loc[("X1", "B15"), "kind"] == MEMBERS
