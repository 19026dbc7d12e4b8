"""What a sentence looks like to the clause splitter: chunks with their verb groups, and questions about neighbours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from quizapp.core.extraction.facts.chunks import Chunk, VerbGroup, chunk_line, read_verb_group
from quizapp.core.extraction.facts.units import Line

ComplementKind: TypeAlias = Literal["phrase", "time", "infinitive", "gerund", "clause"]
ClauseKind: TypeAlias = Literal["main", "coordinate", "relative", "object relative", "participle", "subordinate"]


@dataclass(frozen=True, slots=True)
class Span:
    """Units `first` to before `last`; `parts` are the coordinated phrases in it, at least one."""

    first: int
    last: int
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Complement:
    """What follows a verb: the preposition (empty for a bare phrase) and the words behind it."""

    kind: ComplementKind
    preposition: str
    span: Span
    is_fronted: bool = False
    particle_at: int = -1

    @property
    def first(self) -> int:
        """Index of its first unit, the preposition's where it has one."""
        return self.particle_at if self.particle_at >= 0 else self.span.first


@dataclass(slots=True)
class Clause:
    """A verb group with what belongs to it. `inherits` is the clause whose subject it shares.

    `opener` is the conjunction or relative word. `content_of` is the index of the clause of saying around it.
    `chain` are verbs that govern the last one by “to” (“began to …”). `shares_passive` where the auxiliary is that of
    the clause before (“was captured and executed”). `has_stray_particle` where a word such as “down” makes it another
    verb.
    """

    kind: ClauseKind
    group: VerbGroup
    at: int
    subject: Span | None = None
    inherits: int | None = None
    opener: str = ""
    antecedent: Span | None = None
    apposition: Span | None = None
    complements: list[Complement] = field(default_factory=list)
    chain: tuple[VerbGroup, ...] = ()
    content_of: int | None = None
    content_at: int | None = None
    first: int = 0
    last: int = 0
    shares_passive: bool = False
    has_stray_particle: bool = False

    @property
    def is_passive(self) -> bool:
        """Whether the subject is what the verb is done to."""
        is_participle = self.kind == "participle" and self.group.letter in "en"
        return self.group.is_passive or is_participle or self.shares_passive


#: “The union called on members to strike”: with these prepositions the verb is no participle of the noun before.
_ACTIVE = frozenset({("call", "on"), ("call", "upon"), ("call", "for"), ("ask", "for"), ("apply", "for")})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A line with its chunks; `groups` has a verb group where the chunk is one, `kinds` has each chunk's letter."""

    line: Line
    chunks: tuple[Chunk, ...]
    groups: tuple[VerbGroup | None, ...]
    kinds: str

    def kind(self, at: int) -> str:
        """Give the kind of a chunk, a full stop outside the line."""
        return self.kinds[at] if 0 <= at < len(self.kinds) else "."

    def word(self, at: int) -> str:
        """Give the first word of a chunk in lower case; empty for names and outside the line."""
        return self.line.words[self.chunks[at].first] if 0 <= at < len(self.chunks) else ""

    def group(self, at: int) -> VerbGroup:
        """Give the verb group of a chunk of kind V."""
        group = self.groups[at]
        assert group is not None
        return group

    def span(self, first: int, last: int) -> Span:
        """Make a span of one part out of the chunks `first` to and with `last`."""
        units = (self.chunks[first].first, self.chunks[last].last)
        return Span(*units, (units,))

    def takes_clause(self, at: int) -> bool:
        """Whether the chunk is a verb group after which a clause can be what is said."""
        if self.kind(at) != "V":
            return False
        verb = self.group(at).verb
        return verb is not None and verb.takes_clause

    def is_reduced(self, at: int) -> bool:
        """Whether a verb group is a participle that belongs to the noun before it (“a treaty signed in 1815”)."""
        group = self.group(at)
        if not group.is_bare or group.letter not in "en":
            return False
        if group.letter == "n":
            return True
        if (
            self._follows_pronoun(at)
            or self.kind(at - 1) == "R"
            or (self.kind(at - 1) == "N" and self.kind(at - 2) in ("R", "W"))
        ):
            return False
        verb = group.verb
        following = self.kind(at + 1)
        if verb is None or not verb.is_transitive or following in ("N", "W", "t") or self._has_late_object(at):
            return False
        if (verb.lemma, self.word(at + 1)) in _ACTIVE:
            return False
        if verb.is_intransitive:
            has_agent = following == "P" and self.word(at + 1) == "by" and self.kind(at + 2) == "N"
            return has_agent or (not verb.takes_clause and self._meets_verb(at))
        return following in "PTZO,.K"

    def lacks_object(self, at: int) -> bool:
        """Whether a verb that needs an object has none behind it: “that her uncle had granted to the town”."""
        group, following = self.group(at), self.kind(at + 1)
        is_bound = group.verb is not None and group.verb.is_transitive and not group.verb.is_intransitive
        return is_bound and not group.is_passive and following in "Pt,." and not self._has_late_object(at)

    def _has_late_object(self, at: int) -> bool:
        """Whether the object stands behind another phrase: “received from Peru the port of Arica”."""
        return self.kinds[at + 1 : at + 4] == "PNN" and not self.has_own_verb(at + 3)

    def _follows_pronoun(self, at: int) -> bool:
        """Whether he or they stand right before, or a name with “first”: no participle hangs on these."""
        unit = self.chunks[at].first - 1
        before = self.line.letters[unit] if unit >= 0 else ""
        return before == "U" or (before == "M" and self.line.words[unit + 1] in ("first", "last", "next"))

    def _meets_verb(self, at: int) -> bool:
        """Whether another verb follows with only phrases between: “the treaty signed in Paris ended …”."""
        if self.kind(at - 1) != "N":
            return False
        at += 1
        while self.kind(at) in ("P", "T", "O", "A") or (self.kind(at) == "N" and self.kind(at - 1) in ("P", "O")):
            at += 1
        return self.kind(at) == "V" and self.group(at).is_finite and self.kind(at - 1) in ("N", "T")

    def is_finite(self, at: int) -> bool:
        """Whether the chunk is the verb group of a clause with a subject of its own."""
        if self.kind(at) != "V" or self.is_reduced(at):
            return False
        group = self.group(at)
        return group.is_finite or (group.letter == "v" and group.is_bare and self.kind(at - 1) in ("N", "R"))

    def has_own_verb(self, at: int) -> bool:
        """Whether a noun phrase is followed by a verb whose subject it is."""
        at += 1
        while True:
            kind = self.kind(at)
            if self._is_between(at):
                at += 4
            elif kind in ("P", "Z") and self.kind(at + 1) in ("N", "T"):
                if kind == "Z" and self.is_finite(at + (6 if self._is_between(at + 2) else 2)):
                    return False
                at += 2
            elif kind == "V":
                if not self.is_reduced(at):
                    return self.is_finite(at)
                at += 1
            elif kind in ("A", "x", "T"):
                at += 1
            else:
                return False

    def _is_between(self, at: int) -> bool:
        """Whether “between X and Y” stands here."""
        return self.word(at) == "between" and self.kinds[at + 1 : at + 4] == "NKN"


def parse_line(line: Line) -> Parsed:
    """Gather a line's units to chunks and read its verb groups."""
    chunks = chunk_line(line)
    groups = tuple(read_verb_group(line, chunk) if chunk.kind == "V" else None for chunk in chunks)
    return Parsed(line, chunks, groups, "".join(chunk.kind for chunk in chunks))
