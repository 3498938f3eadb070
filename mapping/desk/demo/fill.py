"""The demonstration written into an empty desk, through the same functions that people use."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from sqlalchemy import func, select

from mapping.desk.demo.diary import Scene, at_of
from mapping.desk.demo.goods import goods_events
from mapping.desk.demo.help import help_events
from mapping.desk.demo.register import register_events
from mapping.desk.demo.results import result_events
from mapping.desk.models import Cooperative
from mapping.desk.outcomes.advised import Advised
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.errors import EntryError
from mapping.language import tr
from mapping.settings import Progress, no_progress


def has_demo(desk: Desk) -> bool:
    """Whether the desk holds demonstration data."""
    with desk.reading() as session:
        return session.scalar(select(Cooperative.id).where(Cooperative.synthetic.is_(True)).limit(1)) is not None


def fill_demo(
    desk: Desk,
    actor: Actor,
    today: str,
    kelurahan: pd.DataFrame,
    advised: Mapping[str, Advised],
    seed: int = 2026,
    progress: Progress = no_progress,
) -> int:
    """Fill an empty desk with made-up cooperatives and what happened to them in the last 16 months.

    Everything goes through the functions that people use, at the time it is said to have happened, so that the trail
    of a demonstration is a trail like any other. Cost: about a thousand short transactions for a city, 10 to 20
    seconds.

    Parameters
    ----------
    kelurahan : DataFrame
        Index ``kelurahan_code``; ``name, kind, kecamatan, kabupaten, lat, lon``.
    advised : mapping
        ``kelurahan_code`` -> what the tool says there (:class:`mapping.desk.outcomes.advised.Advised`).

    Returns
    -------
    int
        How many cooperatives there are now.

    Raises
    ------
    EntryError
        There are cooperatives in the desk already: real and made-up ones do not mix.
    NotAllowedError
        Only the office fills the register.
    """
    check_may(actor, "register.import")
    with desk.reading() as session:
        if session.scalar(select(func.count()).select_from(Cooperative)):
            raise EntryError(
                tr("Meja ini sudah berisi koperasi. Data peraga hanya untuk meja yang kosong, agar tidak tercampur.")
            )
    scene = Scene(desk, today, kelurahan, dict(advised), np.random.default_rng(seed))
    events = [*register_events(scene), *goods_events(scene), *help_events(scene), *result_events(scene)]
    events.sort(key=lambda event: -event.days)
    for done, event in enumerate(events):
        progress(done / len(events), tr("Menulis data peraga"))
        event.act(scene, at_of(scene, event.days))
    progress(1.0, tr("Selesai"))
    return len(kelurahan)
