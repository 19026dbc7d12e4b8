"""Publishing: accepted drafts become questions of a bank, with the document and the passage; on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from quizapp.banks.models import Bank, DocumentParagraph, QuestionRow, Revision
from quizapp.banks.service import make_own_bank, release_banks
from quizapp.banks.service import publishing as banks_publishing
from quizapp.core.document_writing import escaped
from quizapp.core.errors import Conflict, NotFound
from quizapp.core.kinds import parse_question
from quizapp.documents import service
from quizapp.documents.models import DraftRow
from quizapp.documents.service import Target
from quizapp.plumbing.markup import render_inline, words_of
from tests.conftest import BEGIN
from tests.documents import brought

NEW = Target(bank_id=None, title="Lights of Varn", visibility="private")


def accept(database, upload_id, *question_ids):
    with database.transaction() as session:
        session.execute(
            update(DraftRow)
            .where(DraftRow.upload_id == upload_id, DraftRow.question_id.in_(question_ids))
            .values(state="accepted", decided_at=BEGIN)
        )


def publish(database, viewer, upload_id, target=NEW):
    with database.transaction() as session:
        return service.publish(session, viewer, upload_id, target, BEGIN)


def questions(database, bank_id):
    with database.reading() as session:
        rows = session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank_id).order_by(QuestionRow.position))
        return {row.slug: parse_question(row.body) for row in rows}


def paragraphs(database):
    with database.reading() as session:
        return session.scalars(select(DocumentParagraph).order_by(DocumentParagraph.number)).all()


def test_a_new_bank_holds_questions_document_and_evidence(database, people, document_id):
    accept(database, document_id, "lamp-lit", "ship-miss")
    report = publish(database, people.ada, document_id)
    assert (report.slug, report.created) == ("lights-of-varn", ["lamp-lit", "ship-miss"])
    found = questions(database, report.bank_id)
    text = {each.number: each.text for each in paragraphs(database)}
    assert text[1] == "The lighthouse of Varn"
    assert "Home Share Print" not in text.values()
    for question in found.values():
        assert all(each.quote in text[each.paragraph] for each in question.evidence)
    assert found["lamp-lit"].evidence[0].quote == "Ines Duarte lit the lamp on 4 March 1871."
    assert found["ship-miss"].draft["reasons"] == ["title"]
    assert found["lamp-lit"].draft["proofs"][0]["rule"] == "W3"
    assert found["lamp-lit"].draft["reviewed"] == "2026-03-02"
    with database.reading() as session:
        bank = session.get(Bank, report.bank_id)
        assert (bank.owner_id, bank.visibility, bank.outline["questions"]) == (people.ada.id, "private", 2)
        assert {r.author_id for r in session.scalars(select(Revision))} == {people.ada.id}


def test_a_form_sent_twice_makes_one_bank(database, people, document_id):
    accept(database, document_id, "lamp-lit")
    first = publish(database, people.ada, document_id)
    again = publish(database, people.ada, document_id)
    assert (again.bank_id, again.created) == (first.bank_id, [])
    other = publish(database, people.ada, document_id, Target(bank_id=None, title="Another", visibility="private"))
    assert other.bank_id != first.bank_id
    with database.reading() as session:
        assert len(session.scalars(select(Bank).where(Bank.owner_id == people.ada.id)).all()) == 2


def test_signs_of_markdown_are_words_of_the_document(database, people, document_id):
    accept(database, document_id, "lamp-lit")
    publish(database, people.ada, document_id)
    shown = next(each for each in paragraphs(database) if "keeper" in each.text)
    assert "*keeper*" in shown.html
    assert words_of(shown.html) == shown.text


@pytest.mark.parametrize(
    "words", ["a_b_c <i>x</i> & &amp; [x](y) `c` # 1. - ~~s~~ \\ https://x.example ![i](j)", "1) *"]
)
def test_escaping_shows_every_letter(words):
    assert words_of(render_inline(escaped(words))) == words


def test_publishing_again_changes_nothing_or_what_was_edited(database, people, document_id):
    accept(database, document_id, "lamp-lit")
    bank_id = publish(database, people.ada, document_id).bank_id
    again = Target(bank_id=bank_id, title="", visibility="private")
    report = publish(database, people.ada, document_id, again)
    assert (report.created, report.changed, report.unchanged) == ([], [], ["lamp-lit"])
    count = len(paragraphs(database))
    with database.transaction() as session:
        row = session.scalars(select(DraftRow).where(DraftRow.question_id == "lamp-lit")).one()
        row.edited = {**row.raw, "key": "1871-03-05"}
    report = publish(database, people.ada, document_id, again)
    assert report.changed == ["lamp-lit"]
    assert len(report.key_changed_ids) == 1
    assert len(paragraphs(database)) == count


def test_a_second_document_stands_behind_the_first(database, people, document_id):
    accept(database, document_id, "lamp-lit")
    bank_id = publish(database, people.ada, document_id).bank_id
    second = brought.put(
        database, people.ada, sha256="f" * 64, drafts=[brought.LIT, {**brought.FELL, "question_id": "fell-too"}]
    )
    accept(database, second, "lamp-lit", "fell-too")
    report = publish(database, people.ada, second, Target(bank_id=bank_id, title="", visibility="private"))
    assert (report.created, report.elsewhere) == (["fell-too"], ["lamp-lit"])
    text = {each.number: each.text for each in paragraphs(database)}
    assert sorted(text) == [1, 2, 3, 4, 5, 6]
    evidence = questions(database, bank_id)["fell-too"].evidence[0]
    assert evidence.paragraph == 6
    assert evidence.quote in text[6]


def test_nobody_publishes_to_anothers_bank(database, people, document_id):
    accept(database, document_id, "lamp-lit")
    with database.transaction() as session:
        foreign = make_own_bank(session, people.eve, "Eve’s", visibility="public", now=BEGIN).id
    with pytest.raises(NotFound):
        publish(database, people.ada, document_id, Target(bank_id=foreign, title="", visibility="private"))
    with pytest.raises(NotFound):
        publish(database, people.eve, document_id)


def test_nothing_accepted_is_nothing_to_publish(database, people, document_id):
    with pytest.raises(Conflict, match="No draft is accepted"):
        publish(database, people.ada, document_id)


def test_banks_of_one_title_get_names_of_their_own(database, people):
    with database.transaction() as session:
        made = [make_own_bank(session, people.ada, "Lights!", visibility="private", now=BEGIN).slug for _ in range(3)]
    assert made == ["lights", "lights-2", "lights-3"]


def test_a_title_that_many_banks_have_still_makes_one(database, people):
    with database.transaction() as session:
        made = [make_own_bank(session, people.eve, "Lights", visibility="private", now=BEGIN) for _ in range(60)]
        for bank in made[::2]:
            bank.deleted_at = BEGIN
        mine = make_own_bank(session, people.ada, "Lights", visibility="private", now=BEGIN)
    slugs = {bank.slug for bank in made}
    assert len(slugs) == 60
    assert mine.slug.startswith("lights-")
    assert mine.slug not in slugs


def test_a_long_title_that_many_banks_have_keeps_to_the_room_of_a_name(database, people):
    with database.transaction() as session:
        made = [make_own_bank(session, people.eve, "x" * 200, visibility="private", now=BEGIN).slug for _ in range(55)]
    assert len(set(made)) == 55
    assert max(map(len, made)) <= 64


def test_two_that_find_the_same_name_free_get_one_each(database, people, monkeypatch):
    monkeypatch.setattr(banks_publishing, "_free_slug", lambda _session, stem: stem)
    with database.transaction() as session:
        made = [make_own_bank(session, people.ada, "Lights", visibility="private", now=BEGIN).slug for _ in range(2)]
    assert made[0] == "lights"
    assert made[1].startswith("lights-")


def test_an_erased_teacher_leaves_public_banks_and_closes_private_ones(database, people):
    with database.transaction() as session:
        for visibility in ("public", "private"):
            make_own_bank(session, people.ada, visibility, visibility=visibility, now=BEGIN)
        release_banks(session, people.ada.id, BEGIN)
        found = {bank.slug: (bank.owner_id, bank.deleted_at) for bank in session.scalars(select(Bank))}
    assert found == {"public": (None, None), "private": (None, BEGIN)}
