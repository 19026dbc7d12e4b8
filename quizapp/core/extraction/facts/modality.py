"""Whether a clause says that something happened: asserted, claimed, expected or merely thought of."""

from __future__ import annotations

import re
from itertools import pairwise

from quizapp.core.extraction.facts.chunks import VerbGroup
from quizapp.core.extraction.facts.parsing import Clause
from quizapp.core.extraction.facts.units import Line
from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.values import Modality

_EXPECTED_MODALS = word_set("expected_modals")
_EXPECTED_CHAINS = word_set("expected_chains")
_CLAIMED_CHAINS = word_set("claimed_chains")
_HYPOTHETICAL_CHAINS = word_set("hypothetical_chains")
_CONDITIONS = word_set("conditions")
_HEARSAY = word_set("hearsay")
_DOUBT = word_set("doubt")
#: “Wrongly concluded that …”: what is told was not so.
_MISTAKEN = frozenset({"wrongly", "falsely", "mistakenly", "erroneously", "incorrectly"})
_LATER = word_set("later")
_SUPERLATIVE = re.compile(r"\b(first|last|only|most|final|sole|one of the few)\b", re.IGNORECASE)
_WISHES = word_set("wishes")
_DENIALS = word_set("denials")
_PROPOSALS = word_set("proposals")
_INNER_ONLY = _EXPECTED_CHAINS | _CLAIMED_CHAINS


def modality_of(clause: Clause, is_claimed: bool) -> Modality:
    """Judge a clause; what is expected stays so when somebody claims it."""
    group = clause.chain[0] if clause.chain else clause.group
    adverbs = {adverb for one in (*clause.chain, clause.group) for adverb in one.adverbs}
    is_mistaken = bool(adverbs & _MISTAKEN) and group.verb is not None and "c" in group.verb.takes
    if clause.opener in _CONDITIONS or adverbs & _DOUBT or is_mistaken:
        return "hypothetical"
    if group.modal and not _is_narrative_would(clause, group, adverbs, is_claimed):
        if group.modal == "would" and "have" in group.auxiliaries:
            return "hypothetical"  # “would have returned the port”: it did not
        return "expected" if group.modal in _EXPECTED_MODALS else "hypothetical"
    chained = _chain_modality(clause)
    if chained is not None:
        return chained
    return "claimed" if is_claimed or adverbs & _HEARSAY else "asserted"


def is_conditional(line: Line) -> bool:
    """Whether a sentence says on what it hangs that something comes to be: “would visit Lima if …”, “unless …”."""
    words = line.words
    return bool(_HANGING & set(words)) or any(pair in _HANGING_PAIRS for pair in pairwise(words))


_HANGING = frozenset({"if", "unless", "provided"})
_HANGING_PAIRS = frozenset({("on", "condition"), ("as", "long"), ("in", "case")})


def _is_narrative_would(clause: Clause, group: VerbGroup, adverbs: set[str], is_claimed: bool) -> bool:
    """Whether “would later …” tells what came after, as biographies do."""
    return group.modal == "would" and not is_claimed and bool(adverbs & _LATER)


def _chain_modality(clause: Clause) -> Modality | None:
    for one in clause.chain:
        lemma = one.verb.lemma if one.verb is not None else ""
        if one.letter == "B" or (one.is_passive and lemma in _EXPECTED_CHAINS):
            is_unmet = one.letter == "B" and "have" in clause.group.auxiliaries
            return "hypothetical" if is_unmet else "expected"  # “was to have signed”
        if one.is_passive and lemma in _CLAIMED_CHAINS:
            return "claimed"
        if lemma in _HYPOTHETICAL_CHAINS:
            return "hypothetical"
        if lemma in ("expect", "plan", "intend") and not one.is_passive:
            return "expected"
    return None


def is_unreal(clause: Clause, content: Clause) -> bool:
    """Whether what is said is only proposed, asked for or denied: hoped that …, suggested that Peru join …"""
    verb = clause.group.verb
    if clause.group.is_negative:
        return True
    if verb is None or clause.group.letter == "B":
        return False
    if verb.lemma in _DENIALS:
        return True
    is_bare = content.group.letter == "v" and content.group.is_bare
    return verb.lemma in _WISHES or (verb.lemma in _PROPOSALS and is_bare)


def chain_lemmas(clause: Clause) -> tuple[str, ...]:
    """Give the governing verbs that a stem has to repeat; those that only say how sure it is are left out."""
    lemmas: list[str] = []
    for one in clause.chain:
        lemma = one.verb.lemma if one.verb is not None else ""
        if one.letter in "BHX" or not lemma:
            if one.letter == "H":
                lemmas.append("have")
        elif one.is_passive:
            if lemma not in _INNER_ONLY:
                lemmas.append(f"be {lemma}")
        elif lemma not in _SAID_BY_MODALITY:
            lemmas.append(lemma)
    return tuple(lemmas)


#: “Used to” says no more than the past, and whoever plans to sign is expected to.
_SAID_BY_MODALITY = frozenset({"use", "plan", "intend", "expect"})


def superlative_in(words: str) -> str:
    """Give first, last, only or most when the words have it; the final and the sole count as last and only."""
    found = _SUPERLATIVE.search(words)
    return (
        {"final": "last", "sole": "only", "one of the few": "only"}.get(found[1].lower(), found[1].lower())
        if found
        else ""
    )
