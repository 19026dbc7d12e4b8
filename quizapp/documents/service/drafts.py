"""One draft: found within what its teacher may see, its question as it stands now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.errors import InvalidQuestion, NotFound
from quizapp.core.extraction.item_rules.asked import rule_context
from quizapp.core.extraction.item_rules.edited import check_edited_key
from quizapp.core.extraction.item_rules.lint import check_question
from quizapp.core.kinds import parse_question
from quizapp.documents.models import DraftRow, Upload
from quizapp.documents.service.uploads import HIGHEST_ID, get_ready
from quizapp.people.viewer import Viewer

_GAP = re.compile(r"\[\[\d+\]\]")
#: What the names of reasons begin with by which a draft is not chosen by default.
HELD = "held "


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


def key_in_words(raw: Mapping[str, Any]) -> str:
    """Give what is right about a question for a line of a list; empty where it is no sound question."""
    try:
        return parse_question(raw).answer()
    except InvalidQuestion:
        return ""


def find_hold(draft: DraftRow) -> str:
    """Say why a sound draft is not chosen by default; empty where nothing speaks against that, or it was edited."""
    reasons = draft.grounds.get("reasons", []) if draft.edited is None else []
    return next((str(reason["message"]) for reason in reasons if reason["name"].startswith(HELD)), "")


def edit_remarks(upload: Upload, draft: DraftRow) -> list[str]:
    """Tell what the rules say of a draft as its teacher edited it, beside its passage; nothing where nobody did."""
    if draft.edited is None:
        return []
    question = parse_question({**draft.edited, "evidence": []})
    said = [reason.message for reason in check_question(question, rule_context([question]))]
    unsaid = check_edited_key(question, upload.text[draft.start : draft.end])
    return [*([unsaid.message] if unsaid is not None else []), *said]


def must_edit(draft: DraftRow) -> bool:
    """Whether a draft was carried into a newer version that proves it no more: it is not asked before it was edited."""
    return bool(draft.grounds.get("must_edit"))


def is_sound(draft: DraftRow) -> bool:
    """Whether a draft is a question that could be asked; what the rules rejected need not be."""
    try:
        parse_question(raw_of(draft))
    except InvalidQuestion:
        return False
    return True
