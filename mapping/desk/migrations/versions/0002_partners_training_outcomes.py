"""Partners, training and outcomes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# What was advised is what the tool is judged by: it stays as it was said, and no start is lost.
COLUMNS = "cooperative_id, advised, avoided, confidence, chances, advised_on, study_key, data_label"
GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER outcome_advice_stays BEFORE UPDATE OF {COLUMNS} ON outcome "
        "BEGIN SELECT RAISE(ABORT, 'advice on record cannot be changed'); END",
        "CREATE TRIGGER outcome_stays BEFORE DELETE ON outcome "
        "BEGIN SELECT RAISE(ABORT, 'an outcome cannot be removed'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION outcome_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'advice on record cannot be changed, nor an outcome removed'; END $$",
        f"CREATE TRIGGER outcome_advice_stays BEFORE UPDATE OF {COLUMNS} ON outcome "
        "FOR EACH ROW EXECUTE FUNCTION outcome_stays()",
        "CREATE TRIGGER outcome_stays BEFORE DELETE ON outcome FOR EACH ROW EXECUTE FUNCTION outcome_stays()",
    ],
}


def upgrade() -> None:
    """Partners, training and outcomes."""
    op.create_table(
        "partner",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("kelurahan_code", sa.String(length=13), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("checked_on", sa.String(length=10), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
    )
    op.create_table(
        "agreement",
        sa.Column("cooperative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("partner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("goal_cooperative", sa.Text(), nullable=False),
        sa.Column("goal_partner", sa.Text(), nullable=False),
        sa.Column("trade_off", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.String(length=10), nullable=False),
        sa.Column("ends_on", sa.String(length=10), nullable=False),
        sa.Column("review_on", sa.String(length=10), nullable=False),
        sa.Column("flow", sa.String(length=8), nullable=False),
        sa.Column("value_idr_year", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_agreement_cooperative_id_cooperative")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_agreement_partner_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_cooperative_id"), "agreement", ["cooperative_id"], unique=False)
    op.create_index(op.f("ix_agreement_partner_id"), "agreement", ["partner_id"], unique=False)
    op.create_table(
        "assessment",
        sa.Column("cooperative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taken_on", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_assessment_cooperative_id_cooperative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index(op.f("ix_assessment_cooperative_id"), "assessment", ["cooperative_id"], unique=False)
    op.create_table(
        "outcome",
        sa.Column("cooperative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("advised", sa.String(length=200), nullable=False),
        sa.Column("avoided", sa.String(length=400), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("chances", sa.Text(), nullable=False),
        sa.Column("advised_on", sa.String(length=10), nullable=False),
        sa.Column("study_key", sa.String(length=64), nullable=False),
        sa.Column("data_label", sa.String(length=200), nullable=False),
        sa.Column("line_id", sa.String(length=20), nullable=False),
        sa.Column("started_on", sa.String(length=10), nullable=False),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("revenue_idr_month", sa.BigInteger(), nullable=True),
        sa.Column("borrowed_idr", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_outcome_cooperative_id_cooperative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    op.create_index(op.f("ix_outcome_cooperative_id"), "outcome", ["cooperative_id"], unique=False)
    op.create_table(
        "partner_service",
        sa.Column("partner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("line_ids", sa.String(length=200), nullable=False),
        sa.Column("modules", sa.String(length=100), nullable=False),
        sa.Column("money", sa.String(length=10), nullable=False),
        sa.Column("interest_percent_year", sa.Float(), nullable=True),
        sa.Column("security", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_partner_service_partner_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_service")),
    )
    op.create_index(op.f("ix_partner_service_partner_id"), "partner_service", ["partner_id"], unique=False)
    op.create_table(
        "training_session",
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.String(length=10), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("kelurahan_code", sa.String(length=13), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("partner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_training_session_partner_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
    )
    op.create_table(
        "agreement_review",
        sa.Column("agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held_on", sa.String(length=10), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("next_on", sa.String(length=10), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_review_agreement_id_agreement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_review")),
    )
    op.create_index(op.f("ix_agreement_review_agreement_id"), "agreement_review", ["agreement_id"], unique=False)
    op.create_table(
        "agreement_task",
        sa.Column("agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task", sa.String(length=200), nullable=False),
        sa.Column("does", sa.String(length=200), nullable=False),
        sa.Column("decides", sa.String(length=30), nullable=False),
        sa.Column("asked", sa.String(length=200), nullable=False),
        sa.Column("told", sa.String(length=200), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_task_agreement_id_agreement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_task")),
    )
    op.create_index(op.f("ix_agreement_task_agreement_id"), "agreement_task", ["agreement_id"], unique=False)
    op.create_table(
        "assessment_level",
        sa.Column("assessment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("competency", sa.String(length=30), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_level_assessment_id_assessment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_level")),
        sa.UniqueConstraint("assessment_id", "competency", name=op.f("uq_assessment_level_assessment_id")),
    )
    op.create_index(op.f("ix_assessment_level_assessment_id"), "assessment_level", ["assessment_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cooperative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=True),
        sa.Column("women", sa.Integer(), nullable=True),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_attendance_cooperative_id_cooperative")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_attendance_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("session_id", "cooperative_id", name=op.f("uq_attendance_session_id")),
    )
    op.create_index(op.f("ix_attendance_cooperative_id"), "attendance", ["cooperative_id"], unique=False)
    op.create_index(op.f("ix_attendance_session_id"), "attendance", ["session_id"], unique=False)
    op.create_table(
        "commitment",
        sa.Column("agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.String(length=10), nullable=False),
        sa.Column("done_on", sa.String(length=10), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_commitment_agreement_id_agreement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index(op.f("ix_commitment_agreement_id"), "commitment", ["agreement_id"], unique=False)
    op.create_table(
        "outcome_check",
        sa.Column("outcome_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.String(length=10), nullable=False),
        sa.Column("trading", sa.Boolean(), nullable=False),
        sa.Column("line_id", sa.String(length=20), nullable=False),
        sa.Column("paying", sa.Boolean(), nullable=True),
        sa.Column("covers_costs", sa.Boolean(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("revenue_idr_month", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome.id"], name=op.f("fk_outcome_check_outcome_id_outcome")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_check")),
        sa.UniqueConstraint("outcome_id", "month", name=op.f("uq_outcome_check_outcome_id")),
    )
    op.create_index(op.f("ix_outcome_check_outcome_id"), "outcome_check", ["outcome_id"], unique=False)
    op.create_table(
        "plan_step",
        sa.Column("cooperative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assessment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("competency", sa.String(length=30), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("seen", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.String(length=10), nullable=False),
        sa.Column("done_on", sa.String(length=10), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_plan_step_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_plan_step_cooperative_id_cooperative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_step")),
    )
    op.create_index(op.f("ix_plan_step_cooperative_id"), "plan_step", ["cooperative_id"], unique=False)
    for guard in GUARDS[op.get_bind().dialect.name]:
        op.execute(guard)
