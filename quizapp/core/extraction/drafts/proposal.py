"""A question on its way: what it asks of which fact, before it has distractors, checks and a rank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from quizapp.core.calendar import DateValue
from quizapp.core.extraction.values import Fact, Reason
from quizapp.core.question import About, Json

AnswerSort: TypeAlias = Literal[
    "actor", "actors", "date", "place", "office", "kin", "quote", "words", "number", "event", "none"
]
Span: TypeAlias = tuple[int, int]

#: Families that ask of what somebody said in so many words.
FAMILIES_OF_WORDS = frozenset({"speaker", "listener", "quote-gap", "phrase-gap"})


@dataclass(frozen=True, slots=True)
class Answer:
    """The key: its words as shown (of a date: its value), and what they refer to."""

    sort: AnswerSort
    text: str
    actors: tuple[int, ...] = ()
    value: DateValue | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to ask one slot of one fact.

    `family` groups templates that ask the same, for ids. `slot` is the asked slot, or the preposition of another
    complement. `fields` are those of the kind besides stem and key. `needs_options`: without two proven distractors it
    is not asked at all. `in_stem` are the actors that the stem names. `left_out` are slots that the stem does without.
    `label` is said before the stem where that does not say by itself of what it is: “The Congress of Vienna, 1815”.
    `proposed_by` names the model whose words the stem is in; empty for the templates' own.
    """

    template: str
    family: str
    slot: str
    kind: str
    stem: str
    answer: Answer
    about: About
    facts: tuple[Fact, ...]
    passages: tuple[Span, ...]
    accept: tuple[str, ...] = ()
    fields: Mapping[str, Json] = field(default_factory=dict)
    needs_options: bool = True
    takes_options: bool = True
    in_stem: frozenset[int] = frozenset()
    reasons: tuple[Reason, ...] = ()
    weight: float = 1.0
    left_out: tuple[str, ...] = ()
    proposed_by: str = ""
    label: str = ""

    @property
    def fact(self) -> Fact:
        """The fact that it asks first."""
        return self.facts[0]
