"""The questions of a bank as a list, a page at a time: cut by where the last page ended, never by counting rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import BANK_OF_FOUND, Bank, QuestionReport, QuestionRow, QuestionTally
from quizapp.banks.service.access import NOT_TO_READ, BankCard, check_teacher
from quizapp.banks.service.searching import COUNTED_AT_MOST, Wanted, count_found, find_ids
from quizapp.core.kinds import parse_question
from quizapp.core.plain_stem import stem_in_line, words_in_line
from quizapp.people.viewer import Viewer

LINES_PER_PAGE = 50
#: Above every place: what stands before it is the last page.
END = 2**31 - 1
WORDS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in a list; `answers` and `passes` are first ones of all learners, `ease` is `QuestionTally.ease`."""

    id: int
    bank_id: int
    slug: str
    kind: str
    kind_label: str
    about: str
    stem: str
    answer: str
    tags: Sequence[str]
    #: used, archived or rests.
    state: str
    answers: int
    passes: int
    ease: int
    reports: int
    #: Where it stands in the list; the next page begins behind it.
    place: int


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A page of questions; `found` counts all of them, above `COUNTED_AT_MOST` it says no more than that."""

    lines: Sequence[QuestionLine]
    found: int
    is_exact: bool
    #: Where the next and the page before begin; None at an end.
    after: int | None = None
    before: int | None = None
    #: The number of the first line among all that is found, from 1; None where nobody has counted.
    first: int | None = None
    #: Before it the last page ends.
    end: int = END

    @property
    def last(self) -> int | None:
        """The number of the last line."""
        return None if self.first is None else self.first + len(self.lines) - 1

    @property
    def first_before(self) -> int | None:
        """The number of the first line of the page before."""
        return None if self.first is None else max(1, self.first - LINES_PER_PAGE)

    @property
    def is_part(self) -> bool:
        """Whether there are other pages."""
        return self.after is not None or self.before is not None


def list_questions(
    session: Session,
    viewer: Viewer,
    bank: BankCard,
    wanted: Wanted,
    *,
    after: int | None = None,
    before: int | None = None,
    at: int | None = None,
) -> QuestionPage:
    """Give a page of the questions of a bank that a viewer sees, with what is right.

    All that a bank asks stands in its own order, whatever is looked for in the order of its coming. `at` is the number
    of the page's first line as the page before it has counted; no row is counted for it.

    Raises:
        NotAllowed: it is theirs to study alone.
    """
    check_teacher(viewer, NOT_TO_READ)
    ids, found = _ids(session, bank, wanted, after, before)
    is_back = before is not None
    has_more = len(ids) > LINES_PER_PAGE
    ids = ids[-LINES_PER_PAGE:] if is_back else ids[:LINES_PER_PAGE]
    lines = list_lines_of(session, bank.id, ids, is_plain=wanted.is_plain)
    is_exact = wanted.is_plain or found <= COUNTED_AT_MOST
    is_last = before == END or not (is_back or has_more)
    is_first = not has_more if is_back else after is None
    if is_first:
        at = 1
    elif is_last:
        at = found - len(lines) + 1 if is_exact else None
    return QuestionPage(
        lines,
        found if is_exact else COUNTED_AT_MOST,
        is_exact,
        after=lines[-1].place if lines and not is_last else None,
        before=lines[0].place if lines and not is_first else None,
        first=at if at and (not is_exact or at + len(lines) - 1 <= found) else None,
    )


def has_archived(session: Session, bank_id: int) -> bool:
    """Whether a bank has questions that are out of use."""
    archived = select(QuestionRow.id).where(QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_not(None))
    return session.scalar(archived.limit(1)) is not None


def _ids(
    session: Session, bank: BankCard, wanted: Wanted, after: int | None, before: int | None
) -> tuple[list[int], int]:
    """Give the ids of a page, one more where there are more, and how many there are in all."""
    if wanted.is_plain:
        return _plain_ids(session, bank.id, after, before), bank.question_count
    if after is None and before is None:
        # What is counted holds the first page.
        found = find_ids(session, wanted, COUNTED_AT_MOST + 1)
        return found[: LINES_PER_PAGE + 1], len(found)
    ids = find_ids(session, wanted, LINES_PER_PAGE + 1, after=after, before=before)
    return ids, count_found(session, wanted)


def _plain_ids(session: Session, bank_id: int, after: int | None, before: int | None) -> list[int]:
    own = select(QuestionRow.id).where(QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None))
    if before is not None:
        own = own.where(QuestionRow.position < before).order_by(QuestionRow.position.desc())
        return list(session.scalars(own.limit(LINES_PER_PAGE + 1)))[::-1]
    own = own.where(QuestionRow.position > (after or 0)).order_by(QuestionRow.position)
    return list(session.scalars(own.limit(LINES_PER_PAGE + 1)))


_REPORTS = (
    select(func.count())
    .where(QuestionReport.question_id == QuestionRow.id, QuestionReport.closed_at.is_(None))
    .correlate(QuestionRow)
    .scalar_subquery()
)
_LINES = select(
    QuestionRow.id,
    QuestionRow.bank_id,
    QuestionRow.slug,
    QuestionRow.body,
    QuestionRow.about,
    QuestionRow.position,
    QuestionRow.deleted_at,
    QuestionRow.suspended_at,
    QuestionTally.answers,
    QuestionTally.passes,
    QuestionTally.ease,
    _REPORTS.label("reports"),
).outerjoin(QuestionTally, QuestionTally.question_id == QuestionRow.id)


def list_lines_of(session: Session, bank_id: int, ids: Sequence[int], *, is_plain: bool = False) -> list[QuestionLine]:
    """Give these questions of a bank in the order of the ids; those of other banks are left out."""
    rows = session.execute(_LINES.where(BANK_OF_FOUND.in_((bank_id,)), QuestionRow.id.in_(ids)))
    lines = {row.id: _line(row, row.position if is_plain else row.id) for row in rows}
    return [lines[each] for each in ids if each in lines]


#: What says nothing of how a question is asked or answered, and takes half of the time to read.
_NOT_IN_A_LINE = frozenset(
    ("about", "explanation", "hints", "evidence", "accept", "context", "worth", "limit_seconds", "origin", "draft")
)


def _line(row: Any, place: int) -> QuestionLine:
    question = parse_question({name: value for name, value in row.body.items() if name not in _NOT_IN_A_LINE})
    state = "used" if row.deleted_at is None else "archived" if row.suspended_at is None else "rests"
    return QuestionLine(
        id=row.id,
        bank_id=row.bank_id,
        slug=row.slug,
        kind=question.kind,
        kind_label=question.label,
        about=row.about,
        stem=_shortened(stem_in_line(question.stem)),
        answer=_shortened(words_in_line(question.answer())),
        tags=question.tags,
        state=state,
        answers=row.answers or 0,
        passes=row.passes or 0,
        ease=row.ease or 0,
        reports=row.reports,
        place=place,
    )


def _shortened(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= WORDS_AT_MOST else plain[:WORDS_AT_MOST].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True, slots=True)
class Hit:
    """A question that a search over several banks has found."""

    line: QuestionLine
    bank_slug: str
    bank_title: str


def search_banks(session: Session, wanted: Wanted, limit: int) -> list[Hit]:
    """Give the first questions that are found in these banks, by bank as they were made."""
    ids = find_ids(session, wanted, limit)
    statement = _LINES.add_columns(Bank.slug.label("bank_slug"), Bank.title.label("bank_title"))
    rows = session.execute(
        statement.join(Bank, Bank.id == QuestionRow.bank_id)
        .where(BANK_OF_FOUND.in_(wanted.bank_ids), QuestionRow.id.in_(ids))
        .order_by(QuestionRow.id)
    )
    return [Hit(_line(row, row.id), row.bank_slug, row.bank_title) for row in rows]
