"""Questions that stand by an earlier version of their document: what they are known by, and what was said of them."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks import service as banks
from quizapp.banks.service import Standing
from quizapp.documents.models import Comparison, Upload

#: Questions by bank and id.
Questions: TypeAlias = frozenset[tuple[int | None, str]]


def is_held(row: Standing) -> bool:
    """Whether a question is asked by words of an earlier version, which the version after it had no more.

    What is drawn of the newest version says nothing of it: its draft may have another key.
    """
    return not row.is_suspended and any(span.get("earlier") for span in banks.evidence_of(row.body))


def list_kept(session: Session, upload: Upload) -> Questions:
    """List the questions that their teacher kept as they were when this version was brought, or before."""
    kept = select(Comparison.bank_id, Comparison.question_id).where(
        Comparison.upload_id == upload.id, Comparison.decision == "kept"
    )
    return frozenset((bank_id, slug) for bank_id, slug in session.execute(kept))
