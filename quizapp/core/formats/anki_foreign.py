"""Notes that came from Anki, on their way back: their own note type and fields, changed where the question was."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from quizapp.core.errors import InvalidQuestion
from quizapp.core.formats.anki_cloze import cloze_pieces_of, gaps_of
from quizapp.core.formats.anki_html import field_of
from quizapp.core.formats.anki_notes import Layout, Note, NoteType, Template, layout_of
from quizapp.core.formats.anki_reading import NoteReading, Unasked
from quizapp.core.formats.anki_shown import gaps_text
from quizapp.core.formats.backwards import BACK_OF
from quizapp.core.formats.parcel import ASKS_BACK
from quizapp.core.formats.rich_html import NameMedia
from quizapp.core.kinds import parse_question
from quizapp.core.question import Json, Question

COMES_ALONG = "it comes with the note that asks it forwards, which asks both ways"
FORMATS_OF_ANKI = ("anki", "anki-text")
_GAP_HINT = re.compile(r"Gap ([0-9]{1,2}): (.*)", re.DOTALL)
_NOT_COMPARED = frozenset(("id", "tags", "origin"))


@dataclass(frozen=True, slots=True)
class ForeignNote:
    """A note as it goes back: `lost` names fields of the question for which its note type has no place."""

    type: NoteType
    fields: Mapping[str, str]
    lost: Sequence[str] = ()


def kept_extra(question: Question) -> Mapping[str, Json]:
    """Give what Anki’s note of a question said beyond it, empty for a question that does not come from there."""
    extra = question.origin.get("extra")
    is_ankis = question.origin.get("format") in FORMATS_OF_ANKI
    return extra if is_ankis and isinstance(extra, Mapping) else {}


def kept_guid(question: Question) -> str:
    """Give the guid that a question had in Anki, empty for none."""
    identity = question.origin.get("id")
    is_ankis = question.origin.get("format") in FORMATS_OF_ANKI
    return identity if is_ankis and isinstance(identity, str) and 0 < len(identity) <= 100 else ""


def kept_media(question: Question) -> dict[str, str]:
    """Give the media of a question’s note: the files’ names in Anki to ours."""
    media = kept_extra(question).get("media")
    if not isinstance(media, Mapping):
        return {}
    return {str(name): str(ours) for name, ours in media.items()}


def kept_types(questions: Iterable[Question]) -> dict[tuple[str, str], NoteType]:
    """Find the note types that came with questions, by name and Anki’s id."""
    found: dict[tuple[str, str], NoteType] = {}
    for question in questions:
        extra = kept_extra(question)
        kind = _type_of(extra)
        if kind is not None:
            found.setdefault(_key(extra), kind)
    return found


def foreign_note(
    question: Question, types: Mapping[tuple[str, str], NoteType], name_media: NameMedia
) -> ForeignNote | None:
    """Give the note of a question in its own note type; None where that is not known or holds no such question."""
    extra = kept_extra(question)
    kind, fields = types.get(_key(extra)), extra.get("fields")
    if kind is None or not isinstance(fields, Mapping) or not set(kind.fields) <= set(fields):
        return None
    texts = {name: str(fields[name]) for name in kind.fields}
    note, layout = Note("", kind, texts), layout_of(kind)
    media = kept_media(question)
    try:
        read = NoteReading(note, layout, lambda address: media.get(unquote(address).strip())).fields()
        before = parse_question(read).dump()
    except (Unasked, InvalidQuestion):
        return None
    now = question.dump()
    if before["kind"] != now["kind"]:
        return None
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)} - _NOT_COMPARED
    lost = [name for name in sorted(changed) if not _put(texts, layout, name, now, name_media)]
    return ForeignNote(kind, texts, lost)


def ask_both_ways(questions: Sequence[Question], types: Mapping[tuple[str, str], NoteType]) -> frozenset[str]:
    """Name by their guids the notes that ask both ways themselves what two of these questions ask."""
    backs = {str(back_of) for question in questions if (back_of := kept_extra(question).get(BACK_OF))}
    there = (each for each in questions if backs and kept_guid(each) in backs and kept_extra(each).get(ASKS_BACK))
    return frozenset(kept_guid(each) for each in there if foreign_note(each, types, lambda _name: None) is not None)


def comes_along(question: Question, both_ways: Collection[str]) -> bool:
    """Whether a question asks backwards what one of these notes asks both ways."""
    return kept_extra(question).get(BACK_OF) in both_ways


def _put(
    texts: dict[str, str],
    layout: Layout,
    name: str,
    now: Mapping[str, Json],
    name_media: NameMedia,
) -> bool:
    """Put a changed field of the question into the note’s; False where the note has no place for it."""
    is_cloze = layout.way == "cloze"
    if is_cloze and name in ("stem", "gaps", "hints"):
        return _put_gaps(texts, layout, now, name_media) or name != "hints"
    places = {
        "stem": layout.stem,
        "context": layout.stem if is_cloze else (),
        "key": layout.key,
        "explanation": layout.explanation,
        "hints": layout.hints,
    }.get(name, ())
    values = now.get(name, "")
    parts = [str(one) for one in values] if isinstance(values, list) else [str(values)]
    if len(parts) > max(1, len(places)) or not places:
        return False
    for place in places:
        texts[place] = ""
    for place, text in zip(places, parts, strict=False):
        texts[place] = field_of(text, name_media)
    return True


def _put_gaps(texts: dict[str, str], layout: Layout, now: Mapping[str, Json], name_media: NameMedia) -> bool:
    """Write the text of a cloze anew, its cards’ numbers kept; False where a hint belongs to no gap."""
    [place] = layout.key
    cards = [gap.number for gap in gaps_of(cloze_pieces_of(texts[place])[0])]
    hints: dict[int, str] = {}
    others: list[str] = []
    for hint in now.get("hints", []):
        named = _GAP_HINT.fullmatch(hint)
        number = int(named[1]) if named else 1
        if (named or len(now["gaps"]) == 1) and number not in hints:
            hints[number] = field_of(named[2] if named else hint, name_media)
        else:
            others.append(field_of(hint, name_media))
    texts[place] = gaps_text(now, name_media, cards, hints)
    for name in layout.hints:
        texts[name] = others.pop(0) if others else ""
    return not others


def _key(extra: Mapping[str, Json]) -> tuple[str, str]:
    return str(extra.get("notetype", "")), str(extra.get("notetype_id", ""))


def _type_of(extra: Mapping[str, Json]) -> NoteType | None:
    """Read a note type that a question kept; whatever else stands there is none."""
    model = extra.get("model")
    if not isinstance(model, Mapping):
        return None
    fields, templates = model.get("fields"), model.get("templates")
    if not isinstance(fields, list) or not isinstance(templates, list):
        return None
    name, identity = _key(extra)
    is_sound = (
        0 < len(set(map(str, fields))) == len(fields) <= 100
        and 0 < len(templates) <= 100
        and all(isinstance(one, list) and len(one) == 3 for one in templates)
        and name
        and (not identity or (identity.isdecimal() and len(identity) < 16))
    )
    if not is_sound:
        return None
    return NoteType(
        name[:200],
        tuple(map(str, fields)),
        tuple(Template(*map(str, one)) for one in templates),
        model.get("kind") == "cloze",
        str(model.get("css", "")),
        int(identity or 0),
    )
