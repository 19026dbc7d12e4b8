"""Imports with the parcels that wait for a teacher's ticks, pictures and sounds of banks, remembered columns of tables.

Revision: 0006, after 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "media",
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("suffix", sa.String(4), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        _key("media", "bank_id", "bank", "CASCADE"),
        sa.PrimaryKeyConstraint("bank_id", "sha256", name="pk_media"),
    )
    op.create_index("ix_media_sha256", "media", ["sha256"])
    _make_imports()
    op.create_table(
        "table_mapping",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("headings", sa.String(64), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("used_at", _MOMENT, nullable=False),
        _key("table_mapping", "owner_id", "user", "CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", "headings", name="pk_table_mapping"),
    )
    op.add_column("revision", sa.Column("import_id", sa.Integer(), nullable=True))
    where = sa.text("import_id IS NOT NULL")
    op.create_index("ix_revision_import", "revision", ["import_id"], sqlite_where=where, postgresql_where=where)


def _make_imports() -> None:
    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.String(36), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("parcel", sa.String(32), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=True),
        sa.Column("is_new_bank", sa.Boolean(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.Column("undone_at", _MOMENT, nullable=True),
        _key("import", "owner_id", "user", "CASCADE"),
        _key("import", "job_id", "job", "SET NULL"),
        _key("import", "bank_id", "bank", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_import"),
        sa.UniqueConstraint("owner_id", "client_id", name="uq_import_owner_id_client_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_import_owner_id", "import", ["owner_id"])
    op.create_index("ix_import_bank_id", "import", ["bank_id"])


def downgrade() -> None:
    """Take them away again; the files in the home stay, and are swept by a release that knows them."""
    op.drop_index("ix_revision_import", "revision")
    op.drop_column("revision", "import_id")
    op.drop_table("table_mapping")
    op.drop_table("import")
    op.drop_table("media")


def _key(table: str, column: str, parent: str, on_delete: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{parent}"
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete=on_delete)
