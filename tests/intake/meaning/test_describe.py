import pandas as pd
import pytest

from mapping.intake.meaning.describe import category_sectors, classify_survey, split_description


def survey_of(**columns) -> pd.DataFrame:
    names = ("product", "business_name", "category", "text", "kbli")
    size = max(len(values) for values in columns.values())
    return pd.DataFrame({name: columns.get(name, [""] * size) for name in names})


def test_the_product_column_wins_over_the_name():
    found = classify_survey(survey_of(product=["tempe"], business_name=["Batik Sekar"]), "2020").iloc[0]
    assert found["product"] == "tempe"


def test_the_name_outranks_the_goods_in_a_long_description():
    text = "Warung Sembako Ani adalah warung yang menjual beras, mie instan, gula, tahu dan tempe. Ramah."
    found = classify_survey(
        survey_of(business_name=["Warung Sembako Ani"], text=[text], category=["Perdagangan"]), "2020"
    ).iloc[0]
    assert (found["product"], found["needs_confirmation"]) == ("toko kelontong", False)


def test_a_description_speaks_by_its_first_words_not_its_examples():
    text = "Toko Ani menyediakan kebutuhan sehari-hari, seperti mie instan, keripik, dan sabun."
    found = classify_survey(survey_of(business_name=["Toko Ani"], text=[text], category=["Perdagangan"]), "2020").iloc[
        0
    ]
    assert found["product"] == "toko kelontong"


def test_goods_found_only_at_the_bottom_need_confirmation():
    first, bottom = "Produksi keripik. Usaha keluarga.", "Usaha keluarga sejak lama. Produksi keripik."
    found = classify_survey(survey_of(text=[first, bottom]), "2020")
    assert found["product"].tolist() == ["keripik dan kerupuk"] * 2
    assert found["needs_confirmation"].tolist() == [False, True]


def test_the_name_of_the_business_is_never_kept():
    survey = survey_of(
        business_name=["Kedai Siti Rahayu"] * 2, text=["Kedai Siti Rahayu menjual soto", ""], category=["Kuliner"] * 2
    )
    found = classify_survey(survey, "2020")
    assert not found.astype(str).apply(lambda c: c.str.contains("Rahayu")).any(axis=None)
    assert found["description"].iloc[0] == "menjual soto"


@pytest.mark.parametrize(
    ("category", "product"), [("Perdagangan", "toko kelontong"), ("Kuliner", "warung makan"), ("Jasa", "")]
)
def test_a_bare_warung_is_what_the_office_says_and_needs_confirmation(category, product):
    found = classify_survey(survey_of(business_name=["Warung Bu Siti"], category=[category]), "2020").iloc[0]
    assert (found["product"], found["needs_confirmation"]) == (product, True)


def test_the_code_speaks_where_the_words_say_nothing():
    found = classify_survey(survey_of(product=["aneka", "tempe", "aneka"], kbli=["10391", "13134", "10710"]), "2020")
    assert found["product"].tolist() == ["tempe", "tempe", ""]
    assert found["candidates"].tolist()[2] == "roti dan bolu; kue kering"
    assert found["needs_confirmation"].tolist() == [False, False, True]


def test_a_crop_sold_by_a_shop_is_no_farm():
    found = classify_survey(survey_of(business_name=["Samudra Durian"], category=["Kuliner"]), "2020").iloc[0]
    assert found["sector"] == "food"
    assert found["stage"] != "hulu"


def test_offices_misspell_their_own_categories():
    texts = pd.Series(
        ["Kulier", "Kulener", "Perdangan", " Perdagangan", "Pawisata dan jasa", "Kriya", "Peternakan", "x"]
    )
    assert category_sectors(texts).tolist() == [
        "food",
        "food",
        "trade",
        "trade",
        "services",
        "crafts",
        "agriculture",
        "",
    ]


def test_parts_of_a_description():
    parts = split_description(pd.Series(["", "A B C menjual soto. Enak"]), pd.Series(["", "a b c"]))
    assert parts.iloc[0].tolist() == ["", "", ""]
    assert parts.iloc[1].tolist() == ["menjual soto", "menjual soto", "menjual soto. Enak"]


def test_how_an_answer_was_found_and_how_sure_it_is():
    found = classify_survey(
        survey_of(
            product=["tempe", "keripik, sambal", "aneka", "aneka", "", "toko keripik"],
            category=["", "", "", "Kuliner", "", ""],
            kbli=["", "", "10710", "", "", ""],
        ),
        "2020",
    )
    assert found["classified_by"].tolist() == ["lexicon", "lexicon", "code", "category", "", "lexicon"]
    assert found["confidence"].fillna(-1).tolist() == pytest.approx([1, 1 / 2, 1 / 3, 1 / 2, -1, 1 / 2])


def test_a_code_that_does_not_exist_says_nothing():
    found = classify_survey(survey_of(kbli=["99999", "00000", "05100"]), "2020")
    assert found["sector"].tolist() == ["services", "", ""]


def test_rows_are_answered_alone_and_keep_their_index():
    survey = survey_of(
        product=["", "tempe", "", "aneka", "kerupukk udng", ""],
        business_name=["Toko Roti Ani", "x", "Kios Nana", "Warung Sate", "", "Warung"],
        category=["Kuliner", "", "Perdagangan", "", "", "Perdagangan"],
        text=["", "", "", "Sate ayam. Enak.", "", ""],
    ).set_axis(list("abcdef"))
    together = classify_survey(survey, "2020")
    assert together.index.tolist() == list("abcdef")
    backwards = classify_survey(survey.iloc[::-1], "2020").iloc[::-1]
    pd.testing.assert_frame_equal(together, backwards)
    for i in survey.index:
        pd.testing.assert_frame_equal(classify_survey(survey.loc[[i]], "2020"), together.loc[[i]])
