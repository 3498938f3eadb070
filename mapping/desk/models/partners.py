"""Partners of five kinds, what they offer, and what was agreed with them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Float, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mapping.desk.models.base import PRIVATE, Kept


class Partner(Kept):
    """An organisation that helps: ``kind`` is its nature (``"government"``, ``"private"``, ``"campus"``, ``"ngo"``,
    ``"finance"``, ``"cooperative"``)."""

    __tablename__ = "partner"
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    kelurahan_code: Mapped[str] = mapped_column(String(13))
    place: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(200), info=PRIVATE)
    active: Mapped[bool] = mapped_column(Boolean)
    source: Mapped[str] = mapped_column(String(200))
    checked_on: Mapped[str] = mapped_column(String(10))
    synthetic: Mapped[bool] = mapped_column(Boolean)


class PartnerService(Kept):
    """One thing that a partner gives, of one of the five kinds of ``knowledge/partners.toml``, and where.

    ``area``: code prefixes (``"35.78.03; 35.78.13"``), ``""`` everywhere. ``line_ids``: lines it is meant for,
    ``""`` any. Of a finance partner ``money`` is the kind of money (``knowledge/partnership.toml``), with its
    interest a year (NULL unknown) and what it takes as security."""

    __tablename__ = "partner_service"
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    what: Mapped[str] = mapped_column(String(200))
    area: Mapped[str] = mapped_column(String(200))
    line_ids: Mapped[str] = mapped_column(String(200))
    modules: Mapped[str] = mapped_column(String(100))
    """Training modules that it can teach, ``"; "`` between them."""
    money: Mapped[str] = mapped_column(String(10))
    interest_percent_year: Mapped[float | None] = mapped_column(Float)
    security: Mapped[str] = mapped_column(String(200))
    terms: Mapped[str] = mapped_column(Text)


class Agreement(Kept):
    """What a cooperative and a partner agreed. ``status``: ``"draft"``, ``"in_force"`` or ``"ended"``. ``flow``:
    what passes between them: ``"buys"``, ``"sells"``, ``"money"`` or ``"none"``; ``value_idr_year`` how much, NULL
    unknown."""

    __tablename__ = "agreement"
    cooperative_id: Mapped[int] = mapped_column(ForeignKey("cooperative.id"), index=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    goal_cooperative: Mapped[str] = mapped_column(Text)
    goal_partner: Mapped[str] = mapped_column(Text)
    trade_off: Mapped[str] = mapped_column(Text)
    """Where the goals pull apart and what was settled about it."""
    signed_on: Mapped[str] = mapped_column(String(10))
    ends_on: Mapped[str] = mapped_column(String(10))
    review_on: Mapped[str] = mapped_column(String(10))
    flow: Mapped[str] = mapped_column(String(8))
    value_idr_year: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(10))


class AgreementTask(Kept):
    """One task of an agreement and who does, decides, is asked and is told (roles of ``knowledge/roles.toml``,
    ``"; "`` between several)."""

    __tablename__ = "agreement_task"
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    task: Mapped[str] = mapped_column(String(200))
    does: Mapped[str] = mapped_column(String(200))
    decides: Mapped[str] = mapped_column(String(30))
    asked: Mapped[str] = mapped_column(String(200))
    told: Mapped[str] = mapped_column(String(200))


class Commitment(Kept):
    """What one side promised by when. ``side``: ``"cooperative"`` or ``"partner"``."""

    __tablename__ = "commitment"
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    side: Mapped[str] = mapped_column(String(12))
    what: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[str] = mapped_column(String(10))
    done_on: Mapped[str] = mapped_column(String(10))


class AgreementReview(Kept):
    """How an agreement was found when it was looked at again. ``verdict``: ``"well"``, ``"mend"`` or ``"end"``."""

    __tablename__ = "agreement_review"
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    held_on: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[str] = mapped_column(String(8))
    finding: Mapped[str] = mapped_column(Text)
    next_on: Mapped[str] = mapped_column(String(10))
