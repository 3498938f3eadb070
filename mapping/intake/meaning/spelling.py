"""One spelling for what people write about a business, a whole column at a time."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

HERE = Path(__file__).parent


@cache
def read_words() -> dict[str, Any]:
    """Spellings, cue words and other words for products (``words.toml``)."""
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))


def normalise_texts(texts: pd.Series) -> pd.Series:
    """Lower case, one spelling for each word, punctuation kept only where it separates products.

    Parameters
    ----------
    texts : Series of str
        As written. Give distinct ones: about 1 microsecond each in Arrow, and as much again where a word is respelled.

    Returns
    -------
    Series of str
        Same index; only ``a-z 0-9 , ; / & + .`` and single spaces.

    Examples
    --------
    >>> normalise_texts(pd.Series(["KRIPIK  singkong & Krupuk-ikan", "Jualan kuwe", "bakso no. 5.5"])).tolist()
    ['keripik singkong & kerupuk ikan', 'jual kue', 'bakso no 5.5']
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pc.utf8_normalize(pa.array(texts.astype("str"), type=pa.large_string(), from_pandas=True), form="NFKD")
    plain = pc.ascii_lower(pc.replace_substring_regex(plain, r"[^\x00-\x7F]+", ""))
    plain = pc.replace_substring_regex(plain, r"[^a-z0-9,;/&+.]+", " ")
    odd = pc.match_substring_regex(plain, _respelled_words()).to_numpy(zero_copy_only=False)
    result = pd.Series(plain, index=texts.index, dtype="str")
    if odd.any():
        result = result.mask(odd, pd.Series([_respell(text) for text in result[odd]], index=texts.index[odd]))
    return result.str.strip()


def normalise(text: str) -> str:
    """``normalise_texts`` of one text.

    Examples
    --------
    >>> normalise("Jualan kuwe")
    'jual kue'
    """
    return str(normalise_texts(pd.Series([text], dtype="str")).iloc[0])


@cache
def _respelled_words() -> str:
    """A word with another spelling, or a full stop that may be none; no look-around, so that RE2 takes it."""
    return rf"\.|(?:^|[^a-z])(?:{'|'.join(read_words()['spelling'])})(?:[^a-z]|$)"


def _respell(text: str) -> str:
    spelling = read_words()["spelling"]
    text = re.sub(r"[a-z]+", lambda m: spelling.get(m[0], m[0]), text)
    return re.sub(r" {2,}", " ", re.sub(r"(?<=[a-z])\.(?=[a-z])|(?<!\d)\.(?!\d)", " ", text))
