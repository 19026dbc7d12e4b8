"""Whether the clause itself names who is asked about: by full names, with at most one step that hardly ever fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from quizapp.core.calendar import day_number
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.soundness.worth import life_told
from quizapp.core.extraction.values import Actor, ActorMention, Fact, Slot

#: Told by somebody’s words, by brackets, by an office or by kin: who is meant stands in those words themselves.
_OWN_WORDS = ("facts.quote", "facts.letters", "facts.life", "facts.title", "facts.kin")
_WHOLE_CLAUSES = ("facts.main", "facts.subordinate", "facts.noun", "facts.saying", "facts.relative", "facts.object-rel")
_LESSER_CLAUSES = ("facts.participle", "facts.subordinate")
#: What a sentence is for that says when: “when French troops occupied Spain”. Not if, unless, so that.
_TIMELY = re.compile(
    r"\b(?:when|after|before|until|since|while|as|because|where|once|although|though|whereas)(?: the)? $", re.IGNORECASE
)
_IN_YEAR_WHEN = re.compile(r"\b(?:year|day|month|summer|winter|spring|autumn|time)(?: in which| that| when)?,? $")
_BEHIND_NAME = re.compile(r"(?:, | – |—| — )(?:who|which) ")
_WHICH = re.compile(r"(?:,| –| —)? ?(?:(?:which|whom|that) )?")
_OWNER = re.compile(r"\b(?:his|her|its)\b")
_OWNERS = {"his": "male", "her": "female"}
_HE_OR_SHE = {"he": "male", "him": "male", "she": "female", "her": "female"}
#: Before this day a city is as a rule a state of its own: Rome, Venice.
_FIRST_OF_METONYMS = day_number(1800, 1, 1)
#: So near its beginning a sentence names whom it is about: “The minister Karl Moen”.
_AT_START = 25
_MESSAGES = {
    "pronoun": "Who “{}” is has to be found out from elsewhere in the text.",
    "description": "“{}” is no full name: who is meant has to be found out from elsewhere in the text.",
    "metonym": "“{}” is a city that stands for its state.",
}
_PART = "It is told in a part of a sentence that hangs on another, so that its subject is not certain."
_SEVERAL = "Too much of it has to be found out from elsewhere in the text."


def find_implied(setting: DraftSetting, fact: Fact) -> str | None:
    """Give why a fact does not name by itself who did what; None where it does."""
    if fact.rule.startswith(_OWN_WORDS):
        return None
    if (found := _of_clause(setting, fact)) is not None:
        return found
    if (owned := _owned_by_another(setting, fact)) is not None:
        return _MESSAGES["pronoun"].format(owned)
    steps = int(fact.rule.startswith(("facts.relative", "facts.object-rel")))
    for slot in _parties(fact):
        for number in slot.heads:
            kind, words = _step(setting, fact, slot, number)
            if kind and not _is_sure(setting, fact, slot, number, kind):
                return _MESSAGES[kind].format(words)
            steps += bool(kind)
    return _SEVERAL if steps > 1 else None


def _parties(fact: Fact) -> Iterator[Slot]:
    """Give the slots in which somebody stands, each once: a claimant is often the subject too."""
    yield from {slot.start: slot for slot in fact.slots if slot.heads}.values()


def _of_clause(setting: DraftSetting, fact: Fact) -> str | None:
    """Tell whether a fact is of a main clause, or of one whose subject cannot be another’s."""
    if _is_of_life_told(setting, fact):
        return None
    if not fact.rule.startswith(_WHOLE_CLAUSES):
        return _PART
    text = setting.analysis.text.text
    if fact.rule.startswith("facts.object-rel"):
        is_behind = fact.object is not None and _WHICH.fullmatch(text[fact.object.end : fact.start]) is not None
        return None if is_behind else _PART
    if fact.rule.startswith("facts.relative"):
        subject = fact.object if fact.is_passive else fact.subject
        is_behind = subject is not None and bool(subject.heads) and _is_told_behind(setting, subject)
        return None if is_behind else _PART
    if fact.rule.startswith("facts.subordinate"):
        before = text[max(0, fact.start - 30) : fact.start]
        opening = text[fact.start : fact.start + 12] + " "
        is_timely = _TIMELY.search(before) or _TIMELY.match(opening) or _IN_YEAR_WHEN.search(before)
        return None if is_timely else _PART
    return None


def _is_of_life_told(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether what a lesser clause tells was done by the one whose life the document tells."""
    life, doer = life_told(setting), fact.subject
    if not life or doer is None or fact.is_passive or not fact.rule.startswith(_LESSER_CLAUSES):
        return False
    return len(doer.heads) == 1 and life in setting.names[doer.heads[0]]


def _owned_by_another(setting: DraftSetting, fact: Fact) -> str | None:
    """Give “her” of a phrase that cannot be the one’s who acts: the house issued the works under her name."""
    doer = fact.object if fact.is_passive else fact.subject
    if doer is None or len(doer.heads) != 1:
        return None
    actor = setting.actor(doer.heads[0])
    for slot in fact.slots:
        for found in _OWNER.finditer(slot.words) if slot is not doer and not slot.heads else ():
            is_person = actor.type == "person" and actor.gender in (None, _OWNERS.get(found[0]))
            if (found[0] in _OWNERS and not is_person) or (found[0] == "its" and actor.type == "person"):
                return found[0]
    return None


def _is_told_behind(setting: DraftSetting, slot: Slot) -> bool:
    """Tell whether “, who” or “, which” stands right behind the name in a slot."""
    mentions = [one for one in setting.standing.between(slot.start, slot.end + 1) if one.actor in slot.heads]
    end = max((one.end for one in mentions), default=slot.end)
    return _BEHIND_NAME.match(setting.analysis.text.text, end) is not None


def _step(setting: DraftSetting, fact: Fact, slot: Slot, number: int) -> tuple[str, str]:
    """Give by which step the text comes to mean somebody, and the words for them; empty where their name stands there.

    “Talks between the Kremlin and Lima”: each name is looked for in the words of the slot.
    """
    names = {reason.name for reason in slot.reasons}
    words = setting.analysis.text.text[slot.start : slot.end]
    own = [one for one in setting.standing.between(slot.start, slot.end) if one.actor == number]
    named = [one for one in own if not one.is_metonym and _is_name(setting.actor(number), one)]
    if named and all(_is_no_person(setting, one) for one in named):
        return "description", words
    if named:
        return ("description", words) if names & {"named elsewhere", "role"} else ("", "")
    if "metonym" in names or any(reason.name == "metonym" for reason in fact.reasons) or any(map(_is_metonym, own)):
        return "metonym", words
    is_pronoun = words.lower() in _HE_OR_SHE or names & {"pronoun", "previous paragraph", "several as they"}
    return ("pronoun" if is_pronoun else "description"), words


def _is_no_person(setting: DraftSetting, mention: ActorMention) -> bool:
    """Tell whether an article right before what was taken for a person’s name tells of a thing: the Mona Lisa."""
    text = setting.analysis.text.text
    is_with = text[max(0, mention.start - 4) : mention.start].lower() == "the "
    return is_with and setting.actor(mention.actor).type == "person"


def _is_metonym(mention: ActorMention) -> bool:
    return mention.is_metonym


def _is_name(actor: Actor, mention: ActorMention) -> bool:
    """Tell whether a form is one of the names of an actor, and no word for what they are: the club, his mother."""
    surface = re.sub(r"^[Tt]he ", "", mention.surface)
    if not any(word[:1].isupper() for word in surface.split()):
        return False
    if actor.type == "organisation" and not _keeps_head(actor.canonical, surface):
        return False
    return surface in (actor.canonical, *(re.sub(r"^[Tt]he ", "", form) for form in actor.forms))


def _keeps_head(name: str, surface: str) -> bool:
    """Tell whether a short name of a body keeps what it is: the Congress, Athletic, UNESCO; not the Selva."""
    words = re.split(r" (?:of|for|on|in|to) ", re.sub(r"^[Tt]he ", "", name))[0].split()
    if surface.isupper() or surface.replace("&", "").isupper() or name.removeprefix("the ") == surface:
        return True
    return words[-1] in surface.split() or not set(surface.split()) <= set(name.split())


def _is_sure(setting: DraftSetting, fact: Fact, slot: Slot, number: int, kind: str) -> bool:
    if kind == "metonym":
        return _is_modern_state(setting, fact, slot, number)
    return kind == "pronoun" and _is_only_one(setting, fact, slot, number)


def _is_modern_state(setting: DraftSetting, fact: Fact, slot: Slot, number: int) -> bool:
    """Tell whether a capital acts for a state that the document also calls by its name, in an age of capitals."""
    if slot is not fact.subject and fact.frame != "say":
        return False
    named = (one for one in setting.standing.of_actor[number] if not one.is_metonym)
    return _is_all_modern(setting) and len(list(islice(named, 2))) > 1


def _is_all_modern(setting: DraftSetting) -> bool:
    known = setting.remembered.is_modern
    if not known:
        values = (date.value for date in setting.analysis.dates)
        known.append(all(one is None or one.lo is None or one.lo >= _FIRST_OF_METONYMS for one in values))
    return known[0]


def _is_only_one(setting: DraftSetting, fact: Fact, slot: Slot, number: int) -> bool:
    """Tell whether “he” or “she” can be nobody else: nobody else of the paragraph fits, and it is about this one."""
    actor = setting.actor(number)
    word = setting.analysis.text.text[slot.start : slot.end].lower()
    if actor.type != "person" or word not in _HE_OR_SHE or actor.gender not in (None, _HE_OR_SHE[word]):
        return False
    block = setting.analysis.text.block_at(slot.start)
    is_named_here = any(one.actor == number for one in setting.standing.between(block.start, slot.start))
    is_known = is_named_here and actor.gender is not None
    is_about = number in setting.parts.alone or _opens_before(setting, number, block.start, slot.start)
    if not is_about and not is_known:
        return False
    return all(
        one.actor == number or setting.actor(one.actor).type != "person" or _differs(setting.actor(one.actor), word)
        for one in setting.standing.between(block.start, slot.start)
    )


def _opens_before(setting: DraftSetting, number: int, start: int, end: int) -> bool:
    """Tell whether the sentence before begins with somebody’s name, so that it and what follows are about them."""
    sentence = setting.sentence_at(end)
    last = setting.sentence_at(max(start, sentence.start - 2))
    named = (one for one in setting.standing.between(max(start, last.start), end) if one.actor == number)
    return any(one.start - setting.sentence_at(one.start).start <= _AT_START for one in named)


def _differs(other: Actor, word: str) -> bool:
    return other.gender is not None and other.gender != _HE_OR_SHE[word]
