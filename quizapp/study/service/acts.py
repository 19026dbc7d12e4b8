"""Acts on a card besides answering: undo, correction, suspend, resume, bury, due today. Each is an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import bindparam, func, insert, or_, select
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import QuestionRow
from quizapp.banks.service import withdraw_spelling
from quizapp.core.errors import Conflict, NotFound
from quizapp.core.plain_stem import stem_in_line
from quizapp.core.question import Way
from quizapp.core.scheduler import CardEvent, CardFold, ManualAction, Rating, void_ids
from quizapp.people.models import User
from quizapp.people.viewer import Viewer, viewer_of
from quizapp.plumbing.hot import Hot
from quizapp.study.models import CardState, ReviewEvent
from quizapp.study.service.cards import EVENT_COLUMNS, batches, event_of, list_card_events, wait_for_turn
from quizapp.study.service.enrolments import find_live_wish, meet, pull_cursor
from quizapp.study.service.held import Held, event_values, find_event, get_held, get_held_of_any
from quizapp.study.service.reviews import refold
from quizapp.study.service.standing import Day, day_of
from quizapp.study.service.telling import follow_correction

_UNDO = aliased(ReviewEvent)
_INSERT = insert(ReviewEvent)
_STORED = select(*EVENT_COLUMNS, ReviewEvent.question_id, ReviewEvent.question_revision).where(
    ReviewEvent.learner_id == bindparam("learner_id"), ReviewEvent.client_id == bindparam("client_id")
)
_GONE = "There is no such answer of yours."


def get_event(session: Session, learner_id: int | None, client_id: str) -> Any:
    """Give a stored event of the learner by its client's id.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    row = session.execute(_STORED, {"learner_id": learner_id, "client_id": client_id}).first()
    if row is None:
        raise NotFound(_GONE)
    return row


def undo(session: Session, viewer: Viewer, target_client_id: str, client_id: str, day: Day) -> tuple[int, int]:
    """Take an event back; doing so twice changes nothing more. Gives the ids of question and bank.

    Raises:
        NotFound: there is no such event of this learner.
        Conflict: the question is gone, or closed to the viewer.
    """
    learner_id = id_of(viewer)
    wait_for_turn(session, learner_id)
    target = get_event(session, learner_id, target_client_id)
    question_id, bank_id = target.question_id, target.bank_id
    events = list_card_events(session, learner_id, question_id)
    if target.id in void_ids(events) or find_event(session, learner_id, client_id) is not None:
        return question_id, bank_id
    take_back(session, learner_id, get_held(session, viewer, question_id), target, events, client_id, day)
    return question_id, bank_id


def take_back(
    session: Session, learner_id: int, held: Held, target: Any, events: Sequence[CardEvent], client_id: str, day: Day
) -> None:
    """Store the undo of one of a card's events that holds, and let what followed from it follow."""
    card = store_act(session, learner_id, held, client_id, "undo", day, {"target_id": last_redo(target.id, events)})
    if any(event.kind == "correction" and event.target_id == target.id for event in events):
        withdraw_spelling(session, client_id=target.client_id, learner_id=learner_id)
    if card.memory.state == "new":
        pull_cursor(session, learner_id, held.found.bank_id, held.found.position)


def correct(session: Session, viewer: Viewer, target_client_id: str, rating: Rating, client_id: str, day: Day) -> None:
    """Put another rating in the place of an answer's; typed words that count after all are offered to the bank's owner.

    Raises:
        NotFound: there is no such answer of this learner.
        Conflict: the answer was undone, or the question is gone or closed to the viewer.
    """
    learner_id = id_of(viewer)
    wait_for_turn(session, learner_id)
    target = get_event(session, learner_id, target_client_id)
    if target.kind != "review":
        raise NotFound(_GONE)
    if find_event(session, learner_id, client_id) is not None:
        return
    if target.id in void_ids(list_card_events(session, learner_id, target.question_id)):
        raise Conflict("That answer was undone. There is nothing left to correct.")
    held = get_held(session, viewer, target.question_id)
    store_act(session, learner_id, held, client_id, "correction", day, {"target_id": target.id, "rating": int(rating)})
    follow_correction(session, learner_id, target, rating, day)


def act(
    session: Session,
    viewer: Viewer,
    question_id: int,
    action: ManualAction,
    client_id: str,
    day: Day,
    way: Way | None = None,
) -> None:
    """Suspend, resume, bury, make due or fix the way of a card; the same act sent twice is one.

    Raises:
        Conflict: the question is gone, or closed to the viewer.
    """
    learner_id = id_of(viewer)
    wait_for_turn(session, learner_id)
    if find_event(session, learner_id, client_id) is not None:
        return
    held = get_held(session, viewer, question_id)
    card = store_act(session, learner_id, held, client_id, "manual", day, {"action": action, "way": way})
    if card.memory.state == "new":
        if action == "suspend":
            meet(session, learner_id, held.found.bank_id)
        else:
            pull_cursor(session, learner_id, held.found.bank_id, held.found.position)


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """How many learners are asked questions again, of how many nothing of the game enters their study, and of how many
    all these questions were taken out of their bank.
    """

    queued: int
    unwilling: int
    out: int


def queue_again(session: Session, wanted: Sequence[tuple[int, int]], preset: str, key: str, now: int) -> AskedAgain:
    """Make questions due today for learners who have met them, as (learner, question).

    Whoever wants nothing of games in their study of the bank is left alone, `preset` being what it is for who has not
    chosen.
    `key` names the occasion: with the same one nothing is done twice.
    """
    queued: set[int] = set()
    unwilling: set[int] = set()
    out: set[int] = set()
    for learner_id, question_id in sorted(set(wanted)):
        wait_for_turn(session, learner_id)
        own_id = str(uuid5(NAMESPACE_OID, f"{key}/{learner_id}/{question_id}"))
        if find_event(session, learner_id, own_id) is not None:
            queued.add(learner_id)
            continue
        try:
            held = get_held_of_any(session, learner_id, question_id)
        except Conflict:
            out.add(learner_id)
            continue
        if find_live_wish(session, learner_id, held.found.bank_id, preset) == "off":
            unwilling.add(learner_id)
        elif held.found.card.memory.state != "new":
            day = day_of(viewer_of(session.get_one(User, learner_id)), now)
            store_act(session, learner_id, held, own_id, "manual", day, {"action": "due_today"})
            queued.add(learner_id)
    return AskedAgain(len(queued), len(unwilling - queued), len(out - queued - unwilling))


def count_met(session: Session, question_ids: Sequence[int]) -> int:
    """Count the cards of learners who have met these questions, one a learner and question; whose is not told."""
    met = (
        select(func.count())
        .select_from(CardState)
        .join(User, CardState.learner_id == User.id)
        .where(CardState.state != "new")
    )
    return sum(session.scalar(met.where(CardState.question_id.in_(ids))) or 0 for ids in batches(question_ids))


def list_answered(session: Session, question_ids: Sequence[int], since: int) -> set[int]:
    """List those of some questions that anybody has answered since a moment (ms), by whom and in which bank ever."""
    is_answer = (ReviewEvent.received_at >= since) & ReviewEvent.kind.in_(("review", "live"))
    answered = select(ReviewEvent.question_id).where(is_answer).distinct()
    return {
        each
        for ids in batches(question_ids)
        for each in session.scalars(answered.where(ReviewEvent.question_id.in_(ids)))
    }


def id_of(viewer: Viewer) -> int:
    """Give the id under which a viewer's learning is kept.

    Raises:
        NotFound: a passer-by has none.
    """
    if viewer.id is None:
        raise NotFound(_GONE)
    return viewer.id


_LATEST = Hot(
    select(ReviewEvent.client_id, ReviewEvent.id)
    .where(
        ReviewEvent.learner_id == bindparam("learner_id"),
        ReviewEvent.bank_id == bindparam("bank_id"),
        or_(ReviewEvent.kind == "review", ReviewEvent.action.in_(("suspend", "bury"))),
        ~select(_UNDO.id)
        .where(_UNDO.learner_id == ReviewEvent.learner_id, _UNDO.kind == "undo", _UNDO.target_id == ReviewEvent.id)
        .exists(),
    )
    # In the order of storing: the clocks of devices differ, and client ids begin with their time.
    .order_by(ReviewEvent.id.desc())
    .limit(1)
)


def find_latest(session: Session, viewer: Viewer, bank_id: int) -> str | None:
    """Find the client's id of what the viewer did last in a bank and did not undo: an answer, or a card put aside."""
    if viewer.id is None:
        return None
    row = _LATEST.first(session, {"learner_id": viewer.id, "bank_id": bank_id})
    return None if row is None else str(row.client_id)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A card that the learner set aside."""

    question_id: int
    title: str


def list_set_aside(session: Session, viewer: Viewer, bank_id: int) -> list[SetAside]:
    """List the cards of a bank that the viewer has set aside, in the order of the bank."""
    rows = session.execute(
        select(QuestionRow.id, QuestionRow.body)
        .join(CardState, CardState.question_id == QuestionRow.id)
        .where(
            CardState.learner_id == viewer.id,
            CardState.bank_id == bank_id,
            CardState.is_suspended,
            QuestionRow.deleted_at.is_(None),
        )
        .order_by(QuestionRow.position)
        .limit(500)
    )
    return [SetAside(row.id, stem_in_line(row.body["stem"])) for row in rows]


def last_redo(event_id: int, events: Sequence[CardEvent]) -> int:
    """Give what an undo of an event in force takes back: the event, or the last undo of an undo that restored it."""
    undone_by = {event.target_id: event.id for event in events if event.kind == "undo"}
    while event_id in undone_by:
        event_id = undone_by[event_id]
    return event_id


def store_act(
    session: Session,
    learner_id: int,
    held: Held,
    client_id: str,
    kind: str,
    day: Day,
    values: dict[str, Any],
    seen_revision: int | None = None,
) -> CardFold:
    """Store an event other than an answer, with columns of its own, and give what its card is then.

    `seen_revision` is what its learner has seen of a question by then that they had not met before.
    """
    event = event_values(learner_id, held, client_id, kind, day) | values
    session.execute(_INSERT, event)
    added = event_of(get_event(session, learner_id, client_id))
    return refold(session, learner_id, held, added=added, seen_revision=held.found.seen_revision or seen_revision)
