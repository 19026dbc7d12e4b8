"""One draft: found within what its teacher may see, its question as it stands now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.errors import InvalidQuestion, NotFound
from quizapp.core.kinds import parse_question
from quizapp.documents.models import DraftRow
from quizapp.documents.service.uploads import HIGHEST_ID, get_ready
from quizapp.people.viewer import Viewer

_GAP = re.compile(r"\[\[\d+\]\]")


def get_draft(session: Session, viewer: Viewer, upload_id: int, draft_id: int, *, is_locked: bool = False) -> DraftRow:
    """Give a draft of one of the viewer's documents, which `is_locked` holds until the transaction ends.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    upload = get_ready(session, viewer, upload_id, is_locked=is_locked)
    own = select(DraftRow).where(DraftRow.upload_id == upload.id, DraftRow.id == draft_id)
    found = session.scalar(own) if draft_id <= HIGHEST_ID else None
    if found is None:
        raise NotFound("There is no such draft here. The document’s page leads to those there are.")
    return found


def raw_of(draft: DraftRow) -> dict[str, Any]:
    """Give a draft's question as it stands now."""
    return draft.edited if draft.edited is not None else draft.raw


def shown_stem(raw: Mapping[str, Any]) -> str:
    """Give a question's stem for a line of a list, its gaps as dots."""
    return _GAP.sub("…", str(raw.get("stem", "")))


def is_sound(draft: DraftRow) -> bool:
    """Whether a draft is a question that could be asked; what the rules rejected need not be."""
    try:
        parse_question(raw_of(draft))
    except InvalidQuestion:
        return False
    return True
