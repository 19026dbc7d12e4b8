"""An act on more questions than one turn holds, on both databases: by a job, in pieces, each once, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from quizapp.banks import service
from quizapp.banks.models import Bank, BulkChange, QuestionRow, Tag
from quizapp.banks.service import BulkChanging, BulkWish, Wanted, change_many, find_change, kept_changes, undo_change
from quizapp.core.errors import Conflict, NotAllowed, NotFound
from quizapp.plumbing import jobs
from quizapp.plumbing.bell import Bell
from quizapp.plumbing.job_runner import JobRunner
from quizapp.plumbing.jobs import Job
from tests.banks.desk import ids_of, own_bank, slugs_of
from tests.conftest import BEGIN
from tests.study import bank_files

COUNT = 7
ALL = [f"b{n}" for n in range(1, COUNT + 1)]


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """Let more than three questions be many, and two of them a piece."""
    monkeypatch.setattr(service.bulk, "QUESTIONS_AT_MOST", 3)
    monkeypatch.setattr(kept_changes, "PIECE", 2)


@pytest.fixture
def bank_id(database, people) -> int:
    return own_bank(database, people.ada, count=COUNT, **bank_files.all_told(COUNT))


@pytest.fixture
def other_id(database, people) -> int:
    return own_bank(database, people.ada, slug="other", count=2)


class Desk:
    """Ada's desk: what she presses, and the runner that does it."""

    def __init__(self, database, people, bank_id):
        self.database, self.people, self.bank_id = database, people, bank_id
        self.followed = []
        self.changing = BulkChanging(database.reading, self.follow, lambda: BEGIN)
        self.runner = JobRunner(database, [self.changing.kind()], lambda: BEGIN, Bell())

    def follow(self, _session, outcome, _now):
        self.followed.append(outcome)

    def press(self, act="archive", who="ada", client_id="one", **wish):
        wish = replace(BulkWish(act, client_id, found=Wanted((self.bank_id,))), **wish)
        with self.database.transaction() as session:
            return change_many(session, self.people[who], "bridges", wish, BEGIN)

    def undo(self, outcome, who="ada"):
        with self.database.transaction() as session:
            return undo_change(session, self.people[who], "bridges", outcome.change_id, BEGIN)

    def told(self, outcome=None, now=BEGIN):
        with self.database.reading() as session:
            number = outcome.change_id if outcome is not None else None
            return find_change(session, self.people.ada, self.bank_id, number, now)

    def do_some(self, count, runner="r"):
        """Do so many pieces as a runner does, and then die."""
        with self.database.transaction() as session:
            claimed = jobs.claim(session, runner, ["bulk"], BEGIN)
        for number, piece in enumerate(self.changing.pieces(claimed, None)):
            if number == count:
                return claimed
            with self.database.transaction() as session:
                piece(session)
        return claimed

    def start_again(self):
        """Take up what a dead process has left."""
        with self.database.transaction() as session:
            jobs.take_up_again(session, ["bulk"], BEGIN + timedelta(days=1))
        return self.runner.run_waiting()

    def count_jobs(self):
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(Job))


@pytest.fixture
def desk(database, people, bank_id) -> Desk:
    return Desk(database, people, bank_id)


def content(database):
    """Give where each question is, what it says and whether it is in use, of banks and their outlines too."""
    with database.reading() as session:
        columns = (QuestionRow.id, QuestionRow.bank_id, QuestionRow.slug, QuestionRow.position, QuestionRow.body)
        rows = select(*columns, QuestionRow.marks, QuestionRow.deleted_at).order_by(QuestionRow.id)
        outlines = [bank.outline["questions"] for bank in session.scalars(select(Bank).order_by(Bank.id))]
        return list(map(tuple, session.execute(rows))), outlines


def test_nothing_happens_before_the_job_and_all_of_it_then(database, bank_id, desk):
    outcome = desk.press()
    assert (outcome.is_large, outcome.count, slugs_of(database, bank_id)) == (True, 0, ALL)
    assert desk.told(outcome).is_under_way
    assert desk.runner.run_waiting() == 1
    assert slugs_of(database, bank_id) == []
    told = desk.told(outcome)
    assert (told.count, told.total, told.is_under_way, told.error) == (COUNT, COUNT, False, None)
    assert [each.count for each in desk.followed] == [2, 2, 2, 1]


def test_few_need_no_job(database, bank_id, desk):
    outcome = desk.press(found=None, ids=tuple(ids_of(database, bank_id)[:3]))
    assert (outcome.is_large, outcome.count, desk.count_jobs()) == (False, 3, 0)


ACTS = [
    {"act": "archive"},
    {"act": "tag", "tag": "valley/north"},
    {"act": "move"},
]


@pytest.mark.parametrize("wish", ACTS, ids=lambda wish: wish["act"])
def test_undone_all_is_as_it_was(database, bank_id, other_id, desk, wish):
    before = content(database)
    outcome = desk.press(target_id=other_id, **wish)
    desk.runner.run_waiting()
    assert content(database) != before
    assert desk.undo(outcome).is_large
    assert desk.told(outcome).is_under_way
    assert desk.runner.run_waiting() == 1
    assert content(database) == before
    assert (desk.told(outcome).is_undone, desk.told(outcome).is_under_way) == (True, False)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Tag)) == 0


def test_restored_and_archived_again(database, bank_id, desk):
    desk.press()
    desk.runner.run_waiting()
    wanted = Wanted((bank_id,), state="archived")
    outcome = desk.press("restore", client_id="two", found=wanted)
    desk.runner.run_waiting()
    assert slugs_of(database, bank_id) == ALL
    desk.undo(outcome)
    desk.runner.run_waiting()
    assert slugs_of(database, bank_id) == []


def test_copies_keep_their_order_and_are_archived_when_undone(database, bank_id, other_id, desk):
    outcome = desk.press("copy", target_id=other_id)
    desk.runner.run_waiting()
    copies = ["b1-2", "b2-2", *ALL[2:]]
    assert slugs_of(database, other_id) == ["b1", "b2", *copies]
    desk.undo(outcome)
    desk.runner.run_waiting()
    assert (slugs_of(database, other_id), slugs_of(database, other_id, is_used=False)) == (["b1", "b2"], copies)


@pytest.mark.parametrize("done", [0, 1, 3, 4])
def test_after_a_kill_it_goes_on_and_does_no_piece_twice(database, bank_id, desk, done):
    desk.press("copy", target_id=bank_id)
    desk.do_some(done)
    assert len(slugs_of(database, bank_id)) == min(2 * COUNT, COUNT + 2 * done)
    assert desk.start_again() == 1
    assert slugs_of(database, bank_id) == [*ALL, *(f"{slug}-2" for slug in ALL)]
    assert desk.told().count == COUNT


def test_a_piece_that_breaks_off_leaves_nothing(database, bank_id, desk):
    desk.press("copy", target_id=bank_id)
    desk.do_some(1)
    desk.changing = replace(desk.changing, follow=lambda _session, _outcome, _now: 1 / 0)
    with database.transaction() as session:
        jobs.take_up_again(session, ["bulk"], BEGIN + timedelta(days=1))
    with pytest.raises(ZeroDivisionError):
        desk.do_some(3)
    assert len(slugs_of(database, bank_id)) == COUNT + 2
    assert desk.start_again() == 1
    assert len(slugs_of(database, bank_id)) == 2 * COUNT


def test_a_kill_while_it_is_undone(database, bank_id, other_id, desk):
    before = content(database)
    outcome = desk.press("move", target_id=other_id)
    desk.runner.run_waiting()
    desk.undo(outcome)
    desk.do_some(2)
    assert slugs_of(database, bank_id) == ALL[:4]
    assert desk.start_again() == 1
    assert content(database) == before


def test_undone_half_way_it_stops_and_goes_back(database, bank_id, other_id, desk):
    before = content(database)
    outcome = desk.press("move", target_id=other_id)
    desk.do_some(2)
    desk.undo(outcome)
    # The job that was under way finds that nothing is wanted any more; the way back has its own.
    assert desk.start_again() == 2
    assert content(database) == before
    assert desk.told(outcome).is_undone


def test_the_same_form_twice_is_one_job(database, bank_id, desk):
    first, second = desk.press("copy", target_id=bank_id), desk.press("copy", target_id=bank_id)
    assert (first.change_id, second.is_large, desk.count_jobs()) == (second.change_id, True, 1)
    desk.runner.run_waiting()
    assert desk.press("copy", target_id=bank_id).count == COUNT
    assert (desk.count_jobs(), len(slugs_of(database, bank_id))) == (1, 2 * COUNT)
    assert [desk.undo(first).is_large for _ in range(2)] == [True, True]
    assert desk.count_jobs() == 2


def test_the_questions_are_those_of_the_press(database, people, bank_id, other_id, desk):
    desk.press("tag", tag="old")
    with database.transaction() as session:
        gone = update(QuestionRow).where(QuestionRow.slug == "b4", QuestionRow.bank_id == bank_id)
        session.execute(gone.values(bank_id=other_id))
        few = BulkWish("copy", "few", ids=tuple(ids_of(database, other_id, "b1")), target_id=bank_id)
        change_many(session, people.ada, "other", few, BEGIN)
    desk.runner.run_waiting()
    with database.reading() as session:
        tagged = select(QuestionRow.slug).join(Tag, Tag.question_id == QuestionRow.id).order_by(QuestionRow.position)
        assert session.scalars(tagged).all() == [slug for slug in ALL if slug != "b4"]


def test_moved_back_they_stand_in_their_order_whatever_came_meanwhile(database, people, bank_id, other_id, desk):
    ids = ids_of(database, bank_id)
    with database.transaction() as session:
        # The order of a bank is not that of the coming of its questions.
        for place, row_id in enumerate(reversed(ids), start=1):
            session.execute(update(QuestionRow).where(QuestionRow.id == row_id).values(position=place))
    outcome = desk.press("move", target_id=other_id)
    desk.runner.run_waiting()
    few = BulkWish("copy", "few", ids=tuple(ids_of(database, other_id, "b1", "b2")), target_id=bank_id)
    with database.transaction() as session:
        change_many(session, people.ada, "other", few, BEGIN)
    desk.undo(outcome)
    desk.runner.run_waiting()
    assert slugs_of(database, bank_id) == ["b7", "b6", "b5", "b4", "b3", "b2-2", "b1-2", "b1", "b2"]


def test_whose_banks(database, people, bank_id, other_id, desk):
    for who in ("eve", "sam"):
        with pytest.raises(NotFound):
            desk.press(who=who)
    eves = own_bank(database, people.eve, slug="eves", count=1)
    with pytest.raises(NotFound):
        desk.press("move", target_id=eves)
    outcome = desk.press("move", target_id=other_id)
    desk.runner.run_waiting()
    for who in ("eve", "ann"):
        with pytest.raises((NotFound, NotAllowed)):
            desk.undo(outcome, who=who)
    with database.transaction() as session:
        session.get_one(Bank, other_id).owner_id = people.eve.id
    with pytest.raises(Conflict):
        desk.undo(outcome)
    assert not desk.told(outcome).is_undone
    with database.reading() as session:
        assert find_change(session, people.eve, bank_id, outcome.change_id, BEGIN) is None


def test_who_loses_the_bank_half_way_and_gets_it_again(database, people, bank_id, other_id, desk):
    outcome = desk.press("copy", target_id=other_id)
    desk.do_some(1)
    with database.transaction() as session:
        session.get_one(Bank, other_id).owner_id = people.eve.id
    desk.start_again()
    told = desk.told(outcome)
    assert (told.count, "not here any more" in told.error, len(slugs_of(database, other_id))) == (2, True, 4)
    with database.transaction() as session:
        session.get_one(Bank, other_id).owner_id = people.ada.id
    # Its form once more.
    assert desk.press("copy", target_id=other_id).change_id == outcome.change_id
    assert desk.runner.run_waiting() == 1
    told = desk.told(outcome)
    assert (told.count, told.error, len(slugs_of(database, other_id))) == (COUNT, None, 2 + COUNT)


def test_a_tag_that_one_of_them_cannot_take_is_refused_at_once(database, bank_id, desk):
    with database.transaction() as session:
        row = session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank_id, QuestionRow.slug == "b5")).one()
        row.body = row.body | {"tags": [f"t{n}" for n in range(50)]}
        session.add_all(Tag(question_id=row.id, path=f"t{n}") for n in range(50))
    with pytest.raises(service.InvalidTag):
        desk.press("tag", tag="more")
    for tag in ("", "x" * 500):
        with pytest.raises((service.InvalidTag, service.CannotChange)):
            desk.press("tag", tag=tag)
    assert desk.press("tag", tag="t1").is_large
    desk.runner.run_waiting()
    assert desk.told().count == COUNT - 1


def test_tags_that_are_too_many_together_are_refused_at_once(database, bank_id, desk):
    with database.transaction() as session:
        row = session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank_id, QuestionRow.slug == "b5")).one()
        row.body = row.body | {"tags": [f"t{n}" for n in range(49)]}
        session.add_all(Tag(question_id=row.id, path=f"t{n}") for n in range(49))
    with pytest.raises(service.InvalidTag):
        desk.press("tag", tag="one,two")
    with pytest.raises(service.CannotChange):
        desk.press("tag", tag=",".join(f"n{n}" for n in range(200)), found=None, ids=(1, 2, 3, 4))
    assert desk.press("tag", tag="one,t1").is_large
    desk.runner.run_waiting()
    assert desk.told().count == COUNT
    assert desk.told().error is None


@pytest.mark.parametrize("act", ["archive", "tag"])
def test_many_questions_of_no_bank_are_none(desk, act):
    with pytest.raises(service.CannotChange, match="Tick"):
        desk.press(act, tag="more", found=None, ids=(9001, 9002, 9003, 9004))
    assert desk.count_jobs() == 0


def test_a_tag_with_a_comma_is_taken_off_in_every_piece(database, bank_id, desk):
    with database.transaction() as session:
        for row in session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank_id)):
            # One question alone has it, in the last piece.
            row.body = row.body | {"tags": ["rivers", "lakes", *(["rivers,lakes"] if row.slug == "b7" else [])]}
            session.add_all(Tag(question_id=row.id, path=tag) for tag in row.body["tags"])
    outcome = desk.press("untag", tag="rivers,lakes")
    desk.runner.run_waiting()
    with database.reading() as session:
        left = session.scalars(select(QuestionRow.body).where(QuestionRow.bank_id == bank_id)).all()
    assert [body["tags"] for body in left] == [["rivers", "lakes"]] * COUNT
    assert (desk.told(outcome).count, desk.told(outcome).tag) == (1, "rivers,lakes")
    # Nobody has that one any more: now it is two.
    desk.press("untag", tag="rivers,lakes", client_id="two")
    desk.runner.run_waiting()
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Tag)) == 0


def test_three_under_way_are_enough(database, bank_id, desk):
    for n in range(3):
        desk.press("tag", tag=f"t{n}", client_id=str(n))
    with pytest.raises(service.CannotChange, match="Three"):
        desk.press("tag", tag="t4", client_id="4")


def test_a_piece_is_no_change_of_its_own(database, bank_id, desk):
    outcome = desk.press()
    with database.reading() as session:
        pieces = session.get_one(BulkChange, outcome.change_id).undo["pieces"]
    assert len(pieces) == 4
    with pytest.raises(NotFound):
        desk.undo(replace(outcome, change_id=pieces[0]))
    desk.runner.run_waiting()
    assert slugs_of(database, bank_id) == []


def test_the_list_tells_of_it_for_an_hour(database, bank_id, desk):
    assert desk.told() is None
    outcome = desk.press()
    assert desk.told().id == outcome.change_id
    assert desk.told(now=BEGIN + timedelta(days=2)).id == outcome.change_id
    desk.runner.run_waiting()
    assert desk.told(now=BEGIN + timedelta(minutes=59)).count == COUNT
    assert desk.told(now=BEGIN + timedelta(minutes=61)) is None
