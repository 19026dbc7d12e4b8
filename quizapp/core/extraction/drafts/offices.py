"""T6, T10 and kin: which office, who held it, how two people are related, what letters stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wording import ACCORDING, key_name, other_forms, question, sentence_case
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Actor, Fact

#: Offices that one person holds at a time, and that do not go together with another of them.
EXCLUSIVE = frozenset(
    {
        *("chief", "deputy_head", "diplomat", "governor", "head_of_government", "head_of_state", "judge", "mayor"),
        *("minister", "organisation_head", "spokesperson"),
    }
)
_VAGUE_HEADS = frozenset({"leader", "chief", "head", "ruler", "official", "member", "neighbour", "counterpart"})
_MONARCHS = frozenset(
    {
        *(
            "emperor",
            "empress",
            "king",
            "queen",
            "pharaoh",
            "sultan",
            "shah",
            "tsar",
            "caliph",
            "pope",
            "khan",
            "prince",
            "princess",
            "duke",
            "consul",
            "governor",
        )
    }
)
_ARTICLE = re.compile(
    r"^(?:(?:for|as|to|by|with|of)\s+)?(?:the|a|an|its|his|her|their)\s+|^(?:for|as|to|by|with|of)\s+", re.IGNORECASE
)
_HONORIFIC = re.compile(r"^(?:Mrs?|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Madam|Herr|Frau)\b|^[’']|\bJustice$")
_NO_OFFICE = re.compile(
    r"^(?:now|then|himself|herself|itself|also|still|later|and|or|who|once|holds?|the|mrs?|ms|miss|dr|prof|professor"
    r"|sir|lady|lord|st|saint|last|only|first(?! (?:minister|lady|secretary|lord|consul|sea lord))|second|old|young"
    r"|former|future|later|new|married)\b"
    r"|\b(?:holds?|held|was|is|had|has|of the|and|which|who|in his|in her|justice)$|\.$",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"^(?:himself|herself|themselves|new|newly elected|former|late|then|current|outgoing|incoming|acting)\s+",
    re.IGNORECASE,
)
_REALM = re.compile(r"[A-Z][\w-]+(?: [A-Z][\w-]+)*(?:[’']s)?")
_SMALL = re.compile(r"^[a-z]")


def ask_office(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask for the office of a person, and for the person who held it."""
    if fact.frame != "role" or fact.verb != "be" or fact.subject is None or fact.object is None:
        return
    if len(fact.subject.heads) != 1 or not fact.rule.endswith(".now"):
        return
    words = office_words(fact.object.words)
    person = setting.actor(fact.subject.heads[0])
    if person.type != "person" or role_class(words) not in EXCLUSIVE or _HONORIFIC.search(words):
        return
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
        stem=question(f"{ACCORDING}which office did {person.canonical} hold"),
        answer=Answer("office", sentence_case(words), (person.id,)),
        about="other",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        needs_options=False,
        in_stem=frozenset((person.id,)),
        weight=weight,
    )


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


def office_words(words: str) -> str:
    """Give an office without its article and without words that hold for a time only."""
    return _TIMED.sub("", _ARTICLE.sub("", words.strip()))


@cache
def role_class(words: str) -> str:
    """Give the class of an office by its last title or noun before “of”, “to” …; empty where no list knows it."""
    lexicon = vocabulary()
    head = re.split(r"\s+(?:of|to|for|in|at|and)\s+|,", words, maxsplit=1)[0]
    parts = head.split()
    for first in range(len(parts)):
        phrase = " ".join(parts[first:])
        found = (
            lexicon.titles.get(phrase) or lexicon.titles.get(phrase.title()) or lexicon.role_nouns.get(phrase.lower())
        )
        if found is not None and found.role != "honorific":
            return found.role
    return ""


def is_fit_office(words: str) -> bool:
    """Tell whether words are an office that can be an answer: no form of address, no piece of a clause."""
    return _NO_OFFICE.search(words.strip()) is None and role_class(words) not in ("", "honorific", "family")


def is_specific(setting: DraftSetting, words: str) -> bool:
    """Tell whether an office names its state, town or body, and is more than “leader”."""
    before = re.split(r"\s+(?:of|to|for|in|at)\s+|,", words, maxsplit=1)[0].split()
    if not before or before[0].lower() in ("for", "of", "to", "in", "at", "made", "as", "by"):
        return False
    head = before[-1].lower()
    if head in _VAGUE_HEADS:
        return False
    if head in _MONARCHS and not re.search(r"\bof\s+(?:the\s+)?[A-Z]|[’']s?\s", words):
        return False  # there were many Roman emperors
    demonyms = vocabulary().demonyms
    names = [name for name in re.findall(r"[A-Z][\w-]+(?: [A-Z][\w-]+)*", words)]
    folded = setting.standing.bearers
    return any(
        part in demonyms or part.lower() in folded or name in demonyms or name.lower() in folded
        for name in names
        for part in (name, *name.split())
    ) or bool(re.search(r"\b(?:of|to|for|in)\s+(?:the\s+)?[A-Z]", words))


def _names_field(words: str) -> bool:
    """Tell whether an office says of what: transport minister, chief executive; and not only minister."""
    head = words.split()[-1].lower() if words else ""
    return len(words.split()) > 1 and head not in _VAGUE_HEADS | _MONARCHS


def realms_in(words: str) -> frozenset[str]:
    """Give the states that an office names: the French consul, foreign minister of Japan."""
    lexicon = vocabulary()
    found = set()
    for name in _REALM.findall(words):
        for part in (name, *name.split()):
            word = part.removesuffix("’s").removesuffix("'s")
            state = lexicon.states.get(word)
            found.add(state.name if state is not None else lexicon.demonyms.get(word, ""))
    return frozenset(found) - {""}


def holds_office(setting: DraftSetting, number: int) -> bool:
    """Tell whether the document gives an actor an office that goes with no other."""
    return any(
        role.time == "now" and role_class(office_words(role.words)) in EXCLUSIVE for role in setting.actor(number).roles
    )


def _small_office(words: str) -> str:
    """Begin with a capital only where the first word is a name."""
    first = words.split()[0]
    is_name = first in vocabulary().demonyms or not vocabulary().titles.get(first)
    return words if is_name or not first[:1].isupper() else words[:1].lower() + words[1:]
