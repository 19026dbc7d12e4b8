"""What a teacher decides on questions that a newer version changed: one by one, all of a bank, and the way back.

Every decision is worked out first, from what was seen, and then written; see `banks.service.storing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Text, bindparam, cast, select
from sqlalchemy.orm import Session

from quizapp.banks import service as banks
from quizapp.banks.models import Bank, Revision
from quizapp.banks.service import LoadReport, Sheet, Standing
from quizapp.core.errors import Conflict, NotFound
from quizapp.core.kinds import parse_question
from quizapp.documents.models import Comparison, DraftRow, Publication, Upload
from quizapp.documents.service.comparing import RenewalPlan, plan_renewal
from quizapp.documents.service.contradicted import refuse_contradicted, two_ways_of
from quizapp.documents.service.drafts import is_sound, must_edit
from quizapp.documents.service.following import follow_earlier
from quizapp.documents.service.publishing import list_lineage, question_of
from quizapp.documents.service.readings import reading_of
from quizapp.documents.service.uploads import HIGHEST_ID, count_drafts, get_ready
from quizapp.people.viewer import Viewer

#: Decisions by what they can be made on.
_CHOICES = {"changed": ("taken", "kept"), "gone": ("kept", "removed")}
Sight: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a teacher wants: a decision on one entry, as they saw it in this revision, or on all (entry_id None).

    decision: taken, kept, removed; undone takes the latest decisions of the bank back.
    """

    upload_id: int
    decision: str
    entry_id: int | None = None
    revision: int | None = None
    bank_id: int | None = None
    #: When the decisions were made that are to be undone, as the page showed it: the same sent twice undoes them once.
    decided_at: datetime | None = None


@dataclass(slots=True)
class DecisionPlan:
    """All that a wish writes, worked out from what was seen (`sight`): decisions by entry, states by draft."""

    sight: Sight
    bank_id: int
    sheet: Sheet
    report: LoadReport
    decisions: dict[int, str | None]
    drafts: dict[int, str]


def plan_wish(session: Session, viewer: Viewer, wish: Wish, now: datetime) -> DecisionPlan:
    """Work out what a decision would write; this locks nothing.

    Raises:
        NotFound: the entry, its bank or its question is not there, or not the viewer's.
        Conflict: that cannot be decided on it, it is told in two ways, or the question was changed since the page was
            shown.
    """
    upload = get_ready(session, viewer, wish.upload_id, is_whole=True)
    bank, entries = _concerned(session, viewer, upload, wish, is_locked=False)
    sheet = Sheet(banks.look_at(session, bank.id), viewer.id, now)
    report = LoadReport(bank.slug, bank.id)
    plan = DecisionPlan(_sight(session, upload, bank, entries), bank.id, sheet, report, {}, {})
    one = _Deciding(session, upload, bank, plan)
    if wish.decision == "undone" and wish.entry_id is None:
        one.undo(entries)
    elif wish.entry_id is not None:
        one.decide(entries[0], wish.decision, wish.revision)
    elif wish.decision == "taken":
        one.take(entries)
    else:
        raise Conflict("That cannot be decided on all questions at once. Reload the page and use its buttons.")
    sheet.sum_up()
    return plan


def fulfil(
    session: Session, viewer: Viewer, wish: Wish, now: datetime, plan: DecisionPlan | None = None
) -> DecisionPlan:
    """Write what a teacher decided, and give what was written; the same sent twice is one.

    Raises what `plan_wish` does.
    """
    upload = get_ready(session, viewer, wish.upload_id, is_locked=True)
    bank, entries = _concerned(session, viewer, upload, wish, is_locked=True)
    if plan is None or plan.sight != _sight(session, upload, bank, entries):
        plan = plan_wish(session, viewer, wish, now)
    if plan.decisions:
        banks.write_sheet(session, bank, plan.sheet)
        _write_decisions(session, viewer, upload, plan, now)
    return plan


def _concerned(
    session: Session, viewer: Viewer, upload: Upload, wish: Wish, *, is_locked: bool
) -> tuple[Bank, Sequence[Comparison]]:
    """Give the bank and the entries that a wish is about."""
    found = select(Comparison).where(Comparison.upload_id == upload.id).order_by(Comparison.id)
    if wish.entry_id is not None:
        entry = session.scalar(found.where(Comparison.id == min(wish.entry_id, HIGHEST_ID)))
        if entry is None:
            raise NotFound(
                "There is nothing of this kind to decide on here. The document’s page leads to what there is."
            )
        if entry.bank_id is None:
            raise Conflict("That cannot be decided on this question. Reload the page and use its buttons.")
        return banks.get_own_bank(session, viewer, entry.bank_id, is_locked=is_locked), [entry]
    bank = banks.get_own_bank(session, viewer, min(wish.bank_id or 0, HIGHEST_ID), is_locked=is_locked)
    found = found.where(Comparison.bank_id == bank.id)
    if wish.decision == "undone":
        latest = select(Comparison.decided_at).where(
            Comparison.upload_id == upload.id, Comparison.bank_id == bank.id, Comparison.decided_at.is_not(None)
        )
        moment = session.scalar(latest.order_by(Comparison.decided_at.desc()).limit(1))
        if wish.decided_at is not None and moment != wish.decided_at:
            return bank, []
        return bank, session.scalars(found.where(Comparison.decided_at == moment)).all() if moment else []
    waiting = session.scalars(found.where(Comparison.fate == "changed", Comparison.decision.is_(None)))
    return bank, [entry for entry in waiting if not entry.remarks]  # what speaks against one is looked at alone


def _sight(session: Session, upload: Upload, bank: Bank, entries: Sequence[Comparison]) -> Sight:
    """Give all that a plan is built on, to be compared inside the transaction."""
    ids = [entry.draft_id for entry in entries if entry.draft_id is not None]
    drafts = select(DraftRow.id, DraftRow.state, cast(DraftRow.edited, Text)).where(DraftRow.id.in_(ids))
    known = session.get(Publication, (upload.id, bank.id))
    return (
        tuple((entry.id, entry.decision, entry.decided_at) for entry in entries),
        tuple(tuple(row) for row in session.execute(drafts.order_by(DraftRow.id))),
        known.first_number if known is not None else None,
        banks.stamp_of(session, bank.id),
    )


@dataclass(frozen=True, slots=True)
class _Deciding:
    """Decisions on questions of one bank; what is to be written goes on the plan."""

    session: Session
    upload: Upload
    bank: Bank
    plan: DecisionPlan

    def decide(self, entry: Comparison, decision: str, revision: int | None) -> None:
        """Decide on one entry as its teacher saw it."""
        if decision not in _CHOICES.get(entry.fate, ()):
            raise Conflict("That cannot be decided on this question. Reload the page and use its buttons.")
        row = self._standing(entry)
        if entry.decision == decision:
            return
        if row.revision != revision or entry.decision == "taken":
            raise Conflict("This question was changed meanwhile. Look at it again, then decide.")
        if decision == "taken":
            self._refuse_contradicted(entry)
            if not self.take([entry]):
                raise Conflict("The newer question is not whole. Open its draft, edit it, then decide here.")
            return
        if decision == "removed":
            self.plan.sheet.take_out(row)
        else:
            self.keep(entry, row)
        self.plan.decisions[entry.id] = decision

    def _refuse_contradicted(self, entry: Comparison) -> None:
        draft = None if entry.draft_id is None else self.session.get(DraftRow, entry.draft_id)
        if draft is not None:
            refuse_contradicted(self.session, self.upload, [draft])

    def _standing(self, entry: Comparison) -> Standing:
        row = self.plan.sheet.look.standing.get(entry.question_id)
        if row is None:
            raise NotFound("This question is not in its bank any more.")
        return row

    def take(self, entries: Sequence[Comparison]) -> int:
        """Make newer drafts the next revisions of their questions, where they may be asked; tell how many were.

        Cards stay, and whoever knew another key is asked today.
        """
        drafts = self._drafts(entries)
        known = self.session.get(Publication, (self.upload.id, self.bank.id))
        whole = [entry for entry in entries if entry.draft_id in drafts and known is not None]
        if known is None or not whole:
            return 0
        reading, now = reading_of(self.upload), self.plan.sheet.now
        questions = []
        for entry in whole:
            draft = drafts[entry.draft_id or 0]
            draft.decided_at = now
            questions.append(question_of(self.upload, draft, reading, known.first_number))
            self.plan.decisions[entry.id] = "taken"
            self.plan.drafts[draft.id] = "accepted"
        documents = list_lineage(self.session, self.upload)
        placed = reading.placed(known.first_number)
        self.plan.report = banks.fill(self.plan.sheet, self.bank, questions, placed, documents)
        return len(whole)

    def _drafts(self, entries: Sequence[Comparison]) -> Mapping[int, DraftRow]:
        ids = [entry.draft_id for entry in entries if entry.draft_id is not None]
        rows = self.session.scalars(select(DraftRow).where(DraftRow.id.in_(ids))).all()
        for row in rows:
            # It is written with the others, not by itself.
            self.session.expunge(row)
        two_ways = two_ways_of(self.session, self.upload.id)
        return {row.id: row for row in rows if is_sound(row) and not must_edit(row) and not two_ways.against(row)}

    def keep(self, entry: Comparison, row: Standing) -> None:
        """Ask a question as it was, its evidence marked as of the earlier version."""
        if entry.draft_id is not None and entry.fate == "changed":
            self.plan.drafts[entry.draft_id] = "rejected"
        if row.is_out:
            self.plan.sheet.amend(row, banks.with_draft(row.body, suspended=None), None, "ask")
            self._move(row)

    def _move(self, row: Standing) -> None:
        first = self.plan.report.first_moved_position
        self.plan.report.first_moved_position = min(first or row.position, row.position)

    def undo(self, entries: Sequence[Comparison]) -> None:
        """Take decisions that were made at once back."""
        if not entries:
            raise Conflict(
                "These decisions were undone already, or others were made since. The page shows what stands."
            )
        before = self._bodies_before(entries)
        for entry in entries:
            row = self._standing(entry)
            if entry.decision == "taken":
                self._untake(row, before)
            elif entry.decision == "removed":
                self.plan.sheet.amend(row, row.body, None, "ask")
                self._move(row)
            elif entry.fate == "changed":
                self.plan.sheet.amend(row, banks.with_draft(row.body, suspended=True), None, "rest")
            if entry.draft_id is not None and entry.fate == "changed":
                self.plan.drafts[entry.draft_id] = "open"
            self.plan.decisions[entry.id] = None

    def _untake(self, row: Standing, before: Mapping[tuple[int, int], dict[str, Any]]) -> None:
        """Let the revision before stand again, as a new one: it rests until its teacher has decided."""
        current, earlier = before.get((row.id, row.revision)), before.get((row.id, row.revision - 1))
        if current is None or earlier is None or current != row.body:
            raise Conflict("Some of these questions were changed since. Decide on them one by one.")
        body = banks.with_draft(earlier, suspended=True)
        self.plan.sheet.store(parse_question(body), None, self.plan.report, sibling=row.sibling_key)

    def _bodies_before(self, entries: Sequence[Comparison]) -> Mapping[tuple[int, int], dict[str, Any]]:
        standing = self.plan.sheet.look.standing
        ids = [standing[entry.question_id].id for entry in entries if entry.question_id in standing]
        rows = select(Revision.question_id, Revision.number, Revision.body)
        found = self.session.execute(rows.where(Revision.question_id.in_(ids)))
        return {(row_id, number): body for row_id, number, body in found}


def _write_decisions(session: Session, viewer: Viewer, upload: Upload, plan: DecisionPlan, now: datetime) -> None:
    connection = session.connection()
    entries: Any = Comparison.__table__
    rows = [
        {"row_id": entry_id, "what": what, "moment": None if what is None else now}
        for entry_id, what in plan.decisions.items()
    ]
    decided = entries.update().where(entries.c.id == bindparam("row_id"))
    connection.execute(decided.values(decision=bindparam("what"), decided_at=bindparam("moment")), rows)
    if plan.drafts:
        drafts: Any = DraftRow.__table__
        rows = [
            {"row_id": draft_id, "new_state": state, "moment": None if state == "open" else now,
             "person": None if state == "open" else viewer.id}
            for draft_id, state in plan.drafts.items()
        ]  # fmt: skip
        values: dict[str, Any] = {
            "state": bindparam("new_state"), "reason": None,
            "decided_at": bindparam("moment"), "decided_by": bindparam("person"),
        }  # fmt: skip
        connection.execute(drafts.update().where(drafts.c.id == bindparam("row_id")).values(**values), rows)
        count_drafts(session, upload)
    # What is not written yet would be forgotten with what is to be read anew.
    session.flush()
    session.expire_all()


def plan_relation(session: Session, viewer: Viewer, upload_id: int, now: datetime) -> RenewalPlan | None:
    """Work out what it would mean for a document that is most likely another one to be a newer version all the same."""
    upload = get_ready(session, viewer, upload_id)
    return plan_renewal(session, upload_id, now, is_forced=True) if upload.comparison == "unlike" else None


def choose_relation(
    session: Session, viewer: Viewer, upload_id: int, choice: str, now: datetime, plan: RenewalPlan | None = None
) -> list[LoadReport]:
    """Let a document that is most likely another one be a newer version all the same, or one of its own.

    Raises:
        Conflict: the choice is none.
    """
    upload = get_ready(session, viewer, upload_id, is_locked=True)
    if choice not in ("version", "apart"):
        raise Conflict("Choose whether it is a newer version. Reload the page and use its buttons.")
    if upload.comparison != "unlike":
        return []
    if choice == "apart":
        upload.comparison, upload.earlier_id = None, None
        return []
    return follow_earlier(session, upload, now, is_forced=True, plan=plan)
