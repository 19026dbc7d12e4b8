"""The note types that we write into Anki: what learners see there, and beside it the question itself for the way back.

The last field holds the question as JSON. On the way back the visible fields are compared with what the question would
show: where somebody changed them in Anki, they win.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from html import escape, unescape

from lxml import html as lxml_html

from quizapp.core.errors import InvalidQuestion
from quizapp.core.formats.anki_cloze import cloze_pieces_of, gaps_of
from quizapp.core.formats.anki_html import html_of, typed_words
from quizapp.core.formats.anki_notes import Note, NoteType, Template
from quizapp.core.formats.anki_shown import shown_fields
from quizapp.core.formats.embedded import token, with_gap_marks
from quizapp.core.formats.gathering import as_id, tag_path
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.native_identity import made_id
from quizapp.core.formats.package_media import PackageMedia
from quizapp.core.formats.parcel import BankFields
from quizapp.core.formats.rich_text import from_html
from quizapp.core.kinds import parse_question
from quizapp.core.question import Json, Question

DETAILS = "quizapp"
"""The field by which our note types are known."""

BACK = "quizapp back"
"""The field by which the notes are known that ask backwards what another note asks."""

_BACK_MARK = "/back"
_GUID = re.compile(r"quizapp:[a-z0-9-]*/([a-z0-9][a-z0-9-]{0,63})")
_CONTEXT = "{{#Context}}<div class=context>{{Context}}</div>{{/Context}}\n"
_HINTS = "\n{{#Hints}}<div class=hint>{{hint:Hints}}</div>{{/Hints}}"
_REST = (
    "\n{{#Accepted}}<div class=accepted>{{Accepted}}</div>{{/Accepted}}"
    "\n{{#Explanation}}<div class=explanation>{{Explanation}}</div>{{/Explanation}}"
)
_ASKED = (
    _CONTEXT + "<div class=question>{{Question}}</div>\n{{#Options}}<div class=options>{{Options}}</div>{{/Options}}"
)
_ANSWERED = "\n<hr id=answer>\n"
_TEXT = _CONTEXT + "{{cloze:Text}}"
_CSS = (
    ".card { font-family: sans-serif; font-size: 20px; text-align: center; }\n"
    ".options, .context, .explanation { display: inline-block; text-align: start; max-width: 40em; }\n"
    ".context, .hint, .accepted { font-size: 80%; }\n"
    ".cloze { font-weight: bold; }\n"
)
_FIELDS = ("Question", "Options", "Answer", "Accepted", "Explanation", "Hints", "Context", DETAILS)

OWN_TYPES: Mapping[str, NoteType] = {
    "card": NoteType(
        "quizapp: card",
        _FIELDS,
        (Template("Card", _ASKED + _HINTS, "{{FrontSide}}" + _ANSWERED + "{{Answer}}" + _REST),),
        css=_CSS,
        id=1_763_100_001,
    ),
    "typed": NoteType(
        "quizapp: typed",
        _FIELDS,
        (Template("Card", _ASKED + "\n{{type:Answer}}" + _HINTS, _ASKED + _ANSWERED + "{{type:Answer}}" + _REST),),
        css=_CSS,
        id=1_763_100_002,
    ),
    "cloze": NoteType(
        "quizapp: cloze",
        ("Text", "Explanation", "Hints", "Context", DETAILS),
        (Template("Gaps", _TEXT + _HINTS, _TEXT + "\n{{#Explanation}}<br>{{Explanation}}{{/Explanation}}"),),
        is_cloze=True,
        css=_CSS,
        id=1_763_100_003,
    ),
}


_BACK_TYPE = NoteType(
    "quizapp: back",
    ("Question", "Answer", BACK),
    (Template("Card", "<div class=question>{{Question}}</div>", "{{FrontSide}}" + _ANSWERED + "{{Answer}}"),),
    css=_CSS,
    id=1_763_100_004,
)


def back_note(question: Question, kind: NoteType, fields: Mapping[str, str]) -> tuple[NoteType, dict[str, str]] | None:
    """Give the note that asks backwards what an own note asks; None where that would be no question."""
    asked, answer = fields.get("Question", ""), fields.get("Answer", "")
    if question.kind not in ("text", "open") or kind not in OWN_TYPES.values() or not asked or not answer:
        return None
    above = f"<div class=context>{fields['Context']}</div>" if fields.get("Context") else ""
    return _BACK_TYPE, {"Question": answer, "Answer": above + asked, BACK: "1"}


def back_guid(guid: str) -> str:
    """Give the guid of the note that asks backwards what another one asks: its own, so that neither is the other."""
    return f"{guid}{_BACK_MARK}"


def is_back(note: Note) -> bool:
    """Whether a note asks backwards what another one of ours asks, and so is no question of its own."""
    return BACK in note.fields


def own_note(question: Question, media: Mapping[str, str]) -> tuple[NoteType, dict[str, str]]:
    """Give note type and fields of a question; `media` maps our names to the files’ names in the package."""
    raw = {name: value for name, value in question.dump().items() if name != "origin"}
    way, fields = shown_fields(raw, media.get)
    kept = {"question": raw, "shown": _mark(fields)}
    # Anki looks for gaps in every field of a note, this one too.
    details = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).replace("{{c", "{\\u007bc")
    return OWN_TYPES[way], {
        **dict.fromkeys(OWN_TYPES[way].fields, ""),
        **fields,
        DETAILS: escape(details, quote=False),
    }


def guid_of(question: Question, bank: BankFields) -> str:
    """Give the guid that a question’s note has in Anki for good: notes of two banks are never one."""
    return f"quizapp:{as_id(bank.slug or bank.title)}/{question.id or made_id(question)}"


def id_of_guid(guid: str) -> str:
    """Give the id of the question whose note has this guid; a foreign one’s id is made of its guid."""
    own = _GUID.fullmatch(guid)
    return own[1] if own else as_id(guid)


def anki_tags(tags: Sequence[str]) -> list[str]:
    """Give our tags as Anki’s: paths with `::`, spaces as `_`."""
    parts = (tag.replace("/", "::").replace("\N{FRACTION SLASH}", "/") for tag in tags)
    return list(dict.fromkeys("_".join(part.split()) for part in parts))


def own_question(note: Note, media: PackageMedia) -> tuple[dict[str, Json], list[str]] | None:
    """Give the question of a note that we wrote, with what is to be said of it; None where its details are none."""
    details = _details(note.fields[DETAILS])
    if details is None:
        return None
    raw, mark = details
    names = {name: name.rpartition("/")[2] for name in media_names(json.dumps(raw))}
    held = {name: file for name, file in names.items() if media.find(file) == name}
    is_changed = mark != _mark({name: text for name, text in note.fields.items() if name != DETAILS})
    way, shown = shown_fields(raw, held.get) if is_changed else ("", {})
    changed = [name for name, html in shown.items() if _folded(html) != _folded(note.fields.get(name, ""))]
    if set(note.tags) != set(unicodedata.normalize("NFC", tag) for tag in anki_tags(raw.get("tags", []))):
        raw["tags"] = [tag for tag in (tag_path(tag.split("::")) for tag in note.tags) if tag]
    notes: list[str] = []
    for name in changed:
        if not _take_edit(raw, way, name, note.fields.get(name, ""), media):
            notes.append(f"its field “{name}” was changed in Anki in a way that is not read; change it by hand.")
    return raw, notes


def _details(text: str) -> tuple[dict[str, Json], Json] | None:
    """Read a question’s JSON and the mark of its visible fields; only what is a sound question is taken."""
    try:
        kept = json.loads(unescape(text))
        raw = kept.get("question") if isinstance(kept, dict) else None
        return (parse_question(raw).dump(), kept.get("shown")) if isinstance(raw, dict) else None
    except (ValueError, RecursionError, InvalidQuestion):
        return None


def _mark(fields: Mapping[str, str]) -> str:
    """Give a mark of visible fields that differs where one of them does; empty ones do not count."""
    found = sorted((name, _folded(html)) for name, html in fields.items() if html.strip())
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:24]


def _take_edit(raw: dict[str, Json], way: str, name: str, html: str, media: PackageMedia) -> bool:
    """Put a changed field into the question; False where that cannot be done."""

    def rich(part: str) -> str:
        return from_html(html_of(part), media.find).text

    plain = {"Question": "stem", "Context": "context", "Explanation": "explanation"}
    if name in plain and (html.strip() or name != "Question"):
        raw[plain[name]] = rich(html)
    elif name == "Hints":
        raw["hints"] = [rich(item) for item in _items(html)] or ([rich(html)] if html.strip() else [])
    elif name == "Answer" and raw["kind"] in ("open", "text") and html.strip():
        raw["key"] = rich(html) if raw["kind"] == "open" else typed_words(html)
    elif name == "Text":
        return _take_gaps(raw, html, media)
    else:
        return False
    return way != ""


def _take_gaps(raw: dict[str, Json], html: str, media: PackageMedia) -> bool:
    pieces, _ = cloze_pieces_of(html_of(html))
    gaps = gaps_of(pieces)
    if not gaps:
        return False
    old = [_gap_key(gap) for gap in raw["gaps"]]
    found: list[Json] = []
    for gap in gaps:
        words = typed_words(gap.words)
        found.append(raw["gaps"][old.index(words)] if words in old else {"kind": "text", "key": words})
    numbers = iter(range(1, len(gaps) + 1))
    marked = "".join(piece if isinstance(piece, str) else token(next(numbers)) for piece in pieces)
    raw["stem"], raw["gaps"] = with_gap_marks(from_html(marked, media.find).text), found
    return True


def _gap_key(gap: Mapping[str, Json]) -> str:
    shown = shown_fields({"kind": "cloze", "stem": "[[1]]", "gaps": [gap]}, lambda _name: None)[1]["Text"]
    return typed_words(gaps_of(cloze_pieces_of(shown)[0])[0].words)


def _items(html: str) -> Sequence[str]:
    try:
        root = lxml_html.fragment_fromstring(html, create_parent="div")
    except (ValueError, lxml_html.etree.ParserError):
        return []
    found = []
    for item in root.iter("li"):
        inner = "".join(lxml_html.tostring(child, encoding="unicode") for child in item)
        found.append(escape(item.text or "", quote=False) + inner)
    return found


def _folded(html: str) -> str:
    return unicodedata.normalize("NFC", html).strip()
