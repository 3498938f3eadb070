"""What the trail told of each row, kept outside memory, is what a dictionary would hold."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.desk.store.engine import plain_faults
from mapping.desk.store.told import Told
from mapping.errors import DeskError

TABLES = ("need", "offer")
KEYS = st.integers(-(2**63), 2**63 - 1) | st.integers(1, 5)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TABLES), KEYS, st.none() | st.text(max_size=5).filter(str.isprintable))))
def test_it_holds_what_was_kept_last_in_the_order_of_the_numbers(kept) -> None:
    told, plain = Told(TABLES), {table: {} for table in TABLES}
    for n, (table, key, said) in enumerate(kept, 1):
        told.keep(table, key, said, n)
        plain[table][key] = (said, n)
    for table in TABLES:
        assert list(told.rows(table)) == [(key, *plain[table][key]) for key in sorted(plain[table])]
        assert all(told.of(table, key) == said for key, (said, _) in plain[table].items())
    assert told.of("need", 77) is None or 77 in plain["need"]


def test_it_knows_its_tables() -> None:
    told = Told(TABLES)
    assert "need" in told and "trail" not in told and None not in told


def test_a_full_disk_is_said_in_words() -> None:
    with pytest.raises(DeskError, match="penuh"), plain_faults():
        raise sqlite3.OperationalError("database or disk is full")
