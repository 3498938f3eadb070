"""Digital readiness: who sells online or uses any digital means."""

from __future__ import annotations

import numpy as np

from mapping.measure.answers.answers import Answers, read_phrases, search_words


def uses_digital(market: Answers, digital: Answers) -> np.ndarray:
    """Whether each business sells online or uses any digital means (payment, marketplace, social media, a site).

    Two questions are read: where it sells ("kota, daring") and, where the survey asks it, what digital means it uses.
    Who answered either has answered; a yes in one is a yes.

    Does not see: how much is sold that way, who runs the account, and whether the signal reaches the village. Where
    only the market was asked, a payment by QR code stays unseen.

    Returns
    -------
    ndarray of float, shape (businesses,)
        1 yes, 0 no, NaN neither question answered.

    Examples
    --------
    >>> import pandas as pd
    >>> from mapping.measure.answers.answers import read_answers
    >>> market = read_answers(pd.Series(["lokal", "kota, daring", "lokal", "", ""]))
    >>> digital = read_answers(pd.Series(["", "", "QRIS", "belum", ""]))
    >>> uses_digital(market, digital).tolist()
    [0.0, 1.0, 1.0, 0.0, nan]
    """
    phrases = read_phrases()
    said = market.clauses.str.contains("[a-z]", regex=True).to_numpy(dtype=bool)
    by_market = _yes(market, phrases["digital"]["means"], said)
    words = [*phrases["digital"]["means"], *phrases["digital"]["payments"], *phrases["digital"]["yes"]]
    means = search_words(digital.clauses, words)
    known = means | search_words(digital.clauses, phrases["digital"]["no"]) | _denied(digital)
    by_digital = _yes(digital, words, known, phrases["digital"]["no"])
    return np.fmax(by_market, by_digital)


def _yes(answers: Answers, words: list[str], known: np.ndarray, no: list[str] | None = None) -> np.ndarray:
    hit = answers.matching(words) & ~_denied(answers)
    if no:
        hit &= ~search_words(answers.clauses, [f"^(?:{word})$" for word in no])
    return answers.per_business(answers.any_clause(hit), answers.any_clause(known))


def _denied(answers: Answers) -> np.ndarray:
    return answers.clauses.str.contains(read_phrases()["clauses"]["denied"], regex=True).to_numpy(dtype=bool)
