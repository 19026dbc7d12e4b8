"""S4: the watch that every test stands under sees what it must see."""

from __future__ import annotations

import pytest

from tests.scope import unscoped

SOUND = [
    "SELECT card_state.state FROM card_state WHERE card_state.learner_id = ?",
    "SELECT 1 FROM question LEFT OUTER JOIN card_state ON card_state.question_id = question.id "
    "AND card_state.learner_id = ?",
    "SELECT 1 FROM card_state AS card_state_1 WHERE card_state_1.learner_id = ?",
    "DELETE FROM day_total WHERE learner_id = ? AND n = 0",
    "SELECT 1 FROM review_event LEFT JOIN review_response ON review_response.event_id = review_event.id "
    "WHERE review_event.learner_id = ?",
    "INSERT INTO preset (learner_id) VALUES (?)",
    "INSERT INTO day_total (n) SELECT n FROM day_total WHERE day_total.learner_id = ?",
    "UPDATE question_report SET learner_id=? WHERE question_report.learner_id = ?",
    "SELECT bank.id FROM bank",
]
UNSOUND = [
    "SELECT card_state.state FROM card_state WHERE card_state.question_id = ?",
    "SELECT 1 FROM question JOIN card_state AS c ON c.question_id = question.id WHERE question.id = ?",
    "SELECT 1 FROM card_state AS a, card_state AS b WHERE a.learner_id = ?",
    "UPDATE enrolment SET new_cursor = ? WHERE enrolment.bank_id = ?",
    "DELETE FROM review_event WHERE id = ?",
    "SELECT response FROM review_response WHERE event_id = ?",
    "SELECT question_report.note FROM question_report WHERE question_report.question_id = ?",
    "UPDATE review_event SET learner_id=? WHERE review_event.id IN (?, ?)",
    "UPDATE question_report SET learner_id=?, note=?",
    "INSERT INTO day_total (n) SELECT n FROM day_total WHERE day_total.bank_id = ?",
]


@pytest.mark.parametrize("statement", SOUND)
def test_it_lets_one_learner_through(statement: str) -> None:
    assert unscoped(statement) == []


@pytest.mark.parametrize("statement", UNSOUND)
def test_it_stops_at_strangers(statement: str) -> None:
    assert unscoped(statement)
