"""Edited drafts are judged again, and lists show what is right in words."""

from __future__ import annotations

from markupsafe import escape

from quizapp.banks.models import Bank
from quizapp.banks.service import check_bank
from quizapp.core.kinds import parse_question
from quizapp.documents import service
from tests.conftest import BEGIN
from tests.documents import brought, versions
from tests.documents.test_review import Queue


def test_an_edited_draft_is_judged_again(ada, own_id, runtime, cast):
    """Its old reasons no longer speak for it, and what its passage does not say is told here and in its bank."""
    queue = Queue(runtime.database, cast.ada, own_id)
    edited = {**queue.get("ship-miss").raw, "key": "Ada Holm"}
    with runtime.database.transaction() as session:
        service.save_edit(session, cast.ada, own_id, queue.id_of("ship-miss"), edited, BEGIN)
    page = ada.get(f"/documents/{own_id}/review?draft={queue.id_of('ship-miss')}").text
    assert "Edited. Edited by you; its passage does not say “Ada Holm”." in page
    assert "Fairly sure." not in page
    assert "The office stands beside the name." not in page
    bank_id = versions.publish(runtime.database, cast.ada, own_id, "ship-miss", "lamp-lit")
    with runtime.database.reading() as session:
        found = {
            each.slug: each.findings
            for each in check_bank(session, cast.ada, session.get_one(Bank, bank_id).slug).questions
        }
    assert "edited" in [finding.rule for finding in found["ship-miss"]]
    assert "edited" not in [finding.rule for finding in found.get("lamp-lit", [])]


def test_words_for_another_key_do_not_join_the_key_of_a_newer_version(ada, own_id, runtime, cast):
    queue = Queue(runtime.database, cast.ada, own_id)
    edited = {**queue.get("lamp-lit").raw, "stem": "When did she come home?", "key": "1870-01-02"}
    with runtime.database.transaction() as session:
        service.save_edit(session, cast.ada, own_id, queue.id_of("lamp-lit"), edited, BEGIN)
    later = versions.with_words("4 March 1871", "5 March 1871")
    newer = versions.bring_newer(runtime.database, cast.ada, own_id, later, [versions.LIT_LATER])
    assert Queue(runtime.database, cast.ada, newer).get("lamp-lit").edited is None


def test_lists_show_what_is_right_in_words(ada, runtime, cast):
    kinds = [
        {"kind": "true_false", "stem": "The lamp was lit.", "key": True},
        {"kind": "match", "stem": "Which?", "pairs": [{"left": "x", "right": "1"}, {"left": "y", "right": "2"}]},
        {"kind": "cloze", "stem": "The [[1]] fell.", "gaps": [{"key": "tower"}]},
    ]
    drafts = [brought.draft(f"d{n}", raw, "The tower fell in 1903") for n, raw in enumerate(kinds)]
    upload_id = brought.put(runtime.database, cast.ada, drafts=drafts)
    for page in (f"/documents/{upload_id}/drafts?state=open", f"/documents/{upload_id}/group?sort=template&value=T1"):
        words = ada.get(page).text
        assert "The … fell." in words
        assert "[[1]]" not in words
        for raw in kinds:
            assert escape(parse_question(raw | {"id": "d0"}).answer()) in words
