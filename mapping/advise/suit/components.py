"""How well a line of business suits a kelurahan: components 0-100, their weighted sum, and draws."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from mapping.advise.money.loan import capital_need
from mapping.advise.suit.gates import saturation
from mapping.knowledge.catalog import read_advice_rules, read_lexicon, read_lines
from mapping.knowledge.lines import line_products
from mapping.measure.specialisation import prior_strength
from mapping.settings import Settings

Evidence = Mapping[str, np.ndarray]
"""Columns of the evidence as arrays, last axis one entry per kelurahan and line."""

COMPONENTS = ("supply", "aggregation", "demand", "feasibility", "competition")
MEMBER_DRIVERS = ("producers", "pooling", "supply_members")
NUMBERS = (
    "n",
    "n_effective",
    "lq",
    "spend_idr_month",
    "buyers",
    "rivals",
    "population",
    "min_businesses",
    "min_spend_idr_month",
    "min_population",
    "rival_norm_people",
    "capital_idr",
    "prior_strength",
)
CELLS_AT_ONCE = 1_000_000
HAIR = 1e-6


def gather_evidence(kelurahan: pd.DataFrame, line_indicators: pd.DataFrame) -> pd.DataFrame:
    """Everything that is known about each line in each kelurahan, in natural units, one row per pair.

    Returns
    -------
    DataFrame
        Index ``(kelurahan_code, line_id)`` sorted; the line indicators, the line's catalogue figures,
        ``kind``, ``kecamatan``, ``population``, ``saturation`` (outlets per norm, NaN where no norm applies) and
        ``prior_strength`` (of the line's quotient, the one it was shrunk with).
    """
    lines = read_lines().join(capital_need(read_lines()))
    columns = ["driver", "where", "min_businesses", "min_spend_idr_month", "min_population", "rival_norm_people"]
    columns += ["gate_members", "gate_spend_idr_month"]
    evidence = (
        line_indicators.sort_index()
        .join(lines[[*columns, "capital_idr", "capital_low_idr", "capital_high_idr"]], on="line_id")
        .join(kelurahan[["kind", "kecamatan", "population"]], on="kelurahan_code")
    )
    evidence["saturation"] = saturation(
        *(evidence[column].to_numpy(float) for column in ("rivals", "population", "rival_norm_people"))
    )
    strengths = {
        line_id: prior_strength(rows["n_effective"].to_numpy(), rows["expected"].to_numpy())
        for line_id, rows in evidence.groupby(level="line_id")
    }
    evidence["prior_strength"] = evidence.index.get_level_values("line_id").map(strengths).astype(float)
    return evidence


def to_arrays(evidence: pd.DataFrame) -> Evidence:
    """The numbers of the evidence as arrays, and what its driver means as three flags."""
    arrays = {column: evidence[column].to_numpy(float) for column in NUMBERS}
    driver = evidence["driver"]
    return {
        **arrays,
        "stands_on_members": driver.isin(MEMBER_DRIVERS).to_numpy(),
        "supplies_members": (driver == "supply_members").to_numpy(),
        "serves_residents": (driver == "demand").to_numpy(),
    }


def leading_line(evidence: pd.DataFrame, candidate: pd.Series) -> np.ndarray:
    """For each umbrella line, the narrower line that its members mostly belong to; the core product comes first.

    An umbrella line gathers a whole group of products (buying food inputs together, a gallery). Where
    half of its members or more are members of one narrower line, the cooperative starts with that line
    and widens to the umbrella later, so the umbrella may not score above it.

    Parameters
    ----------
    evidence : DataFrame
        As from ``gather_evidence``, sorted by index.
    candidate : Series of bool
        Lines that may be suggested; only they can lead.

    Returns
    -------
    ndarray of int, shape (rows,)
        Position of the leading row, or -1.
    """
    products = read_lines()["products"]
    umbrellas = products.index[products.str.contains("@")]
    groups = products[umbrellas].str.extract(r"@(\w+)")[0]
    members = line_products(read_lines()).query("role == 'member'").groupby("line_id")["product"].agg(set)
    lexicon = read_lexicon()
    code = evidence.index.get_level_values("kelurahan_code")
    line = evidence.index.get_level_values("line_id")
    rows = pd.DataFrame({"code": code, "line": line, "n": evidence["n"].to_numpy(), "at": np.arange(len(evidence))})
    leader = np.full(len(evidence), -1)
    for umbrella, group in groups.items():
        inside = set(lexicon.loc[lexicon["group"] == group, "product"])
        narrower = [name for name, made in members.items() if name not in umbrellas and made & inside]
        best = rows[rows["line"].isin(narrower) & candidate.to_numpy()].sort_values(
            ["n", "line"], ascending=[False, True]
        )
        best = best.drop_duplicates("code").set_index("code")
        own = rows[rows["line"] == umbrella].join(best[["n", "at"]].add_suffix("_best"), on="code")
        share = read_advice_rules()["rules"]["umbrella_share"]
        led = own[own["n_best"] >= share * own["n"]]
        leader[led["at"]] = led["at_best"].astype(int)
    return leader


def follow(score: np.ndarray, leader: np.ndarray) -> np.ndarray:
    """Umbrella lines score at most, and by a hair less than, the line that leads them.

    Examples
    --------
    >>> follow(np.array([90.0, 95.0, 20.0]), np.array([-1, 0, -1])).round(3).tolist()
    [90.0, 90.0, 20.0]
    """
    return np.where(leader >= 0, np.minimum(score, score[..., leader] - HAIR), score)


def _between(value: np.ndarray, low: float, high: np.ndarray | float) -> np.ndarray:
    """0 at ``low``, 100 at ``high``, straight between, NaN stays."""
    return np.clip(100 * (value - low) / (high - low), 0, 100)


def supply(evidence: Evidence) -> np.ndarray:
    """S, the supply base 0-100: half how far members stand out (LQ), half whether there are enough.

    ``S = (scale(lq, 0.5..4) + min(n / needed, 1) * 100) / 2``; 0 for lines that do not stand on
    members' businesses or with fewer than five of them; NaN where the survey does not cover them.
    """
    rules = read_advice_rules()
    scales = rules["scales"]
    standing_out = _between(evidence["lq"], scales["lq_low"], scales["lq_high"])
    enough = _between(evidence["n"], 0, evidence["min_businesses"])
    base = np.where(evidence["n"] < rules["rules"]["minimum_producers"], 0.0, (standing_out + enough) / 2)
    return np.where(evidence["stands_on_members"], base, 0.0)


def aggregation(evidence: Evidence) -> np.ndarray:
    """A, the worth of buying together 0-100: pooled monthly input spend against the line's threshold.

    NaN where the spend is unknown; 0 for lines that pool nothing.
    """
    threshold = evidence["min_spend_idr_month"]
    threshold = np.where(np.isnan(threshold), read_advice_rules()["scales"]["default_spend_idr_month"], threshold)
    return np.where(evidence["stands_on_members"], _between(evidence["spend_idr_month"], 0, threshold), 0.0)


def demand(evidence: Evidence) -> np.ndarray:
    """D, who buys 0-100: shops and stalls of the kecamatan; members who restock; or residents.

    Residents count fully at twice the line's minimum population. NaN where population is unknown.
    """
    buyers = _between(evidence["buyers"], 0, read_advice_rules()["scales"]["buyers_high"])
    residents = _between(evidence["population"], 0, 2 * evidence["min_population"])
    restocking = _between(evidence["n"], 0, evidence["min_businesses"])
    return np.where(evidence["serves_residents"], residents, np.where(evidence["supplies_members"], restocking, buyers))


def feasibility(evidence: Evidence, capital_idr: float) -> np.ndarray:
    """F, how much of the capital is at hand 0-100: available money over the middle of the need."""
    return np.clip(100 * capital_idr / evidence["capital_idr"], 0, 100)


def competition(evidence: Evidence) -> np.ndarray:
    """C, a penalty 0-100: outlets per norm, full at the saturation limit; only where the line sells to residents.

    Concentration upstream and in processing is a supply base, not competition; where members already
    retail, the cooperative sells to them and does not compete either.
    """
    crowded = saturation(evidence["rivals"], evidence["population"], evidence["rival_norm_people"])
    full = read_advice_rules()["rules"]["saturation"]
    return np.where(evidence["serves_residents"], _between(crowded, 0, full), 0.0)


def components(evidence: Evidence, settings: Settings) -> dict[str, np.ndarray]:
    """The five components, 0-100, NaN unknown; shape as the columns of ``evidence`` broadcast."""
    return {
        "supply": supply(evidence),
        "aggregation": aggregation(evidence),
        "demand": demand(evidence),
        "feasibility": feasibility(evidence, 250e6),
        "competition": competition(evidence),
    }


def line_score(parts: Mapping[str, np.ndarray]) -> np.ndarray:
    """Suitability 0-100: weighted sum of known components over the known positive weight, penalty last.

    Higher pooled spend never lowers it; more rival outlets never raise it. NaN when nothing is known.

    Examples
    --------
    >>> full = np.array([100.0, 100.0])
    >>> parts = dict.fromkeys(COMPONENTS, full) | {"competition": np.array([0.0, 100.0])}
    >>> line_score(parts).round(1).tolist()
    [100.0, 88.9]
    """
    weights = {"supply": 30, "aggregation": 25, "demand": 20, "feasibility": 15, "competition": -10}
    gains = {name: weight for name, weight in weights.items() if weight > 0}
    known = sum(weight * ~np.isnan(parts[name]) for name, weight in gains.items())
    gained = sum(weight * np.nan_to_num(parts[name]) for name, weight in gains.items())
    lost = np.nan_to_num(parts["competition"]) * -weights["competition"] / sum(gains.values())
    with np.errstate(invalid="ignore"):
        return np.clip(gained / np.where(known > 0, known, np.nan) - lost, 0, 100)


def probability_best(evidence: pd.DataFrame, candidate: pd.Series, settings: Settings) -> pd.Series:
    """Share of draws in which a line has the highest suitability among the candidates of its kelurahan.

    Each draw takes the true concentration from its posterior ``Gamma(n + a, E + a)``, and lets the
    number of members and their pooled spend move with it; rivals are drawn from ``Gamma(rivals + 1/2, 1)``.

    Parameters
    ----------
    evidence : DataFrame
        As from ``gather_evidence``, sorted by index, so that the result does not depend on row order.
    candidate : Series of bool
        Lines to compare. Time grows with candidates x ``settings.draws``; memory stays bounded.

    Returns
    -------
    Series of float
        0-1 on the index of ``evidence``; NaN where not a candidate. Sums to 1 per kelurahan with candidates.
    """
    result = pd.Series(np.nan, index=evidence.index)
    rows = evidence[candidate]
    if rows.empty:
        return result
    leader = leading_line(rows, pd.Series(True, index=rows.index))
    group, _ = pd.factorize(rows.index.get_level_values("kelurahan_code"))
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    known = to_arrays(rows)
    random = np.random.default_rng(settings.seed)
    won = np.zeros(len(rows))
    at_once = max(1, CELLS_AT_ONCE // len(rows))
    for done in range(0, settings.draws, at_once):
        shape = (min(at_once, settings.draws - done), len(rows))
        score = follow(line_score(components(_draw_evidence(known, shape, random), settings)), leader)
        first = score >= np.maximum.reduceat(score, starts, axis=1)[:, group]
        won += (first / np.add.reduceat(first.astype(float), starts, axis=1)[:, group]).sum(axis=0)
    result.loc[rows.index] = won / settings.draws
    return result


def _draw_evidence(known: Evidence, shape: tuple[int, int], random: np.random.Generator) -> Evidence:
    """The evidence as it might have been, had another sample of businesses been surveyed."""
    posterior = known["n_effective"] + known["prior_strength"]
    members = known["stands_on_members"] & ~np.isnan(posterior)
    moved = random.gamma(np.where(members, posterior, 1.0), size=shape) / np.where(members, posterior, 1.0)
    moved = np.where(members, moved, 1.0)
    drawn = {column: known[column] * moved for column in ("lq", "n", "spend_idr_month")}
    return {**known, **drawn, "rivals": random.gamma(np.nan_to_num(known["rivals"]) + 0.5, size=shape)}
