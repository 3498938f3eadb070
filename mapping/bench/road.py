"""The heavy steps of the road from the tables to scores, on generated data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from mapping.bench.cases import Case, duel
from mapping.intake.meaning.rules import compile_rules, find_matches, read_rules
from mapping.intake.meaning.spelling import normalise_texts
from mapping.intake.places.locate import locate_points
from mapping.knowledge.catalog import SECTORS, read_lexicon
from mapping.measure.counts import count
from mapping.measure.specialisation import quotient_posterior


def road_cases(kelurahan: int, businesses: int, seed: int = 1) -> list[Callable[[], Case]]:
    """Counting, the quotient's interval, placing points, reading texts; each builds its data when called."""
    rng = np.random.default_rng(seed)
    return [
        partial(_count_case, kelurahan, businesses, rng),
        partial(_quotient_case, kelurahan, rng),
        partial(_point_case, kelurahan, businesses, rng),
        partial(_text_case, businesses, rng),
    ]


def _count_case(kelurahan: int, businesses: int, rng: np.random.Generator) -> Case:
    """Businesses by kelurahan and sector."""
    place, sector = rng.integers(kelurahan, size=businesses), rng.integers(len(SECTORS), size=businesses)
    frame = pd.DataFrame({"place": place, "sector": sector})

    def theirs() -> np.ndarray:
        table = frame.groupby(["place", "sector"]).size().unstack(fill_value=0)
        return table.reindex(index=range(kelurahan), columns=range(len(SECTORS)), fill_value=0).to_numpy().ravel()

    size = kelurahan * len(SECTORS)
    return duel(
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

    return duel("selang kekhasan", "scipy.stats.gamma", 1.0, lambda: quotient_posterior(n, expected, 5.0), theirs, same)


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

    def same(ours: tuple[pd.Series, object], peer: pd.Series) -> bool:
        return ours[0].dropna().astype(str).to_dict() == peer.astype(str).to_dict()

    return duel("letakkan titik", "geopandas.sjoin", 1.0, lambda: locate_points(points, map_), theirs, same)


def _text_case(businesses: int, rng: np.random.Generator) -> Case:
    """Lexicon matches in distinct texts; the peer tries every pattern on every text."""
    words = read_lexicon()["pattern"].str.replace(r"[()?!\\]", "", regex=True).str.split("|").explode().to_numpy()
    picked = rng.choice(words, size=(max(businesses // 20, 50), 2))
    texts = normalise_texts(pd.Series([f"jualan {a} dan {b} no {i}" for i, (a, b) in enumerate(picked)]))

    def theirs() -> set[tuple[int, int]]:
        compiled = compile_rules(read_rules())
        return {(at, rule) for at, text in texts.items() for rule, one in enumerate(compiled) if one.search(text)}

    def same(ours: pd.DataFrame, peer: set[tuple[int, int]]) -> bool:
        return set(ours[["text", "rule"]].itertuples(index=False, name=None)) == peer

    return duel("cocokkan tulisan", "re, semua pola", 2.0, lambda: find_matches(texts), theirs, same)
