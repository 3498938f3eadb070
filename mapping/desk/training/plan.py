"""The plan of 90 days: which steps a board takes next, by when, who sees to it, and how one sees that it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from mapping.desk.entries import iso_date
from mapping.desk.models import Partner, PartnerService, PlanStep
from mapping.desk.rules import COOPERATIVE, PUBLIC, Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.desk.training.assess import EARLIEST, latest_of, level_table
from mapping.desk.training.gaps import cooperative_gaps
from mapping.desk.training.rows import last_day, seen_row, the_cooperative
from mapping.errors import ConflictError, EntryError
from mapping.knowledge.competencies import LEVELS, read_competencies
from mapping.knowledge.plans import read_training
from mapping.language import SOURCE, speaking, tr

LATEST_START = 365
"""Days after today on which a plan may begin at the latest."""


@dataclass(frozen=True)
class Step:
    """From one level of a competency to ``target`` (2 to 4), the next."""

    competency: str
    target: int


def choose_steps(gaps: pd.DataFrame, reached: Mapping[str, int] | None = None) -> list[Step]:
    """Which steps a board takes in the next 90 days, in order.

    First the next step of each gap, largest gap first; of equal ones those that the line needs most, then in the order
    of the questions. Then the step after it, in the same order. At most ``plan.most_steps``; each required training
    module keeps ``plan.required_steps`` places, also where no gap is known: a competency nobody answered for begins at
    its first step, one at the highest level has none left.

    Parameters
    ----------
    gaps : DataFrame
        Of :func:`mapping.desk.training.gaps.cooperative_gaps`.
    reached : mapping, optional
        Competency -> level that a step ticked off since the assessment has led to.

    Examples
    --------
    >>> steps = choose_steps(cooperative_gaps({"cashbook": 1, "tasks": 2}))
    >>> [(step.competency, step.target) for step in steps]
    [('cashbook', 2), ('tasks', 3), ('cashbook', 3), ('buyers', 2)]
    """
    rules, training = read_competencies()["plan"], read_training()
    wishes = _wishes(gaps, reached or {})
    modules = gaps["module"]
    kept: list[Step] = []
    for module in training["required"]:
        own = [step for step in wishes if modules[step.competency] == module]
        own += [
            step for step in _further(gaps, reached or {}) if modules[step.competency] == module and step not in own
        ]
        kept += own[: rules["required_steps"]]
    for step in wishes:
        if len(kept) >= rules["most_steps"]:
            break
        # The step to a level comes only after the one before it.
        before = Step(step.competency, step.target - 1)
        if step not in kept and (before not in wishes or before in kept):
            kept.append(step)
    return [*(step for step in wishes if step in kept), *(step for step in kept if step not in wishes)]


def _now(gaps: pd.DataFrame, reached: Mapping[str, int]) -> dict[str, int]:
    """Level of each competency that anybody knows of: assessed, or reached since."""
    told = {key: int(level) for key, level in gaps["level"].dropna().items()}
    return told | {key: max(level, told.get(key, 0)) for key, level in reached.items()}


def _wishes(gaps: pd.DataFrame, reached: Mapping[str, int]) -> list[Step]:
    """Every step up to the wanted levels, in the order in which a board should take them."""
    now = _now(gaps, reached)
    table = gaps.loc[[key for key in gaps.index if key in now], ["wanted", "most"]]
    table = table.assign(order=range(len(table)), now=[now[key] for key in table.index])
    table["gap"] = table["wanted"] - table["now"]
    table = table[table["gap"] > 0].sort_values(["gap", "most", "order"], ascending=[False, False, True])
    rounds = range(1, len(LEVELS))
    return [
        Step(str(row.Index), int(row.now) + turn) for turn in rounds for row in table.itertuples() if turn <= row.gap
    ]


def _further(gaps: pd.DataFrame, reached: Mapping[str, int]) -> list[Step]:
    """Next steps beyond the wanted levels and of competencies that nobody answered for, lowest level first."""
    now = _now(gaps, reached)
    steps = [Step(str(key), now.get(key, LEVELS[0]) + 1) for key in gaps.index]
    return sorted((step for step in steps if step.target <= LEVELS[-1]), key=lambda step: step.target)


def due_dates(start_on: str, steps: int, days: int) -> list[tuple[int, str]]:
    """Week and day by which each step is done: evenly spread, the last within ``days``.

    Examples
    --------
    >>> due_dates("2026-12-01", 3, 90)
    [(4, '2026-12-28'), (8, '2027-01-25'), (12, '2027-02-22')]
    >>> due_dates("2026-12-01", 0, 90)
    []
    """
    weeks = days // 7
    start = dt.date.fromisoformat(start_on)
    ends = [max(weeks * (place + 1) // steps, 1) for place in range(steps)]
    return [(week, (start + dt.timedelta(days=7 * week - 1)).isoformat()) for week in ends]


def write_plan(
    desk: Desk, actor: Actor, at: str, *, cooperative_id: int, assessment_id: int, start_on: str
) -> list[int]:
    """Make the plan of a cooperative from its latest assessment; numbers of the steps still to be done, in order.

    Steps done already stay as they are. Those not done are replaced; one that is wanted again keeps its row, so that
    the same plan made twice changes nothing. A step ticked off on the day of the assessment or later counts as reached.

    Parameters
    ----------
    assessment_id : int
        The assessment that the person saw.
    start_on : str
        ISO day on which the plan begins.

    Raises
    ------
    NotAllowedError
        The role may not.
    EntryError
        No such cooperative, no assessment of it, or a start that is no day.
    ConflictError
        A newer assessment came in between.
    """
    check_may(actor, "training.plan", cooperative_id)
    rules = read_competencies()["plan"]
    latest = (dt.date.fromisoformat(last_day(at)) + dt.timedelta(days=LATEST_START)).isoformat()
    start = iso_date(start_on, tr("Tanggal mulai"), EARLIEST, latest, required=True, field="start_on")
    with desk.writing(actor, at) as session:
        cooperative = the_cooperative(session, cooperative_id)
        cooperative_id, line_id = cooperative.id, cooperative.line_id
        levels = _seen_assessment(session, cooperative_id, assessment_id)
        steps = session.scalars(select(PlanStep).where(PlanStep.cooperative_id == cooperative_id)).all()
        done = [row for row in steps if row.done_on]
        reached: dict[str, int] = {}
        for row in done:
            if row.done_on >= levels["taken_on"]:
                reached[row.competency] = max(row.target, reached.get(row.competency, 0))
        wanted = choose_steps(cooperative_gaps(levels, line_id), reached)
        open_rows = {Step(row.competency, row.target): row for row in steps if not row.done_on}
        for step, row in open_rows.items():
            if step not in wanted:
                session.delete(row)
        kept = []
        dates = due_dates(start, len(wanted), rules["days"])
        for place, (step, (week, due_on)) in enumerate(zip(wanted, dates, strict=True), start=1):
            row = open_rows.get(step) or _new_step(cooperative_id, step)
            row.assessment_id, row.position, row.week, row.due_on = int(assessment_id), place, week, due_on
            session.add(row)
            kept.append(row)
        session.flush()
        return [row.id for row in kept]


def _seen_assessment(session: Session, cooperative_id: int, assessment_id: int) -> pd.Series:
    latest = latest_of(level_table(session, [cooperative_id]))
    if latest.empty:
        raise EntryError(tr("Belum ada asesmen koperasi ini. Isi dulu dua belas pertanyaannya."), "assessment_id")
    levels: pd.Series = latest.iloc[0]
    if int(levels["assessment_id"]) != assessment_id:
        raise ConflictError(tr("Ada asesmen yang lebih baru. Muat ulang halaman, lalu susun rencananya dari yang itu."))
    return levels


def _new_step(cooperative_id: int, step: Step) -> PlanStep:
    """A step as it is told today, in the language of the data files."""
    with speaking(SOURCE):
        told = read_competencies()["competencies"][step.competency]
    return PlanStep(
        cooperative_id=cooperative_id,
        module=told["module"],
        competency=step.competency,
        target=step.target,
        what=told["steps"][step.target - 2],
        seen=told["seen"][step.target - 2],
        role=told["role"],
        done_on="",
    )


def tick_step(desk: Desk, actor: Actor, at: str, step_id: int, version: int, done_on: str) -> None:
    """Tick a step off on a day, or take the tick back with ``""``.

    Raises
    ------
    NotAllowedError
        The role may not, for the cooperative whose step it is.
    EntryError
        A day in the future.
    ConflictError
        Somebody else changed the step in between.
    """
    with desk.writing(actor, at) as session:
        step = session.get(PlanStep, int(step_id))
        check_may(actor, "training.plan", step.cooperative_id if step else None)
        row = seen_row(session, PlanStep, step_id, version)
        row.done_on = iso_date(done_on, tr("Tanggal selesai"), EARLIEST, last_day(at), field="done_on")


def read_plan(desk: Desk, actor: Actor, cooperative_id: int) -> pd.DataFrame:
    """The steps of a cooperative: those done by day, then those to be done in order; texts in the language in force.

    Returns
    -------
    DataFrame
        Index ``id``; columns of ``PlanStep``. Empty for the public and for another cooperative.
    """
    check_may(actor, "training.read")
    with desk.reading() as session:
        table = read_rows(session, PlanStep, actor, PlanStep.cooperative_id == cooperative_id)
    if actor.role == PUBLIC or (actor.role == COOPERATIVE and actor.cooperative_id != cooperative_id):
        table = table.iloc[:0]
    table = table.assign(what=table["what"].map(tr), seen=table["seen"].map(tr), still=table["done_on"] == "")
    return table.sort_values(["still", "done_on", "position"], kind="stable").drop(columns="still")


def read_teachers(desk: Desk, actor: Actor, code: str = "", line_id: str = "") -> pd.DataFrame:
    """Partners that can teach a module at a kelurahan, for a line.

    Returns
    -------
    DataFrame
        ``partner_id, name, place, synthetic, module, what, near`` (named for the area, not just for everywhere); one
        row per partner, service and module, near first, then by name.
    """
    check_may(actor, "partner.read")
    with desk.reading() as session:
        services = read_rows(session, PartnerService, actor)
        partners = read_rows(session, Partner, actor, Partner.active)
    table = services.merge(partners[["name", "place", "synthetic"]], left_on="partner_id", right_index=True)
    areas, lines = table["area"].map(_parts), table["line_ids"].map(_parts)
    near = areas.map(lambda parts: any(code.startswith(part) for part in parts)) if code else areas.map(bool)
    meant = lines.map(lambda parts: not parts or not line_id or line_id in parts)
    table = table.assign(near=near.astype(bool), module=table["modules"].map(_parts))
    table = table[(table["near"] | (areas.map(len) == 0) | (code == "")) & meant.astype(bool)].explode("module")
    table = table[table["module"].isin(read_training()["modules"])]
    table = table.sort_values(["near", "name"], ascending=[False, True])
    return table[["partner_id", "name", "place", "synthetic", "module", "what", "near"]].reset_index(drop=True)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
