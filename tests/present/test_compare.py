"""A few kelurahan side by side: what is shown is what was measured, hidden cells stay blank, words follow the draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.present.compare import (
    COLUMNS,
    MEASURES,
    SCORE,
    SHARES,
    START,
    comparison_table,
    first_codes,
    place_labels,
    sector_cells,
    shown_codes,
)
from mapping.present.compare_words import say_comparison, say_pairs, side_by_side
from mapping.present.tables import HIDDEN_TOO, score_table
from mapping.score.firm.pairs import compare_draws

KALIRUNGKUT, KIDUL, GUNDIH, JEPARA, TEMBOK = (
    f"35.78.{part}" for part in ("03.1001", "03.1002", "13.1003", "13.1004", "13.1005")
)


def compared(study, codes):
    table = score_table(study)
    pairs = {
        sector: compare_draws(study.indicators, study.settings, sector, shown_codes(table, sector, codes))
        for sector in SCORED_SECTORS
    }
    return table, pairs, comparison_table(study, table, codes, pairs)


def less_hidden(study):
    """The tiny region with food of Rungkut Kidul shown: in so few kelurahan nearly all is hidden else."""
    return replace(study, settings=replace(study.settings, suppress_below=2))


@pytest.fixture
def whole(tiny_study):
    return compared(tiny_study, [KALIRUNGKUT, GUNDIH, TEMBOK])


def cell(rows, code, part, item, sector=""):
    found = rows[(rows["kelurahan_code"] == code) & (rows["part"] == part) & (rows["item"] == item)]
    return found[found["sector"] == sector].iloc[0]


def test_every_kelurahan_has_every_figure_once(whole):
    *_, rows = whole
    assert rows.columns[: len(COLUMNS)].tolist() == COLUMNS
    keys = ["kelurahan_code", "part", "sector", "item"]
    assert not rows.duplicated(keys).any()
    assert rows.groupby("kelurahan_code").size().nunique() == 1
    assert (rows["data_label"] == "data sintetis").all()


def test_the_figures_are_those_of_the_study(tiny_study):
    tiny_study = less_hidden(tiny_study)
    *_, rows = compared(tiny_study, [KALIRUNGKUT, KIDUL])
    scores = tiny_study.scores.xs("food", level="sector")
    assert cell(rows, KALIRUNGKUT, SCORE, "score", "food")["value"] == scores.at[KALIRUNGKUT, "score"]
    shares = rows[(rows["part"] == SHARES) & (rows["kelurahan_code"] == KALIRUNGKUT) & (rows["sector"] == "food")]
    assert shares["value"].sum() == pytest.approx(scores.at[KALIRUNGKUT, "score"])
    workers = tiny_study.indicators.at[(KIDUL, "food"), "workers"]
    assert cell(rows, KIDUL, MEASURES, "workers", "food")["value"] == workers
    assert cell(rows, KALIRUNGKUT, "tempat", "population")["value"] == 24_000


def test_cells_of_one_or_two_businesses_are_blank(whole):
    table, pairs, rows = whole
    assert sector_cells(table, "food", [GUNDIH])["note"].iloc[0] == HIDDEN_TOO, "the case that this test is about"
    mine = rows[(rows["kelurahan_code"] == GUNDIH) & (rows["sector"] == "food")]
    assert mine[["value", "low", "high"]].isna().all(axis=None)
    assert set(mine["note"]) == {HIDDEN_TOO} and not mine["best"].any()
    assert GUNDIH not in pairs["food"].better.index
    assert np.isnan(cell(rows, GUNDIH, "tempat", "n_kelurahan")["value"]), "a total would give the cell away"


def test_unknown_is_said_and_never_a_number(whole):
    *_, rows = whole
    mine = rows[(rows["kelurahan_code"] == TEMBOK) & (rows["part"].isin([SCORE, MEASURES, SHARES]))]
    assert mine["value"].isna().all() and set(mine["note"]) == {"belum cukup data"}
    shown = side_by_side(mine, {TEMBOK: "Tembok"})
    assert set(shown["Tembok"]) == {"belum cukup data"}
    line = cell(rows, TEMBOK, START, "line")
    assert line["text"] == "" and line["note"].startswith("Belum cukup data")


def test_the_order_asked_for_is_the_order_of_the_columns(tiny_study):
    codes = [JEPARA, KALIRUNGKUT]
    *_, rows = compared(tiny_study, codes)
    labels = place_labels(tiny_study, codes)
    assert side_by_side(rows, labels).columns[-2:].tolist() == ["Jepara", "Kalirungkut"]
    turned = compared(tiny_study, codes[::-1])[2]
    one, other = (
        table.set_index(["kelurahan_code", "part", "sector", "item"]).sort_index() for table in (rows, turned)
    )
    pd.testing.assert_frame_equal(one, other)


def test_a_star_needs_a_firm_best(tiny_study):
    *_, rows = compared(less_hidden(tiny_study), [KALIRUNGKUT, KIDUL])
    starred = rows[rows["best"]]
    both = rows[rows["part"] == MEASURES].pivot(index=["sector", "item"], columns="kelurahan_code", values="value")
    for row in starred[starred["part"] == MEASURES].itertuples():
        values = both.loc[(row.sector, row.item)]
        assert values.idxmax() == row.kelurahan_code
    assert starred.groupby(["part", "sector", "item"]).size().max() == 1


def test_the_first_comparison_is_with_the_nearest_peer(tiny_study):
    peers = pd.DataFrame(
        {"kelurahan_code": [JEPARA, JEPARA], "position": [2, 1], "peer_code": [GUNDIH, KIDUL], "distance": [0.4, 0.1]}
    )
    assert first_codes(replace(tiny_study, peers=peers), JEPARA) == [JEPARA, KIDUL]
    assert first_codes(replace(tiny_study, peers=peers.iloc[:0]), JEPARA) == [JEPARA, KALIRUNGKUT]


def clear(*pairs: str) -> pd.DataFrame:
    """Which of a, b, c is clearly above which."""
    table = pd.DataFrame(False, index=list("abc"), columns=list("abc"))
    for above, below in pairs:
        table.at[above, below] = True
    return table


LABELS = {"a": "Jati", "b": "Wage", "c": "Ampel"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "Jati, Wage dan Ampel tidak jelas berbeda."),
        (
            ["ab", "ac", "bc"],
            "Jati jelas lebih tinggi daripada Wage dan Ampel; Wage jelas lebih tinggi daripada Ampel.",
        ),
        (["ac"], "Jati jelas lebih tinggi daripada Ampel. Tidak jelas berbeda: Jati dan Wage; Wage dan Ampel."),
    ],
)
def test_pairs_in_words(given, said):
    assert say_pairs(clear(*given), LABELS) == said


def test_the_summary_says_unknown_and_hidden_apart_from_low(tiny_study):
    for codes, said in (
        ([GUNDIH, TEMBOK], "belum diketahui atau disembunyikan"),
        ([KALIRUNGKUT, TEMBOK], "Hanya Kalirungkut"),
    ):
        table, pairs, _ = compared(tiny_study, codes)
        assert said in say_comparison(tiny_study, table, "food", pairs["food"], place_labels(tiny_study, codes))
    both = [KALIRUNGKUT, KIDUL]
    table, pairs, _ = compared(less_hidden(tiny_study), both)
    told = say_comparison(tiny_study, table, "food", pairs["food"], place_labels(tiny_study, both))
    assert "Untuk pangan, " in told
