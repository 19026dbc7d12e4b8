"""S4: the watch that every test stands under sees what it must see."""

from __future__ import annotations

import pytest

from tests.scope import beyond_class, unscoped

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


@pytest.mark.parametrize("statement", [
    "SELECT player.nickname FROM player WHERE player.game_id = ?",
    "SELECT player.id FROM player WHERE player.token_hash = ?",
    "SELECT 1 FROM response JOIN player ON player.id = response.player_id WHERE response.game_id = ?",
    "SELECT game.title, (SELECT count(*) FROM player WHERE player.game_id = game.id) FROM game WHERE game.host_id = ?",
    "UPDATE membership SET time_factor=? WHERE membership.classroom_id = ? AND membership.user_id = ?",
    "INSERT INTO player (game_id) VALUES (?)",
    "SELECT game.code FROM game WHERE (game.phase NOT IN (?, ?))",
    "SELECT player.id FROM player WHERE player.id IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1)",
    "SELECT bank.id FROM bank",
])  # fmt: skip
def test_it_lets_one_class_through(statement: str) -> None:
    assert beyond_class(statement) == []


@pytest.mark.parametrize("statement", [
    "SELECT player.nickname FROM player",
    "SELECT player.nickname FROM player WHERE player.nickname = ?",
    "SELECT game.title FROM game WHERE game.bank_id = ?",
    "SELECT membership.roster_name FROM membership JOIN classroom ON classroom.id = membership.classroom_id",
    "SELECT response.response FROM response WHERE response.round_no = ?",
    "SELECT classroom.name FROM classroom WHERE classroom.closes_at > ?",
    "UPDATE player SET game_id=? WHERE player.nickname = ?",
    "DELETE FROM response WHERE response.is_late",
])  # fmt: skip
def test_it_stops_at_other_classes(statement: str) -> None:
    assert beyond_class(statement)
