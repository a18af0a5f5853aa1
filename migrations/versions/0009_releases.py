"""Releases of plans, the ledgers of their calendars, and who holds an address."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_ledger",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('issued', 'working')", name=op.f("ck_feed_ledger_kind")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_feed_ledger_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "kind", name=op.f("pk_feed_ledger")),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision_number", sa.String(), nullable=False),
        sa.Column("decision_day", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_release_number")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_release_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_release_plan_id_number")),
    )
    op.create_table(
        "waiver",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.CheckConstraint("severity IN ('error', 'warning', 'info')", name=op.f("ck_waiver_severity")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_waiver_release_id")),
        sa.PrimaryKeyConstraint("release_id", "position", name=op.f("pk_waiver")),
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reminds", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("alarms", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f("ix_feed_account_id"), ["account_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_feed_account_id"), "account", ["account_id"], ["id"])

    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.alter_column("reminds", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
        batch_op.alter_column("alarms", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
        batch_op.drop_constraint(op.f("ck_feed_subject"), type_="check")
        batch_op.drop_constraint(op.f("ck_feed_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_feed_subject"), "(kind IN ('plan', 'public')) = (subject IS NULL)")
        batch_op.create_check_constraint(op.f("ck_feed_kind"), "kind IN ('plan', 'unit', 'person', 'public')")


def downgrade() -> None:
    op.execute("DELETE FROM feed WHERE kind = 'public'")
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_feed_subject"), type_="check")
        batch_op.drop_constraint(op.f("ck_feed_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_feed_subject"), "(kind = 'plan') = (subject IS NULL)")
        batch_op.create_check_constraint(op.f("ck_feed_kind"), "kind IN ('plan', 'unit', 'person')")
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_feed_account_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_feed_account_id"))
        batch_op.drop_column("alarms")
        batch_op.drop_column("reminds")
        batch_op.drop_column("account_id")

    op.drop_table("waiver")
    op.drop_table("release")
    op.drop_table("feed_ledger")
