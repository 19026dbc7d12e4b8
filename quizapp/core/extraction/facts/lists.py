"""Phrases joined to one behind a verb or preposition: “A, B and C”, and what only looks joined."""

from __future__ import annotations

from quizapp.core.extraction.facts.parsing import Parsed, Span
from quizapp.core.extraction.facts.units import head_unit, role_nouns
from quizapp.core.extraction.values import ActorMention

#: Verbs of these classes take whom and what as two phrases.
NAMING_CLASSES = frozenset({"elect", "appoint", "crown", "name", "describe", "declare", "proclaim"})


def joined_right(parsed: Parsed, at: int) -> tuple[Span, int]:
    """Give a phrase with those joined to it on the right (“A, B and C”), and the chunk behind."""
    parts = [at]
    ahead = at + 1
    while parsed.kind(ahead) == "," and parsed.kind(ahead + 1) == "N" and not parsed.has_own_verb(ahead + 1):
        parts.append(ahead + 1)
        ahead += 2
    join = ahead + 1 if parsed.kind(ahead) == "," and parsed.kind(ahead + 1) == "K" else ahead
    is_joined = parsed.kind(join) == "K" and parsed.word(join) not in ("but", "yet") and parsed.kind(join + 1) == "N"
    is_phrase = not (parsed.has_own_verb(join + 1) or is_apposed_subject(parsed, join + 1))
    # “To lunch in Lima, and every year the lunch was dull”: the time of the next clause.
    is_phrase = is_phrase and not (parsed.kind(join + 2) == "N" and parsed.has_own_verb(join + 2))
    is_closed = _is_in_aside(parsed, at)
    if is_joined and is_phrase and not _opens_clause(parsed, at, join + 1):
        parts.append(join + 1)
        parts = parts[:1] if is_closed and _may_end_aside(parsed, parts) else parts
    else:
        may_go_on = parsed.kind(at + 1) in (",", "P") and not is_closed and not (is_joined and is_phrase)
        listed = _long_list(parsed, at) if may_go_on else None
        if listed is not None:
            return listed
        parts = parts[:1]
    units = tuple((parsed.chunks[part].first, parsed.chunks[part].last) for part in parts)
    return Span(units[0][0], units[-1][1], units), parts[-1] + 1


def apposed_right(parsed: Parsed, span: Span, next_at: int) -> tuple[Span, int]:
    """Give the name instead of the description before it: “summoned the envoy, Ana Torres.”"""
    letters, words = parsed.line.letters, parsed.line.words
    head = span.first + head_unit(letters[span.first : span.last], 0)
    if len(span.parts) > 1 or words[head] not in role_nouns() or parsed.kind(next_at) != ",":
        return span, next_at
    chunk = parsed.chunks[next_at + 1] if parsed.kind(next_at + 1) == "N" else None
    if chunk is None or letters[chunk.first : chunk.last] != ["M"] or parsed.kind(next_at + 2) not in (".", ",", ";"):
        return span, next_at
    return parsed.span(next_at + 1, next_at + 1), next_at + 2


def _is_in_aside(parsed: Parsed, at: int) -> bool:
    """Whether a phrase stands behind the first verb of a clause that a comma and “who” or “which” open."""
    verb = parsed.kinds.rfind("V", 0, at)
    word = parsed.kinds.rfind("R", 0, max(verb, 0))
    is_first = word > 0 and parsed.kind(word - 1) == "," and not set(parsed.kinds[word + 1 : verb]) & set("V,;:")
    return is_first and not set(parsed.kinds[verb + 1 : at]) & set(",;:")


def _may_end_aside(parsed: Parsed, parts: list[int]) -> bool:
    """Whether a comma may end the clause in which a list stands, so that what is joined is told of its verb no more.

    “Ana, who ruled Peru, and Otto”; “…, who built the mill, the mayor and Otto”: things of two sorts.
    """
    last = parts[-1]
    if len(parts) == 2:
        return parsed.kind(last - 1) == "K" and parsed.kind(last - 2) == ","
    return len({parsed.line.letters[parsed.chunks[part].last - 1] for part in parts}) > 1


def _opens_clause(parsed: Parsed, at: int, joined: int) -> bool:
    """Whether “and” joins another clause to the one in which the phrase in chunk `at` stands."""
    return any(is_so(parsed, at, joined) for is_so in (_is_stray_verb, _lacks_verb, _ends_in_verb))


def _lacks_verb(parsed: Parsed, at: int, joined: int) -> bool:
    """Whether “and” joins a second clause whose verb is left out.

    “Married a count and her sister a duke”, “took gold, Ada Lind silver and Eva Moll bronze”, “became king of Norway
    and Otto of Sweden”; but “gave Ada and Eva a prize”, and “named Lind and Moll directors”.
    """
    if not _begins_named(parsed, at) and _is_name_with_noun(parsed, joined):
        return True
    verb = parsed.group(at - 1).verb if parsed.kind(at - 1) == "V" else None
    if parsed.kind(joined + 1) == "N":
        return verb is None or not ("d" in verb.takes or verb.verb_class in NAMING_CLASSES)
    head = parsed.line.words[head_unit(_letters(parsed, at), parsed.chunks[at].first)]
    is_office = head in role_nouns() and verb is not None and verb.lemma in ("become", "be")
    return is_office and not _begins_named(parsed, at) and _begins_named(parsed, joined)


def _letters(parsed: Parsed, at: int) -> list[str]:
    return parsed.line.letters[parsed.chunks[at].first : parsed.chunks[at].last]


def _begins_named(parsed: Parsed, at: int) -> bool:
    return _letters(parsed, at)[:1] == ["M"]


def _is_name_with_noun(parsed: Parsed, at: int) -> bool:
    """Whether a chunk is somebody’s name and a thing: “Ada Lind silver”."""
    named = parsed.line.names[parsed.chunks[at].first]
    is_full = isinstance(named, ActorMention) and " " in named.surface
    return is_full and _letters(parsed, at) == ["M", "N"]


def _ends_in_verb(parsed: Parsed, _: int, joined: int) -> bool:
    """Whether a name with a verb ends the sentence, so that “and” joins clauses: “for help and Sparta refused.”"""
    return parsed.kind(joined + 1) == "V" and parsed.kind(joined + 2) in (".", ";") and _begins_named(parsed, joined)


def _is_stray_verb(parsed: Parsed, at: int, joined: int) -> bool:
    """Whether a lone word that may be a verb stands behind a name: “aid to Peru and lead to …”."""
    first, second = parsed.chunks[at], parsed.chunks[joined]
    line = parsed.line
    is_name = line.letters[first.first : first.last] == ["M"]
    return is_name and second.last - second.first == 1 and line.verbs[second.first] is not None


def _long_list(parsed: Parsed, at: int) -> tuple[Span, int] | None:
    """Give “the border, the war in Peru and help for the navy”, items with phrases of their own; None for no list."""
    items: list[tuple[int, int]] = []
    while parsed.kind(at) == "N" and not parsed.has_own_verb(at):
        last = at
        while parsed.kind(last + 1) == "P" and parsed.kind(last + 2) == "N":
            last += 2
        items.append((at, last))
        is_end = parsed.kind(last + 1) == "K" or (parsed.kind(last + 1) == "," and parsed.kind(last + 2) == "K")
        at = last + 2 + (parsed.kind(last + 1) == "," and is_end)
        if is_end and parsed.kind(at) == "N" and not parsed.has_own_verb(at) and len(items) > 1:
            end = at + 2 if parsed.kind(at + 1) == "P" and parsed.kind(at + 2) == "N" else at
            items.append((at, end))
            units = tuple((parsed.chunks[first].first, parsed.chunks[last].last) for first, last in items)
            return Span(units[0][0], units[-1][1], units), end + 1
        if is_end or parsed.kind(last + 1) != ",":
            return None
    return None


def is_apposed_subject(parsed: Parsed, at: int) -> bool:
    """Whether a phrase has a verb behind an apposition: “…, and his heir, King Oto, abdicated”."""
    close = at + 1
    if parsed.kind(close) != ",":
        return False
    if "R" in (parsed.kind(close + 1), parsed.kind(close + 2)):
        return _has_verb_behind_aside(parsed, close + 1)
    while parsed.kind(close + 1) in ("N", "O", "P") and parsed.kind(close) != "V":
        close += 1
        if parsed.kind(close + 1) == ",":
            return parsed.is_finite(close + 2)
    return False


def _has_verb_behind_aside(parsed: Parsed, at: int) -> bool:
    """Whether a comma closes “, whom the king had sent,” and a verb stands behind it: “… and Lind, who …, fell”."""
    close = parsed.kinds.find(",", at)
    while close > 0:
        verb = close + 1
        while parsed.kind(verb) == "A":
            verb += 1
        if parsed.kind(verb) == "V" and parsed.is_finite(verb):
            return True
        close = parsed.kinds.find(",", close + 1)
    return False
