"""Editing a draft in place: its raw question as fields of a form, and back through `parse`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
_LISTS = {
    "accept": ("Also right when typed", _ONE_A_LINE),
    "distractors": ("Wrong options", _ONE_A_LINE),
    "items": ("Items in their right order", "One a line, the first on top."),
    "pairs": ("Pairs", "One a line, with = between left and right."),
}
#: What a kind cannot do without, so that a draft which lacks it can be mended.
_NEEDED = {
    "choice": ("key", "distractors"),
    "multiple": ("key", "distractors"),
    "match": ("pairs",),
    "order": ("items",),
}
_LINES = {"key": "Right answer", "correction": "Correction"}


def fields_of(raw: Mapping[str, Json]) -> list[EditField]:
    """Give the inputs for a raw question: what its kind has, and nothing that cannot be written in lines."""
    fields = [EditField("stem", "Question", str(raw.get("stem", "")), 3)]
    if raw.get("kind") == "cloze":
        fields += [
            EditField(f"gap-{n}", f"Gap {n}", _text(gap.get("key"))) for n, gap in enumerate(raw.get("gaps", []), 1)
        ]
    else:
        needed = _NEEDED.get(str(raw.get("kind", "")), ())
        own = (name for name in ("key", "pairs", "items", "distractors", "accept") if name in raw or name in needed)
        fields += [_own_field(name, raw) for name in own]
    fields.append(
        EditField("explanation", "Explanation", str(raw.get("explanation", "")), 2, "Shown after the answer.")
    )
    return fields


def _own_field(name: str, raw: Mapping[str, Json]) -> EditField:
    value = raw.get(name, [] if name in _LISTS else "")
    if name == "pairs":
        lines = [f"{pair['left']}{_PAIR_MARK}{pair['right']}" for pair in value]
        return EditField(name, *_labelled(name, lines))
    if isinstance(value, list):
        return EditField(name, *_labelled(name, [_text(each) for each in value]))
    hint = "true or false" if raw.get("kind") == "true_false" else ""
    return EditField(name, _LINES["key"], _text(value), 1, hint)


def _labelled(name: str, lines: list[str]) -> tuple[str, str, int, str]:
    label, hint = _LISTS.get(name, (_LINES["key"], _ONE_A_LINE))
    return label, "\n".join(lines), max(2, len(lines) + 1), hint


def _text(value: Json) -> str:
    if isinstance(value, Mapping):
        return str(value.get("text", value.get("key", "")))
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def read_fields(form: Mapping[str, str], raw: Mapping[str, Json]) -> dict[str, Json]:
    """Put a form's inputs into a raw question; options whose words are unchanged keep what else is known of them."""
    edited = dict(raw)
    for field in fields_of(raw):
        given = form.get(field.name, field.value).replace("\r\n", "\n").strip()
        if field.name.startswith("gap-"):
            number = int(field.name.removeprefix("gap-")) - 1
            gaps = [dict(gap) for gap in edited["gaps"]]
            gaps[number]["key"] = given
            edited["gaps"] = gaps
        elif field.name == "pairs":
            edited["pairs"] = [_pair(line) for line in given.splitlines() if line.strip()]
        elif field.name in _LISTS or isinstance(raw.get(field.name), list):
            edited[field.name] = _kept(
                raw.get(field.name, []), [line.strip() for line in given.splitlines() if line.strip()]
            )
        else:
            edited[field.name] = given
    if isinstance(raw.get("options"), list) and raw.get("kind") == "choice":
        # An order of options that were changed is no order of these any more.
        edited.pop("options", None)
    return edited


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
