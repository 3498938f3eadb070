"""Joint purchasing: which inputs a kelurahan and its neighbours buy, for how much, and what that could save."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.advise.together.groups import NOBODY, Buyers, assign_leads, pairs_in_reach
from mapping.advise.together.reach import Reach, within_reach
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.catalog import read_lexicon
from mapping.knowledge.sharing import OTHER, read_inputs
from mapping.measure.answers.answers import read_answers, search_words
from mapping.measure.counts import locate_kelurahan
from mapping.measure.space.neighbours import Neighbours
from mapping.measure.weighting import weights_of
from mapping.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd

UNKNOWN = -1
COLUMNS = ["rows", "assumed", "answered", "members", "spend_idr_month", "saving_low_idr_month", "saving_high_idr_month"]


def pool_purchases(
    kelurahan: gpd.GeoDataFrame, businesses: pd.DataFrame, neighbours: Neighbours, settings: Settings
) -> dict[str, pd.DataFrame]:
    """What is bought where, and who could buy it together.

    The whole input spend of a business counts for its main input, once; so the rows of a kelurahan add up to the known
    spend of its businesses. Spend is that of the businesses that told it: who kept silent is a member without a figure.

    Does not see: what else a business buys, quality and brand, credit from the present seller, and who would join.

    Parameters
    ----------
    kelurahan, businesses
        As in docs/architecture.md.
    neighbours : Neighbours
        Who touches whom.
    settings : Settings
        ``advice`` with the assumptions ``pooling.*``: rates, threshold, reach.

    Returns
    -------
    dict of DataFrame
        ``purchasing``, a row for each kelurahan and input that occur together: ``kelurahan_code, input`` (of
        ``knowledge/inputs.toml``, or ``"other"``), ``rows`` (interviews), ``assumed`` (of these, input taken from the
        product, not answered), ``answered`` (of these, spend told), ``members`` (businesses that the rows stand for),
        ``spend_idr_month`` (NaN: nobody told), ``saving_low_idr_month, saving_high_idr_month``, ``together`` (bool:
        worth buying together at all), ``enough`` (bool: passes the threshold alone), ``group`` (code of the kelurahan
        that leads the group, its own included; ``""`` none is large enough), ``near`` (kelurahan in reach that buy it).

        ``purchase_groups``, a row for each group: ``input, group, kelurahan`` (how many), the sums ``rows, assumed,
        answered, members, spend_idr_month, saving_low_idr_month, saving_high_idr_month``, ``lead_enough`` (bool: the
        lead passes alone), ``farthest_km`` (from the lead, straight line; 0 alone), ``small_cells, small_rows``
        (kelurahan where fewer than ``suppress_below`` told their spend, and how many did: by these a total may tell on
        somebody).

    Notes
    -----
    One pass over the businesses and one search for each input and distinct answer; groups as in
    :func:`mapping.advise.together.groups.assign_leads`. 8,000 kelurahan with 320,000 businesses: about 1 s.
    """
    said = assumptions_in_force(settings.advice)
    reach = within_reach(kelurahan, neighbours, said["pooling.reach_km"])
    table, buyers = _measure_spend(kelurahan, businesses)
    for end in ("low", "high"):
        table[f"saving_{end}_idr_month"] = table["spend_idr_month"] * said[f"pooling.saving_{end}"]
    least = said["pooling.least_spend_idr_month"], said["pooling.least_members"]
    lead = assign_leads(buyers, reach, *least)
    codes = np.append(np.asarray(kelurahan.index, dtype=object), "")
    table["enough"] = buyers.enough(*least)
    table["group"] = codes[np.where(lead == NOBODY, len(codes) - 1, buyers.place[lead])]
    table["near"] = _near(buyers, reach)
    order = ["kelurahan_code", "input", *COLUMNS, "together", "enough", "group", "near"]
    return {"purchasing": table[order], "purchase_groups": _sum_groups(table, lead, buyers, reach, settings)}


def main_inputs(businesses: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The input that each business mainly buys.

    That is the first it names that can be bought together, else the first it names. Where it names none that is known,
    the inputs of its product in the lexicon are read in the same way: an assumption.

    Parameters
    ----------
    businesses : DataFrame
        ``input_name, product``.

    Returns
    -------
    input : ndarray of int, shape (businesses,)
        Position in ``knowledge/inputs.toml``; ``UNKNOWN`` where neither tells.
    assumed : ndarray of bool, shape (businesses,)
        Taken from the product.

    Notes
    -----
    Each distinct clause is searched once for each input until one is found; the rest is whole columns.

    Examples
    --------
    >>> told = pd.DataFrame({"input_name": ["Tepung & gula", "-", "solar, kedelai"], "product": ["", "tempe", ""]})
    >>> found, assumed = main_inputs(told)
    >>> [list(read_inputs())[at] for at in found], assumed.tolist()
    (['flour', 'soybean', 'soybean'], [False, True, False])
    """
    lexicon = read_lexicon()
    told, bought = _read_main(businesses["input_name"]), _read_main(lexicon["inputs"])
    product = pd.Index(lexicon["product"]).get_indexer(businesses["product"])
    of_product = np.append(bought, UNKNOWN)[product]
    assumed = (told == UNKNOWN) & (of_product != UNKNOWN)
    return np.where(assumed, of_product, told), assumed


def _read_main(texts: pd.Series) -> np.ndarray:
    """The main input that each text names; ``UNKNOWN`` where it names none."""
    answers = read_answers(texts)
    code, distinct = pd.factorize(answers.clauses)
    clauses, named = pd.Series(distinct, dtype="str"), np.full(len(distinct), UNKNOWN)
    for position, entry in enumerate(read_inputs().values()):
        left = np.flatnonzero(named == UNKNOWN)
        named[left[search_words(clauses.iloc[left], entry["words"])]] = position
    together = np.array([entry["together"] for entry in read_inputs().values()])
    said = pd.DataFrame({"text": answers.clauses.index, "input": named[code]}).query("input != @UNKNOWN")
    said = said.assign(apart=~together[said["input"]]).sort_values(["text", "apart"], kind="stable")
    first = said.drop_duplicates("text")
    main = np.full(answers.texts, UNKNOWN)
    main[first["text"]] = first["input"]
    return main[answers.text]


def _measure_spend(kelurahan: pd.DataFrame, businesses: pd.DataFrame) -> tuple[pd.DataFrame, Buyers]:
    """Rows, members and known spend of each kelurahan and input that occur together."""
    names = [*read_inputs(), OTHER]
    place = locate_kelurahan(kelurahan, businesses)
    named, assumed = main_inputs(businesses)
    kind = np.where(named == UNKNOWN, len(names) - 1, named)
    pair, cell = np.unique(place.astype(np.int64) * len(names) + kind, return_inverse=True)
    weights, spend = weights_of(businesses), businesses["input_spend_idr_month"].to_numpy(dtype=float)
    known = ~np.isnan(spend)

    def add(values: np.ndarray) -> np.ndarray:
        return np.bincount(cell, weights=values, minlength=len(pair))

    answered = add(known.astype(float))
    where, what = np.divmod(pair, len(names))
    together = np.array([*(entry["together"] for entry in read_inputs().values()), False])[what]
    table = pd.DataFrame(
        {
            "kelurahan_code": np.asarray(kelurahan.index, dtype=object)[where],
            "input": np.array(names, dtype=object)[what],
            "rows": add(np.ones(len(cell))),
            "assumed": add(assumed.astype(float)),
            "answered": answered,
            "members": add(weights),
            "spend_idr_month": np.where(answered > 0, add(weights * np.nan_to_num(spend)), np.nan),
            "together": together,
        }
    )
    spent, members = table["spend_idr_month"].to_numpy(), table["members"].to_numpy()
    return table, Buyers(where, what, spent, members, together)


def _near(buyers: Buyers, reach: Reach) -> np.ndarray:
    """How many other kelurahan in reach buy the same."""
    one, _, _ = pairs_in_reach(buyers, reach)
    return np.bincount(one, minlength=len(buyers.place)).astype(float)


def _sum_groups(
    table: pd.DataFrame, lead: np.ndarray, buyers: Buyers, reach: Reach, settings: Settings
) -> pd.DataFrame:
    """One row for each group, the largest spend first."""
    one, other, km = pairs_in_reach(buyers, reach)
    inside = lead[one] == other
    far = np.zeros(len(table))
    far[one[inside]] = km[inside]
    small = table["answered"] < settings.suppress_below
    told = table.assign(km=far, small_cells=small.astype(float), small_rows=table["answered"].where(small, 0.0))
    grouped = told[lead != NOBODY].groupby(["input", "group"], sort=True)
    sums = grouped[[*COLUMNS, "small_cells", "small_rows"]].sum(min_count=1)
    sums["kelurahan"], sums["farthest_km"] = grouped.size(), grouped["km"].max()
    leads = table[table["group"] == table["kelurahan_code"]].set_index(["input", "group"])["enough"]
    sums["lead_enough"] = leads.reindex(sums.index).astype(bool)
    sums = sums.reset_index().sort_values(["spend_idr_month", "input", "group"], ascending=[False, True, True])
    order = ["input", "group", "kelurahan", *COLUMNS, "lead_enough", "farthest_km", "small_cells", "small_rows"]
    return sums[order].reset_index(drop=True)


def buyers_in_reach(
    kelurahan: gpd.GeoDataFrame, purchasing: pd.DataFrame, neighbours: Neighbours, settings: Settings, code: str
) -> pd.DataFrame:
    """Who else buys what a kelurahan buys, near enough to join it.

    Returns
    -------
    DataFrame
        The rows of ``purchasing`` of other kelurahan in reach that have an input of this one which is bought together,
        with ``km`` (straight line), nearest first within each input.
    """
    reach = within_reach(kelurahan, neighbours, assumptions_in_force(settings.advice)["pooling.reach_km"])
    at = kelurahan.index.get_loc(code)
    entries = slice(reach.around.start[at], reach.around.start[at + 1])
    far = pd.Series(reach.km[entries], index=np.asarray(kelurahan.index)[reach.around.neighbour[entries]])
    own = purchasing.loc[(purchasing["kelurahan_code"] == code) & purchasing["together"], "input"]
    near = purchasing[purchasing["kelurahan_code"].isin(far.index) & purchasing["input"].isin(own)]
    near = near.assign(km=near["kelurahan_code"].map(far))
    return near.sort_values(["input", "km", "kelurahan_code"]).reset_index(drop=True)
