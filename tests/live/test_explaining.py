"""What "Why?" tells a player: the words on what they gave, and whether there is anything to tell at all."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from quizapp.core.game import Next
from quizapp.core.kinds import parse_question
from quizapp.live import service
from quizapp.live.service import asking
from quizapp.live.service.asking import RoundQuestion
from quizapp.live.streams.frames import own_frame
from tests.progress.conftest import statements

CHOICE = {
    "kind": "choice",
    "id": "q",
    "stem": "Who built the Rocket?",
    "key": "George Stephenson",
    "distractors": [{"text": "George Hudson", "explanation": "He owned railways; he built no engines."}, "James Watt"],
}
TEXT = {
    "kind": "text",
    "id": "q",
    "stem": "From which port did it sail?",
    "key": "Liverpool",
    "accept": [{"text": "Birkenhead", "weight": 0, "explanation": "That is across the river."}],
}
MULTIPLE = {
    "kind": "multiple",
    "id": "q",
    "stem": "Which lie on the Danube?",
    "key": ["Vienna", "Budapest"],
    "distractors": [{"text": "Zagreb", "explanation": "Zagreb lies on the Sava."}, "Prague"],
}
NAME = {"kind": "text", "id": "q", "stem": "Who signed it?", "key": "Mikhail Gorbachev", "about": "actor"}
CLOZE = {
    "kind": "cloze",
    "id": "q",
    "stem": "The bridge over the [[1]] was opened in [[2]].",
    "gaps": [
        {"key": "Weser", "distractors": [{"text": "Elbe", "explanation": "The Elbe is east of it."}, "Rhine"]},
        {"key": "1872"},
    ],
}


def asked(body: dict) -> RoundQuestion:
    way = parse_question(body).ways[0]
    return asking._asked(body, SimpleNamespace(option_seed=1, way=way), frozenset())


@pytest.mark.parametrize(("body", "given", "told"), [
    (CHOICE, "George Hudson", ("He owned railways; he built no engines.",)),
    (CHOICE, "James Watt", ()),
    (CHOICE, None, ()),
    (TEXT, "birkenhead", ("That is across the river.",)),
    (TEXT, "Hull", ()),
    (MULTIPLE, ["Vienna", "Zagreb"], ("Zagreb lies on the Sava.",)),
    (NAME, "Mikhail", ()),
    (CLOZE, ["Elbe", "1872"], ("The Elbe is east of it.",)),
])  # fmt: skip
def test_a_player_reads_what_is_written_about_their_answer(body, given, told):
    assert asked(body).explain(given) == told


@pytest.mark.parametrize(("body", "has_more"), [
    (CHOICE, True),
    (TEXT, True),
    (CHOICE | {"distractors": ["George Hudson", "The explanation"]}, False),
    (CHOICE | {"distractors": ["George Hudson"], "explanation": "In 1829."}, True),
])  # fmt: skip
def test_why_is_offered_where_something_is_written(body, has_more):
    assert asked(body).has_more is has_more


def test_a_slip_can_be_read_where_nothing_else_is_written(desk):
    """Whoever misspelt a name that was taken for right is told how it is spelt; nobody else has anything to read."""
    while desk.standing.game.round_no != 2:
        desk.do(Next())
    ann, bob, cid = (desk.player(name) for name in ("Ann", "Bob", "Cid"))
    desk.give(ann, "Danub")
    desk.give(bob, "Danube")
    while desk.standing.game.phase != "reveal":
        desk.do(Next())
    with desk.database.reading() as session:
        standing = desk.standing
        question = service.question_now(session, standing, service.Questions())
        with statements(desk.database) as ran:
            owns = service.owns(session, standing, question)
    assert sum("FROM response" in each.sql and "response.round_no = " in each.sql for each in ran) == 1
    assert not question.has_more
    assert {each.id for each in (ann, bob, cid) if owns[each.id].has_more} == {ann.id}
    assert own_frame(owns[ann.id])["has_more"] is True
    assert "has_more" not in own_frame(owns[bob.id])
