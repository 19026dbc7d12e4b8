"""Values of days and months without a year: whose year they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice

from quizapp.core.extraction.dates.anchors import (
    Anchor,
    Anchors,
    Entry,
    goes_on_to,
    has_year_beside,
    is_beside,
    is_open_anchor,
    is_passed,
    month_told,
    ordinal_of,
    story_before,
    year_behind,
)
from quizapp.core.extraction.dates.relative_values import BY_ANCHOR, LAST_DAY, YEAR_ROLLED, Found, dated_value
from quizapp.core.extraction.dates.senses import Point, point_of
from quizapp.core.extraction.values import Reason

YEAR_BY_DOCUMENT = Reason("year of the document", 0.85, "The year is the only one that the document names.")
YEAR_OF_TITLE = Reason("year of the title", 0.85, "The title names the year of which the document tells.")
YEAR_OF_STORY = Reason("year of the part before", 0.75, "The part before ended in the months right before this one.")
#: So many years back a report's own past reaches: a month out of order is then one near the report, not the next one.
_YEARS_OF_A_REPORT = 10
#: A year so long before the story is only named in passing.
_YEARS_OF_AN_ASIDE = 40
_YEARS_OF_HISTORY = 100
#: So many paragraphs on a story may still be in the year that it named.
_BLOCKS_OF_A_STORY = 3
_NEAR_DAYS = 31
#: So many months on a story goes in one go.
_MONTHS_ON = 4
#: Among so many times before, the last month told is looked for.
_TOLD_BEFORE = 8


def partial_value(sense: Point, entry: Entry, anchors: Anchors, following: Sequence[Entry]) -> Found:
    """Find the year of a day or month: a near anchor's, the publication's, the document's only one, or none."""
    month, day = sense.month or 1, sense.day
    if (named := _named_before(month, day, entry, anchors)) is not None:
        return dated_value(named.year, month, day, "from_document", named.offset, BY_ANCHOR)
    anchor = _told_before(_year_anchor(entry, anchors), month, entry, anchors)
    if anchor is None or is_open_anchor(anchor, entry):
        is_open = anchor is not None or has_year_beside(entry, following)
        return _without_anchor(month, day, entry, anchors, following, is_open=is_open)
    is_past = entry.is_told_as_past or (entry.has_past and not entry.has_future)
    is_over = is_past and _is_ahead(anchor.year, month, day, anchors.reported)
    if is_over or (entry.has_future and is_passed(anchor, month, day, anchors.reported)):
        return _near_publication(month, day, anchors, entry)
    if _agrees(anchor, month, day) and _fits(anchor.year, month, day, entry):
        return dated_value(anchor.year, month, day, "from_document", anchor.offset, BY_ANCHOR)
    if anchors.reported is None and _rolls(anchor, month, entry):
        return dated_value(anchor.year + 1, month, day, "from_document", anchor.offset, YEAR_ROLLED)
    if anchors.reported is not None and anchors.reported.year - anchor.year <= _YEARS_OF_A_REPORT:
        return _near_publication(month, day, anchors, entry)
    if len(anchors.years) == 1:
        return dated_value(next(iter(anchors.years)), month, day, "from_document", None, YEAR_BY_DOCUMENT)
    if (year := _year_of_title(month, day, entry, anchors)) is not None:
        return dated_value(year, month, day, "from_document", None, YEAR_OF_TITLE)
    if anchor.month is not None:
        rolled = anchor.year + ((month - anchor.month) % 12 <= 6 and month != anchor.month)
        return dated_value(rolled, month, day, "from_document", anchor.offset, YEAR_ROLLED)
    return Found(point_of(None, month, day), "unresolved")


def _rolls(anchor: Anchor, month: int, entry: Entry) -> bool:
    """Tell “In December he took the field and lay at Orme until February”: the next year's, in one paragraph."""
    is_next = anchor.month is not None and month < anchor.month and month + 12 - anchor.month <= _MONTHS_ON
    return is_next and anchor.block == entry.block and not (entry.has_past or entry.has_future or entry.is_imagined)


def _told_before(anchor: Anchor | None, month: int, entry: Entry, anchors: Anchors) -> Anchor | None:
    """Give the month told before “kept since 1859”, where a story of months goes on from it; else the anchor."""
    if anchor is None or not is_open_anchor(anchor, entry):
        return anchor
    told = anchors.last_month(entry)
    is_near = told is not None and anchors.reported is None and entry.block - told.block <= _BLOCKS_OF_A_STORY
    is_going_on = told is not None and is_near and anchor.is_stretch and 0 <= month - (told.month or 1) <= 1
    return told if told is not None and is_going_on and not entry.has_future else anchor


def _is_ahead(year: int, month: int, day: int | None, published: date | None) -> bool:
    return published is not None and (year, month, day or 1) > (published.year, published.month, published.day)


def _year_of_title(month: int, day: int | None, entry: Entry, anchors: Anchors) -> int | None:
    """Give the one year of the title, unless the last month told was of another or the paragraph names another."""
    last = anchors.last_year(entry)
    told = next((one for one in islice(reversed(anchors.kept), _TOLD_BEFORE) if one.month is not None), None)
    if len(anchors.title_years) != 1 or entry.has_future:
        return None
    [year] = anchors.title_years
    is_other = last is not None and last.block == entry.block and last.year != year
    is_left = told is not None and told.year != year
    return None if is_left or is_other or not _fits(year, month, day, entry) else year


def _without_anchor(
    month: int, day: int | None, entry: Entry, anchors: Anchors, following: Sequence[Entry], *, is_open: bool
) -> Found:
    """Find the year behind, at the publication, after the day of writing, or the only one of the document."""
    # “Worked there from 2011 until he left in May, saw the crack on 12 April 2023”: the report's year is nearer.
    is_reported = is_open and anchors.reported is not None
    if not is_reported and (year := year_behind(entry, following)) is not None:
        return dated_value(year, month, day, "from_document", None, BY_ANCHOR)
    if anchors.reported is not None:
        return _near_publication(month, day, anchors, entry)
    if (title := _year_of_title(month, day, entry, anchors)) is not None:
        return dated_value(title, month, day, "from_document", None, YEAR_OF_TITLE)
    number = anchors.day_of_writing(entry.start)
    if entry.has_future and number is not None and 0 < number <= LAST_DAY:
        today = date.fromordinal(number)
        return dated_value(today.year + (month < today.month), month, day, "from_document", None, BY_ANCHOR)
    if not is_open and len(anchors.years) == 1:
        return dated_value(next(iter(anchors.years)), month, day, "from_document", None, YEAR_BY_DOCUMENT)
    if not is_open and (told := month_told(month, entry, anchors, following)) is not None:
        return dated_value(told.year, month, day, "from_document", told.offset, BY_ANCHOR)
    if not is_open and not entry.is_imagined and (gone_on := story_before(month, day, entry, anchors)) is not None:
        return dated_value(gone_on.year, month, day, "from_document", gone_on.offset, YEAR_OF_STORY)
    return Found(point_of(None, month, day), "unresolved")


def _named_before(month: int, day: int | None, entry: Entry, anchors: Anchors) -> Anchor | None:
    """Find the one day that the document gave with its year and repeats here, or the month that a had-clause repeats.

    A weekday that does not fit says that another year's day is meant.
    """
    if day is None and not entry.has_past:
        return None
    years = anchors.repeatable.get((month, day), {})
    last = next(anchors.before(entry), None)
    if day is None and _has_come_again(month, years, entry, anchors.reported):
        return None
    if day is None and last is not None and goes_on_to(month, last, entry) and last.year not in years:
        return None
    if day is None or entry.sighting.weekday is None:
        return next(iter(years.values())) if len(years) == 1 else None
    named = [one for year, one in years.items() if _fits(year, month, day, entry)]
    return named[0] if len(named) == 1 else None


def _has_come_again(month: int, years: Mapping[int, Anchor], entry: Entry, published: date | None) -> bool:
    """Tell whether a report may mean a later month than the one that it named with its year in another paragraph."""
    if published is None or any(anchor.block == entry.block for anchor in years.values()):
        return False
    return any(0 < published.year - year <= 1 and month <= published.month for year in years)


def _fits(year: int, month: int, day: int | None, entry: Entry) -> bool:
    """Tell whether a day falls on the weekday that stands with it."""
    weekday = entry.sighting.weekday
    value = point_of(year, month, day)
    return weekday is None or day is None or value is None or value.lo is None or (value.lo - 1) % 7 == weekday


def _year_anchor(entry: Entry, anchors: Anchors) -> Anchor | None:
    """Give the anchor that lends its year; with a day of publication only one of this paragraph."""
    anchor = _before_asides(entry, anchors)
    if anchor is None or is_beside(anchor, entry):
        return anchor
    if anchors.reported is None:
        return _unless_passing(anchor, entry, anchors)
    if anchor.block != entry.block and ordinal_of(anchor) == anchors.reported.toordinal():
        return None
    if anchor.sentence == entry.sentence:
        if entry.is_clause_of_its_own and not anchor.is_explicit and anchor.month is None:
            return None
        is_history = anchor.month is None and anchors.reported.year - anchor.year > _YEARS_OF_A_REPORT
        # “Founded in 1974, the board has since changed its rules: as of 1 July …”
        return None if is_history and entry.is_recent else anchor
    if (letter := anchors.day_of_letter(entry)) is not None:
        return anchor if anchor.offset > letter.offset else letter
    if anchor.block != entry.block and anchor.year != anchors.reported.year:
        is_told = _goes_on(anchor, entry, anchors.reported) or _would_be_to_come(anchor, entry, anchors.reported)
        return anchor if is_told else None
    return anchor if anchor.month is not None or anchors.reported.year - anchor.year > 40 else None


def _before_asides(entry: Entry, anchors: Anchors) -> Anchor | None:
    """Give the nearest year, or the one before those of the sentence that date something else, where it is no earlier.

    “In 2019 the board met. Pell, who had come in 2016, resigned in April.”
    """
    near = anchors.last_year(entry)
    if near is None or not is_beside(near, entry):
        return near
    before = islice(anchors.before(entry), _TOLD_BEFORE)
    told = next((one for one in before if not is_beside(one, entry)), None)
    return told if told is not None and told.block == near.block and told.year >= near.year else near


def _unless_passing(anchor: Anchor, entry: Entry, anchors: Anchors) -> Anchor:
    """Give the last month told instead of a bare year that another paragraph named in passing.

    It is of long before, or not the title's.
    """
    told = anchors.last_month(entry)
    if told is None or anchor.month is not None or anchor.block == entry.block:
        return anchor
    is_of_title = told.year in anchors.title_years and anchor.year not in anchors.title_years
    return told if is_of_title or told.year - anchor.year > _YEARS_OF_AN_ASIDE else anchor


def _goes_on(anchor: Anchor, entry: Entry, published: date) -> bool:
    """Tell whether a story of long ago, told by months or of another century, goes on in the next paragraphs."""
    years = published.year - anchor.year
    is_story = years > _YEARS_OF_AN_ASIDE if anchor.month is not None else years > _YEARS_OF_HISTORY
    return is_story and not entry.has_future and entry.block - anchor.block <= _BLOCKS_OF_A_STORY


def _would_be_to_come(anchor: Anchor, entry: Entry, published: date) -> bool:
    """Tell a day or month that no word calls future and that fits a month told just before better than the report."""
    sense = entry.sighting.sense
    if not isinstance(sense, Point) or entry.has_future or entry.is_imagined or anchor.month is None:
        return False
    is_near = entry.block - anchor.block <= _BLOCKS_OF_A_STORY and anchor.is_explicit
    month, day = sense.month or 1, sense.day or 1
    return is_near and _agrees(anchor, month, day) and (published.month, published.day) < (month, day)


def _agrees(anchor: Anchor, month: int, day: int | None) -> bool:
    """Tell whether a day or month comes no earlier in the year than its anchor."""
    if anchor.month is None:
        return True
    if month != anchor.month:
        return month > anchor.month
    return True


def _near_publication(month: int, day: int | None, anchors: Anchors, entry: Entry) -> Found:
    """Choose the year that brings a day nearest to the publication; the last one where the text tells of days there."""
    published = anchors.reported or date.max
    about = published.toordinal()

    def distance(year: int) -> int:
        number = _number_of(year, month, day or 15)
        return LAST_DAY if number is None else abs(number - about)

    years = [year for year in range(published.year - 1, published.year + 2) if 0 < year < 10000]
    years = [year for year in years if _fits(year, month, day, entry)] or years
    year = min(years, key=distance)
    is_to_come = (year, month, day or 1) > (published.year, published.month, published.day)
    is_past = entry.is_told_as_past or _is_told_of(year - 1, month, day, anchors)
    if entry.has_future and not entry.has_past and (year, month) < (published.year, published.month):
        year += 1
    if is_to_come and not entry.has_future and not entry.is_imagined and is_past:
        year -= 1
    return dated_value(year, month, day, "from_publication", None, BY_ANCHOR)


def _is_told_of(year: int, month: int, day: int | None, anchors: Anchors) -> bool:
    """Whether the text names another day within a month of this one."""
    number = _number_of(year, month, day or 15)
    return number is not None and anchors.has_day_near(number, _NEAR_DAYS)


def _number_of(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None
