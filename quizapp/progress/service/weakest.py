"""The questions that a learner is most likely to have forgotten, or has forgotten most often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Float, Select, bindparam, case, cast, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow
from quizapp.progress.service.filters import Filters, Studies
from quizapp.study.models import CardState
from quizapp.study.service.memory import chance

Order: TypeAlias = Literal["chance", "forgotten"]
ORDERS: tuple[Order, ...] = ("chance", "forgotten")
MAX_WEAKEST = 50
#: Read beyond what is wanted, since questions taken out of use fall away.
_SPARE = 100


@dataclass(frozen=True, slots=True)
class WeakQuestion:
    """A question with the chance (0..1) that it would be known today and how often it was forgotten.

    One that is still in its learning steps was missed a moment ago: it has no chance worth telling.
    """

    question_id: int
    stem_html: str
    about: str
    bank_title: str
    chance: float
    lapses: int
    due_day: int | None
    is_being_learned: bool


def weakest_questions(
    session: Session,
    learner_id: int,
    today: int,
    filters: Filters,
    studies: Studies,
    *,
    order: Order = "chance",
    limit: int = 10,
) -> tuple[WeakQuestion, ...]:
    """List the weakest of the questions that were met and are not put away, weakest first."""
    bank_ids = tuple(bank.id for bank in filters.banks(studies))
    if not bank_ids:
        return ()
    values: dict[str, Any] = {"learner_id": learner_id, "today": today, "bank_ids": bank_ids, "limit": limit}
    values["most"] = limit + _SPARE
    if filters.about:
        values["about"] = filters.about
    found = session.execute(_weakest(order, filters.about is not None), values).all()
    return tuple(
        WeakQuestion(
            question_id=row.question_id,
            stem_html=str(row.rendered.get("stem", "")),
            about=row.about,
            bank_title=row.title,
            chance=chance(row.stability, row.last_day, today),
            lapses=row.lapses,
            due_day=row.due_day,
            is_being_learned=row.state != "review",
        )
        for row in found
    )


@lru_cache(maxsize=4)
def _weakest(order: Order, has_about: bool) -> Select[*tuple[Any, ...]]:
    cards = _cards(order, has_about)
    stem = QuestionRow.rendered
    return (
        select(cards.c.question_id, cards.c.stability, cards.c.last_day, cards.c.lapses, cards.c.due_day, cards.c.state)
        .add_columns(QuestionRow.about, stem, Bank.title)
        .join(QuestionRow, QuestionRow.id == cards.c.question_id)
        .join(Bank, Bank.id == QuestionRow.bank_id)
        .where(
            QuestionRow.bank_id.in_(bindparam("bank_ids", expanding=True)),
            QuestionRow.deleted_at.is_(None),
        )
        .order_by(*_ranks(order, cards.c))
        .limit(bindparam("limit"))
    )


def _cards(order: Order, has_about: bool) -> Any:
    columns = CardState.__table__.c
    # Only numbers are sorted; the questions' texts are fetched for the few that are shown.
    shown = (columns.question_id, columns.stability, columns.last_day, columns.lapses, columns.due_day, columns.state)
    cards = select(*shown).where(
        columns.learner_id == bindparam("learner_id"),
        columns.bank_id.in_(bindparam("bank_ids", expanding=True)),
        columns.state != "new",
        columns.stability > 0,
        columns.is_suspended.is_(False),
    )
    if has_about:
        cards = cards.where(columns.about == bindparam("about"))
    if order == "forgotten":
        cards = cards.where(columns.lapses > 0)
    return cards.order_by(*_ranks(order, columns)).limit(bindparam("most")).subquery()


def _ranks(order: Order, columns: Any) -> tuple[ColumnElement[Any], ...]:
    # The chance falls with the days since the last answer, counted in stabilities: no curve is needed to sort by it.
    waited = case((columns.last_day < bindparam("today"), bindparam("today") - columns.last_day), else_=0)
    faded = (cast(waited, Float) / columns.stability).desc()
    last = (columns.lapses.desc(), columns.stability, columns.question_id)
    steps_first = case((columns.state == "review", 1), else_=0)
    return (steps_first, faded, *last) if order == "chance" else (columns.lapses.desc(), faded, columns.question_id)
