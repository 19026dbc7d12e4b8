"""A question of a bank that is shared for reading: looked at with its key, copied, and not changed."""

from __future__ import annotations

from html import unescape

import pytest

from quizapp.banks import service
from quizapp.banks.models import Bank, QuestionRow, Share
from quizapp.core.errors import NotAllowed, NotFound
from quizapp.core.kinds import parse_question
from tests.banks.desk import ids_of, own_bank
from tests.conftest import BEGIN
from tests.study import bank_files

EXPLAINED = bank_files.told(1) | {"explanation": "It is *the* bridge.", "tags": ["valley/north"]}


@pytest.fixture
def shared(runtime, cast):
    """Give a bank of ada's, shared with cora for reading, and its first question."""
    bank_id = own_bank(runtime.database, cast.ada, b1=EXPLAINED)
    with runtime.database.transaction() as session:
        session.add(Share(bank_id=bank_id, user_id=cast.cora.id, access="read", created_at=BEGIN))
    return bank_id, ids_of(runtime.database, bank_id, "b1")[0]


def test_who_may_look_at_a_bank_sees_its_questions_with_their_keys(shared, runtime, sign_in_as):
    bank_id, question_id = shared
    cora = sign_in_as("cora")
    with runtime.database.reading() as session:
        slug, row = session.get_one(Bank, bank_id).slug, session.get_one(QuestionRow, question_id)
        quote, key = row.body["evidence"]["quote"], parse_question(row.body).answer()
    place = f"/banks/{slug}/questions/{question_id}"
    assert f'href="{place}"' in cora.get(f"/banks/{slug}/questions").text
    page = cora.get(place)
    assert page.status_code == 200
    for words in (row.body["stem"], "<em>the</em>", "valley/north", quote, key):
        assert words in unescape(page.text)
    assert "data-editor" not in page.text
    assert "Copy to a bank of yours" not in page.text
    cora.post("/banks", {"title": "Mine", "client_id": "a" * 32})
    assert "Copy to a bank of yours" in cora.get(place).text
    assert cora.post(place, {"kind": "open", "stem": "Why", "revision": "1"}).status_code == 403


def test_nobody_else_sees_them(shared, runtime, cast):
    bank_id, question_id = shared
    with runtime.database.reading() as session:
        slug = session.get_one(Bank, bank_id).slug
        assert service.get_seen(session, cast.cora, slug, question_id).access == "read"
        with pytest.raises(NotFound):
            service.get_seen(session, cast.eve, slug, question_id)
        for number in (0, question_id + 10_000, 2**40):
            with pytest.raises(NotFound):
                service.get_seen(session, cast.cora, slug, number)


def test_learners_do_not_see_keys(shared, runtime, cast):
    bank_id, question_id = shared
    with runtime.database.transaction() as session:
        bank = session.get_one(Bank, bank_id)
        bank.visibility, slug = "public", bank.slug
    with runtime.database.reading() as session, pytest.raises(NotAllowed):
        service.get_seen(session, cast.sam, slug, question_id)
