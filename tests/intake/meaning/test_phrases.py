import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.intake.meaning.phrases import MAX_PHRASES, find_phrases, plant_phrases, read_tokens, spell_out
from mapping.intake.meaning.rules import compile_rules, find_cues, find_matches, phrases_of, read_rules
from mapping.intake.meaning.spelling import normalise_texts, read_words

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "a,", "b."]), max_size=8).map(" ".join)
PATTERN = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4)


@settings(deadline=None, max_examples=60)
@given(st.lists(PATTERN, min_size=1, max_size=3), st.lists(WORDS, min_size=1, max_size=6))
def test_phrases_are_found_where_regular_expressions_find_them(patterns, texts):
    """Also where phrases of one rule overlap in chains."""
    rules = pd.Series(["|".join(pattern) for pattern in patterns])
    texts = normalise_texts(pd.Series(texts))
    found = find_phrases(read_tokens(texts), plant_phrases(phrases_of(rules)))
    plain = {
        (i, rule, m.start(), m.end(), m.group())
        for i, text in enumerate(texts)
        for rule, pattern in enumerate(compile_rules(rules.to_frame("pattern")))
        for m in pattern.finditer(text)
    }
    assert set(found.itertuples(index=False, name=None)) == plain


def test_a_following_word_forbids_a_phrase():
    texts = pd.Series(["tahu", "tahu isi", "tahu, isi", "tahu isian"])
    found = find_phrases(read_tokens(texts), plant_phrases(phrases_of(pd.Series(["tahu(?! (isi|bulat))"]))))
    assert found["text"].tolist() == [0, 2, 3]


@pytest.mark.parametrize("pattern", ["(a", "a(b|(c)", "(a?)" * 20 + "b" * 3, "(a|b|c|d)" * 9])
def test_patterns_without_end_are_refused(pattern):
    with pytest.raises(ValueError, match=rf"not closed|more than {MAX_PHRASES}"):
        spell_out(pattern)


def test_every_shipped_pattern_stands_for_a_finite_list():
    patterns = [*read_rules()["pattern"], *read_words()["cues"].values()]
    assert all(len(spell_out(pattern)) <= MAX_PHRASES for pattern in patterns)
    assert not [pattern for pattern in patterns if set(pattern) & set("*+[]{}\\^$.")]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=30), max_size=6))
def test_normalised_texts_are_plain_and_stay_as_they_are(texts):
    once = normalise_texts(pd.Series(texts, dtype="str"))
    assert once.str.fullmatch(r"[a-z0-9,;/&+. ]*").all()
    assert not once.str.contains("  ", regex=False).any()
    pd.testing.assert_series_equal(normalise_texts(once), once)


def test_nothing_in_nothing_out():
    empty = pd.Series([], dtype="str")
    assert len(find_matches(empty)) == len(find_cues(empty)) == len(read_tokens(empty)) == 0
    assert find_matches(pd.Series(["", "-"])).empty
