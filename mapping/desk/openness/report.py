"""What a month brought, as data: every figure with what it counts, the month before beside it, the trail's own seal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from mapping.advise.track import hit_difference, hit_rate
from mapping.desk.openness.figures.month import Figure, Month, Rows, month_before, read_counted, read_month
from mapping.desk.openness.figures.needs import need_figures
from mapping.desk.openness.figures.work import (
    change_figures,
    partner_figures,
    register_figures,
    statuses_on,
    supply_figures,
    training_figures,
)
from mapping.desk.outcomes.read import checks_due, whole_ledger
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.verify import head_of
from mapping.knowledge.outcomes import MONTHS
from mapping.knowledge.register import read_register
from mapping.knowledge.report import read_report_words


@dataclass(frozen=True)
class MonthlyReport:
    """A month of the desk; figures only, no persons and no free text, the same for whoever asks.

    Parameters
    ----------
    month : str
        ``"2026-11"``.
    since, until : str
        ISO days counted, both included; ``until`` is the day of the report where the month is not over.
    made_on : str
        ISO day.
    places : tuple of str
        Kabupaten or kota of the cooperatives.
    made_up : bool
        All of it rests on made-up cooperatives (``"data peraga"``).
    left_out : int
        Made-up cooperatives that are not counted because there are real ones.
    figures : DataFrame
        Index ``key``: ``section, section_label, label, value`` (NaN unknown)``, unit, n`` (NA where the value is a
        count)``, withheld`` (the value is blank because it would tell what one or two cooperatives have)``, previous,
        previous_withheld`` (the month before)``, counted`` (from what).
    statuses : DataFrame
        Index status: ``label, n, previous``: cooperatives of each status on the last day.
    rates, difference : DataFrame
        Of :func:`mapping.advise.track.hit_rate` and ``hit_difference`` on the last day.
    trail_rows : int
        Rows of the audit trail when the report was made.
    head : str
        Checksum of the newest of them: whoever keeps this report can prove later that the trail was not rewritten.
    """

    month: str
    since: str
    until: str
    made_on: str
    places: tuple[str, ...]
    made_up: bool
    left_out: int
    figures: pd.DataFrame
    statuses: pd.DataFrame
    rates: pd.DataFrame
    difference: pd.DataFrame
    trail_rows: int
    head: str


def report_of(desk: Desk, actor: Actor, month: str, today: str, codes: Collection[str] | None = None) -> MonthlyReport:
    """The report of a month.

    Parameters
    ----------
    month : str
        ``"2026-11"``; it must have begun.
    today : str
        ISO day of the report.
    codes : collection of str, optional
        Kelurahan of a region; all without it.

    Raises
    ------
    mapping.errors.EntryError
        The month is none, or lies ahead.
    """
    check_may(actor, "report.read")
    asked = read_month(month, today)
    with desk.reading() as session:
        rows = read_counted(session, actor, codes)
        trail_rows, head = head_of(session.connection())
    now, before = _figures(desk, actor, rows, asked), _figures(desk, actor, rows, month_before(asked))
    ledger = _counted_ledger(desk, actor, rows, asked)
    rates = hit_rate(ledger)
    return MonthlyReport(
        month=month,
        since=asked.since,
        until=asked.until,
        made_on=today,
        places=tuple(sorted(set(rows.cooperatives["kabupaten"]) - {""})),
        made_up=rows.made_up,
        left_out=rows.left_out,
        figures=_table(now, before),
        statuses=_statuses(rows, asked),
        rates=rates,
        difference=hit_difference(rates),
        trail_rows=trail_rows,
        head=head,
    )


def _counted_ledger(desk: Desk, actor: Actor, rows: Rows, month: Month) -> pd.DataFrame:
    """The ledger as it was known on the last day: later starts and checks are not in it."""
    ledger = whole_ledger(desk, actor, month.until)
    ours = ledger["cooperative_id"].isin(rows.cooperatives.index)
    ledger = ledger[ours & (ledger["started_on"] <= month.until)].copy()
    for at in MONTHS:
        later = ledger[f"checked_on_{at}"] > month.until
        for name in ("trading", "covers_costs", "paying"):
            ledger[f"{name}_{at}"] = ledger[f"{name}_{at}"].mask(later)
        ledger[f"state_{at}"] = ledger[f"state_{at}"].mask(later, "due")
        ledger[f"checked_on_{at}"] = ledger[f"checked_on_{at}"].mask(later, "")
    return ledger


def _figures(desk: Desk, actor: Actor, rows: Rows, month: Month) -> dict[str, Figure]:
    ledger = _counted_ledger(desk, actor, rows, month)
    checks = sum(int(month.holds(ledger[f"checked_on_{at}"]).sum()) for at in MONTHS)
    return {
        **register_figures(rows, month),
        **need_figures(rows, month),
        **supply_figures(rows, month),
        **partner_figures(rows, month),
        **training_figures(rows, month),
        "starts": Figure(int(month.holds(ledger["started_on"]).sum())),
        "checks": Figure(checks),
        "checks_due": Figure(len(checks_due(ledger))),
        **change_figures(rows, month),
    }


def _table(now: dict[str, Figure], before: dict[str, Figure]) -> pd.DataFrame:
    words = read_report_words()
    rows = {
        key: {
            "section": told["section"],
            "section_label": words["sections"][told["section"]]["label"],
            "label": told["label"],
            "value": float(now[key].value),
            "unit": told["unit"],
            "n": now[key].n,
            "withheld": now[key].withheld,
            "previous": float(before[key].value),
            "previous_withheld": before[key].withheld,
            "counted": told["counted"],
        }
        for key, told in words["figures"].items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("key").astype({"n": "Int64"})


def _statuses(rows: Rows, month: Month) -> pd.DataFrame:
    told = read_register()["statuses"]
    now, before = (statuses_on(rows, day).value_counts() for day in (month.until, month_before(month).until))
    table = pd.DataFrame({"label": {key: row["label"] for key, row in told.items()}}).rename_axis("status")
    return table.assign(
        n=now.reindex(table.index).fillna(0).astype("int64"),
        previous=before.reindex(table.index).fillna(0).astype("int64"),
    )
