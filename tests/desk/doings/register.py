"""Each action of the register, done once for a cooperative."""

from collections.abc import Callable

import pandas as pd

from mapping.desk.register.load import load_register
from mapping.desk.register.read import cooperatives_of, read_cooperative
from mapping.desk.register.write import change_cooperative, set_status
from mapping.desk.rules import CONSOLE, Actor
from mapping.desk.store.desk import Desk

AT = "2026-11-23T08:00:00Z"


def _version(desk: Desk, cooperative_id: int) -> int:
    return int(read_cooperative(desk, CONSOLE, cooperative_id)["version"])


def _read(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return cooperatives_of(desk, None, actor)


def _write(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return change_cooperative(desk, actor, AT, cooperative_id, _version(desk, cooperative_id), members=41)


def _status(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return set_status(desk, actor, AT, cooperative_id, _version(desk, cooperative_id), "legal", "2026-11-23")


def _import(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    place = {"kelurahan_code": "35.78.03.1003", "kelurahan": "Medokan Ayu", "kecamatan": "Rungkut"}
    row = {"name": "KKMP Medokan Ayu", **place, "kabupaten": "Kota Surabaya", "point_state": ""}
    return load_register(desk, actor, AT, pd.DataFrame([row], index=[2]), "daftar.csv", "2026-11-20")


DOINGS: dict[str, Callable[[Desk, Actor, int], object]] = {
    "register.read": _read,
    "register.write": _write,
    "register.status": _status,
    "register.import": _import,
}
