"""the tables of a plan."""

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
        "province",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("committee", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_province")),
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
        "article",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_article_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_article")),
    )
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
        "plan_form",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["form"], ["form.key"], name=op.f("fk_plan_form_form")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_form_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "form", name=op.f("pk_plan_form")),
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
        "team",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_team_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "key", name=op.f("pk_team")),
    )
    op.create_table(
        "unit_alias",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_alias_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "position", name=op.f("pk_unit_alias")),
    )
    op.create_table(
        "absence",
        sa.Column("window_first", sa.Date(), nullable=True),
        sa.Column("window_last", sa.Date(), nullable=True),
        sa.Column("window_opens", sa.String(), nullable=True),
        sa.Column("window_closes", sa.String(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.CheckConstraint("window_closes IN ('morning', 'afternoon')", name=op.f("ck_absence_window_closes")),
        sa.CheckConstraint("window_opens IN ('morning', 'afternoon')", name=op.f("ck_absence_window_opens")),
        sa.CheckConstraint("(window_first IS NULL) = (window_last IS NULL)", name=op.f("ck_absence_window_ends")),
        sa.CheckConstraint(
            "(window_first IS NULL) = (window_opens IS NULL) AND (window_first IS NULL) = (window_closes IS NULL)",
            name=op.f("ck_absence_window_halves"),
        ),
        sa.CheckConstraint("window_first <= window_last", name=op.f("ck_absence_window_order")),
        sa.ForeignKeyConstraint(
            ["plan_id", "person"], ["person.plan_id", "person.key"], name=op.f("fk_absence_plan_id_person")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_absence_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_absence")),
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
        "budget_source",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["budget.plan_id"], name=op.f("fk_budget_source_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_budget_source")),
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
    op.drop_table("budget_source")
    op.drop_table("batch")
    op.drop_table("absence")
    op.drop_table("unit_alias")
    op.drop_table("team")
    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_succession_unit"))
        batch_op.drop_index(batch_op.f("ix_succession_code"))

    op.drop_table("succession")
    op.drop_table("self_inspection_rule")
    op.drop_table("remark")
    op.drop_table("plan_text")
    op.drop_table("plan_form")
    op.drop_table("person")
    op.drop_table("mandate")
    op.drop_table("legal_basis")
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_plan_id"))

    op.drop_table("feed")
    op.drop_table("erratum")
    op.drop_table("draw_rule")
    op.drop_table("decision")
    op.drop_table("clause")
    op.drop_table("budget")
    op.drop_table("article")
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
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_year_id"))
        batch_op.drop_index(batch_op.f("ix_plan_province"))

    op.drop_table("plan")
    op.drop_table("outline_item")
    op.drop_table("form_line")
    op.drop_table("form_column")
    op.drop_table("province")
    op.drop_table("outline")
    op.drop_table("form")
    op.drop_table("day_off")
    op.drop_table("audit")
