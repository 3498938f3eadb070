"""What became of the starts of the demonstration, made up so that following the advice helps a little."""

from __future__ import annotations

from functools import partial

from mapping.desk.demo.diary import Event, Scene
from mapping.desk.outcomes.advised import Advised
from mapping.desk.outcomes.ledger import OTHER, check_outcome, start_outcome
from mapping.desk.rules import LOCAL

STARTED = 0.28
FOLLOWS, SURVIVES_FOLLOWED, SURVIVES_OTHER = 0.6, 0.8, 0.6
LOST = 0.15
"""Share of checks that nobody made."""


def result_events(scene: Scene) -> list[Event]:
    """Starts of the last 15 months where the tool had an advice, and the checks that have come due since."""
    events = []
    for code in scene.cooperatives():
        advice = scene.advised.get(code)
        if advice is None or not advice.lines or scene.random.random() > STARTED:
            continue
        days = int(scene.random.integers(30, 450))
        follows = bool(scene.random.random() < FOLLOWS)
        lasts = bool(scene.random.random() < (SURVIVES_FOLLOWED if follows else SURVIVES_OTHER))
        others = [*advice.lines[1:], *advice.avoided[:1], OTHER]
        line = advice.lines[0] if follows else str(scene.random.choice(others))
        events.append(Event(days, partial(_start, code=code, line=line)))
        for month, after in ((6, 185), (12, 368)):
            if days > after + 2 and scene.random.random() > LOST:
                stands = lasts or (month == 6 and scene.random.random() < 0.4)
                events.append(
                    Event(
                        days - after,
                        partial(_check, code=code, month=month, stands=stands),
                    )
                )
    return events


def _start(scene: Scene, at: str, code: str, line: str) -> None:
    known: Advised = scene.advised[code]
    said = Advised(
        lines=known.lines,
        avoided=known.avoided,
        confidence=known.confidence,
        advised_on=at[:10],
        study_key=known.study_key,
        data_label=known.data_label,
        chances=known.chances,
    )
    scene.made[f"hasil-{code}"] = start_outcome(
        scene.desk,
        LOCAL,
        at,
        cooperative_id=scene.made[code],
        advice=said,
        line_id=line,
        started_on=at[:10],
        members=int(scene.random.integers(20, 120)),
        workers=int(scene.random.integers(1, 6)),
        revenue_idr_month=int(scene.random.integers(8, 60)) * 1_000_000,
        borrowed_idr=0,
    )


def _check(scene: Scene, at: str, code: str, month: int, stands: bool) -> None:
    check_outcome(
        scene.desk,
        LOCAL,
        at,
        outcome_id=scene.made[f"hasil-{code}"],
        month=month,
        checked_on=at[:10],
        trading=stands,
        covers_costs=stands if stands else False,
        members=int(scene.random.integers(20, 160)) if stands else None,
        workers=int(scene.random.integers(1, 8)) if stands else None,
        revenue_idr_month=int(scene.random.integers(8, 90)) * 1_000_000 if stands else None,
    )
