"""How well a line suits a kelurahan: components 0-100 (domain dossier 2.5) and their weighted sum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mapping.advise.suit.gates import saturation
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.catalog import read_advice_rules
from mapping.settings import AdviceSetup

Evidence = Mapping[str, Any]
"""Columns of the evidence as arrays, last axis one entry per kelurahan and line; ``own`` and ``people`` as numbers."""

COMPONENTS = ("supply", "aggregation", "demand", "feasibility", "competition", "relatedness", "mandate")
PENALTY = "competition"
NUMBERS = (
    *("n", "n_effective", "lq", "spend_idr_month", "buyers_reach", "big_buyers", "rivals", "population"),
    *("min_businesses", "min_spend_idr_month", "min_population", "rival_norm_people", "prior_strength"),
    *("links_here", "links_known", "programme", "land_share", "permit_count", "staff_low"),
    *("capex_low_idr", "working_low_idr", "dscr", "dscr_low", "dscr_high", "dscr_volume_down", "p_carries"),
    "net_cash_idr_month",
)
FLAGS = ("stands_on_members", "supplies_members", "serves_residents", "members_retail")


def to_arrays(evidence: pd.DataFrame, setup: AdviceSetup) -> Evidence:
    """The numbers and flags of the evidence as arrays, and what the founder answered."""
    arrays: dict[str, Any] = {column: evidence[column].to_numpy(float) for column in NUMBERS}
    flags = {column: evidence[column].to_numpy(bool) for column in FLAGS}
    people = np.nan if setup.people is None else float(setup.people)
    return {**arrays, **flags, "own": setup.own_capital_idr, "people": people}


def scale(value: np.ndarray, low: Any, high: Any) -> np.ndarray:
    """0 at ``low``, 100 at ``high``, straight between, NaN stays; ``low > high`` where less is better.

    Examples
    --------
    >>> scale(np.array([0.0, 1.0, 5.0, np.nan]), 0.0, 2.0).tolist()
    [0.0, 50.0, 100.0, nan]
    """
    return np.clip(100 * (value - low) / (high - low), 0, 100)


def weighted_mean(parts: list[tuple[float, np.ndarray]]) -> np.ndarray:
    """Mean of the known parts by their weights; NaN where none is known.

    Examples
    --------
    >>> weighted_mean([(3, np.array([100.0, np.nan])), (1, np.array([0.0, 40.0]))]).tolist()
    [75.0, 40.0]
    """
    weight = sum(w * ~np.isnan(part) for w, part in parts)
    total = sum(w * np.nan_to_num(part) for w, part in parts)
    return total / np.where(weight > 0, weight, np.nan)


def supply(evidence: Evidence) -> np.ndarray:
    """S, the supply base 0-100: half how far members stand out (LQ), half whether there are enough.

    ``S = (scale(lq, 0.5..4) + min(n / needed, 1) * 100) / 2``; 0 for lines that do not stand on members' businesses,
    where the members themselves retail (they are competition then), or with fewer than five of them; NaN where the
    survey does not cover them.
    """
    rules = read_advice_rules()
    scales = rules["scales"]
    standing_out = scale(evidence["lq"], scales["lq_low"], scales["lq_high"])
    enough = scale(evidence["n"], 0, np.where(evidence["min_businesses"] > 0, evidence["min_businesses"], np.nan))
    enough = np.where(np.isnan(evidence["min_businesses"]), standing_out, enough)
    base = np.where(evidence["n"] < rules["rules"]["minimum_producers"], 0.0, (standing_out + enough) / 2)
    return np.where(evidence["stands_on_members"], base, 0.0)


def aggregation(evidence: Evidence) -> np.ndarray:
    """A, the worth of buying together 0-100: pooled monthly input spend against the line's threshold.

    NaN where the spend is unknown; 0 for lines that pool nothing.
    """
    threshold = evidence["min_spend_idr_month"]
    threshold = np.where(threshold > 0, threshold, read_advice_rules()["scales"]["default_spend_idr_month"])
    return np.where(evidence["stands_on_members"], scale(evidence["spend_idr_month"], 0, threshold), 0.0)


def demand(evidence: Evidence) -> np.ndarray:
    """D, who buys 0-100: buyers within reach; members who restock; or residents whom nobody serves yet.

    Buyers: surveyed shops and stalls, one kitchen, hotel, market or factory counting as ``big_buyer`` of them.
    Residents: ``population - rivals * residents per outlet``, in full at twice the line's least population.
    NaN where neither kind of buyer, or the population, is known.
    """
    scales = read_advice_rules()["scales"]
    shops, big = evidence["buyers_reach"], evidence["big_buyers"]
    known = ~(np.isnan(shops) & np.isnan(big))
    buyers = np.where(known, np.nan_to_num(shops) + scales["big_buyer"] * np.nan_to_num(big), np.nan)
    served = np.nan_to_num(evidence["rivals"] * evidence["rival_norm_people"])
    least = np.where(evidence["min_population"] > 0, evidence["min_population"], np.nan)
    residents = scale(evidence["population"] - served, 0, 2 * least)
    needed = np.where(evidence["min_businesses"] > 0, evidence["min_businesses"], np.nan)
    restocking = scale(evidence["n"], 0, needed)
    return np.where(
        evidence["serves_residents"],
        residents,
        np.where(evidence["supplies_members"], restocking, scale(buyers, 0, scales["buyers_high"])),
    )


def feasibility(evidence: Evidence) -> np.ndarray:
    """F, whether it can be done 0-100: net cash over instalment, the same in a bad month, money, people, permits.

    Own money and people count only where the founder answered, against the smallest size of the line: a line must not
    lose because more would join. NaN where the money cannot be worked out. Without a loan the share of draws in which
    the running costs are covered stands for the instalment.
    """
    rules = read_advice_rules()
    scales, weights = rules["scales"], rules["feasibility"]
    repay = scale(evidence["dscr"], scales["dscr_low"], scales["dscr_high"])
    without_loan = np.isnan(evidence["dscr"]) & ~np.isnan(evidence["net_cash_idr_month"])
    repay = np.where(without_loan, 100 * evidence["p_carries"], repay)
    shock = scale(evidence["dscr_volume_down"], scales["dscr_down_low"], scales["dscr_down_high"])
    capital = evidence["capex_low_idr"] + evidence["working_low_idr"]
    capital = np.where((capital > 0) & (evidence["own"] > 0), capital, np.nan)
    staff = np.where(evidence["staff_low"] > 0, evidence["staff_low"], np.nan)
    parts = weighted_mean(
        [
            (weights["repay"], repay),
            (weights["shock"], shock),
            (weights["own_money"], scale(evidence["own"] / capital, 0, 1)),
            (weights["people"], scale(evidence["people"] / staff, 0, 1)),
            (weights["permits"], scale(evidence["permit_count"], scales["permits_low"], scales["permits_high"])),
        ]
    )
    return np.where(np.isnan(repay), np.nan, parts)


def competition(evidence: Evidence) -> np.ndarray:
    """C, a penalty 0-100: outlets per norm, full at the saturation limit; only where the line sells to residents.

    Concentration upstream and in processing is a supply base, not competition. Where members already retail, the
    cooperative that sells to them does not compete either; one that would retail beside them does, with each of them
    counted as a rival.
    """
    crowded = saturation(evidence["rivals"], evidence["population"], evidence["rival_norm_people"])
    full = read_advice_rules()["rules"]["saturation"]
    beside_members = evidence["members_retail"] & ~evidence["supplies_members"]
    rivals = np.where(beside_members, scale(evidence["n"], 0, read_advice_rules()["rules"]["minimum_producers"]), 0.0)
    return np.where(evidence["serves_residents"], scale(crowded, 0, full), rivals)


def relatedness(evidence: Evidence) -> np.ndarray:
    """R 0-100: share of the steps around the line's members (inputs and users) that are here or next door."""
    return 100 * evidence["links_here"] / np.where(evidence["links_known"] > 0, evidence["links_known"], np.nan)


def mandate(evidence: Evidence) -> np.ndarray:
    """M 0-100: mean of how far the programme names the line and of how much of its land there is, those known."""
    land = scale(evidence["land_share"], 0, read_advice_rules()["scales"]["land_high"])
    return weighted_mean([(1.0, 100 * evidence["programme"]), (1.0, land)])


def components(evidence: Evidence) -> dict[str, np.ndarray]:
    """The seven components, 0-100, NaN unknown; shape as the columns of ``evidence`` broadcast."""
    return {
        "supply": supply(evidence),
        "aggregation": aggregation(evidence),
        "demand": demand(evidence),
        "feasibility": feasibility(evidence),
        "competition": competition(evidence),
        "relatedness": relatedness(evidence),
        "mandate": mandate(evidence),
    }


def weights_in_force(setup: AdviceSetup) -> dict[str, float]:
    """Weight of each component; that of the competition is taken off.

    Examples
    --------
    >>> weights_in_force(AdviceSetup())["supply"]
    25.0
    """
    values = assumptions_in_force(setup)
    return {name: values[f"weights.{name}"] for name in COMPONENTS}


def points(parts: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> dict[str, np.ndarray]:
    """What each component adds to the score; they sum to it (where it is not cut at 0 or 100).

    Each gain counts ``weight * value`` over the weight of the gains that are known; the penalty is taken off over the
    weight of all gains, so that knowing less never makes rivals weigh more. NaN where the component is unknown.

    Examples
    --------
    >>> parts = {"supply": np.array([50.0]), "demand": np.array([np.nan]), "competition": np.array([100.0])}
    >>> worth = points(parts, {"supply": 30.0, "demand": 20.0, "competition": 10.0})
    >>> [float(worth[name][0]) for name in parts]
    [50.0, nan, -20.0]
    """
    gains = [name for name in parts if name != PENALTY]
    known = sum(weights[name] * ~np.isnan(parts[name]) for name in gains)
    known = np.where(known > 0, known, np.nan)
    every = sum(weights[name] for name in gains) or np.nan
    worth = {name: weights[name] * parts[name] / known for name in gains}
    return {**worth, PENALTY: 0.0 - weights[PENALTY] * parts[PENALTY] / every}


def line_score(parts: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> np.ndarray:
    """Suitability 0-100: the sum of :func:`points`, cut at 0 and 100.

    Higher pooled spend never lowers it; more rival outlets never raise it. NaN also where the gains that are known
    weigh less than ``minimum_known_weight`` of all: what is left says too little.

    Examples
    --------
    >>> full = np.array([100.0, 100.0])
    >>> parts = dict.fromkeys(COMPONENTS, full) | {"competition": np.array([0.0, 100.0])}
    >>> line_score(parts, weights_in_force(AdviceSetup())).round(1).tolist()
    [100.0, 88.9]
    """
    worth = points(parts, weights)
    gains = [name for name in parts if name != PENALTY]
    known = sum(weights[name] * ~np.isnan(parts[name]) for name in gains)
    least = read_advice_rules()["rules"]["minimum_known_weight"] * sum(weights[name] for name in gains)
    return np.where(
        (known > 0) & (known >= least - 1e-9),
        np.clip(sum(np.nan_to_num(part) for part in worth.values()), 0, 100),
        np.nan,
    )


def confidence(evidence: pd.DataFrame) -> np.ndarray:
    """Q 0-100: how far the answer can be trusted, whatever it is; mean of the parts that are known.

    Members against those needed (lines that live off residents: interviews of the kelurahan), width of the quotient's
    interval, age of the data, share of businesses whose product is clear. NaN where nothing is known.
    """
    posts = read_advice_rules()["confidence"]
    numbers = {name: evidence[name].to_numpy(float) for name in ("n", "min_businesses", "n_kelurahan")}
    needed = np.where(numbers["min_businesses"] > 0, numbers["min_businesses"], np.nan)
    members = scale(numbers["n"], 0, needed)
    interviews = scale(numbers["n_kelurahan"], 0, posts["interviews_high"])
    seen = np.where(evidence["serves_residents"].to_numpy(bool), interviews, members)
    low = evidence["lq_low"].to_numpy(float)
    width = evidence["lq_high"].to_numpy(float) / np.where(low > 0, low, np.nan)
    parts = [
        seen,
        scale(np.log(width), np.log(posts["width_low"]), np.log(posts["width_high"])),
        scale(evidence["age_months"].to_numpy(float), posts["age_low"], posts["age_high"]),
        scale(evidence["classified_share"].to_numpy(float), posts["classified_low"], posts["classified_high"]),
    ]
    return weighted_mean([(1.0, part) for part in parts])
