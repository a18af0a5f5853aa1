"""Indexes by which the log is read, and what no restore may undo."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carried",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('account', 'role', 'invitation', 'feed', 'ledger', 'numbers')", name=op.f("ck_carried_kind")
        ),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_carried")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_action_at_id"), ["action", "at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_actor_at_id"), ["actor", "at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_at_id"), ["at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_subject_at_id"), ["subject", "at", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_subject_at_id"))
        batch_op.drop_index(batch_op.f("ix_audit_at_id"))
        batch_op.drop_index(batch_op.f("ix_audit_actor_at_id"))
        batch_op.drop_index(batch_op.f("ix_audit_action_at_id"))

    op.drop_table("carried")
