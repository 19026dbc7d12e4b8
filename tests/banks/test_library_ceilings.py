"""How many statements the pages of a teacher's banks may cost, whatever their size; none reads a table whole."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from quizapp.banks.models import QuestionTally, Share
from tests.banks.desk import ids_of, own_bank
from tests.conftest import BEGIN
from tests.study.test_ceilings import Statements

#: Statements of one request, the one that finds the viewer included.
SHELF = 5
SEARCH_OF_ALL = 7
QUESTIONS = 7
QUESTIONS_FOUND = 8
LARGE = ("question", "revision", "tag", "card_state", "review_event")
#: All questions of a bank for the few that are shown; rests and archived ones have indexes that hold no others.
WHOLE_BANK = re.compile(r"SEARCH question USING (?:COVERING )?INDEX (?!ix_question_(?:out|rests)\b)\w+ \(bank_id=\?\)")
PAGES = {
    "/banks": SHELF,
    "/banks?q=bridge": SEARCH_OF_ALL,
    "/banks/bridges/questions": QUESTIONS + 1,  # how many rest, on the first page alone
    "/banks/bridges/questions?after=20": QUESTIONS,
    "/banks/bridges/questions?after=50&at=51": QUESTIONS,
    "/banks/bridges/questions?before=2147483647": QUESTIONS,
    "/banks/bridges/questions?q=bridge+opened": QUESTIONS_FOUND,
    "/banks/bridges/questions?q=bridge&after=20&kind=date&about=date&tag=valley": QUESTIONS_FOUND,
    "/banks/bridges/questions?state=archived": QUESTIONS_FOUND,
    "/banks/bridges/questions?state=unanswered": QUESTIONS_FOUND,
    "/banks/bridges/questions?state=reported": QUESTIONS_FOUND + 2,
    "/banks/bridges/questions?ease=hard&q=bridge": QUESTIONS_FOUND + 2,
    "/banks/bridges/reports": QUESTIONS,
    "/reports": QUESTIONS,
}


@pytest.fixture
def statements(runtime) -> Statements:
    return Statements(runtime.database)


@pytest.fixture
def cora(runtime, cast, sign_in_as):
    """Give cora before a bank of 120 questions that is shared with her, and some of her own."""
    bank_id = own_bank(runtime.database, cast.ada, count=120)
    for number in range(3):
        own_bank(runtime.database, cast.cora, slug=f"own-{number}", count=2)
    with runtime.database.transaction() as session:
        session.add(Share(bank_id=bank_id, user_id=cast.cora.id, access="edit", created_at=BEGIN))
        for question_id in ids_of(runtime.database, bank_id):
            session.add(QuestionTally(question_id=question_id, bank_id=bank_id, answers=12, passes=2, ease=1))
    return sign_in_as("cora")


@pytest.mark.parametrize(("path", "most"), PAGES.items(), ids=PAGES)
def test_pages(cora, statements, path, most):
    with statements.noted():
        assert cora.get(path).status_code == 200
    assert statements.writer == []
    assert len(statements.all) <= most, "\n".join(statement for statement, _ in statements.all)


def test_nothing_large_is_scanned(cora, statements, runtime):
    asked = []
    for path in PAGES:
        with statements.noted():
            cora.get(path)
        asked += statements.all
    with runtime.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")) == 0
        flaws = [
            f"{row[3]}: {statement}"
            for statement, parameters in asked
            for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            if re.match(rf"SCAN (?:{'|'.join(LARGE)})\b", row[3]) or WHOLE_BANK.fullmatch(row[3])
        ]
    assert len(asked) > 40
    assert flaws == []


def test_a_page_of_many_costs_what_one_of_few_does(cora, statements, runtime, cast):
    own_bank(runtime.database, cast.cora, slug="many", count=60)
    counts = []
    for slug in ("many", "own-1"):
        with statements.noted():
            cora.get(f"/banks/{slug}/questions?q=bridge")
        counts.append(len(statements.all))
    assert counts[0] == counts[1]
