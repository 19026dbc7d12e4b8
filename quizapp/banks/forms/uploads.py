"""A picture or a sound that comes with an editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from quizapp.banks.service import MediaCard
from quizapp.core.errors import FormatError
from quizapp.plumbing.forms import as_text

LIMIT_BYTES = 10_000_000
ALT_AT_MOST = 300
#: What browsers offer to choose; what is taken is told by the bytes.
ACCEPTED = ".png,.jpg,.jpeg,.gif,.webp,.mp3,.ogg,.m4a,.wav,.flac"


@dataclass(frozen=True, slots=True)
class BroughtMedia:
    """The bytes of a file, and what somebody says is to be seen on it."""

    content: bytes
    alt: str


def has_media(form: MultiDict[str, Any]) -> bool:
    """Whether a file was chosen."""
    file = form.get("media")
    return isinstance(file, FileStorage) and bool(file.filename)


def read_media(form: MultiDict[str, Any]) -> BroughtMedia:
    """Read the file and its words.

    Raises:
        FormatError: there is none, or it is too large.
    """
    file = form.get("media")
    if not isinstance(file, FileStorage) or not file.filename:
        raise FormatError("Choose a picture or a sound first.")
    content = file.read(LIMIT_BYTES + 1)
    if len(content) > LIMIT_BYTES:
        raise FormatError(f"It is larger than {LIMIT_BYTES // 1_000_000} MB. Make it smaller, and choose it again.")
    return BroughtMedia(content, " ".join(as_text(form.get("media_alt", "")).split())[:ALT_AT_MOST])


def words_of(card: MediaCard, brought: BroughtMedia) -> str:
    """Give the words by which a question's text shows a picture or plays a sound.

    Raises:
        FormatError: nobody said what is to be seen on a picture, so that who cannot see it would be left out.
    """
    if not card.is_image:
        return f'<audio src="{card.name}"></audio>'
    if not brought.alt:
        raise FormatError("Say in a few words what is to be seen, for those who cannot see it.")
    alt = "".join(f"\\{sign}" if sign in "\\[]`*_<>!&" else sign for sign in brought.alt)
    return f"![{alt}]({card.name})"
