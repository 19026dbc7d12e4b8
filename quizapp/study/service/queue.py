"""The next card: one candidate per class, never the whole queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, SQLColumnExpression, Text, and_, bindparam, cast, or_, select
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import QuestionRow
from quizapp.banks.service import HIGHEST_ID
from quizapp.core.extraction.item_rules import Disclosure, is_told
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question
from quizapp.core.scheduler import CardFold
from quizapp.core.study_queue import (
    SHUFFLE_PRIME,
    SIBLING_FROM_INTERVAL_DAYS,
    SITTING_PAUSE_MS,
    QueueKind,
    next_kind,
    shuffle_terms,
)
from quizapp.people.viewer import Viewer
from quizapp.plumbing.hot import Hot
from quizapp.study.models import ReviewEvent
from quizapp.study.service.cards import CARD_COLUMNS, fold_of
from quizapp.study.service.standing import (
    CARD,
    HAS_CARD,
    IS_AWAKE,
    IS_IN_BANK,
    IS_MINE,
    Day,
    Standing,
    parameters,
)

QUESTION_COLUMNS = (
    QuestionRow.id,
    QuestionRow.bank_id,
    QuestionRow.revision,
    QuestionRow.kind,
    # As it is stored: what was read of the same text a moment ago needs no reading again.
    cast(QuestionRow.body, Text).label("body"),
    QuestionRow.rendered,
    QuestionRow.about,
    QuestionRow.position,
    QuestionRow.sibling_key,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question with the learner's card of it; `seen_revision` None while new."""

    question_id: int
    bank_id: int
    revision: int
    kind: str
    body: str
    rendered: Mapping[str, Any]
    about: str
    position: int
    sibling_key: str | None
    card: CardFold
    seen_revision: int | None = None

    @property
    def question(self) -> Question:
        """The question that it is."""
        return _read(self.body)


@lru_cache(maxsize=1_000)
def _read(body: str) -> Question:
    return parse_question(json.loads(body))


@lru_cache(maxsize=1_000)
def _disclosed(body: str) -> Disclosure:
    return Disclosure.of(_read(body))


_FIELDS = ("question_id", *(column.key for column in QUESTION_COLUMNS[1:]))


def candidate_of(row: Any) -> Candidate:
    """Make a candidate from `QUESTION_COLUMNS`, `CARD_COLUMNS` and the revision last seen."""
    values: tuple[Any, ...] = tuple(row)
    split, end = len(QUESTION_COLUMNS), len(QUESTION_COLUMNS) + len(CARD_COLUMNS)
    fields: dict[str, Any] = dict(zip(_FIELDS, values[:split], strict=True))
    return Candidate(**fields, card=fold_of(values[split:end]), seen_revision=values[end])


_PICKED = select(*QUESTION_COLUMNS, *CARD_COLUMNS, CARD.seen_revision)
_HELD = _PICKED.join(CARD, CARD.question_id == QuestionRow.id).where(IS_MINE, IS_AWAKE, IS_IN_BANK)
_OTHER = aliased(QuestionRow)
_OTHER_CARD = aliased(CARD)
#: Whether a question on the same sentence was answered today.
_IS_SIBLING_ANSWERED = and_(
    bindparam("buries_siblings"),
    QuestionRow.sibling_key.is_not(None),
    select(_OTHER.id)
    .join(_OTHER_CARD, _OTHER_CARD.question_id == _OTHER.id)
    .where(
        _OTHER.bank_id == bindparam("bank_id"),
        _OTHER.sibling_key == QuestionRow.sibling_key,
        _OTHER.id != QuestionRow.id,
        _OTHER_CARD.learner_id == bindparam("learner_id"),
        _OTHER_CARD.last_day == bindparam("today"),
    )
    .exists(),
)
_INTERVAL = CARD.due_day - CARD.last_day
_WAITS = and_(CARD.state == "review", _INTERVAL >= SIBLING_FROM_INTERVAL_DAYS, _IS_SIBLING_ANSWERED)
#: Of so many due cards one almost always waits for no sibling; else the whole list is looked through.
_LOOKED_AT = 40
_ALL = 1_000_000
#: What so few cards before, of this sitting, told is still in mind.
_IN_MIND = 12
#: Of so many, one is almost always told by none of these.
_PASSED_OVER = 12


def _shuffled(question_id: SQLColumnExpression[int]) -> ColumnElement[int]:
    """Give `shuffle_key` of core as the database computes it."""
    # PostgreSQL's integers have 32 bits unless they are told to have 64.
    prime, number = cast(SHUFFLE_PRIME, BigInteger), cast(question_id, BigInteger)
    x = (number % prime * bindparam("multiplier", type_=BigInteger) + bindparam("offset", type_=BigInteger)) % prime
    square = x * x % prime
    return square * square % prime * x % prime


def _review(looked_at: int) -> Select[Any]:
    """Give the first review that waits for no sibling, among so many of the first ones.

    These are sorted by what one index holds of them, and only then looked up.
    """
    due = aliased(CARD)
    first = (
        select(due.question_id)
        .where(
            due.learner_id == bindparam("learner_id"),
            due.bank_id == bindparam("bank_id"),
            due.is_suspended.is_(False),
            or_(due.buried_day.is_(None), due.buried_day != bindparam("today")),
            due.due_at.is_(None),
            due.due_day <= bindparam("today"),
        )
        .order_by(due.due_day, _shuffled(due.question_id), due.question_id)
        .limit(looked_at)
        .subquery()
    )
    return (
        _PICKED.select_from(first)
        .join(QuestionRow, QuestionRow.id == first.c.question_id)
        .join(CARD, and_(CARD.learner_id == bindparam("learner_id"), CARD.question_id == first.c.question_id))
        .where(IS_IN_BANK, ~_WAITS)
        .order_by(CARD.due_day, _shuffled(QuestionRow.id), QuestionRow.id)
        .limit(bindparam("rows"))
    )


_STEPS = _HELD.where(CARD.due_at.is_not(None)).order_by(CARD.due_at, QuestionRow.id).limit(1)
_NEW = (
    _PICKED.outerjoin(CARD, and_(CARD.question_id == QuestionRow.id, CARD.learner_id == bindparam("learner_id")))
    .where(IS_IN_BANK, QuestionRow.position > bindparam("cursor"), ~HAS_CARD, ~_IS_SIBLING_ANSWERED)
    .order_by(QuestionRow.position)
    .limit(bindparam("rows"))
)
_STATEMENTS: dict[QueueKind, tuple[Hot, ...]] = {
    "learning": (Hot(_STEPS.where(CARD.due_at <= bindparam("now"))),),
    "ahead": (Hot(_STEPS.where(CARD.due_at <= bindparam("ahead"))),),
    "review": (Hot(_review(_LOOKED_AT)), Hot(_review(_ALL))),
    "new": (Hot(_NEW),),
}
_EVENT = aliased(ReviewEvent)
_LATEST = (
    select(_EVENT.id, _EVENT.question_id, _EVENT.kind, _EVENT.received_at)
    .where(_EVENT.learner_id == bindparam("learner_id"), _EVENT.bank_id == bindparam("bank_id"))
    .order_by(_EVENT.id.desc())
    .limit(_IN_MIND)
    .subquery()
)
_SHOWN = Hot(
    select(QuestionRow.id, cast(QuestionRow.body, Text).label("body"))
    .select_from(_LATEST)
    .join(QuestionRow, QuestionRow.id == _LATEST.c.question_id)
    .where(_LATEST.c.kind == "review", _LATEST.c.received_at > bindparam("since"))
)
_ONE = Hot(
    _PICKED.outerjoin(CARD, and_(CARD.question_id == QuestionRow.id, CARD.learner_id == bindparam("learner_id")))
    .where(IS_IN_BANK, QuestionRow.id == bindparam("question_id"))
    .where(or_(CARD.is_suspended.is_(None), CARD.is_suspended.is_(False)))
)


def find_next(session: Session, viewer: Viewer, bank_id: int, day: Day, standing: Standing) -> Candidate | None:
    """Find the card to ask now; None when nothing may be asked."""
    bound = parameters(viewer, bank_id, day)
    multiplier, offset = shuffle_terms(viewer.id or 0, day.today)
    bound |= {
        "multiplier": multiplier,
        "offset": offset,
        "cursor": standing.new_cursor,
        "buries_siblings": standing.preferences.bury_siblings,
        "rows": 1,
    }
    available, allowed = standing.available, standing.allowed
    while kind := next_kind(available, allowed, standing.done, standing.preferences.new_order):
        for statement in _STATEMENTS[kind]:
            row = statement.first(session, bound)
            if row is not None:
                found = candidate_of(row)
                return found if kind in ("learning", "ahead") else _untold(session, statement, bound, found, day)
        # The class is empty: what it holds waits for its siblings until tomorrow.
        if kind in ("learning", "ahead"):
            available = replace(available, learning_now=0, **({"learning_ahead": 0} if kind == "ahead" else {}))
        else:
            allowed = replace(allowed, **{"reviews" if kind == "review" else "new": 0})
    return None


def _untold(session: Session, statement: Hot, bound: Mapping[str, Any], found: Candidate, day: Day) -> Candidate:
    """Give the first candidate that the cards just shown do not tell; where they tell all of them, the one found."""
    if not bound["buries_siblings"]:
        return found
    shown = _SHOWN.all(session, {**bound, "since": day.now - SITTING_PAUSE_MS})
    disclosed = [(row.id, _disclosed(row.body)) for row in shown]

    def is_known(candidate: Candidate) -> bool:
        before = [each for number, each in disclosed if number != candidate.question_id]
        return is_told(_disclosed(candidate.body), before)

    if not disclosed or not is_known(found):
        return found
    others = (candidate_of(row) for row in statement.all(session, {**bound, "rows": _PASSED_OVER}))
    return next((other for other in others if not is_known(other)), found)


def find_one(session: Session, viewer: Viewer, bank_id: int, question_id: int) -> Candidate | None:
    """Find a question of the bank that the learner asks for by name, whether or not it is due."""
    if not 0 < question_id <= HIGHEST_ID:
        return None
    row = _ONE.first(session, {"learner_id": viewer.id, "bank_id": bank_id, "question_id": question_id})
    return None if row is None else candidate_of(row)
