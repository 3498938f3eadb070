"""What must be reached before a stage of a road map starts, and what the stage costs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.plans import read_roadmap_rules

CAPITAL = ("capex_low_idr", "capex_high_idr", "working_low_idr", "working_high_idr")


def add_conditions(stages: pd.DataFrame, suitability: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """The measurable conditions of each stage, from the catalogue and from what the line is worked out to earn here.

    The first stage needs the line's own least number of members and orders for what it must sell a month to cover costs
    and instalment (``volume_month``). A later stage needs, besides its own members, so many
    months in a row with more coming in than going out (``months``), and a net cash of ``coverage`` times the
    instalments of all stages before it (``net_cash_idr_month``; 0 where nothing is borrowed); its ``volume_month`` is
    that of the stage just before it.

    Parameters
    ----------
    stages : DataFrame
        Rows of :func:`mapping.advise.plan.roadmap.road_map` sorted by ``plan`` and ``stage``.
    suitability : DataFrame, index (kelurahan_code, line_id)
        ``instalment_idr_month``, ``break_even_units_month`` and ``capital_idr`` are read; a missing one is unknown.
    lines : DataFrame
        The lines in force.

    Returns
    -------
    DataFrame
        The rows with ``members, months, coverage, net_cash_idr_month, volume_month, unit, capital_low_idr,
        capital_high_idr, capital_here_idr, own_figures`` (bool: some capital figure is the user's own). NaN: unknown,
        or not asked of this stage.
    """
    line = lines.reindex(stages["stage_line_id"]).reset_index(drop=True)
    keys = pd.MultiIndex.from_frame(stages[["kelurahan_code", "stage_line_id"]])
    here = suitability.reindex(columns=["instalment_idr_month", "break_even_units_month", "capital_idr"]).reindex(keys)
    here = here.reset_index(drop=True).astype(float)
    before = read_roadmap_rules()["before"]
    stage = stages["stage"].astype(str)
    coverage = stage.map({key: rule["coverage"] for key, rule in before.items()}).astype(float)
    # skipna=False: one unknown instalment leaves the sum unknown.
    owed = here["instalment_idr_month"].groupby(stages["plan"]).transform(_earlier_sum)
    sold = here["break_even_units_month"].groupby(stages["plan"]).shift(1)
    unit = line["unit"].groupby(stages["plan"]).shift(1)
    first = stages["stage"] == 1
    changed = line["changed"].str.contains("|".join(CAPITAL)) if "changed" in line else pd.Series(False, line.index)
    return stages.assign(
        members=line["min_businesses"],
        months=stage.map({key: rule["months"] for key, rule in before.items()}).astype(float),
        coverage=coverage,
        net_cash_idr_month=coverage * owed,
        volume_month=sold.mask(first, here["break_even_units_month"]),
        unit=unit.mask(first, line["unit"]).fillna(""),
        capital_low_idr=line[["capex_low_idr", "working_low_idr"]].sum(axis="columns", min_count=1),
        capital_high_idr=line[["capex_high_idr", "working_high_idr"]].sum(axis="columns", min_count=1),
        capital_here_idr=here["capital_idr"],
        own_figures=changed.fillna(False).astype(bool),
    )


def _earlier_sum(owed: pd.Series) -> pd.Series:
    """Sum of what is owed by the stages before each; NaN for the first, and after an unknown one."""
    return pd.Series(np.cumsum(owed.to_numpy()), index=owed.index).shift(1)
