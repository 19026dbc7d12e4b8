"""A file that names archived questions: they stay so unless they are ticked, and are called what they are."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.banks.models import QuestionRow, Revision
from quizapp.banks.service import importing
from tests.banks.imports import HEADING, RIVERS, Counter
from tests.conftest import BEGIN

PARIS = "Which river flows through Paris?"


@pytest.fixture
def counter(database, tmp_path, people) -> Counter:
    """Give an installation whose bank of rivers has one of three archived."""
    made = Counter(database, tmp_path / "home")
    made.import_all(people.ada, ("rivers.csv", RIVERS))
    with database.transaction() as session:
        session.get_one(QuestionRow, made.questions()[PARIS].id).deleted_at = BEGIN
    return made


def report_of(counter, viewer, import_id: int) -> str:
    with counter.database.reading() as session:
        held = importing.get_import(session, viewer, import_id, is_whole=True)
        return "".join(importing.report_table(session, held))


def test_one_that_is_not_ticked_stays_archived(counter, people):
    further = "Which river flows through Rome?,Tiber,Po,Oder\n"
    again = counter.bring(people.ada, ("rivers.csv", RIVERS + further), bank="rivers")
    assert counter.choice(people.ada, again).verdicts.codes == "assn"
    counter.carry_out(people.ada, again, "rivers")
    assert PARIS not in counter.questions()
    assert "archived in the bank, or resting, and stays so" in report_of(counter, people.ada, again)


def test_one_that_is_ticked_is_in_use_again_and_no_new_one(counter, people):
    again = counter.bring(people.ada, ("r.csv", HEADING + f"{PARIS},Seine,Loire,Oder\n"), bank="rivers")
    assert counter.choice(people.ada, again).verdicts.codes == "a"
    counter.turn(people.ada, again, [0], [0])
    counter.carry_out(people.ada, again, "rivers")
    with counter.database.reading() as session:
        assert len(session.scalars(select(QuestionRow)).all()) == 3
    row = counter.questions()[PARIS]
    assert f"in use again,{row.slug}," in report_of(counter, people.ada, again)


def test_the_same_words_under_another_id_are_the_archived_question(counter, people):
    table = f"id,question,answer,wrong\nx1,{PARIS},Seine,Loire\n"
    again = counter.bring(people.ada, ("r.csv", table), bank="rivers")
    archived = counter.choice(people.ada, again).verdicts
    assert archived.codes == "a"
    counter.turn(people.ada, again, [0], [0])
    counter.carry_out(people.ada, again, "rivers")
    assert counter.questions()[PARIS].slug == archived.partners[0]["slug"]


class TestResting:
    """A question that waits for its teacher to look at its changed text."""

    TABLE = HEADING + f"{PARIS},Seine,Rhine,Volga\n"

    @pytest.fixture
    def resting(self, counter) -> Counter:
        with counter.database.transaction() as session:
            row = session.get_one(QuestionRow, counter.questions(archived=True)[PARIS].id)
            row.suspended_at = BEGIN
            row.body = {**row.body, "draft": {"suspended": True, "rule": "kept"}, "explanation": "Kept too."}
            session.get_one(Revision, (row.id, row.revision)).body = row.body
        return counter

    def test_it_is_not_new_and_stays_unless_it_is_ticked(self, resting, people):
        further = "Which river flows through Rome?,Tiber,Po,Oder\n"
        again = resting.bring(people.ada, ("r.csv", self.TABLE + further), bank="rivers")
        verdicts = resting.choice(people.ada, again).verdicts
        assert (verdicts.codes, verdicts.partners[0]["rests"]) == ("an", True)
        resting.carry_out(people.ada, again, "rivers")
        assert PARIS not in resting.questions()
        assert "archived in the bank, or resting, and stays so" in report_of(resting, people.ada, again)

    def test_ticked_it_is_asked_again_with_what_the_file_cannot_say(self, resting, people):
        again = resting.bring(people.ada, ("r.csv", self.TABLE), bank="rivers")
        resting.turn(people.ada, again, [0], [0])
        resting.carry_out(people.ada, again, "rivers")
        row = resting.questions()[PARIS]
        assert (row.suspended_at, row.body["draft"], row.body["explanation"]) == (None, {"rule": "kept"}, "Kept too.")
        resting.undo(people.ada, again)
        assert PARIS not in resting.questions()
        assert resting.questions(archived=True)[PARIS].suspended_at is not None


def test_what_is_left_out_is_named_by_its_kind_in_words(counter, people):
    table = "question,answer,kind\nParis lies on the Seine.,true,true_false\nWhich town?,Rome,text\n"
    again = counter.bring(people.ada, ("r.csv", table))
    counter.turn(people.ada, again, [0, 1], [1])
    counter.carry_out(people.ada, again, title="Towns")
    assert "True or false “" in report_of(counter, people.ada, again)
