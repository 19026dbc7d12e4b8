"""Rules for days, months and years, written in words or digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.extraction.dates.guards import is_counting, is_month, is_numbered, is_small_year, is_year
from quizapp.core.extraction.dates.lexemes import Lexeme
from quizapp.core.extraction.dates.patterns import era_of, parts, rule, year_point
from quizapp.core.extraction.dates.senses import Numeric, Point, Scene, Sighting, is_real


def _day(rule_id: str, scene: Scene, first: int, last: int) -> Sequence[Sighting]:
    """Make a day of a match that holds day, month and maybe weekday and year."""
    month_at = next(at for at in range(first, last) if scene.kind(at) == "month")
    month = scene.lexemes[month_at]
    days = parts(scene, first, last, "ordinal", "ordinal_word") or parts(scene, first, last, "small")
    day = days[0]
    if is_counting(scene, first, last):
        last = _without_count(scene, max(month_at, scene.lexemes.index(day)) + 1, last)
    if is_counting(scene, first, last) or not _is_plain(scene, month, day):
        return ()
    point = _dated(scene, month_at, last, month.number, day, rule_id)
    if point is None or not is_real(point):
        return ()
    weekdays = parts(scene, first, last, "weekday")
    return (Sighting(first, last, point, rule_id, weekday=weekdays[0].number if weekdays else None),)


def _without_count(scene: Scene, dated: int, last: int) -> int:
    """End a day before a number that counts what follows, “On 4 May 45 miners …”, and is too small for a year."""
    return dated if last == dated + 1 and scene.kind(dated) in ("small", "number") else last


def _is_plain(scene: Scene, month: Lexeme, day: Lexeme) -> bool:
    """Tell whether a short month's name stands where a day makes it one."""
    return day.number <= 31 and not (month.word == "mar" and day.start > month.end + 1)


def _dated(scene: Scene, month_at: int, last: int, month: int, day: Lexeme | None, rule_id: str) -> Point | None:
    """Read the year that follows a month; None where the number there is no year."""
    number = None if day is None else day.number
    behind = [one for one in scene.lexemes[month_at + 1 : last] if one.kind in ("small", "number", "year", "grouped")]
    behind = [one for one in behind if day is None or one.start != day.start]
    if not behind:
        return Point(None, month, number)
    era, year = era_of(scene, month_at, last), behind[-1]
    if any(one.kind == "apostrophe" for one in scene.lexemes[month_at:last]):
        return Point(None, month, number, tens=year.number) if year.number < 100 and len(year.word) == 2 else None
    if year.kind == "number" and not era and (len(year.word) != 3 or not scene.is_clause_end(last)):
        return None
    return year_point(year.number, era, month, number)


def _day_first(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    if is_numbered(scene, first) or (scene.kind(first - 1) == "slash" and scene.is_glued(first)):
        return ()
    return _day("D12-day-month-year", scene, first, last)


def _month_first(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    behind = scene.kind(last)
    if behind == "mark" and scene.word(last) == ":" and scene.is_glued(last):
        return ()
    return _day("D13-month-day-year", scene, first, last)


def _ides(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    month_at = next(at for at in range(first, last) if scene.kind(at) == "month")
    if scene.word(first + 1) not in ("ides", "kalends", "calends", "nones") or is_counting(scene, first, last):
        return ()
    month = scene.lexemes[month_at].number
    is_late = month in (3, 5, 7, 10)
    day = {"ides": 15 if is_late else 13, "nones": 7 if is_late else 5}.get(scene.word(first + 1), 1)
    point = _dated(scene, month_at, last, month, None, "D14-ides")
    return () if point is None else (Sighting(first, last, replace(point, day=day), "D14-ides"),)


def _feast(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read "Christmas Day 1881", and "on Christmas Eve" of a year told before."""
    month, day = divmod(scene.lexemes[first].number, 100)
    is_free = scene.kind(first - 1) in ("on", "until", "from", "bound") or scene.word(first - 1) == "for"
    if scene.word(first) == "christmas":
        is_free = (
            scene.kind(first - 1) in ("until", "bound") or scene.word(first - 1) == "at"
        ) and scene.is_clause_end(last)
    if is_counting(scene, first, last) or (last == first + 1 and (not is_free or scene.is_capital(last))):
        return ()
    point = _dated(scene, first, last, month, None, "D24-feast")
    return () if point is None else (Sighting(first, last, replace(point, day=day), "D24-feast"),)


def _month_year(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    month = scene.lexemes[first]
    if is_counting(scene, first, last):
        return ()
    point = _dated(scene, first, last, month.number, None, "D15-month-year")
    if point is None or (point.year is None and point.tens is None):
        return ()
    if scene.kind(first + 1) == "comma" and scene.lexemes[first].word in scene.doubtful:
        return ()
    return (Sighting(first, last, point, "D15-month-year"),)


def _month(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    # “In May 2000 miners …” may be of that year or of any.
    is_open = scene.kind(last) == "year" and scene.lexemes[last].number in (1900, 2000)
    if is_open or not is_month(scene, first, last):
        return ()
    return (Sighting(first, last, Point(None, scene.lexemes[first].number), "D16-month"),)


def _era_year(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    number = parts(scene, first, last, "small", "number", "year", "grouped")[0]
    era = era_of(scene, first, last)
    if is_counting(scene, first, last) or (scene.kind(first) == "era" and era == "bc"):
        return ()
    return (Sighting(first, last, year_point(number.number, era), "D17-year-era"),)


def _era_list(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    era = era_of(scene, first, last)
    starts = [at for at in range(first, last) if scene.kind(at) in ("small", "number", "year")]
    if scene.kind(first - 1) not in ("in", "bound", "until", "from", "about", "of", "between", "comma", "open", ""):
        return ()
    return tuple(
        Sighting(
            at,
            last if at == starts[-1] else at + 1,
            year_point(scene.lexemes[at].number, era),
            "D18-years-joined-era",
        )
        for at in starts
    )


def _year(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    if not is_year(scene, first, last, before):
        return ()
    # “as long ago as 1934” lends its year to nothing else.
    return (
        Sighting(first, last, Point(scene.lexemes[first].number), "D11-year", is_aside=scene.word(first - 1) == "as"),
    )


def _short_year(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read “in ’84”, “by ’84 and ’86”."""
    number = scene.lexemes[first + 1]
    is_joined = before is not None and before.rule == "D26-short-year" and before.last == first - 1
    is_dated = scene.kind(first - 1) in ("in", "bound", "until", "from") or (
        is_joined and scene.kind(first - 1) in ("and", "comma", "dash")
    )
    if not (is_dated and len(number.word) == 2 and scene.is_glued(first + 1)) or is_counting(scene, first, last):
        return ()
    return (Sighting(first, last, Point(None, tens=number.number), "D26-short-year"),)


def _small_year(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    word = scene.lexemes[first].word
    if len(word) == 2 and _is_joined_to_era(scene, first, last, before):
        return (Sighting(first, last, year_point(scene.lexemes[first].number, ""), "D19-small-year"),)
    if len(word) != 3 or not is_small_year(scene, first, last, before):
        return ()
    return (Sighting(first, last, year_point(scene.lexemes[first].number, ""), "D19-small-year"),)


def _is_joined_to_era(scene: Scene, first: int, last: int, before: Sighting | None) -> bool:
    """Tell whether "in 57" ends a clause of a sentence that has named a year BC."""
    is_free = scene.kind(first - 1) == "in" and scene.is_clause_end(last)
    is_after = before is not None and isinstance(before.sense, Point) and (before.sense.year or 1) <= 0
    return is_free and is_after


def _season_year(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    numbers = parts(scene, first, last, "small", "number", "year")
    is_tens = bool(parts(scene, first, last, "apostrophe")) and len(numbers[0].word) == 2
    if is_tens and not is_counting(scene, first, last):
        return (Sighting(first, last, Point(None, tens=numbers[0].number, is_season=True), "D20-season-year"),)
    if is_counting(scene, first, last) or (scene.kind(last - 1) == "number" and len(numbers[0].word) != 3):
        return ()
    point = year_point(numbers[0].number, era_of(scene, first, last))
    return (Sighting(first, last, replace(point, is_season=True), "D20-season-year"),)


def _numeric(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    word = scene.lexemes[first].word
    separator = next(char for char in word if not char.isdigit())
    digits = word.split(separator)
    if scene.word(first - 1) in ("version", "release", "v", "page", "pages", "chapter"):
        return ()
    a, b, c = (int(part) for part in digits)
    if len(digits[0]) == 4:
        point = Point(a, b, c)
        is_iso = len(digits[2]) <= 2 and a >= 1000 and is_real(point) and b and c
        return (Sighting(first, last, point, "D21-iso"),) if is_iso else ()
    if len(digits[0]) == 3 or len(digits[2]) == 3 or (len(digits[2]) == 2 and separator != "/"):
        return ()
    sense = Numeric(a, b, c, is_short=len(digits[2]) == 2, is_day_first=separator == ".")
    if not is_real(Point(2000, b, a)) and not is_real(Point(2000, a, b)):
        return ()
    return (Sighting(first, last, sense, "D22-numeric"),) if a and b else ()


def _iso_month(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read 2023-09, which is no span: its second number is no later year."""
    year, month = scene.lexemes[first], scene.lexemes[first + 2]
    is_month_number = 1 <= month.number <= 12 and len(month.word) == 2 and month.number <= year.number % 100
    is_joined = scene.word(first + 1) == "-" and scene.is_glued(first + 1)
    if not is_month_number or not is_joined or is_counting(scene, first, last):
        return ()
    if scene.kind(first - 1) == "dash" or scene.kind(last) == "dash" or not scene.is_glued(first + 2):
        return ()
    return (Sighting(first, last, Point(year.number, month.number), "D23-iso-month"),)


POINT_RULES = (
    rule(
        "D12",
        "(weekday comma?)? the? (DAY of?|ordinal_word of|(the|weekday) ordinal_word of?) month (comma? of? YEARS)?",
        _day_first,
    ),
    rule("D13", "(weekday comma?)? month (DAY|the NTH) (comma? YEARS)?", _month_first),
    rule("D14", "the word of month comma? YEARS?", _ides),
    rule("D24", "feast ((comma|of|in)? YEARS)?", _feast),
    rule("D15", "month comma? of? YEARS", _month_year),
    rule("D25", "month (daypart|weekday) in YEARS", _month_year),
    rule("D16", "month", _month),
    rule("D17", "ERA_YEAR", _era_year),
    rule("D18", "NUMBER (comma NUMBER){0,8} comma? and NUMBER era", _era_list),
    rule("D11", "year", _year),
    rule("D26", "apostrophe (number|small)", _short_year),
    rule("D19", "number|small", _small_year),
    rule("D20", "season (of|comma)? YEARS", _season_year),
    rule("D21", "numeric", _numeric),
    rule("D23", "year dash small", _iso_month),
)
