"""Nicknames of players: what may stand before a class, which look alike, and three to choose from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from random import Random

from quizapp.core.errors import QuizError

MAX_NICKNAME_CHARS = 24
_LOOK_ALIKE = str.maketrans("0134578@$!|", "oieastbasii")
#: Letters of other alphabets that look like Latin ones.
_FOREIGN = str.maketrans("аеіјорсухһӏαεικορτυχԁɡ", "aeijopcyxhlaeikoptuxdg")
#: Parts that no nickname has, wherever they stand, and words that none is. Few and plain: the host sees all names, and
#: can rename and remove.
_NEVER = (
    "fuck", "nigg", "faggot", "whore", "hitler", "nazi", "rapist", "pussy", "bitch", "bastard", "wanker",
    "arschloch", "fotze", "hurensohn", "wichser", "schlampe", "missgeburt", "ficken", "scheisse",
    "putain", "salope", "connard", "encule", "batard",
    "mierda", "puta", "cabron", "maricon", "gilipollas", "pendejo",
    "merda", "stronzo", "cazzo", "vaffanculo", "caralho", "kurwa",
)  # fmt: skip
_WORDS = frozenset(
    ("ass", "arse", "shit", "cunt", "cock", "tits", "cum", "sex", "anal", "penis", "fag", "slut", "nutte")
)
_KINDS = (
    "amber", "brave", "bright", "calm", "clever", "cosy", "curious", "eager", "fair", "gentle", "glad", "golden",
    "happy", "jolly", "keen", "kind", "lively", "lucky", "merry", "mighty", "nimble", "noble", "patient", "quick",
    "quiet", "rapid", "ruby", "silver", "sunny", "swift", "witty", "wise",
)  # fmt: skip
_ANIMALS = (
    "badger", "beaver", "bison", "crane", "dolphin", "eagle", "falcon", "finch", "fox", "gecko", "hare", "hawk",
    "heron", "ibex", "jay", "koala", "lark", "lynx", "marten", "moose", "otter", "owl", "panda", "puffin", "raven",
    "robin", "seal", "stork", "swan", "tiger", "turtle", "wren",
)  # fmt: skip


class NotThatNickname(QuizError):
    """A nickname cannot be taken; the message says why."""


def read_nickname(text: str) -> str:
    """Give a typed nickname as it is shown: one line, composed, without marks that change what stands around it.

    Raises:
        NotThatNickname: there is nothing to read in it, it is too long, or it is rude.
    """
    composed = unicodedata.normalize("NFC", text[: 40 * MAX_NICKNAME_CHARS])
    # Controls, directions and what is joined to nothing would write over the names beside it.
    kept = "".join(char if unicodedata.category(char)[0] not in "CZ" else " " for char in composed)
    shown = " ".join(kept.split())
    if len(shown) > MAX_NICKNAME_CHARS or len(text) > 40 * MAX_NICKNAME_CHARS:
        raise NotThatNickname(f"A nickname has at most {MAX_NICKNAME_CHARS} letters.")
    folded = fold_nickname(shown)
    if not any(char.isalnum() for char in shown):
        raise NotThatNickname("Write a nickname with at least one letter or digit.")
    if _too_many_marks(shown):
        raise NotThatNickname("Write a nickname of plain letters.")
    if is_rude(folded) or any(fold_nickname(word) in _folded(_WORDS) for word in shown.split()):
        raise NotThatNickname("Choose another nickname: everybody may see it.")
    return shown


def fold_nickname(text: str) -> str:
    """Give what is left of a nickname when all that looks alike is the same: `Zoé`, `zooe` and `z0e` are one.

    Digits that are repeated stay: players 2 and 22 are two.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_FOREIGN)
    letters = re.sub(r"([^\W\d])\1+", r"\1", "".join(char for char in plain if char.isalnum() or char in "@$!|"))
    return "".join(char for char in letters.translate(_LOOK_ALIKE) if char.isalnum())[: 2 * MAX_NICKNAME_CHARS]


def is_rude(folded: str) -> bool:
    """Whether a folded nickname is, or holds, a word that no class should read."""
    plain = re.sub(r"(.)\1+", r"\1", folded)
    return bool({folded, plain} & _folded(_WORDS)) or any(part in plain for part in _folded(_NEVER))


@lru_cache(maxsize=2)
def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold_nickname, words))


def _too_many_marks(shown: str) -> bool:
    """Whether marks are heaped on letters, as in text that climbs over the lines around it."""
    apart = unicodedata.normalize("NFD", shown)
    marks = sum(unicodedata.combining(char) > 0 for char in apart)
    return marks > 2 * (len(apart) - marks)


def draw_nicknames(rng: Random, count: int = 3) -> list[str]:
    """Draw so many nicknames to choose from."""
    pairs = [(kind, animal) for kind in _KINDS for animal in _ANIMALS]
    return [f"{kind.capitalize()} {animal}" for kind, animal in rng.sample(pairs, count)]
