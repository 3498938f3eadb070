"""Invented large buyers of a demonstration region: kitchens, hotels, markets and factories as points of a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.demo.dirt import LABEL
from mapping.demo.recipe import read_recipe, stream
from mapping.knowledge.regions import read_villages

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def draw_buyers(key: str, outlines: GeoDataFrame, seed: int) -> pd.DataFrame:
    """A table of buyers as an office might keep it, all text: what kind, where, and how much it can serve.

    As many of each kind as the recipe says, each in a kelurahan of its own, likelier where more people live, anywhere
    inside it. No such kitchen, hotel, market or factory exists.

    Parameters
    ----------
    key : str
        ``"surabaya"`` or ``"batang"``.
    outlines : GeoDataFrame
        As :func:`mapping.demo.outlines.draw_outlines` gives it; the points fall inside.
    seed : int
        Seed of the stream.

    Returns
    -------
    DataFrame
        ``id, jenis tempat, lintang, bujur, kapasitas`` (portions a day, rooms; ``""`` where none is said)``, catatan``.

    Examples
    --------
    >>> from mapping.demo.outlines import draw_outlines
    >>> int((draw_buyers("batang", draw_outlines("batang"), 2026)["jenis tempat"] == "Dapur SPPG").sum())
    18
    """
    recipe, rng = read_recipe(), stream(seed, key, "buyers")
    villages = read_villages(key)
    people = villages["population"].fillna(villages["population"].median())
    parts = []
    for kind, shape in recipe["buyers"][key].items():
        chance = people.where(villages["kecamatan"].isin(shape["where"] or villages["kecamatan"]), 0.0)
        codes = rng.choice(villages.index, shape["count"], replace=False, p=chance / chance.sum())
        inside = outlines.geometry.loc[codes].sample_points(1, rng=rng).explode()
        low, usual, high, step = recipe["buyer_kinds"][kind]["capacity"]
        size = np.clip(usual * np.exp(rng.normal(0.0, 0.35, len(codes))), low, high)
        said = (np.round(size / step) * step).astype(int).astype(str) if usual else ""
        cells = {"jenis tempat": recipe["buyer_kinds"][kind]["label"], "kapasitas": said}
        cells |= {"lintang": inside.y.map("{:.5f}".format), "bujur": inside.x.map("{:.5f}".format)}
        parts.append(pd.DataFrame(cells))
    table = pd.concat(parts, ignore_index=True)
    prefix = recipe["region"][key]["file_id"]
    table["id"] = [f"{prefix}-P{number:03d}" for number in range(1, len(table) + 1)]
    return table.assign(catatan=LABEL)[["id", "jenis tempat", "lintang", "bujur", "kapasitas", "catatan"]]
