"""An import into a shared bank whose share is withdrawn meanwhile: nothing of that bank is read or shown any more."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import delete, select

from quizapp.banks.models import Bank, QuestionRow, Share
from quizapp.banks.service import importing
from tests.banks.desk import own_bank
from tests.banks.imports import Counter
from tests.banks.test_import_pages import all_shown, bring, runner, send, settled, ticked
from tests.banks.test_mending import mend
from tests.conftest import BEGIN

SECRET = "Which words did nobody else see?"
QUESTION = {"id": "b1", "kind": "text", "stem": "Which bridge is it?", "key": "Old"}
FILE = ("x.yaml", json.dumps({"bank": {"title": "x"}, "questions": [QUESTION]}))
CHOOSE = "Choose another bank."

__all__ = ["runner"]


@pytest.fixture
def counter(database, tmp_path):
    return Counter(database, tmp_path / "home")


def share(database, bank_id, who):
    with database.transaction() as session:
        session.add(Share(bank_id=bank_id, user_id=who.id, access="edit", created_at=BEGIN))


def withdraw(database, bank_id):
    """Take the share away, and let the owner write something new."""
    with database.transaction() as session:
        session.execute(delete(Share).where(Share.bank_id == bank_id))
        row = session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank_id, QuestionRow.slug == "b1")).one()
        row.body = {**row.body, "stem": SECRET}


@pytest.fixture
def shared_id(runtime, cast):
    bank_id = own_bank(runtime.database, cast.ada)
    share(runtime.database, bank_id, cast.cora)
    return bank_id


@pytest.fixture
def cora(sign_in_as, runner):
    return sign_in_as("cora")


def test_the_page_shows_nothing_and_asks_for_another_bank(runtime, cast, shared_id, cora):
    own_bank(runtime.database, cast.cora, slug="hers", count=1)
    address = bring(cora, FILE, bank="bridges")
    assert "Import 1 of 1" in settled(cora, address)
    withdraw(runtime.database, shared_id)
    page = cora.get(address).text
    assert SECRET not in page
    assert CHOOSE in page
    assert 'value="bridges"' not in page
    assert cora.post(f"{address}/comparisons", {"bank": "bridges"}).status_code == 404
    pressed = cora.post(f"{address}/insertions", {"bank": "bridges", "shown": ["0"], "tick": ["0"]})
    assert (pressed.status_code, pressed.headers["Location"]) == (303, address)
    assert CHOOSE in cora.get(address).text
    send(cora, address, "comparisons", bank="hers")
    page = settled(cora, address)
    assert CHOOSE not in page
    assert "Import 1 of 1" in page


def test_a_reading_anew_reads_nothing_of_it(runtime, shared_id, cora):
    address = bring(cora, FILE, bank="bridges")
    settled(cora, address)
    withdraw(runtime.database, shared_id)
    send(cora, address, "readings", file="0", format="bank")
    page = settled(cora, address)
    assert SECRET not in page
    assert "not here any more, or not yours to change" in page
    send(cora, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Hers")
    assert "1 question imported" in settled(cora, address).replace("One question", "1 question")
    with runtime.database.reading() as session:
        assert session.scalars(select(QuestionRow.bank_id).order_by(QuestionRow.id.desc())).first() != shared_id


def test_a_mended_entry_is_judged_beside_nothing_of_it(runtime, shared_id, cora):
    address = bring(cora, FILE, bank="bridges")
    settled(cora, address)
    withdraw(runtime.database, shared_id)
    assert SECRET not in cora.get(f"{address}/entries/0").text
    assert mend(cora, address, 0, stem="Which bridge is this?").status_code == 303
    page = settled(cora, address)
    assert "not here any more, or not yours to change" in page
    assert "Import 1 of 1" in page


@pytest.mark.parametrize("end", ["withdrawn", "closed"])
def test_the_job_gives_its_child_nothing_of_it(database, people, counter, end):
    bank_id = own_bank(database, people.ada)
    share(database, bank_id, people.cora)
    import_id = counter.bring(people.cora, FILE, bank="bridges", is_read=False)
    if end == "withdrawn":
        withdraw(database, bank_id)
    else:
        with database.transaction() as session:
            session.get_one(Bank, bank_id).deleted_at = BEGIN
    counter.runner.run_waiting()
    held = counter.get(people.cora, import_id)
    assert (held.state, held.choices["bank_id"], held.choices["is_bank_lost"]) == ("ready", None, True)
    choice = counter.choice(people.cora, import_id)
    assert (choice.verdicts.codes, dict(choice.verdicts.partners)) == ("n", {})


def test_a_preview_takes_no_question_of_it(database, people, counter):
    bank_id = own_bank(database, people.ada)
    share(database, bank_id, people.cora)
    import_id = counter.bring(people.cora, FILE, bank="bridges")
    withdraw(database, bank_id)
    parcel, choice = counter.parcel(people.cora, import_id), counter.choice(people.cora, import_id)
    with database.reading() as session:
        rows = importing.make_preview(session, people.cora, parcel, choice, 1, "").rows
        of_owner = importing.make_preview(session, people.ada, parcel, choice, 1, "").rows
    assert (rows[0].partner, list(rows[0].differences)) == ("", [])
    assert of_owner[0].partner == SECRET
    assert of_owner[0].differences


def test_an_undo_in_a_closed_bank_says_that_it_is_closed(cora):
    address = bring(cora, FILE)
    page = settled(cora, address)
    send(cora, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Hers", visibility="private")
    settled(cora, address)
    assert cora.post("/banks/hers/closings").status_code == 303
    refused = cora.post(f"{address}/reversals")
    assert refused.status_code == 409
    assert "“Hers” is closed. Open it again below your banks, then undo this import." in refused.text
    assert cora.post("/banks/hers/openings").status_code == 303
    send(cora, address, "reversals")
    assert "This import was undone" in cora.get(address).text
