"""“I was right”: another rating in the place of an answer's, at its own place in time."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.banks.models import QuestionReport, QuestionRow
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
    assert response.status_code == 400
    assert "no rating" in response.text
    assert len(sam.events()) == 1


class TestSpellings:
    """What was typed and counted as right is offered to the bank's owner as a spelling to accept."""

    @pytest.fixture
    def typed(self, sam):
        """Give an answer typed wrongly."""
        sam.prefer(fixed_way="recall")
        return sam.answer(slug="b1", knows=False)

    def offered(self, sam) -> list[QuestionReport]:
        with sam.database.reading() as session:
            return list(session.scalars(select(QuestionReport)))

    def test_is_offered_once(self, sam, typed):
        sam.correct(typed, 3)
        sam.correct(typed, 4)
        (offer,) = self.offered(sam)
        typed_words = sam.feedback(typed).response
        assert (offer.reason, offer.note, offer.client_id) == ("spelling", typed_words, typed)
        assert (offer.question_id, offer.revision, offer.learner_id) == (sam.question_id("b1"), 1, sam.viewer.id)

    @pytest.mark.parametrize(
        "take_back", [lambda sam, typed: sam.correct(typed, 1), lambda sam, typed: sam.undo(typed)]
    )
    def test_is_taken_back_with_the_correction(self, sam, typed, take_back):
        sam.correct(typed, 3)
        take_back(sam, typed)
        assert self.offered(sam) == []

    def test_not_of_a_chosen_option(self, sam):
        sam.correct(sam.answer(slug="b1", knows=False), 3)
        assert self.offered(sam) == []

    def test_not_of_what_was_right_anyway(self, sam):
        sam.prefer(fixed_way="recall")
        sam.correct(sam.answer(slug="b1"), 4)
        assert self.offered(sam) == []

    def test_not_of_nothing(self, sam):
        sam.prefer(fixed_way="recall")
        sam.correct(sam.answer(slug="b1", knows=False, gave_up=True), 3)
        assert self.offered(sam) == []

    def test_of_somebody_else_stays(self, sam, desk_of, typed):
        tess = desk_of("tess")
        tess.prefer(fixed_way="recall")
        theirs = tess.answer(slug="b1", knows=False)
        tess.correct(theirs, 3)
        sam.correct(typed, 3)
        sam.correct(typed, 1)
        assert [offer.learner_id for offer in self.offered(sam)] == [tess.viewer.id]

    def test_gaps_stand_side_by_side(self, sam, ten_id, desk_of):
        desk = desk_of("sam")
        desk.bank_id = ten_id
        desk.prefer(fixed_way="recall")
        with desk.database.reading() as session:
            slug = session.scalars(select(QuestionRow.slug).where(QuestionRow.kind == "cloze")).first()
        desk.correct(desk.answer(slug=slug, knows=False), 3)
        assert " | " in self.offered(sam)[0].note

    def test_the_page_says_so(self, seat_of, sam):
        sam.prefer(fixed_way="recall")
        seat = seat_of("sam")
        seat.open()
        page = seat.answer(knows=False)
        assert "offered" not in page.text
        response = seat.browser.post(f"{page.request.path}/corrections", {"rating": "3"})
        assert "What you typed is offered to the bank’s teacher." in seat.browser.get(response.headers["Location"]).text
