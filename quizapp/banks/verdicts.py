"""What entries of a file are to each other and to the questions of a bank: new, the same, changed, doubled, alike.

Pure: values in, values out. The child that reads a file uses it, and so does whatever writes an import.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from rapidfuzz import fuzz

from quizapp.core.compare import fold
from quizapp.core.duplicates import Asked
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
#: Larger files are not looked through for what is merely alike.
ALIKE_AT_MOST = 20_000
#: Ids of these formats are ours, so that they name the same question whatever it says.
OWN_IDS = frozenset(("bank", "bank-json", "bank-zip"))
#: Below, two questions of one id have nothing to do with each other.
_RELATED = 55.0
_KEY_FIELDS = ("key", "from", "to", "pairs", "items", "gaps")
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


def asked_by(number: int, body: Body) -> Asked:
    """Give what is compared of an entry, or of a question of the bank, to find those that are nearly the same."""
    return Asked(number, str(body.get("stem", ""))[:_LETTERS_AT_MOST], _key_words(body)[:_LETTERS_AT_MOST])


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
    _slug_by_mark: dict[str, str] = field(default_factory=dict)
    _number_by_mark: dict[str, int] = field(default_factory=dict)

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
