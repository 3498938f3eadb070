"""How far trade reaches: who sells beyond the own kelurahan, and who buys close by."""

from __future__ import annotations

import numpy as np

from mapping.measure.answers.answers import Answers, read_phrases


def sells_outside(market: Answers) -> np.ndarray:
    """Whether each business sells beyond its own kelurahan or desa, online included; one such market is enough.

    Does not see: how much goes where, and resellers who carry the goods on. A market named only by its name ("Pasar
    Limpung") is not placed and counts as no answer; "lokal" is taken as the own kelurahan.

    Returns
    -------
    ndarray of float, shape (businesses,)
        1 yes, 0 own kelurahan only, NaN not answered or not understood.

    Examples
    --------
    >>> import pandas as pd
    >>> from mapping.measure.answers.answers import read_answers
    >>> texts = ["lokal, kota", "Warga sekitar", "desa tetangga", "belum online", "Pasar Limpung", ""]
    >>> sells_outside(read_answers(pd.Series(texts))).tolist()
    [1.0, 0.0, 1.0, 0.0, nan, nan]
    """
    phrases = read_phrases()
    denied = market.clauses.str.contains(phrases["clauses"]["denied"], regex=True).to_numpy(dtype=bool)
    beyond = market.matching([*phrases["market"]["outside"], *phrases["places"]["towns"], *phrases["digital"]["means"]])
    understood = beyond | market.matching(phrases["market"]["own"])
    return market.per_business(market.any_clause(beyond & ~denied), market.any_clause(understood))


def buys_locally(origin: Answers) -> np.ndarray:
    """Whether each business buys its main input within its kelurahan or kecamatan; the source named first is the main.

    Does not see: where the seller got it (flour from the shop next door was milled elsewhere). A source named only by
    its name ("Pasar Keputran", "tengkulak") is not placed and counts as no answer.

    Returns
    -------
    ndarray of float, shape (businesses,)
        1 yes, 0 no, NaN not answered or not understood.

    Examples
    --------
    >>> import pandas as pd
    >>> from mapping.measure.answers.answers import read_answers
    >>> texts = ["kebun sendiri", "Sidoarjo, pasar setempat", "luar kecamatan", "satu_kecamatan", "Pasar Atom", ""]
    >>> buys_locally(read_answers(pd.Series(texts))).tolist()
    [1.0, 0.0, 0.0, 1.0, nan, nan]
    """
    phrases = read_phrases()
    outside = origin.matching([*phrases["input_origin"]["outside"], *phrases["places"]["towns"]])
    near = origin.matching(phrases["input_origin"]["local"]) & ~outside
    understood = outside | near
    first = ~origin.clauses.index[understood].duplicated()
    yes = np.zeros(origin.texts, dtype=bool)
    yes[origin.clauses.index[understood][first]] = near[understood][first]
    return origin.per_business(yes, origin.any_clause(understood))
