"""T6, T10 and kin: which office, who held it, how two people are related, what letters stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.offices import EXCLUSIVE, MONARCHS, VAGUE_HEADS, is_specific, role_class
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.whole_offices import whole_office
from quizapp.core.extraction.drafts.wording import ACCORDING, key_name, other_forms, question, sentence_case
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Actor, Fact

_HONORIFIC = re.compile(r"^(?:Mrs?|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Madam|Herr|Frau)\b|^[’']|\bJustice$")
_TITLES = frozenset(
    {"king", "queen", "emperor", "empress", "duke", "prince", "princess", "sultan", "shah", "tsar", "pharaoh"}
)


def ask_office(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask for the office of a person, and for the person who held it."""
    if fact.frame != "role" or fact.verb != "be" or fact.subject is None or fact.object is None:
        return
    if len(fact.subject.heads) != 1 or not fact.rule.endswith(".now"):
        return
    words, _ = whole_office(setting, fact.object)
    person = setting.actor(fact.subject.heads[0])
    if person.type != "person" or role_class(words) not in EXCLUSIVE or _HONORIFIC.search(words):
        return
    if words.casefold() in person.canonical.casefold():
        return  # “Mary, Queen of Scots” says it
    is_whole = is_specific(setting, words)
    if is_whole or _names_field(words):
        yield _office_of(setting, fact, person, words, 1.0 if is_whole else 0.9)
    if is_whole:
        yield _holder_of(setting, fact, person, words)


def _office_of(setting: DraftSetting, fact: Fact, person: Actor, words: str, weight: float) -> Proposal:
    return Proposal(
        template="T6",
        family="office",
        slot="object",
        kind="choice",
        stem=question(f"{ACCORDING}which {_held_as(words)} did {person.canonical} hold"),
        answer=Answer("office", sentence_case(words), (person.id,)),
        about="other",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        needs_options=False,
        in_stem=frozenset((person.id,)),
        weight=weight,
    )


def _held_as(words: str) -> str:
    """Ask for the title of a king and for the office of a minister."""
    head = re.split(r" (?:of|in|to) ", words, maxsplit=1)[0].split()[-1].lower()
    return "title" if head in _TITLES else "office"


def _holder_of(setting: DraftSetting, fact: Fact, person: Actor, words: str) -> Proposal:
    key = key_name(setting, person.id)
    held = words if re.match(r"[A-Z][\w-]*[’']s?\s", words) else f"the {_small_office(words)}"
    return Proposal(
        template="T6",
        family="holder",
        slot="subject",
        kind="choice",
        stem=question(f"{ACCORDING}who was {held}"),
        answer=Answer("actor", key, (person.id,), texts=(key,)),
        about="actor",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        accept=other_forms(setting, person.id, key),
    )


def ask_kin(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask which relative of whom somebody was."""
    if fact.frame != "kin" or fact.subject is None or fact.object is None or len(fact.subject.heads) != 1:
        return
    owners = [number for number in fact.object.actors if number not in fact.subject.heads]
    if len(owners) != 1 or not fact.particle:
        return
    named, owner = setting.actor(fact.subject.heads[0]), setting.actor(owners[0])
    yield Proposal(
        template="T6",
        family="kin",
        slot="object",
        kind="choice",
        stem=question(f"which relative of {owner.canonical} was {named.canonical}"),
        answer=Answer("kin", sentence_case(fact.particle), (named.id, owner.id)),
        about="other",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        in_stem=frozenset((named.id, owner.id)),
    )


def ask_letters(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask what letters stand for."""
    if fact.frame != "letters" or fact.subject is None or fact.object is None:
        return
    yield Proposal(
        template="T10",
        family="letters",
        slot="object",
        kind="text",
        stem=question(f"what do the letters {fact.subject.words} stand for"),
        answer=Answer("words", fact.object.words, tuple(fact.subject.actors)),
        about="other",
        facts=(fact,),
        passages=((fact.start, fact.end),),
        needs_options=False,
        takes_options=False,
    )


def _names_field(words: str) -> bool:
    """Tell whether an office says of what: transport minister, chief executive; and not only minister."""
    head = words.split()[-1].lower() if words else ""
    return len(words.split()) > 1 and head not in VAGUE_HEADS | MONARCHS


def _small_office(words: str) -> str:
    """Begin with a capital only where the first word is a name."""
    first = words.split()[0]
    is_name = first in vocabulary().demonyms or not vocabulary().titles.get(first)
    return words if is_name or not first[:1].isupper() else words[:1].lower() + words[1:]
