"""What learners have reported of questions, for whoever may change them: looked at, mended, put aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from quizapp.banks.models import BANK_OF_FOUND, Bank, QuestionReport, QuestionRow
from quizapp.banks.service.access import HIGHEST_ID, editable_by, get_bank_to_edit
from quizapp.banks.service.loading import LoadReport
from quizapp.banks.service.outlining import follow_outline
from quizapp.banks.service.reports import SPELLING
from quizapp.banks.service.storing import Sheet, look_at, write_sheet
from quizapp.core.errors import InvalidQuestion, NotFound, QuizError
from quizapp.core.kinds import parse_question
from quizapp.core.plain_stem import stem_in_line, words_in_line
from quizapp.people.models import User
from quizapp.people.viewer import Viewer

#: So many questions are shown, and of each so many reports.
SHOWN_AT_MOST = 100
REPORTS_AT_MOST = 50


class CannotAccept(QuizError):
    """A spelling that this question cannot take; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report as its teacher reads it, the oldest of so many (`times`) in the same words.

    `who` names those who made them, without guests and who was erased.
    """

    id: int
    reason: str
    note: str
    created_at: datetime
    who: str
    times: int = 1

    @property
    def is_spelling(self) -> bool:
        """Whether it is a typed answer that its learner counted as right."""
        return self.reason == SPELLING


@dataclass(frozen=True, slots=True)
class Reported:
    """A question with the reports that wait on it; `is_changed_since` when it was changed after one of them."""

    question_id: int
    bank_slug: str
    bank_title: str
    stem: str
    answer: str
    is_changed_since: bool
    #: The oldest ones, those in the same words as one; `count` is how many there are.
    reports: Sequence[ReportCard]
    count: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """The questions with most reports; `waiting` is on how many questions there are any."""

    reported: Sequence[Reported]
    waiting: int


def list_reported(session: Session, viewer: Viewer, bank_id: int | None = None) -> Inbox:
    """List the questions on which reports wait, those with most first; of one bank, or of all that are the viewer's."""
    in_banks = _in_banks(session, viewer, bank_id)
    count = func.count().label("count_of")
    busiest = session.execute(
        select(QuestionReport.question_id, count, func.count().over().label("waiting"))
        .join(QuestionRow, QuestionRow.id == QuestionReport.question_id)
        .where(QuestionReport.closed_at.is_(None), in_banks)
        .group_by(QuestionReport.question_id)
        .order_by(count.desc(), func.min(QuestionReport.id))
        .limit(SHOWN_AT_MOST)
    ).all()
    grouped: dict[int, list[Any]] = {row.question_id: [] for row in busiest}
    for row in _list_reports(session, list(grouped), in_banks):
        grouped[row.QuestionRow.id].append(row)
    reported = [_reported(grouped[row.question_id], row.count_of) for row in busiest]
    return Inbox(reported, busiest[0].waiting if busiest else 0)


def _list_reports(session: Session, ids: Sequence[int], in_banks: ColumnElement[bool]) -> Sequence[Any]:
    """Give the oldest reports that wait on each of these questions, with all that is shown beside them."""
    if not ids:
        return ()
    place = func.row_number().over(
        partition_by=QuestionReport.question_id, order_by=(QuestionReport.created_at, QuestionReport.id)
    )
    oldest = (
        select(QuestionReport.id, place.label("place"))
        .where(QuestionReport.closed_at.is_(None), QuestionReport.question_id.in_(ids))
        .subquery()
    )
    rows = (
        select(QuestionReport, QuestionRow, Bank.slug, Bank.title, User.name, User.sign_in_name)
        .join(oldest, (oldest.c.id == QuestionReport.id) & (oldest.c.place <= REPORTS_AT_MOST))
        .join(QuestionRow, QuestionRow.id == QuestionReport.question_id)
        .join(Bank, Bank.id == QuestionRow.bank_id)
        .outerjoin(User, User.id == QuestionReport.learner_id)
        .where(in_banks)
        .order_by(QuestionReport.created_at, QuestionReport.id)
    )
    return session.execute(rows).all()


def _in_banks(session: Session, viewer: Viewer, bank_id: int | None) -> ColumnElement[bool]:
    own = select(Bank.id).where(Bank.deleted_at.is_(None), editable_by(viewer))
    if bank_id is not None:
        own = own.where(Bank.id == bank_id)
    return BANK_OF_FOUND.in_(session.scalars(own).all())


def _reported(rows: Sequence[Any], count: int) -> Reported:
    row, question = rows[0], parse_question(rows[0].QuestionRow.body)
    alike: dict[tuple[str, str], list[Any]] = {}
    for each in rows:
        alike.setdefault((each.QuestionReport.reason, each.QuestionReport.note), []).append(each)
    reports = [_card(some) for some in alike.values()]
    return Reported(
        question_id=row.QuestionRow.id,
        bank_slug=row.slug,
        bank_title=row.title,
        stem=stem_in_line(question.stem),
        answer=words_in_line(question.answer()),
        is_changed_since=any(each.QuestionReport.revision < row.QuestionRow.revision for each in rows),
        reports=reports,
        count=count,
    )


def _card(rows: Sequence[Any]) -> ReportCard:
    first = rows[0].QuestionReport
    names = dict.fromkeys(each.name for each in rows if each.sign_in_name)
    return ReportCard(first.id, first.reason, first.note, first.created_at, ", ".join(names), len(rows))


def find_reported(session: Session, viewer: Viewer, question_id: int) -> Sequence[ReportCard]:
    """List the reports that wait on a question of a bank that the viewer may change."""
    rows = _list_reports(session, [question_id], _in_banks(session, viewer, None))
    return _reported(rows, len(rows)).reports if rows else ()


def close_reports(session: Session, viewer: Viewer, slug: str, question_id: int, now: datetime) -> int:
    """Put aside all reports that wait on a question; gives their number.

    Raises:
        NotFound, NotAllowed: the bank is not the viewer's to change, or has no such question.
    """
    bank = get_bank_to_edit(session, viewer, slug)
    row = _question(session, bank, question_id)
    waiting = update(QuestionReport).where(
        QuestionReport.question_id.in_(
            select(QuestionRow.id).where(QuestionRow.bank_id == bank.id, QuestionRow.id == row.id)
        ),
        QuestionReport.closed_at.is_(None),
    )
    done: Any = session.execute(waiting.values(closed_at=now).execution_options(synchronize_session=False))
    return int(done.rowcount)


def accept_spelling(session: Session, viewer: Viewer, slug: str, report_id: int, now: datetime) -> LoadReport:
    """Let a spelling that a learner offered count as right from now on; the same offer twice is one.

    Raises:
        NotFound, NotAllowed: the bank is not the viewer's to change, or has no such report.
        CannotAccept: the question takes no further spellings, or not this one.
    """
    bank = get_bank_to_edit(session, viewer, slug)
    report = session.scalar(
        select(QuestionReport)
        .join(QuestionRow, QuestionRow.id == QuestionReport.question_id)
        .where(
            QuestionRow.bank_id == bank.id,
            QuestionReport.id == min(report_id, HIGHEST_ID),
            QuestionReport.reason == SPELLING,
        )
    )
    if report is None:
        raise NotFound("There is no such report here.")
    row = _question(session, bank, report.question_id)
    if report.closed_at is None:
        _accept(session, bank, row, report.note, viewer, now)
        same = (QuestionReport.reason == SPELLING, QuestionReport.note == report.note)
        of_question = QuestionReport.question_id.in_(
            select(QuestionRow.id).where(QuestionRow.bank_id == bank.id, QuestionRow.id == row.id)
        )
        closed = update(QuestionReport).where(of_question, *same, QuestionReport.closed_at.is_(None))
        session.execute(closed.values(closed_at=now).execution_options(synchronize_session=False))
    return LoadReport(bank.slug, bank.id, changed=[row.slug])


def _question(session: Session, bank: Bank, question_id: int) -> QuestionRow:
    own = select(QuestionRow).where(QuestionRow.bank_id == bank.id, QuestionRow.id == min(question_id, HIGHEST_ID))
    row = session.scalar(own)
    if row is None:
        raise NotFound("There is no such question in this bank.")
    return row


def _accept(session: Session, bank: Bank, row: QuestionRow, spelling: str, viewer: Viewer, now: datetime) -> None:
    before = dict(row.body)
    held = row.body.get("accept", [])
    accepted = [*(held if isinstance(held, list) else [held]), spelling]
    try:
        after = parse_question({**row.body, "accept": accepted})
    except InvalidQuestion as error:
        raise CannotAccept(
            "This spelling cannot be added by itself: " + error.problems[0].message + " Open the question and mend it."
        ) from error
    if "accept" not in after.own_fields:
        raise CannotAccept("This kind of question has no list of spellings. Open the question and mend it.")
    look = look_at(session, bank.id, [row.slug])
    sheet = Sheet(look, viewer.id, now)
    sheet.store(after, None, LoadReport(bank.slug, bank.id), sibling=row.sibling_key)
    if row.deleted_at is not None:
        sheet.keep_out(look.standing[row.slug], row.deleted_at)
    write_sheet(session, bank, sheet)
    if row.deleted_at is None:
        follow_outline(session, bank, [before], [after.dump()])
