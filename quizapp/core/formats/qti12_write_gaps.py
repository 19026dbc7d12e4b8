"""Gaps of a cloze as Canvas has them: all typed, or all chosen from lists, every answer earning the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quizapp.core.formats.qti_texts import QtiTexts
from quizapp.core.formats.weighted import option_answers, str_of, text_of_option
from quizapp.core.question import Json

_NAME = re.compile(r"[A-Za-z0-9_]{1,40}")


def gap_names(kept: Json, count: int, html: str) -> list[str]:
    """Give a name for each gap: those that the question came with, else new ones; none stands in the text already."""
    if isinstance(kept, list) and len(kept) == count == len(set(map(str, kept))):
        names = [str(name) for name in kept]
        if all(_NAME.fullmatch(name) and f"[{name}]" not in html for name in names):
            return names
    start = "gap"
    while f"[{start}" in html:
        start += "_"
    return [f"{start}{number}" for number in range(1, count + 1)]


def dropdown_gaps(writing: QtiTexts) -> list[list[tuple[str, str]]]:
    """Give for each gap its options and what is said to them, the key first."""
    found = []
    for gap in writing.raw["gaps"]:
        _lose(writing, gap, {"key", "distractors", "options"})
        if "options" in gap:
            writing.losses.lose(writing.question, "order of options in gaps", "it is not kept")
        [key] = option_answers(gap["key"], False, 0)
        others = list(option_answers(gap.get("options") or gap["distractors"], False, 0))
        own = next((other.feedback for other in others if other.text == key.text), "") or key.feedback
        options = [(key.text, own), *((o.text, o.feedback) for o in others if o.text != key.text)]
        if any(option.percent for option in others):
            writing.losses.lose(writing.question, "weights of options in gaps")
        found.append(options)
    return found


def typed_gaps(writing: QtiTexts) -> list[list[tuple[str, str]]]:
    """Give for each gap the accepted texts and what is said to them, the key first."""
    found = []
    for gap in writing.raw["gaps"]:
        _lose(writing, gap, {"key", "accept", "explanation"})
        answers = [(_key(gap), str(gap.get("explanation", "")))]
        for option in gap.get("accept", []):
            fields = option if isinstance(option, dict) else {"text": option}
            if "pattern" in fields or "tolerance" in fields or fields.get("weight", 1) != 1:
                reason = "patterns and answers that earn a part or nothing are left out"
                writing.losses.lose(writing.question, "accepted texts of gaps", reason)
            else:
                answers.append((str_of(fields["text"]), str(fields.get("explanation", ""))))
        found.append(answers)
    return found


def _key(gap: Mapping[str, Json]) -> str:
    key = gap["key"] if "key" in gap else gap["from"]
    return text_of_option(key)


def _lose(writing: QtiTexts, gap: Mapping[str, Json], carried: set[str]) -> None:
    lost: Sequence[str] = [name for name in gap if name not in carried]
    for name in lost:
        reason = "gaps are either all typed or all chosen from lists" if name in ("distractors", "options") else ""
        if name == "kind":
            reason = "the gap is written as a typed text"
        writing.losses.lose(writing.question, f"{name} of gaps", reason)
