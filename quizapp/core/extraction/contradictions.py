"""What a document tells in two ways: two values for one slot, and weekdays that do not fit; never asked, only shown."""

from __future__ import annotations

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
}
_NAMING_NOUNS = {verb_class: frozenset(nouns.split()) for verb_class, nouns in _NAMED_ONCE.items()}
#: Of these one doer is told; a treaty has many signers and a battle two sides.
_OF_ONE_DOER = frozenset({"found", "invent", "discover", "open"})
#: Somebody is born and dies in one place.
_OF_ONE_PLACE = frozenset({"bear", "die"})
_SLOTS = ("time", "subject", "place")
_TOLD = {"time": "Two times are", "subject": "Two doers are", "place": "Two places are"}
#: So many tellings of one event are compared with each other; a longer list repeats itself.
_TELLINGS = 12
_SHOWN = 4
#: Longer words of a passage are cut.
_WORDS_AT_MOST = 80


@dataclass(frozen=True, slots=True)
class Contradictions:
    """The contradictions of a document, and the spans of the facts that they are about."""

    found: tuple[Contradiction, ...]
    passages: frozenset[tuple[int, int]]


def find_contradictions(setting: DraftSetting) -> Contradictions:
    """Find two times, doers or places of what happens once, and weekdays that contradict their date."""
    found: list[Contradiction] = []
    for mention in setting.analysis.dates:
        if mention.contradicts:
            found.append(
                Contradiction(
                    f"The weekday does not fit the date: “{mention.surface}”.", ((mention.start, mention.end),)
                )
            )
    spans: set[tuple[int, int]] = set()
    for event in _events(setting):
        slot, told = next(((slot, told) for slot in _SLOTS if (told := _conflicting(setting, event, slot))), ("", ()))
        if told:
            passages = tuple((fact.start, fact.end) for fact in told)
            spans |= {
                (fact.start, fact.end)
                for fact in event
                if fact in told or any(_contradicts(setting, one, fact, slot) for one in told)
            }
            found.append(Contradiction(_message(setting, slot, told), passages))
    return Contradictions(tuple(found), frozenset(spans))


def _events(setting: DraftSetting) -> Iterator[Sequence[Fact]]:
    """Give the tellings of each deed that happens once, by its verb and by what it was done to."""
    events: dict[tuple[str, str, str, str], list[Fact]] = {}
    for fact in setting.analysis.facts:
        thing = _thing(setting, fact)
        if thing is not None and fact.modality == "asserted" and not fact.is_negative:
            key = setting.key_of(fact)
            # Two schools that two people found are two; a Tarn School is one, whoever is said to have founded it.
            doer = "" if _is_named(thing) or fact.object is None else key.subject
            events.setdefault((key.frame, key.verb_class, setting.slot_key(thing), doer), []).append(fact)
    for tellings in events.values():
        if len(tellings) > 1:
            yield tellings


def _thing(setting: DraftSetting, fact: Fact) -> Slot | None:
    """Give what a deed that happens once was done to; None where the deed may happen again."""
    verb_class = setting.key_of(fact).verb_class
    thing = fact.object or fact.subject
    if verb_class in _ONCE or thing is None:
        return thing
    nouns = _NAMING_NOUNS.get(verb_class, frozenset())
    return thing if nouns & set(thing.words.split()) and _is_named(thing) else None


def _is_named(slot: Slot) -> bool:
    """Whether words name one thing: a capital behind the article, and no list of things."""
    words = [word for word in slot.words.split() if word.lower() not in ("the", "a", "an")]
    return len(words) > 1 and all(word[0].isupper() or word in ("of", "and", "the") for word in words)


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
    if slot == "subject":
        is_named = one.object is not None and _is_named(one.object)
        heads = [set(fact.subject.heads) for fact in (one, two) if fact.subject is not None]
        return is_named and all(heads) and not heads[0] & heads[1] and agree(setting, one, two, (slot,))
    return agree(setting, one, two, (slot,))


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
