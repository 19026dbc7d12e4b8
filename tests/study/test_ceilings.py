"""How many statements a request may cost, and that none of the hot ones reads a table from end to end."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from quizapp.plumbing.db import Database
from quizapp.study import service
from tests.study import bank_files
from tests.study.desk import Desk, Seat

#: Statements of one request, the one that finds the viewer included.
STUDY_PAGE = 6
ANSWER = 9
ANSWER_TO_A_NEW_CARD = 11
UNDO = 14
LIBRARY = 3
BANK_PAGE = 9
HOT_TABLES = ("card_state", "review_event", "review_response", "question")


class Statements:
    """What the engines of a database were asked, apart from the bounds of transactions."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.writer: list[tuple[str, object]] = []
        self.reader: list[tuple[str, object]] = []

    @property
    def all(self) -> list[tuple[str, object]]:
        return self.writer + self.reader

    @contextmanager
    def noted(self):
        """Note all statements, those of earlier rounds forgotten."""
        self.writer.clear(), self.reader.clear()
        engines = ((self.database._writer, self.writer), (self.database._reader, self.reader))
        noting = [(engine, _note_in(noted)) for engine, noted in engines]
        for engine, note in noting:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield self
        finally:
            for engine, note in noting:
                event.remove(engine, "before_cursor_execute", note)


def _note_in(noted):
    def note(_connection, _cursor, statement, parameters, _context, _many):
        if not statement.startswith(("BEGIN", "PRAGMA", "EXPLAIN")):
            noted.append((statement, parameters))

    return note


@pytest.fixture
def bank_size():
    return 40


@pytest.fixture
def bank_id(runtime, bank_size):
    with runtime.database.transaction() as session:
        body = bank_files.bridges(bank_size, **bank_files.all_told(bank_size))
        return bank_files.load(session, body, bank_files.bridges_text(bank_size)).bank_id


@pytest.fixture
def studied(sam, desk_of):
    """Give sam twelve cards, some of them due, and tess a few."""
    tess = desk_of("tess")
    for number in range(1, 25, 2):
        sam.answer(slug=f"b{number}", knows=number % 5 > 0)
        tess.answer(slug=f"b{number + 1}")
    sam.clock.move(days=2)
    with sam.database.transaction() as session:
        session.execute(text("ANALYZE"))
    return sam


@pytest.fixture
def statements(runtime):
    return Statements(runtime.database)


@pytest.fixture
def seat(seat_of, studied) -> Seat:
    made = seat_of("sam")
    made.open()
    return made


def test_study_page(seat, statements):
    with statements.noted():
        seat.open()
    assert len(statements.all) <= STUDY_PAGE
    assert statements.writer == []


def test_answer(seat, statements, studied):
    seat.open(studied.question_id("b1"))
    inputs = seat.fill()
    with statements.noted():
        seat.send(inputs)
    assert len(statements.writer) <= ANSWER - 1
    assert len(statements.all) <= ANSWER


def test_answer_to_a_new_card(seat, statements, studied):
    seat.open(studied.question_id("b30"))
    inputs = seat.fill()
    with statements.noted():
        seat.send(inputs)
    assert len(statements.all) <= ANSWER_TO_A_NEW_CARD


def test_answer_with_the_next_card(seat, statements, studied):
    seat.open(studied.question_id("b1"))
    inputs = seat.fill()
    with statements.noted():
        seat.send(inputs, headers={"X-Part": "1"})
    assert len(statements.reader) <= 11


def test_undo(seat, statements, studied):
    client_id = studied.answer(slug="b1")
    with statements.noted():
        seat.browser.post(f"/study/reviews/{client_id}/reversals", token=seat.form.hidden["csrf_token"])
    assert len(statements.all) <= UNDO


@pytest.mark.parametrize(("path", "most"), [("/", LIBRARY), ("/banks/bridges", BANK_PAGE)])
def test_pages(seat, statements, ten_id, path, most):
    with statements.noted():
        assert seat.browser.get(path).status_code == 200
    assert len(statements.all) <= most


def test_twice_as_many_cards_cost_no_more(seat, statements, studied):
    counts = []
    for _ in range(2):
        with statements.noted():
            for path in ("/", "/banks/bridges", "/banks/bridges/reading"):
                seat.browser.get(path)
        counts.append(len(statements.all))
        for number in range(1, 20):
            Desk.answer(studied, slug=f"b{number}")
    assert counts[0] == counts[1]


def test_merging_writes_a_card_at_a_time_and_nothing_else(statements, studied, desk_of):
    counts = []
    for name, met in (("gil", 4), ("eve", 12)):
        guest = desk_of(name)
        for number in range(1, met + 1):
            guest.answer(slug=f"b{number}")
        with statements.noted(), studied.database.transaction() as session:
            service.merge_learners(session, guest.viewer.id, studied.viewer.id)
        counts.append(len(statements.writer))
    assert counts[1] - counts[0] <= 12 - 4
    studied.check()


def test_nothing_hot_is_scanned(seat, statements, studied):
    seat.open(studied.question_id("b1"))
    inputs = seat.fill()
    with statements.noted():
        seat.open()
        location = seat.send(inputs).headers["Location"]
        seat.browser.get(location)
        seat.browser.post(f"{location}/reversals", token=seat.form.hidden["csrf_token"])
        seat.browser.get("/")
        hot = list(statements.all)
    scanned = {}
    with studied.database.reading() as session:
        for statement, parameters in hot:
            if statement.startswith("INSERT") or isinstance(parameters, list):
                continue
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            for row in plan:
                found = re.match(r"SCAN (\w+)", row[3])
                if found and _table_of(found.group(1), statement) in HOT_TABLES:
                    scanned[statement] = row[3]
    assert scanned == {}


def _table_of(name: str, statement: str) -> str:
    aliased = re.search(rf"(\w+) AS {re.escape(name)}\b", statement)
    return aliased.group(1) if aliased else name
