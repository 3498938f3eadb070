"""What a study says to start with and to avoid, as the desk's ledger keeps it."""

from __future__ import annotations

import pandas as pd

from mapping.desk.outcomes.advised import Advised
from mapping.present.plan import public_suitability
from mapping.present.tables import SYNTHETIC
from mapping.study import Study

START, AVOID = ("1", "2", "3"), "avoid"


def advised_in(study: Study, day: str, codes: pd.Series | None = None) -> dict[str, Advised]:
    """What is said of each kelurahan; nothing of small cells goes along. One without any advice is left out.

    Parameters
    ----------
    day : str
        ISO day on which it is looked at.
    codes : Series of str, optional
        Kelurahan; all when not given.
    """
    advice = study.advice if codes is None else study.advice[study.advice["kelurahan_code"].isin(codes)]
    known = public_suitability(study, advice["kelurahan_code"].drop_duplicates())["p_carries"].dropna()
    chances = {str(code): rows.droplevel(0) for code, rows in known.groupby(level="kelurahan_code")}
    label = SYNTHETIC if study.settings.synthetic else ""
    told = {}
    for code, rows in advice.groupby("kelurahan_code"):
        start = rows[rows["position"].isin(START)].sort_values("position")
        sure = float(start["confidence"].iloc[0]) if len(start) else float("nan")
        told[str(code)] = Advised(
            lines=tuple(start["line_id"].astype(str)),
            avoided=tuple(rows.loc[rows["position"] == AVOID, "line_id"].astype(str)),
            confidence=None if pd.isna(sure) else sure,
            advised_on=day,
            study_key=str(study.manifest.get("key", "")),
            data_label=label,
            chances={str(line): float(chance) for line, chance in chances.get(str(code), pd.Series()).items()},
        )
    return told


def advised_of(study: Study, code: str, day: str) -> Advised:
    """What is said of one kelurahan; where nothing is, a record with no lines that names the study all the same."""
    label = SYNTHETIC if study.settings.synthetic else ""
    nothing = Advised(advised_on=day, study_key=str(study.manifest.get("key", "")), data_label=label)
    return advised_in(study, day, pd.Series([code])).get(code, nothing)
