"""A streak is shown to its owner at the reveal, and never scored."""

from __future__ import annotations

import pytest

from quizapp.core.game import Next, Skip, Void
from quizapp.live import service
from quizapp.live.streams.frames import encode, own_frame
from tests.live.line import run
from tests.study.databases import BOTH


@pytest.fixture
def streaks(match):
    """Give what is told of streaks now, by nickname."""

    def told() -> dict[str, int]:
        with match.database.reading() as session:
            owns = service.owns(session, match.standing)
        return {name: owns[card.id].streak for name, card in match.players.items()}

    return told


@BOTH
def test_right_answers_in_a_row_up_to_this_one(match, streaks):
    for name in ("ann", "bob", "cid"):
        match.join(name)
    match.round(ann=True, bob=True)
    assert streaks() == {"ann": 0, "bob": 0, "cid": 0}, "one is no row"
    match.round(ann=True, bob=False, cid=True)
    assert streaks() == {"ann": 2, "bob": 0, "cid": 0}
    match.round(ann=True, bob=True, cid=True)
    assert streaks() == {"ann": 3, "bob": 0, "cid": 2}
    match.round(bob=True, cid=True)
    assert streaks() == {"ann": 0, "bob": 2, "cid": 3}, "whoever gives nothing begins anew"
    match.move(Next())
    assert set(streaks().values()) == {0}, "it is told at the reveal alone"


@BOTH
def test_voided_and_skipped_rounds_break_no_row_and_make_none(match, streaks):
    match.join("ann")
    match.round(ann=True)
    match.move(Next())
    match.move(Skip())
    # The skip has opened the third round.
    match.give("ann", right=True)
    match.move(Next())
    assert streaks() == {"ann": 2}
    match.move(Void(1))
    assert streaks() == {"ann": 0}
    match.round(ann=True)
    assert streaks() == {"ann": 2}
    match.move(Void(4))
    assert streaks() == {"ann": 0}


@BOTH
def test_what_came_late_breaks_it(match, streaks):
    match.join("ann")
    match.round(ann=True)
    match.round()
    match.give("ann", right=True)
    assert streaks() == {"ann": 0}
    match.round(ann=True)
    assert streaks() == {"ann": 0}


def test_it_is_for_its_owner_alone(line):
    async def scenario(line):
        ann, bob = await line.join("Ann"), await line.join("Bob")
        first, second = await line.play(ann), await line.play(bob)
        screen = await line.listen(f"/screens/{line.desk.standing.screen_token}/events")
        for no, words in enumerate(("Beethoven", "Danube"), start=1):
            await line.do(Next())
            await first.until(lambda: first.phases[-1:] == ["open"])
            await line.answer(ann, words, no, f"a{no}")
            await line.answer(bob, "Haydn", no, f"b{no}")
            await first.until(lambda: first.phases[-1:] == ["locked"])
            await line.do(Next())
            await first.until(lambda: first.phases[-1:] == ["reveal"])
            if no == 1:
                await line.do(Next())
        await first.until(lambda: first.of("own")[-1].get("streak") == 2)
        await second.until(lambda: len(second.of("own")) == len(first.of("own")))
        assert first.of("own")[-1]["total"] == 2000, "it scores nothing"
        state = await line.call("GET", f"/play/{line.link}/state", cookie=ann)
        assert state.json["own"]["streak"] == 2
        assert all(b"streak" not in stream.raw for stream in (second, screen))

    run(line, scenario)


def test_the_longest_own_frame_keeps_to_its_bytes():
    own = service.Own(0.666667, 100_000, 10_000_000, 2_000, streak=100, has_more=True)
    assert len(encode(0, own_frame(own), "own")) <= 120
