"""Small sets of words that rules about clauses ask for by name, from `clause_words.tsv`."""

from __future__ import annotations

from functools import cache

from quizapp.core.extraction.lexicons.tables import rows, words


def word_set(name: str) -> frozenset[str]:
    """Give a set of words by its name in the table."""
    return _sets()[name]


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {row["set"]: frozenset(words(row["words"])) for row in rows("clause_words")}
