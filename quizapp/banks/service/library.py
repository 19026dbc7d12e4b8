"""A teacher's banks as a list: their own, those shared with them, the installation's; what waits in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from quizapp.banks.models import BANK_OF_FOUND, Bank, QuestionReport, QuestionRow, Share
from quizapp.banks.service.access import BankCard, can_be_opened_by, editable_by, takes_from
from quizapp.people.models import User
from quizapp.people.viewer import Viewer

Group: TypeAlias = Literal["own", "shared", "here", "others"]
#: In the order of the page: here = the installation's, others = other people's, for admins alone.
GROUPS: tuple[Group, ...] = ("own", "shared", "here", "others")
TARGETS_AT_MOST = 500
CLOSED_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class BankLine:
    """A bank in a teacher's list; `reports` and `resting` are questions that wait for who may change it."""

    id: int
    slug: str
    title: str
    group: Group
    owner_name: str
    visibility: str
    may_edit: bool
    question_count: int
    reports: int = 0
    resting: int = 0

    @property
    def waits(self) -> bool:
        """Whether something in it waits."""
        return self.may_edit and bool(self.reports or self.resting)


@dataclass(frozen=True, slots=True)
class ClosedBank:
    """A bank that was closed; `owner_name` is empty for the viewer's own and the installation's."""

    slug: str
    title: str
    owner_name: str


def list_lines(session: Session, viewer: Viewer) -> list[BankLine]:
    """List the banks of a teacher's page, by group and title."""
    mine = and_(Share.bank_id == Bank.id, Share.user_id == viewer.id, Share.token.is_(None))
    rows = session.execute(
        select(Bank.id, Bank.slug, Bank.title, Bank.owner_id, Bank.visibility, Bank.outline, Share.access, User.name)
        .outerjoin(Share, mine)
        .outerjoin(User, User.id == Bank.owner_id)
        .where(Bank.deleted_at.is_(None), _is_listed(viewer))
        .order_by(Bank.title, Bank.id)
    ).all()
    ids = [row.id for row in rows]
    reports, resting = _count_reports(session, ids), _count_resting(session, ids)
    lines = [_line(viewer, row, reports.get(row.id, 0), resting.get(row.id, 0)) for row in rows]
    return sorted(lines, key=lambda line: GROUPS.index(line.group))


def _is_listed(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.is_admin:
        return true()
    is_here = and_(Bank.owner_id.is_(None), Bank.visibility == "public")
    return or_(Bank.owner_id == viewer.id, Share.user_id.is_not(None), is_here)


def _line(viewer: Viewer, row: Any, reports: int, resting: int) -> BankLine:
    group: Group = "own" if row.owner_id == viewer.id else "shared" if row.access else "here"
    if group == "here" and row.owner_id is not None:
        group = "others"
    return BankLine(
        id=row.id,
        slug=row.slug,
        title=row.title,
        group=group,
        owner_name=row.name or "",
        visibility=row.visibility,
        may_edit=viewer.is_admin or group == "own" or row.access == "edit",
        question_count=int(row.outline.get("questions", 0)),
        reports=reports,
        resting=resting,
    )


def _count_reports(session: Session, bank_ids: Sequence[int]) -> dict[int, int]:
    waiting = (
        select(QuestionRow.bank_id, func.count(QuestionReport.question_id.distinct()))
        .join(QuestionRow, QuestionRow.id == QuestionReport.question_id)
        .where(QuestionReport.closed_at.is_(None), BANK_OF_FOUND.in_(bank_ids))
        .group_by(QuestionRow.bank_id)
    )
    return {bank_id: n for bank_id, n in session.execute(waiting)}


def _count_resting(session: Session, bank_ids: Sequence[int]) -> dict[int, int]:
    resting = select(QuestionRow.bank_id, func.count()).where(
        QuestionRow.suspended_at.is_not(None), QuestionRow.deleted_at.is_not(None), QuestionRow.bank_id.in_(bank_ids)
    )
    return {bank_id: n for bank_id, n in session.execute(resting.group_by(QuestionRow.bank_id))}


def list_closed(session: Session, viewer: Viewer) -> list[ClosedBank]:
    """List the closed banks that a viewer may open again, the latest first."""
    rows = session.execute(
        select(Bank.slug, Bank.title, Bank.owner_id, User.name)
        .outerjoin(User, User.id == Bank.owner_id)
        .where(can_be_opened_by(viewer))
        .order_by(Bank.deleted_at.desc(), Bank.id)
        .limit(CLOSED_AT_MOST)
    )
    return [ClosedBank(r.slug, r.title, "" if r.owner_id == viewer.id else r.name or "") for r in rows]


@dataclass(frozen=True, slots=True)
class Target:
    """A bank that questions can be copied into, and moved too where that takes nothing from another's owner."""

    id: int
    title: str
    takes: bool


def list_targets(session: Session, viewer: Viewer, source: BankCard) -> list[Target]:
    """List the banks that a viewer may put questions of a bank into, by title: all but this one."""
    takes = takes_from(viewer, source).label("takes")
    own = select(Bank.id, Bank.title, takes).where(Bank.deleted_at.is_(None), Bank.id != source.id, editable_by(viewer))
    rows = session.execute(own.order_by(Bank.title, Bank.id).limit(TARGETS_AT_MOST))
    return [Target(row.id, row.title, bool(row.takes)) for row in rows]
