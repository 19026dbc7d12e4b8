"""What a document tells in two ways: two values for one slot, and weekdays that do not fit; never asked, only shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizapp.core.calendar import format_value
from quizapp.core.extraction.drafted import Contradiction
from quizapp.core.extraction.drafts.rivals import agree, has_other_answer, slot_of
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.phrases import time_relation
from quizapp.core.extraction.values import Fact, Slot

#: Classes of verbs that happen once to the same parties.
_ONCE = frozenset({"bear", "die", "found", "abolish", "invent", "discover", "kill", "execute", "baptise", "collapse"})
#: What is signed, opened or fought once, where it has a name: a treaty, a bridge, a battle; not a parliament or a fair.
_NAMED_ONCE = {
    "sign": "Treaty Agreement Pact Convention Accord Accords Charter Constitution Declaration Armistice Protocol",
    "open": "Bridge Tunnel Canal Railway Museum Library Hospital School Station Dam Theatre University College Hall "
    "Airport Port Harbour Tower Gallery Observatory Factory Mill Church Park Lighthouse",
    "fight": "Battle Siege",
    "destroy": "Bridge Tunnel Library Museum Palace Tower Mill Factory Observatory Lighthouse Theatre Hall Hospital "
    "School Station Dam Gallery Church Chapel Cathedral Abbey Temple Synagogue Mosque Monastery Castle Fort Ship",
}
_NAMING_NOUNS = {verb_class: frozenset(nouns.split()) for verb_class, nouns in _NAMED_ONCE.items()}
#: Ways to die; nobody dies twice.
_DEATHS = frozenset({"die", "kill", "execute"})
#: Of these one doer is told; a treaty has many signers and a battle two sides.
_OF_ONE_DOER = frozenset({"found", "invent", "discover", "open", "destroy", "kill"})
#: A time told of these is the time, whoever else is named as doer; a treaty is signed by each side on a day of its own.
_OF_MANY = frozenset({"sign", "fight"})
#: Who is elected to one office on two days of one year was elected once; a year later it may be a second term.
_INTO_OFFICE = frozenset({"elect", "appoint", "crown"})
_ONE_TERM = 340
#: Two years, told without days, that lie so near are two tellings of one election.
_SHORT_TERM = 2
#: A place that was lost, or taken back, may be captured by the same side again.
_LOST = frozenset(
    {
        "lose",
        "recapture",
        "retake",
        "regain",
        "recover",
        "surrender",
        "abandon",
        "return",
        "liberate",
        "cede",
        "evacuate",
    }
)
#: A thing that was made anew may be opened or destroyed again.
_ANEW = frozenset({"rebuild", "reopen", "restore", "repair", "reconstruct", "replace", "re-open"})
_AGAIN = re.compile(r"\b(?:again|once more|(?:a|the) (?:second|third) time|re-?elected)\b", re.IGNORECASE)
#: Somebody is born and dies in one place.
_OF_ONE_PLACE = frozenset({"bear", "die"})
_SLOTS = ("time", "subject", "place")
_TOLD = {"time": "Two times are", "subject": "Two doers are", "place": "Two places are"}
#: So many tellings of one event are compared with each other; a longer list repeats itself.
_TELLINGS = 12
_SHOWN = 4
#: How far behind a clause “again” may stand.
_BEHIND = 14
#: Longer words of a passage are cut.
_WORDS_AT_MOST = 80


@dataclass(frozen=True, slots=True)
class Contradictions:
    """The contradictions of a document, and the spans of the facts that they are about."""

    found: tuple[Contradiction, ...]
    passages: frozenset[tuple[int, int]]


def find_contradictions(setting: DraftSetting) -> Contradictions:
    """Find two times, doers or places of what happens once, and weekdays that contradict their date."""
    found = list(_false_weekdays(setting))
    spans: set[tuple[int, int]] = set()
    for event in _events(setting):
        slot, told = next(((slot, told) for slot in _SLOTS if (told := _conflicting(setting, event, slot))), ("", ()))
        if told:
            passages = tuple((fact.start, fact.end) for fact in told)
            is_of_many = setting.key_of(told[0]).verb_class in _OF_MANY
            facts = {
                (fact.start, fact.end)
                for fact in event
                if not is_of_many or fact in told or any(_contradicts(setting, one, fact, slot) for one in told)
            }
            spans |= facts
            found.append(Contradiction(_message(setting, slot, told), passages, tuple(sorted(facts))))
    return Contradictions(tuple(found), frozenset(spans))


def _false_weekdays(setting: DraftSetting) -> Iterator[Contradiction]:
    """Give the dates whose weekday is another one, each with the facts that it is the time of."""
    timed: dict[int, set[tuple[int, int]]] = {}
    for fact in setting.analysis.facts:
        if fact.time is not None and fact.time.date is not None:
            timed.setdefault(fact.time.date, set()).add((fact.start, fact.end))
    for number, mention in enumerate(setting.analysis.dates):
        if mention.contradicts:
            message = f"The weekday does not fit the date: “{mention.surface}”."
            facts = tuple(sorted(timed.get(number, ())))
            yield Contradiction(message, ((mention.start, mention.end),), facts)


def told_in_two_ways(setting: DraftSetting) -> frozenset[tuple[int, int]]:
    """Give the spans of the facts that contradict each other; none of them proves or explains anything."""
    if not setting.remembered.doubled:
        setting.remembered.doubled.append(find_contradictions(setting).passages)
    return setting.remembered.doubled[0]


def _events(setting: DraftSetting) -> Iterator[Sequence[Fact]]:
    """Give the tellings of each deed that happens once, by its verb and by what it was done to."""
    events: dict[tuple[str, str, str, str], list[Fact]] = {}
    anew = (fact.object for fact in setting.analysis.facts if fact.verb in _ANEW | _LOST)
    made_anew = {setting.slot_key(thing) for thing in anew if thing is not None}
    for fact in setting.analysis.facts:
        if fact.modality != "asserted" or fact.is_negative:
            continue
        event = _event_of(setting, fact)
        if event is not None and event[2] not in made_anew and not _is_again(setting, fact):
            events.setdefault(event, []).append(fact)
    for tellings in events.values():
        if len(tellings) > 1:
            yield tellings


def _event_of(setting: DraftSetting, fact: Fact) -> tuple[str, str, str, str] | None:
    """Give what tellings of one deed have in common: its verb, what it was done to, its doer where there are many."""
    key = setting.key_of(fact)
    if key.verb_class == "marry":
        pair = sorted({number for slot in (fact.subject, fact.object) if slot is not None for number in slot.heads})
        return (key.frame, key.verb_class, " & ".join(map(str, pair)), "") if len(pair) == 2 else None
    if key.verb_class in _INTO_OFFICE:
        office = next((slot for preposition, slot in fact.others if preposition in ("", "as")), None)
        if key.verb_class == "crown" and (office is None or " of " not in office.words) and fact.object is not None:
            return key.frame, key.verb_class, setting.slot_key(fact.object), ""
        if office is None or fact.object is None or not fact.object.heads:
            return None
        return key.frame, key.verb_class, setting.slot_key(fact.object), setting.slot_key(office)
    thing = _thing(setting, fact)
    if thing is None:
        return None
    if key.verb_class in _DEATHS and _is_person(setting, thing):
        return "life", "die", setting.slot_key(thing), ""
    # Two schools that two people found are two; a Tarn School is one, whoever is said to have founded it.
    is_anyones = fact.object is None or (_is_one_thing(setting, thing) and key.verb_class != "capture")
    doer = "" if is_anyones else key.subject
    return key.frame, key.verb_class, setting.slot_key(thing), doer


def _is_again(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether the clause, or what stands right behind it, speaks of a second time."""
    return _AGAIN.search(setting.analysis.text.text, fact.start, fact.end + _BEHIND) is not None


def _thing(setting: DraftSetting, fact: Fact) -> Slot | None:
    """Give what a deed that happens once was done to; None where the deed may happen again."""
    verb_class = setting.key_of(fact).verb_class
    if verb_class == "capture" and fact.verb not in _LOST and fact.subject is not None and fact.subject.heads:
        is_one = fact.object is not None and not fact.object.words.lower().startswith(("a ", "an "))
        return fact.object if is_one else None
    # “He died of a fever”: the fever is no thing that dies.
    thing = fact.subject if verb_class == "die" else fact.object or fact.subject
    if verb_class in _ONCE or thing is None:
        return thing
    nouns = _NAMING_NOUNS.get(verb_class, frozenset())
    return thing if nouns & set(thing.words.split()) and _is_named(thing) else None


def _is_named(slot: Slot) -> bool:
    """Whether words name one thing: a capital behind the article, and no list of things."""
    words = [word for word in slot.words.split() if word.lower() not in ("the", "a", "an")]
    return len(words) > 1 and all(word[0].isupper() or word in ("of", "and", "the") for word in words)


def _is_one_thing(setting: DraftSetting, slot: Slot) -> bool:
    """Whether a slot names one thing, or is a person by whatever form of the name."""
    return _is_person(setting, slot) or _is_named(slot)


def _is_person(setting: DraftSetting, slot: Slot) -> bool:
    return len(slot.heads) == 1 and setting.actor(slot.heads[0]).type == "person"


def _conflicting(setting: DraftSetting, event: Sequence[Fact], slot: str) -> tuple[Fact, ...]:
    """Give a telling for each value of a slot that contradicts another; none where all may be true."""
    told: list[Fact] = []
    for fact in event:
        if len(told) == _TELLINGS:
            break
        if _tells(setting, fact, slot) and all(_contradicts(setting, one, fact, slot) for one in told):
            told.append(fact)
    return tuple(told) if len(told) > 1 else ()


def _tells(setting: DraftSetting, fact: Fact, slot: str) -> bool:
    verb_class = setting.key_of(fact).verb_class
    match slot:
        case "time":
            time = fact.time
            return time is not None and time.value is not None and time_relation(time, setting.analysis) == "at"
        case "subject":
            return verb_class in _OF_ONE_DOER and fact.object is not None and fact.subject is not None
        case _:
            is_told = verb_class in _OF_ONE_PLACE and fact.place is not None
            return is_told and fact.place is not None and fact.place.words not in vocabulary().states


def _contradicts(setting: DraftSetting, one: Fact, two: Fact, slot: str) -> bool:
    """Whether two tellings of one deed cannot both be true."""
    if not has_other_answer(setting, one, two, slot):
        return False
    verb_class = setting.key_of(one).verb_class
    if verb_class != setting.key_of(two).verb_class:
        return slot == "time"  # who died in 1558 was not beheaded in 1587
    if slot == "time":
        return _are_two_times(setting, one, two, verb_class)
    if slot == "subject":
        is_named = one.object is not None and _is_one_thing(setting, one.object)
        heads = [set(fact.subject.heads) for fact in (one, two) if fact.subject is not None]
        is_two = is_named and all(heads) and not heads[0] & heads[1] and _are_alike(setting, heads)
        return is_two and agree(setting, one, two, (slot,))
    return agree(setting, one, two, (slot,))


def _are_two_times(setting: DraftSetting, one: Fact, two: Fact, verb_class: str) -> bool:
    """Whether two times cannot be those of one deed; who is named as its doer parts them only where many do it."""
    if verb_class == "marry":
        return agree(setting, one, two, ("time", "subject", "object"))
    if verb_class in _INTO_OFFICE:
        is_near = verb_class == "crown" or _days_apart(one, two) < _ONE_TERM or _years_apart(one, two) <= _SHORT_TERM
        return is_near and agree(setting, one, two, ("time", "subject"))
    if verb_class in _OF_MANY or one.superlative != two.superlative:
        return agree(setting, one, two, ("time",))
    return agree(setting, one, two, ("time", "subject"))


def _days_apart(one: Fact, two: Fact) -> int:
    """Give how many days lie between the days of two facts; many where no day is told."""
    values = [fact.time.value for fact in (one, two) if fact.time is not None and fact.time.value is not None]
    days = [value.lo for value in values if value.lo is not None and value.grain == "day"]
    return abs(days[0] - days[1]) if len(days) == 2 else _ONE_TERM


def _years_apart(one: Fact, two: Fact) -> int:
    """Give how many years lie between facts that tell no more than a year; many where a day or month is told."""
    values = [fact.time.value for fact in (one, two) if fact.time is not None and fact.time.value is not None]
    years = [int(value.value) for value in values if value.grain == "year" and value.value.isdecimal()]
    return abs(years[0] - years[1]) if len(years) == 2 else _ONE_TERM


def _are_alike(setting: DraftSetting, heads: Sequence[set[int]]) -> bool:
    """Whether two doers are of one type: a state and its army, a league and its founder may both have done it."""
    return len({setting.actor(number).type for some in heads for number in some}) == 1


def _message(setting: DraftSetting, slot: str, told: Sequence[Fact]) -> str:
    text = setting.analysis.text.text
    words = " ".join(text[told[0].start : told[0].end].split())
    if len(words) > _WORDS_AT_MOST:
        words = words[:_WORDS_AT_MOST].rsplit(" ", 1)[0] + " …"
    values = [_shown(fact, slot) for fact in told[:_SHOWN]]
    listed = " and ".join(dict.fromkeys(values))
    return f"{_TOLD[slot]} given for one event (“{words}”): {listed}."


def _shown(fact: Fact, slot: str) -> str:
    value = slot_of(fact, slot)
    if value is None:
        return ""
    is_time = slot == "time" and value.value is not None
    return format_value(value.value).replace("\N{NO-BREAK SPACE}", " ") if is_time and value.value else value.words
