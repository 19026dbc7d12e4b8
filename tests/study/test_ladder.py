"""Options first, typing later: the days of the ladder as default parameters make them."""

from __future__ import annotations

import pytest

from tests.study.desk import Desk


def test_day_by_day(sam):
    begin, seen = sam.day.today, []
    for _ in range(4):
        card = sam.ask("b1")
        seen.append((sam.day.today - begin, card.asked.way))
        sam.answer(card=card)
        sam.clock.move(days=sam.state("b1").due_day - sam.day.today)
    # The third lies between 11 and 15: the fuzz of an interval of about eleven days.
    assert [way for _, way in seen] == ["recognise", "recognise", "recall", "recall"]
    assert [day for day, _ in seen[:2]] == [0, 2]
    assert 11 <= seen[2][0] <= 16
    assert seen[3][0] - seen[2][0] > 20


def test_the_switch_is_announced(seat_of, sam, clock):
    seat = seat_of("sam")
    seat.open()
    assert "without options" not in seat.answer().text
    clock.move(days=2)
    seat.open(sam.question_id("b1"))
    assert "From then on without options." in seat.answer().text


def test_a_lapse_climbs_again(sam):
    for gap in (0, 2, 13):
        sam.clock.move(days=gap)
        sam.answer(slug="b1")
    sam.clock.move(days=40)
    sam.answer(slug="b1", knows=False)
    assert sam.ask("b1").asked.way == "recognise"


def test_recognised_wins_two_weeks_at_most_where_it_can_be_typed(sam):
    sam.act("b1", "fix_way", "recognise")
    for gap in (0, 2, 13, 14, 14):
        sam.clock.move(days=gap)
        sam.answer(slug="b1")
    assert sam.state("b1").memory.stability > 40
    assert sam.state("b1").due_day - sam.day.today <= 14
    assert sam.events("b1")[-1].latest_day == sam.day.today + 14
    sam.check()


@pytest.mark.parametrize("slug", ["true-false", "match", "order", "multiple"])
def test_no_cap_and_no_switch_where_it_cannot(runtime, cast, clock, ten_id, slug):
    desk = Desk(runtime.database, cast.sam, clock, ten_id)
    for gap in (0, 2, 13, 40):
        desk.clock.move(days=gap)
        assert desk.ask(slug).asked.way == "recognise"
        desk.answer(slug=slug)
    assert desk.state(slug).due_day - desk.day.today > 14
    assert desk.events()[-1].latest_day is None


def test_fixed_by_the_preset(sam):
    sam.prefer(fixed_way="recall")
    assert sam.ask().asked.way == "recall"
