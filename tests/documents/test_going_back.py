"""A newer version that is deleted: the bank has the earlier reading again; what a file says of a resting question."""

from __future__ import annotations

from sqlalchemy import select

from quizapp.banks.models import Document, DocumentParagraph, QuestionRow
from quizapp.banks.service import load_bank
from quizapp.core.formats.native import NATIVE_YAML
from quizapp.core.formats.native_write import write_yaml
from quizapp.core.formats.parcel import BankFields
from quizapp.core.kinds import parse_question
from quizapp.documents import service
from quizapp.documents.models import Publication, Upload
from tests.conftest import BEGIN
from tests.documents import versions
from tests.documents.versions import row_of


def words_in(database):
    with database.reading() as session:
        return [each.text for each in session.scalars(select(DocumentParagraph).order_by(DocumentParagraph.number))]


def test_the_bank_has_the_earlier_reading_again(database, people, document_id):
    ids = versions.compared(database, people.ada, document_id)
    before = words_in(database)
    assert any("5 March 1871" in words for words in before)
    with database.reading() as session:
        plan = service.plan_discard(session, people.ada, ids["compared"], BEGIN)
    with database.transaction() as session:
        service.discard(session, people.ada, ids["compared"], BEGIN, plan)
    assert any("4 March 1871" in words for words in words_in(database))
    assert len(words_in(database)) == len(before)
    assert versions.quotes_stand(database, ids["bank"])
    row = row_of(database, ids["bank"], "lamp-lit")
    assert (row.body["key"], row.deleted_at, row.suspended_at) == ("1871-03-04", None, None)
    assert "earlier" not in row.body["evidence"]
    with database.reading() as session:
        assert session.scalars(select(Publication.upload_id)).all() == [document_id]
        assert session.scalars(select(Upload.state)).all() == ["ready"]
        assert row.body["draft"]["document"] == session.scalars(select(Upload.sha256)).one()


def test_what_was_taken_from_it_is_marked(database, people, document_id):
    ids = versions.compared(database, people.ada, document_id)
    versions.settle(database, people.ada, ids["compared"], "lamp-lit", "taken")
    with database.transaction() as session:
        service.discard(session, people.ada, ids["compared"], BEGIN)
    row = row_of(database, ids["bank"], "lamp-lit")
    assert (row.body["key"], row.deleted_at) == ("1871-03-05", None)
    assert row.body["evidence"]["earlier"] is True
    assert versions.quotes_stand(database, ids["bank"])


def test_a_resting_question_rests_in_a_file_and_where_it_is_loaded(database, people, document_id):
    ids = versions.compared(database, people.ada, document_id)
    question = parse_question(row_of(database, ids["bank"], "lamp-lit").body)
    assert question.draft["suspended"] is True
    assert question.evidence[0].is_earlier
    parcel = NATIVE_YAML.read(write_yaml(BankFields(title="Lights"), [question]))
    assert parcel.questions[0].evidence == question.evidence
    with database.transaction() as session:
        load_bank(session, parcel, None, slug="carried", file_hash=None, now=BEGIN)
    with database.reading() as session:
        carried = session.scalars(select(QuestionRow).order_by(QuestionRow.id.desc())).first()
        assert carried.suspended_at == BEGIN
        assert carried.body["evidence"]["earlier"] is True
        assert len(session.scalars(select(Document)).all()) == 1
