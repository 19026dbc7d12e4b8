"""A bank that keeps its own reading has the passages of its file's questions where that reading has them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import Filing
from quizapp.banks.service.importing.filed import get_reading, write_reading
from quizapp.cli.loading import Loaded
from quizapp.core.document import read_document
from quizapp.core.formats import native
from tests.conftest import BEGIN
from tests.study import bank_files

TOLD = bank_files.all_told(4)


@pytest.fixture
def edited(database) -> None:
    """Load a bank, and let its reading be edited: another paragraph in front, and none of the last two bridges."""
    with database.transaction() as session:
        bank_files.load(session, bank_files.bridges(4, **TOLD), bank_files.bridges_text(4))
        bank = session.scalars(select(Bank)).one()
        said = get_reading(session, bank.id)
        head, first, _ = said["paragraphs"]
        mine = {**first, "number": 2, "text": "Mine.", "html": "<p>Mine.</p>"}
        write_reading(session, bank.id, {**said, "paragraphs": [head, mine, {**first, "number": 3}]})


def load(database, *, is_large: bool = False) -> Loaded:
    """Load a file that says something else of each question, and whose reading is another one too."""
    changes = {slug: {**told, "explanation": "New."} for slug, told in TOLD.items()}
    parcel = native.read(bank_files.bridges(4, **changes))
    text = read_document(bank_files.bridges_text(4) + "\nOne more.\n")
    filing = Filing(parcel, text, "bridges", BEGIN, aside="_filing_a" if is_large else "")
    with database.transaction() as session:
        filing.plan(session)
        if is_large:
            filing.make_aside(session)
            filing.write_piece(session, filing.plan_piece(session, filing.placed()))
        return Loaded(parcel, filing.finish(session))


@pytest.mark.parametrize("is_large", [False, True])
def test_passages_stand_where_the_kept_reading_has_them(database, edited, is_large):
    loaded = load(database, is_large=is_large)
    with database.reading() as session:
        rows = {row.slug: row for row in session.scalars(select(QuestionRow))}
    assert [rows[slug].body["evidence"]["paragraph"] for slug in ("b1", "b2")] == [3, 3]
    assert [rows[slug].body["evidence"].get("earlier") for slug in rows] == [None, None, True, True]
    assert [rows[slug].sibling_key for slug in rows] == ["3.1", "3.1", None, None]
    assert loaded.report.quoted == ["b3", "b4"]
    named, quoted = loaded.public("bank.yaml").not_taken
    assert named == "reading (edited here)"
    assert quoted == "passages that the reading here does not have, kept as quotations (b3, b4)"


def test_the_same_file_again_finds_nothing_to_change(database, edited):
    load(database)
    again = load(database)
    assert (again.report.changed, again.report.unchanged) == ([], ["b1", "b2", "b3", "b4"])
