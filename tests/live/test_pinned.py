"""A question that is edited or archived in its bank while a game asks it changes nothing in the game and its report."""

from __future__ import annotations

import re
from dataclasses import replace

from quizapp.banks.service import take_out
from quizapp.core.game import Next
from quizapp.live import service
from quizapp.live.service import Questions, asking
from quizapp.live.service.correcting import NOT_CORRECTED
from tests.live.desk import QUESTIONS, Desk, make_desk, revise
from tests.live.line import Line, run

GIVEN = ("Beethoven", "Danube", "Rhine")
NEW = ("Who composed Fidelio?", "Salieri", "Which waters flow?", "Oder")


def edit(desk: Desk) -> None:
    """Let another composer be right in the first question, archive the second, say the third otherwise."""
    first, second, third = (card.question_id for card in desk.standing.cards)
    revise(desk.database, first, desk.clock(), stem=NEW[0], key=NEW[1], distractors=["Haydn", "Beethoven"])
    with desk.database.transaction() as session:
        take_out(session, desk.host, desk.slug, second, desk.clock())
    revise(desk.database, third, desk.clock(), stem=NEW[2], key=["Rhine", "Elbe", NEW[3]])


async def play(line: Line, *, is_edited: bool):
    """Play a game to its end; edits come in the first open round. Gives what a player and the projector had."""
    desk = line.desk
    link = desk.standing.link_token
    ann = await line.join("Ann", link)
    stream = await line.play(ann, link)
    screen = await line.listen(f"/screens/{desk.standing.screen_token}/events")
    states = []
    while desk.standing.game.phase != "closed":
        await line.do(Next())
        game = desk.standing.game
        if game.phase == "open" and game.round_no == 1 and is_edited:
            edit(desk)
        if game.phase == "open":
            assert (await line.answer(ann, GIVEN[game.round_no - 1], game.round_no, link=link)).status == 200
            await stream.until(lambda: stream.phases[-1:] == ["locked"])
        await stream.until(lambda: stream.phases[-1:] == [desk.standing.game.phase])
        states.append((await line.call("GET", f"/play/{link}/state", cookie=ann)).json)
    await screen.until(lambda: screen.phases[-1:] == ["closed"])
    return stream, screen, states


def report_of(desk: Desk):
    with desk.database.reading() as session:
        report = service.get_report(session, desk.host, desk.game_id)
    rounds = [replace(each, correction=NOT_CORRECTED) for each in report.rounds]
    players = [(each.nickname, each.points, each.right, each.asked, each.scores) for each in report.players]
    return rounds, players


def test_frames_and_report_are_those_of_a_game_that_nobody_touched(runtime, cast, clock, sign_in_as, monkeypatch):
    # Nothing of a question is in memory, as after a start.
    monkeypatch.setattr(Questions, "of", lambda _self, *given: asking._read(*given))
    desk, found = make_desk(runtime.database, clock, cast.ada, QUESTIONS), {}
    desk.make()
    line = Line(runtime, desk)
    plain_id, edited_id = desk.game_id, desk.make("form-2")

    async def scenario(line):
        for name, game_id in (("plain", plain_id), ("edited", edited_id)):
            desk.game_id = game_id
            found[name] = await play(line, is_edited=name == "edited"), report_of(desk)

    run(line, scenario)
    (stream, screen, states), report = found["edited"]
    (plain_stream, _, plain_states), plain_report = found["plain"]
    assert stream.frames == plain_stream.frames
    assert states == plain_states
    assert report == plain_report
    assert report[1] == [("Ann", sum((1_000, 1_000, 500)), 2, 3, {1: 1.0, 2: 1.0, 3: 0.5})]
    assert not any(words.encode() in each.raw for each in (stream, screen) for words in NEW)
    page = sign_in_as("ada").get(f"/games/{edited_id}/report").text
    # The newest key stands beside what would judge by it, and nowhere else.
    offered = re.findall("Key now: ([^<]*)", page)
    assert offered == [NEW[1], f"Rhine; Elbe; {NEW[3]}"]
    assert not any(words in re.sub("Key now: [^<]*", "", page) for words in NEW)
    assert all(words in page for words in ("Who wrote Fidelio?", "Which river flows through Vienna?", "Rhine; Elbe"))
