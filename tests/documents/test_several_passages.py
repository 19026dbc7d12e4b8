"""Questions that several passages prove, beside a newer version: with what they are paired, and what is shown."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.core.errors import Conflict
from quizapp.documents import service
from quizapp.documents.models import DraftRow
from tests.conftest import BEGIN
from tests.documents import brought
from tests.documents.versions import bring_newer, fates, publish, quotes_stand, row_of, settle, with_words

EVENTS = {
    "The lamp was lit": "Ines Duarte lit the lamp on 4 March 1871.",
    "The tower fell": "The tower fell in 1903",
    "The keeper wrote": "The *keeper* Tomas Reyl wrote that “no ship will miss it”.",
}
LIT, FELL, WROTE = EVENTS
ORDER = {"kind": "order", "stem": "Put these events in order, the earliest first.", "about": "date"}
MATCH = {"kind": "match", "stem": "When did these events take place?", "about": "date"}


def made(id, raw, quotes, passage=None):
    """Give a draft that several passages of a text prove."""
    spans = [{"paragraph": 1, "quote": quote} for quote in quotes]
    first = brought.draft(id, raw | {"evidence": spans}, brought.PARAGRAPHS[3][1][:14], template="T8")
    kept = {name: value for name, value in first.items() if name not in ("start", "end")}
    return kept | {"passage": passage or quotes[0]}


def order(id, *items, **other):
    return made(id, ORDER | {"items": list(items)}, [other.get(name, EVENTS[name]) for name in items])


def match(id, year, fell):
    pairs = [{"left": LIT, "right": "4 March 1871"}, {"left": FELL, "right": year}]
    return made(id, MATCH | {"pairs": pairs, "distractors": ["1910"]}, [EVENTS[LIT], fell])


@pytest.fixture
def put(database, people):
    """Publish one question of ada's document, and give the document and the bank."""

    def published(draft):
        start = brought.TEXT.index(draft["passage"])
        stored = {name: value for name, value in draft.items() if name != "passage"} | {"start": start}
        findings = brought.result()["findings"] | {"contradictions": []}
        drafts = [stored | {"end": start + len(draft["passage"])}]
        earlier = brought.put(database, people.ada, drafts=drafts, findings=findings)
        return earlier, publish(database, people.ada, earlier, draft["question_id"])

    return published


def entry_of(database, viewer, upload_id, bank_id):
    with database.reading() as session:
        return service.show_comparison(session, viewer, upload_id, bank_id, None, 1).entries[0]


def words_of(side):
    return ["".join(run.text for run in passage) for passage in side.passages]


def marked(side):
    return [run.text for passage in side.passages for run in passage if run.is_other]


LATER = with_words("fell in 1903", "fell in 1904")


def test_both_sides_show_every_passage_and_mark_what_changed(database, people, put):
    earlier, bank_id = put(match("years", "1903", EVENTS[FELL]))
    newer = bring_newer(database, people.ada, earlier, LATER, [match("years", "1904", "The tower fell in 1904")])
    entry = entry_of(database, people.ada, newer, bank_id)
    assert entry.fate == "changed"
    assert words_of(entry.before) == [EVENTS[LIT], "The tower fell in 1903"]
    assert words_of(entry.after) == [EVENTS[LIT], "The tower fell in 1904"]
    assert (marked(entry.before), marked(entry.after)) == (["1903"], ["1904"])


def test_a_moved_question_shows_every_passage_where_it_is_now(database, people, put):
    earlier, bank_id = put(match("years", "1903", EVENTS[FELL]))
    words = [("paragraph", "Varn is cold."), *brought.PARAGRAPHS]
    newer = bring_newer(database, people.ada, earlier, words, [match("years", "1903", EVENTS[FELL])])
    entry = entry_of(database, people.ada, newer, bank_id)
    assert (entry.fate, marked(entry.before), marked(entry.after)) == ("moved", [], [])
    assert words_of(entry.after) == words_of(entry.before)
    assert quotes_stand(database, bank_id)


def test_an_order_of_other_events_is_another_question(database, people, put):
    earlier, bank_id = put(order("first", LIT, FELL, WROTE))
    other = made("second", ORDER | {"items": [LIT, "Varn rebuilt it", WROTE]}, [
        EVENTS[LIT], "the council of Varn rebuilt it by 1910", EVENTS[WROTE],
    ])  # fmt: skip
    words = with_words("The tower fell in 1903", "Sea took all")
    newer = bring_newer(database, people.ada, earlier, words, [other])
    assert fates(database, newer, bank_id) == {"first": "gone"}
    assert fates(database, newer, None) == {"second": "new"}
    assert row_of(database, bank_id, "first").body["items"] == [LIT, FELL, WROTE]


@pytest.mark.parametrize("id", ["first", "second"])
def test_an_order_with_another_date_of_the_same_events_is_changed(database, people, put, id):
    earlier, bank_id = put(order("first", LIT, FELL, WROTE))
    later = order(id, LIT, FELL, WROTE, **{FELL: "The tower fell in 1904"})
    newer = bring_newer(database, people.ada, earlier, LATER, [later])
    assert fates(database, newer, bank_id) == {"first": "changed"}
    entry = entry_of(database, people.ada, newer, bank_id)
    assert (marked(entry.before), marked(entry.after), len(entry.after.passages)) == (["1903"], ["1904"], 3)
    settle(database, people.ada, newer, "first", "taken")
    assert [span["quote"] for span in row_of(database, bank_id, "first").body["evidence"]] == [
        EVENTS[LIT], "The tower fell in 1904", EVENTS[WROTE],
    ]  # fmt: skip
    assert quotes_stand(database, bank_id)


def test_an_order_of_which_nothing_is_drawn_anew_has_its_passages_of_now(database, people, put):
    earlier, bank_id = put(order("first", LIT, FELL, WROTE))
    newer = bring_newer(database, people.ada, earlier, LATER, [])
    assert fates(database, newer, bank_id) == {"first": "changed"}
    entry = entry_of(database, people.ada, newer, bank_id)
    assert (marked(entry.after), len(entry.after.passages)) == (["1904"], 3)
    assert "The tower fell in 1903" in entry.remarks[0]
    third = bring_newer(database, people.ada, newer, [*LATER, ("paragraph", "The cape of Varn is bare.")], [])
    assert fates(database, third, bank_id) == {"first": "changed"}
    assert row_of(database, bank_id, "first").suspended_at is not None
    with pytest.raises(Conflict, match="Edit this draft"):
        settle(database, people.ada, third, "first", "taken")
    with database.transaction() as session:
        draft = session.scalars(select(DraftRow).where(DraftRow.upload_id == third)).one()
        service.save_edit(session, people.ada, third, draft.id, draft.raw, BEGIN)
    settle(database, people.ada, third, "first", "taken")
    assert quotes_stand(database, bank_id)
    with database.reading() as session:
        assert session.scalars(select(DraftRow.state).where(DraftRow.upload_id == third)).all() == ["accepted"]


def test_a_reworded_passage_of_the_same_numbers_is_proof_again(database, people, put):
    earlier, bank_id = put(order("first", LIT, FELL, WROTE))
    fell = "The old tower fell in 1903"
    later = order("first", LIT, FELL, WROTE, **{FELL: fell})
    newer = bring_newer(database, people.ada, earlier, with_words("The tower fell", "The old tower fell"), [later])
    assert fates(database, newer, bank_id) == {"first": "moved"}
    assert fell in [span["quote"] for span in row_of(database, bank_id, "first").body["evidence"]]
    assert marked(entry_of(database, people.ada, newer, bank_id).after) == ["old"]
