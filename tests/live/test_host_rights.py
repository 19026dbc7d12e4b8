"""Whoever does not lead a game does nothing of its host's, whatever page asks: the services ask for the right."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.core.errors import NotFound
from quizapp.core.game import Next, Void
from quizapp.joining import live_study
from quizapp.live import service
from quizapp.live.models import GameRow, Player
from quizapp.live.service.removing import restore_player as restore
from quizapp.people.models import User
from quizapp.people.viewer import PASSER_BY
from tests.conftest import BEGIN

ACTS = {
    "remote": lambda session, who, game, _: service.get_remote(session, who, game, BEGIN),
    "next": lambda session, who, game, _: service.lead(session, who, game, Next(), None, 0),
    "void": lambda session, who, game, _: service.lead(session, who, game, Void(1), None, 0),
    "door": lambda session, who, game, _: service.close_door(session, who, game, is_locked=True),
    "names": lambda session, who, game, _: service.show_names(session, who, game, is_shown=True),
    "one by one": lambda session, who, game, _: service.let_in_each(session, who, game, is_on=True),
    "word": lambda session, who, game, _: service.ask_for_word(session, who, game, is_on=True),
    "admit": lambda session, who, game, player: service.admit_player(session, who, game, player),
    "admit all": lambda session, who, game, player: service.admit_all(session, who, game, player),
    "refuse": lambda session, who, game, player: service.refuse_player(session, who, game, player, BEGIN),
    "refuse all": lambda session, who, game, player: service.refuse_all(session, who, game, player, BEGIN),
    "rename": lambda session, who, game, player: service.rename_player(session, who, game, player, "Kim"),
    "remove": lambda session, who, game, player: service.remove_player(session, who, game, player, BEGIN),
    "restore": lambda session, who, game, player: restore(session, who, game, player, live_study(), BEGIN),
    "report": lambda session, who, game, _: service.get_report(session, who, game),
    "missed": lambda session, who, game, _: service.list_missed(session, who, game),
    "correct": lambda session, who, game, _: service.correct(session, who, game, 1, BEGIN),
}  # fmt: skip


def rows_of(match):
    with match.database.reading() as session:
        return [tuple(row) for table in (GameRow, Player) for row in session.execute(table.__table__.select())]


@pytest.mark.parametrize("act", ACTS)
def test_who_does_not_lead_a_game_does_none_of_it(act, match, cast):
    match.join("Zoe")
    player = match.join("Ann").id
    with match.database.transaction() as session:
        session.execute(update(Player).where(Player.id == player).values(waiting_since=BEGIN))
    before = rows_of(match)
    for who in (cast.eve, cast.sam, cast.gil, PASSER_BY):
        with pytest.raises(NotFound, match="There is no such game here"), match.database.transaction() as session:
            ACTS[act](session, who, match.game_id, player)
    assert rows_of(match) == before


@pytest.mark.parametrize("act", ACTS)
def test_a_host_who_is_no_teacher_any_more_does_none_of_it(act, match, cast):
    player = match.join("Ann").id
    with match.database.transaction() as session:
        session.execute(update(GameRow).values(host_id=cast.sam.id))
        assert session.get_one(User, cast.sam.id).role == "student"
    with pytest.raises(NotFound, match="There is no such game here"), match.database.transaction() as session:
        ACTS[act](session, cast.sam, match.game_id, player)
