"""The library and the bank page: what there is, what is due, what is remembered, when and who it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service import BankCard, list_banks, list_paragraphs, spans_of
from quizapp.core.scheduler import Memory
from quizapp.core.study_queue import is_ready_to_recall
from quizapp.people.viewer import Viewer
from quizapp.plumbing.hot import Hot
from quizapp.plumbing.markup import mark_spans, trusted
from quizapp.study.models import CardState, Enrolment
from quizapp.study.service.standing import COUNTED_AT_MOST, Day, is_in_use

WORDS_PER_MINUTE = 220


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """A bank in the library; `due` counts reviews and steps of today, `is_begun` whether the viewer has studied it."""

    bank: BankCard
    due: int
    is_begun: bool

    @property
    def abouts(self) -> list[tuple[str, int]]:
        """What its questions ask for, with their number, the largest first."""
        counts: Mapping[str, int] = self.bank.outline.get("about", {})
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _due_of(bank_id: SQLColumnExpression[int]) -> ColumnElement[int]:
    due = (
        select(CardState.question_id)
        .where(
            CardState.learner_id == bindparam("learner_id"),
            CardState.bank_id == bank_id,
            CardState.due_day <= bindparam("today"),
            CardState.is_suspended.is_(False),
            or_(CardState.buried_day.is_(None), CardState.buried_day != bindparam("today")),
            is_in_use(bank_id),
        )
        .correlate(Enrolment)
        .limit(COUNTED_AT_MOST)
        .subquery()
    )
    return select(func.count()).select_from(due).scalar_subquery()


_DUE = Hot(select(Enrolment.bank_id, _due_of(Enrolment.bank_id)).where(Enrolment.learner_id == bindparam("learner_id")))


def list_shelf(session: Session, viewer: Viewer, day: Day) -> list[ShelfItem]:
    """List the banks that a viewer may study, those with cards due first."""
    banks = list_banks(session, viewer)
    due: dict[int, int] = {}
    if viewer.id is not None:
        rows = _DUE.all(session, {"learner_id": viewer.id, "today": day.today})
        due = {bank_id: n for bank_id, n in rows}
    items = [ShelfItem(bank, due.get(bank.id, 0), bank.id in due) for bank in banks]
    return sorted(items, key=lambda item: (item.due == 0, not item.is_begun))


@dataclass(frozen=True, slots=True)
class ReaderQuestion:
    """A question that a paragraph carries, as the margin shows it: how well it is remembered, in one word."""

    about: str
    memory: str


@dataclass(frozen=True, slots=True)
class ReaderParagraph:
    """A paragraph with its passages marked."""

    number: int
    kind: str
    level: int
    html: Any
    questions: Sequence[ReaderQuestion]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document for the reader."""

    title: str
    minutes: int
    paragraphs: Sequence[ReaderParagraph]


_MARGIN = (
    select(
        QuestionRow.body,
        QuestionRow.about,
        CardState.state,
        CardState.stability,
        CardState.pass_days,
    )
    .outerjoin(
        CardState, and_(CardState.question_id == QuestionRow.id, CardState.learner_id == bindparam("learner_id"))
    )
    .where(QuestionRow.bank_id == bindparam("bank_id"), QuestionRow.deleted_at.is_(None))
    .order_by(QuestionRow.position)
)


def get_reading(session: Session, viewer: Viewer, bank_id: int) -> Reading | None:
    """Give a bank's document with the passages that carry questions; None when it has none."""
    title, word_count, paragraphs = list_paragraphs(session, bank_id)
    if not paragraphs:
        return None
    quotes: dict[int, list[str]] = {}
    margin: dict[int, list[ReaderQuestion]] = {}
    for row in session.execute(_MARGIN, {"bank_id": bank_id, "learner_id": viewer.id}):
        memory = memory_word(row.state, row.stability, row.pass_days)
        for number, quote in _evidence(row.body):
            quotes.setdefault(number, []).append(quote)
            margin.setdefault(number, []).append(ReaderQuestion(row.about, memory))
    shown = [
        ReaderParagraph(
            paragraph.number,
            paragraph.kind,
            paragraph.level,
            mark_spans(paragraph.html, spans_of(paragraph.text, quotes.get(paragraph.number, []))),
            margin.get(paragraph.number, []),
        )
        for paragraph in paragraphs
    ]
    return Reading(title, max(1, round(word_count / WORDS_PER_MINUTE)), shown)


def memory_word(state: str | None, stability: float | None, pass_days: int | None) -> str:
    """Name how well a card is remembered: unseen, learning or known (it has outgrown options)."""
    if state is None or state == "new":
        return "unseen"
    is_known = state == "review" and is_ready_to_recall(
        Memory(state="review", stability=stability or 0.0, pass_days=pass_days or 0)
    )
    return "known" if is_known else "learning"


def _evidence(body: Mapping[str, Any]) -> list[tuple[int, str]]:
    evidence = body.get("evidence") or []
    listed = evidence if isinstance(evidence, list) else [evidence]
    return [(int(each["paragraph"]), str(each["quote"])) for each in listed if not each.get("earlier")]


@dataclass(frozen=True, slots=True)
class Opening:
    """The first words of a document, for the bank page."""

    title: str
    text: Any
    paragraph_count: int
    minutes: int


def get_opening(session: Session, bank_id: int) -> Opening | None:
    """Give the first paragraph of a bank's document; None when it has none."""
    title, word_count, paragraphs = list_paragraphs(session, bank_id)
    first = next((p for p in paragraphs if p.kind != "heading"), None)
    if first is None:
        return None
    return Opening(title, trusted(first.html), len(paragraphs), max(1, round(word_count / WORDS_PER_MINUTE)))
