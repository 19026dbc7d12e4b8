"""Pieces of stems: who is asked for, names with their office, times, claims; nothing is cut out of a sentence."""

from __future__ import annotations

import re
from functools import cache

from quizapp.core.compare import fold
from quizapp.core.extraction.drafts.setting import DraftSetting, folded_names
from quizapp.core.extraction.item_rules.asked import contains_words
from quizapp.core.extraction.lexicons.tables import rows
from quizapp.core.extraction.lexicons.vocabulary import State, vocabulary
from quizapp.core.extraction.phrases import EventForm, event_phrase, full_name, is_plural, time_relation, time_words
from quizapp.core.extraction.values import ActorType, Fact, Slot

ACCORDING = "According to the document, "

_WHO: dict[ActorType, str] = {"person": "who", "state": "which state", "organisation": "which organisation"}
_COUNTED: dict[ActorType, str] = {"person": "people", "state": "states", "organisation": "organisations"}
_NUMBERS = {2: "two", 3: "three", 4: "four"}
_DANGLING = re.compile(
    r"(?:\b(?:of|to|in|on|at|by|for|with|from|and|or|the|a|an|that|which|as|due|scheduled|planned|dated|slated|whether|if|when|while"
    r"|had|has|have|was|were|been)"
    r"|,? and (?:added|said|continued|replied|asked|then|so)|[,;:–—-])\s*$"
)
_CUT_SHORT = re.compile(r"\b(?:of|for|in|by|about|from|with|before|after|without) \w+ing$")
_SMALL_START = re.compile(r"^(?:The|A|An|One|Some|Two|Three|His|Her|Its|Their)\b(?!\.)")
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|President|King|Queen|Judge|Professor|the|The)\b\.?")
_TO_EACH_OTHER = re.compile(r"^((?:to )?\w+)\b ?(.*) to each other$")
_FIRST_TIME = re.compile(r"\s+for the (?:first|last) time\b")
#: “Following” what? Behind a clause it says no more than “after”.
_FOLLOWING = re.compile(r"(?<= )following(?= the )")
_PEOPLES_WAR = re.compile(
    r"\b((?:during|in|after|before|since|until|by|of) )([A-Z][a-z]+)(?= (?:[Ww]ar|[Rr]evolution|[Uu]prising)\b)"
)
_TIME_BEFORE = re.compile(r"^(.+?)( for the (?:first|second|third|last|only) time)( .+)$")


def according(stem: str) -> str:
    """Say that the document is meant, where a stem names no claimant."""
    return stem if stem.startswith("According to") else f"{ACCORDING}{stem[:1].lower()}{stem[1:]}"


def sentence_case(words: str) -> str:
    """Begin with a capital."""
    return words[:1].upper() + words[1:]


def inside(words: str) -> str:
    """Begin an article or number in lower case, as inside a sentence."""
    return words[:1].lower() + words[1:] if _SMALL_START.match(words) else words


def who(setting: DraftSetting, slot: Slot) -> str | None:
    """Give “who”, “which state”, “which two states”; None where the actors are of several types, or groups of many."""
    types = {setting.actor(number).type for number in slot.heads}
    if len(types) != 1:
        return None
    kind = types.pop()
    if len(slot.heads) == 1:
        is_people = kind == "group" and key_name(setting, slot.heads[0]) in _peoples()
        return "which people" if is_people else _WHO.get(kind, "which group")
    count = _NUMBERS.get(len(slot.heads))
    return f"which {count} {_COUNTED[kind]}" if count and kind in _COUNTED else None


@cache
def _peoples() -> frozenset[str]:
    """Give the names of peoples in the tables: Assyrians, Romans."""
    listed = (row["people"] for row in rows("peoples"))
    return frozenset((*listed, *(name for state in vocabulary().states.values() for name in state.people)))


def named(setting: DraftSetting, slot: Slot) -> str:
    """Give a slot as it stands in a stem; a person with a bare name gets the office at this first mention."""
    if len(slot.heads) == 1:
        actor = setting.actor(slot.heads[0])
        is_bare = actor.type == "person" and " " not in actor.canonical and slot.words == actor.canonical
        if is_bare and actor.id in setting.relatives:
            return setting.relatives[actor.id]
        if is_bare and actor.roles:
            return full_name(actor.id, setting.analysis, with_role=True)
        if actor.type != "person" and slot.words == actor.canonical:
            return f"the {slot.words}" if actor.id in setting.standing.with_article else slot.words
    return inside(slot.words)


def event(setting: DraftSetting, fact: Fact, form: EventForm, *without: str) -> str | None:
    """Give the words for what happened; None where they cannot be had or do not end well."""
    if fact.is_passive and any(preposition == "by" for preposition, _ in fact.others):
        return None  # two agents: one of them belongs elsewhere in the sentence
    words = event_phrase(fact, setting.analysis, form, without)
    if words is None or not is_well_formed(words):
        return None
    given = _TO_EACH_OTHER.match(words)
    if given is not None:
        words = f"{given[1]} each other {given[2]}".rstrip()
    # A time says which one it was; without it only “for the first time” does.
    has_time = fact.time is not None and "time" not in without
    words = _TIME_BEFORE.sub(r"\1\3\2", words)
    if fact.frame != "say":
        words = _with_articles(_FOLLOWING.sub("after", words))
    return _FIRST_TIME.sub("", words) if fact.superlative and has_time else words


def _with_articles(words: str) -> str:
    """Give a people’s war its article: during Korean war."""
    return _PEOPLES_WAR.sub(lambda one: f"{one[1]}the {one[2]}" if one[2] in vocabulary().demonyms else one[0], words)


def when(setting: DraftSetting, fact: Fact) -> str:
    """Give the time of a fact with its preposition, for a stem that asks for something else; empty without one."""
    words = time_words(fact.time, setting.analysis)
    if words and words.startswith("since ") and fact.time is not None and fact.time.preposition == "from":
        words = f"from {words.removeprefix('since ')}"  # “drove for her from 2012”
    return words.replace("\N{NO-BREAK SPACE}", " ") if words else ""


def relation_of(setting: DraftSetting, fact: Fact) -> str:
    """Give how the fact stands to its time."""
    return time_relation(fact.time, setting.analysis) if fact.time is not None else "at"


def was(setting: DraftSetting, slot: Slot | None) -> str:
    """Give was or were."""
    return "were" if is_plural(slot, setting.analysis) else "was"


def claim_opening(setting: DraftSetting, fact: Fact) -> str | None:
    """Give “According to X, ” for a claim, empty for what the document asserts, None for a claim of nobody."""
    if fact.frame == "say" and fact.claimant is not None and fact.subject == fact.claimant:
        return ""
    if fact.modality == "asserted":
        return ""
    if fact.claimant is not None and fact.subject is not None and _are_same(fact.claimant, fact.subject):
        return None
    if fact.claimant is None:
        return None if fact.modality == "claimed" else ""
    return f"According to {named(setting, fact.claimant)}, "


def _are_same(one: Slot, two: Slot) -> bool:
    return one.heads == two.heads if one.heads or two.heads else one.words == two.words


def question(*parts: str) -> str:
    """Join parts to a question."""
    words = " ".join(" ".join(part for part in parts if part).split())
    return sentence_case(words.rstrip(" ,.;:")) + "?"


def is_well_formed(words: str) -> bool:
    """Tell whether words end well, and marks and brackets are paired."""
    pairs = (("“", "”"), ("(", ")"), ("«", "»"))
    is_whole = not _DANGLING.search(words) and not _CUT_SHORT.search(words)
    return is_whole and all(words.count(first) == words.count(last) for first, last in pairs)


def other_forms(setting: DraftSetting, number: int, key: str) -> tuple[str, ...]:
    """Give the further names of an actor that nobody else in the document bears."""
    actor = setting.actor(number)
    bearers, own = setting.standing.bearers, frozenset((number,))
    found: dict[str, None] = {}
    for form in actor.forms:
        plain = re.sub(r"^(?:the|The) ", "", form)
        folded = next(iter(folded_names((plain,))))
        is_shared = bool(bearers.get(folded, own) - own)
        is_part = actor.type != "person" and contains_words(fold(key), folded)
        is_plain = plain[:1].isupper() and not _HONORIFIC.match(plain)
        if plain != key and form not in setting.standing.metonyms and is_plain and not is_shared and not is_part:
            found[plain] = None
    state = setting.states[number]
    if state is not None:
        for alias in (state.name, *state.aliases):
            if alias != key and not bearers.get(next(iter(folded_names((alias,)))), own) - own:
                found[alias] = None
    return tuple(found)


def key_name(setting: DraftSetting, number: int) -> str:
    """Give an actor’s name as an option: a state that goes by its capital alone by its own name."""
    name = re.sub(r"^(?:the|The) ", "", setting.actor(number).canonical)
    return state_behind(setting, number) or sentence_case(name)


def state_behind(setting: DraftSetting, number: int) -> str | None:
    """Give the state for which a capital or seat stands all through the document; None for what has its own name."""
    actor = setting.actor(number)
    if actor.type != "state" or setting.states[number] is not None:
        return None
    rows = {
        row.name
        for row in vocabulary().states.values()
        if row.until is None and actor.canonical in (*row.capitals, *row.seats) and not _is_later(setting, row)
    }
    return rows.pop() if len(rows) == 1 else None


def _is_later(setting: DraftSetting, row: State) -> bool:
    """Whether a state was founded after all that a document dates: the Rome of 202 BC is no Italy."""
    days = [date.value.hi for date in setting.analysis.dates if date.value is not None and date.value.hi is not None]
    return bool(days) and row.since is not None and row.since > max(days) / 365.2425 + 1


def actors_in(*slots: Slot | None) -> frozenset[int]:
    """Give the actors that slots name."""
    return frozenset(number for slot in slots if slot is not None for number in (*slot.actors, *slot.heads))
