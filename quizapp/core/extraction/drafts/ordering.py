"""T8: which event came first, in which order they came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from quizapp.core.calendar import DateValue, format_value
from quizapp.core.extraction.drafted import SELECTED_FROM
from quizapp.core.extraction.drafts.accounted import MOST_OTHERS, find_cut, find_repeat, find_unaccounted
from quizapp.core.extraction.drafts.askable import is_askable
from quizapp.core.extraction.drafts.borrowed import is_borrowed
from quizapp.core.extraction.drafts.doubts import doubts_about, is_one_sided
from quizapp.core.extraction.drafts.needs import find_missing
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.statements import told
from quizapp.core.extraction.drafts.when import is_vague
from quizapp.core.extraction.drafts.wording import relation_of, sentence_case
from quizapp.core.extraction.standalone import find_open_reference
from quizapp.core.extraction.values import Fact, confidence_of

#: A dated fact, and the words that tell it without its time.
Event: TypeAlias = tuple[Fact, str]
#: Whether an event in its words is sound by itself.
EventTest = Callable[[Fact, str], bool]

_MOST = 4
_LEAST = 3
_MOST_YEARS = 200
_LONGER = 1.5
_MAX_ITEM_CHARS = 90
_SURE = 0.8
#: So many events of like length are looked at for two that go with one.
_LOOKED_AT = 400
#: What gives its place away: a birth, a return, a reign that spans the rest.
_TELLING = frozenset({"bear", "return", "come", "rule", "reign", "last", "resume", "reopen", "re-form"})
#: Frames and verbs of coming into the world or an office, and of going out of it.
_CAREER = frozenset(
    {"life", "appoint", "elect", "leave", "resign", "retire", "abdicate", "succeed", "dismiss", "crown"}
)


def list_dated(setting: DraftSetting, is_sound: EventTest) -> list[Event]:
    """Give the events that can stand among others: one that is not sound would spoil those it is dealt out with."""
    events = ((fact, clause_of(setting, fact)) for fact in setting.analysis.facts)
    return [(fact, words) for fact, words in events if words is not None and is_sound(fact, words)]


def ask_order(setting: DraftSetting, dated: Sequence[Event]) -> Iterator[Proposal]:
    """Ask for the order of three or four events of different actors that do not touch in time, from the whole text."""
    for group in _groups(setting, dated):
        facts = tuple(fact for fact, _ in group)
        yield Proposal(
            template="T8",
            family="order",
            slot="time",
            kind="order",
            stem="Put these events in order, the earliest first.",
            answer=Answer("none", ""),
            about="date",
            facts=facts,
            passages=tuple(setting.passage(fact.start, fact.end) for fact in facts),
            fields={"items": [sentence_case(words) for _, words in group]},
            needs_options=False,
            takes_options=False,
            weight=0.7,
        )


def ask_first(setting: DraftSetting, dated: Sequence[Event]) -> Iterator[Proposal]:
    """Ask which of three events came first; each of the others is told at a later time."""
    for group in _alike(dated):
        facts = tuple(fact for fact, _ in group)
        texts = [sentence_case(words) for _, words in group]
        yield Proposal(
            template="T8",
            family="first",
            slot="time",
            kind="choice",
            stem="Which event came first?",
            answer=Answer("event", texts[0], texts=tuple(texts)),
            about="date",
            facts=facts,
            passages=tuple(setting.passage(fact.start, fact.end) for fact in facts),
            fields={
                "explanation": "; ".join(f"{text}: {_shown(fact)}" for fact, text in zip(facts, texts, strict=True))
            },
            needs_options=True,
            weight=0.6,
        )


def clause_of(setting: DraftSetting, fact: Fact) -> str | None:
    """Give a dated event in words that stand alone, without its time; None where it is not sure or not whole."""
    known = setting.remembered.clauses
    if id(fact) not in known:
        known[id(fact)] = _clause(setting, fact)
    return known[id(fact)]


def _clause(setting: DraftSetting, fact: Fact) -> str | None:
    value = fact.time.value if fact.time is not None else None
    if value is None or value.lo is None or fact.confidence < _SURE or fact.is_negative:
        return None
    if len(fact.others) > MOST_OTHERS or is_borrowed(setting, fact):
        return None
    if fact.verb in _TELLING or fact.frame == "be":
        return None
    if relation_of(setting, fact) not in ("at", "around") or fact.superlative or fact.modality != "asserted":
        return None
    words = told(setting, fact) if is_askable(setting, fact) and not is_one_sided(fact) else None
    if words is None or len(words) > _MAX_ITEM_CHARS or find_open_reference(words, setting.spread) or is_vague(fact):
        return None
    is_cut = find_missing(setting, fact, "time", words) or find_cut(setting, fact, words)
    return None if is_cut or find_unaccounted(setting, fact) or find_repeat(setting, fact) else words


def _alike(dated: Sequence[Event]) -> Iterator[list[Event]]:
    """Deal out groups of three whose words are of like length, so that none stands out."""
    left = sorted(dated, key=lambda entry: (len(entry[1]), entry[0].start))
    while len(left) >= _LEAST:
        base, places = left[0], [0]
        for place in range(1, min(len(left), _LOOKED_AT)):
            entry = left[place]
            if len(places) == _LEAST or len(entry[1]) > _LONGER * len(base[1]):
                break
            others = (left[other] for other in places)
            if all(_are_apart(entry, other) and not _is_one_career(entry, other) for other in others):
                places.append(place)
        if len(places) == _LEAST:
            yield sorted(_taken(left, places), key=lambda entry: _value(entry[0]).sort_key)
        else:
            del left[0]


def _are_apart(one: Event, two: Event) -> bool:
    return one[1] != two[1] and (_is_after(one, two) or _is_after(two, one))


def _shown(fact: Fact) -> str:
    return format_value(_value(fact)).replace("\N{NO-BREAK SPACE}", " ")


def _groups(setting: DraftSetting, dated: Sequence[Event]) -> Iterator[list[Event]]:
    """Deal the events out, in the order of time, into groups whose times lie well apart."""
    for age in _ages(sorted(dated, key=lambda entry: (_value(entry[0]).sort_key, entry[0].start))):
        yield from _dealt(setting, age)


def _ages(dated: Sequence[Event]) -> Iterator[list[Event]]:
    """Part events where centuries lie between two of them: their order would be no question."""
    age: list[Event] = []
    for entry in dated:
        if age and (_value(entry[0]).lo or 0) - (_value(age[-1][0]).lo or 0) > _MOST_YEARS * 365:
            yield age
            age = []
        age.append(entry)
    yield age


def _dealt(setting: DraftSetting, left: list[Event]) -> Iterator[list[Event]]:
    while len(left) >= _LEAST:
        size = min(_MOST, len(left))
        step = len(left) / size
        group: list[Event] = []
        places: list[int] = []
        for part in range(size):
            for place in range(int(part * step), int((part + 1) * step)):
                if _fits(group, left[place]) and _are_sure(setting, [*group, left[place]]):
                    group.append(left[place])
                    places.append(place)
                    break
        if len(group) < _LEAST:
            return
        yield _taken(left, places)


def _fits(group: Sequence[Event], entry: Event) -> bool:
    if not group:
        return True
    return _is_after(entry, group[-1]) and not any(_is_one_career(entry, one) for one in group)


def _are_sure(setting: DraftSetting, group: Sequence[Event]) -> bool:
    """Tell whether all that speaks against several events leaves a question of them sure enough to be chosen."""
    reasons = dict.fromkeys(reason for fact, _ in group for reason in doubts_about(setting, fact))
    return confidence_of(tuple(reasons)) >= SELECTED_FROM


def _is_one_career(one: Event, two: Event) -> bool:
    """Tell whether both tell of one person’s coming or going, whose order needs no document: born and died."""
    parties = [
        {number for slot in (fact.subject, fact.object) if slot is not None for number in slot.heads}
        for fact in (one[0], two[0])
    ]
    careers = [fact.frame in _CAREER or fact.verb in _CAREER for fact in (one[0], two[0])]
    has_death = any(fact.verb == "die" for fact in (one[0], two[0]))
    return bool(parties[0] & parties[1]) and (all(careers) or has_death)


def _taken(left: list[Event], places: Sequence[int]) -> list[Event]:
    """Take the events of ascending places out of a list."""
    group = [left[place] for place in places]
    for place in reversed(places):
        del left[place]
    return group


def _is_after(entry: Event, last: Event) -> bool:
    first, second = _value(last[0]), _value(entry[0])
    return first.hi is not None and second.lo is not None and first.hi < second.lo and entry[1] != last[1]


def _value(fact: Fact) -> DateValue:
    value = fact.time.value if fact.time is not None else None
    assert value is not None  # `_item` lets only facts with a time through
    return value
