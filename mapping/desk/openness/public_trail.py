"""The trail as everybody may have it, in a chain of its own, so that anybody can verify what they were told.

The desk's own chain covers private values, too. Its checksums cannot be told row by row: a private number has few
likely values, and whoever knew the rest of a row could try them until the checksum fits. So the public rows are chained
by themselves, from the first one on. Who keeps a head of this chain finds later any change of what was public before.
"""

from __future__ import annotations

import hashlib
import json
import threading
from array import array
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, or_, select

from mapping.desk.models import Cooperative, TrailEntry
from mapping.desk.openness.about import is_about
from mapping.desk.rules import ANYONE, check_may
from mapping.desk.store.chain import FIRST, MASKED, plain_json
from mapping.desk.store.desk import Desk
from mapping.desk.store.verify import CHUNK
from mapping.knowledge.trail import read_trail_words

SAID = ("n", "at", "role", "action", "entity", "key", "cooperative_id", "before", "after", "previous")
"""What a public row's checksum covers, in this order."""
COLUMNS = [*SAID, "hash"]
DIGEST = 32


@dataclass(frozen=True)
class PublicTrail:
    """Some rows of the public trail, and where it stood.

    Parameters
    ----------
    rows : DataFrame
        ``COLUMNS``, ascending by ``n``; ``cooperative_id`` Int64, the others text as they were hashed.
    total : int
        Rows that were asked for, those of other pages included.
    last : int or None
        Number after which there are more of them; None where there are none.
    n : int
        Number of the newest row.
    at, head : str
        Its time and public checksum; ``""`` and 64 zeros while nothing was written.
    """

    rows: pd.DataFrame
    total: int
    last: int | None
    n: int
    at: str
    head: str


def public_hash(row: Mapping[str, Any]) -> str:
    """SHA-256 of what a public row says, the checksum of the row before it included.

    Examples
    --------
    >>> row = dict.fromkeys(SAID) | {"n": 1, "previous": FIRST}
    >>> public_hash(row) == public_hash(row | {"after": "{}"})
    False
    """
    said = json.dumps([row[name] for name in SAID], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def public_side(entity: str, text: str) -> str:
    """What stood before or after, as far as everybody may read it: JSON, ``""`` where there was nothing.

    Examples
    --------
    >>> public_side("need", '{"item":"beras","details":"gudang","price_limit_idr":null,"request_key":"k"}')
    '{"details":"***","item":"beras","price_limit_idr":null}'
    """
    if not text:
        return ""
    told = read_trail_words()["entities"].get(entity, {"open": [], "own": []})
    try:
        kept = json.loads(text)
        open_ones = {name: kept[name] for name in told["open"] if name in kept}
        own = {name: MASKED if kept[name] not in (None, "") else kept[name] for name in told["own"] if name in kept}
    except (ValueError, TypeError):
        # Somebody wrote past the desk; what cannot be read is not told, and the check of the desk says so.
        return ""
    return plain_json(open_ones | own)


def rules_digest() -> str:
    """Checksum of which columns are public: with other rules the same trail has another public chain."""
    told = read_trail_words()["entities"]
    rules = {name: [sorted(one["open"]), sorted(one["own"])] for name, one in sorted(told.items())}
    return hashlib.sha256(json.dumps(rules).encode()).hexdigest()


@dataclass
class _Chain:
    """Public checksums of one desk's trail as far as it was followed: 40 bytes a row."""

    numbers: array[int] = field(default_factory=lambda: array("q"))
    digests: bytearray = field(default_factory=bytearray)
    seal: str = FIRST
    """The desk's own checksum of the last row followed: another one there means another trail."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def follow(self, connection: Connection) -> None:
        """Go on to the newest row; from the first where the trail is not the one that was followed."""
        last = self.numbers[-1] if self.numbers else 0
        if last and connection.execute(select(TrailEntry.hash).where(TrailEntry.n == last)).scalar() != self.seal:
            self.numbers, self.digests, self.seal, last = array("q"), bytearray(), FIRST, 0
        newer = select(*_columns(), TrailEntry.hash.label("seal")).where(TrailEntry.n > last).order_by(TrailEntry.n)
        previous = self._at(len(self.numbers))
        for row in connection.execution_options(yield_per=CHUNK).execute(newer).mappings():
            previous = public_hash(_told(dict(row), previous))
            self.numbers.append(row["n"])
            self.digests += bytes.fromhex(previous)
            self.seal = row["seal"]

    def _at(self, count: int) -> str:
        """Checksum of the row at a place, counted from 1; of nothing before the first."""
        return self.digests[(count - 1) * DIGEST : count * DIGEST].hex() if count else FIRST

    def around(self, n: int) -> tuple[str, str]:
        """Checksum of the row before, and of row ``n``."""
        count = bisect_right(self.numbers, n)
        return self._at(count - 1), self._at(count)

    def head(self) -> str:
        """Checksum of the newest row."""
        return self._at(len(self.numbers))


@lru_cache(maxsize=4)
def _chain_of(address: str, rules: str) -> _Chain:
    return _Chain()


def read_public_trail(desk: Desk, *, after: int = 0, most: int = 500, code: str = "") -> PublicTrail:
    """Rows after a number, oldest first.

    Parameters
    ----------
    code : str
        About cooperatives of this region only: a code of a province, kabupaten, kecamatan or kelurahan.

    Notes
    -----
    The whole trail is followed once (about 30,000 rows a second); later only what is new. One reader at a time.
    """
    check_may(ANYONE, "trail.read")
    asked = TrailEntry.n > 0
    if code:
        there = or_(Cooperative.kelurahan_code == code, Cooperative.kelurahan_code.startswith(f"{code}."))
        asked = is_about(select(Cooperative.id).where(there))
    chain = _chain_of(str(desk.engine.url), rules_digest())
    # Looks at the data are taken one after the other, so that none is older than what was followed.
    with chain.lock, desk.reading() as session:
        connection = session.connection()
        chain.follow(connection)
        total = connection.execute(select(func.count()).select_from(TrailEntry).where(asked)).scalar_one()
        page = select(*_columns()).where(asked, TrailEntry.n > after).order_by(TrailEntry.n).limit(most + 1)
        found = [dict(row) for row in connection.execute(page).mappings()]
        newest = select(TrailEntry.n, TrailEntry.at).order_by(TrailEntry.n.desc()).limit(1)
        n, at = connection.execute(newest).first() or (0, "")
        rows = [_linked(row, *chain.around(row["n"])) for row in found[:most]]
        head = chain.head()
    last = rows[-1]["n"] if rows and len(found) > most else None
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"cooperative_id": "Int64"})
    return PublicTrail(table, total, last, n, at, head)


def _columns() -> list[Any]:
    return [getattr(TrailEntry, name) for name in SAID if name != "previous"]


def _told(row: Mapping[str, Any], previous: str) -> dict[str, Any]:
    """A row as the public may read it."""
    sides = {side: public_side(row["entity"], row[side]) for side in ("before", "after")}
    return {**{name: row[name] for name in SAID if name != "previous"}, **sides, "previous": previous}


def _linked(row: Mapping[str, Any], previous: str, said: str) -> dict[str, Any]:
    return {**_told(row, previous), "hash": said}
