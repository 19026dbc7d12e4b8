"""Questions of one bank written many at once: all is worked out on a sheet first, so that the lock is held for writing.

A sheet is filled from a look at the bank, which may be taken outside the transaction: `stamp_of` tells, inside it,
whether the bank is still as it was seen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Text, bindparam, cast, delete, func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow, Revision, Tag
from quizapp.banks.service.indexing import indexed_at_once
from quizapp.banks.service.loading import LoadReport, rendered, rests, sibling_key
from quizapp.banks.service.outline import outline_of
from quizapp.core import document as reading
from quizapp.core.kinds import parse_question
from quizapp.core.kinds.changes import change_of
from quizapp.core.question import Question
from quizapp.core.searching import marks_of, words_of
from quizapp.plumbing.bulk import insert_many

Values = dict[str, Any]
#: Values are made here, so none of them holds itself.
_as_json = json.JSONEncoder(check_circular=False).encode
Stamp: TypeAlias = tuple[tuple[Any, ...], ...]
#: Out of use until its teacher has decided, or in use.
Turn: TypeAlias = Literal["rest", "ask"]

_SEEN = select(
    QuestionRow.id,
    QuestionRow.slug,
    QuestionRow.position,
    QuestionRow.revision,
    QuestionRow.sibling_key,
    QuestionRow.deleted_at.is_not(None),
    QuestionRow.suspended_at.is_not(None),
    cast(QuestionRow.body, Text),
).order_by(QuestionRow.position, QuestionRow.id)


_QUESTION_COLUMNS = (
    "bank_id", "slug", "kind", "body", "rendered", "about", "position", "sibling_key", "revision", "words",
    "marks", "deleted_at", "suspended_at",
)  # fmt: skip
_REVISION_COLUMNS = ("question_id", "number", "body", "change", "author_id", "created_at", "import_id", "said")
#: What a change may bring to the row of a question, beside its revision's number.
CHANGED_COLUMNS = (
    "kind", "body", "rendered", "about", "sibling_key", "suspended_at", "deleted_at", "words", "marks", "revision",
)  # fmt: skip
#: As many ids as one statement asks for.
SLUGS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """A question as it stands in its bank; `is_out` counts suspended ones too."""

    id: int
    slug: str
    position: int
    revision: int
    sibling_key: str | None
    is_out: bool
    is_suspended: bool
    body: Values

    @property
    def is_kept(self) -> bool:
        """Whether it is asked, or will be once its teacher has decided."""
        return self.is_suspended or not self.is_out


@dataclass(frozen=True, slots=True)
class Look:
    """The questions of a bank by their ids, in its order; `stamp` is what the database said of them.

    Where not all were looked at, none stands behind `last_position`.
    """

    standing: Mapping[str, Standing]
    stamp: Stamp
    last_position: int = 0


def look_at(session: Session, bank_id: int | None, slugs: Sequence[str] | None = None) -> Look:
    """Look at all questions of a bank, in use or not, or at those of these ids; a bank not made yet (None) has none."""
    stamp = stamp_of(session, bank_id, slugs)
    return Look({row[1]: _standing(row) for row in stamp}, stamp)


def _standing(row: tuple[Any, ...]) -> Standing:
    row_id, slug, position, revision, sibling, is_out, is_suspended, body = row
    return Standing(row_id, slug, position, revision, sibling, is_out, is_suspended, json.loads(body))


def stamp_of(session: Session, bank_id: int | None, slugs: Sequence[str] | None = None) -> Stamp:
    """Give what the database says of a bank's questions, to be compared with an earlier look."""
    if bank_id is None:
        return ()
    seen = _SEEN.where(QuestionRow.bank_id == bank_id)
    if slugs is None:
        return tuple(tuple(row) for row in session.execute(seen))
    parts = (slugs[start : start + SLUGS_AT_ONCE] for start in range(0, len(slugs), SLUGS_AT_ONCE))
    return tuple(tuple(row) for part in parts for row in session.execute(seen.where(QuestionRow.slug.in_(part))))


def last_position(session: Session, bank_id: int | None) -> int:
    """Give the highest position of a bank's questions, in use or not; 0 when it has none."""
    if bank_id is None:
        return 0
    # One by one, since each has an index of its own, and together they would be looked for in the whole bank.
    highest = select(func.max(QuestionRow.position)).where(QuestionRow.bank_id == bank_id)
    is_used = QuestionRow.deleted_at.is_(None)
    found = session.execute(select(*(highest.where(each).scalar_subquery() for each in (is_used, ~is_used)))).one()
    return max(each or 0 for each in found)


@dataclass(slots=True)
class Sheet:
    """All that is to be written of a bank's questions; nothing of it is, until `write_sheet`."""

    look: Look
    author_id: int | None
    now: datetime
    #: The import that this is part of; None = none.
    import_id: int | None = None
    #: Where new questions begin, for a look at some questions alone; None = behind those of the look.
    first_position: int | None = None
    #: What the bank's page says; empty = it is worked out elsewhere.
    outline: Values = field(default_factory=dict)
    made: list[Values] = field(default_factory=list)
    revised: list[Values] = field(default_factory=list)
    amended: list[Values] = field(default_factory=list)
    placed: list[Values] = field(default_factory=list)
    moved: list[Values] = field(default_factory=list)
    removed: list[Values] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)
    #: Questions written here that are asked from then on, and ids of those that are not.
    asked: dict[str, tuple[int, Question]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)

    def store(
        self,
        question: Question,
        whole: reading.Document | None,
        report: LoadReport,
        *,
        sibling: str | None = None,
        position: int | None = None,
        said: Mapping[str, Any] | None = None,
    ) -> None:
        """Make a question part of the bank or bring it up to date; one that says the same gets no revision.

        `said` is what a file says where edits made here stay. Without the bank's reading (`whole`) its sentence is
        named by `sibling`. It gets its place (`position`); without one it keeps its own, and a new one stands last.
        """
        row = self.look.standing.get(question.id)
        body = question.dump()
        sibling = sibling if whole is None else sibling_key(question, whole)
        if row is not None and position is not None:
            self.place(row, position, report)
        if row is not None and row.is_kept and row.body == body:
            report.unchanged.append(question.id)
            if sibling != row.sibling_key:
                self.placed.append({"row_id": row.id, "sibling": sibling})
            return
        values = self._values(question, body, sibling)
        self.tags += [(question.id, path) for path in dict.fromkeys(question.tags)]
        if row is None:
            if position is None:
                position = self._next_position()
            else:
                # Learners may have passed its place already.
                _note_moved(report, position)
            new = {"slug": question.id, "revision": 1, "change": "created", "position": position}
            self.made.append(as_texts(values) | new)
            report.created.append(question.id)
        else:
            position = position or row.position
            self._revise(row, values | {"said": None if said == body else said}, position, report)
        self._note(question, position, is_asked=values["deleted_at"] is None)

    def place(self, row: Standing, position: int, report: LoadReport) -> None:
        """Let a question stand in a place, and tell the report where that is another one."""
        if row.position != position:
            self.move(row.id, position)
            _note_moved(report, position)

    def move(self, row_id: int, position: int) -> None:
        """Give a question another place."""
        self.moved.append({"row_id": row_id, "place": position})

    def _revise(self, row: Standing, values: Values, position: int, report: LoadReport) -> None:
        change = change_of(row.body, values["body"])
        self.revised.append(values | {"row_id": row.id, "slug": row.slug, "number": row.revision + 1, "change": change})
        report.changed.append(row.slug)
        if row.is_out:
            # It stands where learners may have passed already.
            _note_moved(report, position)
        if change == "key_changed" and values["deleted_at"] is None:
            # Of one that rests nobody is asked: its cards follow once it is decided on.
            report.key_changed_ids.append(row.id)

    def _values(self, question: Question, body: Values, sibling: str | None) -> Values:
        suspended_at = self.now if rests(question) else None
        return {
            "kind": question.kind, "body": body, "rendered": rendered(question), "about": question.about,
            "sibling_key": sibling, "suspended_at": suspended_at, "deleted_at": suspended_at,
            "words": words_of(body), "marks": marks_of(question.tags),
        }  # fmt: skip

    def _next_position(self) -> int:
        if self.made:
            return int(self.made[-1]["position"]) + 1
        if self.first_position is not None:
            return self.first_position
        return max((row.position for row in self.look.standing.values()), default=self.look.last_position) + 1

    def amend(
        self, row: Standing, body: Mapping[str, Any], whole: reading.Document | None, turn: Turn | None = None
    ) -> None:
        """Write where a question's evidence stands now, which is no revision: what is asked and what is right stay.

        Learners would else be told of a change that they cannot see. A turn lets it rest or asks it again; None leaves
        it as it is. Without the bank's reading its evidence stands where it stood.
        """
        question = parse_question(body)
        is_resting = row.is_suspended if turn is None else turn == "rest"
        is_out = row.is_out if turn is None else is_resting
        self.amended.append(
            {
                "row_id": row.id, "number": row.revision, "new_body": question.dump(),
                "sibling": row.sibling_key if whole is None else sibling_key(question, whole),
                "is_turned": (is_out, is_resting) != (row.is_out, row.is_suspended),
                "out": self.now if is_out else None, "rest": self.now if is_resting else None,
            }
        )  # fmt: skip
        self._note(question, row.position, is_asked=not is_out)

    def _note(self, question: Question, position: int, *, is_asked: bool) -> None:
        if is_asked:
            self.silent.discard(question.id)
            self.asked[question.id] = (position, question)
        else:
            self.asked.pop(question.id, None)
            self.silent.add(question.id)

    def take_out(self, row: Standing) -> None:
        """Ask a question no more; its history is kept, and it can come back."""
        self.silent.add(row.slug)
        if not row.is_out:
            self.removed.append({"row_id": row.id, "out": self.now})

    def keep_out(self, row: Standing, since: datetime) -> None:
        """Let a question that was out of use stay so, though it says something else now."""
        self.silent.add(row.slug)
        self.removed.append({"row_id": row.id, "out": since})

    def sum_up(self) -> None:
        """Work out what the bank's page says of the questions in use, once all else is on the sheet."""
        others = {
            slug: (row.position, parse_question(row.body))
            for slug, row in self.look.standing.items()
            if not row.is_out and slug not in self.silent and slug not in self.asked
        }
        ordered = sorted((others | self.asked).values(), key=lambda each: each[0])
        self.outline = outline_of([question for _, question in ordered])


def write_sheet(session: Session, bank: Bank, sheet: Sheet) -> None:
    """Write a sheet, in as many statements for a thousand questions as for one."""
    ids = {row["slug"]: row["row_id"] for row in sheet.revised}
    changed = sorted({row["row_id"] for row in (*sheet.revised, *sheet.amended, *sheet.removed)})
    with indexed_at_once(session, changed, lambda: [ids[row["slug"]] for row in sheet.made]):
        ids |= _write_made(session, bank, sheet)
        _write_revised(session, sheet)
        _write_amended(session, sheet)
    _update_many(session, {"sibling_key": "sibling"}, sheet.placed)
    _update_many(session, {"position": "place"}, sheet.moved)
    _write_revisions(session, sheet, ids)
    if sheet.revised:
        gone = delete(Tag.__table__).where(Tag.question_id == bindparam("row_id"))  # type: ignore[arg-type]
        session.connection().execute(gone, [{"row_id": row["row_id"]} for row in sheet.revised])
    insert_many(session, Tag.__table__, ("question_id", "path"), [(ids[slug], path) for slug, path in sheet.tags])
    if sheet.outline:
        bank.outline = sheet.outline


def as_texts(values: Mapping[str, Any]) -> Values:
    """Give the values of a question with its JSON as texts: nobody's turn to write is spent on making them."""
    return {**values, "body": _as_json(values["body"]), "rendered": _as_json(values["rendered"])}


def _note_moved(report: LoadReport, position: int) -> None:
    report.first_moved_position = min(report.first_moved_position or position, position)


def _question_values(bank: Bank, row: Values) -> tuple[Any, ...]:
    """Give the values of a new question in the order of `_QUESTION_COLUMNS`."""
    return (
        bank.id, row["slug"], row["kind"], row["body"], row["rendered"], row["about"],
        row["position"], row["sibling_key"], row["revision"], row["words"],
        row["marks"], row["deleted_at"], row["suspended_at"],
    )  # fmt: skip


def _write_made(session: Session, bank: Bank, sheet: Sheet) -> Mapping[str, int]:
    if not sheet.made:
        return {}
    slugs = [row["slug"] for row in sheet.made]
    its: ColumnElement[bool] = QuestionRow.slug.in_(slugs)
    if len(slugs) > SLUGS_AT_ONCE:
        # Numbers only grow, whoever else writes: many rows are found by them in one statement.
        its = QuestionRow.id > (session.scalar(select(func.max(QuestionRow.id))) or 0)
    insert_many(session, QuestionRow.__table__, _QUESTION_COLUMNS, [_question_values(bank, row) for row in sheet.made])
    new = select(QuestionRow.slug, QuestionRow.id).where(QuestionRow.bank_id == bank.id, its)
    ids = {slug: row_id for slug, row_id in session.execute(new)}
    return {slug: ids[slug] for slug in slugs}


def _write_revised(session: Session, sheet: Sheet) -> None:
    rows = [{f"new_{name}": row.get(name, row["number"]) for name in CHANGED_COLUMNS} | {"row_id": row["row_id"]}
            for row in sheet.revised]  # fmt: skip
    _update_many(session, {name: f"new_{name}" for name in CHANGED_COLUMNS}, rows)


def _write_amended(session: Session, sheet: Sheet) -> None:
    rows = sheet.amended
    _update_many(session, {"body": "new_body", "sibling_key": "sibling"}, rows)
    _update_many(session, {"deleted_at": "out", "suspended_at": "rest"}, [row for row in rows if row["is_turned"]])
    _update_many(session, {"deleted_at": "out"}, sheet.removed)
    if rows:
        table: Any = Revision.__table__
        latest = table.update().where(table.c.question_id == bindparam("row_id"), table.c.number == bindparam("seen"))
        session.connection().execute(
            latest.values(body=bindparam("new_body")),
            [{"row_id": row["row_id"], "seen": row["number"], "new_body": row["new_body"]} for row in rows],
        )


def _update_many(session: Session, columns: Mapping[str, str], rows: Sequence[Values]) -> None:
    """Update rows of questions by their ids, with one statement for all of them."""
    if rows:
        table: Any = QuestionRow.__table__
        values: Values = {name: bindparam(bound) for name, bound in columns.items()}
        bound = [{name: row[name] for name in (*columns.values(), "row_id")} for row in rows]
        session.connection().execute(table.update().where(table.c.id == bindparam("row_id")).values(**values), bound)


def _write_revisions(session: Session, sheet: Sheet, ids: Mapping[str, int]) -> None:
    # The same text goes to a new question and to its revision.
    same = (sheet.author_id, sheet.now, sheet.import_id)
    rows = [
        (ids[row["slug"]], row["revision"], row["body"], row["change"], *same, _text_of(row.get("said")))
        for row in sheet.made
    ]
    rows += [
        (row["row_id"], row["number"], _as_json(row["body"]), row["change"], *same, _text_of(row["said"]))
        for row in sheet.revised
    ]
    insert_many(session, Revision.__table__, _REVISION_COLUMNS, rows)


def _text_of(said: Mapping[str, Any] | None) -> str | None:
    return None if said is None else _as_json(said)
