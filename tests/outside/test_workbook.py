"""The workbook in LibreOffice: a weight changed in a cell gives the scores and ranks that the app gives."""

import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapping.present.files.edition import Edition
from mapping.present.files.workbook import FORMATS
from mapping.present.recompute import EQUAL_DIGITS, recompute_table
from mapping.present.tables import NO_DATA, sector_label
from mapping.score.composite import score_sectors, score_table
from mapping.settings import ScoringSetup

WRITE = FORMATS[0].write
EVEN = dict.fromkeys(("lq", "spend_idr_month", "producers", "workers", "density_1000", "diversity"), 10.0)
ONE = dict.fromkeys(EVEN, 0.0) | {"workers": 100.0}
# Spend and workers are unknown in some kelurahan: so much weight on them leaves these without a score.
UNKNOWN = {"lq": 5.0, "spend_idr_month": 70.0, "producers": 0.0, "workers": 20.0, "density_1000": 0.0, "diversity": 5.0}
TURNED = {"lq": 3.0, "spend_idr_month": 0.5, "producers": 0.1, "workers": 12.0, "density_1000": 40.0, "diversity": 33.0}
OWN = ScoringSetup(name="Coba", weights=(("lq", 3.0), ("workers", 1.0), ("capital_share", 2.0)))
CASES = {
    "even": (ScoringSetup(), EVEN, {}),
    "one criterion": (ScoringSetup(), ONE, {}),
    "much that is unknown": (ScoringSetup(), UNKNOWN, {}),
    "other goalposts": (ScoringSetup(), TURNED, {"lq": (3.0, 0.2), "workers": (5.0, 80.0)}),
    "geometric": (ScoringSetup(aggregation="geometric"), TURNED, {"lq": (0.0, 4.0)}),
    "least to most": (ScoringSetup(scaling="minmax"), UNKNOWN, {}),
    "least to most, even": (ScoringSetup(scaling="minmax"), EVEN, {}),
    "order alone": (ScoringSetup(scaling="ranks", aggregation="geometric"), EVEN, {}),
    "own criteria": (OWN, {"lq": 1.0, "workers": 5.0, "capital_share": 4.0}, {"capital_share": (0.9, 0.1)}),
}
ERRORS = ("Err:", "#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!")


def scored(study, setup):
    """The study scored again under a set-up."""
    if setup == study.settings.setup:
        return study
    settings = replace(study.settings, setup=setup, draws=20)
    scores, contributions = score_table(study.indicators, settings)
    return replace(study, settings=settings, scores=scores, contributions=contributions)


def load(content, values):
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def changed(content, weights, goalposts, sector):
    """The workbook with other numbers in the cells that are meant for it, and no values beside its formulas."""
    book = load(content, values=False)

    def put(name, value):
        sheet, cell = book.defined_names[name].attr_text.replace("$", "").rsplit("!", 1)
        book[sheet.strip("'")][cell.split(":")[0]] = value

    for name, weight in weights.items():
        put(f"weight_{name}", weight)
    for name, (low, high) in goalposts.items():
        put(f"low_{name}", low)
        put(f"high_{name}", high)
    put("chosen_sector", sector_label(sector))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def cells(content):
    """Every cell with something in it: (sheet, cell) -> value."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in load(content, values=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def workings(content):
    """Scores and ranks as they stand in the sheet of workings, by code and sector."""
    rows = list(load(content, values=True)["Hitung"].iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[1] == "Kode")
    table = pd.DataFrame(rows[head + 1 :])
    place = {name: column for column, name in enumerate(rows[head])}
    wanted = {"kelurahan_code": "Kode", "sector": "Sektor", "score": "Skor", "rank": "Peringkat", "order": "Urutan"}
    table = table[[place[name] for name in wanted.values()]].set_axis(list(wanted), axis=1)
    sectors = {sector_label(name): name for name in ("food", "crafts", "agriculture")}
    table["sector"] = table["sector"].map(sectors)
    numbers = table[["score", "rank", "order"]].replace("", np.nan).astype(float)
    return table.assign(**numbers).set_index(["kelurahan_code", "sector"])


def shown(study):
    """Whose figures a public table shows."""
    table = recompute_table(study).groupby(["kelurahan_code", "sector"])["note"].first()
    return table.index[table.isin(["", NO_DATA])]


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_recalculated_without_a_change_it_says_what_the_study_says(demonstration, office, region):
    study = demonstration(region)
    content = WRITE(Edition(study), "")
    again = office(changed(content, {}, {}, "food"), "xlsx", "xlsx")
    written, counted = cells(content), cells(again)
    assert set(written) == set(counted)
    for key, value in written.items():
        if isinstance(value, int | float):
            assert counted[key] == pytest.approx(value, rel=1e-12, abs=1e-9), key
        else:
            assert counted[key] == value, key
    sheet, there = workings(again), shown(study)
    np.testing.assert_allclose(sheet["score"].loc[there], study.scores["score"].loc[there], rtol=0, atol=1e-9)
    np.testing.assert_array_equal(sheet["rank"].loc[there], study.scores["rank"].loc[there])
    assert sheet["score"].notna().sum() > 100
    assert sheet["score"].drop(there).isna().all()


FAULT = pytest.mark.xfail(
    strict=True,
    reason="a hidden kelurahan that loses its score still sets the extremes in the workbook (lembar_hitung.md)",
)
PAIRS = [
    pytest.param(region, case, marks=[FAULT] if (region, case) == ("batang", "least to most") else [])
    for region in ("surabaya", "batang")
    for case in CASES
]


@pytest.mark.parametrize(("region", "case"), PAIRS)
def test_a_changed_weight_gives_the_scores_and_ranks_of_the_app(demonstration, office, region, case):
    setup, weights, goalposts = CASES[case]
    study = scored(demonstration(region), setup)
    posts = tuple((name, low, high) for name, (low, high) in goalposts.items())
    theirs, _ = score_sectors(study.indicators, replace(setup, weights=tuple(weights.items()), goalposts=posts))
    there = shown(study)
    theirs = theirs["score"].loc[there]
    again = office(changed(WRITE(Edition(study), ""), weights, goalposts, "crafts"), "xlsx", "xlsx")
    ours = workings(again)
    np.testing.assert_allclose(ours["score"].loc[there], theirs, rtol=0, atol=1e-9)
    assert ours["score"].drop(there).isna().all()
    ranks = theirs.round(EQUAL_DIGITS).groupby(level="sector").rank(ascending=False, method="min")
    np.testing.assert_array_equal(ours["rank"].loc[there], ranks)
    assert ranks.notna().sum() > 50
    assert (ours["score"].dropna() - study.scores["score"].reindex(ours["score"].dropna().index)).abs().max() > 1
    check_lists(again, ours)


def check_lists(content, ours):
    """The sheets that people read agree with the workings, and nothing in the book is an error."""
    every = cells(content)
    assert not [key for key, value in every.items() if isinstance(value, str) and value.startswith(ERRORS)]
    book = load(content, values=True)
    rows = list(book["Peringkat"].iter_rows(min_row=10, max_col=4, values_only=True))
    crafts = ours.xs("crafts", level="sector").sort_values("order")
    listed = [row[3] for row in rows if row[1]]
    np.testing.assert_allclose(pd.to_numeric(pd.Series(listed), errors="coerce"), crafts["score"], atol=1e-9)
    ranks = pd.to_numeric(pd.Series([row[0] for row in rows if row[1]]), errors="coerce")
    np.testing.assert_array_equal(ranks, crafts["rank"])
    scores = [row[3] for row in book["Skor per Sektor"].iter_rows(min_row=9, values_only=True)][: len(ours)]
    np.testing.assert_allclose(pd.to_numeric(pd.Series(scores), errors="coerce"), ours["score"], atol=1e-9)
    state = book["Peringkat"]["B6"].value
    assert state.startswith("BOBOT DIUBAH") and "di antara yang ditampilkan" in state
    # Intervals belong to the study's weights.
    assert {row[0] for row in book["Peringkat"].iter_rows(min_row=10, min_col=5, max_col=5, values_only=True)} == {"–"}


@pytest.mark.parametrize("weights", [dict.fromkeys(EVEN, 0.0), EVEN | {"lq": -5.0}, EVEN | {"lq": "banyak"}])
def test_weights_that_make_no_sense_give_no_scores_and_say_so(tiny_study, office, weights):
    again = office(changed(WRITE(Edition(tiny_study), ""), weights, {}, "food"), "xlsx", "xlsx")
    assert workings(again)["score"].isna().all()
    assert load(again, values=True)["Ringkasan"]["A6"].value.startswith("PERIKSA")
    assert not [key for key, value in cells(again).items() if isinstance(value, str) and value.startswith(ERRORS)]


def test_twice_the_weights_are_the_same_weights(tiny_study, office):
    from mapping.score.weigh.weights import default_weights

    doubled = {name: 2.0 * weight for name, weight in default_weights().items() if weight > 0}
    again = office(changed(WRITE(Edition(tiny_study), ""), doubled, {}, "food"), "xlsx", "xlsx")
    there = shown(tiny_study)
    np.testing.assert_array_equal(workings(again)["rank"].loc[there], tiny_study.scores["rank"].loc[there])
    assert load(again, values=True)["Ringkasan"]["A6"].value.startswith("Bobot studi")


def test_every_printed_page_says_synthetic_and_the_region(demonstration, office, words):
    pages = words(office(WRITE(Edition(demonstration("surabaya")), ""), "xlsx", "pdf"))
    assert 15 < len(pages) < 60
    for text in pages:
        assert "data sintetis" in text and "Kota Surabaya" in text and "manifest" in text
    assert "Sepuluh skor tertinggi" not in pages[0] and "Cara membaca" in pages[0], "the first page stands alone"
