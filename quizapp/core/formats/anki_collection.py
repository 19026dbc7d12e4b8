"""A collection of Anki’s in its database, old schema and new: note types, decks and notes as plain values.

Source: github.com/ankitects/anki, rslib/src/storage/schema11.sql to schema18 and proto/anki/{notetypes,decks}.proto.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from quizapp.core.archive import damaged
from quizapp.core.formats.anki_database import Cell, Database
from quizapp.core.formats.anki_notes import Note, NoteType, Template
from quizapp.core.formats.protobuf import read_message
from quizapp.core.question import Json

_CLOZE = 1


@dataclass(slots=True)
class Collection:
    """What a collection says before its notes; decks and note types by Anki’s ids."""

    types: dict[int, NoteType] = field(default_factory=dict)
    decks: dict[int, str] = field(default_factory=dict)
    descriptions: dict[int, str] = field(default_factory=dict)
    #: By a note’s id: the deck of its first card, and the ordinals of its cards.
    _deck_by_note: dict[int, tuple[int, int]] = field(default_factory=dict)
    _ordinals_by_note: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def deck_of(self, note_id: int) -> str:
        """Give the path of a note’s deck, empty for a note without cards."""
        return self.decks.get(self._deck_by_note.get(note_id, (0, 0))[1], "")

    def ordinals_of(self, note_id: int) -> frozenset[int]:
        """Give the ordinals of the templates that made cards of a note."""
        return frozenset(self._ordinals_by_note.get(note_id, ()))

    def keep_card(self, note_id: int, deck_id: int, ordinal: int) -> None:
        """Take note of a card."""
        self._ordinals_by_note[note_id].add(ordinal)
        first = self._deck_by_note.get(note_id)
        if first is None or ordinal < first[0]:
            self._deck_by_note[note_id] = (ordinal, deck_id)


def read_collection(database: Database) -> Collection:
    """Read all but the notes.

    Raises:
        FormatError: when the database is damaged or is none of Anki’s.
    """
    if not {"col", "notes", "cards"} <= database.tables:
        raise damaged(database.name)
    collection = Collection()
    try:
        if "notetypes" in database.tables:
            _read_new(database, collection)
        else:
            _read_old(database, collection)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise damaged(database.name) from error
    for note_id, deck_id, original_id, ordinal in database.rows("cards", ("nid", "did", "odid", "ord")):
        # A card that is studied in a filtered deck belongs to another one.
        collection.keep_card(_int(note_id), _int(original_id) or _int(deck_id), _int(ordinal))
    return collection


def list_notes(database: Database, collection: Collection) -> Iterator[Note | str]:
    """List the notes in the order in which they were made; one whose note type is missing as its words."""
    for note_id, guid, type_id, tags, fields in database.rows("notes", ("id", "guid", "mid", "tags", "flds"), "id"):
        kind = collection.types.get(_int(type_id))
        texts = _text(fields).split("\x1f")
        if kind is None:
            yield " ".join(texts)
            continue
        named = dict(zip(kind.fields, texts, strict=False))
        for number, surplus in enumerate(texts[len(kind.fields) :], start=1):
            named[f"surplus {number}"] = surplus
        identity = _int(note_id)
        yield Note(
            _text(guid),
            kind,
            named,
            tuple(_text(tags).split()),
            collection.deck_of(identity),
            collection.ordinals_of(identity),
            identity,
        )


def _read_old(database: Database, collection: Collection) -> None:
    for models, decks in database.rows("col", ("models", "decks")):
        for identity, model in _mapping(models).items():
            collection.types[int(identity)] = _old_type(int(identity), model)
        for identity, deck in _mapping(decks).items():
            collection.decks[int(identity)] = str(deck["name"])
            collection.descriptions[int(identity)] = str(deck.get("desc") or "")


def _old_type(identity: int, model: Mapping[str, Json]) -> NoteType:
    templates = sorted(model["tmpls"], key=lambda one: int(one.get("ord") or 0))
    fields = sorted(model["flds"], key=lambda one: int(one.get("ord") or 0))
    return NoteType(
        str(model["name"]),
        tuple(str(one["name"]) for one in fields) or ("Front",),
        tuple(Template(str(t["name"]), str(t["qfmt"]), str(t["afmt"])) for t in templates),
        model.get("type") == _CLOZE,
        str(model.get("css") or ""),
        identity,
    )


def _read_new(database: Database, collection: Collection) -> None:
    fields: dict[int, list[tuple[int, str]]] = defaultdict(list)
    templates: dict[int, list[tuple[int, Template]]] = defaultdict(list)
    for type_id, ordinal, name in database.rows("fields", ("ntid", "ord", "name")):
        fields[_int(type_id)].append((_int(ordinal), _text(name)))
    for type_id, ordinal, name, config in database.rows("templates", ("ntid", "ord", "name", "config")):
        sides = read_message(_bytes(config))
        template = Template(_text(name), sides.text(1), sides.text(2))
        templates[_int(type_id)].append((_int(ordinal), template))
    for type_id, name, config in database.rows("notetypes", ("id", "name", "config")):
        identity, said = _int(type_id), read_message(_bytes(config))
        collection.types[identity] = NoteType(
            _text(name),
            tuple(one for _, one in sorted(fields[identity])) or ("Front",),
            tuple(one for _, one in sorted(templates[identity], key=lambda pair: pair[0])),
            said.number(1) == _CLOZE,
            said.text(3),
            identity,
        )
    for deck_id, name, kind in database.rows("decks", ("id", "name", "kind")):
        collection.decks[_int(deck_id)] = _text(name).replace("\x1f", "::")
        normal = read_message(_bytes(kind)).pieces.get(1)
        if normal:
            collection.descriptions[_int(deck_id)] = read_message(normal[-1]).text(4)


def _mapping(text: Cell) -> dict[str, Json]:
    found = json.loads(_text(text))
    if not isinstance(found, dict):
        raise TypeError("a mapping is expected")
    return found


def _text(cell: Cell) -> str:
    if isinstance(cell, bytes):
        cell = cell.decode("utf-8", "replace")
    text = "" if cell is None else str(cell)
    return text.replace("\0", "") if "\0" in text else text


def _int(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _bytes(cell: Cell) -> bytes:
    return cell if isinstance(cell, bytes) else b""
