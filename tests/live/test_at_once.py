"""Two who write the same at the same moment, each in a transaction that does not see the other's."""

from __future__ import annotations

import threading
from random import Random

import pytest
from sqlalchemy import func, select

from quizapp.core.game import Rules
from quizapp.live import service
from quizapp.live.models import GameRow, Player
from quizapp.people import service as people
from tests.study.databases import BOTH

pytestmark = BOTH
FORM = {"bank": "bridges", "client_id": "twice", "count": "3", "speed": "20", "is_timed": "y"}


@pytest.fixture
def beside(runtime):
    """Give a call that writes something, and while it is not committed yet sends something; gives the response."""

    def run(write, send):
        answered = []
        other = threading.Thread(target=lambda: answered.append(send()))
        with runtime.database.transaction() as session:
            write(session)
            session.flush()
            other.start()
            # It waits for this one: on SQLite for its turn, on a server at the key.
            other.join(0.7)
            assert not answered
        other.join(20)
        return answered[0]

    return run


def test_a_form_sent_twice_at_once_is_one_game(match, cast, clock, sign_in_as, beside):
    ada = sign_in_as("ada")
    wish = service.GameWish("bridges", "twice", count=3, rules=Rules())
    made = []
    answer = beside(
        lambda s: made.append(service.make_game(s, cast.ada, wish, clock(), Random(1))),
        lambda: ada.post("/games", FORM),
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/games/{made[0]}")
    with match.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(GameRow).where(GameRow.client_id == "twice")) == 1


def test_two_who_rename_to_one_name_are_not_both_called_so(match, sign_in_as, beside):
    ann, bob = match.join("Ann"), match.join("Bob")
    ada = sign_in_as("ada")
    answer = beside(
        lambda s: service.rename_player(s, match.host, match.game_id, ann.id, "Zora"),
        lambda: ada.post(f"/games/{match.game_id}/names", {"player": bob.id, "nickname": "Zora"}),
    )
    assert answer.status_code == 422
    assert "Somebody here has that nickname" in answer.text
    with match.database.reading() as session:
        assert sorted(session.scalars(select(Player.nickname))) == ["Bob", "Zora"]


def test_a_name_given_while_somebody_takes_it_is_refused_with_words(match, sign_in_as, beside, clock):
    bob = match.join("Bob")
    ada = sign_in_as("ada")

    def join(session):
        wish = service.JoinWish(match.game_id, "Zora", service.draw_token(), None)
        service.join(session, service.get_standing(session, match.game_id), [wish], clock())

    answer = beside(join, lambda: ada.post(f"/games/{match.game_id}/names", {"player": bob.id, "nickname": "Zora"}))
    assert answer.status_code == 422
    assert "Somebody here has that nickname" in answer.text


def test_one_classroom_made_twice_at_once_is_one(cast, clock, sign_in_as, beside):
    ada = sign_in_as("ada")
    made = []
    answer = beside(
        lambda s: made.append(people.make_classroom(s, cast.ada, "8b", clock())),
        lambda: ada.post("/classrooms", {"name": "8b"}),
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/classrooms/{made[0]}")
