"""What was played is handed to study once, whatever breaks off, and taken back when a round is voided."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select, update

from quizapp.core.errors import Conflict
from quizapp.core.game import Cancel, End, Next, Skip, Void
from quizapp.joining import hand_over_game, learner_history, live_study
from quizapp.live import service
from quizapp.live.chores import look_after_games
from quizapp.live.models import Player
from quizapp.live.service import Mark
from quizapp.people import service as people
from quizapp.study import service as study
from quizapp.study.models import ReviewEvent
from tests.live.match import Match
from tests.study.databases import BOTH

pytestmark = BOTH


@pytest.fixture
def learners(match, desk_of):
    """Let sam and tess study the bridges and play; bob is a guest."""
    desks = {name: desk_of(name) for name in ("sam", "tess")}
    for name, desk in desks.items():
        with desk.database.transaction() as session:
            study.enrol(session, desk.viewer.id, desk.bank_id)
        match.join(name, desk.viewer.id)
    match.join("bob")
    return desks


def kinds(desk) -> list[tuple[str, int]]:
    return [(event.kind, event.rating) for event in desk.events()]


def test_revealed_rounds_are_handed_over_once(match, learners):
    match.round(sam=True, tess=False, bob=True)
    match.hand_over()
    match.hand_over()
    assert kinds(learners["sam"]) == [("live", 3)]
    assert kinds(learners["tess"]) == [("live", 1)]
    assert match.told() == [True, False, False, False]
    event = learners["sam"].events()[0]
    given = next(each for each in match.responses() if each.player_id == match.players["sam"].id)
    assert (event.answered_at, event.taken_ms) == (given.received_ms, given.elapsed_ms)
    for desk in learners.values():
        desk.check()


def test_nothing_is_handed_over_before_the_key_is_shown(match, learners):
    match.move(Next())
    match.give("sam", right=True)
    match.hand_over()
    assert learners["sam"].events() == []
    assert match.told() == [False] * 4


def test_broken_off_between_two_batches_nothing_is_lost_and_nothing_doubled(match, learners):
    match.round(sam=True, tess=False)
    mark = match.hand_over_some(Mark(), 1)
    assert mark.round_no == 1
    assert [bool(desk.events()) for desk in learners.values()] == [True, False]
    assert match.told()[0] is False, "a round half told is not told"
    # The server was stopped here; the next one begins at the beginning.
    match.hand_over(batch=1)
    assert [kinds(desk) for desk in learners.values()] == [[("live", 3)], [("live", 1)]]
    assert match.told()[0] is True


def test_a_failed_batch_leaves_nothing_behind(match, learners, monkeypatch):
    match.round(sam=True, tess=True)

    def fails(session, answers, now):
        study.record_live(session, answers, 0)
        raise RuntimeError("the disk is gone")

    with pytest.raises(RuntimeError), match.database.transaction() as session:
        service.hand_over(session, match.game_id, service.Study(*[fails] * 6), match.clock())
    assert learners["sam"].events() == []
    assert match.told()[0] is False


def test_late_absent_removed_and_guests_give_nothing(match, learners):
    match.round(bob=True)
    match.give("sam", right=True, round_no=1)
    match.round(tess=True)
    with match.database.transaction() as session:
        service.remove_player(session, match.host, match.game_id, match.players["tess"].id, match.clock())
    match.hand_over()
    assert [desk.events() for desk in learners.values()] == [[], []]


def test_what_was_given_before_somebody_was_taken_out_counts_once_they_are_in_again(match, learners):
    match.round(sam=True, tess=True)
    with match.database.transaction() as session:
        service.remove_player(session, match.host, match.game_id, match.players["tess"].id, match.clock())
    match.hand_over()
    assert learners["tess"].events() == []
    for _ in range(2):
        with match.database.transaction() as session:
            service.restore_player(
                session, match.host, match.game_id, match.players["tess"].id, live_study(), match.clock()
            )
    assert kinds(learners["tess"]) == [("live", 3)]
    match.round(sam=True, tess=True)
    match.hand_over()
    assert kinds(learners["tess"]) == [("live", 3)] * 2
    learners["tess"].check()
    with match.database.reading() as session:
        lines = service.get_report(session, match.host, match.game_id).players
    assert {line.nickname: line.right for line in lines} == {"sam": 2, "tess": 2, "bob": 0}


def test_nobody_is_let_in_again_beside_the_seat_that_their_account_has_since(match, learners, cast):
    match.join("again")
    with match.database.transaction() as session:
        service.remove_player(session, match.host, match.game_id, match.players["sam"].id, match.clock())
        session.execute(update(Player).where(Player.nickname == "again").values(user_id=cast.sam.id))
    with pytest.raises(Conflict, match="They play on already, as again"), match.database.transaction() as session:
        service.restore_player(session, match.host, match.game_id, match.players["sam"].id, live_study(), match.clock())


def test_a_skipped_round_gives_nothing(match, learners):
    match.move(Next())
    match.give("sam", right=True)
    match.move(Skip())
    match.hand_over()
    assert learners["sam"].events() == []


def test_a_round_voided_after_its_hand_over_is_taken_back(match, learners):
    sam = learners["sam"]
    match.round(sam=True, tess=True)
    match.round(sam=False)
    match.hand_over()
    assert match.told()[:2] == [True, True]
    match.move(Void(1))
    assert match.told()[:2] == [False, True]
    match.hand_over()
    match.hand_over()
    assert kinds(sam) == [("live", 3), ("live", 1), ("undo", 0)]
    assert sam.state("b1") is None or sam.state("b1").memory.state == "new"
    assert sam.state("b2").memory.reps == 1
    sam.check()


def test_a_round_voided_half_way_through_its_hand_over_is_taken_back(match, learners):
    match.round(sam=True, tess=True)
    match.hand_over_some(Mark(), 1)
    match.move(Void(1))
    match.hand_over()
    assert [kinds(desk) for desk in learners.values()] == [[("live", 3), ("undo", 0)], []]


def test_a_cancelled_game_keeps_what_was_revealed_before(match, learners):
    match.round(sam=True)
    match.move(Next())
    match.give("sam", right=True)
    match.move(Cancel())
    match.hand_over()
    assert kinds(learners["sam"]) == [("live", 3)]


def test_what_a_stopped_server_left_is_found_and_told(runtime, match, learners):
    match.round(sam=True)
    with runtime.database.reading() as session:
        assert service.list_untold(session) == [match.game_id]
    hand_over_game(runtime, match.game_id)
    with runtime.database.reading() as session:
        assert service.list_untold(session) == []
    assert kinds(learners["sam"]) == [("live", 3)]


def test_one_player_is_handed_over_alone_and_later(match, desk_of):
    sam, bob = desk_of("sam"), match.join("bob")
    match.join("sam", sam.viewer.id)
    match.round(sam=True, bob=False)
    match.hand_over()
    assert sam.events() == []
    for _ in range(2):
        with match.database.transaction() as session:
            study.enrol(session, sam.viewer.id, sam.bank_id)
            from_game = (match.game_id, match.players["sam"].id)
            service.hand_over_player(session, *from_game, live_study(), match.clock())
            service.hand_over_player(session, match.game_id, bob.id, live_study(), match.clock())
    assert kinds(sam) == [("live", 3)]
    sam.check()


def test_a_question_played_is_one_that_was_answered(runtime, match, learners):
    """So that the undo of an import leaves it in its bank, as what a running game is still to ask."""
    asked = [card.question_id for card in match.standing.cards]

    def list_played() -> set[int]:
        with runtime.database.reading() as session:
            return service.list_played(session, asked, 0)

    match.round(sam=True)
    assert list_played() == set(asked)
    for _ in range(2):
        match.move(End())
    assert list_played() == {asked[0]}


def test_a_round_voided_between_two_batches_is_taken_back_whole(match, learners):
    match.round(sam=True, tess=True)
    mark = match.hand_over_some(Mark(), 1)
    match.move(Void(1))
    while mark is not None:
        mark = match.hand_over_some(mark, 1)
    assert [kinds(desk) for desk in learners.values()] == [[("live", 3), ("undo", 0)], []]
    assert match.told()[0] is True


def test_a_player_who_claims_while_a_round_is_voided_keeps_nothing_of_it(match, learners, cast):
    """Whoever is first, the other sees what it did."""
    match.round(sam=True, bob=True)
    match.round(bob=False)
    match.hand_over()
    voided = threading.Thread(target=lambda: (match.move(Void(1)), match.hand_over()))
    with match.database.transaction() as session:
        study.enrol(session, cast.ann.id, learners["sam"].bank_id)
        session.execute(update(Player).where(Player.id == match.players["bob"].id).values(user_id=cast.ann.id))
        service.hand_over_player(session, match.game_id, match.players["bob"].id, live_study(), match.clock())
        voided.start()
        voided.join(0.5)
    voided.join()
    with match.database.reading() as session:
        events = select(ReviewEvent.kind, ReviewEvent.rating).where(ReviewEvent.learner_id == cast.ann.id)
        assert session.execute(events.order_by(ReviewEvent.id)).all() == [("live", 3), ("live", 1), ("undo", 0)]


def test_a_round_that_a_guest_played_who_has_an_account_since_is_taken_back(match, cast, desk_of):
    tess, gil = desk_of("tess"), desk_of("gil")
    with match.database.transaction() as session:
        study.enrol(session, gil.viewer.id, gil.bank_id)
    match.join("gil", cast.gil.id)
    match.round(gil=True)
    match.hand_over()
    assert kinds(gil) == [("live", 3)]
    with match.database.transaction() as session:
        assert people.take_over_guest(session, learner_history(), cast.gil.id, cast.tess.id, match.clock())
    match.move(Void(1))
    match.hand_over()
    assert kinds(tess) == [("live", 3), ("undo", 0)]
    tess.check()


def test_an_account_that_plays_itself_gets_no_second_seat_of_a_guest(match, cast, desk_of):
    tess, gil = desk_of("tess"), desk_of("gil")
    for desk in (tess, gil):
        with match.database.transaction() as session:
            study.enrol(session, desk.viewer.id, desk.bank_id)
    match.join("gil", cast.gil.id)
    match.join("tess", cast.tess.id)
    match.round(gil=False, tess=True)
    match.hand_over()
    assert (kinds(tess), kinds(gil)) == ([("live", 3)], [("live", 1)])
    match.move(End())
    match.move(End())
    with match.database.transaction() as session:
        assert people.take_over_guest(session, learner_history(), cast.gil.id, cast.tess.id, match.clock())
    assert (match.player("gil").user_id, match.player("tess").user_id) == (None, cast.tess.id)
    assert sorted(kinds(tess)) == [("live", 1), ("live", 3), ("undo", 0)]
    tess.check()


def test_a_game_that_cannot_be_handed_over_stops_no_other(runtime, match, learners, cast, clock, caplog, monkeypatch):
    other = Match(match.database, cast.ada, clock, client_id="other").make()
    for each in (match, other):
        each.players or each.join("sam", cast.sam.id)
        each.round(sam=True)
    handed_over = service.hand_over

    def fails(session, game_id, *rest):
        if game_id == match.game_id:
            raise RuntimeError("this one is broken")
        return handed_over(session, game_id, *rest)

    monkeypatch.setattr("quizapp.live.service.hand_over", fails)
    look_after_games(runtime.database, runtime.clock, runtime.hub, live_study())
    assert other.told()[0] is True
    assert match.told()[0] is False
    assert f"game {match.game_id} could not be looked after" in caplog.text


def test_a_page_waits_for_some_batches_and_the_rest_is_found(runtime, match, learners):
    match.round(sam=True, tess=True)
    match.round(sam=True, tess=True)
    hand_over_game(runtime, match.game_id, 1)
    assert match.told()[:2] == [True, False]
    look_after_games(runtime.database, runtime.clock, runtime.hub, live_study())
    assert match.told()[:2] == [True, True]


def test_a_round_is_told_in_one_transaction(match):
    match.join("bob")
    match.round(bob=True)
    assert match.hand_over_some(Mark(), 100) is None
    match.round(bob=True)
    match.round(bob=False)
    assert match.hand_over_some(Mark(), 100) == Mark(3)
    assert match.hand_over_some(Mark(3), 100) is None


def test_what_was_told_while_a_seat_was_nobodys_comes_along_with_its_guest(match, desk_of, cast):
    sam = desk_of("sam")
    with sam.database.transaction() as session:
        study.enrol(session, sam.viewer.id, sam.bank_id)
    match.join("bob")
    match.round(bob=False)
    match.hand_over()
    with sam.database.transaction() as session:
        session.execute(update(Player).values(user_id=cast.gil.id))
        service.merge_players(session, cast.gil.id, sam.viewer.id, live_study(), match.clock())
    assert kinds(sam) == [("live", 1)]
