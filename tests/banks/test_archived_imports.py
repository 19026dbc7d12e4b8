"""A file that names archived questions: they stay so unless they are ticked, and are called what they are."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.banks.models import QuestionRow
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
    assert "archived in the bank, and stays so" in report_of(counter, people.ada, again)


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
