"""Register, needs, supply, accounts and the trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# What stands in the trail stays as it is; whoever goes around these is found by the checksums.
GUARDS = {
    "sqlite": [
        "CREATE TRIGGER trail_no_update BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, 'trail is append-only'); END",
        "CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'trail is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'trail is append-only'; END $$",
        "CREATE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON trail "
        "FOR EACH ROW EXECUTE FUNCTION trail_is_append_only()",
        "CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON trail "
        "FOR EACH STATEMENT EXECUTE FUNCTION trail_is_append_only()",
    ],
}


def upgrade() -> None:
    """Register, needs, supply, accounts and the trail."""
    op.create_table(
        "cooperative",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kelurahan_code", sa.String(length=13), nullable=False),
        sa.Column("kelurahan", sa.String(length=100), nullable=False),
        sa.Column("kecamatan", sa.String(length=100), nullable=False),
        sa.Column("kabupaten", sa.String(length=100), nullable=False),
        sa.Column("deed_number", sa.String(length=60), nullable=False),
        sa.Column("deed_date", sa.String(length=10), nullable=False),
        sa.Column("nik", sa.String(length=20), nullable=False),
        sa.Column("nib", sa.String(length=20), nullable=False),
        sa.Column("kbli", sa.String(length=200), nullable=False),
        sa.Column("line_id", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("status_since", sa.String(length=10), nullable=False),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("capital_idr", sa.BigInteger(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("point_state", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_id", sa.String(length=40), nullable=False),
        sa.Column("source_date", sa.String(length=10), nullable=False),
        sa.Column("edited", sa.String(length=400), nullable=False),
        sa.Column("edited_at", sa.String(length=20), nullable=False),
        sa.Column("updated_at", sa.String(length=20), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperative")),
    )
    op.create_index("ix_cooperative_kelurahan_code", "cooperative", ["kelurahan_code"], unique=False)
    op.create_table(
        "supplier",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("kelurahan_code", sa.String(length=13), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("complies", sa.Boolean(), nullable=True),
        sa.Column("permits", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("checked_on", sa.String(length=10), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier")),
    )
    op.create_table(
        "trail",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("entity", sa.String(length=30), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("cooperative_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_trail")),
    )
    op.create_index(op.f("ix_trail_cooperative_id"), "trail", ["cooperative_id"], unique=False)
    op.create_index(op.f("ix_trail_entity"), "trail", ["entity"], unique=False)
    op.create_table(
        "account",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("cooperative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_account_cooperative_id_cooperative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "cooperative_step",
        sa.Column("cooperative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_cooperative_step_cooperative_id_cooperative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperative_step")),
    )
    op.create_index(op.f("ix_cooperative_step_cooperative_id"), "cooperative_step", ["cooperative_id"], unique=False)
    op.create_table(
        "officer",
        sa.Column("cooperative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office", sa.String(length=20), nullable=False),
        sa.Column("filled", sa.Boolean(), nullable=False),
        sa.Column("woman", sa.Boolean(), nullable=True),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_officer_cooperative_id_cooperative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
    )
    op.create_index(op.f("ix_officer_cooperative_id"), "officer", ["cooperative_id"], unique=False)
    op.create_table(
        "purchase",
        sa.Column("commodity", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("wanted_by", sa.String(length=10), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("status_since", sa.String(length=20), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["cooperative.id"], name=op.f("fk_purchase_lead_id_cooperative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase")),
    )
    op.create_table(
        "supplier_good",
        sa.Column("supplier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commodity", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("capacity_month", sa.Float(), nullable=True),
        sa.Column("minimum_order", sa.Float(), nullable=True),
        sa.Column("price_idr", sa.BigInteger(), nullable=True),
        sa.Column("price_date", sa.String(length=10), nullable=False),
        sa.Column("delivery_days", sa.Float(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_supplier_good_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_good")),
    )
    op.create_index("ix_supplier_good_commodity", "supplier_good", ["commodity"], unique=False)
    op.create_index(op.f("ix_supplier_good_supplier_id"), "supplier_good", ["supplier_id"], unique=False)
    op.create_table(
        "need",
        sa.Column("cooperative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("commodity", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("base_amount", sa.Float(), nullable=True),
        sa.Column("wanted_by", sa.String(length=10), nullable=False),
        sa.Column("price_limit_idr", sa.BigInteger(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("status_since", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("owned", sa.String(length=16), nullable=False),
        sa.Column("purchase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_at", sa.String(length=20), nullable=False),
        sa.Column("closed_at", sa.String(length=20), nullable=False),
        sa.Column("received_amount", sa.Float(), nullable=True),
        sa.Column("request_key", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_need_cooperative_id_cooperative")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_need_owner_id_account")),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.id"], name=op.f("fk_need_purchase_id_purchase")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("request_key", name=op.f("uq_need_request_key")),
    )
    op.create_index(op.f("ix_need_cooperative_id"), "need", ["cooperative_id"], unique=False)
    op.create_index(op.f("ix_need_purchase_id"), "need", ["purchase_id"], unique=False)
    op.create_index("ix_need_status", "need", ["status"], unique=False)
    op.create_table(
        "need_message",
        sa.Column("need_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("said_at", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_message_need_id_need")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_message")),
    )
    op.create_index(op.f("ix_need_message_need_id"), "need_message", ["need_id"], unique=False)
    op.create_table(
        "need_step",
        sa.Column("need_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("since", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_step_need_id_need")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_step")),
    )
    op.create_index(op.f("ix_need_step_need_id"), "need_step", ["need_id"], unique=False)
    op.create_table(
        "offer",
        sa.Column("need_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("supplier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("stock_need_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("from_code", sa.String(length=13), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("commodity", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("price_idr", sa.BigInteger(), nullable=True),
        sa.Column("price_date", sa.String(length=10), nullable=False),
        sa.Column("distance_km", sa.Float(), nullable=True),
        sa.Column("deliver_by", sa.String(length=10), nullable=False),
        sa.Column("ceiling_idr", sa.BigInteger(), nullable=True),
        sa.Column("ceiling_source", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.String(length=20), nullable=False),
        sa.Column("chosen_at", sa.String(length=20), nullable=False),
        sa.Column("delivered_amount", sa.Float(), nullable=True),
        sa.Column("delivered_on", sa.String(length=10), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_offer_need_id_need")),
        sa.ForeignKeyConstraint(["stock_need_id"], ["need.id"], name=op.f("fk_offer_stock_need_id_need")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_offer_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_index(op.f("ix_offer_need_id"), "offer", ["need_id"], unique=False)
    for guard in GUARDS[op.get_bind().dialect.name]:
        op.execute(guard)
