"""Decisions on drafts as they are kept: to learn from, and to be taken back, each with all that it was made with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict
from quizapp.documents.models import DraftDecision, DraftRow
from quizapp.documents.service.learning import features_of
from quizapp.documents.service.uploads import count_drafts, get_ready, owner_of
from quizapp.people.viewer import Viewer


def keep_decisions(
    session: Session, viewer: Viewer, rows: Sequence[DraftRow], decision: str, reason: str | None, now: datetime
) -> None:
    """Keep what is decided on drafts, which are as they were before, in as many statements for a thousand as for one.

    Those that are decided on at once are undone at once. A second thought replaces the first: the ranking learns from
    what holds.
    """
    together = f"{now.isoformat()} {rows[0].id} {len(rows)}" if len(rows) > 1 else ""
    known = select(DraftDecision).where(DraftDecision.draft_id.in_([row.id for row in rows]))
    first = {each.draft_id: _kept(each) for each in session.scalars(known.order_by(DraftDecision.id))}
    if first:
        session.execute(delete(DraftDecision).where(DraftDecision.id.in_([kept["id"] for kept in first.values()])))
    is_learned_from = decision != "reopen"
    values = [
        {
            "teacher_id": owner_of(viewer),
            "draft_id": row.id,
            "template": row.template if is_learned_from else "",
            "features": features_of(row) if is_learned_from else {},
            "is_accepted": decision == "accept",
            "reason": reason,
            "before": _before(row, first.get(row.id), together),
            "decided_at": now,
        }
        for row in rows
    ]
    if values:
        session.execute(insert(DraftDecision), values)


def _before(row: DraftRow, earlier: Mapping[str, Any] | None, together: str) -> dict[str, Any]:
    return {
        "state": row.state,
        "reason": row.reason,
        "decided_at": None if row.decided_at is None else row.decided_at.isoformat(),
        "decided_by": row.decided_by,
        "earlier": earlier,
        "group": together,
    }


def _kept(decision: DraftDecision) -> dict[str, Any]:
    """Give a decision as the one that replaces it keeps it; what that one had replaced is forgotten."""
    return {
        "id": decision.id,
        "teacher_id": decision.teacher_id,
        "template": decision.template,
        "features": decision.features,
        "is_accepted": decision.is_accepted,
        "reason": decision.reason,
        "before": {**decision.before, "earlier": None},
        "decided_at": decision.decided_at.isoformat(),
    }


def find_latest(session: Session, viewer: Viewer, upload_id: int) -> DraftDecision | None:
    """Find the viewer's latest decision on a document's drafts."""
    latest = (
        select(DraftDecision)
        .join(DraftRow, DraftRow.id == DraftDecision.draft_id)
        .where(DraftDecision.teacher_id == viewer.id, DraftRow.upload_id == upload_id)
        .order_by(DraftDecision.id.desc())
        .limit(1)
    )
    return session.scalar(latest)


def undo(session: Session, viewer: Viewer, upload_id: int) -> Sequence[DraftRow]:
    """Take the latest decision on a document's drafts back, and give those that it was about: all of a group.

    Raises:
        Conflict: there is none.
    """
    upload = get_ready(session, viewer, upload_id, is_locked=True)
    latest = find_latest(session, viewer, upload.id)
    if latest is None:
        raise Conflict("There is nothing to undo.")
    decisions = {each.draft_id: each for each in _made_together(session, latest)}
    own = select(DraftRow).where(DraftRow.id.in_(list(decisions)), DraftRow.upload_id == upload.id)
    rows = session.scalars(own.order_by(DraftRow.start, DraftRow.id)).all()
    for row in rows:
        _restore(row, decisions[row.id].before)
    earlier = [(each.draft_id, each.before.get("earlier")) for each in decisions.values()]
    session.execute(delete(DraftDecision).where(DraftDecision.id.in_([each.id for each in decisions.values()])))
    # Under their own numbers: the next undo takes back what was decided last among what is left.
    session.add_all([_decision(draft_id, kept) for draft_id, kept in earlier if kept])
    session.flush()
    count_drafts(session, upload)
    return rows


def _made_together(session: Session, latest: DraftDecision) -> list[DraftDecision]:
    group = latest.before.get("group")
    if not group:
        return [latest]
    same = select(DraftDecision).where(
        DraftDecision.teacher_id == latest.teacher_id,
        DraftDecision.decided_at == latest.decided_at,
        DraftDecision.draft_id.is_not(None),
    )
    return [each for each in session.scalars(same) if each.before.get("group") == group]


def _restore(row: DraftRow, before: Mapping[str, Any]) -> None:
    moment = before.get("decided_at")
    row.state, row.reason = before["state"], before["reason"]
    row.decided_at = None if moment is None else datetime.fromisoformat(moment)
    row.decided_by = before.get("decided_by")


def _decision(draft_id: int | None, kept: Mapping[str, Any]) -> DraftDecision:
    return DraftDecision(**{**kept, "draft_id": draft_id, "decided_at": datetime.fromisoformat(kept["decided_at"])})
