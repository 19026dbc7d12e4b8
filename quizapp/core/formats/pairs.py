"""The pairs of a matching as foreign formats give them."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.question import Json


def match_fields(pairs: dict[str, str], distractors: Sequence[str]) -> dict[str, Json]:
    """Give the fields of a matching, left sides to right ones.

    Raises:
        Broken: with fewer than two pairs.
        Unasked: when there is nothing to choose.
    """
    if len(pairs) + len(distractors) < 2 or not pairs:
        raise Broken("There are fewer than two pairs; a matching needs at least two.")
    rights = set(pairs.values())
    further = [text for text in dict.fromkeys(distractors) if text not in rights]
    if len(rights) + len(further) < 2:
        raise Unasked("all right sides are the same, so there is nothing to choose")
    if len(pairs) < 2:
        raise Unasked("there is one pair alone; here a matching needs two")
    found = [{"left": left, "right": right} for left, right in pairs.items()]
    return {"kind": "match", "pairs": found, "distractors": further}
