"""Rows of a table as questions, by what its columns are; shared by all formats that are tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice

from quizapp.core.formats.cell_html import cell_text, list_removed, typing_beside
from quizapp.core.formats.gap_answers import fields_of_gaps
from quizapp.core.formats.gathering import Gatherer, as_id
from quizapp.core.formats.matching_rows import NO_KEY, is_unsolved_matching
from quizapp.core.formats.own_columns import beside_ids
from quizapp.core.formats.parcel import ReadOptions, TableChoices
from quizapp.core.formats.pasted_text import find_lead
from quizapp.core.formats.questions_in_text import find_choice
from quizapp.core.formats.sums import is_unsolved, lacks_answer
from quizapp.core.formats.table_answers import Row, answer_fields, refuse_marked, refuse_torn
from quizapp.core.formats.table_cells import labelled, split_options, split_wrong
from quizapp.core.formats.table_common import (
    explain_options,
    find_option_notes,
    take_common,
    with_minutes,
    without_headings,
)
from quizapp.core.formats.table_keys import Choices, KeyHeads, KeyStyle, find_style
from quizapp.core.formats.table_layout import SAMPLE_ROWS, Layout, find_layout
from quizapp.core.formats.table_numbers import Numbers, find_numbers, see_numbers
from quizapp.core.formats.table_own import own_fields
from quizapp.core.formats.table_pairs import PairsWay, find_pairs_way, without_units
from quizapp.core.formats.table_parts import take_parts
from quizapp.core.formats.table_shapes import marked
from quizapp.core.formats.table_told import (
    has_answers,
    headings_of,
    tell_left,
    tell_likely,
    tell_missing,
    tell_same_answers,
    too_wide,
)
from quizapp.core.formats.table_words import KIND_WORDS, RUNNING_WORDS, plain_word
from quizapp.core.formats.upright_rows import UPRIGHT, are_upright
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.kinds.date import with_values
from quizapp.core.question import Json

Line = tuple[int, list[str]]
"""A row of a table with its number in the file."""

_EXTRA_AT_MOST = 2_000
_TYPED_AT_MOST = 1_000
_TELL_EVERY = 1_000
#: In their cells numbers are numbers, which have a point.
_WORKBOOKS = ("xlsx", "quizizz", "kahoot")


@dataclass(frozen=True, slots=True)
class TableWay:
    """What a format knows of its tables beforehand; empty where it is found out."""

    layout: Layout | None = None
    style: KeyStyle | None = None
    #: Whether semicolons part its cells, as where decimals have a comma.
    has_semicolons: bool = False


def read_rows(lines: Iterable[Line], gatherer: Gatherer, choices: TableChoices, way: TableWay | None = None) -> Layout:
    """Read all rows into the gatherer, and give the layout that was used."""
    rest = iter(lines)
    sample = list(islice(rest, SAMPLE_ROWS))
    rows = [cells for _, cells in sample]
    known = way or TableWay()
    layout = known.layout or find_layout(rows, choices)
    if "unit" in layout.columns and known.layout is None and not choices.columns:
        layout = without_units(layout, rows[1:])
    is_ours = layout.is_own or layout.is_part
    gatherer.is_partial, gatherer.unsaid = known.layout is None and not is_ours, layout.unsaid
    body = without_headings(chain(sample[1:] if layout.heading and known.layout is None else sample, rest), layout)
    if not rows:
        gatherer.problem("There is not one row in it; choose a file that has questions.")
    elif reason := _refusal(rows, layout, choices, is_known=known.layout is not None):
        gatherer.problem(reason, line=sample[0][0])
    elif layout.is_part:
        # A workbook does not tell cells at the end of a row that were emptied from those that were never there.
        take_parts(body, gatherer, layout.heading, sample[0][0], loses_ends=gatherer.format in _WORKBOOKS)
    elif layout.is_pairs and not layout.is_own:
        if layout.is_likely:
            gatherer.problem(tell_likely(layout, rows[0]))
        _read_pairs(sample, list(body), gatherer, layout, choices)
    else:
        style = known.style or _style_of(rows[1:] if layout.heading else rows, layout, gatherer)
        reader = _Reader(gatherer, layout, style, is_said=bool(choices.columns))
        reader.look_at_numbers(rows, has_semicolons=known.has_semicolons)
        reader.look_at_stems(rows)
        for line, cells in body:
            reader.take(line, cells)
        if known.layout is None:
            reader.tell_of_left_columns(sample[0][0])
    return layout


def _refusal(rows: Sequence[Sequence[str]], layout: Layout, choices: TableChoices, *, is_known: bool) -> str:
    """Say why no row is read; empty where rows are."""
    if not (layout.is_own or layout.is_part or choices.columns):
        if is_unsolved_matching(rows):
            return NO_KEY
        if are_upright(rows):
            return UPRIGHT
    if not is_known and len(rows) == 1 and layout.heading and has_answers(layout):
        return f"There are headings alone, {headings_of(layout.heading)}: write the questions in the rows below them."
    if not layout.is_part and not has_answers(layout):
        return f"{tell_missing(layout)}{beside_ids(rows[0])}"
    return "" if is_known or choices.columns else tell_same_answers(layout, rows)


def _read_pairs(
    sample: list[Line], pairs: list[Line], gatherer: Gatherer, layout: Layout, choices: TableChoices
) -> None:
    way = find_pairs_way([cells for _, cells in pairs], layout, choices)
    reader = _Reader(gatherer, layout, KeyStyle(), way, is_said=bool(choices.columns))
    reader.look_at_stems([cells for _, cells in sample])
    for line, cells in pairs:
        reader.take(line, cells)
    reader.tell_of_left_columns(sample[0][0])


def heard_rows(lines: Iterable[Line], options: ReadOptions) -> Iterator[Line]:
    """Give rows as they come, and tell now and then how many there were."""
    for count, line in enumerate(lines, 1):
        if options.heard is not None and count % _TELL_EVERY == 0:
            options.heard(count)
        yield line


def _style_of(rows: Sequence[Sequence[str]], layout: Layout, gatherer: Gatherer) -> KeyStyle:
    keys, options, lists = layout.places("key"), layout.places("option"), layout.places("options")
    samples: list[tuple[list[str], Choices]] = []
    for row in rows:
        cells = [row[place] for place in keys if place < len(row) and row[place].strip()]
        texts = [row[place] for place in options if place < len(row)]
        texts += [text for place in lists if place < len(row) for text in split_options(row[place], cells)]
        if cells and texts:
            samples.append((cells, Choices(*labelled(texts))))
    heads = KeyHeads(*([layout.heading[p] for p in places if p < len(layout.heading)] for places in (keys, options)))
    style = find_style(samples, heads) if samples else KeyStyle()
    if style.doubt:
        gatherer.problem(style.doubt)
    return style


@dataclass(slots=True)
class _Reader:
    """One table while its rows are read; places are those of columns, -1 for none."""

    gatherer: Gatherer
    layout: Layout
    style: KeyStyle
    pairs: PairsWay | None = None
    #: Whether a person said what the columns are, so that those left out are meant to be.
    is_said: bool = False
    width: int = 0
    stem: int = -1
    kind: int = -1
    keys: list[int] = field(default_factory=list)
    options: list[int] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    distractors: list[int] = field(default_factory=list)
    accepts: list[int] = field(default_factory=list)
    explanations: list[int] = field(default_factory=list)
    tolerances: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    rest: list[tuple[int, str]] = field(default_factory=list)
    unnamed: list[tuple[int, str]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    #: How its numbers are written.
    signs: Numbers = field(default_factory=Numbers)
    #: What stands before the questions and is no part of them.
    lead: re.Pattern[str] | None = None
    #: Places of the columns that explain one option each, and the order of their options.
    noted: dict[int, int] = field(default_factory=dict)
    #: Places of columns that number the rows.
    numbers: frozenset[int] = frozenset()
    #: Places of the columns that hold something and are nothing that is known.
    left: dict[int, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        layout = self.layout
        self.width = len(layout.columns)
        for name in ("stem", "kind"):
            places = layout.places(name)
            setattr(self, name, places[0] if places else -1)
        self.keys, self.options, self.lists = (layout.places(name) for name in ("key", "option", "options"))
        self.distractors, self.accepts = layout.places("distractor"), layout.places("accept")
        self.explanations = layout.places("explanation")
        self.tolerances, self.units = layout.places("tolerance"), layout.places("unit")
        told = ("stem", "kind", "key", "option", "options", "distractor", "accept", "explanation", "tolerance", "unit")
        self.noted = find_option_notes(layout) if self.options and not layout.is_own else {}
        self.rest = [(place, name) for place, name in enumerate(layout.columns) if name and name not in told]
        if layout.heading:
            self.numbers = frozenset(
                place for place in layout.places("id") if plain_word(layout.heading[place]) in RUNNING_WORDS
            )
            self.headings = [layout.heading[place] if place < len(layout.heading) else "" for place in self.options]
        self.unnamed = [
            (place, (layout.heading[place].strip() if place < len(layout.heading) else "") or f"column {place + 1}")
            for place, name in enumerate(layout.columns)
            if not name and (layout.heading or layout.is_guessed) and place not in layout.numbering
        ]

    def look_at_numbers(self, rows: Sequence[Sequence[str]], *, has_semicolons: bool) -> None:
        """Find how the first rows write their numbers."""
        layout = self.layout
        places = (*self.keys, *self.options, *self.accepts, *self.tolerances)
        seen: list[str] = []
        for row in rows:
            given = row[self.kind] if 0 <= self.kind < len(row) else ""
            if self.tolerances or self.units or KIND_WORDS.get(plain_word(given)) == "number":
                see_numbers([row[place].strip() for place in places if place < len(row)], seen)
        has_points = layout.is_own or self.gatherer.format in _WORKBOOKS
        self.signs = find_numbers(seen, layout.heading, has_points=has_points, has_semicolons=has_semicolons)

    def look_at_stems(self, rows: Sequence[Sequence[str]]) -> None:
        """Find what stands before the questions of the first rows, such as numbers."""
        if self.stem >= 0 and not self.layout.is_own and not self.layout.is_named:
            stems = [row[self.stem].strip() for row in rows if self.stem < len(row) and row[self.stem].strip()]
            head = self.layout.heading[self.stem].strip() if self.layout.heading else ""
            has_options = bool(self.options or self.lists or self.distractors)
            self.lead = find_lead([stem for stem in stems if stem != head], has_options=has_options)

    def take(self, line: int, cells: list[str]) -> None:
        """Read one row."""
        missing = self.width - len(cells)
        if missing > 0:
            cells = cells + [""] * missing
        elif missing < 0 and any(map(str.strip, cells[self.width :])):
            reason = too_wide(len(cells), self.width, self.gatherer.format)
            self.gatherer.problem(reason, cells[self.stem].strip() or f"row {line}", line)
            return
        stem = cells[self.stem].strip() if self.stem >= 0 else ""
        if self.lead is not None:
            stem = self.lead.sub("", stem, count=1)
        where = stem or f"row {line}"
        notes: list[str] = []
        try:
            raw = self._raw(stem, cells, notes)
            if not self.layout.is_own:
                self._note_removed(cells, notes)
        except Broken as error:
            self._take_unnamed(cells)
            self.gatherer.problem(error.message, where, line)
        except Unasked as error:
            kind = cells[self.kind].strip() if self.kind >= 0 else ""
            self.gatherer.skip(f"{kind or 'question'} “{where[:60]}”", error.message, line, "\t".join(cells))
        else:
            self.gatherer.take(raw, where, line)
        for note in notes:
            self.gatherer.problem(note, where, line)

    def _note_removed(self, cells: list[str], notes: list[str]) -> None:
        """Say what of the HTML of a row's cells is in no question."""
        left = {place for place, _ in self.unnamed}
        for place, cell in enumerate(cells[: self.width]):
            if "<" in cell and place not in left:
                notes += list_removed(cell)

    def tell_of_left_columns(self, line: int) -> None:
        """Say which columns were in no question."""
        if not self.left or self.is_said:
            return
        heads = self.layout.heading
        named = [heads[place].strip() for place in self.left if place < len(heads) and heads[place].strip()]
        bare = [place for place in self.left if place >= len(heads) or not heads[place].strip()]
        self.gatherer.problem(tell_left(named, bare), line=line)

    def _raw(self, stem: str, cells: list[str], notes: list[str]) -> dict[str, Json]:
        given = cells[self.kind].strip() if self.kind >= 0 else ""
        is_own = self.layout.is_own
        row = Row(
            kind="",
            keys=[cell for place in self.keys if (cell := cells[place].strip())],
            options=[cells[place].strip() for place in self.options],
            distractors=[cell for place in self.distractors if (cell := cells[place].strip())],
            accepts=[cell for place in self.accepts if (cell := cells[place].strip())],
            plain=partial(self.signs.plain, notes=notes),
        )
        if self.layout.is_matrix:
            row.keys = marked(self.headings, row.options)
            row.options = list(self.headings)
        if self.pairs is not None:
            stem = _paired(row, stem, self.pairs)
        if not stem:
            raise Broken("The question itself is empty in this row; write it, or delete the row.")
        if is_own:
            raw: dict[str, Json] = {"stem": stem, **own_fields(given, row)}
        else:
            raw = {"stem": cell_text(stem)}
            self._make_foreign(row, stem)
            if given or self.lists or self.tolerances or self.units:
                self._fill(row, given, cells)
            raw |= fields_of_gaps(stem, row, notes) or answer_fields(row, self.style, notes)
        if raw["kind"] == "date":
            raw = with_values(raw)
        if self.explanations:
            self._take_explanations(raw, row, cells)
        if self.rest or self.unnamed:
            self._take_rest(raw, cells, notes)
        if given and not is_own:
            raw.setdefault("origin", {})["kind"] = given[:60]
        return raw

    def _make_foreign(self, row: Row, stem: str) -> None:
        refuse_torn(stem, row.keys)
        row.headings = self.headings
        row.typed = typing_beside(stem)
        if len(self.distractors) == 1:
            heading = "".join(self.layout.heading[self.distractors[0] :][:1])
            row.distractors = split_wrong(row.distractors, row.keys, heading)

    def _take_explanations(self, raw: dict[str, Json], row: Row, cells: list[str]) -> None:
        shown = str if self.layout.is_own else cell_text
        texts = [cell for place in self.explanations if place not in self.noted and (cell := cells[place].strip())]
        found = [shown(text) for text in texts]
        if self.noted:
            said = {order: shown(cell) for place, order in self.noted.items() if (cell := cells[place].strip())}
            found += explain_options(raw, [row.shown(text) for text in labelled(row.options)[0]], said)
        raw["explanation"] = "\n\n".join(found)

    def _fill(self, row: Row, given: str, cells: list[str]) -> None:
        """Say of a foreign row what its kind is, and the options that stand in one cell."""
        if given:
            row.kind, row.given = KIND_WORDS.get(plain_word(given), ""), given
        if self.lists:
            row.options = [
                *row.options,
                *(text for place in self.lists for text in split_options(cells[place], row.keys)),
            ]
        row.tolerance = "".join(cells[place].strip() for place in self.tolerances[:1])
        row.unit = "".join(cells[place].strip() for place in self.units[:1])

    def _take_rest(self, raw: dict[str, Json], cells: list[str], notes: list[str]) -> None:
        origin: dict[str, Json] = {}
        extra: dict[str, Json] = {}
        for place, name in self.rest:
            cell = cells[place].strip()
            if cell and name == "id":
                self._take_identity(raw, place, cell, origin)
            elif cell and name == "image":
                notes.append(f"the image “{cell[:60]}” is not in the file; add it by hand.")
                heading = self.layout.heading[place][:100] if place < len(self.layout.heading) else "image"
                extra[heading] = cell[:_EXTRA_AT_MOST]
            elif cell:
                if name == "limit_seconds" and not self.layout.is_own:
                    cell = with_minutes(cell, "".join(self.layout.heading[place : place + 1]))
                take_common(raw, name, cell, self.layout.is_own, notes)
        extra |= self._take_unnamed(cells)
        if extra:
            origin["extra"] = extra
        if origin:
            raw["origin"] = origin

    def _take_unnamed(self, cells: list[str]) -> dict[str, Json]:
        """Give what stands in columns that are nothing that is known, and remember these."""
        found = {(place, heading): cell for place, heading in self.unnamed if (cell := cells[place].strip())}
        self.left |= dict.fromkeys(place for place, _ in found)
        return {heading[:100]: cell[:_EXTRA_AT_MOST] for (_, heading), cell in found.items()}

    def _take_identity(self, raw: dict[str, Json], place: int, cell: str, origin: dict[str, Json]) -> None:
        """Take a row's id; a running number is none, since it is another question's once a row was put in between."""
        if place in self.numbers:
            origin["number"] = cell[:200]
            return
        raw["id"] = as_id(cell[:200])
        if raw["id"] != cell or not self.layout.is_own:
            origin["id"] = cell[:200]


def _paired(row: Row, stem: str, way: PairsWay) -> str:
    """Say what a pair asks, and put its answer into the row."""
    if not row.keys and is_unsolved(f"{stem}="):
        raise Broken("Nothing stands behind this sum; write what it makes behind its “=”.")
    if not row.keys or not stem or lacks_answer(stem, row.keys[0]):
        raise Broken("One side of this pair is empty; write it, or delete the row.")
    if found := find_choice(stem, row.keys[0]) or find_choice(row.keys[0], stem):
        row.options = list(found.options)
        row.keys = ["ABCDEFGH"[place] for place in found.right]
        return found.stem
    refuse_marked(stem, row.keys[0])
    stem, key = way.sides(stem, row.keys[0])
    row.keys[0] = way.truths.get(plain_word(key), key) if way.truths else key
    row.kind = way.kind if len(row.keys[0]) <= _TYPED_AT_MOST else "open"
    return stem
