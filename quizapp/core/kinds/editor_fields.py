"""The inputs that the editor has for every kind."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.core.kinds.editor import EditorReader, Inputs, as_list, as_mapping, as_words, fill_texts
from quizapp.core.question import Json
from quizapp.core.searching import split_tags

#: Fields of one input each.
LONE_FIELDS = ("stem", "title", "context", "about", "explanation", "worth", "limit_seconds", "language")
SHARED_INPUTS = (*LONE_FIELDS, "tags", "hint", "evidence", "has_evidence")
_EVIDENCE_PARTS = ("paragraph", "quote", "earlier")


def fill_shared(raw: Mapping[str, Json], inputs: Inputs) -> None:
    """Set the inputs that every kind has."""
    for name in LONE_FIELDS:
        inputs.put(name, as_words(raw.get(name)))
    inputs.put("tags", ", ".join(as_words(tag) for tag in as_list(raw.get("tags"))))
    fill_texts(inputs, "hint", raw.get("hints"))
    for number, span in enumerate(as_list(raw.get("evidence")), 1):
        parts = {part: as_words(as_mapping(span).get(part)) for part in _EVIDENCE_PARTS}
        inputs.put_row("evidence", number, **parts)


def read_shared(reader: EditorReader) -> dict[str, Json]:
    """Read the fields that every kind has."""
    raw: dict[str, Json] = {name: reader.take(name, name) for name in LONE_FIELDS}
    raw["tags"] = list[Json](split_tags(reader.take("tags", "tags")))
    raw["hints"] = reader.texts("hints", "hint")
    raw["evidence"] = [
        _evidence(reader, f"evidence[{place}]", f"evidence-{number}")
        for place, number in enumerate(reader.rows("evidence", "evidence"))
    ]
    return raw


def _evidence(reader: EditorReader, path: str, row: str) -> Json:
    reader.places[path] = f"{row}-quote"
    span = {part: reader.take(f"{path}.{part}", f"{row}-{part}").strip() for part in _EVIDENCE_PARTS}
    span = {part: text for part, text in span.items() if text}
    return span if set(span) - {"earlier"} else ""
