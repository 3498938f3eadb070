"""What was advised, what was started, and how it went: the tool held to its own word."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mapping.desk.models.base import Kept


class Outcome(Kept):
    """One start of a cooperative. What was advised is copied from the study of that day and never changed after:
    ``advised`` holds the lines to start with, best first, ``"; "`` between them, ``avoided`` those not to start
    with; ``chances`` the stated probability of each line on that day that it carries its loan (``"B13=0.82;
    B05=0.61"``), by which the tool's own word is judged later. The database refuses a change of any of these and the
    loss of a row."""

    __tablename__ = "outcome"
    cooperative_id: Mapped[int] = mapped_column(ForeignKey("cooperative.id"), index=True)
    advised: Mapped[str] = mapped_column(String(200))
    avoided: Mapped[str] = mapped_column(String(400))
    confidence: Mapped[float | None] = mapped_column(Float)
    """Of the first line, 0-100, as the advice has it."""
    chances: Mapped[str] = mapped_column(Text)
    advised_on: Mapped[str] = mapped_column(String(10))
    study_key: Mapped[str] = mapped_column(String(64))
    data_label: Mapped[str] = mapped_column(String(200))
    line_id: Mapped[str] = mapped_column(String(20))
    """What was started; ``""`` while nothing was."""
    started_on: Mapped[str] = mapped_column(String(10))
    members: Mapped[int | None] = mapped_column(Integer)
    workers: Mapped[int | None] = mapped_column(Integer)
    revenue_idr_month: Mapped[int | None] = mapped_column(BigInteger)
    borrowed_idr: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text)


class OutcomeCheck(Kept):
    """How a start stood 6 or 12 months later. ``trading``: it still trades; ``paying``: instalments are paid on time,
    NULL where nothing was borrowed or nobody knows."""

    __tablename__ = "outcome_check"
    __table_args__ = (UniqueConstraint("outcome_id", "month"),)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id"), index=True)
    month: Mapped[int] = mapped_column(Integer)
    checked_on: Mapped[str] = mapped_column(String(10))
    trading: Mapped[bool] = mapped_column(Boolean)
    line_id: Mapped[str] = mapped_column(String(20))
    """What it trades in by then, where it changed."""
    paying: Mapped[bool | None] = mapped_column(Boolean)
    covers_costs: Mapped[bool | None] = mapped_column(Boolean)
    members: Mapped[int | None] = mapped_column(Integer)
    workers: Mapped[int | None] = mapped_column(Integer)
    revenue_idr_month: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text)
