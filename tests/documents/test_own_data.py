"""What a teacher takes along of their documents: everything that is kept of them; on both databases."""

from __future__ import annotations

import json

from quizapp.documents import service
from tests.documents import versions


def test_everything_that_is_kept_of_documents_is_exported(database, people, document_id):
    ids = versions.compared(database, people.ada, document_id)
    versions.settle(database, people.ada, ids["compared"], "lamp-lit", "kept")
    with database.transaction() as session:
        service.keep_rule(session, people.ada.id, "T4", is_kept=True)
    with database.reading() as session:
        exported = service.export_teacher(session, people.ada.id)
        assert service.export_teacher(session, people.eve.id)["rule_choices"] == []
    assert json.loads(json.dumps(exported)) == exported
    first, newer = exported["documents"]
    assert first["findings"]["actors"][0]["name"] == "Ines Duarte"
    assert newer["newer_version_of"] == first["number"]
    assert (first["publications"], first["comparisons"]) == ([], [])
    assert [each["bank"] for each in newer["publications"]] == ["lights-of-varn"]
    decided = {each["question"]: (each["fate"], each["decision"]) for each in newer["comparisons"]}
    assert decided["lamp-lit"] == ("changed", "kept")
    assert newer["comparisons"][0]["before"]["key"]
    assert exported["rule_choices"] == [{"rule": "T4", "is_kept": True}]
