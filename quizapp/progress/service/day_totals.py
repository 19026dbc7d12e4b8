"""The one reading of a learner's day totals that all charts by day share; nothing here looks at events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from quizapp.core.scheduler import weekday
from quizapp.progress.service.filters import Filters
from quizapp.study.models import DayTotal
from quizapp.study.service.day_cache import Counted, Reading, day_cache

RECENT_DAYS = 31
HEAT_WEEKS = 53
RETENTION_YEAR = 365
LEAST_EVENTS = 20


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Counted answers of one study day; `introduced` are questions met for the first time."""

    study_day: int
    answers: int = 0
    right: int = 0
    taken_ms: int = 0
    introduced: int = 0

    @property
    def minutes(self) -> float:
        """Give the time spent on answers."""
        return self.taken_ms / 60_000

    @property
    def share_right(self) -> float | None:
        """Give the share (0..1) of right answers; None without an answer."""
        return self.right / self.answers if self.answers else None

    def plus(self, other: DayFigures) -> DayFigures:
        """Add the figures of another day to this one."""
        return DayFigures(
            self.study_day,
            self.answers + other.answers,
            self.right + other.right,
            self.taken_ms + other.taken_ms,
            self.introduced + other.introduced,
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """Of which answers retention is told apart: the way of asking, whether three weeks or more had passed, games."""

    way: str
    is_mature: bool
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """First answers of a study day to questions that had come back, and how many of them were known."""

    n: int = 0
    passes: int = 0

    @property
    def is_too_few(self) -> bool:
        """Whether a share of so few would only mislead."""
        return self.n < LEAST_EVENTS

    @property
    def share(self) -> float | None:
        """Give the share known (0..1); None below twenty answers."""
        return None if self.is_too_few else self.passes / self.n

    def plus(self, other: Kept) -> Kept:
        """Add the answers of another."""
        return Kept(self.n + other.n, self.passes + other.passes)


@dataclass(frozen=True, slots=True)
class DayReading:
    """What one page needs of a learner's totals, up to `today`.

    `recent` are the days of the last month, always read afresh; `older` those before, and `older_kept` their
    retention, as they were at `kept_since` where that is given.
    """

    today: int
    recent: Mapping[int, DayFigures] = field(default_factory=dict)
    recent_kept: Mapping[tuple[int, Shelf], Kept] = field(default_factory=dict)
    older: Mapping[int, DayFigures] = field(default_factory=dict)
    older_kept: Mapping[Shelf, Kept] = field(default_factory=dict)
    kept_since: datetime | None = None

    def figures(self, study_day: int) -> DayFigures:
        """Give the figures of a day, zeros where nothing was answered."""
        return self.recent.get(study_day) or self.older.get(study_day) or DayFigures(study_day)


def read_days(session: Session, learner_id: int, today: int, now: datetime, filters: Filters) -> DayReading:
    """Read the totals of the 53 weeks up to today: three statements, none of them on events."""
    values = {"learner_id": learner_id, **filters.values}
    split = today - RECENT_DAYS
    recent_rows = session.execute(_recent(*_shape(filters)), {**values, "first": split + 1, "last": today})
    recent, recent_kept = _gather(recent_rows)
    span = {**values, "first": first_day(today), "last": split}
    key = ("days", learner_id, *filters.key)
    older: Reading[_Older] = day_cache.read(
        session, key, today, now, lambda: _count_older(session, span, filters, today)
    )
    return DayReading(today, recent, recent_kept, older.value.days, older.value.kept, older.kept_since)


def first_day(today: int) -> int:
    """Give the Monday with which the 53 weeks up to today begin."""
    return today - weekday(today) - 7 * (HEAT_WEEKS - 1)


@dataclass(frozen=True, slots=True)
class _Older:
    days: Mapping[int, DayFigures]
    kept: Mapping[Shelf, Kept]


def _shape(filters: Filters) -> tuple[bool, bool, bool]:
    return filters.bank is not None, filters.about is not None, filters.way is not None


def _gather(
    rows: Iterable[tuple[Any, ...]],
) -> tuple[dict[int, DayFigures], dict[tuple[int, Shelf], Kept]]:
    figures: dict[int, DayFigures] = {}
    kept: dict[tuple[int, Shelf], Kept] = defaultdict(Kept)
    for day, state, way, is_mature, kind, n, right, taken_ms, first_n, first_passes in rows:
        introduced = n if state == "new" else 0
        # PostgreSQL sums big integers to decimals.
        figures[day] = figures.get(day, DayFigures(day)).plus(DayFigures(day, n, right, int(taken_ms), introduced))
        if first_n:
            shelf = (day, Shelf(way, bool(is_mature), kind == "live"))
            kept[shelf] = kept[shelf].plus(Kept(first_n, first_passes))
    return figures, dict(kept)


def _count_older(session: Session, span: dict[str, object], filters: Filters, today: int) -> Counted[_Older]:
    days: dict[int, DayFigures] = {}
    rows = 0
    for day, n, right, taken_ms, n_rows in session.execute(_older_days(*_shape(filters)), span):
        days[day] = DayFigures(day, n, right, int(taken_ms))
        rows += n_rows
    year = {**span, "first": today - RETENTION_YEAR + 1}
    kept = {
        Shelf(way, bool(is_mature), kind == "live"): Kept(n, passes)
        for way, is_mature, kind, n, passes in session.execute(_older_retention(*_shape(filters)), year)
        if n
    }
    return Counted(_Older(days, kept), rows)


_Statement: TypeAlias = Select[*tuple[Any, ...]]
_RIGHT = func.sum(case((DayTotal.rating > 1, DayTotal.n), else_=0))


def _limited(statement: _Statement, has_bank: bool, has_about: bool, has_way: bool) -> _Statement:
    statement = statement.where(
        DayTotal.learner_id == bindparam("learner_id"),
        DayTotal.study_day.between(bindparam("first"), bindparam("last")),
    )
    if has_bank:
        statement = statement.where(DayTotal.bank_id == bindparam("bank_id"))
    if has_about:
        statement = statement.where(DayTotal.about == bindparam("about"))
    return statement.where(DayTotal.way == bindparam("way")) if has_way else statement


@lru_cache(maxsize=8)
def _recent(has_bank: bool, has_about: bool, has_way: bool) -> _Statement:
    keys = (DayTotal.study_day, DayTotal.state, DayTotal.way, DayTotal.is_mature, DayTotal.kind)
    sums = (DayTotal.taken_ms, DayTotal.first_n, DayTotal.first_passes)
    statement = select(*keys, func.sum(DayTotal.n), _RIGHT, *(func.sum(column) for column in sums)).group_by(*keys)
    return _limited(statement, has_bank, has_about, has_way)


@lru_cache(maxsize=8)
def _older_days(has_bank: bool, has_about: bool, has_way: bool) -> _Statement:
    day = DayTotal.study_day
    statement = select(day, func.sum(DayTotal.n), _RIGHT, func.sum(DayTotal.taken_ms), func.count()).group_by(day)
    return _limited(statement, has_bank, has_about, has_way)


@lru_cache(maxsize=8)
def _older_retention(has_bank: bool, has_about: bool, has_way: bool) -> _Statement:
    keys = (DayTotal.way, DayTotal.is_mature, DayTotal.kind)
    statement = select(*keys, func.sum(DayTotal.first_n), func.sum(DayTotal.first_passes)).group_by(*keys)
    return _limited(statement.where(DayTotal.state == "review"), has_bank, has_about, has_way)
