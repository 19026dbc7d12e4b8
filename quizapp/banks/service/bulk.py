"""One act on many questions of a bank at once, kept so that it can be undone.

A few thousand are changed while the page waits. More are changed by a job (`bulk_jobs`), which brings one piece after
the other to where the whole stands: done, or undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, BulkChange, QuestionRow, Tag
from quizapp.banks.service.access import (
    HIGHEST_ID,
    access_of,
    editable_by,
    get_bank,
    get_bank_to_edit,
    takes_from,
)
from quizapp.banks.service.kept_changes import (
    CHANGING,
    count_changed,
    cut_up,
    find_known,
    get_own_change,
    go_on,
    is_large,
    is_waiting,
    keep_change,
    order_in_bank,
    put_to_work,
)
from quizapp.banks.service.loading import LoadReport
from quizapp.banks.service.placing import Placed, copy_questions, list_rows, move_back, move_questions
from quizapp.banks.service.searching import Wanted, find_ids
from quizapp.banks.service.tagging import check_tags, retag
from quizapp.banks.service.using import set_use
from quizapp.core.errors import Conflict, NotAllowed, NotFound, QuizError
from quizapp.core.kinds.base import MAX_TAGS
from quizapp.core.searching import split_tags
from quizapp.people.service import hold_account
from quizapp.people.viewer import Viewer
from quizapp.plumbing import jobs

Act: TypeAlias = Literal["archive", "restore", "tag", "untag", "move", "copy"]
ACTS: tuple[Act, ...] = ("archive", "restore", "tag", "untag", "move", "copy")
#: Done within one turn of the writers, for which learners' answers wait.
QUESTIONS_AT_MOST = 3_000
_UNDER_WAY_AT_MOST = 3
_NOT_YOURS = (
    "These questions belong to whoever this bank belongs to, and can be moved to their banks alone. "
    "Copy them there instead."
)
_NOTHING_CHOSEN = "Tick the questions that you mean first."


class CannotChange(QuizError):
    """The act cannot be done to these questions; the message says why."""


@dataclass(frozen=True, slots=True)
class BulkWish:
    """What is to be done, and to which questions: `ids`, or all that `found` finds when it is given.

    `tag` is for tag and untag, several with commas between them; `tags` are those that it was found to mean.
    `target_id` names the bank for move and copy.
    """

    act: Act
    client_id: str
    ids: tuple[int, ...] = ()
    found: Wanted | None = None
    tag: str = ""
    tags: tuple[str, ...] = ()
    target_id: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Questions that went from one bank to another, for learners' cards to follow."""

    ids: Sequence[int]
    from_bank_id: int
    to_bank_id: int


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What was done: `count` questions changed; what follows for learners is `load` and `moved`.

    `is_large` says that a job does it, or its way back.
    """

    change_id: int
    count: int
    load: LoadReport | None = None
    moved: Moved | None = None
    is_large: bool = False


def change_many(session: Session, viewer: Viewer, slug: str, wish: BulkWish, now: datetime) -> BulkOutcome:
    """Do one act to many questions of a bank, or let a job do it; the same form sent twice does it once.

    Of so many that it is done at once, it is done to all or to none. One that a job could not end goes on when its
    form is sent again.

    Raises:
        NotFound, NotAllowed: the bank, or the one that they shall go to, is not the viewer's to change.
        CannotChange: nothing is chosen, a tag does not hold, or several large ones are under way.
    """
    source, target = _banks(session, viewer, slug, wish)
    # Behind the lock, so that of the same form sent twice at once the second finds what the first has done.
    known = find_known(session, viewer, wish.client_id)
    if known is not None:
        if is_large(known) and known.undone_at is None:
            go_on(session, known, now)
        return BulkOutcome(known.id, count_changed(known), is_large=is_large(known))
    change = BulkChange(
        client_id=wish.client_id, author_id=viewer.id, bank_id=source.id, act=wish.act, created_at=now, undo={}
    )
    ids = wish.ids if wish.found is None else find_ids(session, wish.found, QUESTIONS_AT_MOST + 1)
    if len(ids) > QUESTIONS_AT_MOST:
        return _begin_large(session, source, target, wish, change, now)
    rows = list_rows(session, source.id, ids)
    if not rows:
        raise CannotChange(_NOTHING_CHOSEN)
    wish = _with_tags(session, source, wish, [row.id for row in rows])
    change.undo, load, moved = _act(session, source, target, wish, rows, viewer.id, now)
    keep_change(session, change, now)
    return BulkOutcome(change.id, count_changed(change), load, moved)


def _begin_large(
    session: Session, source: Bank, target: Bank, wish: BulkWish, change: BulkChange, now: datetime
) -> BulkOutcome:
    hold_account(session, change.author_id)
    if jobs.count_open(session, change.author_id, CHANGING) >= _UNDER_WAY_AT_MOST:
        raise CannotChange("Three large changes of yours are under way already. Wait until one of them is done.")
    found = wish.ids if wish.found is None else find_ids(session, wish.found, HIGHEST_ID)
    ids = order_in_bank(session, source.id, found)
    if not ids:
        raise CannotChange(_NOTHING_CHOSEN)
    wish = _with_tags(session, source, wish, ids)
    if wish.tags:
        change.undo = {"tag": ", ".join(wish.tags), "tags": wish.tags}
    if wish.act == "tag":
        check_tags(session, source.id, ids, wish.tags)
    if wish.act in ("move", "copy"):
        change.undo = {"target": target.id}
    keep_change(session, change, now)
    cut_up(session, change, ids, now)
    return BulkOutcome(change.id, 0, is_large=True)


def _act(
    session: Session,
    source: Bank,
    target: Bank,
    wish: BulkWish,
    rows: Sequence[QuestionRow],
    author_id: int | None,
    now: datetime,
) -> tuple[dict[str, Any], LoadReport | None, Moved | None]:
    """Do an act to rows; give what is needed to undo it, and what follows for learners."""
    if wish.act in ("archive", "restore"):
        changed, load = set_use(session, source, rows, now, is_used=wish.act == "restore")
        return {"ids": [row.id for row in changed]}, load, None
    if wish.act in ("tag", "untag"):
        return _retag(session, source, rows, wish), None, None
    if wish.act == "copy":
        return (
            {"target": target.id, "ids": copy_questions(session, source.id, target, rows, author_id, now)},
            None,
            None,
        )
    places = move_questions(session, source, target, rows)
    ids = [place.id for place in places]
    undo = {"target": target.id, "ids": ids, "places": [place.dump() for place in places]}
    return undo, None, Moved(ids, source.id, target.id)


def _with_tags(session: Session, bank: Bank, wish: BulkWish, ids: Sequence[int]) -> BulkWish:
    """Find the tags that a wish means; once for all of its questions, of which one piece may have what another has not.

    Raises:
        CannotChange: there is none.
    """
    if wish.act not in ("tag", "untag"):
        return wish
    tags = split_tags(wish.tag)
    if not tags:
        raise CannotChange("Write the tag first.")
    if len(tags) > MAX_TAGS:
        raise CannotChange(f"These are more than {MAX_TAGS} tags. Do it in parts.")
    if wish.act == "untag" and tags != [wish.tag] and _is_on_any(session, bank, wish.tag, ids):
        # A file may bring a tag that holds a comma.
        tags = [wish.tag]
    return replace(wish, tags=tuple(tags))


def _is_on_any(session: Session, bank: Bank, tag: str, ids: Sequence[int]) -> bool:
    have_it = select(Tag.question_id).join(QuestionRow, QuestionRow.id == Tag.question_id)
    found = session.scalars(have_it.where(QuestionRow.bank_id == bank.id, Tag.path == tag))
    return not frozenset(ids).isdisjoint(found)


def _retag(session: Session, bank: Bank, rows: Sequence[QuestionRow], wish: BulkWish) -> dict[str, Any]:
    """Add the tags, or take them off; gives which questions each of them changed."""
    ids = [row.id for row in rows]
    changed = _retag_each(session, bank, [(tag, ids) for tag in wish.tags], is_added=wish.act == "tag")
    changed_ids = sorted({each for _, some in changed for each in some})
    return {"tag": ", ".join(wish.tags), "tags": changed, "ids": changed_ids}


def _retag_each(
    session: Session, bank: Bank, wanted: Sequence[tuple[str, Sequence[int]]], *, is_added: bool
) -> list[tuple[str, list[int]]]:
    done = list[tuple[str, list[int]]]()
    for tag, ids in wanted:
        # What the tag before has written is not in the rows that were read before it.
        session.flush()
        session.expire_all()
        done.append((tag, retag(session, bank, list_rows(session, bank.id, ids), tag, is_added=is_added)))
    return done


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
    if wish.act == "move" and session.scalar(own.where(takes_from(viewer, seen))) is None:
        raise NotAllowed(_NOT_YOURS)
    if wish.act == "move" and wish.target_id == seen.id:
        raise CannotChange("They are in this bank already. Choose another one.")
    locked = _lock_banks(session, (seen.id, wish.target_id))
    return locked[seen.id], locked[wish.target_id]


def _lock_banks(session: Session, ids: Iterable[int]) -> dict[int, Bank]:
    """Lock banks until the transaction ends, all in one order."""
    wanted = select(Bank).where(Bank.id.in_(ids)).order_by(Bank.id)
    return {bank.id: bank for bank in session.scalars(wanted.with_for_update(key_share=True))}


def undo_change(session: Session, viewer: Viewer, slug: str, change_id: int, now: datetime) -> BulkOutcome:
    """Take a change of the viewer's back, as far as it still stands; doing so twice is once.

    A large one stops where it is, and a job takes back what was done of it.

    Raises:
        NotFound: the viewer has made no such change there.
        Conflict: the bank that questions went to is not the viewer's any more.
    """
    seen = get_bank(session, viewer, slug)
    change = get_own_change(session, viewer, seen.id, change_id)
    if is_large(change):
        return _undo_large(session, viewer, slug, change, now)
    _lock_whole(session, change)
    if change.undone_at is not None:
        return BulkOutcome(change.id, count_changed(change))
    return _undo(session, viewer, slug, change, now)


def _undo_large(session: Session, viewer: Viewer, slug: str, change: BulkChange, now: datetime) -> BulkOutcome:
    _check_way_back(session, viewer, slug, change)
    _lock_whole(session, change)
    if change.undone_at is None:
        change.undone_at = now
        put_to_work(session, change, now)
    else:
        go_on(session, change, now)
    return BulkOutcome(change.id, count_changed(change), is_large=True)


def _check_way_back(session: Session, viewer: Viewer, slug: str, change: BulkChange) -> None:
    """Say at once what each piece would come upon."""
    if "target" in change.undo:
        _get_there(session, viewer, change, is_locked=False)
    if change.act != "copy":
        get_bank_to_edit(session, viewer, slug, is_locked=False)


def _lock_whole(session: Session, change: BulkChange) -> None:
    """Lock a change behind its banks, in which order all do it, and look at it anew."""
    _lock_banks(session, [change.bank_id, *([change.undo["target"]] if "target" in change.undo else [])])
    session.refresh(change, with_for_update=True)


def bring_piece(session: Session, viewer: Viewer, change_id: int, number: int, now: datetime) -> BulkOutcome | None:
    """Bring one piece of a large change (from 0) to where the whole stands; None when it is there already.

    Raises:
        QuizError: it cannot be done any more; the message says why.
    """
    change = session.get(BulkChange, change_id)
    if change is None:
        return None
    _lock_whole(session, change)
    slug = session.scalars(select(Bank.slug).where(Bank.id == change.bank_id)).one()
    piece = session.get_one(BulkChange, change.undo["pieces"][number])
    if change.undone_at is not None:
        is_back = is_waiting(piece) or piece.undone_at is not None
        return None if is_back else _undo(session, viewer, slug, piece, now)
    if not is_waiting(piece):
        return None
    wish = BulkWish(
        change.act,  # type: ignore[arg-type]
        piece.client_id,
        tags=tuple(change.undo.get("tags", ())),
        target_id=change.undo.get("target"),
    )
    source, target = _banks(session, viewer, slug, wish)
    rows = list_rows(session, source.id, piece.undo["asked"])
    piece.undo, load, moved = _act(session, source, target, wish, rows, viewer.id, now)
    change.undo = {**change.undo, "count": count_changed(change) + count_changed(piece)}
    return BulkOutcome(change.id, count_changed(piece), load, moved, is_large=True)


def _undo(session: Session, viewer: Viewer, slug: str, change: BulkChange, now: datetime) -> BulkOutcome:
    """Take one back that was done at once, or a piece."""
    ids = change.undo["ids"]
    change.undone_at = now
    if change.act in ("move", "copy"):
        return _undo_placing(session, viewer, slug, change, now)
    bank = get_bank_to_edit(session, viewer, slug)
    if change.act in ("tag", "untag"):
        # Changes of an earlier release were of one tag.
        wanted = change.undo.get("tags") or [(change.undo["tag"], ids)]
        undone = _retag_each(session, bank, wanted, is_added=change.act == "untag")
        return BulkOutcome(change.id, len({each for _, found in undone for each in found}))
    rows = list_rows(session, bank.id, ids)
    changed, load = set_use(session, bank, rows, now, is_used=change.act == "archive")
    return BulkOutcome(change.id, len(changed), load)


def _undo_placing(session: Session, viewer: Viewer, slug: str, change: BulkChange, now: datetime) -> BulkOutcome:
    """Take copies out of use, or let what was moved come back."""
    target = _get_there(session, viewer, change)
    if change.act == "copy":
        changed, load = set_use(session, target, list_rows(session, target.id, change.undo["ids"]), now, is_used=False)
        return BulkOutcome(change.id, len(changed), load)
    home = get_bank_to_edit(session, viewer, slug)
    back = move_back(session, target, home, [Placed.read(place) for place in change.undo["places"]])
    lowest = min((p["position"] for p in change.undo["places"] if p["id"] in set(back)), default=None)
    load = LoadReport(home.slug, home.id, first_moved_position=lowest)
    return BulkOutcome(change.id, len(back), load, Moved(back, target.id, home.id))


def _get_there(session: Session, viewer: Viewer, change: BulkChange, *, is_locked: bool = True) -> Bank:
    there = select(Bank).where(Bank.id == change.undo["target"], Bank.deleted_at.is_(None), editable_by(viewer))
    target = session.scalar(there.with_for_update(key_share=True) if is_locked else there)
    if target is None:
        raise Conflict("The bank that they went to is not yours to change any more, so they stay there.")
    return target
