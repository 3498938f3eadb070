"""Rows of the desk as tables, with what is about persons left to those who may see it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

from mapping.desk.models import Kept
from mapping.desk.rules import Actor, may

TYPES = {"INTEGER": "Int64", "BIGINT": "Int64", "FLOAT": "float64", "BOOLEAN": "boolean"}


def read_rows(
    session: Session, model: type[Kept], actor: Actor, *where: Any, only: Collection[str] = ()
) -> pd.DataFrame:
    """Rows of one table, oldest first.

    Parameters
    ----------
    where : SQL expressions
        All of them must hold.
    only : collection of str
        Names of the columns wanted; none: all.

    Returns
    -------
    DataFrame
        Index ``id``; one column per column of the table (text, ``Int64``, ``boolean`` or float; NA where unknown).
        Private columns are ``""`` for whoever may not read them (``private.read``).

    Examples
    --------
    >>> from mapping.desk.models import Need
    >>> from mapping.desk.rules import LOCAL
    >>> from mapping.desk.store.desk import open_desk
    >>> with open_desk("sqlite://").reading() as session:
    ...     read_rows(session, Need, LOCAL)["amount"].dtype
    dtype('float64')
    """
    columns = [column for column in model.__table__.columns if not only or column.name in only or column.name == "id"]
    rows = session.connection().execute(select(*columns).where(*where).order_by(model.id)).all()
    table = pd.DataFrame(rows, columns=[column.name for column in columns])
    for column in columns:
        table[column.name] = table[column.name].astype(TYPES.get(str(column.type).split("(")[0], "str"))
    if not may(actor, "private.read"):
        table[sorted(model.private_columns() & set(table.columns))] = ""
    return table.set_index("id")


def among(session: Session, column: InstrumentedAttribute[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """That a column has one of these values, however many they are; missing ones are none.

    They go to the database as one list: it takes only so many single values in a statement, and would have to read
    another statement for every number of them.

    Parameters
    ----------
    column : attribute of a model
        Of text or whole numbers.

    Examples
    --------
    >>> from mapping.desk.models import Need
    >>> from mapping.desk.rules import LOCAL
    >>> from mapping.desk.store.desk import open_desk
    >>> with open_desk("sqlite://").reading() as session:
    ...     len(read_rows(session, Need, LOCAL, among(session, Need.id, range(100_000))))
    0
    """
    kind = column.type.python_type
    wanted = [kind(value) for value in pd.Series(list(values), dtype="object").dropna().unique()]
    if session.get_bind().dialect.name == "postgresql":
        return column == any_(literal(wanted, ARRAY(column.type)))
    return column.in_(select(func.json_each(json.dumps(wanted)).table_valued("value").c.value))
