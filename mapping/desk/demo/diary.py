"""What happens in the demonstration, one event after another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from mapping.desk.outcomes.advised import Advised
from mapping.desk.store.desk import Desk


@dataclass(frozen=True)
class Scene:
    """Where the demonstration plays.

    Parameters
    ----------
    desk : Desk
    today : str
        ISO day to which it leads up.
    kelurahan : DataFrame
        Index ``kelurahan_code``; ``name, kind, kecamatan, kabupaten``, and ``lat, lon`` of a point inside.
    advised : dict
        ``kelurahan_code`` -> what the tool says there.
    random : numpy Generator
    made : dict
        Numbers of the rows made so far, by the name that the events give them.
    """

    desk: Desk
    today: str
    kelurahan: pd.DataFrame
    advised: dict[str, Advised]
    random: np.random.Generator
    made: dict[str, int] = field(default_factory=dict)

    def day(self, before: int) -> str:
        """The day so many days before today, ISO; negative: after."""
        return (dt.date.fromisoformat(self.today) - dt.timedelta(days=before)).isoformat()

    def cooperatives(self) -> list[str]:
        """Codes of the kelurahan, in order; each has one cooperative, made as its code."""
        return [str(code) for code in self.kelurahan.index]


@dataclass(frozen=True)
class Event:
    """Something that happens so many days before today; ``act`` is told the time."""

    days: int
    act: Callable[[Scene, str], object]


def at_of(scene: Scene, days: int) -> str:
    """The time of an event, ISO in UTC: the early morning there, so that those of today have happened."""
    return f"{scene.day(days)}T00:30:00Z"
