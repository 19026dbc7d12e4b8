"""A text with gaps in a live game: read with blanks, filled on the phone, judged gap by gap, told at the reveal."""

from __future__ import annotations

import pytest

from quizapp.core.game import Next, Rules
from quizapp.live.models import ResponseRow, Round
from quizapp.live.streams import others as live_others
from tests.conftest import make_cast
from tests.live.desk import make_desk
from tests.live.line import Line, run

WATER = {
    "kind": "cloze",
    "stem": "The scale is named after Anders [[2]] of [[3]]; water freezes at [[1]] degrees.",
    "gaps": [
        {"kind": "number", "key": 0},
        {"key": "Celsius", "about": "actor"},
        {"key": "Uppsala", "distractors": ["Copenhagen", "Leiden"], "worth": 2},
    ],
}
ALL = {"gap_1": "0", "gap_2": "Celsius", "gap_3": "Uppsala"}
#: Of the frames of a text of 84 letters with three gaps; its words go down twice, since it is read first.
READY_BYTES, OPEN_BYTES, SNAPSHOT_BYTES = 550, 850, 1_000


@pytest.fixture
def desk(database, clock, password_hash):
    made = make_desk(database, clock, make_cast(database, password_hash).ada, [WATER])
    made.make()
    made.do(Next())
    return made


@pytest.fixture
def line(runtime, clock, password_hash, monkeypatch):
    monkeypatch.setattr(live_others, "KNOWN_SECONDS", 0.0)
    made = make_desk(runtime.database, clock, make_cast(runtime.database, password_hash).ada, [WATER])
    made.make(rules=Rules(is_timed=False))
    return Line(runtime, made)


@pytest.mark.parametrize(
    ("given", "score"),
    [
        (ALL, 1.0),
        (ALL | {"gap_3": "Leiden"}, 0.5),
        (ALL | {"gap_2": "celsius", "gap_1": ""}, 0.75),
        ({"gap_3": "Uppsala"}, 0.5),
        ({"gap_1": "100", "gap_2": "Kelvin", "gap_3": "Leiden"}, 0.0),
    ],
)
def test_each_gap_counts_by_its_worth(desk, given, score):
    reply = desk.give(desk.player(), given)
    assert reply.is_accepted
    (row,) = desk.rows(ResponseRow)
    assert (row.score, row.points) == (score, round(1000 * score))
    assert row.response == [given.get(f"gap_{n}", "") for n in (1, 2, 3)]


def test_no_gap_filled_is_no_answer(desk):
    assert desk.give(desk.player(), {"gap_1": "", "gap_2": " "}).status == 422
    assert desk.give(desk.player("Bob"), "Celsius").status == 422
    assert desk.rows(ResponseRow) == []


def test_what_is_typed_in_part_has_the_time_of_what_is_typed(desk):
    (row,) = desk.rows(Round)
    assert row.stem_words >= 12
    assert (row.way, row.limit_ms) == ("recognise", 40_000)


def test_it_is_read_with_blanks_and_then_filled(line):
    async def scenario(line):
        stream = await line.play(await line.join("Ann"))
        screen = await line.listen(f"/screens/{line.desk.standing.screen_token}/events")
        await line.do(Next())
        await stream.until(lambda: "ready" in stream.phases)
        await screen.until(lambda: "ready" in screen.phases)
        for words in (stream.frames[-1]["stem"], _html(screen)):
            assert "named after Anders" in words
            assert words.count("gap--open") == 3
        assert not any(word in stream.raw + screen.raw for word in (b"Uppsala", b"Celsius", b"Leiden"))
        await line.do(Next())
        await stream.until(lambda: "open" in stream.phases)
        opened = stream.frames[-1]
        assert opened["stem"] == "Fill the gaps"
        assert opened["ask"].count("<input") == 2
        assert opened["ask"].count("<option value") == 3
        await screen.until(lambda: "open" in screen.phases)
        assert "Uppsala" in _html(screen)
        assert b"Celsius" not in stream.raw + screen.raw

    run(line, scenario)


def test_part_of_it_right_is_told_and_the_projector_fills_the_gaps(line):
    async def scenario(line):
        ann = await line.join("Ann")
        stream = await line.play(ann)
        screen = await line.listen(f"/screens/{line.desk.standing.screen_token}/events")
        for _ in range(2):
            await line.do(Next())
        await stream.until(lambda: "open" in stream.phases)
        values = {"response": ALL | {"gap_3": "Leiden"}, "client_id": "c1", "client_ms": 500}
        reply = await line.post(f"/play/{line.link}/rounds/1/response", values, ann)
        assert (reply.status, len(reply.body) <= 180) == (200, True)
        state = await line.call("GET", f"/play/{line.link}/state", cookie=ann)
        assert state.json["response"] == ["0", "Celsius", "Leiden"]
        assert len(state.body) <= SNAPSHOT_BYTES
        await stream.until(lambda: "locked" in stream.phases)
        await line.do(Next())
        await stream.until(lambda: bool(stream.of("own")))
        assert stream.of("own")[0] | {"rank": 1} == {"score": 0.5, "points": 500, "total": 500, "rank": 1}
        assert next(frame for frame in stream.frames if frame.get("phase") == "reveal")["key"] == "0; Celsius; Uppsala"
        await screen.until(lambda: "reveal" in screen.phases)
        shown = _html(screen)
        assert [f'<span class="gap">{key}</span>' in shown for key in ("0", "Celsius", "Uppsala")] == [True] * 3
        assert "0 of 1 right, 1 in part" in shown
        assert "gap 3: Leiden" in shown

    run(line, scenario)


def test_frames_keep_to_their_bytes(line):
    async def scenario(line):
        stream = await line.play(await line.join("Ann"))
        for phase in ("ready", "open", "locked", "reveal"):
            await line.do(Next())
            await stream.until(lambda: phase in stream.phases)  # noqa: B023
        budget = {"lobby": 200, "ready": READY_BYTES, "open": OPEN_BYTES, "locked": 120, "reveal": 250}
        for piece in stream.raw.decode().split("\n\n"):
            if '"phase"' in piece:
                phase = piece.partition('"phase":"')[2].partition('"')[0]
                assert len(piece.encode()) <= budget[phase], piece

    run(line, scenario)


def _html(screen):
    return [frame for frame in screen.frames if "html" in frame][-1]["html"]
