"""What a teacher kept as it was stays so with each further version, until the document proves it again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.core.kinds import parse_question
from quizapp.documents import service
from quizapp.documents.models import Comparison, DraftRow
from tests.documents import brought
from tests.documents.versions import (
    LIT_LATER,
    bring_newer,
    changed,
    compared,
    fates,
    publish,
    row_of,
    settle,
    unchanged,
    with_words,
)

OTHERS = unchanged("ship-miss", "tower-fell")
END = ("paragraph", "The cape of Varn is bare.")


@pytest.fixture
def kept(database, people, document_id):
    """Keep the earlier date of the lamp beside a version that has another one."""
    ids = compared(database, people.ada, document_id)
    settle(database, people.ada, ids["compared"], "lamp-lit", "kept")
    return ids


def further(database, people, earlier_id, day="5 March 1871", *, words=None, drafts=None):
    """Bring one more version with a paragraph more, in which the lamp was lit on this day."""
    paragraphs = [*with_words("4 March 1871", day), END]
    passage = f"Ines Duarte lit the lamp on {day}."
    lit = {**LIT_LATER, "raw": LIT_LATER["raw"] | {"key": f"1871-03-0{day[0]}"}, "passage": passage}
    return bring_newer(database, people.ada, earlier_id, words or paragraphs, drafts or [lit, *OTHERS])


def entry_of(database, upload_id, slug):
    with database.reading() as session:
        own = select(Comparison).where(Comparison.upload_id == upload_id, Comparison.question_id == slug)
        return session.scalars(own.where(Comparison.bank_id.is_not(None))).one()


def shown(database, bank_id, slug="lamp-lit"):
    """Give the key of a question, whether it is asked, and of its passages whether they are of an earlier version."""
    row = row_of(database, bank_id, slug)
    spans = parse_question(row.body).evidence
    return row.body["key"], row.deleted_at is None, [(span.quote, span.is_earlier) for span in spans]


STANDS = ("1871-03-04", True, [("Ines Duarte lit the lamp on 4 March 1871.", True)])


@pytest.mark.parametrize("day", ["5 March 1871", "6 March 1871"])
def test_a_kept_question_is_never_proved_by_what_contradicts_it(database, people, kept, day):
    newer = kept["compared"]
    for _ in range(2):
        newer = further(database, people, newer, day)
        assert shown(database, kept["bank"]) == STANDS
        entry = entry_of(database, newer, "lamp-lit")
        assert (entry.fate, entry.decision, entry.decided_at) == ("changed", "kept", None)
    with database.reading() as session:
        draft = session.scalars(
            select(DraftRow).where(DraftRow.upload_id == newer, DraftRow.question_id == "lamp-lit")
        ).one()
        assert draft.state == "rejected"
        leaf = service.show_comparison(session, people.ada, newer, kept["bank"], None, 1)
        assert (leaf.place.open, leaf.undoable, leaf.is_same, leaf.fate) == (0, 0, False, "changed")
        assert service.count_waiting(session, people.ada) == {}
    settle(database, people.ada, newer, "lamp-lit", "taken")
    key, is_asked, spans = shown(database, kept["bank"])
    assert (key, is_asked) == (f"1871-03-0{day[0]}", True)
    assert spans == [(f"Ines Duarte lit the lamp on {day}.", False)]


def test_a_kept_question_stays_though_nothing_is_drawn_of_its_words(database, people, kept):
    words = [*with_words("4 March 1871", "5 March 1871"), END]
    newer = further(database, people, kept["compared"], words=words, drafts=OTHERS)
    assert shown(database, kept["bank"]) == STANDS
    assert entry_of(database, newer, "lamp-lit").decision == "kept"


def test_a_kept_question_is_proved_again_by_its_own_words(database, people, kept):
    newer = further(database, people, kept["compared"])
    back = bring_newer(database, people.ada, newer, brought.PARAGRAPHS, unchanged("lamp-lit", "ship-miss"))
    assert fates(database, back, kept["bank"])["lamp-lit"] == "moved"
    assert shown(database, kept["bank"]) == ("1871-03-04", True, [(STANDS[2][0][0], False)])


def test_the_words_are_enough_though_nothing_is_drawn_of_them(database, people, kept):
    back = further(database, people, kept["compared"], words=[*brought.PARAGRAPHS, END], drafts=OTHERS)
    assert entry_of(database, back, "lamp-lit").decision is None
    assert shown(database, kept["bank"]) == ("1871-03-04", True, [(STANDS[2][0][0], False)])


def test_deleting_the_further_version_leaves_what_was_kept(database, people, kept):
    newer = further(database, people, kept["compared"])
    with database.transaction() as session:
        service.discard(session, people.ada, newer, brought.BEGIN)
    assert shown(database, kept["bank"]) == STANDS
    again = further(database, people, kept["compared"])
    assert entry_of(database, again, "lamp-lit").decision == "kept"


@pytest.mark.parametrize("decision", ["kept", None])
def test_what_is_gone_is_asked_about_until_it_was_decided(database, people, document_id, decision):
    bank_id = publish(database, people.ada, document_id, "lamp-lit", "tower-fell")
    shorter = list(brought.PARAGRAPHS[:3])
    newer = bring_newer(database, people.ada, document_id, shorter, unchanged("lamp-lit"))
    if decision:
        settle(database, people.ada, newer, "tower-fell", decision)
    for more in ("Varn is cold.", "Varn is dark."):
        newer = bring_newer(database, people.ada, newer, [*shorter, ("paragraph", more)], unchanged("lamp-lit"))
        entry = entry_of(database, newer, "tower-fell")
        assert (entry.fate, entry.decision) == ("gone", decision)
        assert shown(database, bank_id, "tower-fell") == ("1903", True, [("The tower fell in 1903", True)])
    with database.reading() as session:
        assert service.count_waiting(session, people.ada) == ({} if decision else {newer: 1})


def test_a_question_that_is_gone_is_not_proved_by_another_year(database, people, document_id):
    bank_id = publish(database, people.ada, document_id, "lamp-lit", "tower-fell")
    shorter = list(brought.PARAGRAPHS[:3])
    newer = bring_newer(database, people.ada, document_id, shorter, unchanged("lamp-lit"))
    settle(database, people.ada, newer, "tower-fell", "kept")
    later = changed(brought.FELL, "The tower fell in 1904", key="1904")
    words = with_words("fell in 1903", "fell in 1904")
    newer = bring_newer(database, people.ada, newer, words, [*unchanged("lamp-lit"), later])
    assert shown(database, bank_id, "tower-fell") == ("1903", True, [("The tower fell in 1903", True)])
    assert entry_of(database, newer, "tower-fell").decision == "kept"
