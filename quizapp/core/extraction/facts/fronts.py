"""What stands in front of a clause, and how a preposition with its phrase becomes a complement."""

from __future__ import annotations

from dataclasses import replace

from quizapp.core.extraction.facts.event_times import ends_told_event, is_anchored, is_open_time
from quizapp.core.extraction.facts.parsing import Complement, ComplementKind, Parsed, Span


def fronted(parsed: Parsed, start: int) -> tuple[list[Complement], int]:
    """Give the times and phrases before the subject in chunk `start`, when nothing else stands there; and where."""
    found: list[Complement] = []
    at = start - 1
    while True:
        kind = parsed.kind(at)
        if kind == "T" and not found and is_open_time(parsed, at):
            # “On 3 March, days after news had come, …”: the day is that of what follows.
            return [], start
        if kind == "A" or (kind == "," and (found or at == start - 1)):
            at -= 1
        elif kind == "T" and parsed.kind(at - 1) == "P" and is_anchored(parsed, at - 2):
            # “After his death in 1939, …”: the year is that of the death.
            at -= 3
        elif kind == "T" and parsed.kind(at - 1) == "P" and ends_told_event(parsed, at - 2):
            at -= 2
        elif kind == "T" and parsed.kind(at - 1) in ("P", "Z"):
            found.insert(0, phrase(parsed, at - 1, parsed.span(at, at), "time", True))
            at -= 2
        elif kind == "T":
            found.insert(0, Complement("time", "", parsed.span(at, at), True))
            at -= 1
        elif kind == "N" and parsed.kind(at - 1) == "P":
            found.insert(0, phrase(parsed, at - 1, parsed.span(at, at), "phrase", True))
            at -= 2
        else:
            break
    found = _with_place_of_source(found)
    is_boundary = at < 0 or parsed.kind(at) in ("K", "S", "Z", "W", ";", ":", "-", ".")
    return (found, at + 1) if is_boundary else ([], start)


def _with_place_of_source(found: list[Complement]) -> list[Complement]:
    """Join “according to officials” and “in Kenya”, which says what officials they are."""
    for at in range(len(found) - 1):
        first, second = found[at], found[at + 1]
        if first.preposition == "according to" and first.span.last == second.first and second.kind == "phrase":
            units = (first.span.first, second.span.last)
            return [*found[:at], replace(first, span=Span(*units, (units,))), *found[at + 2 :]]
    return found


def phrase(
    parsed: Parsed, at: int, span: Span, kind: ComplementKind = "phrase", is_fronted: bool = False
) -> Complement:
    """Make a complement of a preposition or “to” in chunk `at` and the span behind it."""
    unit = parsed.chunks[at].first
    return Complement(kind, parsed.line.words[unit], span, is_fronted, unit)
