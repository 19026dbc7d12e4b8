"""The contract of a question: common fields, what a learner gives, how it is judged. Kinds are in `kinds/`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, ClassVar, Literal, Protocol, Self, TypeAlias

Json: TypeAlias = Any
"""A plain JSON value: None, bool, int, float, str, list or dict of these."""

Response: TypeAlias = Json
"""What a learner gave: a text, a list of texts or a mapping of texts, as the kind's `read` documents."""

Way: TypeAlias = Literal["recognise", "recall", "self"]
About: TypeAlias = Literal["date", "actor", "quote", "place", "other"]
DateOrder: TypeAlias = Literal["day_first", "month_first"]

ABOUTS: tuple[About, ...] = ("date", "actor", "quote", "place", "other")


class FormInput(Protocol):
    """The inputs of a submitted form; Werkzeug's MultiDict is one."""

    def get(self, key: str, default: str = ..., /) -> str: ...
    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """One flaw of a raw question; `field` is a path such as `gaps[1].key`, empty for the whole."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The span that supports a question; `paragraph` counts from 1, `quote` is verbatim.

    `is_earlier`: it stood so in an earlier state of the document, and stands there no more.
    """

    paragraph: int
    quote: str
    is_earlier: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A choice or accepted text; `weight` (-1..1) is None for the kind's default."""

    text: str
    weight: float | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class GradeContext:
    """What grading needs besides question and response.

    `date_order` is the learner's; None makes an ambiguous numeric date ask back.
    `actor_names` are all full names (keys of actor questions) of the bank, for "a surname is enough unless shared".
    """

    date_order: DateOrder | None = None
    actor_names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grade:
    """The judgement of one response.

    `score` is 0..1. `picks` are the options or texts chosen, for option statistics. `remark` is shown to the learner
    ("close: give the day too"; "small slip: Gorbachev"). With `may_retry` one further try is offered and no event
    written. `parts` are the scores of the parts of kinds that have such: gaps, left sides, places.
    """

    score: float
    picks: tuple[str, ...] = ()
    remark: str = ""
    may_retry: bool = False
    parts: tuple[float, ...] = ()


#: One for all questions: of a large file these would be a tenth of its memory.
_NO_WORDS: Mapping[str, Json] = {}


def _no_words() -> Mapping[str, Json]:
    return _NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(ABC):
    """Base of all kinds: the common fields of the native bank file, and the contract.

    Subclasses are frozen, slotted, keyword-only dataclasses, so equality is by value.
    """

    kind: ClassVar[str]
    label: ClassVar[str]
    example: ClassVar[Mapping[str, Json]]
    #: What to say while `read` gives None.
    incomplete: ClassVar[str] = "Choose or type an answer first."

    stem: str
    id: str = ""
    title: str = ""
    context: str = ""
    about: About = "other"
    explanation: str = ""
    hints: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    tags: tuple[str, ...] = ()
    worth: float = 1.0
    limit_seconds: int | None = None
    language: str = ""
    origin: Mapping[str, Json] = field(default_factory=_no_words)
    draft: Mapping[str, Json] = field(default_factory=_no_words)
    extra: Mapping[str, Json] = field(default_factory=_no_words)

    @classmethod
    @abstractmethod
    def parse(cls, raw: Mapping[str, Json]) -> Self:
        """Make a question of a raw mapping, the only door in.

        Every scalar may be a string (the bank file keeps them so). Unknown fields are kept in `extra`.

        Raises:
            InvalidQuestion: with every problem found.
        """

    @abstractmethod
    def dump(self) -> dict[str, Json]:
        """Give the raw mapping, fields in the order of the bank file, absent ones left out: `parse(dump(q)) == q`."""

    def is_typed(self, way: Way) -> bool:
        """Whether something has to be typed when it is asked in this way, which takes its time."""
        return way == "recall"

    @abstractmethod
    def dump_own(self) -> dict[str, Json]:
        """Give the fields that only this kind has, as `dump` does; empty ones may be among them."""

    @property
    @abstractmethod
    def ways(self) -> tuple[Way, ...]:
        """How it can be asked, easiest first."""

    @abstractmethod
    def ask(self, rng: Random, way: Way) -> dict[str, Json]:
        """Give what may be shown before answering, independent of which option is the key."""

    @abstractmethod
    def read(self, form: FormInput) -> Response | None:
        """Turn a form's inputs into a response; None while it is incomplete."""

    @abstractmethod
    def grade(self, response: Response, context: GradeContext) -> Grade:
        """Judge a response that `read` gave; any JSON value is judged without an exception."""

    @abstractmethod
    def answer(self) -> str:
        """Give the key in words."""


def shuffled(texts: Sequence[str], rng: Random) -> list[str]:
    """Shuffle from the sorted order, so that the outcome does not depend on which text is the key."""
    ordered = sorted(texts)
    rng.shuffle(ordered)
    return ordered
