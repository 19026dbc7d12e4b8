"""Whether a name is whole and what it is a name of: no given name alone, no ship taken for a state or a person."""

from __future__ import annotations

import re
from functools import cache

from quizapp.core.extraction.drafts.offices import role_class
from quizapp.core.extraction.drafts.parts import REGNAL
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.extraction.lexicons.tables import rows
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Actor

#: Cultures in which a given name alone does not tell who is meant.
_WITH_SURNAMES = frozenset(
    {
        *("American", "Baltic", "Bulgarian", "Dutch", "English", "French", "Georgian", "German", "Hungarian", "Irish"),
        *("Italian", "Nordic", "Portuguese", "Romanian", "Russian", "Slavic", "Spanish"),
    }
)
_HONORIFIC = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Dame|Emir|King|Queen|Pope|Saint|St|Emperor|Empress|Sultan|Shah|Tsar|Prince"
    r"|Princess|Caliph|Khan|Count|Duke)\b"
)
_EMPTY_ROLES = frozenset({"", "honorific", "family", "counterpart", "role", "witness", "honorary"})
#: Last words of names of what happens or holds, and never of who acts.
_NO_BODIES = frozenset({"expedition", "act", "voyage", "exposition", "biennale", "marathon", "championship", "cup"})
_MET = frozenset({"congress", "conference", "convention", "summit", "festival", "exhibition", "olympics", "games"})
_SAINTS = frozenset({"St", "Saint", "San", "Santa", "Sant"})
_NUMBERED = re.compile(r"\b(?:First|Second|Third|[A-Z][a-z]+th|International|World|Annual|[12]\d{3})\b")
_TITLE_BEFORE = re.compile(r"\b(?:Kaiser|King|Queen|Prince|Princess|Emperor|St|Saint|San|Sir|Lord|Lady|Dr)\.? $")
#: Two partners of one firm.
_FIRM = re.compile(r" (?:&|and (?:Sons?|Brothers|Co|Company|Partners))(?: |$)")
_FIELD = re.compile(r" (?:for|of) [A-Z]")
_DOCTRINE = re.compile(r"(?:[a-z]{3}ism|[a-z]{3}ology)$")
_PEOPLE = re.compile(
    r"(?:soldiers|workers|teachers|doctors|children|pilots|envoys|people|men|women|students|pupils|farmers|miners"
    r"|settlers|sailors|peasants|refugees|immigrants|voters|prisoners|officers|troops|members|nurses|clerks|guards"
    r"|leaders|ministers|officials|citizens|merchants|traders|families|slaves|artists|writers|engineers|parents)$"
)
_COUNT = re.compile(
    r"(?:(?:about|around|nearly|almost|over|some|at least|at most|up to|(?:more|fewer|less) than|an? estimated|as many"
    r" as|roughly|approximately|only|exactly) )?(?:\d[\d,.]*|an? (?:dozen|hundred|thousand|million)|two|three|four"
    r"|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens|hundreds|thousands|several|many|most)\b"
)
#: What stands behind the noun of a phrase: the Christians of Najran, the miners who struck.
_BEHIND_NOUN = re.compile(r",| (?:of|from|in|at|on|under|with|who|whose|that|near|between|against|for|to)\b")


def is_somebody(words: str) -> bool:
    """Tell whether a phrase in plain words ends with people and no thing."""
    return _PEOPLE.search(words) is not None


def are_people(words: str) -> bool:
    """Tell whether the noun of a phrase is of people: the Christians of Najran, two hundred settlers from Bern."""
    noun = _BEHIND_NOUN.split(words, maxsplit=1)[0].split(" ")[-1]
    return noun in _bodies_of_people() if noun[:1].isupper() else is_somebody(noun)


def is_count_of_people(words: str) -> bool:
    """Tell “340 people”, “more than a dozen sailors”: how many they were, and not whom."""
    return _COUNT.match(words) is not None and are_people(words)


@cache
def _bodies_of_people() -> frozenset[str]:
    """Give the names of peoples and of those who share a belief or a side, as many: Saxons, Christians."""
    lexicon = vocabulary()
    groups = (name for name, kind in lexicon.organisations.items() if kind == "group" and name.endswith("s"))
    peoples = (row["people"] for row in rows("peoples"))
    return frozenset((*groups, *peoples, *(name for state in lexicon.states.values() for name in state.people)))


def is_whole_name(setting: DraftSetting, number: int) -> bool:
    """Tell whether a name says who is meant: no given name alone and no bare surname where people bear full names."""
    known = setting.remembered.whole_names
    if number not in known:
        known[number] = _is_whole(setting, setting.actor(number))
    return known[number]


def _is_whole(setting: DraftSetting, actor: Actor) -> bool:
    name = actor.canonical
    if actor.id in setting.parts.shared or is_cut_body(setting, actor):
        return False
    if actor.type != "person" or REGNAL.search(name):
        return True
    if " " in name:
        return True
    if any(role.time == "now" and role_class(role.words) not in _EMPTY_ROLES for role in actor.roles):
        return True
    if actor.id in setting.parts.rulers or any(_HONORIFIC.match(form) for form in actor.forms):
        return True
    return name not in _given_alone() and not setting.parts.is_modern


def is_cut_body(setting: DraftSetting, actor: Actor) -> bool:
    """Tell whether a body’s name lost its first words to a title: Kaiser Wilhelm Institute, St. Paul Railway."""
    last = actor.canonical.split(" of ")[0].split(" for ")[0].split()[-1].lower()
    heads = vocabulary().organisation_heads
    if last not in heads and last.removesuffix("s") not in heads:
        return False
    if actor.type == "person":
        return " " in actor.canonical and (actor.gender is None or _FIELD.search(actor.canonical) is not None)
    text = setting.analysis.text.text
    told = setting.standing.of_actor[actor.id]
    return bool(told) and all(_TITLE_BEFORE.search(text, max(0, one.start - 12), one.start) for one in told)


@cache
def _given_alone() -> frozenset[str]:
    return frozenset(row["name"] for row in rows("given_names") if row["culture"] in _WITH_SURNAMES)


def is_regnal(name: str) -> bool:
    """Tell whether a name is a ruler’s, or tells people apart without a surname: Selim I, Kleon of Samos."""
    return REGNAL.search(name) is not None


def is_thing(setting: DraftSetting, number: int) -> bool:
    """Tell whether a name is a ship’s, a work’s, an event’s, a law’s or a doctrine’s, not of whoever acts."""
    known = setting.remembered.things
    if number not in known:
        known[number] = _is_thing(setting, setting.actor(number))
    return known[number]


def _is_thing(setting: DraftSetting, actor: Actor) -> bool:
    words = actor.canonical.split()
    last, is_person = words[-1].lower(), actor.type == "person"
    if is_person and (words[0] in ("I", "We") or (len(words) > 1 and actor.gender is None and _is_office(words))):
        return True
    if is_person and len(words) == 1 and not actor.roles and (last in STOP_WORDS or last in _plain_words()):
        return True
    if is_person and actor.roles and all(role.words.rstrip(".") in _SAINTS for role in actor.roles):
        return actor.id not in setting.parts.acting
    if (
        last in _NO_BODIES
        or (last in _MET and _NUMBERED.search(actor.canonical))
        or (is_person and _DOCTRINE.search(last))
    ):
        return True
    if is_person and len(words) > 1 and (last in vocabulary().event_heads or _FIRM.search(actor.canonical)):
        return True
    forms = {re.sub(r"^[Tt]he ", "", form) for form in (actor.canonical, *actor.forms)}
    # Whoever has a form of their own beside a work’s is a person: Caesar, of whom the opera tells.
    return bool(setting.parts.ships & forms) or forms <= setting.parts.works


def _is_office(words: list[str]) -> bool:
    """Tell whether a name is only an office with capitals: Oriental Secretary."""
    title = vocabulary().titles.get(words[-1])
    return title is not None and title.role != "honorific" and words[0] not in vocabulary().given


@cache
def _plain_words() -> frozenset[str]:
    lexicon = vocabulary()
    return lexicon.starters | lexicon.plain_nouns | frozenset(word.lower() for word in lexicon.plain_adjectives)
