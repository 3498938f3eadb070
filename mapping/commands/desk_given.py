"""What all commands of the desk share: where its data are, opening it, what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapping.commands.terminal import plain_errors
from mapping.errors import MappingError

if TYPE_CHECKING:
    from mapping.desk.store.desk import Desk

ROOT = Path(__file__).parents[2]
SHOWN = 50
Database = Annotated[
    str,
    typer.Option(
        envvar="DATABASE_URL",
        help="Alamat basis data (sqlite:////jalur/meja.sqlite3 atau postgresql://...). Bawaan: data/desk/meja.sqlite3.",
        show_default=False,
        show_envvar=True,
    ),
]


def now() -> str:
    """This moment, as the desk writes it."""
    from mapping.desk.needs import days

    return days.now()


def today() -> str:
    """This day of the office, ISO."""
    from mapping.desk.needs import days

    return days.today()


def address_of(database: str) -> str:
    """The address asked for, or the usual one."""
    from mapping.desk.store.engine import database_url

    return database or database_url(ROOT)


@contextmanager
def opened(database: str, make: bool = False) -> Iterator[Desk]:
    """The desk, brought up to date; a file that is not there is made only on request."""
    from mapping.desk.store.desk import open_desk
    from mapping.desk.store.engine import file_of

    url = address_of(database)
    with plain_errors():
        path = file_of(url)
        if path is not None and not path.exists() and not make:
            raise MappingError(f"Belum ada meja di {path}. Buat dengan: python -m mapping desk upgrade.")
        desk = open_desk(url)
        try:
            yield desk
        finally:
            desk.engine.dispose()
