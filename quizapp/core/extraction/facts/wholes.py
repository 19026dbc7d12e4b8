"""Clauses read to their end: subject, verb and all that follows, or nothing where a part of it stays unread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quizapp.core.extraction.facts.chunks import VerbGroup
from quizapp.core.extraction.facts.filling import subject_slot
from quizapp.core.extraction.facts.modality import is_unreal, modality_of
from quizapp.core.extraction.facts.parsing import Clause, Parsed, Span
from quizapp.core.extraction.facts.slots import OPEN_PRONOUN, Setting, words_slot
from quizapp.core.extraction.values import ActorMention, Slot

_KINDS = frozenset({"main", "coordinate"})
_OPENERS = frozenset({"after", "when", "before", "because", "although", "though"})
#: What a disaster does: “an explosion tore open the silo, killing two”.
_HARMING = frozenset({"kill", "injure", "wound", "destroy", "damage", "displace", "trap", "sink", "flood", "drown"})
#: What begins another clause that is not needed to understand the one before.
_TURNS = frozenset({"although", "though", "whereas", "while", "as", "since", "lest"})
#: So many units of “when the bridge fell” are kept.
_MOST_KEPT = 10
_CONDITIONS = frozenset({"if", "unless", "whether", "provided", "until", "till"})
_NON_FINITE = frozenset({"be", "been", "being", "having"})
_LEADING_ON = frozenset(
    {"then", "also", "therefore", "however", "meanwhile", "thus", "indeed", "too", "further", "still"}
)
_ARTICLE = re.compile(r"^an? ")
CAUSES = frozenset({"because", "because of", "owing to", "due to", "thanks to"})


@dataclass(frozen=True, slots=True)
class Whole:
    """A clause in pieces: `finite` and `aux` + `verb` are its verb as told and as asked, the rest by units."""

    subject: Slot
    aux: str
    verb: str
    finite: str
    first: int
    last: int
    fronted: str
    cause: tuple[int, int] | None


def may_tell(clauses: Sequence[Clause], clause: Clause) -> bool:
    """Whether a clause tells what was so: nothing denied, wished or only possible."""
    is_saying = clause.content_at is not None
    if clause.subject is None or clause.has_stray_particle or is_saying or not _is_of_kind(clause):
        return False
    if any(one.is_negative for one in (*clause.chain, clause.group)):
        return False
    is_told = modality_of(clause, clause.content_of is not None) != "hypothetical"
    return is_told and (clause.content_of is None or not is_unreal(clauses[clause.content_of], clause))


def _is_of_kind(clause: Clause) -> bool:
    if clause.kind == "participle":
        verb = clause.group.verb
        return verb is not None and verb.lemma in _HARMING and clause.group.letter == "g" and clause.group.is_bare
    if clause.kind == "relative":
        return clause.subject is not None and clause.opener in ("who", "which")
    return clause.kind in _KINDS or (clause.kind == "subordinate" and clause.opener in _OPENERS)


def read_whole(setting: Setting, parsed: Parsed, clauses: Sequence[Clause], number: int) -> Whole | None:
    """Read a clause from its subject to its end; None where something of it stays unread."""
    clause = clauses[number]
    if clause.content_of is None and clause.subject is not None and _is_behind_that(parsed, clause.subject.first):
        return None
    subject = _subject(setting, parsed, clause)
    asked = _question_form(parsed, clause)
    if subject is None or asked is None:
        return None
    chunk = parsed.chunks[clause.at]
    last, cause = _end(parsed, clauses, number, chunk.last)
    if last is None:
        return None
    finite = _plain_words(_plain(setting, parsed, chunk.first, chunk.last).split(" "))
    subject = replace(subject, words=_ARTICLE.sub("the ", subject.words))
    return Whole(subject, *asked, finite, chunk.last, last, _fronted(setting, parsed, clause), cause)


def _is_behind_that(parsed: Parsed, first: int) -> bool:
    """Whether a clause stands behind “that” whose verb of saying was not found: somebody may only claim it."""
    return first > 0 and parsed.line.letters[first - 1] == "W"


def _subject(setting: Setting, parsed: Parsed, clause: Clause) -> Slot | None:
    """Give the subject with all that stands between it and its verb, but for what stands between commas."""
    slot = subject_slot(setting, parsed, clause)
    span = clause.subject
    if slot is None or span is None or OPEN_PRONOUN in slot.reasons:
        return None
    if parsed.line.letters[span.first] in "Uu" and not slot.words[:1].isupper():
        return None  # “it” for “the court”: it may be anything
    chunk = parsed.chunks[clause.at]
    is_behind = clause.kind == "relative" and span.first > 0 and parsed.line.letters[span.first - 1] in "POt"
    if is_behind or (clause.inherits is not None and not slot.heads):
        return None  # “two officials from Peru, who spoke”: not Peru
    if clause.inherits is not None or slot.heads or clause.apposition is not None or span.last >= chunk.first:
        return slot
    line = parsed.line
    between = line.letters[span.last : chunk.first]
    if not between or between[0] in ",(-" or set(between) <= {"A", "x"}:
        return slot
    if set(between) & set(",;:()-QRVB"):
        return None
    units = (span.first, chunk.first)
    return words_slot(setting, parsed, Span(*units, (units,)))


def _question_form(parsed: Parsed, clause: Clause) -> tuple[str, str] | None:
    """Give the auxiliary that goes before the subject, and what stays of the verb behind it."""
    group: VerbGroup = clause.chain[0] if clause.chain else clause.group
    line, chunk = parsed.line, parsed.chunks[clause.at]
    units = range(chunk.first, chunk.last)
    has_auxiliary = bool(group.auxiliaries) or group.letter in "BY"
    if has_auxiliary:
        at = next((one for one in units if line.letters[one] in "YHXB"), None)
        if at is None:
            return None
        rest = _plain_words(line.words[one] for one in units if one != at)
        return (line.words[at], rest) if line.words[at] not in _NON_FINITE else None
    if line.words[chunk.last : chunk.last + 1] == ["since"]:
        return None  # “had since repaid”
    before = _plain_words(line.words[one] for one in units if one < group.main)
    if clause.kind == "participle" and group.verb is not None:
        return "did", group.verb.lemma
    if group.letter == "H":
        base = "have"
    elif group.verb is not None and group.letter in "vzde":
        base = group.verb.lemma.partition(" ")[0]
    else:
        return None
    is_third = group.letter == "z" or group.word == "has"
    does = "did" if group.letter in "de" or group.word == "had" else "does" if is_third else "do"
    return does, f"{before} {base}".strip()


def _plain_words(words: Iterable[str]) -> str:
    """Leave out what only leads on from the sentence before."""
    return " ".join(word for word in words if word not in _LEADING_ON)


def _end(
    parsed: Parsed, clauses: Sequence[Clause], number: int, first: int
) -> tuple[int | None, tuple[int, int] | None]:
    """Give the unit behind the last one of a clause, and the units of a reason behind it; None where it is not sure."""
    line, begins = parsed.line, _begins(parsed, clauses, number)
    for at in range(first, len(line)):
        letter, word = line.letters[at], line.words[at]
        if letter in ".;-":
            return at, None
        if letter in "Q:(?F" or word in _CONDITIONS or letter == "W":
            return None, None
        if word in CAUSES:
            stop = _stop_of_cause(parsed, at + 1)
            return (at, (at + 1, stop)) if stop is not None else (None, None)
        if letter == ",":
            return (None, None) if _is_list(parsed, at) else (at, None)
        if letter == "K" and (at + 1 in begins or line.letters[at + 1 : at + 2] == ["W"]):
            return at, None
        if letter == "Z" and _opens_clause(parsed, clauses, at, word) and _is_dispensable(parsed, at):
            return at, None
    return len(line), None


def _opens_clause(parsed: Parsed, clauses: Sequence[Clause], at: int, word: str) -> bool:
    """Whether a conjunction opens a clause of its own: since he left, but not since Christmas."""
    return any(one.opener == word and one.kind == "subordinate" and parsed.chunks[one.at].first > at for one in clauses)


def _is_dispensable(parsed: Parsed, at: int) -> bool:
    """Whether a clause behind a conjunction is better left out: it only turns, or is long, or leans on something."""
    line = parsed.line
    if line.words[at] in _TURNS:
        return True
    last = next((one for one in range(at + 1, len(line)) if line.letters[one] in ".;,:-"), len(line))
    leans = {"U", "u", "p"} & set(line.letters[at:last]) or {"this", "that", "these", "those"} & set(
        line.words[at:last]
    )
    return bool(leans) or last - at > _MOST_KEPT


def _begins(parsed: Parsed, clauses: Sequence[Clause], number: int) -> frozenset[int]:
    """Give the units where the other clauses of the sentence begin, with their subjects or verbs."""
    found: set[int] = set()
    for place, other in enumerate(clauses):
        if place != number:
            found.add(parsed.chunks[other.at].first)
            found.add(other.first)
            if other.subject is not None and other.inherits is None:
                found.add(other.subject.first)
    return frozenset(found)


def _is_list(parsed: Parsed, at: int) -> bool:
    """Whether a comma stands between the members of a list, or before a condition."""
    line = parsed.line
    if line.words[at + 1 : at + 2] and line.words[at + 1] in (*_CONDITIONS, "but", "not", "or", "nor"):
        return True
    if line.letters[at + 1 : at + 3] == ["K", "W"]:
        return False
    for one in range(at + 1, min(len(line), at + 9)):
        if line.letters[one] in "vzdenBHYX.;:-RZW":
            return False
        if line.letters[one] == "K":
            return line.letters[one + 1 : one + 2] != ["W"]
    return False


def _stop_of_cause(parsed: Parsed, first: int) -> int | None:
    line = parsed.line
    for at in range(first, len(line)):
        if line.letters[at] in ".;-":
            return at
        if line.letters[at] in "Q:(?":
            return None
        if line.letters[at] == ",":
            return None if _is_list(parsed, at) else at
    return len(line)


def _fronted(setting: Setting, parsed: Parsed, clause: Clause) -> str:
    """Give what stands in front of the subject, to be told at the end: in 1997, for the discharge."""
    words = []
    for one in clause.complements:
        if one.is_fronted and one.preposition not in ("", "according to", "with", "without", "like", "unlike"):
            words.append(f"{one.preposition} {_plain(setting, parsed, one.span.first, one.span.last)}")
    return " ".join(words)


def _plain(setting: Setting, parsed: Parsed, first: int, last: int) -> str:
    return words_slot(setting, parsed, Span(first, last, ((first, last),))).words if first < last else ""


def words_of(
    setting: Setting, parsed: Parsed, whole: Whole, first: int, last: int, *, is_key: bool = False
) -> Slot | None:
    """Give words of the clause with whole names; None where a pronoun stays open in what is no key."""
    if first >= last:
        return Slot("", parsed.line.starts[min(first, len(parsed.line) - 1)], 0)
    if any(isinstance(one, ActorMention) and one.is_metonym for one in parsed.line.names[first:last]):
        return None  # Tehran stands for Iran elsewhere in the text, and is a town here
    slot = words_slot(setting, parsed, Span(first, last, ((first, last),)), whole.subject)
    if OPEN_PRONOUN not in slot.reasons:
        return slot
    return replace(slot, reasons=()) if is_key else None
