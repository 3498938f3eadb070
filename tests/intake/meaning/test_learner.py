import pandas as pd
import pytest

from mapping.intake.meaning.describe import classify_survey
from mapping.intake.meaning.learner import SURE, classify_missed, guess_texts, strip_silent, train_learner
from mapping.intake.meaning.lexicon import read_lexicon_rows
from mapping.intake.meaning.rules import read_rules
from mapping.intake.meaning.spelling import normalise_texts


def survey_of(**columns) -> pd.DataFrame:
    names = ("product", "business_name", "category", "text", "kbli")
    size = max(len(values) for values in columns.values())
    table = pd.DataFrame({name: columns.get(name, [""] * size) for name in names}, dtype="str")
    return table.set_axis([f"U{i}" for i in range(size)])


@pytest.fixture(scope="module")
def learner():
    return train_learner(read_rules())


@pytest.mark.parametrize(
    ("text", "product"),
    [("kerupukk udng", "keripik dan kerupuk"), ("londry kilowan", "laundry"), ("mkatering", "katering")],
)
def test_what_is_misspelt_is_recognised_and_left_to_a_person(text, product):
    found = classify_survey(survey_of(product=[text]), "2020").iloc[0]
    assert found["product"] == product
    if found["classified_by"] == "learner":
        assert found["needs_confirmation"]
        assert SURE <= found["confidence"] <= 1


def test_at_least_one_of_them_is_the_learners_own():
    found = classify_survey(survey_of(product=["kerupukk udng"]), "2020").iloc[0]
    assert found["classified_by"] == "learner"
    assert (found["kbli"], found["sector"], found["stage"]) == ("10794", "food", "olahan")


@pytest.mark.parametrize(
    "text", ["serabutan", "lain-lain", "Siti Aminah", "aneka", "usaha sendiri", "xqzt", "12345", ""]
)
def test_what_says_nothing_stays_unclassified(text):
    found = classify_survey(survey_of(product=[text]), "2020").iloc[0]
    assert found[["product", "sector", "classified_by"]].tolist() == ["", "", ""]
    assert pd.isna(found["confidence"])


def test_every_answer_of_the_learner_needs_confirmation():
    texts = dict.fromkeys(["product", "kbli", "sector", "stage", "classified_by"], "")
    before = pd.DataFrame(texts | {"needs_confirmation": False}, index=["U1"])
    spoken, prior = pd.Series(["kerupukk udng"], index=["U1"]), pd.Series([""], index=["U1"])
    after = classify_missed(before, spoken, prior, read_rules(), "2020").iloc[0]
    assert (after["classified_by"], bool(after["needs_confirmation"])) == ("learner", True)
    assert not before["needs_confirmation"].any()


def test_it_never_speaks_against_the_office():
    alone, served = classify_survey(survey_of(product=["kerupukk udng"] * 2, category=["", "Jasa"]), "2020")["sector"]
    assert (alone, served) == ("food", "services")


def test_a_seller_of_something_misspelt_is_no_maker():
    found = classify_survey(survey_of(product=["toko kerupukk udng", "agen kerupukk udng"]), "2020")
    assert not found["stage"].isin(["olahan", "hulu"]).any()


def test_what_the_lexicon_knows_is_never_left_to_the_learner():
    found = classify_survey(survey_of(product=["tempe", "toko batik", "jual lele", "villa"]), "2020")
    assert found["classified_by"].tolist() == ["lexicon"] * 4


def test_training_and_answering_are_the_same_every_time(learner):
    texts = normalise_texts(pd.Series(["kerupukk udng", "kios nana", "abc"]))
    again = train_learner(read_rules())
    pd.testing.assert_frame_equal(guess_texts(texts, learner), guess_texts(texts, again))
    together = guess_texts(texts, learner)
    for i in texts.index:
        alone = guess_texts(texts.loc[[i]], learner)
        pd.testing.assert_frame_equal(alone, together.loc[[i]])


def test_probabilities_are_shares(learner):
    guess = guess_texts(normalise_texts(pd.Series(["tempe", "kios x", "bengkell", "zz"])), learner)
    assert guess[["product_probability", "sector_probability"]].to_numpy().min() >= 0
    assert guess[["product_probability", "sector_probability"]].to_numpy().max() <= 1
    same = (
        guess["product"].map(read_rules().drop_duplicates("product").set_index("product")["sector"]) == guess["sector"]
    )
    assert (guess["sector_probability"][same] >= guess["product_probability"][same] - 1e-9).all()


def test_it_learns_the_users_own_rows():
    own = b"product;pattern;kbli2020;group;stage\nlampion kertas;lampion kertas|lampion hias;32903;KERAJINAN;olahan\n"
    rows = read_lexicon_rows(own, "l.csv")
    survey = survey_of(product=["lampionn kertass"])
    assert classify_survey(survey, "2020", rows)["product"].iloc[0] == "lampion kertas"
    assert classify_survey(survey, "2020")["product"].iloc[0] != "lampion kertas"


def test_silent_words_go_and_others_stay():
    assert strip_silent(pd.Series(["toko bu siti jaya"])).tolist() == ["toko"]
