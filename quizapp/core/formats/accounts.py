"""What a written file carries and what not, told for people: shown before a file is taken away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

from quizapp.core.formats.parcel import Format, Loss, Written
from quizapp.core.kinds import KINDS
from quizapp.core.question import Json

_NAMED_AT_MOST = 5
#: What the parts of questions are called where losses are listed; others go by their own names.
PARTS = {
    "about": "what a question asks for (a person, a date …)", "about of gaps": "what a gap asks for",
    "accept": "further right answers",
    "accept: weight and explanation": "weights and comments of further right answers",
    "accepted texts with a weight": "right answers that earn a part alone",
    "all of its gaps but their keys": "gaps: all but the right answers",
    "context": "text above the question",
    "context as such: it stands in the stem": "text above the question, which becomes part of it",
    "distractors": "wrong options", "distractors of gaps": "wrong options of gaps",
    "evidence": "passages of the reading",
    "items": "the order", "key": "the model answer", "kind of gaps": "numbers and dates in gaps",
    "limit_seconds": "time limits", "language": "languages",
    "rubric": "what counts", "scoring": "how points are given",
    "title": "titles", "tolerance": "how far off still counts", "unit": "units", "worth": "points",
    "worth of gaps": "points of gaps", "markup": "bold, italics and the like",
    "options": "the order of options", "weights and explanations of options": "weights and comments of options",
    "explanations of options": "comments of options", "explanation": "explanations", "id": "ids",
}  # fmt: skip
_OF_KIND = "kind "
_NO_PLACE = "has no place for it"
_WHERE = re.compile(r"; in (?:1 question|\d+ questions): (.*?)\.?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Questions that are not in the file for one reason; `names` are the first of them."""

    reason: str
    count: int
    names: tuple[str, ...]

    @property
    def further(self) -> int:
        """How many are not named."""
        return self.count - len(self.names)


@dataclass(frozen=True, slots=True)
class Lost:
    """A part that is not in the file, of so many questions, the first of them named; 0 = of the bank itself."""

    what: str
    reason: str
    questions: int
    names: str = ""

    @property
    def is_unknown_there(self) -> bool:
        """Whether the format simply knows no such thing, so that no more is to be said of it."""
        return self.reason.rstrip(".").endswith(_NO_PLACE)


@dataclass(frozen=True, slots=True)
class Account:
    """What came of writing `total` questions; `left_out` and `lost` have the commonest first."""

    format: str
    label: str
    total: int
    written: int
    left_out: tuple[LeftOut, ...]
    lost: tuple[Lost, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is lost at all."""
        return not self.left_out and not self.lost

    def to_json(self) -> dict[str, Json]:
        """Give plain values, for a page that shows it later."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Json]) -> Self:
        """Take what `to_json` gave."""
        left_out = tuple(LeftOut(**{**each, "names": tuple(each["names"])}) for each in raw["left_out"])
        return cls(**{**raw, "left_out": left_out, "lost": tuple(Lost(**each) for each in raw["lost"])})


def account_of(known: Format, written: Written) -> Account:
    """Tell what is in a file that was written in a format."""
    left_out = [
        LeftOut(reason, len(losses), tuple(_named(loss) for loss in losses[:_NAMED_AT_MOST]))
        for reason, losses in written.left_out.items()
    ]
    lost = [_lost(loss) for loss in written.lost]
    total = written.written + sum(left.count for left in left_out)
    return Account(known.name, known.label, total, written.written, tuple(left_out), tuple(_by_size(lost)))


def _lost(loss: Loss) -> Lost:
    """Say what is lost, and why, in a teacher's words."""
    named = _WHERE.search(loss.reason)
    reason = loss.reason[: named.start()] if named else loss.reason
    what = loss.part or loss.what.removeprefix("bank: ")
    if what.startswith(_OF_KIND) and what not in PARTS:
        what = _label(what.removeprefix(_OF_KIND)).lower()
    words = f"{reason[:1].upper()}{reason[1:]}".rstrip(".")
    return Lost(PARTS.get(what, what), f"{words}.", loss.questions, named[1] if named else "")


def _named(loss: Loss) -> str:
    """Name a question that is left out by its kind's label and its words."""
    kind, space, words = loss.what.partition(" ")
    return f"{_label(kind)}{space}{words}"


def _label(kind: str) -> str:
    return next((known.label for known in KINDS if known.kind == kind), kind)


def losses_of(known: Format, file: str, written: Written) -> dict[str, Json]:
    """Give the object that `quizapp export --json` prints."""
    return {
        "file": file,
        "format": known.name,
        "written": written.written,
        "losses": [loss.to_json() for loss in written.losses],
    }


def _by_size(lost: list[Lost]) -> list[Lost]:
    return sorted(lost, key=lambda each: -each.questions)
