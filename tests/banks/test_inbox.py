"""Reports of learners as their teacher works through them, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.banks import service
from quizapp.banks.models import QuestionReport, QuestionRow, Revision, Share
from quizapp.banks.service import inbox
from quizapp.core.errors import NotFound
from tests.banks.desk import ids_of, own_bank
from tests.conftest import BEGIN

TEXT = {"kind": "text", "stem": "Which river?", "key": "Thames", "distractors": [], "title": "", "hints": []}


@pytest.fixture
def bank_id(database, people) -> int:
    return own_bank(database, people.ada, count=3, b1=TEXT)


@pytest.fixture
def report(database, people, bank_id):
    def send(slug, who, reason="typo", note=""):
        with database.transaction() as session:
            row = QuestionReport(
                client_id=f"{slug}{who}{reason}{note}"[:36], question_id=ids_of(database, bank_id, slug)[0], revision=1,
                learner_id=people[who].id, reason=reason, note=note, created_at=BEGIN,
            )  # fmt: skip
            session.add(row)
            session.flush()
            return row.id

    return send


def listed(database, who, bank_id=None):
    with database.reading() as session:
        return service.list_reported(session, who, bank_id).reported


def test_what_waits(database, people, bank_id, report):
    report("b2", "sam", note="1803?")
    report("b2", "gil")
    report("b1", "tess")
    own_bank(database, people.eve, slug="theirs", count=1)
    found = listed(database, people.ada)
    assert [(each.stem[:20], len(each.reports)) for each in found] == [
        ("On what date was bri", 2), ("Which river?", 1),
    ]  # fmt: skip
    assert [(each.who, each.note) for each in found[0].reports] == [("Sam", "1803?"), ("", "")]
    assert listed(database, people.eve) == listed(database, people.sam) == []
    assert len(listed(database, people.ann, bank_id)) == 2


def test_who_may_edit_sees_them_and_who_reads_does_not(database, people, bank_id, report):
    report("b1", "sam")
    with database.transaction() as session:
        session.add(Share(bank_id=bank_id, user_id=people.cora.id, access="read", created_at=BEGIN))
    assert listed(database, people.cora) == []
    with database.transaction() as session:
        session.get_one(Share, (bank_id, people.cora.id)).access = "edit"
    assert len(listed(database, people.cora)) == 1


def test_one_with_very_many_reports_hides_no_other(database, people, bank_id, report):
    """Limited by their own number, the oldest reports of one question would leave no place for any other."""
    first, last = ids_of(database, bank_id, "b1", "b3")
    with database.transaction() as session:
        session.add_all(
            QuestionReport(
                client_id=f"r{number}", question_id=last if number == 229 else first, revision=1,
                learner_id=people.sam.id, reason="typo", note=f"note {number}", created_at=BEGIN,
            )
            for number in range(230)
        )  # fmt: skip
    found = listed(database, people.ada)
    assert [(each.question_id, each.count, len(each.reports)) for each in found] == [(first, 229, 50), (last, 1, 1)]
    assert [found[0].reports[0].note, found[1].reports[0].note] == ["note 0", "note 229"]


def test_when_there_are_more_questions_it_is_known(database, people, bank_id, report, monkeypatch):
    monkeypatch.setattr(inbox, "SHOWN_AT_MOST", 2)
    for slug, who in (("b1", "sam"), ("b2", "sam"), ("b3", "sam"), ("b3", "gil")):
        report(slug, who)
    with database.reading() as session:
        found = service.list_reported(session, people.ada)
        none = service.list_reported(session, people.eve)
    assert (found.waiting, [each.count for each in found.reported]) == (3, [2, 1])
    assert (none.waiting, list(none.reported)) == (0, [])


def test_put_aside(database, people, bank_id, report):
    question_id = ids_of(database, bank_id, "b1")[0]
    report("b1", "sam")
    report("b1", "tess")
    for expected in (2, 0):
        with database.transaction() as session:
            assert service.close_reports(session, people.ada, "bridges", question_id, BEGIN) == expected
    assert listed(database, people.ada) == []
    with database.reading() as session:
        assert len(session.scalars(select(QuestionReport)).all()) == 2
    with pytest.raises(NotFound), database.transaction() as session:
        service.close_reports(session, people.ada, "bridges", 2**40, BEGIN)


def test_a_spelling_counts_from_now_on(database, people, bank_id, report):
    first = report("b1", "sam", "spelling", "Tems")
    report("b1", "tess", "spelling", "Tems")
    report("b1", "gil", "spelling", "Temz")
    for _ in range(2):
        with database.transaction() as session:
            load = service.accept_spelling(session, people.ada, "bridges", first, BEGIN)
    assert (load.changed, load.key_changed_ids) == (["b1"], [])
    with database.reading() as session:
        row = session.get_one(QuestionRow, ids_of(database, bank_id, "b1")[0])
        assert (row.body["accept"], row.revision) == (["Tems"], 2)
        assert session.get_one(Revision, (row.id, 2)).author_id == people.ada.id
    assert [each.note for found in listed(database, people.ada) for each in found.reports] == ["Temz"]


def test_what_cannot_be_accepted_is_said(database, people, bank_id, report):
    offered = report("b2", "sam", "spelling", "the third of May")
    with pytest.raises(service.CannotAccept), database.transaction() as session:
        service.accept_spelling(session, people.ada, "bridges", offered, BEGIN)
    assert len(listed(database, people.ada)) == 1


def test_reports_of_other_banks(database, people, bank_id, report):
    offered = report("b1", "sam", "spelling", "Tems")
    own_bank(database, people.eve, slug="theirs", count=1)
    for report_id in (offered, 0, 2**40):
        with pytest.raises(NotFound), database.transaction() as session:
            service.accept_spelling(session, people.eve, "theirs", report_id, BEGIN)


def test_reports_in_the_same_words_are_one_with_their_number(database, people, bank_id, report):
    report("b1", "sam", note="1803?")
    report("b1", "tess", note="1803?")
    report("b1", "gil", note="1803?")
    report("b1", "sam", note="Other words")
    [found] = listed(database, people.ada)
    assert [(each.note, each.times, each.who) for each in found.reports] == [
        ("1803?", 3, "Sam, Tess"), ("Other words", 1, "Sam"),
    ]  # fmt: skip
    assert found.count == 4
    [question_id] = ids_of(database, bank_id, "b1")
    with database.reading() as session:
        assert service.find_reported(session, people.ada, question_id) == found.reports
        assert service.find_reported(session, people.eve, question_id) == ()
