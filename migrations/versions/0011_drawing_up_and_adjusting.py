"""Drawing up a plan step by step, what a release freezes and whom it tells, how a plan ends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NOTICE_DAYS = "5"
"""What the plans that are there already get; they may change it."""
ENDING: tuple[tuple[str, sa.types.TypeEngine[object]], ...] = (
    ("ending_day", sa.Date()),
    ("ending_number", sa.String()),
    ("ending_issued_on", sa.Date()),
    ("ending_issuer", sa.String()),
    ("ending_subject", sa.String()),
)


def upgrade() -> None:
    op.create_table(
        "plan_step",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_step_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "number", name=op.f("pk_plan_step")),
    )
    op.create_table(
        "written_reason",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_written_reason_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "code", "about", name=op.f("pk_written_reason")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('schedule', 'replan')", name=op.f("ck_proposal_kind")),
        sa.CheckConstraint("state IN ('searching', 'found', 'clashing', 'failed')", name=op.f("ck_proposal_state")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_proposal_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_plan_id"), "proposal", ["plan_id"], unique=False)
    op.create_table(
        "amended_act",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_amended_act_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_amended_act")),
    )
    op.create_table(
        "release_file",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("is_announced", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_release_file_release_id")),
        sa.PrimaryKeyConstraint("release_id", "path", name=op.f("pk_release_file")),
    )
    op.create_table(
        "change_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("recipient_kind", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=True),
        sa.Column("changes", sa.String(), nullable=False),
        sa.Column("addition", sa.String(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.String(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(), nullable=True),
        sa.CheckConstraint("recipient_kind IN ('unit', 'person')", name=op.f("ck_change_notice_recipient_kind")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_change_notice_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_notice")),
        sa.UniqueConstraint(
            "plan_id",
            "release",
            "recipient_kind",
            "recipient",
            name=op.f("uq_change_notice_plan_id_release_recipient_kind_recipient"),
        ),
    )
    # Not in batch: SQLite would make the table anew, and all that points to it with it.
    op.add_column("plan", sa.Column("notice_days", sa.Integer(), nullable=False, server_default=NOTICE_DAYS))
    for name, kind in ENDING:
        op.add_column("plan", sa.Column(name, kind, nullable=True))
    op.add_column("decision", sa.Column("reason", sa.String(), nullable=True))

    # A list of plans goes along it until a page is full; it serves whatever asks for a province, too.
    op.drop_index("ix_plan_province", table_name="plan")
    op.create_index(op.f("ix_plan_province_year_id"), "plan", ["province", "year", "id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_plan_province_year_id"), table_name="plan")
    op.create_index("ix_plan_province", "plan", ["province"], unique=False)
    op.drop_column("decision", "reason")
    for name in (*(name for name, _ in ENDING), "notice_days"):
        op.drop_column("plan", name)
    for table in ("change_notice", "release_file", "amended_act", "proposal", "written_reason", "plan_step"):
        op.drop_table(table)
