"""A bank of ada's with a few questions, for tests of what teachers do with it."""

from __future__ import annotations

from sqlalchemy import select

from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import BankCopy
from tests.conftest import BEGIN
from tests.study import bank_files


def own_bank(database, owner, slug="bridges", count=4, visibility="private", **changes) -> int:
    """Load the bridges as a bank of somebody's own; gives its id."""
    with database.transaction() as session:
        body = bank_files.bridges(count, **changes)
        bank_id = bank_files.load(session, body, bank_files.bridges_text(count), slug=slug).bank_id
        bank = session.get_one(Bank, bank_id)
        bank.owner_id, bank.visibility = owner.id, visibility
    return bank_id


def copy_bank(database, viewer, slug: str, client_id: str) -> Bank:
    """Copy a bank as its page does."""
    copying = BankCopy(viewer, slug, client_id, BEGIN)
    with database.transaction() as session:
        copying.begin(session)
    while copying.is_left:
        with database.transaction() as session:
            copying.copy_piece(session)
    with database.transaction() as session:
        return copying.finish(session)


def ids_of(database, bank_id: int, *slugs: str) -> list[int]:
    """Give the ids of these questions of a bank, of all when none is named, in the order of their coming."""
    wanted = select(QuestionRow.id).where(QuestionRow.bank_id == bank_id).order_by(QuestionRow.id)
    with database.reading() as session:
        return list(session.scalars(wanted.where(QuestionRow.slug.in_(slugs)) if slugs else wanted))


def slugs_of(database, bank_id: int, *, is_used: bool = True) -> list[str]:
    """Give the names of a bank's questions in use, or of those out of it, in its order."""
    state = QuestionRow.deleted_at.is_(None) if is_used else QuestionRow.deleted_at.is_not(None)
    wanted = select(QuestionRow.slug).where(QuestionRow.bank_id == bank_id, state).order_by(QuestionRow.position)
    with database.reading() as session:
        return list(session.scalars(wanted))
