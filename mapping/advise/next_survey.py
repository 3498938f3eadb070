"""Where further interviews would change the advice most."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.language import tr
from mapping.measure.quality import read_quality_rules

COLUMNS = ["kelurahan_code", "place", "chance_of_change", "n", "wanted", "why"]


def next_survey(kelurahan: pd.DataFrame, quality: pd.DataFrame, advice: pd.DataFrame) -> pd.DataFrame:
    """Kelurahan in the order in which more data is worth most.

    ``chance_of_change = (1 - p_best) * m / (n + m)``: how likely the first line is not the best one, times the share
    of the sampling noise that ``m`` further interviews would take away (the variance of a share falls as ``1 / n``).
    Where no line stands yet ``p_best`` is 0. Of equal chances the place with more residents comes first.

    Parameters
    ----------
    kelurahan : DataFrame
        ``population`` is read.
    quality : DataFrame
        As ``measure_quality`` gives it; ``n`` and ``expected`` are read.
    advice : DataFrame
        As ``advise`` gives it; ``p_best`` at position "1".

    Returns
    -------
    DataFrame
        One row per kelurahan: ``place`` (1 first), ``chance_of_change`` (0-1), ``n`` surveyed, ``wanted`` (interviews
        asked for: ``m``, at most what is expected to be left), ``why`` (Indonesian).

    Examples
    --------
    >>> people = pd.DataFrame({"population": [900.0, 800.0]}, index=["a", "b"])
    >>> quality = pd.DataFrame({"n": [20.0, 0.0], "expected": [30.0, 25.0]}, index=["a", "b"])
    >>> advice = pd.DataFrame({"kelurahan_code": ["a"], "position": ["1"], "p_best": [0.8]})
    >>> next_survey(people, quality, advice)[["kelurahan_code", "chance_of_change", "wanted"]].values.tolist()
    [['b', 1.0, 20.0], ['a', 0.1, 10.0]]
    """
    more = read_quality_rules()["next_survey"]["interviews"]
    first = advice[advice["position"] == "1"].set_index("kelurahan_code")["p_best"]
    firm = first.reindex(quality.index)
    chance = (1.0 - firm.fillna(0.0)) * more / (quality["n"] + more)
    left = (quality["expected"] - quality["n"]).fillna(more).round()
    table = pd.DataFrame(
        {
            "chance_of_change": chance.round(4),
            "n": quality["n"],
            "wanted": left.clip(lower=min(5, more), upper=more),
            "why": _say_why(quality["n"], firm),
            "population": kelurahan["population"].reindex(quality.index).fillna(0.0),
        }
    )
    table = table.sort_values(["chance_of_change", "population"], ascending=False, kind="stable")
    table = table.reset_index(names="kelurahan_code")
    return table.assign(place=np.arange(1, len(table) + 1))[COLUMNS]


def _say_why(n: pd.Series, firm: pd.Series) -> np.ndarray:
    return np.select(
        [n == 0, firm.isna(), firm < 0.5, firm < 0.8],
        [
            tr("Belum disurvei sama sekali."),
            tr("Belum ada lini usaha yang bisa disarankan."),
            tr("Beberapa lini hampir sama kuat; pilihan pertama mudah berganti."),
            tr("Pilihan pertama masih bisa berganti."),
        ],
        tr("Pilihan pertama sudah teguh."),
    )
