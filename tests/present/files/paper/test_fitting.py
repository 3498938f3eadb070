"""Texts that fit: whatever comes in, what goes on a page is one line, bounded, and can be broken."""

import re

from hypothesis import given
from hypothesis import strategies as st

from mapping.present.files.paper.fitting import LONGEST_WORD, on_page, whole_sentences


@given(st.text(max_size=500), st.integers(5, 400))
def test_any_text_is_one_bounded_line_without_turning_signs(text, limit):
    said = on_page(text, limit)
    assert len(said.replace("\u200b", "")) <= limit + 1
    assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", said)
    assert all(len(part) <= LONGEST_WORD + 6 for part in re.split(r"[\s\u200b]", said))


@given(st.text(max_size=500), st.integers(5, 400))
def test_sentences_are_a_beginning_of_the_text_within_the_limit(text, limit):
    said = whole_sentences(text, limit).replace("\u200b", "")
    assert len(said) <= limit + 1
    if said and not said.endswith("…"):
        assert on_page(text, 1000).replace("\u200b", "").startswith(said)


def test_a_cut_is_said_and_lies_at_the_end_of_a_sentence_where_there_is_one():
    text = "Ada 75 usaha (7,5 kali). Belanja Rp 309,4 juta. Pembeli dekat."
    assert whole_sentences(text, 200) == text
    assert whole_sentences(text, 50) == "Ada 75 usaha (7,5 kali). Belanja Rp 309,4 juta."
    assert whole_sentences(text, 15) == "Ada 75 usaha…"
    assert whole_sentences("Ada 3 usaha, Rp 1.500 sebulan.", 200) == "Ada 3 usaha, Rp 1.500 sebulan."
