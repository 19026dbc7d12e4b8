"""A key is mended before study has heard of its round: judged again, what each gave counts in study after all."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.core.game import Next, Void
from quizapp.joining import live_study
from quizapp.live import service
from quizapp.live.models import Player
from quizapp.study import service as study
from tests.live.test_correcting import correct, end, swap
from tests.study.databases import BOTH


@pytest.fixture
def mended(match, cast, desk_of):
    """Let sam, tess and bob play a round to its end whose key is mended while it is open; bob studies nothing yet."""
    with match.database.transaction() as session:
        for name in ("sam", "tess"):
            study.enrol(session, cast[name].id, desk_of(name).bank_id)
    for name in ("sam", "tess", "bob"):
        match.join(name, None if name == "bob" else cast[name].id)
    match.move(Next())
    match.clock.move(seconds=4)
    for name, right in (("sam", True), ("tess", False), ("bob", False)):
        match.give(name, right=right)
    swap(match, 1)
    match.move(Next())
    match.round()
    match.move(Next())
    end(match)
    match.clock.move(hours=1)
    match.hand_over()
    match.clock.move(days=2)
    return match


@BOTH
def test_a_key_that_was_mended_before_study_heard_of_the_round_reaches_all_cards(mended, desk_of, cast):
    eve = desk_of("eve")
    with mended.database.transaction() as session:
        session.execute(update(Player).where(Player.id == mended.players["bob"].id).values(user_id=cast.eve.id))
        study.enrol(session, cast.eve.id, eve.bank_id)
        # This one keeps it before it is judged again.
        service.hand_over_player(session, mended.game_id, mended.players["bob"].id, live_study(), mended.clock())
    desks = {"sam": 1, "tess": 3, "eve": 3}
    for name in desks:
        assert [event.counts for event in desk_of(name).events("b1")] == [False]
        assert desk_of(name).state("b1").memory.reps == 0
    correct(mended, 1)
    for _ in range(2):
        mended.hand_over()
    for name, rating in desks.items():
        own = desk_of(name)
        assert [(event.kind, event.rating) for event in own.events("b1")][1:] == [("correction", rating)]
        assert (own.state("b1").memory.reps, own.state("b1").due_day is None) == (1, False)
        own.check()
    mended.move(Void(1))
    mended.hand_over()
    assert {name for name in desks if desk_of(name).state("b1")} == set()
    mended.move(Void(1, is_voided=False))
    mended.hand_over()
    assert [desk_of(name).state("b1").memory.reps for name in desks] == [1, 1, 1]
    for name in desks:
        desk_of(name).check()


def test_a_cards_page_says_what_a_mended_key_made_of_it_and_it_is_asked_again(mended, sign_in_as, desk_of):
    card = f"/progress/cards/{desk_of('sam').question_id('b1')}"
    for name in ("sam", "tess"):
        page = sign_in_as(name).get(card).text
        assert "It counts as never met." in page
        assert "What you gave was judged by a key that was changed since" in page
        assert "It did not move the day." in page
    ada = sign_in_as("ada")
    ada.post(f"/games/{mended.game_id}/corrections", {"round": "1"})
    for name, verdict in (("sam", "Counted as wrong"), ("tess", "Counted as right")):
        page = sign_in_as(name).get(card).text
        assert verdict in page
        assert "First taken as" in page
        assert "never met" not in page
        assert "It did not move the day" not in page
    assert "Asked again the same day." in sign_in_as("sam").get(card).text
    assert "Next after 2" in sign_in_as("tess").get(card).text
    mended.clock.move(hours=1)
    ada.post(f"/games/{mended.game_id}/reteachings")
    assert [event.action for event in desk_of("sam").events("b1")] == [None, None, "due_today"]
