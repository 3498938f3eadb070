"""The businesses of a demonstration region as a smaller survey met them some years before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.demo.businesses import SURVEY_START, draw_businesses
from mapping.demo.dirt import CODE, KECAMATAN, LABEL, NAME, TEXT
from mapping.demo.recipe import read_recipe, stream
from mapping.knowledge.regions import REGIONS, read_villages

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def draw_earlier(key: str, businesses: pd.DataFrame, outlines: GeoDataFrame, seed: int) -> pd.DataFrame:
    """The earlier wave of a region's survey, all text: what was there then, met with a few gaps.

    A business of the later wave was there if it had started by then (of those that started in that very year, half).
    To these come businesses that have closed since, drawn by the same generator under another seed. Nothing about which
    products grow where is planted: a product that is new in a kelurahan is new there by chance.

    Parameters
    ----------
    key : str
        A region whose ``earlier`` is a year.
    businesses : DataFrame
        The truth of the later wave, :func:`mapping.demo.businesses.draw_businesses`.
    outlines : GeoDataFrame
        As there.
    seed : int
        Seed of the stream.

    Returns
    -------
    DataFrame
        Fewer columns than the later survey, no names and no telephone numbers; in the order of codes.
    """
    year, shape = REGIONS[key].earlier, read_recipe()["earlier"][key]
    rng = stream(seed, key, "earlier")
    started = businesses["started_year"]
    there = (started < year) | ((started == year) & (rng.random(len(businesses)) < 0.5))
    stayed = businesses[there & (rng.random(len(businesses)) < shape["met"])]
    closed = _closed(key, businesses, outlines, seed, round(len(stayed) * shape["closed"] / (1 - shape["closed"])), rng)
    met = pd.concat([stayed, closed])
    met = met[~met["kelurahan_code"].isin(shape["unsurveyed"])]
    met = met.sort_values("kelurahan_code", kind="stable", ignore_index=True)
    return _as_written(key, met, year)


def _closed(
    key: str, businesses: pd.DataFrame, outlines: GeoDataFrame, seed: int, size: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Ordinary businesses that existed then and do not now."""
    year = REGIONS[key].earlier
    others = draw_businesses(key, outlines, seed + 1)
    old = others[(others["planted"] == "latar") & (others["started_year"] <= year)]
    chosen = old.iloc[np.sort(rng.choice(len(old), size, replace=False))]
    # They closed before the later wave, so they were met in the earlier one at the same time of the year.
    return chosen.assign(surveyed_on=rng.permutation(businesses["surveyed_on"].to_numpy())[:size])


def _as_written(key: str, met: pd.DataFrame, year: int) -> pd.DataFrame:
    region, villages = read_recipe()["region"][key], read_villages(key).loc[met["kelurahan_code"]]
    back = pd.DateOffset(years=pd.Timestamp(SURVEY_START).year - year)
    raw = pd.DataFrame(
        {
            "id": [f"{region['file_id']}{year % 100}-{number:05d}" for number in range(1, len(met) + 1)],
            NAME: villages["name"].to_numpy(),
            KECAMATAN: villages["kecamatan"].to_numpy(),
            CODE: met["kelurahan_code"],
            TEXT: met["text"],
            "pekerja L": met["men"],
            "pekerja P": met["women"],
            "tahun mulai": met["started_year"],
            "tanggal survei": (met["surveyed_on"] - back).dt.strftime(region["survey_date_style"]),
            "catatan": LABEL,
        }
    )
    return raw.astype(str).astype(object)
