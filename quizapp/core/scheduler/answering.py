"""What a rating would lead to, and what a stored answer led to: the same outcome, by placing or by kept shift."""

from __future__ import annotations

from collections.abc import Iterable

from quizapp.core.question import Way
from quizapp.core.scheduler.adaptor import advance
from quizapp.core.scheduler.placing import BALANCED_UP_TO_DAYS, allowed_days, kept_interval, place
from quizapp.core.scheduler.values import NO_LOAD, Advance, Load, Memory, Options, Outcome, Rating

RECOGNISED_AT_MOST_DAYS = 14


def days_weighed(
    advanced: Iterable[Advance], options: Options, study_day: int, latest_day: int | None = None
) -> tuple[range, ...]:
    """Give the study days whose load decides, ascending and disjoint: the only ones to count."""
    ranges = (_days_of(each, options, study_day, latest_day) for each in advanced)
    merged: list[range] = []
    for days in sorted((days for days in ranges if len(days) > 1), key=lambda days: days.start):
        if merged and days.start <= merged[-1].stop:
            merged[-1] = range(merged[-1].start, max(merged[-1].stop, days.stop))
        else:
            merged.append(days)
    return tuple(merged)


def settle(
    advanced: Advance,
    options: Options,
    study_day: int,
    *,
    seed: int,
    load: Load = NO_LOAD,
    latest_day: int | None = None,
) -> Outcome:
    """Choose the day of an advanced memory; learning steps are neither moved nor capped."""
    if not _is_placed(advanced):
        return _unmoved(advanced, study_day)
    days = place(advanced.base_days, study_day, options, load=load, seed=seed, latest_day=latest_day)
    return _due_after(advanced, study_day, days)


def kept_outcome(
    memory: Memory, rating: Rating, options: Options, study_day: int, *, shift_days: int, latest_day: int | None
) -> Outcome:
    """Give what a stored answer leads to: its shift is kept as far as the range of the new base allows."""
    advanced = advance(memory, rating, options, study_day)
    if not _is_placed(advanced):
        return _unmoved(advanced, study_day)
    days = kept_interval(advanced.base_days, study_day, options, shift_days=shift_days, latest_day=latest_day)
    return _due_after(advanced, study_day, days)


def latest_day_of(way: Way, ways: Iterable[Way], study_day: int) -> int | None:
    """Give the last day an answer may put a card on; None = no cap.

    Recognising is no proof of recall, so where the question can be recalled it wins two weeks at most. The cap does not
    look at the rating: a later correction of a wrong response must find it stored.
    """
    return study_day + RECOGNISED_AT_MOST_DAYS if way == "recognise" and "recall" in ways else None


def _is_placed(advanced: Advance) -> bool:
    return advanced.memory.state == "review"


def _unmoved(advanced: Advance, study_day: int) -> Outcome:
    due_day = study_day + advanced.base_days
    return Outcome(advanced.memory, advanced.base_days, 0, due_day, advanced.due_in_seconds)


def _due_after(advanced: Advance, study_day: int, days: int) -> Outcome:
    return Outcome(advanced.memory, advanced.base_days, days - advanced.base_days, study_day + days, None)


def _days_of(advanced: Advance, options: Options, study_day: int, latest_day: int | None) -> range:
    if not _is_placed(advanced) or advanced.base_days > BALANCED_UP_TO_DAYS:
        return range(0)
    days = allowed_days(advanced.base_days, study_day, options, latest_day)
    return range(study_day + days.start, study_day + days.stop)
