"""The heavy steps of measuring and scoring a nation, on generated data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from mapping.bench.cases import Case, Work, duel
from mapping.measure.counts import count
from mapping.measure.specialisation import shrunk_location_quotient
from mapping.score.firm.draws import BLOCK, Draws
from mapping.score.firm.ranks import LEVEL, rank_draws, rank_pieces, rank_summary
from mapping.score.firm.uncertainty import WEIGHED, rank_intervals
from mapping.score.firm.weighing import draw_weights, weigh
from mapping.score.scale import scale_minmax
from mapping.score.topsis import topsis
from mapping.score.weigh.setup import criteria_in_force
from mapping.settings import Settings

PRODUCTS, CRITERIA, CITY = 60, 40, 153
CITY_DRAWS_PER_S = 100_000.0
"""A city with 10,000 draws in a tenth of a second."""
FEW = 20
"""Draws that pandas takes; its time is charged for all of them."""


def score_cases(kelurahan: int, businesses: int, draws: int, seed: int = 1) -> list[Callable[[], Case]]:
    """Counting, composites under many weights, rank intervals, and two methods of scikit-criteria.

    Parameters
    ----------
    kelurahan : int
        Of the nation; the city has 153.
    businesses : int
        To count by kelurahan and product.
    draws : int
        Of the nation; the city takes ten times as many.
    """
    return [
        partial(_count_case, kelurahan, businesses, seed),
        partial(_composite_case, kelurahan, draws, seed),
        partial(_pandas_case, kelurahan, draws, seed),
        partial(_city_case, CITY, 10 * draws, seed),
        partial(_interval_case, kelurahan, draws, seed),
        partial(_sum_case, kelurahan, seed),
        partial(_topsis_case, kelurahan, seed),
    ]


def _count_case(kelurahan: int, businesses: int, seed: int) -> Case:
    """Businesses by kelurahan and product."""
    rng = np.random.default_rng(seed)
    place, product = rng.integers(kelurahan, size=businesses), rng.integers(PRODUCTS, size=businesses)
    frame = pd.DataFrame({"place": place, "product": product})
    size = kelurahan * PRODUCTS

    def theirs() -> np.ndarray:
        table = frame.groupby(["place", "product"]).size()
        answer = np.zeros(size)
        answer[table.index.get_level_values(0) * PRODUCTS + table.index.get_level_values(1)] = table.to_numpy()
        return answer

    name = f"hitung usaha menurut {PRODUCTS} produk"
    return duel(name, "pandas groupby", 5.0, lambda: count(place * PRODUCTS + product, size), theirs, np.array_equal)


def _composite_case(kelurahan: int, draws: int, seed: int) -> Case:
    """Ranks under drawn weights and what they say together; beside loops over the draws."""
    scaled, weights = _scaled_and_weights(kelurahan, draws, seed)
    name, searched, argsorted = "gabungan dan undian bobot", "numpy, tiap undian", "numpy argsort, tiap undian"
    return Case(
        {name: lambda: _our_composite(scaled, weights)[1]},
        {
            searched: lambda: _looped(scaled, weights, _rank_by_search),
            argsorted: lambda: _looped(scaled, weights, _rank_by_argsort),
        },
        {(name, searched): 4.0, (name, argsorted): 4.0},
        np.array_equal,
    )


def _pandas_case(kelurahan: int, draws: int, seed: int) -> Case:
    """The same beside pandas, which takes a few draws and is charged for all."""
    scaled, weights = _scaled_and_weights(kelurahan, draws, seed)
    few = min(FEW, draws)
    frame = pd.DataFrame(scaled)

    def theirs() -> np.ndarray:
        ranks = [(frame * w).sum(axis=1).rank(ascending=False, method="min") for w in weights[:few]]
        return np.array(ranks, dtype=np.int32)

    name, peer = "gabungan dan undian bobot", f"pandas, {few} undian dikali {draws / few:g}"
    return Case(
        {name: lambda: _our_composite(scaled, weights)[0][:few].copy()},
        {peer: theirs},
        {(name, peer): 10.0},
        np.array_equal,
        charge=lambda seconds: seconds * draws / few,
    )


def _city_case(kelurahan: int, draws: int, seed: int) -> Case:
    """A city with many draws, by speed."""
    scaled, weights = _scaled_and_weights(kelurahan, draws, seed)
    name, peer = "gabungan satu kota", "numpy, tiap undian"
    return Case(
        {name: lambda: _our_composite(scaled, weights)[1]},
        {peer: lambda: _looped(scaled, weights, _rank_by_search)},
        {(name, peer): 0.0},
        np.array_equal,
        rows=draws,
        rows_per_s=CITY_DRAWS_PER_S,
    )


def _scaled_and_weights(kelurahan: int, draws: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.uniform(size=(kelurahan, CRITERIA)), rng.dirichlet(np.full(CRITERIA, 2.0), draws)


def _our_composite(scaled: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ranks, shape (draws, kelurahan), and their summary."""
    held, known = np.ascontiguousarray(scaled.T)[None], np.ones(scaled.T.shape, dtype=bool)
    chosen = np.full((1, CRITERIA), 1 / CRITERIA)
    step = max(WEIGHED, 250_000 // len(scaled))
    ranks = rank_pieces(lambda a, b: weigh(held, weights[a:b], known, {}), len(weights), len(scaled), step)
    return ranks, rank_summary(ranks, rank_draws(weigh(held, chosen, known, {}))[0])


def _looped(scaled: np.ndarray, weights: np.ndarray, rank: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """The same draw by draw."""
    ranks = np.empty((len(weights), len(scaled)), dtype=np.int32)
    for draw, row in enumerate(weights):
        ranks[draw] = rank(100.0 * (scaled @ row))
    return _looped_summary(ranks, rank(100.0 * (scaled @ np.full(CRITERIA, 1 / CRITERIA))))


def _looped_summary(ranks: np.ndarray, shown: np.ndarray) -> np.ndarray:
    tail = (1 - LEVEL) / 2 * (len(ranks) - 1)
    low, high = int(np.floor(tail)), int(np.ceil(len(ranks) - 1 - tail))
    ordered = np.partition(ranks, [low, high], axis=0)
    ends = np.minimum(ordered[low], shown), np.maximum(ordered[high], shown)
    return np.column_stack([*ends, (ranks <= 3).mean(axis=0), (ranks == 1).mean(axis=0)])


def _rank_by_search(score: np.ndarray) -> np.ndarray:
    return len(score) - np.searchsorted(np.sort(score), score, side="right") + 1


def _rank_by_argsort(score: np.ndarray) -> np.ndarray:
    """Equals, which these data do not have, would get different ranks."""
    ranks = np.empty(len(score), dtype=np.int32)
    ranks[np.argsort(-score)] = np.arange(1, len(score) + 1)
    return ranks


def _interval_case(kelurahan: int, draws: int, seed: int) -> Case:
    """Rank intervals of one sector from the posterior of its counts and drawn weights.

    Both draw the same gamma numbers, which take half of the time: the goal is lower than for weights alone.
    """
    rng = np.random.default_rng(seed)
    settings = Settings(draws=draws, seed=seed)
    indicators = _generate_indicators(kelurahan, rng)
    criteria = criteria_in_force(settings.setup)
    posts = list(criteria["criteria"].values())
    columns = ["rank_low", "rank_high", "p_top3", "p_best"]

    def theirs() -> np.ndarray:
        """One draw after the other; the random numbers are the same."""
        sector = Draws(indicators, settings).sectors["food"]
        weights = draw_weights(criteria, settings.setup, draws, settings.seed)
        chosen = np.array([post["weight"] for post in posts])
        values = sector.rows[list(criteria["criteria"])].to_numpy()
        every = np.ones(kelurahan, dtype=bool)

        def score(natural: np.ndarray, row: np.ndarray) -> np.ndarray:
            total = np.zeros(kelurahan)
            for column, post in enumerate(posts):
                total += row[column] * np.clip((natural[column] - post["low"]) / (post["high"] - post["low"]), 0, 1)
            return np.round(100 * total, 11)

        ranks = np.empty((draws, kelurahan), dtype=np.int32)
        for start in range(0, draws, BLOCK):
            for at, natural in enumerate(sector.natural(criteria, every, start, min(start + BLOCK, draws))):
                ranks[start + at] = _rank_by_search(score(natural, weights[start + at]))
        return _looped_summary(ranks, _rank_by_search(score(values.T, chosen)))

    return duel(
        "rentang peringkat satu sektor",
        "numpy, tiap undian",
        1.5,
        lambda: rank_intervals(indicators, settings)[columns].to_numpy(),
        theirs,
        lambda ours, peer: np.abs(ours - peer).max() <= 1,
    )


def _generate_indicators(kelurahan: int, rng: np.random.Generator) -> pd.DataFrame:
    """Indicators of one sector, every kelurahan with at least one business."""
    classified = rng.negative_binomial(4, 4 / 44, kelurahan) + 5.0
    n = rng.binomial(classified.astype(int), rng.beta(3, 7, kelurahan)) + 1.0
    codes = pd.Index([f"k{i:06d}" for i in range(kelurahan)])
    index = pd.MultiIndex.from_product([codes, ["food"]], names=["kelurahan_code", "sector"])
    quotient = shrunk_location_quotient(n, classified + 1.0)[["expected", "lq"]].to_numpy()
    return pd.DataFrame(
        {
            "n": n,
            "expected": quotient[:, 0],
            "lq": quotient[:, 1],
            "producers": rng.binomial(n.astype(int), 0.7) + 0.0,
            "workers": n * rng.uniform(1, 4, kelurahan),
            "spend_idr_month": n * rng.lognormal(15, 0.5, kelurahan),
            "density_1000": 1_000 * n / rng.uniform(1e3, 3e4, kelurahan),
            "diversity": rng.uniform(1, 8, kelurahan),
        },
        index=index,
    )


def _sum_case(kelurahan: int, seed: int) -> Case:
    """Min-max scaling, weighted sum, ranks."""
    matrix, weights = _matrix(kelurahan, seed)

    def ours() -> np.ndarray:
        scaled = scale_minmax(matrix.T)
        return rank_draws(weigh(scaled[None], weights[None], np.ones(scaled.shape, dtype=bool), {}))[0]

    def theirs() -> np.ndarray:
        from skcriteria.agg.simple import WeightedSumModel
        from skcriteria.preprocessing.scalers import MinMaxScaler

        return _ranks_of(
            WeightedSumModel().evaluate(MinMaxScaler(target="matrix").transform(_decision(matrix, weights)))
        )

    name, peer = "jumlah berbobot, min-maks", "scikit-criteria"
    return Case({name: ours}, {peer: _installed(theirs)}, {(name, peer): 1.0}, np.array_equal)


def _topsis_case(kelurahan: int, seed: int) -> Case:
    """TOPSIS with vector scaling, ranks."""
    matrix, weights = _matrix(kelurahan, seed)

    def theirs() -> np.ndarray:
        from skcriteria.agg.topsis import TOPSIS
        from skcriteria.preprocessing.scalers import VectorScaler

        return _ranks_of(TOPSIS().evaluate(VectorScaler(target="matrix").transform(_decision(matrix, weights))))

    name, peer = "TOPSIS", "scikit-criteria"
    return Case(
        {name: lambda: rank_draws(100 * topsis(matrix, weights)[None])[0]},
        {peer: _installed(theirs)},
        {(name, peer): 1.0},
        np.array_equal,
    )


def _matrix(kelurahan: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    weights = rng.uniform(1, 5, CRITERIA)
    return rng.lognormal(2, 0.5, (max(kelurahan, 2), CRITERIA)), weights / weights.sum()


def _decision(matrix: np.ndarray, weights: np.ndarray) -> Any:
    from skcriteria import mkdm

    return mkdm(matrix, [max] * matrix.shape[1], weights=weights)


def _ranks_of(result: Any) -> np.ndarray:
    return np.asarray(result.rank_, dtype=np.int32)


def _installed(work: Work) -> Work | None:
    """The peer's way, its library imported beforehand: importing is not what is measured."""
    if not find_spec("skcriteria"):
        return None
    import_module("skcriteria.agg.simple")
    import_module("skcriteria.agg.topsis")
    import_module("skcriteria.preprocessing.scalers")
    return work
