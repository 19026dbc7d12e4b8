"""What goes to a player, and back, keeps to its bytes: of each kind a usual question, with and without reading time."""

from __future__ import annotations

import pytest

from quizapp.core.game import Next, Rules
from tests.conftest import make_cast
from tests.live import desk as games
from tests.live.line import Line, run

#: As the frames stand in the stream, with their number and the line between them.
BUDGET = {"lobby": 200, "ready": 200, "open": 450, "locked": 50, "reveal": 250, "standings": 50, "podium": 50}
SNAPSHOT, OWN, REPLY = 1_000, 120, 180
KINDS = {
    "choice": {"stem": "Who wrote Fidelio?", "key": "Beethoven", "distractors": ["Haydn", "Schubert", "Weber"]},
    "text": {"stem": "Which river flows through Vienna?", "key": "Danube"},
    "multiple": {"stem": "Which are rivers?", "key": ["Rhine", "Elbe"], "distractors": ["Alps", "Harz", "Jura"]},
    "true_false": {"stem": "Vienna lies on the Danube.", "key": True},
    "date": {
        "stem": "When was the Berlin Wall begun?",
        "key": "1961-08-13",
        "distractors": ["1953-06-17", "1989-11-09", "1948-06-24"],
    },
    "number": {"stem": "How long is the Rhine?", "key": "1233", "unit": "km"},
    "order": {"stem": "Which came first?", "items": ["Bach", "Mozart", "Beethoven", "Schubert"]},
    "match": {
        "stem": "Which country has which capital?",
        "pairs": [
            {"left": "France", "right": "Paris"},
            {"left": "Spain", "right": "Madrid"},
            {"left": "Italy", "right": "Rome"},
        ],
    },
}


@pytest.mark.parametrize("has_reading_time", [True, False])
def test_frames_keep_to_their_bytes(runtime, clock, password_hash, has_reading_time):
    host = make_cast(runtime.database, password_hash).ada
    desk = games.make_desk(runtime.database, clock, host, [{"kind": kind, **raw} for kind, raw in KINDS.items()])
    desk.make(rules=Rules(has_reading_time=has_reading_time))
    line, snapshots, replies = Line(runtime, desk), [], []

    async def scenario(line):
        ann = await line.join("Ann")
        stream = await line.play(ann)
        while (game := desk.standing.game).phase != "podium":
            if game.phase == "open" and game.round_no == 1:
                replies.append(await line.answer(ann, "Beethoven"))
            await line.do(Next())
            await stream.until(lambda: stream.frames and desk.standing.game.phase in stream.phases[-1:])
            snapshots.append(await line.call("GET", f"/play/{line.link}/state", cookie=ann))
        found = set()
        for piece in stream.raw.decode().split("\n\n"):
            size = len(f"{piece}\n\n".encode())
            if "event: own" in piece:
                assert size <= OWN, piece
            elif '"phase"' in piece:
                phase = piece.partition('"phase":"')[2].partition('"')[0]
                assert size <= BUDGET[phase], piece
                found.add(phase)
        assert found == set(BUDGET) - (set() if has_reading_time else {"ready"})

    run(line, scenario)
    assert max(len(each.body) for each in snapshots) <= SNAPSHOT
    assert [len(each.body) <= REPLY for each in replies] == [True]
