"""Gathers what a reader finds in a foreign file: raw mappings through the one door, flaws with their places."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quizapp.core.errors import InvalidQuestion
from quizapp.core.formats.free_ids import FreeIds
from quizapp.core.formats.native_identity import ID_PATTERN, find_made_id, made_id
from quizapp.core.formats.parcel import BankFields, Entry, FileProblem, Parcel, Skipped, TextAbove
from quizapp.core.formats.part_row import PartRow
from quizapp.core.kinds import parse_question
from quizapp.core.kinds.base import MAX_CONTEXT_CHARS
from quizapp.core.question import Json, Question

_MEDIA_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
    (b"fLaC", "flac"),
)
#: Beginnings of those whose kind is told by more than that.
_FURTHER_HEADS = {"webp": b"RIFF\0\0\0\0WEBP", "wav": b"RIFF\0\0\0\0WAVE", "m4a": b"\0\0\0\x20ftypM4A "}
_WHERE_AT_MOST = 60
_PART_AT_MOST = 25
#: Kinds whose key stays as its file writes it, so that the id made of it is the question's mark too.
_MARKED_BY_ID = frozenset(("choice", "text", "open"))
_RAW_AT_MOST = 20_000
#: So many lines that belong to no question are named by their words, and so many further ones by their numbers.
_STRAY_AT_MOST, _NUMBERS_AT_MOST = 20, 200
NO_ANSWER = "text without an answer"


@dataclass(slots=True)
class Gatherer:
    """One file while it is read; `format` is its name in `FORMATS`."""

    format: str
    entries: list[Entry] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    #: Whether the file says only part of what its format can, as a table with few columns does.
    is_partial: bool = False
    #: Of what else of its questions it says nothing, by the names of fields.
    unsaid: frozenset[str] = frozenset()
    #: Rows that say a part of a question alone.
    parts: list[PartRow] = field(default_factory=list)
    #: The part of the file that is being read, such as a sheet; places are named with it.
    part: str = ""
    _ids: FreeIds = field(default_factory=FreeIds)
    _texts: list[TextAbove] = field(default_factory=list)
    #: The text under which the next entries stand.
    _text: TextAbove | None = None

    def take(self, raw: Mapping[str, Json], where: str, line: int | None = None) -> Question | None:
        """Keep the question of a raw mapping; each of its flaws is a problem, and then it is no entry.

        An id that no bank can have becomes part of a made one; an id that was there before gets a number behind it.
        """
        where = self._named(where)
        # An id that is known beforehand spares a second making of the question.
        mark = "" if raw.get("id") else find_made_id(raw)
        made = self._ids.find(mark) if mark else ""
        try:
            question = parse_question(_with_origin(raw, self.format, made))
        except InvalidQuestion as error:
            for problem in error.problems:
                reason = f"{problem.field}: {problem.message}" if problem.field else problem.message
                self.problems.append(FileProblem(where, line, reason))
            return None
        if not made:
            question = replace(question, id=self._ids.find(question.id or made_id(question)))
        self._ids.take(question.id)
        is_marked = question.kind in _MARKED_BY_ID and not question.context
        self.entries.append(Entry(question, where, line, mark if is_marked else "", self.part))
        return question

    def problem(self, reason: str, where: str = "file", line: int | None = None) -> None:
        """Note a flaw, complete and for people; also of an entry that is kept."""
        self.problems.append(FileProblem(self._named(where), line, reason))

    def tell_stray(self, found: Iterable[tuple[int, str]]) -> None:
        """Name the lines that belong to no question: each with its number, many of them by their numbers alone."""
        stray = sorted(found)
        for line, words in stray[:_STRAY_AT_MOST]:
            self.problem(f"“{words[:60]}” belongs to no question, and was left out.", f"line {line}", line)
        rest = [str(line) for line, _ in stray[_STRAY_AT_MOST:]]
        if rest:
            numbers = ", ".join(rest[:_NUMBERS_AT_MOST]) + (" and others" if len(rest) > _NUMBERS_AT_MOST else "")
            self.problem(f"{len(rest):,} more lines belong to no question, and were left out: {numbers}.")

    def skip(self, what: str, reason: str, line: int | None = None, raw: str = "") -> None:
        """Note a sound entry that does not become a question; `what` names the foreign kind, `raw` is what it said."""
        self.skipped.append(Skipped(what, reason, line, raw[:_RAW_AT_MOST], max(0, len(raw) - _RAW_AT_MOST)))

    def skip_text(self, what: str, line: int | None, words: str) -> None:
        """Note a text without an answer, which may stand above the entries that follow until `end_text`."""
        self.end_text()
        self.skip(what, NO_ANSWER, line, words)
        self._text = TextAbove(len(self.skipped) - 1, len(self.entries), 0, words.strip())

    def end_text(self) -> None:
        """Let no further entry stand under the text before it: there is another one, or another part of the file."""
        text, self._text = self._text, None
        count = 0 if text is None else len(self.entries) - text.first
        if text is None or not count or not text.text:
            return
        skipped = self.skipped[text.skipped]
        if len(text.text) > MAX_CONTEXT_CHARS:
            reason = f"This text has {len(text.text):,} characters; {MAX_CONTEXT_CHARS:,} can stand above a question."
            self.problem(reason, skipped.what, skipped.line)
            return
        self.skipped[text.skipped] = replace(skipped, follow=count)
        self._texts.append(replace(text, count=count))

    def add_media(self, content: bytes) -> str | None:
        """Keep an image or a sound and give its name in texts; None when its bytes are no picture or sound we show."""
        suffix = media_suffix(content)
        if suffix is None:
            return None
        name = f"media/{hashlib.sha256(content).hexdigest()}.{suffix}"
        self.media[name] = content
        return name

    def _named(self, where: str) -> str:
        """Name a place, with the part of the file in which it is."""
        if not self.part:
            return shortened(where)
        return shortened(self.part if where == "file" else f"{shortened(self.part)[:_PART_AT_MOST]}: {where}")

    def parcel(self, bank: BankFields | None = None) -> Parcel:
        """Give all that was gathered."""
        self.end_text()
        return Parcel(
            self.format,
            bank or BankFields(),
            tuple(self.entries),
            tuple(self.problems),
            tuple(self.skipped),
            dict(self.media),
            tuple(self._texts),
            is_partial=self.is_partial,
            unsaid=self.unsaid,
            parts=tuple(self.parts),
        )


def as_id(foreign: str) -> str:
    """Give the id that stands for a foreign one, empty for an empty one; other letters than ours are hashed away."""
    wanted = foreign.strip()
    if not wanted or ID_PATTERN.fullmatch(wanted):
        return wanted
    kept = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:40].strip("-")
    mark = hashlib.sha256(wanted.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{kept}-{mark}" if kept else f"x-{mark}"


def shortened(words: str) -> str:
    """Give a place’s name on one line, cut where it is long."""
    if len(words) <= _WHERE_AT_MOST and words.isprintable() and "  " not in words and words == words.strip():
        return words
    line = " ".join(words.split())
    return line if len(line) <= _WHERE_AT_MOST else f"{line[: _WHERE_AT_MOST - 1]}…"


def tag_path(parts: Sequence[str]) -> str:
    """Give a foreign tree of folders as one tag path; empty parts and those that mean “top” fall away."""
    kept = [" ".join(part.replace("/", "\N{FRACTION SLASH}").split()) for part in parts]
    return "/".join(part for part in kept if part and part.casefold() not in ("$course$", "$system$", "top"))[:200]


def media_suffix(content: bytes) -> str | None:
    """Tell the kind of a picture or a sound by its first bytes; None for anything else, vector graphics too."""
    for start, suffix in _MEDIA_TYPES:
        if content.startswith(start):
            return suffix
    if content[:4] == b"RIFF" and content[8:12] in (b"WEBP", b"WAVE"):
        return "webp" if content[8:12] == b"WEBP" else "wav"
    if content[4:8] == b"ftyp":
        return "m4a" if content[8:11] == b"M4A" else None
    return None


def stand_in(name: str) -> bytes:
    """Give bytes that are taken for the picture or sound of that name, in place of its own, which are not at hand."""
    suffix = name.rpartition(".")[2]
    heads = {kind: start for start, kind in _MEDIA_TYPES} | _FURTHER_HEADS
    return heads.get(suffix, b"") + name.encode()


def _with_origin(raw: Mapping[str, Json], name: str, identity: str) -> dict[str, Json]:
    found = {**raw, "origin": {"format": name, **(raw.get("origin") or {})}}
    if identity:
        found["id"] = identity
    return found
