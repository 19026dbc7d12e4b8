"""Which entries of a file ask what others ask, or what a bank asks already: nearly so, or with another answer.

What an entry is to the question of its id or its mark is told by the verdicts of `banks`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from quizapp.core.compare import fold
from quizapp.core.duplicates import Asked, Pair, find_contrary, find_near
from quizapp.core.question import Json

Body = Mapping[str, Any]

#: Larger files are not looked through for what is merely alike.
ALIKE_AT_MOST = 20_000
LETTERS_AT_MOST = 600
_KEY_FIELDS = ("key", "from", "to", "pairs", "items", "gaps")

#: Lists of terms and what they mean: one that has several meanings stands there as often.
_OF_PAIRS = frozenset(("quizlet",))


def asked_by(number: int, body: Body) -> Asked:
    """Give what is compared of an entry, or of a question of the bank, to find those that ask the same."""
    stem, answer = str(body.get("stem", "")), _answer_words(body)
    return Asked(number, stem, answer, _setting(body), _options(body), _accepts(body))


def _beginning_of(asked: Asked) -> Asked:
    """Cut what is compared word by word, which takes long for long texts."""
    return replace(asked, stem=asked.stem[:LETTERS_AT_MOST], answer=asked.answer[:LETTERS_AT_MOST])


def find_alike(
    bodies: Callable[[], Iterable[Body]], standing: Mapping[str, Body], new: Collection[int], count: int
) -> dict[int, dict[str, Any]] | None:
    """Give by its number each new entry whose words are nearly those of a question of the bank, or of an earlier entry.

    `bodies` gives all entries, `count` of them. With each goes the likest: its `slug` or `number`, and the `score`.
    None = they are too many.
    """
    if max(count, len(standing)) > ALIKE_AT_MOST:
        return None
    slugs = list(standing)
    before = [_beginning_of(asked_by(place - len(slugs), standing[slug])) for place, slug in enumerate(slugs)]
    asked = [_beginning_of(asked_by(number, body)) for number, body in enumerate(bodies())]
    found: dict[int, dict[str, Any]] = {}
    for pair in find_near([*before, *asked], among=new):
        # The likest stands first.
        found.setdefault(pair.second, _partner(pair, slugs))
    return found


def find_contradicting(
    bodies: Callable[[], Iterable[Body]],
    standing: Mapping[str, Body],
    new: Collection[int],
    stems: Iterable[str] | None = None,
) -> dict[int, dict[str, Any]]:
    """Give by its number each new entry that asks what the bank or an earlier new entry asks, with another answer.

    With each goes whom it contradicts: its `slug` or `number`, and the `score`. Of any number of questions those alone
    are compared that share a stem; `stems` are those of all entries, where they are had for less than the bodies.
    """
    if not new:
        return {}
    said = map(_stem_of, bodies()) if stems is None else stems
    marks = {number: _stem_mark(stem) for number, stem in enumerate(said) if number in new}
    times = Counter(marks.values())
    slugs, before, met = list(standing), [], set()
    for place, slug in enumerate(slugs):
        mark = _stem_mark(_stem_of(standing[slug]))
        if mark in times:
            met.add(mark)
            before.append(asked_by(place - len(slugs), standing[slug]))
    shared = {number for number, mark in marks.items() if mark in met or times[mark] > 1}
    asked = [asked_by(number, body) for number, body in enumerate(bodies()) if number in shared] if shared else []
    return {pair.second: _partner(pair, slugs) for pair in find_contrary([*before, *asked], among=shared)}


def is_further_meaning(format_name: str, *bodies: Body) -> bool:
    """Whether entries of one file that ask the same, with other answers, are meanings of one term."""
    return format_name in _OF_PAIRS and not any(body.get("distractors") for body in bodies)


def _partner(pair: Pair, slugs: list[str]) -> dict[str, Any]:
    """Name the earlier of two: a question of the bank counts from below 0."""
    named: dict[str, Any] = {"slug": slugs[pair.first]} if pair.first < 0 else {"number": pair.first}
    return named | {"score": pair.likeness}


def _stem_of(body: Body) -> str:
    return str(body.get("stem", ""))


def _stem_mark(stem: str) -> int:
    return hash(fold(stem))


def key_words(body: Body) -> str:
    """Give the words of all that is right."""
    return " ".join(chain.from_iterable(_texts(body[name]) for name in _KEY_FIELDS if name in body))


def _answer_words(body: Body) -> str:
    """Give the same, but that of several right options, and of pairs, the order says nothing."""
    parts = body.get("pairs", body.get("key"))
    return " ".join(sorted(" ".join(_texts(each)) for each in parts)) if isinstance(parts, list) else key_words(body)


def _accepts(body: Body) -> frozenset[str]:
    """Give what else is right, folded."""
    rights = (each for each in body.get("accept", ()) if not isinstance(each, Mapping) or each.get("weight", 1) == 1)
    return frozenset(fold(" ".join(_texts(each))) for each in rights)


def _setting(body: Body) -> str:
    parts = sorted([*_texts(body.get("items", [])), *(str(_left(pair)) for pair in body.get("pairs", ()))])
    return "\n".join([str(body.get("kind")), *(fold(each) for each in (str(body.get("context", "")), *parts))])


def _left(pair: Json) -> Json:
    return pair.get("left", "") if isinstance(pair, Mapping) else pair


def _options(body: Body) -> frozenset[str]:
    """Give what is chosen from, folded."""
    if not body.get("distractors") or body.get("pairs"):
        return frozenset()
    return frozenset(fold(text) for name in ("key", "distractors") for text in _texts(body.get(name, [])))


def _texts(value: Json) -> Iterable[str]:
    if isinstance(value, Mapping):
        return chain.from_iterable(
            _texts(item) for name, item in value.items() if name not in ("explanation", "weight", "kind")
        )
    if isinstance(value, list):
        return chain.from_iterable(_texts(item) for item in value)
    return (str(value),)
