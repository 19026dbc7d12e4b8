"""What a learner answered in another program becomes events of their own cards, and goes again with its import.

The fold judges these answers as it judges those given here, each at its true time. The same answer brought again is the
same event; so are a card begun anew, and one that was put away, which are acts and no answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import Select, and_, delete, func, insert, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service import BroughtHistory, tally_first_answer
from quizapp.banks.service.importing import is_history_wanted
from quizapp.core.formats.past_answers import PastAnswer, PastCard
from quizapp.core.kinds import parse_question
from quizapp.core.question import Way
from quizapp.core.scheduler import (
    CardEvent,
    CardFold,
    EventKind,
    Rating,
    Replay,
    Shelf,
    Totals,
    contributions_of,
    difference,
    elapsed_days,
    is_double,
    latest_day_of,
    replay,
)
from quizapp.people.models import User
from quizapp.people.viewer import Viewer, viewer_of
from quizapp.study.models import CardState, ReviewEvent
from quizapp.study.service.cards import add_totals, batches, events_of_cards, save_card, wait_for_turn
from quizapp.study.service.day_cache import day_cache
from quizapp.study.service.enrolments import meet, pull_cursor
from quizapp.study.service.preferences import Preferences, get_preferences
from quizapp.study.service.reviews import TAKEN_AT_MOST_MS
from quizapp.study.service.standing import Day, day_of

KIND: EventKind = "anki"
_INSERT = insert(ReviewEvent)
_OPEN_WAYS: tuple[Way, ...] = ("self", "recall")


@dataclass(frozen=True, slots=True)
class _Place:
    """A question that answers go to, and its learner's card as it is counted and was seen."""

    question_id: int
    bank_id: int
    position: int
    revision: int
    shelf: Shelf
    seen_revision: int | None
    ways: tuple[Way, ...]

    @property
    def way(self) -> Way:
        """How a program of cards has asked it: nothing was offered to choose from, if it can be asked so."""
        return next((way for way in _OPEN_WAYS if way in self.ways), self.ways[0])


@dataclass(slots=True)
class _Learner:
    """Whose cards are worked on, in one transaction; what follows from all of them is done once."""

    session: Session
    viewer: Viewer
    learner_id: int
    preferences: Preferences
    totals: list[Totals] = field(default_factory=list)

    @classmethod
    def find(cls, session: Session, learner_id: int) -> Self | None:
        """Find a learner when it is this transaction's turn with them; None = they were erased."""
        wait_for_turn(session, learner_id)
        user = session.get(User, learner_id)
        if user is None:
            return None
        return cls(session, viewer_of(user), learner_id, get_preferences(session, learner_id))

    def replay(self, events: Sequence[CardEvent]) -> Replay:
        return replay(events, self.preferences.options_of)

    def keep(self, place: _Place, before: Replay, after: Replay, head_event_id: int | None, seen: int | None) -> None:
        """Let a card and all that counts it follow its events."""
        added = difference(contributions_of(after, place.shelf), contributions_of(before, place.shelf))
        self.totals.append(added)
        was, now = _first_answer(before), _first_answer(after)
        if was != now:
            tally_first_answer(self.session, place.question_id, place.bank_id, now[0] - was[0], now[1] - was[1])
        save_card(
            self.session,
            replace(after.card, head_event_id=head_event_id),
            learner_id=self.learner_id,
            question_id=place.question_id,
            bank_id=place.shelf.bank_id,
            about=place.shelf.about,
            seen_revision=seen,
        )

    def finish(self) -> None:
        for each in self.totals:
            add_totals(self.session, self.learner_id, each)
        day_cache.forget(self.session, self.learner_id)


def find_questions(session: Session, bank_id: int, slugs: Sequence[str]) -> dict[str, int]:
    """Find the questions of a bank that are in use, by their names."""
    rows = select(QuestionRow.slug, QuestionRow.id).where(
        QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None)
    )
    found = (session.execute(rows.where(QuestionRow.slug.in_(part))) for part in batches(slugs))
    return {slug: question_id for part in found for slug, question_id in part}


def list_in_use(session: Session, bank_id: int, ids: Sequence[int]) -> set[int]:
    """Give those of some questions that are in use in a bank."""
    rows = select(QuestionRow.id).where(QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None))
    return {each for part in batches(ids) for each in session.scalars(rows.where(QuestionRow.id.in_(part)))}


def count_new(session: Session, learner_id: int | None, bank_id: int | None, cards: Mapping[str, PastCard]) -> int:
    """Count the answers that would become events of a learner: those that are not theirs yet, by questions of a bank.

    Of answers that are dated in the future none is among `cards`.
    """
    total = sum(1 for card in cards.values() for each in card.answers if each.rating)
    if learner_id is None or bank_id is None:
        return total
    known = 0
    ids = find_questions(session, bank_id, list(cards))
    slug_by_id = {question_id: slug for slug, question_id in ids.items()}
    for part in batches(list(slug_by_id)):
        for question_id, events in events_of_cards(session, learner_id, part).items():
            stored = {event.client_id for event in events}
            past = cards[slug_by_id[question_id]].answers
            known += sum(bool(each.rating) and _client_id(question_id, each) in stored for each in past)
    return total - known


def bring(session: Session, change: BroughtHistory, cards: Mapping[int, PastCard]) -> None:
    """Store what was answered to some questions, while their import stands; what is stored already is left alone."""
    if not is_history_wanted(session, change.import_id):
        return
    learner = _Learner.find(session, change.learner_id)
    if learner is None:
        return
    stored = events_of_cards(session, change.learner_id, list(cards))
    rows: list[dict[str, Any]] = []
    changed: list[tuple[_Place, Replay, Replay]] = []
    for place in _places(session, change.learner_id, list(cards)):
        events = stored[place.question_id]
        new = _new_events(learner, place, cards[place.question_id], events, change.at)
        if new:
            before, after = learner.replay(events), learner.replay([*events, *new.values()])
            rows += [_row_of(learner, place, step, new, change.at) for step in _steps(after) if step[1].id in new]
            changed.append((place, before, after))
    if not changed:
        return
    session.execute(_INSERT, rows)
    heads = _heads(session, change.learner_id, [place.question_id for place, _, _ in changed])
    for place, before, after in changed:
        learner.keep(place, before, after, heads[place.question_id], place.seen_revision or place.revision)
    learner.finish()
    for bank_id in sorted({place.shelf.bank_id for place, _, _ in changed}):
        meet(session, change.learner_id, bank_id)


def _new_events(
    learner: _Learner, place: _Place, card: PastCard, events: Sequence[CardEvent], at: int
) -> dict[int, CardEvent]:
    """Make the events that are not stored yet, numbered behind those that are."""
    known = {event.client_id for event in events}
    counted = sorted(event.answered_at for event in events if event.is_counted)
    last_at, number = None, max((event.id for event in events), default=0)
    found: dict[int, CardEvent] = {}
    for past in card.answers:
        client_id = _client_id(place.question_id, past)
        while counted and counted[0] <= past.at:
            last_at = counted.pop(0)
        if client_id in known or past.at > at:
            continue
        number += 1
        event = _event_of(learner, place, past, client_id, number, is_new=not is_double(last_at, past.at))
        last_at = past.at if event.is_counted else last_at
        found[number] = event
    if card.is_suspended and card.answers and (put_away := _act_id(place.question_id, "suspend")) not in known:
        day = day_of(learner.viewer, at)
        found[number + 1] = _made(place, number + 1, put_away, day, action="suspend")
    return found


def _event_of(
    learner: _Learner, place: _Place, past: PastAnswer, client_id: str, number: int, *, is_new: bool
) -> CardEvent:
    day = day_of(learner.viewer, past.at)
    if not past.rating:
        return _made(place, number, client_id, day, action="reset")
    return _made(
        place,
        number,
        client_id,
        day,
        rating=past.rating,
        way=place.way,
        counts=past.counts and is_new,
        taken_ms=min(past.taken_ms, TAKEN_AT_MOST_MS),
        latest_day=latest_day_of(place.way, place.ways, day.today),
        desired_retention=learner.preferences.desired_retention,
    )


def _made(place: _Place, number: int, client_id: str, day: Day, **further: Any) -> CardEvent:
    return CardEvent(
        id=number,
        client_id=client_id,
        kind=KIND,
        answered_at=day.now,
        study_day=day.today,
        bank_id=place.bank_id,
        **further,
    )


def _client_id(question_id: int, past: PastAnswer) -> str:
    """Name an answer: Anki counts its answers by their milliseconds, so no two of a collection have one time."""
    return str(uuid5(NAMESPACE_OID, f"anki/{question_id}/{past.at}"))


def _act_id(question_id: int, action: str) -> str:
    return str(uuid5(NAMESPACE_OID, f"anki/{question_id}/{action}"))


def _steps(replayed: Replay) -> list[tuple[CardFold, CardEvent, CardFold]]:
    """Give each event with the card before and after it."""
    after = [*(card for card, _ in replayed.steps[1:]), replayed.card]
    return [(before, event, then) for (before, event), then in zip(replayed.steps, after, strict=True)]


def _row_of(
    learner: _Learner,
    place: _Place,
    step: tuple[CardFold, CardEvent, CardFold],
    new: Mapping[int, CardEvent],
    at: int,
) -> dict[str, Any]:
    before, event, after = step
    day = day_of(learner.viewer, event.answered_at)
    last_day = before.memory.last_day
    moved = event.is_counted
    return {
        "learner_id": learner.learner_id,
        "client_id": event.client_id,
        "question_id": place.question_id,
        "bank_id": place.bank_id,
        "kind": KIND,
        "rating": new[event.id].rating,
        "way": event.way,
        "answered_at": event.answered_at,
        "received_at": at,
        "study_day": event.study_day,
        "utc_offset_minutes": day.utc_offset_minutes,
        "elapsed_days": None if last_day is None or not event.rating else elapsed_days(last_day, event.study_day),
        "taken_ms": event.taken_ms,
        "question_revision": place.revision,
        "stability_after": after.memory.stability if moved else None,
        "difficulty_after": after.memory.difficulty if moved else None,
        "interval_days": (after.interval_days or None) if moved and after.due_at is None else None,
        "shift_days": 0,
        "latest_day": event.latest_day,
        "desired_retention": event.desired_retention,
        "counts": event.counts,
        "target_id": None,
        "action": event.action,
    }


def _places(session: Session, learner_id: int, question_ids: Sequence[int], *, in_use: bool = True) -> list[_Place]:
    of_card = and_(CardState.question_id == QuestionRow.id, CardState.learner_id == learner_id)
    columns = select(
        QuestionRow.id,
        QuestionRow.bank_id,
        QuestionRow.position,
        QuestionRow.revision,
        QuestionRow.body,
        func.coalesce(CardState.bank_id, QuestionRow.bank_id),
        func.coalesce(CardState.about, QuestionRow.about),
        CardState.seen_revision,
    )
    found = columns.outerjoin(CardState, of_card).order_by(QuestionRow.id)
    if in_use:
        found = found.where(QuestionRow.deleted_at.is_(None))
    return [
        _Place(identity, bank_id, position, revision, Shelf(of_bank, about), seen, parse_question(body).ways)
        for part in batches(question_ids)
        for identity, bank_id, position, revision, body, of_bank, about, seen in session.execute(
            found.where(QuestionRow.id.in_(part))
        )
    ]


def _heads(session: Session, learner_id: int, question_ids: Sequence[int]) -> dict[int, int]:
    """Give the newest event of each card that has any."""
    newest = select(ReviewEvent.question_id, func.max(ReviewEvent.id)).where(ReviewEvent.learner_id == learner_id)
    newest = newest.group_by(ReviewEvent.question_id)
    found = (session.execute(newest.where(ReviewEvent.question_id.in_(part))) for part in batches(question_ids))
    return {question_id: head for part in found for question_id, head in part}


def _first_answer(replayed: Replay) -> tuple[int, int]:
    first = next((event for _, event in replayed.steps if event.is_counted), None)
    return (0, 0) if first is None else (1, int(first.rating > Rating.AGAIN))


def list_brought(session: Session, change: BroughtHistory) -> dict[int, int]:
    """Give how many events of an import each question has."""
    counts = select(ReviewEvent.question_id, func.count()).where(_is_brought(change))
    rows = session.execute(counts.group_by(ReviewEvent.question_id).order_by(ReviewEvent.question_id))
    return {question_id: count for question_id, count in rows}


def count_brought(session: Session, change: BroughtHistory) -> tuple[int, int]:
    """Count the answers that came with an import, and the acts beside them: cards begun anew or put away."""
    counts = select(func.count().filter(ReviewEvent.rating > 0), func.count()).where(_is_brought(change))
    answers, events = session.execute(counts.select_from(ReviewEvent)).one()
    return answers, events - answers


def _is_brought(change: BroughtHistory) -> Any:
    return and_(
        ReviewEvent.learner_id == change.learner_id, ReviewEvent.kind == KIND, ReviewEvent.received_at == change.at
    )


def count_by_question(session: Session, change: BroughtHistory) -> dict[int, int]:
    """Count the answers of an import that go with it, by their questions: where nobody has answered here since."""
    counts = select(ReviewEvent.question_id, func.count()).where(_is_brought(change), ReviewEvent.rating > 0)
    since = set(session.scalars(_answered_since(change)))
    found = session.execute(counts.group_by(ReviewEvent.question_id))
    return {question_id: count for question_id, count in found if question_id not in since}


def _answered_since(change: BroughtHistory) -> Select[int]:
    """Select the questions that the learner of a history has answered here since it came."""
    own, kinds = ReviewEvent.learner_id == change.learner_id, ReviewEvent.kind.in_(("review", "live"))
    return select(ReviewEvent.question_id).where(own, kinds, ReviewEvent.received_at >= change.at).distinct()


def withdraw(session: Session, change: BroughtHistory, question_ids: Sequence[int]) -> None:
    """Take the events of an import away from some questions, but where their learner has answered here since."""
    learner = _Learner.find(session, change.learner_id)
    if learner is None:
        return
    own, some = ReviewEvent.learner_id == change.learner_id, ReviewEvent.question_id.in_(question_ids)
    answered = set(session.scalars(_answered_since(change).where(some)))
    ids = [each for each in question_ids if each not in answered]
    before = events_of_cards(session, change.learner_id, ids)
    gone = set(session.scalars(select(ReviewEvent.id).where(_is_brought(change), ReviewEvent.question_id.in_(ids))))
    # What was said of them goes with them, and so does what was said of that: it has the higher number.
    for event in sorted((event for events in before.values() for event in events), key=lambda event: event.id):
        if event.target_id in gone:
            gone.add(event.id)
    for part in batches(sorted(gone)):
        session.execute(delete(ReviewEvent).where(own, ReviewEvent.id.in_(part)))
    for place in _places(session, change.learner_id, ids, in_use=False):
        events = before[place.question_id]
        left = [event for event in events if event.id not in gone]
        after = learner.replay(left)
        learner.keep(place, learner.replay(events), after, after.card.head_event_id, place.seen_revision)
        if after.card.memory.state == "new":
            pull_cursor(session, change.learner_id, place.bank_id, place.position)
    learner.finish()
