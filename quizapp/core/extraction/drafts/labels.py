"""What is said before a stem that does not say by itself of which event it is: the document’s theme, and the year."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, takewhile

from quizapp.core.calendar import format_value, parse_value
from quizapp.core.compare import fold
from quizapp.core.extraction.drafts.headlines import claim_in, events_in, names_told, person_in, thing_done_in
from quizapp.core.extraction.drafts.matters import bodies_of_lead, matters_in
from quizapp.core.extraction.drafts.naming import is_whole_name
from quizapp.core.extraction.drafts.nouns import names_in
from quizapp.core.extraction.drafts.proposal import FAMILIES_OF_WORDS, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting, singular
from quizapp.core.extraction.drafts.subjects import subjects_of
from quizapp.core.extraction.drafts.themes import Theme, find_section, find_theme
from quizapp.core.extraction.drafts.wording import ACCORDING, sentence_case
from quizapp.core.extraction.item_rules.asked import contains_words, folded, unquoted, words_of
from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.extraction.item_rules.wording import STEM_WORD_LIMIT
from quizapp.core.extraction.names import with_article
from quizapp.core.extraction.values import ActorType, DateMention, Fact

#: Their items tell by themselves of what they are.
_BARE_KINDS = frozenset({"order", "match"})
_OWN_WORDS = ("facts.quote", "facts.saying")
_STATES = frozenset({"be", "role", "kin", "letters"})
#: What many others may have done as well: to recognise, to join, to meet, to warn.
_OF_MANY = frozenset({"recognise", "move", "meet", "say", "give"})
_YEAR = re.compile(r"\d{3,}|\b\d+ (?:BC|AD|BCE|CE)\b|\bcentury\b")
_DIGITS = re.compile(r"\d+")
_OF = re.compile(r" (?:of|for|in|to|at) ")
#: “The meeting of Ada Berg” is only half of that of two.
_OF_TWO = re.compile(r" (?:of|between|with|on|for|in|against) (?:the )?[A-Z]")
_QUOTED = re.compile(r"[“\"]")
_YEARS = re.compile(r"\b\d{4}\b")
_INNER_NAMES = 2
_WRITING = re.compile(
    r"\b(?:wr[io]tes?|written|reports?|letters?|e?mails?|e-mail|statements?|books?|articles?|columns?|memos?|interviews?"
    r"|diar(?:y|ies)|notes?|papers?|study|documents?|logs?|posts?|posted|tweet(?:ed)?|website)\b",
    re.IGNORECASE,
)
#: The time of a clause about somebody is none of what else they did.
_ASIDE = re.compile(r", (?:who|whose|whom|which|where)\b[^,]*$")
_HALVES = 2
_DAYS_OF_REPORT = 31
_LEAST_WORDS = 3
#: Who stands in so many of the paragraphs is what a document without a title is about.
_SHARE_OF_THEME = 0.5
_LEAST_LETTERS = 4


def labelled(setting: DraftSetting, proposal: Proposal) -> Proposal:
    """Put the theme before a stem that needs it; never one that gives the key away."""
    bare = replace(proposal, label="")
    if proposal.kind in _BARE_KINDS or proposal.proposed_by or not _needs_label(setting, proposal):
        return bare
    label = next(_labels(setting, proposal), "")
    if not label or len(words_of(unquoted(f"{label} {proposal.stem}"))) > STEM_WORD_LIMIT:
        return bare
    return replace(proposal, label=label, in_stem=proposal.in_stem | _named(setting, label))


def shown_stem(proposal: Proposal) -> str:
    """Give the stem as it is shown; “according to the document” is said only of what may change."""
    fact = proposal.fact
    may_change = bool(fact.superlative) or (fact.tense == "present" and fact.frame not in _STATES)
    told = unquoted(proposal.stem.removeprefix(ACCORDING))
    is_dated = _YEAR.search(told) is not None and any(True for _ in names_in(told))
    is_of_many = fact.frame in _OF_MANY and proposal.slot in ("subject", "object") and not is_dated
    is_of_many = is_of_many and not _QUOTED.search(proposal.stem)
    may_change = may_change or ((proposal.template == "T6" or is_of_many) and not proposal.label)
    is_plain = proposal.stem.startswith(ACCORDING) and not may_change and _is_named_or_dated(proposal)
    is_plain = is_plain or (bool(proposal.label) and not fact.superlative) or proposal.template == "T4"
    stem = proposal.stem.removeprefix(ACCORDING) if is_plain else proposal.stem
    return f"{proposal.label}: {sentence_case(stem)}" if proposal.label else sentence_case(stem)


def _is_named_or_dated(proposal: Proposal) -> bool:
    """Tell whether a stem says by itself, or by its label, of what it is: by a name or a year."""
    told = unquoted(proposal.stem.removeprefix(ACCORDING))
    return bool(proposal.label) or _YEAR.search(told) is not None or any(True for _ in names_in(told))


def theme_of(setting: DraftSetting) -> Theme:
    """Give what the document is about."""
    known = setting.remembered.themes
    if not known:
        found = find_theme(setting.analysis, setting.spread)
        known.append(found if found.phrase or found.headline else Theme(phrase=_most_told(setting)))
    return known[0]


def _section_of(setting: DraftSetting, offset: int) -> Theme:
    """Give what the part of a document is about by its heading, for want of a title."""
    block, known = setting.analysis.text.block_at(offset), setting.remembered.sections
    if block.start not in known:
        place = bisect_right(setting.analysis.text.block_starts, offset)
        known[block.start] = find_section(setting.analysis, setting.spread, place)
    return known[block.start]


def _most_told(setting: DraftSetting) -> str:
    """Give the body that the first paragraph and most others name, for want of a title; empty without one."""
    first = next((block.number for block in setting.analysis.text.blocks if block.kind == "paragraph"), None)
    told = [
        one
        for one, numbers in enumerate(setting.paragraphs)
        if first in numbers and setting.actor(one).type == "organisation" and is_whole_name(setting, one)
    ]
    best = max(told, key=lambda one: (len(setting.paragraphs[one]), -one), default=None)
    if best is None or len(setting.paragraphs[best]) < max(_LEAST_WORDS, _SHARE_OF_THEME * setting.body):
        return ""
    return sentence_case(with_article(setting.actor(best)))


def _needs_label(setting: DraftSetting, proposal: Proposal) -> bool:
    """Tell whether a stem leaves open of which event, place or matter it is."""
    fact = proposal.fact
    if fact.frame == "letters":
        return False
    if proposal.family in FAMILIES_OF_WORDS or fact.rule.startswith(_OWN_WORDS) or proposal.template == "T6":
        return True
    if setting.analysis.text.title and not theme_of(setting).phrase:
        return not _names_whom_it_is_about(setting, proposal)  # what a report or a portrait tells of is known to few
    told = list(names_in(unquoted(proposal.stem.removeprefix(ACCORDING))))
    if proposal.slot == "time":
        # One name alone, be it of two words, tells of no matter: the Northern Railway, Dvin.
        parted = sum(f"{one} {other}" not in proposal.stem for one, other in pairwise(told))
        is_alone = not parted and not _is_of(setting, fact, "state")
        return is_alone or (len(told) <= _INNER_NAMES and _is_of(setting, fact, "person"))
    return _YEAR.search(unquoted(proposal.stem)) is None or len(told) < _INNER_NAMES


def _names_whom_it_is_about(setting: DraftSetting, proposal: Proposal) -> bool:
    people = (words.removeprefix("On ") for words in subjects_of(setting))
    return any(_is_person(setting, name) and _is_told(proposal, name) for name in people)


def _named(setting: DraftSetting, label: str) -> frozenset[int]:
    """Give the actors that a label names; the few labels of a document are looked through once each."""
    known = setting.remembered.labels
    if label not in known:
        words = folded(label)
        named = (one for one, names in enumerate(setting.names) if any(contains_words(words, name) for name in names))
        known[label] = frozenset(named)
    return known[label]


def _is_of(setting: DraftSetting, fact: Fact, kind: ActorType) -> bool:
    slot = fact.object if fact.is_passive or fact.subject is None else fact.subject
    return slot is not None and any(setting.actor(number).type == kind for number in slot.heads)


def _labels(setting: DraftSetting, proposal: Proposal) -> Iterator[str]:
    """Give the labels that give nothing away, the fullest first."""
    theme = theme_of(setting)
    if theme == Theme():
        theme = _section_of(setting, proposal.fact.start)
        if proposal.template == "T6" and not theme.years:
            if not setting.analysis.text.title:
                return  # who held an office at what time only the document tells
            theme = Theme()
    for words in _phrases(setting, theme):
        if _tells(setting, proposal, words) or _is_told(proposal, words):
            continue
        if _is_person(setting, words):
            yield f"On {words}"
            continue
        year = "" if _DIGITS.search(words) else _year(setting, proposal, theme)
        yield f"{words}, {year}" if year else words
    is_of_words = proposal.fact.rule.startswith(_OWN_WORDS) or _QUOTED.search(proposal.stem)
    if theme.headline:
        yield from _of_headline(setting, proposal, theme.headline)
    elif not theme.phrase and setting.analysis.text.published is not None and is_of_words:
        yield from _of_lead(setting, proposal)
    if not theme.phrase:
        yield from _of_document(setting, proposal, is_of_words=bool(is_of_words))


def _of_document(setting: DraftSetting, proposal: Proposal, *, is_of_words: bool) -> Iterator[str]:
    """Give whom the document is about, or its headline, where nothing shorter says of what a stem is."""
    for words in subjects_of(setting):
        if _tells(setting, proposal, words) or _is_told(proposal, words.removeprefix("On ")):
            continue
        year = _year_of_day(setting, proposal) if is_of_words and not _DIGITS.search(words) else ""
        is_person = words.startswith("On ") or _is_person(setting, words)
        yield f"On {words.removeprefix('On ')}" if is_person else f"{words}, {year}" if year else words


def _of_lead(setting: DraftSetting, proposal: Proposal) -> Iterator[str]:
    """Give the body that the lead of a report names, with its year, for want of words in its headline."""
    for words in (*matters_in(setting.analysis.text.title or ""), *bodies_of_lead(setting)):
        if not _tells(setting, proposal, words) and not _is_told(proposal, words):
            year = _year_of_day(setting, proposal)
            yield f"{words}, {year}" if year else words


def _of_headline(setting: DraftSetting, proposal: Proposal, headline: str) -> Iterator[str]:
    """Give the matter of a headline in words: a person, an event, or places and bodies with the year."""
    if headline.isupper():
        return  # capitals tell no name from a word
    for words in filter(None, (claim_in(headline), thing_done_in(headline))):
        if not _tells(setting, proposal, words) and not _is_told(proposal, words):
            yield words
    person = person_in(setting, headline)
    if person and not _tells(setting, proposal, person) and not _is_told(proposal, person):
        yield f"On {person}"
    is_of_words = proposal.fact.rule.startswith(_OWN_WORDS) or _QUOTED.search(proposal.stem) is not None
    if setting.analysis.text.published is None and not is_of_words:
        return  # a book’s heading: it tells of many days
    events = (*events_in(headline), *matters_in(headline)) if _is_of_day(setting, proposal) else ()
    for words in (*events, *names_told(setting, headline), *bodies_of_lead(setting)):
        if not _tells(setting, proposal, words) and not _is_told(proposal, words):
            year = "" if _DIGITS.search(words) else _year_of_day(setting, proposal)
            yield f"{words}, {year}" if year else words


def _is_of_day(setting: DraftSetting, proposal: Proposal) -> bool:
    """Tell whether words were said at what a report is about: no time of their own, and no writing that holds them."""
    fact = proposal.fact
    sentence = setting.sentence_at(fact.start)
    words = setting.analysis.text.text[sentence.start : sentence.end]
    dates = setting.analysis.dates
    place = bisect_left(dates, sentence.start, key=lambda date: date.start)
    told = list(takewhile(lambda date: date.start < sentence.end, dates[place:]))
    return all(_is_near(setting, date) for date in told) and _WRITING.search(words) is None


def _is_near(setting: DraftSetting, date: DateMention) -> bool:
    """Tell whether a time is of the days of which a report tells: on Thursday, on 14 March."""
    published, value = setting.analysis.text.published, date.value
    if published is None or value is None or value.lo is None or value.hi is None:
        return False
    day = published.toordinal()
    return day - _DAYS_OF_REPORT <= value.lo and value.hi <= day + _DAYS_OF_REPORT


def _year_of_day(setting: DraftSetting, proposal: Proposal) -> str:
    """Give the year of a report for words that it tells of, where no other year stands beside them."""
    published, fact = setting.analysis.text.published, proposal.fact
    is_asked = fact.frame == "kin" or proposal.slot == "time" or proposal.answer.sort == "date"
    if published is None or is_asked or _YEAR.search(unquoted(proposal.stem)):
        return ""
    block = setting.analysis.text.block_at(fact.start)
    years = {one for one in _YEARS.findall(setting.analysis.text.text, block.start, block.end)}
    return str(published.year) if years <= {str(published.year)} else ""


def _phrases(setting: DraftSetting, theme: Theme) -> Iterator[str]:
    """Give a theme whole, then each of its halves: Ashoka and the Maurya Empire, The Maurya Empire."""
    if theme.phrase:
        yield theme.phrase
        halves = re.split(r" and (?=[A-Z]|the [A-Z])", theme.phrase)
        is_one = len(halves) == _HALVES and _OF_TWO.search(halves[0]) is not None and not halves[1].startswith("the ")
        for half in halves if len(halves) == _HALVES and not is_one else ():
            is_whole = len(half.split()) >= _LEAST_WORDS and not re.search(r"\d", half)
            if is_whole and re.search(r"[A-Z]", half[1:]) and not _is_person(setting, half):
                yield sentence_case(half)


def _is_person(setting: DraftSetting, words: str) -> bool:
    """Tell whether a theme is nothing but somebody’s name."""
    return any(
        setting.actor(one).type == "person" and fold(words) in setting.names[one] for one in _named(setting, words)
    )


def _year(setting: DraftSetting, proposal: Proposal, theme: Theme) -> str:
    """Give the years of the title, or the certain one of the paragraph; empty where the stem has or asks its own."""
    fact = proposal.fact
    if (
        fact.frame == "kin"
        or proposal.slot == "time"
        or proposal.answer.sort in ("date", "number")
        or _YEAR.search(unquoted(proposal.stem))
    ):
        return ""
    own = fact.time.value.value.partition("-")[0] if fact.time is not None and fact.time.value is not None else ""
    if theme.years:
        return theme.years if _is_of_years(setting, fact, theme.years, own) else ""
    return "" if fact.rule.startswith(_OWN_WORDS) else certain_year(setting, proposal)


def _is_of_years(setting: DraftSetting, fact: Fact, years: str, own: str) -> bool:
    """Tell whether a fact is of the years of a title: by its own time, or of a span by those of its paragraph."""
    if own or len(_DIGITS.findall(years)) == 1:
        return not own or _hold(years, _first_year(own))
    block = setting.analysis.text.block_at(fact.start)
    dates = setting.analysis.dates
    first, last = (bisect_left(dates, offset, key=lambda date: date.start) for offset in (block.start, block.end))
    told = [date.value.value for date in dates[first:last] if date.value is not None and date.value.lo is not None]
    return all(_hold(years, _first_year(value)) for value in told)


def _first_year(value: str) -> str:
    """Give the year of a value, or the first of its decade or span, in plain digits."""
    return re.split(r"[-/]", value, maxsplit=1)[0].replace("X", "0").lstrip("BC0")


def _hold(years: str, year: str) -> bool:
    """Tell whether the years of a title hold a year: 1930–31 holds 1931, and not 1929."""
    first, *more = _DIGITS.findall(years)
    if not more or not year.isdigit() or "BC" in years:
        return bool(more) or year == first
    last = first[: -len(more[-1])] + more[-1] if len(more[-1]) < len(first) else more[-1]
    return int(first) <= int(year) <= int(last)


def _tells(setting: DraftSetting, proposal: Proposal, label: str) -> bool:
    """Tell whether a label names the key, its people or its office, or shares a word with it."""
    words = folded(label)
    for number in proposal.answer.actors:
        actor, state = setting.actor(number), setting.states[number]
        names = {
            *setting.names[number],
            *(word for word in fold(actor.canonical).split() if len(word) >= _LEAST_LETTERS),
        }
        if state is not None:
            names |= {fold(name) for name in (*state.adjectives, *state.people, *state.capitals, *state.seats)}
        names |= {fold(_OF.split(role.words)[0].split()[-1]) for role in actor.roles if _OF.split(role.words)[0]}
        if any(contains_words(words, name) for name in names):
            return True
    keys = (proposal.answer.text, *proposal.accept)
    if proposal.answer.sort == "date":
        return any(digits in label for digits in _DIGITS.findall(proposal.answer.text) if len(digits) > 2)
    return not _roots(label).isdisjoint(frozenset().union(*map(_roots, keys)))


def _roots(words: str) -> frozenset[str]:
    plain = (singular(word) for word in words_of(words) if word.lower() not in STOP_WORDS)
    return frozenset(word for word in plain if len(word) >= _LEAST_LETTERS)


def _is_told(proposal: Proposal, label: str) -> bool:
    """Tell whether a stem itself names all that a label does."""
    return _roots(label) <= _roots(unquoted(proposal.stem))


def certain_year(setting: DraftSetting, proposal: Proposal) -> str:
    """Give the one year of the paragraph of a fact, where its own sentence tells it; empty where there is doubt."""
    fact, text = proposal.fact, setting.analysis.text
    if fact.frame in _STATES:
        return ""
    block = text.block_at(fact.start)
    first = bisect_left(setting.analysis.dates, block.start, key=lambda date: date.start)
    last = bisect_left(setting.analysis.dates, block.end, key=lambda date: date.start)
    dates = [date for date in setting.analysis.dates[first:last] if date.is_point]
    years = {date.value.value.partition("-")[0] if date.value is not None else "" for date in dates}
    is_plain = all(date.relation == "at" and date.how != "from_publication" for date in dates)
    own = setting.sentence_at(fact.start).start
    is_here = any(
        setting.sentence_at(date.start).start == own and _ASIDE.search(text.text, own, date.start) is None
        for date in dates
    )
    year = years.pop() if len(years) == 1 and is_plain and is_here else ""
    is_year = re.fullmatch(r"(?:BC)?\d{4}", year) is not None
    return format_value(parse_value(year)).replace("\N{NO-BREAK SPACE}", " ") if is_year else ""
