"""Spoken words that nobody understands without what was said before: answers, and pronouns with nothing to mean."""

from __future__ import annotations

import re

from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.extraction.verbs import verb_forms

#: A word of letters, with its apostrophes and hyphens.
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_AUXILIARY_END = re.compile(
    r"\b(?:can|could|cannot|will|would|did|does|do|have|has|had|should|must|may|might|not|\w+n[’']t)[.!]?$"
)
_OPENING = re.compile(r"(?:And|But|So|Or|Nor|Yes|No(?! [a-z])|Because|Then|Which|Also|Therefore|Instead)\b")
_YES_NO = re.compile(r"[,;] (?:yes|no)(?:[.,;]|$)", re.IGNORECASE)
_ANSWER = re.compile(r"(?:To|On|In|At|From|For|With|By|About|After|Before|Under|Only|Just|Over|Since|Until) ")
#: What means something outside the words: “them”, “that”; “it is true” and “that” of a clause mean nothing.
_POINTER = re.compile(r"\b(?:it|they|them|he|she|him|this|these|those|that)\b", re.IGNORECASE)
_EMPTY = re.compile(
    r"\b(?:it(?:[’']s| is| was| will| would| has| had| takes| took| makes| rains| seems| matters| costs| hurts)"
    r"|that (?:I|you|we|he|she|they|it|the|a|an|nobody|somebody|everybody|other|\w+s)\b"
    r"|th(?:is|at|ese|ose) (?!(?:to|of|in|on|at|by|for|with|from|as|and|or|is|was|will|would)\b)[a-z]+|those who"
    r"|let them|those of)\b",
    re.IGNORECASE,
)
#: Something for a pronoun to mean: a noun with a word before it, or a name.
_THING = re.compile(
    r"\b(?:the|an?|my|our|your|his|her|their|no|every|each|some|many|two|three|other|people|men|women|nobody|somebody"
    r"|everybody|anybody|if|when|who|what) ?[a-z]*|(?<!^)\b[A-Z][a-z]{2,}"
)


def content_words(words: str) -> int:
    """Count the words that carry a sense."""
    return sum(len(word) > 2 and word.lower() not in STOP_WORDS for word in WORD.findall(words))


def has_verb(words: str) -> bool:
    """Tell whether a word can be the verb of a sentence: is, fell, didn’t; sleep behind “ministers”; Find at first."""
    found = [word.lower().replace("'", "’") for word in WORD.findall(words) if word != "May"]
    forms = verb_forms()
    for place, word in enumerate(found):
        before = found[place - 1] if place else ""
        if word in _FINITE or word.endswith(_CONTRACTED) or (place and word.endswith("ed")) or before in _SUBJECTS:
            return True
        known = forms[word].forms if word in forms else frozenset()
        is_plain = "base" in known and (not place or before in _PLURALS or (before.endswith("s") and len(before) > 2))
        if is_plain or (place and known & {"past", "third"}):
            return True
    return False


_CONTRACTED = ("n’t", "’ll", "’ve", "’re", "’m", "’d", "’s")
_SUBJECTS = frozenset({"i", "we", "they", "he", "she", "who", "nobody", "everybody", "somebody", "everyone"})
_PLURALS = frozenset({"you", "people", "men", "women", "children", "police", "not", "never", "to"})
_FINITE = frozenset(
    {
        *(
            "is",
            "are",
            "was",
            "were",
            "am",
            "has",
            "have",
            "had",
            "will",
            "would",
            "can",
            "cannot",
            "could",
            "do",
            "does",
        ),
        *("does", "did", "must", "may", "might", "shall", "should", "let"),
    }
)


def find_open_quote(words: str) -> str | None:
    """Give what in spoken words only what stands before them explains; None where they stand alone."""
    words = words.strip("“”‘’\"' ")
    opening = _OPENING.match(words)
    if opening is not None:
        return opening[0]
    sentences = [one[0].strip() for one in _SENTENCE.finditer(words) if one[0].strip()]
    first = sentences[0] if sentences else ""
    if _AUXILIARY_END.search(first) and len(sentences) > 1:
        return first
    if _YES_NO.search(words):
        return "yes or no"
    if _ANSWER.match(first) and not has_verb(first):
        return first
    return _open_pointer(words)


def _open_pointer(words: str) -> str | None:
    for found in _POINTER.finditer(words):
        if _EMPTY.match(words, found.start()):
            continue
        if _THING.search(words, 0, found.start()) is None and not re.search(r"\b[a-z]{3,}s\b", words[: found.start()]):
            return found[0]
    return None
