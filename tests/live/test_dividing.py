"""What was given to gaps, pairs and orders is told and judged part by part, on report, tables and screen alike."""

from __future__ import annotations

import pytest

from quizapp.core.game import Lock, Next
from quizapp.core.kinds import parse_question
from quizapp.live import service
from quizapp.live.service.asking import RoundQuestion
from quizapp.live.service.dividing import shares_of
from quizapp.live.service.report_table import question_rows
from tests.conftest import make_cast
from tests.live.desk import make_desk

CLOZE = {
    "kind": "cloze",
    "stem": "The trials of [[1]] were won by the [[2]] in [[3]].",
    "gaps": [
        {"key": "Rainhill", "distractors": ["Shildon", "Killingworth"]},
        {"key": "Rocket"},
        {"kind": "date", "key": "1829-10", "distractors": ["1825-09", "1830-09"]},
    ],
}
MATCH = {
    "kind": "match",
    "stem": "Who built what?",
    "pairs": [{"left": "Rocket", "right": "Stephenson"}, {"left": "Novelty", "right": "Ericsson"}],
    "distractors": ["Brunel"],
}
ORDER = {"kind": "order", "stem": "From the oldest", "items": ["Rocket", "Mallard", "Evening Star"]}


@pytest.fixture
def desk(database, clock, password_hash):
    made = make_desk(database, clock, make_cast(database, password_hash).ada, [CLOZE, MATCH, ORDER])
    made.make()
    return made


def gaps(first, second, third):
    return {"gap_1": first, "gap_2": second, "gap_3": third}


def pairs(first, second):
    return {"match_1": first, "match_2": second}


def order(*items):
    names = {text: f"position_{place}" for place, text in enumerate(sorted(ORDER["items"]), 1)}
    return {names[text]: str(place) for place, text in enumerate(items, 1)}


PLAYED = (
    [gaps("Rainhill", "Rocket", "1825-09"), gaps("Rainhill", "Novelty", "1829-10"), gaps("Rainhill", "Novelty", "")],
    [pairs("Stephenson", "Brunel"), pairs("Stephenson", "Brunel"), pairs("Brunel", "Ericsson")],
    [order("Rocket", "Mallard", "Evening Star"), *[order("Mallard", "Rocket", "Evening Star")] * 2],
)


@pytest.fixture
def stages(desk):
    """Play all three; give what the projector had at each reveal."""
    people, shown = [desk.player(name) for name in ("Ann", "Bob", "Zoe")], []
    for round_of in PLAYED:
        desk.do(Next())
        for person, inputs in zip(people, round_of, strict=True):
            assert desk.give(person, inputs, client_id=f"c{person.id}-{len(shown)}").is_accepted
        desk.do(Lock())
        desk.do(Next())
        with desk.database.reading() as session:
            asked = service.question_now(session, desk.standing, desk.questions)
            shown.append(service.stage_of(session, desk.standing, asked))
        desk.do(Next())
    return shown


def told(shares):
    return [
        ((share.part + share.text).replace("\N{NO-BREAK SPACE}", " "), share.count, share.is_right) for share in shares
    ]


def report_of(desk):
    with desk.database.reading() as session:
        return service.get_report(session, desk.host, desk.game_id)


def test_each_gap_is_judged_by_itself(stages, desk):
    shares = report_of(desk).rounds[0].shares
    assert told(shares) == [
        ("gap 1: Rainhill", 3, True),
        ("gap 2: Novelty", 2, False),
        ("gap 2: Rocket", 1, True),
        ("gap 3: September 1825", 1, False),
        ("gap 3: October 1829", 1, True),
    ]
    assert told(stages[0].outcome.shares) == told(shares)


def test_each_pair_is_judged_by_itself(stages, desk):
    shares = report_of(desk).rounds[1].shares
    assert told(shares) == [
        ("Rocket – Stephenson", 2, True),
        ("Rocket – Brunel", 1, False),
        ("Novelty – Brunel", 2, False),
        ("Novelty – Ericsson", 1, True),
    ]
    assert told(stages[1].outcome.shares) == told(shares)


def test_orders_are_told_whole(stages, desk):
    shares = report_of(desk).rounds[2].shares
    assert told(shares) == [
        ("Mallard → Rocket → Evening Star", 2, False),
        ("Rocket → Mallard → Evening Star", 1, True),
    ]
    assert told(stages[2].outcome.shares) == told(shares)


def test_of_many_orders_the_most_frequent_are_told():

    asked = RoundQuestion(parse_question(ORDER), {}, {}, frozenset())
    given = [(0.0, [str(n), "x", "y"]) for n in range(12)] + [(1.0, ORDER["items"])] * 2
    shares = shares_of(given, asked)
    assert (len(shares), shares[0].count, shares[0].is_right) == (8, 2, True)


def test_only_what_is_wrong_is_a_misconception(stages, desk):
    rounds = report_of(desk).rounds
    believed = [share.text for each in rounds for share in each.shares if each.is_believed(share)]
    assert believed == ["gap 2: Novelty", "Novelty – Brunel"], "of an order that was right in part nobody was wrong"
    asked = RoundQuestion(parse_question(ORDER), {}, {}, frozenset())
    (share,) = shares_of([(0.0, ORDER["items"][::-1])] * 2, asked)
    assert rounds[2].is_believed(share)


def test_tables_say_which_were_right(stages, desk):

    cells = [str(row[-1]) for row in question_rows(report_of(desk))[1:]]
    assert cells[0].startswith("gap 1: Rainhill (right): 3, gap 2: Novelty (wrong): 2")
    assert "Novelty – Brunel (wrong): 2" in cells[1]
    assert "Mallard → Rocket → Evening Star (in part): 2, Rocket → Mallard → Evening Star (right): 1" in cells[2]


def test_typed_dates_are_told_as_people_write_them():
    date = parse_question({"kind": "date", "stem": "When was the match?", "key": "1829-10-06"})
    given = [(1.0, ["1829-10-06"]), (0.5, ["1829-10"]), (0.0, ["soon after"])]
    shares = shares_of(given, RoundQuestion(date, {"way": "recall"}, {}, frozenset()))
    assert sorted(told(shares)) == [("6 October 1829", 1, True), ("October 1829", 1, False), ("soon after", 1, False)]
    assert all(share.is_typed for share in shares)
    cloze = parse_question(CLOZE | {"gaps": [*CLOZE["gaps"][:2], {"kind": "date", "key": "1829-10"}]})
    asked = {"gaps": [{}, {}, {}]}
    shares = shares_of([(0.0, ["", "", "1829-09"])], RoundQuestion(cloze, asked, {}, frozenset()))
    assert told(shares) == [("gap 3: September 1829", 1, False)]
