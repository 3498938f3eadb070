"""When a public row last changed: what it shows is made up of rows of several tables, and the trail knows of each."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from mapping.desk.models import (
    Agreement,
    Attendance,
    Cooperative,
    CooperativeStep,
    Need,
    NeedStep,
    Offer,
    Outcome,
    OutcomeCheck,
    Partner,
    PartnerService,
    Purchase,
    SupplierGood,
    TrailEntry,
    TrainingSession,
)

MATE = aliased(Need)
LINKS: dict[str, list[tuple[str, Any]]] = {
    "koperasi": [("cooperative", select(Cooperative.id, Cooperative.id))],
    "riwayat_koperasi": [
        ("cooperative_step", select(CooperativeStep.id, CooperativeStep.id)),
        ("cooperative", select(CooperativeStep.cooperative_id, CooperativeStep.id)),
    ],
    "kebutuhan": [
        ("need", select(Need.id, Need.id)),
        ("cooperative", select(Need.cooperative_id, Need.id)),
        ("offer", select(Offer.id, Offer.need_id)),
        ("supplier", select(Offer.supplier_id, Offer.need_id)),
        # What was bought with others is shown at each of them.
        (
            "offer",
            select(Offer.id, MATE.id)
            .join(Need, Need.id == Offer.need_id)
            .join(MATE, MATE.purchase_id == Need.purchase_id),
        ),
        (
            "supplier",
            select(Offer.supplier_id, MATE.id)
            .join(Need, Need.id == Offer.need_id)
            .join(MATE, MATE.purchase_id == Need.purchase_id),
        ),
    ],
    "riwayat_kebutuhan": [
        ("need_step", select(NeedStep.id, NeedStep.id)),
        ("cooperative", select(Need.cooperative_id, NeedStep.id).join(NeedStep, NeedStep.need_id == Need.id)),
    ],
    "belanja_bersama": [
        ("purchase", select(Purchase.id, Purchase.id)),
        ("cooperative", select(Purchase.lead_id, Purchase.id)),
        ("need", select(Need.id, Need.purchase_id).where(Need.purchase_id.is_not(None))),
    ],
    "barang_pemasok": [
        ("supplier_good", select(SupplierGood.id, SupplierGood.id)),
        ("supplier", select(SupplierGood.supplier_id, SupplierGood.id)),
    ],
    "mitra": [
        ("partner", select(Partner.id, Partner.id)),
        ("partner_service", select(PartnerService.id, PartnerService.partner_id)),
    ],
    "layanan_mitra": [
        ("partner_service", select(PartnerService.id, PartnerService.id)),
        ("partner", select(PartnerService.partner_id, PartnerService.id)),
    ],
    "kesepakatan": [
        ("agreement", select(Agreement.id, Agreement.id)),
        ("cooperative", select(Agreement.cooperative_id, Agreement.id)),
        ("partner", select(Agreement.partner_id, Agreement.id)),
    ],
    "pelatihan": [
        ("training_session", select(TrainingSession.id, TrainingSession.id)),
        ("attendance", select(Attendance.id, Attendance.session_id)),
        ("cooperative", select(Attendance.cooperative_id, Attendance.session_id)),
        ("partner", select(TrainingSession.partner_id, TrainingSession.id)),
    ],
    "hasil": [
        ("outcome", select(Outcome.id, Outcome.id)),
        ("outcome_check", select(OutcomeCheck.id, OutcomeCheck.outcome_id)),
        ("cooperative", select(Outcome.cooperative_id, Outcome.id)),
    ],
}
"""Public table -> tables of the desk from which its rows are made up, and which row there (first) belongs to which
public row (second)."""


def last_changes(session: Session, name: str) -> pd.DataFrame:
    """Number and time of the last change of each row of a public table.

    Returns
    -------
    DataFrame
        Index ``id``: ``n`` (int64)``, at`` (ISO UTC); rows of which the trail tells nothing are missing.
    """
    entities = {entity for entity, _ in LINKS[name]}
    last = select(TrailEntry.entity, TrailEntry.key, func.max(TrailEntry.n), func.max(TrailEntry.at))
    told = session.execute(last.where(TrailEntry.entity.in_(entities)).group_by(TrailEntry.entity, TrailEntry.key))
    known = pd.DataFrame(told.all(), columns=["entity", "key", "n", "at"], dtype="object").astype({"key": str})
    parts = []
    for entity, link in LINKS[name]:
        pairs = pd.DataFrame(session.execute(link).all(), columns=["key", "id"], dtype="object").dropna()
        parts.append(pairs.astype({"key": str}).merge(known[known["entity"] == entity], on="key"))
    found = pd.concat(parts, ignore_index=True).astype({"id": "int64", "n": "int64", "at": "str"})
    return found.groupby("id")[["n", "at"]].max()
