"""Times that say when an event in the sentence was, and not the clause: “stood until the fall of Ur in 2004 BC”."""

from __future__ import annotations

from quizapp.core.extraction.facts.event_nouns import event_nouns
from quizapp.core.extraction.facts.parsing import Parsed
from quizapp.core.extraction.facts.units import head_unit
from quizapp.core.extraction.values import DateMention

EVENT_PREPOSITIONS = frozenset({"after", "before", "until", "since", "following", "despite", "because of", "upon"})
_UNITS = frozenset({"hours", "days", "weeks", "months", "years", "decades", "moments", "minutes"})
_ANCHORS = ("after ", "before ", "since ", "until ", "following ", "upon ", "on his ", "on her ", "at his ", "at her ")


def is_anchored(parsed: Parsed, at: int) -> bool:
    """Whether the chunk is a time that leans on an event: “after his death”."""
    if parsed.kind(at) != "T":
        return False
    named = parsed.line.names[parsed.chunks[at].last - 1]
    return isinstance(named, DateMention) and not named.is_point and named.surface.lower().startswith(_ANCHORS)


def ends_told_event(parsed: Parsed, at: int) -> bool:
    """Whether the chunk ends “after the fall of Ur”, “following the invasion of Elam by Assyria”."""
    while parsed.kind(at) == "N":
        if parsed.kind(at - 1) not in ("P", "Z"):
            return False
        if parsed.word(at - 1) in EVENT_PREPOSITIONS:
            chunk, line = parsed.chunks[at], parsed.line
            return line.words[head_unit(line.letters[chunk.first : chunk.last], chunk.first)] in event_nouns()
        at -= 2
    return False


def is_open_time(parsed: Parsed, at: int) -> bool:
    """Whether a phrase follows on which a time leans: “a year after” the strike, “days” before it."""
    named = parsed.line.names[parsed.chunks[at].last - 1]
    last = named.surface.rpartition(" ")[2].lower() if isinstance(named, DateMention) else ""
    is_counted = last in _UNITS and parsed.word(at + 1) in ("after", "before")
    return is_counted or (last in ("after", "before") and parsed.kind(at + 1) in ("N", "V"))
