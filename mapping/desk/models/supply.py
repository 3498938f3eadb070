"""Who can supply what at which price, and what was offered for a need."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mapping.desk.models.base import PRIVATE, Kept


class Supplier(Kept):
    """An organisation that supplies. ``kind`` is a key of ``knowledge/supply.toml``; ``area``: code prefixes that it
    serves (``"35.78; 35.15"``), ``""`` everywhere."""

    __tablename__ = "supplier"
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    kelurahan_code: Mapped[str] = mapped_column(String(13))
    place: Mapped[str] = mapped_column(String(200))
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    area: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(200), info=PRIVATE)
    complies: Mapped[bool | None] = mapped_column(Boolean)
    """Whether its permits were seen; NULL: not looked at."""
    permits: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(Boolean)
    source: Mapped[str] = mapped_column(String(200))
    checked_on: Mapped[str] = mapped_column(String(10))
    synthetic: Mapped[bool] = mapped_column(Boolean)


class SupplierGood(Kept):
    """One thing that a supplier has: how much of it a month, from which amount on, at which price on which day."""

    __tablename__ = "supplier_good"
    __table_args__ = (Index("ix_supplier_good_commodity", "commodity"),)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    commodity: Mapped[str] = mapped_column(String(40))
    item: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(20))
    capacity_month: Mapped[float | None] = mapped_column(Float)
    minimum_order: Mapped[float | None] = mapped_column(Float)
    price_idr: Mapped[int | None] = mapped_column(BigInteger)
    price_date: Mapped[str] = mapped_column(String(10))
    delivery_days: Mapped[float | None] = mapped_column(Float)


class Offer(Kept):
    """What somebody would supply for a need. ``source``: ``"supplier"`` (``supplier_id``), ``"stock"``
    (``stock_need_id``: a neighbour's stalled stock) or ``"survey"`` (``from_code``: makers whom the survey met in a
    kelurahan, never named). ``status``: ``"open"``, ``"chosen"``, ``"declined"``, ``"delivered"`` or
    ``"withdrawn"``. ``ceiling_idr`` is the official price ceiling in force on that day, NULL where there is none."""

    __tablename__ = "offer"
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    source: Mapped[str] = mapped_column(String(10))
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"))
    stock_need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    from_code: Mapped[str] = mapped_column(String(13))
    who: Mapped[str] = mapped_column(String(200))
    commodity: Mapped[str] = mapped_column(String(40))
    """What is offered: the need's commodity or a kind of it."""
    amount: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(20))
    price_idr: Mapped[int | None] = mapped_column(BigInteger)
    price_date: Mapped[str] = mapped_column(String(10))
    distance_km: Mapped[float | None] = mapped_column(Float)
    deliver_by: Mapped[str] = mapped_column(String(10))
    ceiling_idr: Mapped[int | None] = mapped_column(BigInteger)
    ceiling_source: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text)
    """Why it was chosen or declined."""
    offered_at: Mapped[str] = mapped_column(String(20))
    chosen_at: Mapped[str] = mapped_column(String(20))
    delivered_amount: Mapped[float | None] = mapped_column(Float)
    delivered_on: Mapped[str] = mapped_column(String(10))
