"""Whose subject a verb has: the noun phrase before it, over parentheses, relative words and conjunctions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from quizapp.core.extraction.facts.coordination import coordinated, is_half, phrase_start
from quizapp.core.extraction.facts.parsing import Parsed, Span
from quizapp.core.extraction.facts.units import head_unit, role_nouns
from quizapp.core.extraction.values import ActorMention
from quizapp.core.extraction.verbs import NO_FRAME


@dataclass(frozen=True, slots=True)
class Found:
    """A subject in the line, or why there is none: `inherits` means that of the clause before.

    `start` is the chunk where the clause begins, and `before` what stands before it decides about its place.
    """

    kind: str
    span: Span | None = None
    start: int = 0
    antecedent: Span | None = None
    apposition: Span | None = None
    opener: str = ""


NONE = Found("none")
_SOME = frozenset({"one", "some", "several", "many", "most", "two", "three", "none", "few"})


def find_subject(parsed: Parsed, at: int) -> Found:
    """Find the subject of the verb group in chunk `at`."""
    back = _skip_back(parsed, at - 1)
    kind = parsed.kind(back)
    if kind in (",", "Q") and is_inverted(parsed, at):
        return Found("inverted", parsed.span(at + 1, at + 1), at)
    if kind == "N":
        return _noun_subject(parsed, back, at)
    if kind == "R" or (kind == "W" and parsed.kind(back - 1) == "N"):
        return _relative_subject(parsed, back, at)
    if kind == "K":
        return Found("inherits", start=back + 1)
    if kind in (",", "-"):
        return _parenthetical_subject(parsed, back, at, kind)
    if kind == "." and back < 0 and parsed.groups[at] is not None and parsed.group(at).is_bare:
        return _following_subject(parsed, at)
    return NONE


def is_inverted(parsed: Parsed, at: int) -> bool:
    """Whether a verb of saying stands before its subject: “…, said Ana Torres.”"""
    verb = parsed.group(at).verb
    if verb is None or verb.frame != "say" or not verb.takes_clause or parsed.kind(at + 1) != "N":
        return False
    if parsed.group(at).letter == "g":
        return False  # “…, demanding a tax on salt”: no tax demands
    return parsed.kind(at + 2) in (".", ",", "T", "P", "Q", ";") and not parsed.has_own_verb(at + 1)


def _skip_back(parsed: Parsed, back: int) -> int:
    while True:
        kind = parsed.kind(back)
        if kind in ("A", "x"):
            back -= 1
        elif kind == ")":
            back = _opening(parsed, back, "(") - 1
        elif kind == "T" and back > 0:
            back -= 2 if parsed.kind(back - 1) in ("P", "Z") else 1
        else:
            return back


def _opening(parsed: Parsed, back: int, mark: str) -> int:
    while back > 0 and parsed.kind(back) != mark:
        back -= 1
    return back


def _noun_subject(parsed: Parsed, last: int, at: int) -> Found:
    start = phrase_start(parsed, last)
    described = _behind_reduced(parsed, start)
    if described is not None and not _is_participle(parsed, at):
        return _noun_subject(parsed, described, at)
    if parsed.kind(start - 1) == "," and set(_letters(parsed, last)) == {"C"}:
        return NONE  # “Ana Torres, 58, of Lima”: the number is an aside
    if parsed.kind(start - 1) in ("P", "t") or parsed.kinds[start - 2 : start] == ",O":
        is_absolute = parsed.word(start - 1) == "with" and _is_participle(parsed, at)
        return Found("participle", parsed.span(start, last), start) if is_absolute else NONE
    span, start = coordinated(parsed, start, last)
    before = parsed.kind(start - 1)
    if len(span.parts) == 1 and is_half(parsed, start):
        return NONE
    if before == "V" and not parsed.takes_clause(start - 1):
        if parsed.is_reduced(start - 1):
            return NONE
        return Found("participle", parsed.span(last, last), start) if _is_participle(parsed, at) else NONE
    if _is_participle(parsed, at):
        return Found("participle", parsed.span(last, last), start)
    if before in ("P", "V", "W", "Z", "S", "R") or (before == "N" and parsed.kind(start - 2) not in ("P", "Z")):
        return _opened_subject(parsed, span, start, before, at)
    apposed = _apposed_before(parsed, start)
    if apposed is not None and len(span.parts) == 1:
        return Found("main", apposed, phrase_start(parsed, start - 2), apposition=span)
    return Found("main", span, start)


def _behind_reduced(parsed: Parsed, start: int) -> int | None:
    """Give the noun phrase before “signed in Paris” when the phrase in chunk `start` ends such a participle's words."""
    at = start - 1
    while at > 0 and parsed.kind(at) in ("P", "N", "T", "A", "O"):
        at -= 1
    is_participle = parsed.kind(at) == "V" and _is_participle(parsed, at)
    return at - 1 if is_participle and parsed.kind(at - 1) == "N" else None


def _after_that(parsed: Parsed, span: Span, start: int, at: int) -> Found:
    """Tell what somebody says (“said on Monday that X …”) from a relative clause (“the city that X founded”)."""
    back = start - 2
    while parsed.kind(back) in ("T", "A", "P", "N") and not parsed.takes_clause(back):
        if parsed.kind(back) == "N" and parsed.kind(back - 1) not in ("V", "P"):
            break
        back -= 1
    verb = parsed.group(at).verb
    if parsed.takes_clause(back) and not (parsed.lacks_object(at) and _has_thing(parsed, back, start - 2)):
        return Found("content", span, start, opener="that")
    if parsed.kind(start - 2) != "N" or verb is None:
        return NONE
    if verb.is_transitive and parsed.kind(at + 1) != "N":
        return Found("object relative", span, start, antecedent=parsed.span(start - 2, start - 2), opener="that")
    return Found("content", span, start, opener="that")


def _has_thing(parsed: Parsed, verb_at: int, noun: int) -> bool:
    """Whether a phrase before “that” is what is confirmed or found, and nobody who is told or warned."""
    verb = parsed.group(verb_at).verb
    is_object = parsed.kind(noun) == "N" and noun == verb_at + 1 and verb is not None and "d" not in verb.takes
    return is_object and "M" not in _letters(parsed, noun) and _head_word(parsed, noun) not in role_nouns()


def _opened_subject(parsed: Parsed, span: Span, start: int, before: str, at: int) -> Found:
    opener = parsed.word(start - 1)
    if before == "V":
        return Found("content", span, start)
    if before == "W":
        return _after_that(parsed, span, start, at)
    if before in ("Z", "S"):
        behind = _behind_participle(parsed, start - 2, at)
        return behind or Found("subordinate", span, start, opener=opener)
    if before == "R" and parsed.kind(start - 2) == "P":
        return Found("subordinate", span, start, opener=opener)
    if before == "R" and opener != "whose" and parsed.kind(start - 2) == "N":
        # Behind a comma, what “which” means is too often not the nearest phrase.
        return Found("object relative", span, start, antecedent=parsed.span(start - 2, start - 2), opener=opener)
    return NONE


def _behind_participle(parsed: Parsed, verb: int, at: int) -> Found | None:
    """Give the subject of “the party banned since the revolt was led by …”, whose only verb is not the revolt’s."""
    if parsed.kind(verb) != "V" or not parsed.is_reduced(verb) or parsed.kind(verb - 1) != "N":
        return None
    if parsed.word(verb + 1) not in ("since", "before", "after", "until"):
        return None
    others = (other for other in range(len(parsed.chunks)) if other not in (verb, at))
    if any(parsed.is_finite(other) for other in others):
        return None
    found = _noun_subject(parsed, verb - 1, at)
    return found if found.kind == "main" else None


def _apposed_before(parsed: Parsed, start: int) -> Span | None:
    """Give the noun phrase that the one here is put beside: “its envoy, Ana Torres said”."""
    if parsed.kind(start - 1) != "," or parsed.kind(start - 2) != "N":
        return None
    noun = phrase_start(parsed, start - 2)
    if parsed.kind(noun - 1) not in (".", "K", ":", ";", "-") and not (
        parsed.kind(noun - 1) == "," and parsed.kind(noun - 2) in ("T", "P")
    ):
        return None
    letters = parsed.line.letters
    is_named = "M" in letters[parsed.chunks[start].first : parsed.chunks[start].last]
    head = letters[parsed.chunks[noun].last - 1]
    return parsed.span(noun, start - 2) if is_named and head == "N" else None


def _is_participle(parsed: Parsed, at: int) -> bool:
    group = parsed.group(at)
    return parsed.is_reduced(at) or (group.is_bare and group.letter == "g")


def _relative_subject(parsed: Parsed, back: int, at: int) -> Found:
    """Take the noun phrase right before who, which or that; over a comma too."""
    opener = parsed.word(back)
    noun = back - 1
    if parsed.kind(noun) == "P":
        return NONE
    if opener == "which" and parsed.kind(noun) == "," and _is_cause(parsed, at):
        # What led to something is as a rule all that was told, and not the nearest noun.
        return Found("relative", parsed.span(back, back), back, opener=opener)
    if parsed.kind(noun) in (",", "-", ")"):
        noun = _skip_back(parsed, noun - 1) if parsed.kind(noun) != ")" else _skip_back(parsed, noun)
    if parsed.kind(noun) != "N" or opener == "whose" or (back == noun + 1 and _is_asked(parsed, noun)):
        return NONE
    if opener == "which" and parsed.kind(back - 1) == "," and _hangs_on_noun(parsed, noun):
        return NONE
    if parsed.kind(noun - 1) == "P" and parsed.kind(noun - 2) == "N":
        # “An oboist in the guards who …” is the person.
        is_office = opener == "who" and _head_word(parsed, noun - 2) in role_nouns()
        if is_office and not {"M"} & set(_letters(parsed, noun - 2)):
            noun -= 2
    return _relative(parsed, noun, back, opener)


def _is_asked(parsed: Parsed, noun: int) -> bool:
    """Whether somebody is asked or told “who had warned it”: the question is no clause of theirs."""
    verb = parsed.group(noun - 1).verb if parsed.kind(noun - 1) == "V" else None
    return verb is not None and verb.lemma in ("ask", "tell", "inform")


def _hangs_on_noun(parsed: Parsed, at: int) -> bool:
    """Whether a phrase is the end of a longer one, so that “, which” may mean either.

    “The bridge over the Lind”, “a railway, from Lima to Cusco”, “a pact between Peru and its neighbour, Chile”, “the
    pact founding the League”.
    """
    while parsed.kind(at - 1) in ("K", ",") and parsed.kind(at - 2) == "N":
        at -= 2
    is_governed = parsed.kind(at - 1) == "V" and parsed.group(at - 1).is_bare and parsed.group(at - 1).letter == "g"
    return (is_governed or parsed.kind(at - 1) in ("P", "t")) and parsed.kind(at - 2) == "N"


def _head_word(parsed: Parsed, at: int) -> str:
    line, chunk = parsed.line, parsed.chunks[at]
    return line.words[head_unit(line.letters[chunk.first : chunk.last], chunk.first)]


def _relative(parsed: Parsed, noun: int, back: int, opener: str) -> Found:
    span = parsed.span(noun, noun)
    if back == noun + 1 and _is_one_of_many(parsed, noun):
        return NONE
    is_plain = "M" not in _letters(parsed, noun) or _is_common_group(parsed, noun)
    if parsed.kind(noun - 1) == "," and parsed.kind(noun - 2) == "N" and is_plain:
        # “Ana Torres, a general who …”: it is she.
        named = phrase_start(parsed, noun - 2)
        span = parsed.span(named, named) if "M" in _letters(parsed, named) else span
    return Found("relative", span, back, opener=opener)


def _is_common_group(parsed: Parsed, at: int) -> bool:
    """Whether a people is told by a common noun, which says what those named before are: “…, Celtic tribes that …”."""
    named = parsed.line.names[parsed.chunks[at].last - 1]
    return isinstance(named, ActorMention) and named.surface.rpartition(" ")[2].islower()


def _is_one_of_many(parsed: Parsed, at: int) -> bool:
    """Whether “one of the generals who …” tells what all of them did, and not the one alone."""
    chunk, line = parsed.chunks[at], parsed.line
    head = parsed.kind(at - 1) == "P" and parsed.word(at - 1) == "among"
    return head or (line.words[chunk.first] in _SOME and line.letters[chunk.first + 1 : chunk.last][:1] == ["O"])


def _is_cause(parsed: Parsed, at: int) -> bool:
    verb = parsed.group(at).verb
    if verb is None or parsed.group(at).is_passive:
        return False
    return verb.verb_class == "cause" or (verb.lemma == "lead" and parsed.kind(at + 1) == "t")


def _letters(parsed: Parsed, at: int) -> list[str]:
    return parsed.line.letters[parsed.chunks[at].first : parsed.chunks[at].last]


def _parenthetical_subject(parsed: Parsed, close: int, at: int, mark: str) -> Found:
    """Step over “, who …,” and “, the …,” to the noun phrase before; else share the subject of the clause before."""
    if _is_participle(parsed, at) and not _is_only_verb(parsed, close, at):
        return _trailing_participle(parsed, close, at)
    opening = _mark_behind_phrase(parsed, mark, close)
    while opening > 0:
        noun = _skip_back(parsed, opening - 1)
        if parsed.kind(noun) == "N" and is_half(parsed, phrase_start(parsed, noun)):
            return NONE
        if parsed.kind(noun) == "N" and _is_aside(parsed, opening + 1, close) and not _is_absolute(parsed, noun + 1):
            found = _noun_subject(parsed, noun, at)
            if found.kind in ("main", "content", "subordinate", "object relative"):
                aside = _apposition(parsed, opening + 1, close)
                return _described_twice(parsed, replace(found, apposition=found.apposition or aside))
        opening = _mark_behind_phrase(parsed, mark, opening)
    relative = parsed.kinds.rfind("R,", 0, close)
    if mark == "," and relative >= 0 and not set(parsed.kinds[relative + 2 : close]) & set("V,"):
        return _relative_subject(parsed, relative, at)  # “who, in 1902, founded”
    is_serial = mark == "," and parsed.group(at).letter in "dez" and parsed.group(at).is_bare
    return Found("inherits", start=close + 1) if is_serial else NONE


def _described_twice(parsed: Parsed, found: Found) -> Found:
    """Give whom two appositions describe: “Ana Torres, leader of the party, the largest of all, visited Lima”."""
    start = found.start
    if found.kind != "main" or parsed.kind(start - 1) != "," or parsed.kind(start - 2) != "N":
        return found
    noun = phrase_start(parsed, start - 2)
    letters, described = _letters(parsed, start - 2), _letters(parsed, start)
    is_first = parsed.kind(noun - 1) in (".", "K", ";", ":", "T") and noun == start - 2
    is_described = described[:1] == ["D"] or (described[:1] == ["N"] and _head_word(parsed, start) in role_nouns())
    if is_first and "M" in letters and is_described:
        return replace(found, span=parsed.span(noun, noun), start=noun, apposition=found.span)
    return found


def _is_only_verb(parsed: Parsed, close: int, at: int) -> bool:
    """Whether it is no participle: “Our engineers, who had worked with the Institute, celebrated with cake”."""
    opening = parsed.kinds.rfind(",R", 0, close)
    if parsed.kind(close) != "," or parsed.group(at).letter != "e" or parsed.kind(opening - 1) != "N":
        return False
    is_aside = any(parsed.is_finite(other) for other in range(opening + 2, close))
    begin = max(parsed.kinds.rfind(mark, 0, opening) for mark in ";:KZSW") + 1
    return is_aside and "V" not in parsed.kinds[begin:opening] and "V" not in parsed.kinds[at + 1 :]


def _mark_behind_phrase(parsed: Parsed, mark: str, end: int) -> int:
    """Give the last such mark before a chunk that stands behind a phrase, a bracket or a time; 0 for none."""
    return max(parsed.kinds.rfind(before + mark, 0, end) for before in "N)T") + 1


def _is_aside(parsed: Parsed, first: int, close: int) -> bool:
    kind = parsed.kind(first)
    has_finite = any(parsed.is_finite(at) for at in range(first, close))
    if kind == "R" or (kind == "P" and parsed.kind(first + 1) == "R"):
        return has_finite
    if kind == "Z":
        return True
    if has_finite:
        return kind == "N" and any(parsed.kind(at) == "R" for at in range(first, close))
    return kind in ("N", "P", "O", "T", "A") or (kind == "V" and not parsed.is_finite(first))


def _apposition(parsed: Parsed, first: int, close: int) -> Span | None:
    return parsed.span(first, close - 1) if parsed.kind(first) == "N" and close - first <= 3 else None


def _trailing_participle(parsed: Parsed, close: int, at: int) -> Found:
    if parsed.group(at).letter == "g":
        if _is_absolute(parsed, close):
            return Found("participle", parsed.span(close - 1, close - 1), close - 1)
        if _is_of_object(parsed, close, at):
            return NONE
        return Found("inherits", start=close + 1, opener="participle")
    noun = _skip_back(parsed, close - 1)
    if parsed.kind(noun) != "N":
        return NONE
    start = phrase_start(parsed, noun)
    if start != noun and parsed.kind(start - 1) == "V":
        return NONE
    return Found("participle", parsed.span(start, start), start)


def _is_of_object(parsed: Parsed, close: int, at: int) -> bool:
    """Whether “replacing …” tells of whom somebody hired, and not of who did: “they hired Lind, replacing Moll”."""
    verb, outer = parsed.group(at).verb, parsed.kinds.rfind("V", 0, close)
    if verb is None or verb.lemma not in ("replace", "succeed") or outer < 0:
        return False
    hiring = parsed.group(outer)
    return (hiring.verb is None or hiring.verb.frame in ("appoint", NO_FRAME)) and not hiring.is_passive


def _is_absolute(parsed: Parsed, close: int) -> bool:
    """Whether “with the envoy, Ana Torres,” stands before: the participle is hers."""
    if [parsed.kind(close - back) for back in (1, 2, 3)] != ["N", ",", "N"]:
        return False
    return parsed.word(phrase_start(parsed, close - 3) - 1) == "with"


def _following_subject(parsed: Parsed, at: int) -> Found:
    """Take the subject behind a comma for a participle at the beginning: “Founded in 1919, the party …”."""
    if parsed.group(at).letter not in "eng":
        return NONE
    for after in range(at + 1, len(parsed.chunks)):
        if parsed.is_finite(after):
            return NONE
        if parsed.kind(after) == "," and parsed.kind(after + 1) == "N" and parsed.has_own_verb(after + 1):
            return Found("participle", parsed.span(after + 1, after + 1), at)
    return NONE
