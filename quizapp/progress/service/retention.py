"""How much was still known of what came back, from totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from quizapp.progress.service.day_totals import RECENT_DAYS, RETENTION_YEAR, DayReading, Kept, Shelf

RETENTION_DAYS = (1, 7, 30, RETENTION_YEAR)
WAYS = ("recognise", "recall", "self")


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """How much was still known over some days; `young` came back within three weeks, `mature` later.

    `way` is the way of asking, `live` for all that was answered in games, None for all that was not.
    """

    days: int
    way: str | None
    young: Kept
    mature: Kept

    @property
    def both(self) -> Kept:
        """Give the two together."""
        return self.young.plus(self.mature)


def true_retention(reading: DayReading) -> tuple[RetentionRow, ...]:
    """Give how much was still known today and in the last 7, 30 and 365 days, altogether and by way of asking.

    What was answered in games, in company and against the clock, stands apart.
    """
    rows = []
    for days in RETENTION_DAYS:
        shelves = _shelves(reading, days)
        alone = {shelf: kept for shelf, kept in shelves.items() if not shelf.is_live}
        live = {shelf: kept for shelf, kept in shelves.items() if shelf.is_live}
        rows.append(_retention_row(days, None, alone))
        rows += [_retention_row(days, way, alone) for way in WAYS if any(s.way == way for s in alone)]
        if live:
            rows.append(replace(_retention_row(days, None, live), way="live"))
    return tuple(rows)


def _shelves(reading: DayReading, days: int) -> dict[Shelf, Kept]:
    shelves: dict[Shelf, Kept] = defaultdict(Kept)
    for (day, shelf), kept in reading.recent_kept.items():
        if day > reading.today - days:
            shelves[shelf] = shelves[shelf].plus(kept)
    if days > RECENT_DAYS:
        for shelf, kept in reading.older_kept.items():
            shelves[shelf] = shelves[shelf].plus(kept)
    return dict(shelves)


def _retention_row(days: int, way: str | None, shelves: Mapping[Shelf, Kept]) -> RetentionRow:
    young, mature = Kept(), Kept()
    for shelf, kept in shelves.items():
        if way in (None, shelf.way):
            young, mature = (young, mature.plus(kept)) if shelf.is_mature else (young.plus(kept), mature)
    return RetentionRow(days, way, young, mature)
