"""Rows of the editor for the gaps of a cloze; a row has the number by which the stem names its gap."""

from __future__ import annotations

import re
from collections.abc import Mapping

from quizapp.core.kinds.date import as_value
from quizapp.core.kinds.editor import EditorReader, Inputs, as_list, as_words, rows_of
from quizapp.core.quantities import as_plain_number
from quizapp.core.question import Json

MAX_GAPS = 50
GAP = re.compile(r"(?<!\\)\[\[([0-9]{1,3})\]\]")
_OPENED = re.compile(r"(?<!\\)\[\[")
_LISTS = ("accept", "distractors")
_LONE = ("key", "about", "explanation", "worth")
#: Further inputs of one text, by kind of gap; what another kind has is not read, and not lost.
_OF_KIND = {"number": ("tolerance", "unit", "from", "to")}
_NUMBER_PARTS = _OF_KIND["number"]


def fill_gaps(raw: Mapping[str, Json], inputs: Inputs) -> None:
    """Set a row for each gap: its lists as lines, whose details `keep_details` knows."""
    for number, item in enumerate(as_list(raw.get("gaps")), 1):
        gap = item if isinstance(item, Mapping) else {"key": item}
        inputs.put_row("gap", number, **_parts(gap))
        if as_words(gap.get("compare")) == "exact":
            inputs.put(f"gap-{number}-is_exact", "1")
        if "options" in gap:
            inputs.put(f"gap-{number}-is_ordered", "1")


def _parts(gap: Mapping[str, Json]) -> dict[str, str]:
    has_options = "distractors" in gap or "options" in gap
    parts = {"kind": as_words(gap.get("kind")) or ("choice" if has_options else "text")}
    parts |= {name: as_words(gap.get(name)) for name in (*_LONE, *_NUMBER_PARTS)}
    lists = {"accept": gap.get("accept"), "distractors": gap.get("options", gap.get("distractors"))}
    return parts | {name: "\n".join(as_words(each) for each in as_list(items)) for name, items in lists.items()}


def has_half_gap(stem: str) -> bool:
    """Tell whether a gap is opened in a text and not closed."""
    return any("]]" not in part for part in _OPENED.split(stem)[1:])


def read_gaps(reader: EditorReader) -> list[Json]:
    """Read the gaps in the order of their numbers; a blank row that the stem does not name is none."""
    named = {int(found) for found in GAP.findall(reader.form.get("stem", ""))}
    gaps: list[Json] = []
    reader.places["gaps"] = "gap"
    for number in sorted(rows_of(reader.form, "gap")):
        gap = _read_gap(reader, f"gaps[{len(gaps)}]", f"gap-{number}")
        if number in named or set(gap) - {"kind"}:
            gaps.append(gap)
    return gaps


def _read_gap(reader: EditorReader, path: str, row: str) -> dict[str, Json]:
    kind = reader.form.get(f"{row}-kind", "") or "text"
    reader.places[path] = f"{row}-key"
    names = (*_LONE, *_OF_KIND.get(kind, ()))
    gap: dict[str, Json] = {name: reader.take(f"{path}.{name}", f"{row}-{name}").strip() for name in names}
    if kind == "number":
        gap |= {name: as_plain_number(gap[name]) for name in ("key", "tolerance", "from", "to")}
    elif kind == "date":
        gap["key"] = as_value(gap["key"])
    if gap["key"]:
        gap |= {name: "" for name in ("from", "to") if name in gap}
    is_ordered = kind == "choice" and reader.is_set(f"{row}-is_ordered")
    for name in _LISTS:
        field = "options" if is_ordered and name == "distractors" else name
        lines = reader.take(f"{path}.{field}", f"{row}-{name}").split("\n")
        read = {"number": as_plain_number, "date": as_value}.get(kind, str)
        gap[field] = [read(line.strip()) for line in lines if line.strip()]
    if kind == "text" and reader.is_set(f"{row}-is_exact"):
        gap["compare"] = "exact"
    return {"kind": kind, **{name: value for name, value in gap.items() if value}}


def keep_details(gaps: list[Json], stored: list[Json]) -> list[Json]:
    """Give gaps that were read with what the editor does not show of those stored: weights, explanations, patterns."""
    return [
        _kept(gap, stored[place] if place < len(stored) and isinstance(stored[place], Mapping) else {})
        for place, gap in enumerate(gaps)
    ]


def _kept(gap: dict[str, Json], before: Mapping[str, Json]) -> dict[str, Json]:
    kept = dict(gap)
    if "key" in kept and as_words(before.get("key")).strip() == kept["key"]:
        kept["key"] = before["key"]
    for name in ("accept", "distractors", "options"):
        if name in kept:
            kept[name] = _kept_list(kept[name], as_list(before.get(name)), has_patterns=name == "accept")
    return kept


def _kept_list(lines: list[Json], before: list[Json], *, has_patterns: bool) -> list[Json]:
    shown = [line.strip() for each in before for line in as_words(each).split("\n") if line.strip()]
    if lines == shown:
        return before
    known = {as_words(each).strip(): each for each in before}
    return [known.get(line, {"pattern": line} if has_patterns and "*" in line else line) for line in lines]
