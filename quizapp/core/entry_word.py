"""The entry word of a live game: four digits that whoever joins reads from the big screen, others every half minute.

Nothing of it is kept: each process finds the same word from a secret of the game and the time.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

PERIOD_MS = 30_000
DIGITS = 4
#: With what may stand between and around them.
TYPED_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class EntryWord:
    """A word, and when another takes its place, in ms since 1970."""

    text: str
    until_ms: int


def word_at(secret: str, now_ms: int) -> EntryWord:
    """Give the word of a moment."""
    period = now_ms // PERIOD_MS
    return EntryWord(_word_of(secret, period), (period + 1) * PERIOD_MS)


def is_word(secret: str, typed: str, now_ms: int) -> bool:
    """Whether this is the word of a moment, or the one before it: to type it must take no luck.

    All comparing takes the same time, whatever was typed.
    """
    if len(typed) > TYPED_AT_MOST:
        return False
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    period = now_ms // PERIOD_MS
    matches = [hmac.compare_digest(digits, _word_of(secret, each)) for each in (period, period - 1)]
    return any(matches)


def _word_of(secret: str, period: int) -> str:
    digest = hmac.digest(secret.encode(), f"entry word {period}".encode(), "sha256")
    # 64 bits over ten thousand words: no word is likelier than another by more than 1 in 10^15.
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"
