"""Many questions at once: as many statements for twice as many, worked out before the lock, nothing seen half-done."""

from __future__ import annotations

import pytest
from sqlalchemy import event, func, select, update

from quizapp.banks.models import QuestionRow, Revision
from quizapp.documents import service
from quizapp.documents.models import DraftRow, Upload
from quizapp.documents.service import Brought, Target, bring
from quizapp.documents.service.uploads import JOB_KIND, pieces_of
from quizapp.plumbing.jobs import Claimed
from tests.conftest import BEGIN
from tests.documents import brought, versions

WISH = Target(bank_id=None, title="Arrivals", visibility="public")


def told(number: int, day: int) -> str:
    return f"Guest {number} came to the inn on {day} May 1820."


def paragraphs(count: int, day: int = 3):
    return [("heading", "The guest book"), *(("paragraph", f"{told(n, day)} It rained.") for n in range(count))]


def drafts(count: int, day: int = 3):
    made = []
    for number in range(count):
        raw = {
            "kind": "date", "stem": f"On which day did guest {number} come to the inn?", "key": f"1820-05-{day:02d}",
            "distractors": [], "about": "date", "tags": ["guests"],
        }  # fmt: skip
        id = f"guest-{number}"
        grounds = brought.LIT["grounds"] | {"fact_key": id}
        made.append(
            brought.LIT | {"question_id": id, "raw": raw | {"id": id}, "passage": told(number, day), "grounds": grounds}
        )
    return made


def bring_book(database, viewer, count: int) -> int:
    given = Brought(
        name="guests.txt", is_pasted=False, content=b"x", stored="0" * 32, published=None, source="", earlier_id=None
    )
    with database.transaction() as session:
        upload_id = bring(session, viewer, given, 1_000_000, BEGIN).id
    versions.finish(database, viewer, upload_id, paragraphs(count), drafts(count))
    with database.transaction() as session:
        own = update(DraftRow).where(DraftRow.upload_id == upload_id)
        session.execute(own.values(state="accepted", decided_at=BEGIN, decided_by=viewer.id))
    return upload_id


def plan_and_publish(database, viewer, upload_id: int, title: str = WISH.title):
    wish = Target(bank_id=None, title=title, visibility="public")
    with database.reading() as session:
        plan = service.plan_publication(session, viewer, upload_id, wish, BEGIN)
    with database.transaction() as session:
        return service.publish(session, viewer, upload_id, wish, BEGIN, plan)


@pytest.fixture
def statements(database):
    """Give the list of statements that are run from now on."""
    found: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        found.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine, "before_cursor_execute", note)


def test_twice_as_many_questions_need_no_more_statements(database, people, statements):
    counted = []
    for viewer, count in ((people.ada, 6), (people.cora, 12)):
        first = bring_book(database, viewer, count)
        statements.clear()
        assert len(plan_and_publish(database, viewer, first, f"Guests of {viewer.id}").created) == count
        published = len(statements)
        statements.clear()
        newer = versions.bring_newer(database, viewer, first, paragraphs(count, day=4), drafts(count, day=4))
        taken_over = len(statements)
        with database.reading() as session:
            bank_id = session.scalars(select(QuestionRow.bank_id).order_by(QuestionRow.id.desc())).first()
        assert set(versions.fates(database, newer, bank_id).values()) == {"changed"}
        counted.append((published, taken_over))
    assert counted[0] == counted[1]
    assert counted[0][0] < 40


def test_decisions_on_many_drafts_need_no_more_statements_than_on_few(database, people, statements):
    counted = []
    for viewer, count in ((people.ada, 6), (people.cora, 120)):
        upload_id = bring_book(database, viewer, count)
        counts = []
        for decision, reason in (("reject", "4"), ("accept", None), ("reopen", None), ("undo", None)):
            with database.transaction() as session:
                ids = session.scalars(select(DraftRow.id).where(DraftRow.upload_id == upload_id)).all()
                statements.clear()
                if decision == "undo":
                    assert len(service.undo(session, viewer, upload_id)) == count
                else:
                    assert service.decide(session, viewer, upload_id, ids, decision, reason, BEGIN) == count
                session.flush()
                counts.append(len(statements))
        with database.reading() as session:
            rows = session.execute(select(DraftRow.state, DraftRow.reason).where(DraftRow.upload_id == upload_id))
            assert set(rows.all()) == {("accepted", None)}
        counted.append(counts)
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 10


def test_a_plan_that_has_grown_old_is_made_anew(database, people):
    upload_id = bring_book(database, people.ada, 3)
    with database.reading() as session:
        plan = service.plan_publication(session, people.ada, upload_id, WISH, BEGIN)
    with database.transaction() as session:
        row = session.scalars(select(DraftRow).where(DraftRow.question_id == "guest-1")).one()
        row.state = "rejected"
    with database.transaction() as session:
        report = service.publish(session, people.ada, upload_id, WISH, BEGIN, plan)
    assert report.created == ["guest-0", "guest-2"]
    # The bank that was to be made is there now: a second form that was sent with the first makes no other.
    with database.transaction() as session:
        again = service.publish(session, people.ada, upload_id, WISH, BEGIN, plan)
    assert (again.bank_id, again.created, again.unchanged) == (report.bank_id, [], ["guest-0", "guest-2"])


def test_every_question_has_its_revisions_and_its_place(database, people):
    upload_id = bring_book(database, people.ada, 5)
    report = plan_and_publish(database, people.ada, upload_id)
    with database.transaction() as session:
        row = session.scalars(select(DraftRow).where(DraftRow.question_id == "guest-3")).one()
        row.edited = row.raw | {"key": "1820-05-09"}
    assert plan_and_publish(database, people.ada, upload_id).changed == ["guest-3"]
    with database.reading() as session:
        rows = session.scalars(select(QuestionRow).where(QuestionRow.bank_id == report.bank_id)).all()
        kept = session.execute(select(Revision.question_id, func.max(Revision.number)).group_by(Revision.question_id))
        assert {row.id: row.revision for row in rows} == {question_id: number for question_id, number in kept}
        assert sorted(row.position for row in rows) == [1, 2, 3, 4, 5]
        assert {row.slug: row.revision for row in rows}["guest-3"] == 2


def test_a_newer_version_that_breaks_off_half_way_is_not_seen_and_begun_again(database, people):
    first = bring_book(database, people.ada, 4)
    bank_id = plan_and_publish(database, people.ada, first).bank_id
    given = Brought(
        name="guests.txt", is_pasted=False, content=b"y", stored="0" * 32, published=None, source="", earlier_id=first
    )
    with database.transaction() as session:
        newer = bring(session, people.ada, given, 1_000_000, BEGIN).id
    found = versions.result(paragraphs(4, day=4), drafts(4, day=4))
    claimed = Claimed(0, JOB_KIND, people.ada.id, {"upload_id": newer})
    for piece in pieces_of(claimed, found):
        with database.transaction() as session:
            piece(session)
    # Here the process dies: the earlier version is in force, and its bank asks what it asked.
    with database.reading() as session:
        assert [upload.state for upload in session.scalars(select(Upload).order_by(Upload.id))] == ["ready", "reading"]
        assert session.scalars(select(QuestionRow.deleted_at).distinct()).all() == [None]
    versions.write(database, claimed, found)
    assert set(versions.fates(database, newer, bank_id).values()) == {"changed"}
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(DraftRow.upload_id == newer)) == 4
