"""A learner's whole history: merged when a guest gets an account, exported, erased, checked against its events."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, delete, inspect, or_, select, update
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import Bank, QuestionReport, QuestionRow
from quizapp.core.scheduler import Shelf, Totals, contributions, difference, fold
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
    fold_of,
    has_row,
    list_card_events,
    save_card,
    stored_totals,
    sweep_totals,
    wait_for_turn,
)
from quizapp.study.service.day_cache import day_cache
from quizapp.study.service.enrolments import meet
from quizapp.study.service.preferences import get_preferences


def merge_learners(session: Session, guest_id: int, learner_id: int) -> None:
    """Give a guest's answers to an account: both histories of a card are folded into one.

    Answers that both hold (same client id) count once. The account's own preferences win.
    """
    if guest_id == learner_id:
        return
    day_cache.forget(learner_id)
    day_cache.forget(guest_id)
    for person_id in sorted((guest_id, learner_id)):
        wait_for_turn(session, person_id)
    questions = list(
        session.scalars(select(ReviewEvent.question_id).where(ReviewEvent.learner_id == guest_id).distinct())
    )
    _move_preset(session, guest_id, learner_id)
    options_of = get_preferences(session, learner_id).options_of
    _move_enrolments(session, guest_id, learner_id)
    for question_id in questions:
        shelf = get_shelf(session, learner_id, question_id)
        before = contributions(list_card_events(session, learner_id, question_id), options_of, shelf)
        _move_events(session, guest_id, learner_id, question_id)
        _rebuild_card(session, learner_id, question_id, shelf, before)
    for table in (CardState, DayTotal, MemoryTotal, Enrolment, Preset, ReviewEvent):
        session.execute(delete(table).where(table.learner_id == guest_id))
    session.execute(update(QuestionReport).where(QuestionReport.learner_id == guest_id).values(learner_id=learner_id))
    sweep_totals(session, learner_id)
    for bank_id in session.scalars(select(Enrolment.bank_id).where(Enrolment.learner_id == learner_id)):
        meet(session, learner_id, bank_id)


def get_shelf(session: Session, learner_id: int, question_id: int) -> Shelf:
    """Give where a card is counted, also when its question was taken out since."""
    own = session.execute(
        select(CardState.bank_id, CardState.about).where(
            CardState.learner_id == learner_id, CardState.question_id == question_id
        )
    ).first()
    row = (
        own
        or session.execute(select(QuestionRow.bank_id, QuestionRow.about).where(QuestionRow.id == question_id)).one()
    )
    return Shelf(row.bank_id, row.about)


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


def _move_events(session: Session, guest_id: int, learner_id: int, question_id: int) -> None:
    """Move a card's events; one that the account holds under the same client id is a double and stays behind."""
    own = aliased(ReviewEvent)
    same_id = and_(own.learner_id == learner_id, own.client_id == ReviewEvent.client_id)
    rows = session.execute(
        select(ReviewEvent.id, ReviewEvent.kind, ReviewEvent.target_id, own.id.label("double_id"))
        .outerjoin(own, same_id)
        .where(ReviewEvent.learner_id == guest_id, ReviewEvent.question_id == question_id)
        .order_by(ReviewEvent.id)
    )
    doubles: dict[int, int] = {}
    moved: list[int] = []
    for row in rows.all():
        if row.double_id is not None:
            doubles[row.id] = row.double_id
        elif row.target_id not in doubles or _retarget(session, row, doubles):
            moved.append(row.id)
    if moved:
        session.execute(update(ReviewEvent).where(ReviewEvent.id.in_(moved)).values(learner_id=learner_id))
        session.execute(update(ReviewResponse).where(ReviewResponse.event_id.in_(moved)).values(learner_id=learner_id))


def _retarget(session: Session, event: Any, doubles: dict[int, int]) -> bool:
    """Let an event of a double name the account's; False for a second undo, which says nothing new."""
    target_id = doubles[event.target_id]
    undo_id = session.scalar(
        select(ReviewEvent.id).where(ReviewEvent.kind == "undo", ReviewEvent.target_id == target_id)
    )
    if event.kind == "undo" and undo_id is not None:
        doubles[event.id] = undo_id
        return False
    session.execute(update(ReviewEvent).where(ReviewEvent.id == event.id).values(target_id=target_id))
    return True


def _rebuild_card(session: Session, learner_id: int, question_id: int, shelf: Shelf, before: Totals) -> None:
    options_of = get_preferences(session, learner_id).options_of
    events = list_card_events(session, learner_id, question_id)
    seen = session.scalar(
        select(ReviewEvent.question_revision)
        .where(
            ReviewEvent.learner_id == learner_id, ReviewEvent.question_id == question_id, ReviewEvent.kind == "review"
        )
        .order_by(ReviewEvent.answered_at.desc())
        .limit(1)
    )
    add_totals(session, learner_id, difference(contributions(events, options_of, shelf), before))
    save_card(
        session,
        fold(events, options_of),
        learner_id=learner_id,
        question_id=question_id,
        bank_id=shelf.bank_id,
        about=shelf.about,
        seen_revision=seen,
    )


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
    day_cache.forget(learner_id)
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
    questions = session.scalars(select(ReviewEvent.question_id).where(ReviewEvent.learner_id == learner_id).distinct())
    for question_id in list(questions):
        events = list_card_events(session, learner_id, question_id)
        recount = recount.plus(contributions(events, options_of, get_shelf(session, learner_id, question_id)))
        row = session.execute(
            select(*CARD_COLUMNS).where(CardState.learner_id == learner_id, CardState.question_id == question_id)
        ).first()
        folded = fold(events, options_of)
        if (row is not None) != has_row(folded) or (row is not None and fold_of(row) != folded):
            found.append(f"card of question {question_id} is not the fold of its events")
    if recount != stored_totals(session, learner_id).plus(Totals()):
        found.append("totals are not the recount of the events")
    return found


def _own(session: Session, table: Any, learner_id: int) -> list[Any]:
    return list(session.scalars(select(table).where(table.learner_id == learner_id)))


def _columns(row: Base, leave_out: tuple[str, ...]) -> dict[str, Any]:
    values = {attribute.key: getattr(row, attribute.key) for attribute in inspect(row).mapper.column_attrs}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
        if name not in leave_out
    }
