"""Who is there is known where the streams are, and a round waits for nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.core.game import Extend, Lock, Next, Reopen, Skip
from quizapp.live import service
from quizapp.live.models import Player
from quizapp.live.streams import games as live_games
from quizapp.live.streams.channel import Channel
from quizapp.live.streams.recorder import Recorder
from quizapp.plumbing.db_errors import AWAY, Busy
from tests.live.line import run


@pytest.mark.parametrize("who", ["the quick", "all", None])
@pytest.mark.parametrize("command", [Next(), Skip()])
def test_a_round_waits_for_the_slowest_of_those_who_are_there(desk, command, who):
    quick, slow = desk.player("Ann"), desk.player("Bob")
    present = {"the quick": {quick.id}, "all": {quick.id, slow.id}, None: None}[who]
    with desk.database.transaction() as session:
        session.execute(update(Player).where(Player.id == slow.id).values(time_factor=2.0))
    if isinstance(command, Skip):
        desk.do(Next())
    with desk.database.transaction() as session:
        event_no = service.get_standing(session, desk.game_id).game.event_no
        service.lead(session, desk.host, desk.game_id, command, event_no, desk.now_ms, present)
    shown_ms = 40_000 if isinstance(command, Skip) else 20_000
    assert desk.standing.game.deadline_ms - desk.now_ms == (shown_ms if who == "the quick" else 2 * shown_ms)


@pytest.mark.parametrize("who", ["the quick", "all", None])
def test_more_time_is_given_to_each_by_their_factor(desk, who):
    quick, slow = desk.player("Ann"), desk.player("Bob")
    present = {"the quick": {quick.id}, "all": {quick.id, slow.id}, None: None}[who]
    factor = 1 if who == "the quick" else 2
    with desk.database.transaction() as session:
        session.execute(update(Player).where(Player.id == slow.id).values(time_factor=2.0))

    def lead(command):
        with desk.database.transaction() as session:
            event_no = service.get_standing(session, desk.game_id).game.event_no
            service.lead(session, desk.host, desk.game_id, command, event_no, desk.now_ms, present)
        return desk.standing.game.deadline_ms - desk.now_ms

    assert lead(Next()) == 20_000 * factor
    assert lead(Extend(30_000)) == 50_000 * factor
    lead(Lock())
    assert lead(Reopen()) == 10_000 * factor


def test_who_is_there_is_known_to_the_hosts_page(line, monkeypatch):
    async def scenario(line):
        (gate,) = [route.app for route in line.app.app.others.routes if route.path == ""]
        present = gate.app.extensions["live_present"]
        assert present(line.desk.game_id) is None
        ann = await line.join("Ann")
        await line.join("Bob")
        await line.play(ann)
        # Who was here before this process may be on their way back to it.
        assert present(line.desk.game_id) is None
        monkeypatch.setattr(live_games, "PRESENT_SECONDS", 0.0)
        assert present(line.desk.game_id) == {line.desk.rows(Player)[0].id}

    run(line, scenario)


def test_answers_stored_here_are_known_and_all_else_is_asked_of_the_rows():
    channel = Channel(1, opened_at=0.0, must_count=False, answered={4}, answered_in=2)
    channel.note_stored({(2, 7)}, has_players=False)
    channel.note_stored(set(), has_players=False)
    assert (channel.answered, channel.has_answers, channel.must_count) == ({4, 7}, True, False)
    for responses, has_players, answered_in in (({(1, 8)}, False, 2), (set(), True, 2), ({(2, 8)}, False, None)):
        channel.must_count, channel.answered_in = False, answered_in
        channel.note_stored(responses, has_players=has_players)
        assert channel.must_count
    assert channel.answered == {4, 7}


def test_what_was_stored_though_nobody_confirmed_it_counts_when_it_is_sent_again(line, monkeypatch):
    real, lost = Recorder._in_one, []

    def in_one(self, batch):
        results = real(self, batch)
        if not lost and any(isinstance(each.wish, service.Given) for each in batch):
            lost.append(True)
            raise Busy(AWAY)
        return results

    monkeypatch.setattr(Recorder, "_in_one", in_one)

    async def scenario(line):
        ann, bob = await line.join("Ann"), await line.join("Bob")
        of_ann, _ = await line.play(ann), await line.play(bob)
        await line.do(Next())
        await of_ann.until(lambda: "open" in of_ann.phases)
        assert (await line.answer(ann, "Haydn")).status == 503
        assert (await line.answer(ann, "Haydn")).json["accepted"]
        assert (await line.answer(bob, "Haydn")).json["accepted"]
        await of_ann.until(lambda: "locked" in of_ann.phases)

    run(line, scenario)
