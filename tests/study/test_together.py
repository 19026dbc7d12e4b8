"""What a classroom has missed most costs as much as there is to read, however many events a card has."""

from __future__ import annotations

from sqlalchemy import insert

from quizapp.plumbing.clock import epoch_ms
from quizapp.study import service
from quizapp.study.models import ReviewEvent

#: Of SQLite's virtual machine, so many instructions are one step of the count.
STEP = 100


def test_what_was_missed_takes_as_long_as_the_events_are_many(runtime, sam, clock):
    sam.answer(slug="b1", knows=False)
    with runtime.database.reading() as session:
        like = session.execute(ReviewEvent.__table__.select()).mappings().one()
    costs = []
    for upto in (200, 1_600):
        with runtime.database.transaction() as session:
            had = session.query(ReviewEvent).count()
            new = [dict(like) | {"id": like["id"] + n, "client_id": f"c{n}"} for n in range(had, upto)]
            session.execute(insert(ReviewEvent), new)
        with runtime.database.reading() as session:
            steps: list[None] = []
            driver = session.connection().connection.driver_connection
            driver.set_progress_handler(lambda steps=steps: steps.append(None), STEP)
            found = service.list_most_missed(session, [sam.viewer.id], sam.bank_id, 10, epoch_ms(clock()))
            driver.set_progress_handler(None, STEP)
        assert found == [sam.question_id("b1")]
        costs.append(len(steps))
    # Eight times as many: asked of each event, what all the others are would make it 64 times as much.
    assert costs[1] <= 16 * costs[0], costs
