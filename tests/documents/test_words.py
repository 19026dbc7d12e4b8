"""What pages say around publishing again, failed versions and drafts that were all rejected."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape
from sqlalchemy import delete, select, update

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read
from quizapp.documents import service
from quizapp.documents.engine import found_in
from quizapp.documents.models import Upload
from quizapp.documents.service import Brought, bring
from quizapp.documents.service.uploads import JOB_KIND, apply_failure
from quizapp.plumbing.jobs import Claimed, Job
from tests.conftest import BEGIN
from tests.documents import brought, versions
from tests.documents.test_review import Queue, many


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


def fail_newer(runtime, viewer, earlier_id: int) -> int:
    """Bring a newer version that cannot be read, and give its number."""
    given = Brought(
        name="lighthouse.txt", is_pasted=False, content=b"x", stored="0" * 32, published=None, source="",
        earlier_id=earlier_id,
    )  # fmt: skip
    with runtime.database.transaction() as session:
        upload_id = bring(session, viewer, given, 1_000, BEGIN).id
        claimed = Claimed(0, JOB_KIND, viewer.id, {"upload_id": upload_id})
        apply_failure(session, claimed, "It is written in pictures.", BEGIN)
        session.execute(delete(Job))
    return upload_id


def states(runtime) -> list[str]:
    with runtime.database.reading() as session:
        return list(session.scalars(select(Upload.state).order_by(Upload.id)))


def test_a_failed_version_stands_at_the_document_that_stays_in_force(ada, own_id, runtime, cast):
    upload_id = fail_newer(runtime, cast.ada, own_id)
    shelf = ada.get("/documents").text
    assert shelf.count('class="shelf__title"') == 1
    for page in (shelf, ada.get(f"/documents/{own_id}").text):
        assert "A newer version could not be read." in page
        assert "It is written in pictures." in page
        assert f'href="/documents/{own_id}/versions"' in page
        assert f'action="/documents/{upload_id}/deletions"' in page
    assert "The version before it stays in force" in ada.get(f"/documents/{upload_id}").text


def test_a_failed_version_is_removed_and_leads_back(ada, own_id, runtime, cast):
    for back, address in (("document", f"/documents/{own_id}"), ("", "/documents")):
        response = ada.post(f"/documents/{fail_newer(runtime, cast.ada, own_id)}/deletions", {"back": back})
        assert response.headers["Location"] == address
        page = ada.get(address).text
        assert "Removed. The version before it stays as it is." in page
        assert "could not be read" not in page
        assert states(runtime) == ["ready"]


def test_the_next_try_takes_the_place_of_the_failed_one(ada, own_id, runtime, cast):
    fail_newer(runtime, cast.ada, own_id)
    fail_newer(runtime, cast.ada, own_id)
    assert states(runtime) == ["ready", "failed"]
    ada.post(f"/documents/{own_id}/versions", {"text": brought.TEXT.replace("1903", "1904")})
    assert states(runtime) == ["ready", "reading"]
    shelf = ada.get("/documents").text
    assert shelf.count('class="shelf__title"') == 1
    assert "A newer version is being read:" in shelf


def test_a_failed_version_follows_what_replaced_the_document_that_it_names(ada, own_id, runtime, cast):
    upload_id = fail_newer(runtime, cast.ada, own_id)
    with runtime.database.transaction() as session:
        session.execute(update(Upload).where(Upload.id == upload_id).values(earlier_id=None))
    later = versions.bring_newer(runtime.database, cast.ada, own_id, brought.PARAGRAPHS, versions.unchanged("lamp-lit"))
    with runtime.database.transaction() as session:
        session.execute(update(Upload).where(Upload.id == upload_id).values(earlier_id=own_id))
        (entry,) = service.list_shelf(session, cast.ada)
        assert (entry.upload.id, [each.id for each in entry.newer]) == (later, [upload_id])
        assert service.list_shelf(session, cast.eve) == []


def test_a_choice_on_a_rule_says_what_follows(ada, own_id, runtime, cast):
    for is_kept, said in (("1", "It is used again"), ("0", "Your decisions count again.")):
        response = ada.post("/documents/learning", {"rule": "T1", "is_kept": is_kept})
        assert said in ada.get(response.headers["Location"]).text
    with runtime.database.reading() as session:
        assert service.list_standings(session, cast.ada.id) == []


@pytest.fixture
def held_draft():
    """Give a sound draft that is not chosen by default, and why."""
    words = "Ines Falk sang in Ystad in 1904. On 3 May 1911 Ada Berg sent a parcel to a cousin."
    analysis = analyse(read(words.encode(), "text.txt"))
    drafts = found_in(analysis, draft_questions(analysis))["drafts"]
    reasons = {each["question_id"]: each["grounds"]["reasons"] for each in drafts}
    held = next(each for each in drafts if any(one["name"] == "held 5" for one in reasons[each["question_id"]]))
    (message,) = (one["message"] for one in reasons[held["question_id"]] if one["name"] == "held 5")
    return held, str(escape(message))


def test_why_a_draft_is_not_chosen_stands_beside_it_and_in_lists(ada, runtime, cast, held_draft):
    draft, message = held_draft
    drafts = [draft | {"confidence": 0.99}, draft | {"question_id": "second", "raw": draft["raw"] | {"id": "second"}}]
    upload_id = brought.put(runtime.database, cast.ada, drafts=drafts)
    review = ada.get(f"/documents/{upload_id}/review").text
    assert message in review
    assert "Please look closely." in review
    assert "Sure." not in review
    for page in ("drafts?state=open", f"group?sort=template&value={draft['template']}"):
        assert ada.get(f"/documents/{upload_id}/{page}").text.count(message) == 2


def visible(page: str) -> str:
    """Give a page's words without what only a pointer that rests on them shows."""
    return re.sub(r'\b(?:title|value|href|data-[a-z]+)="[^"]*"', "", page)


def test_no_page_names_a_rule_by_its_id(ada, own_id, queue):
    for name in ("lamp-lit", "ship-miss"):
        queue.decide(name, "reject", "7")
    addresses = [
        f"/documents/{own_id}/review?draft={queue.id_of('lamp-lit')}",
        f"/documents/{own_id}/review?draft={queue.id_of('rebuilt')}",
        f"/documents/{own_id}/drafts?state=rejected",
        "/documents/learning",
    ]
    for address in addresses:
        words = visible(ada.get(address).text)
        assert not re.search(r"\b(?:R\d\d|W\d|T\d+|F-light)\b|\bfacts\.", words), address
    assert 'title="R18"' in ada.get(addresses[2]).text


def test_what_is_held_back_is_not_counted_as_to_be_reviewed(ada, runtime, cast):
    drafts = [*many(12, "T9"), *many(2, "T2")]
    queue = Queue(runtime.database, cast.ada, brought.put(runtime.database, cast.ada, drafts=drafts))
    for n in range(10):
        queue.decide(f"t9-f-light-{n}", "reject", "7")
    page = ada.get(f"/documents/{queue.upload_id}").text
    assert "Review 2 drafts" in page
    assert "2 more are held back, since you mostly reject their kind." in page
    assert "2 to review" in ada.get("/documents").text
    assert "<b>2</b> left" in ada.get(f"/documents/{queue.upload_id}/review").text
    listed = ada.get(f"/documents/{queue.upload_id}/drafts?state=open").text
    assert listed.count("Held back, since you mostly reject its kind.") == 2


def test_the_list_of_accepted_drafts_publishes_as_the_document_does(ada, own_id, runtime, cast, queue):
    queue.decide("lamp-lit", "accept")
    assert "Publish 1 accepted" in ada.get(f"/documents/{own_id}/drafts").text
    versions.publish(runtime.database, cast.ada, own_id, "lamp-lit")
    assert "Publish again" in ada.get(f"/documents/{own_id}/drafts").text
    queue.decide("ship-miss", "accept")
    assert "Publish 1 new" in ada.get(f"/documents/{own_id}/drafts").text
