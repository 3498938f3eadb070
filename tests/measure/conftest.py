"""A synthetic region of any size, with or without real differences between its kelurahan."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from mapping.knowledge.catalog import read_lexicon


def make_region(seed: int, kelurahan: int = 30, mean: float = 12.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    lexicon = read_lexicon()
    codes = [f"33.25.{i // 10 + 1:02d}.{2001 + i % 10}" for i in range(kelurahan)]
    table = pd.DataFrame(
        {
            "name": [f"Desa {i}" for i in range(kelurahan)],
            "kecamatan": [f"Kecamatan {i // 10}" for i in range(kelurahan)],
            "kabupaten": "Kabupaten Batang",
            "population": np.where(rng.random(kelurahan) < 0.1, np.nan, rng.integers(500, 9000, kelurahan)),
        },
        index=pd.Index(codes, name="kelurahan_code"),
    )
    place = np.repeat(np.arange(kelurahan), rng.poisson(mean, kelurahan) * (rng.random(kelurahan) > 0.1))
    pick = rng.integers(0, len(lexicon), len(place))
    row = lexicon.iloc[pick].reset_index(drop=True)
    spend = np.where(rng.random(len(place)) < 0.4, np.nan, 1e5 * rng.integers(1, 90, len(place)))
    blank = rng.random(len(place)) < 0.08
    businesses = pd.DataFrame(
        {
            "kelurahan_code": np.array(codes)[place],
            "product": row["product"].mask(blank, ""),
            "keyword": row["pattern"].str.split("|").str[0].mask(blank, ""),
            "sector": row["sector"].mask(blank, ""),
            "stage": row["stage"].mask(blank, ""),
            "workers": np.where(rng.random(len(place)) < 0.3, np.nan, rng.integers(1, 9, len(place))),
            "input_spend_idr_month": spend,
            "revenue_idr_month": spend * 2,
        }
    )
    businesses.index = pd.Index([f"U{i}" for i in range(len(place))], name="business_id")
    return table, businesses


@pytest.fixture
def region() -> Callable[..., tuple[pd.DataFrame, pd.DataFrame]]:
    """``region(seed, kelurahan=30, mean=12.0)`` gives (kelurahan, businesses)."""
    return make_region
