"""A game's rows follow the rules of core: one winner of each race, points by the limit in the end."""

from __future__ import annotations

import pytest

from quizapp.core.game import Cancel, Extend, GameMovedOn, Next, NotNow, Pause, Resume, Rules, Void
from quizapp.live import service
from quizapp.live.models import GameEvent, GameRow, ResponseRow, Round


def test_a_game_goes_to_its_end_and_each_change_is_kept(desk):
    phases = []
    while not desk.standing.is_over:
        phases.append(desk.do(Next()).game.phase)
        desk.clock.move(seconds=1)
    assert phases == ["open", "locked", "reveal", "standings"] * 2 + ["open", "locked", "reveal", "podium", "closed"]
    events = desk.rows(GameEvent)
    assert [event.event_no for event in events] == list(range(1, len(phases) + 1))
    assert [event.phase for event in events] == phases
    (row,) = desk.rows(GameRow)
    assert row.ended_at is not None
    assert row.erase_guests_at > row.ended_at
    assert all(each.opened_ms < each.locked_ms for each in desk.rows(Round))


def test_of_two_hosts_one_is_first_and_the_other_told(desk):
    desk.do(Next(), expected=0)
    with pytest.raises(GameMovedOn):
        desk.do(Next(), expected=0)
    assert desk.standing.game.event_no == 1


def test_of_two_transactions_that_saw_the_same_one_changes_nothing(desk):
    before = desk.standing
    desk.do(Next())
    with pytest.raises(GameMovedOn), desk.database.transaction() as session:
        service.move(session, before, Next(), desk.now_ms)
    assert desk.standing.game.event_no == 1
    assert len(desk.rows(GameEvent)) == 1


def test_a_command_out_of_place_changes_nothing(desk):
    with pytest.raises(NotNow):
        desk.do(Resume())
    assert desk.standing.game.event_no == 0
    assert desk.rows(GameEvent) == []


def test_more_time_counts_for_early_responses_too(desk):
    player = desk.player()
    desk.do(Next())
    desk.clock.move(seconds=10)
    desk.give(player, "Beethoven")
    (early,) = desk.rows(ResponseRow)
    desk.do(Extend(30_000))
    desk.do(Next())
    (counted,) = desk.rows(ResponseRow)
    # 9.5 of 20 seconds, then 9.5 of 50.
    assert early.points == round(1000 * (0.8 + 0.2 * (1 - 9.5 / 20)))
    assert counted.points == round(1000 * (0.8 + 0.2 * (1 - 9.5 / 50)))


def test_a_pause_takes_no_time_from_anybody(desk):
    player = desk.player()
    desk.do(Next())
    desk.clock.move(seconds=2)
    desk.do(Pause())
    desk.clock.move(minutes=5)
    desk.do(Resume())
    desk.clock.move(seconds=1)
    assert desk.give(player, "Beethoven").is_accepted
    assert desk.rows(ResponseRow)[0].elapsed_ms == 3_000


def test_a_round_that_is_void_counts_for_nobody(desk):
    player = desk.player()
    desk.do(Next())
    desk.give(player, "Beethoven")
    with desk.database.reading() as session:
        assert service.totals(session, desk.game_id)[player.id] > 0
    desk.do(Void(1))
    with desk.database.reading() as session:
        assert service.totals(session, desk.game_id) == {player.id: 0}


def test_a_cancelled_game_gives_its_code_free(desk):
    code = desk.standing.code
    desk.do(Cancel())
    with desk.database.reading() as session:
        assert service.find_link(session, code) is None
        assert service.find_game(session, desk.standing.link_token) == desk.game_id


def test_rules_that_were_chosen_are_kept(desk):
    rules = Rules(speed_share=0.0, is_timed=False, may_change=True)
    desk.make("form-2", rules=rules)
    assert desk.standing.game.rules == rules
    assert desk.do(Next()).game.deadline_ms is None
