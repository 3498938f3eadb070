"""A made-up region in which the right line of business of every kelurahan is known, with temptations beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.bench.handpay import joined_share, least_units, middle, running_costs
from mapping.demo.recipe import read_kinds
from mapping.knowledge.catalog import read_lexicon
from mapping.knowledge.lines import line_products, lines_in_force

if TYPE_CHECKING:
    import geopandas as gpd

CELL_DEGREES = 0.02
USUAL_PEOPLE, USUAL_BUSINESSES = 5_000, 60
PER_KECAMATAN = 9
LEAST, MOST = 60, 80
"""Kelurahan of a region."""
MEMBER_SHARE, RESIDENT_SHARE = 0.45, 0.15
"""Of the kelurahan surveyed in full: those with a planted line of each kind; the others have none."""
THIN_SHARE, EMPTY_SHARE = 0.06, 0.05
TEMPTED = 0.4
"""Share of kelurahan that get each temptation."""
SPREAD = 0.4
OTHER = "lain"
SILENT = 0.08
"""Share of the businesses that leave the question about money open."""
MEMBER_LINES = {
    "B01": "toko kelontong",
    "B13": "kue basah",
    "B14": "keripik dan kerupuk",
    "B15": "tempe",
    "B17": "sambal dan bumbu",
    "B18": "bandeng presto",
    "B20": "gula merah dan gula semut",
    "B31": "batik",
    "B32": "anyaman bambu dan rotan",
    "B33": "konveksi",
    "B34": "tas dan kerajinan kulit",
    "B30": "bank sampah dan barang bekas",
}
"""Lines that stand on members, and the product that their planted members make."""
RESIDENT_LINES = ("B03", "B06", "B37")
"""Lines that sell to residents."""
WINS = (2.0, 3.0)
"""A planted line brings in so many times its instalment, at the middle of every figure."""
LOSES = (0.1, 0.5)
"""A losing line's margin is this share of its running costs at the smallest size."""
ENOUGH, MANY = (1.3, 2.5), (2.0, 4.0)
"""Members of a planted and of a losing line, in multiples of what the line needs."""
MOST_MEMBERS = 120
MONEY = ["revenue_idr_month", "input_spend_idr_month"]
BASIS = {"revenue": MONEY[0], "spend": MONEY[1]}
"""What the volume of a line is a share of, by ``volume_basis`` of the catalogue."""


SAME = {"placed_by": "code", "kbli_edition": "2020", "classified_by": "lexicon", "candidates": "", "permits": ""}
SAME |= {"input_origin": "lokal", "market": "lokal", "constraint": "", "digital": "", "surveyed_on": "2026-07-01"}
"""Columns that are alike for all businesses."""


@dataclass(frozen=True)
class Planted:
    """A region and its truth.

    ``kelurahan`` and ``businesses`` as in docs/architecture.md. ``truth`` has the index of ``kelurahan``: ``kind``
    (``"members"``, ``"residents"``, ``"none"``: nothing was planted, ``"thin"``: four businesses, ``"empty"``) and
    ``line_id`` (``""`` where nothing was planted); ``losing``, ``crowded``, ``tiny`` name the line of each temptation.
    """

    kelurahan: gpd.GeoDataFrame
    businesses: pd.DataFrame
    truth: pd.DataFrame


def plant_region(seed: int) -> Planted:
    """Draw a region: population, ordinary businesses, a planted line or none in each kelurahan, temptations.

    Parameters
    ----------
    seed : int
        The same seed gives the same region.

    Returns
    -------
    Planted

    Examples
    --------
    >>> region = plant_region(1)
    >>> region.truth["kind"].value_counts().to_dict()
    {'none': 25, 'members': 21, 'residents': 6, 'thin': 5, 'empty': 5}
    """
    rng = np.random.default_rng([seed, 20261122])
    lines = lines_in_force()
    kelurahan = _kelurahan(rng)
    truth = _truth(kelurahan.index, rng)
    _house(kelurahan, truth, lines, rng)
    parts = [_ordinary(kelurahan, truth, rng), _outlets(kelurahan, truth, lines, rng), _tiny(truth, rng)]
    for column, wins in (("line_id", True), ("losing", False)):
        chosen = truth[column].where(truth[column].isin(list(MEMBER_LINES)), "")
        parts += [_members(code, lines.loc[line], wins, rng) for code, line in chosen[chosen != ""].items()]
    return Planted(kelurahan, _as_businesses(pd.concat(parts, ignore_index=True), kelurahan, rng), truth)


def _kelurahan(rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Squares on a grid, row by row; nine make a kecamatan; the larger half are towns."""
    import geopandas as gpd
    import shapely

    at = np.arange(int(rng.integers(LEAST, MOST + 1)))
    people = np.clip(np.round(USUAL_PEOPLE * np.exp(0.8 * rng.standard_normal(len(at)))), 600, 40_000)
    west, south = 110 + CELL_DEGREES * (at % PER_KECAMATAN), -7 + CELL_DEGREES * (at // PER_KECAMATAN)
    district = at // PER_KECAMATAN
    table = pd.DataFrame(
        {
            "name": [f"Tanam {number + 1}" for number in at],
            "kind": np.where(people > np.median(people), "kelurahan", "desa"),
            "kecamatan": [f"Petak {number + 1}" for number in district],
            "kabupaten": "Kabupaten Contoh",
            "population": people,
            "households": np.round(people / 3.6),
            "area_km2": (CELL_DEGREES * 111.2) ** 2,
        },
        index=pd.Index([f"33.99.{d + 1:02d}.{2001 + n:04d}" for d, n in zip(district, at, strict=True)]),
    ).rename_axis("kelurahan_code")
    squares = shapely.box(west, south, west + CELL_DEGREES, south + CELL_DEGREES)
    return gpd.GeoDataFrame(table, geometry=squares, crs="EPSG:4326")


def _truth(codes: pd.Index, rng: np.random.Generator) -> pd.DataFrame:
    """What is planted where; a temptation never names the planted line."""
    shares = [MEMBER_SHARE, RESIDENT_SHARE, 1 - MEMBER_SHARE - RESIDENT_SHARE]
    kind = np.array(["members", "residents", "none"])[rng.choice(3, len(codes), p=shares)]
    survey = rng.random(len(codes))
    kind = np.where(survey < EMPTY_SHARE, "empty", np.where(survey < EMPTY_SHARE + THIN_SHARE, "thin", kind))
    members, residents = np.array(list(MEMBER_LINES)), np.array(RESIDENT_LINES)
    drawn = [rng.choice(members, len(codes)), rng.choice(residents, len(codes))]
    line = np.select([kind == "members", kind == "residents"], drawn, "")
    full = ~np.isin(kind, ["thin", "empty"])
    tempted = {
        name: np.where(full & (rng.random(len(codes)) < TEMPTED), rng.choice(among, len(codes)), "")
        for name, among in (("losing", members), ("crowded", residents), ("tiny", members))
    }
    truth = pd.DataFrame({"kind": kind, "line_id": line, **tempted}, index=codes)
    for name, against in (("losing", ["line_id"]), ("crowded", ["line_id"]), ("tiny", ["line_id", "losing"])):
        same = truth[against].eq(truth[name], axis=0).any(axis=1)
        truth[name] = truth[name].mask(same, "")
    return truth


def _house(kelurahan: pd.DataFrame, truth: pd.DataFrame, lines: pd.DataFrame, rng: np.random.Generator) -> None:
    """Enough residents where a line that sells to them was planted."""
    for line_id in RESIDENT_LINES:
        line, here = lines.loc[line_id], truth.index[truth["line_id"] == line_id]
        needed = least_units(line, WINS[0]) / middle(line, "through")
        wanted = max(needed, 2 * line["min_population"]) * rng.uniform(1.0, 1.6, len(here))
        kelurahan.loc[here, "population"] = np.maximum(kelurahan.loc[here, "population"], np.round(wanted))


def _ordinary(kelurahan: pd.DataFrame, truth: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Numbers follow population; products one mix everywhere, that of both demonstration regions without outlets."""
    batang, surabaya = (read_kinds(key) for key in ("batang", "surabaya"))
    weight = (batang["weight"] + surabaya["weight"].reindex(batang.index).fillna(0)) / 2
    pairs = line_products(lines_in_force())
    sold = pairs[(pairs["role"] == "rival") & pairs["line_id"].isin(_resident_like())]["product"]
    weight = weight[(weight > 0) & ~weight.index.isin(sold)]
    busy = USUAL_BUSINESSES * (kelurahan["population"] / USUAL_PEOPLE) ** 0.6 * rng.gamma(4.0, 1 / 4.0, len(truth))
    size = np.clip(np.round(busy), 8, 400).astype(int)
    size = np.select([truth["kind"] == "empty", truth["kind"] == "thin"], [0, 4], size)
    product = rng.choice(weight.index.to_numpy(), size.sum(), p=(weight / weight.sum()).to_numpy())
    # Two of the four make the same: a high quotient that means nothing.
    first = np.cumsum(size) - size
    thin = first[truth["kind"] == "thin"]
    product[thin + 1] = product[thin]
    table = pd.DataFrame({"kelurahan_code": np.repeat(truth.index.to_numpy(), size), "product": product})
    return _with_money(table, rng)


def _resident_like() -> list[str]:
    lines = lines_in_force()
    return lines.index[lines["driver"] == "demand"].tolist()


def _with_money(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Revenue around the product's median and input spend as a share of it, as in the demonstration data."""
    kinds = _usual_money()
    facts = kinds.loc[table["product"].where(table["product"].isin(kinds.index), OTHER)]
    revenue = facts["omzet"].to_numpy() * 1e6 * np.exp(SPREAD * rng.standard_normal(len(table)))
    share = rng.uniform(facts["input_low"].to_numpy(), facts["input_high"].to_numpy())
    return table.assign(revenue_idr_month=revenue, input_spend_idr_month=revenue * share)


@cache
def _usual_money() -> pd.DataFrame:
    """Median revenue (juta rupiah a month) and share spent on inputs by product; ``OTHER`` for the rest."""
    other = pd.DataFrame({"omzet": 8.0, "input_low": 0.5, "input_high": 0.7}, index=[OTHER])
    return pd.concat([read_kinds("batang")[["omzet", "input_low", "input_high"]], other])


def _usual(product: str, basis: str) -> float:
    """Mean revenue or input spend of a business of this product, rupiah a month."""
    known = _usual_money().loc[product]
    share = (known["input_low"] + known["input_high"]) / 2 if basis == MONEY[1] else 1.0
    return float(known["omzet"] * 1e6 * np.exp(SPREAD**2 / 2) * share)


def _outlets(
    kelurahan: pd.DataFrame, truth: pd.DataFrame, lines: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Outlets that residents use: about the norm or more, far more where crowded, next to none where planted."""
    tables = []
    for line_id in _resident_like():
        wanted = kelurahan["population"] / lines.at[line_id, "rival_norm_people"]
        times = rng.uniform(1.2, 2.0, len(wanted))
        times = np.where(truth["crowded"] == line_id, rng.uniform(2.5, 4.0, len(wanted)), times)
        times = np.where(truth["line_id"] == line_id, 0.0, times)
        count = np.where(truth["kind"].isin(["thin", "empty"]), 0, rng.poisson(wanted * times))
        product = lines.at[line_id, "rival_products"].split(";")[0].strip()
        tables.append(pd.DataFrame({"kelurahan_code": np.repeat(truth.index.to_numpy(), count), "product": product}))
    return _with_money(pd.concat(tables, ignore_index=True), rng)


def _tiny(truth: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Three or four makers of something rare: a high quotient, too few people."""
    chosen = truth["tiny"][truth["tiny"] != ""].map(MEMBER_LINES)
    table = pd.DataFrame({"kelurahan_code": chosen.index, "product": chosen.to_numpy()})
    return _with_money(table.loc[table.index.repeat(rng.integers(3, 5, len(table)))], rng)


def _members(code: str, line: pd.Series, wins: bool, rng: np.random.Generator) -> pd.DataFrame:
    """The makers of a line in one kelurahan: together they sell (or buy) enough to pay for it, or far too little."""
    basis = BASIS[line["volume_basis"]]
    n = int(np.ceil(line["min_businesses"] * rng.uniform(*(ENOUGH if wins else MANY))))
    product = MEMBER_LINES[str(line.name)]
    usual = _usual(product, basis)
    if wins:
        total = least_units(line, rng.uniform(*WINS)) / joined_share(line)
        n = int(np.clip(np.ceil(total / (usual * rng.uniform(1.0, 1.8))), n, MOST_MEMBERS))
        total = max(total, n * usual)
    else:
        margin = middle(line, "price", "_idr") * middle(line, "margin", "_pct") / 100
        units = running_costs(line, 0.0) * rng.uniform(*LOSES) / margin
        total = min(float(units) / joined_share(line), n * usual)
    table = _with_money(pd.DataFrame({"kelurahan_code": code, "product": [product] * n}), rng)
    table[MONEY] *= total / table[basis].sum()
    return table


def _as_businesses(table: pd.DataFrame, kelurahan: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The businesses table of docs/architecture.md; some leave the question about money open."""
    table = table.sort_values("kelurahan_code", kind="stable", ignore_index=True)
    known = read_lexicon().set_index("product").loc[table["product"]].set_axis(table.index)
    table[MONEY] = np.round(table[MONEY], -4).mask(rng.random((len(table), 2)) < SILENT)
    corner = kelurahan.geometry.bounds.loc[table["kelurahan_code"]]
    table = table.assign(
        description=table["product"],
        keyword=table["product"],
        kbli=known["kbli2020"],
        sector=known["sector"],
        stage=known["stage"],
        input_name=known["inputs"],
        needs_confirmation=False,
        confidence=1.0,
        workers=1.0 + rng.poisson(1.0, len(table)),
        started_year=2026.0 - np.floor(rng.exponential(9.0, len(table))),
        sampling_weight=1.0,
        lon=corner["minx"].to_numpy() + CELL_DEGREES * rng.random(len(table)),
        lat=corner["miny"].to_numpy() + CELL_DEGREES * rng.random(len(table)),
        row=np.arange(2, len(table) + 2),
        **SAME,
    )
    return table.set_index(pd.Index([f"T{number:06d}" for number in table.index], name="business_id"))
