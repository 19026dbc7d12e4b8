"""What a document tells in two ways is not accepted as it is; on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.core.errors import Conflict
from quizapp.documents import service
from quizapp.documents.models import DraftRow
from tests.conftest import BEGIN
from tests.documents import brought

TOLD = "“The tower fell” is told of 1903 and of 1910."
AGAINST = [{"rule": "R21", "message": "The document tells this in two ways."}]


def test_a_contradicted_draft_is_refused_with_both_values_until_it_is_edited(database, people):
    findings = brought.result()["findings"]
    findings["contradictions"] = [{"message": TOLD, "passages": [list(brought.span("The tower fell in 1903"))]}]
    fell = brought.FELL | {"rejections": AGAINST}
    upload_id = brought.put(database, people.ada, drafts=[brought.LIT], rejected=[fell], findings=findings)
    with database.reading() as session:
        draft = session.scalars(select(DraftRow).where(DraftRow.question_id == "tower-fell")).one()
    with database.transaction() as session, pytest.raises(Conflict, match="of 1903 and of 1910"):
        service.decide(session, people.ada, upload_id, [draft.id], "accept", None, BEGIN)
    with database.transaction() as session:
        assert service.decide(session, people.ada, upload_id, [draft.id], "reopen", None, BEGIN) == 1
    with database.transaction() as session, pytest.raises(Conflict, match="in two ways"):
        service.decide(session, people.ada, upload_id, [draft.id], "accept", None, BEGIN)
    with database.transaction() as session:
        service.save_edit(
            session, people.ada, upload_id, draft.id, {**draft.raw, "key": "1910", "distractors": []}, BEGIN
        )
        assert service.decide(session, people.ada, upload_id, [draft.id], "accept", None, BEGIN) == 1
