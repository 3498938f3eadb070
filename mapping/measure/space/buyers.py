"""Who buys from a line near a kelurahan, and who supplies its members: the survey's own chain, and points of a map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.buyers import line_buyers, line_points, line_suppliers, line_words
from mapping.knowledge.catalog import SECTORS, read_lexicon
from mapping.knowledge.lines import line_products, lines_in_force
from mapping.measure.counts import count, locate_kelurahan
from mapping.measure.coverage import covered_sectors
from mapping.measure.space.access import EARTH_RADIUS_M, nearest_distance
from mapping.measure.space.neighbours import Neighbours, neighbour_sum
from mapping.measure.weighting import weights_of
from mapping.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd

SURVEY = "survey"
COLUMNS = ["kelurahan_code", "line_id", "kind", "product", "n", "rows", "capacity", "nearest_m", "within_m"]


def measure_buyers(
    kelurahan: gpd.GeoDataFrame,
    businesses: pd.DataFrame,
    points: pd.DataFrame,
    neighbours: Neighbours,
    settings: Settings,
) -> pd.DataFrame:
    """Who buys from each line: surveyed businesses here and in the touching kelurahan, and points within reach.

    A surveyed business buys from a line when the catalogue names its product, when it uses what the members make
    (``knowledge/linkages.csv``), or when it says so itself (``input_name``); members do not buy from their own line
    unless the catalogue says so. A point buys what ``knowledge/buyers.toml`` says of its kind, within
    ``selling.reach_km`` of a point inside the kelurahan, as the crow flies.

    Does not see: buyers beyond the border who are not in the table, prices, roads, and whether a buyer has a seller.

    Parameters
    ----------
    kelurahan, businesses
        As in docs/architecture.md.
    points : DataFrame
        ``kind, lon, lat, capacity`` as ``Context.points``; empty when no table was given.
    neighbours : Neighbours
        Of all ``kelurahan``, in their order.
    settings : Settings
        Lines and reach in force are read.

    Returns
    -------
    DataFrame
        ``kelurahan_code, line_id``; ``kind`` (``"survey"`` or a kind of point); ``product`` (lexicon product of
        surveyed buyers; ``""`` for points); ``n`` (businesses that the rows stand for, or points); ``rows`` (interviews
        behind them, by which small cells are known; NaN: points); ``capacity`` (sum over the points that say one, for
        kitchens portions a day; NaN none does); ``nearest_m`` (0 here; NaN none found); ``within_m`` (how far was
        looked: the reach, or the farthest touching kelurahan).

        A row with ``n`` 0 says "looked and found none": for points its ``nearest_m`` is that of the nearest beyond the
        reach; for the survey (``product`` ``""``) it stands only where enough were asked here and somebody next door.
        No row says "unknown": no point of that kind in any table, nobody asked, a sector not covered, or a line whose
        buyers the catalogue does not name.

    Raises
    ------
    InputError
        A business lies in a kelurahan that the table does not have.

    Notes
    -----
    One look-up per different product and main input, one sort of the cells that have buyers; a ball tree per kind.
    """
    lines = lines_in_force(settings.advice.line_changes)
    reach = 1000.0 * assumptions_in_force(settings.advice)["selling.reach_km"]
    around = _Around(kelurahan, neighbours)
    asked = _Asked(kelurahan, businesses, neighbours, settings)
    found = _count_survey(asked, around, line_buyers(lines), lines, line_words(lines))
    near = _count_points(kelurahan, points, line_points(lines), reach)
    return pd.concat([found, near], ignore_index=True)


def measure_suppliers(
    kelurahan: gpd.GeoDataFrame, businesses: pd.DataFrame, neighbours: Neighbours, settings: Settings
) -> pd.DataFrame:
    """Who makes what the members of each line use, here and in the touching kelurahan.

    Returns
    -------
    DataFrame
        As :func:`measure_buyers` gives it for the survey; ``product`` is what the supplier makes.
    """
    lines = lines_in_force(settings.advice.line_changes)
    around = _Around(kelurahan, neighbours)
    asked = _Asked(kelurahan, businesses, neighbours, settings)
    return _count_survey(asked, around, line_suppliers(lines), lines, {})


class _Around:
    """Each kelurahan with itself and those that touch it: who looks where, and how far that is."""

    def __init__(self, kelurahan: gpd.GeoDataFrame, neighbours: Neighbours) -> None:
        from pyproj import Geod

        inside = kelurahan.geometry.representative_point()
        lon, lat = inside.x.to_numpy(), inside.y.to_numpy()
        one, other = neighbours.owner, neighbours.neighbour
        sphere = Geod(a=EARTH_RADIUS_M, b=EARTH_RADIUS_M)
        metres = np.asarray(sphere.inv(lon[one], lat[one], lon[other], lat[other])[2], dtype=float)
        n = neighbours.n
        self.codes = kelurahan.index
        self.farthest = np.zeros(n)
        np.maximum.at(self.farthest, one, metres)
        seen = np.concatenate([np.arange(n), other])
        order = np.argsort(seen, kind="stable")
        self.looker = np.concatenate([np.arange(n), one])[order]
        self.metres = np.concatenate([np.zeros(n), metres])[order]
        self.start = np.searchsorted(seen[order], np.arange(n + 1))


class _Asked:
    """The businesses by position, and where the survey can say that there is none of something."""

    def __init__(
        self, kelurahan: pd.DataFrame, businesses: pd.DataFrame, neighbours: Neighbours, settings: Settings
    ) -> None:
        size = len(kelurahan)
        self.place = locate_kelurahan(kelurahan, businesses)
        self.products = pd.Index([*read_lexicon()["product"], ""])
        self.product = self.products.get_indexer(businesses["product"])
        self.input, self.inputs = pd.factorize(businesses.get("input_name", self.place))
        self.weights = weights_of(businesses)
        classified = count(np.where(businesses["sector"].isin(SECTORS), self.place, -1), size)
        asked_near = neighbour_sum((classified > 0).astype(float), neighbours) > 0
        self.enough = (count(self.place, size) >= settings.minimum_businesses) & (classified > 0)
        self.enough &= asked_near | (neighbours.counts == 0)
        covered = covered_sectors(businesses, settings)
        sectors = read_lexicon().set_index("product")["sector"]
        self.covered = {product: covered[sector] for product, sector in sectors.items()}

    def dealing(self, products: set[str], own: set[str], words: str) -> np.ndarray:
        """Which businesses are of these products, or name one of the words as their main input and are no members."""
        deals = self.products.isin(list(products))[self.product]
        if words:
            says = np.array([re.search(words, str(text).lower()) is not None for text in self.inputs], dtype=bool)
            deals = deals | (says[self.input] & ~self.products.isin([*own, ""])[self.product])
        return deals


def _count_survey(
    asked: _Asked, around: _Around, pairs: pd.DataFrame, lines: pd.DataFrame, words: dict[str, str]
) -> pd.DataFrame:
    """Rows of the survey: counts per kelurahan, line and product, and where none was found."""
    members = line_products(lines).query("role == 'member'").groupby("line_id")["product"].agg(set)
    wanted = pairs.groupby("line_id", sort=False)["product"].agg(set)
    size, width = len(around.codes), len(asked.products)
    keys, weights, empty = [], [], []
    for j, (line_id, products) in enumerate(wanted.items()):
        deals = asked.dealing(products, members.get(line_id, set()), words.get(str(line_id), ""))
        keys.append((j * size + asked.place[deals]) * width + asked.product[deals])
        weights.append(asked.weights[deals])
        if all(asked.covered[product] for product in products):
            empty.append(j * size + np.flatnonzero(asked.enough))
    found = _spread(_join(keys, int), _join(weights, float), around, size, width)
    none = np.setdiff1d(_join(empty, int), found["at"])
    table = pd.concat([found, pd.DataFrame({"at": none, "product": width - 1, "n": 0.0, "rows": 0.0})])
    line, place = np.divmod(table["at"].to_numpy(dtype=int), size)
    told = {"kelurahan_code": around.codes.to_numpy()[place], "kind": SURVEY, "capacity": np.nan}
    told |= {"line_id": wanted.index.to_numpy()[line], "within_m": around.farthest[place]}
    told |= {"product": asked.products.to_numpy()[table["product"].to_numpy(dtype=int)]}
    table = table.assign(**told).astype({"nearest_m": float})
    return table.sort_values(["at", "product"], kind="stable")[COLUMNS].reset_index(drop=True)


def _spread(keys: np.ndarray, weights: np.ndarray, around: _Around, size: int, width: int) -> pd.DataFrame:
    """Counts of buyers as seen from every kelurahan that they are in or that touches it.

    ``keys`` are ``(line * size + place) * width + product`` of each buyer; ``at`` of the answer is
    ``line * size + place`` of the kelurahan that looks.
    """
    cell, back = np.unique(keys, return_inverse=True)
    n, rows = np.bincount(back, weights=weights, minlength=len(cell)), np.bincount(back, minlength=len(cell))
    line_place, product = np.divmod(cell, width)
    line, place = np.divmod(line_place, size)
    times = around.start[place + 1] - around.start[place]
    each = np.repeat(np.arange(len(cell)), times)
    look = np.arange(times.sum()) + np.repeat(around.start[place] - np.cumsum(times) + times, times)
    seen, inverse = np.unique((line[each] * size + around.looker[look]) * width + product[each], return_inverse=True)
    nearest = np.full(len(seen), np.inf)
    np.minimum.at(nearest, inverse, around.metres[look])
    at, product = np.divmod(seen, width)
    sums = {"n": n, "rows": rows}
    summed = {name: np.bincount(inverse, weights=of[each], minlength=len(seen)) for name, of in sums.items()}
    return pd.DataFrame({"at": at, "product": product, **summed, "nearest_m": nearest})


def _join(parts: list[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate([np.array([], dtype=kind), *parts]).astype(kind)


def _count_points(kelurahan: gpd.GeoDataFrame, points: pd.DataFrame, pairs: pd.DataFrame, reach: float) -> pd.DataFrame:
    """Rows of the points: how many of each kind are within reach, what they can serve, how far the nearest is."""
    from sklearn.neighbors import BallTree

    points = points[points["kind"].isin(pairs["kind"])] if len(points) else points
    if len(points) == 0:
        return pd.DataFrame({name: pd.Series(dtype="float64") for name in COLUMNS}).astype(
            dict.fromkeys(COLUMNS[:4], "str")
        )
    inside = kelurahan.geometry.representative_point()
    here = np.radians(np.column_stack([inside.y, inside.x]))
    nearest = nearest_distance(kelurahan, points)
    parts = []
    for kind, rows in points.groupby("kind"):
        tree = BallTree(np.radians(rows[["lat", "lon"]].to_numpy(dtype=float)), metric="haversine")
        near = tree.query_radius(here, r=reach / EARTH_RADIUS_M)
        place = np.repeat(np.arange(len(here)), [len(each) for each in near])
        said = rows["capacity"].to_numpy(dtype=float)[np.concatenate(near).astype(int)]
        known = np.bincount(place, weights=~np.isnan(said), minlength=len(here))
        total = np.bincount(place, weights=np.nan_to_num(said), minlength=len(here))
        cells = {"n": np.bincount(place, minlength=len(here)).astype(float), "rows": np.nan, "kind": kind}
        cells |= {"capacity": np.where(known > 0, total, np.nan), "nearest_m": nearest[f"{kind}_distance_m"]}
        parts.append(pd.DataFrame(cells, index=kelurahan.index).rename_axis("kelurahan_code").reset_index())
    table = pairs.merge(pd.concat(parts), on="kind").assign(product="", within_m=reach)
    return table[COLUMNS]
