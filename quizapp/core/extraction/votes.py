"""Votes of another reader on what the rules have found: they shift confidence, each with a named reason.

A vote never makes or unmakes a name, a type or a fact: what only a vote says is not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quizapp.core.extraction.values import Actor, ActorType, Analysis, Fact, Reason, Slot
from quizapp.core.extraction.verbs import verb_forms

UNKNOWN_TYPE = "name of unknown type"
TYPE_AGREED, TYPE_DISPUTED = "type agreed", "type disputed"
SUBJECT_AGREED, SUBJECT_DISPUTED = "subject agreed", "subject disputed"
#: What a vote against costs.
DISPUTED_TYPE_FACTOR = 0.75
DISPUTED_SUBJECT_FACTOR = 0.8
#: A vote for takes this share of a doubt away.
EASED_SHARE = 0.5

#: Labels of the usual pipelines, and the types that agree with each; none where a place or thing is meant.
_TYPES: Mapping[str, frozenset[ActorType]] = {
    "PERSON": frozenset({"person"}),
    "PER": frozenset({"person"}),
    "GPE": frozenset({"state"}),
    "ORG": frozenset({"organisation", "group"}),
    "NORP": frozenset({"group", "state"}),
    "LOC": frozenset({"state"}),
    "FAC": frozenset(),
    "EVENT": frozenset(),
    "WORK_OF_ART": frozenset(),
    "LAW": frozenset(),
    "PRODUCT": frozenset(),
    "LANGUAGE": frozenset(),
}
_A: Mapping[ActorType, str] = {
    "person": "a person", "state": "a state", "organisation": "an organisation", "group": "a group",
}  # fmt: skip
_DOUBTS_ON_SUBJECT = frozenset({"relative clause", "participle", "shared subject", "plain verb"})
#: Words that stand for a subject named elsewhere.
_STANDING_FOR = frozenset(
    {"who", "which", "that", "whom", "what", "he", "she", "it", "they", "this", "these", "those", "one"}
)


@dataclass(frozen=True, slots=True)
class TypeVote:
    """A name with the label that it got."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class SubjectVote:
    """A verb and the head word of who does it."""

    verb_start: int
    verb_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Votes:
    """All votes of one reader; `source` names it for people."""

    source: str
    types: tuple[TypeVote, ...] = ()
    subjects: tuple[SubjectVote, ...] = ()


def weigh_votes(analysis: Analysis, votes: Votes) -> Analysis:
    """Give the analysis with confidence shifted by votes; names, types, facts and their slots stay as they are."""
    actors = tuple(_weighed_actor(actor, analysis, votes) for actor in analysis.cast.actors)
    disputed = {actor.id: reason for actor in actors for reason in actor.reasons if reason.name == TYPE_DISPUTED}
    by_verb = _by_verb(analysis, votes.subjects)
    facts = tuple(
        _weighed_fact(_with_disputed(fact, disputed), analysis, by_verb, votes.source) for fact in analysis.facts
    )
    return replace(analysis, cast=replace(analysis.cast, actors=actors), facts=facts)


def _weighed_actor(actor: Actor, analysis: Analysis, votes: Votes) -> Actor:
    """Ease or deepen the doubt of a name whose type no rule could tell for sure."""
    if not any(reason.name == UNKNOWN_TYPE for reason in actor.reasons):
        return actor
    spans = [(mention.start, mention.end) for mention in analysis.cast.mentions if mention.actor == actor.id]
    labels = [vote.label for vote in votes.types if vote.label in _TYPES and _is_of(vote, spans)]
    agreeing = sum(actor.type in _TYPES[label] for label in labels)
    if agreeing * 2 > len(labels):
        told = Reason(TYPE_AGREED, 1.0, f"{votes.source} takes {actor.canonical} for {_A[actor.type]} too.")
        return replace(actor, reasons=(*(_eased(one, {UNKNOWN_TYPE}) for one in actor.reasons), told))
    if agreeing * 2 < len(labels):
        told = Reason(
            TYPE_DISPUTED, DISPUTED_TYPE_FACTOR, f"{votes.source} does not take {actor.canonical} for {_A[actor.type]}."
        )
        return replace(actor, reasons=(*actor.reasons, told))
    return actor


def _is_of(vote: TypeVote, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a vote is on one of the mentions, an article before it left aside."""
    return any(vote.start <= start and end == vote.end and start - vote.start <= 4 for start, end in spans)


def _eased(reason: Reason, names: frozenset[str] | set[str]) -> Reason:
    if reason.name not in names:
        return reason
    return replace(reason, factor=round(reason.factor + (1 - reason.factor) * EASED_SHARE, 4))


def _with_disputed(fact: Fact, disputed: Mapping[int, Reason]) -> Fact:
    """Carry the doubt of a name into the slots that it fills."""

    def with_doubt(slot: Slot | None) -> Slot | None:
        doubts = [disputed[number] for number in slot.heads if number in disputed] if slot is not None else []
        return replace(slot, reasons=(*slot.reasons, *doubts)) if slot is not None and doubts else slot

    if not disputed:
        return fact
    return replace(fact, subject=with_doubt(fact.subject), object=with_doubt(fact.object))


def _by_verb(analysis: Analysis, votes: Sequence[SubjectVote]) -> Mapping[str, list[SubjectVote]]:
    """Sort votes by the lemmas that the verb's form can be of."""
    found: dict[str, list[SubjectVote]] = defaultdict(list)
    for vote in votes:
        form = verb_forms().get(analysis.text.text[vote.verb_start : vote.verb_end].lower())
        for lemma in {verb.lemma.partition(" ")[0] for _, verb in form.options} if form is not None else ():
            found[lemma].append(vote)
    return found


def _weighed_fact(fact: Fact, analysis: Analysis, by_verb: Mapping[str, list[SubjectVote]], source: str) -> Fact:
    votes = [v for v in by_verb.get(fact.verb.partition(" ")[0], ()) if fact.start <= v.verb_start < fact.end]
    # Where the verb stands twice in the clause, nobody knows of which the vote is.
    if fact.subject is None or len(votes) != 1:
        return fact
    vote, slot = votes[0], fact.subject
    word = analysis.text.text[vote.start : vote.end]
    if slot.start <= vote.start < slot.end or word in slot.words.split() or _is_named(analysis, slot, vote):
        if not any(reason.name in _DOUBTS_ON_SUBJECT for reason in fact.reasons):
            return fact
        told = Reason(SUBJECT_AGREED, 1.0, f"{source} takes “{word}” for the subject too.")
        return replace(fact, reasons=(*(_eased(one, _DOUBTS_ON_SUBJECT) for one in fact.reasons), told))
    if word.lower() in _STANDING_FOR:
        return fact
    told = Reason(SUBJECT_DISPUTED, DISPUTED_SUBJECT_FACTOR, f"{source} takes “{word}” for the subject.")
    return replace(fact, reasons=(*fact.reasons, told))


def _is_named(analysis: Analysis, slot: Slot, vote: SubjectVote) -> bool:
    """Whether the voted word stands in a mention of an actor of the slot."""
    return any(
        mention.actor in slot.heads and mention.start <= vote.start < mention.end for mention in analysis.cast.mentions
    )
