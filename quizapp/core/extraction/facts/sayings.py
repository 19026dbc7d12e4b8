"""Facts of what was said: quotations with their speakers, and sayings whose content is a clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from quizapp.core.extraction.facts.filling import subject_slot
from quizapp.core.extraction.facts.framing import clause_reasons, is_named, is_negative
from quizapp.core.extraction.facts.modality import chain_lemmas, modality_of
from quizapp.core.extraction.facts.parsing import Clause, Parsed, Span
from quizapp.core.extraction.facts.slots import Setting, phrase_slot, time_slot, words_slot
from quizapp.core.extraction.names import with_article
from quizapp.core.extraction.values import Fact, Quote, Sentence, Slot
from quizapp.core.extraction.verbs import verb_forms


def quote_facts(
    setting: Setting, sentences: Sequence[Sentence], quotes: Sequence[Quote], times: Mapping[int, Slot]
) -> Iterator[Fact]:
    """Give one fact per quotation that somebody spoke or wrote; the claimant is the speaker.

    `times` are those of clauses, by the offset of their verbs: the clause of the cue says when it was said.
    """
    starts = [sentence.start for sentence in sentences]
    for quote in quotes:
        if not quote.is_speech or quote.speaker is None:
            continue
        sentence = sentences[max(0, bisect_right(starts, quote.start) - 1)]
        when = times.get(quote.cue[0]) if quote.cue else None
        yield _quote_fact(setting, sentence, quote, when)


def _quote_fact(setting: Setting, sentence: Sentence, quote: Quote, when: Slot | None) -> Fact:
    heads = () if quote.actor is None else (quote.actor,)
    speaker_words = quote.speaker or ""
    if quote.actor is not None:
        speaker_words = with_article(setting.actor(quote.actor))
    cue = quote.cue or (quote.start, quote.end)
    speaker = Slot(speaker_words, *cue, heads, reasons=quote.reasons, heads=heads)
    others: tuple[tuple[str, Slot], ...] = ()
    if quote.addressee is not None:
        other = setting.actor(quote.addressee)
        others = (("to", Slot(with_article(other), *cue, (other.id,), heads=(other.id,), preposition="to")),)
    return Fact(
        frame="say",
        verb=_cue_lemma(setting.text[slice(*quote.cue)]) if quote.cue else "say",
        subject=speaker,
        object=Slot(quote.text.rstrip(" ,"), quote.start, quote.end),
        time=when,
        place=None,
        claimant=speaker,
        modality="hypothetical" if _is_hearsay(setting.text, quote) else "asserted",
        start=min(sentence.start, quote.start),
        end=max(sentence.end, quote.end),
        rule=f"facts.quote.{quote.kind}",
        others=others,
        worth=0.8 if quote.kind == "direct" else 0.7,
    )


#: Behind these words nobody is told to have said it, only to have the name of having said it.
_HEARSAY = re.compile(
    r"\b(?:is|are|was|were) (?:\w+ )?(?:supposed|said|reputed|rumou?red|alleged|believed|thought|held) to have "
    r"(?:\w+ )?\w+"
)
_BEFORE_CUE = 45


def _is_hearsay(text: str, quote: Quote) -> bool:
    """Whether “is supposed to have told her” stands around the cue."""
    if quote.cue is None:
        return False
    first, last = quote.cue
    around = _HEARSAY.finditer(text, max(0, first - _BEFORE_CUE), last + _BEFORE_CUE)
    return any(one.start() < last and first < one.end() for one in around)


def _cue_lemma(words: str) -> str:
    """Give the verb of a cue; a noun of speech, or a word that no table knows, is “say”."""
    for word in words.lower().split():
        form = verb_forms().get(word)
        if form is not None and form.plain.frame == "say":
            return form.plain.lemma
    return "say"


def time_of_clause(setting: Setting, parsed: Parsed, clause: Clause) -> Slot | None:
    """Give the first time that the clause itself has."""
    found = (time_slot(setting, parsed, one) for one in clause.complements if one.kind == "time")
    return next((slot for slot in found if slot is not None), None)


def saying_fact(
    setting: Setting, parsed: Parsed, clause: Clause, content_end: int, claimant: Slot | None
) -> Fact | None:
    """Make the fact that somebody said what a clause says, its words from “that” on as the object.

    `claimant` is who tells that it was said, where another clause says so; else the speaker is.
    """
    verb, content = clause.group.verb, clause.content_at
    subject = subject_slot(setting, parsed, clause)
    if verb is None or content is None or subject is None:
        return None
    if not (subject.heads or subject.actors or is_named(setting, subject)):
        return None
    opener = parsed.word(content) if parsed.kind(content) == "W" or parsed.word(content) == "whether" else "that"
    first = content + (parsed.word(content) == opener)
    is_empty = first >= len(parsed.chunks) or parsed.chunks[first].first >= content_end
    if is_empty or _breaks_off(parsed, content_end):
        return None
    units = (parsed.chunks[first].first, content_end)
    words = words_slot(setting, parsed, Span(*units, (units,)), subject)
    claimant = _source(setting, parsed, clause) or claimant
    line = parsed.line
    return Fact(
        frame="say",
        verb=verb.lemma,
        subject=subject,
        object=words,
        time=time_of_clause(setting, parsed, clause),
        place=None,
        claimant=claimant or subject,
        modality=modality_of(clause, claimant is not None),
        start=line.starts[clause.first],
        end=line.ends[content_end - 1],
        is_negative=is_negative(clause, "", None),
        particle=opener,
        rule="facts.saying",
        reasons=clause_reasons(clause, verb, subject),
        chain=chain_lemmas(clause),
        worth=0.4,
    )


def _breaks_off(parsed: Parsed, end: int) -> bool:
    """Whether what was said goes on where its clauses end: with a verb of its own, or with “to …” behind an aside."""
    letters = "".join(parsed.line.letters[end : end + 2]).lstrip("Ax")
    return letters[:1] in tuple("YHXBvzde") or letters == ",t"


def _source(setting: Setting, parsed: Parsed, clause: Clause) -> Slot | None:
    """Give whom “according to …” names in the clause."""
    source = next((one for one in clause.complements if one.preposition == "according to"), None)
    return phrase_slot(setting, parsed, source.span) if source is not None else None
