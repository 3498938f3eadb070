"""The businesses of a demonstration region as they "really" are, before an office writes them down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mapping.demo.recipe import pick, read_kinds, read_recipe, stream
from mapping.knowledge.regions import read_villages

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

FLOOR = 6
SPREAD = 0.4
SURVEY_START, SURVEY_DAYS = "2026-06-01", 92


def draw_businesses(key: str, outlines: GeoDataFrame, seed: int) -> pd.DataFrame:
    """Invented businesses of a region: the truth behind its synthetic survey.

    Specialities are planted where the recipe says; every other kelurahan draws its products from one and the same mix,
    so that any speciality found there is noise. Monthly revenue is lognormal around the product's median; input spend
    is a uniform share of it.

    Parameters
    ----------
    key : str
        ``"surabaya"`` or ``"batang"``.
    outlines : GeoDataFrame
        As :func:`mapping.demo.outlines.draw_outlines` gives it; points fall inside.
    seed : int
        Seed of the stream; the same seed gives the same businesses.

    Returns
    -------
    DataFrame
        One row per business in the order of codes. ``kelurahan_code, product, sector, stage, planted`` (``"latar"``,
        ``"kekhasan"`` or ``"empat"``), ``text`` (as people say it), ``shop, owner, phone`` (invented), ``men, women``,
        ``revenue_idr_month, input_spend_idr_month`` (rupiah, whole), ``input_name, input_origin, market, permits,
        constraint``, ``digital`` (as people say it), ``started_year``, ``surveyed_on`` (datetime), ``lat, lon``
        (degrees, 5 decimals). No NaN.

    Examples
    --------
    >>> from mapping.demo.outlines import draw_outlines
    >>> businesses = draw_businesses("surabaya", draw_outlines("surabaya"), 2026)
    >>> int(businesses.query("kelurahan_code == '35.78.03.1001'")["product"].eq("kue basah").sum())
    71
    """
    rng, kinds = stream(seed, key, "businesses"), read_kinds(key)
    plan = pd.concat([_specialities(key), _fours(key, kinds, rng), _background(key, kinds, rng)], ignore_index=True)
    plan = plan.iloc[rng.permutation(len(plan))].sort_values("kelurahan_code", kind="stable", ignore_index=True)
    facts = kinds.loc[plan["kind"]].set_axis(plan.index)
    parts = [
        plan[["kelurahan_code", "planted"]],
        facts[["product", "sector", "stage"]],
        _texts(plan["kind"], kinds, rng),
        _people(key, facts, rng),
        _money(facts, rng),
        _trade(key, plan["kind"], facts, kinds, rng),
        _points(plan["kelurahan_code"], outlines, read_villages(key), rng),
    ]
    table = pd.concat(parts, axis=1)
    return table.assign(digital=_digital(table["market"], stream(seed, key, "digital")))


def _specialities(key: str) -> pd.DataFrame:
    """One row per maker of a planted speciality."""
    rows = [
        (code, f"kekhasan {number}", special["makers"])
        for number, special in enumerate(read_recipe()["speciality"])
        if special["region"] == key
        for code in special["codes"]
    ]
    table = pd.DataFrame(rows, columns=["kelurahan_code", "kind", "makers"])
    return table.loc[table.index.repeat(table["makers"]), ["kelurahan_code", "kind"]].assign(planted="kekhasan")


def _fours(key: str, kinds: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Four businesses in each listed kelurahan: two of food in the first, one in the others."""
    codes = read_recipe()["region"][key]["four"]
    common = kinds[kinds["weight"] > 0]
    food, other = (common.index[common["sector"].eq("food") == is_food] for is_food in (True, False))
    is_food = np.tile([True, False, False, False], len(codes))
    is_food[1] = True
    drawn = np.where(is_food, pick(rng, list(food), len(is_food)), pick(rng, list(other), len(is_food)))
    return pd.DataFrame({"kelurahan_code": np.repeat(codes, 4), "kind": drawn, "planted": "empat"})


def _background(key: str, kinds: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Ordinary businesses: numbers follow population, products follow one mix everywhere."""
    recipe, villages = read_recipe(), read_villages(key)
    region = recipe["region"][key]
    ordinary = villages.drop(index=region["unsurveyed"] + region["four"])
    specials = _specialities(key)
    total = region["businesses"] - len(specials) - 4 * len(region["four"]) - FLOOR * len(ordinary)
    people = ordinary["population"].fillna(ordinary["population"].median()).to_numpy()
    size = people**0.6 * rng.gamma(6.0, 1 / 6.0, len(ordinary))
    counts = FLOOR + rng.multinomial(total, size / size.sum())
    codes = np.repeat(ordinary.index.to_numpy(), counts)
    mix = kinds[kinds["weight"] > 0]
    drawn = pick(rng, list(mix.index), len(codes), mix["weight"].tolist())
    # The planted number of makers is exact: the background of that kelurahan holds no more of the same product.
    taken = pd.MultiIndex.from_arrays([specials["kelurahan_code"], kinds.loc[specials["kind"], "product"]])
    while (again := pd.MultiIndex.from_arrays([codes, drawn]).isin(taken)).any():
        drawn[again] = pick(rng, list(mix.index), int(again.sum()), mix["weight"].tolist())
    return pd.DataFrame({"kelurahan_code": codes, "kind": drawn, "planted": "latar"})


def _texts(kind: pd.Series, kinds: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """What people call it and what the shop is called; one pass over the kinds, not over the businesses."""
    recipe = read_recipe()
    text, shop = pd.Series("", index=kind.index, dtype=object), pd.Series("", index=kind.index, dtype=object)
    for name, rows in kind.groupby(kind, sort=True).groups.items():
        row: Any = kinds.loc[name]
        phrase = recipe["phrase"].get(row["group"], {"before": [""], "after": [""]})
        which = rng.integers(len(row["nouns"]) + len(row["texts"]), size=len(rows))
        said = np.array([*row["nouns"], *row["texts"]], dtype=object)[which]
        before, after = pick(rng, phrase["before"], len(rows)), pick(rng, phrase["after"], len(rows))
        text[rows] = np.where(which < len(row["nouns"]), before + said + after, said)
        title = pick(rng, recipe["names"]["title"][row["stage"]], len(rows))
        shop[rows] = title + pick(rng, recipe["names"]["shop"], len(rows))
    case = rng.random(len(kind))
    text = text.where(case > 0.10, text.str.upper()).where((case < 0.10) | (case > 0.32), text.str.capitalize())
    return pd.DataFrame({"text": text, "shop": shop})


def _people(key: str, facts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Invented owners and numbers, and the people who work there (owner included, at least one)."""
    recipe, size = read_recipe(), len(facts)
    names = recipe["names"]
    is_woman = rng.random(size) < facts["women"].to_numpy()
    first = np.where(is_woman, pick(rng, names["first_women"], size), pick(rng, names["first_men"], size))
    serial = pd.Series(rng.choice(10_000, size, replace=False), index=facts.index).astype(str).str.zfill(4)
    helpers = rng.poisson(facts["workers"].to_numpy() - 1)
    women = is_woman + rng.binomial(helpers, facts["women"].to_numpy())
    return pd.DataFrame(
        {
            "owner": first + " " + pick(rng, names["last"], size),
            "phone": f"{recipe['region'][key]['phone']}-" + serial,
            "men": 1 + helpers - women,
            "women": women,
        },
        index=facts.index,
    )


def _money(facts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Revenue in steps of Rp50,000 and input spend in steps of Rp10,000, a month."""
    revenue = facts["omzet"].to_numpy() * 1e6 * np.exp(SPREAD * rng.standard_normal(len(facts)))
    revenue = np.maximum(np.round(revenue / 50_000) * 50_000, 300_000).astype(int)
    share = rng.uniform(facts["input_low"].to_numpy(), facts["input_high"].to_numpy())
    spend = (np.round(revenue * share / 10_000) * 10_000).astype(int)
    return pd.DataFrame({"revenue_idr_month": revenue, "input_spend_idr_month": spend}, index=facts.index)


def _trade(
    key: str, kind: pd.Series, facts: pd.DataFrame, kinds: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Inputs, market, permits, constraint, age, and the day of the visit."""
    recipe, size = read_recipe(), len(facts)
    values = recipe["values"]
    options = kinds["inputs"].map(len)
    which = rng.integers(options.loc[kind].to_numpy())
    inputs = kinds["inputs"].explode().to_numpy()
    first = pd.Series(options.cumsum() - options, index=kinds.index).loc[kind].to_numpy()

    def drawn(name: str) -> np.ndarray:
        return pick(rng, list(values[name]), size, list(values[name].values()))

    days = pd.to_timedelta(rng.integers(SURVEY_DAYS, size=size), unit="D")
    return pd.DataFrame(
        {
            "input_name": inputs[first + which],
            "input_origin": pick(rng, recipe["region"][key]["markets"], size),
            "market": drawn("market"),
            "permits": np.where(facts["sector"] == "food", drawn("permits"), drawn("permits_other")),
            "constraint": drawn("constraints"),
            "started_year": np.maximum(2026 - np.floor(rng.exponential(9.0, size)), 1975).astype(int),
            "surveyed_on": pd.Timestamp(SURVEY_START) + days,
        },
        index=facts.index,
    )


def _digital(market: pd.Series, rng: np.random.Generator) -> np.ndarray:
    """Digital means; who sells online names one."""
    values = read_recipe()["values"]
    some, online = (pick(rng, list(of), len(market), list(of.values())) for of in (values["digital"], values["online"]))
    return np.where(market.str.contains("daring"), online, some)


def _points(code: pd.Series, outlines: GeoDataFrame, villages: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Points around the village point; those that fall outside are drawn half-way back until they are inside."""
    import shapely

    cell = outlines.geometry.loc[code].to_numpy()
    home = villages.loc[code]
    sigma = 0.3 * np.sqrt(home["area_km2"].to_numpy()) / 111.3
    step = rng.standard_normal((2, len(code))) * sigma
    centre = home[["lon", "lat"]].to_numpy().T
    for _ in range(20):
        lon, lat = np.round(centre + step, 5)
        step[:, ~shapely.contains_xy(cell, lon, lat)] /= 2
    return pd.DataFrame({"lat": lat, "lon": lon}, index=code.index)
