"""An entry of an import mended by hand before it is imported; what its file said stays as it was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from quizapp.banks.models import Import
from quizapp.banks.parcels import KeptEntry, KeptParcel, ParcelShelf, write_above, write_mended
from quizapp.banks.service.importing.choosing import Choice, choice_of
from quizapp.banks.service.importing.comparing import compare_with
from quizapp.banks.service.importing.records import enqueue_reading, get_import, get_waiting, lock_import
from quizapp.banks.service.importing.targets import ImportTarget
from quizapp.core.errors import Conflict, NotFound
from quizapp.core.formats.media_names import media_names
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question
from quizapp.people.viewer import Viewer

MENDED_AT_MOST = 1_000
READ_ANEW = "These files were read anew since this editor was opened. Look for the question in the list again."


class MendedSince(Conflict):
    """An entry was mended otherwise since the editor was opened."""


class StillJudged(Conflict):
    """What was mended last, or compared, is still being judged."""

    def __init__(self) -> None:
        super().__init__(
            "An edit of these files from another window is just being compared with the bank. What you wrote stands "
            "here: press Keep once more in a moment."
        )


def mark_of(parcel: KeptParcel, number: int) -> str:
    """Give the mark of what was mended of an entry, by which an editor knows that it was mended again; else nothing."""
    mended = parcel.mended.get(number)
    return hashlib.sha256(json.dumps(mended["raw"], sort_keys=True).encode()).hexdigest()[:16] if mended else ""


def get_entry(
    session: Session, viewer: Viewer, shelf: ParcelShelf, import_id: int, number: int
) -> tuple[Import, KeptParcel, KeptEntry]:
    """Give an entry of one of the viewer's imports that waits for the ticks.

    Raises:
        NotFound: there is no such import or entry, or what was read is gone.
        Conflict: it is settled, or just being read.
    """
    held = get_import(session, viewer, import_id)
    # While it is judged, what was written in another window must not be lost.
    if held.state != "ready" and not _is_judged(held):
        raise Conflict("Questions of an import can be edited here until they are imported, and not while it is read.")
    parcel = shelf.open(held.parcel)
    entry = _entry(parcel, number)
    if "stem" not in entry.raw:
        raise Conflict(" ".join(entry.remarks))
    return held, parcel, entry


def _is_judged(held: Import) -> bool:
    return held.state == "reading" and held.parcel is not None


def _entry(parcel: KeptParcel, number: int) -> KeptEntry:
    if not 0 <= number < parcel.count:
        raise NotFound("There is no such question in this import. Its list leads to those there are.")
    return next(parcel.entries([number]))


def mend_entry(
    session: Session,
    viewer: Viewer,
    shelf: ParcelShelf,
    import_id: int,
    number: int,
    question: Question,
    seen_parcel: str,
    now: datetime,
    seen_mark: str | None = None,
) -> None:
    """Put a question in the place of an entry and let a job judge all of them anew; its tick is proposed anew.

    `seen_parcel` names the parcel that the editor began from, `seen_mark` is what `mark_of` gave then; None asks not.

    Raises:
        NotFound: there is no such import or entry, or what was read is gone.
        Conflict: it is settled, just being read, or was read anew since; `MendedSince`: it was mended otherwise since;
            `StillJudged`: another window has sent something that is at work.
    """
    if _is_judged(lock_import(session, viewer, import_id)):
        raise StillJudged
    held = get_waiting(session, viewer, import_id)
    parcel = shelf.open(held.parcel)
    if held.parcel != seen_parcel:
        raise Conflict(READ_ANEW)
    entry = _entry(parcel, number)
    raw = {**question.dump(), "id": entry.raw["id"]}
    if raw == entry.raw:
        return
    if seen_mark is not None and seen_mark != mark_of(parcel, number):
        raise MendedSince(_words_of_clash(entry))
    _check_room(parcel, number)
    held.choices = _without(held, parcel, number)
    enqueue_reading(session, held, now, is_reading=False)
    session.flush()
    media = [name for name in media_names(json.dumps(raw)) if parcel.has_media(name)]
    # Nothing that the database does can fail any more but the commit, after which only the judgement would be old.
    mended = {"raw": raw, "media": media, "is_below": parcel.is_below(number)}
    write_mended(parcel.folder, {**parcel.mended, number: mended})


def _without(held: Import, parcel: KeptParcel, number: int) -> dict[str, Any]:
    choice = choice_of(held, parcel)
    turned = sorted(choice.turned - {number})
    ticked = [each for each in turned if choice.is_ticked(each)]
    return {**held.choices, "turned": turned, "ticked": ticked, "unless": None}


def _check_room(parcel: KeptParcel, number: int) -> None:
    if len(parcel.mended) >= MENDED_AT_MOST and number not in parcel.mended:
        raise Conflict(f"{MENDED_AT_MOST} questions of these files were edited here. Edit the others once imported.")


def _words_of_clash(entry: KeptEntry) -> str:
    present = parse_question(entry.raw)
    return (
        f"This question was edited in another window since this editor was opened. There it asks “{present.stem}” "
        f"and its answer is “{present.answer()}”. Keep puts what stands here in its place, Cancel leaves that."
    )


@dataclass(frozen=True, slots=True)
class TextTicks:
    """The texts of a parcel, by their numbers, whose ticks a page showed, and those ticked: to stand above entries."""

    shown: Sequence[int] = ()
    ticked: Sequence[int] = ()
    seen_parcel: str = ""

    def above(self, parcel: KeptParcel) -> frozenset[int]:
        """Give the texts that are to stand above entries of a parcel: of those not shown, the ones that do."""
        known = {number for number in self.shown if number < len(parcel.texts)}
        return (parcel.above - known) | (known & set(self.ticked))


def compare_below(
    session: Session,
    viewer: Viewer,
    shelf: ParcelShelf,
    import_id: int,
    bank_slug: str,
    texts: TextTicks,
    choice: Choice | None,
    now: datetime,
    target: ImportTarget | None = None,
) -> None:
    """Compare what was read with a bank as `compare_with` does, with the ticked texts above the entries below them.

    Raises:
        NotFound, NotAllowed, Conflict: as there.
        Conflict: the files were read anew since the texts were shown.
    """
    held = get_waiting(session, viewer, import_id)
    if not texts.shown:
        compare_with(session, viewer, import_id, bank_slug, now, choice, target=target)
        return
    if held.parcel != texts.seen_parcel:
        raise Conflict(READ_ANEW)
    parcel = shelf.open(held.parcel)
    above = texts.above(parcel)
    compare_with(session, viewer, import_id, bank_slug, now, choice, is_anew=above != parcel.above, target=target)
    session.flush()
    # Nothing that the database does can fail any more but the commit, after which only the judgement would be old.
    write_above(parcel.folder, above)
