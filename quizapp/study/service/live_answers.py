"""What learners gave in live games becomes events of their cards, once, and is taken back when a round is voided, until
it counts again.

A round that was judged again puts its new rating in the place of the first, and counts where the old key kept it from.

A class under time pressure shows less than a learner alone: what was right is never easy, and moves no card that was
not due; what was wrong brings such a card into today's queue and leaves the rest to its own answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import QuestionRow
from quizapp.core.errors import Conflict
from quizapp.core.live_answers import LiveAnswer, Wanted
from quizapp.core.scheduler import (
    CardEvent,
    CardFold,
    Outcome,
    Rating,
    counts_live,
    effective,
    elapsed_days,
    fold,
    is_double,
    latest_day_of,
    needs_refold,
    rate,
    void_ids,
)
from quizapp.people.models import User
from quizapp.people.viewer import Viewer, viewer_of
from quizapp.study.models import Enrolment, ReviewEvent
from quizapp.study.service.acts import get_event, last_redo, store_act, take_back
from quizapp.study.service.asking import is_key_changed, outcome_of
from quizapp.study.service.cards import list_card_events, wait_for_turns
from quizapp.study.service.enrolments import meet
from quizapp.study.service.held import Held, event_values, find_event, get_held_of_any
from quizapp.study.service.reviews import TAKEN_AT_MOST_MS, insert_event, keep, refold
from quizapp.study.service.standing import Day, day_of


def record_live(session: Session, answers: Sequence[LiveAnswer], now: int) -> int:
    """Store answers of learners who study the question's bank and want them, each once; gives how many were new.

    Whoever is not enrolled, or wants nothing of the game, gets nothing; with `misses` only what was not right.
    What is stored of an answer that was judged again is corrected, whatever its learner wishes now, and what had
    been withdrawn holds again.
    """
    people = _people(session, answers)
    for answer in _list_withdrawn(session, answers):
        _give_back(session, people[answer.learner_id], answer, now)
    stored = _stored_ids(session, answers)
    wanted = _list_wanted(session, [answer for answer in answers if not answer.is_removed], stored)
    for answer in wanted:
        _record(session, people[answer.learner_id], answer, now)
    for answer in answers:
        counted = stored.get((answer.learner_id, answer.client_id))
        # What did not count may do so by now: its key was changed, and set back.
        if counted is False or (counted and answer.is_judged_again):
            _judge_again(session, people[answer.learner_id], answer, now)
    return len(wanted)


def count_wanted(session: Session, answers: Sequence[LiveAnswer], is_enrolling: bool) -> Wanted:
    """Count the answers of one learner that `record_live` would store now, or once they were enrolled."""
    stored = _stored_ids(session, answers)
    wanted = _list_wanted(session, answers, stored, is_enrolling=is_enrolling)
    missed = sum(answer.is_missed for answer in wanted)
    holding = len(stored) - (len(_list_withdrawn(session, answers)) if stored else 0)
    return Wanted(missed, len(wanted) - missed, holding)


def _list_wanted(
    session: Session,
    answers: Sequence[LiveAnswer],
    stored: Mapping[tuple[int, str], bool],
    *,
    is_enrolling: bool = False,
) -> list[LiveAnswer]:
    """List the answers that their learners want and that are not stored, each once; those not enrolled may be about to.

    What is preset for its game decides over an answer whose learner has not chosen.
    """
    known = set(stored)
    in_use = {question_id: bank_id for question_id, bank_id in session.execute(_in_use(answers))}
    wishes = _wishes(session, answers, in_use)
    wanted = []
    for answer in sorted(answers, key=lambda each: (each.learner_id, each.answered_at, each.client_id)):
        wish = wishes.get((answer.learner_id, answer.question_id), "class" if is_enrolling else "off")
        if wish == "class":
            wish = answer.preset
        is_wanted = wish == "on" or (wish == "misses" and answer.is_missed)
        if is_wanted and answer.question_id in in_use and (answer.learner_id, answer.client_id) not in known:
            known.add((answer.learner_id, answer.client_id))
            wanted.append(answer)
    return wanted


def withdraw_live(session: Session, answers: Sequence[LiveAnswer], now: int) -> None:
    """Take back what was stored of these answers; what never was, and what was taken back already, stays as it is."""
    people = _people(session, answers)
    known = _stored_ids(session, answers)
    for answer in sorted(answers, key=lambda each: (each.learner_id, each.answered_at, each.client_id)):
        if (answer.learner_id, answer.client_id) in known:
            _withdraw(session, people[answer.learner_id], answer, now)


def _list_withdrawn(session: Session, answers: Sequence[LiveAnswer]) -> list[LiveAnswer]:
    """List the answers of which something was stored and undone."""
    undo = aliased(ReviewEvent)
    undone = set(
        session.scalars(
            select(ReviewEvent.client_id)
            .join(undo, (undo.target_id == ReviewEvent.id) & (undo.learner_id == ReviewEvent.learner_id))
            .where(
                ReviewEvent.learner_id.in_({each.learner_id for each in answers}),
                ReviewEvent.client_id.in_({each.client_id for each in answers}),
                undo.kind == "undo",
            )
        )
    )
    return [answer for answer in answers if answer.client_id in undone]


def _people(session: Session, answers: Sequence[LiveAnswer]) -> dict[int, Viewer]:
    """Give the learners of answers, once it is this transaction's turn with all of them."""
    ids = sorted({answer.learner_id for answer in answers})
    wait_for_turns(session, ids)
    return {user.id: viewer_of(user) for user in session.scalars(select(User).where(User.id.in_(ids)))}


def _stored_ids(session: Session, answers: Sequence[LiveAnswer]) -> dict[tuple[int, str], bool]:
    """Tell of the answers that are stored whether they counted when they were, by learner and client id."""
    learner_ids, client_ids = {each.learner_id for each in answers}, {each.client_id for each in answers}
    rows = session.execute(
        select(ReviewEvent.learner_id, ReviewEvent.client_id, ReviewEvent.counts).where(
            ReviewEvent.learner_id.in_(learner_ids), ReviewEvent.client_id.in_(client_ids)
        )
    )
    return {(learner_id, client_id): counts for learner_id, client_id, counts in rows}


def _wishes(
    session: Session, answers: Sequence[LiveAnswer], bank_ids: Mapping[int, int]
) -> Mapping[tuple[int, int], str]:
    """Give what enrolled learners want of these questions' rounds, by learner and question.

    Of a question that was moved since (`bank_ids` tell where it is), whoever studies the bank that was played alone
    wants what they want there: so do cards follow their questions.
    """
    wanted = {answer.bank_id for answer in answers} | set(bank_ids.values())
    rows = session.execute(
        select(Enrolment.learner_id, Enrolment.bank_id, Enrolment.live_responses).where(
            Enrolment.learner_id.in_({answer.learner_id for answer in answers}), Enrolment.bank_id.in_(wanted)
        )
    )
    wishes = {(learner_id, bank_id): wish for learner_id, bank_id, wish in rows}
    found = {}
    for answer in answers:
        for bank_id in (bank_ids.get(answer.question_id, answer.bank_id), answer.bank_id):
            if (answer.learner_id, bank_id) in wishes:
                found[answer.learner_id, answer.question_id] = wishes[answer.learner_id, bank_id]
                break
    return found


def _in_use(answers: Sequence[LiveAnswer]) -> Select[int, int]:
    ids = {answer.question_id for answer in answers}
    return select(QuestionRow.id, QuestionRow.bank_id).where(QuestionRow.id.in_(ids), QuestionRow.deleted_at.is_(None))


def _rating(answer: LiveAnswer, card: CardFold) -> Rating:
    return rate(answer.score, answer.way, state=card.memory.state)


def _record(session: Session, viewer: Viewer, answer: LiveAnswer, now: int) -> None:
    held = get_held_of_any(session, answer.learner_id, answer.question_id)
    day = day_of(viewer, min(answer.answered_at, now))
    then = _card_then(session, answer.learner_id, held, day)
    rating = _rating(answer, then)
    latest_day = latest_day_of(answer.way, held.found.question.ways, day.today)
    outcome = None
    if _counts(session, answer, held, then, day):
        outcome = _outcome(session, viewer, held, then, day, rating, latest_day)
    event = _insert(session, answer, held, then, rating, outcome, latest_day, day, now)
    _fold_in(session, answer, held, event, outcome)


def _counts(session: Session, answer: LiveAnswer, held: Held, then: CardFold, day: Day) -> bool:
    return (
        counts_live(then, day.today)
        and not is_double(then.last_at, day.now)
        # What was asked then has another answer now: it says nothing of the card.
        and not is_key_changed(session, held.found, answer.revision)
    )


def _outcome(
    session: Session, viewer: Viewer, held: Held, then: CardFold, day: Day, rating: Rating, latest_day: int | None
) -> Outcome:
    found = replace(held.found, card=then)
    return outcome_of(session, viewer, found, day, held.preferences.options, rating, latest_day)


def _card_then(session: Session, learner_id: int, held: Held, day: Day) -> CardFold:
    """Give the card as it was at that moment: what was done with it since is stored already."""
    card = held.found.card
    if card.acted_at is None or card.acted_at < day.now:
        return card
    events = effective(list_card_events(session, learner_id, held.found.question_id))
    return fold([event for event in events if event.answered_at < day.now], held.preferences.options_of)


def _insert(
    session: Session,
    answer: LiveAnswer,
    held: Held,
    then: CardFold,
    rating: Rating,
    outcome: Outcome | None,
    latest_day: int | None,
    day: Day,
    now: int,
) -> CardEvent:
    last_day = then.memory.last_day
    shared: dict[str, Any] = {
        "kind": "live",
        "client_id": answer.client_id,
        "answered_at": day.now,
        "study_day": day.today,
        "rating": int(rating),
        "way": answer.way,
        "counts": outcome is not None,
        "taken_ms": min(answer.elapsed_ms, TAKEN_AT_MOST_MS),
        "shift_days": outcome.shift_days if outcome else 0,
        "latest_day": latest_day,
        "desired_retention": held.preferences.desired_retention,
    }
    values = event_values(answer.learner_id, held, answer.client_id, "live", day) | shared
    values |= {
        "received_at": now,
        "elapsed_days": None if last_day is None else elapsed_days(last_day, day.today),
        "question_revision": answer.revision,
        "stability_after": outcome.memory.stability if outcome else None,
        "difficulty_after": outcome.memory.difficulty if outcome else None,
        "interval_days": (outcome.interval_days or None) if outcome else None,
    }
    return CardEvent(id=insert_event(session, values), bank_id=held.found.bank_id, **shared)


def _fold_in(session: Session, answer: LiveAnswer, held: Held, event: CardEvent, outcome: Outcome | None) -> None:
    before = held.found.card
    if outcome is not None and not needs_refold(before, event, held.preferences.options):
        keep(session, answer.learner_id, held, event, outcome, answer.revision)
        return
    seen = held.found.seen_revision or (answer.revision if outcome else None)
    refold(session, answer.learner_id, held, added=event, seen_revision=seen)
    if outcome is not None and before.memory.state == "new":
        meet(session, answer.learner_id, held.found.bank_id)


@dataclass(frozen=True, slots=True)
class _Stored:
    """What was stored of an answer and holds: its event, the events of its card, and the card."""

    target: Any
    events: Sequence[CardEvent]
    held: Held


def _find_stored(session: Session, answer: LiveAnswer) -> _Stored | None:
    target = get_event(session, answer.learner_id, answer.client_id)
    events = list_card_events(session, answer.learner_id, target.question_id)
    if target.id in void_ids(events):
        return None
    try:
        return _Stored(target, events, get_held_of_any(session, answer.learner_id, target.question_id))
    except Conflict:
        # Its question is gone, and with it the card that the answer had moved.
        return None


def _withdraw(session: Session, viewer: Viewer, answer: LiveAnswer, now: int) -> None:
    if (stored := _find_stored(session, answer)) is None:
        return
    own_id = _undo_id(answer, last_redo(stored.target.id, stored.events))
    take_back(session, answer.learner_id, stored.held, stored.target, stored.events, own_id, day_of(viewer, now))


def _give_back(session: Session, viewer: Viewer, answer: LiveAnswer, now: int) -> None:
    """Undo what withdrew an answer; what its learner has undone stays so."""
    target = get_event(session, answer.learner_id, answer.client_id)
    events = list_card_events(session, answer.learner_id, target.question_id)
    last_id = last_redo(target.id, events)
    last = next(event for event in events if event.id == last_id)
    if target.id not in void_ids(events) or last.client_id != _undo_id(answer, last.target_id):
        return
    try:
        held = get_held_of_any(session, answer.learner_id, target.question_id)
    except Conflict:
        return
    own_id, day = _undo_id(answer, last_id), day_of(viewer, now)
    card = store_act(session, answer.learner_id, held, own_id, "undo", day, {"target_id": last_id})
    if card.memory.state != "new":
        meet(session, answer.learner_id, held.found.bank_id)


def _undo_id(answer: LiveAnswer, event_id: int | None) -> str:
    """Give the id of the undo by which a game takes back an event that came of an answer."""
    return str(uuid5(NAMESPACE_OID, f"{answer.client_id}/{event_id}"))


def _judge_again(session: Session, viewer: Viewer, answer: LiveAnswer, now: int) -> None:
    if (stored := _find_stored(session, answer)) is None:
        return
    learner_id, held = answer.learner_id, stored.held
    day = day_of(viewer, min(answer.answered_at, now))
    then = _card_then(session, learner_id, held, day)
    rating = _rating(answer, then)
    was = next(event for event in effective(stored.events) if event.id == stored.target.id)
    # What counted by the key of its time goes on counting, whatever else was heard of its card since.
    counts = was.counts or _counts(session, answer, held, then, day)
    own_id = str(uuid5(NAMESPACE_OID, f"{answer.client_id}/judged by {answer.revision}"))
    if (was.rating, was.counts) == (rating, counts) or find_event(session, learner_id, own_id) is not None:
        return
    outcome = _outcome(session, viewer, held, then, day, rating, was.latest_day) if counts else None
    judged = {
        "target_id": was.id,
        "rating": int(rating),
        "way": answer.way,
        "counts": counts,
        "shift_days": outcome.shift_days if outcome else 0,
        "interval_days": (outcome.interval_days or None) if outcome else None,
    }
    seen_revision = answer.revision if counts else None
    store_act(session, learner_id, held, own_id, "correction", day_of(viewer, now), judged, seen_revision)
    if counts and held.found.card.memory.state == "new":
        meet(session, learner_id, held.found.bank_id)
