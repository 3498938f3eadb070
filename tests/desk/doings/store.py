"""What people do with the store as a whole."""

from __future__ import annotations

import io
from collections.abc import Callable

from mapping.desk.exchange.backup import backup, restore
from mapping.desk.exchange.exports import export_tables
from mapping.desk.exchange.imports import import_table
from mapping.desk.rules import LOCAL, Actor
from mapping.desk.store.desk import Desk, open_desk
from mapping.desk.supply.suppliers import add_supplier, read_suppliers
from mapping.errors import DeskError, NotAllowedError

AT, TODAY = "2026-11-23T08:00:00Z", "2026-11-23"
TABLE = b"nama,jenis,tempat\nGudang Contoh,wholesaler,Rungkut\n"


def _backup(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    """Saved, and put back into another desk; never into one that holds something."""
    target = io.BytesIO()
    backup(desk, actor, AT, target)
    restore(open_desk("sqlite://"), actor, io.BytesIO(target.getvalue()))
    try:
        restore(desk, actor, io.BytesIO(target.getvalue()))
    except DeskError:
        return
    raise AssertionError("restored over what was there")


def _export(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    assert dict(export_tables(desk, actor, TODAY))["koperasi"]["id"].tolist()


def _import(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    import_table(desk, actor, AT, "pemasok", TABLE, "pemasok.csv")


def _private(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    """Contacts are blank for whoever may not read them: no error, nothing to see."""
    add_supplier(desk, LOCAL, AT, name="UD Contoh", kind="wholesaler", contact="0812-3456-7890")
    if read_suppliers(desk, actor)["contact"].tolist() != ["0812-3456-7890"]:
        raise NotAllowedError("blank")


DOINGS: dict[str, Callable[[Desk, Actor, int], object]] = {
    "store.backup": _backup,
    "table.export": _export,
    "table.import": _import,
    "private.read": _private,
}
