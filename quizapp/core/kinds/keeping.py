"""What the editor does not show of a question stays as it was stored."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.core.kinds import KINDS, KindQuestion
from quizapp.core.kinds.editor import EditorForm, as_list, as_words, plain_lines
from quizapp.core.kinds.gap_rows import keep_details
from quizapp.core.question import Json

#: Fields without an input: where a question is from, and what it is called in its bank.
HIDDEN_FIELDS = ("id", "origin", "draft")
_KNOWN = frozenset(name for kind in KINDS for name in kind.known_fields())


def kept(
    kind: type[KindQuestion], raw: Mapping[str, Json], stored: Mapping[str, Json], form: EditorForm
) -> dict[str, Json]:
    """Give a raw question that was read from the editor with what is stored of it and was not shown or not touched."""
    is_same_kind = as_words(stored.get("kind")) == kind.kind
    known = kind.known_fields() if is_same_kind else _KNOWN
    whole = {name: value for name, value in stored.items() if name in HIDDEN_FIELDS or name not in known}
    whole.update(raw)
    if form.get("has_evidence", "") != "1":
        whole["evidence"] = stored.get("evidence")
    if plain_lines(kind.fill_editor({"tags": stored.get("tags")}).get("tags")) == form.get("tags", ""):
        # A tag may hold a comma itself.
        whole["tags"] = stored.get("tags")
    if kind.kind == "multiple" and is_same_kind:
        whole["key"] = _in_order_of(as_list(raw.get("key")), as_list(stored.get("key")))
    if kind.kind == "cloze" and is_same_kind:
        whole["gaps"] = keep_details(as_list(raw.get("gaps")), as_list(stored.get("gaps")))
    return whole


def _in_order_of(keys: list[Json], before: list[Json]) -> list[Json]:
    """Give the same keys in the order in which they are stored, which says nothing; others as they come."""
    places = {as_words(key).strip(): place for place, key in enumerate(before)}
    texts = [as_words(key).strip() for key in keys]
    if sorted(texts) != sorted(places):
        return keys
    return sorted(keys, key=lambda key: places[as_words(key).strip()])
