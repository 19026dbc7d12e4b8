"""Pages of newer versions: bringing one, what changed, decisions, and what learners see meanwhile."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import func, select, update

from quizapp.banks.models import Bank, QuestionRow
from quizapp.documents.models import Comparison, DraftRow, Upload
from quizapp.documents.service.uploads import JOB_KIND
from quizapp.plumbing.jobs import Claimed, Job
from tests.conftest import BEGIN
from tests.documents import brought, versions
from tests.documents.versions import row_of


@pytest.fixture
def ids(runtime, cast, own_id):
    return versions.compared(runtime.database, cast.ada, own_id)


def uploads(runtime):
    with runtime.database.reading() as session:
        return session.scalars(select(Upload).order_by(Upload.id)).all()


def test_the_document_offers_a_new_version(ada, own_id):
    assert f"/documents/{own_id}/versions" in ada.get(f"/documents/{own_id}").text
    page = ada.get(f"/documents/{own_id}/versions").text
    assert "https://lights.example/varn" in page
    assert 'type="file"' in page


def test_the_new_version_is_offered_the_title_of_the_document(ada, own_id, runtime, cast):
    page = ada.get(f"/documents/{own_id}/versions").text
    assert 'value="The lighthouse of Varn"' in page
    assert "lighthouse.txt" not in page
    words = brought.TEXT.replace("The lighthouse of Varn", "A lighthouse").encode()
    file = (io.BytesIO(words), "varn-2.txt")
    ada.post(f"/documents/{own_id}/versions", {"file": file, "name": "The light of Varn"})
    newer = uploads(runtime)[-1]
    assert (newer.name, newer.title) == ("varn-2.txt", "The light of Varn")
    with runtime.database.reading() as session:
        arguments = session.scalars(select(Job.arguments).where(Job.id == newer.job_id)).one()
    claimed = Claimed(0, JOB_KIND, cast.ada.id, {**arguments, "upload_id": newer.id})
    versions.write(runtime.database, claimed, brought.result())
    assert uploads(runtime)[-1].title == "The light of Varn"


def test_a_new_version_is_read_by_a_job_and_a_doubled_form_is_one(ada, own_id, runtime):
    words = brought.TEXT.replace("1903", "1904")
    response = ada.post(f"/documents/{own_id}/versions", {"text": words})
    newer = uploads(runtime)[-1]
    assert response.headers["Location"] == f"/documents/{newer.id}"
    assert (newer.earlier_id, newer.state) == (own_id, "reading")
    again = ada.post(f"/documents/{own_id}/versions", {"text": words})
    assert again.headers["Location"] == response.headers["Location"]
    assert len(uploads(runtime)) == 2
    assert "A newer version is being read." in ada.get(f"/documents/{own_id}").text


def test_the_same_file_again_is_nothing_to_do(ada, own_id, runtime):
    response = ada.post(
        f"/documents/{own_id}/versions",
        {"file": (io.BytesIO(brought.TEXT.encode()), "lighthouse.txt")},
    )
    assert response.headers["Location"] == f"/documents/{own_id}"
    assert "Nothing has changed" in ada.get(f"/documents/{own_id}").text
    assert len(uploads(runtime)) == 1


def test_nothing_or_too_much_is_said_beside_the_field(ada, own_id):
    page = ada.post(f"/documents/{own_id}/versions", {})
    assert page.status_code == 422
    assert "Choose a file above, or paste a text here." in page.text
    page = ada.post(f"/documents/{own_id}/versions", {"text": "x" * 300_000})
    assert page.status_code == 422
    assert "can be pasted" in page.text


def test_the_comparison_counts_filters_and_marks(ada, ids):
    address = f"/documents/{ids['compared']}/comparison"
    page = ada.get(address).text
    assert "One question of “Lights of Varn” waits for you." in page
    assert "<mark>5</mark>" in page
    assert "<mark>4</mark>" in page
    assert "Take the new one" in page
    quiet = ada.get(f"{address}?in={ids['bank']}&fate=unchanged").text
    assert "Who wrote" in quiet
    assert "Take the new one" not in quiet
    for odd in ("?in=999&fate=x&leaf=-3", "?in=99999999999999999999&leaf=999", "?fate=gone&in=queue"):
        assert ada.get(address + odd).status_code == 200


def test_one_click_takes_the_new_key_and_leads_back(ada, ids, runtime):
    form = {"decision": "taken", "revision": "1", "in": str(ids["bank"]), "fate": "changed", "leaf": "1"}
    response = ada.post(f"/documents/{ids['compared']}/comparison/{ids['entry']}", form)
    assert response.headers["Location"].endswith(f"/comparison?in={ids['bank']}&fate=changed&leaf=1")
    assert row_of(runtime.database, ids["bank"], "lamp-lit").body["key"] == "1871-03-05"
    page = ada.get(response.headers["Location"]).text
    assert "The newer version is asked." in page
    assert "is decided." in page
    assert ada.post(f"/documents/{ids['compared']}/comparison/{ids['entry']}", form).status_code == 303
    assert row_of(runtime.database, ids["bank"], "lamp-lit").revision == 2


def test_what_was_changed_meanwhile_is_not_decided_blindly(ada, ids, runtime):
    address = f"/documents/{ids['compared']}/comparison/{ids['entry']}"
    with runtime.database.transaction() as session:
        session.execute(update(QuestionRow).where(QuestionRow.slug == "lamp-lit").values(revision=3))
    response = ada.post(address, {"decision": "taken", "revision": "1"})
    assert response.status_code == 409
    assert "changed meanwhile" in response.text
    for odd in ({"decision": "x", "revision": "3"}, {"decision": "removed", "revision": "3"}, {}):
        assert ada.post(address, odd).status_code == 409


def test_a_bank_deleted_meanwhile_is_said(ada, ids, runtime):
    with runtime.database.transaction() as session:
        session.execute(update(Bank).values(deleted_at=BEGIN))
    response = ada.post(
        f"/documents/{ids['compared']}/comparison/{ids['entry']}", {"decision": "taken", "revision": "1"}
    )
    assert response.status_code == 404
    page = ada.get(f"/documents/{ids['compared']}/comparison")
    assert page.status_code == 200
    assert "Lights of Varn" not in page.text


def test_publishing_the_newer_draft_decides_too(ada, ids, runtime):
    with runtime.database.transaction() as session:
        own = (DraftRow.upload_id == ids["compared"]) & (DraftRow.question_id == "lamp-lit")
        session.execute(update(DraftRow).where(own).values(state="accepted", decided_at=BEGIN))
    ada.post(f"/documents/{ids['compared']}/publications", {"target": str(ids["bank"])})
    row = row_of(runtime.database, ids["bank"], "lamp-lit")
    assert (row.body["key"], row.deleted_at) == ("1871-03-05", None)
    with runtime.database.reading() as session:
        assert session.get(Comparison, ids["entry"]).decision == "taken"


def test_the_earlier_version_leads_to_the_newer_one_and_does_nothing_else(ada, own_id, ids):
    page = ada.get(f"/documents/{own_id}").text
    assert "A newer version has taken the place" in page
    assert f'href="/documents/{ids["compared"]}"' in page
    assert "Upload a new version" not in page
    for path in ("/review", "/publications", "/versions", "/drafts"):
        assert ada.get(f"/documents/{own_id}{path}").status_code == 409
    assert "Decide on 2" not in ada.get("/documents").text
    assert "Decide on 1 changed" in ada.get("/documents").text
    assert "Decide on one question that changed" in ada.get(f"/documents/{ids['compared']}").text


def test_learners_are_told_that_a_question_rests(ada, sign_in_as, ids, own_id):
    sam = sign_in_as("sam")
    page = sam.get("/banks/lights-of-varn").text
    assert "One question rests" in page
    assert "Look at what changed" not in page
    assert "Look at what changed" in ada.get("/banks/lights-of-varn").text
    ada.post(f"/documents/{ids['compared']}/comparison/{ids['entry']}", {"decision": "kept", "revision": "1"})
    assert "rests" not in sam.get("/banks/lights-of-varn").text


def test_deleting_the_newer_version_wakes_what_rests(ada, ids, own_id, runtime):
    assert ada.post(f"/documents/{ids['compared']}/deletions", {}).status_code == 303
    row = row_of(runtime.database, ids["bank"], "lamp-lit")
    assert (row.deleted_at, row.suspended_at, row.body["key"]) == (None, None, "1871-03-04")
    with runtime.database.reading() as session:
        assert session.get(Upload, own_id).state == "ready"
        assert session.scalar(select(func.count()).select_from(Comparison)) == 0


def test_two_versions_brought_at_once_follow_one_another(ada, own_id, runtime, cast):
    first = versions.with_words("1903", "1904")
    second = versions.with_words("4 March 1871", "5 March 1871")
    for paragraphs in (first, second):
        ada.post(f"/documents/{own_id}/versions", {"text": "\n".join(words for _, words in paragraphs)})
    _, one, other = uploads(runtime)
    versions.finish(runtime.database, cast.ada, other.id, second, versions.unchanged("ship-miss"))
    versions.finish(runtime.database, cast.ada, one.id, first, versions.unchanged("lamp-lit", "ship-miss"))
    found = {each.id: (each.earlier_id, each.state) for each in uploads(runtime)}
    assert found == {
        own_id: (None, "replaced"), other.id: (own_id, "replaced"), one.id: (other.id, "ready"),
    }  # fmt: skip


def test_an_unlike_document_asks_what_it_is(ada, own_id, runtime, cast):
    newer = versions.bring_newer(runtime.database, cast.ada, own_id, [("paragraph", "Pears want a wall.")], [])
    assert "This seems to be another document." in ada.get(f"/documents/{newer}").text
    assert "Decide what it is" in ada.get(f"/documents/{own_id}").text
    assert ada.post(f"/documents/{newer}/comparison", {"choice": "x"}).status_code == 409
    response = ada.post(f"/documents/{newer}/comparison", {"choice": "apart"})
    assert response.headers["Location"] == f"/documents/{newer}"
    assert "This seems" not in ada.get(f"/documents/{newer}").text


def test_a_newer_draft_that_is_edited_leads_back_to_what_changed(ada, ids, runtime):
    page = ada.get(f"/documents/{ids['compared']}/comparison")
    editor = re.search(r'href="([^"]+)">Edit the new one first', page.text)[1].replace("&amp;", "&")
    opened = ada.get(editor)
    assert "Back to what changed" in opened.text
    own = "When did the lamp of Varn first burn?"
    kept = ada.post(editor.split("?")[0], brought.form_of(opened) | {"stem": own, "do": "save"})
    back = f"/documents/{ids['compared']}/comparison?fate=changed&in={ids['bank']}#q{ids['entry']}"
    assert kept.headers["Location"] == back
    assert own in ada.get(back.split("#")[0]).text
