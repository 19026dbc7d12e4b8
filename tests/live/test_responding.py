"""Responses: one row for each player and round, one reply however often it is sent, and nothing after the time."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from quizapp.core.game import Extend, Lock, Next, Pause, Reopen, Resume, Rules, Tick
from quizapp.live import service
from quizapp.live.models import Player, ResponseRow, Round


def test_what_is_right_is_stored_with_its_points(desk):
    zoe = desk.player()
    desk.do(Next())
    desk.clock.move(seconds=1)
    reply = desk.give(zoe, "Beethoven")
    assert (reply.status, reply.is_accepted) == (200, True)
    (row,) = desk.rows(ResponseRow)
    assert (row.score, row.points, row.picks, row.elapsed_ms) == (1.0, 995, ["Beethoven"], 1_000)


def test_the_same_sent_again_is_one_row_and_the_same_reply(desk):
    zoe = desk.player()
    desk.do(Next())
    first = desk.give(zoe, "Beethoven")
    desk.clock.move(seconds=60)
    assert desk.give(zoe, "Beethoven") == first
    assert desk.give_all([desk.given(zoe, "Beethoven"), desk.given(zoe, "Haydn")]) == [first, first]
    assert len(desk.rows(ResponseRow)) == 1


def test_two_in_one_transaction_are_one_row(desk):
    zoe = desk.player()
    desk.do(Next())
    replies = desk.give_all([desk.given(zoe, "Haydn", client_id="a"), desk.given(zoe, "Beethoven", client_id="b")])
    assert [reply.status for reply in replies] == [200, 409]
    assert replies[1].response == "Haydn"
    (row,) = desk.rows(ResponseRow)
    assert row.response == "Haydn"


def test_another_response_replaces_the_first_where_the_game_says_so(desk):
    desk.make("form-2", rules=Rules(has_reading_time=False, may_change=True))
    zoe = desk.player()
    desk.do(Next())
    desk.give(zoe, "Haydn", client_id="a")
    desk.clock.move(seconds=2)
    assert desk.give(zoe, "Beethoven", client_id="b").is_accepted
    (row,) = desk.rows(ResponseRow)
    assert (row.response, row.changes, row.elapsed_ms, row.score) == ("Beethoven", 1, 2_000, 1.0)
    desk.do(Next())
    assert desk.give(zoe, "Haydn", client_id="c").status == 409
    assert desk.rows(ResponseRow)[0].response == "Beethoven"


def id_at(ms: int, tail: int = 0) -> str:
    """Give an id as pages make them: a UUID of version 7."""
    return f"{ms >> 16:08x}-{ms & 0xFFFF:04x}-7000-8000-{tail:012x}"


@pytest.mark.parametrize("is_together", [False, True])
def test_an_older_response_that_was_long_on_its_way_replaces_no_newer_one(desk, is_together):
    desk.make("form-2", rules=Rules(has_reading_time=False, may_change=True))
    zoe = desk.player()
    desk.do(Next())
    newer = desk.given(zoe, "Beethoven", client_id=id_at(desk.now_ms))
    older = desk.given(zoe, "Haydn", client_id=id_at(desk.now_ms - 1, tail=9))
    if is_together:
        _, told = desk.give_all([newer, older])
    else:
        desk.give_all([newer])
        (told,) = desk.give_all([older])
    assert (told.status, told.is_accepted, told.response) == (409, True, "Beethoven")
    assert "later answer" in told.words
    (row,) = desk.rows(ResponseRow)
    assert (row.response, row.changes, row.client_id) == ("Beethoven", 0, newer.client_id)
    assert desk.give(zoe, "Weber", client_id=id_at(desk.now_ms, tail=1)).status == 200, "of one moment the last counts"


def test_an_older_response_does_not_count_for_a_newer_one_that_was_too_late(desk):
    zoe = desk.player()
    desk.do(Next())
    given_ms = desk.now_ms
    desk.clock.move(seconds=20.5)
    assert not desk.give(zoe, "Haydn", client_id=id_at(given_ms + 20_300), client_ms=20_300).is_accepted
    desk.do(Extend(10_000))
    assert desk.give(zoe, "Beethoven", client_id=id_at(given_ms + 19_000)).status == 409
    assert desk.give(zoe, "Beethoven", client_id=id_at(given_ms + 22_000)).is_accepted


def test_after_the_lock_it_is_kept_and_worth_nothing(desk):
    zoe = desk.player()
    desk.do(Next())
    desk.clock.move(seconds=1)
    desk.do(Next())
    reply = desk.give(zoe, "Beethoven")
    assert (reply.status, reply.is_accepted) == (200, False)
    (row,) = desk.rows(ResponseRow)
    assert (row.is_late, row.points) == (True, 0)
    desk.do(Next())
    with desk.database.reading() as session:
        assert service.owns(session, desk.standing)[zoe.id].total == 0


@pytest.mark.parametrize("commands", [[Lock()], [Next(), Next()], [Next(), Next(), Next()]])
def test_what_came_before_the_lock_counts_although_it_is_stored_behind_it(desk, commands):
    zoe, bob = desk.player("Zoe"), desk.player("Bob")
    desk.do(Next())
    desk.clock.move(seconds=1)
    held = desk.given(zoe, "Beethoven")
    desk.clock.move(seconds=0.1)
    for command in commands:
        desk.do(command)
    after = desk.given(bob, "Beethoven", client_ms=900, trip_ms=400)
    assert [reply.is_accepted for reply in desk.give_all([held, after])] == [True, False]
    first, second = desk.rows(ResponseRow)
    assert (first.is_late, first.points, first.elapsed_ms, second.points) == (False, 995, 1_000, 0)
    with desk.database.reading() as session:
        assert service.owns(session, desk.standing)[zoe.id].total == 995


def test_what_came_in_the_grace_is_not_lost_to_a_lock_within_it(desk):
    zoe = desk.player()
    desk.do(Next())
    desk.clock.move(seconds=20.2)
    held = desk.given(zoe, "Beethoven", client_ms=19_900, trip_ms=100)
    desk.clock.move(seconds=0.1)
    desk.do(Lock())
    assert [reply.is_accepted for reply in desk.give_all([held])] == [True]


def test_the_last_change_before_the_lock_counts_although_it_is_stored_behind_it(desk):
    desk.make("form-2", rules=Rules(has_reading_time=False, may_change=True, reveals_at_once=True))
    zoe = desk.player()
    desk.do(Next())
    desk.give(zoe, "Haydn", client_id="a")
    desk.clock.move(seconds=1)
    held = desk.given(zoe, "Beethoven", client_id="b")
    desk.clock.move(seconds=0.1)
    assert desk.do(Next()).game.phase == "reveal"
    assert [reply.status for reply in desk.give_all([held])] == [200]
    assert [(row.response, row.points) for row in desk.rows(ResponseRow)] == [("Beethoven", 995)]


def test_study_hears_again_of_a_round_in_which_something_was_stored_behind_the_lock(desk):
    zoe = desk.player()
    desk.do(Next())
    held = desk.given(zoe, "Beethoven")
    desk.clock.move(seconds=0.1)
    desk.do(Next())
    desk.do(Next())
    with desk.database.transaction() as session:
        session.execute(update(Round).where(Round.no == 1).values(studied_at=desk.clock()))
    desk.give_all([held])
    assert desk.rows(Round)[0].studied_at is None


def test_what_was_on_its_way_at_the_end_counts_and_what_was_not_does_not(desk):
    ann, bob = desk.player("Ann"), desk.player("Bob")
    desk.do(Next())
    desk.clock.move(seconds=20.3)
    assert desk.give(ann, "Beethoven", client_ms=19_900, trip_ms=200).is_accepted
    assert not desk.give(bob, "Beethoven", client_ms=20_100, trip_ms=200).is_accepted


@pytest.mark.parametrize("is_timed", [True, False])
def test_what_was_on_its_way_when_the_game_was_paused_counts_once(desk, is_timed):
    desk.make("form-2", rules=Rules(has_reading_time=False, is_timed=is_timed))
    zoe = desk.player()
    desk.do(Next())
    desk.clock.move(seconds=5)
    desk.do(Pause())
    desk.clock.move(minutes=2)
    reply = desk.give(zoe, "Beethoven", client_id="a", client_ms=4_900, trip_ms=200)
    assert (reply.status, reply.is_accepted) == (200, True)
    desk.do(Resume())
    assert desk.give(zoe, "Beethoven", client_id="a", client_ms=4_900, trip_ms=200) == reply
    assert desk.give(zoe, "Haydn", client_id="b").status == 409
    desk.do(Lock())
    desk.do(Next())
    (row,) = desk.rows(ResponseRow)
    assert (row.is_late, row.elapsed_ms, row.response) == (False, 4_900, "Beethoven")
    assert row.points == (956 if is_timed else 1_000)
    with desk.database.reading() as session:
        assert service.owns(session, desk.standing)[zoe.id].total == row.points
        assert service.list_answered(session, desk.game_id, 1) == {zoe.id}
        report = service.get_report(session, desk.host, desk.game_id)
    assert [each.median_ms for each in report.rounds[:1]] == [4_900]


def test_pauses_and_locks_cost_no_time_where_there_is_no_limit(desk):
    desk.make("form-2", rules=Rules(has_reading_time=False, is_timed=False))
    zoe = desk.player()
    for command in (Next(), Pause(), Resume(), Lock(), Reopen()):
        desk.do(command)
        desk.clock.move(seconds=2 if desk.standing.game.phase == "open" else 600)
    desk.give(zoe, "Beethoven", client_ms=6_000)
    assert desk.rows(ResponseRow)[0].elapsed_ms == 6_000


@pytest.mark.parametrize("command", [Reopen(10_000), Extend(10_000)])
def test_who_was_too_late_may_answer_once_more_in_a_round_that_goes_on(desk, command):
    late, quick = desk.player("Ann"), desk.player("Bob")
    desk.do(Next())
    desk.give(quick, "Haydn", client_id="a")
    desk.clock.move(seconds=20.5)
    assert not desk.give(late, "Beethoven", client_id="a", client_ms=20_300).is_accepted
    again = desk.give(late, "Haydn", client_id="b", client_ms=20_400)
    assert (again.status, again.is_accepted, again.response) == (409, False, "Beethoven")
    assert "after the time" in again.words
    if isinstance(command, Reopen):
        desk.clock.move(seconds=1)
        desk.do(Tick())
    desk.do(command)
    desk.clock.move(seconds=2)
    assert desk.give(late, "Beethoven", client_id="c", client_ms=22_000).is_accepted
    assert desk.give(quick, "Beethoven", client_id="b", client_ms=22_000).status == 409
    assert desk.give(late, "Haydn", client_id="d").status == 409
    first, second = desk.rows(ResponseRow)
    assert (first.response, first.is_late, first.points > 800) == ("Beethoven", False, True)
    assert (second.response, second.score) == ("Haydn", 0)


def test_a_lying_clock_wins_four_tenths_of_a_second(desk):
    honest, liar = desk.player("Ann"), desk.player("Bob")
    desk.do(Next())
    desk.clock.move(seconds=10)
    desk.give(honest, "Beethoven")
    desk.give(liar, "Beethoven", client_ms=0, trip_ms=1_000_000)
    first, second = desk.rows(ResponseRow)
    assert (first.elapsed_ms, second.elapsed_ms) == (10_000, 9_600)
    assert 0 < second.points - first.points <= 8


@pytest.mark.parametrize("no", [0, 2, 3, 4, 10_000])
def test_rounds_that_are_not_open_yet_take_nothing(desk, no):
    zoe = desk.player()
    desk.do(Next())
    assert desk.give(zoe, "Beethoven", round_no=no).status == 409
    assert desk.rows(ResponseRow) == []


def test_a_round_that_is_over_takes_nothing_that_counts(desk):
    zoe = desk.player()
    for _ in range(5):
        desk.do(Next())
    assert desk.standing.game.round_no == 2
    assert not desk.give(zoe, "Beethoven", round_no=1).is_accepted


def test_nothing_can_be_given_before_the_options_are_there(desk):
    desk.make("form-2", rules=Rules())
    zoe = desk.player()
    desk.do(Next())
    assert desk.standing.game.phase == "ready"
    assert desk.give(zoe, "Beethoven").status == 409


@pytest.mark.parametrize("inputs", [{}, {"response": ""}, {"response": []}, {"response": 7}, {"other": "x"}])
def test_an_empty_response_is_said_and_not_stored(desk, inputs):
    zoe = desk.player()
    desk.do(Next())
    assert desk.give(zoe, inputs).status == 422
    assert desk.rows(ResponseRow) == []


def test_a_player_of_another_game_gives_nothing_here(desk):
    zoe = desk.player()
    desk.make("form-2")
    desk.do(Next())
    assert desk.give(zoe, "Beethoven").status == 403


def test_many_answers_are_points_in_part(desk):
    zoe = desk.player()
    for _ in range(9):
        desk.do(Next())
    desk.give(zoe, "Rhine")
    (row,) = desk.rows(ResponseRow)
    assert (row.round_no, row.response, row.score) == (3, ["Rhine"], 0.5)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=st.dictionaries(st.sampled_from(["response", "gap_1", "x"]), json_values, max_size=3))
def test_no_json_breaks_it(desk, values):
    if desk.standing.game.phase == "lobby":
        desk.do(Next())
    zoe = desk.join("Zoe", token="t1")
    assert desk.give(zoe, values).status in (200, 422)


def test_a_body_that_is_no_mapping_is_none():
    for body in (b"", b"[]", b"nul", b"[" * 100_000, b"\xff", b'"x"'):
        assert service.read_given(body) is None
    assert service.read_given(b'{"a": 1}') == {"a": 1}


def test_report_points_are_the_sum_of_rows(desk):
    players = [desk.player(name) for name in ("Ann", "Bob", "Cid")]
    answers = (["Beethoven", "Haydn", "Weber"], ["Danube", "Rhine", "Danube"], ["Rhine", "Elbe", "Alps"])
    for texts in answers:
        while desk.do(Next()).game.phase != "open":
            pass
        desk.clock.move(seconds=3)
        desk.give_all([desk.given(player, text) for player, text in zip(players, texts, strict=True)])
    desk.do(Next())
    desk.do(Next())
    counted = {player.id: 0 for player in players}
    for row in desk.rows(ResponseRow):
        counted[row.player_id] += row.points
    with desk.database.reading() as session:
        assert service.totals(session, desk.game_id) == counted
        owns = service.owns(session, desk.standing)
    assert {player_id: own.total for player_id, own in owns.items()} == counted
    assert sorted(own.rank for own in owns.values())[0] == 1


def test_till_the_end_that_all_phones_show_an_answer_counts_but_not_for_speed(desk):
    quick, slow = desk.player("Ann"), desk.player("Bob")
    with desk.database.transaction() as session:
        session.execute(update(Player).where(Player.id == slow.id).values(time_factor=2.0))
    desk.do(Next(longest_factor=2.0))
    desk.clock.move(seconds=30)
    assert desk.give(quick, "Beethoven").is_accepted, "the deadline on the phone is not over"
    assert desk.give(slow, "Beethoven").is_accepted
    first, second = desk.rows(ResponseRow)
    assert (first.is_late, first.points, second.is_late, second.points) == (False, 800, False, 852)
