"""A guest's history becomes the account's; export names everything; erasure leaves nothing."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import inspect, select, text

from quizapp.banks.models import QuestionReport
from quizapp.banks.service import get_question, report_question
from quizapp.core.scheduler import fold
from quizapp.study import service
from quizapp.study.models import Enrolment, Preset, ReviewResponse
from quizapp.study.service.cards import event_of
from tests.study.databases import BOTH
from tests.study.desk import Desk

pytestmark = BOTH


@pytest.fixture
def gil(desk_of) -> Desk:
    return desk_of("gil")


def merge(guest: Desk, account: Desk) -> None:
    with account.database.transaction() as session:
        service.merge_learners(session, guest.viewer.id, account.viewer.id)


def union(*desks: Desk, slug: str):
    """Fold the events of several learners on one card as if they were one's."""
    events = [event_of(row) for desk in desks for row in desk.events(slug)]
    return fold(events, service.Preferences().options_of)


def report(desk: Desk, slug: str, note: str = "A canary sings.") -> None:
    with desk.database.transaction() as session:
        question = get_question(session, desk.viewer, desk.question_id(slug))
        report_question(session, client_id=desk.new_id(), question=question, learner_id=desk.viewer.id,
                        reason="typo", note=note, now=desk.clock())  # fmt: skip


class TestMerging:
    def test_both_histories_are_one(self, sam, gil):
        for gap, desk, knows in ((0, gil, True), (1, sam, True), (2, gil, False), (5, sam, True)):
            sam.clock.move(days=gap)
            desk.answer(slug="b1", knows=knows)
        gil.answer(slug="b2")
        sam.answer(slug="b3")
        expected = {slug: union(sam, gil, slug=slug) for slug in ("b1", "b2", "b3")}
        merge(gil, sam)
        assert {slug: sam.state(slug) for slug in expected} == expected
        assert len(sam.events()) == 6
        assert sam.state("b1").memory.reps == 4
        sam.check()
        assert gil.events() == gil.totals() == []
        assert sam.slug_of(sam.ask()) == "b4"

    def test_undone_corrected_and_set_aside(self, sam, gil):
        undone = gil.answer(slug="b1")
        gil.undo(undone)
        gil.correct(gil.answer(slug="b2", knows=False), 3)
        gil.act("b3", "suspend")
        sam.answer(slug="b2")
        expected = {slug: union(sam, gil, slug=slug) for slug in ("b2", "b3")}
        merge(gil, sam)
        assert {slug: sam.state(slug) for slug in expected} == expected
        assert sam.state("b1") is None
        sam.undo(gil_event := sam.events("b2")[0].client_id)
        assert gil_event
        sam.check()

    def test_the_same_answer_in_both_counts_once(self, sam, gil):
        same = sam.new_id()
        sam.answer(slug="b1", client_id=same)
        gil.clock.move(seconds=-6)
        gil.answer(slug="b1", client_id=same)
        merge(gil, sam)
        assert len(sam.events("b1")) == 1
        assert sam.state("b1").memory.reps == 1
        with sam.database.reading() as session:
            assert len(session.scalars(select(ReviewResponse)).all()) == 1
        sam.check()

    def test_what_the_guest_did_to_a_double_holds(self, sam, gil):
        one, other, third = (sam.new_id() for _ in range(3))
        for desk in (sam, gil):
            for slug, client_id in (("b1", one), ("b2", other), ("b3", third)):
                desk.answer(slug=slug, client_id=client_id)
        gil.undo(one)
        gil.correct(other, 1)
        gil.undo(third)
        sam.undo(third)
        expected = union(sam, gil, slug="b2")
        merge(gil, sam)
        assert sam.state("b1") is None
        assert sam.state("b2").memory == expected.memory
        assert sam.state("b2").memory.stability < 1
        assert sam.state("b3") is None
        sam.check()

    @pytest.mark.parametrize("has_own", [True, False])
    def test_preset_enrolments_reports(self, sam, gil, ten_id, has_own):
        gil.prefer(new_per_day=33)
        if has_own:
            sam.prefer(new_per_day=7)
        ten = Desk(gil.database, gil.viewer, gil.clock, ten_id)
        ten.answer(slug="text")
        gil.answer(slug="b1")
        sam.answer(slug="b2")
        with sam.database.transaction() as session:
            service.fix_way(session, gil.viewer.id, ten_id, "recall")
        report(gil, "b1")
        merge(gil, sam)
        with sam.database.reading() as session:
            assert session.scalars(select(Preset.new_per_day)).all() == [7 if has_own else 33]
            enrolments = session.scalars(select(Enrolment).order_by(Enrolment.bank_id)).all()
            assert [(e.learner_id, e.bank_id, e.fixed_way) for e in enrolments] == [
                (sam.viewer.id, sam.bank_id, None), (sam.viewer.id, ten_id, "recall"),
            ]  # fmt: skip
            assert session.scalars(select(QuestionReport.learner_id)).all() == [sam.viewer.id]
        sam.check()

    @pytest.mark.parametrize(
        ("own", "guests", "merged"),
        [("class", "off", "off"), ("class", "class", "class"), ("on", "off", "on"), ("class", None, "class")],
    )
    def test_what_of_games_was_chosen_stays_chosen(self, sam, gil, own, guests, merged):
        with sam.database.transaction() as session:
            for desk, wish in ((sam, own), (gil, guests)):
                if wish is not None:
                    service.set_live_responses(session, desk.viewer.id, desk.bank_id, wish)
        merge(gil, sam)
        with sam.database.reading() as session:
            assert service.find_live_responses(session, sam.viewer.id, sam.bank_id) == merged

    @pytest.mark.parametrize(
        ("own", "guests", "merged"),
        [
            (None, "recall", "recall"),
            (None, None, None),
            ("recognise", "recall", "recognise"),
            ("recall", None, "recall"),
        ],
    )
    def test_the_way_that_a_bank_is_asked_in_stays_the_chosen_one(self, sam, gil, own, guests, merged):
        with sam.database.transaction() as session:
            for desk, way in ((sam, own), (gil, guests)):
                service.fix_way(session, desk.viewer.id, desk.bank_id, way)
        merge(gil, sam)
        with sam.database.reading() as session:
            assert session.scalars(select(Enrolment.fixed_way)).all() == [merged]

    def test_with_oneself_changes_nothing(self, sam):
        sam.answer(slug="b1")
        merge(sam, sam)
        assert len(sam.events()) == 1
        sam.check()

    def test_about_changed_between(self, sam, gil):
        gil.answer(slug="b1")
        sam.change_question("b1", about="place")
        sam.clock.move(days=1)
        sam.answer(slug="b1")
        gil.answer(slug="b1")
        gil.check()
        merge(gil, sam)
        sam.check()


def test_by_signing_up(seat_of, sam, runtime):
    seat = seat_of("mallory")
    seat.open()
    seat.answer()
    form = {"name": "Nora", "password": "lantern copper eleven"}
    assert seat.browser.post("/sign-up", form).status_code == 303
    assert seat.browser.who() == "Nora"
    seat.open()
    assert seat.question.id == "b2"


class TestExport:
    def test_names_everything(self, sam, ten_id):
        sam.answer(slug="b1")
        sam.correct(sam.answer(slug="b2", knows=False), 3)
        sam.act("b3", "suspend")
        sam.prefer(new_per_day=5)
        report(sam, "b5")
        with sam.database.reading() as session:
            export = service.export_learner(session, sam.viewer.id)
        json.dumps(export)
        assert [(e["bank"], e["question"], e["kind"]) for e in export["events"]] == [
            ("bridges", "b1", "review"), ("bridges", "b2", "review"),
            ("bridges", "b2", "correction"), ("bridges", "b3", "manual"),
        ]  # fmt: skip
        assert export["events"][0]["given"]["response"] == export["events"][0]["given"]["picks"][0]
        assert sorted(card["question"] for card in export["cards"]) == ["b1", "b2", "b3"]
        assert export["preset"][0]["new_per_day"] == 5
        assert [each["bank"] for each in export["enrolments"]] == ["bridges"]
        assert {each["bank"] for each in export["day_totals"]} == {"bridges"}
        assert [(each["question"], each["note"]) for each in export["reports"]] == [("b5", "A canary sings.")]

    def test_of_nobody_else(self, sam, gil):
        sam.answer(slug="b1")
        with sam.database.reading() as session:
            export = service.export_learner(session, gil.viewer.id)
        assert not any(export.values())


class TestErasure:
    def test_leaves_nothing(self, sam, gil):
        for desk in (sam, gil):
            desk.correct(desk.answer(slug="b1", knows=False), 3)
            desk.act("b3", "suspend")
            desk.prefer(new_per_day=5)
            report(desk, "b5", f"Note of {desk.viewer.id}")
        with sam.database.transaction() as session:
            service.erase_learner(session, sam.viewer.id)
        assert places_of(sam) == set()
        assert {"review_event", "card_state", "enrolment", "preset", "day_total"} <= places_of(gil)
        with sam.database.reading() as session:
            reports = session.scalars(select(QuestionReport).order_by(QuestionReport.id)).all()
        assert [(each.learner_id, each.note) for each in reports] == [
            (None, ""), (gil.viewer.id, f"Note of {gil.viewer.id}"),
        ]  # fmt: skip
        gil.check()


def places_of(desk: Desk) -> set[str]:
    """Name the tables in which a column that points to people holds the learner's id."""
    engine, found = desk.database.engine, set()
    tables = inspect(engine)
    with desk.database.reading() as session:
        for table in tables.get_table_names():
            pointing = {name for key in tables.get_foreign_keys(table) if key["referred_table"] == "user"
                        for name in key["constrained_columns"]}  # fmt: skip
            for column in pointing:
                rows = session.scalar(text(f'SELECT count(*) FROM "{table}" WHERE {column} = {desk.viewer.id}'))
                if rows:
                    found.add(table)
    return found
