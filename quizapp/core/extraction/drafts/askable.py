"""Facts that no template asks: misread clauses, which say something odd, and clauses that say nothing by themselves."""

from __future__ import annotations

import re

from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wholeness import is_whole
from quizapp.core.extraction.item_rules.word_lists import COMMON_STARTS, STOP_WORDS
from quizapp.core.extraction.values import Fact, Slot

#: “France followed in 1922” says nothing without the sentence before.
_EMPTY_VERBS = frozenset({"follow", "do"})
#: What is done to things and never to people.
_OF_THINGS = frozenset(
    {
        *("conclude", "complete", "sign", "ratify", "adopt", "build", "begin", "issue", "publish", "open", "close"),
        *("launch", "construct", "rebuild", "restore", "abolish", "repeal", "amend", "enact", "approve", "hold"),
    }
)
#: Verbs that need to be told as what, or what the thing is called.
_NAMING = frozenset({"call", "describe", "label", "dub", "title", "rename", "style"})
#: Figures of speech, which say nothing that could be asked for.
_IDIOMS = re.compile(
    r"(?:change (?:sides|hands|course|tack)|take (?:place|part|shape|root|hold|sides|issue|the field|steps|note)"
    r"|join (?:the )?(?:chorus|ranks|fray|fight|forces|hands)|draw (?:fire|attention|criticism)"
    r"|play (?:a|its|his|her) (?:part|role)|lose (?:ground|heart|patience)|pay (?:the|a) price|open (?:the|a) door"
    r"|gain (?:ground|importance|momentum)|make (?:way|sense|headway|use|clear)|set (?:sail|foot|the stage)"
    r"|raise (?:eyebrows|questions|alarm))\b"
)
_GOALS = frozenset({"to", "from", "into", "at", "for", "through", "across", "over", "against", "in", "on"})
_NUMBERED = re.compile(r"^\d[\d,.]* and ")
_CAPITALS = re.compile(r"^[A-ZÀ-ÖØ-ÞŞĞİŠČŽŁ]{3,}$")
_GERUND = re.compile(r"^[A-Z][a-z]+ing$")
#: Last words of firms and papers that look like surnames.
_BODY_ENDS = frozenset(
    {
        *("terminals", "foods", "ferries", "lines", "holdings", "partners", "systems", "industries", "airlines"),
        *("motors", "shipping", "logistics", "media", "foundation", "trust", "college", "university", "school"),
        *("courier", "gazette", "herald", "tribune", "chronicle", "observer", "times", "telegraph", "rovers"),
        *("wanderers", "athletic", "united", "railways", "steel", "energy", "bank", "hospital", "museum", "press"),
    }
)
#: Titles of ladies and saints after whom houses are named.
_SAINTLY = frozenset({"Lady", "Saint", "St", "St."})
_HOUSES = frozenset({"hall", "house", "college", "court", "abbey", "chapel", "park", "lodge", "palace", "castle"})
_TITLE_BEFORE = re.compile(r"\b(?:Lady|Saint|St\.?|up to|at|in) $")
_PLACE_BEFORE = re.compile(
    r"(?<!faith )(?<!confidence )(?<!trust )(?<!belief )(?<!interest )(?<!believe )(?<!found )(?<!saw )"
    r"\b(?:in|near|outside|inside|"
    r"(?:streets?|square|port|harbour|town|city|gates|walls|outskirts|suburbs|village|island|province|plains?) of) $"
)
_NO_SURNAMES = STOP_WORDS | COMMON_STARTS


def is_askable(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether a fact is told well enough to be asked."""
    if fact.rule.startswith("facts.quote"):
        return fact.subject is None or all(is_fit_name(setting, number) for number in fact.subject.heads)
    if fact.verb in _EMPTY_VERBS or (fact.verb in _NAMING and not fact.others and fact.frame != "role"):
        return False
    if fact.object is not None and _IDIOMS.match(f"{fact.verb} {fact.object.words}"):
        return False
    if fact.verb == "call" and fact.is_passive and any(preposition in ("on", "upon") for preposition, _ in fact.others):
        return False  # “the party called on her to resign” is no passive
    if fact.verb == "declare" and not fact.others and fact.object is not None and fact.object.actors:
        return False  # “declared parts of Peru annexed”
    if _has_no_goal(fact) or not is_whole(setting, fact):
        return False
    parties = [slot for slot in (fact.subject, fact.object) if slot is not None]
    if any(_NUMBERED.match(slot.words) for slot in parties):
        return False
    if any(not is_fit_name(setting, number) for slot in parties for number in slot.heads):
        return False
    return not (fact.verb in _OF_THINGS and fact.is_passive and _is_person(setting, fact.object))


def _has_no_goal(fact: Fact) -> bool:
    """Tell whether somebody only moved: “arrived with two trunks”, but where?"""
    is_bare = fact.frame == "move" and fact.place is None and fact.object is None
    return is_bare and all(preposition not in _GOALS for preposition, _ in fact.others)


def is_fit_name(setting: DraftSetting, number: int) -> bool:
    """Tell whether a name is one: no “Q. Did”, no “Dredging” and no “ACME” taken for a person."""
    actor = setting.actor(number)
    words = actor.canonical.split()
    if actor.type == "person" and len(words) > 1 and words[-1].lower() in _NO_SURNAMES:
        return False
    if actor.type == "person" and words[0] in ("Q.", "A.") and words[-1].strip(".").lower() in ("i", "no", "yes"):
        return False
    is_odd = len(words) == 1 and not actor.roles and (_GERUND.match(words[0]) or _CAPITALS.match(words[0]))
    return not (actor.type == "person" and (is_odd or _is_no_person(setting, number)))


def _is_no_person(setting: DraftSetting, number: int) -> bool:
    """Tell whether what was taken for a person is a firm, a college or a town, by its name or where it stands."""
    known = setting.remembered.no_people
    if number not in known:
        known[number] = _stands_as_thing(setting, number)
    return known[number]


def _stands_as_thing(setting: DraftSetting, number: int) -> bool:
    actor = setting.actor(number)
    last = actor.canonical.split()[-1].lower()
    if any(role.words not in _SAINTLY for role in actor.roles):
        return False
    if " " in actor.canonical and last in _BODY_ENDS:
        return True
    text = setting.analysis.text.text
    for mention in setting.standing.of_actor[number]:
        before, after = text[max(0, mention.start - 40) : mention.start], text[mention.end : mention.end + 2]
        if last in _HOUSES and (_TITLE_BEFORE.search(before) or mention.surface.startswith(("Lady ", "Saint ", "St "))):
            return True
        if mention.surface[:1].isupper() and after not in ("’s", "'s") and _PLACE_BEFORE.search(before):
            return True
    return False


def _is_person(setting: DraftSetting, slot: Slot | None) -> bool:
    return slot is not None and any(setting.actor(number).type == "person" for number in slot.heads)
