"""Rules for spans whose ends share a part: 1914–18, 431–404 BC, 3–5 May 1940. Full ends are joined in `joining`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.extraction.dates.guards import is_counting, is_numbered
from quizapp.core.extraction.dates.lexemes import Lexeme
from quizapp.core.extraction.dates.patterns import era_of, parts, rule, year_point
from quizapp.core.extraction.dates.point_rules import _dated
from quizapp.core.extraction.dates.senses import Point, Run, Scene, Sighting, is_real


def _numbers(scene: Scene, first: int, last: int) -> list[Lexeme]:
    return parts(scene, first, last, "small", "number", "year")


def full_year(first: Lexeme, last: Lexeme) -> int:
    """Give the later year of "1914–18": the digits that it leaves out are those of the first."""
    if len(last.word) >= len(first.word):
        return last.number
    return int(first.word[: -len(last.word)] + last.word)


def _short_span(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    start, end = _numbers(scene, first, last)
    later = full_year(start, end)
    is_number = is_counting(scene, first, last) or is_numbered(scene, first)
    if is_number or later <= start.number or later - start.number > 900:
        return ()
    if scene.kind(last) == "dash" and scene.is_glued(last) and scene.kind(last + 1) in ("small", "number", "year"):
        return ()
    is_open = scene.is_glued(first + 1) != scene.is_glued(last - 1)
    if is_open or (not scene.is_glued(last - 1) and len(end.word) < 3 and scene.kind(first - 1) != "open"):
        return ()
    if scene.kind(first + 1) == "slash" and later - start.number != 1:
        return ()
    run = Run(Point(start.number), Point(later))
    return (Sighting(first, last, run, "D31-years-short"),)


def _era_span(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    start, end = _numbers(scene, first, last)
    era = era_of(scene, first, last)
    is_between = scene.kind(first) == "between"
    if is_counting(scene, first, last) or is_between != ("and" in (scene.kind(last - 3), scene.kind(last - 4))):
        return ()
    later = end.number
    is_short = len(end.word) < len(start.word)
    if era == "bc" and is_short and len(start.word) == 4 and len(end.word) == 2:
        later = full_year(start, end)
    if era != "bc" and is_short and later < start.number:
        later = full_year(start, end)
    run = Run(year_point(start.number, era), year_point(later, era))
    is_forward = (run.first.year or 0) < (run.last.year or 0)  # type: ignore[union-attr]
    return (Sighting(first, last, run, "D32-years-era"),) if is_forward else ()


def _bracketed(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read years of few digits in brackets after a name: (768–814), (r. 336–323), (d. 604)."""
    numbers = [at for at in range(first, last) if scene.kind(at) in ("number", "year", "small")]
    start_at, end_at = numbers[0], numbers[-1]
    has_label = any(scene.kind(at) in ("label", "about") for at in range(first, start_at))
    start, end = scene.lexemes[start_at], scene.lexemes[end_at]
    if (
        scene.kind(end_at + 1) not in ("close", "comma", "mark")
        or (start.kind == "small" and not has_label)
        or len(start.word) < 2
    ):
        return ()
    if start_at == end_at:
        sense: Point | Run = year_point(start.number, "")
        if not has_label:
            return ()
    else:
        later = end.number if end.number > start.number else full_year(start, end)
        if not start.number < later < start.number + 900:
            return ()
        sense = Run(year_point(start.number, ""), year_point(later, ""))
    return (Sighting(start_at, end_at + 1, sense, "D33-bracket", is_aside=True),)


def _open_span(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    year_at = next(at for at in range(first, last) if scene.kind(at) == "year")
    point = Point(scene.lexemes[year_at].number)
    return (Sighting(year_at, year_at + 1, point, "D34-open-bracket", "since", is_aside=True),)


def _day_span(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    month_at = next(at for at in range(first, last) if scene.kind(at) == "month")
    days = parts(scene, first, month_at, "small", "ordinal", "ordinal_word")
    point = _dated(scene, month_at, last, scene.lexemes[month_at].number, days[-1], "")
    return _days(scene, first, last, days, point, "D35-days-month")


def _month_day_span(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    month_at = next(at for at in range(first, last) if scene.kind(at) == "month")
    joint = next(at for at in range(month_at, last) if scene.kind(at) in ("dash", "to", "until", "and", "slash"))
    days = parts(scene, month_at, joint + 3, "small", "ordinal")[:2]
    at = next(at for at in range(joint, last) if scene.lexemes[at] is days[1])
    point = _dated(scene, at, last, scene.lexemes[month_at].number, days[1], "")
    return _days(scene, first, last, days, point, "D36-month-days")


def _days(
    scene: Scene, first: int, last: int, days: list[Lexeme], point: Point | None, rule_id: str
) -> Sequence[Sighting]:
    if point is None or is_counting(scene, first, last) or len(days) != 2:
        return ()
    start, end = replace(point, day=days[0].number), replace(point, day=days[1].number)
    if not (is_real(start) and is_real(end)) or days[0].number >= days[1].number:
        return ()
    is_list = scene.kind(first) != "between" and any(scene.kind(at) == "and" for at in range(first, last))
    if not is_list or days[1].number - days[0].number == 1:
        return (Sighting(first, last, Run(start, end), rule_id),)
    at = [position for position in range(first, last) if scene.lexemes[position] in days]
    if scene.kind(first) == "month":
        return (Sighting(first, at[0] + 1, start, rule_id), Sighting(at[1], last, end, rule_id))
    return (Sighting(at[0], at[0] + 1, start, rule_id), Sighting(at[1], last, end, rule_id))


def _season_span(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    start, end = _numbers(scene, first, last)
    later = full_year(start, end)
    if later <= start.number or later - start.number > 30:
        return ()
    run = Run(Point(start.number, is_season=True), Point(later))
    return (Sighting(first, last, run, "D37-season-years"),)


def _month_span(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read two months that share a year: "May–June 1940", "from May to July"."""
    months = [at for at in range(first, last) if scene.kind(at) == "month"]
    start, end = (scene.lexemes[at].number for at in months)
    point = _dated(scene, months[1], last, end, None, "")
    if point is None or is_counting(scene, first, last) or start == end:
        return ()
    begun = replace(point, month=start, year=None if point.year is None else point.year - (start > end))
    if scene.kind(first) == "month" and scene.kind(first + 1) != "dash" and point.year is None and point.tens is None:
        return ()
    if scene.kind(months[1] - 1) == "and" and scene.kind(first) != "between":
        return (
            Sighting(first, first + 1, begun, "D38-months-year"),
            Sighting(months[1], last, point, "D38-months-year"),
        )
    return (Sighting(first, last, Run(begun, point), "D38-months-year"),)


def _day_list(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read "4, 5 and 9 March 1931": each day with the month and year that stand once."""
    month_at = next(at for at in range(first, last) if scene.kind(at) == "month")
    days = [at for at in range(first, month_at) if scene.kind(at) in ("small", "ordinal")]
    point = _dated(scene, month_at, last, scene.lexemes[month_at].number, scene.lexemes[days[-1]], "")
    if point is None or is_counting(scene, first, last):
        return ()
    points = [replace(point, day=scene.lexemes[at].number) for at in days]
    ends = [at + 1 for at in days[:-1]] + [last]
    if not all(is_real(one) for one in points):
        return ()
    return tuple(Sighting(at, end, one, "D40-day-list") for at, end, one in zip(days, ends, points, strict=True))


SPAN_RULES = (
    rule("D31", "year (dash|slash) (small|number|year)", _short_span),
    rule("D32", "(from|between)? NUMBER (dash|to|until|and|slash) about? NUMBER era", _era_span),
    rule("D32", "era NUMBER (dash|to|until) about? NUMBER", _era_span),
    rule("D33", "open (label|about){0,3} (year|number|small) ((dash|to) about? (year|number|small))?", _bracketed),
    rule("D34", "open (word|label|about){0,3} year dash close", _open_span),
    rule(
        "D35",
        "(from|between)? the? (DAY|ordinal_word) (dash|to|until|and|slash) the? (DAY|ordinal_word) of? month "
        "(comma? of? YEARS)?",
        _day_span,
    ),
    rule("D36", "(from|between)? month the? DAY (dash|to|until|and|slash) the? DAY (comma? YEARS)?", _month_day_span),
    rule("D40", "DAY (comma DAY){1,8} comma? and DAY of? month (comma? of? YEARS)?", _day_list),
    rule("D37", "season of? year (dash|slash) (small|number|year)", _season_span),
    rule("D38", "(from|between)? month (dash|to|until|and|slash) month (comma? of? YEARS)?", _month_span),
)
