"""All figures of the progress page, in at most nine statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.progress.service.coming import Forecast, forecast
from quizapp.progress.service.day_totals import DayFigures, DayReading, read_days
from quizapp.progress.service.days import HeatMap, by_day, by_week, heat_map
from quizapp.progress.service.filters import Filters, Studies
from quizapp.progress.service.retention import RetentionRow, true_retention
from quizapp.progress.service.weakest import WeakQuestion, weakest_questions
from quizapp.study.service.day_cache import Counted, day_cache
from quizapp.study.service.memory import AboutMemory, memory_of_banks

DAILY_UP_TO = 90
SHOWN_WEAKEST = 10


@dataclass(frozen=True, slots=True)
class TodaySummary:
    """Today in figures; `due_left` are the cards that still wait."""

    answers: int
    right: int
    taken_ms: int
    introduced: int
    due_left: int

    @property
    def minutes(self) -> int:
        """Give the time spent on answers, in whole minutes, at least one for any answer."""
        return max(1, round(self.taken_ms / 60_000)) if self.answers else 0

    @property
    def share_right(self) -> float | None:
        """Give the share (0..1) of right answers; None without an answer."""
        return self.right / self.answers if self.answers else None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the progress page shows; `kept_since` is the oldest hour among figures that were not read just now."""

    today: int
    summary: TodaySummary
    memory: tuple[AboutMemory, ...]
    coming: Forecast
    retention: tuple[RetentionRow, ...]
    desired_retention: float
    heat: HeatMap
    answers: tuple[DayFigures, ...]
    is_by_week: bool
    weakest: tuple[WeakQuestion, ...]
    kept_since: datetime | None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was ever met or answered under these filters."""
        return not self.heat.answers and not any(row.introduced for row in self.memory)


def today_summary(reading: DayReading, coming: Forecast) -> TodaySummary:
    """Sum today up."""
    day = reading.figures(reading.today)
    return TodaySummary(day.answers, day.right, day.taken_ms, day.introduced, coming.due_today)


def memory_by_about(
    session: Session, learner_id: int, today: int, now: datetime, filters: Filters, studies: Studies
) -> tuple[tuple[AboutMemory, ...], datetime | None]:
    """Give the memory of the banks looked at, and since when it was kept, None = read just now."""
    ids = [bank.id for bank in filters.banks(studies)]
    reading = memory_of_banks(session, learner_id, ids, today, now)
    rows = tuple(row for row in reading.value if filters.about in (None, row.about))
    return rows, reading.kept_since


def overview(
    session: Session, learner_id: int, today: int, now: datetime, filters: Filters, studies: Studies
) -> Overview:
    """Read everything that the progress page shows."""
    days = read_days(session, learner_id, today, now, filters)
    coming = forecast(session, learner_id, today, now, filters, studies)
    memory, memory_since = memory_by_about(session, learner_id, today, now, filters, studies)
    is_by_week = filters.period_days > DAILY_UP_TO
    introduced = sum(row.introduced for row in memory)
    weakest = day_cache.read(
        session,
        ("weakest", learner_id, *filters.key),
        today,
        now,
        lambda: Counted(
            weakest_questions(session, learner_id, today, filters, studies, limit=SHOWN_WEAKEST), introduced
        ),
    )
    hours = (days.kept_since, coming.kept_since, memory_since, weakest.kept_since)
    kept = [since for since in hours if since is not None]
    return Overview(
        today=today,
        summary=today_summary(days, coming),
        memory=memory,
        coming=coming,
        retention=true_retention(days),
        desired_retention=studies.desired_retention,
        heat=heat_map(days),
        answers=(by_week if is_by_week else by_day)(days, filters.period_days),
        is_by_week=is_by_week,
        weakest=weakest.value,
        kept_since=min(kept) if kept else None,
    )
