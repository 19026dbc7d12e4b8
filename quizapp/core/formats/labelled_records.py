"""A text with named questions and answers, cut into records: each begins where the first question’s label returns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from quizapp.core.formats.labelled_options import first_label, is_wrapped_on
from quizapp.core.formats.labelled_order import Order, asked_alone
from quizapp.core.formats.labelled_pieces import ASKS, Label, Labels, Piece, find_labels
from quizapp.core.formats.line_signs import BULLET, has_sign, is_rule, with_signs_behind
from quizapp.core.formats.pasted_text import are_things_counted

_COUNTED = re.compile(r"(?:#{1,6}\s+)?(?P<mark>[*_]{0,3})(?P<opened>\(?)(?P<number>\d{1,4})(?P<sign>[.)])\s+(?=\S)")
_LISTED = re.compile(r"\s\(?(\d{1,2})[.)](?=\s)")
_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
#: Words that a number stands before as “1st” does.
_ORDINALS = ("person", "persona", "personne", "fall", "weltkrieg", "advent", "klasse", "fc", "akt", "kapitel", "mai")


@dataclass(slots=True)
class Record:
    """The pieces of one question; those before `opening` stand above it."""

    pieces: list[Piece] = field(default_factory=list)
    opening: int = 0
    number: str = ""
    name: str = ""
    #: Why it is not surely one question.
    fault: str = ""


@dataclass(slots=True)
class Cut:
    """A text in records; `stray` are lines that belong to none, each with its number."""

    lines: Sequence[str]
    #: The numbers of the lines in their file, where it does not have them in this order.
    numbers: Sequence[int] = ()
    records: list[Record] = field(default_factory=list)
    stray: list[tuple[int, str]] = field(default_factory=list)
    known: Labels = field(default_factory=Labels)
    order: Order = field(default_factory=lambda: Order(()))
    #: Whether no question says that it is one: then numbers or answers tell.
    is_bare: bool = False
    #: Whether a running number stands before each question, where no question says that it is one.
    is_counted: bool = False
    #: Whether answers stand above their questions, so that none is surely whose.
    is_reversed: bool = False
    labels: list[Label | None] = field(default_factory=list)
    _record: Record | None = None
    _head: Record | None = None
    _first_name: str = ""
    _doubts: set[int] = field(default_factory=set)

    def read(self) -> None:
        """Cut all lines."""
        self.lines = [with_signs_behind(line) for line in self.lines]
        lines = [line.strip() for line in self.lines]
        self.known = find_labels(lines)
        self.labels = [self.known.of(line) for line in lines]
        self._first_name = next((label.name for label in self.labels if label and label.field == "stem"), "")
        self.is_bare = not self._first_name
        roles = [
            self._role(line, label, after_blank=not place or not lines[place - 1])
            for place, (line, label) in enumerate(zip(lines, self.labels, strict=True))
        ]
        self.order = Order(asked_alone(roles) if self.is_bare else roles)
        self.is_reversed = self.order.is_reversed()
        openings = self._named()
        if self.is_bare:
            openings = self._counted() or self._unnamed()
        self._gather(lines, openings)
        if self.is_counted:
            self._strip_numbers()

    def _role(self, line: str, label: Label | None, *, after_blank: bool) -> str:
        if not line or is_rule(line):
            return ""
        if label is not None:
            return "key" if label.field in ("answer", "key") else label.field
        is_option = first_label(line) is not None and not _COUNTED.match(line)
        return "stem" if self.is_bare and not is_option and not BULLET.match(line) else "words"

    def _named(self) -> set[int]:
        return {place for place, label in enumerate(self.labels) if label and label.field == "stem" and
                (label.name == self._first_name or min(len(label.name), len(self._first_name)) == 1)}  # fmt: skip

    def _counted(self) -> set[int]:
        """Find the questions that a running number opens, which no list within a question does."""
        walk = _Walk(self.order.roles)
        for place, line in enumerate(self.lines):
            walk.take(place, line.strip(), self.labels[place])
        if not walk.openings or not walk.is_sound():
            return set()
        self.is_counted, self._doubts = True, {walk.doubts[place] for place in walk.openings if place in walk.doubts}
        return set(walk.openings)

    def _unnamed(self) -> set[int]:
        """Find the first line of each question that neither a label nor a number opens."""
        found: set[int] = set()
        is_open, is_answered, after_blank = False, False, True
        last: int = -1
        for place, role in enumerate(self.order.roles):
            line, label = self.lines[place].strip(), self.labels[place]
            if role == "":
                after_blank = True
                continue
            if role == "key":
                is_answered = is_open
            elif label is None and self._opens_bare(place, line, after_blank, is_open, is_answered):
                if is_open and not is_answered:
                    found.discard(last)
                found.add(place)
                last, is_open, is_answered = place, True, False
            if is_open and has_sign(line):
                is_answered = True
            after_blank = False
        if is_open and not is_answered and not any(first_label(line.strip()) for line in self.lines[last + 1 :]):
            found.discard(last)
        return found

    def _opens_bare(self, place: int, line: str, after_blank: bool, is_open: bool, is_answered: bool) -> bool:
        if (_HEADING.match(line) and not ASKS.search(line)) or BULLET.match(line):
            return False
        is_option = first_label(line) is not None and not _COUNTED.match(line)
        if is_option and is_open and not (after_blank and is_answered and ASKS.search(line)):
            return False
        if not is_open or after_blank:
            return not (is_open and not is_answered and first_label(line))
        if not is_answered:
            return False
        is_plain = first_label(line) is None and not line[0].islower() and not self.lines[place][:1].isspace()
        return ASKS.search(line) is not None or (is_plain and self.order.is_answered_below(place))

    def _gather(self, lines: Sequence[str], openings: set[int]) -> None:
        after_blank = True
        for place, line in enumerate(lines):
            if not line or is_rule(line):
                after_blank = True
                continue
            raw = self.lines[place]
            piece = Piece(
                self.numbers[place] if self.numbers else place + 1,
                line,
                self.labels[place],
                after_blank,
                len(raw) - len(raw.lstrip()),
            )
            self._take(place, piece, openings)
            after_blank = False
        if self._head is not None:
            self._drop(self._head)

    def _begin(self, place: int, piece: Piece) -> None:
        label = piece.label
        record = self._record = self._head or Record()
        self._head = None
        if label is None and not self.is_counted and (heading := _HEADING.match(piece.raw)):
            piece = replace(piece, raw=piece.raw[heading.end() :])
        record.opening = len(record.pieces)
        record.pieces.append(piece)
        if label is not None:
            record.name, record.number = label.name, label.number
        if self.is_bare and not self.is_counted and not piece.after_blank and self._is_plain(place - 1):
            record.fault = "The line above it may be its beginning; leave an empty line before each question."
        self.records.append(record)

    def _take(self, place: int, piece: Piece, openings: set[int]) -> None:
        label = piece.label
        if place in openings:
            self._begin(place, piece)
        elif label and label.field not in ("stem", "key", "answer") and self.order.is_above(place):
            self._head = self._head or Record()
            self._head.pieces.append(piece)
            self._record = None
        elif self._head is not None:
            if label is None and self._heads_on(piece):
                self._head.pieces.append(piece)
            else:
                self.stray.append((piece.line, piece.raw))
        elif self._record is None or self.order.is_unclear(place):
            self.stray.append((piece.line, piece.raw))
        else:
            if place in self._doubts:
                words = piece.raw[:60]
                self._record.fault = f"“{words}” may be the next question or of a list; leave an empty line before it."
            if label and label.field == "stem":
                self._record.fault = f"Line {piece.line} asks as well; give each question its answer."
            self._record.pieces.append(piece)

    def _is_plain(self, place: int) -> bool:
        """Whether a line has neither a label nor a sign of a list or a heading."""
        line = self.lines[place].strip()
        return self.labels[place] is None and not first_label(line) and not _HEADING.match(line)

    def _heads_on(self, piece: Piece) -> bool:
        """Whether a line goes on with what stands above a question."""
        last = self._head.pieces[-1] if self._head else None
        if last is None or piece.after_blank:
            return False
        labels = [each.label for each in (self._head.pieces if self._head else ()) if each.label]
        return labels[-1].field == "context" or is_wrapped_on(last.words, piece, last.indent)

    def _drop(self, record: Record) -> None:
        self.stray += [(piece.line, piece.raw) for piece in record.pieces]

    def _strip_numbers(self) -> None:
        """Take the numbers off the questions, unless the number is what is asked: “1. Person”."""
        stems = [record.pieces[record.opening].raw for record in self.records]
        found = [(_COUNTED.match(stem), stem) for stem in stems]
        bare = [stem[match.end() :] for match, stem in found if match]
        firsts = {text.split()[0].casefold() for text in bare}
        is_asked = are_things_counted(bare) or (len(firsts) == 1 and firsts <= set(_ORDINALS))
        for record, (match, stem) in zip(self.records, found, strict=True):
            if match is None:
                continue
            record.number = match["number"]
            if not is_asked:
                words = stem[match.end() :]
                raw = words.removesuffix(match["mark"]) if match["mark"] else words
                old = record.pieces[record.opening]
                record.pieces[record.opening] = Piece(old.line, raw, None, old.after_blank, old.indent)


def _last_number(line: str, number: int) -> int:
    """Give the last number of a list within a line: “1) one 2) two”."""
    for match in _LISTED.finditer(line):
        number += int(match[1]) == number + 1
    return number


@dataclass(slots=True)
class _Walk:
    """Goes from line to line, and knows which number the next question has."""

    roles: Sequence[str]
    openings: list[int] = field(default_factory=list)
    #: Of each question how many answers it has.
    keys: list[int] = field(default_factory=list)
    number: int = 0
    style: str = ""
    #: The number that a list within the question goes on with.
    listed: int = 0
    #: Whether some item of that list is a question.
    is_asking: bool = False
    is_sound_above: bool = True
    last_words: str = ""
    #: By the place of a question, that of a line in it which may be the next one.
    doubts: dict[int, int] = field(default_factory=dict)

    def take(self, place: int, line: str, label: Label | None) -> None:
        """Look at one line."""
        if not line:
            if self.keys and self.keys[-1]:
                self.listed = 0
            self.last_words = ""
            return
        match = _COUNTED.match(line) if label is None else None
        is_marked = has_sign(line)
        if self.roles[place] == "key":
            self.listed = 0
            if self.keys:
                self.keys[-1] += 1
        if match is not None:
            style, asks = match["opened"] + match["sign"], ASKS.search(line) is not None
            self._take_number(place, int(match["number"]), style, asks=asks)
            if self.listed:
                self.listed = _last_number(line, self.listed - 1) + 1
        if is_marked and self.keys:
            self.keys[-1] = max(self.keys[-1], 1)
        self.last_words = line if label is None else ""

    def _take_number(self, place: int, number: int, style: str, *, asks: bool) -> None:
        if not self.openings:
            self.is_sound_above = not self.last_words.endswith(("?", ":"))
            self._open(place, number, style)
        elif style != self.style:
            return
        elif self.listed and number == self.listed and not (self._is_next(number) and asks and not self.is_asking):
            if self._is_next(number):
                self.doubts[self.openings[-1]] = place
            self.listed, self.is_asking = self.listed + 1, self.is_asking or asks
        elif number in (self.number + 1, self.number + self.keys[-1]) and number > self.number:
            self._open(place, number, style)
        else:
            self.listed, self.is_asking = 2 if number == 1 else 0, asks

    def _is_next(self, number: int) -> bool:
        """Whether a number is that of the next question, and this one has its answer."""
        return bool(self.keys[-1]) and number == self.number + 1

    def _open(self, place: int, number: int, style: str) -> None:
        if self.openings and number == self.number + 1:
            self.doubts.pop(self.openings[-1], None)
        self.openings.append(place)
        self.keys.append(0)
        self.number, self.style, self.listed = number, style, 0

    def is_sound(self) -> bool:
        """Whether nearly each of them has one answer of its own."""
        single = self.keys.count(1)
        return self.is_sound_above and single * 2 > max(len(self.keys), sum(self.keys))
