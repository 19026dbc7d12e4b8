"""The key on paper tells all that is right, as the page of a question does."""

from __future__ import annotations

import json

import pytest
from lxml import html
from sqlalchemy import update

from quizapp.banks import service as banks
from quizapp.banks.models import Bank
from quizapp.core.document import read_document
from quizapp.core.formats.native import read as read_native
from tests.banks.desk import ids_of
from tests.conftest import BEGIN

QUESTIONS = {
    "a": {
        "kind": "text",
        "stem": "Which port?",
        "key": "Liverpool",
        "accept": ["Port of Liverpool", {"text": "Leeds", "weight": 0}],
    },
    "b": {"kind": "number", "stem": "How wide?", "key": 1435, "tolerance": 5, "unit": "mm"},
    "c": {
        "kind": "cloze",
        "stem": "Wide [[1]] in [[2]].",
        "gaps": [{"kind": "number", "key": 1435, "tolerance": 5}, {"key": "UK", "accept": ["Britain"]}],
    },
    "d": {"kind": "open", "stem": "Why?", "key": "", "rubric": "One half for the rain."},
}


@pytest.fixture
def bank_id(runtime, cast) -> int:
    asked = [{"id": name, **body} for name, body in QUESTIONS.items()]
    parcel = read_native(json.dumps({"bank": {"title": "Bridges"}, "questions": asked}).encode())
    with runtime.database.transaction() as session:
        found = banks.load_bank(session, parcel, read_document(""), slug="bridges", file_hash=None, now=BEGIN).bank_id
        session.execute(update(Bank).where(Bank.id == found).values(owner_id=cast.ada.id))
    return found


def test_the_printed_key_tells_what_else_is_right(bank_id, sign_in_as):
    page = html.fromstring(sign_in_as("ada").get("/banks/bridges/print/pages?part=key").text)
    rows = [" ".join(row.text_content().split()) for row in page.find_class("printed__keyrow")]
    assert "Port of Liverpool" in rows[0]
    assert "Leeds" not in rows[0]
    assert "1435 mm ± 5" in rows[1]
    assert "(1: ± 5)" in rows[2]
    assert "(2: also right: Britain)" in rows[2]
    assert "What counts: One half for the rain." in rows[3]


def test_the_page_of_an_open_question_tells_what_counts(runtime, bank_id, sign_in_as):
    (question_id,) = ids_of(runtime.database, bank_id, "d")
    assert "One half for the rain." in sign_in_as("ada").get(f"/banks/bridges/questions/{question_id}").text
