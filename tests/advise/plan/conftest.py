"""A suitability table by hand: every line in two kelurahan, as docs/architecture.md describes it."""

import numpy as np
import pandas as pd
import pytest

from mapping.knowledge.catalog import read_lines
from mapping.knowledge.lines import lines_in_force


@pytest.fixture
def suitability():
    """``suitability({"a": {"B11": {"score": 80.0, ...}}})``: open and unremarkable unless said otherwise."""

    def make(changes=None, codes=("a", "b")):
        lines = read_lines()
        index = pd.MultiIndex.from_product([codes, lines.index], names=["kelurahan_code", "line_id"])
        outside = lines["driver"].reindex(index.get_level_values("line_id")).eq("outside").to_numpy()
        table = pd.DataFrame(
            {
                "score": 20.0,
                "open": ~outside,
                "candidate": False,
                "carries": "yes",
                "gate": np.where(outside, "Tidak bisa dinilai dari survei usaha; perlu data lain.", ""),
                "leader": "",
                "capital_idr": 50e6,
                "instalment_idr_month": 1e6,
                "break_even_units_month": 100.0,
                "dscr": 2.0,
            },
            index=index,
        )
        for code, lines_changed in (changes or {}).items():
            for line_id, figures in lines_changed.items():
                for column, value in figures.items():
                    table.loc[(code, line_id), column] = value
        return table

    return make


@pytest.fixture
def own_line():
    """The lines in force with one of the user's own, X1: as tempe and tahu, which the road map does not know."""
    like = read_lines().loc["B15"]
    texts = {column: f"{value:g}" if isinstance(value, float) else value for column, value in like.items()}
    texts["line"] = "Sentra tempe Bu RT"
    return lines_in_force(tuple(("X1", column, text) for column, text in texts.items() if text not in ("", "nan")))
