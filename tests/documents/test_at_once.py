"""Two at a time: decisions, publishing and deleting while a newer version is applied; on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from quizapp.core.errors import Conflict, QuizError
from quizapp.documents import service
from quizapp.documents.models import DraftRow, Upload
from quizapp.documents.service import Brought, Target
from tests.conftest import BEGIN
from tests.documents import brought, versions
from tests.documents.versions import LIT_LATER, quotes_stand, row_of, unchanged

ALL = ("lamp-lit", "ship-miss", "tower-fell")
OPENING = ("paragraph", "A new opening stands here now.")


class Meanwhile:
    """What is begun while a transaction is open, and ends, or waits, as the database lets it."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self.act = act
        self.error: QuizError | None = None
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.act()
        except QuizError as error:
            self.error = error

    def begin(self) -> None:
        """Begin, and go on once it is over or waits for the transaction that is open."""
        self.thread.start()
        self.thread.join(0.5)

    def end(self) -> QuizError | None:
        """Wait until it is over, and give why it was refused."""
        self.thread.join(20)
        assert not self.thread.is_alive()
        return self.error


def in_turn(database, first: Callable[[Any], Any], act: Callable[[], Any]) -> QuizError | None:
    """Do the first in a transaction, begin the second before it is committed, and tell why that one was refused."""
    second = Meanwhile(act)
    with database.transaction() as session:
        first(session)
        session.flush()
        second.begin()
    return second.end()


def drafts_of(database, upload_id):
    with database.reading() as session:
        return {row.question_id: row for row in session.scalars(_of(upload_id))}


def _of(upload_id):
    return select(DraftRow).where(DraftRow.upload_id == upload_id)


def later_than(database, viewer, ids):
    """Store a version after the one that was compared: the same words behind a new opening."""
    words = [OPENING, *versions.with_words("4 March 1871", "5 March 1871")]
    drafts = [LIT_LATER, *unchanged("ship-miss", "tower-fell")]
    return versions.store_newer(database, viewer, ids["compared"], words, drafts)


def take(session, viewer, ids, revision):
    wish = service.Wish(ids["compared"], "taken", ids["entry"], revision)
    return service.fulfil(session, viewer, wish, BEGIN).report


def test_a_key_that_is_taken_outlives_the_version_that_comes_then(database, people, document_id):
    ids = versions.compared(database, people.ada, document_id)
    stored = later_than(database, people.ada, ids)
    seen = row_of(database, ids["bank"], "lamp-lit").revision
    refused = in_turn(
        database,
        lambda session: take(session, people.ada, ids, seen),
        lambda: versions.apply(database, stored),
    )
    assert refused is None
    row = row_of(database, ids["bank"], "lamp-lit")
    assert (row.body["key"], row.suspended_at, row.deleted_at) == ("1871-03-05", None, None)
    assert quotes_stand(database, ids["bank"])


def test_a_decision_on_what_was_replaced_meanwhile_is_refused(database, people, document_id):
    ids = versions.compared(database, people.ada, document_id)
    stored = later_than(database, people.ada, ids)
    seen = row_of(database, ids["bank"], "lamp-lit").revision
    second = Meanwhile(lambda: _settle_alone(database, people.ada, ids, seen))
    with database.transaction() as session:
        versions.apply_in(session, stored)
        session.flush()
        second.begin()
    assert isinstance(second.end(), Conflict)
    row = row_of(database, ids["bank"], "lamp-lit")
    assert row.suspended_at is not None
    assert quotes_stand(database, ids["bank"])


def _settle_alone(database, viewer, ids, revision):
    with database.transaction() as session:
        take(session, viewer, ids, revision)


def test_what_is_published_meanwhile_stands_where_it_says(database, people, document_id):
    bank_id = versions.publish(database, people.ada, document_id, "lamp-lit", "ship-miss")
    with database.transaction() as session:
        own = (DraftRow.upload_id == document_id) & (DraftRow.question_id == "tower-fell")
        session.execute(update(DraftRow).where(own).values(state="accepted", decided_at=BEGIN))
    words = [OPENING, *brought.PARAGRAPHS]
    stored = versions.store_newer(database, people.ada, document_id, words, unchanged(*ALL))
    target = Target(bank_id=bank_id, title="", visibility="public")
    refused = in_turn(
        database,
        lambda session: service.publish(session, people.ada, document_id, target, BEGIN),
        lambda: versions.apply(database, stored),
    )
    assert refused is None
    assert row_of(database, bank_id, "tower-fell").body["evidence"]["paragraph"] == 4
    assert quotes_stand(database, bank_id)


def test_what_is_taken_while_the_version_is_deleted_is_marked(database, people, document_id):
    ids = versions.compared(database, people.ada, document_id)
    with database.reading() as session:
        plan = service.plan_discard(session, people.ada, ids["compared"], BEGIN)

    def discard():
        with database.transaction() as session:
            service.discard(session, people.ada, ids["compared"], BEGIN, plan)

    seen = row_of(database, ids["bank"], "lamp-lit").revision
    assert in_turn(database, lambda session: take(session, people.ada, ids, seen), discard) is None
    row = row_of(database, ids["bank"], "lamp-lit")
    assert (row.body["key"], row.deleted_at) == ("1871-03-05", None)
    assert row.body["evidence"]["earlier"] is True
    assert quotes_stand(database, ids["bank"])


@pytest.mark.parametrize("order", ["decision first", "version first"])
def test_no_decision_is_lost_to_a_version_that_is_applied(database, people, document_id, order):
    versions.publish(database, people.ada, document_id, "lamp-lit")
    words = [OPENING, *brought.PARAGRAPHS]
    stored = versions.store_newer(database, people.ada, document_id, words, unchanged(*ALL))
    draft_id = drafts_of(database, document_id)["ship-miss"].id

    def accept(session):
        service.decide(session, people.ada, document_id, [draft_id], "accept", None, BEGIN)

    def accept_alone():
        with database.transaction() as session:
            accept(session)

    if order == "decision first":
        assert in_turn(database, accept, lambda: versions.apply(database, stored)) is None
    else:
        refused = in_turn(database, lambda session: versions.apply_in(session, stored), accept_alone)
        assert isinstance(refused, Conflict)
    newer = stored.claimed.arguments["upload_id"]
    expected = "accepted" if order == "decision first" else "open"
    assert drafts_of(database, newer)["ship-miss"].state == expected


def test_no_edit_is_lost_to_a_version_that_is_applied(database, people, document_id):
    words = [OPENING, *brought.PARAGRAPHS]
    stored = versions.store_newer(database, people.ada, document_id, words, unchanged(*ALL))
    draft = drafts_of(database, document_id)["ship-miss"]
    edited = {**draft.raw, "stem": "Who wrote this, in my words?"}
    refused = in_turn(
        database,
        lambda session: service.save_edit(session, people.ada, document_id, draft.id, edited, BEGIN),
        lambda: versions.apply(database, stored),
    )
    assert refused is None
    newer = drafts_of(database, stored.claimed.arguments["upload_id"])["ship-miss"]
    assert newer.edited["stem"] == "Who wrote this, in my words?"


def test_two_decisions_at_once_are_both_counted(database, people, document_id):
    drafts = drafts_of(database, document_id)

    def accept(session, name):
        service.decide(session, people.ada, document_id, [drafts[name].id], "accept", None, BEGIN)

    def accept_alone():
        with database.transaction() as session:
            accept(session, "lamp-lit")

    assert in_turn(database, lambda session: accept(session, "ship-miss"), accept_alone) is None
    with database.reading() as session:
        assert session.get(Upload, document_id).counts == {"open": 1, "accepted": 2, "rejected": 1}


def test_a_settlement_sent_twice_at_once_is_one(database, people, document_id):
    ids = versions.compared(database, people.ada, document_id)
    seen = row_of(database, ids["bank"], "lamp-lit").revision
    refused = in_turn(
        database,
        lambda session: take(session, people.ada, ids, seen),
        lambda: _settle_alone(database, people.ada, ids, seen),
    )
    assert refused is None
    assert row_of(database, ids["bank"], "lamp-lit").revision == seen + 1


def test_a_third_document_at_once_is_refused_though_two_come_together(database, people):
    def bring(session):
        given = Brought(name="n", is_pasted=True, content=b"words", stored="0" * 32, published=None, source="")
        service.bring(session, people.ada, given, 1_000, BEGIN)

    def bring_alone():
        with database.transaction() as session:
            bring(session)

    bring_alone()
    assert isinstance(in_turn(database, bring, bring_alone), Conflict)


def test_what_another_window_took_meanwhile_is_not_counted_again(database, people, document_id):
    ids = versions.compared(database, people.ada, document_id)
    wish = service.Wish(ids["compared"], "taken", bank_id=ids["bank"])
    with database.reading() as session:
        plan = service.plan_wish(session, people.ada, wish, BEGIN)
    assert len(plan.decisions) == 1
    versions.settle(database, people.ada, ids["compared"], "lamp-lit", "taken")
    with database.transaction() as session:
        assert not service.fulfil(session, people.ada, wish, BEGIN, plan).decisions
