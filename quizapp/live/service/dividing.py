"""How what was given to a question is divided: by option, typed text, gap, pair or whole order, each judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar

from quizapp.core.compare import fold
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.date import Date
from quizapp.core.kinds.match import Match
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.responses import MAX_PICK_CHARS
from quizapp.core.question import GradeContext
from quizapp.live.service.asking import RoundQuestion

T = TypeVar("T", str, tuple[str, float])

#: Of orders so many different ones are told.
ORDERS_AT_MOST = 8
#: So many have to give the same wrong words before a class reads them.
SAME_AT_LEAST = 2

#: The score of a response, and what was chosen or typed in it.
Picked: TypeAlias = tuple[float, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Share:
    """How many gave something.

    `text` is what was given, of an option what the form sends; `worth` is 0..1, None where nobody can tell. `part` is
    the gap or left side that it stands in, empty for what answers the whole question. `is_typed`: no option said it.
    """

    text: str
    count: int
    worth: float | None
    part: str = ""
    is_typed: bool = False

    @property
    def is_right(self) -> bool:
        """Whether it was right."""
        return self.worth is not None and self.worth >= 1

    @property
    def is_wrong(self) -> bool:
        """Whether nothing of it was right."""
        return self.worth is not None and self.worth <= 0


def shares_of(given: Sequence[Picked], asked: RoundQuestion | None) -> tuple[Share, ...]:
    """Tell how often each thing was given, the most frequent first, and in the order of gaps and pairs.

    `asked` is None where the question was erased: what was given alone then tells whether it was right.
    """
    question = asked.question if asked else None
    if asked is not None and isinstance(question, Cloze):
        return _of_gaps(given, question, asked)
    if isinstance(question, Match):
        return _of_pairs(given, question)
    if isinstance(question, Order):
        return _of_orders(given)
    shares = _of_whole(given, getattr(question, "right_values", None) if question else None)
    if asked is None or asked.asked.get("way") != "recall":
        return shares
    return tuple(replace(share, text=_said(share.text, question), is_typed=True) for share in shares)


def _said(pick: str, question: object) -> str:
    """Give what was typed as people write it: a date that was understood, in words."""
    if not isinstance(question, Date):
        return pick
    try:
        return question.in_words(pick)
    except ValueError:
        return pick


def _of_whole(given: Sequence[Picked], right_values: frozenset[str] | None) -> tuple[Share, ...]:
    picked = Counter(pick for _, picks in given for pick in picks)
    worth: dict[str, float] = {}
    for score, picks in given:
        for pick in picks if len(picks) == 1 else ():
            worth[pick] = max(worth.get(pick, 0.0), score)
    for pick in picked.keys() & (right_values or ()):
        worth[pick] = 1.0
    unknown = None if right_values is None else 0.0
    return tuple(Share(text, count, worth.get(text, unknown)) for text, count in _by_count(picked))


def _of_gaps(given: Sequence[Picked], question: Cloze, asked: RoundQuestion) -> tuple[Share, ...]:
    context = GradeContext("day_first", asked.actor_names)
    shown: Any = asked.asked["gaps"]
    shares: list[Share] = []
    for place, gap in enumerate(question.gaps):
        words = words_of_options(shown[place])
        counted = Counter(picks[place] for _, picks in given if place < len(picks) and picks[place])
        shares += (
            Share(
                words.get(pick) or _said(pick, gap.question),
                count,
                gap.question.grade(pick, context).score,
                f"gap {place + 1}: ",
                pick not in words,
            )
            for pick, count in _by_count(counted)
        )
    return tuple(shares)


def _of_pairs(given: Sequence[Picked], question: Match) -> tuple[Share, ...]:
    shares: list[Share] = []
    whole = [picks for _, picks in given if len(picks) == len(question.pairs)]
    for place, pair in enumerate(question.pairs):
        right = pair.right[:MAX_PICK_CHARS]
        counted = Counter(picks[place] for picks in whole)
        shares += (Share(pick, count, float(pick == right), f"{pair.left} – ") for pick, count in _by_count(counted))
    return tuple(shares)


def _of_orders(given: Sequence[Picked]) -> tuple[Share, ...]:
    counted = Counter((" → ".join(picks), score) for score, picks in given if picks)
    return tuple(Share(text, count, worth) for (text, worth), count in _by_count(counted)[:ORDERS_AT_MOST])


def _by_count(counted: Counter[T]) -> list[tuple[T, int]]:
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))


def for_all_to_see(shares: Sequence[Share]) -> tuple[tuple[Share, ...], int]:
    """Give what a class may read, and how many other answers there were.

    What is typed and not right is shown where at least two gave the same; so no single one puts words on the wall.
    """
    folded = Counter[tuple[str, str]]()
    for share in shares:
        folded[share.part, fold(share.text)] += share.count
    public = [
        share
        for share in shares
        if not share.is_typed or share.is_right or folded[share.part, fold(share.text)] >= SAME_AT_LEAST
    ]
    return tuple(public), sum(share.count for share in shares) - sum(share.count for share in public)


def words_of_options(shown: Mapping[str, Any]) -> dict[str, str]:
    """Give the words of options as they were shown, by what the form sends."""
    options: Iterable[Mapping[str, str]] = shown.get("options", ())
    return {option["value"]: option["text"] for option in options}
