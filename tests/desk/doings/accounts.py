"""What the accounts do, for the table of who may do what."""

from __future__ import annotations

from collections.abc import Callable

from mapping.desk.accounts import admit, dismiss, erase_email, read_accounts
from mapping.desk.rules import CONSOLE, Actor
from mapping.desk.store.desk import Desk

AT = "2026-11-23T08:00:00Z"


def _account_write(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    """Everything that falls under the one action, each on its own account."""
    made = admit(desk, actor, AT, "baru@contoh.id", "cooperative", cooperative_id)
    for change in (dismiss, erase_email):
        version = int(read_accounts(desk, CONSOLE)["version"][made])
        change(desk, actor, AT, made, version)
    return read_accounts(desk, actor)


DOINGS: dict[str, Callable[[Desk, Actor, int], object]] = {"account.write": _account_write}
