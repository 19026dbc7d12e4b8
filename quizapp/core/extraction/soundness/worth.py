"""Whether a sound question is worth asking by default: no birthday, no kin in passing, nothing put backwards."""

from __future__ import annotations

import re

from quizapp.core.compare import fold
from quizapp.core.extraction.drafts.headlines import person_in
from quizapp.core.extraction.drafts.labels import theme_of
from quizapp.core.extraction.drafts.offices import realms_in, role_class
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.subjects import person_of
from quizapp.core.extraction.item_rules.asked import contains_words
from quizapp.core.extraction.soundness.bearers import find_doers
from quizapp.core.extraction.values import Fact

#: Who stands in such a part of the paragraphs is one whom the document is about.
SHARE_OF_MAIN = 0.34
#: Verbs of bringing a body into the world.
FOUNDING = frozenset({"found", "establish", "set up", "create", "start", "form", "charter", "incorporate"})
#: Classes of titles of those who rule.
_RULING = frozenset({"head_of_state", "royal"})
#: Who holds such an office of a state, and acts, is asked about where the text names them so often.
_AT_TOP = {"head_of_state": 1, "head_of_government": 1, "royal": 1, "minister": 2}
#: Who stands in fewer paragraphs is named in passing.
_FEW = 3
#: Who is named so often is no bystander.
_OFTEN = 3
#: Who has a number is a ruler: Sargon II.
_RULER = re.compile(r" [IVX]+\b")
#: One prize of one year: the Nobel Peace Prize for 1922.
_PRIZE_OF_YEAR = re.compile(r"\b[A-Z][\w’]+ (?:Prize|Medal|Award)\b.*\b(?:for|in|of) \d{4}\b")
#: What is said of questions that no reviewer found usable.
BACKWARDS = "A birth or death put backwards."
EXACT_TIME = "The exact time of a birth or death."
KIN_IN_PASSING = "A relation of somebody named in passing."
SINCE_IN_PASSING = "Since when somebody has done something who is named in passing."
DOES_IN_PASSING = "What somebody does whom the document names in passing."
DIED_IN_PASSING = "Of what somebody died who is named in passing."
TOLD_FIRST = "It asks for a name by what the document says of it first."
NOBODY_ELSE = "The document is about nobody else."
_CIRCUMSTANCES = re.compile(r"\b(?:of|in|at|on|from|during|for|by|aged)\b")


def life_told(setting: DraftSetting) -> str:
    """Give the folded name of the person whose life a document tells, by its title or throughout; empty without one."""
    known = setting.remembered.life
    if not known:
        theme = theme_of(setting)
        is_report = setting.analysis.text.published is not None
        told = "" if theme.phrase or is_report or not setting.analysis.text.title else person_of(setting)
        name = fold(theme.phrase or person_in(setting, theme.headline) or told)
        people = (actor.id for actor in setting.analysis.cast.actors if actor.type == "person")
        known.append(name if name and any(name in setting.names[one] for one in people) else "")
    return known[0]


def is_main(setting: DraftSetting, number: int) -> bool:
    """Tell whether a document is about somebody."""
    return len(setting.paragraphs[number]) >= SHARE_OF_MAIN * setting.body


def is_central_actor(setting: DraftSetting, number: int) -> bool:
    """Tell whether the document is about somebody: named often, in a heading, or in its first paragraph."""
    is_above = bool(setting.headings & setting.paragraphs[number])
    return is_above or is_often_named(setting, number) or is_in_opening(setting, number)


def is_often_named(setting: DraftSetting, number: int) -> bool:
    """Tell whether somebody is named so often, or in so many paragraphs, that they are no bystander."""
    return is_main(setting, number) or len(setting.standing.of_actor[number]) >= _OFTEN


def is_in_opening(setting: DraftSetting, number: int) -> bool:
    """Tell whether somebody is named in the first paragraph."""
    first = next((block for block in setting.analysis.text.blocks if block.kind == "paragraph"), None)
    return first is not None and first.number in setting.paragraphs[number]


def find_little_worth(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a question is not worth asking by default; None where it is."""
    fact = proposal.fact
    if proposal.kind in ("order", "match") or proposal.template == "T8":
        return None
    is_central = not _is_passing(setting, fact) and _is_central(setting, fact)
    if proposal.family in ("office", "holder") and not is_central and not _names_realm(fact):
        return "The office of somebody named in passing."
    if fact.frame == "kin" and proposal.template == "T6":
        return None if _is_known_kin(setting, fact) else KIN_IN_PASSING
    return (
        _of_life(setting, proposal)
        or _of_somebody_in_passing(setting, proposal)
        or _of_founding(setting, proposal)
        or _backwards(setting, proposal)
        or _of_the_day(setting, proposal)
    )


def _of_the_day(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Tell whether it is asked who leads or owns what, as a report says in passing of somebody whom it quotes."""
    fact = proposal.fact
    if fact.tense != "present" or proposal.template not in ("T2", "T3") or fact.frame in ("say", "be"):
        return None
    people = [number for slot in (fact.subject, fact.object) if slot is not None for number in slot.heads]
    is_central = any(is_main(setting, number) for number in people)
    return None if is_central else DOES_IN_PASSING


def _of_somebody_in_passing(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Tell whether a cause of death, or since when somebody has done something, is of one whom few lines are about."""
    fact = proposal.fact
    subject = fact.object if fact.is_passive else fact.subject
    people = subject.heads if subject is not None else ()
    if any(is_main(setting, number) for number in people):
        return None
    if fact.verb == "die" and proposal.template == "T3":
        return DIED_IN_PASSING
    is_since = fact.time is not None and fact.time.preposition in ("since", "from")
    is_few = all(len(setting.paragraphs[number]) < _FEW for number in people)
    if is_since and is_few and proposal.slot == "time" and "Since " in proposal.stem:
        return SINCE_IN_PASSING
    return None


def _of_life(setting: DraftSetting, proposal: Proposal) -> str | None:
    fact = proposal.fact
    if fact.verb == "bury":
        return "Who was buried where, or when."
    if fact.verb not in ("bear", "die") or (fact.time is None and proposal.slot == "time"):
        return None
    people = [number for slot in (fact.subject, fact.object) if slot is not None for number in slot.heads]
    if proposal.answer.sort in ("actor", "actors"):
        return BACKWARDS
    is_about = any(is_often_named(setting, number) or _is_ruler(setting, number) for number in people)
    if life := life_told(setting):
        is_about = any(life in setting.names[one] for one in people)  # else it is told in the life of another
    elif fact.rule.startswith("facts.life"):
        is_about = any(number in setting.parts.alone for number in people)  # only years in brackets
    elif fact.verb == "bear" and setting.analysis.text.title:
        is_about = any(_is_ruler(setting, number) for number in people)  # nobody’s life is told
    if proposal.slot == "place":
        return None if is_about else "The birthplace of somebody named in passing."
    if proposal.slot not in ("time", "truth"):
        return None
    grain = proposal.answer.value.grain if proposal.answer.value is not None else ""
    has_cause = any(_CIRCUMSTANCES.match(one) for one, _ in fact.others)
    is_event = fact.verb == "die" and (fact.place is not None or has_cause) and grain == "month"
    is_fine = is_event or (is_about and grain not in ("day", "month"))
    return None if is_fine else EXACT_TIME


def is_topic(setting: DraftSetting, number: int) -> bool:
    """Tell whether the life of somebody is told, or a title names them: all the text answers who it was."""
    if (life := life_told(setting)) and life in setting.names[number]:
        return True
    title = fold(setting.analysis.text.title or "")
    return any(contains_words(title, name) for name in setting.names[number])


def is_death_of_other(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether somebody’s bare death is told in the life of another: a husband’s, a teacher’s."""
    people = fact.subject.heads if fact.subject is not None else ()
    has_cause = fact.object is not None or any(_CIRCUMSTANCES.match(one) for one, _ in fact.others)
    if (
        fact.verb != "die"
        or has_cause
        or not people
        or any(is_topic(setting, one) or _is_ruler(setting, one) for one in people)
    ):
        return False
    named = (one.id for one in setting.analysis.cast.actors if one.type == "person")
    return any(is_topic(setting, one) for one in named)


def _is_ruler(setting: DraftSetting, number: int) -> bool:
    return _RULER.search(setting.actor(number).canonical) is not None


def _of_founding(setting: DraftSetting, proposal: Proposal) -> str | None:
    fact = proposal.fact
    if proposal.slot != "time" or fact.verb not in FOUNDING or fact.object is None or not fact.object.heads:
        return None
    is_about = any(is_main(setting, number) for number in fact.object.heads)
    by = fact.subject.heads if fact.subject is not None else ()
    is_by_main = any(is_often_named(setting, number) for number in by)
    return None if is_about or is_by_main else "When a body was founded that the document is not about."


def _backwards(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Tell whether the key is the one whom the whole document is about, so that it answers anything."""
    if proposal.template not in ("T2", "T3") or proposal.answer.sort != "actor":
        return None
    if proposal.fact.frame in ("be", "role") and proposal.slot == "subject":
        return TOLD_FIRST
    if _PRIZE_OF_YEAR.search(proposal.stem) is not None:
        return None
    key, life = proposal.answer.actors[0], life_told(setting)
    is_alone = (proposal.kind != "choice" and key in setting.parts.alone) or (life and life in setting.names[key])
    return NOBODY_ELSE if is_alone else None


def _is_passing(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether the document says of somebody only what they were: the daughter of the minister Karl Moen."""
    people = fact.subject.heads if fact.subject is not None else ()
    return all(
        len(setting.standing.of_actor[number]) < _FEW
        and number not in setting.standing.speakers
        and number not in find_doers(setting)
        for number in people
    )


def _is_central(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether the document is about the holder of an office, or whether it is who rules a state and acts."""
    people = fact.subject.heads if fact.subject is not None else ()
    words = fact.object.words if fact.object is not None else ""
    most = 0 if not realms_in(words) else _AT_TOP.get(role_class(words), 0)
    return any(
        is_central_actor(setting, one)
        or (most and one in setting.parts.acting and len(setting.standing.of_actor[one]) >= most)
        for one in people
    )


def _names_realm(fact: Fact) -> bool:
    """Tell whether a title names what is ruled: the king of Pontus."""
    words = fact.object.words if fact.object is not None else ""
    return role_class(words) in _RULING and re.search(r" of (?:the )?[A-Z]", words) is not None


def _is_known_kin(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether one of the two rules: the kin of others is the matter of nobody but themselves."""
    if fact.subject is None or fact.object is None:
        return False
    owners = [number for number in fact.object.actors if number not in fact.subject.heads]
    people = (*owners, *fact.subject.heads)
    if any(_RULER.search(setting.actor(number).canonical) for number in people):
        return all(_is_whole(setting.actor(number).canonical) for number in people)
    ruling = (role_class(role.words) in _RULING for number in people for role in setting.actor(number).roles)
    return (any(ruling) or not setting.parts.rulers.isdisjoint(people)) and all(
        _is_whole(setting.actor(number).canonical) for number in people
    )


def _is_whole(name: str) -> bool:
    """Tell whether a name is told in full, or is a single name as rulers have."""
    return " " in name or name.istitle()
