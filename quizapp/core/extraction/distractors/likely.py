"""Who could be meant at all: no ship among people, no given name among full ones, nobody dead among those who speak."""

from __future__ import annotations

from quizapp.core.extraction.drafts.naming import is_regnal, is_thing, is_whole_name
from quizapp.core.extraction.drafts.offices import role_class
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.values import Actor

#: With so many other speakers nobody needs to be offered who says nothing.
_ENOUGH_SPEAKERS = 3
_REALM = frozenset({"head_of_state", "royal", "governor", "military", "head_of_government", "noble", "chief"})
_OF_RULERS = frozenset({"fight", "invade", "conquer", "besiege", "annex", "occupy", "rule", "defeat", "succeed"})


def could_be_meant(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether a candidate is of the key’s sort and form, and nobody whom the stem makes absurd."""
    key = setting.actor(proposal.answer.actors[0])
    if is_thing(setting, candidate) or not is_whole_name(setting, candidate):
        return False
    if key.type != "person":
        return True
    if not _is_somebody(setting, candidate) or _is_of_another_age(setting, key, candidate):
        return False
    if proposal.fact.verb == "marry" and not _could_wed(setting, proposal, key, candidate):
        return False
    if proposal.family == "speaker" and not _could_speak(setting, key, candidate):
        return False
    return not _was_dead(setting, proposal, candidate) and _is_like_rank(setting, proposal, candidate)


def _is_somebody(setting: DraftSetting, candidate: int) -> bool:
    """Tell whether the document says anything of a name: who they are, what they do or say."""
    actor = setting.actor(candidate)
    is_told = candidate in setting.parts.acting or candidate in setting.standing.speakers
    return is_told or bool(actor.roles) or actor.gender is not None or " " in actor.canonical


def _is_of_another_age(setting: DraftSetting, key: Actor, candidate: int) -> bool:
    """Tell whether a king of old stands beside people with surnames."""
    is_old = is_regnal(setting.actor(candidate).canonical)
    return is_old and setting.parts.is_modern and not is_regnal(key.canonical)


def _could_wed(setting: DraftSetting, proposal: Proposal, key: Actor, candidate: int) -> bool:
    """Tell whether a candidate is of the key’s sex and bears no name of the other party’s family."""
    actor = setting.actor(candidate)
    if key.gender is not None and actor.gender != key.gender:
        return False
    surnames = {setting.actor(number).canonical.split()[-1] for number in proposal.in_stem}
    return " " not in actor.canonical or actor.canonical.split()[-1] not in surnames


def _could_speak(setting: DraftSetting, key: Actor, candidate: int) -> bool:
    speakers = setting.standing.speakers
    if candidate in speakers:
        return True
    others = sum(setting.actor(number).type == key.type for number in speakers if number != key.id)
    return others < _ENOUGH_SPEAKERS and candidate not in setting.parts.dead


def _was_dead(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether the document has somebody die before the event, or die at some time while others still speak."""
    if candidate not in setting.parts.dead:
        return False
    died = setting.parts.dead[candidate]
    value = proposal.fact.time.value if proposal.fact.time is not None else None
    if died is None or value is None or value.lo is None:
        return False
    return died < value.lo


def _is_like_rank(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether a candidate for a ruler’s deed could have done it: no poet invades."""
    if proposal.fact.verb not in _OF_RULERS or proposal.slot != "subject":
        return True
    ranks = {role_class(role.words) for role in setting.actor(candidate).roles} - {"", "family", "honorific"}
    return not ranks or bool(ranks & _REALM)
