"""Answers through the real form: event, response, state and totals; sent twice, too late, to what is gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from quizapp.core.errors import NotFound
from quizapp.core.kinds import KINDS
from quizapp.core.scheduler import Rating
from quizapp.people.viewer import PASSER_BY
from quizapp.study import forms
from quizapp.study.models import CardState, DayTotal, Enrolment, MemoryTotal, ReviewEvent, ReviewResponse
from quizapp.study.service import Recorded, Retry
from tests.study import bank_files
from tests.study.databases import BOTH
from tests.study.desk import Desk, Page, Seat, inputs_for

pytestmark = BOTH


def count(desk_or_seat, table) -> int:
    with desk_or_seat.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def learn(desk: Desk, slug: str) -> None:
    """Bring a card into review, due today, to be typed."""
    for days in (0, 2):
        desk.clock.move(days=days)
        desk.answer(slug=slug)
    desk.clock.move(days=13)
    assert desk.ask(slug).asked.way == "recall"


class TestThroughTheForm:
    @pytest.mark.parametrize("kind", [kind.kind for kind in KINDS if kind.kind != "open"])
    @pytest.mark.parametrize("knows", [True, False])
    def test_each_kind(self, sign_in_as, runtime, cast, ten_id, clock, kind, knows):
        desk = Desk(runtime.database, cast.sam, clock, ten_id)
        seat = Seat(sign_in_as("sam"), runtime.database, "ten")
        seat.open(desk.question_id(kind.replace("_", "-")))
        clock.move(seconds=7)
        page = seat.answer(knows=knows, taken_ms="6500")
        assert page.status_code == 200
        assert ("✓ Right." in page.text) == knows
        (event,) = desk.events()
        assert (event.kind, event.rating, event.counts, event.taken_ms) == ("review", 3 if knows else 1, True, 6500)
        with runtime.database.reading() as session:
            given = session.scalars(select(ReviewResponse)).one()
            assert (given.event_id, given.learner_id) == (event.id, cast.sam.id)
            assert given.score == 1 if knows else given.score < 0.75
            assert session.scalars(select(DayTotal)).one().n == 1
            assert session.scalar(select(func.sum(MemoryTotal.n))) == 2
            assert session.scalars(select(CardState)).one().head_event_id == event.id
            assert session.scalars(select(Enrolment)).one().bank_id == ten_id
        desk.check()

    @pytest.mark.parametrize(("rating", "words"), [("3", "✓ Kept."), ("1", "○ Not yet.")])
    def test_rated_by_oneself(self, sign_in_as, runtime, cast, ten_id, clock, rating, words):
        desk = Desk(runtime.database, cast.sam, clock, ten_id)
        seat = Seat(sign_in_as("sam"), runtime.database, "ten")
        seat.open(desk.question_id("open"))
        assert "chlorophyll" not in seat.page.html
        revealed = seat.send({"help": "reveal"}, to="/study/asks")
        assert "chlorophyll" in revealed.text
        seat.page = Page(revealed.text)
        clock.move(seconds=5)
        page = seat.browser.get(seat.send({"rating": rating}).headers["Location"])
        assert words in page.text
        (event,) = desk.events()
        assert (event.rating, event.way) == (int(rating), "self")
        desk.check()

    def test_what_is_rated_by_oneself_needs_a_rating(self, sign_in_as, runtime, cast, ten_id, clock):
        desk = Desk(runtime.database, cast.sam, clock, ten_id)
        seat = Seat(sign_in_as("sam"), runtime.database, "ten")
        seat.open(desk.question_id("open"))
        assert seat.send({"response": "Chlorophyll goes."}).status_code == 200
        assert desk.events() == []

    def test_part_alone(self, seat_of, sam):
        seat = seat_of("sam")
        seat.open()
        reply = seat.send(seat.fill(), headers={"X-Part": "1"})
        assert reply.status_code == 200
        assert "<html" not in reply.text
        assert "✓ Right." in reply.text
        assert "On what date was bridge 2 opened?" in reply.text

    def test_first_answer_of_a_passer_by_makes_a_guest(self, seat_of, sam):
        seat = seat_of("mallory")
        seat.open()
        assert seat.answer().status_code == 200
        assert seat.browser.who() == "guest"
        assert count(sam, ReviewEvent) == 1
        seat.open()
        assert seat.answer().status_code == 200
        assert count(sam, ReviewEvent) == 2


class TestTwice:
    def test_same_form_again(self, seat_of, sam):
        seat = seat_of("sam")
        seat.open()
        inputs = seat.fill()
        first, second = seat.send(inputs), seat.send(seat.fill(knows=False))
        assert first.status_code == second.status_code == 303
        assert first.headers["Location"] == second.headers["Location"]
        (event,) = sam.events()
        assert event.rating == 3
        sam.check()

    def test_twenty_at_once(self, seat_of, sam, app):
        seat = seat_of("sam")
        seat.open()
        inputs, saved = seat.fill(), seat.browser.cookie()

        def send(_number: int):
            other = Seat(seat.browser.with_cookie(saved), seat.database, seat.slug)
            other.page = seat.page
            return other.send(inputs)

        with ThreadPoolExecutor(20) as pool:
            replies = list(pool.map(send, range(20)))
        assert {(reply.status_code, reply.headers.get("Location")) for reply in replies} == {
            (303, replies[0].headers["Location"])
        }
        assert len(sam.events()) == 1
        sam.check()

    def test_twenty_answers_to_one_card_at_once(self, sam):
        card = sam.ask("b1")
        sam.clock.move(seconds=5)
        inputs = inputs_for(card.question, card.asked)
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _n: sam.send(card, inputs), range(20)))
        events = sam.events("b1")
        assert (len(events), sum(event.counts for event in events)) == (20, 1)
        sam.check()

    def test_within_two_seconds_it_does_not_count(self, sam):
        sam.answer(slug="b1")
        state = sam.state("b1").memory
        sam.clock.move(seconds=1.9)
        card = sam.ask("b1")
        sam.send(card, inputs_for(card.question, card.asked))
        assert [event.counts for event in sam.events("b1")] == [True, False]
        assert sam.state("b1").memory == state
        sam.clock.move(seconds=0.2)
        card = sam.ask("b1")
        sam.send(card, inputs_for(card.question, card.asked))
        assert [event.counts for event in sam.events("b1")] == [True, False, True]
        sam.check()

    def test_two_tabs_both_count_from_where_they_stand(self, sam):
        one, other = sam.ask("b1"), sam.ask("b1")
        sam.answer(card=one)
        after_one = sam.state("b1").memory
        sam.clock.move(seconds=10)
        sam.answer(card=other)
        assert [event.counts for event in sam.events("b1")] == [True, True]
        assert sam.state("b1").memory.reps == after_one.reps + 1 == 2
        sam.check()


class TestSeal:
    @pytest.fixture
    def seat(self, seat_of):
        made = seat_of("sam")
        made.open()
        return made

    @pytest.mark.parametrize(
        "change",
        [lambda s: ("A" if s[0] != "A" else "B") + s[1:], lambda s: s[:-9], lambda s: "", lambda s: s * 50],
        ids=["changed", "cut", "empty", "long"],
    )
    def test_tampered(self, seat, sam, change):
        response = seat.send(seat.fill() | {"asked": change(seat.form.hidden["asked"])})
        assert response.status_code == 409
        assert "Reload it" in response.text
        assert sam.events() == []

    def test_of_another_key(self, seat, sam, app):
        sealed = seat.form.hidden["asked"]
        app.config["SECRET_KEY"], kept = "another-key-of-another-installation-0", app.config["SECRET_KEY"]
        with app.test_request_context("/"):
            foreign = forms.sign(seat_asked(app, sealed, kept))
        app.config["SECRET_KEY"] = kept
        assert seat.send(seat.fill() | {"asked": foreign}).status_code == 409
        assert sam.events() == []

    def test_of_the_key_before(self, seat, sam, app):
        old = app.config["SECRET_KEY"]
        app.config["SECRET_KEY"], app.config["SECRET_KEY_FALLBACKS"] = "a-new-key-of-more-than-32-characters!", [old]
        # The form's own token is of the old key, so the page's script fetches another.
        sent = seat.fill() | {"asked": seat.form.hidden["asked"]}
        assert seat.browser.post("/study/reviews", sent).status_code == 303
        assert len(sam.events()) == 1

    def test_of_somebody_else(self, seat, desk_of, sign_in_as):
        tess = Seat(sign_in_as("tess"), seat.database, seat.slug)
        tess.open()
        response = tess.send(tess.fill() | {"asked": seat.form.hidden["asked"]})
        assert response.status_code == 409
        assert "somebody else" in response.text
        assert desk_of("tess").events() == desk_of("sam").events() == []
        helped = tess.send({"asked": seat.form.hidden["asked"], "help": "hint"}, to="/study/asks")
        assert helped.status_code == 409


def seat_asked(app, sealed, key):
    now, app.config["SECRET_KEY"] = app.config["SECRET_KEY"], key
    asked = forms.read_asked({"asked": sealed})
    app.config["SECRET_KEY"] = now
    return asked


class TestWhatIsGone:
    def test_question_taken_out(self, seat_of, sam):
        seat = seat_of("sam")
        seat.open(sam.question_id("b1"))
        inputs = seat.fill()
        sam.change_question("b1", deleted_at=datetime(2026, 3, 2, tzinfo=UTC))
        response = seat.send(inputs)
        assert response.status_code == 409
        assert "taken out" in response.text
        assert seat.send({"help": "hint"}, to="/study/asks").status_code == 409
        assert sam.events() == []

    @pytest.mark.parametrize("who", ["sam", "mallory"])
    def test_bank_deleted_in_mid_sitting(self, seat_of, sam, who):
        seat = seat_of(who)
        seat.open()
        inputs = seat.fill()
        sam.change_bank(deleted_at=datetime(2026, 3, 2, tzinfo=UTC))
        response = seat.send(inputs)
        assert response.status_code == 404
        assert "not here any more" in response.text
        assert seat.send({"help": "hint"}, to="/study/asks").status_code == 404
        assert seat.browser.get("/study/bridges").status_code == 404
        assert count(sam, ReviewEvent) == 0
        assert seat.browser.who() == ("Sam" if who == "sam" else "nobody")

    def test_bank_made_private(self, seat_of, sam):
        seat = seat_of("sam")
        seat.open()
        inputs = seat.fill()
        sam.change_bank(visibility="private")
        assert seat.send(inputs).status_code == 404

    def test_cookie_and_page_of_a_database_that_is_no_more(self, seat_of, sam, app):
        seat = seat_of("sam")
        seat.open()
        with app.test_request_context("/"):
            asked = replace(seat.asked, learner_id=987, question_id=654, bank_id=321)
            seat.form.hidden["asked"] = forms.sign(asked)
        assert seat.send({"response": "1801"}).status_code == 404


class TestChangedMeanwhile:
    def test_graded_as_asked(self, seat_of, sam, clock):
        seat = seat_of("sam")
        seat.open(sam.question_id("b1"))
        inputs = seat.fill()
        with sam.database.transaction() as session:
            other = {"key": "1700-01-01", "distractors": ["1700-01-02", "1700-01-03"]}
            bank_files.load(session, bank_files.bridges(6, b1=other))
        clock.move(seconds=5)
        page = seat.browser.get(seat.send(inputs).headers["Location"])
        assert "✓ Right." in page.text
        event, later = sam.events("b1")
        assert (event.question_revision, event.rating) == (1, 3)
        assert later.action == "due_today"
        assert "changed since you last saw it" in seat.open(sam.question_id("b1")).html
        sam.check()

    def test_help_shows_what_was_asked(self, seat_of, sam):
        seat = seat_of("sam")
        seat.open(sam.question_id("b1"))
        with sam.database.transaction() as session:
            other = {"key": "1700-01-01", "distractors": ["1700-01-02", "1700-01-03"], "hints": ["A"]}
            bank_files.load(session, bank_files.bridges(6, b1=other))
        offered = seat.form.controls["response"]
        seat.page = Page(seat.send({"help": "hint"}, to="/study/asks").text)
        assert seat.form.controls["response"] == offered
        assert seat.asked.revision == 1

    def test_cloze_that_lost_a_gap(self, sign_in_as, runtime, cast, ten_id, clock):
        desk = Desk(runtime.database, cast.sam, clock, ten_id)
        seat = Seat(sign_in_as("sam"), runtime.database, "ten")
        seat.open(desk.question_id("cloze"))
        inputs = seat.fill()
        with runtime.database.transaction() as session:
            gaps = [{"key": key} for key in ("zero", "Celsius", "Uppsala", "Sweden")]
            more = {"stem": "Zero is [[1]], Celsius [[2]], Uppsala [[3]]; and [[4]].", "gaps": gaps}
            report = bank_files.load(session, bank_files.ten_kinds(cloze=more), slug="ten")
        assert report.changed == ["cloze"]
        page = seat.browser.get(seat.send(inputs).headers["Location"])
        assert page.status_code == 200
        assert "✓ Right." in page.text


class TestSlow:
    @pytest.fixture
    def bank_size(self):
        return 40

    @pytest.mark.parametrize(("taken_ms", "rating"), [(60_000, Rating.HARD), (11_000, Rating.GOOD)])
    def test_above_ten_seconds_and_far_above_ones_median(self, sam, taken_ms, rating):
        sam.prefer(new_per_day=100)
        for number in range(1, 33):
            sam.answer(slug=f"b{number}", taken_ms=5_000)
        sam.clock.move(days=2)
        card = sam.ask("b1")
        assert (card.state, card.asked.way) == ("review", "recognise")
        sam.clock.move(seconds=61)
        sent = sam.send(card, inputs_for(card.question, card.asked), taken_ms=taken_ms)
        assert isinstance(sent, Recorded)
        assert sam.events()[-1].rating == rating
        sam.check()

    def test_unknown_before_thirty(self, sam):
        sam.answer(slug="b1", taken_ms=5_000)
        sam.clock.move(days=2, seconds=0)
        card = sam.ask("b1")
        sam.clock.move(seconds=60)
        sam.send(card, inputs_for(card.question, card.asked), taken_ms=60_000)
        assert sam.events()[-1].rating == Rating.GOOD


class TestService:
    def test_nobody_keeps_nothing(self, sam):
        nobody = Desk(sam.database, PASSER_BY, sam.clock, sam.bank_id)
        card = nobody.ask()
        with pytest.raises(NotFound):
            nobody.send(card, inputs_for(card.question, card.asked))

    def test_close_is_a_value(self, sam):
        learn(sam, "b1")
        card = sam.ask("b1")
        retry = sam.send(card, {"response": ["1802"]}, client_id=str(uuid4()))
        assert isinstance(retry, Retry)
        assert (retry.asked.is_retried, retry.asked.is_helped) == (True, True)

    def test_time_is_bounded_by_the_clock(self, sam):
        card = sam.ask("b1")
        sam.clock.move(seconds=4)
        sam.send(card, inputs_for(card.question, card.asked), taken_ms=999_999)
        assert sam.events()[0].taken_ms == 5_000

    def test_answer_of_a_suspended_card_counts(self, sam):
        # It was asked before it was set aside in another tab: what was known is known.
        card = sam.ask("b1")
        sam.act("b1", "suspend")
        sam.answer(card=card)
        assert sam.state("b1").is_suspended
        assert sam.state("b1").memory.state == "review"
