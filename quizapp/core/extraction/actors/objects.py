"""Whom a verb acts on: somebody whom only “him” or “her” tells, and who may be the next “he” or “she”."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from quizapp.core.extraction.values import ActorMention, Sentence, Token

OBLIQUE = frozenset(
    ("of", "to", "with", "by", "for", "from", "in", "at", "on", "against", "over", "between", "under", "into", "about")
)
_OBJECTS_OF = {"he": "him", "she": "her"}
_CLAUSES = frozenset(("to", "that", "who", "and", "but", "or"))
_NUMBERS = frozenset(
    (
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "several",
        "some",
        "few",
    )
)
#: Most words of a verb with its auxiliaries and adverb: “had never really liked”.
_VERB_WORDS = 4
_ARTICLES = frozenset(("a", "an", "the", "its", "their", "this", "that", "these", "those", "some", "no", "two"))
_BEHIND_OBJECTS = frozenset(("and", "but", "or", "as", "before", "after", "when", "while", "because", "that"))


def acted_on_another(
    sentences: Sequence[Sentence], number: int, here: Sequence[ActorMention], found: int, word: str, start: int
) -> bool:
    """Tell “Marsh dismissed him. He died …”: either may be the “he” that opens a sentence.

    `number` is that of the sentence which the pronoun at `start` stands in.
    """
    if asks_another(sentences[number], here, found, word, start):
        return True
    objects = _OBJECTS_OF.get(word)
    if objects is None or number == 0 or sentences[number].tokens[0].start != start:
        return False
    before = sentences[number - 1]
    named = [one for one in here if before.start <= one.start < before.end]
    if before.block != sentences[number].block or not named or any(one.actor != found for one in named):
        return False
    tokens = before.tokens
    return any(
        token.text == objects and _is_right_behind(tokens, at, named) and _is_whole_object(tokens, at)
        for at, token in enumerate(tokens)
    )


def asks_another(sentence: Sentence, here: Sequence[ActorMention], found: int, word: str, start: int) -> bool:
    """Tell “When Ana Moe asked who had told her, she named …”: who answers is as a rule not who asked."""
    tokens = sentence.tokens
    if word not in _OBJECTS_OF or tokens[0].text not in ("When", "Asked", "After"):
        return False
    comma = max((token.start for token in tokens if token.text == "," and token.start < start), default=-1)
    asked = next((token.start for token in tokens if token.text == "asked" and token.start < comma), -1)
    named = [one for one in here if sentence.start <= one.start < comma]
    return asked > 0 and any(one.actor == found and one.start < asked for one in named)


def before_joined(tokens: Sequence[Token], at: int) -> int:
    """Give where “by Ada Quill and the critic” begins a name’s phrase, so that the preposition before it is its own."""
    last = at
    while last > max(1, at - _VERB_WORDS) and tokens[last - 1].text.islower() and tokens[last - 1].text not in OBLIQUE:
        last -= 1
        if tokens[last].text == "and":
            first = last
            while first > 0 and tokens[first - 1].text[:1].isupper():
                first -= 1
            return first if first < last and tokens[first - 1].text.lower() in OBLIQUE else at
    return at


def is_counted(sentences: Sequence[Sentence], mention: ActorMention) -> bool:
    """Tell “two Sami” and “three of the Sami”, some of a people, from the people as a whole."""
    tokens = sentences[max(0, bisect_right(sentences, mention.start, key=lambda one: one.start) - 1)].tokens
    before = [token.text.lower() for token in tokens if token.start < mention.start][-4:]
    if before[-1:] == ["the"] and before[-2:-1] == ["of"]:
        before = before[:-2]
    return bool(before) and (before[-1].isdigit() or before[-1] in _NUMBERS)


def _is_right_behind(tokens: Sequence[Token], at: int, named: Sequence[ActorMention]) -> bool:
    """Whether only a verb stands between a name and its object: not “asked the maid to wake her”."""
    name = next((one for one in reversed(named) if one.end <= tokens[at].start), None)
    between = [token.text for token in tokens[:at] if name is not None and token.start >= name.end]
    return 0 < len(between) <= _VERB_WORDS and all(word.isalpha() and word not in _CLAUSES for word in between)


def _is_whole_object(tokens: Sequence[Token], at: int) -> bool:
    """Whether a “him” or “her” is what a verb takes: nothing behind it, or no noun that “her” would own."""
    behind = tokens[at + 1].text if at + 1 < len(tokens) else "."
    # “The queen gave her a medal”: no noun that she owns stands behind an article.
    is_owner = tokens[at].text == "her" and behind[0].isalpha() and behind not in OBLIQUE | _BEHIND_OBJECTS | _ARTICLES
    return not is_owner and tokens[at - 1].text.lower() not in OBLIQUE
