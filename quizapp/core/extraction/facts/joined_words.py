"""Several words that are one preposition, conjunction or pronoun together: according to, in favour of, each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.extraction.values import Token

_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "this", "that"})
#: Words that are one preposition or conjunction together, by the first of them.
JOINED: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "according": ((("to",), "P"),),
    "because": ((("of",), "P"),),
    "due": ((("to",), "P"),),
    "owing": ((("to",), "P"),),
    "prior": ((("to",), "P"),),
    "thanks": ((("to",), "P"),),
    "along": ((("with",), "P"),),
    "together": ((("with",), "P"),),
    "such": ((("as",), "P"),),
    "apart": ((("from",), "P"),),
    "out": ((("of",), "P"),),
    "instead": ((("of",), "P"),),
    "ahead": ((("of",), "P"),),
    "each": ((("other",), "u"),),
    "one": ((("another",), "u"),),
    "as": ((("well", "as"), "K"), (("many", "as"), "C")),
    "in": (
        (("favour", "of"), "P"),
        (("favor", "of"), "P"),
        (("exchange", "for"), "P"),
        (("return", "for"), "P"),
        (("honour", "of"), "P"),
        (("honor", "of"), "P"),
        (("memory", "of"), "P"),
        (("spite", "of"), "P"),
        (("place", "of"), "P"),
        (("protest", "against"), "P"),
        *(((word, "turn"), "A") for word in ("its", "his", "her", "their")),
    ),
    "on": ((("behalf", "of"), "P"), (("board",), "P")),
    "more": ((("than",), "C"),),
    "fewer": ((("than",), "C"),),
    "less": ((("than",), "C"),),
    "up": ((("to",), "C"),),
    "at": (
        (("least",), "C"),
        (("most",), "C"),
        *((("the", word, "of"), "P") for word in ("invitation", "request", "expense", "behest", "suggestion")),
    ),
    "an": ((("estimated",), "C"),),
    **{word: (((), "C"),) for word in ("about", "around", "roughly", "approximately", "nearly", "almost")},
}
_NO_THINGS = frozenset(
    {"in", "at", "on", "by", "and", "or", "to", "the", "with", "from", "when", "was", "were", "he", "she"}
)
_NUMBER = re.compile(
    r"[£$€¥]?\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|(?:twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety)(?:-[a-z]+)?|a (?:hundred|thousand|million|dozen)|half)\Z"
)


def joined_at(tokens: Sequence[Token], at: int, word: str) -> tuple[tuple[str, ...], str] | None:
    """Give the words from `at` on that are one with the word before them, and their letter."""
    for behind, letter in JOINED[word]:
        if tuple(one.text.lower() for one in tokens[at : at + len(behind)]) == behind:
            if letter == "C":
                return (behind, letter) if _opens_number(tokens, at + len(behind)) else None
            return (behind, letter) if behind != ("board",) or _opens_phrase(tokens, at + 1) else None
    return None


def _opens_number(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number follows, and no year: about 250 residents, but not around 785."""
    if at + 1 >= len(tokens) or not _NUMBER.match(tokens[at].text):
        return False
    is_year = re.fullmatch(r"\d{3,4}", tokens[at].text) is not None
    after = tokens[at + 1].text
    return not is_year or (after[:1].islower() and after not in _NO_THINGS)


def _opens_phrase(tokens: Sequence[Token], at: int) -> bool:
    """Whether “the sealer”, “his yacht” or a name follows on which “on board” leans."""
    return at < len(tokens) and (tokens[at].text in _DETERMINERS or tokens[at].text[0].isupper())
