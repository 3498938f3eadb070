"""What a survey might have found, had chance met other businesses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import SettingsError
from mapping.knowledge.catalog import SECTORS
from mapping.language import tr
from mapping.measure.specialisation import prior_strength
from mapping.score.criteria import GROWS_WITH_N, criterion_values, scored_rows
from mapping.score.firm.weighing import weighable
from mapping.score.scale import scale
from mapping.settings import Settings

BLOCK = 8
"""Draws that share a random generator; pieces of work are whole blocks, so that any cut gives the same numbers."""
KEEP_BYTES = 32_000_000
"""Scaled draws of a sector are kept for the next set-up of weights when they fit in this."""


class Draws:
    """Draws of the sampling noise of one study, for any set-up of the score.

    A kelurahan's true quotient is drawn from its posterior ``L ~ Gamma(n + a, E + a)`` (see
    ``mapping/measure/specialisation.py``), independently of the others; the count that goes with it is ``n* = E L``.

    - ``lq`` becomes ``L``;
    - totals over the businesses (``GROWS_WITH_N``) become ``n* / n`` times what they are; 0 stays 0;
    - shares are drawn from their posterior ``Beta(share s, (1 - share) s)`` with ``s`` the column ``<share>_strength``;
    - everything else is held: diversity, concentration, dependence on one buyer, the neighbours' quotient.

    Not in the draws: wrong answers, businesses that no survey would meet, and how much the answers of one business
    differ from those of the next (spend and workers per business are taken as they are).

    Each kind of number has a random stream of its own, so that a criterion more or less leaves the others' draws as
    they were, and the order of rows does not matter.

    Parameters
    ----------
    indicators : DataFrame, index (kelurahan_code, sector)
        As in :func:`mapping.score.composite.score_sectors`. ``n_effective``, where there, is the count behind the
        quotient (sampling weights); else ``n``.
    settings : Settings
        ``draws`` (1 or more) and ``seed`` (0 or more) are read.

    Raises
    ------
    SettingsError
        The number of draws or the seed is out of range.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples([("b", "food"), ("a", "food")], names=["kelurahan_code", "sector"])
    >>> draws = Draws(pd.DataFrame({"n": [4.0, 9.0], "expected": [5.0, 8.0]}, index=index), Settings(draws=20))
    >>> draws.sectors["food"].codes.tolist(), draws.sectors["food"].quotients(0, 16).shape
    (['a', 'b'], (16, 2))
    """

    def __init__(self, indicators: pd.DataFrame, settings: Settings) -> None:
        if settings.draws < 1:
            raise SettingsError(tr("Jumlah undian harus 1 atau lebih; yang diberikan {draws}.", draws=settings.draws))
        if settings.seed < 0:
            raise SettingsError(tr("Benih undian harus 0 atau lebih; yang diberikan {seed}.", seed=settings.seed))
        self.indicators, self.count, self.seed = indicators, settings.draws, settings.seed
        rows = scored_rows(indicators)
        self.index = rows.index
        names = rows.index.get_level_values("sector").to_numpy()
        codes = rows.index.get_level_values("kelurahan_code").to_numpy()
        self.sectors: dict[str, SectorDraws] = {}
        for name in pd.unique(names):
            place = np.flatnonzero(names == name)
            place = place[np.argsort(codes[place].astype(str), kind="stable")]
            self.sectors[name] = SectorDraws(rows.iloc[place], codes[place], place, name, self.count, self.seed)

    def fits(self, indicators: pd.DataFrame, settings: Settings) -> bool:
        """Whether these are the draws of those indicators and settings."""
        same = self.count == settings.draws and self.seed == settings.seed
        return same and (self.indicators is indicators or self.indicators.equals(indicators))


@dataclass
class SectorDraws:
    """Draws of one sector, kelurahan in the order of their codes.

    Parameters
    ----------
    rows : DataFrame
        Indicators, one row per kelurahan.
    codes : ndarray of str
        Their codes.
    place : ndarray of int
        Where these rows stand among the scored rows of the study.
    name : str
        The sector.
    count, seed : int
        How many draws, and their seed.
    """

    rows: pd.DataFrame
    codes: np.ndarray
    place: np.ndarray
    name: str
    count: int
    seed: int
    _kept: dict[int, tuple[Any, np.ndarray]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        n = self.rows["n_effective" if "n_effective" in self.rows else "n"].to_numpy(dtype=float)
        expected = self.rows["expected"].to_numpy(dtype=float)
        alpha = prior_strength(n, expected)
        # Where nothing was expected the quotient says nothing and carries no weight; totals stay as counted.
        self.drawn = np.flatnonzero(~np.isnan(n) & ~np.isnan(expected))
        self.shape, self.rate = n[self.drawn] + alpha, expected[self.drawn] + alpha
        self.growth = np.divide(expected, n, out=np.zeros(len(n)), where=n > 0)[self.drawn]

    def quotients(self, start: int, stop: int) -> np.ndarray:
        """True quotients in some draws, shape (draws, drawn kelurahan); ``start`` is the first of a block."""
        return self._stream("quotient", start, stop, lambda rng, size: rng.standard_gamma(self.shape, size)) / self.rate

    def _stream(self, kind: str, start: int, stop: int, draw: Any) -> np.ndarray:
        parts = []
        for first in range(start, stop, BLOCK):
            key = [self.seed, SECTORS.index(self.name), first // BLOCK, *kind.encode()]
            parts.append(draw(np.random.default_rng(key), (min(BLOCK, stop - first), len(self.drawn))))
        return np.concatenate(parts)

    def scaled(self, criteria: Mapping[str, Any], given: np.ndarray, start: int, stop: int) -> np.ndarray:
        """Criteria between 0 and 1 in some draws, ready to be weighed.

        Parameters
        ----------
        criteria : mapping
            As :func:`mapping.score.weigh.setup.criteria_in_force` gives it.
        given : ndarray of bool, shape (kelurahan,)
            Which kelurahan get a score.
        start, stop : int
            The draws; ``start`` is the first of a block.

        Returns
        -------
        ndarray of float, shape (draws, criteria, given kelurahan)
            0 where unknown; logarithms under geometric aggregation. Not to be changed: it may be kept.
        """
        posts = [(name, post["low"], post["high"]) for name, post in criteria["criteria"].items()]
        ways = criteria.get("scaling", "goalposts"), criteria.get("aggregation", "arithmetic")
        key = posts, ways, given.tobytes(), stop
        # Read once: sessions share the draws of a public region, and another may put its own in between.
        kept = self._kept.get(start)
        if kept is not None and kept[0] == key:
            return kept[1]
        answer = self._scale(criteria, given, start, stop)
        if answer.nbytes // (stop - start) * self.count <= KEEP_BYTES:
            self._kept[start] = key, answer
        return answer

    def _scale(self, criteria: Mapping[str, Any], given: np.ndarray, start: int, stop: int) -> np.ndarray:
        drawn = self.natural(criteria, given, start, stop)
        for column, criterion in enumerate(criteria["criteria"].values()):
            drawn[:, column] = scale(drawn[:, column], criterion, criteria.get("scaling", "goalposts"))
        return weighable(drawn, criteria)

    def natural(self, criteria: Mapping[str, Any], given: np.ndarray, start: int, stop: int) -> np.ndarray:
        """Criteria in natural units in some draws, shape (draws, criteria, given kelurahan); NaN unknown."""
        values = criterion_values(self.rows, criteria)[given]
        position = np.full(len(given), -1)
        position[self.drawn] = np.arange(len(self.drawn))
        among = position[given]
        quotient = self.quotients(start, stop)
        answer = np.empty((stop - start, values.shape[1], len(values)))
        grown = _spread(quotient * self.growth, among, np.ones(len(values)))
        for column, name in enumerate(criteria["criteria"]):
            value = values[:, column]
            if name == "lq":
                answer[:, column] = _spread(quotient, np.where(np.isnan(value), -1, among), value)
            elif name in GROWS_WITH_N:
                np.multiply(value, grown, out=answer[:, column])
            elif f"{name}_strength" in self.rows:
                answer[:, column] = self._draw_shares(name, value, given, among, (start, stop))
            else:
                answer[:, column] = value
        return answer

    def _draw_shares(
        self, name: str, share: np.ndarray, given: np.ndarray, among: np.ndarray, draws: tuple[int, int]
    ) -> np.ndarray:
        """Shares from their posterior; a share of 0 or 1 and that of an absent sector are sure."""
        strength = self.rows[f"{name}_strength"].to_numpy(dtype=float)
        every = criterion_values(self.rows, {"criteria": {name: {}}})[:, 0]
        some = self.rows["n"].to_numpy(dtype=float) > 0
        open_ = ((every > 0) & (every < 1) & (strength > 0) & some)[self.drawn]
        first = np.where(open_, (every * strength)[self.drawn], 1.0)
        second = np.where(open_, ((1 - every) * strength)[self.drawn], 1.0)
        beta = self._stream(name, *draws, lambda rng, size: rng.beta(first, second, size))
        sure = np.ones(len(given), dtype=bool)
        sure[self.drawn[open_]] = False
        return _spread(beta, np.where(sure[given], -1, among), share)


def _spread(drawn: np.ndarray, among: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Columns of what was drawn where ``among`` says which, and what is held where it says -1."""
    if len(among) == drawn.shape[1] and np.array_equal(among, np.arange(len(among))):
        return drawn
    return np.where(among >= 0, drawn[:, among], held)
