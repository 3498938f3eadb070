"""Texts that fit a page: on one line, cut at whole sentences, and never wider than a column."""

from __future__ import annotations

import re

from mapping.present.lettering import one_line

_TURNS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Unseen signs, among them those that turn the direction of all that follows."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^a-z\s])")
LONGEST_WORD, CHECKSUM = 24, 64
"""Signs after which a word may be broken; a checksum is not, so that it can be searched for."""


def on_page(text: str, limit: int = 400, word: int = LONGEST_WORD) -> str:
    r"""A text as it may stand on a page: one line, no unseen signs, at most ``limit`` signs, words longer
    than ``word`` breakable.

    Examples
    --------
    >>> on_page("Kue\n basah\u202e"), on_page("a b c", 3), len(on_page("x" * 90, 90)) > 90
    ('Kue basah', 'a…', True)
    """
    text = one_line(_TURNS.sub("", str(text)))
    if len(text) > limit:
        cut = text[:limit]
        text = (cut.rsplit(" ", 1)[0] if " " in cut else cut[:-1]).rstrip(" ,.;:(") + "…"
    return re.sub(rf"(\S{{{word}}})(?=\S{{6}})", "\\1\u200b", text)


def whole_sentences(text: str, limit: int) -> str:
    """As many whole sentences as stay within ``limit`` signs; where the first alone is longer, its beginning and "…".

    Examples
    --------
    >>> whole_sentences("Ada 75 usaha. Belanja Rp 3,4 juta. Lain.", 36)
    'Ada 75 usaha. Belanja Rp 3,4 juta.'
    >>> whole_sentences("Ada banyak usaha di sini.", 12)
    'Ada banyak…'
    """
    text = one_line(_TURNS.sub("", str(text)))
    said = ""
    for part in _SENTENCE_END.split(text):
        longer = f"{said} {part}".strip()
        if len(longer) > limit:
            break
        said = longer
    return on_page(said or text, limit)


def capital_first(text: str) -> str:
    """A text with its first letter large and the others as they are.

    Examples
    --------
    >>> capital_first("belum cukup data di RW 3")
    'Belum cukup data di RW 3'
    """
    return text[:1].upper() + text[1:]
