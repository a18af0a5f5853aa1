"""Secret addresses of calendars."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shows_draft", sa.Boolean(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'plan') = (subject IS NULL)", name=op.f("ck_feed_subject")),
        sa.CheckConstraint("kind IN ('plan', 'unit', 'person')", name=op.f("ck_feed_kind")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_feed_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_feed_secret_hash")),
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_plan_id"), ["plan_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_plan_id"))

    op.drop_table("feed")
