"""A city of businesses with sector labels; planted differences or none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

SHARES = {"food": 0.45, "crafts": 0.15, "agriculture": 0.10, "trade": 0.20, "services": 0.10}


def make_city(seed: int, kelurahan: int = 150, mean: float = 40.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Kelurahan of unequal size; each business's sector is drawn without regard to where it is."""
    rng = np.random.default_rng(seed)
    codes = pd.Index([f"35.78.{i // 10 + 1:02d}.{1001 + i % 10}" for i in range(kelurahan)], name="kelurahan_code")
    place = np.repeat(np.arange(kelurahan), rng.negative_binomial(4, 4 / (4 + mean), kelurahan))
    sector = rng.choice(list(SHARES), size=len(place), p=list(SHARES.values()))
    product = {"food": "tempe", "crafts": "batik", "agriculture": "padi", "trade": "toko beras", "services": "laundry"}
    businesses = pd.DataFrame(
        {
            "kelurahan_code": codes[place],
            "sector": sector,
            "stage": np.where(np.isin(sector, ["food", "crafts"]), "olahan", "dagang"),
            "product": pd.Series(sector).map(product),
            "workers": rng.integers(1, 6, len(place)).astype(float),
            "input_spend_idr_month": rng.lognormal(15, 0.6, len(place)),
        }
    )
    businesses.index = pd.Index([f"U{i}" for i in range(len(place))], name="business_id")
    return pd.DataFrame({"population": rng.uniform(5e3, 3e4, kelurahan)}, index=codes), businesses


@pytest.fixture
def city() -> Callable[..., tuple[pd.DataFrame, pd.DataFrame]]:
    """``city(seed, kelurahan=150, mean=40.0)`` gives (kelurahan, businesses)."""
    return make_city
