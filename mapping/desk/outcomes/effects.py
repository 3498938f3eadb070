"""What cooperatives brought about: members, workers and revenue before and after, told of several together."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from mapping.advise.track import before_after, real_first
from mapping.desk.outcomes.read import whole_ledger
from mapping.desk.rules import Actor, check_may, may
from mapping.desk.store.desk import Desk
from mapping.settings import Settings


def read_effects(
    desk: Desk, actor: Actor, today: str, codes: Collection[str] | None = None
) -> tuple[pd.DataFrame, bool]:
    """Sums before and after over the starts of a region, and whether they are of made-up cooperatives.

    Returns
    -------
    DataFrame, bool
        As :func:`mapping.advise.track.before_after`. For whoever may not see a cooperative's money, sums over fewer
        than three are blank.
    """
    check_may(actor, "outcome.read")
    ledger, made_up = real_first(whole_ledger(desk, actor, today, codes))
    return before_after(ledger, 1 if may(actor, "private.read") else Settings.suppress_below), made_up
