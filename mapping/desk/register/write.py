"""Cooperatives written: added, changed, moved from step to step, their offices told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from mapping.desk.entries import free_text, iso_date, one_of
from mapping.desk.models import Cooperative, CooperativeStep, Officer
from mapping.desk.register.checks import LABELS, clean_field, clean_point, latest_day
from mapping.desk.register.names import core_name
from mapping.desk.register.points import point_state
from mapping.desk.rules import Actor, check_may, may
from mapping.desk.store.desk import Desk
from mapping.desk.store.writing import WritingSession
from mapping.errors import ConflictError, EntryError, NotAllowedError
from mapping.knowledge.register import ladder, read_register
from mapping.language import tr

if TYPE_CHECKING:
    import geopandas as gpd

OFFICE_ONLY = ("name", "kelurahan_code", "kelurahan", "kecamatan", "kabupaten", "source", "source_id", "source_date")
"""What a cooperative does not change by itself: which cooperative it is."""
CHANGEABLE = tuple(name for name in LABELS if name not in ("status", "status_since"))


@dataclass(frozen=True)
class Office:
    """One office of a board: whether it is filled, never by whom.

    Parameters
    ----------
    filled : bool
    woman : bool or None
        Whether a woman holds it; None not told.
    since : str
        ISO day, ``""`` unknown.
    """

    filled: bool
    woman: bool | None = None
    since: str = ""


def add_cooperative(
    desk: Desk,
    actor: Actor,
    at: str,
    *,
    name: str,
    kelurahan_code: str,
    kelurahan: str,
    kecamatan: str,
    kabupaten: str,
    status: str = "founded",
    synthetic: bool = False,
    outlines: gpd.GeoDataFrame | None = None,
    **fields: Any,
) -> int:
    """A new cooperative, with its first step.

    Parameters
    ----------
    outlines : GeoDataFrame, optional
        The kelurahan of the region, by which a point is looked at.
    **fields
        Any of ``checks.LABELS``: ``deed_number, deed_date, nik, nib, kbli, line_id, status_since, members,
        capital_idr, lat, lon, source, source_id, source_date, note``.

    Returns
    -------
    int
        Its number.

    Raises
    ------
    EntryError
        A field cannot be kept, or the kelurahan has a cooperative of this name already.
    NotAllowedError
        Only the office adds cooperatives.

    Examples
    --------
    >>> from mapping.desk.rules import LOCAL
    >>> from mapping.desk.store.desk import open_desk
    >>> place = dict(kelurahan_code="35.78.03.1001", kelurahan="Kalirungkut", kecamatan="Rungkut", kabupaten="Surabaya")
    >>> add_cooperative(open_desk("sqlite://"), LOCAL, "2026-11-23T08:00:00Z", name="KKMP Kalirungkut", **place)
    1
    """
    check_may(actor, "register.write")
    place = {"kelurahan_code": kelurahan_code, "kelurahan": kelurahan, "kecamatan": kecamatan, "kabupaten": kabupaten}
    given = {"name": name, **place, "status": status, **fields}
    values = _cleaned(given, at, outlines, kelurahan_code)
    with desk.writing(actor, at) as session:
        _refuse_twin(session, values["name"], values["kelurahan_code"])
        return put_cooperatives(session, [values], at, synthetic=synthetic)[0]


def put_cooperatives(
    session: WritingSession, values: Sequence[Mapping[str, Any]], at: str, synthetic: bool = False
) -> list[int]:
    """Rows of values that are clean already, and their first steps; gives their numbers."""
    blank: dict[str, Any] = dict.fromkeys(LABELS, "") | dict.fromkeys(("members", "capital_idr", "lat", "lon"))
    rows = []
    for told in values:
        by_hand = not told.get("source")
        row = Cooperative(
            **(blank | {"point_state": "", "status": "founded"} | dict(told)),
            synthetic=synthetic,
            updated_at=at,
            edited="; ".join(sorted(name for name in CHANGEABLE if by_hand and told.get(name))),
            edited_at=at if by_hand else "",
        )
        rows.append(row)
    session.add_all(rows)
    session.flush()
    session.add_all(
        CooperativeStep(cooperative_id=row.id, status=row.status, since=row.status_since, note="") for row in rows
    )
    return [int(row.id) for row in rows]


def _cleaned(fields: Mapping[str, Any], at: str, outlines: gpd.GeoDataFrame | None, code: str) -> dict[str, Any]:
    unknown = fields.keys() - LABELS.keys()
    if unknown:
        raise TypeError(f"unknown fields of a cooperative: {sorted(unknown)}")
    values = {name: clean_field(name, value, at) for name, value in fields.items() if name not in ("lat", "lon")}
    if "lat" in fields or "lon" in fields:
        lat, lon = clean_point(fields.get("lat"), fields.get("lon"))
        values |= {"lat": lat, "lon": lon, "point_state": point_state(lat, lon, code, outlines)}
    return values


def _refuse_twin(session: WritingSession, name: str, code: str, but: int | None = None) -> None:
    rows = session.execute(
        select(Cooperative.id, Cooperative.name).where(
            Cooperative.kelurahan_code == code, Cooperative.synthetic.is_(False)
        )
    )
    if any(number != but and core_name(other) == core_name(name) for number, other in rows):
        raise EntryError(
            tr('Koperasi "{name}" sudah ada di kelurahan/desa itu. Buka kartunya, lalu ubah isinya.', name=name), "name"
        )


def _load(session: WritingSession, cooperative_id: int, version: int | None) -> Cooperative:
    row = session.get(Cooperative, cooperative_id)
    if row is None:
        raise EntryError(tr("Koperasi ini tidak ada di daftar. Pilih koperasi lain."), "cooperative_id")
    if version is not None and row.version != version:
        raise ConflictError(
            tr("Data koperasi ini baru saja diubah orang lain. Muat ulang halaman, lihat keadaan barunya, lalu ulangi.")
        )
    return row


def change_cooperative(
    desk: Desk,
    actor: Actor,
    at: str,
    cooperative_id: int,
    version: int,
    *,
    outlines: gpd.GeoDataFrame | None = None,
    **fields: Any,
) -> None:
    """Change what is known of a cooperative; what a person changed is left alone by later imports.

    Parameters
    ----------
    version : int
        The one that the person saw.
    **fields
        Any of ``checks.LABELS`` but ``status`` and ``status_since``, which :func:`set_status` keeps.

    Raises
    ------
    ConflictError
        Somebody else was faster; nothing was written.
    EntryError
        A field cannot be kept.
    NotAllowedError
        Another cooperative's row, or a field that the office keeps.
    """
    check_may(actor, "register.write", cooperative_id)
    if fields.keys() - set(CHANGEABLE):
        raise TypeError(f"not to be changed here: {sorted(fields.keys() - set(CHANGEABLE))}")
    kept = [name for name in OFFICE_ONLY if name in fields]
    if kept and not may(actor, "register.write"):
        message = tr("{field} hanya diubah oleh dinas. Hubungi dinas bila keliru.", field=tr(LABELS[kept[0]]))
        raise NotAllowedError(message)
    with desk.writing(actor, at) as session:
        row = _load(session, cooperative_id, version)
        code = str(fields.get("kelurahan_code", row.kelurahan_code))
        if {"kelurahan_code", "lat", "lon"} & fields.keys():
            fields = {"lat": row.lat, "lon": row.lon} | fields
        values = _cleaned(fields, at, outlines, code)
        if "name" in values or "kelurahan_code" in values:
            _refuse_twin(session, values.get("name", row.name), code, but=row.id)
        changed = {name for name, value in values.items() if getattr(row, name) != value}
        if not changed:
            return
        for name in changed:
            setattr(row, name, values[name])
        edited = set(filter(None, row.edited.split("; "))) | (changed & set(CHANGEABLE))
        row.edited, row.edited_at, row.updated_at = "; ".join(sorted(edited)), at, at


def set_status(
    desk: Desk, actor: Actor, at: str, cooperative_id: int, version: int, status: str, since: str, note: str = ""
) -> None:
    """Bring a cooperative to a step and keep the day; steps may be left out; going back, or before the day
    of the step before, asks for a reason.

    Parameters
    ----------
    since : str
        ISO day from which on it stands there; ``""`` unknown.

    Raises
    ------
    ConflictError
        Somebody else was faster.
    EntryError
        No such step, or a way back without a reason.
    NotAllowedError
        Only the office keeps the steps.
    """
    check_may(actor, "register.status", cooperative_id)
    status = one_of(status, read_register()["statuses"], tr(LABELS["status"]), field="status")
    day = iso_date(since, tr(LABELS["status_since"]), latest=latest_day(at), field="since")
    reason = free_text(note, tr(LABELS["note"]), 500, field="note")
    with desk.writing(actor, at) as session:
        row = _load(session, cooperative_id, version)
        if (row.status, row.status_since) == (status, day):
            return
        _check_step(row, status, day, reason)
        row.status, row.status_since = status, day
        edited = set(filter(None, row.edited.split("; "))) | {"status"}
        row.edited, row.edited_at, row.updated_at = "; ".join(sorted(edited)), at, at
        session.add(CooperativeStep(cooperative_id=row.id, status=status, since=day, note=reason))


def _check_step(row: Cooperative, status: str, day: str, reason: str) -> None:
    steps = ladder()
    back = status == row.status or (
        status in steps and row.status in steps and steps.index(status) < steps.index(row.status)
    )
    if back and not reason:
        raise EntryError(
            tr("Tahap ini mundur atau memperbaiki catatan sebelumnya. Tulis alasannya di Catatan."), "note"
        )
    if not reason and day and row.status_since and day < row.status_since:
        raise EntryError(
            tr(
                "Sejak {day} lebih awal daripada tahap sebelumnya ({before}). Periksa tanggalnya, atau tulis alasannya "
                "di Catatan.",
                day=day,
                before=row.status_since,
            ),
            "since",
        )


def set_officers(
    desk: Desk,
    actor: Actor,
    at: str,
    cooperative_id: int,
    offices: Mapping[str, Office | None],
    version: int | None = None,
) -> None:
    """Tell which offices are filled; those not named stay as they are, and None takes one out.

    Parameters
    ----------
    offices : mapping
        Keys of ``offices`` in ``knowledge/register.toml``.
    version : int, optional
        Of the cooperative, as the person saw it.

    Raises
    ------
    ConflictError
        Somebody else was faster.
    EntryError
        No such office, or no such day.
    NotAllowedError
        Another cooperative's board.
    """
    check_may(actor, "register.write", cooperative_id)
    known, latest = read_register()["offices"], latest_day(at)
    wanted: dict[str, Office | None] = {}
    for key, office in offices.items():
        key = one_of(key, known, tr("Jabatan"), field="offices")
        if office is not None:
            since = iso_date(office.since, known[key]["label"], latest=latest, field="offices")
            office = Office(
                bool(office.filled), office.woman if office.filled else None, since if office.filled else ""
            )
        wanted[key] = office
    with desk.writing(actor, at) as session:
        row = _load(session, cooperative_id, version)
        if _put_offices(session, cooperative_id, wanted):
            row.edited_at = row.updated_at = at
            # Also within one second the version moves on: the board is part of what a person saw.
            flag_modified(row, "updated_at")


def _put_offices(session: WritingSession, cooperative_id: int, wanted: Mapping[str, Office | None]) -> bool:
    """Whether anything changed."""
    present = {
        row.office: row for row in session.scalars(select(Officer).where(Officer.cooperative_id == cooperative_id))
    }
    changed = False
    for key, office in wanted.items():
        row = present.get(key)
        if office is None:
            if row is not None:
                session.delete(row)
                changed = True
            continue
        told = {"filled": office.filled, "woman": office.woman, "since": office.since}
        if row is None:
            session.add(Officer(cooperative_id=cooperative_id, office=key, **told))
            changed = True
        elif any(getattr(row, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(row, name, value)
            changed = True
    return changed
