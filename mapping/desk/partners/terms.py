"""What an agreement says, checked before it is kept: goals, dates, what passes, tasks with roles, commitments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mapping.desk.entries import free_text, iso_date, one_of, shown, whole_rupiah
from mapping.desk.partners.lists import BETWEEN, parts_of, several_of
from mapping.errors import EntryError
from mapping.knowledge.partnership import read_partnership
from mapping.knowledge.plans import read_partners, read_roles
from mapping.language import tr

PRIVATE_PARTNER = "swasta"
"""Role of roles.toml that stands for whichever partner it is."""
MOST_ROWS = 60
LONGEST_TEXT = 2000
Roles = Sequence[str] | str


@dataclass(frozen=True)
class Task:
    """One task and the roles in it (keys of ``knowledge/roles.toml``, a sequence or ``"; "`` between).

    Parameters
    ----------
    does : one role or more
    decides : exactly one role
    asked, told : any roles
        Before it is decided, and after.
    id : int or None
        Of a task that is kept already.
    """

    task: str
    does: Roles = ()
    decides: Roles = ""
    asked: Roles = ()
    told: Roles = ()
    id: int | None = None


@dataclass(frozen=True)
class Promise:
    """What one side (``"cooperative"`` or ``"partner"``) commits itself to by a day."""

    side: str
    what: str
    due_on: object = ""
    id: int | None = None


@dataclass(frozen=True)
class Terms:
    """Everything that an agreement says. Dates are ISO texts or days; what is not known stays empty.

    Parameters
    ----------
    kind : str
        One of the five kinds of ``knowledge/partners.toml``.
    trade_off : str
        Where the goals pull apart, and what was settled about it.
    flow : str
        ``"buys"``, ``"sells"`` (both from the cooperative's side), ``"money"`` or ``"none"``.
    value_idr_year : int, str or None
        How much passes in a year, whole rupiah; None not known.
    """

    kind: str
    title: str
    goal_cooperative: str = ""
    goal_partner: str = ""
    trade_off: str = ""
    signed_on: object = ""
    ends_on: object = ""
    review_on: object = ""
    flow: str = "none"
    value_idr_year: object = None
    tasks: Sequence[Task] = ()
    promises: Sequence[Promise] = ()


def check_terms(terms: Terms) -> tuple[dict[str, Any], list[tuple[int | None, dict[str, Any]]], list[Any]]:
    """Terms as they are kept: columns of ``agreement``, of its tasks and of its commitments (with their ids).

    Raises
    ------
    EntryError
        A task that nobody does, or for which nobody or more than one decides (it names the task); a commitment without
        a day; days in the wrong order; anything else that cannot be kept.

    Examples
    --------
    >>> check_terms(Terms("marketing", "Pasokan kue", tasks=[Task("Mengantar kue", does="manajer")]))
    Traceback (most recent call last):
    ...
    mapping.errors.EntryError: Tugas "Mengantar kue" belum punya pemutus. Pilih satu peran yang memutuskan.
    """
    known = read_partnership()
    flow = one_of(terms.flow, known["flows"], tr("Yang mengalir"), field="flow")
    value = whole_rupiah(terms.value_idr_year, tr("Nilai setahun"), field="value_idr_year")
    if flow == "none" and value:
        raise EntryError(tr("Nilai setahun terisi, tetapi arah alirannya belum dipilih."), "flow")
    agreement = {
        "kind": one_of(terms.kind, read_partners()["types"], tr("Jenis kemitraan"), field="kind"),
        "title": free_text(terms.title, tr("Judul"), 200, field="title", required=True),
        "goal_cooperative": _goal(terms.goal_cooperative, tr("Tujuan koperasi"), "goal_cooperative"),
        "goal_partner": _goal(terms.goal_partner, tr("Tujuan mitra"), "goal_partner"),
        "trade_off": _goal(terms.trade_off, tr("Perbedaan tujuan"), "trade_off"),
        **_check_days(terms),
        "flow": flow,
        "value_idr_year": None if flow == "none" else value,
    }
    if max(len(terms.tasks), len(terms.promises)) > MOST_ROWS:
        raise EntryError(tr("Paling banyak {n} tugas dan {n} komitmen dalam satu kesepakatan.", n=MOST_ROWS), "tasks")
    tasks = [(task.id, check_task(task)) for task in terms.tasks]
    _refuse_same([row["task"] for _, row in tasks])
    return agreement, tasks, [(promise.id, _check_promise(promise)) for promise in terms.promises]


def _goal(value: str, label: str, field: str) -> str:
    return free_text(value, label, LONGEST_TEXT, field=field, lines=True)


def _check_days(terms: Terms) -> dict[str, str]:
    signed = iso_date(terms.signed_on, tr("Tanggal ditandatangani"), field="signed_on")
    ends = iso_date(terms.ends_on, tr("Tanggal berakhir"), earliest=signed, field="ends_on")
    review = iso_date(terms.review_on, tr("Tanggal ditinjau"), earliest=signed, latest=ends, field="review_on")
    return {"signed_on": signed, "ends_on": ends, "review_on": review}


def check_task(task: Task) -> dict[str, str]:
    """A task as it is kept; whoever does or decides it need be neither asked nor told and is left out there.

    Raises
    ------
    EntryError
        Nobody does it, or not exactly one decides; the message names the task.

    Examples
    --------
    >>> check_task(Task("Mengirim kue", ["manajer", "anggota"], "manajer", told=["pengurus", "anggota"]))["told"]
    'pengurus'
    """
    name = free_text(task.task, tr("Tugas"), 200, field="tasks", required=True)
    does, decides = (_roles(value, name) for value in (task.does, task.decides))
    if not does:
        message = tr('Tugas "{task}" belum punya pelaksana. Pilih siapa yang mengerjakannya.', task=shown(name))
        raise EntryError(message, "tasks")
    if not decides:
        message = tr('Tugas "{task}" belum punya pemutus. Pilih satu peran yang memutuskan.', task=shown(name))
        raise EntryError(message, "tasks")
    if len(decides) > 1:
        message = tr('Tugas "{task}" punya {n} pemutus. Sisakan satu peran.', task=shown(name), n=len(decides))
        raise EntryError(message, "tasks")
    asked, told = (
        [role for role in _roles(value, name) if role not in {*does, *decides}] for value in (task.asked, task.told)
    )
    row = {"does": does, "decides": decides, "asked": asked, "told": [role for role in told if role not in asked]}
    return {"task": name} | {part: BETWEEN.join(roles) for part, roles in row.items()}


def _roles(value: Roles, task: str) -> list[str]:
    label = tr('Peran dalam tugas "{task}"', task=shown(task))
    return parts_of(several_of(value, read_roles()["roles"], label, field="tasks"))


def _refuse_same(names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise EntryError(tr('Tugas "{task}" tertulis dua kali. Gabungkan menjadi satu.', task=shown(name)), "tasks")
        seen.add(name.casefold())


def _check_promise(promise: Promise) -> dict[str, str]:
    what = free_text(promise.what, tr("Komitmen"), 200, field="promises", required=True)
    label = tr('Tanggal komitmen "{what}"', what=shown(what))
    return {
        "side": one_of(promise.side, read_partnership()["sides"], tr("Pihak yang berkomitmen"), field="promises"),
        "what": what,
        "due_on": iso_date(promise.due_on, label, required=True, field="promises"),
    }


def missing_of(agreement: Mapping[str, Any], tasks: int, sides: Sequence[str]) -> list[str]:
    """What an agreement still lacks before it may be in force, in words; empty where it is complete.

    Parameters
    ----------
    agreement : mapping
        Columns of the table ``agreement``.
    tasks : int
        How many tasks it has.
    sides : sequence of str
        Sides that committed themselves to something.

    Examples
    --------
    >>> whole = dict.fromkeys(("goal_cooperative", "goal_partner", "signed_on", "review_on"), "x")
    >>> missing_of(whole, 1, ["cooperative", "partner"]), missing_of(whole, 0, ["partner"])
    ([], ['sedikitnya satu tugas', 'komitmen koperasi dengan tanggalnya'])
    """
    needed = [
        (agreement["goal_cooperative"], tr("tujuan koperasi")),
        (agreement["goal_partner"], tr("tujuan mitra")),
        (tasks, tr("sedikitnya satu tugas")),
        ("cooperative" in sides, tr("komitmen koperasi dengan tanggalnya")),
        ("partner" in sides, tr("komitmen mitra dengan tanggalnya")),
        (agreement["signed_on"], tr("tanggal ditandatangani")),
        (agreement["review_on"], tr("tanggal ditinjau")),
    ]
    return [label for there, label in needed if not there]


def propose_tasks(kind: str, nature: str) -> list[Task]:
    """Tasks for an agreement of a kind, from ``knowledge/roles.toml``, to be changed by those who agree.

    Where a task names a private partner, the partner's own role stands in its place; where the partner has no part in
    it, it is told.

    Parameters
    ----------
    kind : str
        Of ``knowledge/partners.toml``.
    nature : str
        What the partner is: a key of ``natures`` in ``knowledge/partnership.toml``.

    Examples
    --------
    >>> [task.task for task in propose_tasks("research", "campus")][-1]
    'Mencoba produk, alat atau kemasan baru'
    >>> propose_tasks("research", "campus")[0].does
    ('manajer', 'kampus')
    """
    role = read_partnership()["natures"][nature]["role"]
    proposed = []
    for entry in read_roles()["tasks"]:
        if kind in entry.get("kinds", ()):
            does, asked, told = (_with_partner(entry[part], role) for part in ("does", "asked", "told"))
            task = Task(entry["task"], does, entry["decides"], asked, told)
            part_of_it = role in {*task.does, task.decides, *task.asked}
            proposed.append(task if part_of_it else replace(task, told=tuple(dict.fromkeys([*task.told, role]))))
    return proposed


def _with_partner(roles: Sequence[str], role: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role if one == PRIVATE_PARTNER else one for one in roles))


def latest_day(at: str) -> str:
    """The latest day that it may be anywhere in Indonesia at a moment, because its days begin before those of UTC.

    Examples
    --------
    >>> latest_day("2026-11-23T16:00:00Z"), latest_day("2026-11-23T08:00:00Z")
    ('2026-11-24', '2026-11-23')
    """
    return (dt.datetime.fromisoformat(at) + dt.timedelta(hours=9)).date().isoformat()
