"""A desk of any size, filled in one go: a cooperative a kelurahan, needs on their way, and the trail of it all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from mapping.bench.national import generate_codes
from mapping.settings import Progress, no_progress

if TYPE_CHECKING:
    from mapping.desk.models import Kept
    from mapping.desk.store.desk import Desk

LAST_DAY = dt.date(2026, 11, 23)
"""The day on which the newest need is entered."""
CHUNK = 5_000
GOODS = (
    ("rice", "Beras", "kg"),
    ("cooking_oil", "Minyak goreng", "liter"),
    ("cement", "Semen", "kg"),
    ("", "Tikar", "buah"),
)
WAYS = {
    ("new",): 0.04,
    ("new", "taken"): 0.02,
    ("new", "offered"): 0.02,
    ("new", "offered", "chosen"): 0.01,
    ("new", "offered", "chosen", "delivered"): 0.01,
    ("new", "offered", "chosen", "delivered", "closed"): 0.40,
    ("new", "taken", "closed"): 0.20,
    ("new", "withdrawn"): 0.10,
    ("new", "taken", "unmet"): 0.20,
}
"""How far needs have come and how many of each: a tenth still waits."""
OVER = ("closed", "withdrawn", "unmet")
TOGETHER = 50
"""One need in so many is bought with the next one."""


def fill_desk(desk: Desk, cooperatives: int, needs: int, seed: int = 5, progress: Progress = no_progress) -> int:
    """Fill an empty desk below its own functions, with a trail that verifies; gives the number of rows of the trail.

    Cost: some 30 microseconds a row of the trail; memory does not grow with the number of needs.

    Parameters
    ----------
    cooperatives : int
        In kelurahan with the codes of :func:`mapping.bench.national.generate_codes`.
    needs : int
        A tenth of them open.

    Examples
    --------
    >>> from mapping.desk.store.desk import open_desk
    >>> from mapping.desk.store.verify import head, verify
    >>> desk = open_desk("sqlite://")
    >>> fill_desk(desk, 3, 20) == head(desk)[0], verify(desk)
    (True, [])
    """
    from mapping.desk.models import Cooperative

    book = _Book()
    rng = np.random.default_rng(seed)
    with desk.engine.begin() as connection:
        for number, code in enumerate(generate_codes(cooperatives), 1):
            book.add(Cooperative, _cooperative(number, str(code)))
            if number % CHUNK == 0:
                book.write(connection)
        _add_suppliers(book, cooperatives)
        book.write(connection)
        for number, way, at in _entered(needs, rng):
            _add_need(book, number, way, at, cooperatives, needs, rng)
            if number % CHUNK == 0:
                progress(number / needs, "Mengisi meja")
                book.write(connection)
        book.write(connection)
        if connection.dialect.name == "postgresql":
            for table in book.last:
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {book.last[table]})"
                )
            # What the server does by itself within a minute.
            connection.exec_driver_sql("ANALYZE")
    return book.n


@dataclass
class _Book:
    """Rows of the tables and of the trail that wait to be written."""

    rows: dict[type[Kept], dict[int, dict[str, Any]]] = field(default_factory=dict)
    trail: list[dict[str, Any]] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    n: int = 0
    previous: str = "0" * 64

    def add(self, model: type[Kept], values: dict[str, Any], at: str = "2026-01-01T00:00:00Z") -> int:
        """A row with its number; columns that are not named are blank."""
        number = values.get("id") or self.last.get(model.__tablename__, 0) + 1
        row = _blank(model) | values | {"id": number, "version": 1}
        self.last[model.__tablename__] = number
        self.rows.setdefault(model, {})[number] = row
        self._tell(at, "add", model, row, {}, row)
        return number

    def change(self, model: type[Kept], number: int, values: dict[str, Any], at: str) -> None:
        """A row that still waits, changed."""
        row = self.rows[model][number]
        after = values | {"version": row["version"] + 1}
        self._tell(at, "change", model, row, {name: row[name] for name in after}, after)
        row.update(after)

    def _tell(
        self,
        at: str,
        action: str,
        model: type[Kept],
        row: dict[str, Any],
        before: dict[str, Any],
        after: dict[str, Any],
    ) -> None:
        from mapping.desk.store.chain import MASKED, entry_hash, plain_json

        hidden = {name: MASKED for name in model.private_columns() if after.get(name)}
        self.n += 1
        entry: dict[str, Any] = {
            "n": self.n,
            "at": at,
            "account_id": None,
            "role": "office",
            "action": action,
            "entity": model.__tablename__,
            "key": str(row["id"]),
            "cooperative_id": row["id"] if model.__tablename__ == "cooperative" else row.get("cooperative_id"),
            "before": plain_json(before) if before else "",
            "after": plain_json(after | hidden),
            "salt": f"{self.n:032x}",
            "previous": self.previous,
        }
        self.previous = entry["hash"] = entry_hash(entry)
        self.trail.append(entry)

    def write(self, connection: Any) -> None:
        """All that waits, table after table as they refer to each other."""
        from mapping.desk.models import Base, TrailEntry

        waiting = {model.__tablename__: list(rows.values()) for model, rows in self.rows.items()}
        for table in Base.metadata.sorted_tables:
            if table.name in waiting:
                connection.execute(table.insert(), waiting[table.name])
        if self.trail:
            connection.execute(Base.metadata.tables[TrailEntry.__tablename__].insert(), self.trail)
        self.rows, self.trail = {}, []


def _blank(model: type[Kept]) -> dict[str, Any]:
    """A row in which nothing is known."""
    return {
        column.name: None if column.nullable else {"str": "", "bool": False}.get(column.type.python_type.__name__, 0)
        for column in model.__table__.columns
    }


def _cooperative(number: int, code: str) -> dict[str, Any]:
    place = f"Kelurahan {number}"
    return {
        "name": f"Koperasi {place}",
        "kelurahan_code": code,
        "kelurahan": place,
        "kecamatan": f"Kecamatan {code[:8]}",
        "kabupaten": f"Kabupaten {code[:5]}",
        "status": "trading",
        "status_since": "2026-01-01",
        "updated_at": "2026-01-01T00:00:00Z",
        "synthetic": True,
    }


def _add_suppliers(book: _Book, cooperatives: int) -> None:
    from mapping.desk.models import Supplier

    for number in range(1, max(cooperatives // 100, 3) + 1):
        told = {"name": f"UD {number}", "kind": "wholesaler", "place": f"Pasar {number}", "contact": f"kantor {number}"}
        book.add(Supplier, told | {"active": True, "synthetic": True})


def _entered(needs: int, rng: np.random.Generator) -> Iterator[tuple[int, tuple[str, ...], dt.datetime]]:
    """Number, way and time of each need, oldest first: what waits is of the last weeks, the rest of two years."""
    ways = list(WAYS)
    drawn = rng.choice(len(ways), needs, p=list(WAYS.values()))
    is_over = np.array([way[-1] in OVER for way in ways])[drawn]
    ago = np.where(is_over, rng.uniform(21, 730, needs), rng.uniform(0, 21, needs))
    last = dt.datetime.combine(LAST_DAY, dt.time())
    order = np.argsort(-ago, kind="stable")
    for number, at in enumerate(order, 1):
        yield number, ways[drawn[at]], (last - dt.timedelta(days=float(ago[at]))).replace(microsecond=0)


def _add_need(
    book: _Book,
    number: int,
    way: tuple[str, ...],
    at: dt.datetime,
    cooperatives: int,
    needs: int,
    rng: np.random.Generator,
) -> None:
    from mapping.desk.models import Need, NeedStep, Offer, Purchase

    commodity, item, unit = GOODS[number // 2 % len(GOODS)]
    cooperative, amount = int(rng.integers(1, cooperatives + 1)), float(rng.integers(1, 500))
    told: dict[str, Any] = {
        "cooperative_id": cooperative,
        "kind": "goods",
        "commodity": commodity,
        "item": item,
        "unit": unit,
    }
    told |= {"amount": amount, "base_amount": amount if commodity else None, "price_limit_idr": 15_000}
    told |= {"wanted_by": f"{at + dt.timedelta(days=10):%Y-%m-%d}", "status": way[0], "status_since": _iso(at)}
    if number % TOGETHER < 2 and commodity and needs > TOGETHER:
        if number % TOGETHER == 0:
            shared: dict[str, Any] = {
                "commodity": commodity,
                "item": item,
                "unit": unit,
                "lead_id": cooperative,
                "joined": 2,
            }
            book.add(Purchase, shared | {"status": "open", "status_since": _iso(at)}, _iso(at))
        told["purchase_id"] = book.last.get("purchase")
    told |= {"details": "untuk persediaan gerai", "entered_at": _iso(at), "request_key": f"bench-{number}"}
    book.add(Need, told, _iso(at))
    book.add(NeedStep, {"need_id": number, "status": way[0], "since": _iso(at)}, _iso(at))
    for step, status in enumerate(way[1:], 1):
        now = _iso(at + dt.timedelta(days=2 * step))
        moved: dict[str, Any] = {"status": status, "status_since": now, "owned": "office"}
        if status == "offered":
            supplier = 1 + number % book.last["supplier"]
            made = {"need_id": number, "source": "supplier", "supplier_id": supplier, "who": f"UD {supplier}"}
            made |= {"commodity": commodity, "amount": amount, "unit": unit, "price_idr": 12_000, "status": "open"}
            offer = book.add(Offer, made | {"offered_at": now}, now)
        elif status in ("chosen", "delivered"):
            moved |= {"received_amount": amount} if status == "delivered" else {}
            book.change(Offer, offer, {"status": status, "chosen_at": now}, now)
        elif status in OVER:
            moved["closed_at"] = now
        book.change(Need, number, moved, now)
        book.add(NeedStep, {"need_id": number, "status": status, "since": now}, now)


def _iso(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
