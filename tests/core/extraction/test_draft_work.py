"""Drafting does work in proportion to the length of a text; counted in calls, so that no busy machine matters."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from quizapp.core.extraction import facts_to_ask
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions, setting_of
from quizapp.core.extraction.drafts.rivals import agree, list_same_events
from quizapp.core.extraction.readers import read

PIECES = (
    "Ada Kern met Jon Lind in Oslo on 12 May 1940. ",
    "“The river took the mill and the house of old Anders,” said Maja Lind.\n\n",
    "Ada Kern, the mayor of Westport, opened the Stone Bridge in March 1911. ",
)
DISTINCT = "Ada Kern met Jon Lind in Oslo on {day} {month} {year}. "
MONTHS = ("March", "April", "May", "June", "July", "August")


def calls(written: str) -> int:
    """Count the calls of functions written in Python while the questions of a text are drafted."""
    analysis = analyse(read(written.encode(), "text.txt"))
    draft_questions(analysis)
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        draft_questions(analysis)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_what_is_told_again_and_again_takes_work_in_proportion(piece: str) -> None:
    assert calls(piece * 80) < 2.4 * calls(piece * 40)


def test_many_times_of_one_event_take_work_in_proportion() -> None:
    few, many = (
        "".join(
            DISTINCT.format(day=number % 28 + 1, month=MONTHS[number % 6], year=1900 + number)
            for number in range(count)
        )
        for count in (16, 32)
    )
    assert calls(many) < 3 * calls(few)


def name(number: int) -> str:
    parts = ("Bal", "Dor", "Kes", "Mar", "Tol", "Ver", "Lin", "Han")
    return f"Anna {parts[number // 64 % 8]}{parts[number // 8 % 8].lower()}{parts[number % 8].lower()}son"


def meetings(count: int) -> str:
    return "".join(f"{name(2 * n)} met {name(2 * n + 1)} in 19{n % 90 + 10}. " for n in range(count))


def honours(count: int) -> str:
    return "".join(
        f"On {n % 28 + 1} May 19{n % 90 + 10} the council of Varna gave {name(n)} the medal of the city. "
        for n in range(count)
    )


def test_one_verb_with_other_people_each_takes_work_in_proportion() -> None:
    assert calls(meetings(60)) < 2.6 * calls(meetings(30))


def test_one_deed_for_other_people_each_takes_work_nearly_in_proportion() -> None:
    assert calls(honours(50)) < 3 * calls(honours(25))


def test_of_one_verb_no_more_facts_are_asked_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_to_ask, "_MOST_OF_A_VERB", 5)
    setting = setting_of(analyse(read(meetings(12).encode(), "text.txt")))
    asked = facts_to_ask.worth_asking(setting)
    of_verb = [place for places in setting.same_verb.values() for place in places[:5]]
    assert len(setting.analysis.facts) > 5
    assert asked == frozenset(of_verb)  # of equal worth the first ones


def test_time_index_leaves_out_no_fact_that_may_be_the_same_event() -> None:
    setting = setting_of(analyse(read(honours(60).encode(), "text.txt")))
    facts = setting.analysis.facts
    for fact in facts:
        found = {id(other) for other in list_same_events(setting, fact, "to")}
        agreeing = {id(other) for other in facts if other is not fact and agree(setting, fact, other, ("to",))}
        assert found == agreeing


def test_nearest_candidates_are_those_named_nearest() -> None:
    setting = setting_of(analyse(read(meetings(20).encode(), "text.txt")))
    places = setting.standing.sure_at["person"]
    start = places[len(places) // 2][0]
    found = setting.standing.nearest("person", start, 6)
    distance = {number: min(abs(at - start) for at, one in places if one == number) for _, number in places}
    assert len(found) == 6
    assert max(distance[number] for number in found) <= min(distance[one] for one in distance if one not in found)
