"""Needs of a month: what came in, how fast it was answered, what is still open on the last day."""

from __future__ import annotations

import pandas as pd

from mapping.desk.needs.days import days_between
from mapping.desk.needs.urgency import urgency_of
from mapping.desk.openness.figures.month import Figure, Month, Rows, local_days
from mapping.desk.rules import ADMIN, OFFICE
from mapping.knowledge.needs import open_statuses

NOT_AN_ANSWER = ("new", "withdrawn")
"""Statuses that the cooperative itself brings about."""


def need_figures(rows: Rows, month: Month) -> dict[str, Figure]:
    """Figures of section ``needs``."""
    entered = local_days(rows.needs["entered_at"])
    answered, ended = first_answers(rows), last_steps(rows, month.until)
    now_over = ended[month.holds(ended["day"])]
    closed = now_over[now_over["status"] == "closed"]
    answer_days = _spans(entered, answered[month.holds(answered)])
    close_days = _spans(entered, closed["day"])
    return {
        "entered": Figure(int(month.holds(entered).sum())),
        "answered": Figure(len(answer_days)),
        "answer_days": Figure(answer_days.median(), len(answer_days)),
        "closed": Figure(len(closed)),
        "close_days": Figure(close_days.median(), len(close_days)),
        "unmet": Figure(int(now_over["status"].isin(["unmet", "withdrawn"]).sum())),
        **_open_figures(open_needs(rows, month.until)),
    }


def _spans(entered: pd.Series, until: pd.Series) -> pd.Series:
    return days_between(entered.reindex(until.index), until).clip(lower=0)


def _open_figures(left: pd.DataFrame) -> dict[str, Figure]:
    tiers = urgency_of(left)["urgency"]
    return {
        "open": Figure(len(left)),
        **{f"urgency_{tier}": Figure(int((tiers == tier).sum())) for tier in (1, 2, 3, 4)},
        "overdue": Figure(int((left["days_left"] < 0).sum())),
    }


def first_answers(rows: Rows) -> pd.Series:
    """Day of the office's first step or message on each need; needs without an answer are left out. Index need."""
    steps = rows.need_steps[~rows.need_steps["status"].isin(NOT_AN_ANSWER)]
    messages = rows.messages[rows.messages["role"].isin([OFFICE, ADMIN])]
    told = pd.concat(
        [
            pd.DataFrame({"need": steps["need_id"], "day": local_days(steps["since"])}),
            pd.DataFrame({"need": messages["need_id"], "day": local_days(messages["said_at"])}),
        ]
    )
    return told.groupby("need")["day"].min().astype("str")


def last_steps(rows: Rows, until: str) -> pd.DataFrame:
    """Status of each need on a day and since when (``status, day``); needs entered later are left out. Index need."""
    begun = rows.needs.assign(day=local_days(rows.needs["entered_at"]))
    begun = begun[begun["day"] <= until]
    steps = rows.need_steps.assign(day=local_days(rows.need_steps["since"]))
    steps = steps[steps["day"] <= until].sort_values(["since"], kind="stable").groupby("need_id").last()
    # A need without any step yet is as it was entered.
    now = steps.reindex(begun.index)[["status", "day"]]
    return pd.DataFrame({"status": now["status"].fillna("new"), "day": now["day"].fillna(begun["day"])})


def open_needs(rows: Rows, until: str) -> pd.DataFrame:
    """Needs that were open on a day: their columns with ``status, status_days, age_days, days_left`` of that day."""
    then = last_steps(rows, until)
    then = then[then["status"].isin(open_statuses())]
    left = rows.needs.loc[then.index].assign(status=then["status"])
    return left.assign(
        status_days=days_between(then["day"], until),
        age_days=days_between(left["entered_at"], until),
        days_left=-days_between(left["wanted_by"], until),
    )
