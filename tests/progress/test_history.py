"""One card's history: every event, what changed it, and why it comes back when it does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from quizapp.core.errors import NotFound
from quizapp.progress import reasons
from quizapp.progress.service import CardHistory, card_history, list_studies
from quizapp.progress.service.history import response_in_words
from tests.progress.conftest import Learner
from tests.progress.seeding import NOW, TODAY, add_bank, add_card, add_event, add_question, add_user


@pytest.fixture
def question_id(session: Session, learner: Learner) -> int:
    return add_question(session, learner.bank_id, "date", stem="When was the treaty signed?")


def told(session: Session, learner: Learner, question_id: int) -> CardHistory:
    return card_history(session, learner.viewer, question_id, TODAY)


def test_events_come_in_order_with_what_was_given(session: Session, learner: Learner, question_id: int) -> None:
    add_event(session, learner.id, question_id, TODAY - 5, response="1990", rating=1, question_revision=1)
    add_event(session, learner.id, question_id, TODAY - 9, way="recognise", response=["1991"], interval_days=4)
    add_card(session, learner.id, question_id)
    history = told(session, learner, question_id)
    first, second = history.events
    assert (first.way, first.response, first.interval_days, first.holds) == ("recognise", "1991", 4, True)
    assert (second.response, second.rating, reasons.verdict(second)) == ("1990", 1, "Not known")
    assert history.last_answer == second
    assert "When was the treaty signed?" in history.stem_html


def test_an_undone_answer_is_shown_and_holds_no_more(session: Session, learner: Learner, question_id: int) -> None:
    kept = add_event(session, learner.id, question_id, TODAY - 9, interval_days=4)
    undone = add_event(session, learner.id, question_id, TODAY - 5, rating=1)
    add_event(session, learner.id, question_id, TODAY - 5, kind="undo", rating=0, way=None, target_id=undone)
    add_card(session, learner.id, question_id)
    history = told(session, learner, question_id)
    by_id = {event.id: event for event in history.events}
    assert by_id[undone].is_undone
    assert not by_id[undone].holds
    assert "Taken back" in reasons.notes(by_id[undone], 1, "UTC", TODAY)[0]
    assert history.last_answer is not None
    assert history.last_answer.id == kept


def test_an_undo_that_was_undone_changes_nothing(session: Session, learner: Learner, question_id: int) -> None:
    answer = add_event(session, learner.id, question_id, TODAY - 5)
    undo = add_event(session, learner.id, question_id, TODAY - 5, kind="undo", rating=0, way=None, target_id=answer)
    add_event(session, learner.id, question_id, TODAY - 5, kind="undo", rating=0, way=None, target_id=undo)
    event = told(session, learner, question_id).events[0]
    assert (event.is_undone, event.holds) == (False, True)


def test_a_correction_shows_what_was_first(session: Session, learner: Learner, question_id: int) -> None:
    answer = add_event(session, learner.id, question_id, TODAY - 5, rating=1)
    add_event(session, learner.id, question_id, TODAY - 4, kind="correction", rating=3, way=None, target_id=answer)
    event, correction = told(session, learner, question_id).events
    assert (event.rating, event.first_rating, reasons.verdict(event)) == (3, 1, "Known")
    assert "First taken as not known" in " ".join(reasons.notes(event, 1, "UTC", TODAY))
    assert reasons.verdict(correction) == "Counted as right"


def test_an_older_wording_is_named(session: Session, learner: Learner) -> None:
    question_id = add_question(session, learner.bank_id, revision=3)
    add_event(session, learner.id, question_id, TODAY - 5, question_revision=2)
    history = told(session, learner, question_id)
    assert "wording 2" in " ".join(reasons.notes(history.events[0], history.revision, "UTC", TODAY))


@pytest.mark.parametrize(
    ("card", "answer", "when", "why"),
    [
        ({"due_day": TODAY + 8}, {"interval_days": 13, "elapsed_days": 6}, "in 8\u00a0days", "13\u00a0days is about"),
        ({"due_day": TODAY + 1}, {"interval_days": 6, "shift_days": -1}, "tomorrow", "1\u00a0day earlier"),
        ({"due_day": TODAY + 9}, {"latest_day": TODAY + 9, "way": "recognise"}, "in 9", "try it without options"),
        ({"due_day": TODAY - 3}, {"rating": 1, "interval_days": 2}, "waited since", "comes back sooner"),
        ({"due_day": None, "due_at": TODAY * 86_400_000, "state": "learning"}, {}, "at 00:00", "the same day"),
        ({"is_suspended": True}, {}, "until you bring it back", "put it away"),
        ({"due_day": TODAY, "buried_day": TODAY}, {}, "tomorrow", "left for the next day"),
    ],
)
def test_the_reason_is_given_in_words(
    session: Session, learner: Learner, question_id: int, card: dict, answer: dict, when: str, why: str
) -> None:
    add_event(session, learner.id, question_id, TODAY - 5, **answer)
    add_card(session, learner.id, question_id, **card)
    history = told(session, learner, question_id)
    assert when in reasons.when_due(history, TODAY, "UTC")
    assert why in reasons.why_due(history, TODAY)


def test_asked_for_by_hand_is_the_reason_then(session: Session, learner: Learner, question_id: int) -> None:
    add_event(session, learner.id, question_id, TODAY - 5, interval_days=20)
    add_event(session, learner.id, question_id, TODAY, kind="manual", action="due_today", rating=0, way=None)
    add_card(session, learner.id, question_id)
    assert (
        reasons.why_due(told(session, learner, question_id), TODAY)
        == "It was asked for on that day, by you or your teacher."
    )


def test_the_curve_falls_after_each_answer_that_holds(session: Session, learner: Learner, question_id: int) -> None:
    add_event(session, learner.id, question_id, TODAY - 20, rating=3)
    undone = add_event(session, learner.id, question_id, TODAY - 15, rating=1)
    add_event(session, learner.id, question_id, TODAY - 15, kind="undo", rating=0, way=None, target_id=undone)
    add_event(session, learner.id, question_id, TODAY - 10, rating=3)
    add_card(session, learner.id, question_id)
    curve = told(session, learner, question_id).curve
    assert [point.day for point in curve if point.is_answer] == [TODAY - 20, TODAY - 10]
    fading = [point.chance for point in curve if point.day < TODAY - 10]
    assert fading == sorted(fading, reverse=True)
    assert curve[-1].day >= TODAY


def test_all_taken_back_counts_as_never_met(session: Session, learner: Learner, question_id: int) -> None:
    answer = add_event(session, learner.id, question_id, TODAY)
    add_event(session, learner.id, question_id, TODAY, kind="undo", rating=0, way=None, target_id=answer)
    history = told(session, learner, question_id)
    assert (history.card, history.curve, history.last_answer) == (None, (), None)
    assert "never met" in reasons.when_due(history, TODAY, "UTC")


def test_history_of_others_is_not_there(session: Session, learner: Learner, question_id: int) -> None:
    other = add_user(session)
    add_event(session, other, question_id, TODAY - 5, response="secret")
    add_card(session, other, question_id)
    with pytest.raises(NotFound):
        told(session, learner, question_id)
    add_event(session, learner.id, question_id, TODAY - 2, response="mine")
    assert [event.response for event in told(session, learner, question_id).events] == ["mine"]


def test_a_bank_closed_since_shows_nothing(session: Session, learner: Learner) -> None:
    closed = add_bank(session, visibility="private", owner_id=add_user(session))
    question_id = add_question(session, closed)
    add_event(session, learner.id, question_id, TODAY - 5)
    with pytest.raises(NotFound):
        told(session, learner, question_id)


def test_a_bank_of_nobody_is_open_to_admins_alone(session: Session, learner: Learner) -> None:
    bank_id = add_bank(session, learner.id, visibility="private", owner_id=None)
    question_id = add_question(session, bank_id)
    add_event(session, learner.id, question_id, TODAY - 5)
    admin = replace(learner.viewer, is_admin=True)
    assert len(card_history(session, admin, question_id, TODAY).events) == 1
    assert [bank.id for bank in list_studies(session, admin).banks] == [learner.bank_id, bank_id]
    assert [bank.id for bank in list_studies(session, learner.viewer).banks] == [learner.bank_id]
    with pytest.raises(NotFound):
        told(session, learner, question_id)


def test_a_question_out_of_use_keeps_its_history(session: Session, learner: Learner) -> None:
    question_id = add_question(session, learner.bank_id, deleted_at=NOW)
    add_event(session, learner.id, question_id, TODAY - 5)
    history = told(session, learner, question_id)
    assert (history.is_in_use, len(history.events)) == (False, 1)
    assert "not asked any more" in reasons.when_due(history, TODAY, "UTC")


@pytest.mark.parametrize(
    ("response", "said"),
    [(None, "I don’t know"), ("1990", "1990"), (["a", "b"], "a, b"), ({"gap 1": "x", "2": ["y"]}, "gap 1: x, 2: y")],
)
def test_any_response_becomes_words(response: object, said: str) -> None:
    assert response_in_words(response) == said
