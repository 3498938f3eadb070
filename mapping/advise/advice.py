"""The answer for each kelurahan: start with, do not start with, or "belum cukup data"."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.sentences import say_avoid, say_cancels, say_counter, say_reason, say_undecided, say_unknown
from mapping.advise.suit.components import (
    MEMBER_DRIVERS,
    components,
    follow,
    gather_evidence,
    leading_line,
    line_score,
    probability_best,
    to_arrays,
)
from mapping.advise.suit.gates import check_gates
from mapping.knowledge.catalog import read_advice_rules, read_lines
from mapping.knowledge.lines import line_products
from mapping.settings import Progress, Settings, no_progress

COLUMNS = [
    "kelurahan_code",
    "position",
    "line_id",
    "line",
    "product",
    "score",
    "p_best",
    "confident",
    "reason",
    "counter_argument",
    "cancels_if",
]


def advise(
    kelurahan: pd.DataFrame,
    businesses: pd.DataFrame,
    line_indicators: pd.DataFrame,
    settings: Settings,
    progress: Progress = no_progress,
) -> pd.DataFrame:
    """Up to three lines to start with and four not to start with, for every kelurahan.

    A line is suggested when every gate is open and its suitability reaches ``minimum_score``; the three
    highest are kept. It is ``confident`` only when it is first, its members stand out from the region
    with ``P(LQ > 1) >= firm_probability``, there are at least as many of them as the line needs (at most
    ten are asked for), and it stays first in at least ``firm_p_best`` of the draws. Kelurahan with fewer
    than ``settings.minimum_businesses`` surveyed businesses, and those where no line can be suggested, get
    one row with position ``unknown`` that says what is missing.

    Parameters
    ----------
    kelurahan, businesses, line_indicators : DataFrame
        As docs/architecture.md describes them.

    Returns
    -------
    DataFrame
        The columns of ``COLUMNS``, sorted by kelurahan and position. ``score`` 0-100, ``p_best`` 0-1,
        both NaN for ``avoid`` by gate and ``unknown``.
    """
    progress(0.0, "Menimbang lini usaha")
    evidence = gather_evidence(kelurahan, line_indicators)
    evidence = evidence.join(check_gates(evidence))
    parts = components(to_arrays(evidence), settings)
    evidence = evidence.assign(**parts, score=line_score(parts))
    evidence["umbrella"] = evidence.index.get_level_values("line_id").map(read_lines()["products"].str.contains("@"))
    evidence["product"] = main_product(evidence.index, businesses)
    enough = evidence["n_kelurahan"] >= settings.minimum_businesses
    candidate = enough & evidence["open"] & (evidence["score"] >= read_advice_rules()["rules"]["minimum_score"])
    leader = leading_line(evidence, candidate)
    evidence["score"] = follow(evidence["score"].to_numpy(), leader)
    evidence["leader_n"] = np.where(leader >= 0, evidence["n"].to_numpy()[leader], np.nan)
    evidence["leader"] = np.where(leader >= 0, evidence.index.get_level_values("line_id")[leader], "")
    progress(0.3, "Menguji keteguhan saran")
    evidence["p_best"] = probability_best(evidence, candidate, settings)
    progress(0.9, "Menulis alasan")
    answers = [
        _start_with(evidence[candidate], settings),
        _avoid(evidence[enough & ~candidate], evidence, settings),
        _unknown(kelurahan, line_indicators, settings),
        _undecided(evidence[enough], candidate[enough]),
    ]
    table = pd.concat([answer for answer in answers if len(answer)], ignore_index=True)
    order = table["position"].map({"1": 1, "2": 2, "3": 3, "avoid": 4, "unknown": 0})
    keys = table.assign(order=order).sort_values(["kelurahan_code", "order", "line_id"]).index
    return table.loc[keys, COLUMNS].reset_index(drop=True)


def main_product(index: pd.MultiIndex, businesses: pd.DataFrame) -> pd.Series:
    """The product that most members of a line make in a kelurahan; the line's keyword where it has one.

    Returns
    -------
    Series of text
        On ``index``; ``""`` where no member was surveyed.
    """
    members = line_products(read_lines()).query("role == 'member'")[["line_id", "product"]]
    counts = businesses.groupby(["kelurahan_code", "product"]).size().rename("n").reset_index()
    pairs = counts.merge(members, on="product").sort_values(["n", "product"], ascending=[False, True])
    first = pairs.drop_duplicates(["kelurahan_code", "line_id"]).set_index(["kelurahan_code", "line_id"])["product"]
    keyword = read_lines()["keyword"].str.split("|").str[0]
    named = index.get_level_values("line_id").map(keyword)
    product = first.reindex(index).fillna("")
    return product.where((product == "") | (named == ""), named)


def _start_with(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The highest candidates of each kelurahan, position 1 to 3, with their sentences."""
    rules = read_advice_rules()["rules"]
    rows = rows.reset_index().sort_values(["kelurahan_code", "score", "line_id"], ascending=[True, False, True])
    place = rows.groupby("kelurahan_code").cumcount() + 1
    rows = rows.assign(place=place)[place <= rules["positions"]]
    needed = rows["min_businesses"].clip(upper=10)
    rows["confident"] = (
        (rows["place"] == 1)
        & rows["driver"].isin(MEMBER_DRIVERS)
        & (rows["lq_prob"] >= rules["firm_probability"])
        & (rows["n"] >= needed)
        & (rows["p_best"] >= rules["firm_p_best"])
    )
    rows["position"] = rows["place"].astype(str)
    lines = read_lines()
    rows["line"] = rows["line_id"].map(lines["line"])
    rows["reason"] = say_reason(rows, settings)
    rows["counter_argument"] = say_counter(rows)
    rows["cancels_if"] = say_cancels(rows)
    return rows[COLUMNS]


def _avoid(rows: pd.DataFrame, evidence: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Tempting lines that should not be started, at most ``avoid_each`` for the same kind of reason.

    Saturated outlets first, then shops that the programme names but whose gate is closed, then
    fashions: lines that are a real base elsewhere in the region (ten or more members that stand out)
    but that hardly anyone makes here, those of the same kecamatan before others.
    """
    rules = read_advice_rules()["rules"]
    base = evidence[(evidence["n"] >= 10) & (evidence["lq_prob"] >= rules["firm_probability"])]
    base = base[(base["driver"] == "producers") & ~base["umbrella"]].reset_index()
    fashions = base.groupby("line_id")["n"].max()
    nearby = base.groupby(["kecamatan", "line_id"])["n"].max().rename("nearby").reset_index()
    rows = rows.reset_index().merge(nearby, on=["kecamatan", "line_id"], how="left")
    saturated = rows["warn"] & (rows["saturation"] >= rules["saturation"])
    programme = rows["warn"] & rows["line_id"].map(read_lines()["group"]).isin(rules["programme_groups"])
    fashion = rows["line_id"].isin(fashions.index) & (rows["n"] < rules["minimum_producers"]) & ~rows["warn"]
    rows["kind_of_reason"] = np.select([saturated, programme, fashion], [0, 1, 2], 9)
    rows["pull"] = np.where(saturated, rows["saturation"], rows["line_id"].map(fashions))
    rows = rows[rows["kind_of_reason"] < 9].sort_values(
        ["kelurahan_code", "kind_of_reason", "nearby", "pull", "line_id"], ascending=[True, True, False, False, True]
    )
    rows = rows[rows.groupby(["kelurahan_code", "kind_of_reason"]).cumcount() < rules["avoid_each"]]
    rows = rows[rows.groupby("kelurahan_code").cumcount() < rules["avoid_at_most"]]
    names = rows["line_id"].map(read_lines()["line"])
    empty = dict.fromkeys(["product", "counter_argument", "cancels_if"], "")
    rows = rows.assign(position="avoid", confident=False, score=np.nan, p_best=np.nan, line=names, **empty)
    return rows.assign(reason=say_avoid(rows, settings))[COLUMNS]


def _unknown(kelurahan: pd.DataFrame, line_indicators: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """One row for every kelurahan that was surveyed too thinly, with what to survey next."""
    surveyed = line_indicators["n_kelurahan"].groupby("kelurahan_code").first().reindex(kelurahan.index).fillna(0.0)
    typical = (surveyed / kelurahan["population"]).where(surveyed >= settings.minimum_businesses).median()
    thin = surveyed < settings.minimum_businesses
    rows = pd.DataFrame(
        {
            "kelurahan_code": kelurahan.index[thin],
            "n_kelurahan": surveyed[thin].to_numpy(),
            "wanted": (kelurahan["population"][thin] * typical).to_numpy(),
        }
    )
    return _without_line(rows.assign(reason=say_unknown(rows, settings)))


def _undecided(rows: pd.DataFrame, candidate: pd.Series) -> pd.DataFrame:
    """One row for every kelurahan with enough businesses but no line to suggest, with what is missing."""
    nothing = rows[~candidate.groupby(level="kelurahan_code").transform("any")]
    spend = nothing["spend_idr_month"].where(nothing["n"] > 0)
    rows = pd.DataFrame(
        {
            "population": nothing["population"].groupby(level="kelurahan_code").first(),
            "spend_known": spend.notna().groupby(level="kelurahan_code").any(),
        }
    ).reset_index()
    return _without_line(rows.assign(reason=say_undecided(rows)))


def _without_line(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of position ``unknown``: a reason and no line."""
    texts = dict.fromkeys(["line_id", "line", "product", "counter_argument", "cancels_if"], "")
    return rows.assign(**texts, position="unknown", score=np.nan, p_best=np.nan, confident=False)[COLUMNS]
