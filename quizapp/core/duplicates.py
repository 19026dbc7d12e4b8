"""Questions that ask the same: word for word but for case and accents, nearly so, or with another answer.

Never all pairs: near ones are looked for among those that share two of their rarest words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from itertools import combinations

from rapidfuzz import fuzz

from quizapp.core.compare import fold
from quizapp.core.searching import split_words

NEAR_FROM = 92
#: A question is compared with those before it that have two of so many of its rarest words, and with so many a pair.
_RAREST = 5
_SHARED_AT_MOST = 12
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_NAME = re.compile(r"(?<=[^\s.!?:])\s+[(“„‘«\"']?([^\W\d_][\w’'-]*)")
_MISSPELT_FROM = 80
#: What is asked with more answers than this is an instruction: “Choose the right spelling”.
_ANSWERS_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared of a question.

    `setting` is what else must be the same for the same to be asked: its kind, the text above it, what is to be put in
    order. `options` are the folded words that are chosen from, empty where none are; `accepts` what else is right.
    """

    id: int
    stem: str
    answer: str
    setting: str = ""
    options: frozenset[str] = frozenset()
    accepts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions that ask the same; `likeness` is 100 for the same words, the earlier one comes first.

    `is_contrary`: they ask the same word for word, and something else is right.
    """

    first: int
    second: int
    likeness: int
    is_contrary: bool = False


def fingerprint(stem: str, answer: str) -> str:
    """Give what two questions have in common when they are the same: folded stem and key."""
    return f"{fold(stem)}\n{fold(answer)}"


def are_told_apart(one: str, other: str) -> bool:
    """Whether two stems name different numbers or names, so that words which they share are no sign."""
    numbers = [Counter(_NUMBER.findall(stem)) for stem in (one, other)]
    if numbers[0] != numbers[1]:
        return True
    first, second = (_names(stem) for stem in (one, other))
    return any(_lacks(name, second) for name in first) or any(_lacks(name, first) for name in second)


def ask_else(one: str, other: str) -> bool:
    """Whether each of two stems has a word that the other lacks, however that is misspelt."""
    first, second = (set(split_words(stem)) for stem in (one, other))
    return any(_lacks(word, second) for word in first) and any(_lacks(word, first) for word in second)


def fill_one_frame(one: str, other: str) -> bool:
    """Whether two stems say the same, but that in some places each has other words: is run a verb, is swim a verb.

    At least half of the longer one is the same; whoever words a question anew moves words, adds some or drops some.
    """
    first, second = split_words(one), split_words(other)
    steps = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    same = sum(end - start for name, start, end, *_ in steps if name == "equal")
    return 2 * same >= max(len(first), len(second)) and all(name in ("equal", "replace") for name, *_ in steps)


def _names(stem: str) -> set[str]:
    """Give the words that begin with a capital letter though no sentence does."""
    return {match[1].casefold() for match in _NAME.finditer(stem) if match[1][0].isupper()}


def _lacks(name: str, others: set[str]) -> bool:
    """Whether a name or word is not there, however it is misspelt."""
    return name not in others and all(fuzz.ratio(name, other) < _MISSPELT_FROM for other in others)


def find_same(questions: Sequence[Asked]) -> list[Pair]:
    """Give each question that stands there before, with the first of its like."""
    first: dict[str, int] = {}
    pairs = []
    for question in questions:
        earlier = first.setdefault(fingerprint(question.stem, question.answer), question.id)
        if earlier != question.id:
            pairs.append(Pair(earlier, question.id, 100))
    return pairs


def find_contrary(questions: Sequence[Asked], *, among: Container[int] | None = None) -> list[Pair]:
    """Give each question that asks what one before it asks, word for word, and has another answer.

    What many ask with as many answers is no question but an instruction, and so are words that name nothing, above
    options that have little in common. With `among` those alone whose later question is one of these.
    """
    groups: defaultdict[tuple[str, str], dict[str, Asked]] = defaultdict(dict)
    for question in questions:
        groups[question.setting, fold(question.stem)].setdefault(fold(question.answer), question)
    pairs = []
    for answers in groups.values():
        first, *others = answers.values()
        if others and len(answers) <= _ANSWERS_AT_MOST:
            pairs += [
                Pair(first.id, other.id, 99, is_contrary=True)
                for other in others
                if (among is None or other.id in among)
                and not (_agree(first, other) or _are_told_by_options(first, other))
            ]
    return pairs


def _agree(one: Asked, other: Asked) -> bool:
    """Whether either answer is right to the other too: a spelling, a number written otherwise, a date less exact."""
    first, second = fold(one.answer), fold(other.answer)
    if first in other.accepts or second in one.accepts:
        return True
    if one.setting.startswith("date\n") and (first.startswith(second) or second.startswith(first)):
        return True
    try:
        return Decimal(one.answer) == Decimal(other.answer)
    except InvalidOperation:
        return False


def _are_told_by_options(one: Asked, other: Asked) -> bool:
    """Whether only their options tell what is asked: “Which of these is right?”."""
    if 2 * len(one.options & other.options) >= min(len(one.options), len(other.options)):
        return False
    return not (_names(one.stem) or _NUMBER.search(one.stem))


def find_near(
    questions: Sequence[Asked], known: Sequence[Pair] = (), *, among: Container[int] | None = None
) -> list[Pair]:
    """Give pairs that are nearly the same, the likest first; `known` are the same ones, which are left out.

    With `among` those pairs alone whose later question is one of these.
    """
    left_out = {pair.second for pair in known}
    words = {each.id: tuple(split_words(f"{each.stem} {each.answer}")) for each in questions if each.id not in left_out}
    texts = {each: " ".join(found) for each, found in words.items()}
    stems = {each.id: each.stem for each in questions}
    keys = {each.id: fold(each.answer) for each in questions}
    pairs = []
    for one, other in _candidates(words, among):
        likeness = fuzz.token_set_ratio(texts[one], texts[other], score_cutoff=NEAR_FROM)
        # Sets of words are the same where one text holds the other; of what asks for something else that is no sign.
        if not likeness:
            continue
        is_other = keys[one] != keys[other] and are_told_apart(stems[one], stems[other])
        if not is_other and (keys[one] == keys[other] or fuzz.token_sort_ratio(texts[one], texts[other]) >= NEAR_FROM):
            pairs.append(Pair(one, other, min(99, round(likeness))))
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _candidates(words: Mapping[int, Sequence[str]], among: Container[int] | None) -> Iterator[tuple[int, int]]:
    counts = Counter(word for found in words.values() for word in set(found))
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for each, found in words.items():
        shared = (word for word in set(found) if counts[word] > 1)
        rarest = sorted(shared, key=lambda word: (counts[word], word))[:_RAREST]
        for block in combinations(rarest, min(2, len(rarest))):
            blocks[block].append(each)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        for place, other in enumerate(members):
            if among is not None and other not in among:
                continue
            for one in members[max(0, place - _SHARED_AT_MOST) : place]:
                if (one, other) not in seen:
                    seen.add((one, other))
                    yield one, other
