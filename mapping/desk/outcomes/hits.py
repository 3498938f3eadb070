"""The tool's own hits over the ledger of a region, the same for whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from mapping.advise.calibration import Calibration, calibrate
from mapping.advise.track import hit_difference, hit_rate, real_first
from mapping.desk.outcomes.read import whole_ledger
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk


@dataclass(frozen=True)
class Hits:
    """What is known of the advice by now.

    Parameters
    ----------
    rates, difference : DataFrame
        Of :func:`mapping.advise.track.hit_rate` and ``hit_difference``.
    calibration : Calibration
        Stated chances beside what happened after 12 months.
    entries, not_started : int
        Rows of the ledger; of them those where nothing was started.
    made_up : bool
        They are of made-up cooperatives.
    """

    rates: pd.DataFrame
    difference: pd.DataFrame
    calibration: Calibration
    entries: int
    not_started: int
    made_up: bool


def read_hits(desk: Desk, actor: Actor, today: str, codes: Collection[str] | None = None) -> Hits:
    """Hits over the real starts of a region, or over made-up ones where there are no others."""
    check_may(actor, "outcome.read")
    ledger, made_up = real_first(whole_ledger(desk, actor, today, codes))
    rates = hit_rate(ledger)
    return Hits(
        rates=rates,
        difference=hit_difference(rates),
        calibration=calibrate(ledger),
        entries=len(ledger),
        not_started=int((ledger["line_id"] == "").sum()),
        made_up=made_up,
    )
