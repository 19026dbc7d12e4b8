"""Making a game: which questions, whose bank, one for a doubled form."""

from __future__ import annotations

import pytest

from quizapp.banks.models import QuestionRow
from quizapp.core.errors import NotAllowed, NotFound
from quizapp.live import service
from quizapp.live.models import GameRow, Round
from quizapp.live.service import creating
from quizapp.live.service.creating import CODES
from quizapp.live.views.pages import CODES as CODES_RULE
from quizapp.people.models import User
from quizapp.people.viewer import PASSER_BY, viewer_of
from tests.conftest import make_cast
from tests.live.desk import make_desk


@pytest.fixture
def cast(database, password_hash):
    return make_cast(database, password_hash)


def test_a_form_sent_twice_makes_one_game(desk):
    assert desk.make("form-1") == desk.game_id
    assert len(desk.rows(GameRow)) == 1
    desk.make("form-2")
    assert len(desk.rows(GameRow)) == 2


def test_questions_are_pinned_in_their_revision(desk):
    rounds = desk.rows(Round)
    assert [(each.no, each.question_revision) for each in rounds] == [(1, 1), (2, 1), (3, 1)]
    assert [each.way for each in rounds] == ["recognise", "recall", "recognise"]
    assert [each.limit_ms for each in rounds] == [20_000, 40_000, 20_000]


def test_those_that_are_named_come_in_their_order(desk):
    ids = [each.question_id for each in desk.rows(Round)]
    desk.make("form-2", ids=(ids[2], ids[0], 999_999))
    assert [card.question_id for card in desk.standing.cards] == [ids[2], ids[0]]


def test_none_comes_after_one_that_tells_its_answer(database, clock, cast):
    told = {"kind": "choice", "stem": "Who opened the Long Bridge to traffic?", "key": "Ada Miller"}
    teller = {"kind": "choice", "stem": "When did Ada Miller open the Long Bridge to traffic?", "key": "1894"}
    wrong = {"distractors": ["Ines Duarte", "1901"]}
    for host, questions in ((cast.ada, [teller | wrong, told | wrong]), (cast.eve, [told | wrong, teller | wrong])):
        desk = make_desk(database, clock, host, questions)
        desk.make(is_shuffled=True)
        first, second = (each.question_id for each in desk.rows(Round)[-2:])
        with database.reading() as session:
            stems = [session.get(QuestionRow, number).body["stem"] for number in (first, second)]
        assert stems == [told["stem"], teller["stem"]]


def test_archived_questions_and_those_that_nobody_can_judge_are_left_out(database, clock, cast):
    open_one = {"kind": "open", "stem": "What do you think?", "key": "Much"}
    choice = {"kind": "choice", "stem": "Who?", "key": "A", "distractors": ["B"]}
    desk = make_desk(database, clock, cast.ada, [open_one, choice, choice | {"stem": "Who else?"}])
    with database.transaction() as session:
        session.query(QuestionRow).filter(QuestionRow.slug == "q3").update({"deleted_at": clock()})
    desk.make()
    assert len(desk.standing.cards) == 1


def test_a_bank_without_a_question_to_play_is_said(database, clock, cast):
    desk = make_desk(database, clock, cast.ada, [])
    with pytest.raises(service.CannotPlay, match="no question"):
        desk.make()


def test_only_teachers_who_see_the_bank_may(database, clock, cast):
    desk = make_desk(database, clock, cast.ada, [{"kind": "choice", "stem": "Who?", "key": "A", "distractors": ["B"]}])
    for viewer in (cast.eve, cast.sam, PASSER_BY):
        desk.host = viewer
        with pytest.raises((NotFound, NotAllowed)):
            desk.make()
    assert desk.rows(GameRow) == []


def test_a_game_is_its_hosts_alone(desk, cast_of_desk):
    with desk.database.reading() as session:
        assert service.get_game_to_host(session, desk.host, desk.game_id).id == desk.game_id
        assert service.get_game_to_host(session, cast_of_desk["ann"], desk.game_id).id == desk.game_id
        for name in ("eve", "sam", "cora", "gil"):
            with pytest.raises(NotFound):
                service.get_game_to_host(session, cast_of_desk[name], desk.game_id)
        with pytest.raises(NotFound):
            service.get_game_to_host(session, PASSER_BY, desk.game_id)
        with pytest.raises(NotFound):
            service.get_game_to_host(session, desk.host, 2**40)


@pytest.fixture
def cast_of_desk(desk):
    with desk.database.reading() as session:
        return {(user.sign_in_name or "gil"): viewer_of(user) for user in session.query(User)}


def test_codes_of_running_games_differ(desk):
    for n in range(2, 8):
        desk.make(f"form-{n}")
    codes = [row.code for row in desk.rows(GameRow)]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 6 and code.isdigit() for code in codes)


def test_a_host_has_so_many_games_open_and_no_more(desk):
    for n in range(2, 11):
        desk.make(f"form-{n}")
    with pytest.raises(service.CannotPlay, match="open already"):
        desk.make("form-11")


def test_a_stranger_needs_hours_to_guess_one_of_forty_games():
    """S14: with as many wrong codes a minute as one address may try; who gets in has a nickname that the host sees."""
    wrong_a_minute = int(CODES_RULE.rate.partition("/")[0])
    assert CODES_RULE.rate.endswith("/minute")
    guesses = (CODES + 1) / (40 + 1)
    assert guesses / wrong_a_minute / 60 >= 6.7


def test_codes_may_begin_with_zeros(desk):
    with desk.database.reading() as session:
        assert creating._draw_code(session, lambda: 42) == "000042"
