"""The directory of units, the days off, and the record of changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("is_command_line", sa.Boolean(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "day_off",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("swapped_with", sa.Date(), nullable=True),
        sa.Column("certainty", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('public_holiday', 'compensatory_day_off', 'swapped_working_saturday')",
            name=op.f("ck_day_off_kind"),
        ),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_off")),
    )
    op.create_table(
        "province",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("committee", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_province")),
    )
    op.create_table(
        "province_level",
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bodies", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["province"], ["province.key"], name=op.f("fk_province_level_province")),
        sa.PrimaryKeyConstraint("province", "key", name=op.f("pk_province_level")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("superior", sa.String(), nullable=True),
        sa.Column("symbol", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("certainty", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["province"], ["province.key"], name=op.f("fk_unit_province")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("province", "kind", "key", "since", name=op.f("uq_unit_province_kind_key_since")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(
            "ix_unit_identity_without_since",
            ["province", "kind", "key"],
            unique=True,
            sqlite_where=sa.text("since IS NULL"),
            postgresql_where=sa.text("since IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_unit_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_province_position"), ["province", "position"], unique=False)

    op.create_table(
        "succession",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("extent", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_succession_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "position", name=op.f("pk_succession")),
    )
    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_succession_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_succession_unit"), ["unit"], unique=False)

    op.create_table(
        "unit_alias",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_alias_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "position", name=op.f("pk_unit_alias")),
    )


def downgrade() -> None:
    op.drop_table("unit_alias")
    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_succession_unit"))
        batch_op.drop_index(batch_op.f("ix_succession_code"))

    op.drop_table("succession")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_province_position"))
        batch_op.drop_index(batch_op.f("ix_unit_key"))
        batch_op.drop_index(
            "ix_unit_identity_without_since",
            sqlite_where=sa.text("since IS NULL"),
            postgresql_where=sa.text("since IS NULL"),
        )

    op.drop_table("unit")
    op.drop_table("province_level")
    op.drop_table("province")
    op.drop_table("day_off")
    op.drop_table("audit")
