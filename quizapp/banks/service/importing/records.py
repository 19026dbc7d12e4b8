"""Imports as rows: begun with the files of a form, read by a job, settled once; what is not one's own is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session, undefer

from quizapp.banks.models import Bank, Import, TableMapping
from quizapp.banks.service.access import HIGHEST_ID, check_teacher, editable_by, get_bank_to_edit
from quizapp.core.errors import Conflict, NotAllowed, NotFound
from quizapp.people.service import hold_account
from quizapp.people.viewer import Viewer
from quizapp.plumbing import jobs
from quizapp.plumbing.jobs import JobState

#: Reads files and compares them with a bank; writes a large import into it.
READING, STORING = "import", "storing"
AT_ONCE = 3
FILES_AT_MOST = 20
#: What stands for the name of a file where questions were pasted.
PASTED = "Pasted questions"
READ_ANEW = (
    "These files were read anew since this page was opened, so its ticks stand for other questions. "
    "Nothing was kept or imported. Open this import under Import and look at the ticks there."
)
COMPARED_AGAIN = (
    "These files were compared again since this page was opened, so its ticks may mean something else now. "
    "Nothing was kept or imported. Open this import under Import and look at the ticks there."
)
NO_IMPORT = "There is no such import here. Your imports are listed under Import."
_FULL = "Three of your imports are being read already. Bring these files when one of them is done."
SETTLED = "This import is settled already. Its page shows what came of it."
_LISTED_AT_MOST = 100
_NAME_AT_MOST = 200
_MAPPINGS_AT_MOST = 100
#: What is chosen of a comparison alone.
_OF_COMPARISON = frozenset(("ticked", "meant", "is_bank_changed", "unless", "round"))


class NotWaiting(Conflict):
    """An import that does not wait for its ticks: it is settled, or just at work; its page says which."""


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file as a form brings it; `stored` names its bytes in the file store."""

    name: str
    stored: str
    sha256: str
    size_bytes: int


def begin_import(
    session: Session,
    viewer: Viewer,
    files: Sequence[BroughtFile],
    bank_slug: str,
    client_id: str,
    now: datetime,
    *,
    earlier: str = "",
) -> Import:
    """Keep files and let a job read them; the same form sent twice is one import.

    `earlier`: the bank that a file of that name went into before, which the page names.

    Raises:
        StillAtWork: three are being read already.
        NotFound, NotAllowed: the bank that it is for cannot be changed by this viewer, or they are no teacher.
    """
    check_teacher(viewer, "Imports are for teachers.")
    hold_account(session, viewer.id)
    known = _find_by_client(session, viewer, client_id)
    if known is not None:
        return known
    if jobs.count_open(session, owner_of(viewer), READING) >= AT_ONCE:
        raise jobs.StillAtWork(_FULL)
    bank_id = get_bank_to_edit(session, viewer, bank_slug, is_locked=False).id if bank_slug else None
    made = Import(
        owner_id=owner_of(viewer),
        client_id=client_id,
        files=[
            asdict(each) | {"name": name, "format": "", "table": {}}
            for each, name in zip(files, _told_apart([each.name[:_NAME_AT_MOST] for each in files]), strict=True)
        ],
        choices={"bank_id": bank_id, "turned": []} | ({"earlier": earlier} if earlier else {}),
        created_at=now,
    )
    session.add(made)
    session.flush()
    enqueue_reading(session, made, now, is_reading=True)
    return made


def _told_apart(names: Sequence[str]) -> list[str]:
    """Give names of files of which no two are alike: a second “rivers.csv” is “rivers (2).csv”."""
    told: list[str] = []
    for name in names:
        stem, dot, suffix = name.rpartition(".")
        tries = (f"{stem or suffix} ({number}){dot}{suffix if stem else ''}" for number in range(2, len(names) + 2))
        told.append(name if name not in told else next(each for each in tries if each not in (*told, *names)))
    return told


def read_again(
    session: Session,
    viewer: Viewer,
    import_id: int,
    place: int,
    format_name: str,
    table: dict[str, Any],
    now: datetime,
    *,
    encoding: str = "",
    backwards: bool = False,
) -> None:
    """Let a job read one file anew in another way, format or encoding, or also backwards; ticks are proposed anew.

    Raises:
        NotFound: there is no such import or file.
        Conflict: it is settled already, or just being read.
    """
    held = get_waiting(session, viewer, import_id)
    if not 0 <= place < len(held.files):
        raise NotFound("There is no such file in this import.")
    files = [dict(each) for each in held.files]
    files[place] |= {"format": format_name[:30], "table": table, "encoding": encoding, "backwards": backwards}
    held.files = files
    choices = {name: value for name, value in held.choices.items() if name not in _OF_COMPARISON}
    held.choices = {**choices, "turned": []}
    enqueue_reading(session, held, now, is_reading=True)


def find_earlier_bank(session: Session, viewer: Viewer, names: Sequence[str]) -> str:
    """Give the bank into which the viewer imported a file of one of these names last; empty where it is none now."""
    done = select(Import.files, Bank.slug).join(Bank, Bank.id == Import.bank_id)
    own = done.where(owned_by(owner_of(viewer)), Import.state == "done", Bank.deleted_at.is_(None))
    for files, slug in session.execute(own.order_by(Import.id.desc()).limit(_LISTED_AT_MOST)):
        if {str(each["name"]) for each in files} & set(names) and _can_edit(session, viewer, slug):
            return str(slug)
    return ""


def find_bank_id(session: Session, viewer: Viewer, held: Import) -> int | None:
    """Give the bank that an import is for; None = a new one, or the bank is gone or not the viewer's to change now."""
    bank_id = held.choices.get("bank_id")
    if bank_id is None:
        return None
    return session.scalar(select(Bank.id).where(Bank.id == bank_id, Bank.deleted_at.is_(None), editable_by(viewer)))


def _can_edit(session: Session, viewer: Viewer, slug: str) -> bool:
    try:
        get_bank_to_edit(session, viewer, slug, is_locked=False)
    except (NotFound, NotAllowed):
        return False
    return True


def enqueue_reading(session: Session, held: Import, now: datetime, *, is_reading: bool) -> None:
    """Let a job read an import's files, or (`is_reading` False) judge anew what was read of them."""
    held.state = "reading"
    enqueue_job(session, held, READING, now, is_reading=is_reading)


def enqueue_job(
    session: Session, held: Import, kind: str, now: datetime, *, owner_id: int | None = None, **more: Any
) -> None:
    """Put a job of an import down, its owner's or (`owner_id`) another's; what an earlier one failed of is over."""
    held.error = None
    arguments, words = {"import_id": held.id, **more}, "Waiting for its turn"
    owner_id = owner_id or held.owner_id or 0
    held.job_id = jobs.enqueue(session, kind, owner_id=owner_id, arguments=arguments, words=words, now=now)


def keep_mapping(session: Session, viewer: Viewer, headings: str, choices: Mapping[str, Any], now: datetime) -> None:
    """Remember how a table with these headings is read; the oldest of a hundred is forgotten."""
    if not headings:
        return
    owner_id = owner_of(viewer)
    hold_account(session, owner_id)
    known = session.get(TableMapping, (owner_id, headings))
    if known is None:
        session.add(TableMapping(owner_id=owner_id, headings=headings, choices=dict(choices), used_at=now))
    else:
        known.choices, known.used_at = dict(choices), now
    session.flush()
    own = select(TableMapping.headings).where(TableMapping.owner_id == owner_id)
    beyond = list(session.scalars(own.order_by(TableMapping.used_at.desc()).offset(_MAPPINGS_AT_MOST)))
    if beyond:
        session.execute(
            delete(TableMapping).where(TableMapping.owner_id == owner_id, TableMapping.headings.in_(beyond))
        )


def list_mappings(session: Session, owner_id: int) -> dict[str, dict[str, Any]]:
    """Give the remembered ways of reading tables by the marks of their headings."""
    own = select(TableMapping.headings, TableMapping.choices).where(TableMapping.owner_id == owner_id)
    return {headings: choices for headings, choices in session.execute(own)}


def list_brought_names(session: Session, bank_id: int | None) -> list[str]:
    """List the names of the files that a bank's latest imports brought; what was pasted has none."""
    done = select(Import.files).where(Import.bank_id == bank_id, Import.state == "done")
    rows = session.scalars(done.order_by(Import.id.desc()).limit(_LISTED_AT_MOST)) if bank_id is not None else ()
    return sorted({str(each["name"]) for files in rows for each in files} - {PASTED})


def owner_of(viewer: Viewer) -> int:
    """Give the viewer's number; the guard has let accounts in only."""
    if viewer.id is None:
        raise NotFound("Sign in to see your imports.")
    return viewer.id


def owned_by(account_id: int) -> ColumnElement[bool]:
    """Give the condition for somebody's imports: their own, and what the command line has brought into their banks."""
    banks = select(Bank.id).where(Bank.owner_id == account_id)
    return or_(Import.owner_id == account_id, and_(Import.owner_id.is_(None), Import.bank_id.in_(banks)))


def _find_by_client(session: Session, viewer: Viewer, client_id: str) -> Import | None:
    """Find the import that this very form has made already."""
    own = select(Import).where(Import.owner_id == owner_of(viewer), Import.client_id == client_id)
    return session.scalar(own)


def get_import(session: Session, viewer: Viewer, import_id: int, *, is_whole: bool = False) -> Import:
    """Give one of the viewer's imports; `is_whole` loads its report too.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    own = select(Import).where(Import.id == min(import_id, HIGHEST_ID), owned_by(owner_of(viewer)))
    found = session.scalar(own.options(undefer(Import.report)) if is_whole else own)
    if found is None or import_id > HIGHEST_ID:
        raise NotFound(NO_IMPORT)
    return found


def lock_import(session: Session, viewer: Viewer, import_id: int) -> Import:
    """Give one of the viewer's imports, locked until the transaction ends, so that a form sent twice counts once.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    get_import(session, viewer, import_id)
    locked = select(Import).where(Import.id == import_id).options(undefer(Import.report)).with_for_update()
    return session.scalars(locked.execution_options(populate_existing=True)).one()


def get_waiting(session: Session, viewer: Viewer, import_id: int) -> Import:
    """Give one of the viewer's imports that waits for the ticks, locked.

    Raises:
        NotFound: as `lock_import` does.
        NotWaiting: it is settled, or just being read.
    """
    held = lock_import(session, viewer, import_id)
    if held.state == "reading":
        raise NotWaiting("These files are just being read. The page shows when that is done.")
    if held.state not in ("ready", "failed") or (held.parcel is None and held.state == "ready"):
        raise NotWaiting(SETTLED)
    return held


def find_import_progress(session: Session, held: Import) -> JobState | None:
    """Tell how far the job at an import is, whosever it is; None when none is at it."""
    state = None if held.job_id is None else jobs.find_state(session, held.job_id)
    return state if state is not None and state.state in jobs.OPEN else None


def discard_import(session: Session, viewer: Viewer, import_id: int) -> Import:
    """Forget an import that was not carried out; its files are removed by the caller, once that is durable.

    Raises:
        NotFound: there is none, or it is somebody else's.
        Conflict: it is in its bank already.
    """
    held = lock_import(session, viewer, import_id)
    if held.state not in ("reading", "ready", "failed"):
        raise Conflict("This import is in its bank already; undo it on its page.")
    session.execute(delete(jobs.Job).where(jobs.Job.id == held.job_id, jobs.Job.owner_id == held.owner_id))
    session.delete(held)
    return held


def stamp_seen(held: Import) -> str:
    """Give what the comparison of an import saw of its bank; empty for a new one."""
    return held.choices.get("stamp") or ""


def turn_ticks(
    session: Session,
    viewer: Viewer,
    import_id: int,
    shown: Sequence[int],
    turned: Sequence[int],
    said: Mapping[str, str] | None = None,
    *,
    seen_parcel: str | None = None,
    seen_stamp: str | None = None,
) -> None:
    """Keep which of the entries shown have another tick than the proposed one, and where the form says they shall go.

    `said` has the bank, title and visibility of the form as it stood; None says nothing of it. `seen_parcel` names the
    parcel whose entries were shown, `seen_stamp` what was seen of the bank beside which they were (empty = a new one).

    Raises:
        NotFound, Conflict: as `get_waiting` does.
        Conflict: the files were read anew since, or compared with another bank, or with one that was changed.
    """
    held = get_waiting(session, viewer, import_id)
    if seen_parcel is not None and seen_parcel != held.parcel:
        raise Conflict(READ_ANEW)
    if seen_stamp is not None and seen_stamp != stamp_seen(held):
        raise Conflict(COMPARED_AGAIN)
    others = set(held.choices.get("turned", ())) - set(shown)
    held.choices = {**held.choices, "turned": sorted(others | set(turned))} | ({"said": dict(said)} if said else {})


def close_unfinished(session: Session, import_id: int, message: str) -> None:
    """Note why an import could not be read."""
    session.execute(update(Import).where(Import.id == import_id).values(state="failed", error=message))
