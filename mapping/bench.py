"""Benchmarks: each step beside a named peer doing the same work in the same run, answers compared.

Absolute seconds drift with the machine; the ratio holds.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mapping.intake.assign import locate_points
from mapping.intake.classify import find_matches, normalise, read_rules
from mapping.knowledge.catalog import SECTORS, read_lexicon
from mapping.measure.counts import count
from mapping.measure.specialisation import quotient_posterior
from mapping.settings import Progress, no_progress

RUNS = 3


@dataclass(frozen=True)
class Case:
    """One comparison: two ways to the same answer, and the ratio that is wanted."""

    name: str
    peer: str
    goal: float
    ours: Callable[[], Any]
    theirs: Callable[[], Any]
    same: Callable[[Any, Any], bool]


def run_cases(cases: list[Case], progress: Progress = no_progress) -> list[dict[str, Any]]:
    """Time every case, interleaved, median of ``RUNS``.

    Returns
    -------
    list of dict
        ``name``, ``ours_s``, ``peer``, ``peer_s``, ``ratio`` (peer over ours; above 1 we are faster), ``goal``,
        ``peak_mb`` (of ours, measured apart), ``same`` (whether both answers agree).
    """
    results = []
    for position, case in enumerate(cases):
        progress(position / len(cases), f"{case.name} vs {case.peer}")
        taken: dict[str, list[float]] = {"ours": [], "theirs": []}
        for _ in range(RUNS):
            for who, work in (("ours", case.ours), ("theirs", case.theirs)):
                start = time.perf_counter()
                work()
                taken[who].append(time.perf_counter() - start)
        tracemalloc.start()
        answer = case.ours()
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        ours, theirs = float(np.median(taken["ours"])), float(np.median(taken["theirs"]))
        results.append(
            {
                "name": case.name,
                "ours_s": round(ours, 4),
                "peer": case.peer,
                "peer_s": round(theirs, 4),
                "ratio": round(theirs / ours, 2),
                "goal": case.goal,
                "peak_mb": round(peak, 1),
                "same": bool(case.same(answer, case.theirs())),
            }
        )
    progress(1.0, "Selesai")
    return results


def road_cases(kelurahan: int, businesses: int, seed: int = 1) -> list[Case]:
    """The heavy steps of the road on generated data of the given size."""
    rng = np.random.default_rng(seed)
    return [
        _count_case(kelurahan, businesses, rng),
        _quotient_case(kelurahan, rng),
        _point_case(kelurahan, businesses, rng),
        _text_case(businesses, rng),
    ]


def _count_case(kelurahan: int, businesses: int, rng: np.random.Generator) -> Case:
    """Businesses by kelurahan and sector."""
    place, sector = rng.integers(kelurahan, size=businesses), rng.integers(len(SECTORS), size=businesses)
    frame = pd.DataFrame({"place": place, "sector": sector})

    def theirs() -> np.ndarray:
        table = frame.groupby(["place", "sector"]).size().unstack(fill_value=0)
        return table.reindex(index=range(kelurahan), columns=range(len(SECTORS)), fill_value=0).to_numpy().ravel()

    size = kelurahan * len(SECTORS)
    return Case(
        "hitung usaha",
        "pandas groupby",
        5.0,
        lambda: count(place * len(SECTORS) + sector, size),
        theirs,
        np.array_equal,
    )


def _quotient_case(kelurahan: int, rng: np.random.Generator) -> Case:
    """Posterior of the location quotient: mean, interval, probability."""
    expected = rng.gamma(4.0, 3.0, size=kelurahan)
    n = rng.poisson(expected).astype(float)

    def theirs() -> dict[str, np.ndarray]:
        from scipy.stats import gamma

        posterior = gamma(n + 5.0, scale=1 / (expected + 5.0))
        low, high = posterior.interval(0.90)
        return {"lq": posterior.mean(), "lq_low": low, "lq_high": high, "lq_prob": posterior.sf(1.0)}

    def same(a: dict[str, np.ndarray], b: dict[str, np.ndarray]) -> bool:
        return all(np.allclose(a[name], b[name]) for name in b)

    return Case("selang kekhasan", "scipy.stats.gamma", 1.0, lambda: quotient_posterior(n, expected, 5.0), theirs, same)


def _point_case(kelurahan: int, businesses: int, rng: np.random.Generator) -> Case:
    """Points to the kelurahan that covers them; a grid of squares, some points exactly on borders."""
    import geopandas as gpd
    import shapely

    side = int(np.ceil(np.sqrt(kelurahan)))
    x, y = np.meshgrid(110 + 0.01 * np.arange(side), -7 + 0.01 * np.arange(side))
    squares = shapely.box(x.ravel(), y.ravel(), x.ravel() + 0.01, y.ravel() + 0.01)
    codes = pd.Index([f"k{i:06d}" for i in range(side * side)], name="kelurahan_code")
    map_ = gpd.GeoDataFrame(geometry=squares, index=codes, crs="EPSG:4326")
    points = pd.DataFrame(
        {
            "lon": np.round(110 + rng.uniform(0, 0.01 * side, businesses), 4),
            "lat": np.round(-7 + rng.uniform(0, 0.01 * side, businesses), 4),
        }
    )

    def theirs() -> pd.Series:
        layer = gpd.GeoDataFrame(geometry=gpd.points_from_xy(points["lon"], points["lat"]), crs="EPSG:4326")
        pairs = layer.sjoin(map_, predicate="intersects")["kelurahan_code"]
        return pairs.groupby(level=0).min()

    def same(ours: tuple[pd.Series, Any], peer: pd.Series) -> bool:
        return bool((ours[0].dropna().astype(str) == peer.astype(str)).all())

    return Case("letakkan titik", "geopandas sjoin", 1.0, lambda: locate_points(points, map_), theirs, same)


def _text_case(businesses: int, rng: np.random.Generator) -> Case:
    """Lexicon matches in distinct texts; the peer tries every pattern on every text."""
    words = read_lexicon()["pattern"].str.replace(r"[()?!\\]", "", regex=True).str.split("|").explode().to_numpy()
    picked = rng.choice(words, size=(max(businesses // 20, 50), 2))
    texts = pd.Series([normalise(f"jualan {a} dan {b} no {i}") for i, (a, b) in enumerate(picked)])

    def theirs() -> set[tuple[int, int]]:
        compiled = read_rules()["compiled"]
        return {(at, rule) for at, text in texts.items() for rule, one in compiled.items() if one.search(text)}

    def same(ours: pd.DataFrame, peer: set[tuple[int, int]]) -> bool:
        return set(ours[["text", "rule"]].itertuples(index=False, name=None)) == peer

    return Case("cocokkan tulisan", "re, semua pola", 2.0, lambda: find_matches(texts), theirs, same)
