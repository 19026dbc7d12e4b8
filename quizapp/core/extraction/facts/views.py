"""What somebody said, found or ruled about a thing, or said of what they had done themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quizapp.core.extraction.facts.parsing import Clause, Parsed
from quizapp.core.extraction.facts.quantities import read_quantity
from quizapp.core.extraction.facts.slots import Setting
from quizapp.core.extraction.facts.told import told_fact
from quizapp.core.extraction.facts.units import role_nouns
from quizapp.core.extraction.facts.wholes import Whole, words_of
from quizapp.core.extraction.values import Fact, Slot

#: Verbs of saying that stay as they are in “what did she … about it”, and in “what did she … that she had done”.
_VIEWING = frozenset({"find", "rule", "conclude", "learn", "hear", "say", "write", "report", "reveal", "claim", "warn"})
_TELLING_OF_SELF = frozenset(
    {"say", "insist", "promise", "announce", "admit", "claim", "warn", "explain", "write", "acknowledge", "accept"}
)
_LEAST_OF_VIEW = 6
_LEAST_OF_SELF = 4
#: “A spokesman for the ministry” is somebody, “the subject” is not.
_LEAST_OF_SPEAKER = 4
#: What can be spoken of: the failure of the alerts, its gauges, shipments; not “two” or “one scroll”.
_SPOKEN_OF = re.compile(r"(?:the|his|her|its|their|[A-Z][\w’.-]*) \S|[a-z]+s\Z")
_OF_SOMETHING = re.compile(r"an? [\w-]+ (?:of|on|for|between|to) \S")


def views_of(
    setting: Setting, parsed: Parsed, clauses: Sequence[Clause], clause: Clause, whole: Whole, claimant: Slot
) -> Iterator[Fact]:
    """Give what somebody is told to have said by a clause about its subject, or about themselves."""
    assert clause.content_of is not None
    saying = clauses[clause.content_of]
    is_told = saying.group.verb is not None and not saying.group.is_passive and clause.kind != "relative"
    is_known = bool(claimant.heads) or claimant.words.endswith("s") or len(claimant.words.split()) >= _LEAST_OF_SPEAKER
    if not is_told or not is_known or read_quantity(claimant.words) is not None or clause.subject is None:
        return
    rest = words_of(setting, parsed, whole, whole.first, whole.cause[1] if whole.cause else whole.last)
    if rest is None:
        return
    if set(whole.subject.heads) & set(claimant.heads) or claimant.words == whole.subject.words:
        yield from _of_self(setting, parsed, saying, clause, whole, claimant, rest)
    else:
        yield from _of_thing(setting, parsed, saying, clause, whole, claimant, rest)


def _of_thing(
    setting: Setting, parsed: Parsed, saying: Clause, clause: Clause, whole: Whole, claimant: Slot, rest: Slot
) -> Iterator[Fact]:
    """Ask what somebody said about the failure of the alerts, about his firm."""
    about = _matter(setting, parsed, clause, whole, claimant)
    if about is None or saying.group.verb is None:
        return
    key = replace(rest, words=f"{about} {whole.finite} {rest.words}", heads=(), start=whole.subject.start)
    if len(key.words.split()) < _LEAST_OF_VIEW:
        return
    lemma = saying.group.verb.lemma
    pieces = (
        ("asked", "what"),
        ("aux", "did"),
        ("subject", claimant.words),
        ("verb", lemma if lemma in _VIEWING else "say"),
        ("rest", f"about {about}"),
    )
    found = told_fact(parsed, clause, replace(whole, subject=claimant), "view", key, pieces, whole.subject)
    yield replace(found, claimant=claimant, worth=0.6)


def _matter(setting: Setting, parsed: Parsed, clause: Clause, whole: Whole, claimant: Slot) -> str | None:
    """Give what a clause speaks of as its text writes it, where one can speak of that."""
    assert clause.subject is not None
    line, first = parsed.line, clause.subject.first
    own = " ".join(setting.text[line.starts[first] : whole.subject.end].split())
    if line.letters[first] == "p":
        return own[:1].lower() + own[1:] if claimant.words in whole.subject.words else whole.subject.words
    if claimant.words in whole.subject.words or read_quantity(own) is not None:
        return None
    if line.words[first] in ("a", "an"):
        return own[:1].lower() + own[1:] if _OF_SOMETHING.match(own) else None
    words = _small(setting, whole.subject)
    noun = words.split(" ")[-1].removesuffix("s")
    is_people = " " not in words and noun in role_nouns()
    return words if (whole.subject.heads or _SPOKEN_OF.match(words)) and not is_people else None


def _of_self(
    setting: Setting, parsed: Parsed, saying: Clause, clause: Clause, whole: Whole, claimant: Slot, rest: Slot
) -> Iterator[Fact]:
    """Ask what somebody said that they had done, or would do."""
    group = clause.chain[0] if clause.chain else clause.group
    assert clause.subject is not None
    assert saying.group.verb is not None
    pronoun = parsed.line.words[clause.subject.first]
    if pronoun not in ("he", "she", "they") or group.is_passive or group.letter in "BH" or "been" in whole.verb:
        return
    if whole.aux not in ("had", "would"):
        return  # “what did she say that she did?” asks for anything
    doing = f"{whole.aux} {'done' if whole.aux == 'had' else 'do'}"
    lemma = saying.group.verb.lemma
    key = replace(rest, words=f"{whole.verb} {rest.words}", heads=())
    if len(key.words.split()) < _LEAST_OF_SELF:
        return
    pieces = (
        ("asked", "what"),
        ("aux", "did"),
        ("subject", claimant.words),
        ("verb", lemma if lemma in _TELLING_OF_SELF else "say"),
        ("rest", f"that {pronoun} {doing}"),
    )
    found = told_fact(parsed, clause, replace(whole, subject=claimant), "self", key, pieces)
    yield replace(found, claimant=claimant, worth=0.6)


def _small(setting: Setting, slot: Slot) -> str:
    """Write a phrase that only the start of a sentence writes large as it is inside one."""
    first = slot.words.partition(" ")[0]
    is_name = bool(slot.actors) or not first[1:].islower() or setting.spellings.has_inside(first)
    return slot.words if is_name else slot.words[:1].lower() + slot.words[1:]
