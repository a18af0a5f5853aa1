"""Plans: people, teams, batches, visits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lead_agencies", sa.Text(), nullable=False),
        sa.Column("period_wording", sa.String(), nullable=True),
        sa.Column("period_first", sa.Date(), nullable=True),
        sa.Column("period_last", sa.Date(), nullable=True),
        sa.Column("alternation_basis", sa.String(), nullable=True),
        sa.Column("alternation_agencies", sa.Text(), nullable=False),
        sa.Column("seals", sa.Text(), nullable=False),
        sa.Column("dissolution", sa.String(), nullable=False),
        sa.Column("outline", sa.String(), nullable=True),
        sa.Column("reading_days", sa.Integer(), nullable=False),
        sa.Column("minimum_working_days", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "act IN ('decision_approving_plan', 'plan_alone', 'decision_setting_up_team')", name=op.f("ck_plan_act")
        ),
        sa.CheckConstraint("alternation_basis IN ('batch', 'month', 'count')", name=op.f("ck_plan_alternation_basis")),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'issued', 'replaced', 'closed')", name=op.f("ck_plan_state")
        ),
        sa.ForeignKeyConstraint(["outline"], ["outline.key"], name=op.f("fk_plan_outline")),
        sa.ForeignKeyConstraint(["province"], ["province.key"], name=op.f("fk_plan_province")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("key", name=op.f("uq_plan_key")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_province"), ["province"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_year_id"), ["year", "id"], unique=False)

    op.create_table(
        "person",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("honorific", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=True),
        sa.Column("printed", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_person_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "key", name=op.f("pk_person")),
    )
    op.create_table(
        "team",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_team_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "key", name=op.f("pk_team")),
    )
    op.create_table(
        "batch",
        sa.Column("deadline_relation", sa.String(), nullable=True),
        sa.Column("deadline_day", sa.Date(), nullable=True),
        sa.Column("deadline_event", sa.String(), nullable=True),
        sa.Column("deadline_count", sa.Integer(), nullable=True),
        sa.Column("deadline_counted_in", sa.String(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=True),
        sa.Column("standing_deputy", sa.String(), nullable=True),
        sa.Column("lead_agency", sa.String(), nullable=True),
        sa.CheckConstraint(
            "deadline_counted_in IN ('days', 'working_days')", name=op.f("ck_batch_deadline_counted_in")
        ),
        sa.CheckConstraint(
            "deadline_event IN ('signing', 'visit_start', 'visit_end', 'receipt')", name=op.f("ck_batch_deadline_event")
        ),
        sa.CheckConstraint(
            "deadline_relation IN ('before', 'no_later_than', 'within', 'after', 'ahead_of')",
            name=op.f("ck_batch_deadline_relation"),
        ),
        sa.CheckConstraint(
            "(deadline_relation IS NULL) = (deadline_counted_in IS NULL)", name=op.f("ck_batch_deadline_whole")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "head"], ["person.plan_id", "person.key"], name=op.f("fk_batch_plan_id_head")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "standing_deputy"],
            ["person.plan_id", "person.key"],
            name=op.f("fk_batch_plan_id_standing_deputy"),
        ),
        sa.ForeignKeyConstraint(["plan_id", "team"], ["team.plan_id", "team.key"], name=op.f("fk_batch_plan_id_team")),
        sa.PrimaryKeyConstraint("plan_id", "key", name=op.f("pk_batch")),
    )
    op.create_table(
        "seat",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("office", sa.String(), nullable=True),
        sa.Column("agency", sa.String(), nullable=True),
        sa.Column("fields_of_work", sa.Text(), nullable=False),
        sa.Column("substitutes", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("units", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('head', 'deputy', 'standing_deputy', 'secretary', 'member', 'expert')", name=op.f("ck_seat_role")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "person"], ["person.plan_id", "person.key"], name=op.f("fk_seat_plan_id_person")
        ),
        sa.ForeignKeyConstraint(["plan_id", "team"], ["team.plan_id", "team.key"], name=op.f("fk_seat_plan_id_team")),
        sa.PrimaryKeyConstraint("plan_id", "team", "key", name=op.f("pk_seat")),
    )
    op.create_table(
        "batch_deputy",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id", "batch"], ["batch.plan_id", "batch.key"], name=op.f("fk_batch_deputy_plan_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "person"], ["person.plan_id", "person.key"], name=op.f("fk_batch_deputy_plan_id_person")
        ),
        sa.PrimaryKeyConstraint("plan_id", "batch", "person", name=op.f("pk_batch_deputy")),
    )
    op.create_table(
        "quota",
        sa.Column("loose_wording", sa.String(), nullable=True),
        sa.Column("loose_earliest", sa.Date(), nullable=True),
        sa.Column("loose_latest", sa.Date(), nullable=True),
        sa.Column("loose_working_days", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("share_percent", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id", "batch"], ["batch.plan_id", "batch.key"], name=op.f("fk_quota_plan_id_batch")
        ),
        sa.PrimaryKeyConstraint("plan_id", "key", name=op.f("pk_quota")),
    )
    op.create_table(
        "visit",
        sa.Column("window_first", sa.Date(), nullable=True),
        sa.Column("window_last", sa.Date(), nullable=True),
        sa.Column("window_opens", sa.String(), nullable=True),
        sa.Column("window_closes", sa.String(), nullable=True),
        sa.Column("loose_wording", sa.String(), nullable=True),
        sa.Column("loose_earliest", sa.Date(), nullable=True),
        sa.Column("loose_latest", sa.Date(), nullable=True),
        sa.Column("loose_working_days", sa.Integer(), nullable=True),
        sa.Column("deadline_relation", sa.String(), nullable=True),
        sa.Column("deadline_day", sa.Date(), nullable=True),
        sa.Column("deadline_event", sa.String(), nullable=True),
        sa.Column("deadline_count", sa.Integer(), nullable=True),
        sa.Column("deadline_counted_in", sa.String(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("printed_name", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("manner", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("lead_agency", sa.String(), nullable=True),
        sa.Column("head", sa.String(), nullable=True),
        sa.Column("is_reserve", sa.Boolean(), nullable=False),
        sa.Column("communes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "deadline_counted_in IN ('days', 'working_days')", name=op.f("ck_visit_deadline_counted_in")
        ),
        sa.CheckConstraint(
            "deadline_event IN ('signing', 'visit_start', 'visit_end', 'receipt')", name=op.f("ck_visit_deadline_event")
        ),
        sa.CheckConstraint(
            "deadline_relation IN ('before', 'no_later_than', 'within', 'after', 'ahead_of')",
            name=op.f("ck_visit_deadline_relation"),
        ),
        sa.CheckConstraint("manner IN ('full', 'thematic', 'unannounced')", name=op.f("ck_visit_manner")),
        sa.CheckConstraint("mode IN ('on_the_spot', 'online', 'on_reports')", name=op.f("ck_visit_mode")),
        sa.CheckConstraint("window_closes IN ('morning', 'afternoon')", name=op.f("ck_visit_window_closes")),
        sa.CheckConstraint("window_opens IN ('morning', 'afternoon')", name=op.f("ck_visit_window_opens")),
        sa.CheckConstraint(
            "(deadline_relation IS NULL) = (deadline_counted_in IS NULL)", name=op.f("ck_visit_deadline_whole")
        ),
        sa.CheckConstraint("(window_first IS NULL) = (window_last IS NULL)", name=op.f("ck_visit_window_ends")),
        sa.CheckConstraint(
            "(window_first IS NULL) = (window_opens IS NULL) AND (window_first IS NULL) = (window_closes IS NULL)",
            name=op.f("ck_visit_window_halves"),
        ),
        sa.CheckConstraint("window_first <= window_last", name=op.f("ck_visit_window_order")),
        sa.ForeignKeyConstraint(
            ["plan_id", "batch"], ["batch.plan_id", "batch.key"], name=op.f("fk_visit_plan_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "head"], ["person.plan_id", "person.key"], name=op.f("fk_visit_plan_id_head")
        ),
        sa.PrimaryKeyConstraint("plan_id", "unit", "number", name=op.f("pk_visit")),
    )


def downgrade() -> None:
    op.drop_table("visit")
    op.drop_table("quota")
    op.drop_table("batch_deputy")
    op.drop_table("seat")
    op.drop_table("batch")
    op.drop_table("team")
    op.drop_table("person")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_year_id"))
        batch_op.drop_index(batch_op.f("ix_plan_province"))

    op.drop_table("plan")
