"""What follows a verb in its clause, objects, phrases, times and infinitives."""

from __future__ import annotations

from dataclasses import dataclass, replace

from quizapp.core.extraction.facts.chunks import particle_end
from quizapp.core.extraction.facts.event_nouns import event_nouns
from quizapp.core.extraction.facts.event_times import EVENT_PREPOSITIONS, is_open_time
from quizapp.core.extraction.facts.fronts import phrase
from quizapp.core.extraction.facts.lists import apposed_right, is_apposed_subject, joined_right
from quizapp.core.extraction.facts.parsing import Clause, Complement, ComplementKind, Parsed, Span
from quizapp.core.extraction.facts.particles import is_late_particle, is_stray_particle, take_particle
from quizapp.core.extraction.facts.units import head_unit, role_nouns
from quizapp.core.extraction.lexicons.word_sets import word_set

#: “After”, “before” … before a phrase are prepositions; these never are, unless a time follows.
_NEVER_PREPOSITIONS = word_set("never_prepositions")


@dataclass(slots=True)
class Reading:
    """Where reading stands: the next chunk, and what has been read; a clause between commas ends at the second."""

    parsed: Parsed
    at: int
    found: list[Complement]
    has_object: bool = False
    is_between_commas: bool = False
    particle: str = ""


def read_complements(parsed: Parsed, clause: Clause) -> None:
    """Read what follows the clause's verb into the clause, with its chain of infinitives and its content clause."""
    reading = Reading(parsed, _behind_verb(parsed, clause.at), [], is_between_commas=_is_between_commas(parsed, clause))
    verb_at = clause.at
    while parsed.kind(reading.at) == "t" and parsed.kind(reading.at + 1) == "V" and not reading.found:
        verb_at = reading.at + 1
        clause.chain = (*clause.chain, clause.group)
        clause.group = parsed.group(verb_at)
        reading.at = _behind_verb(parsed, verb_at)
    is_back = parsed.word(reading.at) == "back" and is_stray_particle(parsed, reading.at, clause.group.verb)
    reading.at = _skip_adverbs(parsed, reading.at)
    clause.has_stray_particle = is_back or is_stray_particle(parsed, reading.at, clause.group.verb)
    clause.content_at = _content_at(parsed, reading.at, verb_at)
    if clause.content_at is None:
        read_on(reading)
    else:
        _read_times_before(reading, clause.content_at)
    if reading.particle:
        take_particle(parsed, clause, verb_at, reading.particle)
    clause.complements = reading.found
    clause.last = max(parsed.chunks[verb_at].last, reading.found[-1].span.last if reading.found else 0, clause.first)


def _is_between_commas(parsed: Parsed, clause: Clause) -> bool:
    """Whether a comma stands before the relative word: “…, who led a revolt, at Lima”: not the revolt was there."""
    if clause.kind not in ("relative", "object relative"):
        return False
    word = next((at for at in range(clause.at - 1, max(-1, clause.at - 5), -1) if parsed.kind(at) == "R"), 0)
    return parsed.kind(word - 1) == ","


def _read_times_before(reading: Reading, content: int) -> None:
    """Read “on Monday” between a verb of saying and what is said."""
    parsed = reading.parsed
    for at in range(reading.at, content):
        if parsed.kind(at) == "T":
            has_preposition = at > reading.at and parsed.kind(at - 1) in ("P", "Z")
            span = parsed.span(at, at)
            time = phrase(parsed, at - 1, span, "time") if has_preposition else Complement("time", "", span)
            reading.found.append(time)


def read_on(reading: Reading) -> None:
    """Read complements until the clause ends."""
    while _read_one(reading):
        pass


def _behind_verb(parsed: Parsed, at: int) -> int:
    end = particle_end(parsed.line, parsed.group(at))
    at += 1
    while at < len(parsed.chunks) and parsed.chunks[at].last <= end:
        at += 1
    return at


def _skip_adverbs(parsed: Parsed, at: int) -> int:
    while parsed.kind(at) in ("A", "x"):
        at += 1
    return at


def _content_at(parsed: Parsed, at: int, verb_at: int) -> int | None:
    """Find the chunk where a clause begins that is what is said: “that …”, or a phrase with a verb of its own."""
    verb = parsed.group(verb_at).verb
    if verb is None or not verb.takes_clause:
        return None
    if "d" in verb.takes or verb.lemma in ("warn", "ask", "threaten", "inform"):
        if parsed.kind(at) == "N" and parsed.kind(at + 1) == "W":
            return at + 1
        if parsed.kind(at) == "N" and parsed.kind(at + 1) == "N" and parsed.has_own_verb(at + 1):
            return at + 1
    if parsed.kind(at) == "T":
        at += 1
    elif parsed.kind(at) == "P" and parsed.kind(at + 1) in ("T", "N") and parsed.kind(at + 2) == "W":
        at += 2
    if parsed.kind(at) == "," and parsed.kind(at + 1) == "N" and verb.frame == "say" and parsed.has_own_verb(at + 1):
        return at + 1
    if parsed.kind(at) == "W" or parsed.word(at) == "whether":
        return at
    if parsed.kind(at) != "N":
        return None
    # “Said the minister, Hugo Lind, had left”: the phrase has its verb behind an apposition.
    is_clause = _begins_clause(parsed, at) or (verb.frame == "say" and is_apposed_subject(parsed, at))
    return at if is_clause else None


def _begins_clause(parsed: Parsed, at: int) -> bool:
    """Whether a phrase, or phrases joined by “and”, have a verb of their own."""
    if parsed.has_own_verb(at):
        return True
    while parsed.kind(at + 1) in ("K", ",") and parsed.kind(at + 2) == "N":
        at += 2
        if parsed.has_own_verb(at) and parsed.kind(at - 1) == "K":
            return True
    return False


def _read_one(reading: Reading) -> bool:
    parsed, at = reading.parsed, reading.at
    kind = parsed.kind(at)
    if kind in ("A", "P") and is_late_particle(parsed, at, reading.found[-1] if reading.found else None):
        reading.particle, reading.at = parsed.word(at), at + 1
        return True
    if kind in ("A", "x"):
        reading.at += 1
        return True
    if kind == "N":
        return _read_noun(reading)
    if kind == "T":
        return _read_time(reading)
    if kind in ("P", "Z", "O"):
        return _skip_time_of_event(reading) or _read_preposition(reading)
    if kind == "t":
        return _read_to(reading)
    if kind == "(":
        return _skip_bracket(reading)
    if kind in (",", "-") and _skip_aside(reading):
        return True
    if kind == ",":
        return not reading.is_between_commas and _read_behind_comma(reading)
    return kind == "K" and _read_joined(reading)


def _read_time(reading: Reading) -> bool:
    """Read a time; behind “a year after” comes the event on which it leans, and no object of the verb."""
    parsed, at = reading.parsed, reading.at
    if is_open_time(parsed, at):
        return False
    _add(reading, Complement("time", "", parsed.span(at, at)), at + 1)
    return True


def _skip_time_of_event(reading: Reading) -> bool:
    """Step over what belongs to an event and not to the clause: “after the collapse” with “of a bridge in 1990”."""
    parsed, at = reading.parsed, reading.at
    if parsed.kind(at) != "O" and parsed.kind(at + 1) == "T" and _is_time_of_noun(reading):
        reading.at += 2
        return True
    if parsed.kind(at) != "O" or parsed.kind(at - 1) != "T":
        return False
    while parsed.kind(at) in ("O", "P") and parsed.kind(at + 1) in ("N", "T"):
        at += 2
    has_moved = at > reading.at
    reading.at = at
    return has_moved


def _is_time_of_noun(reading: Reading) -> bool:
    """Whether a time tells when the event before it was: “stood until the fall of Ur in 2004 BC”."""
    last = reading.found[-1] if reading.found else None
    if last is None or last.kind != "phrase" or last.preposition not in EVENT_PREPOSITIONS:
        return False
    span, line = last.span, reading.parsed.line
    return line.words[head_unit(line.letters[span.first : span.last], span.first)] in event_nouns()


def _add(reading: Reading, complement: Complement, next_at: int) -> None:
    reading.found.append(complement)
    reading.at = next_at


def _read_noun(reading: Reading) -> bool:
    """Read a bare phrase: an object, a second object or an office; none that has a verb of its own."""
    parsed, at = reading.parsed, reading.at
    last = reading.found[-1] if reading.found else None
    bare = sum(1 for one in reading.found if one.kind == "phrase" and not one.preposition)
    only_times = all(one.kind == "time" for one in reading.found)
    if bare >= 2 or (last is not None and not only_times and (last.preposition or last.kind != "phrase")):
        return False
    if parsed.has_own_verb(at):
        return False
    span, next_at = apposed_right(parsed, *joined_right(parsed, at))
    _add(reading, Complement("phrase", "", span), next_at)
    return True


def _read_preposition(reading: Reading) -> bool:
    parsed, at = reading.parsed, reading.at
    kind, word, following = parsed.kind(at), parsed.word(at), parsed.kind(at + 1)
    if kind == "Z" and word in _NEVER_PREPOSITIONS and following != "T":
        return False
    if following in ("P", "Z") and parsed.kind(at + 2) in ("N", "T"):
        span = parsed.span(at + 2, at + 2)
        unit = parsed.chunks[at].first
        words = f"{word} {parsed.word(at + 1)}"
        _add(reading, Complement("time" if parsed.kind(at + 2) == "T" else "phrase", words, span, False, unit), at + 3)
        return True
    if following == "T":
        _add(reading, phrase(parsed, at, parsed.span(at + 1, at + 1), "time"), at + 2)
        return True
    if following == "A" and parsed.kind(at + 2) in ("N", "T"):
        kind_of = "time" if parsed.kind(at + 2) == "T" else "phrase"
        _add(reading, phrase(parsed, at, parsed.span(at + 1, at + 2), kind_of), at + 3)  # type: ignore[arg-type]
        return True
    if following == "V" and parsed.group(at + 1).letter == "g":
        return _read_verbal(reading, at + 1, "gerund")
    if following != "N" or (kind == "Z" and parsed.has_own_verb(at + 1)):
        return False
    span, next_at = apposed_right(parsed, *_joined_behind(parsed, at))
    if word == "as":
        span, next_at = _whole_description(parsed, span, next_at)
    _add(reading, phrase(parsed, at, span), next_at)
    return True


def _joined_behind(parsed: Parsed, at: int) -> tuple[Span, int]:
    """Give the phrase behind a preposition, with what “and” joins to it: none of a second errand.

    “Sent Berg to Lima and Lind to Quito”: “and” joins the two errands, not Lima and Lind.
    """
    span, next_at = joined_right(parsed, at + 1)
    goes_on = parsed.kind(next_at) in ("P", "Z", "t") and parsed.kind(next_at + 1) == "N"
    if len(span.parts) > 1 and goes_on and parsed.word(next_at) == parsed.word(at):
        return parsed.span(at + 1, at + 1), at + 2
    return span, next_at


def _whole_description(parsed: Parsed, span: Span, next_at: int) -> tuple[Span, int]:
    """Give “the sole authority in all of Peru” behind “as”; an office keeps its place apart."""
    line = parsed.line
    head = head_unit(line.letters[span.first : span.last], span.first)
    is_description = line.letters[span.first] == "D" and line.words[head] not in role_nouns()
    goes_on = parsed.kind(next_at) == "P" and parsed.kind(next_at + 1) == "N" and len(span.parts) == 1
    if not is_description or not goes_on or parsed.word(next_at) not in ("in", "for", "over", "on", "against"):
        return span, next_at
    last = parsed.chunks[next_at + 1].last
    return Span(span.first, last, ((span.first, last),)), next_at + 2


def _read_to(reading: Reading) -> bool:
    parsed, at = reading.parsed, reading.at
    if parsed.kind(at + 1) == "V" and parsed.group(at + 1).letter in "vBH":
        return _read_verbal(reading, at + 1, "infinitive")
    if parsed.kind(at + 1) == "N":
        span, next_at = _joined_behind(parsed, at)
        _add(reading, phrase(parsed, at, span), next_at)
        return True
    if parsed.kind(at + 1) == "P" and parsed.kind(at + 2) in ("N", "T"):
        return _read_measure(reading)
    if parsed.kind(at + 1) == "V" and parsed.group(at + 1).letter == "g":
        return _read_verbal(reading, at + 1, "gerund")
    return False


def _read_measure(reading: Reading) -> bool:
    """Read “to within an inch”, “to within a fortnight of closing”."""
    parsed, at = reading.parsed, reading.at
    last = at + 4 if parsed.kind(at + 3) == "O" and parsed.kind(at + 4) == "N" else at + 2
    units = (parsed.chunks[at + 1].first, parsed.chunks[last].last)
    _add(reading, phrase(parsed, at, Span(*units, (units,))), last + 1)
    return True


def _read_verbal(reading: Reading, verb_at: int, kind: ComplementKind) -> bool:
    """Read an infinitive or gerund with all that follows it as one complement."""
    parsed = reading.parsed
    inner = Reading(parsed, _behind_verb(parsed, verb_at), [])
    if parsed.kind(inner.at) == "t" and parsed.kind(inner.at + 1) == "V":
        inner.at = _behind_verb(parsed, inner.at + 1)
    read_on(inner)
    times: list[Complement] = []
    while inner.found and inner.found[-1].kind == "time":
        times.insert(0, inner.found.pop())
    last = inner.found[-1].span.last if inner.found else parsed.chunks[verb_at].last
    units = (parsed.chunks[verb_at].first, last)
    _add(reading, phrase(parsed, reading.at, Span(*units, (units,)), kind), inner.at)
    reading.found.extend(times)
    return True


def _skip_bracket(reading: Reading) -> bool:
    at = reading.at
    while at < len(reading.parsed.chunks) and reading.parsed.kind(at) != ")":
        at += 1
    reading.at = at + 1
    return at < len(reading.parsed.chunks)


def _skip_aside(reading: Reading) -> bool:
    """Step over “, who …,” and “– … –” when the clause goes on with a preposition or a time."""
    parsed, mark = reading.parsed, reading.parsed.kind(reading.at)
    close = parsed.kinds.find(mark, reading.at + 1)
    if close < 0 or parsed.kind(close + 1) not in ("P", "O", "T", "t"):
        return False
    is_left = _is_whole_relative(parsed, reading.at, close) or _waits_for_goal(parsed, reading.at, close)
    if mark == "," and not is_left:
        return False
    reading.at = close + 1
    return True


def _is_whole_relative(parsed: Parsed, opening: int, close: int) -> bool:
    """Whether a comma ends “who …”: behind its “who” or its verb alone, what follows is still of it: “which read, in
    full, …”, “who, in 1902, founded …”."""
    return parsed.kind(opening + 1) == "R" and parsed.kind(close - 1) not in ("R", "V")


def _waits_for_goal(parsed: Parsed, opening: int, close: int) -> bool:
    """Whether “to …” ends the clause behind a participle between commas: “brought the club, founded in 1883, to …”."""
    first = opening + 1
    is_participle = parsed.kind(first) == "V" and parsed.group(first).is_bare and parsed.group(first).letter in "en"
    is_goal = parsed.kind(close + 1) == "t" and parsed.kind(close + 2) in ("N", "P")
    return is_participle and is_goal and not any(parsed.is_finite(at) for at in range(first + 1, close))


def _read_behind_comma(reading: Reading) -> bool:
    """Go on behind a comma only with a time or a place: “in Lima, on 3 May 1901”, “by Rome, in Italy,”."""
    parsed, at = reading.parsed, reading.at
    follows = parsed.kind(at + 1)
    if _is_office_behind(reading, at):
        reading.at += 1
        return True
    is_time = follows == "T" or (follows in ("P", "Z") and parsed.kind(at + 2) == "T")
    is_place = follows == "P" and parsed.word(at + 1) in ("in", "at") and parsed.kind(at + 2) == "N"
    if is_place:
        is_place = parsed.line.letters[parsed.chunks[at + 2].last - 1] == "L" and not parsed.has_own_verb(at + 2)
    if is_time and parsed.kind(at + 3 if follows != "T" else at + 2) == ",":
        # “…, in 1815, Napoleon fled”: a subject behind would make it the next clause's.
        behind = at + (4 if follows != "T" else 3)
        is_time = not (parsed.kind(behind) == "N" and parsed.has_own_verb(behind))
    if is_time and follows in ("P", "Z") and parsed.kind(at + 3) == "N" and parsed.has_own_verb(at + 3):
        return False
    reading.at += 1 if is_time or is_place else 0
    return is_time or is_place


def _is_office_behind(reading: Reading, at: int) -> bool:
    """Whether “as …” follows a time with its comma: “recognised it on 12 May, as the only government of Peru”."""
    parsed = reading.parsed
    is_phrase = parsed.word(at + 1) == "as" and parsed.kind(at + 2) == "N" and not parsed.has_own_verb(at + 2)
    return is_phrase and bool(reading.found) and reading.found[-1].kind == "time"


def _read_joined(reading: Reading) -> bool:
    """Read “and in Rome” as one more phrase; a verb behind “and” begins a clause."""
    parsed, at = reading.parsed, reading.at
    if parsed.kind(at + 1) not in ("P", "t") or parsed.kind(at + 2) not in ("N", "T") or not reading.found:
        return False
    if parsed.kind(at + 2) == "N" and parsed.has_own_verb(at + 2):
        return False
    if parsed.kind(at + 3) == "," or (parsed.kind(at + 3) == "N" and parsed.has_own_verb(at + 3)):
        return False
    if parsed.kind(at + 2) == "T" and _skips_to_verb(parsed, at + 3):
        return False
    is_joined = _join_to_last(reading)
    if not is_joined and parsed.kind(at + 1) == "t":
        return False
    reading.at += 3 if is_joined else 1
    return True


def _join_to_last(reading: Reading) -> bool:
    """Make “at Leeds and at the university” one phrase, and leave “in 1901 and in 1905” out: it is no one time."""
    parsed, last, chunk = reading.parsed, reading.found[-1], reading.parsed.chunks[reading.at + 2]
    if last.kind == "time" and chunk.kind == "T":
        reading.found.pop()
        return True
    if last.kind != "phrase" or chunk.kind != "N" or parsed.word(reading.at + 1) != last.preposition:
        return False
    parts = (*last.span.parts, (chunk.first, chunk.last))
    reading.found[-1] = replace(last, span=Span(last.span.first, chunk.last, parts))
    return True


def _skips_to_verb(parsed: Parsed, at: int) -> bool:
    """Whether a verb follows, so that a time before it is its own: “studied in Lima and in 1925 moved to Quito”."""
    return parsed.kind(_skip_adverbs(parsed, at)) == "V"
