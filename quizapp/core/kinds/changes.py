"""Of what kind a change of a question is: what is right is another, what is asked is, or neither."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.core.question import Json

_KEY_FIELDS = ("kind", "key", "from", "to", "pairs", "items", "gaps")
_ASKED_FIELDS = ("stem", "context", "options", "distractors", "accept", "tolerance", "unit", "scoring", "compare")


def change_of(before: Mapping[str, Json], after: Mapping[str, Json]) -> str:
    """Name the kind of change between two bodies: key_changed, clarified or cosmetic."""
    if any(before.get(name) != after.get(name) for name in _KEY_FIELDS):
        return "key_changed"
    if any(before.get(name) != after.get(name) for name in _ASKED_FIELDS):
        return "clarified"
    return "cosmetic"
