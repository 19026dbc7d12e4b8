"""What was decided, published, brought or deleted in a second tab: the page says so, leads on, keeps what was typed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.documents.models import DraftRow, Upload
from tests.documents import versions

PART = {"X-Part": "1"}
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def ids(runtime, cast, own_id):
    return versions.compared(runtime.database, cast.ada, own_id)


def draft_id(runtime, upload_id, slug="lamp-lit"):
    with runtime.database.reading() as session:
        own = (DraftRow.upload_id == upload_id) & (DraftRow.question_id == slug)
        return session.scalars(select(DraftRow.id).where(own)).one()


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("review", None),
        ("publications", None),
        ("versions", None),
        ("decisions", {"draft": "1", "decision": "accept"}),
        ("reversals", {}),
        ("publications", {"target": "new", "title": "Lights of the north", "visibility": "private"}),
        ("versions", {"text": "The lamp was lit twice.", "name": "Lights of the north"}),
        ("drafts/1", {"stem": "Lights of the north"}),
    ],
)
def test_what_a_newer_version_replaced_leads_there_and_keeps_what_was_typed(ada, own_id, ids, path, form):
    address = f"/documents/{own_id}/{path}"
    page = (
        ada.get(address)
        if form is None
        else ada.post(address, form, headers=OWN | {"Referer": f"http://localhost{address}"})
    )
    assert page.status_code == 409
    assert "A newer version has taken the place of this document." in page.text
    assert f'<a class="button" href="/documents/{ids["compared"]}">To the newer version</a>' in page.text
    assert ada.get(f"/documents/{ids['compared']}").status_code == 200
    if form and "Lights of the north" in form.values():
        assert "What you wrote" in page.text
        assert "Lights of the north" in page.text


def test_a_part_of_the_queue_that_moved_on_leads_on(ada, own_id, ids):
    page = ada.post(f"/documents/{own_id}/decisions", {"draft": "1", "decision": "accept"}, headers=PART)
    assert page.status_code == 409
    assert f'href="/documents/{ids["compared"]}"' in page.text
    assert "<html" not in page.text


@pytest.mark.parametrize("headers", [{}, PART])
def test_a_draft_that_was_decided_elsewhere_is_shown_as_it_stands(ada, own_id, runtime, headers):
    number = draft_id(runtime, own_id)
    ada.post(f"/documents/{own_id}/decisions", {"draft": str(number), "decision": "accept", "seen": "open"})
    form = {"draft": str(number), "reason": "7", "seen": "open"}
    page = ada.post(f"/documents/{own_id}/decisions", form, headers=headers)
    assert page.status_code == 409
    assert "was already accepted in another window" in page.text
    assert f'href="/documents/{own_id}/review?draft={number}"' in page.text
    assert "accepted" in ada.get(f"/documents/{own_id}/review?draft={number}").text


def test_what_was_deleted_meanwhile_leads_to_the_list_and_keeps_what_was_typed(ada, own_id, runtime):
    ada.post(f"/documents/{own_id}/deletions", {})
    page = ada.post(f"/documents/{own_id}/versions", {"text": "The lamp was lit twice."}, headers=OWN)
    assert page.status_code == 404
    assert '<a class="button" href="/documents">To your documents</a>' in page.text
    assert "The lamp was lit twice." in page.text
    again = ada.post(f"/documents/{own_id}/deletions", {})
    assert (again.status_code, 'href="/documents"' in again.text) == (404, True)


def test_a_decision_on_what_was_changed_meanwhile_leads_to_the_comparison(ada, ids):
    at = f"/documents/{ids['compared']}/comparison"
    ada.post(f"{at}/{ids['entry']}", {"decision": "taken", "revision": "1"})
    sender = {"Referer": f"http://localhost{at}?in={ids['bank']}"}
    page = ada.post(f"{at}/{ids['entry']}", {"decision": "kept", "revision": "1"}, headers=sender)
    assert page.status_code == 409
    assert "This question was changed meanwhile." in page.text
    assert f'href="{at}?in={ids["bank"]}">To the page as it stands now</a>' in page.text


def test_publishing_what_was_all_rejected_meanwhile_leads_back(ada, own_id, runtime):
    sender = {"Referer": f"http://localhost/documents/{own_id}/publications"}
    page = ada.post(f"/documents/{own_id}/publications", {"target": "new", "title": "Varn"}, headers=sender)
    assert page.status_code in (409, 422)
    assert "No draft is accepted yet." in page.text
    assert f'href="/documents/{own_id}/publications"' in page.text


def test_a_third_document_at_once_keeps_the_pasted_text(ada, runtime):
    for number in range(2):
        ada.post("/documents", {"text": f"The lamp was lit {number} times."})
    page = ada.post("/documents", {"text": "The lamp was lit twice."}, headers=OWN)
    assert page.status_code == 409
    assert "Two of your documents are being read already." in page.text
    assert "The lamp was lit twice." in page.text
    with runtime.database.reading() as session:
        assert len(session.scalars(select(Upload)).all()) == 2


def test_somebody_elses_document_is_not_there_for_anybody(ada, own_id, sign_in_as):
    eve = sign_in_as("eve")
    for path in ("", "/review", "/publications", "/versions", "/comparison", "/drafts"):
        page = eve.get(f"/documents/{own_id}{path}")
        assert page.status_code == 404
        assert "lighthouse" not in page.text
    assert eve.post(f"/documents/{own_id}/deletions", {}).status_code == 404
    assert sign_in_as("sam").get(f"/documents/{own_id}").status_code == 403
