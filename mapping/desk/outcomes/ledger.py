"""The ledger: a start beside what was advised, and how it stood after 6 and 12 months."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select

from mapping.desk.entries import free_text, iso_date, one_of, whole_number, whole_rupiah
from mapping.desk.models import Cooperative, Outcome, OutcomeCheck
from mapping.desk.outcomes.advised import BETWEEN, Advised, kept_columns
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.writing import WritingSession
from mapping.errors import ConflictError, EntryError
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.formats import say_date
from mapping.knowledge.outcomes import MONTHS, latest_day, months_later, read_outcome_rules
from mapping.language import mark, tr

OTHER = "other"
"""Line of a start that the catalogue does not have."""
NOTE = 500
MEMBERS, WORKERS = mark("Anggota"), mark("Pekerja")
REVENUE, BORROWED = mark("Omzet sebulan"), mark("Pinjaman")


def start_outcome(
    desk: Desk,
    actor: Actor,
    at: str,
    *,
    cooperative_id: int,
    advice: Advised,
    line_id: str = "",
    started_on: object = "",
    members: object = None,
    workers: object = None,
    revenue_idr_month: object = None,
    borrowed_idr: object = None,
    note: object = "",
) -> int:
    """Put into the ledger what was advised and what was started, also where the two differ or nothing was started.

    The same cooperative, line and day again is the same entry: nothing new is written.

    Parameters
    ----------
    advice : Advised
        Copied for good; ``NOTHING_SAID`` where the tool was not asked.
    line_id : str
        Of the catalogue, of the advice, or ``OTHER``; ``""``: nothing was started yet.
    started_on : str or date
        Needed with a line; not after today.
    members, workers, revenue_idr_month, borrowed_idr
        On that day; None unknown, 0 none.

    Returns
    -------
    int
        Number of the entry.

    Raises
    ------
    EntryError, NotAllowedError
    """
    check_may(actor, "outcome.start", cooperative_id)
    kept = kept_columns(advice, latest_day(at))
    started = _started(at, kept, line_id, started_on, members, workers, revenue_idr_month, borrowed_idr, note)
    with desk.writing(actor, at) as session:
        _cooperative(session, cooperative_id)
        of_advice = [Outcome.study_key == kept["study_key"], Outcome.advised == kept["advised"]]
        same = _same_start(session, cooperative_id, started, *([] if started["line_id"] else of_advice))
        if same is not None:
            return same
        made = Outcome(cooperative_id=cooperative_id, **kept, **started)
        session.add(made)
        session.flush()
        return made.id


def record_start(
    desk: Desk,
    actor: Actor,
    at: str,
    outcome_id: int,
    version: int,
    *,
    line_id: str,
    started_on: object,
    members: object = None,
    workers: object = None,
    revenue_idr_month: object = None,
    borrowed_idr: object = None,
    note: object = "",
) -> None:
    """Say what was started after an advice on record, or mend what was said of the start while nobody has checked it.

    Parameters
    ----------
    version : int
        Of the entry as it was seen.

    Raises
    ------
    EntryError, NotAllowedError
    ConflictError
        Somebody changed it in between, a check stands on it, or another entry says the same.
    """
    with desk.writing(actor, at) as session:
        outcome = _outcome(session, actor, "outcome.start", outcome_id)
        _seen(outcome, version)
        if session.scalars(select(OutcomeCheck.id).where(OutcomeCheck.outcome_id == outcome.id)).first() is not None:
            raise ConflictError(tr("Usaha ini sudah pernah dicek, sehingga catatan awalnya tidak diubah lagi."))
        kept = {"advised": outcome.advised, "avoided": outcome.avoided}
        started = _started(at, kept, line_id, started_on, members, workers, revenue_idr_month, borrowed_idr, note)
        same = _same_start(session, outcome.cooperative_id, started, Outcome.id != outcome.id)
        if started["line_id"] and same is not None:
            # One start in two entries would count twice among the hits.
            raise ConflictError(tr("Usaha ini dengan tanggal mulai yang sama sudah ada di buku hasil."))
        for name, value in started.items():
            setattr(outcome, name, value)


def check_outcome(
    desk: Desk,
    actor: Actor,
    at: str,
    *,
    outcome_id: int,
    month: int,
    checked_on: object,
    trading: bool,
    line_id: str = "",
    paying: bool | None = None,
    covers_costs: bool | None = None,
    members: object = None,
    workers: object = None,
    revenue_idr_month: object = None,
    note: object = "",
    version: int | None = None,
) -> int:
    """Write down how a start stood some months later.

    Parameters
    ----------
    month : int
        6 or 12.
    checked_on : str or date
        Day of the look: not before the month has come, not after today, not so late that it says nothing of it.
    line_id : str
        What it trades in by then; ``""``: what it started with.
    paying : bool or None
        Instalments paid on time; refused where nothing was borrowed.
    version : int, optional
        Of the check that is corrected; without it a second check of the same month is refused.

    Returns
    -------
    int
        Number of the check.

    Raises
    ------
    EntryError, NotAllowedError, ConflictError
    """
    with desk.writing(actor, at) as session:
        outcome = _outcome(session, actor, "outcome.check", outcome_id)
        values = {
            "checked_on": _check_day(outcome, month, checked_on, latest_day(at)),
            **_standing(outcome, trading, line_id, paying, covers_costs),
            **_sizes(members, workers, revenue_idr_month),
            "note": free_text(note, tr("Catatan"), NOTE, field="note", lines=True),
        }
        known = session.scalars(
            select(OutcomeCheck).where(OutcomeCheck.outcome_id == outcome.id, OutcomeCheck.month == month)
        ).first()
        if known is None:
            known = OutcomeCheck(outcome_id=outcome.id, month=month, **values)
            session.add(known)
        elif version is None:
            raise ConflictError(tr("Pengecekan ini sudah dicatat. Muat ulang halaman untuk melihatnya."))
        else:
            _seen(known, version)
            for name, value in values.items():
                setattr(known, name, value)
        session.flush()
        return known.id


def _same_start(
    session: WritingSession, cooperative_id: int, started: dict[str, Any], *more: ColumnElement[bool]
) -> int | None:
    """Number of the entry of a cooperative that says the same start."""
    same = [getattr(Outcome, name) == started[name] for name in ("line_id", "started_on")]
    return session.scalars(select(Outcome.id).where(Outcome.cooperative_id == cooperative_id, *same, *more)).first()


def _started(
    at: str,
    kept: dict[str, Any],
    line_id: str,
    started_on: object,
    members: object,
    workers: object,
    revenue: object,
    borrowed: object,
    note: object,
) -> dict[str, Any]:
    """What was typed of a start, as columns."""
    named = [name for text in (kept["advised"], kept["avoided"]) for name in str(text).split(BETWEEN) if name]
    line = one_of(line_id, ["", *read_lines().index, *named, OTHER], tr("Lini usaha"), field="line_id")
    day = iso_date(started_on, tr("Tanggal mulai"), latest=latest_day(at), required=bool(line), field="started_on")
    sizes = _sizes(members, workers, revenue)
    sizes["borrowed_idr"] = whole_rupiah(borrowed, tr(BORROWED), field="borrowed_idr")
    if not line and (day or any(value is not None for value in sizes.values())):
        raise EntryError(
            tr("Lini usaha belum diisi. Tanggal dan angka awal hanya untuk usaha yang dimulai."), "line_id"
        )
    return {
        "line_id": line,
        "started_on": day,
        **sizes,
        "note": free_text(note, tr("Catatan"), NOTE, field="note", lines=True),
    }


def _sizes(members: object, workers: object, revenue: object) -> dict[str, int | None]:
    return {
        "members": whole_number(members, tr(MEMBERS), field="members"),
        "workers": whole_number(workers, tr(WORKERS), field="workers"),
        "revenue_idr_month": whole_rupiah(revenue, tr(REVENUE), field="revenue_idr_month"),
    }


def _standing(
    outcome: Outcome, trading: bool, line_id: str, paying: bool | None, covers_costs: bool | None
) -> dict[str, Any]:
    if not trading and (line_id or covers_costs):
        raise EntryError(tr("Usaha yang sudah berhenti tidak punya lini berjalan dan tidak menutup biaya."), "trading")
    if paying is not None and outcome.borrowed_idr == 0:
        raise EntryError(tr("Usaha ini dimulai tanpa pinjaman, jadi tidak ada cicilan yang dicatat."), "paying")
    line = one_of(line_id, ["", *read_lines().index, outcome.line_id, OTHER], tr("Lini usaha"), field="line_id")
    return {
        "trading": bool(trading),
        "line_id": (line or outcome.line_id) if trading else "",
        "paying": paying,
        "covers_costs": covers_costs if trading else False,
    }


def _check_day(outcome: Outcome, month: int, checked_on: object, latest: str) -> str:
    """The day of a check, within the time in which it says something of that month."""
    if month not in MONTHS:
        raise EntryError(tr("Pengecekan hanya untuk bulan ke-6 dan ke-12."), "month")
    if not outcome.line_id:
        raise EntryError(tr("Belum ada usaha yang dimulai, jadi belum ada yang dicek."), "outcome_id")
    rules = read_outcome_rules()["checks"][str(month)]
    first = months_later(outcome.started_on, rules["from_month"])
    day = iso_date(checked_on, tr("Tanggal pengecekan"), latest=latest, required=True, field="checked_on")
    if day < first:
        message = tr(
            "Belum waktunya: pengecekan {label} baru bisa mulai {first}.", label=rules["label"], first=say_date(first)
        )
        raise EntryError(message, "checked_on")
    if day >= (until := months_later(outcome.started_on, rules["until_month"])):
        message = tr(
            "Terlambat: pengecekan {label} hanya untuk keadaan sebelum {until}.",
            label=rules["label"],
            until=say_date(until),
        )
        raise EntryError(message, "checked_on")
    return day


def _cooperative(session: WritingSession, cooperative_id: int) -> Cooperative:
    found = session.get(Cooperative, cooperative_id)
    if found is None:
        raise EntryError(tr("Koperasi ini tidak ada di daftar."), "cooperative_id")
    return found


def _outcome(session: WritingSession, actor: Actor, action: str, outcome_id: int) -> Outcome:
    """An entry that this actor may write; whose it is stands in the database, not in what was asked."""
    found = session.get(Outcome, outcome_id)
    check_may(actor, action, found.cooperative_id if found else None)
    if found is None:
        raise EntryError(tr("Catatan ini tidak ada di buku hasil."), "outcome_id")
    return found


def _seen(row: Outcome | OutcomeCheck, version: int) -> None:
    if row.version != version:
        raise ConflictError(
            tr("Isian ini baru saja diubah orang lain. Muat ulang halaman, lihat keadaan barunya, lalu ulangi.")
        )
