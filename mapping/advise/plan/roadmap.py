"""The road map of a line in a place: the core product, a related service, the widening."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.plan.conditions import add_conditions
from mapping.advise.plan.relations import MEMBERS, relate_lines
from mapping.knowledge.plans import read_roadmap
from mapping.language import mark

CORE, UMBRELLA, TABLE = "inti", "payung", "katalog"
"""Why a line is on the road map, beside the kinds of relation: chosen, gathers the core's members, planner's table."""
COLUMNS = [
    *("kelurahan_code", "line_id", "stage", "stage_line_id", "stage_line", "kind", "shared", "table_reason", "score"),
    *("state", "gate", "first_line", "members", "months", "coverage", "net_cash_idr_month", "volume_month", "unit"),
    *("capital_low_idr", "capital_high_idr", "capital_here_idr", "own_figures"),
]
OPEN, UNJUDGED, CLOSED = mark("terbuka"), mark("belum dinilai"), mark("tertutup")


def road_map(chosen: pd.DataFrame, suitability: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Three different lines in the order in which they should start, for each chosen kelurahan and line.

    After the core come the two nearest lines that can start in the same place: those that mostly gather the core's own
    members, then those that share members, then the planner's table, then what lies on the same chain or needs the same
    inputs (a higher suitability first among equals). Of two with the same members, the cheaper starts first. Lines that
    no survey can judge, and lines whose gate is closed, fill up from the planner's table only where nothing else is
    left. A line that leads the core here never comes after it.

    Parameters
    ----------
    chosen : DataFrame
        ``kelurahan_code, line_id``: the core of each road map, one or many.
    suitability : DataFrame, index (kelurahan_code, line_id)
        As docs/architecture.md describes it; of a pair that it lacks, nothing is known.
    lines : DataFrame
        The lines in force.

    Returns
    -------
    DataFrame
        Three rows for each row of ``chosen``, in its order: ``COLUMNS``. ``stage`` 1-3, ``kind`` why the line is there,
        ``shared`` what it shares with the core, ``table_reason`` the planner's reason, ``score`` 0-100, ``state``
        (``"terbuka"``, ``"belum dinilai"``, ``"tertutup"``) and ``gate`` of the line in this place; ``first_line`` the
        line that should start before the core; then what must be reached before the stage and what it costs
        (:mod:`mapping.advise.plan.conditions`). NaN is unknown.

    Examples
    --------
    >>> from mapping.knowledge.catalog import read_lines
    >>> chosen = pd.DataFrame({"kelurahan_code": ["a"], "line_id": ["B13"]})
    >>> nothing = pd.DataFrame(index=pd.MultiIndex.from_arrays([[], []], names=["kelurahan_code", "line_id"]))
    >>> road_map(chosen, nothing, read_lines())[["stage", "stage_line_id", "kind"]].to_numpy().tolist()
    [[1, 'B13', 'inti'], [2, 'B11', 'katalog'], [3, 'B12', 'katalog']]
    """
    known = suitability.reindex(columns=["score", "open", "candidate", "carries", "gate", "leader", "capital_idr"])
    known = known.rename_axis(["kelurahan_code", "stage_line_id"])
    chosen = chosen[["kelurahan_code", "line_id"]].reset_index(drop=True)
    chosen = chosen.assign(plan=chosen.index, first_line=_leader(chosen, known))
    later = _candidates(chosen, known, lines)
    later = later[later["stage_line_id"] != later["first_line"]].sort_values(["plan", "rank", "order"])
    later = later.drop_duplicates(["plan", "stage_line_id"])
    later = later[later.groupby("plan").cumcount() < 2]
    later = later.assign(price=np.where(later["rank"] < 2, _low_capital(later["stage_line_id"], lines), np.nan))
    later = later.sort_values(["plan", "price", "rank", "order"], na_position="last")
    later["stage"] = later.groupby("plan").cumcount() + 2
    core = chosen.assign(stage_line_id=chosen["line_id"], kind=CORE, stage=1, rank=0, shared="", table_reason="")
    core = core.join(known, on=["kelurahan_code", "stage_line_id"])
    stages = pd.concat([core.assign(state=_state(core, lines)), later]).sort_values(["plan", "stage"])
    stages["gate"] = stages["gate"].astype(object).fillna("")
    stages["stage_line"] = stages["stage_line_id"].map(lines["line"])
    return add_conditions(stages.reset_index(drop=True), suitability, lines)[COLUMNS]


def _leader(chosen: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """The line that leads each chosen one in its place; ``""`` without."""
    keys = pd.MultiIndex.from_frame(chosen[["kelurahan_code", "line_id"]])
    return known["leader"].reindex(keys).astype(object).fillna("").set_axis(chosen.index)


def _candidates(chosen: pd.DataFrame, known: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """What might come after each core, with ``rank`` (0 first) and ``order`` within it."""
    related = chosen.merge(relate_lines(lines).rename(columns={"other": "stage_line_id"}), on="line_id")
    related = related.join(known, on=["kelurahan_code", "stage_line_id"])
    related = related[related["candidate"].eq(True) & related["carries"].ne("no")]
    led = related["leader"] == related["line_id"]
    rank = np.select([led, related["kind"] == MEMBERS], [0, 1], 3)
    related = related.assign(
        rank=rank, order=-related["score"], kind=related["kind"].mask(led, UMBRELLA), state=OPEN, table_reason=""
    )
    listed = chosen.merge(_listed(lines), on="line_id")
    listed = listed.join(known, on=["kelurahan_code", "stage_line_id"]).assign(kind=TABLE, shared="")
    state = _state(listed, lines)
    # What the data cannot judge, or rule out, comes after all that they name.
    rank = state.map({OPEN: 2, UNJUDGED: 5, CLOSED: 6}).mask(state.eq(OPEN) & listed["candidate"].ne(True), 4)
    return pd.concat([related, listed.assign(rank=rank, state=state)])


def _listed(lines: pd.DataFrame) -> pd.DataFrame:
    """The planner's table for every line in force: its own rows, then those of its sector."""
    table = read_roadmap().rename(columns={"next_id": "stage_line_id", "reason": "table_reason", "position": "order"})
    sector = lines["sector"].where(lines["sector"].isin(table["line_id"]), "services")
    general = sector.rename("of").reset_index().merge(table, left_on="of", right_on="line_id", suffixes=("", "_sector"))
    rows = pd.concat([table, general.assign(order=general["order"] + 10)])
    rows = rows[rows["stage_line_id"].isin(lines.index) & (rows["stage_line_id"] != rows["line_id"])]
    return rows[["line_id", "stage_line_id", "table_reason", "order"]]


def _state(rows: pd.DataFrame, lines: pd.DataFrame) -> pd.Series:
    """Whether a line can start in its place: open, closed by a gate, or not to be judged from a survey."""
    outside = rows["stage_line_id"].map(lines["driver"]).eq("outside") | rows["open"].isna()
    closed = rows["open"].eq(False) | rows["carries"].eq("no")
    return pd.Series(np.select([outside, closed], [UNJUDGED, CLOSED], OPEN), index=rows.index)


def _low_capital(line_id: pd.Series, lines: pd.DataFrame) -> pd.Series:
    return line_id.map(lines[["capex_low_idr", "working_low_idr"]].sum(axis="columns", min_count=1))
