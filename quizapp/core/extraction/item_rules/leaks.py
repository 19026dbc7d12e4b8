"""Leaks between questions: one states in its stem, explanation or passage the fact that another asks.

Over a bank they are found all at once. In a sitting or a game each question goes by what it asks and what it shows, its
`Disclosure`: what was told a moment ago is not asked now, and in a game it is asked before it is told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from quizapp.core.calendar import MONTHS
from quizapp.core.compare import fold
from quizapp.core.extraction.item_rules.asked import (
    Asked,
    RuleContext,
    alias_groups,
    contains_words,
    folded,
    spellings,
    words_of,
)
from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.quantities import NUMBER_WORDS
from quizapp.core.question import Question

RARE_SHARE = 0.1
RARE_COUNT = 3
WORDS_NEEDED = 2

_GAP_NUMBER = re.compile(r"\[\[(\d+)\]\]")
#: The headline before a stem is that of all questions of its document.
_HEADLINE = re.compile(r"^On “[^”]*”: ")
_QUOTATION = re.compile(r"[“\"„«]([^“”\"„«»]{8,})[”\"“»]")
_WORD_OF = {str(number): word for word, number in NUMBER_WORDS.items()}
_DATE_VALUE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Leak:
    """One question gives another's key away: where it stands, and the words by which they ask the same fact."""

    question: Question
    told_by: Question
    key: str
    words: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class _Fact:
    """What one question asks: the spellings of each of its keys, and the words that tell this fact from others.

    Of these, `words_needed` must be told, and rare ones if `needs_rare`.
    """

    key: str
    names: tuple[frozenset[str], ...]
    words: frozenset[str]
    quotations: tuple[str, ...] = ()
    words_needed: int = WORDS_NEEDED
    needs_rare: bool = True

    def told(self, telling: _Telling, rare: frozenset[str]) -> tuple[str, ...]:
        """Give the words or quotations by which a text that holds the key is about this fact; none if it is not."""
        quoted = [quotation for quotation in self.quotations if quotation in telling.text]
        words = self.words & telling.roots
        shared = sorted(words & rare if self.needs_rare else words)
        return tuple(quoted or (shared if len(shared) >= self.words_needed else ()))


@dataclass(frozen=True, slots=True)
class _Telling:
    """A text that a question shows, folded."""

    owner: int
    field: str
    text: str
    roots: frozenset[str]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a question asks, and what it shows to whom it is asked, its passage after the answer included."""

    facts: tuple[_Fact, ...]
    tellings: tuple[_Telling, ...]
    roots: frozenset[str]

    @classmethod
    def of(cls, question: Question) -> Disclosure:
        """Read a question."""
        asked = Asked.of(question)
        context = RuleContext(clusters=alias_groups([asked]))
        passages = (_telling(0, "evidence", span.quote) for span in question.evidence)
        roots = _roots(folded(question.stem))
        return cls(tuple(_facts(asked, context)), (*_tellings(0, asked), *passages), roots)


def is_told(one: Disclosure, before: Sequence[Disclosure]) -> bool:
    """Tell whether those that were shown before state all the facts that this one asks: each pair, each gap."""
    rare = _rare([one.roots, *(other.roots for other in before)])
    tellings = [telling for other in before for telling in other.tellings]
    return bool(one.facts) and all(
        any(
            _tells(telling, name, fact.names[1:]) and fact.told(telling, rare)
            for telling in tellings
            for name in fact.names[0]
        )
        for fact in one.facts
    )


def part_and_order(shown: Sequence[Disclosure], most: int) -> list[int]:
    """Choose the places of so many questions, the first ones first, in an order in which none is told before its turn.

    Two that tell each other are not both chosen while there are others. Of a ring, one is told all the same.
    """
    told: dict[tuple[int, int], bool] = {}

    def tells(one: int, other: int) -> bool:
        if (one, other) not in told:
            told[one, other] = is_told(shown[other], [shown[one]])
        return told[one, other]

    chosen: list[int] = []
    aside: list[int] = []
    for place in range(len(shown)):
        if len(chosen) == most:
            break
        is_free = not any(tells(place, other) and tells(other, place) for other in chosen)
        (chosen if is_free else aside).append(place)
    left = [*chosen, *aside[: most - len(chosen)]]
    order: list[int] = []
    while left:
        free = (one for one in left if not any(tells(one, other) for other in left if other != one))
        order.append(next(free, left[0]))
        left.remove(order[-1])
    return order


def find_leaks(given: Sequence[Question | Asked]) -> list[Leak]:
    """Find each question whose stem or explanation states the fact that another asks.

    A text states a fact when it holds the key or another spelling of it, and with it two words of the asking stem that
    are rare in the bank (in at most a tenth of its questions), or a quotation of it. A pair of a match is stated by one
    side with all content words of the other. A statement (true or false, cloze) is read with its right answer filled
    in; a false one states nothing.
    """
    asked = [Asked.of(question) for question in given]
    questions = [one.question for one in asked]
    context = RuleContext(clusters=alias_groups(asked))
    tellings = [telling for index, one in enumerate(asked) for telling in _tellings(index, one)]
    by_word: dict[str, list[_Telling]] = defaultdict(list)
    for telling in tellings:
        for word in set(words_of(telling.text)):
            by_word[word].append(telling)
    rare = _rare([_roots(folded(question.stem)) for question in questions])
    leaks: dict[tuple[int, int], Leak] = {}
    for index, one in enumerate(asked):
        for fact in _facts(one, context):
            for telling, words in _told(index, fact, by_word, rare):
                leak = Leak(questions[index], questions[telling.owner], fact.key, words, telling.field)
                leaks.setdefault((index, telling.owner), leak)
    return list(leaks.values())


def _told(
    index: int, fact: _Fact, by_word: Mapping[str, list[_Telling]], rare: frozenset[str]
) -> Iterator[tuple[_Telling, tuple[str, ...]]]:
    for name in sorted(fact.names[0]):
        places = [by_word.get(word, []) for word in words_of(name)]
        for telling in min(places, key=len, default=[]):
            if telling.owner != index and _tells(telling, name, fact.names[1:]) and (words := fact.told(telling, rare)):
                yield telling, words


def _tells(telling: _Telling, name: str, others: Sequence[frozenset[str]]) -> bool:
    """Tell whether a text holds a name, and one of the names of each other key."""
    return contains_words(telling.text, name) and all(
        any(contains_words(telling.text, other) for other in names) for names in others
    )


def _facts(asked: Asked, context: RuleContext) -> Iterator[_Fact]:
    """Give the facts a question asks; whether a statement is true, and a whole order, cannot be told in passing."""
    if asked.kind in ("true_false", "open", "order"):
        return
    stem = folded(_GAP_NUMBER.sub(" ", asked.question.stem))
    words = _roots(stem)
    asking = _HEADLINE.sub("", asked.question.stem)
    quotations = tuple(folded(quotation) for quotation in _QUOTATION.findall(asking))
    sets = [(asked.keys, asked.accept)] if asked.keys else []
    sets += [((gap.key,), gap.accept) for gap in asked.gaps]
    for keys, accept in sets:
        names = tuple(_names(key, accept, context) for key in keys)
        of_keys = frozenset(root for group in names for name in group for root in _roots(name))
        yield _Fact(", ".join(keys), names, words - of_keys, quotations)
    for left, right in asked.pairs:
        for told, by in ((right, left), (left, right)):
            of_pair = _roots(folded(by)) - _roots(folded(told))
            if of_pair:
                names = (_names(told, (), context),)
                yield _Fact(told, names, of_pair, words_needed=len(of_pair), needs_rare=False)


def _names(key: str, accept: Sequence[str], context: RuleContext) -> frozenset[str]:
    names = spellings(key, context) | {folded(text) for text in accept} | _spelt_dates(key)
    return frozenset(names | {_WORD_OF[name] for name in names if name in _WORD_OF})


def _spelt_dates(key: str) -> set[str]:
    """Spell a value of the date grammar as it stands in texts."""
    found = _DATE_VALUE.fullmatch(key)
    if not found:
        return set()
    year, month, day = found[1], MONTHS[(int(found[2]) - 1) % 12], found[3]
    if day is None:
        return {fold(f"{month} {year}")}
    number = int(day)
    return {
        fold(text) for text in (f"{number} {month} {year}", f"{month} {number}, {year}", f"{month} {number} {year}")
    }


def _tellings(index: int, asked: Asked) -> Iterator[_Telling]:
    question = asked.question
    stem = question.stem
    if asked.kind == "cloze":
        keys = {str(number): gap.key for number, gap in enumerate(asked.gaps, start=1)}
        stem = _GAP_NUMBER.sub(lambda found: keys.get(found[1], " "), stem)
    if asked.kind != "true_false" or asked.keys == ("true",):
        yield _telling(index, "stem", stem)
    for field, text in (("explanation", question.explanation), ("context", question.context)):
        if text:
            yield _telling(index, field, text)
    for hint in question.hints:
        yield _telling(index, "hints", hint)


def _telling(index: int, field: str, text: str) -> _Telling:
    plain = folded(text)
    return _Telling(index, field, plain, _roots(plain))


def _rare(of_stems: Sequence[frozenset[str]]) -> frozenset[str]:
    counts = Counter(root for roots in of_stems for root in roots)
    limit = max(RARE_COUNT, RARE_SHARE * len(of_stems))
    return frozenset(root for root, count in counts.items() if count <= limit)


@lru_cache(maxsize=4096)
def _roots(plain: str) -> frozenset[str]:
    """Give the content words of a folded text, cut to a rough root, so that "signed" meets "sign"."""
    words = (word for word in words_of(plain) if len(word) > 2 and word not in STOP_WORDS)
    return frozenset(root for word in words if (root := _root(word)) not in STOP_WORDS)


def _root(word: str) -> str:
    for ending in ("sses", "shes", "ches", "xes", "ing", "ed", "s"):
        cut = 2 if ending.endswith("es") else len(ending)
        if word.endswith(ending) and len(word) - cut >= 4 and not word.endswith("ss"):
            return word[:-cut]
    return word
