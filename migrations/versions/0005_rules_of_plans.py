"""Rules of plans: forms, draw, self-inspection, budget, mandates, absences."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "budget",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("appraised_by", sa.String(), nullable=True),
        sa.Column("counts_leaders", sa.Boolean(), nullable=False),
        sa.Column("counts_working_days_only", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_budget_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_budget")),
    )
    op.create_table(
        "draw_rule",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("at_level", sa.String(), nullable=False),
        sa.Column("from_level", sa.String(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_draw_rule_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_draw_rule")),
    )
    op.create_table(
        "mandate",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_mandate_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_mandate")),
    )
    op.create_table(
        "plan_form",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["form"], ["form.key"], name=op.f("fk_plan_form_form")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_form_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "form", name=op.f("pk_plan_form")),
    )
    op.create_table(
        "self_inspection_rule",
        sa.Column("deadline_relation", sa.String(), nullable=True),
        sa.Column("deadline_day", sa.Date(), nullable=True),
        sa.Column("deadline_event", sa.String(), nullable=True),
        sa.Column("deadline_count", sa.Integer(), nullable=True),
        sa.Column("deadline_counted_in", sa.String(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("report_to", sa.String(), nullable=True),
        sa.Column("report_via", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint(
            "deadline_counted_in IN ('days', 'working_days')", name=op.f("ck_self_inspection_rule_deadline_counted_in")
        ),
        sa.CheckConstraint(
            "deadline_event IN ('signing', 'visit_start', 'visit_end', 'receipt')",
            name=op.f("ck_self_inspection_rule_deadline_event"),
        ),
        sa.CheckConstraint(
            "deadline_relation IN ('before', 'no_later_than', 'within', 'after', 'ahead_of')",
            name=op.f("ck_self_inspection_rule_deadline_relation"),
        ),
        sa.CheckConstraint(
            "(deadline_relation IS NULL) = (deadline_counted_in IS NULL)",
            name=op.f("ck_self_inspection_rule_deadline_whole"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_self_inspection_rule_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_self_inspection_rule")),
    )
    op.create_table(
        "absence",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("window_first", sa.Date(), nullable=False),
        sa.Column("window_last", sa.Date(), nullable=False),
        sa.Column("window_opens", sa.String(), nullable=False),
        sa.Column("window_closes", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.CheckConstraint("window_closes IN ('morning', 'afternoon')", name=op.f("ck_absence_window_closes")),
        sa.CheckConstraint("window_opens IN ('morning', 'afternoon')", name=op.f("ck_absence_window_opens")),
        sa.CheckConstraint("window_first <= window_last", name=op.f("ck_absence_window_order")),
        sa.ForeignKeyConstraint(
            ["plan_id", "person"], ["person.plan_id", "person.key"], name=op.f("fk_absence_plan_id_person")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_absence_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_absence")),
    )
    op.create_table(
        "budget_source",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["budget.plan_id"], name=op.f("fk_budget_source_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_budget_source")),
    )


def downgrade() -> None:
    op.drop_table("budget_source")
    op.drop_table("absence")
    op.drop_table("self_inspection_rule")
    op.drop_table("plan_form")
    op.drop_table("mandate")
    op.drop_table("draw_rule")
    op.drop_table("budget")
