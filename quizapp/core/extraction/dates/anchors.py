"""The times of a document that others lean on: which one is the nearest of fitting grain."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from quizapp.core.calendar import DateValue, day_number
from quizapp.core.extraction.dates.senses import Large, Numeric, Point, Run, Sighting

#: So many months on, a new part may still go on with the story of the part before.
_MONTHS_ON = 6
#: So many paragraphs a letter may have, and so many days back what a report quotes may have been said.
_BLOCKS_OF_A_LETTER = 8
_DAYS_OF_NEWS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One sighting with its place in the document.

    `clause` is where the relative clause begins that it stands in, 0 outside: “…, who had led it in 2016”.
    `is_of_year` where it stands behind “1989, when”.
    """

    sighting: Sighting
    start: int
    end: int
    sentence: int
    block: int
    section: int
    is_brief: bool
    has_future: bool = False
    has_past: bool = False
    is_imagined: bool = False
    is_recent: bool = False
    is_label: bool = False
    is_spoken: bool = False
    is_in_own_words: bool = False
    is_clause_of_its_own: bool = False
    is_told_as_past: bool = False
    clause: int = 0
    is_of_year: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """A resolved time: its place, its last year, month and day, and its value.

    `is_stretch` where only its beginning is known (“from 1988”): what follows may lie in any of its years;
    `is_span` where it has an end too (“from 1988 to 1993”). `clause` is that of its entry.
    """

    offset: int
    block: int
    section: int
    sentence: int
    year: int
    month: int | None
    day: int | None
    value: DateValue
    era: str = ""
    is_explicit: bool = True
    is_stretch: bool = False
    is_span: bool = False
    clause: int = 0


@dataclass(slots=True)
class Anchors:
    """What is known while the times of a document are resolved in their order.

    `reported` is the day of publication of a text that tells of its own time: days without a year lie near it;
    `days` are the explicit days of the whole document as (offset, day number), ascending; `years` the explicit years;
    `repeatable` the explicit days and months so far under (month, day) and (month, None),
    the last of each year; `written` is the section and year of the last one written out;
    `month`, `day` and `era` are the last anchors that have one;
    `letter` the last day that heads a letter or an entry of a diary;
    `issue` the month of a magazine, which places years but no days;
    `recent_days` the days that are no older than the year before the latest one named.
    """

    published: date | None
    reported: date | None = None
    days: Sequence[tuple[int, int]] = ()
    years: frozenset[int] = frozenset()
    recent_days: Sequence[tuple[int, int]] = ()
    day_numbers: Sequence[int] = ()
    is_day_first: bool | None = None
    near: int | None = None
    repeatable: dict[tuple[int, int | None], dict[int, Anchor]] = field(default_factory=dict)
    kept: list[Anchor] = field(default_factory=list)
    month: Anchor | None = None
    day: Anchor | None = None
    era: Anchor | None = None
    title_years: frozenset[int] = frozenset()
    issue: date | None = None
    written: tuple[int, int] = (-1, 0)
    letter: Anchor | None = None

    def before(self, entry: Entry) -> Iterator[Anchor]:
        """Give the anchors before an entry, nearest first: its paragraph, then back through its section."""
        for anchor in reversed(self.kept):
            if anchor.section != entry.section:
                return
            yield anchor

    def last_year(self, entry: Entry) -> Anchor | None:
        """Give the nearest anchor that has a year."""
        return next(self.before(entry), None)

    def last_month(self, entry: Entry) -> Anchor | None:
        """Give the nearest anchor that has a month."""
        return self._of_section(self.month, entry)

    def last_day(self, entry: Entry) -> Anchor | None:
        """Give the nearest anchor that is a day."""
        return self._of_section(self.day, entry)

    def last_era(self, entry: Entry) -> Anchor | None:
        """Give the nearest time with a written era in this section."""
        return self._of_section(self.era, entry)

    def day_of_letter(self, entry: Entry) -> Anchor | None:
        """Give the day of the letter or diary in whose words a time is told; a day near the publication is none."""
        day = self.last_day(entry)
        if not entry.is_spoken or day is None or day.block != entry.block:
            day = self.letter
            is_far = day is not None and not 0 <= entry.block - day.block <= _BLOCKS_OF_A_LETTER
            if day is None or is_far or (day.block != entry.block and not entry.is_in_own_words):
                return None
        number = ordinal_of(day)
        if number is None or (self.published is not None and number > self.published.toordinal() - _DAYS_OF_NEWS):
            return None
        return day

    @staticmethod
    def _of_section(anchor: Anchor | None, entry: Entry) -> Anchor | None:
        return anchor if anchor is not None and anchor.section == entry.section else None

    def near_year(self) -> int | None:
        """Give the year that years and decades of two digits are near to."""
        if self.near is not None:
            return self.near
        if self.reported is not None:
            return self.reported.year
        return min(self.years) if self.years else None

    def nearest_day(self, offset: int) -> int | None:
        """Give the day number of the nearest explicit day, an earlier one before a later one as near."""
        return _nearest(self.days, offset)

    def is_of_old(self, number: int) -> bool:
        """Whether a report tells a day in passing: one of years before its own."""
        return self.published is not None and number < day_number(max(self.published.year - 1, 1), 1, 1)

    def is_aside(self, number: int, entry: Entry) -> bool:
        """Whether a day is told in passing: years before the latest of the text, and not in this paragraph's story."""
        if any(day == number for _, day in self.recent_days):
            return False
        last = self.last_day(entry)
        return last is None or last.block != entry.block

    def has_day_near(self, number: int, reach: int) -> bool:
        """Whether the document names a day so few days from this one."""
        at = bisect_left(self.day_numbers, number - reach)
        return at < len(self.day_numbers) and self.day_numbers[at] <= number + reach

    def day_of_writing(self, offset: int) -> int | None:
        """Give the nearest explicit day that the document may have been written about.

        A document is no older than the latest year that it names, so that its older days are none.
        """
        return _nearest(self.recent_days, offset)


def ordinal_of(anchor: Anchor) -> int | None:
    """Give the day number of an anchor that is a day AD."""
    if anchor.year < 1 or anchor.month is None or anchor.day is None:
        return None
    return date(anchor.year, anchor.month, anchor.day).toordinal()


def _nearest(days: Sequence[tuple[int, int]], offset: int) -> int | None:
    at = bisect_left(days, (offset, 0))
    near = min(days[max(at - 1, 0) : at + 1], key=lambda day: (abs(day[0] - offset), day[0] > offset), default=None)
    return None if near is None else near[1]


def explicit_points(entry: Entry) -> tuple[Point, ...]:
    """Give the written points of an entry that have a year."""
    sense = entry.sighting.sense
    ends = (sense.first, sense.last) if isinstance(sense, Run) else (sense,)
    return tuple(end for end in ends if isinstance(end, Point) and end.year is not None and not end.is_bare)


def month_told(month: int, entry: Entry, anchors: Anchors, following: Sequence[Entry]) -> Anchor | None:
    """Give the month that the part before told of last, where the text names it in that year alone and goes on there.

    “The April days … Results. On 17 April …”: the year behind in the paragraph must be the same.
    """
    years = anchors.repeatable.get((month, None), {})
    last = anchors.kept[-1] if anchors.kept else None
    if len(years) != 1 or last is None or last.section != entry.section - 1 or last.year not in years:
        return None
    behind = (point.year for one in following if one.block == entry.block for point in explicit_points(one))
    return years[last.year] if next(behind, None) == last.year else None


def story_before(month: int, day: int | None, entry: Entry, anchors: Anchors) -> Anchor | None:
    """Give the last time of the part before, where it ended in the same year so few months earlier."""
    last = anchors.kept[-1] if anchors.kept else None
    if last is None or last.section != entry.section - 1 or last.month is None:
        return None
    is_next = (last.month, last.day or 0) <= (month, day or 31) and month - last.month <= _MONTHS_ON
    return last if is_next else None


def goes_on_to(month: int, last: Anchor | None, entry: Entry) -> bool:
    """Tell whether the paragraph itself goes on to a month from one before it."""
    return last is not None and last.block == entry.block and last.month is not None and last.month <= month


def is_passed(anchor: Anchor, month: int, day: int | None, published: date | None) -> bool:
    """Tell a day in the year of a report that had passed when it came out, so that what is to come is another."""
    if published is None or not 0 <= published.year - anchor.year <= 1:
        return False
    return (anchor.year, month, day or 31) < (published.year, published.month, published.day)


def is_open_anchor(anchor: Anchor, entry: Entry) -> bool:
    """Tell an anchor that lends no year: the beginning of a long time, or a bare year told before what may come."""
    if anchor.month is not None:
        return False
    if anchor.sentence == entry.sentence:
        return is_beside(anchor, entry)
    return anchor.is_stretch or entry.has_future or (entry.is_imagined and anchor.block != entry.block)


def is_beside(anchor: Anchor, entry: Entry) -> bool:
    """Tell a year of the same sentence that dates a span or a relative clause, and no month outside of it.

    “Worked there from 2011 until he left in May”; “Pell, who had come in 2016, resigned in April”.
    """
    if anchor.sentence != entry.sentence or anchor.month is not None or entry.is_of_year:
        return False
    return anchor.is_stretch or anchor.is_span or anchor.clause not in (0, entry.clause)


def year_behind(entry: Entry, following: Sequence[Entry]) -> int | None:
    """Give the year of a time that stands later in the same sentence, unless it dates a span or a relative clause."""
    return next((year for year, is_own in _years_behind(entry, following) if is_own), None)


def has_year_beside(entry: Entry, following: Sequence[Entry]) -> bool:
    """Tell whether a year stands later in the sentence that dates something else."""
    return any(not is_own for _, is_own in _years_behind(entry, following))


def _years_behind(entry: Entry, following: Sequence[Entry]) -> Iterator[tuple[int, bool]]:
    for other in following:
        if other.sentence != entry.sentence:
            return
        is_span = other.sighting.relation == "since" or isinstance(other.sighting.sense, Run)
        is_own = other.clause in (0, entry.clause)
        for point in explicit_points(other):
            if not other.sighting.is_aside and point.year is not None:
                yield point.year, is_own and not (is_span and point.month is None)


def day_numbers_of(entries: Sequence[Entry]) -> tuple[tuple[int, int], ...]:
    """List the explicit days of a document with their offsets, in its order; those of page furniture are out."""
    return tuple(
        (entry.start, day_number(point.year, point.month, point.day))
        for entry in entries
        if not entry.is_brief
        for point in explicit_points(entry)
        if point.year is not None and point.month is not None and point.day is not None
    )


def recent_days_of(days: Sequence[tuple[int, int]], years: frozenset[int]) -> tuple[tuple[int, int], ...]:
    """Choose the days that a document may have been written about."""
    begins = day_number(max(max(years, default=1) - 1, 1), 1, 1)
    return tuple(day for day in days if day[1] >= begins)


def years_of(entries: Sequence[Entry]) -> frozenset[int]:
    """List the explicit years of a document outside brackets."""
    return frozenset(
        point.year
        for entry in entries
        if not entry.sighting.is_aside
        for point in explicit_points(entry)
        if point.year is not None
    )


def day_order(entries: Sequence[Entry]) -> bool | None:
    """Tell whether numeric dates have the day first: by a part above 12, else by the written dates, else None."""
    votes = set[bool]()
    written = 0
    for entry in entries:
        sense, rule = entry.sighting.sense, entry.sighting.rule
        for end in (sense.first, sense.last) if isinstance(sense, Run) else (sense,):
            if isinstance(end, Numeric) and not end.is_day_first and max(end.first, end.second) > 12:
                votes.add(end.first > 12)
        written += (rule == "D12-day-month-year") - (rule == "D13-month-day-year")
    if votes:
        return votes.pop() if len(votes) == 1 else None
    return None if written == 0 else written > 0


def written_era(entry: Entry) -> str:
    """Give the era that an entry states, empty where it states none."""
    sense = entry.sighting.sense
    last = sense.last if isinstance(sense, Run) else sense
    if isinstance(last, Large):
        return last.era
    if isinstance(last, Point) and last.year is not None and not last.is_bare:
        return "bc" if last.year <= 0 else "ad" if last.year < 1000 else ""
    return ""
