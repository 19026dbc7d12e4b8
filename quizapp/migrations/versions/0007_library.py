"""What teachers find and share banks with: words and marks of questions with their index, tallies, shares, changes.

The index is kept by the databases themselves, whoever writes a question: SQLite has a full-text table that triggers
fill, PostgreSQL an index over an expression. A revision that rebuilds the table `question` on SQLite must make the
triggers anew. A trigger makes the full-text table write its buffer for each row, which costs a hundred microseconds;
who writes thousands at once puts a row into `question_search_pause` meanwhile and writes them there in one statement.

Revision: 0007, after 0006
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_ROWS_AT_ONCE = 2_000


def upgrade() -> None:
    """Make them, and find the words of the questions that are there."""
    _make_columns()
    _make_tables()
    _find_words()
    _count_first_answers()
    if op.get_bind().dialect.name == "sqlite":
        _make_full_text_table()
    else:
        op.execute(_INDEX)


def downgrade() -> None:
    """Take them away again; what was shared is its owner's alone."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER question_search_insert")
        op.execute("DROP TRIGGER question_search_update")
        op.execute("DROP TRIGGER question_search_delete")
        op.execute("DROP TABLE question_search")
        op.execute("DROP TABLE question_search_pause")
    else:
        op.execute("DROP INDEX ix_question_search")
    for table in ("bulk_change", "share", "question_tally"):
        op.drop_table(table)
    op.drop_index("ix_question_report_open", "question_report")
    op.drop_column("question_report", "closed_at")
    op.drop_index("ix_question_rests", "question")
    op.drop_column("question", "marks")
    op.drop_column("question", "words")
    op.execute("UPDATE bank SET visibility = 'private' WHERE visibility = 'unlisted'")
    op.drop_index("uq_bank_link_token", "bank")
    op.drop_column("bank", "link_token")


def _make_columns() -> None:
    op.add_column("bank", sa.Column("link_token", sa.String(40), nullable=True))
    # An index, since SQLite would rebuild the table for a constraint.
    op.create_index("uq_bank_link_token", "bank", ["link_token"], unique=True)
    op.add_column("question", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    op.add_column("question", sa.Column("marks", sa.Text(), nullable=False, server_default=""))
    op.add_column("question_report", sa.Column("closed_at", _MOMENT, nullable=True))
    rests = sa.text("suspended_at IS NOT NULL")
    op.create_index("ix_question_rests", "question", ["bank_id"], sqlite_where=rests, postgresql_where=rests)
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_question_report_open", "question_report", ["question_id"], sqlite_where=is_open, postgresql_where=is_open
    )


def _make_tables() -> None:
    op.create_table(
        "question_tally",
        sa.Column("question_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("ease", sa.SmallInteger(), nullable=False),
        _key("question_tally", "question_id", "question"),
        _key("question_tally", "bank_id", "bank"),
        sa.PrimaryKeyConstraint("question_id", name="pk_question_tally"),
    )
    op.create_index("ix_question_tally_ease", "question_tally", ["bank_id", "ease", "question_id"])
    op.create_table(
        "share",
        sa.Column("bank_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("user_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("access", sa.String(4), nullable=False),
        sa.Column("token", sa.String(40), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        _key("share", "bank_id", "bank"),
        _key("share", "user_id", "user"),
        sa.PrimaryKeyConstraint("bank_id", "user_id", name="pk_share"),
    )
    op.create_index("ix_share_user_id", "share", ["user_id"])
    op.create_table(
        "bulk_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(36), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(8), nullable=False),
        sa.Column("undo", sa.JSON(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("undone_at", _MOMENT, nullable=True),
        _key("bulk_change", "author_id", "user"),
        _key("bulk_change", "bank_id", "bank"),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_change"),
        sa.UniqueConstraint("author_id", "client_id", name="uq_bulk_change_author_id_client_id"),
    )
    op.create_index("ix_bulk_change_bank_id", "bulk_change", ["bank_id"])


def _key(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}_{parent}", ondelete="CASCADE")


def _count_first_answers() -> None:
    """Count the first answers that hold; `elapsed_days` says of no other that nothing came before it."""
    op.execute(
        """
        INSERT INTO question_tally (question_id, bank_id, answers, passes, ease)
        SELECT question.id, question.bank_id, count(*), sum(CASE WHEN review_event.rating > 1 THEN 1 ELSE 0 END), 0
        FROM review_event JOIN question ON question.id = review_event.question_id
        WHERE review_event.kind = 'review' AND review_event.elapsed_days IS NULL AND review_event.counts
          AND NOT EXISTS (
            SELECT 1 FROM review_event AS undone WHERE undone.kind = 'undo' AND undone.target_id = review_event.id
          )
        GROUP BY question.id, question.bank_id
        """
    )
    op.execute(
        """
        UPDATE question_tally SET ease = CASE
            WHEN passes * 10 < answers * 4 THEN 1 WHEN passes * 10 < answers * 8 THEN 2 ELSE 3 END
        WHERE answers >= 10
        """
    )


# The triggers are SQLite's, the vector PostgreSQL's; both speak of the same marks.
_MARKS = """'b' || {row}.bank_id || ' k' || replace({row}.kind, '_', '') || ' a' || {row}.about || ' s' || CASE
    WHEN {row}.deleted_at IS NULL THEN 'used' WHEN {row}.suspended_at IS NULL THEN 'archived' ELSE 'rests' END
    || ' ' || {row}.marks"""
_OLD, _NEW = _MARKS.format(row="old"), _MARKS.format(row="new")
_PUT = f"INSERT INTO question_search (rowid, words, marks) VALUES (new.id, new.words, {_NEW});"
_TAKE = f"""INSERT INTO question_search (question_search, rowid, words, marks)
    VALUES ('delete', old.id, old.words, {_OLD});"""
_VECTOR = """setweight(to_tsvector('simple'::regconfig, words), 'D') || setweight(to_tsvector('simple'::regconfig,
    'b' || bank_id::text || ' k' || replace(kind, '_', '') || ' a' || about || ' s' || CASE
    WHEN deleted_at IS NULL THEN 'used' WHEN suspended_at IS NULL THEN 'archived' ELSE 'rests' END
    || ' ' || marks), 'A')"""


_INDEX = f"CREATE INDEX ix_question_search ON question USING gin (({_VECTOR}))"
_IS_ON = "NOT EXISTS (SELECT 1 FROM question_search_pause)"
_TRIGGERS = (
    f"CREATE TRIGGER question_search_insert AFTER INSERT ON question WHEN {_IS_ON} BEGIN {_PUT} END",
    f"CREATE TRIGGER question_search_delete AFTER DELETE ON question WHEN {_IS_ON} BEGIN {_TAKE} END",
    f"""
    CREATE TRIGGER question_search_update
    AFTER UPDATE OF words, marks, bank_id, kind, about, deleted_at, suspended_at ON question
    WHEN {_IS_ON} AND (old.words IS NOT new.words OR ({_OLD}) IS NOT ({_NEW}))
    BEGIN {_TAKE} {_PUT} END
    """,
)
_FILL = f"""INSERT INTO question_search (rowid, words, marks)
    SELECT id, words, {_MARKS.format(row="question")} FROM question ORDER BY id"""


def _make_full_text_table() -> None:
    op.execute("CREATE TABLE question_search_pause (id INTEGER PRIMARY KEY)")
    op.execute(
        """
        CREATE VIRTUAL TABLE question_search
        USING fts5(words, marks, content='', columnsize=0, tokenize='ascii', prefix='2 3')
        """
    )
    # Its buffer: with the usual megabyte an import of thousands writes it again and again.
    op.execute("INSERT INTO question_search (question_search, rank) VALUES ('hashsize', 16000000)")
    for trigger in _TRIGGERS:
        op.execute(trigger)
    op.execute(_FILL)


def _find_words() -> None:
    """Write words and marks of all questions, as `core.searching` did when this revision was made."""
    question = sa.table("question", *map(sa.column, ("id", "words", "marks")), sa.column("body", sa.JSON))
    bind = op.get_bind()
    last = 0
    wanted = sa.select(question.c.id, question.c.body).order_by(question.c.id).limit(_ROWS_AT_ONCE)
    change = question.update().where(question.c.id == sa.bindparam("row_id"))
    change = change.values(words=sa.bindparam("found"), marks=sa.bindparam("marked"))
    while rows := bind.execute(wanted.where(question.c.id > last)).all():
        last = rows[-1].id
        bind.execute(change, [{"row_id": id, "found": _words_of(body), "marked": _marks_of(body)} for id, body in rows])


_SEARCHED = (
    "stem", "title", "context", "key", "accept", "distractors", "pairs", "items", "gaps", "options", "explanation",
    "hints",
)  # fmt: skip
_UNSEARCHED = ("kind", "weight", "worth", "tolerance", "compare", "scoring")


def _words_of(body: Any) -> str:
    body = json.loads(body) if isinstance(body, str) else body
    return " ".join(_split(" \n ".join(text for name in _SEARCHED if name in body for text in _texts(body[name]))))


def _marks_of(body: Any) -> str:
    body = json.loads(body) if isinstance(body, str) else body
    paths = [[" ".join(_split(part)) or part.strip() for part in tag.split("/")] for tag in body.get("tags", ())]
    paths = [[part for part in parts if part] for parts in paths]
    found = {_mark("/".join(parts[: n + 1])) for parts in paths for n in range(len(parts))}
    return " ".join(sorted(found))


def _mark(path: str) -> str:
    return "t" + blake2b(path.encode(), digest_size=7).hexdigest()


def _split(text: str) -> list[str]:
    if not text.isascii():
        spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        plain = "".join(c for c in spread if not "\u0300" <= c <= "\u036f")
        text = unicodedata.normalize("NFC", plain).replace("’", "'")
        text = re.sub(
            r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])", r" \1 ", text
        )
    text = re.sub(r"(?<=\w)'(?=\w)|(?<=\d),(?=\d{3}(?!\d))", "", text)
    return re.findall(r"[^\W_]+", text.lower())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for name, inner in value.items() if name not in _UNSEARCHED for text in _texts(inner))
    elif isinstance(value, list):
        yield from (text for inner in value for text in _texts(inner))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
