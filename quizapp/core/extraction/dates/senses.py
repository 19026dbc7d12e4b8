"""What the words of a time say, before the rest of the document has been asked; and where they were seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from quizapp.core.calendar import DateValue, days_in_month, parse_value, point_value
from quizapp.core.extraction.dates.lexemes import Lexeme
from quizapp.core.extraction.values import TimeRelation

Unit: TypeAlias = Literal["day", "week", "month", "year", "decade", "century"]


@dataclass(frozen=True, slots=True)
class Point:
    """A day, month or year as written; `year` is astronomical, None where the text leaves it out.

    `is_bare`: a small year without an era, which may be one of an era given before. `tens` are the two digits of ’44.
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    is_bare: bool = False
    tens: int | None = None
    is_season: bool = False


@dataclass(frozen=True, slots=True)
class Large:
    """A decade, century or millennium: `number` is its written rank (the 18th) or first year (the 1960s).

    `era` is "bc", "ad" or empty where none is written. `tens` marks a decade of two digits.
    """

    unit: Literal["decade", "hundreds", "century", "millennium"]
    number: int
    era: str = ""
    is_tens: bool = False
    decade: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A span from one sense to another."""

    first: Point | Large | Numeric
    last: Point | Large | Numeric


@dataclass(frozen=True, slots=True)
class Numeric:
    """A date of digits whose order the document must settle; `year` may have two digits."""

    first: int
    second: int
    year: int
    is_short: bool = False
    is_day_first: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A time so many units from an anchor: of the document, or (`is_deictic`) of its publication.

    `month` or `season` name a part of the year meant; with `is_nearest` the next or last one from the anchor.
    `is_whole` for the whole of a decade or century, not a year in it; `is_current` where it is that of the paragraph,
    and of the publication where that tells none.
    """

    unit: Unit
    amount: int = 0
    is_deictic: bool = False
    month: int | None = None
    day: int | None = None
    season: str = ""
    is_rough: bool = False
    is_nearest: bool = False
    is_whole: bool = False
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class OnWeekday:
    """A weekday: of no stated week (`shift` 0), of the one before (-1) or the next (1) from the anchor."""

    weekday: int
    shift: int = 0
    is_deictic: bool = True


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A bare day, "the 13th"; its month is the anchor's."""

    day: int


@dataclass(frozen=True, slots=True)
class Season:
    """A bare season, "in the autumn"."""

    name: str


@dataclass(frozen=True, slots=True)
class Loose:
    """A time that is no calendar point: a duration, an age, "now", one that hangs on an event, another calendar."""

    why: str


Sense: TypeAlias = Point | Large | Run | Numeric | Moved | OnWeekday | DayOfMonth | Season | Loose


@dataclass(frozen=True, slots=True)
class Sighting:
    """Lexemes `first` up to `last` (exclusive) of a sentence, and their sense."""

    first: int
    last: int
    sense: Sense
    rule: str
    relation: TimeRelation = "at"
    weekday: int | None = None
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence that may hold times: its lexemes, and what the rules must know of the document.

    `is_brief` for a heading, caption, epigraph or list item. `doubtful` are months that are names of people here.
    """

    lexemes: Sequence[Lexeme]
    kinds: Sequence[str]
    is_brief: bool
    doubtful: frozenset[str] = frozenset()

    def kind(self, position: int) -> str:
        """Give the kind at a position, empty outside the sentence."""
        return self.kinds[position] if 0 <= position < len(self.kinds) else ""

    def word(self, position: int) -> str:
        """Give the lower-case word at a position, empty outside the sentence."""
        return self.lexemes[position].word if 0 <= position < len(self.lexemes) else ""

    def is_capital(self, position: int) -> bool:
        """Tell whether the word at a position begins with a capital."""
        return 0 <= position < len(self.lexemes) and self.lexemes[position].is_capital

    def is_glued(self, position: int) -> bool:
        """Tell whether a lexeme follows the one before without a space."""
        return 0 < position < len(self.lexemes) and self.lexemes[position].start == self.lexemes[position - 1].end

    def is_clause_end(self, position: int) -> bool:
        """Tell whether a sentence, bracket or clause ends before this position."""
        return self.kind(position) in ("", "comma", "stop", "close", "mark", "dash", "open")


def is_real(point: Point) -> bool:
    """Tell whether a day of these numbers exists; 29 February without a year does."""
    if point.month is None or point.day is None:
        return point.month is None or 1 <= point.month <= 12
    year = 2000 if point.year is None else point.year
    return 1 <= point.month <= 12 and 1 <= point.day <= days_in_month(year, point.month)


def large_value(large: Large, is_bc: bool) -> DateValue | None:
    """Write a decade, century or millennium; None where it cannot be written with four places."""
    before = "BC" if is_bc else ""
    match large.unit:
        case "decade":
            digits = f"{large.number // 10:03d}X"
        case "hundreds":
            digits = f"{large.number // 100:02d}XX"
        case "century" if large.decade is not None:
            # Decades of a century BC are counted towards the year 1.
            tens = 9 - large.decade if is_bc else large.decade
            digits = f"{large.number - 1:02d}{tens}X"
        case "century":
            digits = f"{large.number - 1:02d}XX"
        case _:
            digits = f"{large.number - 1}XXX"
    return value_of(before + digits)


@lru_cache(maxsize=2048)
def value_of(text: str) -> DateValue | None:
    """Read a value; None where there is no such date."""
    try:
        return parse_value(text)
    except ValueError:
        return None


@lru_cache(maxsize=2048)
def point_of(year: int | None, month: int | None = None, day: int | None = None) -> DateValue | None:
    """Make a day, month or year; None where it cannot be."""
    if (year is not None and not -9999 < year < 10000) or (year is None and month is None):
        return None
    try:
        return point_value(year, month, day)
    except ValueError:
        return None
