"""The directory of partners: who they are, and what each gives, where and on which terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from mapping.desk.entries import amount_of, free_text, iso_date, name_text, one_of, plain_line
from mapping.desk.models import Partner, PartnerService
from mapping.desk.partners.lists import CODE, area_text, several_of
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.desk.store.writing import WritingSession
from mapping.errors import ConflictError, EntryError
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.partnership import read_partnership
from mapping.knowledge.plans import read_partners as read_partner_kinds
from mapping.knowledge.plans import read_training
from mapping.language import tr

HIGHEST_INTEREST = 100.0
"""Percent a year: more is a slip of the keys."""
PARTNER_COLUMNS = ["partner", "nature", "place", "kelurahan_code", "contact", "checked_on", "synthetic", "active"]


@dataclass(frozen=True)
class Service:
    """One thing that a partner gives; what is not known stays empty.

    Parameters
    ----------
    kind : str
        One of the five kinds of ``knowledge/partners.toml``.
    what : str
    area : str
        Codes of the regions served, ``"; "`` between them; ``""`` everywhere.
    lines, modules : sequence of str or text with ``"; "`` between
        Lines it is meant for (none: any), training modules it can teach.
    money, interest_percent_year, security : str, float or None, str
        Of finance only: kind of money (``knowledge/partnership.toml``), interest, what is taken as security.
    terms : str
        Any other condition.
    id : int or None
        Of a service that is kept already.
    """

    kind: str
    what: str
    area: str = ""
    lines: Sequence[str] | str = ()
    modules: Sequence[str] | str = ()
    money: str = ""
    interest_percent_year: object = None
    security: str = ""
    terms: str = ""
    id: int | None = None


def add_partner(
    desk: Desk,
    actor: Actor,
    at: str,
    *,
    name: str,
    nature: str,
    place: str = "",
    kelurahan_code: str = "",
    contact: str = "",
    source: str = "",
    checked_on: str = "",
    services: Sequence[Service] = (),
    synthetic: bool = False,
) -> int:
    """Enter a partner with what it gives; its number.

    Parameters
    ----------
    nature : str
        A key of ``natures`` in ``knowledge/partnership.toml``.
    contact : str
        How to reach it; private (only the office reads it, the trail never holds it).

    Raises
    ------
    EntryError
        Something typed cannot be kept, or a partner of this name and place is there already.
    NotAllowedError
        Only the office keeps the directory.
    """
    check_may(actor, "partner.write")
    told = _checked(
        {
            "name": name,
            "kind": nature,
            "place": place,
            "kelurahan_code": kelurahan_code,
            "contact": contact,
            "source": source,
            "checked_on": checked_on,
        }
    )
    given = [_checked_service(service) for service in services]
    with desk.writing(actor, at) as session:
        _refuse_double(session, told, None)
        partner = Partner(**told, active=True, synthetic=synthetic)
        session.add(partner)
        session.flush()
        session.add_all(PartnerService(partner_id=partner.id, **row) for row in given)
        return partner.id


def change_partner(
    desk: Desk,
    actor: Actor,
    at: str,
    partner_id: int,
    version: int,
    *,
    services: Sequence[Service] | None = None,
    **fields: Any,
) -> None:
    """Change a partner, all of its services or both; what is not named stays.

    Parameters
    ----------
    version : int
        Version that was seen.
    services : sequence of Service or None
        All it gives from now on: those with an ``id`` are changed, others added, those left out removed. None: as is.
    fields
        ``name, nature, place, kelurahan_code, contact, source, checked_on, active``.

    Raises
    ------
    ConflictError
        Somebody changed it in between, or it is not there.
    EntryError, NotAllowedError
        As :func:`add_partner`.
    """
    check_may(actor, "partner.write")
    if "nature" in fields:
        fields["kind"] = fields.pop("nature")
    told = _checked(fields)
    given = None if services is None else [(service.id, _checked_service(service)) for service in services]
    with desk.writing(actor, at) as session:
        partner = session.get(Partner, partner_id)
        if partner is None or partner.version != version:
            raise ConflictError(tr("Mitra ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi."))
        _refuse_double(session, {"name": partner.name, "place": partner.place} | told, partner_id)
        for name, value in told.items():
            setattr(partner, name, value)
        if given is not None:
            # Two people who change different services of one partner have both changed the partner.
            flag_modified(partner, "name")
            _keep_services(session, partner_id, given)


def read_directory(desk: Desk, actor: Actor) -> pd.DataFrame:
    """Partners, those at work first, then by name.

    Returns
    -------
    DataFrame, index id
        Columns of the table ``partner`` (``kind`` is its nature; ``contact`` is ``""`` for whoever may not read it),
        ``services`` (how many), ``kinds`` (kinds of partnership, ``"; "`` between).
    """
    check_may(actor, "partner.read")
    with desk.reading() as session:
        partners = read_rows(session, Partner, actor)
        services = read_rows(session, PartnerService, actor)
    order = list(read_partner_kinds()["types"])
    grouped = services.groupby("partner_id")["kind"]
    kinds = grouped.agg(lambda found: "; ".join(sorted(set(found), key=order.index)))
    counts = grouped.size().reindex(partners.index, fill_value=0).astype("Int64")
    partners = partners.assign(services=counts, kinds=kinds.reindex(partners.index).fillna("").astype("str"))
    return partners.sort_values(["active", "name"], ascending=[False, True], kind="stable")


def read_services(desk: Desk, actor: Actor, active_only: bool = True) -> pd.DataFrame:
    """What partners give, one row a service.

    Returns
    -------
    DataFrame, index id
        Columns of the table ``partner_service`` and ``PARTNER_COLUMNS`` of who gives it.
    """
    check_may(actor, "partner.read")
    with desk.reading() as session:
        partners = read_rows(session, Partner, actor)
        services = read_rows(session, PartnerService, actor)
    partners = partners.rename(columns={"name": "partner", "kind": "nature"})[PARTNER_COLUMNS]
    table = services.join(partners, on="partner_id")
    return table[table["active"].astype(bool)] if active_only else table


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields of a partner, cleaned; unknown names are a mistake of the program."""
    checks: dict[str, Callable[[Any], Any]] = {
        "name": lambda value: name_text(value, tr("Nama mitra"), 200, field="name"),
        "kind": lambda value: one_of(value, read_partnership()["natures"], tr("Jenis lembaga"), field="nature"),
        "place": lambda value: name_text(value, tr("Tempat"), 200, field="place", required=False),
        "kelurahan_code": _checked_code,
        # How to reach it is what the column is for: kept as typed, read by the office only.
        "contact": _checked_contact,
        "source": lambda value: free_text(value, tr("Sumber"), 200, field="source"),
        "checked_on": lambda value: iso_date(value, tr("Tanggal diperiksa"), field="checked_on"),
        "active": bool,
    }
    return {name: checks[name](value) for name, value in fields.items()}


def _checked_code(value: object) -> str:
    code = plain_line(value)
    if code and not (CODE.fullmatch(code) and len(code) == 13):
        raise EntryError(tr("Kode kelurahan tidak dikenal. Tulis seperti 35.78.03.1001."), "kelurahan_code")
    return code


def _checked_contact(value: object) -> str:
    contact = plain_line(value)
    if len(contact) > 200:
        raise EntryError(tr("Kontak terlalu panjang. Paling panjang 200 huruf."), "contact")
    return contact


def _checked_service(service: Service) -> dict[str, Any]:
    kind = one_of(service.kind, read_partner_kinds()["types"], tr("Jenis kemitraan"), field="kind")
    interest = amount_of(service.interest_percent_year, tr("Bunga setahun"), field="interest_percent_year")
    if interest is not None and interest > HIGHEST_INTEREST:
        raise EntryError(tr("Bunga setahun dalam persen, paling tinggi 100."), "interest_percent_year")
    money = one_of(service.money, read_partnership()["money"], tr("Jenis uang"), field="money") if service.money else ""
    if kind == "finance" and not money:
        raise EntryError(tr("Pilih jenis uangnya: pinjaman, hibah atau penyertaan modal."), "money")
    if kind != "finance" and (money or interest is not None):
        raise EntryError(tr("Jenis uang dan bunga hanya untuk kemitraan keuangan."), "money")
    return {
        "kind": kind,
        "what": free_text(service.what, tr("Yang diberikan"), 200, field="what", required=True),
        "area": area_text(service.area, tr("Wilayah yang dilayani")),
        "line_ids": several_of(service.lines, read_lines().index, tr("Lini usaha"), field="lines"),
        "modules": several_of(
            service.modules, read_training()["modules"], tr("Modul pelatihan"), field="modules", longest=100
        ),
        "money": money,
        "interest_percent_year": interest,
        "security": free_text(service.security, tr("Jaminan"), 200, field="security"),
        "terms": free_text(service.terms, tr("Syarat lain"), 1000, field="terms", lines=True),
    }


def _refuse_double(session: WritingSession, told: dict[str, Any], partner_id: int | None) -> None:
    """The same name at the same place is the same partner."""
    name, place = told["name"].casefold(), told["place"].casefold()
    present = session.execute(select(Partner.id, Partner.name, Partner.place))
    if any(row.id != partner_id and (row.name.casefold(), row.place.casefold()) == (name, place) for row in present):
        raise EntryError(tr("{name} sudah ada dalam daftar mitra. Ubah yang ada.", name=told["name"]), "name")


def _keep_services(session: WritingSession, partner_id: int, given: list[tuple[int | None, dict[str, Any]]]) -> None:
    """Make the services of a partner those given."""
    query = select(PartnerService).where(PartnerService.partner_id == partner_id)
    present = {row.id: row for row in session.scalars(query)}
    for number, told in given:
        row = present.pop(number, None) if number is not None else None
        if number is not None and row is None:
            raise ConflictError(tr("Layanan ini sudah dihapus orang lain. Muat ulang halaman, lalu ulangi."))
        if row is None:
            session.add(PartnerService(partner_id=partner_id, **told))
            continue
        for name, value in told.items():
            setattr(row, name, value)
    for row in present.values():
        session.delete(row)
