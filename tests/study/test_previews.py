"""What the buttons show is what is applied, today; a day later it is computed anew."""

from __future__ import annotations

import pytest

from quizapp.core.scheduler import Rating
from quizapp.study import forms
from tests.study.databases import BOTH
from tests.study.desk import Desk, Seat, inputs_for
from tests.study.test_answering import learn


@pytest.fixture
def bank_size():
    return 30


def applied(desk, slug):
    """Give memory, due day and moment of a card as stored."""
    card = desk.state(slug)
    return card.memory, card.due_day, card.due_at


def foreseen(card, rating, answered_at):
    """Give the same as the token says it."""
    outcome = card.asked.outcomes[rating]
    return outcome.memory, outcome.due_day, outcome.due_at(answered_at)


@BOTH
class TestApplied:
    @pytest.mark.parametrize(("knows", "rating"), [(True, Rating.GOOD), (False, Rating.AGAIN)])
    @pytest.mark.parametrize("days", [(), (0,), (0, 2), (0, 2, 13, 40)])
    def test_two_buttons(self, sam, days, knows, rating):
        for gap in days:
            sam.clock.move(days=gap)
            sam.answer(slug="b1")
        sam.clock.move(days=9)
        card = sam.ask("b1")
        assert set(card.asked.outcomes) == {1, 2, 3}
        sam.answer(card=card, knows=knows)
        assert applied(sam, "b1") == foreseen(card, rating, sam.day.now)
        event = sam.events("b1")[-1]
        assert (event.interval_days or 0) == card.asked.outcomes[rating].interval_days
        assert event.stability_after == card.asked.outcomes[rating].memory.stability
        sam.check()

    def test_hint_is_the_tokens_hard(self, sam):
        learn(sam, "b1")
        card = sam.ask("b1")
        helped = card.asked.parse([*card.asked.dump()[:10], 1, 0, 1])
        sam.clock.move(seconds=5)
        sam.send(type(card)(**{n: getattr(card, n) for n in card.__slots__} | {"asked": helped}),
                 inputs_for(card.question, helped))  # fmt: skip
        assert applied(sam, "b1") == foreseen(card, Rating.HARD, sam.day.now)
        sam.check()

    def test_load_of_the_days_is_looked_at(self, sam):
        sam.prefer(new_per_day=100)
        for number in range(1, 31):
            sam.answer(slug=f"b{number}")
        sam.clock.move(days=2)
        for number in range(1, 31):
            sam.answer(slug=f"b{number}")
        due = [sam.state(f"b{number}").due_day for number in range(1, 31)]
        assert len(set(due)) >= 3
        assert max(due.count(day) for day in due) <= 14
        sam.check()


class TestFourButtons:
    @pytest.mark.parametrize("rating", list(Rating))
    def test_one_rates_oneself(self, runtime, cast, clock, ten_id, rating):
        desk = Desk(runtime.database, cast.sam, clock, ten_id)
        desk.prefer(buttons=4)
        desk.answer(slug="open", rating=3)
        desk.clock.move(days=2)
        card = desk.ask("open")
        assert set(card.asked.outcomes) == {1, 2, 3, 4}
        desk.answer(card=card, rating=int(rating))
        assert applied(desk, "open") == foreseen(card, rating, desk.day.now)
        assert desk.events("open")[-1].rating == rating
        desk.check()

    def test_four_are_two_for_who_has_two(self, runtime, cast, clock, ten_id):
        desk = Desk(runtime.database, cast.sam, clock, ten_id)
        desk.answer(slug="open", rating=4)
        assert desk.events("open")[-1].rating == Rating.GOOD

    @pytest.mark.parametrize("rating", list(Rating))
    def test_overruling_leads_where_its_button_says(self, sam, rating):
        sam.prefer(buttons=4)
        learn(sam, "b1")
        event = sam.answer(slug="b1")
        choice = next(each for each in sam.feedback(event).choices if each.rating == rating)
        sam.correct(event, rating)
        state = sam.state("b1")
        assert (state.memory, state.due_day) == (choice.outcome.memory, choice.outcome.due_day)
        sam.check()


class TestStale:
    def test_next_morning_it_is_computed_anew(self, sam):
        sam.answer(slug="b1")
        sam.clock.move(days=2)
        card = sam.ask("b1")
        sam.clock.move(days=1)
        sam.answer(card=card)
        assert sam.state("b1").memory.last_day == sam.day.today
        assert sam.state("b1").memory.stability != card.asked.outcomes[Rating.GOOD].memory.stability
        sam.check()

    def test_after_midnight_it_is_the_same_day(self, sam):
        sam.clock.move(hours=14)
        card = sam.ask("b1")
        sam.clock.move(hours=3)
        sam.answer(card=card)
        assert applied(sam, "b1") == foreseen(card, Rating.GOOD, sam.day.now)

    def test_after_an_answer_elsewhere(self, sam):
        card = sam.ask("b1")
        sam.answer(slug="b1", knows=False)
        sam.clock.move(minutes=1)
        sam.answer(card=card)
        assert sam.state("b1").memory.reps == 2
        sam.check()

    def test_a_reload_shows_the_same_order(self, seat_of):
        seat = seat_of("sam")
        first = seat.open().visible
        assert seat.open().visible == first

    def test_another_worker_applies_the_same(self, seat_of, sam, runtime, clock):
        seat = seat_of("sam")
        seat.open(sam.question_id("b1"))
        outcome = seat.asked.outcomes[Rating.GOOD]
        from quizapp.app import create_app

        other = create_app(runtime)
        assert other.config["SECRET_KEY"] == seat.app.config["SECRET_KEY"]
        moved = Seat(type(seat.browser)(other).with_cookie(seat.browser.cookie()), seat.database, seat.slug)
        moved.page = seat.page
        clock.move(seconds=5)
        assert moved.send(moved.fill()).status_code == 303
        assert sam.state("b1").due_day == outcome.due_day

    def test_the_seal_keeps_every_digit(self, sam, app):
        learn(sam, "b1")
        card = sam.ask("b1")
        with app.test_request_context("/"):
            assert forms.read_asked({"asked": forms.sign(card.asked)}) == card.asked
