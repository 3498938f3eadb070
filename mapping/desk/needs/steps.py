"""The way of a need: from one status to the next, each step kept with its time."""

from __future__ import annotations

import pandas as pd

from mapping.desk.models import Need, NeedMessage, NeedStep
from mapping.desk.rules import ADMIN, OFFICE, Actor, check_may, may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.desk.store.writing import WritingSession, written_at
from mapping.errors import ConflictError
from mapping.knowledge.needs import read_needs
from mapping.language import tr


def move(session: WritingSession, need: Need, status: str, reason: str = "") -> None:
    """Bring a need to another status; staying where it is adds nothing.

    Whoever of the office moves one that nobody looks after looks after it from now on.

    Parameters
    ----------
    status : str
        A key of ``knowledge/needs.toml`` that may follow the present one.
    reason : str
        Why, for whoever reads it later; masked already.

    Raises
    ------
    ConflictError
        The status cannot follow: somebody else was faster.
    """
    statuses = read_needs()["statuses"]
    if need.status == status:
        return
    if status not in statuses[need.status]["next"]:
        raise ConflictError(
            tr(
                "Kebutuhan ini sudah berstatus {now}, sehingga tidak bisa menjadi {wanted}. Muat ulang halaman.",
                now=statuses[need.status]["label"],
                wanted=statuses[status]["label"],
            )
        )
    at, actor = written_at(session), session.info["actor"]
    need.status, need.status_since = status, at
    need.closed_at = "" if statuses[status]["open"] else at
    if actor.role in (OFFICE, ADMIN) and not need.owned:
        need.owned, need.owner_id = OFFICE, actor.account_id
    session.add(NeedStep(need_id=need.id, status=status, since=at, reason=reason))


def reads_all(actor: Actor, cooperative_id: int | None) -> bool:
    """Whether somebody may read what is for a need's own cooperative and the office only."""
    return may(actor, "need.say", cooperative_id)


def read_steps(desk: Desk, actor: Actor, now: str, need_id: int) -> pd.DataFrame:
    """The way of one need so far, oldest step first.

    Parameters
    ----------
    now : str
        ISO time until which the present status has lasted.

    Returns
    -------
    DataFrame
        ``status, since`` (ISO time), ``days`` (float, how long it lasted, for an open need until ``now``; NaN of the
        step that closed it) and ``reason`` (``""`` for all but the own cooperative and the office).
    """
    check_may(actor, "need.read")
    with desk.reading() as session:
        steps = read_rows(session, NeedStep, actor, NeedStep.need_id == int(need_id))
        need = session.get(Need, int(need_id))
    since = pd.to_datetime(steps["since"], utc=True)
    lasts = bool(len(steps)) and read_needs()["statuses"][steps["status"].iloc[-1]]["open"]
    until = since.shift(-1).fillna(pd.Timestamp(now)) if lasts else since.shift(-1)
    days = ((until - since).dt.total_seconds() / 86_400).clip(lower=0)
    told = steps.assign(days=days.astype("float64"))[["status", "since", "days", "reason"]].reset_index(drop=True)
    return told if need and reads_all(actor, need.cooperative_id) else told.assign(reason="")


def read_messages(desk: Desk, actor: Actor, need_id: int) -> pd.DataFrame:
    """What the office and the cooperative said about a need, oldest first: ``role, said_at, text``.

    No row for anybody else.
    """
    check_may(actor, "need.read")
    with desk.reading() as session:
        need = session.get(Need, int(need_id))
        table = read_rows(session, NeedMessage, actor, NeedMessage.need_id == int(need_id))
    told = table[["role", "said_at", "text"]].reset_index(drop=True)
    return told if need and reads_all(actor, need.cooperative_id) else told.iloc[:0]
