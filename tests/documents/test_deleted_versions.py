"""Versions that are deleted one by one: their questions stay in sight of the versions that are left; both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.core.kinds import parse_question
from quizapp.documents import service
from quizapp.documents.models import Publication, Upload
from tests.conftest import BEGIN
from tests.documents import brought, versions
from tests.documents.versions import bring_newer, fates, quotes_stand, row_of, settle, unchanged, with_words

SAME = ("ship-miss", "tower-fell")


@pytest.fixture
def ids(database, people, document_id):
    """Give a document published, with a newer version that changed a key: nobody has decided on it."""
    return versions.compared(database, people.ada, document_id) | {"first": document_id}


def delete(database, viewer, upload_id):
    with database.reading() as session:
        plan = service.plan_discard(session, viewer, upload_id, BEGIN)
    with database.transaction() as session:
        return service.discard(session, viewer, upload_id, BEGIN, plan)


def bring_third(database, viewer, earlier_id):
    words = [*with_words("4 March 1871", "5 March 1871"), ("paragraph", "Varn is cold.")]
    return bring_newer(database, viewer, earlier_id, words, [versions.LIT_LATER, *unchanged(*SAME)])


def test_an_undecided_question_is_decided_on_after_the_first_version_was_deleted(database, people, ids):
    delete(database, people.ada, ids["first"])
    third = bring_third(database, people.ada, ids["compared"])
    assert fates(database, third, ids["bank"]) == {"lamp-lit": "changed"} | dict.fromkeys(SAME, "unchanged")
    settle(database, people.ada, third, "lamp-lit", "taken")
    row = row_of(database, ids["bank"], "lamp-lit")
    assert (row.body["key"], row.deleted_at, row.suspended_at) == ("1871-03-05", None, None)
    assert quotes_stand(database, ids["bank"])


def test_a_decision_on_the_version_that_is_left_is_carried_out(database, people, ids):
    delete(database, people.ada, ids["first"])
    settle(database, people.ada, ids["compared"], "lamp-lit", "taken")
    row = row_of(database, ids["bank"], "lamp-lit")
    assert (row.body["key"], row.deleted_at) == ("1871-03-05", None)


def test_a_kept_question_is_in_the_next_comparison(database, people, ids):
    settle(database, people.ada, ids["compared"], "lamp-lit", "kept")
    delete(database, people.ada, ids["first"])
    third = bring_third(database, people.ada, ids["compared"])
    assert "lamp-lit" in fates(database, third, ids["bank"])


def test_a_version_in_the_middle_hands_all_over(database, people, ids):
    third = bring_third(database, people.ada, ids["compared"])
    delete(database, people.ada, ids["compared"])
    with database.reading() as session:
        assert session.get(Upload, third).earlier_id == ids["first"]
        assert session.scalars(select(Publication.upload_id)).all() == [third]
    fourth = bring_newer(database, people.ada, third, brought.PARAGRAPHS, unchanged("lamp-lit", *SAME))
    assert set(fates(database, fourth, ids["bank"])) == {"lamp-lit", *SAME}
    row = row_of(database, ids["bank"], "lamp-lit")
    assert (row.deleted_at, row.suspended_at, row.body["key"]) == (None, None, "1871-03-04")
    assert not parse_question(row.body).evidence[0].is_earlier
    for each in (ids["first"], fourth, third):
        delete(database, people.ada, each)
    assert quotes_stand(database, ids["bank"])


def test_what_waits_is_asked_as_it_was_when_the_last_version_goes(database, people, ids):
    delete(database, people.ada, ids["first"])
    reports = delete(database, people.ada, ids["compared"])
    row = row_of(database, ids["bank"], "lamp-lit")
    assert (row.body["key"], row.deleted_at, row.suspended_at) == ("1871-03-04", None, None)
    assert [report.first_moved_position for report in reports] == [row.position]


def test_a_version_that_is_being_read_follows_the_one_in_force(database, people, ids):
    words = [*with_words("4 March 1871", "5 March 1871"), ("paragraph", "Varn is cold.")]
    drafts = [versions.LIT_LATER, *unchanged(*SAME)]
    stored = versions.store_newer(database, people.ada, ids["compared"], words, drafts)
    with database.transaction() as session:
        # Both were brought for the first one, at once.
        session.get(Upload, stored.claimed.arguments["upload_id"]).earlier_id = ids["first"]
    delete(database, people.ada, ids["first"])
    third = versions.apply(database, stored)
    assert fates(database, third, ids["bank"])["lamp-lit"] == "changed"


def test_another_document_stands_by_itself_once_what_it_was_brought_for_is_gone(database, people, document_id):
    other = bring_newer(database, people.ada, document_id, [("paragraph", "Pears want a wall.")], [])
    delete(database, people.ada, document_id)
    with database.reading() as session:
        upload = session.get(Upload, other)
        assert (upload.earlier_id, upload.comparison) == (None, None)


def test_evidence_goes_back_to_the_paragraph_in_which_it_stood(database, people):
    """The same words stand twice, and the question is about the second place."""
    heading, furniture, first, second = brought.PARAGRAPHS
    again = ("paragraph", f"From the log: {second[1]}")
    words = [heading, second, furniture, first, again]
    fell = {**versions.changed(brought.FELL, "From the log: The tower fell in 1903")}
    quoted = {**fell, "raw": fell["raw"] | {"evidence": {"paragraph": 9, "quote": "The tower fell in 1903"}}}
    earlier = brought.put(database, people.ada, **versions.result(words, [quoted]))
    bank_id = versions.publish(database, people.ada, earlier, "tower-fell")
    assert row_of(database, bank_id, "tower-fell").body["evidence"]["paragraph"] == 4
    longer = [heading, ("paragraph", "Varn is cold."), second, furniture, first, again]
    newer = bring_newer(database, people.ada, earlier, longer, [quoted])
    assert row_of(database, bank_id, "tower-fell").body["evidence"]["paragraph"] == 5
    delete(database, people.ada, newer)
    assert row_of(database, bank_id, "tower-fell").body["evidence"]["paragraph"] == 4
    assert quotes_stand(database, bank_id)
