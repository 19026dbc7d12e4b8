"""Writes Anki packages: notes of our own note types, or the ones that the questions had in Anki.

A note’s guid comes of its question’s id, so that bringing the package in again updates what is there.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import count
from typing import Any

from quizapp.core.formats.anki_cloze import cloze_pieces_of, gaps_of
from quizapp.core.formats.anki_database import written_database
from quizapp.core.formats.anki_foreign import (
    COMES_ALONG,
    ask_both_ways,
    comes_along,
    foreign_note,
    kept_extra,
    kept_guid,
    kept_media,
    kept_types,
)
from quizapp.core.formats.anki_notes import DEFAULT_DECK, NoteType, layout_of, sides_of_text
from quizapp.core.formats.anki_own import anki_tags, back_guid, back_note, guid_of, own_note
from quizapp.core.formats.gathering import tag_path
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.parcel import Outgoing, Written
from quizapp.core.question import Question

_DECK = "quizapp"
_DEFAULT_ID = 1
_FILE_NAME = re.compile(r"[^/\\:*?\"<>|\x00-\x1f.][^/\\:*?\"<>|\x00-\x1f]{0,99}")
_IF_FIRST = re.compile(r"\s*\{\{#([^{}\n]{1,300})\}\}")
_KEPT = "Anki does not use it; it is kept in the note for the way back"
_RATED = "Anki has no such kind; it is shown as a card that the learner rates"
_LETTERS = "Anki compares what is typed letter by letter; it is shown beside the answer"
_SHOWN = frozenset(("id", "stem", "context", "explanation", "hints", "tags", "key"))
_SHOWN_OF_KIND: Mapping[str, frozenset[str]] = {
    "choice": frozenset(("options", "distractors")),
    "multiple": frozenset(("options", "distractors")),
    "true_false": frozenset(("options",)),
    "match": frozenset(("pairs", "distractors")),
    "order": frozenset(("items",)),
    "number": frozenset(("unit", "from", "to")),
    "open": frozenset(("rubric",)),
    "cloze": frozenset(("gaps",)),
}


def write(outgoing: Outgoing) -> Written:
    """Write a bank as an Anki package of the generation that every Anki reads."""
    writing = _Writing(outgoing)
    written = [question for question in outgoing.questions if writing.add(question)]
    return Written(writing.package(), len(written), writing.losses.all())


@dataclass(frozen=True, slots=True)
class _Note:
    """A note until it is written: the library’s own take several times the memory."""

    deck_id: int
    kind: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    guid: str
    ordinals: tuple[int, ...]


@dataclass(slots=True)
class _Writing:
    """A package while it is written; `files` are the names of its media to ours."""

    outgoing: Outgoing
    losses: Losses = field(default_factory=lambda: Losses("Anki"))
    files: dict[str, str] = field(default_factory=dict)
    _decks: dict[str, Any] = field(default_factory=dict)
    _models: dict[NoteType, Any] = field(default_factory=dict)
    _types: dict[tuple[str, str], NoteType] = field(default_factory=dict)
    _notes: list[_Note] = field(default_factory=list)
    _both_ways: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.losses.lose_bank(self.outgoing.bank, ("description",))
        self._types = kept_types(self.outgoing.questions)
        self._both_ways = ask_both_ways(self.outgoing.questions, self._types)

    def add(self, question: Question) -> bool:
        """Add the note of a question; False where it comes with the note of another one."""
        if comes_along(question, self._both_ways):
            self.losses.leave_out(question, COMES_ALONG)
            return False
        held = self._held(question)
        foreign = foreign_note(question, self._types, held.get)
        if foreign is not None:
            kind, fields = foreign.type, self._with_files(question, foreign.fields)
            for name in foreign.lost:
                self.losses.lose(question, name, "its note type has no place for it")
        else:
            kind, fields = own_note(question, held)
            self._name_losses(question)
        for ours in held.values():
            self.files.setdefault(ours, f"media/{ours}")
        deck, tags = self._deck_and_tags(question)
        if foreign is not None and not {tag_path(tag.split("::")) for tag in tags} <= set(question.tags):
            self.losses.lose(question, "tags", "Anki’s tags have no spaces; they became _")
        guid = kept_guid(question) or guid_of(question, self.outgoing.bank)
        self._put(deck, kind, fields, tags, guid)
        back = back_note(question, kind, fields) if self.outgoing.backwards else None
        if back is not None:
            self._put(deck, *back, tags, back_guid(guid))
        return True

    def _put(self, deck: Any, kind: NoteType, fields: Mapping[str, str], tags: Sequence[str], guid: str) -> None:
        deck.add_model(self._model(kind))
        values, ordinals = tuple(fields[name] for name in kind.fields), tuple(_ordinals(kind, fields))
        self._notes.append(_Note(deck.deck_id, kind, values, tuple(tags), guid, ordinals))

    def package(self) -> bytes:
        """Give the package’s bytes, the same for the same bank and moment."""
        decks = list(self._decks.values()) or [self._deck(self._title())]
        package, moment = _genanki().Package([*decks, self]), self.outgoing.moment
        # The library’s own way leaves a file behind for each package.
        collection = written_database(lambda cursor: package.write_to_db(cursor, moment, count(int(moment * 1000))))
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr(zipfile.ZipInfo("collection.anki2"), collection, zipfile.ZIP_DEFLATED)
            names = list(self.files)
            file.writestr(zipfile.ZipInfo("media"), json.dumps(dict(enumerate(names))))
            for number, name in enumerate(names):
                file.writestr(zipfile.ZipInfo(str(number)), self.outgoing.media[self.files[name]])
        return content.getvalue()

    def write_to_db(self, cursor: Any, timestamp: float, ids: Iterator[int]) -> None:
        """Write the notes in the bank’s order; the library calls this after its decks."""
        for due, note in enumerate(self._notes, start=1):
            made = _genanki().Note(
                model=self._model(note.kind), fields=note.fields, tags=list(note.tags), guid=note.guid, due=due
            )
            # The library finds cards and flaws by searches that take very long in texts made for that.
            made.cards = [_genanki().Card(ordinal) for ordinal in note.ordinals]
            made._check_invalid_html_tags_in_fields = lambda: None
            made.write_to_db(cursor, timestamp, note.deck_id, ids)

    def _held(self, question: Question) -> dict[str, str]:
        """Map the media that a question names to the files’ names in the package, as far as the bank holds them."""
        names = media_names(json.dumps({**question.dump(), "origin": None}, ensure_ascii=False))
        held = {name: name.removeprefix("media/") for name in names if name in self.outgoing.media}
        if len(held) < len(names):
            self.losses.lose(question, "images and sounds", "the bank does not hold the file, their words stay")
        return held

    def _with_files(self, question: Question, fields: Mapping[str, str]) -> Mapping[str, str]:
        """Keep the names that a note’s files had in Anki, where they are sound and nobody else’s."""
        for name, ours in kept_media(question).items():
            if ours not in self.outgoing.media:
                continue
            if _FILE_NAME.fullmatch(name) and self.files.setdefault(name, ours) == ours:
                continue
            plain = ours.removeprefix("media/")
            self.files[plain] = ours
            fields = {place: text.replace(name, plain) for place, text in fields.items()}
        return fields

    def _name_losses(self, question: Question) -> None:
        raw = question.dump()
        kind = question.kind
        if kind in ("choice", "multiple", "true_false", "match", "order") or "from" in raw:
            self.losses.lose(question, f"kind {kind}", _RATED)
        for name in raw:
            if name in ("kind", "origin") or name in _SHOWN or name in _SHOWN_OF_KIND.get(kind, ()):
                continue
            self.losses.lose(question, name, _LETTERS if name in ("accept", "tolerance") else _KEPT)
        if kind == "cloze" and any(set(gap) - {"key", "kind"} for gap in raw["gaps"]):
            self.losses.lose(question, "gaps: options, weights, tolerances and accepted spellings", _KEPT)
        options = [*raw.get("options", []), *raw.get("distractors", [])]
        if any(isinstance(option, dict) for option in options):
            self.losses.lose(question, "weights and explanations of options", _KEPT)

    def _deck_and_tags(self, question: Question) -> tuple[Any, list[str]]:
        """Give the deck: the one it had in Anki while its tag is there, else the bank’s; and the further tags."""
        path = str(kept_extra(question).get("deck", ""))[:500]
        tag = tag_path(path.split("::"))
        if path and (path == DEFAULT_DECK or tag in question.tags):
            return self._deck(path), anki_tags([one for one in question.tags if one != tag])
        return self._deck(self._title()), anki_tags(question.tags)

    def _title(self) -> str:
        return re.sub(r":{2,}", ":", self.outgoing.bank.title).strip()[:200] or _DECK

    def _deck(self, name: str) -> Any:
        if name not in self._decks:
            words = escape(self.outgoing.bank.description) if name == self._title() else ""
            self._decks[name] = _genanki().Deck(
                _DEFAULT_ID if name == DEFAULT_DECK else _stable(f"deck {name}"), name, words
            )
        return self._decks[name]

    def _model(self, kind: NoteType) -> Any:
        if kind not in self._models:
            model = _genanki().Model(
                kind.id or _stable(f"type {kind.name} {kind.fields}"),
                kind.name,
                fields=[{"name": name} for name in kind.fields],
                templates=[{"name": t.name, "qfmt": t.question, "afmt": t.answer} for t in kind.templates],
                css=kind.css,
                model_type=int(kind.is_cloze),
            )
            # The library would render the templates, strangers’ too, to find this out.
            places = {name: place for place, name in enumerate(kind.fields)}
            model._req = [
                [number, "any", [places[name] for name in _asked(kind, number) if name in places] or [0]]
                for number in range(len(kind.templates))
            ]
            self._models[kind] = model
        return self._models[kind]


def _genanki() -> Any:
    import genanki  # start-up cost: it brings asyncio and a template engine

    return genanki


def _asked(kind: NoteType, ordinal: int) -> list[str]:
    return [name for name, _ in sides_of_text(kind.templates[ordinal].question)]


def _ordinals(kind: NoteType, fields: Mapping[str, str]) -> list[int]:
    """List the cards that Anki would make of a note."""
    layout = layout_of(kind)
    if kind.is_cloze:
        gaps = gaps_of(cloze_pieces_of(fields[layout.key[0]])[0])
        return sorted({max(0, gap.number - 1) for gap in gaps}) or [0]
    found = []
    for ordinal, template in enumerate(kind.templates):
        wanted = _IF_FIRST.match(template.question)
        is_wanted = wanted is None or fields.get(wanted[1].strip(), "x").strip()
        if is_wanted and any(fields.get(name, "").strip() for name in _asked(kind, ordinal)):
            found.append(ordinal)
    return found or [0]


def _stable(name: str) -> int:
    """Give a number for a name, the same each time, in the range that Anki’s own ids leave free."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % (1 << 30)
