"""Second tries, giving up, hints and options: what they cost, and what is not stored."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.core.scheduler import Rating
from quizapp.study.models import ReviewResponse
from tests.study import bank_files
from tests.study.databases import BOTH
from tests.study.desk import Page
from tests.study.test_answering import learn

pytestmark = BOTH


class TestSecondTry:
    def test_close_date_may_be_tried_again_and_is_hard(self, seat_of, sam):
        learn(sam, "b1")
        before = len(sam.events())
        seat = seat_of("sam")
        seat.open(sam.question_id("b1"))
        response = seat.send({"response": str(bank_files.opened(1).year)})
        assert response.status_code == 200
        assert "notice--warn" in response.text
        assert len(sam.events()) == before
        seat.page = Page(response.text)
        seat.answer()
        event = sam.events()[-1]
        assert (event.rating, event.way) == (Rating.HARD, "recall")
        sam.check()

    def test_close_twice_is_wrong(self, seat_of, sam):
        learn(sam, "b1")
        seat = seat_of("sam")
        seat.open(sam.question_id("b1"))
        seat.page = Page(seat.send({"response": "1802"}).text)
        assert seat.send({"response": "1802"}).status_code == 303
        assert sam.events()[-1].rating == Rating.AGAIN

    @pytest.mark.parametrize("inputs", [{}, {"response": ""}, {"response": "   "}, {"rating": "3"}])
    def test_incomplete_asks_again(self, seat_of, sam, inputs):
        seat = seat_of("sam")
        seat.open()
        response = seat.send(inputs)
        assert response.status_code == 200
        assert "Choose or type an answer first" in response.text
        assert sam.events() == []
        assert sam.state("b1") is None

    def test_gave_up(self, seat_of, sam):
        seat = seat_of("sam")
        seat.open()
        response = seat.send({"gave_up": "1"})
        assert "✕ Not yet." in seat.browser.get(response.headers["Location"]).text
        assert sam.events()[0].rating == Rating.AGAIN
        with sam.database.reading() as session:
            assert session.scalars(select(ReviewResponse)).one().response is None
        sam.check()


class TestHelp:
    def test_hint_makes_it_hard(self, seat_of, sam):
        learn(sam, "b1")
        seat = seat_of("sam")
        seat.open(sam.question_id("b1"))
        assert "still green" not in seat.page.html
        seat.page = Page(seat.send({"help": "hint"}, to="/study/asks").text)
        assert "still green" in seat.page.html
        seat.answer()
        assert sam.events()[-1].rating == Rating.HARD
        with sam.database.reading() as session:
            assert session.get_one(ReviewResponse, sam.events()[-1].id).is_helped
        sam.check()

    @pytest.mark.parametrize(("knows", "rating"), [(True, Rating.HARD), (False, Rating.AGAIN)])
    def test_options_make_it_recognised(self, seat_of, sam, knows, rating):
        learn(sam, "b1")
        seat = seat_of("sam")
        seat.open(sam.question_id("b1"))
        assert seat.form.controls["response"] is None
        seat.page = Page(seat.send({"help": "options"}, to="/study/asks").text)
        assert len([value for value in seat.form.controls["response"]]) == 4
        seat.answer(knows=knows)
        event = sam.events()[-1]
        assert (event.rating, event.way) == (rating, "recognise")
        assert event.latest_day == sam.day.today + 14
        assert sam.state("b1").due_day <= sam.day.today + 14
        sam.check()
