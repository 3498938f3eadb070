"""Assessments: what a board as a whole can do, told by itself or by the office; earlier ones stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from mapping.desk.entries import free_text, iso_date, one_of, shown
from mapping.desk.models import Assessment, AssessmentLevel
from mapping.desk.rules import COOPERATIVE, PUBLIC, Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.desk.store.writing import WritingSession
from mapping.desk.training.rows import last_day, the_cooperative
from mapping.errors import EntryError, NotAllowedError
from mapping.knowledge.competencies import LEVELS, competency_keys, read_competencies
from mapping.language import mark, tr

SELF, OFFICE = "self", "office"
BY = {SELF: mark("pengurus sendiri"), OFFICE: mark("dinas atau pendamping")}
LONGEST_NOTE = 1000
EARLIEST = "2025-01-01"
"""The programme began in 2025; an assessment before it is a slip of the pen."""


def assess(
    desk: Desk,
    actor: Actor,
    at: str,
    *,
    cooperative_id: int,
    taken_on: str,
    by: str,
    levels: Mapping[str, int | None],
    note: str = "",
) -> int:
    """Keep one assessment of a board; the number of its row.

    The same assessment again (a second tap, a file loaded twice) adds nothing and gives the same number.

    Parameters
    ----------
    taken_on : str
        ISO day, not in the future.
    by : str
        ``"self"`` or ``"office"``.
    levels : mapping
        Competency -> 1 to 4; None, or left out: not answered, which stays unknown. At least one is answered.

    Raises
    ------
    NotAllowedError
        The role may not, or a cooperative speaks as the office.
    EntryError
        A competency, level, date or cooperative that there is not, or no answer at all.

    Examples
    --------
    >>> from mapping.desk.rules import ANYONE
    >>> from mapping.desk.store.desk import open_desk
    >>> assess(open_desk("sqlite://"), ANYONE, "2026-11-23T08:00:00Z", cooperative_id=1, taken_on="2026-11-23",
    ...        by="self", levels={"cashbook": 2})
    Traceback (most recent call last):
    ...
    mapping.errors.NotAllowedError: Mengisi asesmen: peran Umum tidak boleh melakukannya.
    """
    check_may(actor, "training.assess", cooperative_id)
    with desk.writing(actor, at) as session:
        return keep_assessment(session, actor, at, cooperative_id, taken_on, by, levels, note)[0]


def keep_assessment(
    session: WritingSession,
    actor: Actor,
    at: str,
    cooperative_id: int,
    taken_on: str,
    by: str,
    levels: Mapping[str, int | None],
    note: str = "",
) -> tuple[int, bool]:
    """As :func:`assess` within a transaction: the row's number, and whether it is new."""
    check_may(actor, "training.assess", cooperative_id)
    if actor.role == COOPERATIVE and by != SELF:
        raise NotAllowedError(tr("Asesmen oleh dinas atau pendamping hanya bisa diisi oleh dinas."))
    day = iso_date(taken_on, tr("Tanggal asesmen"), EARLIEST, last_day(at), required=True, field="taken_on")
    kind = one_of(by, BY, tr("Diisi oleh"), field="by")
    answers = check_levels(levels)
    text = free_text(note, tr("Catatan asesmen"), LONGEST_NOTE, field="note", lines=True)
    cooperative_id = the_cooperative(session, cooperative_id).id
    wanted = (Assessment.cooperative_id == cooperative_id, Assessment.taken_on == day, Assessment.by == kind)
    for earlier in session.scalars(select(Assessment).where(*wanted)):
        kept = session.scalars(select(AssessmentLevel).where(AssessmentLevel.assessment_id == earlier.id))
        if {row.competency: row.level for row in kept} == answers and earlier.note == text:
            return earlier.id, False
    row = Assessment(cooperative_id=cooperative_id, taken_on=day, by=kind, note=text)
    session.add(row)
    session.flush()
    session.add_all(AssessmentLevel(assessment_id=row.id, competency=key, level=of) for key, of in answers.items())
    session.flush()
    return row.id, True


def check_levels(levels: Mapping[str, int | None]) -> dict[str, int | None]:
    """All twelve competencies with their level; None where nobody answered.

    Raises
    ------
    EntryError
        A competency or level that there is not, or no answer at all.

    Examples
    --------
    >>> check_levels({"cashbook": 2})["cashbook"], check_levels({"cashbook": 2})["reports"]
    (2, None)
    """
    told = read_competencies()["competencies"]
    if unknown := [key for key in levels if key not in told]:
        message = tr('Kemampuan "{key}" tidak ada di daftar pertanyaan.', key=shown(unknown[0]))
        raise EntryError(message, "levels")
    for key, level in levels.items():
        if level is not None and (isinstance(level, bool) or level not in LEVELS):
            message = tr(
                '{label}: tingkat "{level}" tidak ada. Pilih 1 sampai 4, atau kosongkan.',
                label=told[key]["label"],
                level=shown(level),
            )
            raise EntryError(message, "levels")
    answers = {key: None if levels.get(key) is None else int(levels[key] or 0) for key in told}
    if not any(answers.values()):
        raise EntryError(tr("Belum ada satu pun pertanyaan yang dijawab."), "levels")
    return answers


def level_table(session: Session, cooperative_ids: Sequence[int] | None = None) -> pd.DataFrame:
    """Every assessment with its levels, for figures; who may see them is asked by whoever shows them.

    Returns
    -------
    DataFrame
        Index ``id`` by day, then number: ``cooperative_id, taken_on, by, note`` and one ``Int64`` column a
        competency, NA not answered.
    """
    everybody = Actor(OFFICE)
    taken = read_rows(session, Assessment, everybody)
    if cooperative_ids is not None:
        taken = taken[taken["cooperative_id"].isin(list(cooperative_ids))]
    answers = read_rows(session, AssessmentLevel, everybody)
    wide = answers.pivot(index="assessment_id", columns="competency", values="level")
    wide = wide.reindex(index=taken.index, columns=competency_keys()).astype("Int64")
    wide.columns.name = None
    table = taken.drop(columns="version").join(wide)
    return table.assign(number=table.index).sort_values(["taken_on", "number"]).drop(columns="number")


def latest_of(levels: pd.DataFrame) -> pd.DataFrame:
    """The latest assessment of each cooperative, index ``cooperative_id``; it counts as it stands.

    What it leaves open is unknown, whatever an earlier one said.

    Examples
    --------
    >>> latest_of(pd.DataFrame({"cooperative_id": [4, 4], "cashbook": [1, 3]}))["cashbook"].to_dict()
    {4: 3}
    """
    last = levels[~levels["cooperative_id"].duplicated(keep="last")]
    return last.rename_axis("id").reset_index().set_index("cooperative_id").rename(columns={"id": "assessment_id"})


def read_assessments(desk: Desk, actor: Actor, cooperative_ids: Sequence[int] | None = None) -> pd.DataFrame:
    """Assessments that a reader may see: the office all, a cooperative its own, the public none.

    Returns
    -------
    DataFrame
        As :func:`level_table`.
    """
    check_may(actor, "training.read")
    with desk.reading() as session:
        table = level_table(session, cooperative_ids)
    if actor.role == PUBLIC:
        return table.iloc[:0]
    return table[table["cooperative_id"] == actor.cooperative_id] if actor.role == COOPERATIVE else table
