"""“I was right”: another rating in the place of an answer's, at its own place in time."""

from __future__ import annotations

import pytest

from quizapp.core.errors import Conflict, NotFound
from quizapp.core.scheduler import Rating


def test_i_was_right(seat_of, sam):
    seat = seat_of("sam")
    seat.open()
    page = seat.answer(knows=False)
    assert "I was right" in page.text
    path = page.request.path
    response = seat.browser.post(f"{path}/corrections", {"rating": "3"})
    assert response.status_code == 303
    page = seat.browser.get(response.headers["Location"])
    assert "✓ Counted as right." in page.text
    assert "Count as wrong" in page.text
    assert [event.kind for event in sam.events()] == ["review", "correction"]
    sam.check()


def test_leads_where_the_answer_would_have_led(sam, desk_of):
    tess = desk_of("tess")
    for desk, knows in ((sam, False), (tess, True)):
        event = desk.answer(slug="b1", knows=knows)
        desk.correct(event, 3)
    ours, theirs = sam.state("b1"), tess.state("b1")
    assert ours.memory == theirs.memory


def test_at_its_place_in_time(sam, desk_of):
    tess = desk_of("tess")
    missed = sam.answer(slug="b1", knows=False)
    tess.clock.move(seconds=-6)
    tess.answer(slug="b1")
    sam.clock.move(days=3)
    sam.answer(slug="b1")
    sam.clock.move(seconds=-6)
    tess.answer(slug="b1")
    sam.correct(missed, 3)
    assert sam.state("b1").memory == tess.state("b1").memory
    sam.check()


def test_the_last_correction_holds_and_totals_follow(sam):
    event = sam.answer(slug="b1")
    for rating in (1, 2, 4, 1, 3):
        sam.clock.move(seconds=1)
        sam.correct(event, rating)
        assert [row.rating for row in sam.totals() if hasattr(row, "rating")] == [rating]
        sam.check()
    assert sam.feedback(event).rating == Rating.GOOD


def test_sent_twice_is_one(sam):
    event, own = sam.answer(slug="b1", knows=False), sam.new_id()
    sam.correct(event, 3, own)
    sam.correct(event, 1, own)
    assert len(sam.events()) == 2
    assert sam.feedback(event).is_pass


def test_of_what_was_undone(sam):
    event = sam.answer(slug="b1")
    sam.undo(event)
    with pytest.raises(Conflict, match="undone"):
        sam.correct(event, 3)


def test_of_what_is_no_answer(sam, desk_of):
    suspended = sam.act("b1", "suspend")
    with pytest.raises(NotFound):
        sam.correct(suspended, 3)
    with pytest.raises(NotFound):
        desk_of("tess").correct(sam.answer(slug="b2"), 3)


@pytest.mark.parametrize("rating", ["0", "5", "", "x", "3.0", "٣", "1" * 500])
def test_what_is_no_rating(seat_of, sam, rating):
    seat = seat_of("sam")
    event = sam.answer(slug="b1")
    response = seat.browser.post(f"/study/reviews/{event}/corrections", {"rating": rating})
    assert response.status_code == 409
    assert "no rating" in response.text
    assert len(sam.events()) == 1
