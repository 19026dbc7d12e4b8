"""The form that made a bank, so that one sent twice makes one.

Revision: 0008, after 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; of banks that are there no form is known."""
    op.add_column("bank", sa.Column("form_mark", sa.String(40), nullable=True))
    # An index, since SQLite would rebuild the table for a constraint.
    op.create_index("uq_bank_form_mark", "bank", ["form_mark"], unique=True)


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("uq_bank_form_mark", "bank")
    op.drop_column("bank", "form_mark")
