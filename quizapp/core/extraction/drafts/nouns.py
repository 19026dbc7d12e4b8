"""Whether the things of a finished stem say which ones they are: “the ruling” does not, “the treaty of Lima” does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.verbs import verb_forms

_TOKEN = re.compile(r"[^\W_][\w’'-]*|[“”,;:?!().]")
_MARK = "“"
#: Words that end a phrase of nouns; those of `_OF` may go on to say which one is meant.
_ENDS = frozenset(
    {
        *("and", "or", "but", "as", "than", "during", "after", "before", "since", "until", "did", "do", "does", "was"),
        *("were", "is", "are", "had", "has", "have", "would", "will", "could", "should", "might", "may", "must", "can"),
        *(
            "be",
            "been",
            "not",
            "through",
            "throughout",
            "because",
            "while",
            "when",
            "if",
            "into",
            "onto",
            "him",
            "them",
        ),
        *("upon", "without", "within", "despite", "like", "via", "per", "up", "down", "out", "off", "away", "back"),
        *(
            "how",
            "why",
            "what",
            "whether",
            "so",
            "then",
            "a",
            "an",
            "the",
            "whatever",
            "each",
            "every",
            "one",
            "two",
            "three",
            "again",
        ),
    }
)
_OF = frozenset({"of", "between", "against", "about", "over", "on", "in", "at", "near", "outside", "around", "under"})
_LOOSE = frozenset({"to", "from", "with", "for", "by", "behind", "beside", "along", "across", "off", "inside"})
_RELATIVE = frozenset({"that", "which", "who", "whom", "whose", "where"})
_NAMED = frozenset({"called", "named", "titled", "entitled", "nicknamed", "dubbed", "known"})
#: Nouns that a loose preposition belongs to.
_TAKING = {
    "to": frozenset(
        {
            *("road", "way", "route", "ambassador", "envoy", "visit", "aid", "heir", "threat", "access", "key"),
            *("answer", "right", "return", "letter", "journey", "bridge", "damage", "attention", "gift", "petition"),
            *("link", "gateway", "reply", "response", "opposition", "resistance", "adviser", "succession", "memorial"),
        }
    ),
    "with": frozenset(
        {
            *("war", "treaty", "alliance", "relations", "border", "talks", "agreement", "trade", "peace", "contract"),
            *("deal", "friendship", "truce", "frontier", "union", "negotiations", "marriage", "dispute", "armistice"),
        }
    ),
    "from": frozenset({"letter", "road", "route", "independence", "withdrawal", "retreat", "escape", "news"}),
    "for": frozenset(
        {
            *("prize", "contract", "campaign", "case", "medal", "fund", "plan", "plans", "party", "struggle", "office"),
            *("award", "search", "ministry", "department", "secretary", "minister", "spokesman", "spokeswoman"),
        }
    ),
    "by": frozenset({"attack", "invasion", "novel", "play", "book", "poem", "painting", "symphony", "opera", "film"}),
}
_INFINITIVE = frozenset(
    {
        *("right", "decision", "plan", "order", "promise", "attempt", "power", "duty", "ability", "permission", "need"),
        *("chance", "refusal", "task", "desire", "offer", "command", "only", "first", "last", "idea", "wish", "vote"),
        *("agreement", "way", "campaign", "proposal", "motion", "bill", "pledge", "effort", "struggle", "demand"),
    }
)
_PARTICIPLE = re.compile(r"[a-z]+ed|led|held|built|made|found|written|signed|fought|won|born|kept|drawn|given|run")
MONTHS_AND_DAYS = frozenset(
    {
        *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *("November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    }
)
#: What there is but one of, or what is clear without more words.
_UNIQUE = frozenset(
    {
        *("sun", "moon", "earth", "sea", "ocean", "sky", "world", "universe", "press", "public", "document", "pope"),
        *("north", "south", "east", "west", "past", "future", "present", "poor", "rich", "dead", "blind", "young"),
        *("throne", "law", "truth", "weather", "internet", "web", "radio", "telephone", "piano", "violin", "stage"),
        *("people", "letters", "words", "word", "date", "year", "month", "decade", "century", "name", "time", "day"),
        *("night", "morning", "evening", "afternoon", "spring", "summer", "autumn", "winter", "beginning", "middle"),
        *("papacy", "priesthood", "bible", "koran", "quran", "economy", "climate", "environment", "countryside"),
        *("post", "mail", "telegraph", "wheel", "potato", "plough", "horse", "clergy", "nobility", "aristocracy"),
        *("war", "hospital", "front", "ton", "hundred", "thousand", "dozen", "hour", "pound", "yard", "metre", "mile"),
    }
)
_SUPERLATIVE = re.compile(r"most|least|[a-z]{2,}(?:[^aeiouw]|ck|th|w|y)est|best|worst|oldest|largest|biggest")
_NOT_SUPERLATIVE = frozenset({"forest", "harvest", "request", "interest", "conquest", "arrest", "protest", "priest"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "only", "sole", "next"})
_NAMING = re.compile(r"\b(?:nam|call|renam|christen|dub|titl|nicknam|entitl|label|styl|declar|proclaim)\w*$")
_NO_NAMES = frozenset({"I", "According", "BC", "BCE", "AD", "CE", "Gap"})
_AUXILIARY = re.compile(r"\b(?:did|does|do|was|were|has|have|had|is|are|would) $")
#: “The four budgets from 2020 onwards” are told; of “the line from 1952” the year is that of the deed.
_ON_FROM_THERE = frozenset({"onwards", "onward", "on", "to", "until"})
#: Nouns of which a place says only where they were then.
_PEOPLE = frozenset({"man", "men", "woman", "women", "others", "crowd", "officials", "soldiers", "troops", "workers"})


def find_bare_thing(text: str) -> str | None:
    """Give the first “the ⟨thing⟩” of a stem that does not say which; None where all do. Quoted words stand as “."""
    tokens = [(found[0], found.start()) for found in _TOKEN.finditer(text)]
    words = [word for word, _ in tokens]
    for place, word in enumerate(words):
        if word.lower() == "the" and (bare := _bare(words, place + 1, text[: tokens[place][1]])) is not None:
            return f"the {bare}"
    return None


def _bare(words: list[str], start: int, before: str) -> str | None:
    """Give the phrase from a place on, where nothing in it or behind it tells which one is meant."""
    end = start
    while end < len(words) and words[end][:1].islower() and words[end] not in _ENDS | _OF | _LOOSE | _RELATIVE:
        if words[end].endswith(("’s", "'s")) or (end > start and words[end] in _NAMED):
            break
        end += 1
    phrase = words[start:end]
    after = words[end] if end < len(words) else ""
    if after.endswith(("’s", "'s")) and after.islower():
        phrase.append(after[:-2])
        return None if after[:-2] in _UNIQUE else " ".join(phrase)
    if not phrase:
        return _pointing(words, start)
    if _is_told(phrase, after, words, end, before) or _is_introduced(phrase, before):
        return None
    return " ".join(phrase)


def _pointing(words: list[str], start: int) -> str | None:
    """Give “one”, “two”: the stem speaks of some that it has not named; None for names and numbers."""
    word = words[start] if start < len(words) else ""
    return word if word in ("one", "two", "three", "again") else None


def _is_told(phrase: list[str], after: str, words: list[str], end: int, before: str) -> bool:
    if phrase[-1] in _UNIQUE and len(phrase) == 1:
        return True
    is_name = (after[:1].isupper() or after[:1].isdigit()) and after not in MONTHS_AND_DAYS
    if is_name or after == _MARK:
        return _NAMING.search(before.rstrip()) is None and not _has_verb(phrase, before)
    if after in _RELATIVE or after in _NAMED:
        return True
    if any(_SUPERLATIVE.fullmatch(word) and word not in _NOT_SUPERLATIVE for word in phrase):
        return True
    behind = words[end + 1] if end + 1 < len(words) else ""
    if after in _OF | _LOOSE and behind in ("which", "whom", "whose"):
        return True
    if after in _OF:
        return after == "of" or (
            _says_where(after, words, end) and phrase[-1] not in _PEOPLE and not _has_verb(phrase, before)
        )
    if phrase[0] in _ORDINALS and (after == "to" or phrase[-1] == "time"):
        return True
    return _is_bound(phrase, after, words, end)


def _is_bound(phrase: list[str], after: str, words: list[str], end: int) -> bool:
    """Tell whether a loose preposition, an infinitive or a participle belongs to the noun."""
    behind = words[end + 1] if end + 1 < len(words) else ""
    if after == "to" and phrase[-1] in _INFINITIVE and behind[:1].islower():
        return True
    if after == "from" and behind[:1].isdigit():
        return end + 2 < len(words) and words[end + 2] in _ON_FROM_THERE
    if after in _LOOSE:
        takes = phrase[-1] in _TAKING.get(after, frozenset())
        made = len(phrase) > 1 and after in ("by", "from", "with") and _PARTICIPLE.fullmatch(phrase[-1]) is not None
        return (takes or made) and behind not in MONTHS_AND_DAYS
    return False


def _says_where(after: str, words: list[str], end: int) -> bool:
    """Tell whether a name stands behind the preposition, and not a time."""
    rest = words[end + 1 : end + 5]
    first = next((word for word in rest if word.lower() not in ("the", "a", "an")), "")
    if first in MONTHS_AND_DAYS or first == "AD" or first[:1].isdigit():
        return False
    return any(word[:1].isupper() for word in rest) or after in ("against", "between", "about")


def _has_verb(phrase: list[str], before: str) -> bool:
    """Tell whether a phrase goes on with a verb: “the bank collapse” of “did the bank collapse”."""
    if _AUXILIARY.search(before) is None:
        return False
    forms = verb_forms()
    return any(word in forms and word not in vocabulary().plain_nouns for word in phrase[1:])


def _is_introduced(phrase: list[str], before: str) -> bool:
    nouns = {word for noun in phrase for word in (noun, noun.removesuffix("s")) if len(word) > 3}
    return any(re.search(rf"\b(?:an?|which|what) (?:[\w’-]+ )??{re.escape(noun)}\b", before) for noun in nouns)


def opens_plainly(words: str) -> bool:
    """Tell whether the first word has its capital only from the start of a sentence: Elections, Dredging, Order."""
    lexicon, first = vocabulary(), words.split(" ", 1)[0].lower()
    singular = first.removesuffix("s")
    is_noun = any(word in lexicon.plain_nouns or word in lexicon.event_heads for word in (first, singular))
    return is_noun or first in lexicon.starters or first.endswith("ing") or singular in verb_forms()


def names_in(text: str) -> Iterator[str]:
    """Give the words with a capital that are names: not the first one, no month, not “I”."""
    for found in re.finditer(r"[^\W\d_][\w’'-]*", text):
        word = found[0]
        is_first = not re.search(r"\w", text[: found.start()])
        if is_first and (text.rstrip().endswith("?") or opens_plainly(word)):
            continue
        if word[:1].isupper() and word not in MONTHS_AND_DAYS and word not in _NO_NAMES:
            yield word
