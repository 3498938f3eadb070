import pandas as pd
import pytest

from mapping.errors import QuestionError, SettingsError
from mapping.intake.issues import Findings
from mapping.intake.meaning.describe import classify_survey
from mapping.intake.meaning.edition import choose_edition, settle_edition
from mapping.intake.meaning.kbli import clean_kbli, differing_codes
from mapping.intake.meaning.rules import read_rules
from mapping.settings import Settings


def survey_of(codes: list[str], products: list[str] | None = None) -> pd.DataFrame:
    names = ["product", "business_name", "category", "text"]
    table = pd.DataFrame({"kbli": codes, **dict.fromkeys(names, ""), "row": range(2, 2 + len(codes))})
    table["product"] = products or [""] * len(codes)
    return table.astype({"kbli": "str", **dict.fromkeys(names, "str")})


def settle(survey: pd.DataFrame, **settings) -> tuple[pd.DataFrame, Findings]:
    """As ``read_businesses`` does it."""
    findings = Findings("umkm.csv")
    edition = choose_edition(survey, Settings(**settings), findings)
    meaning = classify_survey(survey, edition or "2020")
    if not edition:
        settle_edition(clean_kbli(survey["kbli"]), meaning["classified_by"] == "code", read_rules(), findings)
    return meaning, findings


def test_two_editions_in_one_file_are_asked_about():
    with pytest.raises(QuestionError) as caught:
        settle(survey_of(["10391", "10307", "10307"]))
    assert caught.value.key == "survei.kbli"
    assert list(caught.value.options) == ["2025", "2020"]  # the likelier first
    assert "10391" in str(caught.value) and "umkm.csv" in str(caught.value)


def test_the_answer_decides_and_codes_of_the_other_edition_are_not_read():
    survey = survey_of(["10391", "10307", "10307"])
    meaning, findings = settle(survey, answers=(("survei.kbli", "2025"),))
    assert meaning["product"].tolist() == ["", "tempe", "tempe"]
    assert meaning["kbli"].tolist() == ["", "10307", "10307"]
    assert findings.issues()["level"].tolist() == ["warn"]


def test_a_code_that_means_two_things_is_asked_about_where_it_matters():
    with pytest.raises(QuestionError, match="10793"):
        settle(survey_of(["10793", "10792"]))


@pytest.mark.parametrize(
    ("codes", "products"),
    [
        (["10793"], ["tempe"]),  # the words say what it is
        (["11040"], [""]),  # another drink, the same answer
        (["10792", "47112"], ["", ""]),
    ],
)
def test_where_it_does_not_matter_nobody_is_asked(codes, products):
    meaning, findings = settle(survey_of(codes, products))
    assert meaning["kbli_edition"].eq("2020").all()
    assert findings.issues()["level"].tolist() == ["info"]


@pytest.mark.parametrize(("edition", "product"), [("2020", "olahan kacang"), ("2025", "santan dan nata de coco")])
def test_the_declared_edition_tells_what_a_code_means(edition, product):
    meaning, _ = settle(survey_of(["10793"]), kbli_edition=edition)
    assert meaning[["product", "kbli_edition"]].iloc[0].tolist() == [product, edition]


@pytest.mark.parametrize("edition", ["2015", "2017"])
def test_of_an_edition_without_a_table_only_the_division_is_read(edition):
    meaning, findings = settle(survey_of(["10793", "10793"], ["", "tempe"]), kbli_edition=edition)
    assert meaning["product"].tolist() == ["", "tempe"]
    assert meaning["sector"].tolist() == ["food", "food"]
    assert meaning["kbli"].tolist() == ["10793", "10391"]
    assert meaning["kbli_edition"].tolist() == [edition, "2020"]  # each code with the edition it is of
    assert meaning["needs_confirmation"].tolist() == [True, False]
    assert findings.issues().empty


def test_an_edition_that_does_not_exist_is_refused():
    with pytest.raises(SettingsError, match="2030"):
        settle(survey_of(["10391"]), kbli_edition="2030")
    with pytest.raises(SettingsError, match="lama"):
        settle(survey_of(["10391"]), answers=(("survei.kbli", "lama"),))


def test_without_codes_nothing_is_said():
    _, findings = settle(survey_of(["", "x"], ["tempe", "tahu"]))
    assert findings.issues().empty


def test_batik_tells_the_edition_from_any_of_the_texts():
    survey = survey_of(["13133"]).assign(business_name="Batik Sekar")
    meaning, _ = settle(survey)
    assert meaning["kbli_edition"].tolist() == ["2025"]


def test_every_differing_code_is_one_of_the_dossier():
    found = differing_codes(
        pd.Series(["01283", "10120", "10762", "10772", "10773", "10793", "13122", "56101", "10391"])
    )
    assert "10391" not in found  # in one edition only: that tells, it need not be asked
    assert {"01283", "10120", "10793", "56101"} <= set(found)
