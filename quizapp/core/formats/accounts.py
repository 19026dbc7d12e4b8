"""What a written file carries and what not, told for people: shown before a file is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

from quizapp.core.formats.parcel import Format, Written
from quizapp.core.question import Json

_NAMED_AT_MOST = 5


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
    """A part that is not in the file, of so many questions; 0 = of the bank itself."""

    what: str
    reason: str
    questions: int


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
        LeftOut(reason, len(losses), tuple(loss.what for loss in losses[:_NAMED_AT_MOST]))
        for reason, losses in written.left_out.items()
    ]
    lost = [Lost(loss.part or loss.what.removeprefix("bank: "), loss.reason, loss.questions) for loss in written.lost]
    total = written.written + sum(left.count for left in left_out)
    return Account(known.name, known.label, total, written.written, tuple(left_out), tuple(_by_size(lost)))


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
