"""What came of trainings: how levels changed among those who came, beside those who did not. A hint, not a proof."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import select

from mapping.desk.models import Attendance, Cooperative, TrainingSession
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.training.assess import level_table
from mapping.desk.training.sessions import HELD
from mapping.knowledge.competencies import competency_keys, read_competencies
from mapping.knowledge.plans import read_training

NONE, FEW, ALIKE, TOLD = "none", "few", "alike", "told"
"""No training was held; too few pairs; all changed by the same, so that chance cannot be told; told."""


def training_effect(desk: Desk, actor: Actor, codes: Sequence[str] | None = None) -> pd.DataFrame:
    """Change of the mean level before and after, of those who came and of those who did not, for each module.

    Of each cooperative that came to a held training of the module: its last assessment up to that day and its latest
    one after it, made by the same kind of judge. Of each that never came: the same around the first such training of
    all. Only competencies of the module answered both times count; a cooperative counts once. Those who were invited
    had the larger gaps and would have come nearer to the others anyway: the difference is no proof.

    Returns
    -------
    DataFrame
        Index ``module``: ``n_came, n_others`` (pairs), ``change_came, change_others, difference`` (levels), ``low,
        high`` (interval of the difference, Welch's t, ``region.chance``), ``state`` (``"none"``, ``"few"``, ``"alike"``
        or ``"told"``). Under ``sessions.least_pairs`` in either group no change is told, to nobody.

    Examples
    --------
    >>> from mapping.desk.rules import ANYONE
    >>> from mapping.desk.store.desk import open_desk
    >>> training_effect(open_desk("sqlite://"), ANYONE)["state"].unique().tolist()
    ['none']
    """
    check_may(actor, "training.read")
    wanted = (TrainingSession.status == HELD,)
    with desk.reading() as session:
        levels = level_table(session)
        homes = {
            row.id: row.kelurahan_code for row in session.execute(select(Cooperative.id, Cooperative.kelurahan_code))
        }
        trips = session.execute(
            select(Attendance.cooperative_id, TrainingSession.module, TrainingSession.held_on)
            .join(TrainingSession, TrainingSession.id == Attendance.session_id)
            .where(*wanted, Attendance.came > 0)
        ).all()
    came = pd.DataFrame(trips, columns=["cooperative_id", "module", "held_on"])
    if codes is not None:
        region = {code[:5] for code in codes}
        inside = {number for number, code in homes.items() if code[:5] in region}
        levels, came = (table[table["cooperative_id"].isin(inside)] for table in (levels, came))
    rows = {module: _compare(levels, came[came["module"] == module], module) for module in read_training()["modules"]}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("module")


def _compare(levels: pd.DataFrame, came: pd.DataFrame, module: str) -> dict[str, object]:
    blank = dict.fromkeys(("change_came", "change_others", "difference", "low", "high"), np.nan)
    if came.empty:
        return {"n_came": 0, "n_others": 0, **blank, "state": NONE}
    first = came.groupby("cooperative_id")["held_on"].min()
    days = levels["cooperative_id"].map(first).fillna(came["held_on"].min())
    changes = pair_changes(levels, days, competency_keys(module))
    by_who = changes.index.isin(first.index)
    told = {"n_came": int(by_who.sum()), "n_others": int((~by_who).sum())}
    if min(told.values()) < read_competencies()["sessions"]["least_pairs"]:
        return {**told, **blank, "state": FEW}
    return {**told, **difference_of(changes[by_who].to_numpy(), changes[~by_who].to_numpy())}


def pair_changes(levels: pd.DataFrame, days: pd.Series, keys: Sequence[str]) -> pd.Series:
    """Mean change of level of each cooperative around a day, over what was answered both times by the same judge.

    Parameters
    ----------
    levels : DataFrame
        Of :func:`mapping.desk.training.assess.level_table`, by day.
    days : Series of str
        For each row, the day that separates before from after; the day itself is before.
    keys : sequence of str
        Competencies.

    Returns
    -------
    Series of float
        Index ``cooperative_id``; those without a pair are left out. Where both judges saw it twice, the office's pair.

    Examples
    --------
    >>> levels = pd.DataFrame({"cooperative_id": [1, 1], "by": "self", "taken_on": ["2026-01-01", "2026-03-01"],
    ...                        "cashbook": [1, 3], "reports": [2, None]})
    >>> pair_changes(levels, pd.Series("2026-02-01", index=levels.index), ["cashbook", "reports"]).to_dict()
    {1: 2.0}
    """
    keys, who = list(keys), ["cooperative_id", "by"]
    is_before = levels["taken_on"] <= days
    before = levels[is_before].drop_duplicates(who, keep="last").set_index(who)[keys]
    after = levels[~is_before].drop_duplicates(who, keep="last").set_index(who)[keys]
    pairs = before.index.intersection(after.index)
    change = (after.loc[pairs].astype(float) - before.loc[pairs].astype(float)).mean(axis=1).dropna()
    # "office" comes before "self" in the alphabet, too.
    return change.sort_index().groupby(level="cooperative_id").first()


def difference_of(came: np.ndarray, others: np.ndarray) -> dict[str, object]:
    """Mean changes of two groups, their difference and its interval by Welch's t.

    Examples
    --------
    >>> told = difference_of(np.array([1.0, 1, 2, 0, 1]), np.array([0.0, 0, 1, 0, 0]))
    >>> round(told["difference"], 2), round(told["low"], 2), round(told["high"], 2)
    (0.8, 0.09, 1.51)
    >>> difference_of(np.ones(5), np.zeros(5))["state"]
    'alike'
    """
    from scipy.stats import ttest_ind

    means = {"change_came": float(came.mean()), "change_others": float(others.mean())}
    means["difference"] = means["change_came"] - means["change_others"]
    if came.var() == 0 and others.var() == 0:
        return {**means, "low": np.nan, "high": np.nan, "state": ALIKE}
    chance = read_competencies()["region"]["chance"]
    ends = ttest_ind(came, others, equal_var=False).confidence_interval(chance)
    return {**means, "low": float(ends.low), "high": float(ends.high), "state": TOLD}
