"""Products and kelurahan: who is known for what, relatedness and complexity, beside ecomplexity and scipy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from types import SimpleNamespace

import numpy as np
import pandas as pd

from mapping.bench.cases import Case
from mapping.measure.change.complexity import complexity
from mapping.measure.change.relatedness import (
    expected_products,
    prior_strengths,
    proximity,
    relatedness_density,
    specialised,
)

PRODUCTS = 60
COMPLEXITY_UP_TO = 4_000
"""ecomplexity multiplies kelurahan by kelurahan (84,000 would take 56 GB), so both work on so many at most."""


def product_cases(kelurahan: int, seed: int = 1) -> list[Callable[[], Case]]:
    """Specialisation, relatedness and complexity of 60 products; each builds its data when called.

    Examples
    --------
    >>> len(product_cases(100))
    3
    """
    rng = np.random.default_rng(seed)
    return [
        partial(_specialised_case, kelurahan, rng),
        partial(_relatedness_case, kelurahan, rng),
        partial(_complexity_case, min(kelurahan, COMPLEXITY_UP_TO), rng),
    ]


def _counts(kelurahan: int, rng: np.random.Generator) -> np.ndarray:
    """Businesses of each kelurahan and product: unequal places, unequal products, every product somewhere."""
    size, mix = rng.gamma(2.0, 20.0, kelurahan), rng.dirichlet(np.full(PRODUCTS, 2.0))
    taste = rng.gamma(1.0, 1.0, (kelurahan, PRODUCTS))
    return rng.poisson(size[:, None] * mix * taste).astype(float)


def _matrix(kelurahan: int, rng: np.random.Generator) -> np.ndarray:
    """Who is known for what, nobody for nothing and nothing for nobody, so that every peer has an answer."""
    matrix = rng.random((kelurahan, PRODUCTS)) < 0.2 * rng.uniform(0.5, 1.5, PRODUCTS)
    matrix[np.arange(kelurahan), rng.integers(PRODUCTS, size=kelurahan)] = True
    return matrix


def _specialised_case(kelurahan: int, rng: np.random.Generator) -> Case:
    """P(LQ > 1) > 0.8 for every kelurahan and product."""
    counts = _counts(kelurahan, rng)

    def theirs() -> np.ndarray:
        from scipy.stats import gamma

        expected = expected_products(counts)
        alpha = prior_strengths(counts, expected)
        return gamma.sf(1.0, counts + alpha, scale=1 / (expected + alpha)) > 0.8

    return Case(
        ours={"khas per produk": lambda: specialised(counts)},
        peers={"scipy.stats.gamma": theirs},
        goals={("khas per produk", "scipy.stats.gamma"): 2.0},
        same=np.array_equal,
    )


def _relatedness_case(kelurahan: int, rng: np.random.Generator) -> Case:
    """Proximity of products and density around every place, with the diagonal that ecomplexity takes."""
    matrix = _matrix(kelurahan, rng)

    def theirs() -> np.ndarray:
        from ecomplexity.calc_density import calc_density
        from ecomplexity.calc_proximity import calc_discrete_proximity

        presence = matrix.astype(float)
        return calc_density(presence, calc_discrete_proximity(presence, presence.sum(axis=0)))

    return Case(
        ours={"kedekatan produk": lambda: relatedness_density(matrix, proximity(matrix, diagonal=1.0))},
        peers={"ecomplexity": theirs if find_spec("ecomplexity") else None},
        goals={("kedekatan produk", "ecomplexity"): 1.0},
        same=np.allclose,
    )


def _complexity_case(kelurahan: int, rng: np.random.Generator) -> Case:
    """ECI and PCI, in standard deviations of ECI."""
    matrix = _matrix(kelurahan, rng)
    names = pd.Index([f"produk {number}" for number in range(PRODUCTS)])

    def theirs() -> tuple[np.ndarray, np.ndarray]:
        from ecomplexity.ecomplexity import calc_eci_pci

        presence = matrix.astype(float)
        data = SimpleNamespace(
            mcp_t=presence, diversity_t=presence.sum(axis=1), ubiquity_t=presence.sum(axis=0), t=2026
        )
        eci, pci = calc_eci_pci(data)
        return (eci - eci.mean()) / eci.std(), (pci - eci.mean()) / eci.std()

    def same(ours: tuple[np.ndarray, np.ndarray], peer: tuple[np.ndarray, np.ndarray]) -> bool:
        return all(np.allclose(a, b, atol=1e-6) for a, b in zip(ours, peer, strict=True))

    name = f"kerumitan produk, {kelurahan} kelurahan"
    return Case(
        ours={name: lambda: complexity(matrix, names)},
        peers={"ecomplexity": theirs if find_spec("ecomplexity") else None},
        goals={(name, "ecomplexity"): 3.0},
        same=same,
    )
