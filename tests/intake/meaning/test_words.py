import pandas as pd

from mapping.intake.meaning.words import unmatched_words
from mapping.intake.privacy import MASK


def businesses_of(*rows: tuple[str, str], by: str = "", product: str = "") -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["description", "kelurahan_code"], dtype="str")
    return table.assign(product=product, candidates="", classified_by=by)


def words_of(businesses: pd.DataFrame) -> dict[str, list[int]]:
    table = unmatched_words(businesses)
    return dict(zip(table["word"], table[["businesses", "kelurahan"]].to_numpy().tolist(), strict=True))


def test_words_are_counted_by_business_and_kelurahan():
    found = words_of(
        businesses_of(
            ("lampion lampion", "a"), ("bikin lampion", "a"), ("lampion", "b"), ("terpal", "a"), ("terpal", "b")
        )
    )
    assert found == {"lampion": [3, 2], "terpal": [2, 2]}


def test_what_may_be_a_person_is_not_shown():
    assert words_of(businesses_of(("sutrisno", "a"), ("sutrisno", "a"))) == {}
    assert words_of(businesses_of((f"lampion {MASK} sutrisno", "a"))) == {}


def test_a_pair_stands_for_its_words_and_never_reaches_over_a_gap():
    both = [("lampion kertas", "a"), ("lampion kertas", "b")]
    assert words_of(businesses_of(*both)) == {"lampion kertas": [2, 2]}
    assert "lampion kertas" not in words_of(businesses_of(*[(f"lampion {MASK} kertas", p) for p in "abc"]))
    assert "lampion kertas" not in words_of(businesses_of(*[("lampion, kertas", p) for p in "abc"]))


def test_no_example_shows_a_masked_text():
    masked = businesses_of(*[(f"lampion milik {MASK}", p) for p in "abc"])
    assert unmatched_words(masked)["example"].tolist() == [""]
    one = pd.concat([masked, businesses_of(("lampion merah", "d"))], ignore_index=True)
    assert unmatched_words(one).set_index("word").at["lampion", "example"] == "lampion merah"


def test_what_the_lexicon_knows_is_not_listed():
    known = businesses_of(("lampion", "a"), ("lampion", "b"), by="lexicon", product="suvenir dan kerajinan tangan")
    assert words_of(known) == {}
    assert words_of(businesses_of(("tempe usaha", "a"), ("tempe", "b"))) == {}
    assert words_of(businesses_of(("hasil bumi", "a"), ("hasil bumi", "b"))) == {}


def test_guesses_of_the_learner_are_listed_too():
    assert words_of(businesses_of(("lampionn", "a"), ("lampionn", "b"), by="learner", product="x")) == {
        "lampionn": [2, 2]
    }


def test_nothing_missed_gives_an_empty_table():
    table = unmatched_words(businesses_of())
    assert table.columns.tolist() == ["word", "businesses", "kelurahan", "example"]
    assert table.empty
