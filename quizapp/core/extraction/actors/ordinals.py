"""“A second Armada”, “another Great Fleet”: one like that of the text, and not that one."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.actors.gathering import Seen
from quizapp.core.extraction.verbs import verb_forms

_ORDINALS = frozenset(
    [
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "new",
        "rival",
        "different",
        "separate",
        "similar",
        "smaller",
        "larger",
    ]
)
_BEHIND_HEADS = frozenset(
    [
        "and",
        "or",
        "but",
        "nor",
        "that",
        "which",
        "who",
        "whose",
        "whom",
        "where",
        "when",
        "while",
        "as",
        "than",
        "to",
        "of",
        "off",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "without",
        "under",
        "over",
        "after",
        "before",
        "until",
        "against",
        "into",
        "near",
        "through",
        "during",
        "between",
        "among",
        "across",
        "around",
        "along",
        "behind",
        "beyond",
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "had",
        "has",
        "have",
        "would",
        "could",
        "should",
        "might",
        "may",
        "will",
        "can",
        "did",
        "does",
        "do",
        "never",
        "not",
        "also",
        "soon",
        "then",
        "now",
        "again",
        "itself",
        "himself",
        "herself",
    ]
)


def told_as_others(seen: Sequence[Seen]) -> frozenset[int]:
    """Give the places of names behind “a second”, “another”, “a new”, whose bearer the text has named before."""
    named: set[tuple[str, ...]] = set()
    found: set[int] = set()
    for at, one in enumerate(seen):
        if _is_another(one) and one.words in named:
            found.add(at)
        else:
            named.update(one.words[first:] for first in range(len(one.words)))
    return frozenset(found)


def _is_another(one: Seen) -> bool:
    """Whether an indefinite article with an ordinal, or “another”, stands before a name that is no mere attribute."""
    before = [token.text.lower() for token in one.tokens[max(0, one.piece.core - 3) : one.piece.core]]
    is_led = before[-1:] == ["another"] or (len(before) > 1 and before[-2] in ("a", "an") and before[-1] in _ORDINALS)
    # “A second Spanish Armada”, and not “a fifth of Norway”.
    is_qualified = len(before) == 3 and one.tokens[one.piece.core - 1].text[0].isupper()
    is_led = is_led or (is_qualified and before[0] in ("a", "an", "another") and before[1] in _ORDINALS)
    return is_led and _is_head(one)


def _is_head(one: Seen) -> bool:
    """Tell “a second Armada sailed” from “another Armada ship”: no noun of small letters goes on."""
    if one.piece.last >= len(one.tokens):
        return True
    word = one.tokens[one.piece.last].text
    form = verb_forms().get(word)
    is_verb = word.endswith("ed") or (form is not None and bool(form.forms & {"past", "third"}))
    return not word[0].islower() or word in _BEHIND_HEADS or is_verb or word.endswith("ly")
