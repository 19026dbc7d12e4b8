"""The pages of documents: what stands on them, and what their forms do, with and without a script."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, QuestionRow
from quizapp.core.kinds import KINDS
from quizapp.documents.models import DraftRow, RuleChoice, Upload
from tests.conftest import BEGIN
from tests.documents import brought, versions

PART = {"X-Part": "1"}


@pytest.fixture
def ids(runtime, own_id):
    with runtime.database.reading() as session:
        return {row.question_id: row.id for row in session.scalars(select(DraftRow))}


def states(runtime):
    with runtime.database.reading() as session:
        return {row.question_id: row.state for row in session.scalars(select(DraftRow))}


def test_the_list_names_documents_and_what_is_next(ada, own_id):
    page = ada.get("/documents").text
    assert "The lighthouse of Varn" in page
    assert "3 to review" in page
    assert f"/documents/{own_id}/review" in page


def test_the_document_shows_everything_that_was_found(ada, own_id):
    page = ada.get(f"/documents/{own_id}").text
    assert "Review 3 drafts" in page
    assert "1 rejected, with the reason" in page
    assert "Windows-1252" in page
    assert "The tower falls twice." in page
    assert "its weekday does not fit" in page
    assert '<svg class="timeline"' in page
    assert "is-furniture" in page
    assert "spot--date" in page


def test_the_queue_shows_a_draft_beside_its_passage(ada, own_id):
    page = ada.get(f"/documents/{own_id}/review").text
    assert "On which day did Ines Duarte light the lamp" in page
    assert "<mark>Ines Duarte lit the lamp on 4 March 1871.</mark>" in page
    assert "Sure." in page
    assert "No other event stands then." in page
    assert page.count('name="reason"') == 8


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_draft_of_every_kind_stands_with_its_key_and_no_answer_of_nobody(ada, cast, runtime, kind):
    drafts = [brought.draft("any-kind", kind.example, "The tower fell in 1903")]
    page = ada.get(f"/documents/{brought.put(runtime.database, cast.ada, drafts=drafts)}/review").text
    drawn = page[page.index('class="review__draft"') : page.index('class="review__passage"')]
    assert "Your answer" not in drawn
    assert "no answer" not in drawn
    assert "is-key" in drawn or kind.kind in ("match", "order")


def test_a_decision_leads_to_the_next_draft(ada, own_id, ids, runtime):
    response = ada.post(f"/documents/{own_id}/decisions", {"draft": ids["lamp-lit"], "decision": "accept"})
    assert response.status_code == 303
    page = ada.get(response.headers["Location"]).text
    assert "Who wrote" in page
    assert "The office stands beside the name." in page
    assert "Fairly sure." in page
    ada.post(f"/documents/{own_id}/decisions", {"draft": ids["ship-miss"], "reason": "7"})
    assert states(runtime)["ship-miss"] == "rejected"


def test_every_page_tells_with_a_decision_what_it_showed(ada, own_id, ids, runtime):
    group = ada.get(f"/documents/{own_id}/group?sort=template&value=T1").text
    assert 'name="seen" value="open"' in group
    assert 'name="seen" value="open"' in ada.get(f"/documents/{own_id}/review").text
    ada.post(f"/documents/{own_id}/decisions", {"draft": ids["lamp-lit"], "decision": "accept", "seen": "open"})
    assert 'name="seen" value="accepted"' in ada.get(f"/documents/{own_id}/drafts?state=accepted").text
    refused = ada.post(f"/documents/{own_id}/decisions", {"draft": ids["lamp-lit"], "reason": "6", "seen": "open"})
    assert refused.status_code == 409
    assert "already accepted in another window" in refused.text
    assert states(runtime)["lamp-lit"] == "accepted"


def test_skipping_writes_nothing(ada, own_id, ids, runtime):
    page = ada.get(f"/documents/{own_id}/review?skip={ids['lamp-lit']}").text
    assert "Who wrote" in page
    assert f'name="skip" value="{ids["lamp-lit"]}"' in page
    assert set(states(runtime).values()) == {"open", "rejected"}


def test_undo_shows_the_draft_again(ada, own_id, ids):
    ada.post(f"/documents/{own_id}/decisions", {"draft": ids["lamp-lit"], "decision": "accept"})
    response = ada.post(f"/documents/{own_id}/reversals")
    assert "On which day did Ines Duarte" in ada.get(response.headers["Location"]).text


def test_parts_come_alone(ada, own_id, ids):
    for address in (f"/documents/{own_id}/review", f"/documents/{own_id}/drafts/{ids['lamp-lit']}"):
        part = ada.get(address, headers=PART).text
        assert "<html" not in part
        assert 'id="stem"' in part


def test_the_end_of_the_queue_leads_on(ada, own_id, ids):
    for name in ("lamp-lit", "ship-miss", "tower-fell"):
        ada.post(f"/documents/{own_id}/decisions", {"draft": ids[name], "decision": "accept"})
    page = ada.get(f"/documents/{own_id}/review").text
    assert "Everything is decided" in page
    assert "Publish them" in page


def test_the_editor_keeps_or_says_what_is_wrong(ada, own_id, ids, runtime):
    address = f"/documents/{own_id}/drafts/{ids['lamp-lit']}"
    page = ada.get(address).text
    assert "1871-03-04" in page
    form = brought.form_of(ada.get(address))
    wrong = ada.post(address, form | {"stem": "When?", "key": "soon"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.text
    assert 'href="#e-key"' in wrong.text
    right = ada.post(address, form | {"stem": "When was the lamp lit?"})
    assert right.status_code == 303
    page = ada.get(right.headers["Location"]).text
    assert "When was the lamp lit?" in page
    assert "edited" in page


def test_what_cannot_be_asked_opens_in_the_editor(ada, own_id, ids, runtime):
    with runtime.database.transaction() as session:
        row = session.get(DraftRow, ids["rebuilt"])
        row.raw = {"kind": "choice", "stem": "Who rebuilt it?", "key": "The council"}
    page = ada.get(f"/documents/{own_id}/review?draft={ids['rebuilt']}").text
    assert "Edit the draft" in page
    assert 'id="e-option-4-text"' in page


def test_lists_take_back_and_accept(ada, own_id, ids, runtime):
    page = ada.get(f"/documents/{own_id}/drafts?state=rejected").text
    assert "is a bound and no date" in page
    response = ada.post(
        f"/documents/{own_id}/decisions", {"draft": ids["rebuilt"], "decision": "reopen", "back": "rejected"}
    )
    assert response.headers["Location"].endswith("/drafts?state=rejected")
    assert states(runtime)["rebuilt"] == "open"
    assert "Put one draft back" in ada.get(response.headers["Location"]).text


def test_a_group_is_seen_before_it_is_decided_on(ada, own_id, ids, runtime):
    page = ada.get(f"/documents/{own_id}/group?sort=template&value=T1").text
    assert "Ines Duarte" in page
    assert "Who wrote" not in page
    ada.post(
        f"/documents/{own_id}/decisions",
        {"draft": [ids["lamp-lit"], ids["tower-fell"]], "decision": "accept", "back": "open"},
    )
    assert states(runtime) == {
        "lamp-lit": "accepted", "tower-fell": "accepted", "ship-miss": "open", "rebuilt": "rejected",
    }  # fmt: skip


def test_what_is_published_is_studied_at_once_with_its_passage(ada, own_id, ids):
    ada.post(f"/documents/{own_id}/decisions", {"draft": ids["lamp-lit"], "decision": "accept"})
    page = ada.get(f"/documents/{own_id}/publications").text
    assert "One question and the document" in page
    response = ada.post(
        f"/documents/{own_id}/publications", {"target": "new", "title": "Lights", "visibility": "private"}
    )
    assert response.headers["Location"] == "/banks/lights"
    assert "One question is new" in ada.get("/banks/lights").text
    assert "<mark>Ines Duarte lit the lamp on 4 March 1871.</mark>" in ada.get("/banks/lights/reading").text
    assert "On which day did Ines Duarte" in ada.get("/study/lights").text
    assert "Published in “Lights”" in ada.get(f"/documents/{own_id}").text


def test_what_is_published_again_is_said_to_be_there_already(ada, own_id, ids, runtime):
    ada.post(f"/documents/{own_id}/decisions", {"draft": ids["lamp-lit"], "decision": "accept"})
    ada.post(f"/documents/{own_id}/publications", {"target": "new", "title": "Lights", "visibility": "private"})
    with runtime.database.reading() as session:
        bank_id = session.scalar(select(Bank.id).where(Bank.slug == "lights"))
    ada.get("/banks/lights")
    ada.post(f"/documents/{own_id}/publications", {"target": str(bank_id), "title": "", "visibility": "private"})
    page = ada.get("/banks/lights").text
    assert "Nothing in the bank changed: it has these questions already. You can study them now." in page
    assert "0 questions" not in page


def test_the_list_of_a_bank_leads_to_the_questions_that_rest(ada, own_id, ids, runtime):
    for name in ("lamp-lit", "ship-miss"):
        ada.post(f"/documents/{own_id}/decisions", {"draft": ids[name], "decision": "accept"})
    ada.post(f"/documents/{own_id}/publications", {"target": "new", "title": "Lights", "visibility": "private"})
    assert "rest, since" not in ada.get("/banks/lights/questions").text
    with runtime.database.transaction() as session:
        row = session.scalars(select(QuestionRow).order_by(QuestionRow.id)).first()
        row.deleted_at = row.suspended_at = BEGIN
        stem = row.body["stem"]
    page = ada.get("/banks/lights/questions").text
    assert '<a href="/banks/lights/questions?state=rests">one more rests, since its text has changed</a>' in page
    resting = ada.get("/banks/lights/questions?state=rests").text
    assert stem in resting
    assert "one more rests" not in resting


def test_a_new_bank_needs_a_title_and_a_target_must_be_own(ada, sign_in_as, own_id, ids, runtime):
    ada.post(f"/documents/{own_id}/decisions", {"draft": ids["lamp-lit"], "decision": "accept"})
    address = f"/documents/{own_id}/publications"
    assert ada.post(address, {"target": "new", "title": " ", "visibility": "private"}).status_code == 422
    assert ada.post(address, {"target": "1", "title": "", "visibility": "private"}).status_code == 422
    with runtime.database.reading() as session:
        assert session.scalars(select(Bank)).all() == []


def test_a_private_bank_is_nobody_elses(ada, sign_in_as, own_id, ids):
    ada.post(f"/documents/{own_id}/decisions", {"draft": ids["lamp-lit"], "decision": "accept"})
    ada.post(f"/documents/{own_id}/publications", {"target": "new", "title": "Lights", "visibility": "private"})
    for name in ("eve", "sam", "mallory"):
        assert sign_in_as(name).get("/banks/lights").status_code == 404


def test_what_was_taught_is_shown(ada, own_id, ids):
    assert "Nothing yet" in ada.get("/documents/learning").text
    ada.post(f"/documents/{own_id}/decisions", {"draft": ids["lamp-lit"], "reason": "7"})
    page = ada.get("/documents/learning").text
    assert "When did it happen?" in page
    assert "By how the fact was found" in page


def test_a_rule_that_is_off_is_said_where_it_matters_and_comes_back(ada, cast, runtime):
    raw = brought.FELL["raw"]
    drafts = [
        brought.draft(
            f"fell-{n}", raw, "The tower fell in 1903", template=f"T{1 + n % 3}", grounds={"rules": ["facts.kin"]}
        )
        for n in range(12)
    ]
    upload_id = brought.put(runtime.database, cast.ada, drafts=[*drafts, brought.LIT])
    with runtime.database.reading() as session:
        rows = session.scalars(select(DraftRow).where(DraftRow.question_id.like("fell-%"))).all()
    for row in rows[:10]:
        ada.post(f"/documents/{upload_id}/decisions", {"draft": row.id, "reason": "5"})
    assert "<b>2</b> held back: you mostly reject their kind" in ada.get(f"/documents/{upload_id}/review").text
    page = ada.get("/documents/learning").text
    assert page.count("switched off") == 1
    assert 'Use it again<span class="visually-hidden">: Kinship that stands beside a name' in page
    ada.post("/documents/learning", {"rule": "facts.kin", "is_kept": "1"})
    assert "kept by you" in ada.get("/documents/learning").text
    assert "held back" not in ada.get(f"/documents/{upload_id}/review").text


def test_a_rejected_draft_that_is_asked_says_where(ada, cast, own_id, ids, runtime):
    versions.publish(runtime.database, cast.ada, own_id, "lamp-lit")
    page = ada.get(f"/documents/{own_id}/review?draft={ids['lamp-lit']}").text
    assert "It is asked in “Lights of Varn”" in page
    ada.post(f"/documents/{own_id}/decisions", {"draft": str(ids["lamp-lit"]), "reason": "6"})
    page = ada.get(f"/documents/{own_id}/drafts?state=rejected").text
    assert "Still asked in “Lights of Varn”" in page
    assert page.count("/banks/lights-of-varn/questions/") == 1


def test_a_long_list_of_drafts_comes_in_leaves(ada, cast, runtime):
    raw = {name: value for name, value in brought.FELL["raw"].items() if name != "id"}
    drafts = [brought.draft(f"fell-{n}", raw, "The tower fell in 1903") for n in range(150)]
    upload_id = brought.put(runtime.database, cast.ada, drafts=drafts)
    rows = [ada.get(f"/documents/{upload_id}/drafts?state=open&leaf={n}").text.count("drafts__row") for n in (1, 2, 99)]
    assert rows == [100, 50, 50]
    form = {"draft": "0", "decision": "accept", "seen": "open", "back": "open", "leaf": "2"}
    response = ada.post(f"/documents/{upload_id}/decisions", form)
    assert response.headers["Location"].endswith("state=open&leaf=2")


@pytest.mark.parametrize("rule", ["", "T99", "facts.kin\0", "main", "x" * 5_000])
def test_only_rules_that_there_are_can_be_kept(ada, runtime, rule):
    assert ada.post("/documents/learning", {"rule": rule, "is_kept": "1"}).status_code == 404
    with runtime.database.reading() as session:
        assert session.scalars(select(RuleChoice)).all() == []


def test_the_item_check_names_rule_and_question(ada, own_id, ids, runtime):
    address = f"/documents/{own_id}/drafts/{ids['lamp-lit']}"
    negative = {"stem": "Which of these days is not the day on which Ines Duarte lit the lamp?"}
    assert ada.post(address, brought.form_of(ada.get(address)) | negative).status_code == 303
    ada.post(f"/documents/{own_id}/decisions", {"draft": ids["lamp-lit"], "decision": "accept"})
    ada.post(f"/documents/{own_id}/publications", {"target": "new", "title": "Lights", "visibility": "private"})
    page = ada.get("/banks/lights/check").text
    assert "Negative wording" in page
    assert "/banks/lights/reading#p" in page


def test_only_teachers_see_the_entry(sign_in_as):
    assert 'href="/documents"' in sign_in_as("ada").get("/").text
    for name in ("sam", "gil", "mallory"):
        assert 'href="/documents"' not in sign_in_as(name).get("/").text


def test_export_holds_documents_and_decisions(ada, own_id, ids):
    ada.post(f"/documents/{own_id}/decisions", {"draft": ids["lamp-lit"], "decision": "accept"})
    exported = ada.get("/settings/export").json["history"]
    assert exported["documents"][0]["text"] == brought.TEXT
    assert exported["draft_decisions"][0]["is_accepted"] is True


def test_a_huge_number_is_no_document(ada, own_id):
    for address in (f"/documents/{10**30}", f"/documents/{own_id}/drafts/{10**30}", f"/documents/{10**30}/review"):
        assert ada.get(address).status_code == 404


def test_counts_on_the_shelf_follow_decisions(ada, own_id, ids, runtime):
    ada.post(f"/documents/{own_id}/decisions", {"draft": ids["lamp-lit"], "decision": "accept"})
    with runtime.database.reading() as session:
        assert session.get(Upload, own_id).counts == {"open": 2, "accepted": 1, "rejected": 1}
