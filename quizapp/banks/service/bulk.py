"""One act on many questions of a bank at once, kept so that it can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, BulkChange, QuestionRow
from quizapp.banks.service.access import HIGHEST_ID, access_of, editable_by, get_bank, get_bank_to_edit
from quizapp.banks.service.loading import LoadReport
from quizapp.banks.service.placing import Placed, copy_questions, list_rows, move_back, move_questions
from quizapp.banks.service.searching import Wanted, find_ids
from quizapp.banks.service.tagging import retag
from quizapp.banks.service.using import set_use
from quizapp.core.errors import Conflict, NotAllowed, NotFound, QuizError
from quizapp.people.viewer import Viewer

Act: TypeAlias = Literal["archive", "restore", "tag", "untag", "move", "copy"]
ACTS: tuple[Act, ...] = ("archive", "restore", "tag", "untag", "move", "copy")
#: Done within one turn of the writers, for which learners' answers wait.
QUESTIONS_AT_MOST = 3_000
_KEPT = timedelta(days=30)


class CannotChange(QuizError):
    """The act cannot be done to these questions; the message says why."""


@dataclass(frozen=True, slots=True)
class BulkWish:
    """What is to be done, and to which questions: `ids`, or all that `found` finds when it is given.

    `tag` is for tag and untag, `target_id` names the bank for move and copy.
    """

    act: Act
    client_id: str
    ids: tuple[int, ...] = ()
    found: Wanted | None = None
    tag: str = ""
    target_id: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Questions that went from one bank to another, for learners' cards to follow."""

    ids: Sequence[int]
    from_bank_id: int
    to_bank_id: int


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What was done: `count` questions changed; what follows for learners is `load` and `moved`."""

    change_id: int
    count: int
    load: LoadReport | None = None
    moved: Moved | None = None


def change_many(session: Session, viewer: Viewer, slug: str, wish: BulkWish, now: datetime) -> BulkOutcome:
    """Do one act to many questions of a bank, all or none; the same form sent twice does it once.

    Raises:
        NotFound, NotAllowed: the bank, or the one that they shall go to, is not the viewer's to change.
        CannotChange: nothing is chosen, too much is, or a tag does not hold.
    """
    source, target = _banks(session, viewer, slug, wish)
    # Behind the lock, so that of the same form sent twice at once the second finds what the first has done.
    known = _find_known(session, viewer, wish.client_id)
    if known is not None:
        return BulkOutcome(known.id, len(known.undo["ids"]))
    rows = _rows(session, source, wish)
    load, moved = None, None
    if wish.act in ("archive", "restore"):
        rows, load = set_use(session, source, rows, now, is_used=wish.act == "restore")
        undo: dict[str, Any] = {"ids": [row.id for row in rows]}
    elif wish.act in ("tag", "untag"):
        undo = {"tag": wish.tag, "ids": _retag(session, source, rows, wish)}
    elif wish.act == "move":
        places = move_questions(session, source, target, rows)
        undo = {"target": target.id, "ids": [each.id for each in places], "places": [each.dump() for each in places]}
        moved = Moved(undo["ids"], source.id, target.id)
    else:
        undo = {"target": target.id, "ids": copy_questions(session, source.id, target, rows, viewer.id, now)}
    return BulkOutcome(_keep(session, viewer, source, wish, undo, now), len(undo["ids"]), load, moved)


def _retag(session: Session, bank: Bank, rows: Sequence[QuestionRow], wish: BulkWish) -> list[int]:
    if not wish.tag:
        raise CannotChange("Write the tag first.")
    return retag(session, bank, rows, wish.tag, is_added=wish.act == "tag")


def _banks(session: Session, viewer: Viewer, slug: str, wish: BulkWish) -> tuple[Bank, Bank]:
    """Give the bank and the one that its questions shall go to, which else is the same; locked in one order."""
    if wish.act not in ("move", "copy"):
        bank = get_bank_to_edit(session, viewer, slug)
        return bank, bank
    seen = get_bank(session, viewer, slug)
    if access_of(session, viewer, seen) not in (("read", "edit", "rule") if wish.act == "copy" else ("edit", "rule")):
        raise NotAllowed("This bank is somebody else’s. You can copy its questions into a bank of yours.")
    if wish.target_id is None or not 0 < wish.target_id <= HIGHEST_ID:
        raise CannotChange("Choose the bank that they shall go to.")
    own = select(Bank).where(Bank.id == wish.target_id, Bank.deleted_at.is_(None), editable_by(viewer))
    if session.scalar(own) is None:
        raise NotFound("The bank that they shall go to is not here any more. Choose another one.")
    if wish.act == "move" and wish.target_id == seen.id:
        raise CannotChange("They are in this bank already. Choose another one.")
    both = select(Bank).where(Bank.id.in_((seen.id, wish.target_id))).order_by(Bank.id)
    locked = {bank.id: bank for bank in session.scalars(both.with_for_update(key_share=True))}
    return locked[seen.id], locked[wish.target_id]


def _rows(session: Session, bank: Bank, wish: BulkWish) -> list[QuestionRow]:
    ids = wish.ids if wish.found is None else find_ids(session, wish.found, QUESTIONS_AT_MOST + 1)
    if len(ids) > QUESTIONS_AT_MOST:
        raise CannotChange(
            f"These are more than {QUESTIONS_AT_MOST:,} questions. Narrow what you look for, and do it in parts."
        )
    rows = list_rows(session, bank.id, ids)
    if not rows:
        raise CannotChange("Tick the questions that you mean first.")
    return rows


def _find_known(session: Session, viewer: Viewer, client_id: str) -> BulkChange | None:
    return session.scalar(
        select(BulkChange).where(BulkChange.author_id == viewer.id, BulkChange.client_id == client_id)
    )


def _keep(session: Session, viewer: Viewer, bank: Bank, wish: BulkWish, undo: dict[str, Any], now: datetime) -> int:
    old = delete(BulkChange).where(BulkChange.author_id == viewer.id, BulkChange.created_at < now - _KEPT)
    session.execute(old.execution_options(synchronize_session=False))
    change = BulkChange(
        client_id=wish.client_id, author_id=viewer.id, bank_id=bank.id, act=wish.act, undo=undo, created_at=now
    )
    session.add(change)
    session.flush()
    return change.id


@dataclass(frozen=True, slots=True)
class Told:
    """A change as the page after it tells of it; `target` is the title of the other bank, its slug beside it."""

    id: int
    act: str
    count: int
    tag: str
    target: str
    target_slug: str
    is_undone: bool


def find_change(session: Session, viewer: Viewer, bank_id: int, change_id: int | None) -> Told | None:
    """Find a change that the viewer has made in a bank."""
    row = None if change_id is None else session.scalar(_own(viewer, bank_id, change_id))
    if row is None:
        return None
    target = session.get(Bank, row.undo["target"]) if "target" in row.undo else None
    return Told(
        row.id,
        row.act,
        len(row.undo["ids"]),
        row.undo.get("tag", ""),
        target.title if target else "",
        target.slug if target else "",
        row.undone_at is not None,
    )


def _own(viewer: Viewer, bank_id: int, change_id: int) -> Any:
    return select(BulkChange).where(
        BulkChange.id == change_id, BulkChange.author_id == viewer.id, BulkChange.bank_id == bank_id
    )


def undo_change(session: Session, viewer: Viewer, slug: str, change_id: int, now: datetime) -> BulkOutcome:
    """Take a change of the viewer's back, as far as it still stands; doing so twice is once.

    Raises:
        NotFound: the viewer has made no such change there.
        Conflict: the bank that questions went to is not the viewer's any more.
    """
    seen = get_bank(session, viewer, slug)
    change = session.scalar(_own(viewer, seen.id, min(change_id, HIGHEST_ID)))
    if change is None:
        raise NotFound("There is no such change of yours here.")
    ids = change.undo["ids"]
    if change.undone_at is not None:
        return BulkOutcome(change.id, len(ids))
    change.undone_at = now
    if change.act in ("move", "copy"):
        return _undo_placing(session, viewer, slug, change, now)
    bank = get_bank_to_edit(session, viewer, slug)
    rows = list_rows(session, bank.id, ids)
    if change.act in ("tag", "untag"):
        return BulkOutcome(
            change.id, len(retag(session, bank, rows, change.undo["tag"], is_added=change.act == "untag"))
        )
    changed, load = set_use(session, bank, rows, now, is_used=change.act == "archive")
    return BulkOutcome(change.id, len(changed), load)


def _undo_placing(session: Session, viewer: Viewer, slug: str, change: BulkChange, now: datetime) -> BulkOutcome:
    """Take copies out of use, or let what was moved come back."""
    there = (Bank.id == change.undo["target"], Bank.deleted_at.is_(None), editable_by(viewer))
    target = session.scalar(select(Bank).where(*there).with_for_update(key_share=True))
    if target is None:
        raise Conflict("The bank that they went to is not yours to change any more, so they stay there.")
    if change.act == "copy":
        changed, load = set_use(session, target, list_rows(session, target.id, change.undo["ids"]), now, is_used=False)
        return BulkOutcome(change.id, len(changed), load)
    home = get_bank_to_edit(session, viewer, slug)
    back = move_back(session, target, home, [Placed.read(place) for place in change.undo["places"]])
    lowest = min((p["position"] for p in change.undo["places"] if p["id"] in set(back)), default=None)
    load = LoadReport(home.slug, home.id, first_moved_position=lowest)
    return BulkOutcome(change.id, len(back), load, Moved(back, target.id, home.id))
