"""Whether stated chances came true: what the tool said of carrying a loan, beside what happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.advise.track import check_ledger, find_results, share_interval, told_before
from mapping.knowledge.outcomes import read_outcome_rules


@dataclass(frozen=True)
class Calibration:
    """Stated chances and what came of them.

    Parameters
    ----------
    bins : DataFrame
        One row per bin of stated chance: ``least, most, n, stated`` (their mean)``, came_true`` (share)``, low, high``
        (its 90% interval)``, fits`` (the stated mean lies within); NaN and False in an empty bin.
    n : int
        Starts of which both are known.
    brier : float
        Mean squared distance of stated chance and outcome (0 best, 0.25 for always saying 50%); NaN for n 0.
    reference : float
        The same, had one always said the share that came true in the end: s (1 - s).
    enough : bool
        Whether ``n`` reaches the floor of ``outcomes.toml``.
    """

    bins: pd.DataFrame
    n: int
    brier: float
    reference: float
    enough: bool


def stated_chances(ledger: pd.DataFrame) -> pd.Series:
    """The probability stated on the day of the advice that the line started carries its loan; NaN where none was stated
    before the start.

    Examples
    --------
    >>> ledger = pd.DataFrame({"chances": ["B1=0.25; B2=0.75", "B2=0.75", ""], "line_id": "B2"})
    >>> ledger = ledger.assign(advised_on=["2026-01-10", "2026-03-01", "2026-01-10"], started_on="2026-02-01")
    >>> stated_chances(ledger).tolist()
    [0.75, nan, nan]
    """
    told = ledger["chances"].fillna("").where(told_before(ledger), "")
    chances = [_of_line(str(pairs), str(line)) for pairs, line in zip(told, ledger["line_id"], strict=True)]
    return pd.Series(chances, index=ledger.index, dtype=float)


def _of_line(told: str, line: str) -> float:
    for pair in told.split(";"):
        name, _, chance = pair.strip().partition("=")
        if name == line and line:
            value = pd.to_numeric(chance, errors="coerce")
            return float(value) if 0 <= value <= 1 else float("nan")
    return float("nan")


def calibrate(ledger: pd.DataFrame, month: int = 12) -> Calibration:
    """How stated chances of carrying the loan fit what happened some months on.

    Only starts that borrowed count: without a loan there was none to carry. It came true where the start trades in
    its line, covers its costs and pays its instalments.

    Raises
    ------
    mapping.errors.InputError
        The table is not a ledger.
    """
    check_ledger(ledger)
    rules = read_outcome_rules()
    stated = stated_chances(ledger)
    carried = find_results(ledger, month)["carried"]
    borrowed = pd.to_numeric(ledger["borrowed_idr"], errors="coerce") > 0
    known = stated.notna() & carried.notna() & borrowed.fillna(False).astype(bool)
    said, came = stated[known].to_numpy(float), carried[known].to_numpy(float)
    n, edges = len(said), rules["calibration"]["bins"]
    place = np.clip(np.searchsorted(edges, said, side="right") - 1, 0, len(edges) - 2)
    rows = [_bin(said[place == at], came[place == at], rules["enough"]["level"]) for at in range(len(edges) - 1)]
    bins = pd.DataFrame(rows).assign(least=edges[:-1], most=edges[1:])
    share = came.mean() if n else float("nan")
    return Calibration(
        bins=bins[["least", "most", "n", "stated", "came_true", "low", "high", "fits"]],
        n=n,
        brier=float(((said - came) ** 2).mean()) if n else float("nan"),
        reference=float(share * (1 - share)),
        enough=n >= rules["enough"]["calibration"],
    )


def _bin(said: np.ndarray, came: np.ndarray, level: float) -> dict[str, float]:
    n = len(said)
    if not n:
        nothing = dict.fromkeys(("stated", "came_true", "low", "high"), float("nan"))
        return {"n": 0, **nothing, "fits": False}
    low, high = share_interval(came.sum(), n, level)
    return {
        "n": n,
        "stated": said.mean(),
        "came_true": came.mean(),
        "low": low,
        "high": high,
        "fits": bool(low <= said.mean() <= high),
    }
