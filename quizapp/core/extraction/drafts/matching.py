"""T12: people and their offices, speakers and their words, one to one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from quizapp.core.calendar import format_value
from quizapp.core.compare import fold
from quizapp.core.extraction.drafts.askable import is_askable
from quizapp.core.extraction.drafts.naming import is_regnal
from quizapp.core.extraction.drafts.offices import EXCLUSIVE, is_fit_office, office_words, realms_in, role_class
from quizapp.core.extraction.drafts.ordering import clause_of
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.proven import is_proven
from quizapp.core.extraction.drafts.quotations import is_known_again
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.spoken import content_words
from quizapp.core.extraction.drafts.whole_offices import find_unwhole_office, whole_office
from quizapp.core.extraction.drafts.wording import key_name, relation_of, sentence_case
from quizapp.core.extraction.values import Fact
from quizapp.core.question import About

_MOST = 5
_LEAST = 3
_MAX_QUOTE_CHARS = 80
_LIKE_FROM = 80
_SURE = 0.85
_POINTS = re.compile(r"\b(?:his|her|its|their|this|that|and|first|last|most|only)\b", re.IGNORECASE)
#: Words that are fewer are known by nobody without their sentence.
_WORDS_TO_KNOW_BY = 4
_HALF = re.compile(r"(?:was|were|is|are|has|have|had|will|would|could|should|to|and|but|that)\b")
_DAYS_OF_A_MATCH = 150 * 365

Pair = tuple[Fact, str, str]


def ask_pairs(setting: DraftSetting) -> Iterator[Proposal]:
    """Ask who held which office and who said what, where at least three fit one to one."""
    yield from _matched(
        setting, _offices(setting), "offices", "Who held which office, according to the document?", "other"
    )
    yield from _matched(setting, _roles(setting), "roles", "Who was who, according to the document?", "other")
    yield from _matched(setting, _times(setting), "times", "When did these events take place?", "date")
    yield from _matched(setting, _sayings(setting), "sayings", "Who said what, according to the document?", "quote")


def _roles(setting: DraftSetting) -> Iterator[Pair]:
    for fact in setting.analysis.facts:
        if fact.frame != "role" or not fact.rule.endswith(".now") or fact.subject is None or fact.object is None:
            continue
        words = office_words(fact.object.words)
        if not is_fit_office(words):
            continue
        is_telling = role_class(words) not in ("", "family", "counterpart", "role", "witness")
        if len(fact.subject.heads) == 1 and is_telling and not _POINTS.search(words) and is_askable(setting, fact):
            yield fact, key_name(setting, fact.subject.heads[0]), sentence_case(words)


def _times(setting: DraftSetting) -> Iterator[Pair]:
    """Give events and their times, all of one grain."""
    dated: dict[str, list[Pair]] = {}
    for fact in setting.analysis.facts:
        words, value = clause_of(setting, fact), fact.time.value if fact.time is not None else None
        if words is not None and value is not None and relation_of(setting, fact) == "at":
            shown = format_value(value).replace("\N{NO-BREAK SPACE}", " ")
            dated.setdefault(value.grain, []).append((fact, sentence_case(words), shown))
    yield from max((_of_one_age(pairs) for _, pairs in sorted(dated.items())), key=len, default=[])


def _of_one_age(pairs: list[Pair]) -> list[Pair]:
    """Keep the events around which most others lie: a time of another age is told by itself."""
    days = sorted(map(_day, pairs))

    def count_near(one: Pair) -> int:
        return bisect_right(days, _day(one) + _DAYS_OF_A_MATCH) - bisect_left(days, _day(one) - _DAYS_OF_A_MATCH)

    middle = max(pairs, key=count_near, default=None)
    return [two for two in pairs if middle is not None and abs(_day(middle) - _day(two)) <= _DAYS_OF_A_MATCH]


def _day(pair: Pair) -> int:
    value = pair[0].time.value if pair[0].time is not None else None
    return value.lo or 0 if value is not None else 0


def _offices(setting: DraftSetting) -> Iterator[Pair]:
    """Give people and their offices, each told whole; kings by number and people with surnames do not go together."""
    found: list[Pair] = []
    for fact in setting.analysis.facts:
        if fact.frame == "role" and fact.rule.endswith(".now") and fact.subject is not None and fact.object is not None:
            words, _ = whole_office(setting, fact.object)
            is_whole = role_class(words) in EXCLUSIVE and find_unwhole_office(setting, fact.object) is None
            if is_whole and len(fact.subject.heads) == 1 and is_proven(setting, fact.subject.heads[0]):
                found.append((fact, key_name(setting, fact.subject.heads[0]), sentence_case(words)))
    kings = [pair for pair in found if is_regnal(pair[1])]
    others = [pair for pair in found if not is_regnal(pair[1])]
    yield from _of_one_realm(kings if len(kings) > len(others) else others)


def _of_one_realm(pairs: list[Pair]) -> list[Pair]:
    """Keep the offices of the state that most are of: a name mostly tells of which people somebody is."""
    realms = [realms_in(right) for _, _, right in pairs]
    most = max(realms, key=realms.count, default=frozenset())
    return [pair for pair, own in zip(pairs, realms, strict=True) if own == most]


def _sayings(setting: DraftSetting) -> Iterator[Pair]:
    for fact in setting.analysis.facts:
        if not fact.rule.startswith("facts.quote") or fact.subject is None or fact.object is None:
            continue
        words = fact.object.words.strip(" ,.;")
        is_sure = not fact.subject.reasons and fact.confidence > _SURE and len(fact.subject.heads) == 1
        is_fit = len(words) <= _MAX_QUOTE_CHARS and is_known_again(words, is_direct=fact.rule.endswith(".direct"))
        is_fit = is_fit and content_words(words) >= _least_words(fact) and not _HALF.match(words)
        if is_sure and is_fit and setting.actor(fact.subject.heads[0]).type == "person":
            yield fact, key_name(setting, fact.subject.heads[0]), f"“{words}”"


def _least_words(fact: Fact) -> int:
    """Give how many words of sense tell what was said: of a piece more, as nobody knows it without its sentence."""
    return _WORDS_TO_KNOW_BY - fact.rule.endswith(".direct")


def _matched(setting: DraftSetting, pairs: Iterable[Pair], family: str, stem: str, about: About) -> Iterator[Proposal]:
    chosen: list[Pair] = []
    for pair in pairs:
        if len(chosen) < _MOST and not any(_clash(pair, other) for other in chosen):
            chosen.append(pair)
    if len(chosen) < _LEAST:
        return
    facts = tuple(fact for fact, _, _ in chosen)
    yield Proposal(
        template="T12",
        family=family,
        slot="object",
        kind="match",
        stem=stem,
        answer=Answer("none", ""),
        about=about,
        facts=facts,
        passages=_passages(setting, facts),
        fields={"pairs": [{"left": left, "right": right} for _, left, right in chosen]},
        needs_options=False,
        takes_options=False,
        weight=0.45 if family == "offices" else 0.6,
    )


def _passages(setting: DraftSetting, facts: Sequence[Fact]) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys(setting.passage(fact.start, fact.end) for fact in facts))


def _clash(one: Pair, two: Pair) -> bool:
    is_time = one[2][-1:].isdigit() or two[2][-1:].isdigit()
    alike = one[2] == two[2] if is_time else fuzz.token_set_ratio(fold(one[2]), fold(two[2])) >= _LIKE_FROM
    return one[1] == two[1] or alike
