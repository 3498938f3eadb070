"""The tables of the desk, one file a subject. Importing this package makes the whole schema known."""

from mapping.desk.models.accounts import Account
from mapping.desk.models.base import Base, Kept
from mapping.desk.models.needs import Need, NeedMessage, NeedStep, Purchase
from mapping.desk.models.outcomes import Outcome, OutcomeCheck
from mapping.desk.models.partners import (
    Agreement,
    AgreementReview,
    AgreementTask,
    Commitment,
    Partner,
    PartnerService,
)
from mapping.desk.models.register import Cooperative, CooperativeStep, Officer
from mapping.desk.models.supply import Offer, Supplier, SupplierGood
from mapping.desk.models.trail import TrailEntry
from mapping.desk.models.training import (
    Assessment,
    AssessmentLevel,
    Attendance,
    PlanStep,
    TrainingSession,
)

__all__ = [
    "Account",
    "Agreement",
    "AgreementReview",
    "AgreementTask",
    "Assessment",
    "AssessmentLevel",
    "Attendance",
    "Base",
    "Commitment",
    "Cooperative",
    "CooperativeStep",
    "Kept",
    "Need",
    "NeedMessage",
    "NeedStep",
    "Offer",
    "Officer",
    "Outcome",
    "OutcomeCheck",
    "Partner",
    "PartnerService",
    "PlanStep",
    "Purchase",
    "Supplier",
    "SupplierGood",
    "TrailEntry",
    "TrainingSession",
]
