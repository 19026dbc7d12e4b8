"""Comparing what a learner typed with what is right: folding, small slips, names of persons."""

from quizapp.core.compare.folding import fold, plain_letters, words
from quizapp.core.compare.matching import (
    MAX_TYPED_CHARS,
    NO_MATCH,
    Match,
    fits_pattern,
    is_equal,
    is_exactly,
    match_text,
)
from quizapp.core.compare.names import match_name
from quizapp.core.compare.typos import allowance, slips

__all__ = [
    "MAX_TYPED_CHARS",
    "NO_MATCH",
    "Match",
    "allowance",
    "fits_pattern",
    "fold",
    "is_equal",
    "is_exactly",
    "match_name",
    "match_text",
    "plain_letters",
    "slips",
    "words",
]
