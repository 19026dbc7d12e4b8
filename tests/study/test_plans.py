"""Plans of the hot statements in SQLite without statistics: seeks, whose cost does not grow with a learner's cards."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event, text

#: Read whole, a table of these costs as much as somebody has cards, events or questions.
LARGE = ("card_state", "review_event", "review_response", "question", "day_total", "revision")
_SCAN = re.compile(rf"^SCAN (?:{'|'.join(LARGE)})\b")
#: A seek by learner alone on the cards is a scan of all that somebody has.
_ALL_CARDS = re.compile(r"^SEARCH card_state\w* USING PRIMARY KEY \(learner_id=\?\)$")


@pytest.fixture
def plans(runtime):
    """Collect the plan of each statement that is run, from a connection of its own."""
    found: dict[str, list[str]] = {}

    def explain(connection, cursor, statement, parameters, context, executemany):
        if executemany or statement in found or not statement.lstrip().upper().startswith(("SELECT", "UPDATE")):
            return
        rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
        found[statement] = [row[3] for row in rows]

    engines = (runtime.database._reader, runtime.database._writer)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", explain)
    yield found
    for engine in engines:
        event.remove(engine, "before_cursor_execute", explain)


def test_sitting_and_library(seat_of, plans, runtime):
    seat = seat_of("sam")
    seat.open()
    seat.send({"gave_up": "1"})
    seat.browser.get("/")
    with runtime.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")) == 0
    flaws = [
        f"{step}: {statement[:300]}"
        for statement, steps in plans.items()
        for step in steps
        if _SCAN.match(step) or _ALL_CARDS.match(step)
    ]
    assert len(plans) > 8
    assert flaws == []
