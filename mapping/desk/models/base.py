"""What all tables share: a number, a version against lost updates, and which columns are about persons."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

# Constraints carry the same names on every database, so that a migration can speak of them.
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Number = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only columns of the plain kind."""
PRIVATE = {"private": True}
"""``info`` of a column about persons or how to reach them: never in the trail, never shown to others."""


class Base(DeclarativeBase):
    """The schema. Times are ISO texts in UTC (``2026-11-23T08:15:00Z``), dates ISO texts, ``""`` where unknown;
    money is whole rupiah; a number that is not known is NULL, never zero."""

    metadata = MetaData(naming_convention=NAMES)


class Kept(Base):
    """A table whose rows people write: every change is in the trail, and a change of an old version is refused."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    @classmethod
    def private_columns(cls) -> frozenset[str]:
        """Names of the columns about persons."""
        return frozenset(column.name for column in cls.__table__.columns if column.info.get("private"))
