"""What learners' memory foretold of a game beside what they knew: of several, and of nobody's first answers."""

from __future__ import annotations

import pytest

from quizapp.core.game import Void
from quizapp.core.scheduler import Memory, Options, retrievability
from quizapp.joining import live_study
from quizapp.live import service
from quizapp.study import service as study
from tests.live.match import Match
from tests.study.databases import BOTH

pytestmark = BOTH
LEARNERS = ("sam", "tess", "eve", "ann", "cora")
RIGHT = {"sam": True, "tess": True, "eve": True, "ann": False, "cora": False}


@pytest.fixture
def desks(desk_of):
    made = {name: desk_of(name) for name in LEARNERS}
    for desk in made.values():
        with desk.database.transaction() as session:
            study.enrol(session, desk.viewer.id, desk.bank_id)
    return made


def played(match: Match, desks, names=LEARNERS, **right: bool) -> Match:
    for name in names:
        match.join(name, desks[name].viewer.id)
    match.round(**{name: right.get(name, True) for name in names})
    match.hand_over()
    return match


def again(match: Match, client_id: str) -> Match:
    return Match(match.database, match.host, match.clock, client_id=client_id).make()


def foretold(match: Match):
    with match.database.reading() as session:
        return service.get_report(session, match.host, match.game_id, live_study()).foretold


def test_memory_before_the_game_is_compared_with_what_was_right(match, desks, clock):
    assert foretold(played(match, desks)) is None
    clock.move(days=3)
    second = played(again(match, "second"), desks, **RIGHT)
    told = foretold(second)
    assert (told.learners, told.answers, told.passed) == (5, 5, 0.6)
    chances = []
    for desk in desks.values():
        first, later = desk.events()
        memory = Memory(stability=first.stability_after, difficulty=5.0, last_day=first.study_day)
        chances.append(retrievability(memory, later.study_day, Options().parameters))
    assert told.predicted == pytest.approx(sum(chances) / 5)
    assert 0 < told.predicted < 1


def test_what_was_voided_counts_not(match, desks, clock):
    played(match, desks)
    clock.move(days=3)
    second = played(again(match, "second"), desks)
    second.move(Void(1))
    second.hand_over()
    assert foretold(second) is None


def test_of_fewer_than_five_nothing_is_told(match, desks, clock):
    played(match, desks)
    clock.move(days=3)
    assert foretold(played(again(match, "second"), desks, LEARNERS[:4])) is None


def test_the_report_says_so(match, desks, clock, sign_in_as):
    played(match, desks)
    clock.move(days=3)
    second = played(again(match, "second"), desks, **RIGHT)
    words = sign_in_as("ada").get(f"/games/{second.game_id}/report").text
    assert "Of 5 answers to questions that 5 learners had met before" in words
    assert "60% were" in words
    assert "had met before" not in sign_in_as("ada").get(f"/games/{match.game_id}/report").text
