"""The audit trail: one row a change, each bound to the row before it by a checksum."""

from __future__ import annotations

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mapping.desk.models.base import Base, Number


class TrailEntry(Base):
    """Row ``n`` says who (number of the account, role) did what to which row when, and what stood there before and
    after (JSON; private columns as ``***``). ``hash`` is the SHA-256 of all of it and of the hash of row ``n - 1``."""

    __tablename__ = "trail"
    n: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(Integer)
    role: Mapped[str] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(10))
    entity: Mapped[str] = mapped_column(String(30), index=True)
    key: Mapped[str] = mapped_column(String(20))
    cooperative_id: Mapped[int | None] = mapped_column(Integer, index=True)
    """Whom it is about, so that each can read its own."""
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    """Random: the checksum tells nothing of what it covers."""
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
