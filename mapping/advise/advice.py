"""The answer for each kelurahan: start with, later, do not start with, or "belum cukup data"."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.say.others import say_avoid, say_later, say_undecided, say_unknown
from mapping.advise.say.start import say_cancels, say_counter, say_reason
from mapping.advise.suit.evidence import MEMBER_DRIVERS, Known
from mapping.advise.suit.gates import MONEY
from mapping.advise.suit.suitability import COLUMNS as SUITABILITY
from mapping.advise.suit.suitability import weigh_lines
from mapping.advise.suit.umbrella import umbrella_lines
from mapping.knowledge.catalog import read_advice_rules
from mapping.knowledge.lines import lines_in_force
from mapping.language import tr
from mapping.settings import Progress, Settings, no_progress, part_of

MONEY_COLUMNS = [
    *("capital_idr", "break_even_units_month", "unit", "net_cash_idr_month", "instalment_idr_month", "dscr"),
]
TEXTS = ["line_id", "line", "product", "unit", "counter_argument", "cancels_if"]
WEIGHED = ["score", "p_best", "p_top3", "confidence"]
COLUMNS = [
    *("kelurahan_code", "position", "line_id", "line", "product", *WEIGHED, "confident"),
    *(*MONEY_COLUMNS, "reason", "counter_argument", "cancels_if"),
]
ORDER = {"unknown": 0, "1": 1, "2": 2, "3": 3, "later": 4, "avoid": 5}
START = ("1", "2", "3")


def advise(
    kelurahan: pd.DataFrame,
    businesses: pd.DataFrame,
    line_indicators: pd.DataFrame,
    settings: Settings,
    known: Known | None = None,
    progress: Progress = no_progress,
) -> dict[str, pd.DataFrame]:
    """For every kelurahan: up to three lines to start with, three for later, five not to start with; and why.

    A line is suggested when every gate is open and its suitability reaches ``minimum_score``; the three highest are
    kept. A line whose cash does not carry its loan, or whose capital nobody covers, is closed, however high it scores.
    It is ``confident`` only when it is first, its members stand out from the region with ``P(LQ > 1) >=
    firm_probability``, there are at least as many of them as the line needs (at most ten are asked for), its money is
    known to carry the loan, most of an umbrella line's members have no line of their own, the data are good enough, and
    it stays first in at least ``firm_p_best`` of the draws.
    Kelurahan with fewer than ``settings.minimum_businesses`` surveyed businesses, and those where no line can be
    suggested, get one row with position ``unknown`` that says what is missing.

    Parameters
    ----------
    kelurahan, businesses, line_indicators : DataFrame
        As docs/architecture.md describes them.
    settings : Settings
        With the founder's answers.
    known : Known, optional
        What is known beside: buyers, chains, context, quality.

    Returns
    -------
    dict of DataFrame
        ``"advice"``: the columns of ``COLUMNS``, sorted by kelurahan and position. ``score`` 0-100, ``p_best, p_top3``
        0-1, NaN where not a candidate, for ``avoid`` and for ``unknown``.
        ``"suitability"``: every kelurahan and line, the columns of ``suit.suitability.COLUMNS``.

    Raises
    ------
    mapping.errors.SettingsError
        An answer of the founder that cannot be used.
    """
    rows = weigh_lines(kelurahan, businesses, line_indicators, settings, known, part_of(progress, 0.0, 0.9))
    progress(0.9, tr("Menulis alasan"))
    enough = rows[rows["n_kelurahan"] >= settings.minimum_businesses]
    start = _start_with(enough, settings)
    avoid = _avoid(enough[~enough["candidate"]], rows, settings)
    taken = pd.concat([start, avoid])[["kelurahan_code", "line_id"]]
    answers = [start, avoid, _later(enough, taken, settings), _unknown(kelurahan, line_indicators, settings)]
    answers.append(_undecided(enough, settings))
    table = pd.concat([answer for answer in answers if len(answer)], ignore_index=True)
    keys = table.assign(order=table["position"].map(ORDER)).sort_values(["kelurahan_code", "order", "place", "line_id"])
    return {"advice": keys[COLUMNS].reset_index(drop=True), "suitability": rows[SUITABILITY]}


def _start_with(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The highest candidates of each kelurahan, position 1 to 3, with their sentences."""
    rules = read_advice_rules()["rules"]
    rows = _ranked(rows[rows["candidate"]])
    rows = rows[rows["place"] <= rules["positions"]]
    rows["confident"] = (
        (rows["place"] == 1)
        & rows["driver"].isin(MEMBER_DRIVERS)
        & (rows["lq_prob"] >= rules["firm_probability"])
        & (rows["n"] >= rows["min_businesses"].clip(upper=10))
        & (rows["carries"] == "yes")
        & ~rows["borrowed"]
        & (rows["confidence"] >= rules["firm_confidence"])
        & (rows["p_best"] >= rules["firm_p_best"])
    )
    return _worded(rows.assign(position=rows["place"].astype(str)), say_reason(rows, settings), settings)


def _ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their ``place`` in the kelurahan, highest score first."""
    rows = rows.reset_index().sort_values(["kelurahan_code", "score", "line_id"], ascending=[True, False, True])
    return rows.assign(place=rows.groupby("kelurahan_code").cumcount() + 1)


def _worded(rows: pd.DataFrame, reason: pd.Series, settings: Settings) -> pd.DataFrame:
    """The answer's columns with the reason, what speaks against it and what would cancel it."""
    names = lines_in_force(settings.advice.line_changes)["line"]
    rows = rows.assign(line=rows["line_id"].map(names), reason=reason, counter_argument="", cancels_if="")
    rows["counter_argument"] = say_counter(rows, settings)
    rows["cancels_if"] = say_cancels(rows, settings)
    return rows[[*COLUMNS, "place"]]


def _later(rows: pd.DataFrame, taken: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """What is near: further candidates, lines held up by money only, by few members or few residents."""
    rules = read_advice_rules()["rules"]
    needed = rows["gate_members"].fillna(rows["min_businesses"])
    near_members = (rows["closed_by"] == "members") & (rows["n"] >= rules["near_members"] * needed)
    near_people = (rows["closed_by"] == "people") & (
        rows["population"] >= rules["near_members"] * rows["min_population"]
    )
    held_up = rows["closed_by"].isin(["capital", "repay"]) | near_members | near_people
    near = rows["candidate"] | (held_up & (rows["score"] >= rules["minimum_score"]))
    free = ~rows.index.isin(pd.MultiIndex.from_frame(taken))
    rows = _ranked(rows[near & free])
    rows = rows[rows["place"] <= rules["later_at_most"]]
    rows = rows.assign(position="later", confident=False)
    return _worded(rows, say_later(rows, settings), settings)


def _avoid(rows: pd.DataFrame, every: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Tempting lines that should not be started, at most ``avoid_each`` for the same kind of reason.

    Saturated outlets first, then outlets that the programme names but whose gate is closed, then lines that would be
    high but earn less than they cost, then fashions: lines that are a real base elsewhere in the region (ten or more
    members that stand out) but that hardly anyone makes here, those of the same kecamatan before others.
    """
    rules = read_advice_rules()["rules"]
    lines = lines_in_force(settings.advice.line_changes)
    umbrella = every.index.get_level_values("line_id").map(umbrella_lines(lines)).to_numpy(bool)
    base = every[(every["n"] >= 10) & (every["lq_prob"] >= rules["firm_probability"])]
    base = base[(base["driver"] == "producers") & ~umbrella[every.index.get_indexer(base.index)]].reset_index()
    fashions = base.groupby("line_id")["n"].max()
    nearby = base.groupby(["kecamatan", "line_id"])["n"].max().rename("nearby").reset_index()
    rows = rows.reset_index().merge(nearby, on=["kecamatan", "line_id"], how="left")
    saturated = rows["closed_by"].isin(["saturated", "members_retail"])
    programme = rows["warn"] & rows["line_id"].map(lines["group"]).isin(rules["programme_groups"])
    loss = (rows["closed_by"] == "loss") & (rows["score"] >= rules["minimum_score"])
    fashion = rows["line_id"].isin(fashions.index) & (rows["n"] < rules["minimum_producers"]) & ~rows["warn"]
    kinds = [saturated, programme, loss, fashion]
    rows["kind_of_reason"] = np.select(kinds, range(len(kinds)), 9)
    rows["fashion"] = rows["kind_of_reason"] == len(kinds) - 1
    rows["pull"] = np.select([saturated, loss], [rows["saturation"], rows["score"]], rows["line_id"].map(fashions))
    rows = rows[rows["kind_of_reason"] < 9].sort_values(
        ["kelurahan_code", "kind_of_reason", "nearby", "pull", "line_id"], ascending=[True, True, False, False, True]
    )
    rows = rows[rows.groupby(["kelurahan_code", "kind_of_reason"]).cumcount() < rules["avoid_each"]]
    rows = rows.assign(place=rows.groupby("kelurahan_code").cumcount())
    rows = rows[rows["place"] < rules["avoid_at_most"]]
    empty = dict.fromkeys(["counter_argument", "cancels_if"], "") | dict.fromkeys(WEIGHED, np.nan)
    rows = rows.assign(position="avoid", confident=False, line=rows["line_id"].map(lines["line"]), **empty)
    return rows.assign(reason=say_avoid(rows, settings))[[*COLUMNS, "place"]]


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


def _undecided(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """One row for every kelurahan with enough businesses but no line to suggest, with what is missing."""
    nothing = rows[~rows["candidate"].groupby(level="kelurahan_code").transform("any")]
    of_place = nothing.groupby(level="kelurahan_code")
    high = nothing["score"] >= read_advice_rules()["rules"]["minimum_score"]
    money = _ranked(nothing[nothing["closed_by"].isin(MONEY) & high]).query("place == 1")
    table = pd.DataFrame(
        {
            "population": of_place["population"].first(),
            "spend_known": nothing["spend_idr_month"].where(nothing["n"] > 0).notna().groupby("kelurahan_code").any(),
        }
    )
    table["money_closed"] = money.set_index("kelurahan_code")["line_id"].reindex(table.index).fillna("")
    table = table.reset_index()
    return _without_line(table.assign(reason=say_undecided(table, settings)))


def _without_line(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of position ``unknown``: a reason and no line."""
    texts = dict.fromkeys(TEXTS, "")
    figures = dict.fromkeys([*WEIGHED, *MONEY_COLUMNS], np.nan)
    return rows.assign(**{**figures, **texts}, position="unknown", confident=False, place=0)[[*COLUMNS, "place"]]
