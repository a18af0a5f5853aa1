"""Texts of plans: decision, clauses, what was found misprinted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_article_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_article")),
    )
    op.create_table(
        "clause",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('part', 'section', 'item', 'paragraph')", name=op.f("ck_clause_kind")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_clause_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "code", name=op.f("pk_clause")),
    )
    op.create_table(
        "decision",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("submission_agency", sa.String(), nullable=True),
        sa.Column("submission_number", sa.String(), nullable=True),
        sa.Column("submission_day", sa.Date(), nullable=True),
        sa.Column("submission_text", sa.String(), nullable=True),
        sa.Column("replaces_number", sa.String(), nullable=True),
        sa.Column("replaces_day", sa.Date(), nullable=True),
        sa.Column("replaces_issuer", sa.String(), nullable=True),
        sa.Column("replaces_subject", sa.String(), nullable=True),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("signatory_title", sa.String(), nullable=True),
        sa.Column("signatory_capacity", sa.String(), nullable=True),
        sa.Column("signatory_name", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_decision_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_decision")),
    )
    op.create_table(
        "erratum",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("whereabouts", sa.String(), nullable=False),
        sa.Column("printed", sa.String(), nullable=False),
        sa.Column("reading", sa.String(), nullable=True),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("certainty", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('misprint', 'numbering')", name=op.f("ck_erratum_kind")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_erratum_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "key", name=op.f("pk_erratum")),
    )
    op.create_table(
        "legal_basis",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_legal_basis_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_legal_basis")),
    )
    op.create_table(
        "plan_text",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("preamble", sa.Text(), nullable=False),
        sa.Column("closing", sa.String(), nullable=False),
        sa.Column("annex_title", sa.String(), nullable=False),
        sa.Column("annex_note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_text_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_plan_text")),
    )
    op.create_table(
        "remark",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("whereabouts", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_remark_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "key", name=op.f("pk_remark")),
    )


def downgrade() -> None:
    op.drop_table("remark")
    op.drop_table("plan_text")
    op.drop_table("legal_basis")
    op.drop_table("erratum")
    op.drop_table("decision")
    op.drop_table("clause")
    op.drop_table("article")
