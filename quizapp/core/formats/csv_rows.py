"""Text tables as rows of cells: the separator found by counting, quotes read as spreadsheets write them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.leading_signs import leading_sign
from quizapp.core.formats.neutral_cells import NEUTRALISED, restored
from quizapp.core.formats.parcel import TableChoices
from quizapp.core.formats.parting_signs import parting_colons, stands_in_sentences
from quizapp.core.formats.pasted_text import BREAK, TITLES_AT_MOST, count_titles, is_table_rule, tell_title
from quizapp.core.formats.sums import surest
from quizapp.core.formats.table_layout import HEADING_ROWS, column_of, find_heading, find_layout, heads_list
from quizapp.core.formats.table_shapes import apart, find_languages
from quizapp.core.formats.table_words import plain_word
from quizapp.core.formats.tables import Line

SEPARATORS = ("\t", "/////", ";;", ",", ";", "|", "::", " - ", " – ", " = ", "^", "~", "§", "¦")
"""Separators that are tried, the likeliest first; any other is found by counting."""

_SAMPLE_LETTERS = 60_000
_SAMPLE_ROWS = 60
#: A separator of several letters becomes this one, which no text has, for the reader of quoted cells.
_STAND_IN = "\x1f"
#: For one that is part of a cell: “a \| b” in a table of Markdown.
_PIPE = "\x1e"
_CELL_LINES = 200
_CELL_LETTERS = 100_000
_GOOD_SHARE = 0.9
_SPEECHES = 4
#: What may stand before a label, and the number behind it.
_LEAD = re.compile(r"[\W\d]+")
_LABEL_LETTERS = 40
_COUNT = re.compile(r"\s*\d+\Z")


@dataclass(frozen=True, slots=True)
class Guess:
    """A separator, how many cells most rows have with it, and in which share of rows."""

    separator: str
    width: int
    share: float
    has_heading: bool = False
    has_key: bool = False

    @property
    def score(self) -> float:
        """Tell how good a guess it is: known headings weigh most, then a column that names one of the options."""
        return self.share + self.has_heading + 0.5 * self.has_key if self.width > 1 else 0.0


def find_separator(text: str, candidates: Sequence[str] = SEPARATORS) -> Guess:
    """Find the separator of a text by its first rows."""
    head = _head_of(text)
    lines = [line for line in head.split("\n")[:_SAMPLE_ROWS] if line.strip()]
    best = Guess(",", 0, 0.0)
    for separator in surest(lines, candidates) if len(candidates) > 1 else candidates:
        # Two semicolons are one separator only where there are no single ones: empty cells make two as well.
        if separator == ";;" and head.count(";") != 2 * head.count(";;"):
            continue
        if separator not in head or (guess := _guess(head, separator)).score <= best.score + 0.001:
            continue
        is_told = guess.has_heading or guess.has_key or len(candidates) == 1
        if is_told or not stands_in_sentences(lines, separator):
            best = guess
    if best.has_heading or best.has_key:
        return best
    if len(candidates) > 1 and (sign := leading_sign(lines)):
        return _guess(head, sign)
    return _counted_better(head, lines, best)


def _counted_better(head: str, lines: Sequence[str], best: Guess) -> Guess:
    """Give a sign that stands equally often in all lines, where it is surer than the best of those known."""
    for separator in _counted(lines):
        guess = _guess(head, separator)
        if _says_the_same(sample_rows(head, separator)):
            continue
        is_surer = guess.has_heading or guess.has_key or best.score < _GOOD_SHARE
        if is_surer and (guess.score, guess.width) > (best.score, best.width):
            best = guess
    return best


def table_rows(
    text: str,
    separator: str,
    gatherer: Gatherer,
    rows_at_most: int,
    has_heading: bool = False,
    *,
    is_ours: bool = False,
) -> Iterator[Line]:
    """Give the rows that are not empty, with the lines on which they begin; a heading does not count for the limit.

    `is_ours` says that this app wrote the table.
    """
    delimiter = separator if len(separator) == 1 else _STAND_IN
    if delimiter == _STAND_IN:
        text = text.replace(_STAND_IN, " ").replace(separator, _STAND_IN)
    has_pipes = separator == "|" and "\\|" in text
    if has_pipes:
        text = text.replace(_PIPE, " ").replace("\\|", _PIPE)
    is_neutralised = NEUTRALISED.search(text) is not None
    for given, (line, cells) in enumerate(
        apart(below_title(_filled(_Rows(text, delimiter, gatherer)), gatherer), heads_list)
    ):
        if given >= rows_at_most + has_heading:
            gatherer.problem(
                f"Only the first {rows_at_most:,} rows were read; split the file to read the rest.", line=line
            )
            return
        if has_pipes:
            cells = [cell.replace(_PIPE, "|") for cell in cells]
        yield line, restored(cells, is_ours=is_ours) if is_neutralised else cells


def below_title(lines: Iterator[Line], gatherer: Gatherer) -> Iterator[Line]:
    """Leave out a title above the headings, as the templates of other programs have, or above rows without headings."""
    first = list(islice(lines, HEADING_ROWS))
    rows = [cells for _, cells in first]
    heading = find_heading(rows)
    if heading is None:
        titles = titles_above(rows)
        for line, cells in first[:titles]:
            gatherer.problem(tell_title(next(filter(str.strip, cells), "")), f"line {line}", line)
    else:
        titles = heading if all(sum(map(bool, map(str.strip, cells))) == 1 for cells in rows[:heading]) else 0
    yield from first[titles:]
    yield from lines


def titles_above(rows: Sequence[Sequence[str]]) -> int:
    """Count the first rows that are a title, above pairs or above the languages that head them."""
    if titles := count_titles(rows):
        return titles
    first = next((place for place, row in enumerate(rows) if sum(map(bool, map(str.strip, row))) > 1), 0)
    return first if first <= TITLES_AT_MOST and find_languages(rows[first:]) else 0


def _filled(rows: _Rows) -> Iterator[Line]:
    """Give the rows that hold something."""
    has_breaks = BREAK in rows.text
    for line, cells in rows.all():
        if not any(cells) or (len(cells) < 2 and not cells[0].strip()) or is_table_rule("|".join(cells)):
            continue
        is_wrapped = len(cells) == 1 and rows.delimiter in cells[0]
        for below, row in rows.unwrapped(cells[0]) if is_wrapped else [(0, cells)]:
            yield line + below, [cell.replace(BREAK, "\n") for cell in row] if has_breaks else row


@dataclass(slots=True)
class _Rows:
    """Reads rows one by one, and begins anew behind a quote that nobody closed."""

    text: str
    delimiter: str
    gatherer: Gatherer
    line: int = 0
    start_line: int = 0
    start_place: int = 0
    place: int = 0

    def all(self) -> Iterator[Line]:
        while True:
            lines = self._lines()
            reader = csv.reader(lines, delimiter=self.delimiter)
            try:
                for cells in reader:
                    yield self.start_line + 1, cells
                    self.start_line, self.start_place = self.line, self.place
                return
            except (_Unclosed, csv.Error):
                yield self.start_line + 1, self._literal_row()

    def unwrapped(self, cell: str) -> list[tuple[int, list[str]]]:
        """Read what was quoted as one cell: a row, or several, each with how many lines below the first it begins."""
        reader = csv.reader(io.StringIO(cell, newline="\n"), delimiter=self.delimiter)
        found: list[tuple[int, list[str]]] = []
        line = 0
        try:
            for row in reader:
                found += [(line, row)] if row else []
                line = reader.line_num
        except csv.Error:
            return [(place, line.split(self.delimiter)) for place, line in enumerate(cell.split("\n"))]
        return found or [(0, [cell])]

    def _lines(self) -> Iterator[str]:
        while self.place < len(self.text):
            begin, self.place = self.place, self._line_end(self.place)
            self.line += 1
            if self.line - self.start_line > _CELL_LINES or self.place - self.start_place > _CELL_LETTERS:
                raise _Unclosed
            yield self.text[begin : self.place]
        if self.line - self.start_line > 1 and self.text.count('"', self.start_place) % 2:
            raise _Unclosed

    def _line_end(self, place: int) -> int:
        return self.text.find("\n", place) + 1 or len(self.text)

    def _literal_row(self) -> list[str]:
        """Give the line on which a row began as it stands, nothing of one too long, and go on behind it."""
        text = self.text[self.start_place : self._line_end(self.start_place)]
        is_too_long = len(text) > _CELL_LETTERS
        self.gatherer.problem(
            f"This line has {len(text):,} characters, and at most {_CELL_LETTERS:,} are read; shorten it."
            if is_too_long
            else "A double quote opens a cell here and is not closed; the line was read as it stands.",
            line=self.start_line + 1,
        )
        self.start_line, self.start_place = self.start_line + 1, self.start_place + len(text)
        self.line, self.place = self.start_line, self.start_place
        return [] if is_too_long else text.rstrip("\n").split(self.delimiter)


class _Unclosed(Exception):
    """A quoted cell is longer than any question, so its quote was not meant to open it."""


def _says_the_same(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows begin with a few words that come again and again, as the names of speakers do."""
    return len(rows) >= _SPEECHES and len({row[0] for row in rows}) <= len(rows) / 2


def are_named_lines(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows begin with what they are, “Question - …” and “Answer - …”, and are no pairs."""
    names = [plain_word(_LEAD.sub("", row[0].rsplit("\n", 1)[-1][:_LABEL_LETTERS], count=1)) for row in rows]
    asking = Counter(_COUNT.sub("", name) for name in names if column_of(name)[0] == "stem")
    told = sum(any(column_of(name)) for name in names)
    return max(asking.values(), default=0) > 1 and told > asking.total() and told >= len(rows) / 2


def _head_of(text: str) -> str:
    if len(text) <= _SAMPLE_LETTERS:
        return text
    return text[: text.rfind("\n", 0, _SAMPLE_LETTERS) + 1 or _SAMPLE_LETTERS]


def _guess(head: str, separator: str) -> Guess:
    rows = sample_rows(head, separator)
    counts = Counter(len(row) for row in rows)
    width, count = max(counts.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(0, 0))
    if width < 2:
        return Guess(separator, width, 0.0)
    layout = find_layout(rows, TableChoices())
    has_heading = bool(layout.heading) and not layout.is_guessed
    return Guess(separator, width, count / len(rows), has_heading, {"key", "option"} <= set(layout.columns))


def sample_rows(text: str, separator: str, *, is_ours: bool = False) -> list[list[str]]:
    """Give the first rows of a text that are not empty."""
    found: list[list[str]] = []
    for _, cells in table_rows(_head_of(text), separator, Gatherer("csv"), _SAMPLE_ROWS, is_ours=is_ours):
        found.append(cells)
    return found


def _counted(lines: Sequence[str]) -> list[str]:
    """List signs that stand equally often in nearly all lines."""
    if not lines:
        return []
    signs = {sign for line in lines[:5] for sign in re.findall(r"[^\w\s\"'.(){}\[\]]{1,6}", line)}
    found = []
    parting = parting_colons(lines, sorted(signs, key=lambda sign: (-len(sign), sign))[:20])
    for sign in surest(lines, parting):
        if stands_in_sentences(lines, sign):
            continue
        counts = Counter(line.count(sign) for line in lines)
        often, count = counts.most_common(1)[0]
        is_everywhere = often and count >= len(lines) * _GOOD_SHARE
        if is_everywhere or (sign not in lines[0] and count_titles([line.split(sign) for line in lines])):
            found.append(sign)
    return found
