"""Set aside, bring back, leave for tomorrow, fix the way: on cards met and not met yet; and reports by the page."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.banks.models import QuestionReport
from quizapp.core.errors import Conflict
from quizapp.study.service import list_set_aside
from tests.study import bank_files
from tests.study.databases import BOTH
from tests.study.desk import inputs_for

pytestmark = BOTH


def queue(desk) -> list[str]:
    """Answer all that comes today and list it."""
    slugs = []
    while (card := desk.ask()) is not None:
        slugs.append(desk.slug_of(card))
        desk.answer(card=card)
    return slugs


class TestSuspend:
    @pytest.mark.parametrize("is_met", [True, False])
    def test_out_until_resumed(self, sam, is_met):
        if is_met:
            sam.answer(slug="b2")
            sam.clock.move(days=2)
        sam.act("b2", "suspend")
        sam.clock.move(days=2)
        assert "b2" not in queue(sam)
        with sam.database.reading() as session:
            (aside,) = list_set_aside(session, sam.viewer, sam.bank_id)
        assert aside.title == "On what date was bridge 2 opened?"
        assert sam.summary().set_aside == 1
        assert sam.ask("b2") is None or sam.slug_of(sam.ask("b2")) != "b2"
        sam.act("b2", "resume")
        assert queue(sam) == ["b2"]
        sam.check()

    def test_new_card_set_aside_is_passed(self, sam):
        sam.act("b1", "suspend")
        assert sam.slug_of(sam.ask()) == "b2"
        assert sam.standing().available.new == 5

    def test_resumed_before_it_was_met_it_is_new_again(self, sam):
        sam.answer(slug="b2")
        sam.act("b1", "suspend")
        sam.answer(slug="b3")
        sam.act("b1", "resume")
        assert sam.slug_of(sam.ask()) == "b1"
        assert sam.ask().state == "new"
        sam.answer(slug="b1")
        sam.check()

    def test_counts_hold_after_the_clock_went_back(self, sam):
        sam.act("b1", "suspend")
        sam.act("b1", "resume")
        sam.clock.move(hours=-1)
        sam.answer(slug="b1")
        sam.check()


class TestBury:
    @pytest.mark.parametrize("is_met", [True, False])
    def test_out_until_rollover(self, sam, is_met):
        if is_met:
            sam.answer(slug="b1")
            sam.clock.move(days=2)
        sam.act("b1", "bury")
        assert "b1" not in queue(sam)
        # 09:30 and a little: until 03:59 of the next morning it stays out.
        sam.clock.move(hours=18)
        assert sam.ask() is None
        sam.clock.move(hours=1)
        assert queue(sam) == ["b1"]
        sam.check()


class TestFixedWay:
    @pytest.mark.parametrize("is_met", [True, False])
    def test_wins(self, sam, is_met):
        if is_met:
            sam.answer(slug="b1")
        sam.act("b1", "fix_way", "recall")
        assert sam.ask("b1").asked.way == "recall"
        assert sam.ask("b2").asked.way == "recognise"
        sam.act("b1", "fix_way", None)
        assert sam.ask("b1").asked.way == "recognise"
        sam.check()

    def test_new_card_with_a_fixed_way_is_still_new(self, sam):
        sam.act("b1", "fix_way", "recall")
        assert (sam.slug_of(sam.ask()), sam.ask().state) == ("b1", "new")
        sam.answer(slug="b1")
        assert sam.state("b1").fixed_way == "recall"
        sam.check()

    def test_of_the_bank(self, seat_of, sam):
        seat = seat_of("sam")
        seat.browser.post("/study/bridges/ways", {"way": "recall"})
        assert sam.ask().asked.way == "recall"
        seat.browser.post("/study/bridges/ways", {"way": "anything"})
        assert sam.ask().asked.way == "recognise"

    def test_giving_up_has_a_key_only_where_nothing_is_typed(self, seat_of, sam):
        seat = seat_of("sam")
        assert 'aria-keyshortcuts="0"' in seat.open().html
        seat.browser.post("/study/bridges/ways", {"way": "recall"})
        page = seat.open().html
        assert 'name="gave_up"' in page
        assert 'data-key="0"' not in page
        assert 'aria-keyshortcuts="0"' not in page
        assert ">0</kbd>" not in page.partition('id="keys"')[0]


def test_due_today(sam):
    sam.answer(slug="b1")
    due = sam.state("b1").due_day
    sam.act("b1", "due_today")
    assert sam.state("b1").due_day == sam.day.today < due
    sam.check()


def test_same_act_twice_is_one(sam):
    own = sam.new_id()
    sam.act("b1", "suspend", own_id=own)
    sam.act("b1", "resume", own_id=own)
    assert [event.action for event in sam.events()] == ["suspend"]
    assert sam.state("b1").is_suspended


def test_of_a_question_taken_out(sam):
    sam.change_question("b1", deleted_at=sam.clock())
    with pytest.raises(Conflict):
        sam.act("b1", "suspend")


class TestByThePage:
    @pytest.mark.parametrize(("action", "words"), [("suspend", "Set aside."), ("bury", "Left for tomorrow.")])
    def test_done_and_said(self, seat_of, sam, action, words):
        seat = seat_of("sam")
        form = {"action": action, "next": "/study/bridges"}
        response = seat.browser.post(f"/study/cards/{sam.question_id('b1')}/acts", form)
        assert (response.status_code, response.headers["Location"]) == (303, "/study/bridges")
        page = seat.browser.get("/study/bridges").text
        assert words in page
        assert "bridge 2" in page

    def test_brought_back_from_the_banks_page(self, seat_of, sam):
        seat = seat_of("sam")
        sam.act("b3", "suspend")
        page = seat.browser.get("/banks/bridges").text
        assert "Bring back" in page
        sam.clock.move(seconds=1)
        address = f"/study/cards/{sam.question_id('b3')}/acts"
        response = seat.browser.post(address, {"action": "resume", "next": "//evil.example"})
        assert response.headers["Location"] == "/study/bridges"
        assert "Bring back" not in seat.browser.get("/banks/bridges").text

    @pytest.mark.parametrize("action", ["reset", "due_today", "", "delete", "suspend "])
    def test_no_act_of_a_learner(self, seat_of, sam, action):
        seat = seat_of("sam")
        response = seat.browser.post(f"/study/cards/{sam.question_id('b1')}/acts", {"action": action})
        assert response.status_code == 400
        assert sam.events() == []

    def test_a_passer_by_becomes_a_guest(self, seat_of, sam):
        seat = seat_of("mallory")
        seat.browser.post(f"/study/cards/{sam.question_id('b1')}/acts", {"action": "suspend"})
        assert seat.browser.who() == "guest"
        assert "bridge 2" in seat.browser.get("/study/bridges").text

    def test_report_is_kept_for_the_teacher(self, seat_of, sam):
        seat = seat_of("sam")
        address = f"/study/questions/{sam.question_id('b2')}/reports?next=/study/bridges"
        page = seat.browser.get(address)
        assert "On what date was bridge 2 opened?" in page.text
        bad = seat.browser.post(address, {"note": "?"})
        assert bad.status_code == 422
        assert "Choose what is wrong." in bad.text
        form = {"reason": "wrong_key", "note": "It was 1803.\0", "client_id": sam.new_id(), "learner_id": "1"}
        for _ in range(2):
            assert seat.browser.post(address, form).headers["Location"] == "/study/bridges"
        with sam.database.reading() as session:
            (report,) = session.scalars(select(QuestionReport))
        assert (report.reason, report.note, report.revision) == ("wrong_key", "It was 1803.", 1)
        assert (report.learner_id, report.question_id) == (sam.viewer.id, sam.question_id("b2"))


class TestClosedBank:
    def test_its_learners_do_nothing_there(self, sam):
        answer, shown = sam.answer(slug="b1"), sam.ask("b2")
        sam.change_bank(visibility="private")
        doors = (
            lambda: sam.act("b1", "suspend"),
            lambda: sam.undo(answer),
            lambda: sam.correct(answer, 1),
            lambda: sam.feedback(answer),
            lambda: sam.send(shown, inputs_for(shown.question, shown.asked)),
        )
        for door in doors:
            with pytest.raises(Conflict, match="Your earlier answers are kept"):
                door()
        assert len(sam.events()) == 1

    def test_a_changed_key_is_due_there_all_the_same(self, sam):
        sam.answer(slug="b1")
        sam.clock.move(days=1)
        assert sam.state("b1").due_day > sam.day.today
        sam.change_bank(visibility="private")
        with sam.database.transaction() as session:
            bank_files.load(session, bank_files.bridges(6, b1={"key": "1700-01-01"}), now=sam.clock())
        assert sam.state("b1").due_day == sam.day.today
        sam.check()
