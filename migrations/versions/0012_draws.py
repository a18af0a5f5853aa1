"""The draw of communes: draws, sealed checks, their public ledgers, and clusters to draw from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FORBIDDEN = ("UPDATE", "DELETE")
"""What no row of a public ledger ever sees."""


def upgrade() -> None:
    op.create_table(
        "commune_draw",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("plan_title", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("frame", sa.Text(), nullable=False),
        sa.Column("without", sa.Text(), nullable=False),
        sa.Column("included", sa.Text(), nullable=False),
        sa.Column("randomness", sa.String(), nullable=False),
        sa.Column("randomness_kind", sa.String(), nullable=False),
        sa.Column("randomness_day", sa.Date(), nullable=True),
        sa.Column("parties", sa.Text(), nullable=False),
        sa.Column("challenge_until", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('unit', 'cluster', 'quota')", name=op.f("ck_commune_draw_kind")),
        sa.CheckConstraint(
            "randomness_kind IN ('dice', 'lottery', 'parts', 'stated')", name=op.f("ck_commune_draw_randomness_kind")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_commune_draw")),
        sa.UniqueConstraint("plan", "unit", "attempt", name=op.f("uq_commune_draw_plan_unit_attempt")),
    )
    op.create_table(
        "sealed_check",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("plan_title", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("opens", sa.String(), nullable=False),
        sa.Column("closes", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.CheckConstraint("opens IN ('morning', 'afternoon')", name=op.f("ck_sealed_check_opens")),
        sa.CheckConstraint("closes IN ('morning', 'afternoon')", name=op.f("ck_sealed_check_closes")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_sealed_check")),
        sa.UniqueConstraint("plan", "number", name=op.f("uq_sealed_check_plan_number")),
    )
    op.create_table(
        "public_entry",
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "event IN ('commit', 'seed', 'draw', 'replace', 'annul', 'reveal')", name=op.f("ck_public_entry_event")
        ),
        sa.PrimaryKeyConstraint("ledger", "number", name=op.f("pk_public_entry")),
    )
    _forbid_changes()
    op.create_table(
        "draw_cluster",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("units", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_draw_cluster_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "key", name=op.f("pk_draw_cluster")),
    )
    with op.batch_alter_table("draw_rule") as table:
        table.alter_column("at_level", existing_type=sa.String(), nullable=True)


def downgrade() -> None:
    # A rule for clusters alone cannot be said in the older form; nothing was drawn by it that the older form knows of.
    op.execute("DELETE FROM draw_rule WHERE at_level IS NULL")
    with op.batch_alter_table("draw_rule") as table:
        table.alter_column("at_level", existing_type=sa.String(), nullable=False)
    for table_name in ("draw_cluster", "public_entry", "sealed_check", "commune_draw"):
        op.drop_table(table_name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION public_entry_stays()")


def _forbid_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION public_entry_stays() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'public_entry only grows'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER public_entry_stays BEFORE {' OR '.join(FORBIDDEN)} ON public_entry "
            "FOR EACH ROW EXECUTE FUNCTION public_entry_stays()"
        )
        return
    for event in FORBIDDEN:
        op.execute(
            f"CREATE TRIGGER public_entry_no_{event.lower()} BEFORE {event} ON public_entry "
            "BEGIN SELECT RAISE(ABORT, 'public_entry only grows'); END"
        )
