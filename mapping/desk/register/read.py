"""The register as tables: every cooperative, its steps, its offices, and how many stand where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from mapping.desk.models import Cooperative, CooperativeStep, Officer
from mapping.desk.rules import ADMIN, OFFICE, Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import among, read_rows
from mapping.errors import EntryError
from mapping.knowledge.register import read_register
from mapping.language import tr


def cooperatives_of(desk: Desk, codes: Iterable[str] | None, actor: Actor) -> pd.DataFrame:
    """The cooperatives of some kelurahan, in the order of kecamatan, kelurahan and name.

    Parameters
    ----------
    codes : iterable of str or None
        Kelurahan codes; None: all.

    Returns
    -------
    DataFrame
        Index ``id``; the columns of :class:`~mapping.desk.models.Cooperative` and ``label``, one for each:
        ``"Kalirungkut (Rungkut)"``, with the cooperative's name where a kelurahan has several. ``note`` is ``""``
        for everyone but the office and the cooperative itself.

    Examples
    --------
    >>> from mapping.desk.rules import ANYONE
    >>> from mapping.desk.store.desk import open_desk
    >>> len(cooperatives_of(open_desk("sqlite://"), None, ANYONE))
    0
    """
    check_may(actor, "register.read")
    with desk.reading() as session:
        where = () if codes is None else (among(session, Cooperative.kelurahan_code, codes),)
        table = read_rows(session, Cooperative, actor, *where)
    if actor.role not in (OFFICE, ADMIN):
        table["note"] = table["note"].where(table.index == (actor.cooperative_id or -1), "")
    table = table.sort_values(["kecamatan", "kelurahan", "name"], kind="stable")
    label = table["kelurahan"] + " (" + table["kecamatan"] + ")"
    several = label.duplicated(keep=False)
    label = label.mask(several, label + " · " + table["name"])
    again = label.duplicated(keep=False)
    return table.assign(label=label.mask(again, label + " · " + table.index.astype("str")))


def read_cooperative(desk: Desk, actor: Actor, cooperative_id: int) -> pd.Series:
    """One row of :func:`cooperatives_of`, its number as ``name``.

    Raises
    ------
    EntryError
        There is no such cooperative.
    """
    table = cooperatives_of(desk, None, actor)
    if cooperative_id not in table.index:
        raise EntryError(tr("Koperasi ini tidak ada di daftar. Pilih koperasi lain."), "cooperative_id")
    return table.loc[cooperative_id]


def read_steps(desk: Desk, actor: Actor, cooperative_id: int) -> pd.DataFrame:
    """The steps of a cooperative, oldest first: ``status, since`` (ISO day, ``""`` unknown), ``note``.

    ``note`` is ``""`` for everyone but the office and the cooperative itself.
    """
    check_may(actor, "register.read")
    with desk.reading() as session:
        table = read_rows(session, CooperativeStep, actor, CooperativeStep.cooperative_id == cooperative_id)
    if actor.role not in (OFFICE, ADMIN) and actor.cooperative_id != cooperative_id:
        table["note"] = ""
    return table[["status", "since", "note"]]


def read_offices(desk: Desk, actor: Actor, cooperative_id: int) -> pd.DataFrame:
    """The offices of a cooperative that somebody told of, in the order of ``knowledge/register.toml``.

    Returns
    -------
    DataFrame
        Index office (key); ``filled`` (boolean), ``woman`` (boolean, NA not told), ``since`` (ISO day, ``""`` unknown).
    """
    check_may(actor, "register.read")
    with desk.reading() as session:
        table = read_rows(session, Officer, actor, Officer.cooperative_id == cooperative_id)
    known = [office for office in read_register()["offices"] if office in set(table["office"])]
    return table.set_index("office").loc[known, ["filled", "woman", "since"]]


def count_statuses(cooperatives: pd.DataFrame, today: str) -> pd.DataFrame:
    """How many cooperatives stand on each step, and how fresh that knowledge is.

    Parameters
    ----------
    cooperatives : DataFrame
        As :func:`cooperatives_of` gives it.
    today : str
        ISO day.

    Returns
    -------
    DataFrame
        One row per status of ``knowledge/register.toml`` in its order: ``label, n, share`` (0-1; NaN without any
        cooperative), ``reached`` (how many are on this step or a later one of the ladder; NaN beside it),
        ``latest, oldest`` (ISO day of the freshest and the oldest row, ``""`` none), ``old`` (rows nobody touched for
        ``freshness.old_days``).

    Examples
    --------
    >>> rows = pd.DataFrame({"status": ["founded", "legal", "legal"], "updated_at": ["2026-11-01T00:00:00Z"] * 3})
    >>> counts = count_statuses(rows.assign(source_date="", edited_at=""), "2026-11-23")
    >>> counts[["n", "reached", "old"]].head(3).to_numpy().tolist()
    [[1.0, 3.0, 0.0], [2.0, 2.0, 0.0], [0.0, 0.0, 0.0]]
    """
    statuses = read_register()["statuses"]
    told = known_on(cooperatives)
    old = is_old(told, today)
    by = cooperatives.groupby(cooperatives["status"])
    table = pd.DataFrame({"label": [status["label"] for status in statuses.values()]}, index=list(statuses))
    table["n"] = by.size().reindex(table.index, fill_value=0).astype(int)
    total = table["n"].sum()
    table["share"] = table["n"] / total if total else float("nan")
    on_ladder = [status["ladder"] for status in statuses.values()]
    table["reached"] = table["n"].where(on_ladder)[::-1].cumsum()[::-1]
    days = told.groupby(cooperatives["status"])
    table["latest"] = days.max().reindex(table.index, fill_value="")
    table["oldest"] = days.min().reindex(table.index, fill_value="")
    table["old"] = old.groupby(cooperatives["status"]).sum().reindex(table.index, fill_value=0).astype(int)
    return table


def known_on(cooperatives: pd.DataFrame) -> pd.Series:
    """The day that each row speaks of, ISO: the later of its source's day and of the last change by hand.

    Importing an old file today makes nothing newer; where neither day is known it is the day the row was written.

    Examples
    --------
    >>> rows = pd.DataFrame({"updated_at": "2026-11-23T08:00:00Z", "source_date": ["2025-11-21", "2025-11-21", ""]})
    >>> known_on(rows.assign(edited_at=["", "2026-02-01T09:00:00Z", ""])).tolist()
    ['2025-11-21', '2026-02-01', '2026-11-23']
    """
    by_hand, source = cooperatives["edited_at"].str[:10], cooperatives["source_date"]
    told = source.where(source >= by_hand, by_hand)
    return told.where(told != "", cooperatives["updated_at"].str[:10])


def is_old(days: pd.Series, today: str) -> pd.Series:
    """Which ISO days lie further back than a row may be before the screen calls it old; an unknown day does.

    Examples
    --------
    >>> is_old(pd.Series(["2026-11-01", "2026-01-01", ""]), "2026-11-23").tolist()
    [False, True, True]
    """
    limit = dt.date.fromisoformat(today) - dt.timedelta(days=read_register()["freshness"]["old_days"])
    return days < limit.isoformat()
