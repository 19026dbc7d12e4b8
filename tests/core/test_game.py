"""The rules of a live game: phases under any commands, the clock, who is in time, points and ranks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.game import (
    FINAL,
    GRACE_MS,
    Cancel,
    Configure,
    End,
    Extend,
    Game,
    GameMovedOn,
    Lock,
    Next,
    NotNow,
    Outage,
    Pause,
    Reopen,
    Resume,
    RoundPlan,
    Rules,
    Skip,
    Tick,
    Void,
    advance,
)
from quizapp.core.points import TRIP_AT_MOST_MS, elapsed_of, is_in_time, judged_at, points_of, ranks_of

T = 1_800_000_000_000
TWO = Game((RoundPlan(stem_words=30), RoundPlan(limit_ms=10_000)))


def play(game, *steps, now=T):
    """Carry out commands, each a command or a pair of it and the milliseconds that pass before it."""
    for step in steps:
        command, pause = step if isinstance(step, tuple) else (step, 0)
        now += pause
        game = advance(game, command, game.event_no, now)
    return game


def opened(**rules):
    return play(replace(TWO, rules=Rules(**rules)), Next(), Next())


def test_a_game_goes_from_lobby_to_closed_by_next_alone():
    game, phases = TWO, []
    while game.phase not in FINAL:
        game = play(game, Next())
        phases.append((game.phase, game.round_no))
    assert phases == [
        ("ready", 1), ("open", 1), ("locked", 1), ("reveal", 1), ("standings", 1),
        ("ready", 2), ("open", 2), ("locked", 2), ("reveal", 2), ("podium", 2), ("closed", 2),
    ]  # fmt: skip
    assert game.event_no == len(phases)


def test_rules_leave_phases_out():
    rules = Rules(has_reading_time=False, has_standings=False, reveals_at_once=True)
    game, phases = replace(TWO, rules=rules), []
    while game.phase not in FINAL:
        game = play(game, Next())
        phases.append((game.phase, game.round_no))
    assert phases == [("open", 1), ("reveal", 1), ("open", 2), ("reveal", 2), ("podium", 2), ("closed", 2)]


def test_time_ends_reading_and_rounds_once():
    game = play(TWO, Next())
    assert game.deadline_ms == T + 5_000
    assert play(game, (Tick(), 4_999)) is game
    game = play(game, (Tick(longest_factor=1.5), 5_000))
    assert (game.phase, game.opened_ms, game.deadline_ms) == ("open", T + 5_000, T + 35_000)
    assert play(game, (Tick(), 35_000 + GRACE_MS)) is game
    game = play(game, (Tick(), 35_001 + GRACE_MS))
    assert (game.phase, game.deadline_ms) == ("locked", T + 35_000)
    assert play(game, (Tick(), 99_000)) is game


def test_reading_time_grows_with_the_stem_up_to_a_bound():
    assert [RoundPlan(stem_words=n).reading_ms for n in (0, 15, 30, 1_000)] == [3_000, 4_000, 5_000, 12_000]


def test_a_pause_costs_nobody_time():
    game = play(opened(), (Pause(), 4_000))
    assert (game.phase, game.remaining_ms) == ("paused", 16_000)
    game = play(game, (Resume(), 4_000 + 60_000))
    assert (game.phase, game.opened_ms, game.deadline_ms) == ("open", T + 60_000, T + 80_000)
    assert game.remaining_ms is None


def test_what_comes_during_a_pause_is_judged_by_its_beginning():
    for rules in (Rules(), Rules(is_timed=False)):
        game = play(replace(TWO, rules=rules), Next(), Next(), (Pause(), 4_000))
        assert game.stopped_ms == T + 4_000
        for received_ms in (T + 4_001, T + 9_999_999, T - 3_600_000):
            assert judged_at(game, received_ms) == T + 4_000
            assert is_in_time(game, received_ms, 3_900, 0, None)
        again = play(game, (Resume(), 60_000), now=T + 4_000)
        assert judged_at(again, T + 99_000) == T + 99_000


def test_a_pause_in_the_grace_lets_in_what_was_on_its_way_and_no_more():
    game = play(opened(), (Pause(), 20_200))
    assert is_in_time(game, T + 50_000, 19_900, 0, None)
    assert not is_in_time(game, T + 50_000, 20_100, 0, None)
    assert not is_in_time(play(opened(), (Pause(), 20_900)), T + 50_000, 19_900, 100, None)
    again = play(game, (Resume(), 60_000), now=T + 20_200)
    assert (again.deadline_ms - again.opened_ms, again.deadline_ms) == (20_000, T + 80_000)


def test_without_a_limit_too_only_the_time_in_which_a_round_was_open_counts():
    game = play(opened(is_timed=False), (Pause(), 4_000), (Resume(), 60_000), (Lock(), 1_000), (Reopen(), 30_000))
    assert (game.phase, game.deadline_ms, game.opened_ms) == ("open", None, T + 90_000)
    assert play(game, Outage(7_000)).opened_ms == T + 97_000
    ready = play(replace(TWO, rules=Rules(is_timed=False)), Next())
    assert play(ready, Outage(7_000)) is ready


def test_a_clock_that_was_set_back_takes_the_round_with_it():
    back = 3_600_000
    game = play(opened(), (Outage(-back), 5_000))
    assert (game.opened_ms, game.deadline_ms) == (T - back, T - back + 20_000)
    assert play(game, (Tick(), 20_001 + GRACE_MS), now=T - back).phase == "locked"
    assert not is_in_time(game, T - back + 21_001, 10, 0, None)
    for stop, go_on in ((Pause(), Resume()), (Lock(), Reopen(15_000))):
        game = play(play(opened(), (stop, 5_000)), go_on, now=T - back)
        assert (T - back - game.opened_ms, game.deadline_ms - game.opened_ms) == (5_000, 20_000)


def test_an_outage_is_given_back():
    game = play(opened(), Outage(7_000))
    assert (game.opened_ms, game.deadline_ms) == (T + 7_000, T + 27_000)
    locked = play(opened(), Lock())
    assert play(locked, Outage(7_000)) is locked


def test_more_time_is_the_rounds_limit():
    game = play(opened(), Extend(10_000))
    assert (game.deadline_ms, game.round.limit_ms) == (T + 30_000, 30_000)
    with pytest.raises(NotNow):
        play(opened(is_timed=False), Extend(10_000))


def test_more_time_is_more_for_whoever_has_more():
    game = play(TWO, Next(), Next(2.0), Extend(30_000, 2.0))
    # All of their limit, by their factor.
    assert game.deadline_ms - game.opened_ms == 2 * game.round.limit_ms == 100_000
    again = play(game, (Lock(), 8_000), (Reopen(longest_factor=1.5), 1_000), now=T)
    assert again.deadline_ms == T + 9_000 + 15_000
    # Nobody's speed counts by less time than they had.
    late = play(replace(TWO, rules=Rules(has_reading_time=False)), Next(2.0), (Lock(), 38_000), Reopen(10_000, 2.0))
    assert late.deadline_ms - late.opened_ms <= 2 * late.round.limit_ms


def test_a_locked_round_opens_again_until_it_is_revealed():
    game = play(opened(), (Lock(), 8_000))
    assert game.deadline_ms == T + 8_000
    game = play(game, (Reopen(10_000), 50_000))
    assert (game.phase, game.opened_ms, game.deadline_ms) == ("open", T + 42_000, T + 60_000)
    with pytest.raises(NotNow):
        play(game, Lock(), Next(), Reopen())


def test_a_skipped_round_counts_for_nobody():
    for steps in ((), (Next(),), (Next(), Pause()), (Next(), Next())):
        game = play(TWO, Next(), *steps, Skip())
        assert (game.phase, game.round_no, game.rounds[0].is_voided) == ("ready", 2, True)
    assert play(TWO, Next(), Skip(), Skip()).phase == "podium"
    with pytest.raises(NotNow):
        play(opened(), Lock(), Next(), Skip())


def test_a_round_is_voided_once_and_only_when_it_was_played():
    game = play(opened(), Void(1))
    assert game.rounds[0].is_voided
    assert play(game, Void(1)) is game
    for number in (0, 2, 3):
        with pytest.raises(NotNow):
            play(game, Void(number))


def test_a_voided_round_counts_again():
    game = play(opened(), Void(1))
    assert not play(game, Void(1, is_voided=False)).rounds[0].is_voided
    assert play(opened(), Void(1, is_voided=False)) == opened()


def test_a_game_ends_wherever_it_stands_and_what_was_not_revealed_counts_for_nobody():
    assert play(TWO, End()).phase == "cancelled"
    for steps in ((), (Next(),), (Next(), Pause()), (Next(), Next())):
        game = play(TWO, Next(), *steps, End())
        assert (game.phase, game.rounds[0].is_voided) == ("podium", True)
        assert (game.deadline_ms, game.remaining_ms) == (None, None)
    game = play(opened(), Lock(), Next(), End())
    assert (game.phase, game.rounds[0].is_voided) == ("podium", False)
    assert play(game, End()) == replace(game, phase="closed", event_no=game.event_no + 1)
    with pytest.raises(NotNow):
        play(game, End(), End())


def test_of_a_cancelled_game_what_was_not_revealed_counts_for_nobody():
    for steps in ((Next(),), (Next(), Next()), (Next(), Next(), Pause()), (Next(), Next(), Lock())):
        assert [each.is_voided for each in play(TWO, *steps, Cancel()).rounds] == [True, False]
    game = play(opened(), Lock(), Next(), Cancel())
    assert (game.phase, game.rounds[0].is_voided) == ("cancelled", False)
    assert play(game, Void(1)).rounds[0].is_voided, "a wrong key is seen when its report is read"


def test_rules_change_in_the_lobby_alone():
    rules = Rules(speed_share=0)
    assert play(TWO, Configure(rules)).rules == rules
    with pytest.raises(NotNow):
        play(TWO, Next(), Configure(rules))


def test_of_two_commands_for_one_state_one_is_told_that_it_is_over():
    game = opened()
    locked = advance(game, Next(), game.event_no, T)
    with pytest.raises(GameMovedOn):
        advance(locked, Next(), game.event_no, T)


def test_nothing_is_timed_without_a_timer():
    game = opened(is_timed=False)
    assert game.deadline_ms is None
    assert play(game, (Tick(), 10**9)) is game
    assert is_in_time(game, T + 10**9, None, 0, None)
    paused = play(game, Pause())
    assert play(paused, Resume()).phase == "open"
    assert play(game, Lock(), Reopen()).deadline_ms is None


COMMANDS = st.one_of(
    st.builds(Next, st.sampled_from([1.0, 1.5, 2.0])), st.builds(Tick), st.builds(Lock), st.builds(Pause),
    st.builds(Resume), st.builds(Extend, st.integers(-5, 30_000)), st.builds(Reopen, st.integers(0, 30_000)),
    st.builds(Skip), st.builds(Void, st.integers(-1, 5), st.booleans()), st.builds(Cancel), st.builds(End),
    st.builds(Outage, st.integers(-5, 9_000)),
    st.builds(Configure, st.builds(Rules, is_timed=st.booleans(), has_reading_time=st.booleans())),
)  # fmt: skip
RULES = st.builds(
    Rules,
    is_timed=st.booleans(),
    has_reading_time=st.booleans(),
    has_standings=st.booleans(),
    reveals_at_once=st.booleans(),
)


@given(RULES, st.integers(1, 4), st.lists(st.tuples(COMMANDS, st.integers(0, 40_000), st.integers(0, 3)), max_size=40))
def test_any_commands_of_two_hosts_and_a_clock_leave_a_sound_game(rules, count, steps):
    game = Game((RoundPlan(),) * count, rules)
    now, seen = T, [0]
    for command, pause, behind in steps:
        now += pause
        before = game
        try:
            game = advance(game, command, max(0, game.event_no - behind), now)
        except (GameMovedOn, NotNow):
            assert game is before
        if game is not before:
            assert game.event_no == before.event_no + 1
            assert before.phase not in FINAL or (isinstance(command, Void) and game.phase == before.phase)
            assert game.round_no in (before.round_no, before.round_no + 1)
            seen.append(game.event_no)
        assert 0 <= game.round_no <= count
        assert (game.round_no == 0) <= (game.phase in ("lobby", "cancelled"))
        assert len(game.rounds) == count
        if game.phase == "open":
            assert game.opened_ms is not None
            assert (game.deadline_ms is None) == (not game.rules.is_timed)
            assert game.deadline_ms is None or game.deadline_ms >= game.opened_ms
        assert (game.remaining_ms is not None) <= (game.phase == "paused")
    assert seen == list(range(len(seen)))


def test_who_is_in_time():
    game = play(TWO, Next(), Next(longest_factor=2.0))
    assert game.deadline_ms == T + 40_000
    assert is_in_time(game, T + 20_000, None, 0, None)
    assert is_in_time(game, T + 39_000, 39_000, 0, None), "all phones show the time of the slowest"
    assert is_in_time(game, T + 40_000, None, 0, None)
    assert is_in_time(game, T + 40_400, 39_900, 200, None)
    assert not is_in_time(game, T + 40_400, 39_900, 100, None)
    assert not is_in_time(game, T + 40_400, 40_001, 200, None)
    assert not is_in_time(game, T + 40_400, None, 200, None)
    assert not is_in_time(game, T + 41_001, 10, 60_000, None)
    assert not is_in_time(play(game, Lock()), T + 1_000, 900, 0, None)


@pytest.mark.parametrize("more", [(), (Next(),), (Next(), Next())])
def test_what_came_before_the_lock_counts_when_it_is_judged_behind_it(more):
    game = play(opened(), (Lock(), 5_000), *more)
    assert is_in_time(game, T + 4_999, None, 0, T + 5_000)
    assert not is_in_time(game, T + 5_000, 4_900, 400, T + 5_000), "no grace behind a lock"


def test_the_grace_is_that_of_the_moment_at_which_a_response_came():
    game = play(opened(), (Lock(), 20_300))
    assert is_in_time(game, T + 20_299, 19_900, 100, T + 20_300)
    assert not is_in_time(game, T + 20_299, 20_100, 100, T + 20_300)
    assert not is_in_time(game, T + 20_299, 19_900, 0, T + 20_300)
    assert not is_in_time(game, T + 20_300, 19_900, 100, T + 20_300)


def test_behind_the_own_time_speed_is_worth_nothing():
    assert points_of(1_000, 1, 20_500, 20_000, 1, 0.2) == points_of(1_000, 1, 39_000, 20_000, 1, 0.2) == 800
    assert points_of(1_000, 1, 20_500, 20_000, 2, 0.2) == 900


def test_a_players_clock_is_believed_as_far_as_the_way_explains_it():
    assert elapsed_of(None, 3_000, 200) == 3_000
    assert elapsed_of(2_900, 3_000, 200) == 2_900
    assert elapsed_of(2_000, 3_000, 200) == 2_800
    assert elapsed_of(9_000, 3_000, 200) == 3_000
    assert elapsed_of(0, 3_000, 60_000) == 3_000 - TRIP_AT_MOST_MS
    assert elapsed_of(0, 100, 60_000) == 0


@given(st.integers(0, 60_000), st.integers(0, 60_000), st.integers(0, 5_000))
def test_a_forged_clock_wins_the_cap_at_most(client_ms, server_ms, trip_ms):
    honest = points_of(1_000, 1, server_ms, 10_000, 1, 0.2)
    forged = points_of(1_000, 1, elapsed_of(client_ms, server_ms, trip_ms), 10_000, 1, 0.2)
    assert 0 <= forged - honest <= 8 + 1


@given(st.integers(0, 99_000), st.integers(0, 99_000), st.floats(0, 1), st.floats(0, 0.5), st.floats(1, 2))
def test_more_time_never_gives_more_points_nor_less_than_its_share(one, other, score, share, factor):
    fast, slow = sorted((one, other))
    quick = points_of(1_000, score, fast, 20_000, factor, share)
    late = points_of(1_000, score, slow, 20_000, factor, share)
    assert 0 <= late <= quick <= round(1_000 * score)
    assert late >= round(1_000 * score * (1 - share)) - 1


def test_points():
    assert points_of(1_000, 1, 500, 20_000, 1, 0.2) == 1_000
    assert points_of(1_000, 1, 10_500, 20_000, 1, 0.2) == 900
    assert points_of(1_000, 1, 10_500, 20_000, 2, 0.2) == 950
    assert points_of(2_000, 0.5, 99_000, 20_000, 1, 0.2) == 800
    assert points_of(1_000, 1, 99_000, 20_000, 1, 0) == 1_000
    assert points_of(1_000, 0, 0, 20_000, 1, 0.5) == 0


def test_equal_points_share_a_rank():
    assert ranks_of({"a": 5, "b": 9, "c": 5, "d": 0, "e": 9}) == {"b": 1, "e": 1, "a": 3, "c": 3, "d": 5}
    assert ranks_of({}) == {}
