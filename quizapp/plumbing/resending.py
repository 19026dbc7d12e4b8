"""A form that could not be taken, kept on the page that says so: sent again with one press, nothing done twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request

from quizapp.plumbing.pages import is_local, wants_part

#: Fields that belong to the page that was left, or that no page may repeat.
_LEFT_OUT = ("csrf_token",)
_SECRET = ("password", "secret")
#: What nobody typed: an id, a number; what a button or the page itself says; and what a person chose in a form.
_MARK = re.compile(r"[0-9a-f-]{16,}|\d*")
_PRESSED = (
    *("zone", "kind", "language", "act", "do", "next", "client_id", "sure", "asked", "bank", "tags_seen", "show"),
    *("every", "decision", "fate", "in", "seen", "leaf", "back", "draft", "columns_of", "shared", "state"),
    *("decided_at", "choice", "skip", "setting", "action", "host", "model", "tab", "help"),
    *("q", "tag", "questions"),
)
_CHOSEN = (
    *("visibility", "cards", "live_responses", "factor", "way", "about", "format", "encoding", "separator", "pairs"),
    *("access", "reason", "speed", "classroom", "theme", "buttons", "fixed_way", "date_order", "column"),
    *("shape", "truth", "target", "size", "paper"),
)
#: Questions to which something is done: one in each field, or with commas in one.
_TICKED = ("question", "questions")
#: Under these names a page that asks for a password carries the form that waits for it.
ADDRESS = "kept_address"
KEPT, FILES = "kept-", "kept_file"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a refused form held: every field for sending it again, and the texts among them for reading.

    `files` names those that came with it, which no page can keep; `act` is what its button does, by the button or else
    by the end of the address, and `count` to how many questions, 0 where these are not counted.
    """

    address: str
    fields: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    files: tuple[str, ...] = ()

    @property
    def act(self) -> str:
        """What the button does."""
        pressed = next((text for name, text in self.fields if name == "act"), "")
        return pressed or urlsplit(self.address).path.rpartition("/")[2]

    @property
    def is_to_all(self) -> bool:
        """Whether it is done to all that its page finds, whatever was ticked."""
        return any(name == "all" for name, _ in self.fields)

    @property
    def count(self) -> int:
        """How many questions were ticked, where that is all that it is done to."""
        if self.is_to_all:
            return 0
        listed = [text for name, given in self.fields if name in _TICKED for text in given.split(",")]
        return len(set(listed) - {""})


def find_sent() -> Sent | None:
    """Find what a person wrote or chose in the form of this request; None when nothing is worth it or may be repeated.

    A single tick is made again as quickly as it is sent again; a list of them is not.

    Only forms of our own pages: else another site could put its words on ours. Files cannot be kept by a page, so that
    they are named alone, and secrets must not be: of a page that asks for a password only the form that waits for it is
    kept.
    """
    if request.method != "POST" or wants_part() or not _is_from_here():
        return None
    fields = tuple((name, text) for name, text in request.form.items(multi=True) if name not in _LEFT_OUT)
    return find_kept() or _sent(request.full_path.rstrip("?"), fields, sent_files())


def sent_files() -> tuple[str, ...]:
    """Name the files that came with this request."""
    return tuple(str(file.filename) for file in request.files.values() if file)


def find_kept() -> Sent | None:
    """Find the form that waits until the password on this page is given; None when none does."""
    address = request.form.get(ADDRESS, "")
    fields = ((name, text) for name, text in request.form.items(multi=True) if name.startswith(KEPT))
    waiting = tuple((name.removeprefix(KEPT), text) for name, text in fields)
    return _sent(address, waiting, tuple(request.form.getlist(FILES))) if is_local(address) else None


def _sent(address: str, fields: tuple[tuple[str, str], ...], files: tuple[str, ...]) -> Sent | None:
    if any(word in name for name, _ in fields for word in _SECRET):
        return None
    typed = (text.strip() for name, text in fields if name not in (*_PRESSED, *_CHOSEN))
    texts = tuple(dict.fromkeys(text for text in typed if not _MARK.fullmatch(text)))
    is_list = not files and len({name for name, _ in fields}) < len(fields)
    is_chosen = not files and any(name in _CHOSEN and text for name, text in fields)
    return Sent(address, fields, texts, files) if texts or is_list or is_chosen else None


def _is_from_here() -> bool:
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    try:
        return urlsplit(origin).netloc == request.host
    except ValueError:
        return False
