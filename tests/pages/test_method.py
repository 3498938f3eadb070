"""The method page follows a real row to its rank, and says of every measure what it cannot see."""

from __future__ import annotations

import pytest

from mapping.knowledge.catalog import read_criteria
from mapping.knowledge.formats import say_number
from mapping.ui.explain.formulas import FORMULAS
from mapping.ui.explain.measures import OTHER_LABELS
from mapping.ui.text import plain


def texts(test) -> str:
    return "\n".join(str(e.value) for kind in (test.markdown, test.caption, test.subheader, test.info) for e in kind)


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_the_example_shows_the_figures_of_the_study(app, study, region):
    from mapping.present.example import worked_example

    of = study(region)
    rows = worked_example(of)
    cell = (rows["kelurahan_code"].iloc[0], rows["sector"].iloc[0])
    test = app("metode", wilayah=region)
    assert not test.exception and not test.error
    shown = texts(test)
    assert f"**{plain(rows['name'].iloc[0])}," in shown
    assert f"skor {say_number(of.scores.loc[cell, 'score'], 2)}" in shown
    ranked = of.scores["rank"].xs(cell[1], level="sector").notna().sum()
    assert f"peringkat {of.scores.loc[cell, 'rank']:.0f} dari {ranked}" in shown
    low, high = of.scores.loc[cell, ["rank_low", "rank_high"]]
    assert f"**{low:.0f}–{high:.0f}** (data dan bobot diacak)" in shown
    parts = " + ".join(say_number(value, 2) for value in rows["contribution"].dropna())
    assert parts in shown


def test_every_measure_says_how_from_what_and_what_it_cannot_see(app):
    shown = texts(app("metode", wilayah="surabaya"))
    for key, formula in FORMULAS.items():
        made, _, unseen = formula.told()
        assert made in shown, key
        assert unseen in shown, key
    assert set(FORMULAS) <= set(read_criteria()["criteria"]) | set(OTHER_LABELS)
    assert set(read_criteria()["criteria"]) <= set(FORMULAS)


def test_the_line_between_measured_and_rated_is_drawn(app):
    from mapping.score.weigh.kpju import split_criteria

    shown = texts(app("metode", wilayah="surabaya"))
    for row in split_criteria("kpju_kota").itertuples():
        assert row.label in shown and row.note in shown
    assert "tidak pernah dicampur" in shown


def test_the_references_are_listed(app):
    table = app("metode", wilayah="surabaya").table[-1].value
    said = " ".join(table["Rujukan"])
    for name in ("Saaty", "Marshall", "Goldstein", "Spiegelhalter", "Saisana", "Anselin", "Getis", "Hidalgo"):
        assert name in said
