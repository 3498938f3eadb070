"""Who is already there: there, not recorded, unknown."""

import numpy as np
import pandas as pd

from mapping.advise.plan.overlap import NONE, THERE, UNKNOWN, find_overlap
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.plans import read_partners

LINES = read_lines()
RULES = read_partners()["overlap"]


def context(*rows):
    return pd.DataFrame(rows, columns=["kelurahan_code", "item", "value", "date"])


def overlap(known, line_id="B05", code="a"):
    chosen = pd.DataFrame({"kelurahan_code": [code], "line_id": [line_id]})
    return find_overlap(chosen, known, LINES).set_index("item")


def test_unknown_where_no_table_was_given_and_not_recorded_where_one_was():
    table = overlap(context(("b", "cooperatives", 2.0, "2026-01-01"), ("a", "bumdes", 1.0, "2025-05-05")))
    assert table["state"].to_dict() == {"bumdes": THERE, "cooperatives": NONE, "groups": UNKNOWN}
    assert table["n"].to_dict()["bumdes"] == 1
    assert np.isnan(table.at["cooperatives", "n"]) and np.isnan(table.at["groups", "n"])
    assert table.at["bumdes", "date"] == "2025-05-05"
    assert set(overlap(context())["state"]) == {UNKNOWN}


def test_organisations_of_several_tables_add_up():
    known = context(("a", "cooperatives", 2.0, "2025-01-01"), ("a", "cooperatives", 1.0, "2026-02-01"))
    assert overlap(known).loc["cooperatives", ["n", "date"]].tolist() == [3.0, "2026-02-01"]


def test_a_line_that_they_often_run_is_a_clash():
    known = context(("a", "cooperatives", 1.0, ""))
    assert overlap(known, "B05").at["cooperatives", "do"] == RULES["cooperatives"]["clash"]
    assert "simpan pinjam" in overlap(known, "B05").at["cooperatives", "do"]
    assert overlap(known, "B13").at["cooperatives", "do"] == RULES["cooperatives"]["do"]
    assert not overlap(known, "B13").at["cooperatives", "clash"]
    assert overlap(known, "B13").at["groups", "clash"]
