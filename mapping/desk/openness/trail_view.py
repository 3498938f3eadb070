"""The trail in words: who did what when, what stood there before and after, as far as whoever asks may know."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, func, select

from mapping.desk.models import Cooperative, TrailEntry
from mapping.desk.needs.days import days_between
from mapping.desk.openness.about import is_about, owners_of
from mapping.desk.openness.words import say_change
from mapping.desk.outcomes.read import may_see
from mapping.desk.rules import ROLE_LABELS, Actor, check_may, may
from mapping.desk.store.desk import Desk
from mapping.desk.store.verify import Anchor, Finding, verify
from mapping.knowledge.outcomes import days_later
from mapping.knowledge.trail import read_trail_words
from mapping.language import mark, tr

SAID = ("n", "at", "action", "entity", "key", "cooperative_id")
COLUMNS = [*SAID, "role", "account_id", "cooperative", "kelurahan_code", "kelurahan", "what", "change"]
DID = {
    "add": mark("{role} menambah: {entity}"),
    "change": mark("{role} mengubah: {entity}"),
    "remove": mark("{role} menghapus: {entity}"),
}
MOST = 500


def read_trail(
    desk: Desk,
    actor: Actor,
    *,
    codes: Collection[str] | None = None,
    cooperative_id: int | None = None,
    entity: str = "",
    since: str = "",
    until: str = "",
    most: int = MOST,
) -> pd.DataFrame:
    """Rows of the trail, newest first.

    Parameters
    ----------
    codes : collection of str, optional
        About cooperatives of these kelurahan only.
    cooperative_id : int, optional
        About this one only.
    entity : str
        Of this table only.
    since, until : str
        ISO days in UTC, both included.
    most : int
        How many rows at most.

    Returns
    -------
    DataFrame
        ``n`` (number in the chain)``, at`` (ISO UTC)``, role`` (in words)``, account_id`` (NA for whoever may not read
        accounts)``, action, entity, key, cooperative_id, cooperative, kelurahan_code, kelurahan`` (``""`` where it
        is about none)``, what`` (sentence)``, change`` (column: before → after; ``***`` for what only the own
        cooperative and the office read; ``""`` where nothing of it is told).
    """
    check_may(actor, "trail.read")
    query = select(*[getattr(TrailEntry, name) for name in (*SAID, "role", "account_id", "before", "after")])
    for wanted in _wanted(codes, cooperative_id, entity, since, until):
        query = query.where(wanted)
    with desk.reading() as session:
        rows = [dict(row._mapping) for row in session.execute(query.order_by(TrailEntry.n.desc()).limit(most))]
        unnamed = {(row["entity"], row["key"]) for row in rows if row["cooperative_id"] is None}
        owners = owners_of(session, unnamed)
        for row in rows:
            row["cooperative_id"] = row["cooperative_id"] or owners.get((row["entity"], row["key"]))
        about = {row["cooperative_id"] for row in rows} - {None}
        named = session.execute(
            select(Cooperative.id, Cooperative.name, Cooperative.kelurahan_code, Cooperative.kelurahan).where(
                Cooperative.id.in_(about)
            )
        )
        places = {number: (name, code, kelurahan) for number, name, code, kelurahan in named}
    return _table([_say(row, places, actor) for row in rows])


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({"n": "int64", "account_id": "Int64", "cooperative_id": "Int64"})


def _wanted(
    codes: Collection[str] | None, cooperative_id: int | None, entity: str, since: str, until: str
) -> list[ColumnElement[bool]]:
    """The asked rows, as conditions."""
    wanted: list[ColumnElement[bool]] = []
    if codes is not None:
        wanted.append(is_about(select(Cooperative.id).where(Cooperative.kelurahan_code.in_(list(codes)))))
    if cooperative_id is not None:
        wanted.append(is_about([cooperative_id]))
    if entity:
        wanted.append(TrailEntry.entity == entity)
    if since:
        wanted.append(TrailEntry.at >= since)
    if until:
        wanted.append(TrailEntry.at < days_later(until, 1))
    return wanted


def _say(row: dict[str, Any], places: Mapping[int, tuple[str, str, str]], actor: Actor) -> dict[str, Any]:
    """One row in words; nothing of what it kept goes along."""
    words = read_trail_words()["entities"].get(row["entity"], {"label": row["entity"]})
    name, code, kelurahan = places.get(row["cooperative_id"], ("", "", ""))
    role = tr(ROLE_LABELS.get(row["role"], row["role"]))
    before, after = (json.loads(row[side]) if row[side] else {} for side in ("before", "after"))
    return {
        **{column: row[column] for column in SAID},
        "role": role,
        "account_id": row["account_id"] if may(actor, "account.write") else None,
        "cooperative": name,
        "kelurahan_code": code,
        "kelurahan": kelurahan,
        "what": tr(DID.get(row["action"], "{role}: {entity}"), role=role, entity=words["label"]),
        "change": say_change(row["entity"], before, after, may_see(actor, row["cooperative_id"])),
    }


def verify_trail(desk: Desk, actor: Actor, anchors: Collection[Anchor] = ()) -> list[Finding]:
    """Check the trail as anybody may: :func:`mapping.desk.store.verify.verify`.

    Cost: reads every row of the trail.
    """
    check_may(actor, "trail.verify")
    return verify(desk, anchors)


def read_freshness(desk: Desk, actor: Actor, today: str, codes: Collection[str] | None = None) -> pd.DataFrame:
    """When something was last written about each cooperative: no live view, but as fresh as what people enter.

    Returns
    -------
    DataFrame
        Index ``cooperative_id``: ``cooperative, kelurahan_code, kelurahan, synthetic, last_at`` (ISO UTC)``, days``
        (since then, 0 or more)``, rows`` (of the trail that name it); the longest untouched first.
    """
    check_may(actor, "trail.read")
    latest = select(TrailEntry.cooperative_id, func.max(TrailEntry.at), func.count())
    latest = latest.group_by(TrailEntry.cooperative_id)
    chosen = select(
        Cooperative.id,
        Cooperative.name,
        Cooperative.kelurahan_code,
        Cooperative.kelurahan,
        Cooperative.synthetic,
        Cooperative.updated_at,
    )
    if codes is not None:
        chosen = chosen.where(Cooperative.kelurahan_code.in_(list(codes)))
    with desk.reading() as session:
        heard = {number: (at, rows) for number, at, rows in session.execute(latest)}
        rows = [tuple(row) for row in session.execute(chosen)]
    names = ["cooperative_id", "cooperative", "kelurahan_code", "kelurahan", "synthetic", "updated_at"]
    table = pd.DataFrame(rows, columns=names).set_index("cooperative_id")
    told = [heard.get(number, ("", 0)) for number in table.index]
    table["last_at"] = [max(at, entered) for (at, _), entered in zip(told, table["updated_at"], strict=True)]
    table["rows"] = [rows for _, rows in told]
    table["days"] = days_between(table["last_at"].astype("str"), today).clip(lower=0).astype("int64")
    return table.drop(columns="updated_at").sort_values(["last_at", "cooperative"])
