"""What comes next: order, limits, siblings, the learner's own day; what is out stays out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from quizapp.people.models import User
from quizapp.study import service
from quizapp.study.models import CardState, Preset
from tests.study import bank_files
from tests.study.databases import BOTH
from tests.study.desk import Desk
from tests.study.test_acts import queue


@pytest.fixture
def bank_size():
    return 30


@pytest.fixture
def told_id(runtime):
    """Load eight bridges with their document: two to a sentence."""
    with runtime.database.transaction() as session:
        body = bank_files.bridges(8, **bank_files.all_told(8))
        return bank_files.load(session, body, bank_files.bridges_text(8), slug="told").bank_id


def meet(desk: Desk, *slugs: str) -> None:
    for slug in slugs:
        desk.answer(slug=slug)


@BOTH
class TestOrder:
    def test_new_cards_in_the_order_of_the_bank(self, sam):
        assert queue(sam) == [f"b{number}" for number in range(1, 11)]

    def test_step_then_reviews_and_new_then_ahead(self, sam):
        sam.prefer(new_per_day=4)
        meet(sam, "b1", "b2", "b3", "b4")
        sam.clock.move(days=2)
        sam.answer(slug="b5", knows=False)
        # b5 comes back in ten minutes: until then the others come first, one new to each review or so.
        first = [sam.slug_of(sam.ask())]
        sam.answer()
        sam.clock.move(minutes=11)
        assert sam.slug_of(sam.ask()) == "b5"
        sam.answer(knows=False)
        rest = queue(sam)
        assert rest[-1] == "b5"
        assert sorted(first + rest[:-1]) == ["b1", "b2", "b3", "b4", "b6", "b7", "b8"]
        states = [slug in ("b1", "b2", "b3", "b4") for slug in first + rest[:-1]]
        assert states != sorted(states)
        assert states != sorted(states, reverse=True)

    def test_a_step_more_than_twenty_minutes_away_is_waited_for(self, sam):
        sam.prefer(new_per_day=1)
        sam.answer(knows=False)
        assert sam.slug_of(sam.ask()) == "b1"
        with sam.database.transaction() as session:
            session.get_one(CardState, (sam.viewer.id, sam.question_id("b1"))).due_at += 15 * 60_000
        assert sam.ask() is None
        assert sam.standing().counts.learning == 1

    def test_shuffled_by_day_but_stable(self, sam, desk_of):
        tess = desk_of("tess")
        queue(sam), queue(tess)
        sam.clock.move(days=20)
        first = sam.slug_of(sam.ask())
        assert all(sam.slug_of(sam.ask()) == first for _ in range(3))
        orders = [queue(sam), queue(tess)]
        assert sorted(orders[0]) == sorted(orders[1])
        assert orders[0] != orders[1]

    def test_the_longest_due_first(self, sam):
        meet(sam, "b9")
        sam.clock.move(days=1)
        meet(sam, "b2", "b3")
        sam.prefer(new_per_day=0)
        sam.clock.move(days=3)
        assert queue(sam)[0] == "b9"


@BOTH
class TestLimits:
    def test_new_and_ten_more_today_alone(self, sam):
        sam.prefer(new_per_day=3)
        assert len(queue(sam)) == 3
        assert sam.standing().is_limited
        with sam.database.transaction() as session:
            # A form sent twice lifts once.
            service.lift_limits(session, sam.viewer.id, sam.bank_id, sam.day, 0)
            service.lift_limits(session, sam.viewer.id, sam.bank_id, sam.day, 0)
        assert sam.standing().lifted == 10
        assert len(queue(sam)) == 10
        sam.clock.move(days=1)
        assert sam.standing().counts.new == 3

    def test_reviews(self, sam):
        queue(sam)
        sam.prefer(new_per_day=0, reviews_per_day=4)
        sam.clock.move(days=3)
        assert sam.standing().counts.due == 4
        assert len(queue(sam)) == 4

    def test_ten_more_by_the_page(self, seat_of, sam):
        sam.prefer(new_per_day=1)
        queue(sam)
        seat = seat_of("sam")
        assert "Ten more today" in seat.browser.get("/study/bridges").text
        for _ in range(2):
            assert seat.browser.post("/study/bridges/lifts", {"lifted": "0"}).status_code == 303
        assert sam.standing().lifted == 10
        assert "bridge 2" in seat.browser.get("/study/bridges").text
        assert seat_of("mallory").browser.post("/study/bridges/lifts").status_code == 303
        assert seat_of("mallory").browser.post("/study/bridges/lifts").headers["Location"].startswith("/sign-in")

    @pytest.mark.parametrize("minutes", [0, 1, 60])
    def test_minutes_of_the_day(self, sam, minutes):
        limited = Desk(sam.database, replace(sam.viewer, minutes_per_day=minutes), sam.clock, sam.bank_id)
        assert limited.standing().counts.new == min(10, minutes * 5)
        assert len(queue(limited)) == (0 if not minutes else 10)


@pytest.fixture
def telling_id(runtime):
    """Load six bridges of which the first tells the date of the second."""
    names = ("Granite Arch", "Willow Ford", "Tanners’ Crossing", "Lower Ferry", "Abbey Steps", "Northern Viaduct")
    changes = {f"b{no}": {"stem": f"On what date was the {name} opened?"} for no, name in enumerate(names, start=1)}
    changes["b1"]["explanation"] = f"The Willow Ford followed on {bank_files.opened(2):%-d %B %Y}."
    with runtime.database.transaction() as session:
        return bank_files.load(session, bank_files.bridges(6, **changes), slug="telling").bank_id


@BOTH
class TestTold:
    """A question whose key was shown a moment ago asks nothing."""

    def test_lets_the_others_go_first(self, sam, telling_id):
        desk = Desk(sam.database, sam.viewer, sam.clock, telling_id)
        assert queue(desk) == ["b1", "b3", "b4", "b5", "b6", "b2"]
        desk.check()

    def test_is_asked_again_after_a_pause(self, sam, telling_id):
        desk = Desk(sam.database, sam.viewer, sam.clock, telling_id)
        desk.answer(slug="b1")
        desk.clock.move(minutes=31)
        assert desk.slug_of(desk.ask()) == "b2"

    def test_comes_where_nothing_else_is_left(self, sam, telling_id):
        desk = Desk(sam.database, sam.viewer, sam.clock, telling_id)
        desk.prefer(new_per_day=2)
        for slug in ("b3", "b4", "b5", "b6"):
            desk.answer(slug=slug)
        desk.prefer(new_per_day=6)
        assert queue(desk) == ["b1", "b2"]

    def test_reviews_wait_as_well(self, sam, telling_id):
        desk = Desk(sam.database, sam.viewer, sam.clock, telling_id)
        queue(desk)
        desk.clock.move(days=40)
        desk.answer(slug="b1")
        assert queue(desk)[-1] == "b2"

    def test_what_another_learner_was_shown_is_not_known(self, sam, telling_id, desk_of):
        tess = Desk(sam.database, desk_of("tess").viewer, sam.clock, telling_id)
        tess.answer(slug="b1")
        sam_s = Desk(sam.database, sam.viewer, sam.clock, telling_id)
        sam_s.answer(slug="b3")
        assert queue(sam_s)[:2] == ["b1", "b4"]


@BOTH
class TestSiblings:
    def test_wait_until_tomorrow(self, sam, told_id):
        desk = Desk(sam.database, sam.viewer, sam.clock, told_id)
        assert queue(desk) == ["b1", "b3", "b5", "b7"]
        assert desk.ask() is None
        desk.clock.move(days=1)
        assert queue(desk) == ["b2", "b4", "b6", "b8"]
        desk.check()

    def test_steps_do_not_wait(self, sam, told_id):
        desk = Desk(sam.database, sam.viewer, sam.clock, told_id)
        desk.answer(slug="b1")
        desk.answer(slug="b2", knows=False)
        desk.clock.move(minutes=11)
        assert desk.slug_of(desk.ask()) == "b2"

    def test_reviews_of_three_days_or_more_wait(self, sam, told_id):
        desk = Desk(sam.database, sam.viewer, sam.clock, told_id)
        for gap in (0, 2):
            desk.clock.move(days=gap)
            meet(desk, "b1", "b2")
        desk.prefer(new_per_day=0)
        desk.clock.move(days=16)
        assert len(queue(desk)) == 1
        desk.clock.move(days=1)
        assert len(queue(desk)) == 1

    def test_reviews_of_two_days_do_not(self, sam, told_id):
        desk = Desk(sam.database, sam.viewer, sam.clock, told_id)
        meet(desk, "b1", "b2")
        desk.prefer(new_per_day=0)
        desk.clock.move(days=2)
        assert sorted(queue(desk)) == ["b1", "b2"]

    def test_nothing_waits_where_the_preset_says_so(self, sam, told_id):
        desk = Desk(sam.database, sam.viewer, sam.clock, told_id)
        desk.prefer()
        with desk.database.transaction() as session:
            session.execute(update(Preset).where(Preset.learner_id == desk.viewer.id).values(bury_siblings=False))
        assert queue(desk) == [f"b{number}" for number in range(1, 9)]


@BOTH
class TestOut:
    def test_taken_out_of_the_bank(self, sam):
        sam.prefer(new_per_day=2)
        meet(sam, "b1", "b2")
        sam.change_question("b1", deleted_at=sam.clock())
        sam.change_question("b3", deleted_at=sam.clock())
        sam.clock.move(days=2)
        assert sam.standing().counts.due == 1
        assert sorted(queue(sam)) == ["b2", "b4", "b5"]
        with sam.database.reading() as session:
            (item,) = service.list_shelf(session, sam.viewer, sam.day)
        assert item.due == 0
        assert sam.standing().left == 0

    def test_wanted_by_name(self, sam):
        assert sam.slug_of(sam.ask("b9")) == "b9"
        sam.answer(slug="b9")
        assert sam.slug_of(sam.ask()) == "b1"
        assert sam.slug_of(sam.ask("b9")) == "b9"
        sam.act("b9", "suspend")
        assert sam.slug_of(sam.ask("b9")) == "b1"

    @pytest.mark.parametrize("wanted", [0, -1, 987_654, 2**31, 2**63, 10**40])
    def test_wanted_is_none_of_the_bank(self, sam, wanted):
        with sam.database.reading() as session:
            card = service.next_card(session, sam.viewer, sam.bank_id, sam.day, wanted)[1]
        assert sam.slug_of(card) == "b1"


class TestDay:
    @pytest.fixture
    def berlin(self, desk_of):
        desk = desk_of("sam")
        with desk.database.transaction() as session:
            session.get_one(User, desk.viewer.id).zone = "Europe/Berlin"
        return Desk(desk.database, replace(desk.viewer, zone="Europe/Berlin"), desk.clock, desk.bank_id)

    def at(self, desk: Desk, *moment: int) -> service.Day:
        desk.clock.moment = datetime(*moment, tzinfo=UTC)
        return desk.day

    def test_begins_at_four_of_the_learners_zone(self, berlin):
        before, after = self.at(berlin, 2026, 3, 3, 2, 59, 59), self.at(berlin, 2026, 3, 3, 3, 0, 0)
        assert after.today == before.today + 1
        assert after.utc_offset_minutes == 60

    def test_late_evening_and_early_morning_are_one_day_apart(self, berlin):
        self.at(berlin, 2026, 3, 2, 22, 0)
        berlin.answer(slug="b1")
        self.at(berlin, 2026, 3, 3, 6, 0)
        berlin.answer(slug="b1")
        assert [event.elapsed_days for event in berlin.events()] == [None, 1]

    def test_past_midnight_is_the_same_day(self, berlin):
        self.at(berlin, 2026, 3, 2, 22, 0)
        berlin.answer(slug="b1")
        self.at(berlin, 2026, 3, 3, 2, 0)
        berlin.answer(slug="b1")
        assert [event.elapsed_days for event in berlin.events()] == [None, 0]
        berlin.check()

    @pytest.mark.parametrize(
        ("moments", "offsets"),
        [([(2026, 3, 28, 12), (2026, 3, 29, 12)], (60, 120)), ([(2026, 10, 24, 12), (2026, 10, 25, 12)], (120, 60))],
    )
    def test_daylight_saving(self, berlin, moments, offsets):
        for moment in moments:
            self.at(berlin, *moment)
            berlin.answer(slug="b1")
        events = berlin.events()
        assert tuple(event.utc_offset_minutes for event in events) == offsets
        assert events[1].study_day == events[0].study_day + 1
        # Neither the short nor the long night moves where the day begins.
        hour = 2 if offsets[1] == 120 else 3
        day = self.at(berlin, *moments[1][:3], hour, 0)
        assert self.at(berlin, *moments[1][:3], hour - 1, 59).today == day.today - 1
        berlin.check()

    def test_own_rollover(self, berlin):
        owl = replace(berlin.viewer, day_start_minutes=11 * 60)
        owl_desk = Desk(berlin.database, owl, berlin.clock, berlin.bank_id)
        assert self.at(owl_desk, 2026, 3, 3, 9, 59).today == self.at(owl_desk, 2026, 3, 2, 10, 0).today

    def test_flight_westward_gives_no_negative_gap(self, berlin):
        self.at(berlin, 2026, 3, 3, 3, 30)
        berlin.answer(slug="b1")
        west = Desk(berlin.database, replace(berlin.viewer, zone="America/New_York"), berlin.clock, berlin.bank_id)
        west.clock.move(minutes=30)
        west.answer(slug="b1")
        first, second = west.events()
        assert second.study_day == first.study_day - 1
        assert second.elapsed_days == 0
        west.check()

    def test_due_all_day_from_rollover(self, berlin):
        self.at(berlin, 2026, 3, 2, 20, 0)
        berlin.answer(slug="b1")
        due = berlin.state("b1").due_day
        morning = datetime(1970, 1, 1, 3, tzinfo=UTC) + timedelta(days=due)
        berlin.prefer(new_per_day=0)
        berlin.clock.moment = morning - timedelta(seconds=1)
        assert berlin.ask() is None
        berlin.clock.moment = morning
        assert berlin.slug_of(berlin.ask()) == "b1"
