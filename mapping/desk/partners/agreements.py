"""Agreements of a cooperative and a partner: drafted, begun when complete, kept, looked at again, ended."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from mapping.desk.entries import free_text, iso_date, one_of
from mapping.desk.models import Agreement, AgreementReview, AgreementTask, Commitment, Cooperative, Partner
from mapping.desk.partners.terms import Terms, check_terms, latest_day, missing_of
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.writing import WritingSession
from mapping.errors import ConflictError, EntryError
from mapping.knowledge.partnership import read_partnership
from mapping.language import tr

DRAFT, IN_FORCE, ENDED = "draft", "in_force", "ended"
Rows = list[tuple[int | None, dict[str, Any]]]


def draft_agreement(desk: Desk, actor: Actor, at: str, cooperative_id: int, partner_id: int, terms: Terms) -> int:
    """Keep a new agreement as a draft, with its tasks and commitments; its number.

    Raises
    ------
    EntryError
        The terms cannot be kept (:func:`mapping.desk.partners.terms.check_terms`), there is no such partner, or the
        same two have an agreement of this title that has not ended: a form sent twice is one agreement.
    NotAllowedError
        It is another cooperative's.
    """
    check_may(actor, "agreement.write", cooperative_id)
    told, tasks, promises = check_terms(terms)
    with desk.writing(actor, at) as session:
        _check_parties(session, cooperative_id, partner_id)
        _refuse_double(session, cooperative_id, partner_id, told["title"])
        agreement = Agreement(cooperative_id=cooperative_id, partner_id=partner_id, status=DRAFT, **told)
        session.add(agreement)
        session.flush()
        _keep_rows(session, AgreementTask, agreement.id, tasks)
        _keep_rows(session, Commitment, agreement.id, promises)
        return agreement.id


def change_agreement(desk: Desk, actor: Actor, at: str, agreement_id: int, version: int, terms: Terms) -> None:
    """Make an agreement say what ``terms`` say, all of it at once; one in force must stay complete.

    Tasks and commitments with an ``id`` are changed, others added, those left out removed. What was kept already
    (``done_on``) is neither changed nor removed.

    Raises
    ------
    ConflictError
        Somebody changed it in between, or it has ended.
    EntryError, NotAllowedError
        As :func:`draft_agreement`.
    """
    with desk.writing(actor, at) as session:
        agreement = _seen(session, actor, "agreement.write", agreement_id, version)
        told, tasks, promises = check_terms(terms)
        for name, value in told.items():
            setattr(agreement, name, value)
        # Tasks and commitments are part of it: two people who change different ones have both changed the agreement.
        # Marked before they are looked up, or it would be written, and its version raised, twice.
        flag_modified(agreement, "title")
        _keep_rows(session, AgreementTask, agreement_id, tasks)
        _keep_rows(session, Commitment, agreement_id, promises)
        if agreement.status == IN_FORCE:
            _check_complete(told, len(tasks), [row["side"] for _, row in promises])


def begin_agreement(desk: Desk, actor: Actor, at: str, agreement_id: int, version: int) -> None:
    """Put a draft in force.

    Raises
    ------
    EntryError
        It is not complete (the message says what is missing), or its day of signing has not come.
    ConflictError, NotAllowedError
        As :func:`change_agreement`.
    """
    with desk.writing(actor, at) as session:
        agreement = _seen(session, actor, "agreement.write", agreement_id, version)
        if agreement.status != DRAFT:
            raise ConflictError(tr("Kesepakatan ini sudah berlaku. Muat ulang halaman."))
        _check_kept(session, agreement)
        iso_date(agreement.signed_on, tr("Tanggal ditandatangani"), latest=latest_day(at), field="signed_on")
        agreement.status = IN_FORCE


def end_agreement(desk: Desk, actor: Actor, at: str, agreement_id: int, version: int, ended_on: object) -> None:
    """End an agreement on a day that has come; a draft is given up the same way.

    Raises
    ------
    EntryError, ConflictError, NotAllowedError
        As :func:`change_agreement`.
    """
    with desk.writing(actor, at) as session:
        agreement = _seen(session, actor, "agreement.write", agreement_id, version)
        _end(agreement, ended_on, at)


def keep_promise(
    desk: Desk, actor: Actor, at: str, commitment_id: int, version: int, done_on: object, undo: bool = False
) -> None:
    """Say that a commitment of an agreement in force was kept, and when; ``undo`` takes it back.

    Raises
    ------
    EntryError
        No day, one that has not come, or the agreement is not in force.
    ConflictError, NotAllowedError
        As :func:`change_agreement`.
    """
    with desk.writing(actor, at) as session:
        promise = session.get(Commitment, commitment_id)
        agreement = session.get(Agreement, promise.agreement_id) if promise else None
        check_may(actor, "agreement.write", agreement.cooperative_id if agreement else None)
        if promise is None or agreement is None or promise.version != version:
            raise ConflictError(tr("Komitmen ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi."))
        if agreement.status != IN_FORCE:
            raise EntryError(tr("Komitmen baru bisa ditandai bila kesepakatannya berlaku."), "done_on")
        label, latest = tr("Tanggal ditepati"), latest_day(at)
        promise.done_on = "" if undo else iso_date(done_on, label, latest=latest, required=True, field="done_on")


def review_agreement(
    desk: Desk,
    actor: Actor,
    at: str,
    agreement_id: int,
    version: int,
    *,
    held_on: object,
    verdict: str,
    finding: str,
    next_on: object = "",
) -> int:
    """Keep how an agreement in force was found; the verdict ``"end"`` ends it, else the next day is due.

    Returns
    -------
    int
        Number of the review.

    Raises
    ------
    EntryError, ConflictError, NotAllowedError
        As :func:`change_agreement`.
    """
    with desk.writing(actor, at) as session:
        agreement = _seen(session, actor, "agreement.review", agreement_id, version)
        told = one_of(verdict, read_partnership()["verdicts"], tr("Hasil tinjauan"), field="verdict")
        text = free_text(finding, tr("Temuan"), 2000, field="finding", required=True, lines=True)
        if agreement.status != IN_FORCE:
            raise EntryError(tr("Yang bisa ditinjau hanya kesepakatan yang berlaku."), "verdict")
        held = iso_date(
            held_on,
            tr("Tanggal tinjauan"),
            earliest=agreement.signed_on,
            latest=latest_day(at),
            required=True,
            field="held_on",
        )
        following = ""
        if told == "end":
            _end(agreement, held, at)
        else:
            label = tr("Tinjauan berikut")
            following = iso_date(next_on, label, latest=agreement.ends_on, required=True, field="next_on")
            if following <= held:
                raise EntryError(tr("Tinjauan berikut harus sesudah tinjauan ini."), "next_on")
            agreement.review_on = following
        flag_modified(agreement, "review_on")
        review = AgreementReview(agreement_id=agreement_id, held_on=held, verdict=told, finding=text, next_on=following)
        session.add(review)
        session.flush()
        return review.id


def _seen(session: WritingSession, actor: Actor, action: str, agreement_id: int, version: int) -> Agreement:
    """The agreement as it was seen, if the one who asks may change it; one that has ended stays as it is."""
    agreement = session.get(Agreement, agreement_id)
    check_may(actor, action, agreement.cooperative_id if agreement else None)
    if agreement is None or agreement.version != version:
        raise ConflictError(tr("Kesepakatan ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi."))
    if agreement.status == ENDED:
        raise ConflictError(tr("Kesepakatan ini sudah berakhir dan tidak diubah lagi. Buat yang baru."))
    return agreement


def _check_parties(session: WritingSession, cooperative_id: int, partner_id: int) -> None:
    if session.get(Cooperative, cooperative_id) is None:
        raise EntryError(tr("Koperasi ini tidak ada dalam daftar."), "cooperative_id")
    partner = session.get(Partner, partner_id)
    if partner is None or not partner.active:
        raise EntryError(tr("Mitra ini tidak ada dalam daftar, atau tidak aktif lagi."), "partner_id")


def _refuse_double(session: WritingSession, cooperative_id: int, partner_id: int, title: str) -> None:
    same = select(Agreement.id).where(
        Agreement.cooperative_id == cooperative_id,
        Agreement.partner_id == partner_id,
        Agreement.title == title,
        Agreement.status != ENDED,
    )
    if session.scalars(same).first() is not None:
        raise EntryError(tr("Kesepakatan dengan mitra dan judul ini sudah ada. Ubah yang ada."), "title")


def _check_kept(session: WritingSession, agreement: Agreement) -> None:
    tasks = session.scalars(select(AgreementTask.id).where(AgreementTask.agreement_id == agreement.id)).all()
    sides = session.scalars(select(Commitment.side).where(Commitment.agreement_id == agreement.id)).all()
    told = {column.name: getattr(agreement, column.name) for column in Agreement.__table__.columns}
    _check_complete(told, len(tasks), sides)


def _check_complete(told: dict[str, Any], tasks: int, sides: Any) -> None:
    if missing := missing_of(told, tasks, list(sides)):
        message = tr("Kesepakatan belum bisa berlaku. Yang kurang: {missing}.", missing=", ".join(missing))
        raise EntryError(message, "status")


def _end(agreement: Agreement, ended_on: object, at: str) -> None:
    # A draft may be given up before the day on which it was to be signed.
    earliest = agreement.signed_on if agreement.status == IN_FORCE else ""
    label = tr("Tanggal berakhir")
    agreement.ends_on = iso_date(
        ended_on, label, earliest=earliest, latest=latest_day(at), required=True, field="ends_on"
    )
    agreement.status = ENDED


def _keep_rows(session: WritingSession, model: type[AgreementTask] | type[Commitment], number: int, rows: Rows) -> None:
    """Make the tasks or commitments of an agreement those given."""
    present: dict[int, Any] = {
        row.id: row for row in session.scalars(select(model).where(model.agreement_id == number))
    }
    for row_id, told in rows:
        if row_id is None:
            new = told if model is AgreementTask else told | {"done_on": ""}
            session.add(model(agreement_id=number, **new))
            continue
        row = present.pop(row_id, None)
        if row is None:
            raise ConflictError(tr("Kesepakatan ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi."))
        changed = {name: value for name, value in told.items() if getattr(row, name) != value}
        if changed:
            _refuse_kept(row)
        for name, value in changed.items():
            setattr(row, name, value)
    for row in present.values():
        _refuse_kept(row)
        session.delete(row)


def _refuse_kept(row: Any) -> None:
    if getattr(row, "done_on", ""):
        message = tr('Komitmen "{what}" sudah ditepati, jadi tidak diubah atau dihapus.', what=row.what)
        raise EntryError(message, "promises")
