"""Anki’s notes and note types as plain values, and which field of a note asks and which answers.

Templates are never rendered: they only tell, by the names of fields in them, what stands on which side of a card.
Source: docs.ankiweb.net, “Card Templates”.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

NoteWay = Literal["open", "typed", "cloze"]

_REPLACEMENT = re.compile(r"\{\{([^{}\n]{1,300})\}\}")
_SPECIAL = frozenset(("FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID", ""))
DEFAULT_DECK = "Default"
"""The deck that every collection has; a note in it is in none of its owner’s."""
CLOZE_START = re.compile(r"\{\{c[0-9]{1,3}(?:,[0-9]{1,3}){0,20}::")


@dataclass(frozen=True, slots=True)
class Template:
    """A template of cards: its name, and the text of its two sides."""

    name: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A kind of note: its fields in their order and its templates; `id` is Anki’s, 0 where a file names none."""

    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...] = ()
    is_cloze: bool = False
    css: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A note: its fields as HTML by their names, and the ordinals of the templates that made cards of it.

    `deck` is the path of the deck of its first card, parts set off by `::`; empty for none. `number` is what cards call
    it, 0 in a file without cards.
    """

    guid: str
    type: NoteType
    fields: Mapping[str, str]
    tags: tuple[str, ...] = ()
    deck: str = ""
    ordinals: frozenset[int] = frozenset((0,))
    number: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """What the fields of a note type are for us; `key` of a cloze is the field that holds the gaps."""

    way: NoteWay
    stem: tuple[str, ...]
    key: tuple[str, ...]
    explanation: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    #: Ordinals of templates that show first what the first template shows last.
    backwards: frozenset[int] = field(default=frozenset())


def layout_of(kind: NoteType) -> Layout:
    """Tell what the fields of a note type are for, by its first template, else by their order."""
    first = kind.templates[0] if kind.templates else Template("", "", "")
    asked, answered = _shown(first.question, kind), _shown(first.answer, kind)
    hints = tuple(name for name, filters in asked.items() if "hint" in filters)
    typed = [name for name, filters in asked.items() if "type" in filters]
    gaps = [name for name, filters in (asked | answered).items() if "cloze" in filters]
    if kind.is_cloze or gaps:
        text = gaps[0] if gaps else kind.fields[0]
        return Layout(
            "cloze",
            tuple(name for name in asked if name not in (text, *hints)),
            (text,),
            tuple(name for name in answered if name != text and name not in asked),
            tuple(name for name in hints if name != text),
        )
    if typed:
        stem = tuple(name for name in asked if name not in (*typed, *hints)) or kind.fields[:1]
        rest = tuple(name for name in answered if name not in (*typed[:1], *stem))
        return Layout("typed", stem, tuple(typed[:1]), rest, tuple(name for name in hints if name not in rest))
    stem = tuple(name for name in asked if name not in hints) or tuple(asked)[:1] or kind.fields[:1]
    key = tuple(name for name in answered if name not in stem)
    key = key or tuple(name for name in kind.fields if name not in (*stem, *hints))[:1]
    hints = tuple(name for name in hints if name not in (*stem, *key))
    return Layout("open", stem, key, (), hints, _backwards(kind, stem, key))


def sides_of_text(template: str) -> list[tuple[str, tuple[str, ...]]]:
    """List the fields that a template’s side shows, each with its filters; conditions and comments are passed over."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for match in _REPLACEMENT.finditer(template):
        words = match[1].strip()
        if words[:1] in ("#", "^", "/", "!", "=", ">", "&"):
            continue
        *filters, name = words.split(":")
        found.append((name.strip(), tuple(one.strip() for one in filters)))
    return found


def _shown(side: str, kind: NoteType) -> dict[str, tuple[str, ...]]:
    """Give the fields that a side shows in their order; one shown plain and as a hint counts as shown plain."""
    found: dict[str, tuple[str, ...]] = {}
    known = set(kind.fields) - _SPECIAL
    for name, filters in sides_of_text(side):
        if name in known and (name not in found or "hint" in found[name]):
            found[name] = filters
    return found


def _backwards(kind: NoteType, stem: tuple[str, ...], key: tuple[str, ...]) -> frozenset[int]:
    found = set()
    for ordinal, template in enumerate(kind.templates[1:], start=1):
        asked = tuple(_shown(template.question, kind))
        if asked and asked[0] in key and not set(asked) & set(stem):
            found.add(ordinal)
    return frozenset(found)
