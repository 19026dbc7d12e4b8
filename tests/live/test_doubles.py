"""An account takes over what a guest plays, but no seat beside its own in a game that runs; nothing is lost."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select

from quizapp.core.game import End, Void
from quizapp.joining import learner_history, live_study
from quizapp.live import service
from quizapp.people import service as people
from quizapp.study import service as study
from quizapp.study.models import CardState
from tests.study.databases import BOTH

pytestmark = BOTH


@pytest.fixture
def tess(match, cast, desk_of):
    """Let tess and gil, a guest, study the bridges and play, she on two devices."""
    desks = [desk_of(name) for name in ("tess", "gil")]
    for name, desk in zip(("tess", "gil"), desks, strict=True):
        with match.database.transaction() as session:
            study.enrol(session, desk.viewer.id, desk.bank_id)
        match.join(name, desk.viewer.id)
    return desks[0]


def kinds(desk) -> list[tuple[str, int]]:
    return [(event.kind, event.rating) for event in desk.events()]


def take_over(match, cast) -> None:
    with match.database.transaction() as session:
        assert people.take_over_guest(session, learner_history(), cast.gil.id, cast.tess.id, match.clock())


def close(match) -> None:
    match.move(End())
    match.move(End())


def remove(match, name: str) -> None:
    with match.database.transaction() as session:
        service.remove_player(session, match.host, match.game_id, match.players[name].id, match.clock())


def holders(match) -> tuple[int | None, int | None]:
    return match.player("gil").user_id, match.player("tess").user_id


@pytest.mark.parametrize("has_given", [True, False])
def test_two_seats_in_a_game_that_runs_are_two_peoples_who_keep_what_they_have(match, cast, tess, desk_of, has_given):
    match.round(gil=False, **({"tess": True} if has_given else {}))
    match.hand_over()
    with match.database.transaction() as session:
        assert not people.take_over_guest(session, learner_history(), cast.gil.id, cast.tess.id, match.clock())
    assert holders(match) == (cast.gil.id, cast.tess.id)
    assert kinds(desk_of("gil")) == [("live", 1)]
    assert kinds(tess) == ([("live", 3)] if has_given else [])


def test_a_seat_that_gave_nothing_gives_way_once_the_game_is_over(match, cast, tess):
    match.round(gil=False)
    match.hand_over()
    close(match)
    take_over(match, cast)
    assert holders(match) == (cast.tess.id, None)
    assert kinds(tess) == [("live", 1)]
    assert match.player("tess").removed_at is not None
    assert match.player("gil").removed_at is None
    with match.database.reading() as session:
        assert service.find_player(session, match.tokens["tess"]) is None, "what is nobody's is in no browser"
    tess.check()


def test_of_two_seats_that_both_gave_the_report_keeps_both_and_study_counts_each_question_once(match, cast, tess):
    match.round(gil=False, tess=True)
    match.round(gil=True, tess=False)
    match.hand_over()
    close(match)
    before = report(match)
    take_over(match, cast)
    assert holders(match) == (None, cast.tess.id)
    assert report(match) == before == {"gil": [0.0, 1.0], "tess": [1.0, 0.0]}
    match.hand_over()
    live = [event for event in tess.events() if event.kind == "live"]
    undone = [event for event in tess.events() if event.kind == "undo"]
    assert (len(live), len(undone)) == (4, 2)
    with match.database.reading() as session:
        assert session.scalars(select(CardState.reps).where(CardState.learner_id == cast.tess.id)).all() == [1, 1]
    tess.check()
    with match.database.transaction() as session:
        assert not people.take_over_guest(session, learner_history(), cast.gil.id, cast.tess.id, match.clock())
    assert report(match) == before, "a second yes changes nothing"


def report(match) -> dict[str, list[float | None]]:
    with match.database.reading() as session:
        players = service.get_report(session, match.host, match.game_id).players
        return {player.nickname: [player.scores[no] for no in (1, 2)] for player in players}


def test_a_seat_that_gives_way_after_the_guests_time_is_forgotten_too(match, cast, tess):
    match.round(gil=False)
    close(match)
    match.clock.move(days=31)
    with match.database.transaction() as session:
        service.forget_guests(session, match.game_id, match.clock())
    take_over(match, cast)
    with match.database.transaction() as session:
        assert service.list_to_forget(session, match.clock()) == [match.game_id]
        service.forget_guests(session, match.game_id, match.clock())
    assert match.player("tess").nickname != "tess"


def test_a_seat_that_was_taken_out_gives_way_and_what_was_given_before_stays_studied(match, cast, tess):
    match.round(gil=False, tess=True)
    match.hand_over()
    remove(match, "tess")
    take_over(match, cast)
    assert holders(match) == (cast.tess.id, cast.tess.id)
    assert sorted(kinds(tess)) == [("live", 1), ("live", 3)]
    tess.check()
    with match.database.reading() as session:
        owns = [service.find_own(session, match.game_id, match.tokens[name], cast.tess.id) for name in ("gil", "tess")]
    assert [own and own.nickname for own in owns] == ["gil", None], "nobody is told that they were taken out"
    assert match.join("again", cast.tess.id).nickname == "gil"
    match.move(Void(1))
    match.hand_over()
    assert sorted(kinds(tess)) == [("live", 1), ("live", 3), ("undo", 0), ("undo", 0)], "what was studied follows"
    tess.check()


@pytest.mark.parametrize("is_removed", [True, False])
def test_nothing_gives_way_to_a_seat_that_was_taken_out_or_gave_nothing_either(match, cast, tess, is_removed):
    match.round(gil=True) if is_removed else match.round()
    remove(match, "gil") if is_removed else close(match)
    take_over(match, cast)
    assert holders(match) == (cast.tess.id if is_removed else None, cast.tess.id)


def test_what_is_told_to_study_while_a_guest_is_taken_over_comes_to_the_account(match, cast, desk_of):
    tess, gil = desk_of("tess"), desk_of("gil")
    with match.database.transaction() as session:
        study.enrol(session, gil.viewer.id, gil.bank_id)
    match.join("gil", cast.gil.id)
    match.round(gil=True)
    merging = threading.Thread(target=take_over, args=(match, cast))

    def record(session, answers, now):
        assert [answer.learner_id for answer in answers] == [cast.gil.id]
        merging.start()
        merging.join(0.5)
        assert merging.is_alive(), "it waits for the round that is being told"
        live_study().record(session, answers, now)

    with match.database.transaction() as session:
        service.hand_over(session, match.game_id, replace(live_study(), record=record), match.clock())
    merging.join()
    assert match.told()[0] is True
    assert kinds(tess) == [("live", 3)]
    tess.check()


def test_who_said_to_be_somebody_else_is_not_given_the_seat(match, sign_in_as):
    match.join("bob")
    match.round(bob=True)
    tess, address = sign_in_as("tess"), f"/play/{match.standing.link_token}"
    tess.client.set_cookie(f"play-{match.game_id}", match.tokens["bob"], path="/play")
    tess.post(f"{address}/seat", {"who": "another"})
    match.move(End())
    match.move(End())
    for answer in (tess.get(f"{address}/keep"), tess.post(f"{address}/keep")):
        assert answer.status_code == 403
    assert match.player("bob").user_id is None
