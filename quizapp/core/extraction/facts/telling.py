"""What a clause that is read to its end tells: amounts, why it was, what somebody had to do, did or said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from quizapp.core.extraction.facts.amounts import amounts_of
from quizapp.core.extraction.facts.modality import modality_of
from quizapp.core.extraction.facts.parsing import Clause, Parsed, Span
from quizapp.core.extraction.facts.quantities import read_quantity
from quizapp.core.extraction.facts.slots import Setting, phrase_slot
from quizapp.core.extraction.facts.told import pieces_of, told_fact
from quizapp.core.extraction.facts.units import head_unit, role_nouns
from quizapp.core.extraction.facts.views import views_of
from quizapp.core.extraction.facts.wholes import Whole, may_tell, read_whole, words_of
from quizapp.core.extraction.values import Fact, Slot


def whole_facts(
    setting: Setting, parsed: Parsed, clauses: Sequence[Clause], claimant_of: Callable[[Clause], Slot | None]
) -> Iterator[Fact]:
    """Give what the clauses of a sentence tell of amounts, causes, duties and views; `claimant_of` says who says it."""
    for number, clause in enumerate(clauses):
        if not may_tell(clauses, clause):
            continue
        claimant = claimant_of(clause)
        whole = read_whole(setting, parsed, clauses, number)
        if whole is None or (clause.content_of is not None and claimant is None):
            continue
        modality = modality_of(clause, claimant is not None)
        for fact in _ask(setting, parsed, clause, whole):
            worth = 0.6 if modality == "asserted" else 0.85
            yield replace(fact, claimant=claimant, modality=modality, worth=worth)
        if claimant is not None and clause.content_of is not None:
            yield from views_of(setting, parsed, clauses, clause, whole, claimant)


def _ask(setting: Setting, parsed: Parsed, clause: Clause, whole: Whole) -> Iterator[Fact]:
    yield from amounts_of(setting, parsed, clause, whole)
    yield from _agent_of_cause(setting, parsed, clause, whole)
    yield from _cause(setting, parsed, clause, whole)
    yield from _duty(setting, parsed, clause, whole)
    yield from _agent(setting, parsed, clause, whole)
    yield from _thing(setting, parsed, clause, whole)


def _cause(setting: Setting, parsed: Parsed, clause: Clause, whole: Whole) -> Iterator[Fact]:
    """Ask why it was so, where the clause says because of what."""
    if whole.cause is None:
        return
    key = words_of(setting, parsed, whole, *whole.cause, is_key=True)
    rest = words_of(setting, parsed, whole, whole.first, whole.last)
    if key is None or rest is None or len(key.words.split()) < _LEAST_OF_CAUSE:
        return
    pieces = pieces_of(whole, "why", rest.words)
    yield told_fact(parsed, clause, whole, "cause", replace(key, heads=()), pieces, rest)


_LEAST_OF_CAUSE = 3
_LEAST_OF_DUTY = 5
_CAUSED = frozenset({"cause", "trigger", "spark", "prompt", "provoke"})


def _agent_of_cause(setting: Setting, parsed: Parsed, clause: Clause, whole: Whole) -> Iterator[Fact]:
    """Ask what caused something: “the fire was caused by a spark from the mill”."""
    verb, at = clause.group.verb, whole.first
    is_caused = verb is not None and verb.lemma in _CAUSED and clause.group.is_passive and not clause.chain
    if verb is None or not is_caused or parsed.line.words[at : at + 1] != ["by"]:
        return
    key = words_of(setting, parsed, whole, at + 1, whole.last)
    if key is None or len(key.words.split()) < _LEAST_OF_CAUSE:
        return
    asked = f"what {'causes' if clause.group.tense == 'present' else verb.past}"
    pieces = (("asked", asked), ("subject", whole.subject.words), ("front", whole.fronted))
    yield told_fact(parsed, clause, whole, "cause", replace(key, heads=()), pieces)


_BIDDEN = frozenset(
    {
        *("order", "require", "ask", "urge", "tell", "instruct", "advise", "force", "compel", "oblige", "allow"),
        *("permit", "forbid", "invite", "sentence", "authorise", "encourage", "direct", "summon"),
    }
)
_WILLED = frozenset(
    {
        *(
            "agree",
            "promise",
            "pledge",
            "vow",
            "undertake",
            "refuse",
            "decline",
            "threaten",
            "offer",
            "decide",
            "resolve",
        ),
        *("vote", "propose"),
    }
)


def _duty(setting: Setting, parsed: Parsed, clause: Clause, whole: Whole) -> Iterator[Fact]:
    """Ask what somebody was ordered to do, or agreed to do."""
    if not clause.chain or (not whole.subject.heads and " " not in whole.subject.words):
        return
    first = clause.chain[0]
    lemma = first.verb.lemma if first.verb is not None else ""
    is_duty = lemma in _BIDDEN if first.is_passive else lemma in _WILLED
    at = parsed.chunks[clause.at].last
    if not is_duty or len(clause.chain) > 1 or at >= whole.last or parsed.line.letters[at] != "t":
        return
    key = words_of(setting, parsed, whole, at + 1, whole.last)
    if key is None or len(key.words.split()) < _LEAST_OF_DUTY or first.tense == "present":
        return
    pieces = pieces_of(whole, "what", "to do")
    yield told_fact(parsed, clause, whole, "duty", replace(key, heads=()), pieces)


#: What says little by itself, or needs two objects: what somebody had, took or made may be anything.
_LIGHT = frozenset(
    {
        *("have", "do", "make", "take", "get", "give", "put", "see", "keep", "bring", "go", "come", "set", "let"),
        *("want", "need", "like", "leave", "know", "hold", "use", "say", "tell", "ask", "call", "mean", "feel"),
        *("hear", "look", "turn", "show", "try", "begin", "start", "continue", "help", "follow", "become", "remain"),
        *("seem", "spend", "find", "think", "play", "run", "move", "meet", "reach", "enter", "pass", "lead", "raise"),
        *("catch", "wear", "believe", "add", "answer", "reply", "face", "open", "close", "pull", "push", "throw"),
        *("pick", "lay", "accuse", "force", "blame", "prefer", "draw", "cool", "grow", "dry", "declare", "appoint"),
        *("send", "swear", "shake", "read", "climb", "notice", "join", "marry", "choose", "name", "label", "consider"),
        *("place", "remind", "inform", "convince", "persuade", "urge", "warn", "compel", "enable", "elect", "succeed"),
    }
)
_KEY_OF_THING = range(5, 15)
_KEY_WITH_TIME = range(3, 15)
_ENDS_BADLY = re.compile(r"\b(?:and|or|which|who|that|and who)\b[^,]{0,12}\Z|\band who\b")


def _thing(setting: Setting, parsed: Parsed, clause: Clause, whole: Whole) -> Iterator[Fact]:
    """Ask what somebody demanded, built or lost; a time at the end goes to the question."""
    verb, line, at = clause.group.verb, parsed.line, whole.first
    if verb is None or clause.chain or clause.group.is_passive or verb.lemma in _LIGHT or not verb.is_transitive:
        return
    if clause.group.letter == "g":
        return
    if not whole.subject.heads or clause.kind == "participle" or line.letters[at : at + 1] not in _OPENS_THING:
        return
    last = whole.last
    is_dated = last - 3 > at and line.letters[last - 1] == "T" and line.letters[last - 2] == "P"
    if is_dated and line.letters[last - 3] not in "vzdeng":
        last -= 2
    key = words_of(setting, parsed, whole, at, last)
    rest = words_of(setting, parsed, whole, last, whole.last)
    first = next((chunk for chunk in parsed.chunks if chunk.first == at), None)
    if key is None or rest is None or first is None or first.kind != "N" or "M" in line.letters[at : first.last]:
        return
    is_told = bool(rest.words or whole.fronted)
    is_full = len(key.words.split()) in (_KEY_WITH_TIME if is_told else _KEY_OF_THING)
    head = line.words[head_unit(line.letters[at : first.last], at)]
    if not is_full or head in role_nouns() or read_quantity(key.words) is not None or _ENDS_BADLY.search(key.words):
        return
    pieces = pieces_of(whole, "what", rest.words)
    yield told_fact(parsed, clause, whole, "thing", replace(key, heads=()), pieces, rest)


_OPENS_THING = (["D"], ["p"], ["N"])


def _agent(setting: Setting, parsed: Parsed, clause: Clause, whole: Whole) -> Iterator[Fact]:
    """Ask by whom something was done."""
    line = parsed.line
    group = clause.chain[0] if clause.chain else clause.group
    at = next((one for one in range(whole.first, whole.last) if line.words[one] == "by"), None)
    if not group.is_passive or at is None or at + 1 >= whole.last:
        return
    chunk = next((one for one in parsed.chunks if one.first == at + 1), None)
    if chunk is None or chunk.kind != "N" or chunk.last > whole.last or line.letters[chunk.last - 1] != "M":
        return
    agent = phrase_slot(setting, parsed, Span(chunk.first, chunk.last, ((chunk.first, chunk.last),)))
    before = words_of(setting, parsed, whole, whole.first, at)
    after = words_of(setting, parsed, whole, chunk.last, whole.last)
    if len(agent.heads) != 1 or before is None or after is None or after.words.startswith(("and ", "or ")):
        return
    pieces = pieces_of(whole, "by", f"{before.words} {after.words}".strip())
    yield told_fact(parsed, clause, whole, "agent", agent, pieces, before, after)
