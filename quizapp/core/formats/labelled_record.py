"""One record of a text with named questions and answers: its parts, its one series of options, its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quizapp.core.formats.gathering import shortened
from quizapp.core.formats.labelled_keys import folded_words
from quizapp.core.formats.labelled_options import (
    ENDS_OPEN,
    Option,
    Series,
    find_series,
    inline_series,
    take_marks,
)
from quizapp.core.formats.labelled_pieces import ASKS, PROSE, Labels, Piece
from quizapp.core.formats.labelled_records import Record
from quizapp.core.formats.line_signs import BULLET, judged

_LISTED = re.compile(r"(?:[-+•*]|\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})[.)])\s+\S")
#: Where options may stand: in the question, behind its answer or what is said of it in a word, and as such.
_OPEN_ZONES = ("stem", "key", "answer", "tags", "worth", "kind", "option", "options")
_WORDS_OF_SENTENCE = 4
_WRAPPED = 60
#: No text of a question goes on behind so many letters.
_LONGEST = 20_000
#: Fields that a question has once.
_ONCE = ("key", "explanation", "kind", "worth")


@dataclass(slots=True)
class Question:
    """What a record says: each field its texts, in the order of the lines."""

    line: int
    name: str = ""
    number: str = ""
    said: dict[str, list[str]] = field(default_factory=dict)
    options: list[Option] = field(default_factory=list)
    #: The words of the options that are marked as right.
    marked: list[str] = field(default_factory=list)
    #: Answers that are numbered: “Answer 1: …”.
    numbered: list[Option] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)
    #: Lines that belong to nothing.
    stray: list[tuple[int, str]] = field(default_factory=list)
    #: What is said of it though it is read.
    notes: list[str] = field(default_factory=list)
    #: Why it is not read.
    fault: str = ""
    #: Whether its options stand in its own line.
    is_inline: bool = False

    @property
    def stem(self) -> str:
        """The question itself."""
        return "\n".join(self.said.get("stem", ())).strip()

    @property
    def is_answered(self) -> bool:
        """Whether it says what is right."""
        return bool(self.said.get("key") or self.marked or self.numbered)

    @property
    def has_options(self) -> bool:
        """Whether lines below it may be options."""
        return bool(self.options or self.bullets or self.numbered or self.said.get("option"))

    def blame(self, reason: str) -> None:
        """Say why it is not read; the first reason stands."""
        self.fault = self.fault or reason


def read_record(record: Record, known: Labels) -> Question:
    """Read one record."""
    reader = _Reader(record, known)
    reader.read()
    return reader.question


@dataclass(slots=True)
class _Reader:
    record: Record
    known: Labels
    question: Question = field(default_factory=lambda: Question(0))
    pieces: list[Piece] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    #: The list whose last text a further line goes on with, and the field it is of.
    open: list[str] | None = None
    zone: str = ""
    indent: int = 0
    is_closed: bool = False

    def read(self) -> None:
        """Read all pieces."""
        record = self.record
        opening = record.pieces[record.opening]
        self.question = Question(opening.line, record.name, record.number)
        self.question.fault = record.fault
        self.pieces = list(self._parted())
        self.zones = list(self._zoned())
        series = self._series()
        place = 0
        while place < len(self.pieces):
            if series is not None and place == series.start:
                self._take_options(series.options)
                place = series.end
                continue
            self._take(self.pieces[place])
            place += 1
        if series is None:
            self._take_inline()
        self._see_marks()

    def _parted(self) -> Iterator[Piece]:
        pieces = self.record.pieces
        zone = "stem"
        keys = sum(piece.label is not None and piece.label.is_key for piece in pieces)
        for place, piece in enumerate(pieces):
            if piece.label is not None:
                zone = piece.label.field
            is_answered = keys > (piece.label is not None and piece.label.is_key)
            is_first = place == self.record.opening
            zone = "stem" if is_first else zone
            for part in self.known.parted(piece, zone, is_answered=is_answered, is_first=is_first):
                if part.label is not None:
                    zone = part.label.field
                if part.raw or part.label is not None:  # a line of “|” alone says nothing
                    yield part

    def _zoned(self) -> Iterator[str]:
        zone, opening = "", self.record.pieces[self.record.opening].line
        for piece in self.pieces:
            if piece.line == opening and (piece.label is None or piece.label.field == "stem"):
                zone = "stem"
            elif piece.label is not None:
                zone = piece.label.field
            yield zone

    def _series(self) -> Series | None:
        """Give the options: the last series right above the answer, else the one right below it."""
        allowed = [
            zone in _OPEN_ZONES
            and (piece.label is None or (piece.label.field == "answer" and len(piece.label.name) == 1 and
                                         not piece.label.number))
            for piece, zone in zip(self.pieces, self.zones, strict=True)
        ]  # fmt: skip
        found = list(find_series(self.pieces, allowed))
        inner = {place for each in found for place in range(each.start, each.end)}
        keys = [
            place
            for place, piece in enumerate(self.pieces)
            if piece.label and piece.label.is_key and place not in inner
        ]
        if not keys:
            return found[-1] if found and self._is_end(found[-1].end, len(self.pieces)) else None
        above = [each for each in found if each.end <= keys[0]]
        if above and self._is_end(above[-1].end, keys[0]):
            return above[-1]
        below = next((each for each in found if each.start > keys[0]), None)
        return below if below is not None and below.start == keys[0] + 1 and not above else None

    def _is_end(self, start: int, end: int) -> bool:
        """Whether nothing but labels, and what goes on with them, stands between the options and what is below."""
        return start >= end or self.pieces[start].label is not None

    def _take_options(self, options: Sequence[Option]) -> None:
        if self.question.options:
            self.question.blame("It has two lists of options; write each question with one.")
        self.question.options += options
        self.open, self.zone = None, "option"

    def _take(self, piece: Piece) -> None:
        label = piece.label
        if self.is_closed:
            self.question.stray.append((piece.line, piece.raw))
        elif piece.line == self.question.line and (label is None or label.field == "stem"):
            self._add("stem", piece)
        elif label is None:
            self._take_words(piece)
        elif label.field == "stem":
            self._add("stem", piece)
        elif label.field == "answer" and label.number:
            self.question.numbered.append(Option(label.number.upper(), label.words, piece.line))
            self.open = None
        elif label.field in ("option", "options") and label.number:
            self.question.options.append(Option(label.number.upper(), label.words, piece.line))
            self.open = None
        else:
            self._add({"answer": "key", "options": "option"}.get(label.field, label.field), piece)

    def _add(self, name: str, piece: Piece) -> None:
        texts = self.question.said.setdefault(name, [])
        if texts and name in _ONCE and self._says_again(name, texts[0], piece):
            self.open, self.zone = None, name
            return
        texts.append(piece.words)
        self.open, self.zone, self.indent = texts, name, piece.indent

    def _says_again(self, name: str, first: str, piece: Piece) -> bool:
        """Say that a field that a question has once is said once more, and tell whether that adds nothing."""
        is_same = folded_words(first) == folded_words(piece.words)
        label = f"“{shortened(piece.raw)}”"
        if is_same:
            self.question.notes.append(f"Line {piece.line} says the same once more: {label}.")
        elif name == "key":
            self.question.blame(
                f"Line {piece.line} says once more what the answer is; give each answer a question, and write further "
                "right answers in a line “Also accepted: …”."
            )
        elif name == "explanation":
            self.question.notes.append(f"Line {piece.line} explains once more; both stand below each other.")
        else:
            self.question.notes.append(f"Line {piece.line} says something else once more, and was left out: {label}.")
        return is_same or name not in ("key", "explanation")

    def _take_words(self, piece: Piece) -> None:
        question, bullet = self.question, BULLET.fullmatch(piece.raw)
        is_answered = bool(question.said.get("key") or question.numbered)
        if self.zone == "option" and self.open is None:
            question.blame(f"Line {piece.line} stands between options and answer, and is none of them.")
        if bullet and not is_answered and self.zone in ("stem", "bullet", "option"):
            question.bullets.append(bullet[1])
            self.open, self.zone = question.bullets, "bullet"
        elif self._adds_to_open(piece):
            self._go_on(piece)
        elif not is_answered and question.said.get("stem") and self.zone not in PROSE and self.zone != "bullet":
            self._go_on_asking(piece)
        else:
            self._leave(piece, is_bullet=bullet is not None)

    def _leave(self, piece: Piece, *, is_bullet: bool) -> None:
        question = self.question
        last = self.open[-1] if self.open else ""
        is_cut = is_bullet or "\n" in last or not last
        if not (question.options or question.numbered):
            is_cut = is_cut or len(piece.raw.split()) == 1 or ENDS_OPEN.match(last) is not None
        if self.zone == "key" and not piece.after_blank and is_cut:
            question.blame(f"Line {piece.line} may be part of the answer; write the answer in one line.")
        if not (question.said.get("key") or question.numbered) and question.said.get("stem"):
            question.blame(f"Line {piece.line} belongs to nothing that stands above it.")
        question.stray.append((piece.line, piece.raw))
        # What stands below is another’s.
        self.is_closed = bool(question.said.get("stem"))

    def _go_on_asking(self, piece: Piece) -> None:
        stem = self.question.said["stem"]
        above, words = stem[-1].rstrip(" *_"), piece.raw.rstrip(" *_")
        if (
            (piece.after_blank or not self.question.name)
            and above.endswith(("?", "？", "؟"))
            and words.endswith(("?", "？", "؟"))
        ):
            self.question.blame(f"Line {piece.line} asks as well; give each question its answer.")
        if len(stem[-1]) > _LONGEST:
            self.question.blame(f"Line {piece.line} is too far below its question to be part of it.")
            return
        self.open, self.zone = stem, "stem"
        self._go_on(piece)

    def _go_on(self, piece: Piece) -> None:
        if self.open is not None:
            self.open[-1] = f"{self.open[-1]}\n{piece.raw}".strip()
            if len(self.open[-1]) > _LONGEST:
                self.open = None

    def _adds_to_open(self, piece: Piece) -> bool:
        """Whether a line without a label surely goes on with the text above it."""
        if self.open is None or not self.open or self.zone == "stem":
            return False
        last = self.open[-1].rsplit("\n", 1)[-1]
        if piece.after_blank:
            return False
        if not last or (self.zone == "key" and _LISTED.match(piece.raw)):
            return not last and not _LISTED.match(piece.raw)
        if self.zone in PROSE and (_LISTED.match(piece.raw) or self.zone == "context"):
            return True
        if piece.raw[:1].islower() or piece.indent > self.indent:
            return True
        is_sentence = len(piece.raw.split()) >= _WORDS_OF_SENTENCE and piece.raw.rstrip(")\"'”“*_ ").endswith(
            (".", "!")
        )
        if self.zone == "explanation" and (is_sentence or last.endswith(":")):
            return True
        return len(last) >= _WRAPPED and last[-1] not in ".!?:;)"

    def _take_inline(self) -> None:
        """Part options that stand in the line of the question itself, or in that of its options."""
        question = self.question
        if question.options or question.numbered:
            return
        for name in ("option", "stem"):
            texts = question.said.get(name, [])
            text = "\n".join(texts).strip()
            before, found = inline_series(f"? {text}" if name == "option" else text)
            last = found[-1][1] if found else ""
            if found and (
                before.rstrip("*_ ")[-1:] in tuple("?:.…_？") or name == "option" or question.said.get("key")
            ):
                if name == "stem" and ("\n" in last or ASKS.search(last) or not _asks(before)):
                    continue
                question.options = [Option(label, words, question.line, star) for label, words, star in found]
                question.is_inline = True
                question.said[name] = [before] if name == "stem" else []
                return

    def _see_marks(self) -> None:
        """Find which options are marked; where an answer is named, marks are words of the options."""
        question = self.question
        if not question.options:
            told = judged(question.bullets)
            question.bullets, question.marked = told.texts, [told.texts[place] for place in told.right]
            return
        words, places, is_sure = take_marks(question.options, has_footnotes=self.known.has_footnotes)
        has_key = bool(question.said.get("key"))
        if has_key and not (places and is_sure):
            words, places = judged([_unwrapped(option) for option in question.options]).texts, []
        question.options = [
            Option(option.label, text, option.line) for option, text in zip(question.options, words, strict=True)
        ]
        question.marked = [words[place] for place in places]


def _unwrapped(option: Option) -> str:
    text = option.words.strip()
    return text.removesuffix(option.star).rstrip() if len(option.star) > 1 else text


def _asks(text: str) -> bool:
    """Whether words are a question by their end."""
    return text.rstrip("*_ )")[-1:] in tuple("?:.…_？؟")
