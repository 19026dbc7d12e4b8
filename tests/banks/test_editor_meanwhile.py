"""What is done to many questions while one of them is open in an editor, and makes no revision, outlives its saving."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from quizapp.banks import service
from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import BulkWish, StaleEdit, WantedSave
from quizapp.core.kinds import parse_question
from tests.banks.test_editor_pages import form_of
from tests.conftest import BEGIN
from tests.study import bank_files


@pytest.fixture
def bank_id(runtime, cast):
    with runtime.database.transaction() as session:
        made = bank_files.load(session, bank_files.bridges(3)).bank_id
        session.execute(update(Bank).where(Bank.id == made).values(owner_id=cast.ada.id, visibility="private"))
    return made


@pytest.fixture
def row(runtime, bank_id):
    """Give a reader of the first question."""

    def read():
        with runtime.database.reading() as session:
            return session.scalars(select(QuestionRow).where(QuestionRow.slug == "b1")).one()

    return read


@pytest.fixture
def bulk(runtime, cast, row):
    """Give the doer of an act to the first question among many."""

    def done(act, tag=""):
        with runtime.database.transaction() as session:
            wish = BulkWish(act, f"{act}{tag}", ids=(row().id,), tag=tag)
            service.change_many(session, cast.ada, "bridges", wish, BEGIN)

    return done


@pytest.fixture
def opened(sign_in_as, row):
    """Give ada's browser, the address of the question's editor and what its form holds."""
    ada = sign_in_as("ada")
    address = f"/banks/bridges/questions/{row().id}"

    def open_now(**typed):
        return ada, address, form_of(ada.get(address)) | {"do": "save"} | typed

    return open_now


def tags(row):
    return row().body.get("tags", [])


def test_tags_put_on_many_stay(row, bulk, opened):
    ada, address, form = opened(stem="On which day was bridge 1 opened?")
    bulk("tag", "exam-2026")
    assert ada.post(address, form).status_code == 303
    assert (row().body["stem"], tags(row), row().revision) == (form["stem"], ["exam-2026"], 2)


def test_what_was_typed_is_done_to_the_tags_of_now(row, bulk, opened):
    for tag in ("old", "wrong", "both"):
        bulk("tag", tag)
    ada, address, form = opened(tags="wrong, both, mine")
    bulk("untag", "wrong")
    bulk("tag", "exam")
    assert ada.post(address, form).status_code == 303
    assert tags(row) == ["both", "exam", "mine"]


def test_a_tag_taken_off_all_does_not_come_back(row, bulk, opened):
    bulk("tag", "wrong")
    ada, address, form = opened(explanation="So it was.")
    bulk("untag", "wrong")
    ada.post(address, form)
    assert (row().body["explanation"], tags(row)) == ("So it was.", [])


def test_a_tag_with_a_comma_stays_one(runtime, row, bulk, opened):
    with runtime.database.transaction() as session:
        found = session.get_one(QuestionRow, row().id)
        found.body = {**found.body, "tags": ["rivers, lakes"]}
    ada, address, form = opened(explanation="So it was.")
    bulk("tag", "exam")
    ada.post(address, form)
    assert tags(row) == ["rivers, lakes", "exam"]


def test_an_editor_that_is_shown_again_has_the_tags_of_now(row, bulk, opened):
    ada, address, form = opened(tags="mine", stem="")
    bulk("tag", "exam")
    again = ada.post(address, form)
    assert again.status_code == 422
    form = form_of(again) | {"stem": "On which day?", "do": "save"}
    assert form["tags"] == "exam, mine"
    bulk("untag", "exam")
    ada.post(address, form)
    assert tags(row) == ["mine"]


def test_a_conflict_names_no_tag_that_came_meanwhile(row, bulk, opened):
    ada, address, mine = opened(explanation="Mine.")
    _, _, other = opened(explanation="Another's.", tags="other")
    ada.post(address, other)
    bulk("tag", "exam")
    page = ada.post(address, mine)
    assert page.status_code == 409
    assert ada.post(address, form_of(page) | {"do": "save"}).status_code == 303
    assert (row().body["explanation"], tags(row)) == ("Mine.", ["other", "exam"])


def test_going_back_to_a_revision_brings_its_tags(row, bulk, opened):
    ada, address, form = opened(tags="early")
    ada.post(address, form)
    ada.post(address, opened(tags="late")[2])
    sent = {"revision": "3", "number": "2"}
    assert ada.post(f"{address}/revisions", sent).status_code == 303
    assert tags(row) == ["early"]


def test_one_that_was_archived_stays_so(row, bulk, opened):
    ada, address, form = opened(stem="On which day was bridge 1 opened?")
    bulk("archive")
    since = row().deleted_at
    ada.post(address, form)
    assert (row().body["stem"], row().deleted_at) == (form["stem"], since)
    page = ada.get(address)
    assert "nobody is asked it. Saving brings it back" in page.text
    assert "It was taken out meanwhile" not in page.text
    assert "Save and bring back" in page.text
    ada.post(address, form_of(page) | {"do": "save"})
    assert row().deleted_at is None


def test_who_goes_on_to_the_next_one_hears_that_the_last_was_taken_out(bulk, opened):
    ada, address, form = opened(stem="On which day was bridge 1 opened?", do="next")
    bulk("archive")
    page = ada.get(ada.post(address, form).headers["Location"])
    assert "It was taken out meanwhile" in page.text
    assert "Saving brings it back" not in page.text


def test_an_editor_that_says_the_same_archives_nothing_and_brings_nothing_back(row, bulk, opened, runtime, bank_id):
    ada, address, form = opened()
    bulk("archive")
    ada.post(address, form)
    assert (row().deleted_at is None, row().revision) == (False, 1)
    with runtime.database.reading() as session:
        assert session.get_one(Bank, bank_id).outline["questions"] == 2


def test_the_outline_does_not_count_what_stays_out(bulk, opened, runtime, bank_id):
    ada, address, form = opened(explanation="So it was.")
    bulk("archive")
    ada.post(address, form)
    with runtime.database.reading() as session:
        assert session.get_one(Bank, bank_id).outline["questions"] == 2


def test_tags_that_change_between_reading_and_saving_are_a_conflict(runtime, cast, row, bulk):
    stored = {**row().body, "kind": row().kind}
    bulk("tag", "exam")
    wanted = WantedSave(row().id, parse_question(stored | {"explanation": "So."}), 1, stored=stored)
    with pytest.raises(StaleEdit), runtime.database.transaction() as session:
        service.save_question(session, cast.ada, "bridges", wanted, lambda *_: 0, BEGIN)
