"""Rows for tests: what a test does not care about is blank."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, String

from mapping.desk.models import Kept


def row_of(model: type[Kept], **values: Any) -> Kept:
    """A row with the values given; other texts ``""``, other marks False, what may be unknown NULL."""
    for column in model.__table__.columns:
        if column.nullable or column.name in (*values, "id", "version"):
            continue
        if isinstance(column.type, String):
            values[column.name] = ""
        elif isinstance(column.type, Boolean):
            values[column.name] = False
        else:
            values[column.name] = 0
    return model(**values)
