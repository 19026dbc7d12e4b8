"""A changed document brought again: what becomes of each question, in its bank and in the queue; on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, DocumentParagraph, Revision
from quizapp.banks.service import count_suspended
from quizapp.core.errors import Conflict, NotFound
from quizapp.core.kinds import parse_question
from quizapp.documents import service
from quizapp.documents.models import DraftRow, Publication, Upload
from quizapp.documents.service import Target
from tests.conftest import BEGIN
from tests.documents import brought
from tests.documents.versions import (
    LIT_LATER,
    PLACES,
    bring_newer,
    changed,
    fates,
    publish,
    quotes_stand,
    row_of,
    settle,
    unchanged,
    with_words,
)

ALL = ("lamp-lit", "ship-miss", "tower-fell")
LATER = with_words("4 March 1871", "5 March 1871")


@pytest.fixture
def bank_id(database, people, document_id):
    return publish(database, people.ada, document_id, *ALL)


def draft_of(database, upload_id, question_id):
    with database.reading() as session:
        return session.scalars(
            select(DraftRow).where(DraftRow.upload_id == upload_id, DraftRow.question_id == question_id)
        ).one()


def corrected(database, people, document_id):
    """Bring a version with another date of the lamp."""
    return bring_newer(database, people.ada, document_id, LATER, [LIT_LATER, *unchanged("ship-miss", "tower-fell")])


def test_the_same_text_leaves_everything_as_it_is(database, people, document_id, bank_id):
    before = row_of(database, bank_id, "lamp-lit")
    newer = bring_newer(database, people.ada, document_id, brought.PARAGRAPHS, unchanged(*ALL))
    assert fates(database, newer, bank_id) == dict.fromkeys(ALL, "unchanged")
    assert fates(database, newer, None) == {}
    after = row_of(database, bank_id, "lamp-lit")
    assert (after.revision, after.body["evidence"]) == (before.revision, before.body["evidence"])
    with database.reading() as session:
        leaf = service.show_comparison(session, people.ada, newer, None, None, 1)
        assert leaf.is_same
        assert session.get(Upload, document_id).state == "replaced"


def test_moved_evidence_is_carried_over_without_a_revision(database, people, document_id, bank_id):
    heading, furniture, first, second = brought.PARAGRAPHS
    added = ("paragraph", "Varn lies on a cape in the far north.")
    newer = bring_newer(database, people.ada, document_id, [heading, added, furniture, first, second], unchanged(*ALL))
    assert fates(database, newer, bank_id) == dict.fromkeys(ALL, "moved")
    row = row_of(database, bank_id, "lamp-lit")
    assert row.revision == 1
    assert row.body["evidence"]["paragraph"] == 3
    assert quotes_stand(database, bank_id)
    with database.reading() as session:
        latest = session.scalars(select(Revision).where(Revision.question_id == row.id)).one()
        assert latest.body == row.body
        assert session.scalars(select(Publication)).one().paragraph_count == 4


def test_a_changed_key_suspends_the_question_and_nothing_else(database, people, document_id, bank_id):
    newer = corrected(database, people, document_id)
    found = fates(database, newer, bank_id)
    assert found == {"lamp-lit": "changed", "ship-miss": "unchanged", "tower-fell": "unchanged"}
    row = row_of(database, bank_id, "lamp-lit")
    assert row.deleted_at is not None
    assert row.suspended_at is not None
    assert row.revision == 1
    assert row.body["draft"]["suspended"] is True
    assert row.body["evidence"]["earlier"] is True
    with database.reading() as session:
        assert session.get(Bank, bank_id).outline["questions"] == 2
        assert count_suspended(session, bank_id) == 1
        leaf = service.show_comparison(session, people.ada, newer, None, None, 1)
        assert (leaf.fate, leaf.place.open, len(leaf.entries)) == ("changed", 1, 1)
        entry = leaf.entries[0]
        assert (entry.before.key, entry.after.key) == ("4\u00a0March\u00a01871", "5\u00a0March\u00a01871")
        assert [run.text for run in entry.after.passages[0] if run.is_other] == ["5"]
    assert draft_of(database, newer, "lamp-lit").state == "open"
    assert draft_of(database, newer, "ship-miss").state == "accepted"


def test_the_new_key_is_a_revision_that_is_due_today(database, people, document_id, bank_id):
    newer = corrected(database, people, document_id)
    report = settle(database, people.ada, newer, "lamp-lit", "taken")
    row = row_of(database, bank_id, "lamp-lit")
    assert report.key_changed_ids == [row.id]
    assert report.first_moved_position == row.position
    assert (row.revision, row.deleted_at, row.suspended_at) == (2, None, None)
    assert row.body["key"] == "1871-03-05"
    assert "suspended" not in row.body["draft"]
    assert quotes_stand(database, bank_id)
    assert draft_of(database, newer, "lamp-lit").state == "accepted"
    again = settle(database, people.ada, newer, "lamp-lit", "taken")
    assert (again.changed, row_of(database, bank_id, "lamp-lit").revision) == ([], 2)
    with pytest.raises(Conflict, match="changed meanwhile"):
        settle(database, people.ada, newer, "lamp-lit", "kept")


def test_a_decision_counts_the_drafts_anew(database, people, document_id, bank_id):
    newer = corrected(database, people, document_id)

    def counts():
        with database.reading() as session:
            return session.get(Upload, newer).counts

    assert counts() == {"open": 1, "accepted": 2, "rejected": 0}
    settle(database, people.ada, newer, "lamp-lit", "taken")
    assert counts() == {"open": 0, "accepted": 3, "rejected": 0}


def test_a_kept_question_is_asked_as_it_was_and_says_whence(database, people, document_id, bank_id):
    newer = corrected(database, people, document_id)
    settle(database, people.ada, newer, "lamp-lit", "kept")
    row = row_of(database, bank_id, "lamp-lit")
    assert (row.revision, row.deleted_at, row.body["key"]) == (1, None, "1871-03-04")
    assert parse_question(row.body).evidence[0].is_earlier
    assert draft_of(database, newer, "lamp-lit").state == "rejected"
    settle(database, people.ada, newer, "lamp-lit", "taken")
    assert row_of(database, bank_id, "lamp-lit").body["key"] == "1871-03-05"


def test_a_question_with_several_passages_changes_with_each(database, people):
    """Of a match the first passage stands where it stood, and the second says something else."""
    pairs = [{"left": "the lamp was lit", "right": "1871"}, {"left": "the tower fell", "right": "1903"}]
    quotes = [{"paragraph": 3, "quote": PLACES["lamp-lit"]}, {"paragraph": 4, "quote": PLACES["tower-fell"]}]
    raw = {"kind": "match", "stem": "Which year belongs to which event?", "pairs": pairs, "distractors": ["1910"]}
    both = brought.draft("both", raw | {"about": "date", "evidence": quotes}, PLACES["lamp-lit"])
    earlier = brought.put(database, people.ada, drafts=[both])
    bank_id = publish(database, people.ada, earlier, "both")
    same = [("paragraph", "A new opening."), *brought.PARAGRAPHS]
    moved = bring_newer(database, people.ada, earlier, same, [])
    assert fates(database, moved, bank_id) == {"both": "moved"}
    newer = bring_newer(database, people.ada, moved, with_words("fell in 1903", "fell in 1904"), [])
    assert fates(database, newer, bank_id) == {"both": "changed"}
    row = row_of(database, bank_id, "both")
    assert row.suspended_at is not None
    assert quotes_stand(database, bank_id)
    draft = draft_of(database, newer, "both")
    assert (draft.state, draft.decided_at) == ("open", None)
    back = bring_newer(database, people.ada, newer, list(brought.PARAGRAPHS), [])
    assert row_of(database, bank_id, "both").suspended_at is None
    assert fates(database, back, bank_id) == {"both": "moved"}


def test_a_question_without_a_passage_is_kept_marked_and_can_be_taken_out(database, people, document_id, bank_id):
    shorter = brought.PARAGRAPHS[:3]
    newer = bring_newer(database, people.ada, document_id, shorter, unchanged("lamp-lit", "ship-miss"))
    assert fates(database, newer, bank_id)["tower-fell"] == "gone"
    row = row_of(database, bank_id, "tower-fell")
    assert row.deleted_at is None
    assert parse_question(row.body).evidence[0].is_earlier
    settle(database, people.ada, newer, "tower-fell", "removed")
    assert row_of(database, bank_id, "tower-fell").deleted_at is not None
    report = settle(database, people.ada, newer, "tower-fell", "kept")
    assert report.first_moved_position == row.position
    assert row_of(database, bank_id, "tower-fell").deleted_at is None


def test_a_fact_changed_in_another_slot_is_offered_as_the_same_question(database, people, document_id, bank_id):
    words = with_words("The tower fell in 1903", "The spire fell in 1903")
    spire = changed(
        brought.FELL, "The spire fell in 1903", id="spire-fell", stem="In which year did the spire of Varn fall?"
    )
    newer = bring_newer(database, people.ada, document_id, words, [*unchanged("lamp-lit", "ship-miss"), spire])
    assert fates(database, newer, bank_id)["tower-fell"] == "changed"
    assert fates(database, newer, None) == {}
    settle(database, people.ada, newer, "tower-fell", "taken")
    row = row_of(database, bank_id, "tower-fell")
    assert "spire" in row.body["stem"]
    third = bring_newer(
        database, people.ada, newer, [*words, ("paragraph", "The end.")], [*unchanged("lamp-lit", "ship-miss"), spire]
    )
    assert fates(database, third, bank_id)["tower-fell"] == "unchanged"
    assert fates(database, third, None) == {}


def test_new_drafts_join_the_queue_and_old_decisions_hold(database, people, document_id):
    with database.transaction() as session:
        row = draft_of(database, document_id, "ship-miss")
        service.decide(session, people.ada, document_id, [row.id], "reject", "7", BEGIN)
    rebuilt = changed(
        brought.FELL, "rebuilt it by 1910", id="rebuilt-by", stem="In which year was it rebuilt?", key="1910",
        distractors=["1903", "1912"],
    )  # fmt: skip
    newer = bring_newer(database, people.ada, document_id, brought.PARAGRAPHS, [*unchanged(*ALL), rebuilt])
    assert fates(database, newer, None) == {
        "lamp-lit": "unchanged", "tower-fell": "unchanged", "rebuilt-by": "new",
    }  # fmt: skip
    rejected = draft_of(database, newer, "ship-miss")
    assert (rejected.state, rejected.reason) == ("rejected", "7")
    assert draft_of(database, newer, "rebuilt-by").state == "open"


def test_a_stem_of_the_teacher_is_never_overwritten(database, people, document_id):
    own = "When did the lamp of Varn first burn, and who had sent this letter?"
    draft = draft_of(database, document_id, "lamp-lit")
    with database.transaction() as session:
        service.save_edit(session, people.ada, document_id, draft.id, {**draft.raw, "stem": own}, BEGIN)
    bank_id = publish(database, people.ada, document_id, *ALL)
    newer = corrected(database, people, document_id)
    with database.reading() as session:
        entry = service.show_comparison(session, people.ada, newer, bank_id, "changed", 1).entries[0]
        assert entry.remarks
        assert entry.after.stem == own
    settle(database, people.ada, newer, "lamp-lit", "taken")
    row = row_of(database, bank_id, "lamp-lit")
    assert (row.body["stem"], row.body["key"]) == (own, "1871-03-05")


def test_a_key_that_the_teacher_had_corrected_already_is_no_change(database, people, document_id):
    draft = draft_of(database, document_id, "lamp-lit")
    with database.transaction() as session:
        service.save_edit(session, people.ada, document_id, draft.id, {**draft.raw, "key": "1871-03-05"}, BEGIN)
    bank_id = publish(database, people.ada, document_id, *ALL)
    newer = corrected(database, people, document_id)
    assert fates(database, newer, bank_id)["lamp-lit"] == "moved"
    assert row_of(database, bank_id, "lamp-lit").deleted_at is None
    assert quotes_stand(database, bank_id)


def test_a_suspended_question_wakes_when_the_text_says_again_what_it_said(database, people, document_id, bank_id):
    newer = corrected(database, people, document_id)
    third = bring_newer(database, people.ada, newer, brought.PARAGRAPHS, unchanged(*ALL))
    row = row_of(database, bank_id, "lamp-lit")
    assert fates(database, third, bank_id)["lamp-lit"] in ("moved", "unchanged")
    assert (row.deleted_at, row.suspended_at, row.revision) == (None, None, 1)
    assert not parse_question(row.body).evidence[0].is_earlier


def test_another_document_changes_nothing_until_it_is_said_to_be_the_same(database, people, document_id, bank_id):
    other = [("heading", "On the growing of pears"), ("paragraph", "Pears want a wall that faces south, and patience.")]
    newer = bring_newer(database, people.ada, document_id, other, [])
    assert row_of(database, bank_id, "lamp-lit").deleted_at is None
    with database.reading() as session:
        assert session.get(Upload, newer).comparison == "unlike"
        assert session.get(Upload, document_id).state == "ready"
        with pytest.raises(NotFound):
            service.show_comparison(session, people.ada, newer, None, None, 1)
    with database.transaction() as session:
        service.choose_relation(session, people.ada, newer, "version", BEGIN)
        service.choose_relation(session, people.ada, newer, "version", BEGIN)
    assert fates(database, newer, bank_id) == dict.fromkeys(ALL, "gone")


def test_another_document_can_stand_by_itself(database, people, document_id, bank_id):
    newer = bring_newer(database, people.ada, document_id, [("paragraph", "Pears want a wall.")], [])
    with database.transaction() as session:
        service.choose_relation(session, people.ada, newer, "apart", BEGIN)
    with database.reading() as session:
        assert session.get(Upload, newer).earlier_id is None
        assert {each.upload.id for each in service.list_shelf(session, people.ada)} == {newer, document_id}


def test_a_second_document_of_the_bank_moves_along(database, people, document_id, bank_id):
    second = brought.put(database, people.ada, sha256="f" * 64, drafts=[{**brought.FELL, "question_id": "fell-too"}])
    with database.transaction() as session:
        row = session.scalars(select(DraftRow).where(DraftRow.upload_id == second, DraftRow.state == "open")).one()
        row.state = "accepted"
        service.publish(session, people.ada, second, Target(bank_id=bank_id, title="", visibility="private"), BEGIN)
    longer = [*brought.PARAGRAPHS[:2], ("paragraph", "Varn is cold."), *brought.PARAGRAPHS[2:]]
    bring_newer(database, people.ada, document_id, longer, unchanged(*ALL))
    assert quotes_stand(database, bank_id)
    with database.reading() as session:
        numbers = session.scalars(select(DocumentParagraph.number).order_by(DocumentParagraph.number)).all()
        assert list(numbers) == list(range(1, 8))
        assert session.get(Publication, (second, bank_id)).first_number == 5
    assert row_of(database, bank_id, "fell-too").body["evidence"]["paragraph"] == 7


def told(words: str | None):
    """Give the wrong dates of the lamp, of which the second has words or none."""
    return ["1871-02-04", {"text": "1872-03-04", "explanation": words} if words else "1872-03-04"]


@pytest.mark.parametrize("newer_words", ["Then a storm came.", None])
def test_what_is_told_of_a_wrong_answer_is_told_as_the_newer_text_does(database, people, document_id, newer_words):
    with database.transaction() as session:
        row = session.scalars(select(DraftRow).where(DraftRow.question_id == "lamp-lit")).one()
        row.raw = row.raw | {"distractors": told("Then the bell fell.")}
    bank_id = publish(database, people.ada, document_id, *ALL)
    newer_lit = changed(brought.LIT, PLACES["lamp-lit"], distractors=told(newer_words))
    drafts = [newer_lit, *unchanged("ship-miss", "tower-fell")]
    newer = bring_newer(database, people.ada, document_id, brought.PARAGRAPHS, drafts)
    assert fates(database, newer, bank_id)["lamp-lit"] == "unchanged"
    options = {
        option.text: option.explanation
        for option in parse_question(row_of(database, bank_id, "lamp-lit").body).distractors
    }
    assert options == {"1871-02-04": "", "1872-03-04": newer_words or ""}
