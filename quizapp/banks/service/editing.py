"""Editing one question of a bank: what the editor holds, saved as a new revision, taken out and brought back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow, Revision
from quizapp.banks.service.access import HIGHEST_ID, get_bank_to_edit
from quizapp.banks.service.loading import LoadReport, rests
from quizapp.banks.service.media import check_media
from quizapp.banks.service.outlining import follow_outline
from quizapp.banks.service.publishing import get_document
from quizapp.banks.service.renewing import with_draft
from quizapp.banks.service.storing import Look, Sheet, Standing, last_position, write_sheet
from quizapp.core import document as reading
from quizapp.core.errors import Conflict, NotFound, QuizError
from quizapp.core.kinds import parse_question
from quizapp.core.kinds.changes import change_of
from quizapp.core.question import Json, Question
from quizapp.core.slugs import as_slug
from quizapp.people.models import User
from quizapp.people.viewer import Viewer

#: What may become of the cards of learners who met a question before its key changed.
CARD_CHOICES = ("due_today", "keep", "reset")
_CLIENT_ID = re.compile(r"[0-9a-f-]{8,36}")


@dataclass(frozen=True, slots=True)
class EditedQuestion:
    """A stored question as its editor needs it."""

    id: int
    slug: str
    bank_id: int
    revision: int
    position: int
    body: Mapping[str, Any]
    #: None = it is in use.
    out_since: datetime | None
    is_suspended: bool

    @property
    def is_out(self) -> bool:
        """Whether nobody is asked it."""
        return self.out_since is not None


def get_edited(session: Session, viewer: Viewer, slug: str, question_id: int) -> tuple[Bank, EditedQuestion]:
    """Give a question of a bank that a viewer may change, in use or not.

    Raises:
        NotFound: there is none, or it is not for this viewer.
        NotAllowed: the bank is theirs to read alone.
    """
    bank = get_bank_to_edit(session, viewer, slug, is_locked=False)
    return bank, _get(session, bank, question_id)


def _get(session: Session, bank: Bank, question_id: int) -> EditedQuestion:
    own = select(QuestionRow).where(QuestionRow.bank_id == bank.id, QuestionRow.id == question_id)
    # As it is now that the bank is locked, whatever was read of it before.
    own = own.execution_options(populate_existing=True)
    row = session.scalar(own) if 0 < question_id <= HIGHEST_ID else None
    if row is None:
        raise NotFound("There is no such question in this bank. Its list of questions leads to those there are.")
    return _edited(row)


def _edited(row: QuestionRow) -> EditedQuestion:
    return EditedQuestion(
        row.id,
        row.slug,
        row.bank_id,
        row.revision,
        row.position,
        {**row.body, "kind": row.kind},
        row.deleted_at,
        row.suspended_at is not None,
    )


class StaleEdit(Conflict):
    """Somebody saved the question since this editor was opened; `current` is what stands there now.

    `base` is what the editor was opened with, None where that is not known; `author` is who else saved it last.
    """

    def __init__(self, current: EditedQuestion, base: Mapping[str, Any] | None = None, author: str = "") -> None:
        super().__init__("This question was saved by somebody else, or in another tab, while you were editing it.")
        self.current, self.base, self.author = current, base, author


class CardsUndecided(QuizError):
    """What is right has changed, and so many learners have met the question: somebody must say what becomes of that."""

    def __init__(self, learner_count: int) -> None:
        super().__init__("Say what this change means for those who have learned the question already.")
        self.learner_count = learner_count


@dataclass(frozen=True, slots=True)
class LearnersCards:
    """What the room of studying does for this one: counts learners’ cards of questions, lets them follow a change.

    `count` takes questions, by their ids; `follow` what saving did and one of `CARD_CHOICES`. More than `at_once` cards
    follow in the background.
    """

    count: Callable[[Session, Sequence[int]], int]
    follow: Callable[[Session, LoadReport, str, datetime], None]
    at_once: int


@dataclass(frozen=True, slots=True)
class WantedSave:
    """What is to be saved of a question, by somebody who has seen a revision of it.

    `cards` is one of `CARD_CHOICES`, or empty while nobody was asked. `stored` is what the question was read upon; None
    = it stands for itself. Who has not seen that it is out of use does not bring it back.
    """

    question_id: int
    question: Question
    seen_revision: int
    cards: str = ""
    stored: Mapping[str, Json] | None = None
    brings_back: bool = True


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """What saving did: `change` is empty where nothing was to be changed.

    `lost` are the paragraphs, by their numbers, in which the words of a passage do not stand.
    """

    id: int
    revision: int
    change: str
    report: LoadReport = field(repr=False)
    lost: tuple[int, ...] = ()


def add_question(
    session: Session, viewer: Viewer, slug: str, question: Question, client_id: str, now: datetime
) -> SavedQuestion:
    """Make a question behind all others of a bank; the same form sent twice makes one.

    Raises:
        StaleEdit: this form has made a question before, which says something else.
        NotFound: the bank is not for this viewer.
        NotAllowed: it is theirs to read alone.
    """
    bank = get_bank_to_edit(session, viewer, slug)
    mark = client_id.replace("-", "")[-10:] if _CLIENT_ID.fullmatch(client_id) else ""
    if not mark:
        raise Conflict("This form lacks its own number. Open the page anew.")
    named = select(QuestionRow).where(QuestionRow.bank_id == bank.id, QuestionRow.slug.endswith(f"-{mark}"))
    made = session.scalar(named)
    if made is not None:
        if {**question.dump(), "id": made.slug} != made.body:
            raise StaleEdit(_edited(made))
        return SavedQuestion(made.id, made.revision, "", LoadReport(bank.slug, bank.id))
    own_id = f"{as_slug(question.title or question.stem, 'question')[:50].strip('-')}-{mark}"
    whole = parse_question({**question.dump(), "id": own_id})
    return _write(session, bank, viewer, whole, None, now)


def save_question(
    session: Session,
    viewer: Viewer,
    slug: str,
    wanted: WantedSave,
    count_met: Callable[[Session, Sequence[int]], int],
    now: datetime,
) -> SavedQuestion:
    """Make what the editor holds the question's next revision; nothing is written where it says the same.

    Raises:
        StaleEdit: it was saved since `seen_revision`, or changed since it was read.
        CardsUndecided: its key changes, learners have met it, and nothing was said of their cards.
        NotFound: there is no such question, or it is not for this viewer.
        NotAllowed: the bank is theirs to read alone.
    """
    bank = get_bank_to_edit(session, viewer, slug)
    current = _get(session, bank, wanted.question_id)
    body = {**wanted.question.dump(), "id": current.slug}
    is_same = body == parse_question(current.body).dump() | {"id": current.slug}
    is_read_anew = wanted.stored is None or wanted.stored == current.body
    if not is_same and (current.revision != wanted.seen_revision or not is_read_anew):
        raise _stale(session, viewer, current, wanted.seen_revision)
    if is_same and not (current.is_out and wanted.brings_back):
        return SavedQuestion(current.id, current.revision, "", LoadReport(bank.slug, bank.id))
    if change_of(current.body, body) == "key_changed" and wanted.cards not in CARD_CHOICES:
        learner_count = count_met(session, [current.id])
        if learner_count:
            raise CardsUndecided(learner_count)
    return _write(session, bank, viewer, parse_question(body), current, now, stays=not wanted.brings_back)


def _stale(session: Session, viewer: Viewer, current: EditedQuestion, seen_revision: int) -> StaleEdit:
    number = seen_revision if 0 < seen_revision <= HIGHEST_ID else 0
    found = select(Revision.number, Revision.body, Revision.author_id, User.name).outerjoin(User)
    wanted = found.where(Revision.question_id == current.id, Revision.number.in_((number, current.revision)))
    rows = {row.number: row for row in session.execute(wanted)}
    seen, latest = rows.get(number), rows[current.revision]
    # Where tags or a passage moved alone, nobody has saved since.
    is_others = current.revision != number and latest.author_id != viewer.id
    return StaleEdit(current, seen.body if seen else None, (latest.name or "") if is_others else "")


def _write(
    session: Session,
    bank: Bank,
    viewer: Viewer,
    question: Question,
    current: EditedQuestion | None,
    now: datetime,
    *,
    stays: bool = False,
) -> SavedQuestion:
    sheet = _sheet(session, bank, viewer, current, now)
    report = LoadReport(bank.slug, bank.id)
    check_media(session, bank.id, question.dump(), current.body if current is not None else {})
    whole = get_document(session, bank.id) if question.evidence else None
    sheet.store(question, whole, report)
    is_asked = not rests(question)
    if stays and current is not None and current.out_since is not None:
        sheet.keep_out(sheet.look.standing[current.slug], current.out_since)
        report.first_moved_position, is_asked = None, False
    write_sheet(session, bank, sheet)
    follow_outline(session, bank, _asked_before(current), [question.dump()] if is_asked else [])
    if current is not None:
        # What is not flushed would be forgotten, the bank's new outline with it.
        session.flush()
        session.expire_all()
        change = sheet.revised[0]["change"] if sheet.revised else ""
        return SavedQuestion(current.id, current.revision + 1, change, report, _lost(question, whole))
    made = select(QuestionRow.id).where(QuestionRow.bank_id == bank.id, QuestionRow.slug == question.id)
    return SavedQuestion(session.scalars(made).one(), 1, "created", report, _lost(question, whole))


def _lost(question: Question, whole: reading.Document | None) -> tuple[int, ...]:
    if whole is None or not whole.paragraphs:
        return ()
    spans = [span for span in question.evidence if not span.is_earlier]
    found = [(span, whole.find_paragraph(span.paragraph)) for span in spans]
    return tuple(
        span.paragraph
        for span, paragraph in found
        if paragraph is None or reading.find_evidence(paragraph, span.quote) is None
    )


def _sheet(session: Session, bank: Bank, viewer: Viewer, current: EditedQuestion | None, now: datetime) -> Sheet:
    """Give a sheet that knows the one question alone: its bank may have a hundred thousand."""
    if current is None:
        return Sheet(Look({}, (), last_position(session, bank.id)), viewer.id, now)
    sibling = session.scalar(select(QuestionRow.sibling_key).where(QuestionRow.id == current.id))
    standing = Standing(
        current.id,
        current.slug,
        current.position,
        current.revision,
        sibling,
        current.is_out,
        current.is_suspended,
        dict(current.body),
    )
    return Sheet(Look({current.slug: standing}, ()), viewer.id, now)


def _asked_before(current: EditedQuestion | None) -> list[Mapping[str, Json]]:
    return [current.body] if current is not None and not current.is_out else []


def take_out(session: Session, viewer: Viewer, slug: str, question_id: int, now: datetime) -> None:
    """Ask a question no more; its history stays, and it can come back. Twice is once.

    Raises:
        NotFound: there is no such question, or it is not for this viewer.
        NotAllowed: the bank is theirs to read alone.
    """
    bank = get_bank_to_edit(session, viewer, slug)
    current = _get(session, bank, question_id)
    sheet = _sheet(session, bank, viewer, current, now)
    sheet.take_out(sheet.look.standing[current.slug])
    write_sheet(session, bank, sheet)
    follow_outline(session, bank, _asked_before(current), [])


def bring_back(session: Session, viewer: Viewer, slug: str, question_id: int, now: datetime) -> LoadReport:
    """Ask a question again that was taken out; twice is once. One that rests wakes, so that it rests no more later.

    Raises:
        NotFound: there is no such question, or it is not for this viewer.
        NotAllowed: the bank is theirs to read alone.
    """
    bank = get_bank_to_edit(session, viewer, slug)
    current = _get(session, bank, question_id)
    report = LoadReport(bank.slug, bank.id)
    if not current.is_out:
        return report
    sheet = _sheet(session, bank, viewer, current, now)
    awake = with_draft(current.body, suspended=None) if current.is_suspended else current.body
    sheet.amend(sheet.look.standing[current.slug], awake, None, "ask")
    write_sheet(session, bank, sheet)
    follow_outline(session, bank, _asked_before(current), [current.body])
    # It stands where learners may have passed already.
    report.first_moved_position = current.position
    return report
