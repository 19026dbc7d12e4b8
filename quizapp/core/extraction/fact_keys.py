"""What makes two facts the same, and which facts a question that leaves one slot open also fits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from quizapp.core.compare import fold
from quizapp.core.extraction.values import Cast, Fact, Slot
from quizapp.core.extraction.verbs import find_verb

AskedSlot: TypeAlias = Literal["subject", "object", "place", "time", "claimant", "none"]

OPEN = "?"

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FactKey:
    """A fact by canonical names and values, folded; empty where a slot is. `object` has the other complements too."""

    frame: str
    verb_class: str
    subject: str
    object: str
    place: str
    time: str
    claimant: str

    def without(self, asked: AskedSlot) -> FactKey:
        """Give the key with one slot left open."""
        return self if asked == "none" else replace(self, **{asked: OPEN})

    def fits(self, other: FactKey, asked: AskedSlot) -> bool:
        """Whether what the other fact says answers a question that asks this slot of this fact.

        A slot that one of the two leaves empty does not part them.
        """
        if (self.frame, self.verb_class) != (other.frame, other.verb_class):
            return False
        pairs = (
            (getattr(self, name), getattr(other, name))
            for name in ("subject", "object", "place", "time")
            if name != asked
        )
        return all(mine == theirs or not mine or not theirs for mine, theirs in pairs)


def fact_key(fact: Fact, cast: Cast) -> FactKey:
    """Make the key of a fact: no offsets, so that a moved or reworded sentence keeps it."""
    verb = find_verb(fact.verb)
    verb_class = verb.verb_class if verb is not None else fact.verb
    parts = (*fact.chain, verb_class, *(("not",) if fact.is_negative else ()))
    others = sorted(f"{preposition} {slot_key(slot, cast)}".strip() for preposition, slot in fact.others)
    told = slot_key(fact.object, cast)
    return FactKey(
        frame=fact.frame,
        verb_class="+".join(parts),
        subject=slot_key(fact.subject, cast),
        object=" ".join((told, *others)).strip(),
        place=slot_key(fact.place, cast),
        time=_time_key(fact.time),
        claimant=slot_key(fact.claimant, cast),
    )


def slot_key(slot: Slot | None, cast: Cast) -> str:
    """Give canonical names for actors, sorted; else the folded words without their article."""
    if slot is None:
        return ""
    if slot.heads:
        return " & ".join(sorted(fold(cast.actors[number].canonical) for number in slot.heads))
    return fold(_ARTICLE.sub("", slot.words))


def question_identity(key: FactKey, asked: AskedSlot, family: str) -> str:
    """Give 16 hexadecimal digits for a question: a corrected value of the asked slot leaves them as they are."""
    named = {name: OPEN if name == asked else getattr(key, name) for name in FactKey.__slots__}
    parts = (*named.values(), asked, family)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:16]


def list_rivals(fact: Fact, asked: AskedSlot, facts: Iterable[Fact], cast: Cast) -> Iterator[Fact]:
    """Give the other facts that a question about this slot of the fact fits as well, with another answer."""
    key = fact_key(fact, cast)
    for other in facts:
        if other is fact or other.is_negative:
            continue
        other_key = fact_key(other, cast)
        has_other_answer = asked == "none" or getattr(other_key, asked) not in ("", getattr(key, asked))
        if has_other_answer and key.fits(other_key, asked):
            yield other


def _time_key(slot: Slot | None) -> str:
    if slot is None:
        return ""
    return slot.value.value if slot.value is not None else fold(slot.words)
