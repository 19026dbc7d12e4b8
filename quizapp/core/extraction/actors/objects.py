"""Whom a verb acts on: somebody whom only “him” or “her” tells, and who may be the next “he” or “she”."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.values import ActorMention, Sentence, Token

OBLIQUE = frozenset(
    ("of", "to", "with", "by", "for", "from", "in", "at", "on", "against", "over", "between", "under", "into", "about")
)
_OBJECTS_OF = {"he": "him", "she": "her"}
_CLAUSES = frozenset(("to", "that", "who", "and", "but", "or"))
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
