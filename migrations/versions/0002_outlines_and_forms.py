"""Outlines and forms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("checks", sa.Text(), nullable=False),
        sa.Column("branch_rows", sa.Text(), nullable=False),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('indicators', 'grid')", name=op.f("ck_form_kind")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form")),
    )
    op.create_table(
        "outline",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("exemption", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outline")),
    )
    op.create_table(
        "form_column",
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sum_of", sa.Text(), nullable=False),
        sa.Column("placeholder", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('text', 'count', 'count_and_share')", name=op.f("ck_form_column_kind")),
        sa.ForeignKeyConstraint(["form"], ["form.key"], name=op.f("fk_form_column_form")),
        sa.PrimaryKeyConstraint("form", "key", name=op.f("pk_form_column")),
    )
    op.create_table(
        "form_line",
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("formula", sa.String(), nullable=True),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("filled_by", sa.String(), nullable=False),
        sa.Column("if_any", sa.Boolean(), nullable=False),
        sa.Column("is_cumulative", sa.Boolean(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("not_for_kinds", sa.Text(), nullable=False),
        sa.Column("shows_placeholders", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('section', 'heading', 'count', 'percent', 'money', 'choice', 'text', 'group', 'entry', 'total')",
            name=op.f("ck_form_line_kind"),
        ),
        sa.ForeignKeyConstraint(["form"], ["form.key"], name=op.f("fk_form_line_form")),
        sa.PrimaryKeyConstraint("form", "code", name=op.f("pk_form_line")),
    )
    op.create_table(
        "outline_item",
        sa.Column("outline", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("guidance", sa.Text(), nullable=False),
        sa.Column("paragraphs", sa.Text(), nullable=False),
        sa.Column("if_any", sa.Boolean(), nullable=False),
        sa.Column("field", sa.String(), nullable=True),
        sa.Column("indicators", sa.Text(), nullable=False),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("not_for_kinds", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('part', 'section', 'item', 'bullet')", name=op.f("ck_outline_item_kind")),
        sa.ForeignKeyConstraint(["outline"], ["outline.key"], name=op.f("fk_outline_item_outline")),
        sa.PrimaryKeyConstraint("outline", "code", name=op.f("pk_outline_item")),
    )


def downgrade() -> None:
    op.drop_table("outline_item")
    op.drop_table("form_line")
    op.drop_table("form_column")
    op.drop_table("outline")
    op.drop_table("form")
