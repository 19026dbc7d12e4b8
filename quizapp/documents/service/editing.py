"""Keeping an edited draft; the editor itself is the one of banks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict
from quizapp.core.kinds import parse_question
from quizapp.core.question import Json
from quizapp.documents.models import DraftRow
from quizapp.documents.service.drafts import get_draft, must_edit, raw_of
from quizapp.people.viewer import Viewer


class StaleDraft(Conflict):
    """Somebody kept another edit of the draft since this editor was opened."""

    def __init__(self) -> None:
        super().__init__("This draft was edited in another window meanwhile. Open it anew; nothing was changed here.")


def edit_mark(draft: DraftRow) -> str:
    """Name what a draft says now, for a form that is to find out whether it still does."""
    return hashlib.sha256(json.dumps(raw_of(draft), sort_keys=True).encode()).hexdigest()[:16]


def save_edit(
    session: Session,
    viewer: Viewer,
    upload_id: int,
    draft_id: int,
    edited: Mapping[str, Json],
    now: datetime,
    seen: str | None = None,
) -> DraftRow:
    """Keep an edited draft, which needs not be accepted by that.

    seen: the `edit_mark` of the draft that the editor was opened on; None = whatever it was.

    Raises:
        InvalidQuestion: it is no sound question; every problem is named.
        NotFound: there is no such draft.
        StaleDraft: it says something else than was seen, and than what is to be kept.
    """
    draft = get_draft(session, viewer, upload_id, draft_id, is_locked=True)
    question = parse_question(edited).dump()
    if seen is not None and seen != edit_mark(draft) and question != raw_of(draft):
        raise StaleDraft
    draft.edited = None if question == draft.raw else question
    if must_edit(draft):
        draft.grounds = {name: value for name, value in draft.grounds.items() if name != "must_edit"}
    return draft
