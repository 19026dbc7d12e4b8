"""The fact of a clause that was read to its end: a key, and the pieces of the question for it.

Its frame is `told`. `object` is the key, `particle` the sort (count, money, time, measure, cause, duty, view, thing,
agent), and `others` are the pieces in their order: what is asked, the auxiliary, the subject, the verb, the rest and
what stands in front. Without “aux” the counted things are the subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.extraction.facts.parsing import Clause, Parsed
from quizapp.core.extraction.facts.wholes import Whole
from quizapp.core.extraction.values import Fact, Reason, Slot

WHOLE = Reason("read to its end", 0.74, "It is told by a whole clause, and not by a verb that the rules know well.")


def pieces_of(whole: Whole, asked: str, rest: str) -> tuple[tuple[str, str], ...]:
    """Give the pieces of a question behind whose first word the clause stands turned: “Why did …”."""
    return (
        ("asked", asked),
        ("aux", whole.aux),
        ("subject", whole.subject.words),
        ("verb", whole.verb),
        ("rest", rest),
        ("front", whole.fronted),
    )


def told_fact(
    parsed: Parsed,
    clause: Clause,
    whole: Whole,
    sort: str,
    key: Slot,
    pieces: Sequence[tuple[str, str]],
    *told: Slot,
) -> Fact:
    """Make the fact of a clause that asks for `key` with these pieces; `told` are the clause’s words in them.

    Two that ask the same of one subject are rivals: `chain` has what is asked.
    """
    line = parsed.line
    first = line.starts[min(clause.first, parsed.chunks[clause.at].first)]
    end = line.ends[max(whole.last, whole.cause[1] if whole.cause else 0) - 1]
    reasons = dict.fromkeys(reason for slot in (whole.subject, *told) for reason in slot.reasons)
    others = tuple((name, Slot(words, first, end)) for name, words in pieces if words)
    others = tuple((name, _with_actors(slot, name, whole, told)) for name, slot in others)
    verb = clause.group.verb
    asked = next((words for name, words in pieces if name == "asked"), "")
    doer = replace(whole.subject, heads=(), actors=(), reasons=()) if any(one[0] == "aux" for one in pieces) else None
    return Fact(
        frame="told",
        verb=verb.lemma if verb is not None else clause.group.word,
        subject=doer,
        object=replace(key, reasons=()),
        time=None,
        place=None,
        claimant=None,
        modality="asserted",
        start=first,
        end=end,
        particle=sort,
        rule=f"facts.told.{sort}",
        reasons=(*reasons, WHOLE),
        others=others,
        chain=(sort, asked),
        tense=(clause.chain[0] if clause.chain else clause.group).tense,
    )


def _with_actors(slot: Slot, name: str, whole: Whole, told: Sequence[Slot]) -> Slot:
    """Keep whom a piece names."""
    if name == "subject":
        return replace(slot, actors=tuple(dict.fromkeys((*whole.subject.actors, *whole.subject.heads))))
    if name == "rest":
        return replace(slot, actors=tuple(dict.fromkeys(actor for one in told for actor in one.actors)))
    return slot
