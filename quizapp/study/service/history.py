"""A learner's whole history: merged when a guest gets an account, exported, erased, checked against its events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, func, inspect, or_, select, update
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import Bank, QuestionReport, QuestionRow
from quizapp.core.scheduler import CardEvent, CardFold, OptionsOf, Shelf, Totals, contributions, difference, fold
from quizapp.plumbing.db import Base
from quizapp.study.models import (
    CardState,
    DayTotal,
    Enrolment,
    MemoryTotal,
    Preset,
    ReviewEvent,
    ReviewResponse,
)
from quizapp.study.service.cards import (
    CARD_COLUMNS,
    add_totals,
    batches,
    events_of_cards,
    fold_of,
    has_row,
    save_card,
    stored_totals,
    sweep_totals,
    wait_for_turn,
)
from quizapp.study.service.day_cache import day_cache
from quizapp.study.service.enrolments import meet
from quizapp.study.service.following import hand_on_jobs
from quizapp.study.service.preferences import get_preferences


def merge_learners(session: Session, guest_id: int, learner_id: int) -> None:
    """Give a guest's answers to an account: both histories of a card are folded into one.

    Answers that both hold (same client id) count once. The account's own preferences win.
    """
    if guest_id == learner_id:
        return
    day_cache.forget(session, learner_id)
    day_cache.forget(session, guest_id)
    hand_on_jobs(session, guest_id, learner_id)
    for person_id in sorted((guest_id, learner_id)):
        wait_for_turn(session, person_id)
    questions = _met_questions(session, guest_id)
    _move_preset(session, guest_id, learner_id)
    options_of = get_preferences(session, learner_id).options_of
    _move_enrolments(session, guest_id, learner_id)
    for question_ids in batches(questions):
        shelves = _shelves(session, learner_id, question_ids)
        before = events_of_cards(session, learner_id, question_ids)
        _move_events(session, guest_id, learner_id, question_ids)
        _rebuild_cards(session, learner_id, shelves, before, options_of)
    for table in (CardState, DayTotal, MemoryTotal, Enrolment, Preset, ReviewEvent):
        session.execute(delete(table).where(table.learner_id == guest_id))
    session.execute(update(QuestionReport).where(QuestionReport.learner_id == guest_id).values(learner_id=learner_id))
    sweep_totals(session, learner_id)
    for bank_id in session.scalars(select(Enrolment.bank_id).where(Enrolment.learner_id == learner_id)):
        meet(session, learner_id, bank_id)


def _met_questions(session: Session, learner_id: int) -> list[int]:
    met = select(ReviewEvent.question_id).where(ReviewEvent.learner_id == learner_id).distinct()
    return list(session.scalars(met.order_by(ReviewEvent.question_id)))


def _shelves(session: Session, learner_id: int, question_ids: Sequence[int]) -> dict[int, Shelf]:
    """Give where each card is counted, also when its question was taken out since."""
    rows = session.execute(
        select(
            QuestionRow.id,
            func.coalesce(CardState.bank_id, QuestionRow.bank_id),
            func.coalesce(CardState.about, QuestionRow.about),
        )
        .outerjoin(CardState, and_(CardState.question_id == QuestionRow.id, CardState.learner_id == learner_id))
        .where(QuestionRow.id.in_(question_ids))
    )
    return {question_id: Shelf(bank_id, about) for question_id, bank_id, about in rows}  # type: ignore[arg-type]


def _move_preset(session: Session, guest_id: int, learner_id: int) -> None:
    if session.scalar(select(Preset.id).where(Preset.learner_id == learner_id)) is None:
        session.execute(update(Preset).where(Preset.learner_id == guest_id).values(learner_id=learner_id))


def _move_enrolments(session: Session, guest_id: int, learner_id: int) -> None:
    own = select(Enrolment.bank_id).where(Enrolment.learner_id == learner_id).scalar_subquery()
    session.execute(
        update(Enrolment)
        .where(Enrolment.learner_id == guest_id, Enrolment.bank_id.not_in(own))
        .values(learner_id=learner_id, new_cursor=0)
        .execution_options(synchronize_session=False)
    )
    session.execute(update(Enrolment).where(Enrolment.learner_id == learner_id).values(new_cursor=0))
    # Who has not chosen under the account has what they chose as a guest.
    theirs = aliased(Enrolment)
    of_bank = (theirs.learner_id == guest_id, theirs.bank_id == Enrolment.bank_id)
    live = select(theirs.live_responses).where(*of_bank, theirs.live_responses != "class").scalar_subquery()
    way = select(theirs.fixed_way).where(*of_bank).scalar_subquery()
    for name, chosen, is_open in (
        ("live_responses", live, Enrolment.live_responses == "class"),
        ("fixed_way", way, Enrolment.fixed_way.is_(None)),
    ):
        session.execute(
            update(Enrolment)
            .where(Enrolment.learner_id == learner_id, is_open, chosen.is_not(None))
            .values({name: chosen})
            .execution_options(synchronize_session=False)
        )


def _move_events(session: Session, guest_id: int, learner_id: int, question_ids: Sequence[int]) -> None:
    """Move the events of cards; one that the account holds under the same client id is a double and stays behind."""
    own = aliased(ReviewEvent)
    same_id = and_(own.learner_id == learner_id, own.client_id == ReviewEvent.client_id)
    rows = session.execute(
        select(ReviewEvent.id, ReviewEvent.kind, ReviewEvent.target_id, own.id.label("double_id"))
        .outerjoin(own, same_id)
        .where(ReviewEvent.learner_id == guest_id, ReviewEvent.question_id.in_(question_ids))
        .order_by(ReviewEvent.id)
    )
    doubles: dict[int, int] = {}
    moved: list[int] = []
    for row in rows.all():
        if row.double_id is not None:
            doubles[row.id] = row.double_id
        elif row.target_id not in doubles or _retarget(session, row, doubles, guest_id, learner_id):
            moved.append(row.id)
    for ids in batches(moved):
        for table, column in ((ReviewEvent, ReviewEvent.id), (ReviewResponse, ReviewResponse.event_id)):
            session.execute(
                update(table).where(table.learner_id == guest_id, column.in_(ids)).values(learner_id=learner_id)
            )


def _retarget(session: Session, event: Any, doubles: dict[int, int], guest_id: int, learner_id: int) -> bool:
    """Let an event of a double name the account's; False for a second undo, which says nothing new."""
    target_id = doubles[event.target_id]
    undo_id = session.scalar(
        select(ReviewEvent.id).where(
            ReviewEvent.learner_id == learner_id, ReviewEvent.kind == "undo", ReviewEvent.target_id == target_id
        )
    )
    if event.kind == "undo" and undo_id is not None:
        doubles[event.id] = undo_id
        return False
    session.execute(
        update(ReviewEvent)
        .where(ReviewEvent.learner_id == guest_id, ReviewEvent.id == event.id)
        .values(target_id=target_id)
    )
    return True


def _rebuild_cards(
    session: Session,
    learner_id: int,
    shelves: Mapping[int, Shelf],
    before: Mapping[int, Sequence[CardEvent]],
    options_of: OptionsOf,
) -> None:
    question_ids = list(shelves)
    seen = _seen_revisions(session, learner_id, question_ids)
    added = Totals()
    for question_id, events in events_of_cards(session, learner_id, question_ids).items():
        shelf = shelves[question_id]
        earlier = contributions(before[question_id], options_of, shelf)
        added = added.plus(difference(contributions(events, options_of, shelf), earlier))
        save_card(
            session,
            fold(events, options_of),
            learner_id=learner_id,
            question_id=question_id,
            bank_id=shelf.bank_id,
            about=shelf.about,
            seen_revision=seen.get(question_id),
        )
    add_totals(session, learner_id, added)


def _seen_revisions(session: Session, learner_id: int, question_ids: Sequence[int]) -> dict[int, int]:
    """Give the revision in which each question was answered last."""
    rows = session.execute(
        select(ReviewEvent.question_id, ReviewEvent.question_revision)
        .where(
            ReviewEvent.learner_id == learner_id,
            ReviewEvent.question_id.in_(question_ids),
            ReviewEvent.kind.in_(("review", "anki")),
        )
        .order_by(ReviewEvent.answered_at)
    )
    return {row.question_id: row.question_revision for row in rows}


def export_learner(session: Session, learner_id: int) -> dict[str, Any]:
    """Give everything kept of a learner's study as plain JSON values, questions by bank and id."""
    names = _question_names(session, learner_id)
    banks = {row.id: {"bank": row.slug} for row in session.execute(select(Bank.id, Bank.slug))}
    responses = {
        row.event_id: _columns(row, leave_out=("event_id", "learner_id"))
        for row in session.scalars(select(ReviewResponse).where(ReviewResponse.learner_id == learner_id))
    }
    events = session.scalars(select(ReviewEvent).where(ReviewEvent.learner_id == learner_id).order_by(ReviewEvent.id))
    return {
        "events": [
            names[event.question_id]
            | _columns(event, leave_out=("learner_id", "question_id", "bank_id"))
            | {"given": responses.get(event.id)}
            for event in events
        ],
        "cards": [
            names[card.question_id] | _columns(card, leave_out=("learner_id", "question_id", "bank_id"))
            for card in session.scalars(select(CardState).where(CardState.learner_id == learner_id))
        ],
        "preset": [_columns(row, leave_out=("id", "learner_id")) for row in _own(session, Preset, learner_id)],
        "enrolments": [
            banks[row.bank_id] | _columns(row, leave_out=("learner_id", "bank_id"))
            for row in _own(session, Enrolment, learner_id)
        ],
        "day_totals": [
            banks[row.bank_id] | _columns(row, leave_out=("learner_id", "bank_id"))
            for row in _own(session, DayTotal, learner_id)
        ],
        "reports": [
            names[row.question_id] | _columns(row, leave_out=("id", "learner_id", "question_id"))
            for row in _own(session, QuestionReport, learner_id)
        ],
    }


def _question_names(session: Session, learner_id: int) -> dict[int, dict[str, str]]:
    answered = select(ReviewEvent.question_id).where(ReviewEvent.learner_id == learner_id)
    reported = select(QuestionReport.question_id).where(QuestionReport.learner_id == learner_id)
    rows = session.execute(
        select(QuestionRow.id, QuestionRow.slug, Bank.slug.label("bank"))
        .join(Bank, Bank.id == QuestionRow.bank_id)
        .where(or_(QuestionRow.id.in_(answered), QuestionRow.id.in_(reported)))
    )
    return {row.id: {"bank": row.bank, "question": row.slug} for row in rows}


def erase_learner(session: Session, learner_id: int) -> None:
    """Erase everything kept of a learner's study; what they reported stays without their name or note."""
    day_cache.forget(session, learner_id)
    hand_on_jobs(session, learner_id)
    session.execute(
        update(QuestionReport).where(QuestionReport.learner_id == learner_id).values(learner_id=None, note="")
    )
    session.execute(delete(ReviewResponse).where(ReviewResponse.learner_id == learner_id))
    for table in (CardState, DayTotal, MemoryTotal, Enrolment, Preset, ReviewEvent):
        session.execute(delete(table).where(table.learner_id == learner_id))


def check_learner(session: Session, learner_id: int) -> list[str]:
    """List where a learner's cards or totals differ from what their events say; empty = all is well."""
    options_of = get_preferences(session, learner_id).options_of
    found: list[str] = []
    recount = Totals()
    for question_ids in batches(_met_questions(session, learner_id)):
        shelves = _shelves(session, learner_id, question_ids)
        states = _stored_folds(session, learner_id, question_ids)
        for question_id, events in events_of_cards(session, learner_id, question_ids).items():
            recount = recount.plus(contributions(events, options_of, shelves[question_id]))
            folded = fold(events, options_of)
            if states.get(question_id) != (folded if has_row(folded) else None):
                found.append(f"card of question {question_id} is not the fold of its events")
    if recount != stored_totals(session, learner_id).plus(Totals()):
        found.append("totals are not the recount of the events")
    return found


def _stored_folds(session: Session, learner_id: int, question_ids: Sequence[int]) -> dict[int, CardFold]:
    rows = session.execute(
        select(CardState.question_id, *CARD_COLUMNS).where(
            CardState.learner_id == learner_id, CardState.question_id.in_(question_ids)
        )
    )
    return {row.question_id: fold_of(tuple(row)[1:]) for row in rows}


def _own(session: Session, table: Any, learner_id: int) -> list[Any]:
    return list(session.scalars(select(table).where(table.learner_id == learner_id)))


def _columns(row: Base, leave_out: tuple[str, ...]) -> dict[str, Any]:
    values = {attribute.key: getattr(row, attribute.key) for attribute in inspect(row).mapper.column_attrs}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
        if name not in leave_out
    }
