"""A strip of dates: one far from all others does not press them together."""

from __future__ import annotations

from quizapp.banks.service import timeline_of

MODERN = [("1900", 693_596, "a"), ("1950", 711_858, "b"), ("2000", 730_120, "c")]


def test_an_event_of_long_ago_breaks_the_line():
    strip = timeline_of([("BC0500", -182_000, "far"), *MODERN])
    places = sorted(mark.x for mark in strip.marks)
    assert len(strip.breaks) == 1
    assert places[0] < strip.breaks[0] < places[1] < strip.width / 4
    assert places[-1] - places[1] > strip.width / 2


def test_a_line_of_even_dates_is_whole():
    strip = timeline_of(MODERN)
    assert strip.breaks == []
    assert [mark.x for mark in strip.marks] == [12, 480, 948]
