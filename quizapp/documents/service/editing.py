"""Editing a draft in place: its raw question as fields of a form, and back through `parse`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.kinds import parse_question
from quizapp.core.question import Json
from quizapp.documents.models import DraftRow
from quizapp.documents.service.drafts import get_draft
from quizapp.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class EditField:
    """One input of the editor; `rows` of a text area, 1 = a line; `hint` says what each line is."""

    name: str
    label: str
    value: str
    rows: int = 1
    hint: str = ""


_ONE_A_LINE = "One a line."
_PAIR_MARK = " = "
#: Label, hint and least number of lines of inputs, by the field that they write; no lines = one line.
_INPUTS = {
    "key": ("Right answer", "", 1),
    "keys": ("Right answers", _ONE_A_LINE, 2),
    "from": ("Right from", "", 1),
    "to": ("Right up to", "", 1),
    "tolerance": ("How far off still counts", "A number, or a share such as 5%. Empty: exactly this number.", 1),
    "unit": ("Unit", "Such as km or °C. Empty: none.", 1),
    "accept": ("Also right when typed", "Other spellings, one a line.", 2),
    "distractors": ("Wrong options", _ONE_A_LINE, 2),
    "items": ("Items in their right order", "One a line, the first on top.", 3),
    "pairs": ("Pairs", "One a line, with = between left and right.", 3),
    "correction": ("Correction", "What is right instead; shown to whoever chose the wrong one.", 2),
}
#: What each kind shows, so that a draft which lacks something can be mended; other kinds show what they have.
_SHOWN = {
    "choice": ("key", "distractors", "accept"),
    "multiple": ("keys", "distractors"),
    "text": ("key", "accept", "distractors"),
    "date": ("key", "distractors", "accept"),
    "number": ("key", "tolerance", "unit", "accept", "distractors"),
    "true_false": ("key", "correction"),
    "match": ("pairs", "distractors"),
    "order": ("items",),
}
_LISTS = ("accept", "distractors", "items", "keys")
_GAP_NAME = re.compile(r"gap-([0-9]+)(?:-([a-z]+))?")


def fields_of(raw: Mapping[str, Json]) -> list[EditField]:
    """Give the inputs for a raw question: what its kind has, and nothing that cannot be written in lines."""
    fields = [EditField("stem", "Question", str(raw.get("stem", "")), 3)]
    kind = str(raw.get("kind", ""))
    if kind == "cloze":
        gaps = enumerate(_mappings(raw.get("gaps")), 1)
        fields += [field for number, gap in gaps for field in _gap_fields(number, gap)]
    else:
        fields += [_own_field(name, raw) for name in _shown(kind, raw)]
    fields.append(
        EditField("explanation", "Explanation", str(raw.get("explanation", "")), 2, "Shown after the answer.")
    )
    return fields


def _shown(kind: str, raw: Mapping[str, Json]) -> tuple[str, ...]:
    names = _SHOWN.get(kind) or tuple(name for name in ("key", "accept", "distractors") if name in raw)
    if kind == "number" and ("from" in raw or "to" in raw):
        # A range has no key, and needs no tolerance.
        return ("from", "to", *(name for name in names if name not in ("key", "tolerance")))
    return names


def _mappings(value: Json) -> list[Mapping[str, Json]]:
    return [each if isinstance(each, Mapping) else {"key": each} for each in value] if isinstance(value, list) else []


def _gap_fields(number: int, gap: Mapping[str, Json]) -> list[EditField]:
    """Give the inputs of one gap: its words, other spellings, and its options or tolerance where it has such."""
    key = EditField(f"gap-{number}", f"Gap {number}", _text(gap.get("key")))
    names = ["accept", *(name for name in ("distractors", "tolerance") if name in gap)]
    fields = [_own_field(name, gap) for name in names]
    return [key, *(replace(f, name=f"gap-{number}-{f.name}", label=f"Gap {number}: {_lower(f.label)}") for f in fields)]


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _own_field(name: str, raw: Mapping[str, Json]) -> EditField:
    label, hint, least = _INPUTS[name]
    value = raw.get("key" if name == "keys" else name)
    own_name = "key" if name == "keys" else name
    if name == "correction":
        return EditField(own_name, label, _correction_of(raw), least, hint)
    if name == "pairs":
        lines = [f"{_text(pair.get('left'))}{_PAIR_MARK}{_text(pair.get('right'))}" for pair in _mappings(value)]
    elif name in _LISTS:
        lines = [_text(each) for each in value] if isinstance(value, list) else [_text(value)] if value else []
    else:
        hint = "true or false" if raw.get("kind") == "true_false" else hint
        return EditField(own_name, label, _text(value), 1, hint)
    return EditField(own_name, label, "\n".join(lines), max(least, len(lines) + 1), hint)


def _text(value: Json) -> str:
    if isinstance(value, Mapping):
        return str(value.get("text", value.get("key", "")))
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _correction_of(raw: Mapping[str, Json]) -> str:
    wrong = _wrong_of(raw)
    found = (each for each in _mappings(raw.get("options")) if _text(each.get("text")) == wrong)
    return str(next(found, {}).get("explanation", ""))


def _wrong_of(raw: Mapping[str, Json]) -> str:
    return "false" if _text(raw.get("key")) == "true" else "true"


def read_fields(form: Mapping[str, str], raw: Mapping[str, Json]) -> dict[str, Json]:
    """Put a form's inputs into a raw question; options whose words are unchanged keep what else is known of them."""
    edited = dict(raw)
    for field in fields_of(raw):
        given = form.get(field.name, field.value).replace("\r\n", "\n").strip()
        gap = _GAP_NAME.fullmatch(field.name)
        if gap is not None:
            gaps = [dict(each) for each in _mappings(edited["gaps"])]
            _put(gaps[int(gap[1]) - 1], gap[2] or "key", given, field.rows)
            edited["gaps"] = gaps
        elif field.name == "correction":
            _put_correction(edited, given)
        else:
            _put(edited, field.name, given, field.rows)
    if isinstance(raw.get("options"), list) and raw.get("kind") == "choice":
        # An order of options that were changed is no order of these any more.
        edited.pop("options", None)
    return edited


def _put(raw: dict[str, Json], name: str, given: str, rows: int) -> None:
    """Put one input into a mapping; what is left empty goes, but for what every question has."""
    lines = [line.strip() for line in given.splitlines() if line.strip()]
    if name == "pairs":
        raw[name] = [_pair(line) for line in lines]
    elif name in _LISTS or (name == "key" and rows > 1):
        before = raw.get(name, [])
        raw[name] = _kept(before if isinstance(before, list) else [before], lines)
    elif given or name in ("stem", "key"):
        raw[name] = raw.get(name) if _text(raw.get(name)) == given else given
    else:
        raw.pop(name, None)
    if name in ("accept", "distractors") and not raw[name]:
        del raw[name]


def _put_correction(edited: dict[str, Json], given: str) -> None:
    """Put what is right instead beside the wrong one of true and false, whichever that is now."""
    wrong = _wrong_of(edited)
    kept = [dict(each) for each in _mappings(edited.get("options")) if _text(each.get("text")) != wrong]
    options = [*kept, *([{"text": wrong == "true", "explanation": given}] if given else [])]
    edited["options"] = options
    if not options:
        del edited["options"]


def _pair(line: str) -> dict[str, str]:
    left, _, right = line.partition("=")
    return {"left": left.strip(), "right": right.strip()}


def _kept(before: list[Json], lines: list[str]) -> list[Json]:
    known = {_text(each): each for each in before}
    return [known.get(line, line) for line in lines]


def save_edit(
    session: Session, viewer: Viewer, upload_id: int, draft_id: int, edited: Mapping[str, Json], now: datetime
) -> DraftRow:
    """Keep an edited draft, which needs not be accepted by that.

    Raises:
        InvalidQuestion: it is no sound question; every problem is named.
        NotFound: there is no such draft.
    """
    draft = get_draft(session, viewer, upload_id, draft_id)
    question = parse_question(edited).dump()
    draft.edited = None if question == draft.raw else question
    return draft
