"""Who may see which bank; what is not one's own looks like what is not there."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import find_passage, get_bank, get_bank_by_id, get_question, list_banks, list_paragraphs
from quizapp.core.errors import NotFound
from quizapp.people.viewer import PASSER_BY
from tests.conftest import BEGIN
from tests.study import bank_files

EVERYBODY = ("mallory", "gil", "sam", "tess", "ada", "cora", "eve", "ann")
#: Who sees which bank.
SEES = {
    "open": EVERYBODY,
    "open-of-ada": EVERYBODY,
    "closed": ("ann",),
    "closed-of-ada": ("ada", "ann"),
    "deleted": (),
}


@pytest.fixture
def banks(database, people) -> dict[str, int]:
    """Make one bank of each sort, each with a question; gives its id and its question's."""
    made = {}
    for slug in SEES:
        with database.transaction() as session:
            made[slug] = bank_files.load(session, bank_files.bridges(1), bank_files.bridges_text(1), slug=slug).bank_id
            bank = session.get_one(Bank, made[slug])
            bank.visibility = "private" if slug.startswith("closed") else "public"
            bank.owner_id = people.ada.id if slug.endswith("ada") else None
            bank.deleted_at = BEGIN if slug == "deleted" else None
    return made


def viewer(people, name):
    return PASSER_BY if name == "mallory" else people[name]


def question_of(session, bank_id: int) -> int:
    return session.scalars(select(QuestionRow.id).where(QuestionRow.bank_id == bank_id)).one()


@pytest.mark.parametrize("name", EVERYBODY)
def test_each_door_for_each_viewer(database, people, banks, name):
    who = viewer(people, name)
    expected = {slug for slug, names in SEES.items() if name in names}
    with database.reading() as session:
        assert {bank.slug for bank in list_banks(session, who)} == expected
        for slug, bank_id in banks.items():
            question_id = question_of(session, bank_id)
            doors = (
                lambda slug=slug: get_bank(session, who, slug),
                lambda bank_id=bank_id: get_bank_by_id(session, who, bank_id),
                lambda question_id=question_id: get_question(session, who, question_id),
            )
            for door in doors:
                if slug in expected:
                    assert door()
                else:
                    with pytest.raises(NotFound):
                        door()


def test_what_may_not_be_seen_looks_like_what_is_not_there(database, people, banks):
    def words(call, *arguments) -> str:
        with database.reading() as session, pytest.raises(NotFound) as raised:
            call(session, people.sam, *arguments)
        return raised.value.message

    with database.reading() as session:
        question_id = question_of(session, banks["closed"])
    assert words(get_bank, "closed") == words(get_bank, "never") == words(get_bank, "a\0b")
    assert words(get_bank_by_id, banks["closed"]) == words(get_bank_by_id, 987_654)
    assert words(get_question, question_id) == words(get_question, 987_654) == words(get_question, 10**30)


def test_question_taken_out(database, people, banks):
    with database.transaction() as session:
        question_id = question_of(session, banks["open"])
        session.get_one(QuestionRow, question_id).deleted_at = datetime(2026, 3, 1, tzinfo=BEGIN.tzinfo)
    with database.reading() as session, pytest.raises(NotFound):
        get_question(session, people.sam, question_id)


def test_cards_say_what_pages_show(database, people, banks):
    with database.reading() as session:
        bank = get_bank(session, people.sam, "open")
        question = get_question(session, people.sam, question_of(session, banks["open"]))
    assert (bank.title, bank.question_count, bank.language) == ("Bridges", 1, "en")
    assert (question.stem, question.bank_slug) == ("On what date was bridge 1 opened?", "open")


def test_documents(database, banks):
    with database.reading() as session:
        title, words, paragraphs = list_paragraphs(session, banks["open"])
        assert (title, len(paragraphs)) == ("Bridges of the valley", 2)
        assert words == sum(len(each.text.split()) for each in paragraphs)
        passage = find_passage(session, banks["open"], 2)
        assert passage is not None
        assert passage.text.startswith("So far the valley.")
        assert find_passage(session, banks["open"], 99) is None
        assert list_paragraphs(session, 987_654) == ("", 0, [])
