"""What a newer version calls changed differs in what is shown; what reads alike stays; on both databases."""

from __future__ import annotations

from sqlalchemy import select

from quizapp.banks.models import QuestionRow
from quizapp.documents.models import Comparison, DraftRow
from tests.documents import brought
from tests.documents.versions import (
    LIT_LATER,
    PLACES,
    bring_newer,
    changed,
    fates,
    publish,
    row_of,
    settle,
    unchanged,
    with_words,
)

LOST = "A wrong answer of it no longer stands in the text: 1910."
ALL = ("lamp-lit", "ship-miss", "tower-fell")
STATED = changed(
    brought.FELL, PLACES["tower-fell"], id="tower-false", kind="true_false", stem="The tower of Varn fell in 1910.",
    key="false", distractors=None, explanation="It was in 1903.",
)  # fmt: skip
GAPPED = changed(
    brought.FELL, PLACES["tower-fell"], id="tower-gap", kind="cloze", stem="The tower of Varn fell in [[1]].",
    key=None, distractors=None, gaps=[{"kind": "date", "key": "1903", "distractors": ["1898", "1910"]}],
)  # fmt: skip


def plain(draft):
    return {**draft, "raw": {name: value for name, value in draft["raw"].items() if value is not None}}


def put(database, viewer, *drafts):
    """Store ada's document with these drafts of it."""
    placed = [{name: value for name, value in draft.items() if name != "passage"} for draft in map(plain, drafts)]
    return brought.put(database, viewer, drafts=placed)


def entry_of(database, upload_id, slug):
    with database.reading() as session:
        own = select(Comparison).where(Comparison.upload_id == upload_id, Comparison.question_id == slug)
        return session.scalars(own).one()


def test_another_wrong_answer_in_a_gap_changes_nothing(database, people):
    document_id = put(database, people.ada, GAPPED)
    bank_id = publish(database, people.ada, document_id, "tower-gap")
    gaps = [{"kind": "date", "key": "1903", "distractors": ["1898", "1911"]}]
    later = changed(GAPPED, PLACES["tower-fell"], gaps=gaps)
    newer = bring_newer(database, people.ada, document_id, with_words("1910", "1911"), [plain(later)])
    assert fates(database, newer, bank_id) == {"tower-gap": "unchanged"}
    assert entry_of(database, newer, "tower-gap").remarks == [
        "A wrong answer of it no longer stands in the text: 1910."
    ]
    assert row_of(database, bank_id, "tower-gap").deleted_at is None


def test_a_wrong_answer_that_the_newer_draft_offers_too_is_not_missed(database, people):
    document_id = put(database, people.ada, GAPPED)
    publish(database, people.ada, document_id, "tower-gap")
    newer = bring_newer(database, people.ada, document_id, with_words("lit the", "lit a"), [plain(GAPPED)])
    assert entry_of(database, newer, "tower-gap").remarks == []


def test_how_it_really_was_is_a_change_of_a_false_statement(database, people):
    document_id = put(database, people.ada, STATED)
    bank_id = publish(database, people.ada, document_id, "tower-false")
    later = changed(STATED, "The tower fell in 1904", explanation="It was in 1904.")
    newer = bring_newer(database, people.ada, document_id, with_words("1903", "1904"), [plain(later)])
    assert fates(database, newer, bank_id) == {"tower-false": "changed"}
    settle(database, people.ada, newer, "tower-false", "taken")
    assert row_of(database, bank_id, "tower-false").body["explanation"] == "It was in 1904."


def test_what_was_kept_is_unchanged_when_the_first_text_comes_back(database, people):
    document_id = brought.put(database, people.ada)
    bank_id = publish(database, people.ada, document_id, *ALL)
    # The newer draft asks with the new words in its stem: another question to the engine, the same fact.
    passage = PLACES["ship-miss"].replace("miss it", "sink here")
    moved = changed(brought.SAID, passage, id="ship-sinks", stem="Who wrote “no ship will sink here”?")
    second = bring_newer(
        database, people.ada, document_id, with_words("no ship will miss it", "no ship will sink here"),
        [*unchanged("lamp-lit", "tower-fell"), moved],
    )  # fmt: skip
    assert fates(database, second, bank_id)["ship-miss"] == "changed"
    settle(database, people.ada, second, "ship-miss", "kept")
    third = bring_newer(database, people.ada, second, brought.PARAGRAPHS, unchanged(*ALL))
    assert set(fates(database, third, bank_id).values()) <= {"unchanged", "moved"}
    with database.reading() as session:
        drafts = session.scalars(select(DraftRow).where(DraftRow.upload_id == third))
        assert {draft.question_id: draft.state for draft in drafts} == dict.fromkeys(ALL, "accepted")
        rows = session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank_id)).all()
        assert all(row.deleted_at is None and "earlier" not in str(row.body["evidence"]) for row in rows)


def test_a_key_that_was_kept_comes_back(database, people):
    document_id = brought.put(database, people.ada)
    bank_id = publish(database, people.ada, document_id, *ALL)
    later = with_words("4 March 1871", "5 March 1871")
    second = bring_newer(database, people.ada, document_id, later, [LIT_LATER, *unchanged("ship-miss", "tower-fell")])
    settle(database, people.ada, second, "lamp-lit", "kept")
    third = bring_newer(database, people.ada, second, brought.PARAGRAPHS, unchanged(*ALL))
    assert fates(database, third, bank_id)["lamp-lit"] == "moved"
    assert row_of(database, bank_id, "lamp-lit").body["key"] == "1871-03-04"


def test_a_doubtful_question_leads_to_its_bank(ada, own_id, runtime, cast):
    document_id = put(runtime.database, cast.ada, GAPPED)
    publish(runtime.database, cast.ada, document_id, "tower-gap", title="Towers")
    gaps = [{"kind": "date", "key": "1903", "distractors": ["1898", "1911"]}]
    later = plain(changed(GAPPED, PLACES["tower-fell"], gaps=gaps))
    newer = bring_newer(runtime.database, cast.ada, document_id, with_words("1910", "1911"), [later])
    page = ada.get(f"/documents/{newer}/comparison?fate=unchanged").text
    assert LOST in page
    assert "Change it in its bank" in page
