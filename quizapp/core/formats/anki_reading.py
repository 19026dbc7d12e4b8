"""From notes of Anki’s to questions, for packages and text files alike; note types that we wrote are in `anki_own`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.core.formats.anki_cloze import OCCLUSION, ClozeGap, Piece, cloze_pieces_of, gaps_of
from quizapp.core.formats.anki_history import Sides
from quizapp.core.formats.anki_html import html_of, shown_words, typed_words
from quizapp.core.formats.anki_notes import CLOZE_START, DEFAULT_DECK, Layout, Note, NoteType, layout_of
from quizapp.core.formats.anki_own import DETAILS, id_of_guid, is_back, own_question
from quizapp.core.formats.backwards import FORWARDS
from quizapp.core.formats.embedded import token, with_gap_marks
from quizapp.core.formats.foreign_texts import HTML, Texts
from quizapp.core.formats.gathering import Gatherer, shortened, tag_path
from quizapp.core.formats.package_media import PackageMedia
from quizapp.core.formats.parcel import ASKS_BACK
from quizapp.core.formats.rich_html import plain_words
from quizapp.core.formats.rich_text import FindMedia
from quizapp.core.kinds.cloze import MAX_GAPS
from quizapp.core.kinds.fields import MAX_OPTION_CHARS
from quizapp.core.question import Json, Question

_TEX_WITH_GAP = re.compile(r"\\\((?:[^\\]|\\(?![()]))*\ue000")
_TYPED_MEDIA = re.compile(r"\[sound:|<(?:img|audio)\b", re.IGNORECASE)
_RAW_AT_MOST = 100_000
#: Longer texts are cut before they are read for a heading.
_SHOWN_AT_MOST = 2_000


class Unasked(Exception):
    """A note asks nothing that can be answered here; the message is the reason."""


@dataclass(slots=True)
class NoteReader:
    """The notes of one file while they are read one after another."""

    gatherer: Gatherer
    media: PackageMedia
    #: By the notes' numbers: which of their cards ask what became of them.
    sides: dict[int, Sides] = field(default_factory=dict)
    _layouts: dict[NoteType, Layout] = field(default_factory=dict)
    #: A note type is kept with the first of its questions, so that it can be written again.
    _kept_types: set[NoteType] = field(default_factory=set)
    _backwards: Counter[str] = field(default_factory=Counter)
    #: Notes that only ask backwards what others of the file ask.
    _backs: int = 0
    _number: int = 0

    def take(self, note: Note, line: int | None = None) -> Question | None:
        """Keep the question of a note, or say why there is none."""
        self._number += 1
        self.media.begin()
        if is_back(note):
            self._backs += 1
            return None
        own = own_question(note, self.media) if DETAILS in note.fields else None
        if own is not None:
            return self._take_own(note, line, *own)
        layout = self._layouts.get(note.type) or self._layouts.setdefault(note.type, layout_of(note.type))
        reading = NoteReading(note, layout, self.media.find)
        where = self._where(note)
        try:
            fields = reading.fields()
        except Unasked as error:
            self.gatherer.skip(f"{note.type.name} “{shortened(where)}”", str(error), line, reading.source())
            self._say((), where, line)
            return None
        extra = self._extra(note)
        if layout.backwards & note.ordinals:
            self._backwards[note.type.name] += 1
            extra[ASKS_BACK] = "yes"
        origin = {"kind": note.type.name[:200], "extra": extra} | ({"id": note.guid} if note.guid else {})
        common = {"id": id_of_guid(note.guid), "tags": tags_of(note), "origin": origin}
        question = self.gatherer.take(fields | common, where, line)
        if question is not None:
            forwards = None if layout.way == "cloze" else (0,)
            self.sides[note.number] = Sides(question.id, forwards, layout.backwards)
        self._say((*reading.notes, *reading.texts.notes), where, line)
        return question

    def finish(self) -> None:
        """Say what holds for many notes at once."""
        if self._backs:
            notes = "1 note asks" if self._backs == 1 else f"{self._backs} notes ask"
            self.gatherer.problem(f"{notes} backwards what another one asks; they come with those.", "quizapp: back")
        for name, count in self._backwards.items():
            notes = "1 note is" if count == 1 else f"{count} notes are"
            self.gatherer.problem(
                f"{notes} also asked backwards in Anki; {FORWARDS}",
                f"note type {name}",
            )

    def _take_own(self, note: Note, line: int | None, raw: Mapping[str, Json], notes: Sequence[str]) -> Question | None:
        """Keep the question of a note that we wrote."""
        origin = {"kind": note.type.name[:200], "id": note.guid, "extra": {"deck": note.deck} if note.deck else {}}
        where = shortened(plain_words(str(raw.get("title") or raw["stem"])))
        question = self.gatherer.take({**raw, "origin": origin}, where, line)
        if question is not None:
            self.sides[note.number] = Sides(question.id, None if note.type.is_cloze else (0,))
        self._say(notes, where, line)
        return question

    def _say(self, notes: Sequence[str], where: str, line: int | None) -> None:
        for said in dict.fromkeys((*notes, *self.media.notes)):
            self.gatherer.problem(said, where, line)

    def _where(self, note: Note) -> str:
        for text in note.fields.values():
            words = shown_words(text[:_SHOWN_AT_MOST])
            if words:
                return shortened(words)
        return f"item {self._number}"

    def _extra(self, note: Note) -> dict[str, Json]:
        identity = str(note.type.id) if note.type.id else ""
        said = {"notetype": note.type.name, "notetype_id": identity, "deck": note.deck}
        extra: dict[str, Json] = {name: value for name, value in said.items() if value}
        if sum(len(text) for text in note.fields.values()) <= _RAW_AT_MOST:
            extra["fields"] = dict(note.fields)
        if self.media.named:
            extra["media"] = dict(self.media.named)
        if note.type not in self._kept_types:
            self._kept_types.add(note.type)
            if sum(len(one.question + one.answer) for one in note.type.templates) <= _RAW_AT_MOST:
                extra["model"] = _model(note.type)
        return extra


def tags_of(note: Note) -> list[str]:
    """Give a note’s tags as ours: the path of its deck, then its own, trees of both as paths."""
    deck = "" if note.deck == DEFAULT_DECK else tag_path(note.deck.split("::"))
    tags = (tag_path(tag.split("::")) for tag in note.tags)
    return [tag for tag in dict.fromkeys((deck, *tags)) if tag]


@dataclass(slots=True)
class NoteReading:
    """One note while it is read."""

    note: Note
    layout: Layout
    find_media: FindMedia
    notes: list[str] = field(default_factory=list)
    texts: Texts = field(default_factory=Texts)

    def fields(self) -> dict[str, Json]:
        """Give the fields of its question.

        Raises:
            Unasked: when it asks nothing, or nothing answers.
        """
        if self.layout.way == "cloze":
            return self._cloze()
        stem = self._joined("stem", self.layout.stem)
        if not stem:
            raise Unasked("its question side is empty, or holds nothing that can be shown")
        if any(CLOZE_START.search(self.note.fields.get(name, "")) for name in self.layout.stem):
            self.notes.append("its question holds gaps, but its note type makes none; they stand as they are.")
        source = "".join(self.note.fields.get(name, "") for name in self.layout.key)
        words = typed_words(source) if self.layout.way == "typed" else ""
        common = {"stem": stem, "hints": self._hints()}
        if words and len(words) <= MAX_OPTION_CHARS:
            shown = (*self.layout.key, *self.layout.explanation) if _TYPED_MEDIA.search(source) else None
            explanation = self._joined("explanation", shown or self.layout.explanation)
            return common | {"kind": "text", "key": words, "explanation": explanation}
        key = self._joined("key", self.layout.key)
        if not key:
            raise Unasked("text without an answer")
        explanation = self._joined("explanation", self.layout.explanation)
        return common | {"kind": "open", "key": key, "explanation": explanation}

    def source(self) -> str:
        """Give what the note says, as Markdown, for whoever wants to use it otherwise."""
        return self._joined("stem", tuple(self.note.fields))

    def _cloze(self) -> dict[str, Json]:
        text = html_of(self.note.fields.get(self.layout.key[0], ""))
        if not text.strip():
            raise Unasked("its question side is empty")
        pieces, is_nested = cloze_pieces_of(text)
        gaps = gaps_of(pieces)
        if any(gap.words.lstrip().startswith(OCCLUSION) for gap in gaps):
            raise Unasked("image occlusion: parts of a picture that are covered have no counterpart here")
        if not gaps:
            raise Unasked("a text with gaps, but without a gap in it")
        if is_nested:
            self.notes.append("gaps stand within gaps; the innermost were kept.")
        common = {
            "context": self._joined("context", self.layout.stem),
            "explanation": self._joined("explanation", self.layout.explanation),
        }
        keys = [typed_words(gap.words) for gap in gaps]
        stem = self._read("stem", _marked(pieces))
        can_be_typed = all(0 < len(key) <= MAX_OPTION_CHARS for key in keys) and len(gaps) <= MAX_GAPS
        if not can_be_typed or _TEX_WITH_GAP.search(stem):
            self.notes.append("its gaps cannot be typed (pictures, formulas or too many); it became an open question.")
            return common | self._as_open(pieces)
        hints = [f"Gap {number}: {hint}" for number, hint in self._gap_hints(gaps)]
        if len(gaps) == 1:
            hints = [hint for _, hint in self._gap_hints(gaps)]
        fields: list[Json] = [{"kind": "text", "key": key} for key in keys]
        hints += self._hints()
        return common | {"kind": "cloze", "stem": with_gap_marks(stem), "gaps": fields, "hints": hints}

    def _as_open(self, pieces: Sequence[Piece]) -> dict[str, Json]:
        hidden = "".join(f"[{p.hint or '…'}]" if isinstance(p, ClozeGap) else p for p in pieces)
        shown = "".join(p.words if isinstance(p, ClozeGap) else p for p in pieces)
        return {"kind": "open", "stem": self._read("stem", hidden), "key": self._read("key", shown)}

    def _gap_hints(self, gaps: Sequence[ClozeGap]) -> list[tuple[int, str]]:
        return [(number, self._read("hints", gap.hint)) for number, gap in enumerate(gaps, 1) if gap.hint.strip()]

    def _hints(self) -> list[str]:
        return [hint for name in self.layout.hints if (hint := self._joined("hints", (name,)))]

    def _joined(self, name: str, sources: Sequence[str]) -> str:
        texts = (self._read(name, html_of(self.note.fields.get(source, ""))) for source in sources)
        return "\n\n".join(text for text in texts if text)

    def _read(self, name: str, html: str) -> str:
        return self.texts.read(name, html, HTML, self.find_media).strip() if html.strip() else ""


def _marked(pieces: Sequence[Piece]) -> str:
    numbers = iter(range(1, len(pieces) + 1))
    return "".join(token(next(numbers)) if isinstance(piece, ClozeGap) else piece for piece in pieces)


def _model(kind: NoteType) -> dict[str, Json]:
    templates = [[template.name, template.question, template.answer] for template in kind.templates]
    css = {"css": kind.css[:_RAW_AT_MOST]} if kind.css else {}
    return {"fields": list(kind.fields), "templates": templates, "kind": "cloze" if kind.is_cloze else "plain"} | css
