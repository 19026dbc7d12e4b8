"""What entries of a file are to each other and to the questions of a bank: new, the same, changed, doubled, alike.

Pure: values in, values out. The child that reads a file uses it, and so does whatever writes an import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from rapidfuzz import fuzz

from quizapp.core.compare import fold
from quizapp.core.formats.native_identity import find_made_id, made_id
from quizapp.core.kinds import parse_question
from quizapp.core.question import Json

Body = Mapping[str, Any]

#: One letter an entry.
NEW, UPDATE, SAME, DOUBLE, TWIN, CLASH = "nusdtc"
#: Entries that are ticked unless a person says otherwise.
TICKED = frozenset((NEW, UPDATE, CLASH))
#: Entries of which nothing can be imported.
SETTLED = frozenset((SAME,))
#: From how alike on stem and key together are worth a look.
ALIKE = 92.0
#: Larger files are not looked through for what is merely alike.
ALIKE_AT_MOST = 20_000
#: Ids of these formats are ours, so that they name the same question whatever it says.
OWN_IDS = frozenset(("bank", "bank-json", "bank-zip"))
#: Below, two questions of one id have nothing to do with each other.
_RELATED = 55.0
_KEY_FIELDS = ("key", "from", "to", "pairs", "items", "gaps")
_RARE_WORDS = 3
_RARE_AT_MOST = 60
_WORDS_AT_LEAST = 3
_LETTERS_AT_MOST = 600


def mark_of(body: Body) -> str:
    """Give what two questions have in common that ask the same and have the same key: folded, as ids are made."""
    return find_made_id(body) or made_id(parse_question(body))


def verdict_by_id(body: Body, standing: Body, is_own: bool) -> str:
    """Tell what an entry is to the question that has its id: the same, a change, or a stranger by chance.

    Ids of other programs are often numbers within one file; one that neither asks nor answers the like is another
    question.
    """
    if body == standing:
        return SAME
    if is_own or _key_words(body) == _key_words(standing):
        return UPDATE
    stems = fold(str(body.get("stem", "")))[:_LETTERS_AT_MOST], fold(str(standing.get("stem", "")))[:_LETTERS_AT_MOST]
    return UPDATE if fuzz.token_set_ratio(*stems) >= _RELATED else CLASH


def words_of_question(body: Body) -> str:
    """Give the folded words of stem and key, for likeness."""
    return fold(f"{str(body.get('stem', ''))[:_LETTERS_AT_MOST]} {_key_words(body)[:_LETTERS_AT_MOST]}")


def _key_words(body: Body) -> str:
    return " ".join(chain.from_iterable(_texts(body[name]) for name in _KEY_FIELDS if name in body))


def _texts(value: Json) -> Iterable[str]:
    if isinstance(value, Mapping):
        return chain.from_iterable(
            _texts(item) for name, item in value.items() if name not in ("explanation", "weight", "kind")
        )
    if isinstance(value, list):
        return chain.from_iterable(_texts(item) for item in value)
    return (str(value),)


@dataclass(slots=True)
class Judge:
    """Judges the entries of one import, one after the other, beside the questions that a bank has by slug."""

    standing: Mapping[str, Body]
    is_own: bool = False
    _slug_by_mark: dict[str, str] = field(default_factory=dict)
    _number_by_mark: dict[str, int] = field(default_factory=dict)
    _number_by_id: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._slug_by_mark = {mark_of(body): slug for slug, body in self.standing.items()}

    def judge(self, number: int, body: Body, is_own: bool) -> tuple[str, dict[str, Any]]:
        """Give the verdict on an entry, and whom it is like."""
        mark, identity = mark_of(body), str(body["id"])
        earlier = self._number_by_mark.setdefault(mark, number)
        if earlier != number:
            return TWIN, {"number": earlier}
        if (known := self.standing.get(identity)) is not None:
            code = verdict_by_id(body, known, is_own)
            if code != CLASH:
                return code, {"slug": identity}
        if (slug := self._slug_by_mark.get(mark)) is not None:
            return DOUBLE, {"slug": slug}
        return (CLASH if known is not None else NEW), {}


class Likeness:
    """Finds questions whose stem and key have nearly the same words: compared only where rare words are shared."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._words = [tuple(dict.fromkeys(text.split())) for text in texts]
        self._counts = Counter(chain.from_iterable(self._words))
        self._places: dict[str, list[int]] = {}

    def find_earlier(self, place: int) -> tuple[int, float] | None:
        """Find an earlier text that is like the one at a place; call this or `pass_by` for each in their order."""
        rare = self._rare_words(place)
        candidates = set(chain.from_iterable(self._places.get(word, ())[-_RARE_AT_MOST:] for word in rare))
        best = max(((self._score(place, each), -each) for each in candidates), default=(0.0, 0))
        self._note(place, rare)
        return (-best[1], best[0]) if best[0] >= ALIKE else None

    def pass_by(self, place: int) -> None:
        """Let later texts be compared with the one at a place, without asking what it is like itself."""
        self._note(place, self._rare_words(place))

    def _rare_words(self, place: int) -> Sequence[str]:
        words = self._words[place]
        if len(words) < _WORDS_AT_LEAST:
            return ()
        shared = sorted((word for word in words if self._counts[word] > 1), key=lambda word: (self._counts[word], word))
        return shared[:_RARE_WORDS]

    def _note(self, place: int, rare: Sequence[str]) -> None:
        for word in rare:
            self._places.setdefault(word, []).append(place)

    def _score(self, place: int, other: int) -> float:
        one, two = self._texts[place], self._texts[other]
        # A short question would be "contained" in any long one that has its words.
        if 2 * min(len(one), len(two)) < max(len(one), len(two)):
            return 0.0
        return fuzz.token_set_ratio(one, two, score_cutoff=ALIKE)
