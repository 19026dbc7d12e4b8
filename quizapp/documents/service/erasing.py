"""A teacher's documents as their own data: part of their export; their erasure takes the rows by itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from quizapp.banks.models import Bank
from quizapp.documents.models import Comparison, DraftDecision, DraftRow, ModelSwitch, Publication, RuleChoice, Upload


def export_teacher(session: Session, teacher_id: int) -> dict[str, Any]:
    """Give everything that is kept of a teacher's documents and decisions, as plain JSON values."""
    whole = (undefer(Upload.text), undefer(Upload.findings))
    uploads = session.scalars(
        select(Upload).where(Upload.owner_id == teacher_id).options(*whole).order_by(Upload.id)
    ).all()
    decisions = session.scalars(
        select(DraftDecision)
        .where(DraftDecision.teacher_id == teacher_id, DraftDecision.template != "")
        .order_by(DraftDecision.id)
    )
    choices = session.scalars(
        select(RuleChoice).where(RuleChoice.teacher_id == teacher_id).order_by(RuleChoice.rule)
    ).all()
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
        "rule_choices": [{"rule": choice.rule, "is_kept": choice.is_kept} for choice in choices],
    }


def _document(session: Session, upload: Upload) -> dict[str, Any]:
    switch = session.get(ModelSwitch, upload.id)
    drafts = session.scalars(select(DraftRow).where(DraftRow.upload_id == upload.id).order_by(DraftRow.id))
    return {
        "number": upload.id,
        "newer_version_of": upload.earlier_id,
        "name": upload.name,
        "title": upload.title,
        "from": upload.source,
        "published": upload.published,
        "brought_at": upload.created_at.isoformat(),
        "text": upload.text,
        "findings": upload.findings,
        "sent_to": None if switch is None else _sent_to(switch),
        "drafts": [
            {"question": draft.edited or draft.raw, "state": draft.state, "reason": draft.reason} for draft in drafts
        ],
        "publications": _publications(session, upload),
        "comparisons": _comparisons(session, upload),
    }


def _publications(session: Session, upload: Upload) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Bank.slug, Publication.published_at)
        .join(Publication, Publication.bank_id == Bank.id)
        .where(Publication.upload_id == upload.id)
        .order_by(Bank.id)
    )
    return [{"bank": slug, "published_at": moment.isoformat()} for slug, moment in rows]


def _comparisons(session: Session, upload: Upload) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Comparison, Bank.slug)
        .outerjoin(Bank, Bank.id == Comparison.bank_id)
        .where(Comparison.upload_id == upload.id)
        .order_by(Comparison.id)
    )
    return [
        {
            "bank": slug,
            "question": row.question_id,
            "fate": row.fate,
            "before": row.before,
            "after": row.after,
            "remarks": row.remarks,
            "decision": row.decision,
            "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        }
        for row, slug in rows
    ]


def _sent_to(switch: ModelSwitch) -> dict[str, Any]:
    return {
        "host": switch.host,
        "model": switch.model,
        "turned_on_at": switch.turned_on_at.isoformat(),
        "turned_off_at": switch.turned_off_at.isoformat() if switch.turned_off_at else None,
    }
