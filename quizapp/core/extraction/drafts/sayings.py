"""T4, T5 and T11: who said it, in which words, and what somebody said of whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.circumstances import (
    circumstances,
    clause_around,
    clause_around_two,
    quote_of,
    without_weekday,
)
from quizapp.core.extraction.drafts.described import deal_between
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.spoken import WORD, content_words
from quizapp.core.extraction.drafts.wording import (
    ACCORDING,
    actors_in,
    event,
    inside,
    is_well_formed,
    key_name,
    named,
    other_forms,
    question,
    sentence_case,
    who,
)
from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.extraction.values import Fact, Quote, Slot

_MAX_QUOTED_WORDS = 40
_CONTENT_WORDS = 4
#: A few words and what they were said of, with the verb.
_TOLD_AROUND = 5
_DEAL = re.compile(r"^(\w+ that )((?:such )?an? [a-z]+)(?= (?:would|could|will|was|is|had|has|might|must)\b)")
#: What is answered for: punished, praised, “pay a price” for doing something.
_FOR_DOING = re.compile(
    r"(?P<front>\w+ that [^,;]*(?:”|\b(?:punished|blamed|praised|fined|honoured|remembered|tried|sued|dismissed|jailed"
    r"|prosecuted|arrested|thanked|paid|answer|pay|apologise|suffer))) for (?P<doing>[a-z]+ing [^“”,;]+)"
)
_MOST_DOING = 10
_TOLD_NOBODY = re.compile(r"^told that\b")
_NOW = re.compile(r"\b(?:now|then) ")
_TOLD_WORDS = 3
_MAX_GAPPED_WORDS = 28
_WILL = re.compile(r"\bwill\b")
#: Words of a quotation that only what was said before explains.
_UNEXPLAINED = re.compile(r"\b(?:it|they|them|he|she|him|this|that|these|those|there)\b", re.IGNORECASE)
_OPENS = re.compile(r"(?:and|but|or|so|he|she|it|they|this|that|these|those)\b", re.IGNORECASE)
_SUPERLATIVE = re.compile(r"(?<!will )(?<!would )\b(?:first|last|only|most|best|worst|largest)\b")
_ADDED = re.compile(
    r";|,? and that\b|, (?:most|especially|mainly|partly|payable)\b"
    r"|, (?:with|before|after|while|as|since|although|though|adding|following|despite|where|who|whose|which)\b"
    r"| following (?=the |an? )| \([A-Z]"
)
_READ_OUT = re.compile(
    r"\b(?:read|reads|reading) (?:(?:it|them|a|an|the|his|her|their|its|then|also|next|jurors?|court|[\w-]+) ){0,4}?"
    r"(?:from|out|aloud)\b|\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing)) (?:an?|the|his|her|from)\b"
    r"|\b(?:e-?mail|letter|message|note|memo|diary|report|statement) (?:that|which|from|by|in which|of) [^“‘\"]*"
    r"\b(?:sent|written|wrote|had sent|had written)\b[^“‘\"]*$"
)
_IN_SENTENCE = re.compile(r",[”’\"']?[^.!?]*, ?[“‘\"']$")
_QUOTED = re.compile(r"^[“\"]([^“”\"]+)[”\"]$")


def ask_speaker(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask who spoke words that stand between marks."""
    if not fact.rule.startswith("facts.quote") or fact.subject is None or fact.object is None:
        return
    asked = who(setting, fact.subject) if fact.subject.heads else None
    words = _whole_words(setting, fact)
    if words is None or _is_read_out(setting, fact):
        return
    if asked is None or len(fact.subject.heads) != 1:
        return
    if len(words.split()) > _MAX_QUOTED_WORDS:
        return
    if content_words(words) < _CONTENT_WORDS:
        yield from _short_piece(setting, fact, asked, words.rstrip("."))
        return
    words = words.rstrip(".")
    listener = next((slot for name, slot in fact.others if name == "to"), None)
    if fact.rule.endswith(".direct"):
        stem = question(f"{asked} {_told(setting, fact, words, listener)}: “{words}”")
    else:
        clause = clause_around(setting, fact, words)
        if clause is not None:
            yield _speaker(setting, fact, question(asked, clause), "T11", fact.subject, actors_in(listener))
        stem = question(f"{asked} used the words “{words}”")
    yield _speaker(setting, fact, stem, "T4", fact.subject, actors_in(listener))


def _short_piece(setting: DraftSetting, fact: Fact, asked: str, words: str) -> Iterator[Proposal]:
    """Ask who spoke a few words, where the clause around them says of what."""
    clause = clause_around(setting, fact, words) if fact.rule == "facts.quote.fragment" else None
    if fact.subject is not None and clause is not None and content_words(clause) >= _TOLD_AROUND:
        yield _speaker(setting, fact, question(asked, clause), "T11", fact.subject, frozenset())


def _told(setting: DraftSetting, fact: Fact, words: str, listener: Slot | None) -> str:
    """Give “told Ada Berg”, “wrote in a letter of 1874”, “said”: as much as the text says of when and to whom."""
    if words.endswith("?"):
        return f"asked {listener.words}" if listener is not None else "asked"
    if listener is not None:
        return f"told {listener.words}"
    return " ".join(part for part in circumstances(setting, fact) if part)


def ask_who_said(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask who said something that is told in the document’s own words."""
    if fact.rule != "facts.saying" or fact.subject is None or fact.object is None or not fact.subject.heads:
        return
    if fact.claimant is not None and fact.claimant != fact.subject:
        return
    asked = who(setting, fact.subject) if len(fact.subject.heads) == 1 else None
    words = event(setting, fact, "past")
    if asked is None or words is None or content_words(fact.object.words) < _TOLD_WORDS:
        return
    words = _TOLD_NOBODY.sub("said that", without_weekday(backshifted(whole_front(_NOW.sub("", words)))))
    words = _DEAL.sub(lambda one: f"{one[1]}{deal_between(setting, one[2])}", words)
    opening = ACCORDING if _SUPERLATIVE.search(words) else ""
    yield _speaker(setting, fact, question(opening + asked, words), "T11", fact.subject, actors_in(fact.object))


def ask_for_what(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask for what somebody said that others would answer: would be punished for closing the harbour."""
    if fact.rule != "facts.saying" or fact.subject is None or fact.object is None or not fact.subject.heads:
        return
    if (fact.claimant is not None and fact.claimant != fact.subject) or fact.is_negative:
        return
    words = event(setting, fact, "base")
    found = _FOR_DOING.fullmatch(backshifted(words)) if words is not None else None
    if found is None or content_words(found["front"]) < _TOLD_WORDS or not is_well_formed(found["doing"]):
        return
    if _UNEXPLAINED.search(found["doing"]) or len(found["doing"].split()) > _MOST_DOING:
        return
    yield Proposal(
        template="T11",
        family="for-what",
        slot="for",
        kind="choice",
        stem=question(f"for what did {inside(named(setting, fact.subject))} {found['front']}"),
        answer=Answer("words", found["doing"]),
        about="other",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        needs_options=False,
        in_stem=actors_in(fact.subject),
        weight=0.75,
    )


def ask_two_phrases(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask who used two phrases of one sentence, each too short by itself."""
    if fact.rule != "facts.quote.fragment" or fact.subject is None or fact.object is None:
        return
    asked = who(setting, fact.subject) if len(fact.subject.heads) == 1 else None
    sentence = setting.sentence_at(fact.object.start)
    phrases = [
        quote
        for quote in setting.analysis.quotes
        if sentence.start <= quote.start < sentence.end and quote.is_speech and quote.actor in fact.subject.heads
    ]
    if asked is None or len(phrases) != 2 or phrases[0].start != fact.object.start:
        return
    one, two = (quote.text.strip(" ,.;") for quote in phrases)
    is_short = all(content_words(words) < _CONTENT_WORDS for words in (one, two))
    if is_short and content_words(f"{one} {two}") >= _CONTENT_WORDS:
        clause = clause_around_two(setting, fact, *phrases)
        if clause is not None:
            yield _speaker(setting, fact, question(asked, clause), "T11", fact.subject, frozenset())
        stem = question(f"{asked} used the words “{one}” and “{two}”")
        yield _speaker(setting, fact, stem, "T4", fact.subject, frozenset())


def ask_listener(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask to whom somebody said what stands between marks."""
    listener = next((slot for name, slot in fact.others if name == "to"), None)
    if not fact.rule.endswith(".direct") or fact.subject is None or listener is None or len(listener.heads) != 1:
        return
    asked, words = who(setting, listener), _whole_words(setting, fact)
    if (
        asked is None
        or words is None
        or content_words(words) < _CONTENT_WORDS
        or len(words.split()) > _MAX_QUOTED_WORDS
    ):
        return
    number = listener.heads[0]
    key = key_name(setting, number)
    asked = "whom" if asked == "who" else asked
    verb = "write" if circumstances(setting, fact)[0] == "wrote" else "say"
    yield Proposal(
        template="T11",
        family="listener",
        slot="to",
        kind="choice",
        stem=question(f"to {asked} did {inside(named(setting, fact.subject))} {verb}: “{words.rstrip('.')}”"),
        answer=Answer("actor", key, (number,), texts=(key,)),
        about="quote",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        accept=other_forms(setting, number, key),
        in_stem=actors_in(fact.subject),
    )


def complete_quote(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Have the last word of sense in somebody’s words filled in (T7)."""
    if not fact.rule.startswith("facts.quote.direct") or fact.subject is None or fact.object is None:
        return
    words = fact.object.words.strip(" ,;:.")
    found = [one for one in WORD.finditer(words) if len(one[0]) > 4 and one[0].lower() not in STOP_WORDS]
    is_fit = 6 <= len(words.split()) <= _MAX_GAPPED_WORDS and content_words(words) >= _CONTENT_WORDS
    if not found or not is_fit or len(fact.subject.heads) != 1 or _OPENS.match(words) or words[:1].islower():
        return
    if _whole_words(setting, fact) != fact.object.words.strip(" ,;:"):
        return  # only the first half of what was said
    gap = found[-1]
    if words.count(gap[0]) > 1 or words[gap.end() :].strip(" .!?") or _UNEXPLAINED.search(words):
        return
    said = f"{words[: gap.start()]}[[1]]{words[gap.end() :]}"
    verb = "wrote" if circumstances(setting, fact)[0] == "wrote" else "said"
    yield Proposal(
        template="T7",
        family="quote-gap",
        slot="words",
        kind="cloze",
        stem=f"{sentence_case(named(setting, fact.subject))} {verb}: “{said}.”",
        answer=Answer("none", ""),
        about="quote",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        fields={"gaps": [{"kind": "text", "key": gap[0]}]},
        needs_options=False,
        takes_options=False,
        in_stem=actors_in(fact.subject),
        weight=0.5,
    )


def ask_words(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask with which words somebody spoke of something."""
    if fact.frame != "say" or fact.rule.startswith("facts.quote") or fact.subject is None or fact.object is None:
        return
    for preposition, slot in fact.others:
        found = _QUOTED.match(slot.words.strip())
        if preposition not in ("as", "") or found is None or sum(one == preposition for one, _ in fact.others) > 1:
            continue
        where = _place_in_front(fact)
        described = event(setting, fact, "base", preposition or "bare", *(("place",) if where else ()))
        if described is None or _is_of_another(setting, fact, described):
            continue
        count = "word" if len(found[1].split()) == 1 else "words"
        stem = question(f"with which {count} did", inside(named(setting, fact.subject)), where, described)
        yield Proposal(
            template="T5",
            family="words",
            slot=preposition or "bare",
            kind="choice",
            stem=stem,
            answer=Answer("quote", f"“{found[1].strip(' ,.')}”", tuple(fact.subject.heads)),
            about="quote",
            facts=(fact,),
            passages=(setting.passage(fact.start, fact.end),),
            needs_options=False,
            in_stem=actors_in(fact.subject, fact.object),
        )


def _place_in_front(fact: Fact) -> str:
    """Give a place that stands before its subject, where it belongs: “In Peru, the papers hailed …”."""
    place, subject = fact.place, fact.subject
    if place is None or subject is None or subject.heads or not place.end <= subject.start:
        return ""
    return f"{place.preposition} {place.words}"


def _is_of_another(setting: DraftSetting, fact: Fact, words: str) -> bool:
    """Tell whether “his” or “her” in words may be another’s than the speaker’s, whose sex is not known."""
    speaker = setting.actor(fact.subject.heads[0]) if fact.subject is not None and fact.subject.heads else None
    found = re.search(r"\b(his|her)\b", words)
    return found is not None and (speaker is None or speaker.gender != {"his": "male", "her": "female"}[found[1]])


def _whole_words(setting: DraftSetting, fact: Fact) -> str | None:
    """Give the words, with what follows behind “she said”; None for such a second part, which stands with the first."""
    words = fact.object.words.strip(" ,;:") if fact.object is not None else ""
    quote = quote_of(setting, fact)
    if quote is None or quote.group is None:
        return words
    parts = [one for one in setting.analysis.quotes if one.group == quote.group and one.is_speech]
    place = parts.index(quote)
    if place and _goes_on(setting, parts[place - 1], quote):
        return None
    after = parts[place + 1] if place + 1 < len(parts) else None
    if after is not None and _goes_on(setting, quote, after):
        return f"{words} … {after.text.strip(' ,;:')}"
    return words


def _goes_on(setting: DraftSetting, one: Quote, two: Quote) -> bool:
    """Tell whether a second part is of the sentence of the first: “…,” wrote X, “Persia ceased to prosper.”"""
    between = setting.analysis.text.text[one.end : two.start]
    return two.text[:1].islower() or _IN_SENTENCE.search(between) is not None


def _is_read_out(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether the words are somebody else’s, whom the speaker reads out or quotes."""
    if fact.object is None:
        return False
    sentence = setting.sentence_at(fact.object.start)
    text = setting.analysis.text.text
    before = text[max(sentence.start, fact.object.start - 300) : fact.object.start]
    return _READ_OUT.search(before) is not None


def backshifted(words: str) -> str:
    """Give what was said with “would” for “will”, outside the speaker’s own words."""
    parts = re.split(r"(“[^”]*”)", words)
    return "".join(part if part.startswith("“") else _WILL.sub("would", part) for part in parts)


def whole_front(words: str) -> str:
    """Give what is said without what is only added to it behind a comma, where enough stands before."""
    cut = _ADDED.search(words)
    front = words[: cut.start()] if cut is not None else words
    return front if content_words(front) >= _CONTENT_WORDS and is_well_formed(front) else words


def _speaker(
    setting: DraftSetting, fact: Fact, stem: str, template: str, slot: Slot, in_stem: frozenset[int]
) -> Proposal:
    number = slot.heads[0]
    key = key_name(setting, number)
    return Proposal(
        template=template,
        family="speaker",
        slot="subject",
        kind="choice",
        stem=stem,
        answer=Answer("actor", key, (number,), texts=(key,)),
        about="quote",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        accept=other_forms(setting, number, key),
        in_stem=in_stem,
    )
