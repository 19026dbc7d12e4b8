"""How lines name the answer, in all languages in which tables head their columns: for patterns of pasted texts."""

from __future__ import annotations

import re

from quizapp.core.formats.table_words import ANSWER_WORDS, RIGHT_ANSWER_WORDS


def _any_of(words: frozenset[str]) -> str:
    # The longest first, so that none stops at the beginning of another.
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=lambda word: (-len(word), word))
    )


ANSWER_NAME = (
    rf"(?:(?:(?:the\s)?(?:correct|right)\s)?(?:{_any_of(ANSWER_WORDS)})|(?:{_any_of(RIGHT_ANSWER_WORDS)}))(?![^\W_])"
)
"""One answer by its name, in a pattern that does not mind case: “The correct answer”, “Rätt svar”, “Ответ”."""
