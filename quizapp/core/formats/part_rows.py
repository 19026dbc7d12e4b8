"""Rows of our own table layout that name a question by its id and say a part of it; a bank says the rest.

They are read as rows of its table in which these cells are others (`table_write`), so that nothing is told otherwise of
them than of a whole table that comes again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from quizapp.core.formats.gathering import Gatherer, as_id
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.neutral_cells import restored
from quizapp.core.formats.own_columns import own_column
from quizapp.core.formats.parcel import BankFields, Entry, FileProblem, Outgoing, Parcel, TableChoices
from quizapp.core.formats.part_row import PartRow
from quizapp.core.formats.table_write import table_of
from quizapp.core.formats.tables import read_rows
from quizapp.core.kinds import parse_question
from quizapp.core.question import Json

#: Gives the questions of a bank, in use or not, of some ids; those it has not are absent.
FindBodies = Callable[[Sequence[str]], Mapping[str, Mapping[str, Json]]]

_AT_ONCE = 2_000
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Filled:
    """What a row came to: an entry, or none; and what is wrong with it."""

    row: PartRow
    entry: Entry | None
    flaws: tuple[str, ...] = ()


def fill_rows(rows: Sequence[PartRow], format_name: str, find: FindBodies) -> Iterator[Filled]:
    """Fill rows in, each in its turn, from the questions of a bank."""
    seen: dict[str, str] = {}
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        bodies = find([as_id(row.id) for row in some])
        fitting: list[PartRow] = []
        flaws: dict[int, str] = {}
        for place, row in enumerate(some):
            slug = as_id(row.id)
            if slug in seen:
                flaws[place] = f"The id “{row.id[:60]}” stands in {seen[slug]} already; say all in one row."
            elif slug not in bodies:
                flaws[place] = f"No question of the bank has the id “{row.id[:60]}”."
            else:
                fitting.append(row)
            seen.setdefault(slug, row.place)
        filled = iter(_fill_some(fitting, format_name, bodies))
        for place, row in enumerate(some):
            yield Filled(row, None, (flaws[place],)) if place in flaws else next(filled)


def with_parts_alone(parcel: Parcel) -> Parcel:
    """Leave out the word that rows say too little, where each of them is told of."""
    told = {row.refusal for row in parcel.parts}
    return replace(parcel, problems=tuple(each for each in parcel.problems if each.reason not in told))


def filled(parcel: Parcel, find: FindBodies) -> Parcel:
    """Give a parcel with its rows filled in from a bank, instead of the word that they say too little."""
    if not parcel.parts:
        return parcel
    entries, problems = list(parcel.entries), list(with_parts_alone(parcel).problems)
    for each in fill_rows(parcel.parts, parcel.format, find):
        entries += [each.entry] if each.entry is not None else []
        problems += [FileProblem(each.row.where, each.row.line, flaw) for flaw in each.flaws]
    return replace(parcel, entries=tuple(entries), problems=tuple(problems))


def refilled(parcel: Parcel, find: FindBodies) -> Parcel:
    """Fill the entries in anew, since the bank has changed; what it has not any more stays as it was filled in."""
    if not parcel.parts:
        return parcel
    found = {each.entry.question.id: each.entry for each in fill_rows(parcel.parts, parcel.format, find) if each.entry}
    return replace(parcel, entries=tuple(found.get(entry.question.id, entry) for entry in parcel.entries))


def _fill_some(rows: Sequence[PartRow], format_name: str, bodies: Mapping[str, Mapping[str, Json]]) -> Iterator[Filled]:
    questions = [parse_question(bodies[as_id(row.id)]) for row in rows]
    table = table_of(Outgoing(BankFields(), questions), Losses("A table"))
    named = [place for place, heading in enumerate(table.heading) if own_column(heading)]
    heading = [table.heading[place] for place in named]
    heading = sorted(dict.fromkeys([*heading, *(name for row in rows for name in row.cells)]), key=_place_of)
    lines = [(0, heading)]
    for number, (row, cells) in enumerate(zip(rows, table.rows, strict=True), 1):
        whole = dict(zip(table.heading, restored(cells, is_ours=True), strict=True)) | dict(row.cells)
        lines.append((number, [whole.get(name, "") for name in heading]))
    gatherer = Gatherer(format_name)
    if rows:
        read_rows(lines, gatherer, TableChoices())
    flaws: defaultdict[int | None, list[str]] = defaultdict(list)
    for problem in gatherer.problems:
        flaws[problem.line].append(problem.reason)
    entries = {entry.line: entry for entry in gatherer.entries}
    for number, row in enumerate(rows, 1):
        entry = entries.get(number)
        placed = replace(entry, where=row.where, line=row.line, part=row.part) if entry else None
        yield Filled(row, placed, tuple(flaws[number]))


def _place_of(heading: str) -> tuple[bool, int]:
    """Put columns of one sort in the order of their numbers, behind all others."""
    number = _NUMBER.search(heading)
    return number is not None, int(number[0]) if number else 0
