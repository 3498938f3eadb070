"""The suitability of every line in every kelurahan: evidence, money, gates, components, score, how firm."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.money.pay import COLUMNS as PAY
from mapping.advise.money.pay import pay
from mapping.advise.suit.components import COMPONENTS, components, confidence, line_score, to_arrays, weights_in_force
from mapping.advise.suit.draws import chances
from mapping.advise.suit.evidence import Known, gather_evidence
from mapping.advise.suit.gates import check_gates
from mapping.advise.suit.umbrella import borrowed_members, follow, leading_line
from mapping.knowledge.catalog import read_advice_rules
from mapping.knowledge.lines import line_products, lines_in_force
from mapping.language import tr
from mapping.settings import Progress, Settings, no_progress

OUTCOME = [
    "confidence",
    "score",
    "p_best",
    "p_top3",
    "open",
    "warn",
    "closed_by",
    "gate",
    "candidate",
    "leader",
    "product",
]
FACTS = [
    *("buyers_reach", "buyers_reach_rows", "big_buyers", "nearest_m", "nearest_kind", "links_here", "links_known"),
    *("programme", "land_share", "permit_count", "age_months", "classified_share", "population", "saturation"),
]
"""What the sentences about the components name beside the line indicators."""
COLUMNS = [*COMPONENTS, *OUTCOME, *FACTS, *PAY]


def weigh_lines(
    kelurahan: pd.DataFrame,
    businesses: pd.DataFrame,
    line_indicators: pd.DataFrame,
    settings: Settings,
    known: Known | None = None,
    progress: Progress = no_progress,
) -> pd.DataFrame:
    """Everything that the advice rests on, one row per kelurahan and line.

    Returns
    -------
    DataFrame
        Index ``(kelurahan_code, line_id)`` sorted: the evidence of ``gather_evidence`` and ``COLUMNS``. ``candidate``:
        surveyed well enough, every gate open, score at least ``minimum_score``. ``leader``: the narrower line that an
        umbrella line follows (``""`` none), ``leader_n`` its members. NaN is unknown.
    """
    lines = lines_in_force(settings.advice.line_changes)
    evidence = gather_evidence(kelurahan, line_indicators, settings, known)
    progress(0.1, tr("Menghitung modal dan cicilan"))
    evidence = evidence.join(pay(evidence, lines, settings.advice))
    evidence = evidence.join(check_gates(evidence))
    progress(0.4, tr("Menimbang lini usaha"))
    parts = components(to_arrays(evidence, settings.advice))
    score = line_score(parts, weights_in_force(settings.advice))
    evidence = evidence.assign(**parts, confidence=confidence(evidence), score=score)
    evidence["product"] = main_product(evidence.index, businesses, lines)
    enough = evidence["n_kelurahan"] >= settings.minimum_businesses
    minimum = read_advice_rules()["rules"]["minimum_score"]
    evidence["candidate"] = enough & evidence["open"] & (evidence["score"] >= minimum)
    leader = leading_line(evidence, evidence["candidate"], lines)
    evidence["score"] = follow(evidence["score"].to_numpy(), leader)
    evidence["leader_n"] = np.where(leader >= 0, evidence["n"].to_numpy()[leader], np.nan)
    evidence["borrowed"] = borrowed_members(evidence, lines)
    evidence["leader"] = np.where(leader >= 0, evidence.index.get_level_values("line_id")[leader], "")
    progress(0.6, tr("Menguji keteguhan saran"))
    return evidence.join(chances(evidence, evidence["candidate"], lines, settings))


def main_product(index: pd.MultiIndex, businesses: pd.DataFrame, lines: pd.DataFrame) -> pd.Series:
    """The product that most members of a line make in a kelurahan; the line's keyword where it has one.

    Returns
    -------
    Series of text
        On ``index``; ``""`` where no member was surveyed.
    """
    members = line_products(lines).query("role == 'member'")[["line_id", "product"]]
    counts = businesses.groupby(["kelurahan_code", "product"]).size().rename("n").reset_index()
    pairs = counts.merge(members, on="product").sort_values(["n", "product"], ascending=[False, True])
    first = pairs.drop_duplicates(["kelurahan_code", "line_id"]).set_index(["kelurahan_code", "line_id"])["product"]
    keyword = lines["keyword"].str.split("|").str[0]
    named = index.get_level_values("line_id").map(keyword)
    product = first.reindex(index).fillna("")
    return product.where((product == "") | (named == ""), named)
