"""What docs/klasifikasi.md says about how well texts are understood."""

import pandas as pd
import pytest

from tests.real_data import measure_classification as measure

pytestmark = pytest.mark.skipif(
    not (measure.SHARED / "data" / "survey").exists(), reason="real surveys are not beside the checkout"
)


@pytest.fixture(scope="module")
def surveys():
    return measure.read_surveys()


def test_the_page_says_what_is_measured():
    assert measure.write_page() == measure.PAGE.read_text(encoding="utf-8"), (
        "docs/klasifikasi.md is old: PYTHONPATH=. python tests/real_data/measure_classification.py"
    )


def test_the_random_sample_is_the_one_that_was_drawn(surveys):
    """Nobody chose the rows."""
    import numpy as np

    for (place, survey), size in zip(surveys.items(), (130, 90), strict=True):
        drawn = np.random.default_rng(20260131).choice(np.sort(survey["row"].to_numpy()), size, replace=False)
        assert measure.read_labels("labels")[place].index.tolist() == sorted(drawn)


def test_labels_hold_rows_and_sectors_only():
    for path in measure.HERE.glob("labels*.csv"):
        table = pd.read_csv(path)
        assert table.columns.tolist() == ["row", "sector"]
        assert table["sector"].isin(measure.SECTORS).all()
        assert table["row"].is_unique


def test_no_row_is_in_two_lists():
    kinds = [measure.read_labels(kind) for kind in ("labels", "labels_missed", "labels_held")]
    for place in measure.FILES:
        rows = [row for labels in kinds for row in labels[place].index]
        assert len(rows) == len(set(rows))


def test_nine_in_ten_answers_of_the_learner_are_right_on_names_it_was_not_fitted_on(surveys):
    _, held, sector, product = measure.learner_rows(surveys)
    assert int(held[2]) >= 20
    assert min(float(row[3]) for row in (held, sector, product)) >= 0.9


def test_the_learner_adds_answers_and_loses_none(surveys):
    label = measure.read_labels("labels")["sorong"]
    answers = measure.answer_survey(surveys["sorong"], label, {"category": ""})
    known = answers["lexicon"] != ""
    assert (answers.loc[known, "lexicon"] == answers.loc[known, "both"]).all()
    assert (answers["both"] != "").sum() > known.sum()
