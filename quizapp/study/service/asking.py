"""A card as it is asked: the way, the options' order and what each rating leads to, fixed before the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import QuestionRow, Revision
from quizapp.banks.service import rendered
from quizapp.core.errors import Conflict
from quizapp.core.kinds import parse_question
from quizapp.core.kinds.changes import change_of
from quizapp.core.question import Json, Question, Way
from quizapp.core.scheduler import (
    NO_LOAD,
    Advance,
    Load,
    Options,
    Outcome,
    Rating,
    advance,
    days_weighed,
    latest_day_of,
    seed_of,
    settle,
)
from quizapp.core.study_queue import QueueCounts, choose_way
from quizapp.people.viewer import Viewer
from quizapp.plumbing.hot import Hot
from quizapp.study.models import CardState
from quizapp.study.service.day_cache import day_cache
from quizapp.study.service.queue import Candidate, find_next, find_one
from quizapp.study.service.standing import Day, Standing, get_standing

_RANGES = 4
#: No balanced interval, fuzz included, is longer.
_FORECAST_DAYS = 100
_TWO_BUTTONS = (Rating.AGAIN, Rating.HARD, Rating.GOOD)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page carries, signed: which card was shown, how, and what each rating leads to.

    `outcomes` hold while the head event and the study day are what they were. `learner_id` is None for a passer-by.
    """

    learner_id: int | None
    question_id: int
    bank_id: int
    revision: int
    head_event_id: int | None
    study_day: int
    way: Way
    option_seed: int
    asked_at: int
    outcomes: Mapping[int, Outcome]
    is_helped: bool = False
    is_retried: bool = False
    hints_shown: int = 0

    def dump(self) -> list[Json]:
        """Give a flat JSON list to be signed: `Asked.parse(asked.dump()) == asked`."""
        return [
            self.learner_id,
            self.question_id,
            self.bank_id,
            self.revision,
            self.head_event_id,
            self.study_day,
            self.way,
            self.option_seed,
            self.asked_at,
            {str(int(rating)): outcome.dump() for rating, outcome in self.outcomes.items()},
            int(self.is_helped),
            int(self.is_retried),
            self.hints_shown,
        ]

    @classmethod
    def parse(cls, values: list[Json]) -> Asked:
        """Read what `dump` gave; the caller has checked the signature."""
        named: dict[str, Any] = dict(zip(cls.__slots__, values, strict=True))
        named["outcomes"] = {int(rating): Outcome.parse(dumped) for rating, dumped in named["outcomes"].items()}
        named["is_helped"], named["is_retried"] = bool(named["is_helped"]), bool(named["is_retried"])
        return cls(**named)


@dataclass(frozen=True, slots=True)
class Card:
    """All that the page of one question needs."""

    question: Question
    rendered: Mapping[str, Any]
    asked: Asked
    shown: Mapping[str, Json]
    position: int
    state: str
    counts: QueueCounts
    answered: int
    buttons: int
    is_changed: bool


def next_card(
    session: Session, viewer: Viewer, bank_id: int, day: Day, wanted: int | None = None
) -> tuple[Standing, Card | None]:
    """Give the standing and the next card to ask, or the wanted one; None when nothing may be asked now."""
    standing = get_standing(session, viewer, bank_id, day)
    found = find_one(session, viewer, bank_id, wanted) if wanted is not None else None
    found = found or find_next(session, viewer, bank_id, day, standing)
    return standing, None if found is None else ask(session, viewer, found, day, standing)


def ask(session: Session, viewer: Viewer, found: Candidate, day: Day, standing: Standing) -> Card:
    """Choose how a card is asked and what each rating of it leads to."""
    question = found.question
    way = choose_way(found.card.memory, question.ways, found.card.fixed_way or standing.fixed_way)
    asked = Asked(
        learner_id=viewer.id,
        question_id=found.question_id,
        bank_id=found.bank_id,
        revision=found.revision,
        head_event_id=found.card.head_event_id,
        study_day=day.today,
        way=way,
        option_seed=seed_of(viewer.id or 0, found.question_id, found.card.memory.reps) >> 32,
        asked_at=day.now,
        outcomes=foresee(session, viewer, found, day, standing, latest_day_of(way, question.ways, day.today)),
    )
    return shown_card(question, found, asked, standing)


def shown_card(question: Question, found: Candidate, asked: Asked, standing: Standing) -> Card:
    """Put together what the page of an asked card shows."""
    return Card(
        question=question,
        rendered=found.rendered,
        asked=asked,
        shown=question.ask(Random(asked.option_seed), asked.way),
        position=found.position,
        state=found.card.memory.state,
        counts=standing.counts,
        answered=standing.answered,
        buttons=standing.preferences.buttons,
        is_changed=found.seen_revision is not None and found.seen_revision != found.revision,
    )


def card_as_asked(session: Session, viewer: Viewer, asked: Asked, day: Day) -> Card:
    """Give the page of a card that was asked already, with the options and outcomes that it was asked with.

    Raises:
        Conflict: the question is gone, or was asked of somebody else.
    """
    check_learner_of(asked, viewer)
    standing = get_standing(session, viewer, asked.bank_id, day)
    found = find_one(session, viewer, asked.bank_id, asked.question_id)
    if found is None:
        raise Conflict("This question was taken out of its bank or set aside meanwhile. Go on with the next one.")
    question = question_as_asked(session, found, asked.revision)
    shown = replace(found, rendered=rendered_as_asked(question, found, asked.revision))
    return shown_card(question, shown, asked, standing)


def check_learner_of(asked: Asked, viewer: Viewer) -> None:
    """Refuse a card that was asked of another learner; one asked of a passer-by may be anybody's.

    Raises:
        Conflict: it was asked of somebody else.
    """
    if asked.learner_id not in (None, viewer.id):
        raise Conflict("This question was asked of somebody else. Reload the page, and yours comes.")


def question_as_asked(session: Session, found: Candidate, revision: int) -> Question:
    """Give the question in the revision that was shown, since that is what was answered."""
    if revision == found.revision:
        return found.question
    body = session.scalar(
        select(Revision.body).where(Revision.question_id == found.question_id, Revision.number == revision)
    )
    return found.question if body is None else parse_question(body)


def is_key_changed(session: Session, found: Candidate, revision: int) -> bool:
    """Tell whether the key is another now than in the revision that was shown; one that was set back is not."""
    if revision == found.revision:
        return False
    bodies = session.execute(
        select(Revision.body, QuestionRow.body)
        .join(QuestionRow, QuestionRow.id == Revision.question_id)
        .where(Revision.question_id == found.question_id, Revision.number == revision)
    ).first()
    return bodies is not None and change_of(*bodies) == "key_changed"


def rendered_as_asked(question: Question, found: Candidate, revision: int) -> Mapping[str, Any]:
    """Give the HTML of the question in the revision that was shown; only that of the present one is stored."""
    return found.rendered if revision == found.revision else rendered(question)


def with_asked(card: Card, asked: Asked) -> Card:
    """Give the same card asked otherwise."""
    return replace(card, asked=asked, shown=card.question.ask(Random(asked.option_seed), asked.way))


def helped(asked: Asked, help_wanted: str, ways: tuple[Way, ...], hint_count: int) -> Asked:
    """Turn an asked card into one with help: the next hint, or options in place of typing."""
    if help_wanted == "options" and asked.way == "recall" and "recognise" in ways:
        return replace(asked, way="recognise", is_helped=True)
    if help_wanted == "hint" and asked.hints_shown < hint_count:
        return replace(asked, hints_shown=asked.hints_shown + 1, is_helped=True)
    return asked


def foresee(
    session: Session, viewer: Viewer, found: Candidate, day: Day, standing: Standing, latest_day: int | None
) -> dict[int, Outcome]:
    """Give what each rating leads to, days chosen by the load of the coming study days."""
    ratings = tuple(Rating) if standing.preferences.buttons == 4 else _TWO_BUTTONS
    options = standing.preferences.options
    memory = found.card.memory
    advanced = {rating: advance(memory, rating, options, day.today) for rating in ratings}
    return settled(session, viewer, found, day, options, advanced, latest_day)


def settled(
    session: Session,
    viewer: Viewer,
    found: Candidate,
    day: Day,
    options: Options,
    advanced: Mapping[Rating, Advance],
    latest_day: int | None,
) -> dict[int, Outcome]:
    """Choose the day of each advanced memory by the load of the days that come into question."""
    load = _load(session, viewer, found, days_weighed(advanced.values(), options, day.today, latest_day), day.today)
    seed = seed_of(viewer.id or 0, found.question_id, found.card.memory.reps)
    return {
        int(rating): settle(each, options, day.today, seed=seed, load=load, latest_day=latest_day)
        for rating, each in advanced.items()
    }


def outcome_of(
    session: Session,
    viewer: Viewer,
    found: Candidate,
    day: Day,
    options: Options,
    rating: Rating,
    latest_day: int | None,
) -> Outcome:
    """Give what one rating leads to, computed anew."""
    advanced = {rating: advance(found.card.memory, rating, options, day.today)}
    return settled(session, viewer, found, day, options, advanced, latest_day)[int(rating)]


_SIBLING = aliased(QuestionRow)
_MINE = CardState.learner_id == bindparam("learner_id")


def _due_between(first: str, last: str) -> Select[*tuple[Any, ...]]:
    """Count reviews by due day; one range each, since a seek takes no alternatives."""
    return (
        select(CardState.due_day, func.count(), literal(0))
        .where(
            _MINE,
            CardState.state == "review",
            CardState.is_suspended.is_(False),
            CardState.due_day.between(bindparam(first), bindparam(last)),
        )
        .group_by(CardState.due_day)
    )


_SIBLINGS = (
    select(CardState.due_day, literal(0), literal(1))
    .join(_SIBLING, _SIBLING.id == CardState.question_id)
    .where(
        _MINE,
        CardState.due_day.is_not(None),
        _SIBLING.bank_id == bindparam("bank_id"),
        _SIBLING.sibling_key == bindparam("sibling_key"),
        _SIBLING.id != bindparam("question_id"),
    )
)
_LOAD = Hot(union_all(*(_due_between(f"first{i}", f"last{i}") for i in range(_RANGES)), _SIBLINGS))
_FORECAST = Hot(_due_between("first", "last"))
_SIBLINGS_ALONE = Hot(_SIBLINGS)


def _load(session: Session, viewer: Viewer, found: Candidate, ranges: tuple[range, ...], today: int) -> Load:
    """Count the reviews of each day of the ranges, and find the days of siblings.

    Where the reviews are thousands, a day's answers hardly change them: the forecast is kept for the study day.
    """
    if viewer.id is None or not ranges:
        return NO_LOAD
    bound: dict[str, Any] = {
        "learner_id": viewer.id,
        "bank_id": found.bank_id,
        "sibling_key": found.sibling_key,
        "question_id": found.question_id,
    }
    key = ("forecast", viewer.id)
    forecast: dict[int, int] | None = day_cache.find(session, key, today)
    if forecast is not None:
        siblings = _SIBLINGS_ALONE.all(session, bound) if found.sibling_key is not None else []
        return Load(forecast, frozenset(due_day for due_day, _, _ in siblings))
    rows = _LOAD.all(session, bound | _bounds(ranges))
    due = {due_day: n for due_day, n, is_sibling in rows if not is_sibling}
    if sum(due.values()) > day_cache.keep_from_rows:
        far = _FORECAST.all(session, {"learner_id": viewer.id, "first": today, "last": today + _FORECAST_DAYS})
        day_cache.keep(session, key, today, {due_day: n for due_day, n, _ in far})
    return Load(due, frozenset(due_day for due_day, _, is_sibling in rows if is_sibling))


def _bounds(ranges: tuple[range, ...]) -> dict[str, int]:
    bounds: dict[str, int] = {}
    for i in range(_RANGES):
        days = ranges[i] if i < len(ranges) else range(1, 1)
        bounds |= {f"first{i}": days.start, f"last{i}": days.stop - 1}
    return bounds
