"""Pictures and sounds of banks: what may be one, which bank has which, and what nobody has any more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, delete, insert, select, update
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Media, QuestionRow, Revision
from quizapp.core.errors import FormatError, NotFound, QuizError
from quizapp.core.formats.gathering import media_suffix
from quizapp.core.formats.media_names import media_names
from quizapp.plumbing.files import MediaStore

#: By suffix; whatever is none of these is not shown, vector graphics too, since they can hold scripts.
CONTENT_TYPES: Mapping[str, str] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "flac": "audio/flac",
}
#: A file that no bank names and that is younger may be about to be named.
SWEPT_AFTER = timedelta(hours=1)
#: So long an editor into which a picture was put may stay open before it is saved.
UNSAVED_AFTER = timedelta(days=7)
_NAME = re.compile(r"(?:media/)?([0-9a-f]{64})\.([a-z0-9]{2,4})")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class MediaCard:
    """A picture or a sound; `name` is what texts call it."""

    sha256: str
    suffix: str
    size_bytes: int

    @property
    def name(self) -> str:
        """What a question's text calls it."""
        return f"media/{self.sha256}.{self.suffix}"

    @property
    def content_type(self) -> str:
        """The type that it is served with, whatever it was called."""
        return CONTENT_TYPES[self.suffix]

    @property
    def is_image(self) -> bool:
        """Whether it is a picture, else a sound."""
        return self.content_type.startswith("image/")


def get_media(session: Session, bank_id: int, name: str) -> MediaCard:
    """Give a picture or a sound of a bank by the name that texts have for it.

    Raises:
        NotFound: the bank has none of that name.
    """
    match = _NAME.fullmatch(name)
    columns = select(Media.sha256, Media.suffix, Media.size_bytes)
    row = match and session.execute(columns.where(Media.bank_id == bank_id, Media.sha256 == match[1])).first()
    if not row or match is None or row.suffix != match[2]:
        raise media_missing()
    return MediaCard(*row)


def content_type_of(content: bytes) -> str:
    """Give the type that bytes are served with, by what they are.

    Raises:
        NotFound: they are no picture or sound that is shown here.
    """
    found = CONTENT_TYPES.get(media_suffix(content) or "")
    if found is None:
        raise media_missing()
    return found


def media_missing() -> NotFound:
    """Make the error for a picture or a sound that is not there."""
    return NotFound("This picture or sound is not here any more.")


def put_media(store: MediaStore, content: bytes) -> MediaCard:
    """Store a picture or a sound, before the transaction that gives it to a bank; kept once whoever has it.

    Raises:
        FormatError: the bytes are no picture or sound that is shown here.
        DiskFull: there was no room; nothing is stored.
    """
    suffix = media_suffix(content)
    if suffix is None or suffix not in CONTENT_TYPES:
        raise FormatError(
            "This is no picture or sound that can be shown here. Use PNG, JPEG, GIF or WebP, or MP3, Ogg, M4A, WAV or "
            "FLAC."
        )
    return MediaCard(store.put(content), suffix, len(content))


def give_media(
    session: Session, bank_id: int, found: Iterable[MediaCard], now: datetime, *, is_unsaved: bool = False
) -> None:
    """Let a bank have pictures and sounds that are stored; those that it has already stay.

    `is_unsaved`: an open editor names them alone as yet, so that they wait for it from now on.
    """
    wanted = {card.sha256: card for card in found}
    known = set(session.scalars(select(Media.sha256).where(Media.bank_id == bank_id)))
    if is_unsaved and wanted.keys() & known:
        again = Media.sha256.in_(wanted.keys() & known)
        session.execute(update(Media).where(Media.bank_id == bank_id, again).values(created_at=now))
    rows = [
        {
            "bank_id": bank_id,
            "sha256": card.sha256,
            "suffix": card.suffix,
            "size_bytes": card.size_bytes,
            "created_at": now,
        }
        for card in wanted.values()
        if card.sha256 not in known
    ]
    if rows:
        session.execute(insert(Media), rows)


class ForeignMedia(QuizError):
    """A question names a picture or a sound that its own bank has not, whether or not another one has it."""


def check_media(session: Session, bank_id: int, body: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Check that a question names no picture or sound anew that its own bank has not.

    Raises:
        ForeignMedia: it does; no page would show them.
    """
    named = set(media_names(json.dumps(body))) - set(media_names(json.dumps(before)))
    if named - {card.name for card in (list_media(session, bank_id) if named else ())}:
        raise ForeignMedia("A picture or sound of this question is not in this bank. Put its file into the field anew.")


def list_media(session: Session, bank_id: int) -> list[MediaCard]:
    """List the pictures and sounds of a bank."""
    columns = select(Media.sha256, Media.suffix, Media.size_bytes).where(Media.bank_id == bank_id)
    return [MediaCard(*row) for row in session.execute(columns.order_by(Media.sha256))]


def forget_unnamed(session: Session, bank_id: int, brought_at: datetime, now: datetime) -> None:
    """Take from a bank the pictures and sounds that no question in it names, in use or not, nor any revision of one.

    Those that an open editor may name stay; those of an import, which it got at `brought_at`, go.
    """
    is_free = (Media.created_at == brought_at) | (Media.created_at < now - UNSAVED_AFTER)
    _forget(session, bank_id, _unnamed(session, bank_id, is_free))


def list_unsaved(session: Session, now: datetime) -> list[int]:
    """List the banks that have pictures or sounds which were put into an editor long ago and never saved."""
    is_old = Media.created_at < now - UNSAVED_AFTER
    banks = session.scalars(select(Media.bank_id).where(is_old).distinct().order_by(Media.bank_id)).all()
    return [bank_id for bank_id in banks if _unnamed(session, bank_id, is_old)]


def forget_unsaved(session: Session, bank_id: int, now: datetime) -> None:
    """Take from a bank what was put into an editor long ago and never saved."""
    # Whoever saves a question holds it too.
    session.execute(select(Bank.id).where(Bank.id == bank_id).with_for_update())
    _forget(session, bank_id, _unnamed(session, bank_id, Media.created_at < now - UNSAVED_AFTER))


def _unnamed(session: Session, bank_id: int, is_free: ColumnElement[bool]) -> list[str]:
    free = select(Media.sha256, Media.suffix, Media.size_bytes).where(Media.bank_id == bank_id, is_free)
    cards = [MediaCard(*row) for row in session.execute(free)]
    if not cards:
        return []
    unnamed = _without_named(session, cards, QuestionRow.bank_id == bank_id)
    # A question that was moved to another bank is still shown in games of its old one; what an undo takes out is not.
    at_work = select(Bank.id).where(Bank.slug.startswith("_", autoescape=True))
    moved = and_(QuestionRow.bank_id != bank_id, QuestionRow.bank_id.not_in(at_work))
    unnamed = _without_named(session, unnamed, moved)
    return [card.sha256 for card in unnamed]


def _without_named(session: Session, cards: list[MediaCard], questions: ColumnElement[bool]) -> list[MediaCard]:
    """Leave out what a revision of these questions names."""
    if not cards:
        return []
    text = cast(Revision.body, Text)
    bodies = select(text).join(QuestionRow, QuestionRow.id == Revision.question_id).where(text.contains("media/"))
    found = session.scalars(bodies.where(questions).execution_options(yield_per=1_000))
    named = {name for body in found for name in media_names(body)}
    return [card for card in cards if card.name not in named]


def _forget(session: Session, bank_id: int, names: Iterable[str]) -> None:
    for name in names:
        session.execute(delete(Media).where(Media.bank_id == bank_id, Media.sha256 == name))


def forget_media(session: Session) -> None:
    """Take pictures and sounds from banks that were closed for good, when their owner was erased."""
    # An installation's own bank has no owner either: one that is closed can be opened again, with its pictures.
    closed = select(Bank.id).where(Bank.deleted_at.is_not(None), Bank.owner_id.is_(None), Bank.visibility == "private")
    session.execute(delete(Media).where(Media.bank_id.in_(closed)))


def sweep_media(session: Session, store: MediaStore, now: datetime) -> int:
    """Remove the stored files that no bank has and that were not stored lately; tell how many those were."""
    before = now - SWEPT_AFTER
    names = store.names(before)
    orphans: list[str] = []
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        held = set(session.scalars(select(Media.sha256).where(Media.sha256.in_(some))))
        orphans += [name for name in some if name not in held]
    for name in orphans:
        store.remove_old(name, before)
    return len(orphans)
