"""A learning history goes with its import, but what a later import stands on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from quizapp.banks.models import QuestionRow
from tests.banks.test_import_history import (
    LAKE,
    LATER,
    NEW,
    answer_here,
    brought,
    card_of,
    problems_of,
    quiet,
    told,
)
from tests.banks.test_import_pages import ada, runner, send, settled
from tests.core.formats.test_anki_history import DAY, T
from tests.study.databases import BOTH

__all__ = ["ada", "runner"]

pytestmark = BOTH


def test_undoing_the_first_of_two_leaves_what_the_later_one_has_said_again(ada, runtime):
    first = brought(ada, runtime)
    later = brought(ada, runtime, (LATER, NEW), bank="lakes", client_id="later")
    send(ada, first, "reversals")
    quiet(runtime)
    assert [slug for slug, _, _ in told(runtime.database)] == ["lake"] * 5
    assert problems_of(runtime.database) == []
    send(ada, later, "reversals")
    quiet(runtime)
    assert problems_of(runtime.database) == []


FIRST = replace(LAKE, fields=("How deep is Lake Baikal?", "1642 m"))
EDITED = replace(LATER, fields=("How deep is Lake Baikal in Siberia?", "1642 m"))


@pytest.mark.parametrize("is_archived", [False, True])
def test_undoing_the_first_of_two_leaves_what_a_later_one_changed_or_brought_back(ada, runtime, is_archived):
    first = brought(ada, runtime, (FIRST, NEW))
    if is_archived:
        with runtime.database.reading() as session:
            question_id = session.scalar(select(QuestionRow.id).where(QuestionRow.slug == "lake"))
        ada.post(f"/banks/lakes/questions/{question_id}/removals")
    later = brought(ada, runtime, (EDITED, NEW), bank="lakes", client_id="later", tick=["0"])
    assert ("lake", T + 20 * DAY, 4) in told(runtime.database)
    send(ada, first, "reversals")
    quiet(runtime)
    assert [slug for slug, _, _ in told(runtime.database)] == ["lake"] * 5
    assert "4 answers of the learning history that came along stay" in settled(ada, first)
    assert problems_of(runtime.database) == []
    send(ada, later, "reversals")
    quiet(runtime)
    assert told(runtime.database) == []
    assert problems_of(runtime.database) == []


def test_undoing_the_later_one_takes_what_one_undone_before_has_left_for_its_sake(ada, runtime):
    brought(ada, runtime, history="")
    first = brought(ada, runtime, (LAKE,), bank="lakes", client_id="first")
    second = brought(ada, runtime, (LATER,), bank="lakes", client_id="second")
    brought(ada, runtime, (LAKE,), bank="lakes", client_id="third")
    for address, left in ((first, 5), (second, 0)):
        send(ada, address, "reversals")
        quiet(runtime)
        assert len(told(runtime.database)) == left
        assert problems_of(runtime.database) == []
    for address in (first, second):
        assert "No answer of the learning history that came along is here any more." in settled(ada, address)
    assert card_of(runtime.database) is None


def test_what_was_brought_again_without_anything_new_holds_nothing(ada, runtime):
    first = brought(ada, runtime)
    brought(ada, runtime, bank="lakes", client_id="again")
    send(ada, first, "reversals")
    quiet(runtime)
    assert told(runtime.database) == []
    assert problems_of(runtime.database) == []
    assert "This import was undone" in settled(ada, first)


def test_the_page_of_a_history_that_brought_nothing_new_offers_no_undo(ada, runtime):
    brought(ada, runtime)
    page = settled(ada, brought(ada, runtime, bank="lakes", client_id="again"))
    assert "Nothing had to change, so there is nothing to undo." in page
    assert "Undo the whole import" not in page


def test_undoing_takes_questions_and_history_away(ada, runtime):
    address = brought(ada, runtime)
    assert "These are 6 answers on 2 cards." in settled(ada, address)
    send(ada, address, "reversals")
    quiet(runtime)
    assert told(runtime.database) == []
    assert problems_of(runtime.database) == []
    assert card_of(runtime.database) is None
    assert "The undo takes 6 answers on 2 cards of the learning history that came along." in settled(ada, address)


def test_what_was_answered_here_since_keeps_its_question_and_its_history(ada, runtime):
    address = brought(ada, runtime)
    answer_here(runtime, "lake", now=None)
    assert "These are 2 answers on one card." in settled(ada, address)
    send(ada, address, "reversals")
    quiet(runtime)
    assert [each[0] for each in told(runtime.database)] == ["lake"] * 5
    assert problems_of(runtime.database) == []
    assert "answered" in settled(ada, address)
