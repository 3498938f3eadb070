"""What cooperatives need: goods, a stock that does not sell, or a problem; and what became of it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mapping.desk.models.base import Kept


class Need(Kept):
    """One need. ``kind``: ``"goods"``, ``"stock"`` (stalled stock, offered to others) or ``"problem"``; ``status``
    is a key of ``knowledge/needs.toml``. ``commodity`` is a key of ``knowledge/commodities.toml``, ``""`` for
    anything else; ``amount`` is in ``unit``; ``base_amount`` is the same in the commodity's base unit, NULL where it
    cannot be told. ``request_key`` is made when the form is opened: the same form sent twice is one need."""

    __tablename__ = "need"
    __table_args__ = (Index("ix_need_status", "status"), Index("ix_need_closed_at", "closed_at"))
    cooperative_id: Mapped[int] = mapped_column(ForeignKey("cooperative.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    commodity: Mapped[str] = mapped_column(String(40))
    item: Mapped[str] = mapped_column(String(120))
    amount: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(20))
    base_amount: Mapped[float | None] = mapped_column(Float)
    wanted_by: Mapped[str] = mapped_column(String(10))
    price_limit_idr: Mapped[int | None] = mapped_column(BigInteger)
    """Highest price (of stalled stock: the price asked) for one ``unit``."""
    details: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    status_since: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who of the office looks after it; NULL on a laptop, where there is one office user."""
    owned: Mapped[str] = mapped_column(String(16))
    """Role that looks after it: ``""`` (nobody yet) or ``"office"``."""
    purchase_id: Mapped[int | None] = mapped_column(ForeignKey("purchase.id"), index=True)
    entered_at: Mapped[str] = mapped_column(String(20))
    closed_at: Mapped[str] = mapped_column(String(20))
    received_amount: Mapped[float | None] = mapped_column(Float)
    request_key: Mapped[str] = mapped_column(String(40), unique=True)


class NeedStep(Kept):
    """One status of a need and since when; rows are added, never changed."""

    __tablename__ = "need_step"
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    status: Mapped[str] = mapped_column(String(16))
    since: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)


class NeedMessage(Kept):
    """What the office or the cooperative said about a need."""

    __tablename__ = "need_message"
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    said_at: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)


class Purchase(Kept):
    """The same need of neighbours bought as one. ``status``: ``"proposed"``, ``"open"``, ``"ordered"``, ``"closed"``,
    ``"cancelled"``; a need that joins keeps its own amount and date."""

    __tablename__ = "purchase"
    commodity: Mapped[str] = mapped_column(String(40))
    item: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(20))
    wanted_by: Mapped[str] = mapped_column(String(10))
    lead_id: Mapped[int] = mapped_column(ForeignKey("cooperative.id"), index=True)
    status: Mapped[str] = mapped_column(String(16))
    status_since: Mapped[str] = mapped_column(String(20))
    joined: Mapped[int] = mapped_column(Integer)
    """How many needs have joined."""
