"""Keeping an edited draft; the editor itself is the one of banks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.kinds import parse_question
from quizapp.core.question import Json
from quizapp.documents.models import DraftRow
from quizapp.documents.service.drafts import get_draft
from quizapp.people.viewer import Viewer


def save_edit(
    session: Session, viewer: Viewer, upload_id: int, draft_id: int, edited: Mapping[str, Json], now: datetime
) -> DraftRow:
    """Keep an edited draft, which needs not be accepted by that.

    Raises:
        InvalidQuestion: it is no sound question; every problem is named.
        NotFound: there is no such draft.
    """
    draft = get_draft(session, viewer, upload_id, draft_id, is_locked=True)
    question = parse_question(edited).dump()
    draft.edited = None if question == draft.raw else question
    return draft
