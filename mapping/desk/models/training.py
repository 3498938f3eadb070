"""What boards can do already, what they are to learn, and what came of it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mapping.desk.models.base import Kept


class Assessment(Kept):
    """One look at what a board as a whole can do, never at a person. ``by``: ``"self"`` or ``"office"``."""

    __tablename__ = "assessment"
    cooperative_id: Mapped[int] = mapped_column(ForeignKey("cooperative.id"), index=True)
    taken_on: Mapped[str] = mapped_column(String(10))
    by: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(Text)


class AssessmentLevel(Kept):
    """Level (1 to 4) of one competency of ``knowledge/competencies.toml``; NULL: not answered."""

    __tablename__ = "assessment_level"
    __table_args__ = (UniqueConstraint("assessment_id", "competency"),)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    competency: Mapped[str] = mapped_column(String(30))
    level: Mapped[int | None] = mapped_column(Integer)


class PlanStep(Kept):
    """One step of a cooperative's 90-day plan: from one level of a competency to the next.

    ``what`` is done by a ``role`` of ``knowledge/roles.toml`` until ``due_on``; ``seen``: how one sees that it is
    done. Both stand as they were told that day, in Indonesian."""

    __tablename__ = "plan_step"
    cooperative_id: Mapped[int] = mapped_column(ForeignKey("cooperative.id"), index=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    position: Mapped[int] = mapped_column(Integer)
    module: Mapped[str] = mapped_column(String(20))
    competency: Mapped[str] = mapped_column(String(30))
    target: Mapped[int] = mapped_column(Integer)
    what: Mapped[str] = mapped_column(String(300))
    seen: Mapped[str] = mapped_column(String(300))
    role: Mapped[str] = mapped_column(String(20))
    week: Mapped[int] = mapped_column(Integer)
    due_on: Mapped[str] = mapped_column(String(10))
    done_on: Mapped[str] = mapped_column(String(10))


class TrainingSession(Kept):
    """One training: what, when, where, by whom. ``status``: ``"planned"``, ``"held"`` or ``"cancelled"``."""

    __tablename__ = "training_session"
    module: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    held_on: Mapped[str] = mapped_column(String(10))
    hours: Mapped[int | None] = mapped_column(Integer)
    kelurahan_code: Mapped[str] = mapped_column(String(13))
    place: Mapped[str] = mapped_column(String(200))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    seats: Mapped[int | None] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(10))


class Attendance(Kept):
    """How many of a cooperative were invited to a training and came; numbers only."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("session_id", "cooperative_id"),)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    cooperative_id: Mapped[int] = mapped_column(ForeignKey("cooperative.id"), index=True)
    invited: Mapped[int] = mapped_column(Integer)
    came: Mapped[int | None] = mapped_column(Integer)
    women: Mapped[int | None] = mapped_column(Integer)
    before: Mapped[int | None] = mapped_column(Integer)
    """Mean score (0-100) of the group's test before, NULL not tested."""
    after: Mapped[int | None] = mapped_column(Integer)
