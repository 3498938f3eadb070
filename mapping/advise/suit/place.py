"""What the place itself offers a line: buyers within reach, related steps of its chain, mandate and land."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import read_advice_rules, read_linkages
from mapping.knowledge.lines import line_products
from mapping.language import mark

SURVEY = "survey"
PAIR = ["kelurahan_code", "line_id"]
HERE_OR_NEAR = ("ada", "dekat")
UNKNOWN_STEP = mark("belum diketahui")


def reachable_buyers(evidence: pd.DataFrame, buyers: pd.DataFrame | None) -> pd.DataFrame:
    """How many buyers a line can reach, and the nearest of them.

    Parameters
    ----------
    evidence : DataFrame
        Index ``(kelurahan_code, line_id)``; ``buyers, buyers_rows`` of the kecamatan are used where no table is given.
    buyers : DataFrame or None
        As ``measure/space/buyers.py`` gives it.

    Returns
    -------
    DataFrame
        Same index: ``buyers_reach`` surveyed businesses that could buy (``buyers_reach_rows`` interviews behind them),
        ``big_buyers`` points such as kitchens, hotels and markets, ``nearest_m`` (0 here; of those in reach),
        ``nearest_kind`` (kind of point, or the product of a surveyed buyer; ``""`` none). NaN is unknown; 0 is "looked
        and found none".
    """
    empty = pd.DataFrame(index=evidence.index)
    if buyers is None:
        return empty.assign(
            buyers_reach=evidence["buyers"],
            buyers_reach_rows=evidence["buyers_rows"],
            big_buyers=np.nan,
            nearest_m=np.nan,
            nearest_kind="",
        )
    buyers = buyers.reset_index(drop=True)
    surveyed = buyers["kind"] == SURVEY
    total = buyers[surveyed].groupby(PAIR)[["n", "rows"]].sum(min_count=1).reindex(evidence.index)
    points = buyers[~surveyed].groupby(PAIR)["n"].sum(min_count=1).reindex(evidence.index)
    found = buyers[buyers["n"] > 0].assign(what=buyers["kind"].where(~surveyed, buyers["product"]))
    # A kitchen at the same distance as a shop is the one to name.
    found = found.assign(shop=surveyed).sort_values([*PAIR, "nearest_m", "shop", "what"])
    nearest = found.drop_duplicates(PAIR).set_index(PAIR)[["nearest_m", "what"]].reindex(evidence.index)
    return empty.assign(
        buyers_reach=total["n"],
        buyers_reach_rows=total["rows"],
        big_buyers=points,
        nearest_m=nearest["nearest_m"],
        nearest_kind=nearest["what"].fillna(""),
    )


def related_steps(evidence: pd.DataFrame, chains: pd.DataFrame | None, lines: pd.DataFrame) -> pd.DataFrame:
    """Steps of the chains around a line's members: how many are here or next door, of those that are known.

    A step is a product that members use or that uses what members make (``knowledge/linkages.csv``), members' own
    products left out.

    Returns
    -------
    DataFrame
        Same index: ``links_here, links_known``. NaN where the line is in no chain, or its chains have no maker here.
    """
    pair = pd.DataFrame(index=evidence.index)
    if chains is None:
        return pair.assign(links_here=np.nan, links_known=np.nan)
    wanted = _steps_around(lines)
    steps = chains[chains["state"] != UNKNOWN_STEP].merge(wanted, on=["chain", "product"])
    steps = steps.drop_duplicates([*PAIR, "product"])
    counted = steps["state"].isin(HERE_OR_NEAR).groupby([steps[key] for key in PAIR]).agg(["sum", "size"])
    counted = counted.reindex(evidence.index)
    return pair.assign(links_here=counted["sum"].astype(float), links_known=counted["size"].astype(float))


def _steps_around(lines: pd.DataFrame) -> pd.DataFrame:
    """``line_id, chain, product``: the products one step before or after the members of a line."""
    members = line_products(lines).query("role == 'member'")[["line_id", "product"]]
    edges = read_linkages()[["chain", "upstream_product", "product"]]
    before = edges.merge(members, on="product")[["line_id", "chain", "upstream_product"]]
    after = edges.merge(members, left_on="upstream_product", right_on="product", suffixes=("", "_made"))
    before = before.rename(columns={"upstream_product": "product"})
    around = pd.concat([before, after[["line_id", "chain", "product"]]]).drop_duplicates(ignore_index=True)
    own = pd.MultiIndex.from_frame(around[["line_id", "product"]]).isin(pd.MultiIndex.from_frame(members))
    return around[~own]


def fit_of_place(evidence: pd.DataFrame, context: pd.DataFrame | None, lines: pd.DataFrame) -> pd.DataFrame:
    """How far the programme names the line among its gerai, and how much of the land that it needs is there.

    Returns
    -------
    DataFrame
        Same index: ``programme`` (0-1: 1 named, less for "other uses"; NaN where the catalogue does not say) and
        ``land_share`` (share of the kelurahan's area that the line can stand on; NaN where it needs none or the land is
        unknown).
    """
    rules = read_advice_rules()["mandate"]
    letters = lines["gerai"].str.replace(r"[^a-g]", "", regex=True)
    named = pd.Series(np.where(letters.str.contains("[a-f]"), 1.0, rules["other_gerai"]), index=lines.index)
    named = named.where(letters != "")
    line_id = evidence.index.get_level_values("line_id")
    pair = pd.DataFrame({"programme": line_id.map(named).to_numpy(float)}, index=evidence.index)
    share = pd.Series(np.nan, index=evidence.index)
    if context is not None and len(context):
        for land, items in rules["land_items"].items():
            of_place = context[context["item"].isin(items)].groupby("kelurahan_code")["value"].sum(min_count=1)
            here = of_place.reindex(evidence.index.get_level_values("kelurahan_code")).to_numpy()
            share = share.mask(evidence["land"] == land, pd.Series(here, index=evidence.index))
    return pair.assign(land_share=share)
