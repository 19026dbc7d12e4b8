"""A newer version of a document takes the place of the earlier one: what was worked out is written at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, inspect, select, update
from sqlalchemy.orm import Session

from quizapp.banks import service as banks
from quizapp.banks.models import Bank
from quizapp.banks.service import LoadReport
from quizapp.documents.models import Comparison, DraftRow, Publication, Upload
from quizapp.documents.service.comparing import BankPlan, RenewalPlan, find_before, plan_renewal, sight_of
from quizapp.documents.service.uploads import count_drafts

_INHERITED = ("question_id", "grounds", "edited", "state", "reason", "decided_at", "decided_by")


def follow_earlier(
    session: Session, upload: Upload, now: datetime, *, is_forced: bool = False, plan: RenewalPlan | None = None
) -> list[LoadReport]:
    """Let a document that was read take the place of the version before it, in the review queue and in its banks.

    A plan that was made before is followed if what it was built on still holds; else all is worked out anew.
    """
    earlier = _lock_before(session, upload)
    if plan is None or earlier is None or sight_of(session, upload, earlier) != plan.sight:
        plan = plan_renewal(session, upload.id, now, is_forced=is_forced)
    if plan is None:
        return []
    upload.earlier_id = plan.earlier_id
    if plan.is_unlike:
        upload.comparison = "unlike"
        return []
    _write_drafts(session, upload, plan)
    reports = [write_bank(session, upload, each, plan.earlier_id, now) for each in plan.banks]
    _write_entries(session, plan)
    session.execute(update(Upload).where(Upload.id == plan.earlier_id).values(state="replaced"))
    upload.comparison = "compared"
    count_drafts(session, upload)
    return reports


def _lock_before(session: Session, upload: Upload) -> Upload | None:
    """Lock the version that is in force, with its banks: nothing of it changes from here on."""
    earlier_id = find_before(session, upload)
    while earlier_id is not None:
        own = select(Upload).where(Upload.id == earlier_id).with_for_update(key_share=True)
        earlier = session.scalar(own.execution_options(populate_existing=True))
        # Another newer version may have taken its place while this waited for it.
        found, earlier_id = earlier_id, find_before(session, upload)
        if earlier is not None and found == earlier_id:
            lock_banks(session, earlier)
            return earlier
    return None


def lock_banks(session: Session, upload: Upload) -> None:
    """Lock the banks that hold a document, which is locked itself, always in one order."""
    held = select(Bank.id).join(Publication, Publication.bank_id == Bank.id).where(Publication.upload_id == upload.id)
    session.execute(held.order_by(Bank.id).with_for_update(of=Bank, key_share=True)).all()


def _write_drafts(session: Session, upload: Upload, plan: RenewalPlan) -> None:
    """Write what new drafts inherit, and store copies of those whose words stand though none was drawn anew."""
    table: Any = DraftRow.__table__
    if plan.touched:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _INHERITED}
        rows = [{f"new_{name}": getattr(row, name) for name in _INHERITED} | {"row_id": row.id} for row in plan.touched]
        session.connection().execute(table.update().where(table.c.id == bindparam("row_id")).values(**values), rows)
    if plan.copies:
        names = [column.key for column in inspect(DraftRow).column_attrs if column.key != "id"]
        session.execute(insert(DraftRow), [{name: getattr(row, name) for name in names} for row in plan.copies])
        # They have the highest numbers, in their order.
        stored = select(DraftRow.id).where(DraftRow.upload_id == upload.id).order_by(DraftRow.id.desc())
        numbers = session.scalars(stored.limit(len(plan.copies))).all()
        for row, number in zip(plan.copies, reversed(numbers), strict=True):
            row.id = number


def write_bank(session: Session, upload: Upload, plan: BankPlan, earlier_id: int, now: datetime) -> LoadReport:
    """Let a bank, which is locked, hold this version in the other one's place."""
    bank = session.scalars(select(Bank).where(Bank.id == plan.bank_id)).one()
    replacement = plan.replacement
    banks.replace_document(session, bank, replacement)
    if replacement.distance:
        behind = update(Publication).where(Publication.bank_id == bank.id, Publication.first_number > replacement.first)
        session.execute(behind.values(first_number=Publication.first_number + replacement.distance))
    session.execute(delete(Publication).where(Publication.upload_id == earlier_id, Publication.bank_id == bank.id))
    renewed = Publication(upload_id=upload.id, bank_id=bank.id, first_number=replacement.first, published_at=now)
    renewed.paragraph_count = len(replacement.made.rows)
    session.add(renewed)
    banks.write_sheet(session, bank, plan.sheet)
    return plan.report


def _write_entries(session: Session, plan: RenewalPlan) -> None:
    rows = [values | {"draft_id": draft.id if draft is not None else None} for values, draft in plan.entries]
    if rows:
        session.execute(insert(Comparison), rows)
