"""Drafts of what their document tells in two ways: none is accepted before its teacher has said what is right."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict
from quizapp.documents.models import DraftRow, Upload

#: The rule that speaks against them.
TWO_WAYS = "R21"
_REFUSED = (
    "The document tells this in two ways, so it cannot be asked as it is. {told} "
    "Correct the document and bring it again, or edit the draft."
)


def refuse_contradicted(session: Session, upload: Upload, drafts: Sequence[DraftRow]) -> None:
    """Refuse what contradicts another passage, with both values named, unless its teacher edited it.

    Raises:
        Conflict: there is one.
    """
    for draft in drafts:
        if draft.edited is None and any(each["rule"] == TWO_WAYS for each in draft.rejections):
            raise Conflict(_REFUSED.format(told=_told(session, upload, draft)))


def _told(session: Session, upload: Upload, draft: DraftRow) -> str:
    findings = session.scalar(select(Upload.findings).where(Upload.id == upload.id)) or {}
    spans = draft.grounds.get("facts") or [[draft.start, draft.end]]
    said = [
        each["message"]
        for each in findings.get("contradictions", ())
        if any(start < end_of and start_of < end for start, end in each["passages"] for start_of, end_of in spans)
    ]
    return " ".join(dict.fromkeys(said))
