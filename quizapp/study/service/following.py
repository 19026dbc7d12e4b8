"""What becomes of learners' cards when another answer is right: few follow at once, many by a job, some at a time.

What follows bears the moment of the change, wherever it is stored: whoever has answered since has answered after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any, Self, TypeAlias
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service import LoadReport
from quizapp.core.errors import Conflict
from quizapp.core.scheduler import effective, void_ids
from quizapp.people.models import User
from quizapp.people.viewer import viewer_of
from quizapp.plumbing import jobs
from quizapp.plumbing.clock import from_epoch_ms
from quizapp.study.models import CardState, ReviewEvent
from quizapp.study.service.acts import store_act, take_back
from quizapp.study.service.brought_jobs import follow_history
from quizapp.study.service.cards import batches, list_card_events, wait_for_turn
from quizapp.study.service.enrolments import pull_all_cursors, pull_cursor
from quizapp.study.service.held import find_event, get_held_of_any
from quizapp.study.service.standing import day_of

#: The kind of the job that lets many cards follow.
CARDS = "cards"
#: So many cards follow within the change itself: whoever answers waits for all of them.
AT_ONCE = 100
TAKE_BACK = "take_back"

#: A learner and a question.
CardKey: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed and what becomes of cards: `action` is due_today, reset or take_back.

    `revisions` are those that changed the keys, by question; what they did to cards is taken back, or done.
    """

    bank_id: int
    action: Any
    revisions: Mapping[int, int]
    #: The moment of the change, ms.
    now: int

    def dump(self) -> dict[str, Any]:
        """Give it as a job's arguments."""
        return asdict(self) | {"revisions": [list(each) for each in self.revisions.items()]}

    @classmethod
    def parse(cls, arguments: Mapping[str, Any]) -> Self:
        """Read what `dump` gave."""
        return cls(**{**arguments, "revisions": {question: number for question, number in arguments["revisions"]}})


def follow_edit(session: Session, report: LoadReport, choice: str, now: int) -> None:
    """Let learners' cards follow what was changed; those of changed keys are due today, reset, or kept as they are.

    Where these are many, a job is put down that does it.
    """
    if report.taken_back:
        # Before anything of a learner is locked: a piece of a job locks its job first.
        _leave_out(session, report.taken_back)
    if report.first_moved_position is not None:
        pull_all_cursors(session, report.bank_id, report.first_moved_position)
    if report.taken_back:
        _begin(session, Change(report.bank_id, TAKE_BACK, report.taken_back, now))
    if report.key_changed_ids and choice in ("due_today", "reset"):
        _begin(session, Change(report.bank_id, choice, _revisions(session, report.key_changed_ids), now))
    if report.history is not None:
        follow_history(session, report.history)


def _leave_out(session: Session, taken_back: Mapping[int, int]) -> None:
    """Let open jobs do nothing more for revisions that are taken back: what they have done already is found."""
    for job in jobs.list_open(session, CARDS):
        change = Change.parse(job.arguments)
        rest = {each: number for each, number in change.revisions.items() if taken_back.get(each) != number}
        if change.action != TAKE_BACK and len(rest) < len(change.revisions):
            job.arguments = replace(change, revisions=rest).dump()
            session.flush()


def _revisions(session: Session, question_ids: Sequence[int]) -> dict[int, int]:
    """Give the present revision of each question."""
    numbers = select(QuestionRow.id, QuestionRow.revision)
    rows = (row for ids in batches(question_ids) for row in session.execute(numbers.where(QuestionRow.id.in_(ids))))
    return {row.id: row.revision for row in rows}


def _begin(session: Session, change: Change) -> None:
    cards = list_cards(session, change, at_most=AT_ONCE + 1)
    if len(cards) <= AT_ONCE:
        follow_cards(session, change, cards)
        return
    # A job has an owner, with whom it goes; `hand_on_jobs` gives it to another learner then.
    owner_id, _ = cards[0]
    words, now = "Waiting for its turn", from_epoch_ms(change.now)
    jobs.enqueue(session, CARDS, owner_id=owner_id, arguments=change.dump(), words=words, now=now)


def list_cards(session: Session, change: Change, at_most: int | None = None) -> list[CardKey]:
    """List the cards of learners whom a change concerns, or some of them, in the order in which all wait for turns."""
    find = _find_done if change.action == TAKE_BACK else _find_met
    return sorted(islice(find(session, change), at_most))


def _find_met(session: Session, change: Change) -> Iterator[CardKey]:
    of_learners = select(CardState.learner_id, CardState.question_id).join(User, CardState.learner_id == User.id)
    met = of_learners.where(CardState.state != "new")
    for ids in batches(list(change.revisions)):
        yield from map(tuple, session.execute(met.where(CardState.question_id.in_(ids))))


def _find_done(session: Session, change: Change) -> Iterator[CardKey]:
    """Find the cards to which the installation, and no learner, has done what followed from these revisions."""
    for ids in batches(list(change.revisions)):
        for event in session.execute(_ACTS.where(ReviewEvent.question_id.in_(ids))):
            if _is_done_for(event, change):
                yield event.learner_id, event.question_id


_ACTS = (
    select(
        ReviewEvent.id,
        ReviewEvent.client_id,
        ReviewEvent.learner_id,
        ReviewEvent.question_id,
        ReviewEvent.bank_id,
        ReviewEvent.question_revision,
        ReviewEvent.received_at,
    )
    .join(User, ReviewEvent.learner_id == User.id)
    .where(ReviewEvent.kind == "manual", ReviewEvent.action.in_(("due_today", "reset")))
)


def _is_done_for(event: Any, change: Change) -> bool:
    own_id = _edit_id(event.bank_id, event.question_id, event.learner_id, event.received_at)
    return bool(event.question_revision == change.revisions[event.question_id] and event.client_id == own_id)


def _edit_id(bank_id: int, question_id: int, learner_id: int, now: int) -> str:
    """Name what a changed key does to a card."""
    return str(uuid5(NAMESPACE_OID, f"{bank_id}/{question_id}/{learner_id}/{now}"))


def follow_cards(session: Session, change: Change, cards: Sequence[CardKey]) -> None:
    """Let some cards follow a change; those that have are left as they are, and so are those that it no longer says."""
    for learner_id, question_id in cards:
        wait_for_turn(session, learner_id)
        # They may have been erased, or have become an account's, since the cards were listed.
        user = session.get(User, learner_id)
        if user is not None and question_id in change.revisions:
            follow = _take_back if change.action == TAKE_BACK else _act
            follow(session, change, user, question_id)


def _act(session: Session, change: Change, user: User, question_id: int) -> None:
    own_id = _edit_id(change.bank_id, question_id, user.id, change.now)
    if find_event(session, user.id, own_id) is not None or not _was_met(session, change, user.id, question_id):
        return
    try:
        held = get_held_of_any(session, user.id, question_id)
    except Conflict:
        # One that was archived since is asked no more.
        return
    values = {
        "action": change.action,
        "question_revision": change.revisions[question_id],
        "bank_id": change.bank_id,
    }
    card = store_act(session, user.id, held, own_id, "manual", day_of(viewer_of(user), change.now), values)
    if card.memory.state == "new":
        pull_cursor(session, user.id, held.found.bank_id, held.found.position)


def _was_met(session: Session, change: Change, learner_id: int, question_id: int) -> bool:
    """Tell whether a card was met before a change; one that was met since knows nothing else."""
    events = effective(list_card_events(session, learner_id, question_id))
    return any(event.is_counted and event.answered_at <= change.now for event in events)


def _take_back(session: Session, change: Change, user: User, question_id: int) -> None:
    own = _ACTS.where(ReviewEvent.learner_id == user.id, ReviewEvent.question_id == question_id)
    for done in session.execute(own.order_by(ReviewEvent.id)).all():
        events = list_card_events(session, user.id, question_id)
        own_id = str(uuid5(NAMESPACE_OID, f"undo/{done.client_id}"))
        is_over = done.id in void_ids(events) or find_event(session, user.id, own_id) is not None
        if is_over or not _is_done_for(done, change):
            continue
        try:
            held = get_held_of_any(session, user.id, question_id)
        except Conflict:
            # One that was archived since is asked no more.
            return
        take_back(session, user.id, held, done, events, own_id, day_of(viewer_of(user), change.now))


def hand_on_jobs(session: Session, learner_id: int, heir_id: int | None = None) -> None:
    """Give what is still to be done for others to an heir, or to one of these, before a learner goes."""
    for job in jobs.list_open(session, CARDS):
        if job.owner_id == learner_id:
            others = (card for card in list_cards(session, Change.parse(job.arguments)) if card[0] != learner_id)
            job.owner_id = heir_id or next(others, (learner_id, 0))[0]
    session.flush()
