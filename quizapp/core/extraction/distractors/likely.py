"""Who could be meant at all: no ship among people, no given name among full ones, nobody dead among those who speak."""

from __future__ import annotations

import re
from functools import lru_cache

from quizapp.core.extraction.distractors.company import is_in_company, year_at
from quizapp.core.extraction.drafts.naming import is_regnal, is_thing, is_whole_name
from quizapp.core.extraction.drafts.offices import ranks_of
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.proven import is_proven
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.values import Actor, Gender

#: With so many other speakers nobody needs to be offered who says nothing.
_ENOUGH_SPEAKERS = 3
_REALM = frozenset({"head_of_state", "royal", "governor", "military", "head_of_government", "noble", "chief"})
#: Who has to do with power besides: no merchant and no poet makes a treaty.
_POWER = _REALM | {
    "mayor",
    "judge",
    "clergy",
    "minister",
    "diplomat",
    "politician",
    "deputy_head",
    "official",
    "organisation_head",
    "spokesperson",
}
_OF_RULERS = frozenset(
    {
        *(
            "fight",
            "invade",
            "conquer",
            "besiege",
            "annex",
            "occupy",
            "rule",
            "defeat",
            "succeed",
            "overrun",
            "capture",
        ),
        *("recapture", "retake", "subdue", "depose", "crown", "beat", "rout", "sack", "plunder", "execute", "abdicate"),
    }
)
#: What is done between rulers: the other party is one as well.
_BETWEEN_RULERS = frozenset(
    {
        *("fight", "invade", "defeat", "sign", "conclude", "ally", "negotiate", "agree", "beat", "rout", "depose"),
        *("attack", "recognise", "besiege", "succeed", "reach", "make", "rebel", "pay", "submit", "surrender"),
    }
)
#: Who wears a crown can lay it down.
_CROWNED = frozenset({"royal", "head_of_state"})
_SUCCESSION = frozenset({"succeed", "replace"})
_DAYS_A_YEAR = 365.2425
#: From then on most people of whom is told bear a given name and a surname.
_FULL_NAMES_SINCE = 1500
_NAME = re.compile(r"[A-Z][\w’-]+")
_LIKE_LETTERS = 6
_OTHER_SEX: dict[Gender, Gender] = {"male": "female", "female": "male"}
_ADDRESSED = re.compile(r"(?:Mrs?|Ms|Miss|Dr|Sir|Dame|Lady|Lord|Madam|Herr|Frau)\b")


def could_be_meant(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether a candidate is of the key’s sort and form, and nobody whom the stem makes absurd."""
    key = setting.actor(proposal.answer.actors[0])
    if is_thing(setting, candidate) or not is_whole_name(setting, candidate) or not is_proven(setting, candidate):
        return False
    if _is_told_by_letters(setting, proposal, candidate) or not is_in_company(setting, proposal, candidate, _POWER):
        return False
    if key.type != "person":
        return True
    if not _is_somebody(setting, candidate) or _is_of_another_age(setting, proposal, key, candidate):
        return False
    if not _is_of_like_form(setting, key, candidate):
        return False
    if proposal.fact.verb == "marry" and not _could_wed(setting, proposal, key, candidate):
        return False
    if proposal.family == "speaker" and not _could_speak(setting, key, candidate):
        return False
    return not _was_dead(setting, proposal, candidate) and _is_like_rank(setting, proposal, key, candidate)


def _is_told_by_letters(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether a word of the stem is made of a candidate’s name: Seleucus and a Seleucid army."""
    return not _openings(setting.actor(candidate).canonical).isdisjoint(_openings(proposal.stem))


@lru_cache(maxsize=1024)
def _openings(words: str) -> frozenset[str]:
    """Give the first letters of the names in words that are long enough to be told by them."""
    found = (word[:_LIKE_LETTERS] for word in _NAME.findall(words))
    return frozenset(start for start in found if len(start) == _LIKE_LETTERS)


def _is_of_like_form(setting: DraftSetting, key: Actor, candidate: int) -> bool:
    """Tell whether a candidate’s name has as many parts as the key’s: no bare surname among full names."""
    name = setting.actor(candidate).canonical
    if bool(_ADDRESSED.match(key.canonical)) != bool(_ADDRESSED.match(name)):
        return False
    if not setting.parts.is_modern:
        return True
    if is_regnal(key.canonical) or is_regnal(name):
        return is_regnal(key.canonical) == is_regnal(name)
    return (" " in key.canonical) == (" " in name)


def _is_somebody(setting: DraftSetting, candidate: int) -> bool:
    """Tell whether the document says anything of a name: who they are, what they do or say."""
    actor = setting.actor(candidate)
    if actor.roles or actor.gender is not None or " " in actor.canonical:
        return True
    is_told = candidate in setting.parts.acting or candidate in setting.standing.speakers
    return is_told and any(
        setting.sentence_at(one.start).start != one.start for one in setting.standing.of_actor[candidate]
    )


def _is_of_another_age(setting: DraftSetting, proposal: Proposal, key: Actor, candidate: int) -> bool:
    """Tell whether a king of old stands beside people with surnames."""
    name = setting.actor(candidate).canonical
    is_old, is_key_old = is_regnal(name), is_regnal(key.canonical)
    if is_old and setting.parts.is_modern and not is_key_old:
        return True
    value = proposal.fact.time.value if proposal.fact.time is not None else None
    is_late = value is not None and value.lo is not None and value.lo >= _FULL_NAMES_SINCE * _DAYS_A_YEAR
    return is_late and " " in key.canonical and not is_key_old and (is_old or " " not in name)


def _could_wed(setting: DraftSetting, proposal: Proposal, key: Actor, candidate: int) -> bool:
    """Tell whether a candidate is of the key’s sex and bears no name of the other party’s family."""
    actor = setting.actor(candidate)
    others = [setting.actor(number) for number in proposal.in_stem]
    wanted = key.gender or next((_OTHER_SEX[other.gender] for other in others if other.gender is not None), None)
    if wanted is not None and actor.gender != wanted:
        return False
    surnames = {other.canonical.split()[-1] for other in others}
    return " " not in actor.canonical or actor.canonical.split()[-1] not in surnames


def _could_speak(setting: DraftSetting, key: Actor, candidate: int) -> bool:
    speakers = setting.standing.speakers
    if candidate in speakers:
        return True
    if _has_power(setting, key) != _has_power(setting, setting.actor(candidate)):
        return False
    others = sum(setting.actor(number).type == key.type for number in speakers if number != key.id)
    return others < _ENOUGH_SPEAKERS and candidate not in setting.parts.dead


def _was_dead(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether the document has somebody die before the event, or die at some time while others still speak."""
    if _is_late(setting, candidate) and not any(_is_late(setting, number) for number in proposal.answer.actors):
        return True
    if candidate not in setting.parts.dead:
        return False
    died = setting.parts.dead[candidate]
    value = proposal.fact.time.value if proposal.fact.time is not None else None
    if died is None:
        return proposal.family != "speaker" and value is None  # who dies at some time may have died before
    if value is not None and value.lo is not None:
        return died < value.lo
    year = year_at(setting, proposal.fact.start)
    return year is None or died / _DAYS_A_YEAR < year + 1


def _is_late(setting: DraftSetting, number: int) -> bool:
    return not setting.parts.late.isdisjoint(setting.actor(number).forms)


def _is_like_rank(setting: DraftSetting, proposal: Proposal, key: Actor, candidate: int) -> bool:
    """Tell whether a candidate for a ruler’s deed could have done it: no poet invades, no merchant makes peace."""
    actor, verb = setting.actor(candidate), proposal.fact.verb
    ranks, is_told = ranks_of(actor), proposal.family not in ("speaker", "holder")
    if verb == "abdicate" and not (is_regnal(actor.canonical) or ranks & _CROWNED):
        return False
    if _needs_rule(proposal, key) and not _could_rule(setting, actor, ranks):
        return False
    if verb in _SUCCESSION and not (is_regnal(actor.canonical) or ranks & ranks_of(key)):
        return False
    if is_told and not _is_like_teller(setting, proposal, candidate):
        return False
    if not is_told or not _has_power(setting, key):
        return True
    if _needs_rule(proposal, key) and actor.gender == "female" != key.gender and not ranks & _REALM:
        return False
    # Of old most are told of for their power: who has none is a wife or a guest.
    if ranks:
        return bool(ranks & _POWER)
    return setting.parts.is_modern or _could_rule(setting, actor, ranks) or actor.id in setting.parts.acting


def _needs_rule(proposal: Proposal, key: Actor) -> bool:
    """Tell whether only who rules or commands can be meant: by the deed, or by a key that commands."""
    if proposal.slot != "subject":
        return proposal.fact.verb in _BETWEEN_RULERS
    is_told = proposal.fact.frame != "say" and proposal.family not in ("speaker", "holder")
    return proposal.fact.verb in _OF_RULERS or (is_told and "military" in ranks_of(key))


def _could_rule(setting: DraftSetting, actor: Actor, ranks: frozenset[str]) -> bool:
    """Tell whether the document has somebody rule or command, or whether they bear a ruler’s name."""
    return bool(ranks & _REALM) or actor.id in setting.parts.rulers or is_regnal(actor.canonical)


def _is_like_teller(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether a candidate is one of whom is told, or only tells of others, as the key is: Plutarch does."""
    tellers, keys = setting.parts.tellers, proposal.answer.actors
    if all(number in tellers for number in keys):
        return candidate in setting.standing.speakers or not _has_power(setting, setting.actor(candidate))
    return candidate not in tellers or (setting.parts.is_modern and candidate in setting.standing.speakers)


def _has_power(setting: DraftSetting, key: Actor) -> bool:
    if key.id in setting.parts.rulers or is_regnal(key.canonical):
        return True
    return bool(ranks_of(key) & _REALM)
