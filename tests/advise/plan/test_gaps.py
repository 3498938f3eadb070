"""Gaps: a figure behind each, nothing told of one or two businesses."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.plan.gaps import FINE, FORMS, HIDDEN, LACKING, UNKNOWN, measure_gaps
from mapping.advise.plan.members import permit_share
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.plans import read_training

LINES = read_lines()
RULES = read_training()["gaps"]
CHOSEN = pd.DataFrame({"kelurahan_code": ["a"], "line_id": ["B13"]})
SHARES = [key for key, rule in RULES.items() if rule["table"] == "indicators"]
FIGURES = re.compile(r"\d[\d.]*(?:,\d+)?")


def tables(n=40.0, answers=34.0, grade="A", dscr=2.0, buyers=4.0, **shares):
    sector = pd.MultiIndex.from_tuples([("a", "food")], names=["kelurahan_code", "sector"])
    line = pd.MultiIndex.from_tuples([("a", "B13")], names=["kelurahan_code", "line_id"])
    said = {RULES[key]["column"]: [0.1] for key in SHARES} | {
        f"{name}_share_answers": [answers] for name in ("capital", "technology", "distribution", "digital")
    }
    return {
        "indicators": pd.DataFrame({"n": [n], **said, **{k: [v] for k, v in shares.items()}}, index=sector),
        "suitability": pd.DataFrame({"dscr": [dscr]}, index=line),
        "buyers": pd.DataFrame({"kelurahan_code": ["a"], "line_id": ["B13"], "n": [buyers], "rows": [buyers]}),
        "quality": pd.DataFrame({"grade": [grade], "n": [n]}, index=["a"]),
        "businesses": pd.DataFrame(
            {"kelurahan_code": "a", "product": "kue basah", "keyword": "", "permits": ["NIB"] * 6 + [""] * 4}
        ),
    }


def gaps(*args, **known):
    return measure_gaps(CHOSEN, tables(*args, **known), LINES).set_index("gap")


@given(
    st.fixed_dictionaries({RULES[key]["column"]: st.floats(0, 1) for key in SHARES}),
    st.floats(0, 20),
    st.integers(0, 50).filter(lambda n: n not in (1, 2)),
)
def test_each_sentence_read_back_gives_the_number_of_its_row(shares, dscr, buyers):
    table = gaps(dscr=dscr, buyers=float(buyers), **shares)
    for key, row in table.iterrows():
        rule = RULES[key]
        told = key != "quality" and (key != "buyers" or row["state"] == LACKING)
        assert (row["value"] == row["value"]) == (told and row["state"] in (LACKING, FINE))
        if row["value"] == row["value"]:
            assert FORMS[rule["form"]](row["value"]) in row["sentence"]
            said = float(FIGURES.findall(row["sentence"])[0].replace(".", "").replace(",", "."))
            exact = row["value"] * (100 if rule["form"] == "percent" else 1)
            assert said == pytest.approx(
                exact, abs={"percent": 0.5001, "times": 0.00501, "count": 0.5001}[rule["form"]]
            )
        if row["answers"] == row["answers"]:
            assert f"{row['answers']:.0f}" in row["sentence"]


def test_where_a_limit_is_crossed_there_is_a_gap_and_it_calls_for_help():
    table = gaps(capital_share=0.62, digital_share=0.1, dscr=0.8, buyers=0.0, grade="D")
    assert table.at["capital", "sentence"].startswith("62% usaha pangan")
    assert table.at["capital", "training"] == "finance"
    assert table.at["cash", "sentence"] == "Kas bersihnya 0,80 kali cicilan; yang aman 1,2 kali atau lebih."
    assert "finance" in table.at["cash", "partners"]
    assert "0 pembeli" in table.at["buyers", "sentence"]
    assert "bernilai D" in table.at["quality", "sentence"]
    for key in ("capital", "digital", "cash", "buyers", "quality"):
        assert table.at[key, "state"] == LACKING
        assert table.at[key, "training"] and table.at[key, "partners"]
    fine = gaps(capital_share=0.1, digital_share=0.6)
    for key in ("capital", "digital", "cash", "buyers", "quality", "permits"):
        assert fine.at[key, "state"] == FINE
        assert fine.at[key, "training"] == fine.at[key, "partners"] == ""


def test_the_limit_itself_counts_as_said():
    assert gaps(capital_share=RULES["capital"]["least"]).at["capital", "state"] == LACKING
    assert gaps(digital_share=RULES["digital"]["under"]).at["digital", "state"] == FINE
    assert gaps(dscr=RULES["cash"]["under"]).at["cash", "state"] == FINE


@pytest.mark.parametrize("known", [{"n": 2.0}, {"answers": 1.0}])
def test_a_share_of_one_or_two_businesses_is_never_told(known):
    row = gaps(capital_share=0.87, **known).loc["capital"]
    assert row["state"] == HIDDEN
    assert "87" not in row["sentence"]
    assert np.isnan(row["value"]) and np.isnan(row["answers"])
    assert row["training"] == row["partners"] == ""


@pytest.mark.parametrize("buyers", [1.0, 2.0, 25.0])
def test_that_there_are_buyers_is_told_but_never_how_many(buyers):
    row = gaps(buyers=buyers).loc["buyers"]
    assert row["state"] == FINE
    assert np.isnan(row["value"])
    assert not FIGURES.search(row["sentence"])


def test_unknown_is_neither_a_gap_nor_fine():
    table = gaps(capital_share=np.nan, dscr=np.nan)
    for key in ("capital", "cash"):
        assert table.at[key, "state"] == UNKNOWN
        assert RULES[key]["ask"] in table.at[key, "sentence"]
    nothing = measure_gaps(CHOSEN, {}, LINES)
    assert set(nothing["state"]) == {UNKNOWN}
    assert nothing["training"].eq("").all()
    here = tables()
    here["buyers"] = here["buyers"].iloc[:0]
    assert measure_gaps(CHOSEN, here, LINES).set_index("gap").at["buyers", "state"] == UNKNOWN


def test_only_makers_are_told_that_they_make_one_product():
    shop = pd.DataFrame({"kelurahan_code": ["a"], "line_id": ["B01"]})
    assert "one_product" not in set(measure_gaps(shop, tables(), LINES)["gap"])
    assert "one_product" in set(gaps().index)


def test_many_at_once_are_the_same_as_one_by_one():
    pairs = pd.DataFrame({"kelurahan_code": ["a", "b", "a"], "line_id": ["B13", "B13", "B31"]})
    together = measure_gaps(pairs, tables(), LINES)
    alone = pd.concat([measure_gaps(pairs.iloc[[at]], tables(), LINES) for at in range(3)], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone, check_dtype=False)


def businesses(*permits, keyword=""):
    return pd.DataFrame(
        {"kelurahan_code": "a", "product": "keripik dan kerupuk", "keyword": keyword, "permits": list(permits)}
    )


def test_permits_count_where_written_and_not_where_denied():
    share = permit_share(businesses("NIB, halal", "", "belum punya NIB", "PIRT", "tidak ada"), LINES)
    assert share.loc[("a", "B14"), ["rows", "permit_share"]].tolist() == [5, 0.4]


def test_where_nobody_wrote_a_permit_the_question_was_not_asked():
    assert permit_share(businesses("", "", ""), LINES)["permit_share"].isna().all()


def test_only_the_members_of_a_line_are_counted():
    both = pd.concat([businesses("NIB", "NIB", keyword="emping"), businesses("", "", "", keyword="keripik")])
    share = permit_share(both, LINES)["permit_share"]
    assert share[("a", "B16")] == 1.0
    assert share[("a", "B14")] == 0.0
    assert share[("a", "B11")] == pytest.approx(0.4)


def test_one_or_two_with_a_permit_or_without_are_not_told():
    known = tables()
    for permits in (["NIB"] * 2 + [""] * 8, ["NIB"] * 9 + [""]):
        known["businesses"] = known["businesses"].assign(permits=permits)
        assert measure_gaps(CHOSEN, known, LINES).set_index("gap").at["permits", "state"] == HIDDEN
    known["businesses"] = known["businesses"].assign(permits=["NIB"] * 7 + [""] * 3)
    assert measure_gaps(CHOSEN, known, LINES).set_index("gap").at["permits", "state"] == FINE
