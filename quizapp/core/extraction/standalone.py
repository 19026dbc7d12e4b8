"""Whether a stem is understood without the document: names instead of pronouns, nothing that points outside."""

from __future__ import annotations

import re
from collections.abc import Mapping

from quizapp.core.extraction.drafts.setting import singular
from quizapp.core.extraction.item_rules.asked import unquoted
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.verbs import verb_forms

_PERSONAL = re.compile(r"\b(?:he|she|it|they|him|them|himself|herself|itself|themselves|hers|theirs|I|we|us|you|me)\b")
#: The first of a name is nobody who speaks: Afonso I.
_REGNAL_FIRST = re.compile(r"\b((?!And\b|But\b|That\b|What\b|When\b|If\b)[A-Z][\w’-]+) I\b")
_OF_SPEAKER = re.compile(r"\b(?:he|she|his|her)\b")
_POSSESSIVE = re.compile(r"\b(?:his|her|its|their|our|my|your)\b")
_POINTING = re.compile(
    r"\b(?:that (?:spring|summer|autumn|winter|fall|year|month|week|day|night|morning|evening|time)"
    r"|this|these|those|such|another|other|others|both|further|also|again|then|there|here|instead|however|"
    r"therefore|respectively|latter|former|aforementioned|now|today|currently|recently|ago|so far|"
    r"(?:the )?(?:same|following|previous|next))\b"
)
_ALLOWED = re.compile(
    r"\b(?:each other|one another|of that name|former [A-Z]\w+|(?:hundreds|thousands|dozens|scores) of other [a-z]+s"
    r"|former (?:\w+ )?(?:president|prime minister|king|minister))\b"
)
_NAME = re.compile(r"(?<![.?!:“] )(?<!^)\b[A-Z][\w’-]+(?: (?:of|the|and|de|van|von) (?=[A-Z])| [A-Z][\w’-]+)*")
_DEFINITE = re.compile(r"\b[Tt]he (?=((?:[a-z][\w’-]*)(?: [a-z][\w’-]*){0,4}))")
_STOPS = frozenset(
    {
        *(
            "of",
            "in",
            "on",
            "at",
            "to",
            "by",
            "for",
            "with",
            "from",
            "and",
            "or",
            "between",
            "against",
            "over",
            "under",
            "into",
            "during",
            "after",
            "before",
            "that",
            "which",
            "who",
            "whom",
            "did",
            "do",
            "does",
            "was",
            "were",
            "is",
            "are",
            "had",
            "has",
            "have",
            "would",
            "be",
            "been",
            "not",
            "as",
            "near",
            "about",
            "through",
        )
    }
)
_BLAMED = re.compile(
    r"\b(?:accus|suspect|inform|remind|convict|rob|depriv|warn|prais|condemn|describ|dismiss|label|criticis|hail)\w*"
    r"(?: [a-z]+)? ?$"
)
_TIME_FOLLOWS = re.compile(
    r" (?:in|on|at|from|to) (?:\d|\[\[|(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)\b|(?:early|late|mid|the \d))"
)
#: Words that need to be told of what or of whom.
_UNBOUND = re.compile(
    r"\b(?:an?|the|its|controlling|majority|minority) (?:[a-z-]+ )?(?:interest|stake|shareholding|foothold|monopoly)\b"
    r"(?! (?:of|on|over|at)\b| in (?!\d))|\bthe (?:successor|predecessor|heir|rival|ally|deputy) (?=[A-Z])"
)
_OF_PEOPLE = re.compile(
    r"\bthe ([A-Z][\w’-]+) (?:colony|province|city|town|village|port|island|ship|vessel|fort|region|coast)\b"
    r"(?! (?:of|at|in|on|near|called|named)\b| [A-Z])"
)
#: What follows a noun and says which one is meant.
_TELLS = frozenset(
    {
        *(
            "of",
            "between",
            "for",
            "against",
            "in",
            "on",
            "at",
            "to",
            "from",
            "near",
            "into",
            "over",
            "under",
            "that",
            "which",
            "who",
            "about",
        )
    }
)
_KNOWN = frozenset(
    {
        *(
            "world",
            "sun",
            "moon",
            "earth",
            "sea",
            "ocean",
            "sky",
            "press",
            "public",
            "document",
            "north",
            "south",
            "east",
            "west",
            "time",
            "day",
            "night",
            "past",
            "future",
            "people",
            "beginning",
            "end",
            "start",
            "middle",
            "outbreak",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "words",
            "word",
            "date",
            "year",
            "month",
            "decade",
            "century",
            "name",
            "age",
            "number",
            "most",
            "last",
            "only",
        )
    }
)


def find_open_reference(
    stem: str,
    spread: Mapping[str, int],
    *,
    of_speaker: bool = False,
    owns: bool = False,
    told: frozenset[str] = frozenset(),
) -> str | None:
    """Give the words of a stem that only the document explains; None where it stands alone.

    `spread` counts by folded singular in how many blocks of the document a word stands. With `of_speaker` he, she, his
    and her mean the one who is asked for; with `owns` his, her and its do. `told` are folded nouns that words before
    the stem explain: the war, behind “The Siege of Lund and the War of 1712”.
    """
    text = _ALLOWED.sub(" ", _REGNAL_FIRST.sub(r"\1", unquoted(stem)))
    unbound = _UNBOUND.search(text) or _unnamed_of_people(text)
    if unbound is not None:
        return unbound[0].strip()
    if of_speaker:
        text = _OF_SPEAKER.sub(" ", text)
    found = _PERSONAL.search(text) or _POINTING.search(text)
    if found is not None:
        return found[0]
    for found in _POSSESSIVE.finditer(text) if not owns else ():
        if text.lower().startswith(("who ", "which ")) or len(_NAME.findall(text[: found.start()])) != 1:
            return found[0]
    return _open_noun(text, spread, told)


def points_outside(words: str) -> bool:
    """Tell whether words hold a pronoun, or point at something that they do not name."""
    return (_PERSONAL.search(words) or _POINTING.search(words)) is not None


def _unnamed_of_people(text: str) -> re.Match[str] | None:
    """Find “the French colony”: a thing of a people that has many of them, without its name."""
    return next((found for found in _OF_PEOPLE.finditer(text) if found[1] in vocabulary().demonyms), None)


def _open_noun(text: str, spread: Mapping[str, int], told: frozenset[str]) -> str | None:
    for found in _DEFINITE.finditer(text):
        words = found[1].split()
        end = found.start(1) + len(found[1])
        last = next((place for place, word in enumerate(words) if word in _STOPS), len(words))
        after = words[last] if last < len(words) else _next_word(text[end:])
        end = found.start(1) + len(" ".join(phrase)) if (phrase := words[:last]) else end
        if not phrase or (last == len(words) and after[:1].isupper()):
            continue
        is_blamed = _BLAMED.search(text[: found.start()]) is not None and after in ("of", "for", "as")
        if after in _TELLS and not is_blamed and not _TIME_FOLLOWS.match(text[end:]):
            continue
        if singular(phrase[0]) in told and (len(phrase) == 1 or phrase[1] in verb_forms()):
            continue
        if _is_bare(phrase) or any(_is_common(word, spread) for word in _heads(phrase)):
            return f"the {' '.join(phrase)}"
    return None


def _is_bare(phrase: list[str]) -> bool:
    """Tell whether nothing but a noun stands behind “the”."""
    is_verb = len(phrase) > 1 and phrase[1] in verb_forms()
    return (len(phrase) == 1 or is_verb) and phrase[0] not in _KNOWN


def _next_word(rest: str) -> str:
    found = re.match(r"\s+([\w’-]+)", rest)
    return found[1] if found else ""


def _heads(phrase: list[str]) -> set[str]:
    """Give what may be the noun: the last word, and the last one before a word that may be a verb."""
    heads = {phrase[-1]}
    forms = verb_forms()
    for place in range(1, len(phrase)):
        if phrase[place] in forms:
            heads.add(phrase[place - 1])
            break
    return heads


def _is_common(word: str, spread: Mapping[str, int]) -> bool:
    return word not in _KNOWN and spread.get(singular(word), 0) > 1
