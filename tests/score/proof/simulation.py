"""Two waves drawn from a known truth: products are kin to each other, specialities are random, or there are none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.measure.change.wave_coverage import Coverage

AREAS, PRODUCTS, KIN = 60, 30, 6
YEARS = ("2023-07-01", "2026-07-01")


def draw_waves(seed: int, truth: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Kelurahan and two waves of their businesses.

    ``"kin"``: the products form five families of six; every kelurahan belongs to one, is known for two of its products
    at first, and takes up two more of them later. ``"random"``: every kelurahan is known for two products and takes up
    two more, but any. ``"none"``: everyone draws from one mix at both times.
    Sizes of kelurahan and of products are unequal, and most businesses of the first wave are in the second.
    """
    rng = np.random.default_rng(seed)
    codes = [f"35.78.{i // 10 + 1:02d}.{1001 + i % 10}" for i in range(AREAS)]
    mix = rng.dirichlet(np.full(PRODUCTS, 2.0))
    rows: list[list[tuple[str, int, float]]] = [[], []]
    for at, code in enumerate(codes):
        size = int(rng.integers(25, 140))
        first = rng.choice(PRODUCTS, size=size, p=mix)
        later = rng.choice(PRODUCTS, size=size // 4, p=mix)
        if truth != "none":
            family = rng.permutation(KIN)[:4] + KIN * (at % (PRODUCTS // KIN))
            family = family if truth == "kin" else rng.permutation(PRODUCTS)[:4]
            first = np.concatenate([first, np.repeat(family[:2], 12)])
            later = np.concatenate([later, np.repeat(family[2:], 12)])
        stayed = first[rng.random(len(first)) < 0.8]
        rows[0] += [(code, product, 2015.0) for product in first]
        rows[1] += [(code, product, 2015.0) for product in stayed] + [(code, product, 2025.0) for product in later]
    kelurahan = pd.DataFrame(
        {"name": codes, "population": 5_000.0, "households": 1_300.0, "kecamatan": "Satu"}, index=codes
    )
    kelurahan.index.name = "kelurahan_code"
    return kelurahan, *(_businesses(wave, date) for wave, date in zip(rows, YEARS, strict=True))


def _businesses(rows: list[tuple[str, int, float]], date: str) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["kelurahan_code", "number", "started_year"])
    sector = np.array(["food", "crafts", "trade"])[table["number"] % 3]
    return table.assign(
        product="produk " + table.pop("number").astype(str),
        sector=sector,
        stage="olahan",
        keyword="",
        market="lokal",
        input_origin="",
        input_name="",
        constraint="",
        permits="",
        digital="",
        workers=2.0,
        revenue_idr_month=np.nan,
        input_spend_idr_month=np.nan,
        surveyed_on=date,
        sampling_weight=1.0,
    )


def whole(kelurahan: pd.DataFrame) -> Coverage:
    """Everything covered by both waves."""
    return Coverage(kelurahan.index, ("food", "crafts", "trade"), *YEARS)
