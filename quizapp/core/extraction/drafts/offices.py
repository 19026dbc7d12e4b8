"""Which words are an office, of what class it is, and whether it names its state or body."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Actor, Gender
from quizapp.core.extraction.verbs import verb_forms

#: Offices that one person holds at a time, and that do not go together with another of them.
EXCLUSIVE = frozenset(
    {
        *("chief", "deputy_head", "diplomat", "governor", "head_of_government", "head_of_state", "judge", "mayor"),
        *("minister", "organisation_head", "spokesperson"),
    }
)
#: Classes that say how somebody is addressed or related, and not what they are.
NO_RANKS = frozenset({"", "family", "honorific", "counterpart"})
_NO_QUALITIES = frozenset(
    {
        *("to", "with", "and", "by", "as", "had", "has", "have", "was", "were", "is", "for", "from", "his", "her"),
        *("their", "who", "which", "that", "then", "on", "in", "at", "but", "or", "when", "where", "of"),
    }
)
VAGUE_HEADS = frozenset({"leader", "chief", "head", "ruler", "official", "member", "neighbour", "counterpart"})
MONARCHS = frozenset(
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


def gender_of(words: str) -> Gender | None:
    """Give whether an office is told of a man or of a woman: queen, chairwoman."""
    lexicon = vocabulary()
    head = re.split(r"\s+(?:of|to|for|in|at|and)\s+|,", office_words(words), maxsplit=1)[0].split()[-1:]
    found = [lexicon.titles.get(word.title()) or lexicon.role_nouns.get(word.lower()) for word in head]
    return found[0].gender if found and found[0] is not None else None


def is_fit_office(words: str) -> bool:
    """Tell whether words are an office that can be an answer: no form of address, no piece of a clause."""
    return _NO_OFFICE.search(words.strip()) is None and role_class(words) not in ("", "honorific", "family")


@cache
def is_role(words: str) -> bool:
    """Tell whether words beside a name are a description and no piece of a clause: not “had served the king”."""
    before = re.split(r"\s+(?:of|to|for|in|at)\s+", office_words(words), maxsplit=1)[0].split()
    return not any(word.lower() in _NO_QUALITIES or word in verb_forms() for word in before[:-1])


def ranks_of(actor: Actor) -> frozenset[str]:
    """Give the classes of what somebody is, as far as whole words tell it."""
    return frozenset(role_class(role.words) for role in actor.roles if is_role(role.words)) - NO_RANKS


def is_specific(setting: DraftSetting, words: str) -> bool:
    """Tell whether an office names its state, town or body, and is more than “leader”."""
    before = re.split(r"\s+(?:of|to|for|in|at)\s+|,", words, maxsplit=1)[0].split()
    if not before or before[0].lower() in ("for", "of", "to", "in", "at", "made", "as", "by"):
        return False
    head = before[-1].lower()
    if head in VAGUE_HEADS:
        return False
    if head in MONARCHS and not re.search(r"\bof\s+(?:the\s+)?[A-Z]|[’']s?\s", words):
        return False  # there were many Roman emperors
    demonyms = vocabulary().demonyms
    names = [name for name in re.findall(r"[A-Z][\w-]+(?: [A-Z][\w-]+)*", words)]
    folded = setting.standing.bearers
    return any(
        part in demonyms or part.lower() in folded or name in demonyms or name.lower() in folded
        for name in names
        for part in (name, *name.split())
    ) or bool(re.search(r"\b(?:of|to|for|in)\s+(?:the\s+)?[A-Z]", words))


@lru_cache(maxsize=4096)
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


def realms_of(actor: Actor) -> frozenset[str]:
    """Give the states, peoples and realms that the offices of somebody name."""
    return frozenset().union(*[realms_in(role.words) for role in actor.roles])


def holds_office(setting: DraftSetting, number: int) -> bool:
    """Tell whether the document gives an actor an office that goes with no other."""
    return any(
        role.time == "now" and role_class(office_words(role.words)) in EXCLUSIVE for role in setting.actor(number).roles
    )
