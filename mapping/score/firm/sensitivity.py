"""Which assumption moves ranks most: variance-based indices of first and total order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.language import mark, tr
from mapping.score.firm.draws import SectorDraws
from mapping.score.firm.ranks import pieces, rank_draws
from mapping.score.firm.weighing import draw_weights, given_cells, score_values, weigh, weighable
from mapping.score.scale import scale
from mapping.score.weigh.choices import AGGREGATIONS, SCALINGS
from mapping.settings import Progress, ScoringSetup, no_progress

ASSUMPTIONS = (
    mark("bobot"),
    mark("batas nilai"),
    mark("penskalaan"),
    mark("penggabungan"),
    mark("derau survei"),
    mark("kriteria yang dibuang"),
)
SPREAD = 0.20
"""How far each goalpost moves at most, as a share of the distance between the two."""
CHOICES = 512
"""Sets of weights and of goalposts to choose from."""
CELLS = 300_000_000
"""Scaled values worked out for one sector at most; large regions get fewer runs."""
BANK_CELLS = 8_000_000
PIECE_CELLS = 500_000


def rank_sensitivity(
    sector: SectorDraws,
    criteria: Mapping[str, Any],
    setup: ScoringSetup,
    progress: Progress = no_progress,
) -> tuple[pd.DataFrame, float]:
    """Vary all assumptions of a score at once and share the movement of its ranks out among them.

    The answer looked at is the average absolute rank shift ``R = mean_k |rank_k - rank_k of the set-up|``. Varied are:
    the weights (Dirichlet around the chosen ones), the goalposts (each end by up to 20% of the distance between them),
    the scaling and the aggregation (any there is), the sampling noise (any draw), and one criterion left out or none.

    Parameters
    ----------
    sector : SectorDraws
        One sector in which at least two kelurahan get a score.
    criteria, setup
        In force.
    progress : callable
        May raise ``CancelledError``.

    Returns
    -------
    indices : DataFrame, index assumption
        ``first``: share of the variance of ``R`` that would go, were this assumption alone settled; ``total``: share
        that would stay, were all others settled (so interactions count in each). Estimates: a hair below 0 is 0. NaN
        where no assumption moves a rank.
    shift : float
        Mean of ``R`` over all runs, places.

    References
    ----------
    Saisana, M., Saltelli, A. & Tarantola, S. (2005). Uncertainty and sensitivity analysis techniques as tools for the
    quality assessment of composite indicators. JRSS A 168(2).
    """
    model = _build_model(sector, criteria, setup)
    runs = _count_runs(len(model.criteria["criteria"]) * len(model.shown))
    seen: list[np.ndarray] = []
    evaluations = runs * (len(ASSUMPTIONS) + 2)

    def answer(chances: np.ndarray) -> np.ndarray:
        parts = []
        for start, stop in pieces(chances.shape[1], max(1, PIECE_CELLS // model.size)):
            progress(min(1.0, sum(map(len, seen)) / evaluations), tr("Menguji asumsi"))
            parts.append(model.shift(chances[:, start:stop]))
            seen.append(parts[-1])
        return np.concatenate(parts)

    first, total = sobol_indices(answer, len(ASSUMPTIONS), runs, np.random.default_rng([sector.seed, 2_000]))
    index = pd.Index(ASSUMPTIONS, name="assumption")
    return pd.DataFrame({"first": first, "total": total}, index=index), float(np.concatenate(seen).mean())


def sobol_indices(
    function: Callable[[np.ndarray], np.ndarray], factors: int, runs: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """First-order (Saltelli 2010) and total-order (Jansen 1999) indices of a function of independent chances.

    Parameters
    ----------
    function : callable
        Takes chances, shape (factors, n), each uniform between 0 and 1; gives n answers.
    factors : int
    runs : int
        A power of 2; the function is asked ``runs * (factors + 2)`` times.
    rng : Generator

    Returns
    -------
    first, total : ndarray of float, shape (factors,)
        NaN where the answer never varies.

    References
    ----------
    Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output. Computer Physics
    Communications 181(2).

    Examples
    --------
    >>> first, total = sobol_indices(lambda u: u[0] + u[1], 3, 1024, np.random.default_rng(1))
    >>> first.round(1).tolist(), total.round(1).tolist()
    ([0.5, 0.5, 0.0], [0.5, 0.5, 0.0])
    """
    from scipy.stats import sobol_indices as estimate
    from scipy.stats import uniform

    varied = []

    def remembered(chances: np.ndarray) -> np.ndarray:
        answers = function(chances)
        varied.append(np.ptp(answers) > 0)
        return answers

    with np.errstate(divide="ignore", invalid="ignore"):
        found = estimate(func=remembered, n=runs, dists=[uniform()] * factors, rng=rng)
    if not any(varied):
        return np.full(factors, np.nan), np.full(factors, np.nan)
    return found.first_order, found.total_order


def _count_runs(cells: int) -> int:
    """A power of 2 between 64 and 1,024."""
    affordable = CELLS // ((len(ASSUMPTIONS) + 2) * cells)
    return int(2 ** np.clip(np.floor(np.log2(max(affordable, 1))), 6, 10))


@dataclass(frozen=True)
class _Model:
    """Every choice there is, made beforehand; a run picks one of each."""

    criteria: Mapping[str, Any]
    known: np.ndarray  # (criteria, kelurahan)
    shown: np.ndarray  # (kelurahan,) ranks of the set-up
    banks: dict[str, np.ndarray]  # scaling -> (draws, criteria, kelurahan); of goalposts the natural values
    posts: np.ndarray  # (choices, 2, criteria)
    weights: np.ndarray  # (choices, criteria)
    kept: np.ndarray  # (drops, criteria) bool

    @property
    def size(self) -> int:
        return int(self.known.size)

    def shift(self, chances: np.ndarray) -> np.ndarray:
        """Average absolute rank shift of runs, shape (runs,); chances as ``ASSUMPTIONS``, shape (6, runs)."""
        weight, post, scaling, aggregation, draw, drop = (
            _pick(chance, many)
            for chance, many in zip(
                chances,
                (
                    len(self.weights),
                    len(self.posts),
                    len(self.banks),
                    len(AGGREGATIONS),
                    len(self.banks["goalposts"]),
                    len(self.kept),
                ),
                strict=True,
            )
        )
        weights = self.weights[weight] * self.kept[drop]
        weights /= weights.sum(axis=1, keepdims=True)
        answer = np.empty(chances.shape[1])
        for way, name in enumerate(self.banks):
            for how, aggregation_name in enumerate(AGGREGATIONS):
                mine = np.flatnonzero((scaling == way) & (aggregation == how))
                if len(mine):
                    scaled = self._scaled(name, draw[mine], post[mine])
                    rule = {"aggregation": aggregation_name}
                    scores = weigh(weighable(scaled, rule), weights[mine], self.known, rule)
                    answer[mine] = np.abs(rank_draws(scores) - self.shown).mean(axis=1)
        return answer

    def _scaled(self, name: str, draw: np.ndarray, post: np.ndarray) -> np.ndarray:
        """Scaled criteria, shape (runs, criteria, kelurahan)."""
        bank = self.banks[name][draw]
        if name != "goalposts":
            return bank
        low, high = self.posts[post, 0, :, None], self.posts[post, 1, :, None]
        return np.clip((bank - low) / (high - low), 0.0, 1.0)


def _pick(chance: np.ndarray, many: int) -> np.ndarray:
    return np.minimum((chance * many).astype(np.int64), many - 1)


def _build_model(sector: SectorDraws, criteria: Mapping[str, Any], setup: ScoringSetup) -> _Model:
    given, values, weights = given_cells(sector.rows, criteria)
    known = ~np.isnan(values.T)
    draws = max(8, min(sector.count, BANK_CELLS // values.size))
    natural = sector.natural(criteria, given, 0, draws)
    rng = np.random.default_rng([sector.seed, 2_001])
    return _Model(
        criteria=criteria,
        known=known,
        shown=rank_draws(score_values(values, weights, criteria)[None])[0],
        banks={"goalposts": natural, **_scaled_banks(natural, criteria)},
        posts=_draw_goalposts(criteria, rng),
        weights=draw_weights(criteria, setup, CHOICES, sector.seed),
        kept=_droppable(known, weights),
    )


def _scaled_banks(natural: np.ndarray, criteria: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """The draws under the scalings that need no goalposts; one that these data do not allow is no choice."""
    banks = {}
    for way in SCALINGS:
        if way == "goalposts":
            continue
        try:
            columns = [scale(natural[:, c], post, way) for c, post in enumerate(criteria["criteria"].values())]
        except NotComputableError:
            continue
        banks[way] = np.stack(columns, axis=1)
    return banks


def _draw_goalposts(criteria: Mapping[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Goalposts around those in force, shape (choices, 2, criteria); the ends never meet."""
    ends = np.array([[post["low"], post["high"]] for post in criteria["criteria"].values()], dtype=float).T
    width = ends[1] - ends[0]
    return ends + width * rng.uniform(-SPREAD, SPREAD, (CHOICES, *ends.shape))


def _droppable(known: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Which criteria stay: all, or all but one that can be missed; shape (drops, criteria)."""
    every = np.ones(len(weights), dtype=bool)
    sets = [every, *(every & (np.arange(len(weights)) != c) for c in range(len(weights)))]
    return np.array([kept for kept in sets if kept.any() and known[kept].any(axis=0).all()])
