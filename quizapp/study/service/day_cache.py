"""Figures that read thousands of rows: kept in this process until their study day is over, with the hour of reading."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.plumbing.db import after_commit

KEEP_FROM_ROWS = 5_000
MAX_KEPT = 512

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Counted(Generic[Value]):
    """A value and how many rows had to be read for it."""

    value: Value
    rows: int


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """A value with the moment at which it was read; `kept_since` is None when it was read just now."""

    value: Value
    kept_since: datetime | None = None


class DayCache:
    """Values by (database, key) of one study day each; the least used go first when there are too many."""

    def __init__(self, keep_from_rows: int = KEEP_FROM_ROWS, limit: int = MAX_KEPT) -> None:
        self.keep_from_rows = keep_from_rows
        self._limit = limit
        self._kept: OrderedDict[tuple[object, ...], tuple[int, Any, datetime | None]] = OrderedDict()
        self._guard = threading.Lock()

    def read(
        self,
        session: Session,
        key: tuple[object, ...],
        study_day: int,
        now: datetime | None,
        count: Callable[[], Counted[Value]],
    ) -> Reading[Value]:
        """Give what is kept of this study day, else read it, keeping it only where many rows were needed.

        `now` is noted with what is kept; None where nobody will ask for the hour.
        """
        found = self._find(session, key, study_day)
        if found is not None:
            return Reading(found[1], found[2])
        counted = count()
        if counted.rows > self.keep_from_rows:
            self.keep(session, key, study_day, counted.value, now)
        return Reading(counted.value)

    def find(self, session: Session, key: tuple[object, ...], study_day: int) -> Any:
        """Give what is kept of this study day; None where nothing is."""
        found = self._find(session, key, study_day)
        return None if found is None else found[1]

    def keep(
        self, session: Session, key: tuple[object, ...], study_day: int, value: Any, now: datetime | None = None
    ) -> None:
        """Keep a value until its study day is over, and make room for it."""
        full_key = (_database_of(session), *key)
        with self._guard:
            self._kept[full_key] = (study_day, value, now)
            self._kept.move_to_end(full_key)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)

    def forget(self, session: Session, *learner_ids: int) -> None:
        """Forget what is kept of learners once this transaction is committed.

        Their number may be given to somebody else; until the commit, whoever reads would keep the old figures again.
        """
        after_commit(session, lambda: self._forget(frozenset(learner_ids)))

    def _forget(self, learner_ids: frozenset[int]) -> None:
        with self._guard:
            for full_key in [key for key in self._kept if not learner_ids.isdisjoint(key[2:3])]:
                del self._kept[full_key]

    def clear(self) -> None:
        """Forget everything."""
        with self._guard:
            self._kept.clear()

    def _find(
        self, session: Session, key: tuple[object, ...], study_day: int
    ) -> tuple[int, Any, datetime | None] | None:
        full_key = (_database_of(session), *key)
        with self._guard:
            found = self._kept.get(full_key)
            if found is None or found[0] != study_day:
                return None
            self._kept.move_to_end(full_key)
            return found


def _database_of(session: Session) -> str:
    bind = session.get_bind()
    return str(bind.url if isinstance(bind, Engine) else bind.engine.url)


day_cache = DayCache()
