"""first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signed_out",
        sa.Column("sign_in_id", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sign_in_id", name=op.f("pk_signed_out")),
    )
    with op.batch_alter_table("signed_out", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_out_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sign_in_name", sa.String(length=80), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("is_admin", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day_start_minutes", sa.Integer(), nullable=False),
        sa.Column("date_order", sa.String(length=12), nullable=True),
        sa.Column("theme", sa.String(length=8), nullable=False),
        sa.Column("minutes_per_day", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_user_sign_in_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bank",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("licence", sa.String(length=200), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_bank_owner_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank")),
        sa.UniqueConstraint("slug", name=op.f("uq_bank_slug")),
    )
    with op.batch_alter_table("bank", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "preset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("buttons", sa.SmallInteger(), nullable=False),
        sa.Column("desired_retention", sa.Float(), nullable=False),
        sa.Column("learning_steps", sa.JSON(), nullable=False),
        sa.Column("relearning_steps", sa.JSON(), nullable=False),
        sa.Column("new_per_day", sa.Integer(), nullable=False),
        sa.Column("reviews_per_day", sa.Integer(), nullable=False),
        sa.Column("new_order", sa.String(length=14), nullable=False),
        sa.Column("bury_siblings", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("fixed_way", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["user.id"], name=op.f("fk_preset_learner_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preset")),
        sa.UniqueConstraint("learner_id", name=op.f("uq_preset_learner_id")),
    )
    op.create_table(
        "token",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_token_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_token")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index("ix_token_purpose", ["purpose"], unique=False)

    op.create_table(
        "day_total",
        sa.Column("learner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("study_day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bank_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("is_mature", sa.Boolean(), nullable=False),
        sa.Column("rating", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("taken_ms", sa.BigInteger(), nullable=False),
        sa.Column("first_n", sa.Integer(), nullable=False),
        sa.Column("first_passes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_day_total_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["user.id"], name=op.f("fk_day_total_learner_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "learner_id",
            "study_day",
            "bank_id",
            "about",
            "kind",
            "state",
            "way",
            "is_mature",
            "rating",
            name=op.f("pk_day_total"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("word_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_document_bank_id_bank"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("bank_id", name=op.f("uq_document_bank_id")),
    )
    op.create_table(
        "enrolment",
        sa.Column("learner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bank_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("new_cursor", sa.Integer(), nullable=False),
        sa.Column("fixed_way", sa.String(length=10), nullable=True),
        sa.Column("lifted_day", sa.Integer(), nullable=True),
        sa.Column("lifted_new", sa.Integer(), nullable=False),
        sa.Column("lifted_reviews", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_enrolment_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["user.id"], name=op.f("fk_enrolment_learner_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "bank_id", name=op.f("pk_enrolment")),
    )
    op.create_table(
        "memory_total",
        sa.Column("learner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bank_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("measure", sa.String(length=10), nullable=False),
        sa.Column("bin", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_memory_total_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["user.id"], name=op.f("fk_memory_total_learner_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "bank_id", "about", "measure", "bin", name=op.f("pk_memory_total")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("rendered", sa.JSON(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sibling_key", sa.String(length=40), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_edited_here", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_question_bank_id_bank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("bank_id", "slug", name=op.f("uq_question_bank_id_slug")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(
            "ix_question_bank_position",
            ["bank_id", "position"],
            unique=False,
            sqlite_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.create_index("ix_question_sibling", ["bank_id", "sibling_key"], unique=False)

    op.create_table(
        "card_state",
        sa.Column("learner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=True),
        sa.Column("last_day", sa.Integer(), nullable=True),
        sa.Column("last_at", sa.BigInteger(), nullable=True),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("pass_days", sa.Integer(), nullable=False),
        sa.Column("last_pass_day", sa.Integer(), nullable=True),
        sa.Column("acted_at", sa.BigInteger(), nullable=True),
        sa.Column("options_key", sa.BigInteger(), nullable=True),
        sa.Column("is_suspended", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("buried_day", sa.Integer(), nullable=True),
        sa.Column("fixed_way", sa.String(length=10), nullable=True),
        sa.Column("seen_revision", sa.Integer(), nullable=True),
        sa.Column("head_event_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_card_state_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["user.id"], name=op.f("fk_card_state_learner_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_card_state_question_id_question")),
        sa.PrimaryKeyConstraint("learner_id", "question_id", name=op.f("pk_card_state")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("card_state", schema=None) as batch_op:
        batch_op.create_index(
            "ix_card_state_bank",
            ["learner_id", "bank_id", "is_suspended", "due_day", "buried_day", "due_at"],
            unique=False,
        )
        batch_op.create_index("ix_card_state_due", ["learner_id", "state", "is_suspended", "due_day"], unique=False)
        batch_op.create_index(
            "ix_card_state_learning",
            ["learner_id", "due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.create_table(
        "document_paragraph",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_document_paragraph_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_document_paragraph")),
    )
    op.create_table(
        "question_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=14), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["user.id"], name=op.f("fk_question_report_learner_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_report_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_report")),
        sa.UniqueConstraint("learner_id", "client_id", name=op.f("uq_question_report_learner_id_client_id")),
    )
    with op.batch_alter_table("question_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_report_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_report_question_id"), ["question_id"], unique=False)

    op.create_table(
        "review_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("rating", sa.SmallInteger(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("study_day", sa.Integer(), nullable=False),
        sa.Column("utc_offset_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("elapsed_days", sa.Integer(), nullable=True),
        sa.Column("taken_ms", sa.Integer(), nullable=False),
        sa.Column("question_revision", sa.Integer(), nullable=False),
        sa.Column("stability_after", sa.Float(), nullable=True),
        sa.Column("difficulty_after", sa.Float(), nullable=True),
        sa.Column("interval_days", sa.Integer(), nullable=True),
        sa.Column("shift_days", sa.Integer(), nullable=False),
        sa.Column("latest_day", sa.Integer(), nullable=True),
        sa.Column("desired_retention", sa.Float(), nullable=False),
        sa.Column("counts", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_review_event_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["user.id"], name=op.f("fk_review_event_learner_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_review_event_question_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_event")),
        sa.UniqueConstraint("learner_id", "client_id", name=op.f("uq_review_event_learner_id_client_id")),
    )
    with op.batch_alter_table("review_event", schema=None) as batch_op:
        batch_op.create_index(
            "ix_review_event_card", ["learner_id", "question_id", "answered_at", "study_day", "rating"], unique=False
        )
        batch_op.create_index(
            "uq_review_event_undone",
            ["target_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'undo'"),
            postgresql_where=sa.text("kind = 'undo'"),
        )

    op.create_table(
        "revision",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("change", sa.String(length=12), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_revision_author_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_revision_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "number", name=op.f("pk_revision")),
    )
    op.create_table(
        "tag",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_tag_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "path", name=op.f("pk_tag")),
    )
    op.create_table(
        "review_response",
        sa.Column(
            "event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("picks", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("option_count", sa.SmallInteger(), nullable=False),
        sa.Column("option_seed", sa.BigInteger(), nullable=False),
        sa.Column("is_helped", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["review_event.id"], name=op.f("fk_review_response_event_id_review_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["user.id"], name=op.f("fk_review_response_learner_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_review_response")),
    )
    with op.batch_alter_table("review_response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_response_learner_id"), ["learner_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("review_response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_response_learner_id"))

    op.drop_table("review_response")
    op.drop_table("tag")
    op.drop_table("revision")
    with op.batch_alter_table("review_event", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_review_event_undone", sqlite_where=sa.text("kind = 'undo'"), postgresql_where=sa.text("kind = 'undo'")
        )
        batch_op.drop_index("ix_review_event_card")

    op.drop_table("review_event")
    with op.batch_alter_table("question_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_report_question_id"))
        batch_op.drop_index(batch_op.f("ix_question_report_learner_id"))

    op.drop_table("question_report")
    op.drop_table("document_paragraph")
    with op.batch_alter_table("card_state", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_card_state_learning",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_card_state_due")
        batch_op.drop_index("ix_card_state_bank")

    op.drop_table("card_state")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ix_question_sibling")
        batch_op.drop_index("ix_question_bank_position", sqlite_where=sa.text("deleted_at IS NULL"))

    op.drop_table("question")
    op.drop_table("memory_total")
    op.drop_table("enrolment")
    op.drop_table("document")
    op.drop_table("day_total")
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.drop_index("ix_token_purpose")

    op.drop_table("token")
    op.drop_table("preset")
    with op.batch_alter_table("bank", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_owner_id"))

    op.drop_table("bank")
    op.drop_table("user")
    with op.batch_alter_table("signed_out", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signed_out_expires_at"))

    op.drop_table("signed_out")
