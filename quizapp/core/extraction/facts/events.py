"""Events as subjects: “…, it sparked a famine”, “…, which led to war”, “This caused …” mean what was told before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from quizapp.core.extraction.facts.event_nouns import event_nouns
from quizapp.core.extraction.facts.parsing import Clause, Parsed, Span
from quizapp.core.extraction.facts.units import head_unit
from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.phrases import event_noun
from quizapp.core.extraction.values import Fact, Reason, Slot

EVENT = Reason("event as subject", 0.9, "It speaks of what was told just before.")
TOGETHER = Reason("several as they", 0.85, "“They” is taken for everybody named just before.")

_EFFECTS = frozenset(
    {"end", "rise", "decline", "creation", "formation", "outbreak", "war", "loss", "closure", "revolt"}
)
_OPENERS = word_set("event_openers")
_MUTUAL = frozenset({"meet", "marry", "wed", "befriend", "ally"})
_CAUSING = frozenset({"cause", "spark", "trigger", "prompt", "provoke", "bring about"})


@dataclass(slots=True)
class Thread:
    """What a clause may lean on: several subjects for “they”, the one event of the last sentence for “this”."""

    block: int = -1
    heads: tuple[int, ...] = ()
    words: str = ""
    is_here: bool = False
    has_rival: bool = False
    told: list[Fact] = field(default_factory=list)
    before: Fact | None = None

    def begin_sentence(self, block: int) -> None:
        """Go on to the next sentence: what was said two sentences ago, or in another block, is out of reach."""
        is_same = block == self.block
        self.before = self.told[0] if is_same and len(self.told) == 1 else None
        if not is_same or not self.is_here or self.has_rival:
            self.heads = ()
        self.block, self.is_here, self.told = block, False, []

    def note(self, parsed: Parsed, clause: Clause, fact: Fact) -> None:
        """Remember a clause: its subjects where it has several, and what it tells."""
        if fact.modality == "asserted" and not fact.is_negative and clause.kind in ("main", "coordinate"):
            self.told.append(fact)
        if fact.subject is None or clause.is_passive:
            return
        heads, words = fact.subject.heads, fact.subject.words
        if len(heads) == 1 and fact.verb in _MUTUAL and fact.object is not None and len(fact.object.heads) == 1:
            heads, words = (*heads, *fact.object.heads), f"{words} and {fact.object.words}"
        if len(heads) > 1:
            self.heads, self.words, self.is_here = heads, words, True
            line = parsed.line
            self.has_rival = any(
                line.letters[at] == "N" and line.words[at].endswith("s") and not line.words[at].endswith("ss")
                for at in range(clause.group.main + 1, len(line))
            )

    def note_subject(self, subject: Slot | None) -> None:
        """Remember the subjects of a clause that tells nothing else."""
        if subject is not None and len(subject.heads) > 1:
            self.heads, self.words, self.is_here, self.has_rival = subject.heads, subject.words, True, False

    def company(self, word: str, start: int, end: int) -> Slot | None:
        """Give the several subjects for “they”; None where there are none."""
        if word not in ("they", "them") or not self.heads:
            return None
        return Slot(self.words, start, end, self.heads, reasons=(TOGETHER,), heads=self.heads)


def event_subject(
    parsed: Parsed, clauses: Sequence[Clause], number: int, made: Mapping[int, Fact], before: Fact | None
) -> Slot | None:
    """Give the event that a verb of causing has as its subject; None where the subject is anything else."""
    clause = clauses[number]
    if not is_causing(parsed, clause):
        return None
    fact = _source(parsed, clauses, number, made, before)
    words = event_noun(fact) if fact is not None and fact.modality == "asserted" and not fact.is_negative else None
    if fact is None or words is None:
        return None
    actors = tuple(dict.fromkeys(actor for slot in fact.slots for actor in slot.actors))
    return Slot(words, fact.start, fact.end, actors, reasons=(*_whose(fact), EVENT))


def is_causing(parsed: Parsed, clause: Clause) -> bool:
    """Whether the verb says that something came of something."""
    verb, all_of = clause.group.verb, clause.complements
    if verb is None or clause.is_passive:
        return False
    if verb.lemma == "lead":
        return any(one.preposition == "to" and one.kind == "phrase" and _is_effect(parsed, one.span) for one in all_of)
    return verb.lemma in _CAUSING


def _is_effect(parsed: Parsed, span: Span) -> bool:
    """Whether a phrase can be what came of something: “a panic”, “the fall of …”; not “the harbour”."""
    line = parsed.line
    head = line.words[head_unit(line.letters[span.first : span.last], span.first)]
    return line.words[span.first] != "the" or head in event_nouns() or head in _EFFECTS


def as_cause(fact: Fact) -> Fact:
    """Make what was framed with an event as its subject a fact of causing."""
    reasons = tuple(
        reason for reason in fact.reasons if reason.name not in ("unnamed", "participle", "relative clause")
    )
    return replace(fact, frame="cause", rule="facts.event", reasons=reasons, worth=0.7)


def _whose(fact: Fact) -> tuple[Reason, ...]:
    return tuple(reason for slot in (fact.subject, fact.object) if slot is not None for reason in slot.reasons)


def _source(
    parsed: Parsed, clauses: Sequence[Clause], number: int, made: Mapping[int, Fact], before: Fact | None
) -> Fact | None:
    clause = clauses[number]
    earlier = [one for one in range(number) if one in made]
    if clause.kind == "relative":
        is_open = clause.opener == "which" and parsed.kind(clause.at - 2) == ","
        return made[earlier[-1]] if is_open and earlier and earlier[-1] == number - 1 else None
    if clause.kind == "participle" and clause.inherits is not None:
        source = made.get(clause.inherits)
        return source if source is not None and source.object is None else None
    if clause.subject is None or clause.subject.last - clause.subject.first != 1:
        return None
    word = parsed.line.words[clause.subject.first]
    if word == "it":
        opened = [one for one in earlier if clauses[one].kind == "subordinate" and clauses[one].opener in _OPENERS]
        return made[opened[-1]] if opened and opened[-1] == number - 1 else None
    return before if word in ("this", "that") and clause.subject.first == 0 else None
