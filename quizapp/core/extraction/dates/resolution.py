"""Values for sightings: with the document's own times and its day of publication, and with nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizapp.core.calendar import DateValue, day_number, span_value
from quizapp.core.extraction.dates.anchors import (
    Anchor,
    Anchors,
    Entry,
    day_numbers_of,
    day_order,
    explicit_points,
    recent_days_of,
    written_era,
    years_of,
)
from quizapp.core.extraction.dates.partial_values import partial_value
from quizapp.core.extraction.dates.relative_values import (
    YEAR_ROLLED,
    Found,
    day_of_month_value,
    moved_value,
    season_value,
    weekday_value,
)
from quizapp.core.extraction.dates.senses import (
    DayOfMonth,
    Large,
    Loose,
    Moved,
    Numeric,
    OnWeekday,
    Point,
    Run,
    Season,
    large_value,
    point_of,
)
from quizapp.core.extraction.values import Reason

ERA_BY_ANCHOR = Reason("era by anchor", 0.9, "The era is that of the time before it.")
YEAR_IN_DOUBT = Reason("year in doubt", 0.6, "A year that is written nearer, or the title, names another year.")
TENS_BY_ANCHOR = Reason("century by anchor", 0.9, "Two digits: the century is that of the times around it.")
#: Farthest, in years, that an era given before still holds for a year or a century without one.
_ERA_REACH_YEARS = 150
_ERA_REACH_OF_CENTURIES = 350


@dataclass(frozen=True, slots=True)
class Resolved:
    """An entry with what was found for it."""

    entry: Entry
    found: Found


def resolve(entries: Sequence[Entry], anchors: Anchors) -> list[Resolved]:
    """Give each entry its value, in the order of the document."""
    anchors.days, anchors.years = day_numbers_of(entries), years_of(entries)
    anchors.day_numbers = sorted(number for _, number in anchors.days)
    anchors.recent_days = recent_days_of(anchors.days, anchors.years)
    anchors.is_day_first = day_order(entries)
    done = list[Resolved]()
    for number, entry in enumerate(entries):
        found = _doubted(_found(entry, anchors, entries[number + 1 : number + 5]), entry, anchors)
        done.append(Resolved(entry, found))
        _remember(entry, found, anchors)
    return done


def _doubted(found: Found, entry: Entry, anchors: Anchors) -> Found:
    """Make a carried-over year unsure where the nearer written year of its part, or the title, names another."""
    sense = entry.sighting.sense
    if isinstance(sense, Point) and sense.year is None and sense.tens is None and found.how == "from_document":
        section, near = anchors.written
        is_near_other = section == entry.section and near != found.year
        is_title_other = bool(anchors.title_years) and found.year not in anchors.title_years
        if found.year is not None and YEAR_ROLLED not in found.reasons and (is_near_other or is_title_other):
            found = replace(found, reasons=(*found.reasons, YEAR_IN_DOUBT))
    if not entry.sighting.is_aside:
        for point in explicit_points(entry):
            anchors.written = (entry.section, point.year or 0)
    return found


def _found(entry: Entry, anchors: Anchors, following: Sequence[Entry]) -> Found:
    sense = entry.sighting.sense
    match sense:
        case Point() | Large() | Numeric():
            return _end(sense, entry, anchors, following)
        case Run():
            return _run(sense, entry, anchors, following)
        case Moved():
            return moved_value(sense, entry, anchors)
        case OnWeekday():
            return weekday_value(sense, entry, anchors)
        case DayOfMonth():
            return day_of_month_value(sense, entry, anchors)
        case Season():
            return season_value(sense, entry, anchors)
        case Loose():
            return Found(None, "unresolved", is_point=False)


def _end(sense: Point | Large | Numeric, entry: Entry, anchors: Anchors, following: Sequence[Entry]) -> Found:
    match sense:
        case Point(year=None, tens=None):
            return partial_value(sense, entry, anchors, following)
        case Point():
            return _point(sense, entry, anchors)
        case Large():
            return _large(sense, entry, anchors)
        case Numeric():
            return _numeric(sense, anchors)


def _point(sense: Point, entry: Entry, anchors: Anchors) -> Found:
    if sense.tens is not None:
        near = anchors.near_year()
        year = 1900 + sense.tens if near is None else _nearest_hundred(sense.tens, near)
        if anchors.reported is not None and year > anchors.reported.year and not entry.has_future:
            year -= 100
        value = point_of(year, sense.month, sense.day)
        return Found(value, "from_document", year, sense.month, sense.day, reasons=(TENS_BY_ANCHOR,))
    year = sense.year or 0
    if sense.is_bare and (era := anchors.last_era(entry)) is not None and era.era == "bc":
        bc_year = 1 - year
        if _holds(bc_year, year, era.year, _ERA_REACH_YEARS):
            value = point_of(bc_year, sense.month, sense.day)
            reasons = (ERA_BY_ANCHOR,)
            return Found(value, "from_document", bc_year, sense.month, sense.day, era.offset, reasons)
    year = 1 if sense.year is None else sense.year
    return Found(point_of(year, sense.month, sense.day), "absolute", year, sense.month, sense.day)


def _holds(year_bc: int, year_ad: int, anchor: int, reach: int) -> bool:
    """Tell whether an era BC still holds: near the anchor, and onward from it where AD would be near too."""
    if abs(year_bc - anchor) > reach:
        return False
    return year_bc >= anchor - reach // 8 or year_ad - anchor > reach


def _nearest_hundred(tens: int, near: int) -> int:
    base = near // 100 * 100 + tens
    return min((base - 100, base, base + 100), key=lambda year: abs(year - near))


def _large(sense: Large, entry: Entry, anchors: Anchors) -> Found:
    if sense.is_tens:
        near = anchors.near_year()
        number = 1900 + sense.number if near is None else _nearest_hundred(sense.number, near)
        return Found(large_value(Large("decade", number), False), "from_document", reasons=(TENS_BY_ANCHOR,))
    if sense.era or sense.number >= 1000:
        return Found(large_value(sense, sense.era == "bc"), "absolute")
    era = anchors.last_era(entry)
    if (
        era is not None
        and era.era == "bc"
        and _holds(_middle(sense), -_middle(sense), era.year, _ERA_REACH_OF_CENTURIES)
    ):
        return Found(large_value(sense, True), "from_document", anchor=era.offset, reasons=(ERA_BY_ANCHOR,))
    return Found(large_value(sense, False), "absolute")


def _middle(sense: Large) -> int:
    """Give the astronomical year in the middle of a time BC."""
    size = {"century": 100, "millennium": 1000}.get(sense.unit)
    return -sense.number if size is None else -(sense.number * size - size // 2)


def _numeric(sense: Numeric, anchors: Anchors) -> Found:
    year, reasons = sense.year, ()
    if sense.is_short:
        near = anchors.near_year()
        pivot = 1900 + year if year >= 50 else 2000 + year
        year, reasons = pivot if near is None else _nearest_hundred(year, near), (TENS_BY_ANCHOR,)  # type: ignore[assignment]
    day_first = point_of(year, sense.second, sense.first)
    month_first = None if sense.is_day_first else point_of(year, sense.first, sense.second)
    if day_first is None or month_first is None or day_first == month_first:
        value = day_first or month_first
        return _numbered(value, reasons)
    if anchors.is_day_first is not None:
        return _numbered(day_first if anchors.is_day_first else month_first, reasons)
    return Found(None, "unresolved", readings=(day_first.value, month_first.value))


def _numbered(value: DateValue | None, reasons: tuple[Reason, ...]) -> Found:
    if value is None:
        return Found(None, "unresolved")
    year, month, day = (int(part) for part in value.value.split("-"))
    return Found(value, "absolute", year, month, day, reasons=reasons)


def _run(sense: Run, entry: Entry, anchors: Anchors, following: Sequence[Entry]) -> Found:
    first, last = (_end(end, entry, anchors, following) for end in (sense.first, sense.last))
    value = _joined(first.value, last.value)
    how = first.how if last.how == "absolute" else last.how
    anchor = first.anchor if last.anchor is None else last.anchor
    reasons = tuple(dict.fromkeys((*first.reasons, *last.reasons)))
    return Found(value, how if value else "unresolved", last.year, last.month, last.day, anchor, reasons)


def _joined(first: DateValue | None, last: DateValue | None) -> DateValue | None:
    if first is None or last is None:
        return None
    try:
        return span_value(first, last)
    except ValueError:
        return None


def _remember(entry: Entry, found: Found, anchors: Anchors) -> None:
    """Keep what a later time may lean on; times in brackets and of unknown year are none."""
    if found.value is None:
        return
    if found.how == "unresolved" and isinstance(entry.sighting.sense, Point):
        # “That night” behind a day of unknown year is not the night of an earlier day.
        anchors.day = anchors.month = None
        return
    era = written_era(entry)
    if found.value.lo is not None and (near := _year_of(found.value)) is not None and near > 999:
        anchors.near = near
    year = found.year if found.year is not None else _year_of(found.value)
    if year is None:
        return
    place = (entry.start, entry.block, entry.section, entry.sentence)
    is_stretch = found.month is None and _is_stretch(entry)
    is_span = found.month is None and isinstance(entry.sighting.sense, Run)
    traits = (found.how == "absolute", is_stretch, is_span, entry.clause)
    anchor = Anchor(*place, year, found.month, found.day, found.value, era, *traits)
    if found.how == "absolute" and found.month is not None:
        for key in {(found.month, found.day), (found.month, None)}:
            anchors.repeatable.setdefault(key, {})[anchor.year] = anchor
    if era:
        anchors.era = anchor
    is_bound = entry.sighting.rule == "D24-feast" and entry.sighting.relation != "at"
    if entry.sighting.is_aside or found.year is None or is_bound:
        return
    anchors.day = anchors.day if anchor.day is None else anchor
    anchors.letter = anchor if anchor.day is not None and entry.is_label else anchors.letter
    if _is_beside_story(entry, found) or _is_foretold(entry, found, anchors):
        return
    anchors.kept.append(anchor)
    anchors.month = anchors.month if anchor.month is None else anchor


def _is_beside_story(entry: Entry, found: Found) -> bool:
    """Tell a time that the story does not go on from.

    “A fleet had bombarded the town two years before”; a weekday that was placed beside a day elsewhere.
    """
    sense = entry.sighting.sense
    if isinstance(sense, Moved):
        return entry.has_past and sense.amount < 0
    return isinstance(sense, OnWeekday) and found.anchor is None and found.how == "from_document"


def _is_foretold(entry: Entry, found: Found, anchors: Anchors) -> bool:
    """Tell a bare year that the story has not come to: “seven more would follow by 1797. In the following year …”."""
    is_year = found.how == "absolute" and found.month is None and entry.is_imagined
    last = anchors.last_year(entry)
    return is_year and last is not None and found.year is not None and last.year < found.year


def _is_stretch(entry: Entry) -> bool:
    """Tell “from 1988” and “since 1988”, which begin a time of unknown length."""
    return entry.sighting.relation == "since"


def _year_of(value: DateValue) -> int | None:
    """Give the astronomical year that a value begins in, near enough for an era."""
    return None if value.lo is None else int((value.lo - day_number(1, 1, 1)) / 365.2425) + 1
