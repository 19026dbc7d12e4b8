"""Seeds a database: one learner, banks, cards, events, totals, all consistent with each other.

    python -m tests.bench.generate FOLDER [--large]

`FOLDER` becomes a home for `quizapp serve`. Histories are folded by core and moved by whole days, so that each card is
the fold of its events; a sample is checked by `study.service`. Large: 105,264 questions in 20 banks, 100,000 cards,
1,000,000 events, about 2,000 cards due, 5 % new, 410 MB, a minute of one core. The same seed gives the same rows,
moved to the day on which they are made.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from quizapp.banks.service import indexing
from quizapp.core.scheduler import DayKey, MemoryKey, fold, study_day
from quizapp.core.scheduler.study_days import MS_PER_DAY
from quizapp.people import passwords
from quizapp.people import service as people
from quizapp.people.service import NewAccount
from quizapp.plumbing import schema
from quizapp.plumbing.clock import epoch_ms, system_clock
from quizapp.plumbing.db import Database
from quizapp.study import service as study
from quizapp.study.models import CardState
from quizapp.study.service.cards import CARD_COLUMNS, fold_of, list_card_events
from tests.bench.bank import KINDS, MadeQuestion, make_outline, make_paragraphs, make_questions, ways_of
from tests.bench.histories import History, make_histories

LEARNER = "Bea Bench"
PASSWORD = "slow violet lanterns"
SEED = 20_260_301
SHARE_NEW = 0.05
CHECKED_CARDS = 200
_ROWS_AT_ONCE = 20_000
_MOMENT = "2026-01-01 09:00:00.000000"


@dataclass(frozen=True, slots=True)
class Size:
    """How much to make: questions per bank, different histories per set of ways, share (0..1) of the cards due."""

    name: str
    banks: tuple[int, ...]
    histories: int
    share_due: float


SMALL = Size("small", (105,), 40, 0.4)
LARGE = Size("large", (86_263, *[1_000] * 19), 300, 0.02)


@dataclass(frozen=True, slots=True)
class MetCard:
    """A question that the learner has met, with the history it got, moved by so many days."""

    question_id: int
    bank_id: int
    about: str
    history: History
    moved_days: int


@dataclass(slots=True)
class Made:
    """What was made so far."""

    learner_id: int
    today: int
    cards: list[MetCard] = field(default_factory=list)
    heads: dict[int, int] = field(default_factory=dict)


def generate(home: Path, size: Size, seed: int = SEED) -> dict[str, Any]:
    """Make the home's database of that size and give what it holds.

    Raises:
        FileExistsError: there is a database already.
    """
    path = home / "quizapp.db"
    if path.exists():
        raise FileExistsError(f"{path} is there already; name an empty folder.")
    began = time.perf_counter()
    made = Made(_make_learner(path), study_day(epoch_ms(system_clock()), 0))
    rng = Random(seed)
    connection = sqlite3.connect(path, isolation_level=None)
    # Nothing here needs to survive a power cut: a half-made file is thrown away.
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144; BEGIN")
    indexes = _drop_indexes(connection)
    _insert_banks(connection, rng, size, made)
    _insert_events(connection, rng, made)
    _insert_cards(connection, made)
    _insert_totals(connection, made)
    for statement in indexes:
        connection.execute(statement)
    connection.execute("COMMIT")
    connection.close()
    return _checked(path, made) | {
        "size": size.name,
        "seed": seed,
        "seconds": round(time.perf_counter() - began, 1),
        "bytes": path.stat().st_size,
    }


def _make_learner(path: Path) -> int:
    """Make the schema and the account whose cards these are."""
    database = Database(f"sqlite:///{path.resolve()}")
    schema.ensure_current(database)
    account = NewAccount(name=LEARNER, password_hash=passwords.hash_password(PASSWORD))
    with database.transaction() as session:
        learner_id = people.sign_up(session, account, system_clock()).id
        # The highest limits there are, so that a run of some hundred answers does not end the day.
        study.save_preferences(session, learner_id, buttons=2, new_per_day=100, reviews_per_day=1_000, fixed_way=None)
    database.empty_log()
    database.close()
    assert learner_id is not None
    return learner_id


def _drop_indexes(connection: sqlite3.Connection) -> list[str]:
    """Drop the plain indexes for the while: built at the end they cost a tenth."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def _insert_banks(connection: sqlite3.Connection, rng: Random, size: Size, made: Made) -> None:
    ways = {kind: ways_of(kind) for kind in KINDS}
    histories = {each: make_histories(rng, each, size.histories) for each in sorted(set(ways.values()))}
    first_id = 1
    for bank_id, count in enumerate(size.banks, start=1):
        outline = json.dumps(make_outline(count))
        insert_rows(connection, "bank", [
            {"id": bank_id, "slug": f"bench-{bank_id}", "title": f"Bench bank {bank_id}", "language": "en",
             "description": "Made-up questions.", "licence": "CC0", "authors": "[]", "tags": "[]", "extra": "{}",
             "visibility": "public", "outline": outline, "created_at": _MOMENT},
        ])  # fmt: skip
        questions = list(insert_questions(connection, rng, bank_id, count, first_id))
        met = round(count * (1 - SHARE_NEW))
        for number, question in enumerate(questions[:met]):
            history = rng.choice(histories[ways[question.kind]])
            moved = made.today - _days_ago(rng, history, size.share_due) - history.last_day
            made.cards.append(MetCard(first_id + number, bank_id, question.about, history, moved))
        insert_rows(connection, "enrolment", [
            {"learner_id": made.learner_id, "bank_id": bank_id, "new_cursor": met, "lifted_new": 0,
             "lifted_reviews": 0},
        ])  # fmt: skip
        first_id += count


def _days_ago(rng: Random, history: History, share_due: float) -> int:
    """Choose when the last answer was: never today, and for the share that is due so long ago that they are."""
    if rng.random() < share_due:
        return history.interval_days + rng.choice((0, 0, 0, 1))
    return rng.randrange(1, history.interval_days)


def insert_questions(
    connection: sqlite3.Connection, rng: Random, bank_id: int, count: int, first_id: int
) -> Iterator[MadeQuestion]:
    """Insert a bank's document and so many questions, numbered from the first id on, and give them."""
    paragraphs = make_paragraphs(rng, count)
    words = sum(len(paragraph.text.split()) for paragraph in paragraphs)
    insert_rows(connection, "document", [
        {"id": bank_id, "bank_id": bank_id, "name": "reading.md", "title": f"Reading {bank_id}", "word_count": words},
    ])  # fmt: skip
    insert_rows(connection, "document_paragraph", [
        {"document_id": bank_id, "number": each.number, "kind": "paragraph", "level": 0, "text": each.text,
         "html": each.text}
        for each in paragraphs
    ])  # fmt: skip
    questions = list(make_questions(rng, count, paragraphs))
    ids = range(first_id, first_id + count)
    # As services do it: the index of their words follows in one statement.
    connection.execute(str(indexing.PAUSE))
    insert_rows(connection, "question", (
        {"id": id, "bank_id": bank_id, "slug": each.slug, "kind": each.kind, "body": each.body,
         "rendered": each.rendered, "about": each.about, "position": each.position, "sibling_key": each.sibling_key,
         "words": each.words, "marks": "", "revision": 1}
        for id, each in zip(ids, questions, strict=True)
    ))  # fmt: skip
    connection.execute(str(indexing.GO_ON))
    connection.execute(str(indexing.PUT), {"ids": json.dumps(list(ids))})
    insert_rows(connection, "revision", (
        {"question_id": id, "number": 1, "body": each.body, "change": "created", "created_at": _MOMENT}
        for id, each in zip(ids, questions, strict=True)
    ))  # fmt: skip
    yield from questions


def _insert_events(connection: sqlite3.Connection, rng: Random, made: Made) -> None:
    """Insert all answers in the order of time, as they would have come."""
    order = sorted(
        (step.event.answered_at + card.moved_days * MS_PER_DAY, number, place)
        for number, card in enumerate(made.cards)
        for place, step in enumerate(card.history.steps)
    )
    insert_rows(connection, "review_event", (
        _event_row(rng, made, event_id, made.cards[number], place)
        for event_id, (_, number, place) in enumerate(order, start=1)
    ))  # fmt: skip
    insert_rows(connection, "review_response", (
        {"event_id": event_id, "learner_id": made.learner_id, "response": '"Harbour"',
         "score": 1.0 if made.cards[number].history.steps[place].event.rating > 1 else 0.0, "picks": "[]",
         "remark": "", "option_count": 4, "option_seed": event_id, "is_helped": 0}
        for event_id, (_, number, place) in enumerate(order, start=1)
    ))  # fmt: skip


def _event_row(rng: Random, made: Made, event_id: int, card: MetCard, place: int) -> dict[str, Any]:
    step = card.history.steps[place]
    event, outcome = step.event, step.outcome
    answered_at = event.answered_at + card.moved_days * MS_PER_DAY
    made.heads[card.question_id] = event_id
    return {
        "id": event_id,
        "learner_id": made.learner_id,
        "client_id": _client_id(rng, answered_at),
        "question_id": card.question_id,
        "bank_id": card.bank_id,
        "kind": "review",
        "rating": event.rating,
        "way": event.way,
        "answered_at": answered_at,
        "received_at": answered_at,
        "study_day": event.study_day + card.moved_days,
        "utc_offset_minutes": 0,
        "elapsed_days": step.elapsed_days,
        "taken_ms": event.taken_ms,
        "question_revision": 1,
        "stability_after": outcome.memory.stability,
        "difficulty_after": outcome.memory.difficulty,
        "interval_days": outcome.interval_days or None,
        "shift_days": outcome.shift_days,
        "latest_day": _moved(event.latest_day, card),
        "desired_retention": 0.9,
        "counts": 1,
    }


def _client_id(rng: Random, answered_at: int) -> str:
    digits = f"{answered_at:012x}{rng.getrandbits(80):020x}"
    return f"{digits[:8]}-{digits[8:12]}-7{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"


def _moved(day: int | None, card: MetCard) -> int | None:
    return None if day is None else day + card.moved_days


def _insert_cards(connection: sqlite3.Connection, made: Made) -> None:
    insert_rows(connection, "card_state", (_card_row(made, card) for card in made.cards))


def _card_row(made: Made, card: MetCard) -> dict[str, Any]:
    fold = card.history.card
    memory = fold.memory
    assert fold.last_at is not None
    moment = fold.last_at + card.moved_days * MS_PER_DAY
    return {
        "learner_id": made.learner_id,
        "question_id": card.question_id,
        "bank_id": card.bank_id,
        "about": card.about,
        "state": memory.state,
        "step": memory.step,
        "due_day": _moved(fold.due_day, card),
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "first_day": _moved(fold.first_day, card),
        "last_day": _moved(memory.last_day, card),
        "last_at": moment,
        "reps": memory.reps,
        "lapses": memory.lapses,
        "pass_days": memory.pass_days,
        "last_pass_day": _moved(memory.last_pass_day, card),
        "acted_at": moment,
        "options_key": fold.options_key,
        "is_suspended": 0,
        "seen_revision": 1,
        "head_event_id": made.heads[card.question_id],
    }


def _insert_totals(connection: sqlite3.Connection, made: Made) -> None:
    days: dict[tuple[Any, ...], list[int]] = {}
    bins: Counter[tuple[Any, ...]] = Counter()
    for card in made.cards:
        for key, amounts in card.history.days:
            row = days.setdefault(_day_key(key, card), [0, 0, 0, 0])
            for place, amount in enumerate((amounts.n, amounts.taken_ms, amounts.first_n, amounts.first_passes)):
                row[place] += amount
        bins.update(_bin_key(key, card) for key in card.history.bins)
    names = ("study_day", "bank_id", "about", "kind", "state", "way", "is_mature", "rating")
    figures = ("n", "taken_ms", "first_n", "first_passes")
    insert_rows(connection, "day_total", (
        {"learner_id": made.learner_id, **dict(zip(names, key, strict=True)), **dict(zip(figures, row, strict=True))}
        for key, row in days.items()
    ))  # fmt: skip
    insert_rows(connection, "memory_total", (
        {"learner_id": made.learner_id, "bank_id": bank_id, "about": about, "measure": measure, "bin": number, "n": n}
        for (bank_id, about, measure, number), n in bins.items()
    ))  # fmt: skip


def _day_key(key: DayKey, card: MetCard) -> tuple[Any, ...]:
    day = key.study_day + card.moved_days
    return day, card.bank_id, card.about, key.kind, key.state, key.way, key.is_mature, key.rating


def _bin_key(key: MemoryKey, card: MetCard) -> tuple[Any, ...]:
    return card.bank_id, card.about, key.measure, key.bin


def insert_rows(connection: sqlite3.Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    remaining = iter(rows)
    while piece := list(islice(remaining, _ROWS_AT_ONCE)):
        columns = ", ".join(piece[0])
        marks = ", ".join("?" * len(piece[0]))
        connection.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})", [tuple(row.values()) for row in piece]
        )


def _checked(path: Path, made: Made) -> dict[str, Any]:
    """Check what was made by the rooms' own means, and count it."""
    database = Database(f"sqlite:///{path.resolve()}")
    try:
        with database.reading() as session:
            wrong = _flaws(session, made)
    finally:
        database.close()
    if wrong:
        raise AssertionError(f"{len(wrong)} flaws, such as: {wrong[0]}")
    return {
        "learner_id": made.learner_id,
        "cards": len(made.cards),
        "events": sum(len(card.history.steps) for card in made.cards),
        "due": sum(made.today >= (_moved(card.history.card.due_day, card) or 0) for card in made.cards),
    }


def _flaws(session: Session, made: Made) -> list[str]:
    """Check all of a small learner; of a large one a sample of cards and the sums of the totals."""
    if len(made.cards) <= CHECKED_CARDS:
        return study.check_learner(session, made.learner_id)
    options_of = study.get_preferences(session, made.learner_id).options_of
    found = []
    for card in Random(1).sample(made.cards, CHECKED_CARDS):
        mine = (CardState.learner_id == made.learner_id, CardState.question_id == card.question_id)
        stored = fold_of(session.execute(select(*CARD_COLUMNS).where(*mine)).one())
        if stored != fold(list_card_events(session, made.learner_id, card.question_id), options_of):
            found.append(f"card of question {card.question_id} is not the fold of its events")
    answers = session.scalar(text("SELECT sum(n) FROM day_total"))
    cards = session.scalar(text("SELECT sum(n) FROM memory_total WHERE measure = 'stability'"))
    if (answers, cards) != (sum(len(card.history.steps) for card in made.cards), len(made.cards)):
        found.append(f"the totals count {answers} answers and {cards} cards")
    return found


def main() -> None:
    """Make a home of the size asked for."""
    parser = argparse.ArgumentParser(description="Seed a home with made-up study.")
    parser.add_argument("home", type=Path)
    parser.add_argument("--large", action="store_true", help="100,000 cards instead of 100")
    given = parser.parse_args()
    print(json.dumps(generate(given.home, LARGE if given.large else SMALL), indent=1))


if __name__ == "__main__":
    main()
