"""The times of a document's facts, by paragraph, verb and party: look-ups made once."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.calendar import DateValue
from quizapp.core.extraction.fact_keys import FactKey
from quizapp.core.extraction.values import Analysis, DateMention, Fact

Verb = tuple[str, str]
#: Of facts of one time and paragraph the first counts, and the second where the first is the one that is asked.
_OF_ONE_TIME = 2


@dataclass(frozen=True, slots=True)
class Timeline:
    """Facts with a time by their paragraph, and by where they start; births and deaths by whose they are.

    `times` are the times of a verb by the actors of its subject and object, and all of them under None. `latest` is
    the last day of all dates. `years` counts the different times of each year, `times_told` all of them.
    """

    paragraphs: tuple[int, ...]
    facts_in: Mapping[int, tuple[Fact, ...]]
    facts_at: Mapping[int, tuple[Fact, ...]]
    times: Mapping[tuple[Verb, int | None], tuple[DateValue, ...]]
    lives: Mapping[int, tuple[Fact, ...]]
    dates: tuple[DateMention, ...]
    offsets: tuple[int, ...]
    latest: int | None
    years: Mapping[str, int]
    times_told: int

    def from_near(self, paragraph: int) -> Iterator[Fact]:
        """Give the facts with a time, those of the nearest paragraphs first; a time of one paragraph hardly twice."""
        right = bisect_left(self.paragraphs, paragraph)
        left = right - 1
        while left >= 0 or right < len(self.paragraphs):
            before = paragraph - self.paragraphs[left] if left >= 0 else None
            behind = self.paragraphs[right] - paragraph if right < len(self.paragraphs) else None
            if behind is None or (before is not None and before <= behind):
                yield from self.facts_in[self.paragraphs[left]]
                left -= 1
            else:
                yield from self.facts_in[self.paragraphs[right]]
                right += 1

    def of_verb(self, verb: Verb, parties: Iterable[int]) -> Iterator[DateValue]:
        """Give the times of all facts of a verb that share a party, or of all where no party is known."""
        known: list[int | None] = list(parties)
        for party in known or [None]:
            yield from self.times.get((verb, party), ())

    def between(self, start: int, end: int) -> Iterator[DateMention]:
        """Give the dates that begin in a span."""
        yield from self.dates[bisect_left(self.offsets, start) : bisect_left(self.offsets, end)]


def make_timeline(analysis: Analysis, keys: Sequence[FactKey]) -> Timeline:
    """Gather the times of an analysis; `keys` are those of its facts."""
    facts_in: dict[int, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    facts_at: dict[int, list[Fact]] = defaultdict(list)
    times: dict[tuple[Verb, int | None], dict[str, DateValue]] = defaultdict(dict)
    lives: dict[int, list[Fact]] = defaultdict(list)
    for fact, key in zip(analysis.facts, keys, strict=True):
        value = fact.time.value if fact.time is not None else None
        if value is None:
            continue
        same = facts_in[analysis.text.para_at(fact.start)][value.value]
        if len(same) < _OF_ONE_TIME:
            same.append(fact)
        facts_at[fact.start].append(fact)
        verb = (key.frame, key.verb_class)
        parties = {number for slot in (fact.subject, fact.object) if slot is not None for number in slot.heads}
        for party in (None, *parties):
            times[verb, party][value.value] = value
        whose = fact.object if fact.verb == "bear" else fact.subject if fact.verb == "die" else None
        for number in whose.heads if whose is not None else ():
            lives[number].append(fact)
    years = _years_of(analysis.dates)
    ends = [date.value.hi for date in analysis.dates if date.value is not None and date.value.hi is not None]
    return Timeline(
        paragraphs=tuple(sorted(facts_in)),
        facts_in={number: _by_start(of_time.values()) for number, of_time in facts_in.items()},
        facts_at={start: tuple(facts) for start, facts in facts_at.items()},
        times={party: tuple(values.values()) for party, values in times.items()},
        lives={number: tuple(facts) for number, facts in lives.items()},
        dates=analysis.dates,
        offsets=tuple(date.start for date in analysis.dates),
        latest=max(ends, default=None),
        years=years,
        times_told=sum(years.values()),
    )


def _years_of(dates: Sequence[DateMention]) -> Mapping[str, int]:
    """Count the different times of each year."""
    values = [date.value for date in dates if date.value is not None and date.value.lo is not None]
    told = {value.value for value in values if value.grain in ("day", "month", "year")}
    return Counter(value.partition("-")[0] for value in told)


def _by_start(groups: Iterable[Sequence[Fact]]) -> tuple[Fact, ...]:
    return tuple(sorted((fact for group in groups for fact in group), key=lambda fact: fact.start))
