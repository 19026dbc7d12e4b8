"""What files said last of questions, where large imports were undone: its cost follows their number, not its square."""

from __future__ import annotations

import pytest
from sqlalchemy import event, text

from quizapp.banks.service.importing.before_edits import list_before_edits, list_said
from tests.banks.imports import HEADING, Counter

COUNT = 60


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


def table(other: str) -> str:
    return HEADING + "".join(f"What is item {n} of the list?,Answer {n},Wrong {n},{other} {n}\n" for n in range(COUNT))


def plans(session, ask) -> str:
    """Give how the database goes about what it is asked, where reading from end to end is the last that it would do."""
    connection, noted = session.connection(), []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        noted.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    found = ask()
    event.remove(connection, "before_cursor_execute", note)
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        session.execute(text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    assert (len(noted), len(found)) == (1, COUNT)
    rows = [row for statement in noted for row in connection.exec_driver_sql(f"{explain} {statement[0]}", statement[1])]
    return "\n".join(str(row[-1]) for row in rows)


def test_no_revision_is_looked_for_among_all_of_its_import(counter, people):
    counter.import_all(people.ada, ("t.csv", table("Other")))
    for number in range(2):
        changed = counter.bring(people.ada, ("t.csv", table("Else")), bank="rivers", client_id=str(number))
        counter.carry_out(people.ada, changed, "rivers")
        assert counter.undo(people.ada, changed).restored == COUNT
    rows = counter.questions().values()
    (bank_id,), ids = {row.bank_id for row in rows}, [row.id for row in rows]
    with counter.database.reading() as session:
        for ask in (
            lambda: session.execute(list_before_edits(bank_id)).all(),
            lambda: list_said(session, ids),
            lambda: list_said(session, ids, without=changed),
        ):
            plan = plans(session, ask)
            assert "revision" in plan
            assert "ix_revision_import" not in plan, plan
