"""Steps of an editor that need no script: a row more or less, a row moved, words made a gap, another kind."""

from __future__ import annotations

import re

from quizapp.core.kinds import KINDS, KindQuestion
from quizapp.core.kinds.editor import MAX_ROWS, Inputs, group_of
from quizapp.core.kinds.gap_rows import GAP, MAX_GAPS
from quizapp.core.kinds.switching import switched

_ROW = re.compile(r"([a-z]+)-([1-9][0-9]{0,3})")
_IN_MARKS = re.compile(r"(?<!\\)\[\[([^\[\]\n]{1,200})\]\]")
#: The first input of a row of each group, and those of groups with more than a text.
_FIRST_PARTS = {"pair": ("left", "right"), "evidence": ("paragraph", "quote"), "gap": ("key", "kind")}
_SHARED_GROUPS = ("hint", "evidence")
_BY_KIND = {kind.kind: kind for kind in KINDS}


def stepped(inputs: Inputs, kind: type[KindQuestion], step: str) -> Inputs:
    """Give the inputs after a step such as `add option`, `up option-3` or `kind text`.

    An unknown step changes nothing.
    """
    verb, _, what = step.partition(" ")
    made = Inputs(inputs.as_dict())
    if verb == "kind" and what in _BY_KIND:
        after = _BY_KIND[what]
        made = made if after is kind else begun(after, switched(made, kind, after))
        return with_named_gaps(made, after)
    if verb == "gaps" and kind.kind == "cloze":
        return with_gaps_of_words(made)
    if verb == "add" and what in (*kind.own_inputs, *_SHARED_GROUPS):
        return with_rows(made, what, len(made.rows(what)) + 1)
    row = _ROW.fullmatch(what)
    if row is None:
        return made
    group, number = row[1], int(row[2])
    if number not in made.rows(group):
        return made
    if verb == "remove":
        return _without_gap(made, number) if group == "gap" else without_row(made, group, number)
    return moved(made, group, number, -1 if verb == "up" else 1) if verb in ("up", "down") else made


def begun(kind: type[KindQuestion], inputs: Inputs) -> Inputs:
    """Give the inputs of a new question, with the blank rows that its kind begins with and the first of them right."""
    made = Inputs(inputs.as_dict())
    for group, count in kind.first_rows.items():
        made = with_rows(made, group, count)
    if "right" in kind.own_inputs and not made.getlist("right"):
        made.put("right", str(made.rows("option")[0]))
    return made


def with_rows(inputs: Inputs, group: str, count: int) -> Inputs:
    """Give a group so many rows at least, blank ones behind those there are."""
    made = Inputs(inputs.as_dict())
    numbers = made.rows(group)
    highest = max(numbers, default=0)
    for number in range(highest + 1, highest + 1 + min(count, MAX_ROWS) - len(numbers)):
        made.put_row(group, number, **dict.fromkeys(_FIRST_PARTS.get(group, ("text",)), ""))
    return made


def without_row(inputs: Inputs, group: str, number: int) -> Inputs:
    """Take a row out."""
    values = inputs.as_dict()
    kept = {name: given for name, given in values.items() if not name.startswith(f"{group}-{number}-")}
    if group == "option" and "right" in kept:
        kept["right"] = [value for value in kept["right"] if value != str(number)]
    return Inputs(kept)


def moved(inputs: Inputs, group: str, number: int, by: int) -> Inputs:
    """Let a row and its neighbour above (-1) or below (1) change places; at the end it stays."""
    numbers = inputs.rows(group)
    place = numbers.index(number)
    if not 0 <= place + by < len(numbers):
        return inputs
    numbers[place], numbers[place + by] = numbers[place + by], numbers[place]
    values = inputs.as_dict()
    rows = {each: [name for name in values if name.startswith(f"{group}-{each}-")] for each in numbers}
    kept = {name: given for name, given in values.items() if group_of(name) != group}
    return Inputs(kept | {name: values[name] for each in numbers for name in rows[each]})


def with_gaps_of_words(inputs: Inputs) -> Inputs:
    """Make a gap of each run of words between double brackets: [[Berlin]] becomes [[1]] with Berlin as its answer."""
    made = Inputs(inputs.as_dict())
    taken = {*made.rows("gap"), *(int(found) for found in GAP.findall(made.get("stem")))}

    def place(match: re.Match[str]) -> str:
        words = match[1].strip()
        if not words or _is_gap_number(words) or len(taken) >= MAX_GAPS:
            return match[0]
        number = next(each for each in range(1, MAX_GAPS + 1) if each not in taken)
        taken.add(number)
        made.put_row("gap", number, key=words, kind="text")
        return f"[[{number}]]"

    made.put("stem", _IN_MARKS.sub(place, made.get("stem")))
    return with_named_gaps(made, _BY_KIND["cloze"])


def _is_gap_number(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) < 4 and 1 <= int(words) <= MAX_GAPS


def with_named_gaps(inputs: Inputs, kind: type[KindQuestion]) -> Inputs:
    """Give each gap that the stem names a row, so that it can be described."""
    made = Inputs(inputs.as_dict())
    if kind.kind == "cloze":
        known = set(made.rows("gap"))
        for number in sorted({int(found) for found in GAP.findall(made.get("stem"))} - known):
            if 1 <= number <= MAX_GAPS:
                made.put_row("gap", number, key="", kind="text")
    return made


def _without_gap(inputs: Inputs, number: int) -> Inputs:
    """Take a gap out: its words go back into the stem, and higher gaps move up."""
    words = inputs.get(f"gap-{number}-key")

    def renamed(match: re.Match[str]) -> str:
        found = int(match[1])
        return words if found == number else f"[[{found - 1}]]" if found > number else match[0]

    made = without_row(inputs, "gap", number)
    made.put("stem", GAP.sub(renamed, made.get("stem")))
    values = {}
    for name, given in made.as_dict().items():
        found = re.fullmatch(r"gap-([0-9]+)-(.+)", name)
        lower = found and int(found[1]) > number
        values[f"gap-{int(found[1]) - 1}-{found[2]}" if found and lower else name] = given
    return Inputs(values)
