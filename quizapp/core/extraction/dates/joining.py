"""From the sightings of one sentence to its times: spans of two, shared years, “of that year”, words around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.extraction.dates.senses import (
    DayOfMonth,
    Large,
    Loose,
    Moved,
    Numeric,
    Point,
    Run,
    Scene,
    Season,
    Sense,
    Sighting,
)
from quizapp.core.extraction.dates.words import EVENTS, PARTS, RELATIONS
from quizapp.core.extraction.values import TimeRelation

_SHARING = frozenset(("and", "comma", "to", "until", "dash", "slash", "the"))


def joined(scene: Scene, sightings: Sequence[Sighting]) -> list[Sighting]:
    """Join, share, attach and widen; the result is in the order of the sentence and does not overlap."""
    found = _styled(scene, list(sightings))
    found = _attached(scene, found)
    found = [_widened(scene, one) for one in found]
    found = _shared_years(scene, found)
    found = _spanned(scene, found)
    return [_related(scene, one) for one in _without_overlap(found)]


def _without_overlap(sightings: Sequence[Sighting]) -> list[Sighting]:
    kept = list[Sighting]()
    for one in sightings:
        if kept and one.first < kept[-1].last:
            one = replace(one, first=kept[-1].last)
        if one.first < one.last:
            kept.append(one)
    return kept


def _styled(scene: Scene, sightings: list[Sighting]) -> list[Sighting]:
    """Keep the new style of a date that is given in both: "5 January 1889 [O.S. 24 December 1888]"."""
    kept = list[Sighting]()
    for one in sightings:
        style = _style_beside(scene, one)
        old = kept[-1] if kept else None
        if not style or old is None or scene.kind(old.last) != "open" or one.first - old.last > 4:
            kept.append(one)
            continue
        if style == "ns":
            kept[-1] = replace(old, sense=one.sense)
        kept[-1] = _with_year_behind(scene, kept[-1], one)
        if kept[-1].last <= one.first:
            kept.append(replace(one, sense=Loose("other style"), rule="D98-other-style"))
    return _without_overlap(kept)


def _style_beside(scene: Scene, one: Sighting) -> str:
    for position in (one.first - 1, one.first - 2, one.last, one.last + 1):
        if scene.kind(position) == "style":
            return scene.word(position)
    return ""


def _with_year_behind(scene: Scene, old: Sighting, other: Sighting) -> Sighting:
    """Read the year in "7 November (25 October, Old Style) 1917"."""
    position = other.last
    while scene.kind(position) in ("comma", "style"):
        position += 1
    is_year = scene.kind(position) == "close" and scene.kind(position + 1) == "year"
    if not is_year or not isinstance(old.sense, Point) or old.sense.year is not None:
        return old
    year = scene.lexemes[position + 1].number
    return replace(old, sense=replace(old.sense, year=year), last=position + 2)


def _attached(scene: Scene, sightings: list[Sighting]) -> list[Sighting]:
    """Hang "of that year" on the day, month or season before it."""
    kept = list[Sighting]()
    for one in sightings:
        before = kept[-1] if kept else None
        sense = None if before is None else _attachment(scene, before, one)
        if before is None or sense is None:
            kept.append(one)
        else:
            rule = "D61-part-of-that"
            kept[-1] = Sighting(before.first, one.last, sense, rule, before.relation, before.weekday)
    return kept


def _attachment(scene: Scene, part: Sighting, whole: Sighting) -> Sense | None:
    between = [scene.kind(position) for position in range(part.last, whole.first)]
    if between not in ([], ["of"], ["comma"], ["in"]) or not isinstance(whole.sense, Moved) or whole.sense.month:
        return None
    moved = whole.sense
    match part.sense:
        case Point(year=None, month=month, day=day, tens=None) if moved.unit == "year":
            return replace(moved, month=month, day=day)
        case Season(name=name) if moved.unit == "year":
            return replace(moved, season=name)
        case DayOfMonth(day=day) if moved.unit == "month":
            return replace(moved, day=day)
    return None


def _widened(scene: Scene, one: Sighting) -> Sighting:
    """Take in "early", "mid-", "the end of", "the first half of" before a time, with the relation that they say."""
    if not isinstance(one.sense, Point | Large | Run | Moved | Season):
        return one
    inner = next((scene.word(at) for at in range(one.first, one.last) if scene.kind(at) == "part"), "")
    relation = _relation_of_part(inner) if inner and not isinstance(one.sense, Run) else one.relation
    first = one.first
    for _ in range(2):
        start, said = _part_before(scene, first)
        if start == first:
            break
        first, relation = start, said or relation
    if first != one.first and scene.kind(first - 1) == "the":
        first -= 1
    if scene.kind(first - 1) == "the" and isinstance(one.sense, Large | Season):
        first -= 1
    if first == one.first and relation == one.relation:
        return one
    return replace(one, first=first, relation=relation)


def _relation_of_part(word: str) -> TimeRelation:
    return PARTS.get(word, "at")  # type: ignore[return-value]


def _part_before(scene: Scene, first: int) -> tuple[int, TimeRelation | None]:
    """Find one phrase such as "early", "mid-" or "the last days of" that ends before a position."""
    position = first - 1
    if scene.kind(position) == "dash" and scene.kind(position - 1) == "part":
        position -= 1
    if scene.kind(position) == "part":
        return position, _relation_of_part(scene.word(position))
    position = first - 1
    if scene.kind(position) == "the":
        position -= 1
    if scene.kind(position) != "of":
        return first, None
    position -= 1
    if scene.kind(position) == "edge" and scene.word(position) != "latter":
        return position, _relation_of_part(scene.word(position))
    is_part = scene.kind(position) in ("half", "units", "unit") or scene.word(position) in ("part", "third", "quarter")
    said = _ORDER.get(scene.word(position - 1))
    if is_part and said is not None:
        return position - 1, said
    return first, None


_ORDER: dict[str, TimeRelation] = {
    **dict.fromkeys(("first", "opening", "early", "earlier", "initial"), "early"),
    **dict.fromkeys(("second", "last", "final", "closing", "latter", "late", "later", "fourth"), "late"),
    **dict.fromkeys(("middle", "third", "central"), "mid"),
}


def _shared_years(scene: Scene, sightings: list[Sighting]) -> list[Sighting]:
    """Give days and months without a year the year of the one that a joint hangs on them."""
    shared = list(sightings)
    for number in range(len(shared) - 2, -1, -1):
        here, behind = shared[number], shared[number + 1]
        if not _is_yearless(here.sense) or not _only(scene, here.last, behind.first, _SHARING):
            continue
        last = behind.sense.first if isinstance(behind.sense, Run) else behind.sense
        if isinstance(here.sense, Point) and isinstance(last, Point) and last.year is not None and last.month:
            is_later = (here.sense.month or 0) > last.month
            has_joint = any(scene.kind(at) in ("to", "until", "dash") for at in range(here.last, behind.first))
            year = last.year - 1 if is_later and has_joint else last.year
            shared[number] = replace(here, sense=replace(here.sense, year=year))
    return shared


def _is_yearless(sense: Sense) -> bool:
    return isinstance(sense, Point) and sense.year is None and sense.tens is None


def _only(scene: Scene, first: int, last: int, kinds: frozenset[str]) -> bool:
    return last - first <= 3 and first < last and all(scene.kind(at) in kinds for at in range(first, last))


def _spanned(scene: Scene, sightings: list[Sighting]) -> list[Sighting]:
    kept = list[Sighting]()
    for one in sightings:
        run = _span(scene, kept[-1], one) if kept else None
        if run is None:
            kept.append(one)
        else:
            kept[-1] = run
    return kept


def _span(scene: Scene, here: Sighting, behind: Sighting) -> Sighting | None:
    """Join two times with "from … to", "between … and" or a dash; None where they are no span."""
    begun, ended = here.sense, behind.sense
    if not isinstance(begun, Point | Large | Numeric) or not isinstance(ended, Point | Large | Numeric):
        return None
    gap = [scene.kind(at) for at in range(here.last, behind.first)]
    joint = gap[0] if gap else ""
    if not gap or not (_is_to_event(scene, here, behind) or (len(gap) <= 4 and _IN_GAP.issuperset(gap[1:]))):
        return None
    start = here.first
    while scene.kind(start - 1) in ("the", "about", "in", "part"):
        start -= 1
    lead = scene.kind(start - 1)
    if not _is_joint(scene, here, behind, joint, lead) or not _same_sort(begun, ended):
        return None
    first, last = _completed(begun, ended)
    if not _runs_forward(first, last):
        return None
    begin = start - 1 if lead in ("from", "between") else here.first
    relation = here.relation if here.relation in ("early", "mid", "late") else "at"
    return replace(here, first=begin, last=behind.last, sense=Run(first, last), rule="D39-span", relation=relation)


def _is_to_event(scene: Scene, here: Sighting, behind: Sighting) -> bool:
    """Tell “between 1974 and his death in 2003”: the second time is that of an event of a few words."""
    words = [scene.word(at) for at in range(here.last, behind.first)]
    is_owned = len(words) > 3 and words[0] == "and" and words[1] in ("his", "her", "their", "its", "the")
    return is_owned and len(words) <= 6 and words[-1] in ("in", "on") and bool(EVENTS.intersection(words[2:-1]))


_IN_GAP = frozenset(("the", "about", "comma", "from", "in", "weekday"))


def _is_joint(scene: Scene, here: Sighting, behind: Sighting, joint: str, lead: str) -> bool:
    at = here.last
    match joint:
        case "and":
            return lead == "between" and scene.word(at) != "or"
        case "to":
            return lead == "from" or _is_alike(here.sense, behind.sense)
        case "until":
            return lead == "from" or scene.kind(here.first - 1) == "from"
        case "dash":
            is_tight = scene.is_glued(at) and scene.is_glued(at + 1)
            is_parted = not scene.is_glued(at) and not scene.is_glued(at + 1)
            is_long = scene.word(at) in ("—", "―")
            return is_tight or (is_parted and (not is_long or here.is_aside or lead == "from"))
        case "slash":
            return scene.is_glued(at) and isinstance(here.sense, Point) and here.sense.day is not None
    return False


def _is_alike(first: Sense, last: Sense) -> bool:
    if isinstance(first, Point) and isinstance(last, Point):
        return (first.month is None) == (last.month is None) and (first.day is None) == (last.day is None)
    return type(first) is type(last)


def _same_sort(first: Sense, last: Sense) -> bool:
    """Tell whether a year is told from a day without one: "between 3 May and 1945" is none."""
    if isinstance(first, Point) and isinstance(last, Point):
        return not (first.month is not None and last.month is None and first.year is None)
    return True


def _completed(
    first: Point | Large | Numeric, last: Point | Large | Numeric
) -> tuple[Point | Large | Numeric, Point | Large | Numeric]:
    """Give each end the year, era or hundred that only the other one has."""
    if isinstance(first, Point) and isinstance(last, Point):
        if last.year is None and first.year is not None and last.month:
            rolls = first.month is not None and (last.month, last.day or 31) < (first.month, first.day or 1)
            return first, replace(last, year=first.year + rolls)
        if first.is_bare and last.year is not None and last.year <= 0 and first.year is not None:
            return replace(first, year=1 - first.year, is_bare=False), last
    if isinstance(first, Large) and isinstance(last, Large):
        if last.is_tens and not first.is_tens and first.number >= 100:
            last = replace(last, number=first.number // 100 * 100 + last.number, is_tens=False)
        if last.era and not first.era and first.number >= last.number:
            first = replace(first, era=last.era)
    return first, last


def _runs_forward(first: Sense, last: Sense) -> bool:
    if isinstance(first, Point) and isinstance(last, Point) and first.year is not None and last.year is not None:
        return _order_key(first, 1) < _order_key(last, 31) or first.is_bare
    return True


def _order_key(point: Point, missing: int) -> tuple[int, int, int]:
    return point.year or 0, point.month or (1 if missing == 1 else 12), point.day or missing


def _related(scene: Scene, one: Sighting) -> Sighting:
    """Read the preposition before a time: by, before, after, since, until, about, from."""
    if isinstance(one.sense, Loose) or one.relation != "at":
        return one
    relation: str = "at"
    position = one.first - 1
    while scene.kind(position) in ("the", "a"):
        position -= 1
    word = scene.word(position)
    if scene.kind(position) in ("bound", "until", "about"):
        relation = RELATIONS.get(word, "at")
    elif scene.kind(position) == "from" and not isinstance(one.sense, Run):
        relation = "since"
    elif word == "to" and scene.word(position - 1) in ("prior", "up", "previous"):
        relation = "until" if scene.word(position - 1) == "up" else "before"
    if relation == "at" and scene.kind(one.first) == "about":
        relation = "around"
    if scene.word(one.first - 1) in ("c.", "ca.", "circa"):
        one = replace(one, first=one.first - 1)
    return one if relation == "at" else replace(one, relation=_told_of_year(one, relation))  # type: ignore[arg-type]


def _told_of_year(one: Sighting, relation: str) -> str:
    """Tell “after the summer of 1911” of its year only roughly: the autumn is of 1911 too."""
    is_season = isinstance(one.sense, Point) and one.sense.is_season
    return "around" if is_season and relation in ("before", "after") else relation
