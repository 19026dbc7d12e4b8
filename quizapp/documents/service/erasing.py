"""A teacher's documents as their own data: part of their export; their erasure takes the rows by itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from quizapp.documents.models import DraftDecision, DraftRow, ModelSwitch, Upload


def export_teacher(session: Session, teacher_id: int) -> dict[str, Any]:
    """Give everything that is kept of a teacher's documents and decisions, as plain JSON values."""
    uploads = session.scalars(
        select(Upload).where(Upload.owner_id == teacher_id).options(undefer(Upload.text)).order_by(Upload.id)
    ).all()
    decisions = session.scalars(
        select(DraftDecision)
        .where(DraftDecision.teacher_id == teacher_id, DraftDecision.template != "")
        .order_by(DraftDecision.id)
    )
    return {
        "documents": [_document(session, upload) for upload in uploads],
        "draft_decisions": [
            {
                "template": decision.template,
                "is_accepted": decision.is_accepted,
                "reason": decision.reason,
                "decided_at": decision.decided_at.isoformat(),
            }
            for decision in decisions
        ],
    }


def _document(session: Session, upload: Upload) -> dict[str, Any]:
    switch = session.get(ModelSwitch, upload.id)
    drafts = session.scalars(select(DraftRow).where(DraftRow.upload_id == upload.id).order_by(DraftRow.id))
    return {
        "name": upload.name,
        "title": upload.title,
        "from": upload.source,
        "published": upload.published,
        "brought_at": upload.created_at.isoformat(),
        "text": upload.text,
        "sent_to": None if switch is None else _sent_to(switch),
        "drafts": [
            {"question": draft.edited or draft.raw, "state": draft.state, "reason": draft.reason} for draft in drafts
        ],
    }


def _sent_to(switch: ModelSwitch) -> dict[str, Any]:
    return {
        "host": switch.host,
        "model": switch.model,
        "turned_on_at": switch.turned_on_at.isoformat(),
        "turned_off_at": switch.turned_off_at.isoformat() if switch.turned_off_at else None,
    }
