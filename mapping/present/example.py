"""A real row on which every step can be shown: the best known kelurahan and sector of a study."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.present.recompute import recompute_table
from mapping.study import Study

AGREES = 1e-6


def worked_example(study: Study) -> pd.DataFrame:
    """The steps of the cell about which most is known: most weight backed by data, then most businesses.

    Returns
    -------
    DataFrame
        The rows of that cell in :func:`mapping.present.recompute.recompute_table`, one per criterion; none where
        no cell that may be shown has a score.
    """
    table = recompute_table(study)
    given = table[table["score"].notna()]
    if given.empty:
        return given
    cells = given[["kelurahan_code", "sector"]].drop_duplicates()
    place = pd.MultiIndex.from_frame(cells)
    known = study.scores["known_weight"].reindex(place).round(9).to_numpy()
    n = study.indicators["n"].reindex(place).to_numpy()
    code, sector = cells.iloc[np.lexsort((-n, -known))[0]]
    return given[(given["kelurahan_code"] == code) & (given["sector"] == sector)]


def quotient_steps(study: Study, code: str, sector: str) -> dict[str, float] | None:
    """What the shrunk quotient of a cell is made of: ``(n + strength) / (expected + strength)``.

    Returns
    -------
    dict or None
        ``n`` (effective count), ``expected``, ``strength`` of the prior. None where the quotient does not follow from
        the counts of the survey (farm households from another source, nothing expected).
    """
    from mapping.measure.specialisation import prior_strength

    rows = study.indicators.xs(sector, level="sector")
    n = rows["n_effective"] if "n_effective" in rows else rows["n"]
    expected = rows["expected"]
    strength = prior_strength(n.to_numpy(dtype=float), expected.to_numpy(dtype=float))
    mine = (float(n[code]) + strength) / (float(expected[code]) + strength)
    if not abs(mine - float(rows.loc[code, "lq"])) < AGREES:
        return None
    return {"n": float(n[code]), "expected": float(expected[code]), "strength": strength}
