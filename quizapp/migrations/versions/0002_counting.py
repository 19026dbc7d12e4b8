"""Indexes for questions taken out of their bank, for learning steps and for the latest answer; a column unused.

Revision: 0002, after 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STEPS = ("ix_card_state_learning", "card_state")
_STEPS_ONLY = sa.text("due_at IS NOT NULL")
_OUT = sa.text("deleted_at IS NOT NULL")


def upgrade() -> None:
    """Make them."""
    op.create_index("ix_question_out", "question", ["bank_id"], sqlite_where=_OUT, postgresql_where=_OUT)
    op.drop_index(*_STEPS)
    _create_steps(["learner_id", "due_at", "bank_id", "is_suspended", "buried_day"])
    op.create_index("ix_review_event_bank", "review_event", ["learner_id", "bank_id", "id"])
    op.drop_column("question", "is_edited_here")


def downgrade() -> None:
    """Bring the former ones back."""
    op.add_column("question", sa.Column("is_edited_here", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_index("ix_review_event_bank", "review_event")
    op.drop_index(*_STEPS)
    _create_steps(["learner_id", "due_at"])
    op.drop_index("ix_question_out", "question")


def _create_steps(columns: list[str]) -> None:
    op.create_index(*_STEPS, columns, sqlite_where=_STEPS_ONLY, postgresql_where=_STEPS_ONLY)
