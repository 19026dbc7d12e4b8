"""Banks that nobody sees: one holds the pieces of a large import or bank file, one what an undone import had made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Import, QuestionRow

_LOADING, _FILING, _UNDONE, _KEPT = "_loading_", "_filing_", "_undone_", "_kept_"
_AT_ONCE = 1_000
#: After so long an import of the command line is not at work any more.
COMMAND_TIME = timedelta(hours=1)
STOPPED = "This import was stopped before its end. Nothing of it is in a bank; bring the files again."


def loading_slug(import_id: int) -> str:
    """Name the bank in which an import's pieces wait; no title becomes such a name."""
    return f"{_LOADING}{import_id}"


def filing_slug(mark: str) -> str:
    """Name the bank in which the pieces of a bank file wait; each load has a mark of its own."""
    return f"{_FILING}{mark}"


def undone_slug(import_id: int) -> str:
    """Name the bank that holds what an undone import had made."""
    return f"{_UNDONE}{import_id}"


def is_taken_out() -> ColumnElement[bool]:
    """Give the condition for banks that hold what undone imports had made."""
    return Bank.slug.startswith(_UNDONE, autoescape=True) | Bank.slug.startswith(_KEPT, autoescape=True)


def make_aside(session: Session, slug: str, now: datetime) -> Bank:
    """Make such a bank, out of use from the start."""
    bank = Bank(slug=slug, title=slug, visibility="private", created_at=now, deleted_at=now)
    session.add(bank)
    session.flush()
    return bank


def get_aside(session: Session, slug: str) -> Bank:
    """Give such a bank, which must be there."""
    return session.scalars(select(Bank).where(Bank.slug == slug)).one()


def count_left(session: Session, slug: str) -> int:
    """Count how often `clear_some` must be called until such a bank is gone."""
    bank_id = session.scalar(select(Bank.id).where(Bank.slug == slug))
    if bank_id is None:
        return 0
    count = session.scalar(select(func.count()).where(QuestionRow.bank_id == bank_id)) or 0
    return -(-count // _AT_ONCE) + 1


def clear_some(session: Session, slug: str) -> bool:
    """Remove a thousand questions of such a bank, then the bank itself; False when it is gone.

    Where somebody's history holds on to some they stay, under a name by which they are tried again while nobody waits.
    """
    bank_id = session.scalar(select(Bank.id).where(Bank.slug == slug))
    if bank_id is None:
        return False
    some = select(QuestionRow.id).where(QuestionRow.bank_id == bank_id).order_by(QuestionRow.id).limit(_AT_ONCE)
    ids = list(session.scalars(some))
    if _remove(session, QuestionRow, ids) if ids else _remove(session, Bank, [bank_id]):
        return True
    gone = [each for each in ids if _remove(session, QuestionRow, [each])]
    if slug.startswith(_KEPT):
        return bool(gone)
    session.execute(update(Bank).where(Bank.id == bank_id).values(slug=f"{_KEPT}{bank_id}"))
    return True


def _remove(session: Session, table: type[Bank | QuestionRow], ids: Sequence[int]) -> bool:
    """Remove rows, all or none; False where something holds on to one."""
    try:
        with session.begin_nested():
            session.execute(delete(table).where(table.id.in_(ids)).execution_options(synchronize_session=False))
    except IntegrityError:
        return False
    return True


def list_left(session: Session, now: datetime) -> list[str]:
    """Name such banks that no import needs any more; the command line is given an hour."""
    found = session.scalars(
        select(Bank.slug).where(
            Bank.slug.startswith(_LOADING, autoescape=True) | Bank.slug.startswith(_UNDONE, autoescape=True)
        )
    )
    by_import = {slug: _import_of(slug) for slug in found}
    storing = select(Import.id).where(Import.id.in_(by_import.values()), _is_at_work(now))
    at_work = set(session.scalars(storing))
    left = [slug for slug, import_id in by_import.items() if slug.startswith(_UNDONE) or import_id not in at_work]
    is_aside = Bank.slug.startswith(_FILING, autoescape=True) | Bank.slug.startswith(_KEPT, autoescape=True)
    return [*left, *session.scalars(select(Bank.slug).where(is_aside, Bank.created_at < now - COMMAND_TIME))]


def clear_left(session: Session, slug: str, now: datetime) -> bool:
    """Remove some of a bank that `list_left` has named; False when it is gone, or its import is at work again.

    The import is held meanwhile: one that is begun again waits, and then writes its pieces under the same name.
    """
    if slug.startswith(_LOADING):
        import_id = _import_of(slug)
        session.execute(select(Import.id).where(Import.id == import_id).with_for_update()).all()
        if session.scalar(select(Import.id).where(Import.id == import_id, _is_at_work(now))) is not None:
            return False
    return clear_some(session, slug)


def _import_of(slug: str) -> int:
    return int(slug.rpartition("_")[2])


def _is_at_work(now: datetime) -> ColumnElement[bool]:
    is_held = Import.job_id.is_not(None) | (Import.created_at > now - COMMAND_TIME)
    return and_(Import.state == "storing", is_held)


def end_stopped(session: Session, now: datetime) -> None:
    """End imports whose command was stopped, or whose job is gone: their pieces are seen by nobody, and are swept."""
    stopped = update(Import).where(
        Import.state == "storing", Import.job_id.is_(None), Import.created_at < now - COMMAND_TIME
    )
    is_teachers = Import.owner_id.is_not(None) & Import.parcel.is_not(None)
    ended = stopped.values(state=case((is_teachers, "ready"), else_="failed"), error=STOPPED)
    session.execute(ended.execution_options(synchronize_session=False))
