"""The register of cooperatives: what each is, how far it has come, which offices of its board are filled."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mapping.desk.models.base import Kept


class Cooperative(Kept):
    """One cooperative. ``status`` is a key of ``knowledge/register.toml``; ``point_state`` says what its point is
    worth: ``"inside"``, ``"placeholder"`` (the middle of an outline), ``"elsewhere"`` (in another kelurahan),
    ``"outside"`` (in none), ``"unchecked"`` (no outlines were at hand), ``""`` (no point)."""

    __tablename__ = "cooperative"
    __table_args__ = (Index("ix_cooperative_kelurahan_code", "kelurahan_code"),)
    name: Mapped[str] = mapped_column(String(200))
    kelurahan_code: Mapped[str] = mapped_column(String(13))
    kelurahan: Mapped[str] = mapped_column(String(100))
    kecamatan: Mapped[str] = mapped_column(String(100))
    kabupaten: Mapped[str] = mapped_column(String(100))
    deed_number: Mapped[str] = mapped_column(String(60))
    deed_date: Mapped[str] = mapped_column(String(10))
    nik: Mapped[str] = mapped_column(String(20))
    """Nomor Induk Koperasi, never a person's NIK."""
    nib: Mapped[str] = mapped_column(String(20))
    kbli: Mapped[str] = mapped_column(String(200))
    """Codes of the deed, ``"; "`` between them."""
    line_id: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    status_since: Mapped[str] = mapped_column(String(10))
    members: Mapped[int | None] = mapped_column(Integer)
    capital_idr: Mapped[int | None] = mapped_column(BigInteger)
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    point_state: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(200))
    """Where the row came from: a file's name, or ``""`` for one entered here."""
    source_id: Mapped[str] = mapped_column(String(40))
    source_date: Mapped[str] = mapped_column(String(10))
    """The day that the source speaks of."""
    edited: Mapped[str] = mapped_column(String(400), default="")
    """Columns that a person filled in here, ``"; "`` between them: an import leaves them alone."""
    edited_at: Mapped[str] = mapped_column(String(20), default="")
    updated_at: Mapped[str] = mapped_column(String(20))
    synthetic: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str] = mapped_column(Text)


class CooperativeStep(Kept):
    """One status of a cooperative and since when; rows are added, never changed."""

    __tablename__ = "cooperative_step"
    cooperative_id: Mapped[int] = mapped_column(ForeignKey("cooperative.id"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    since: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text)


class Officer(Kept):
    """One office of a board or of its supervisors: whether it is filled and since when, never by whom."""

    __tablename__ = "officer"
    cooperative_id: Mapped[int] = mapped_column(ForeignKey("cooperative.id"), index=True)
    office: Mapped[str] = mapped_column(String(20))
    filled: Mapped[bool] = mapped_column(Boolean)
    woman: Mapped[bool | None] = mapped_column(Boolean)
    since: Mapped[str] = mapped_column(String(10))
