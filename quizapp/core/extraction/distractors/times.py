"""Wrong times for a key: those of other events first, then near ones; each with its proofs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import inf
from typing import TypeAlias

from quizapp.core.calendar import DateValue, day_number, format_value, parse_value, read_date
from quizapp.core.extraction.contradictions import told_in_two_ways
from quizapp.core.extraction.drafted import Proof
from quizapp.core.extraction.drafts.borrowed import is_borrowed
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.statements import told
from quizapp.core.extraction.drafts.wording import relation_of, sentence_case
from quizapp.core.extraction.title_years import title_years
from quizapp.core.extraction.values import Fact

#: First and last day.
Days: TypeAlias = tuple[float, float]

_YEAR_STEPS = (-2, 2, -5, 5, -10, 10, -1, 1, -7, 7, -4, 4, -3, 3)
_ROUGH_YEAR_STEPS = (-20, 20, -35, 35, -50, 50, -12, 12)
_MONTH_STEPS = (-2, 2, -5, 5, -12, 12, -24, 24, -1, 1, -60, 60)
_WANTED = 3
#: Years between a span and one made beside it, and the age at which somebody begins to do what is told.
_GAP, _YEARS_OF_A_CHILD = 1, 15
#: So many other events are looked at for a key’s wrong times, the nearest first.
_LOOKED_AT = 200
#: Other times that lie so near, or such a part of the time till now, tempt somebody who half knows it.
_NEAR_YEARS = 14.0
_PART_OF_TIME = 24
_POINT = re.compile(r"(BC)?(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def wrong_times(setting: DraftSetting, proposal: Proposal, place: int) -> tuple[Proof, ...]:
    """Give three proven wrong times, or two, or none; `place` says where the key should stand among them."""
    key = proposal.answer.value
    if key is None or key.lo is None or key.hi is None:
        return ()
    times = tuple(_banned(setting, proposal))
    banned = _joined(times)
    limits = _limits(setting, proposal, key)
    sound: list[tuple[DateValue, Proof]] = []
    seen = {value.value for value in times}
    sides = [0, 0]
    for candidate, source in _candidates(setting, proposal, key):
        if candidate.value in seen:
            continue
        seen.add(candidate.value)
        side = candidate.sort_key > key.sort_key
        if sides[side] == _WANTED or (proof := _prove(proposal, key, candidate, source, banned, limits)) is None:
            continue
        sound.append((candidate, proof))
        sides[side] += 1
        if sides == [_WANTED, _WANTED]:
            break
    return _placed(key, sound, place)


def prove_time(setting: DraftSetting, proposal: Proposal, text: str) -> Proof | None:
    """Prove that a time which somebody else proposes is wrong; None where that cannot be proven."""
    key = proposal.answer.value
    read = read_date(text).values
    if key is None or len(read) != 1:
        return None
    banned = _joined(_banned(setting, proposal))
    return _prove(proposal, key, read[0], None, banned, _limits(setting, proposal, key))


def _candidates(setting: DraftSetting, proposal: Proposal, key: DateValue) -> Iterator[tuple[DateValue, Fact | None]]:
    if not key.is_bc or key.grain == "year":
        own = setting.analysis.text.para_at(proposal.fact.start)
        doubled = told_in_two_ways(setting)
        for fact in islice(setting.timeline.from_near(own), _LOOKED_AT):
            value = _as_coarse(fact.time.value if fact.time is not None else None, key)
            is_fit = value is not None and value.grain == key.grain and fact is not proposal.fact
            if is_fit and value is not None and _is_near(value, key) and (fact.start, fact.end) not in doubled:
                yield value, fact
    yield from ((value, None) for value in _made(setting, proposal, key))


def _as_coarse(value: DateValue | None, key: DateValue) -> DateValue | None:
    """Give the year of a day or month, where a year is asked for."""
    if value is None or key.grain != "year" or value.grain not in ("day", "month") or value.lo is None:
        return value
    return parse_value(value.value.partition("-")[0])


def _is_near(value: DateValue, key: DateValue) -> bool:
    """Tell whether a time of another event is no giveaway: within 14 years, or a part of the time till now."""
    distance = abs((value.lo or 0) - (key.lo or 0)) / 365
    return distance <= max(_NEAR_YEARS, (2000 - (key.lo or 0) / 365) / _PART_OF_TIME)


def _made(setting: DraftSetting, proposal: Proposal, key: DateValue) -> Iterator[DateValue]:
    if key.grain == "span":
        yield from _made_spans(key)
        return
    if key.grain in ("decade", "century", "millennium"):
        yield from _made_rough(key)
        return
    found = _POINT.fullmatch(key.value)
    if found is None:
        return
    year = 1 - int(found[2]) if found[1] else int(found[2])
    month, day = int(found[3] or 0), int(found[4] or 0)
    is_rough = relation_of(setting, proposal.fact) == "around" or key.is_bc
    if not month:
        steps = _ROUGH_YEAR_STEPS if is_rough else _YEAR_STEPS
        yield from _valid((year + step, 0, 0) for step in steps)
        return
    for step in _MONTH_STEPS:
        count = year * 12 + month - 1 + step
        yield from _valid([(count // 12, count % 12 + 1, day)])
    if day:
        yield from _valid([(year + 1, month, day), (year - 1, month, day), (year, month, _swapped(day))])
        yield from _valid([(year, month, day + step) for step in (-9, 9, -5, 5)])


def _swapped(day: int) -> int:
    return int(f"{day:02d}"[::-1]) if day > 9 else day + 10


def _valid(points: Iterator[tuple[int, int, int]] | Sequence[tuple[int, int, int]]) -> Iterator[DateValue]:
    for year, month, day in points:
        text = f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"
        text += f"-{month:02d}" if month else ""
        try:
            yield parse_value(text + (f"-{day:02d}" if day else ""))
        except ValueError:
            continue


def _made_rough(key: DateValue) -> Iterator[DateValue]:
    digits, blanks = key.value.removeprefix("BC").rstrip("X"), key.value.count("X")
    for step in (-1, 1, -2, 2, -3, 3):
        number = int(digits) + step
        if number < (1 if blanks == 1 else 0):
            continue
        text = f"{'BC' if key.is_bc else ''}{number:0{len(digits)}d}{'X' * blanks}"
        if len(text.removeprefix("BC")) == 4:
            yield parse_value(text)


def _made_spans(key: DateValue) -> Iterator[DateValue]:
    first, last = key.ends
    if first.grain != "year" or last.grain != "year" or key.is_bc:
        return
    one, two = int(first.value), int(last.value)
    length = max(2, two - one + 1) + _GAP
    for step in (-length, length, -2 * length, 2 * length, -3 * length):
        if one + step > 0:
            yield parse_value(f"{one + step:04d}/{two + step:04d}")


def _banned(setting: DraftSetting, proposal: Proposal) -> Iterator[DateValue]:
    """Give every time that could be right as well: of the same verb with one of the same parties, or in the clause."""
    fact = proposal.fact
    key = setting.key_of(fact)
    mine = {number for slot in (fact.subject, fact.object) if slot for number in slot.heads}
    yield from setting.timeline.of_verb((key.frame, key.verb_class), mine)
    for mention in setting.timeline.between(fact.start, fact.end):
        if mention.value is not None:
            yield mention.value


def _joined(times: Iterable[DateValue]) -> list[Days]:
    """Give the days of these times, in order; those that touch are one."""
    spans: list[Days] = []
    ends = ((-inf if time.lo is None else time.lo, inf if time.hi is None else time.hi) for time in times)
    for first, last in sorted(ends):
        if spans and first <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], last)
        else:
            spans.append((first, last))
    return spans


def _meets(spans: Sequence[Days], days: Days) -> bool:
    at = bisect_right(spans, (days[1], inf))
    return at > 0 and spans[at - 1][1] >= days[0]


def _limits(setting: DraftSetting, proposal: Proposal, key: DateValue) -> tuple[int, int]:
    """Give the first and last day that a wrong time may have: a life as far as it is known, and no future."""
    first, last = _opening_of(setting, key), 10_000_000
    for fact in (fact for number in proposal.in_stem for fact in setting.timeline.lives.get(number, ())):
        value = fact.time.value if fact.time is not None else None
        if value is None or value.lo is None or value.hi is None:
            continue
        if fact.verb == "bear" and proposal.fact.verb != "bear":
            grown = value.hi + _YEARS_OF_A_CHILD * 366
            first = max(first, grown if key.lo is not None and key.lo >= grown else value.hi + 1)
        if fact.verb == "die" and proposal.fact.verb != "die":
            last = min(last, value.lo - 1)
    return first, min(last, _latest(setting, key))


def _opening_of(setting: DraftSetting, key: DateValue) -> int:
    """Give the first day of the years that the title names: what happened in a war did not happen before it."""
    years = title_years(setting.analysis.text.title)
    opening = day_number(years[0], 1, 1) if years is not None else None
    return opening if opening is not None and key.lo is not None and opening <= key.lo else -10_000_000


def _latest(setting: DraftSetting, key: DateValue) -> int:
    published = setting.analysis.text.published
    if published is not None:
        return published.toordinal()
    latest = max(key.hi or 0, setting.timeline.latest or key.hi or 0)
    # A text of our days says nothing of what comes after it; one of older days leaves room behind its last date.
    return latest if latest > day_number(2000, 1, 1) else min(latest + 12 * 366, day_number(2000, 1, 1))


def _prove(
    proposal: Proposal,
    key: DateValue,
    candidate: DateValue,
    source: Fact | None,
    banned: Sequence[Days],
    limits: tuple[int, int],
) -> Proof | None:
    if candidate.grain != key.grain or candidate.lo is None or candidate.hi is None or key.lo is None or key.hi is None:
        return None
    if candidate.lo < limits[0] or candidate.hi > max(limits[1], key.hi) or not _is_disjoint(candidate, key):
        return None
    if _is_too_near(candidate, key, proposal) or _meets(banned, (candidate.lo, candidate.hi)):
        return None
    message = f"{_words(candidate)} has no day in common with {_words(key)} nor with another time of this event."
    if source is None:
        return Proof(candidate.value, "W3", message)
    return Proof(candidate.value, "W3", f"{message} It is the time of something else.", source.start, source.end)


def _is_disjoint(one: DateValue, two: DateValue) -> bool:
    if one.lo is None or one.hi is None or two.lo is None or two.hi is None:
        return False
    return one.hi < two.lo or two.hi < one.lo


def _is_too_near(candidate: DateValue, key: DateValue, proposal: Proposal) -> bool:
    """W5: a day needs three days’ distance, an ancient year ten years or five in a hundred."""
    distance = abs((candidate.lo or 0) - (key.lo or 0))
    if key.grain == "day":
        return distance < 3
    if key.grain != "year":
        return False
    years = abs(key.lo or 0) / 365
    is_rough = key.is_bc or years < 1000 or "round which" in proposal.stem
    return is_rough and distance < 365 * 10 - 5


#: A bound tells of the time before or behind it.
_THEN = {
    "before": "Before then", "until": "Until then", "by": "By then", "after": "After that", "since": "From then on",
    "around": "About then",
}  # fmt: skip


def _placed(key: DateValue, sound: Sequence[tuple[DateValue, Proof]], place: int) -> tuple[Proof, ...]:
    """Choose so that the key stands at the wanted place, as far as there are enough on both sides."""
    earlier = [proof for value, proof in sound if value.sort_key < key.sort_key]
    later = [proof for value, proof in sound if value.sort_key > key.sort_key]
    count = min(_WANTED, len(sound))
    if count < 2:
        return ()
    before = min(place % (count + 1), len(earlier))
    before = max(before, count - len(later))
    return (*earlier[:before], *later[: count - before])


def _words(value: DateValue) -> str:
    return sentence_case(format_value(value).replace("\N{NO-BREAK SPACE}", " "))


def explain_time(setting: DraftSetting, proof: Proof) -> str:
    """Say what happened at a wrong time, where the document tells; empty else."""
    if proof.start is None:
        return ""
    for fact in setting.timeline.facts_at.get(proof.start, ()):
        is_then = fact.time is not None and fact.time.value is not None and fact.time.value.value == proof.option
        is_sure = is_then and (fact.start, fact.end) not in told_in_two_ways(setting) and not is_borrowed(setting, fact)
        words = told(setting, fact) if is_sure else None
        if words is not None:
            return f"{_then(setting, fact)} {words}."
    return ""


def _then(setting: DraftSetting, fact: Fact) -> str:
    """Refer to a fact's time as the text tells it."""
    date = fact.time.date if fact.time is not None else None
    return "Then" if date is None else _THEN.get(setting.timeline.dates[date].relation, "Then")
