"""How one row of each table is taken in: through the functions that check what people type, found again by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import select

from mapping.desk.entries import plain_line
from mapping.desk.exchange.columns import GOOD, NEED, PARTNER, SERVICE, SUPPLIER
from mapping.desk.exchange.ready import Row, mark_of
from mapping.desk.models import Need, Partner, PartnerService, Supplier, SupplierGood
from mapping.desk.rules import Actor
from mapping.desk.store.desk import Desk
from mapping.errors import EntryError
from mapping.language import tr

Keep = Callable[[Desk, Row], bool]
"""Takes a row in, within one step of a desk; whether it brought something new."""
SAME_SERVICE = ("kind", "what", "area", "modules", "money", "interest_percent_year", "security", "terms", "id")


def key_of(*texts: str) -> tuple[str, ...]:
    """By what a thing is found again, however it is written."""
    return tuple(plain_line(text).casefold() for text in texts)


def things_of(table: str, row: Row) -> list[tuple[tuple[str, ...], list[str]]]:
    """What a row speaks of, and in which columns it says something about it."""
    if table == "kebutuhan":
        return []
    whole, part, names = (
        (SUPPLIER, GOOD, ("item", "unit")) if table == "pemasok" else (PARTNER, SERVICE, ("kind", "what"))
    )
    # Both tables say "kind" of something: of a supplier what it is, of a partner what one service is.
    of_whole = [name for name in whole if name not in ("name", "place")]
    told = [(key_of(row["name"], row["place"]), of_whole)]
    if row[names[-1 if table == "mitra" else 0]]:
        of_part = [name for name in part if name not in names]
        told.append((key_of(row["name"], row["place"], *(row[name] for name in names)), of_part))
    return told


def _filled(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """Cells of some columns that hold something; marks as True and False."""
    given = {name: row[name] for name in names if row[name] != ""}
    for name in ("complies", "synthetic"):
        if isinstance(given.get(name), str):
            given[name] = mark_of(given[name], name)
    return given


def _whole(given: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """With the columns that must be there, blank where they are not: the room says what is missing."""
    return dict.fromkeys(names, "") | given


def _changed(given: dict[str, Any]) -> dict[str, Any]:
    """What a row may change of a thing that is there: not whether it is real, not by what it is found again."""
    return {name: cell for name, cell in given.items() if name not in ("name", "place", "what", "synthetic")}


def _numbers(desk: Desk, model: type[Supplier] | type[Partner]) -> dict[tuple[str, ...], int]:
    """Name and place of each row of a directory -> its number."""
    with desk.reading() as session:
        rows = session.execute(select(model.id, model.name, model.place).order_by(model.id.desc()))
        return {key_of(row.name, row.place): row.id for row in rows}


def take_suppliers(desk: Desk, actor: Actor, at: str) -> Keep:
    """A supplier and one thing that it has; an empty cell changes nothing."""
    from mapping.desk.supply.goods import set_good
    from mapping.desk.supply.suppliers import add_supplier, change_supplier

    there = _numbers(desk, Supplier)

    def keep(desk: Desk, row: Row) -> bool:
        given, key = _filled(row, SUPPLIER), key_of(row["name"], row["place"])
        with desk.reading() as session:
            one = session.get(Supplier, there.get(key, 0))
            goods = session.scalars(select(SupplierGood).where(SupplierGood.supplier_id == one.id)).all() if one else []
        same = {key_of(good.item, good.unit): good for good in goods}.get(key_of(row["item"], row["unit"]))
        if one is None:
            number = add_supplier(desk, actor, at, **_whole(given, ("name", "kind")))
        else:
            number = one.id
            change_supplier(desk, actor, at, number, one.version, **_changed(given))
        if row["item"]:
            set_good(desk, actor, at, supplier_id=number, **_good(row, same))
        # Not before all of the row was kept: a number that is taken back may become that of another.
        there[key] = number
        return one is None or (row["item"] != "" and same is None)

    return keep


def _good(row: Row, there: SupplierGood | None) -> dict[str, Any]:
    """What a row says of a thing, above what is known of it; a price of another height is of its own day."""
    given = _whole(_filled(row, GOOD), ("item", "unit"))
    if there is None:
        return given
    known = {name: getattr(there, name) for name in GOOD}
    if given.get("price_idr", there.price_idr) != there.price_idr:
        known["price_date"] = ""
    elif "price_idr" not in given:
        given.pop("price_date", None)
    given["item"], given["unit"] = there.item, there.unit
    return known | given | {"good_id": there.id, "version": there.version}


def take_partners(desk: Desk, actor: Actor, at: str) -> Keep:
    """A partner and one thing that it gives; an empty cell changes nothing."""
    from mapping.desk.partners.directory import Service, add_partner, change_partner

    there = _numbers(desk, Partner)

    def keep(desk: Desk, row: Row) -> bool:
        given, key = _filled(row, PARTNER), key_of(row["name"], row["place"])
        told = _filled(row, SERVICE)
        with desk.reading() as session:
            one = session.get(Partner, there.get(key, 0))
            query = select(PartnerService).where(PartnerService.partner_id == (one.id if one else 0))
            gives = session.scalars(query.order_by(PartnerService.id)).all()
        service = [Service(**_whole(told, ("kind", "what")))] if told else []
        if one is None:
            there[key] = add_partner(desk, actor, at, **_whole(given, ("name", "nature")), services=service)
            return True
        same = [gift.id for gift in gives if told and key_of(gift.kind, gift.what) == key_of(row["kind"], row["what"])]
        kept = {gift.id: _service_of(gift) for gift in gives}
        kept |= {number: replace(kept[number], **_changed(told)) for number in same}
        is_new = bool(service) and not same
        services = [*kept.values(), *service] if is_new else list(kept.values())
        change_partner(desk, actor, at, one.id, one.version, services=services if told else None, **_changed(given))
        return is_new

    return keep


def _service_of(gift: PartnerService) -> Any:
    """A service as it is, to be kept beside a new one."""
    from mapping.desk.partners.directory import Service

    return Service(**{name: getattr(gift, name) for name in SAME_SERVICE}, lines=gift.line_ids)


def take_needs(desk: Desk, actor: Actor, at: str) -> Keep:
    """A need of the cooperative that was found for its row; one of the same key is there already."""
    from mapping.desk.needs.enter import enter_need

    def keep(desk: Desk, row: Row) -> bool:
        given = _filled(row, [name for name in NEED if name not in ("cooperative", "kelurahan_code")])
        number = row["cooperative_id"]
        with desk.reading() as session:
            there = session.scalars(select(Need.cooperative_id).where(Need.request_key == row["request_key"])).first()
        if there != number:
            enter_need(desk, actor, at, cooperative_id=number, **_whole(given, ("kind", "item")))
        return there is None

    return keep


def with_cooperatives(
    desk: Desk, actor: Actor, cells: dict[int, Row], refuse: Callable[[int, Exception], None]
) -> dict[int, Row]:
    """The rows of needs whose cooperative is found, with its number, its label and the key by which each is kept once.

    The same line twice in a file is two needs; the same file twice is not.
    """
    from mapping.desk.register.read import cooperatives_of

    places = cooperatives_of(desk, None, actor)
    numbers = _numbers_by_name(places)
    times: dict[str, int] = {}
    found = {}
    for row, cell in cells.items():
        try:
            number = _cooperative(numbers, cell)
        except EntryError as error:
            refuse(row, error)
            continue
        given = {name: cell[name] for name in NEED if name not in ("cooperative", "kelurahan_code")}
        said = json.dumps([number, given], sort_keys=True, default=str)
        times[said] = times.get(said, 0) + 1
        made = hashlib.sha256(f"{said}{times[said]}".encode()).hexdigest()[:32]
        told = {"cooperative_id": number, "label": places.at[number, "label"]}
        found[row] = cell | told | {"request_key": cell["request_key"] or f"impor-{made}"}
    return found


def _numbers_by_name(places: pd.DataFrame) -> dict[str, set[int]]:
    """Name, label or kelurahan code in small letters -> the cooperatives that are called so."""
    numbers: dict[str, set[int]] = {}
    for column in ("name", "label", "kelurahan_code"):
        for number, text in zip(places.index, places[column].str.casefold(), strict=True):
            numbers.setdefault(text, set()).add(int(number))
    return numbers


def _cooperative(numbers: dict[str, set[int]], row: Row) -> int:
    """Which cooperative a row is about: by its name, its kelurahan or both."""
    given = [plain_line(row[name]).casefold() for name in ("cooperative", "kelurahan_code") if row[name]]
    found = set.intersection(*(numbers.get(text, set()) for text in given)) if given else set()
    if len(found) != 1:
        raise EntryError(
            tr(
                "Koperasinya tidak dikenal atau lebih dari satu. Tulis namanya seperti di daftar dan kode kelurahannya."
            ),
            "cooperative" if row["cooperative"] else "kelurahan_code",
        )
    return found.pop()


TAKERS: dict[str, Callable[[Desk, Actor, str], Keep]] = {
    "pemasok": take_suppliers,
    "mitra": take_partners,
    "kebutuhan": take_needs,
}
