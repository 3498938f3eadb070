"""What people do with the ledger and the open books, one doing for each action of the rules."""

from __future__ import annotations

from collections.abc import Callable

from mapping.desk.openness.report import report_of
from mapping.desk.openness.trail_view import read_trail, verify_trail
from mapping.desk.outcomes.advised import Advised
from mapping.desk.outcomes.ledger import check_outcome, start_outcome
from mapping.desk.outcomes.read import read_ledger
from mapping.desk.rules import LOCAL, Actor
from mapping.desk.store.desk import Desk

AT = "2026-11-23T08:00:00Z"
ADVICE = Advised(("B13", "B11"), ("B04",), 90.0, "2026-01-10", "k" * 64, "data sintetis", {"B13": 0.9})


def _start(desk: Desk, actor: Actor, cooperative_id: int) -> int:
    started = {"line_id": "B13", "started_on": "2026-01-15", "members": 40, "borrowed_idr": 50_000_000}
    return start_outcome(desk, actor, AT, cooperative_id=cooperative_id, advice=ADVICE, **started)


def _check(desk: Desk, actor: Actor, cooperative_id: int) -> int:
    number = _start(desk, LOCAL, cooperative_id)
    return check_outcome(
        desk,
        actor,
        AT,
        outcome_id=number,
        month=6,
        checked_on="2026-07-20",
        trading=True,
        covers_costs=True,
        paying=True,
    )


DOINGS: dict[str, Callable[[Desk, Actor, int], object]] = {
    "outcome.read": lambda desk, actor, cooperative_id: read_ledger(desk, actor, AT[:10]),
    "outcome.start": _start,
    "outcome.check": _check,
    "report.read": lambda desk, actor, cooperative_id: report_of(desk, actor, "2026-11", AT[:10]),
    "trail.read": lambda desk, actor, cooperative_id: read_trail(desk, actor),
    "trail.verify": lambda desk, actor, cooperative_id: verify_trail(desk, actor),
}
