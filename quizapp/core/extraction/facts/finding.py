"""All facts of a text: those of its clauses, of its quotations, and of brackets and appositions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from quizapp.core.extraction.actors.pronouns import References
from quizapp.core.extraction.facts.asides import absolute_roles, letter_facts, life_facts, named_at, role_facts
from quizapp.core.extraction.facts.clauses import split_clauses
from quizapp.core.extraction.facts.events import Thread, event_subject
from quizapp.core.extraction.facts.filling import subject_slot
from quizapp.core.extraction.facts.framing import frame_clause, merge
from quizapp.core.extraction.facts.kinship import kin_facts
from quizapp.core.extraction.facts.modality import is_conditional, is_unreal
from quizapp.core.extraction.facts.nouns import noun_facts
from quizapp.core.extraction.facts.parsing import Clause, Parsed, parse_line
from quizapp.core.extraction.facts.purposes import purpose_fact
from quizapp.core.extraction.facts.repeats import without_one_of_two_times
from quizapp.core.extraction.facts.sayings import quote_facts, saying_fact, time_of_clause
from quizapp.core.extraction.facts.slots import Resolver, Setting
from quizapp.core.extraction.facts.spellings import NameSpans, Spellings
from quizapp.core.extraction.facts.units import Line, list_covers, walk_lines
from quizapp.core.extraction.facts.unproven import Scope, as_told, list_unproven, takes_back
from quizapp.core.extraction.values import Cast, DateMention, Fact, MarkPair, Quote, Sentence, Slot, Text


def find_facts(
    text: Text,
    sentences: Sequence[Sentence],
    marks: Sequence[MarkPair],
    dates: Sequence[DateMention],
    cast: Cast,
    quotes: Sequence[Quote],
    resolve: Resolver | None = None,
) -> tuple[Fact, ...]:
    """Find the facts of a text, in its order; headings, captions, furniture and questions give none.

    `resolve` says whom a pronoun or description means; by default the actors' own rules do.
    """
    refer = resolve or References(text, sentences, cast, marks).resolve
    setting = Setting(
        text.text,
        cast,
        {date.start: n for n, date in enumerate(dates)},
        tuple(dates),
        refer,
        NameSpans((*cast.names, *cast.places)),
        Spellings(text.text),
        Thread(),
    )
    found: list[Fact] = []
    times: dict[int, Slot] = {}
    retracted = {one.start for one, two in pairwise(sentences) if one.block == two.block and takes_back(two)}
    for line in walk_lines(sentences, list_covers(text.text, marks, dates, cast)):
        if not _MAY_ACT.intersection(line.letters) or line.letters[-1] == "?":
            continue
        if text.blocks[line.sentence.block].kind not in ("paragraph", "list"):
            continue
        found.extend(_facts_of_line(setting, line, times, line.sentence.start in retracted))
    found.extend(role_facts(setting))
    found.extend(letter_facts(text, named_at(cast.mentions)))
    found.extend(quote_facts(setting, sentences, quotes, times))
    return merge(without_one_of_two_times(text.text, dates, found))


#: Letters of which a sentence with a fact has one: names, pronouns that may stand for them, and numbers.
_MAY_ACT = frozenset("MLEUupC")


def _facts_of_line(setting: Setting, line: Line, times: dict[int, Slot], is_retracted: bool) -> Iterator[Fact]:
    """Give the facts of a sentence; those that it, or the next one, denies or doubts as hypothetical."""
    setting.thread.begin_sentence(line.sentence.block)
    around = (Scope(line.sentence.start, line.sentence.end, is_around=True),) if is_retracted else ()
    unproven = (*list_unproven(line.sentence), *around)
    told = (_facts_of_clauses(setting, parse_line(line), times, unproven), kin_facts(setting, line))
    for fact in chain(*told, life_facts(setting, line)):
        yield as_told(fact, unproven)


def _facts_of_clauses(
    setting: Setting, parsed: Parsed, times: dict[int, Slot], unproven: Sequence[Scope]
) -> list[Fact]:
    clauses = split_clauses(parsed)
    found: list[Fact] = []
    told: set[int] = set()
    made: dict[int, Fact] = {}
    for number, clause in enumerate(clauses):
        when = time_of_clause(setting, parsed, clause)
        if when is not None:
            times[parsed.line.starts[clause.group.main]] = when
        fact = _fact_of_clause(setting, parsed, clauses, number, made)
        if fact is not None:
            fact = as_told(fact, unproven)
            made[number] = fact
            setting.thread.note(parsed, clause, fact)
            found.extend(_with_purpose(setting, parsed, clause, fact))
            if clause.content_of is not None and fact.modality == "claimed" and _has_heads(fact):
                told.add(clause.content_of)
        elif clause.subject is not None and len(clause.subject.parts) > 1:
            setting.thread.note_subject(subject_slot(setting, parsed, clause))
    found.extend(noun_facts(setting, parsed, clauses))
    found.extend(absolute_roles(setting, parsed, clauses))
    found.extend(_sayings(setting, parsed, clauses, told))
    return found


def _fact_of_clause(
    setting: Setting, parsed: Parsed, clauses: list[Clause], number: int, made: dict[int, Fact]
) -> Fact | None:
    """Make a clause's fact; what somebody says keeps who says it, and is unreal where it is only wished or denied."""
    clause = clauses[number]
    claimant = _claimant(setting, parsed, clauses, clause)
    if clause.content_of is not None and claimant is None:
        return None
    if clause.content_of is None and clause.inherits is None and _is_told_by_unread(parsed, clause):
        return None
    event = event_subject(parsed, clauses, number, made, setting.thread.before)
    fact = frame_clause(setting, parsed, clause, claimant, event)
    if fact is not None and fact.modality == "expected" and is_conditional(parsed.line):
        fact = replace(fact, modality="hypothetical")
    if fact is None or clause.content_of is None:
        return fact
    saying = clauses[clause.content_of]
    cue = saying.group.verb.lemma if saying.group.verb is not None else ""
    return replace(fact, cue=cue, modality="hypothetical" if is_unreal(saying, clause) else fact.modality)


def _is_told_by_unread(parsed: Parsed, clause: Clause) -> bool:
    """Whether somebody says or thinks “that …” whose clause was not read; “the proof that …” tells it itself."""
    before = clause.first - 2
    form = parsed.line.verbs[before] if before >= 0 else None
    is_open = clause.kind == "main" and clause.opener == "that" and form is not None
    return is_open and form is not None and form.plain.takes_clause and form.plain.lemma != "doubt"


def _with_purpose(setting: Setting, parsed: Parsed, clause: Clause, fact: Fact) -> list[Fact]:
    """Give the fact, and what a journey was for; that alone where the journey has no goal: “last came to meet her”."""
    aim = purpose_fact(setting, parsed, clause, fact)
    if aim is None:
        return [fact]
    return [aim] if fact.object is None and fact.place is None and len(fact.others) < 2 else [fact, aim]


def _sayings(setting: Setting, parsed: Parsed, clauses: list[Clause], told: set[int]) -> Iterator[Fact]:
    """Give that somebody said something, where what is said is no fact with an actor of its own."""
    ends = _content_ends(clauses)
    for number, clause in enumerate(clauses):
        if clause.content_at is not None and number not in told:
            claimant = _claimant(setting, parsed, clauses, clause)
            saying = saying_fact(setting, parsed, clause, ends[number], claimant)
            if saying is not None:
                yield saying


def _has_heads(fact: Fact) -> bool:
    return any(slot is not None and slot.heads for slot in (fact.subject, fact.object))


def _content_ends(clauses: list[Clause]) -> list[int]:
    """Give for each clause the unit behind the last clause of what it says, with what is said in it; 0 for none."""
    ends = [0] * len(clauses)
    for number in sorted(range(len(clauses)), key=lambda one: -clauses[one].last):
        last, outer = clauses[number].last, clauses[number].content_of
        # The last ones come first, so a clause that has its end already has given it to those around it.
        while outer is not None and outer != number and ends[outer] < last:
            ends[outer] = last
            outer = clauses[outer].content_of
    return ends


def _claimant(setting: Setting, parsed: Parsed, clauses: list[Clause], clause: Clause) -> Slot | None:
    """Give who says the clause; None also where the speaker is a pronoun that nobody can resolve."""
    if clause.content_of is None:
        return None
    return subject_slot(setting, parsed, clauses[clause.content_of])
