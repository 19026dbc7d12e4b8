"""Rows of the editor for options of which some are right, and for further texts that count when typed."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.core.kinds.editor import (
    EditorReader,
    Inputs,
    as_list,
    as_mapping,
    as_words,
    fill_options,
    option_parts,
)
from quizapp.core.question import Json


def fill_ticked(raw: Mapping[str, Json], inputs: Inputs) -> None:
    """Set a row for each option: keys first, or all in the order that is kept; those of keys are ticked."""
    keys, listed = as_list(raw.get("key")), as_list(raw.get("options"))
    if not listed:
        for number, item in enumerate([*keys, *as_list(raw.get("distractors"))], 1):
            inputs.put_row("option", number, **option_parts(item))
            if number <= len(keys):
                inputs.add("right", str(number))
        return
    inputs.put("is_ordered", "1")
    by_text = {as_words(key).strip(): key for key in keys}
    for number, item in enumerate([*listed, *as_list(raw.get("distractors"))], 1):
        key = by_text.get(as_words(item).strip())
        parts = option_parts(item)
        if key is not None:
            parts = {name: text or option_parts(key)[name] for name, text in parts.items()}
            inputs.add("right", str(number))
        inputs.put_row("option", number, **parts)


def read_ticked(reader: EditorReader, keys_at_most: int | None = None) -> dict[str, Json]:
    """Read rows of options into keys and distractors, or into keys and options where their order is to be kept."""
    is_ordered = reader.is_set("is_ordered")
    field = "options" if is_ordered else "distractors"
    numbers = reader.rows("options", "option")
    reader.places |= {"key": "option", "distractors": "option"}
    given = set(reader.form.getlist("right"))
    ticked = [number for number in numbers if str(number) in given][:keys_at_most]
    keys: list[Json] = []
    listed: list[Json] = []
    for number in numbers:
        if number in ticked:
            item = reader.option("key" if keys_at_most == 1 else f"key[{len(keys)}]", f"option-{number}")
            keys.append(as_words(item) if is_ordered else item)
        if is_ordered or number not in ticked:
            listed.append(reader.option(f"{field}[{len(listed)}]", f"option-{number}"))
    return {"key": keys, field: listed}


def fill_accept(items: Json, inputs: Inputs) -> None:
    """Set a row for each accepted text."""
    fill_options(inputs, "accept", items)
    for number, item in enumerate(as_list(items), 1):
        if "pattern" in as_mapping(item):
            inputs.put(f"accept-{number}-is_pattern", "1")


def read_accept_rows(reader: EditorReader) -> list[Json]:
    """Read the rows of accepted texts."""
    found = []
    for place, number in enumerate(reader.rows("accept", "accept")):
        row = f"accept-{number}"
        field = "pattern" if reader.is_set(f"{row}-is_pattern") else "text"
        found.append(reader.option(f"accept[{place}]", row, field))
    return found
