"""What is to be printed: which parts, how many variants, how it is set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from werkzeug.datastructures import MultiDict

from quizapp.banks.forms.exports import read_wish
from quizapp.banks.forms.library import Filters
from quizapp.banks.service import Choice
from quizapp.core.formats.printing import VARIANTS_AT_MOST, Mixing
from quizapp.core.question import Way
from quizapp.plumbing.forms import read_number

PARTS = ("paper", "sheet", "key", "cards")
SIZES = (9, 10, 11, 12, 14, 16, 18)
PAPERS = ("a4", "letter")
COUNT_AT_MOST = 500
_SIZE, _SEED = 11, "1"
_SEED_AT_MOST = 40


@dataclass(frozen=True, slots=True)
class PrintWish:
    """A paper: its parts in their order, how the questions are chosen and mixed, letters in points, one or two columns.

    `count` 0 = all of the chosen ones. `unused` are values that were given and are none, by their inputs' names.
    """

    choice: Choice
    parts: tuple[str, ...]
    count: int
    mixing: Mixing
    size: int
    columns: int
    paper: str
    unused: tuple[tuple[str, str], ...] = ()
    #: As in `ExportWish`.
    search: Filters | None = None

    @property
    def fields(self) -> Mapping[str, str]:
        """The choice of questions as hidden inputs or parts of an address."""
        if self.search is not None:
            return {**self.search.given, "all": "1"}
        ids = ",".join(map(str, self.choice.ids))
        return {"questions": ids} if ids else {}

    @property
    def said(self) -> Mapping[str, str | Sequence[str]]:
        """All that was chosen, as hidden inputs or parts of an address; parts are a list."""
        mixing = self.mixing
        return {
            **self.fields,
            **({"tag": self.choice.tag} if self.choice.tag else {}),
            "part": self.parts,
            **({"count": str(self.count)} if self.count else {}),
            "variants": str(mixing.variants),
            **({"mixed": "1"} if mixing.shuffles_questions else {}),
            "seed": mixing.seed,
            "way": mixing.way,
            "size": str(self.size),
            "columns": str(self.columns),
            "paper": self.paper,
        }


def read_print_wish(inputs: MultiDict[str, str]) -> PrintWish:
    """Read what is to be printed; whatever is not sound is as if it had not been said."""
    parts = tuple(part for part in PARTS if part in inputs.getlist("part"))
    way = inputs.get("way", "")
    mixing = Mixing(
        seed=inputs.get("seed", "").strip()[:_SEED_AT_MOST] or _SEED,
        variants=_number(inputs, "variants", 1, 1, VARIANTS_AT_MOST),
        shuffles_questions=inputs.get("mixed", "") == "1",
        way=way if way in get_args(Way) else "recognise",  # type: ignore[arg-type]
    )
    size = _number(inputs, "size", _SIZE, SIZES[0], SIZES[-1])
    paper = inputs.get("paper", "")
    wish = PrintWish(
        choice=read_wish(inputs).choice,
        parts=parts or PARTS[:3],
        count=_number(inputs, "count", 0, 0, COUNT_AT_MOST),
        mixing=mixing,
        size=size if size in SIZES else _SIZE,
        columns=_number(inputs, "columns", 1, 1, 2),
        paper=paper if paper in PAPERS else PAPERS[0],
    )
    return replace(wish, unused=_unused(inputs, wish))


def _unused(inputs: MultiDict[str, str], wish: PrintWish) -> tuple[tuple[str, str], ...]:
    """Name what was given and is not what will be printed."""
    mixing = wish.mixing
    used = {"variants": str(mixing.variants), "size": str(wish.size), "count": str(wish.count), "way": mixing.way}
    used |= {"columns": str(wish.columns), "paper": wish.paper}
    given = {name: inputs.get(name, "").strip() for name in used}
    wrong = [(name, value) for name, value in given.items() if value and (value.lstrip("0") or "0") != used[name]]
    return tuple([*wrong, *(("part", part) for part in inputs.getlist("part") if part not in PARTS)])


def _number(inputs: MultiDict[str, str], name: str, usual: int, least: int, most: int) -> int:
    number = read_number(inputs.get(name, "").strip())
    return usual if number is None else min(max(number, least), most)
