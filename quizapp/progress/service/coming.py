"""What comes back on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, case, func, literal, select, text, union_all
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.progress.service.filters import Filters, Studies
from quizapp.study.models import CardState
from quizapp.study.service.day_cache import Counted, day_cache

FORECAST_DAYS = 30
STATES = ("learning", "review", "relearning")


@dataclass(frozen=True, slots=True)
class ComingDay:
    """Cards that come back on a study day."""

    study_day: int
    cards: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Cards by the day on which they come back, today first.

    Today holds what is overdue too, of which `overdue` cards were due before. Suspended cards are left out, buried ones
    stand on the day they come out again. Questions not met yet are not in it. `kept_since` tells when the days after
    today were read, None = just now.
    """

    days: tuple[ComingDay, ...] = ()
    overdue: int = 0
    kept_since: datetime | None = None

    @property
    def due_today(self) -> int:
        """Give the cards that wait today."""
        return self.days[0].cards if self.days else 0

    @property
    def total(self) -> int:
        """Give the cards of all days."""
        return sum(day.cards for day in self.days)


def forecast(
    session: Session, learner_id: int, today: int, now: datetime, filters: Filters, studies: Studies
) -> Forecast:
    """Count the cards that come back today and on the next 29 days."""
    bank_ids = tuple(bank.id for bank in filters.banks(studies))
    if not bank_ids:
        return Forecast()
    values = {"learner_id": learner_id, "today": today, "bank_ids": bank_ids, "states": STATES}
    if filters.about:
        values["about"] = filters.about
    has_about = filters.about is not None
    waiting, overdue, buried = _waiting(session, has_about, values)
    key = ("forecast", learner_id, bank_ids, filters.about)
    later = day_cache.read(session, key, today, now, lambda: _count_later(session, has_about, values))
    counts = later.value | {today: waiting - buried}
    counts[today + 1] = counts.get(today + 1, 0) + buried
    days = tuple(ComingDay(day, counts.get(day, 0)) for day in range(today, today + FORECAST_DAYS))
    return Forecast(days, overdue, later.kept_since)


def _waiting(session: Session, has_about: bool, values: dict[str, Any]) -> tuple[int, int, int]:
    parts = session.execute(_by_today(has_about), values).all()
    return sum(p.cards for p in parts), sum(p.overdue or 0 for p in parts), sum(p.buried or 0 for p in parts)


def _count_later(session: Session, has_about: bool, values: dict[str, Any]) -> Counted[dict[int, int]]:
    counts: dict[int, int] = {}
    span = {**values, "last": values["today"] + FORECAST_DAYS - 1}
    for _state, day, cards in session.execute(_after_today(has_about), span):
        counts[day] = counts.get(day, 0) + cards
    return Counted(counts, sum(counts.values()))


_Statement: TypeAlias = Select[*tuple[Any, ...]]
_TODAY: BindParameter[int] = bindparam("today")
_END_OF_TIME = 2**62
_IS_ACTIVE = CardState.is_suspended.is_(False)
_IS_LEARNED_NOW = text("card_state.state <> 'review'")


@lru_cache(maxsize=2)
def _by_today(has_about: bool) -> Any:
    is_buried = CardState.buried_day == _TODAY
    is_overdue = CardState.due_day < _TODAY
    columns = (
        func.count().label("cards"),
        func.sum(_one_if(is_overdue & ~func.coalesce(is_buried, False))).label("overdue"),
        func.sum(_one_if(is_buried)).label("buried"),
    )
    # A seek for each state: with the states in one list SQLite would read all cards of the learner.
    by_day = [
        _limited(select(*columns), has_about).where(
            CardState.state == state, CardState.due_day.between(0, _TODAY), CardState.due_at.is_(None)
        )
        for state in STATES
    ]
    # A step of a day or more has a day; a shorter one stands today, however far its minute lies off.
    by_minute = (columns[0], literal(0).label("overdue"), columns[2])
    steps_by_minute = _limited(select(*by_minute), has_about).where(
        _IS_LEARNED_NOW, CardState.state != "new", CardState.due_at.between(0, _END_OF_TIME)
    )
    return union_all(*by_day, steps_by_minute)


@lru_cache(maxsize=2)
def _after_today(has_about: bool) -> _Statement:
    keys = (CardState.state, CardState.due_day)
    return (
        _limited(select(*keys, func.count()), has_about)
        .where(
            CardState.state.in_(bindparam("states", expanding=True)),
            CardState.due_day.between(_TODAY + 1, bindparam("last")),
            CardState.due_at.is_(None),
        )
        .group_by(*keys)
    )


def _limited(statement: _Statement, has_about: bool) -> _Statement:
    limited = statement.join(QuestionRow, QuestionRow.id == CardState.question_id).where(
        CardState.learner_id == bindparam("learner_id"),
        _IS_ACTIVE,
        QuestionRow.bank_id.in_(bindparam("bank_ids", expanding=True)),
        QuestionRow.deleted_at.is_(None),
    )
    return limited.where(QuestionRow.about == bindparam("about")) if has_about else limited


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
