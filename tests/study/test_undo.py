"""Undo: an event of its own, of any depth, harmless when doubled, of one's own events alone."""

from __future__ import annotations

import pytest

from quizapp.core.errors import Conflict, NotFound
from quizapp.study.models import Enrolment
from quizapp.study.service import find_latest
from tests.study.databases import BOTH
from tests.study.desk import Page

pytestmark = BOTH


def cursor(desk) -> int:
    with desk.database.reading() as session:
        return session.get_one(Enrolment, (desk.viewer.id, desk.bank_id)).new_cursor


class TestDepth:
    def test_all_the_way_back_to_new(self, sam):
        answers = []
        for gap in (0, 2, 13, 30):
            sam.clock.move(days=gap)
            answers.append(sam.answer(slug="b1", knows=gap != 13))
        assert cursor(sam) == 1
        for event in reversed(answers):
            sam.undo(event)
            sam.check()
        assert sam.state("b1") is None
        assert sam.totals() == []
        assert cursor(sam) == 0
        assert sam.slug_of(sam.ask()) == "b1"
        assert len(sam.events("b1")) == 8

    def test_from_the_middle(self, sam):
        first, second = sam.answer(slug="b1"), None
        sam.clock.move(days=2)
        second = sam.answer(slug="b1", knows=False)
        sam.clock.move(days=1)
        sam.answer(slug="b1")
        sam.undo(second)
        assert sam.state("b1").memory.lapses == 0
        assert sam.state("b1").memory.reps == 2
        sam.undo(first)
        assert sam.state("b1").memory.reps == 1
        sam.check()

    def test_after_days_and_on_another_device(self, sam, desk_of):
        event = sam.answer(slug="b1")
        sam.clock.move(days=100)
        desk_of("sam").undo(event)
        assert sam.state("b1") is None
        sam.check()

    def test_then_answered_again(self, sam):
        sam.undo(sam.answer(slug="b1", knows=False))
        sam.answer(slug="b1")
        assert (sam.state("b1").memory.reps, sam.state("b1").memory.lapses) == (1, 0)
        sam.check()


class TestTwice:
    def test_undone_twice(self, sam):
        event = sam.answer(slug="b1")
        sam.undo(event)
        sam.undo(event)
        assert [each.kind for each in sam.events()] == ["review", "undo"]

    def test_same_form_twice(self, sam):
        event, own = sam.answer(slug="b1"), sam.new_id()
        sam.undo(event, own)
        sam.undo(event, own)
        assert len(sam.events()) == 2

    def test_redo_is_the_undo_of_an_undo_and_can_be_undone(self, sam):
        event = sam.answer(slug="b1")
        before = sam.state("b1").memory
        for _ in range(3):
            undo = sam.new_id()
            sam.undo(event, undo)
            assert sam.state("b1") is None
            sam.undo(undo)
            assert sam.state("b1").memory == before
            sam.check()


class TestOfOtherEvents:
    def test_suspend(self, sam):
        sam.answer(slug="b1")
        sam.undo(sam.act("b1", "suspend"))
        assert not sam.state("b1").is_suspended
        sam.check()

    def test_suspend_of_a_card_never_met(self, sam):
        sam.undo(sam.act("b1", "suspend"))
        assert sam.state("b1") is None
        assert sam.slug_of(sam.ask()) == "b1"

    def test_correction(self, sam):
        event = sam.answer(slug="b1", knows=False)
        before, own = sam.state("b1").memory, sam.new_id()
        sam.correct(event, 3, own)
        assert sam.state("b1").memory != before
        sam.undo(own)
        assert sam.state("b1").memory == before
        sam.check()

    def test_somebody_elses(self, sam, desk_of):
        event = sam.answer(slug="b1")
        for name in ("tess", "gil", "ann"):
            with pytest.raises(NotFound):
                desk_of(name).undo(event)
        assert len(sam.events()) == 1

    def test_of_a_question_taken_out(self, sam):
        event = sam.answer(slug="b1")
        sam.change_question("b1", deleted_at=sam.clock())
        with pytest.raises(Conflict, match="taken out"):
            sam.undo(event)


class TestByThePage:
    def test_asks_the_card_again(self, seat_of, sam):
        seat = seat_of("sam")
        seat.open()
        wanted = seat.asked.question_id
        event = seat.answer(knows=False).request.path.rsplit("/", 1)[-1]
        response = seat.browser.post(f"/study/reviews/{event}/reversals")
        assert response.status_code == 303
        assert response.headers["Location"] == f"/study/bridges?question={wanted}"
        part = seat.browser.post(f"/study/reviews/{event}/reversals", headers={"X-Part": "1"})
        assert part.status_code == 200
        assert "On what date was bridge 1 opened?" in Page(part.text).html
        assert sam.state("b1") is None

    @pytest.mark.parametrize("part", [{}, {"X-Part": "1"}])
    def test_somebody_elses_looks_like_none(self, seat_of, sam, part):
        event = sam.answer(slug="b1")
        tess, none = seat_of("tess"), "00000000-0000-7000-8000-000000000000"
        for door in ("reversals", "corrections"):
            answers = [
                tess.browser.post(f"/study/reviews/{each}/{door}", {"rating": "3"}, headers=part)
                for each in (event, none)
            ]
            assert {answer.status_code for answer in answers} == {404}
            texts = [a.text.replace(a.headers["X-Request-Id"], "") for a in answers]
            assert texts[0] == texts[1]
        assert tess.browser.get(f"/study/reviews/{event}").status_code == 404
        assert len(sam.events()) == 1

    def test_of_any_depth_without_a_script(self, seat_of, sam):
        seat = seat_of("sam")
        for _ in range(3):
            seat.open()
            seat.answer()
        for left in (2, 1, 0):
            page = seat.open()
            undo = next(form for form in page.forms if form.action.endswith("/reversals"))
            assert seat.send({}, undo.action).status_code == 303
            assert len(sam.events()) == 3 + (3 - left)
        assert not any(form.action.endswith("/reversals") for form in seat.open().forms)
        sam.check()

    @pytest.mark.parametrize("action", ["bury", "suspend"])
    def test_of_a_card_put_aside(self, seat_of, sam, action):
        seat = seat_of("sam")
        page = seat.open()
        acts = next(form for form in page.forms if form.action.endswith("/acts"))
        aside = seat.asked.question_id
        # Sent twice, it is done once.
        for _ in range(2):
            assert seat.send({"action": action, "client_id": acts.hidden["client_id"]}, acts.action).status_code == 303
        assert len(sam.events()) == 1
        page = seat.open()
        assert seat.asked.question_id != aside
        undo = next(form for form in page.forms if form.action.endswith("/reversals"))
        response = seat.send({}, undo.action)
        assert response.headers["Location"].endswith(f"question={aside}")
        seat.open(aside)
        assert seat.asked.question_id == aside

    def test_latest_is_the_latest_that_holds(self, sam):
        first, second = sam.answer(slug="b1"), sam.answer(slug="b2")
        with sam.database.reading() as session:
            assert find_latest(session, sam.viewer, sam.bank_id) == second
        sam.undo(second)
        with sam.database.reading() as session:
            assert find_latest(session, sam.viewer, sam.bank_id) == first

    def test_latest_by_the_order_of_storing(self, sam):
        sam.answer(slug="b1", client_id="fffffff0-0000-7000-8000-000000000000")
        last = sam.answer(slug="b2")
        with sam.database.reading() as session:
            assert find_latest(session, sam.viewer, sam.bank_id) == last
