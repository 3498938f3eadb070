"""What holds businesses back: capital, distribution, technology."""

from __future__ import annotations

import re

import numpy as np

from mapping.measure.answers.answers import Answers, read_phrases

CONSTRAINTS = ("capital", "distribution", "technology")
"""The three that the programme asks about; others (marketing, raw material, competition ...) count as naming none."""


def named_constraints(answers: Answers) -> dict[str, np.ndarray]:
    """Which of the three constraints each business names; who names several counts for each.

    "Tidak ada kendala" is an answer that names none. Marketing ("pemasaran") is not distribution.

    Does not see: how heavy a constraint is, what was not asked, and that people name what a programme is known to give.

    Returns
    -------
    dict of ndarray of float, shape (businesses,)
        One entry for each of ``CONSTRAINTS``: 1 named, 0 not named, NaN no answer (empty, "tidak tahu", or a bare code
        number whose meaning the file does not tell).

    Examples
    --------
    >>> import pandas as pd
    >>> from mapping.measure.answers.answers import read_answers
    >>> said = ["kurang modal, ongkir mahal", "tidak ada kendala modal", "pemasaran", "", "Alat2 produksi"]
    >>> {name: value.tolist() for name, value in named_constraints(read_answers(pd.Series(said))).items()}
    ... # doctest: +NORMALIZE_WHITESPACE
    {'capital': [1.0, 0.0, 0.0, nan, 0.0], 'distribution': [1.0, 0.0, 0.0, nan, 0.0],
     'technology': [0.0, 0.0, 0.0, nan, 1.0]}
    """
    phrases = read_phrases()["constraint"]
    said = answers.clauses.str.contains("[a-z]", regex=True).to_numpy(dtype=bool)
    none = re.compile("|".join(phrases["none"])).search
    stands = np.array([none(clause) is None for clause in answers.clauses], dtype=bool)
    answered = answers.any_clause(said)
    return {
        name: answers.per_business(
            answers.any_clause(stands & answers.matching(phrases[name], phrases.get(f"{name}_not", ()))), answered
        )
        for name in CONSTRAINTS
    }
