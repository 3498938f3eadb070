"""Two waves side by side: what changed, whether the scores came true, and what may be said about what is next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from mapping.errors import NotComputableError
from mapping.language import tr
from mapping.measure.change.relatedness import measure_relatedness, no_relatedness
from mapping.measure.change.waves import compare_waves
from mapping.score.proof.backtest import backtest
from mapping.settings import Progress, Settings, no_progress, part_of


@dataclass(frozen=True)
class Hindsight:
    """The tables ``waves``, ``relatedness`` and ``backtest`` of docs/architecture.md, and their manifest entries."""

    tables: dict[str, pd.DataFrame]
    account: dict[str, Any]


def look_back(
    kelurahan: pd.DataFrame,
    earlier: pd.DataFrame | None,
    businesses: pd.DataFrame,
    settings: Settings,
    progress: Progress = no_progress,
) -> Hindsight:
    """Compare the present wave with an earlier one and hold the scores against it.

    Relatedness to the present wave is reckoned only where the backtest passed: nobody can show, by mistake, a figure
    that is not proven here.

    Parameters
    ----------
    kelurahan, settings
        As in :func:`mapping.measure.change.waves.compare_waves`.
    earlier : DataFrame or None
        Businesses of the earlier wave; None without one.
    businesses : DataFrame
        Of the present wave.

    Returns
    -------
    Hindsight
        ``account`` has the entries ``waves`` and ``backtest``.
    """
    progress(0.0, tr("Membandingkan dengan survei sebelumnya"))
    waves, change, coverage = compare_waves(kelurahan, earlier, businesses, settings)
    before = businesses.iloc[:0] if earlier is None else earlier
    held, verdict = backtest(kelurahan, before, businesses, coverage, settings, part_of(progress, 0.2, 1.0))
    relatedness = no_relatedness()
    if verdict["state"] == "passed":
        try:
            relatedness = measure_relatedness(businesses, kelurahan.index, settings)
        except NotComputableError as refusal:
            verdict = verdict | {"state": "none", "reason": str(refusal), "targets": []}
    tables = {"waves": waves, "relatedness": relatedness, "backtest": held}
    return Hindsight(tables, {"waves": change, "backtest": verdict})
