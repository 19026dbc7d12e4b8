"""What pages say around publishing again, failed versions and drafts that were all rejected."""

from __future__ import annotations

import pytest
from markupsafe import escape

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read
from quizapp.documents import service
from quizapp.documents.engine import found_in
from quizapp.documents.service import Brought, bring
from quizapp.documents.service.uploads import JOB_KIND, apply_failure
from quizapp.plumbing.jobs import Claimed
from tests.conftest import BEGIN
from tests.documents import brought, versions
from tests.documents.test_review import Queue


@pytest.fixture
def queue(runtime, cast, own_id):
    return Queue(runtime.database, cast.ada, own_id)


def test_publishing_again_says_what_is_new_and_offers_the_same_bank(ada, own_id, runtime, cast, queue):
    for name in ("lamp-lit", "ship-miss"):
        queue.decide(name, "accept")
    assert "Publish 2 accepted" in ada.get(f"/documents/{own_id}").text
    bank_id = versions.publish(runtime.database, cast.ada, own_id, "lamp-lit", "ship-miss")
    assert "Publish again" in ada.get(f"/documents/{own_id}").text
    queue.decide("tower-fell", "accept")
    assert "Publish 1 new" in ada.get(f"/documents/{own_id}").text
    page = ada.get(f"/documents/{own_id}/publications").text
    assert "One of them is new." in page
    checked = next(part for part in page.split("<input") if f'value="{bank_id}"' in part and "radio" in part)
    assert "checked" in checked


def test_who_rejected_all_is_told_so(ada, own_id, queue):
    for name in ("lamp-lit", "ship-miss", "tower-fell"):
        queue.decide(name, "reject", "7")
    page = ada.get(f"/documents/{own_id}").text
    assert "You have rejected every draft of it." in page
    assert "No question could be drawn" not in page


def test_a_failed_version_says_why_and_that_the_other_one_stands(ada, own_id, runtime, cast):
    given = Brought(
        name="lighthouse.txt", is_pasted=False, content=b"x", stored="0" * 32, published=None, source="",
        earlier_id=own_id,
    )  # fmt: skip
    with runtime.database.transaction() as session:
        upload_id = bring(session, cast.ada, given, 1_000, BEGIN).id
        claimed = Claimed(0, JOB_KIND, cast.ada.id, {"upload_id": upload_id})
        apply_failure(session, claimed, "It is written in pictures.", BEGIN)
    for page in ("/documents", f"/documents/{upload_id}"):
        words = ada.get(page).text
        assert "It is written in pictures." in words
        assert "The version before it stays in force" in words


def test_a_choice_on_a_rule_says_what_follows(ada, own_id, runtime, cast):
    for is_kept, said in (("1", "It is used again"), ("0", "Your decisions count again.")):
        response = ada.post("/documents/learning", {"rule": "T1", "is_kept": is_kept})
        assert said in ada.get(response.headers["Location"]).text
    with runtime.database.reading() as session:
        assert service.list_standings(session, cast.ada.id) == []


def test_why_a_draft_is_not_chosen_stands_beside_it(ada, runtime, cast):
    words = "Ines Falk sang in Ystad in 1904. On 3 May 1911 Ada Berg sent a parcel to a cousin."
    analysis = analyse(read(words.encode(), "text.txt"))
    drafts = found_in(analysis, draft_questions(analysis))["drafts"]
    reasons = {each["question_id"]: each["grounds"]["reasons"] for each in drafts}
    held = next(each for each in drafts if any(one["name"] == "held 5" for one in reasons[each["question_id"]]))
    upload_id = brought.put(runtime.database, cast.ada, drafts=[held])
    messages = [one["message"] for one in reasons[held["question_id"]] if one["name"] == "held 5"]
    assert escape(messages[0]) in ada.get(f"/documents/{upload_id}/review").text
