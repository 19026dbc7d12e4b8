"""Rows of cards and events, and the values that core folds: the only place that translates between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from quizapp.core.scheduler import CardEvent, CardFold, DayAmounts, DayKey, Memory, MemoryKey, Totals
from quizapp.people.models import User
from quizapp.plumbing.hot import Hot
from quizapp.study.models import CardState, DayTotal, MemoryTotal, ReviewEvent

_Id = TypeVar("_Id", int, str)

CARD_COLUMNS = (
    CardState.state,
    CardState.step,
    CardState.stability,
    CardState.difficulty,
    CardState.last_day,
    CardState.reps,
    CardState.lapses,
    CardState.pass_days,
    CardState.last_pass_day,
    CardState.due_day,
    CardState.due_at,
    CardState.first_day,
    CardState.last_at,
    CardState.acted_at,
    CardState.is_suspended,
    CardState.buried_day,
    CardState.fixed_way,
    CardState.options_key,
    CardState.head_event_id,
)
_MEMORY_COLUMNS = 9
_MEMORY_FIELDS = tuple(column.key for column in CARD_COLUMNS[:_MEMORY_COLUMNS])
_CARD_FIELDS = tuple(column.key for column in CARD_COLUMNS[_MEMORY_COLUMNS:])

_SAVE_CARD = Hot(
    text(
        """
    INSERT INTO card_state (
        learner_id, question_id, bank_id, about, seen_revision, state, step, stability, difficulty, last_day,
        reps, lapses, pass_days, last_pass_day, due_day, due_at, first_day, last_at, acted_at, is_suspended,
        buried_day, fixed_way, options_key, head_event_id
    ) VALUES (
        :learner_id, :question_id, :bank_id, :about, :seen_revision, :state, :step, :stability, :difficulty,
        :last_day, :reps, :lapses, :pass_days, :last_pass_day, :due_day, :due_at, :first_day, :last_at,
        :acted_at, :is_suspended, :buried_day, :fixed_way, :options_key, :head_event_id
    ) ON CONFLICT (learner_id, question_id) DO UPDATE SET
        seen_revision = excluded.seen_revision, state = excluded.state, step = excluded.step, stability =
        excluded.stability, difficulty = excluded.difficulty, last_day = excluded.last_day, reps =
        excluded.reps, lapses = excluded.lapses, pass_days = excluded.pass_days, last_pass_day =
        excluded.last_pass_day, due_day = excluded.due_day, due_at = excluded.due_at, first_day =
        excluded.first_day, last_at = excluded.last_at, acted_at = excluded.acted_at, is_suspended =
        excluded.is_suspended, buried_day = excluded.buried_day, fixed_way = excluded.fixed_way, options_key =
        excluded.options_key, head_event_id = excluded.head_event_id
    """
    )
)
_DELETE_CARD = text("DELETE FROM card_state WHERE learner_id = :learner_id AND question_id = :question_id")

EVENT_COLUMNS = (
    ReviewEvent.id,
    ReviewEvent.client_id,
    ReviewEvent.kind,
    ReviewEvent.answered_at,
    ReviewEvent.study_day,
    ReviewEvent.rating,
    ReviewEvent.way,
    ReviewEvent.counts,
    ReviewEvent.taken_ms,
    ReviewEvent.target_id,
    ReviewEvent.shift_days,
    ReviewEvent.latest_day,
    ReviewEvent.action,
    ReviewEvent.desired_retention,
    ReviewEvent.bank_id,
)
#: Databases bound the parameters of a statement, SQLite at 32,766.
_IDS_AT_ONCE = 500
_TURN = select(User.id).where(User.id == bindparam("learner_id")).with_for_update(key_share=True)
_EVENT_NAMES = tuple(column.key for column in EVENT_COLUMNS)
_EVENTS_OF_CARD = Hot(
    select(*EVENT_COLUMNS)
    .where(ReviewEvent.learner_id == bindparam("learner_id"), ReviewEvent.question_id == bindparam("question_id"))
    .order_by(ReviewEvent.id)
)

_ADD_DAY = Hot(
    text(
        """
    INSERT INTO day_total (
        learner_id, study_day, bank_id, about, kind, state, way, is_mature, rating, n, taken_ms, first_n,
        first_passes
    ) VALUES (
        :learner_id, :study_day, :bank_id, :about, :kind, :state, :way, :is_mature, :rating, :n, :taken_ms,
        :first_n, :first_passes
    ) ON CONFLICT (learner_id, study_day, bank_id, about, kind, state, way, is_mature, rating) DO UPDATE SET
        n = day_total.n + excluded.n, taken_ms = day_total.taken_ms + excluded.taken_ms, first_n =
        day_total.first_n + excluded.first_n, first_passes = day_total.first_passes + excluded.first_passes
    """
    )
)
_ADD_BIN = Hot(
    text(
        """
    INSERT INTO memory_total (
        learner_id, bank_id, about, measure, bin, n
    ) VALUES (
        :learner_id, :bank_id, :about, :measure, :bin, :n
    ) ON CONFLICT (learner_id, bank_id, about, measure, bin) DO UPDATE SET
        n = memory_total.n + excluded.n
    """
    )
)


def fold_of(columns: Iterable[Any]) -> CardFold:
    """Make the state of a card from `CARD_COLUMNS`; a card without a row (all None) is new."""
    values = tuple(columns)
    if values[0] is None:
        return CardFold()
    due_day, due_at, first_day, last_at, acted_at, is_suspended, buried, fixed, key, head = values[_MEMORY_COLUMNS:]
    return CardFold(
        memory=Memory(*values[:_MEMORY_COLUMNS]),
        due_day=due_day,
        due_at=due_at,
        first_day=first_day,
        last_at=last_at,
        acted_at=acted_at,
        is_suspended=is_suspended,
        buried_day=buried,
        fixed_way=fixed,
        options_key=key,
        head_event_id=head,
    )


def has_row(card: CardFold) -> bool:
    """Tell whether a card has a row: if it is not blank, or acts hold whose moment a clock set back must not miss."""
    return not card.is_blank or card.acted_at is not None


def save_card(
    session: Session,
    card: CardFold,
    *,
    learner_id: int,
    question_id: int,
    bank_id: int,
    about: str,
    seen_revision: int | None,
) -> None:
    """Write a card's state, or take its row away."""
    key = {"learner_id": learner_id, "question_id": question_id}
    if not has_row(card):
        session.execute(_DELETE_CARD, key)
        return
    values = {name: getattr(card.memory, name) for name in _MEMORY_FIELDS}
    values |= {name: getattr(card, name) for name in _CARD_FIELDS}
    _SAVE_CARD.run(session, key | {"bank_id": bank_id, "about": about, "seen_revision": seen_revision} | values)


def wait_for_turn(session: Session, learner_id: int) -> None:
    """Let the writes of one learner follow each other, so that each sees what the one before it has stored.

    SQLite's writers take turns already.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(_TURN, {"learner_id": learner_id})


def wait_for_turns(session: Session, learner_ids: Sequence[int]) -> None:
    """Let the writes of these learners follow each other, as `wait_for_turn` does.

    They are waited for in one order, so that no two of these wait for each other.
    """
    if session.get_bind().dialect.name != "sqlite":
        turns = select(User.id).where(User.id.in_(learner_ids)).order_by(User.id)
        session.execute(turns.with_for_update(key_share=True))


def list_card_events(session: Session, learner_id: int, question_id: int) -> list[CardEvent]:
    """List all events of one card, oldest stored first."""
    rows = _EVENTS_OF_CARD.all(session, {"learner_id": learner_id, "question_id": question_id})
    return [event_of(row) for row in rows]


def batches(ids: Sequence[_Id]) -> Iterator[Sequence[_Id]]:
    """Give so many ids at a time as one statement may name."""
    return (ids[start : start + _IDS_AT_ONCE] for start in range(0, len(ids), _IDS_AT_ONCE))


def events_of_cards(session: Session, learner_id: int, question_ids: Sequence[int]) -> dict[int, list[CardEvent]]:
    """Give all events of a batch of cards, oldest stored first; a card without events has an empty list."""
    events: dict[int, list[CardEvent]] = {question_id: [] for question_id in question_ids}
    rows = session.execute(
        select(ReviewEvent.question_id, *EVENT_COLUMNS)
        .where(ReviewEvent.learner_id == learner_id, ReviewEvent.question_id.in_(question_ids))
        .order_by(ReviewEvent.id)
    )
    for row in rows:
        events[row.question_id].append(event_of(row))
    return events


def event_of(row: Any) -> CardEvent:
    """Make the value that core folds from a row that has `EVENT_COLUMNS`."""
    return CardEvent(**{name: getattr(row, name) for name in _EVENT_NAMES})


def add_totals(session: Session, learner_id: int, totals: Totals) -> None:
    """Add a difference to the learner's totals; rows that become empty vanish."""
    _ADD_DAY.run_each(session, [_day_row(learner_id, key, amounts) for key, amounts in totals.days.items()])
    _ADD_BIN.run_each(session, [_bin_row(learner_id, key, n) for key, n in totals.bins.items()])


def sweep_totals(session: Session, learner_id: int) -> None:
    """Take out rows of the learner's totals that an undo or a merge has emptied."""
    session.execute(text("DELETE FROM day_total WHERE learner_id = :learner_id AND n = 0"), {"learner_id": learner_id})
    session.execute(
        text("DELETE FROM memory_total WHERE learner_id = :learner_id AND n = 0"), {"learner_id": learner_id}
    )


def stored_totals(session: Session, learner_id: int) -> Totals:
    """Read all totals of a learner, for checks."""
    day_rows = session.scalars(select(DayTotal).where(DayTotal.learner_id == learner_id))
    bin_rows = session.scalars(select(MemoryTotal).where(MemoryTotal.learner_id == learner_id))
    return Totals(dict(map(_day_of, day_rows)), {_bin_of(row): row.n for row in bin_rows})


def _day_of(row: Any) -> tuple[DayKey, DayAmounts]:
    key = DayKey(row.study_day, row.bank_id, row.about, row.kind, row.way, row.state, row.is_mature, row.rating)
    return key, DayAmounts(row.n, row.taken_ms, row.first_n, row.first_passes)


def _bin_of(row: Any) -> MemoryKey:
    return MemoryKey(row.bank_id, row.about, row.measure, row.bin)


def _day_row(learner_id: int, key: DayKey, amounts: DayAmounts) -> dict[str, Any]:
    return {
        "learner_id": learner_id,
        "study_day": key.study_day,
        "bank_id": key.bank_id,
        "about": key.about,
        "kind": key.kind,
        "state": key.state,
        "way": key.way,
        "is_mature": key.is_mature,
        "rating": key.rating,
        "n": amounts.n,
        "taken_ms": amounts.taken_ms,
        "first_n": amounts.first_n,
        "first_passes": amounts.first_passes,
    }


def _bin_row(learner_id: int, key: MemoryKey, n: int) -> dict[str, Any]:
    return {
        "learner_id": learner_id,
        "bank_id": key.bank_id,
        "about": key.about,
        "measure": key.measure,
        "bin": key.bin,
        "n": n,
    }
