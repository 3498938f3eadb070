"""Every sentence of the advice is read back: each number in it must stand in the row's own columns (``reading.py``).

Texts of the catalogue (names, gates, units) are taken out first: their numbers are not about the place.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mapping.advise.suit.explain import say_components
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.catalog import read_advice_rules
from mapping.knowledge.lines import lines_in_force
from mapping.settings import AdviceSetup
from mapping.study import advise_again
from tests.reading import NUMBER, read_numbers, unfounded

SENTENCES = ("reason", "counter_argument", "cancels_if")
# --- the reader itself ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("Rp 309,4 juta", 309.4e6, "rupiah"),
        ("Rp 1,2 miliar", 1.2e9, "rupiah"),
        ("Rp -4 juta", -4e6, "rupiah"),
        ("-Rp 4 juta", -4e6, "rupiah"),
        ("minus Rp 810 ribu", -810e3, "rupiah"),
        ("1.234.567", 1_234_567, "number"),
        ("7,5 kali", 7.5, "times"),
        ("98%", 0.98, "percent"),
        ("1,2 km", 1_200, "distance"),
        ("320 juta rupiah kulakan", 320, "number"),
    ],
)
def test_the_reader_reads_indonesian(text, value, kind):
    (said,) = read_numbers(text)
    assert (said.value, said.kind) == (pytest.approx(value), kind)


def test_a_number_is_held_to_the_column_its_words_name():
    row = pd.Series({"n": 75.0, "rivals": 80.0, "lq": 7.46, "spend_idr_month": 309.44e6, "n_kelurahan": 200.0})
    row = pd.concat([row, pd.Series({"suppress_below": 3.0, "minimum_businesses": 10.0, "rivals_rows": 80.0})])
    said = "Ada {} usaha yang membuatnya, {} kali porsi rata-rata wilayah. Belanja bahan gabungan sekitar Rp {} juta."
    assert unfounded(said.format("75", "7,5", "309,4"), row) == []
    assert len(unfounded(said.format("80", "7,5", "309,4"), row)) == 1, "80 are the rivals"
    assert len(unfounded(said.format("75", "7,4", "309,4"), row)) == 1
    assert len(unfounded(said.format("75", "7,5", "309,6"), row)) == 1
    assert len(unfounded("Ada kurang dari 3 usaha yang membuatnya.", row)) == 1


# --- the advice of both regions -------------------------------------------------------------------------------------


def rows_behind(study) -> pd.DataFrame:
    """The advice with all that the study knows of the kelurahan and line of each row."""
    advice = study.advice.reset_index(drop=True)
    return known_of(study, advice[["kelurahan_code", "line_id", "position", *SENTENCES]])


def known_of(study, table: pd.DataFrame) -> pd.DataFrame:
    """The table with all that the study knows of each ``kelurahan_code`` and ``line_id``, in natural units."""
    keys = ["kelurahan_code", "line_id"]
    lines, settings = lines_in_force(study.settings.advice.line_changes), study.settings
    measured, worked = study.line_indicators.join(_beside(study)), study.suitability
    table = table.join(measured, on=keys)
    table = table.join(worked[worked.columns.difference(table.columns)], on=keys)
    figures = lines.select_dtypes("number")
    table = table.join(figures[figures.columns.difference(table.columns)], on="line_id")
    table["population"] = table["kelurahan_code"].map(study.kelurahan["population"])
    table["n_kelurahan"] = table["kelurahan_code"].map(study.businesses["kelurahan_code"].value_counts()).fillna(0.0)
    table["n_asked"] = table["gate_members"].fillna(table["min_businesses"])
    table["n_willing"] = table["gate_members"].fillna(np.ceil(table["min_businesses"] / 2))
    table["covered_idr"] = table["capital_idr"] - table["missing_idr"]
    table["least_idr"] = table["capex_low_idr"] + table["working_low_idr"]
    table["most_idr"] = table["capex_high_idr"] + table["working_high_idr"]
    table["full_idr"] = table["min_spend_idr_month"].fillna(read_advice_rules()["scales"]["default_spend_idr_month"])
    table["n_served_in_full"] = 2 * table["min_population"]
    table["own_idr"] = settings.advice.own_capital_idr
    table["people"] = settings.advice.people
    assumed = assumptions_in_force(settings.advice)
    table["volume_down_rate"] = assumed["operating.volume_down"]
    table["price_down_rate"] = assumed["operating.price_swing"]
    return table.assign(
        suppress_below=float(settings.suppress_below),
        minimum_businesses=float(settings.minimum_businesses),
        n_wanted=_wanted(study, table["kelurahan_code"]),
    )


def _beside(study) -> pd.DataFrame:
    """Most makers elsewhere, in the region and in the kecamatan; large buyers and how far they are."""
    n = study.line_indicators["n"]
    district = study.kelurahan[["kabupaten", "kecamatan"]].agg("/".join, axis=1)
    near = [n.index.get_level_values("kelurahan_code").map(district), n.index.get_level_values("line_id")]
    most, nearby = n.groupby(level="line_id").transform("max"), n.groupby(near).transform("max")
    table = pd.DataFrame({"n_most": most, "n_near": nearby})
    quality = study.quality["age_months"].reindex(table.index.get_level_values("kelurahan_code")).to_numpy()
    buyers, pair = study.buyers, ["kelurahan_code", "line_id"]
    survey = buyers["kind"] == "survey"
    return table.assign(
        age_months=quality,
        buyers_reach=buyers[survey].groupby(pair)["n"].sum(),
        buyers_reach_rows=buyers[survey].groupby(pair)["rows"].sum(),
        big_buyers=buyers[~survey].groupby(pair)["n"].sum(),
        nearest_m=buyers[buyers["n"] > 0].groupby(pair)["nearest_m"].min(),
    )


def _wanted(study, codes: pd.Series) -> pd.Series:
    """Interviews to ask for: the region's usual number for so many residents, in tens, at least the minimum."""
    least = study.settings.minimum_businesses
    met = study.businesses["kelurahan_code"].value_counts().reindex(study.kelurahan.index).fillna(0)
    usual = (met / study.kelurahan["population"])[met >= least].median()
    wanted = codes.map(study.kelurahan["population"]) * usual
    return wanted.clip(lower=least).round(-1).fillna(least)


def without_catalogue(text: str, catalogue: list[str]) -> str:
    """The text without names, gates and units of the catalogue, whose numbers are not about the place."""
    for known in catalogue:
        text = text.replace(known, "…")
    return text


def catalogue_texts(study) -> list[str]:
    """Texts with a digit in them that sentences quote, longest first."""
    lines = lines_in_force(study.settings.advice.line_changes)
    texts = pd.concat([lines[["line", "gate_text", "unit", "permits"]].stack(), study.kelurahan["name"]])
    texts = pd.concat([texts, study.kelurahan["kecamatan"]]).drop_duplicates()
    texts = texts[texts.str.contains(r"\d", regex=True)]
    return sorted(texts, key=len, reverse=True)


def sentences_of(study):
    """Every sentence with the row behind it: ``(text, row)``."""
    known = catalogue_texts(study)
    for row in rows_behind(study).to_dict("records"):
        behind = pd.Series(row)
        for column in SENTENCES:
            if text := without_catalogue(row[column], known):
                yield text, behind


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_every_number_of_the_advice_stands_in_its_own_row(demonstration, region):
    study, read, wrong = demonstration(region), 0, []
    for text, row in sentences_of(study):
        read += len(read_numbers(text))
        wrong += unfounded(text, row)
    assert read > 2_000, "the test would also pass advice without numbers"
    assert wrong == [], f"{len(wrong)} of {read}, for example {wrong[:5]}"


DEAR = (("loan.rate_year", 0.12), ("operating.volume_down", 0.4))


@pytest.mark.parametrize(
    "setup",
    [
        AdviceSetup(own_capital_idr=40e6, people=2, borrows=False),
        AdviceSetup(own_capital_idr=25e6, people=1, assumptions=DEAR),
    ],
    ids=["own money only", "dear loan"],
)
def test_numbers_stand_in_the_row_also_under_other_answers(demonstration, setup):
    study = advise_again(demonstration("batang"), setup)
    wrong = [found for text, row in sentences_of(study) for found in unfounded(text, row)]
    assert wrong == [], f"{len(wrong)}, for example {wrong[:5]}"


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_the_sentence_of_each_component_names_its_own_numbers(demonstration, region):
    """Known places and a draw of all pairs: eight sentences each, read back like the advice."""
    study, rng = demonstration(region), np.random.default_rng(8)
    pairs = study.advice.loc[study.advice["confident"], ["kelurahan_code", "line_id"]].apply(tuple, axis=1).tolist()
    pairs += [study.suitability.index[at] for at in rng.choice(len(study.suitability), 300, replace=False)]
    behind = known_of(study, pd.DataFrame(pairs, columns=["kelurahan_code", "line_id"]))
    catalogue, read, wrong = catalogue_texts(study), 0, []
    for pair, (_, row) in zip(pairs, behind.iterrows(), strict=True):
        said = say_components(study.suitability.loc[pair], study.line_indicators.loc[pair], study.settings)
        for text in said["sentence"].map(lambda text: without_catalogue(text, catalogue)):
            read += len(read_numbers(text))
            wrong += unfounded(text, row)
    assert read > 1_500
    assert wrong == [], f"{len(wrong)} of {read}, for example {wrong[:5]}"


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_a_wrong_number_in_a_sentence_is_found(demonstration, region):
    """One number of each of many sentences is changed by a fifth; chance agreement with another column is rare."""
    rng = np.random.default_rng(5)
    pairs = [(text, row) for text, row in sentences_of(demonstration(region)) if read_numbers(text)]
    found = 0
    chosen = rng.choice(len(pairs), 400, replace=False)
    for at in chosen:
        text, row = pairs[at]
        found += bool(unfounded(_falsify(text, rng), row))
    assert found / len(chosen) > 0.97


def _falsify(text: str, rng: np.random.Generator) -> str:
    """The text with one of its numbers a fifth and two larger, written as Indonesians write it."""
    match = list(NUMBER.finditer(text))[int(rng.integers(len(read_numbers(text))))]
    value = float(match["whole"].replace(".", "") + "." + (match["part"] or "0"))
    digits = len(match["part"] or "")
    other = f"{value * 1.2 + 2:,.{digits}f}".translate(str.maketrans(",.", ".,"))
    end = match.end("part") if match["part"] else match.end("whole")
    return text[: match.start("whole")] + other + text[end:]
