"""Who may sign in, and as what."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mapping.desk.models.base import PRIVATE, Kept


class Account(Kept):
    """One person who signs in; the trail names the number only, so that an address can be erased."""

    __tablename__ = "account"
    email: Mapped[str] = mapped_column(String(254), unique=True, info=PRIVATE)
    role: Mapped[str] = mapped_column(String(16))
    cooperative_id: Mapped[int | None] = mapped_column(ForeignKey("cooperative.id"))
    active: Mapped[bool] = mapped_column(Boolean)
