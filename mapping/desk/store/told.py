"""What the trail has told of every row so far, in a file of its own: a country's rows are too many to hold at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

CACHE_KB = 16_000
"""So much of it stays in memory; the rest goes to the disk."""


class Told:
    """Rows by table and number, each as JSON with the number of the trail row that spoke of it last.

    The file has no name and goes away with the object.

    Examples
    --------
    >>> told = Told(["need"])
    >>> told.keep("need", 7, '{"item":"beras"}', 1)
    >>> told.keep("need", 3, '{"item":"gula"}', 2)
    >>> told.keep("need", 3, None, 3)
    >>> told.of("need", 7), told.of("need", 3), list(told.rows("need"))
    ('{"item":"beras"}', None, [(3, None, 3), (7, '{"item":"beras"}', 1)])
    """

    def __init__(self, tables: Iterable[str]) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        # Nobody reads it after a fault, so that nothing of it has to be safe.
        for setting in (f"cache_size = -{CACHE_KB}", "journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
            self._file.execute(f"PRAGMA {setting}")
        self._known = set(tables)
        for table in self._known:
            self._file.execute(f'CREATE TABLE "{table}" (key INTEGER PRIMARY KEY, said TEXT, n INTEGER NOT NULL)')
        self._file.execute("BEGIN")

    def __contains__(self, table: object) -> bool:
        return table in self._known

    def of(self, table: str, key: int) -> str | None:
        """What was told of a row; None for one that never was, or is removed."""
        found = self._file.execute(f'SELECT said FROM "{table}" WHERE key = ?', (key,)).fetchone()
        return found[0] if found else None

    def keep(self, table: str, key: int, said: str | None, n: int) -> None:
        """Remember what row ``n`` of the trail said of a row; None: it was removed."""
        self._file.execute(f'INSERT OR REPLACE INTO "{table}" VALUES (?, ?, ?)', (key, said, n))

    def rows(self, table: str) -> Iterator[tuple[int, str | None, int]]:
        """Number of each row, what was told of it last (None: removed), and by which row; in order of their numbers."""
        yield from self._file.execute(f'SELECT key, said, n FROM "{table}" ORDER BY key')
