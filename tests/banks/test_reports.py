"""Reports on questions are kept for the teacher, once, and outlive the learner without their name."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from quizapp.banks.models import QuestionReport, QuestionRow
from quizapp.banks.service import REPORT_REASONS, get_question, report_question
from tests.conftest import BEGIN
from tests.study import bank_files


@pytest.fixture
def report(database, people):
    """Give the reporter: learner's name, client's id and more."""
    with database.transaction() as session:
        bank_files.load(session, bank_files.bridges(1))

    def send(name: str, client_id: str, **more) -> None:
        values = {"reason": "typo", "note": "", "now": BEGIN} | more
        with database.transaction() as session:
            question_id = session.scalars(select(QuestionRow.id)).one()
            question = get_question(session, people[name], question_id)
            report_question(session, client_id=client_id, question=question, learner_id=people[name].id, **values)

    return send


def kept(database) -> list[QuestionReport]:
    with database.reading() as session:
        return list(session.scalars(select(QuestionReport).order_by(QuestionReport.id)))


def test_what_is_kept(database, people, report):
    report("sam", "one", reason="another_right", note="1803 too.")
    (stored,) = kept(database)
    assert (stored.learner_id, stored.reason, stored.note) == (people.sam.id, "another_right", "1803 too.")
    assert (stored.revision, stored.created_at) == (1, BEGIN)


def test_same_form_twice_is_one_and_of_two_learners_two(database, report):
    for name in ("sam", "sam", "tess"):
        report(name, "one")
    report("sam", "two")
    assert len(kept(database)) == 3


def test_uniqueness_is_the_databases(database, report):
    report("sam", "one")
    (stored,) = kept(database)
    values = {"question_id": stored.question_id, "revision": 1, "reason": "typo", "note": "", "created_at": BEGIN}
    doubled = insert(QuestionReport).values(client_id="one", learner_id=stored.learner_id, **values)
    with database.transaction() as session, pytest.raises(IntegrityError):
        session.execute(doubled)


def test_twenty_at_once_are_one(database, report):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _n: report("sam", "one"), range(20)))
    assert len(kept(database)) == 1


def test_names_the_revision_that_was_seen(database, report):
    with database.transaction() as session:
        bank_files.load(session, bank_files.bridges(1, b1={"explanation": "More."}))
    report("sam", "one")
    assert kept(database)[0].revision == 2


def test_reasons_fit_their_column():
    assert all(len(reason) <= 14 for reason in REPORT_REASONS)
