"""Gaps that are filled from lists of choices, as in Moodle's gapselect and ddwtos, on their way back to Moodle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizapp.core.formats.foreign_texts import written_text
from quizapp.core.formats.weighted import str_of
from quizapp.core.formats.xml import xml_words
from quizapp.core.question import Json

ELEMENTS = {"gapselect": "selectoption", "ddwtos": "dragbox"}
"""The element of a choice, by Moodle’s name of the kind."""


def find_numbers(gaps: Sequence[Mapping[str, Json]], choices: Json) -> list[int] | None:
    """Give for each gap the number of its choice; None where the gaps are no longer those that the choices made.

    `choices` is what the reader kept: mappings of text and group, in their order.
    """
    if not isinstance(choices, list) or not all(isinstance(choice, dict) for choice in choices):
        return None
    texts = [str(choice.get("text", "")) for choice in choices]
    groups = [str(choice.get("group", "")) for choice in choices]
    numbers = [_number(gap, texts, groups) for gap in gaps]
    found = [number for number in numbers if number is not None]
    return found if len(found) == len(numbers) else None


def write_choices(choices: Sequence[Mapping[str, Json]], kind: str) -> list[str]:
    """Give the elements of the choices."""
    name = ELEMENTS[kind]
    lines: list[str] = []
    for choice in choices:
        text, group = (str(choice.get(part, "")) for part in ("text", "group"))
        inner = f"<text>{xml_words(written_text(text, {})[1])}</text><group>{xml_words(group)}</group>"
        lines.append(f"    <{name}>{inner}{'<infinite/>' if 'infinite' in choice else ''}</{name}>")
    return lines


def _number(gap: Mapping[str, Json], texts: Sequence[str], groups: Sequence[str]) -> int | None:
    options = [gap["key"], *gap.get("distractors", [])]
    if not gap.keys() <= {"key", "distractors"} or any(isinstance(option, dict) for option in options):
        return None
    wanted = {str_of(option) for option in options}
    for place, (text, group) in enumerate(zip(texts, groups, strict=True)):
        mates = {other for other, its_group in zip(texts, groups, strict=True) if its_group == group}
        if text == str_of(gap["key"]) and mates == wanted:
            return place + 1
    return None
