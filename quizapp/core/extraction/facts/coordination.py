"""Subjects joined by “and”: where a phrase begins, what is joined to it, and when one of two is missing."""

from __future__ import annotations

from quizapp.core.extraction.facts.parsing import Parsed, Span


def phrase_start(parsed: Parsed, at: int) -> int:
    """Give the first noun phrase of “the ambassador of Chile to France in Rome” from its last one."""
    while (
        parsed.kind(at - 1) in ("P", "t")
        and parsed.kind(at - 2) == "N"
        and not _is_between_verb_and_object(parsed, at - 2)
    ):
        at -= 2
    return at


def _is_between_verb_and_object(parsed: Parsed, at: int) -> bool:
    """Whether the noun phrase is the object of a verb right before it that takes no clause."""
    return parsed.kind(at - 1) == "V" and not parsed.takes_clause(at - 1)


def is_half(parsed: Parsed, start: int) -> bool:
    """Whether “and” joins a subject to another behind a comma: “Lind, born in 1932, and Moll, born in 1940, founded”.

    No clause is done before it: no verb stands there but those of “who …”.
    """
    begin = max(parsed.kinds.rfind(mark, 0, start) for mark in ";:-") + 1
    verbs = [at for at in range(begin, start) if parsed.kind(at) == "V" and parsed.group(at).is_finite]
    is_first = not any(parsed.kind(at - 1) == "N" or not _is_of_aside(parsed, at) for at in verbs)
    return parsed.kinds[max(0, start - 2) : start] == ",K" and is_first and "N" in parsed.kinds[begin : start - 2]


def _is_of_aside(parsed: Parsed, at: int) -> bool:
    """Whether a verb stands in “, born …”, “who …” or “whom she …”."""
    if parsed.kind(at - 1) == "," and parsed.is_reduced(at):
        return True
    word = parsed.kinds.rfind("R", 0, at)
    return word >= 0 and not set(parsed.kinds[word + 1 : at]) & set("V,;:")


def coordinated(parsed: Parsed, start: int, last: int) -> tuple[Span, int]:
    """Give the phrase with those joined to it on the left (“A, B and C”), and the chunk where it begins."""
    parts = [(start, last)]
    first = start
    if parsed.kind(first - 1) == "K":
        first = _left_of_join(parsed, first, parts)
    units = tuple((parsed.chunks[a].first, parsed.chunks[b].last) for a, b in parts)
    return Span(units[0][0], units[-1][1], units), first


def _left_of_join(parsed: Parsed, first: int, parts: list[tuple[int, int]]) -> int:
    """Add the phrases before “and” to the parts, when what they begin with can begin a clause."""
    found: list[tuple[int, int]] = []
    best = first
    right = first - 1
    if parsed.kind(right - 1) == ",":
        right -= 1
        if _begins_clause(parsed, first, right):
            return first
    while parsed.kind(right - 1) == "N":
        left = phrase_start(parsed, right - 1)
        if left != right - 1 and not found:
            # “Talks between A and B”: the second name is joined to the first and not to the talks.
            parts[:] = [(left, parts[-1][1])]
            return left
        found.insert(0, (left, right - 1))
        right = left - 1
        if _can_begin(parsed, left):
            parts[:0] = found
            found, best = [], left
        if parsed.kind(right) != "," or parsed.kind(right - 1) != "N":
            break
    return best


def _begins_clause(parsed: Parsed, first: int, comma: int) -> bool:
    """Whether “, and” leads to a clause of its own: “was too shallow, and she …”, “horses and boats, and people …”."""
    if set(parsed.line.letters[parsed.chunks[first].first : parsed.chunks[first].last]) == {"U"}:
        return True
    left = phrase_start(parsed, comma - 1)
    return parsed.kind(comma - 1) == "N" and parsed.kind(left - 1) in ("A", "x", "Z", "K")


def _can_begin(parsed: Parsed, left: int) -> bool:
    """Whether a clause can begin with the phrase: it is no object, and no preposition stands before it.

    Nor does one begin with what somebody is: “was too dry and Otto sold it”.
    """
    before = parsed.kind(left - 1)
    if before in ("A", "x") and parsed.kind(left - 2) == "V" and parsed.group(left - 2).letter == "B":
        return False
    return before not in ("P", "O", "t") and (before != "V" or parsed.takes_clause(left - 1))
