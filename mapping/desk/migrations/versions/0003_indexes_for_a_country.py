"""Indexes for a desk of a whole country: what ended last, offers from a stock, what a cooperative leads."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """What is looked for one by one is found without reading the table."""
    op.create_index("ix_need_closed_at", "need", ["closed_at"], unique=False)
    op.create_index(op.f("ix_offer_stock_need_id"), "offer", ["stock_need_id"], unique=False)
    op.create_index(op.f("ix_purchase_lead_id"), "purchase", ["lead_id"], unique=False)
