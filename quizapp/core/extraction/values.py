"""What the stages of extraction hand to each other: spans of one normalised text, each with its reasons.

Every `start` and `end` is a half-open span of `Text.text`; a surface is `text.text[start:end]`, letter for letter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from quizapp.core.calendar import DateValue

BlockKind: TypeAlias = Literal["paragraph", "heading", "list", "epigraph", "caption", "furniture"]
ActorType: TypeAlias = Literal["person", "state", "organisation", "group"]
Gender: TypeAlias = Literal["female", "male"]
QuoteKind: TypeAlias = Literal["direct", "fragment", "epigraph", "title", "scare", "term"]
TimeRelation: TypeAlias = Literal["at", "before", "after", "since", "until", "by", "around", "early", "mid", "late"]
TimeOrigin: TypeAlias = Literal["absolute", "from_document", "from_publication", "unresolved"]
Tense: TypeAlias = Literal["past", "present", "future"]
Modality: TypeAlias = Literal["asserted", "claimed", "expected", "hypothetical"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result is less than certain: a name, the factor 0..1 that it costs, and a sentence for people."""

    name: str
    factor: float
    message: str


def confidence_of(reasons: Sequence[Reason]) -> float:
    """Multiply the factors; certain without a reason."""
    product = 1.0
    for reason in reasons:
        product *= reason.factor
    return product


@dataclass(frozen=True, slots=True)
class Block:
    """One run of text that a reader sees as a unit; `number` counts blocks that hold text from 1.

    `page` is the PDF's page from 1, else None. `level` is a heading's 1..6, a list item's depth, else 0.
    """

    number: int
    kind: BlockKind
    start: int
    end: int
    page: int | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A document as read: one normalised text, blocks in reading order parted by a line end.

    `lines` are the offsets where the paragraphs that people count begin (the file's non-empty lines, or the blocks).
    `origins` are pairs (offset here, offset in the decoded original), ascending, one where the distance changes;
    empty where the reader has no such map. `language` is an ISO 639-1 code, None where unknown.
    """

    text: str
    blocks: tuple[Block, ...]
    lines: tuple[int, ...]
    sha256: str
    title: str = ""
    published: date | None = None
    language: str | None = "en"
    notices: tuple[str, ...] = ()
    origins: tuple[tuple[int, int], ...] = ()
    block_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "block_starts", tuple(block.start for block in self.blocks))

    def para_at(self, offset: int) -> int:
        """Give the number, from 1, of the paragraph (or hard-wrapped line) that an offset stands in."""
        return max(1, bisect_right(self.lines, offset))

    def block_at(self, offset: int) -> Block:
        """Give the block that an offset stands in, or the last one that begins before it."""
        return self.blocks[max(0, bisect_right(self.block_starts, offset) - 1)]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or single mark; a possessive ’s, an elided n’t and each mark are tokens of their own."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter or digit."""
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or heading, list item, caption) with its tokens; `block` is an index into `Text.blocks`."""

    start: int
    end: int
    block: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class MarkPair:
    """A quotation between marks: `start`, `end` with the marks, `inner_start`, `inner_end` without.

    `depth` is 0 for an outermost pair. `is_unclosed` where the closing mark is missing: its sentence ends it, or its
    block where the next goes on. `continues` where the paragraph goes on with a quotation that the one before left
    open.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int = 0
    is_unclosed: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time in the text. `value` is None where it cannot be had.

    `is_point` is False for what is found only so that nothing misreads it: durations, ages, “now”, event-anchored
    times; they are not printed. `how` says where the value comes from; `anchor` is the offset of the mention that it
    leans on. `readings` holds both values of an ambiguous d/m/y. `weekday` is set where one is named: 0 Monday.
    """

    start: int
    end: int
    surface: str
    value: DateValue | None
    rule: str
    how: TimeOrigin = "absolute"
    relation: TimeRelation = "at"
    anchor: int | None = None
    is_point: bool = True
    weekday: int | None = None
    contradicts: bool = False
    readings: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """An office or description that the document gives an actor: its words, where, and when it held."""

    words: str
    start: int
    end: int
    time: Literal["now", "former", "then"] = "now"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, speaks or is treated as an actor. `id` is its place in `Cast.actors`.

    `canonical` is the fullest name in the document; `forms` the distinct surface forms, as written, without ’s.
    `relations` are pairs (word such as “father”, id of the other actor). `died` is the last day of the time at
    which the text lets a person die.
    """

    id: int
    canonical: str
    type: ActorType
    forms: tuple[str, ...]
    gender: Gender | None = None
    roles: tuple[Role, ...] = ()
    relations: tuple[tuple[str, int], ...] = ()
    reasons: tuple[Reason, ...] = ()
    died: int | None = None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """One place where an actor is named. `is_metonym`: a capital or seat of power that stands for its state."""

    start: int
    end: int
    surface: str
    actor: int
    rule: str
    is_metonym: bool = False


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A name used as a place: it does not act here."""

    start: int
    end: int
    surface: str
    rule: str


@dataclass(frozen=True, slots=True)
class NameMention:
    """A capitalised name that is neither actor nor place: an event, treaty, war, law, work or language."""

    start: int
    end: int
    surface: str
    kind: Literal["event", "work", "language", "other"]


@dataclass(frozen=True, slots=True)
class Cast:
    """All names of a text: actors in the order of their first mention, and each list of mentions by offset.

    `topic` is the id of the one person whom the text is about, None without one. `days` are the points of time by
    where they stand, each by its first day.
    """

    actors: tuple[Actor, ...] = ()
    mentions: tuple[ActorMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    names: tuple[NameMention, ...] = ()
    topic: int | None = None
    days: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A span between marks, `start`..`end` without them, and who said it.

    `speaker` is an actor's canonical name, the words used for an unnamed speaker, or None; `actor` the actor's id.
    `cue` is the span of the verb or noun of speech. `addressee` is an actor's id. `group` joins spans of an utterance.
    """

    start: int
    end: int
    text: str
    kind: QuoteKind
    speaker: str | None
    rule: str
    actor: int | None = None
    cue: tuple[int, int] | None = None
    addressee: int | None = None
    group: int | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def is_speech(self) -> bool:
        """Whether somebody is said to have spoken or written it."""
        return self.kind in ("direct", "fragment")


@dataclass(frozen=True, slots=True)
class Slot:
    """What fills a place of a fact: words as they would stand in a stem, their span, and what they refer to.

    `actors` are the ids of all actors in it, `heads` of those that the phrase itself stands for (several for “A and
    B”; none for “the heir of A”). `preposition` is what stands before it, in lower case. `date` is an index into the
    analysis' dates; `value` its value or, of a life in brackets, the end that is meant.
    """

    words: str
    start: int
    end: int
    actors: tuple[int, ...] = ()
    date: int | None = None
    reasons: tuple[Reason, ...] = ()
    heads: tuple[int, ...] = ()
    preposition: str = ""
    value: DateValue | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Who did what to whom, when, where, and who claims it; `start`..`end` is the clause that says so.

    `frame` names the verb frame, `verb` is the lemma, `particle` what follows it in the phrase (“of”, “to”). `others`
    are the remaining complements by preposition (empty for a bare one, “to” also for an infinitive), in the order of
    the text. `chain` are the lemmas that govern the verb (“begin” of “began to reduce”, “be forced”). `superlative` is
    first, last, only or most where the clause says so. `worth` is its frame's, 0..1. `cue` is the lemma by which the
    claimant tells it (“suggest”, “warn”), empty where nobody does or the words are “according to”.
    """

    frame: str
    verb: str
    subject: Slot | None
    object: Slot | None
    time: Slot | None
    place: Slot | None
    claimant: Slot | None
    modality: Modality
    start: int
    end: int
    is_negative: bool = False
    is_passive: bool = False
    particle: str = ""
    rule: str = ""
    reasons: tuple[Reason, ...] = ()
    others: tuple[tuple[str, Slot], ...] = field(default=())
    chain: tuple[str, ...] = ()
    superlative: str = ""
    tense: Tense = "past"
    worth: float = 0.5
    cue: str = ""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot that is filled."""
        named = (self.subject, self.object, self.time, self.place, self.claimant)
        return (*(slot for slot in named if slot is not None), *(slot for _, slot in self.others))

    @property
    def confidence(self) -> float:
        """Multiply the factors of its own reasons and of those of its slots, each reason once."""
        unique = dict.fromkeys((*self.reasons, *(reason for slot in self.slots for reason in slot.reasons)))
        return confidence_of(tuple(unique))


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found in one text, each list by offset."""

    text: Text
    sentences: tuple[Sentence, ...]
    marks: tuple[MarkPair, ...]
    dates: tuple[DateMention, ...]
    cast: Cast
    quotes: tuple[Quote, ...]
    facts: tuple[Fact, ...] = ()
