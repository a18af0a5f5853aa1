"""Each row of the log holds the hash of the row before it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NO_ROW = "0" * 64


def upgrade() -> None:
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("prev", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("hash", sa.String(), nullable=True))
    _chain_rows()
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.alter_column("prev", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("hash", existing_type=sa.String(), nullable=False)


def _chain_rows() -> None:
    """Chain the rows that are there, in their order; the text hashed is that of `app.db.audit`, as it was then."""
    connection = op.get_bind()
    audit = sa.table(
        "audit",
        sa.column("id", sa.Integer()),
        sa.column("at", sa.DateTime(timezone=True)),
        *(sa.column(name, sa.String()) for name in ("actor", "action", "subject", "before", "after", "prev", "hash")),
        sa.column("is_command_line", sa.Boolean()),
    )
    prev = _NO_ROW
    for row in connection.execute(sa.select(audit).order_by(audit.c.id)).all():
        at = row.at.replace(tzinfo=UTC) if row.at.tzinfo is None else row.at.astimezone(UTC)
        content = {
            "at": at.isoformat(),
            "actor": row.actor,
            "is_command_line": row.is_command_line,
            "action": row.action,
            "subject": row.subject,
            "before": row.before,
            "after": row.after,
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        own = hashlib.sha256(f"{prev}\n{text}".encode()).hexdigest()
        connection.execute(sa.update(audit).where(audit.c.id == row.id).values(prev=prev, hash=own))
        prev = own


def downgrade() -> None:
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_column("hash")
        batch_op.drop_column("prev")
