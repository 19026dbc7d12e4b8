"""All changed questions of a bank taken at once, after a look at them, and given back by one click."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank
from quizapp.documents.models import Comparison, DraftRow
from tests.documents import brought, versions
from tests.documents.versions import row_of
from tests.study.desk import Seat

FELL_LATER = versions.changed(brought.FELL, "The tower fell in 1904", key="1904")


@pytest.fixture
def ids(runtime, cast, own_id):
    """Publish ada's document, and bring a version in which two dates are others."""
    bank_id = versions.publish(runtime.database, cast.ada, own_id, "lamp-lit", "ship-miss", "tower-fell")
    later = [(kind, words.replace("1903", "1904")) for kind, words in versions.with_words("4 March", "5 March")]
    drafts = [versions.LIT_LATER, FELL_LATER, *versions.unchanged("ship-miss")]
    newer = versions.bring_newer(runtime.database, cast.ada, own_id, later, drafts)
    return {"newer": newer, "bank": bank_id, "at": f"/documents/{newer}/comparison"}


def decisions(runtime, newer):
    with runtime.database.reading() as session:
        found = select(Comparison).where(Comparison.upload_id == newer, Comparison.fate == "changed")
        return {entry.question_id: entry.decision for entry in session.scalars(found)}


def test_a_look_shows_what_would_be_asked(ada, ids, runtime):
    assert f"{ids['at']}/{ids['bank']}/takings" in ada.get(ids["at"]).text
    page = ada.get(f"{ids['at']}/{ids['bank']}/takings").text
    assert "Take all 2" in page
    assert "5 March 1871" in page.replace("\u00a0", " ")
    assert decisions(runtime, ids["newer"]) == {"lamp-lit": None, "tower-fell": None}


def test_what_something_speaks_against_is_left_to_be_looked_at(ada, ids, runtime):
    with runtime.database.transaction() as session:
        found = select(Comparison).where(Comparison.upload_id == ids["newer"], Comparison.question_id == "lamp-lit")
        session.scalars(found).one().remarks = ["A part of what proves it does not stand in the newer version."]
    at = f"{ids['at']}/{ids['bank']}/takings"
    assert "One more is left out" in ada.get(at).text
    ada.post(at, {})
    assert decisions(runtime, ids["newer"]) == {"lamp-lit": None, "tower-fell": "taken"}


def test_all_are_taken_and_given_back(ada, ids, runtime):
    database, at = runtime.database, f"{ids['at']}/{ids['bank']}"
    assert ada.post(f"{at}/takings", {}).status_code == 303
    assert decisions(runtime, ids["newer"]) == {"lamp-lit": "taken", "tower-fell": "taken"}
    row = row_of(database, ids["bank"], "lamp-lit")
    assert (row.body["key"], row.deleted_at, row.revision) == ("1871-03-05", None, 2)
    assert "2 newer versions are asked now." in (page := ada.get(ids["at"]).text)
    assert "Undo the last 2 decisions" in page
    # The same form again has nothing to do.
    ada.post(f"{at}/takings", {})
    assert row_of(database, ids["bank"], "lamp-lit").revision == 2
    assert ada.post(f"{at}/reversals", {}).status_code == 303
    assert decisions(runtime, ids["newer"]) == {"lamp-lit": None, "tower-fell": None}
    row = row_of(database, ids["bank"], "lamp-lit")
    assert (row.body["key"], row.revision) == ("1871-03-04", 3)
    assert row.suspended_at is not None
    with database.reading() as session:
        assert (
            session.scalars(
                select(DraftRow.state).where(DraftRow.upload_id == ids["newer"], DraftRow.question_id == "lamp-lit")
            ).one()
            == "open"
        )
    assert ada.post(f"{at}/reversals", {}).status_code == 409


def test_what_a_learner_has_met_is_given_back_too(ada, ids, runtime):
    ada.post(f"{ids['at']}/{ids['bank']}/takings", {})
    row = row_of(runtime.database, ids["bank"], "lamp-lit")
    with runtime.database.reading() as session:
        slug = session.scalars(select(Bank.slug).where(Bank.id == ids["bank"])).one()
    seat = Seat(ada, runtime.database, slug)
    seat.open(row.id)
    seat.answer()
    assert ada.post(f"{ids['at']}/{ids['bank']}/reversals", {}).status_code == 303
    assert row_of(runtime.database, ids["bank"], "lamp-lit").body["key"] == "1871-03-04"


def test_undo_sent_twice_undoes_once(ada, ids, runtime, clock):
    with runtime.database.reading() as session:
        entries = {
            entry.question_id: entry.id
            for entry in session.scalars(select(Comparison).where(Comparison.upload_id == ids["newer"]))
        }
    ada.post(f"{ids['at']}/{entries['lamp-lit']}", {"decision": "kept", "revision": "1"})
    clock.move(minutes=1)
    ada.post(f"{ids['at']}/{entries['tower-fell']}", {"decision": "kept", "revision": "1"})
    shown = re.search(r'name="decided_at" value="([^"]+)"', ada.get(ids["at"]).text)
    assert shown is not None
    sent = {"decided_at": shown[1]}
    statuses = [ada.post(f"{ids['at']}/{ids['bank']}/reversals", sent).status_code for _ in range(2)]
    assert statuses == [303, 409]
    assert decisions(runtime, ids["newer"]) == {"lamp-lit": "kept", "tower-fell": None}


def test_one_decision_is_undone_alike(ada, ids, runtime):
    with runtime.database.reading() as session:
        entry = session.scalars(select(Comparison).where(Comparison.question_id == "lamp-lit")).one()
    ada.post(f"{ids['at']}/{entry.id}", {"decision": "kept", "revision": "1"})
    assert row_of(runtime.database, ids["bank"], "lamp-lit").deleted_at is None
    ada.post(f"{ids['at']}/{ids['bank']}/reversals", {})
    assert row_of(runtime.database, ids["bank"], "lamp-lit").suspended_at is not None
    assert decisions(runtime, ids["newer"])["lamp-lit"] is None


def test_what_was_changed_since_is_not_undone(ada, ids, runtime):
    ada.post(f"{ids['at']}/{ids['bank']}/takings", {})
    with runtime.database.transaction() as session:
        row = session.merge(row_of(runtime.database, ids["bank"], "lamp-lit"))
        row.body = row.body | {"explanation": "Mended by hand."}
    assert ada.post(f"{ids['at']}/{ids['bank']}/reversals", {}).status_code == 409
    assert decisions(runtime, ids["newer"]) == {"lamp-lit": "taken", "tower-fell": "taken"}


def test_the_banks_page_leads_to_the_comparison(ada, ids, sign_in_as):
    page = ada.get("/banks/lights-of-varn").text
    assert f"/documents/waiting/{ids['bank']}" in page
    where = ada.get(f"/documents/waiting/{ids['bank']}").headers["Location"]
    assert where == f"{ids['at']}?in={ids['bank']}"
    assert sign_in_as("eve").get(f"/documents/waiting/{ids['bank']}").headers["Location"] == "/documents"
