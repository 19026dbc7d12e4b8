"""Test banks as ExamView and publishers print them: “____ 1. …”, options, then “ANS: D  PTS: 1  REF: p. 12  TOP: …”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from quizapp.core.formats.rearranged import Numbered, Opening, Rearranged, with_answers

_FIELD = re.compile(r"(?:(?<=\s)|\A)(ANS|PTS|DIF|REF|OBJ|NAT|STA|LOC|TOP|KEY|MSC|NOT|BLM|SKL|LO|TYPE|RAT):(?:\s+|\Z)")
_BEGINS = re.compile(
    r"\s*(?:(\d{1,4})[.)]\s+)?(?=(?:ANS|PTS|DIF|REF|OBJ|NAT|STA|LOC|TOP|KEY|MSC|NOT|BLM|SKL|LO|TYPE|RAT):)"
)
_MAY_BE = re.compile(r"^[^\S\n]*(?:\d{1,4}[.)]\s+)?ANS:", re.MULTILINE)
_SURE = re.compile(r"(?:^|\s)(?:PTS|DIF|REF|TOP|MSC|OBJ):\s|^_{2,}\s*\d{1,4}[.)]\s", re.MULTILINE)
_OPENING = re.compile(r"\s*(?:_{2,}\s*)?(\d{1,4})[.)]\s+(?=\S)")
_COLUMNS = re.compile(r"(?:\t|\s{2,})(?=[a-h][.)]\s)")
_OPTION = re.compile(r"\s*([a-hA-H])[.)]\s+(\S.*)")
HEADING = re.compile(
    r"\s*(?:multiple choice|multiple response|modified true/false|true/false|completion|short answer|essay|matching"
    r"|problem|numeric response|yes/no|other|case|answer section|id: \w)\s*",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\s*(?:identify (?:the|one|all)|indicate (?:whether|the)|complete each"
    r"|match each|choose the|select the|name: ?_).*",
    re.IGNORECASE,
)
_OWN = {"PTS": "Points", "TOP": "Topic"}


def is_exam_bank(text: str) -> bool:
    """Whether lines say “ANS:” beside other words of such banks."""
    return "ANS:" in text and _MAY_BE.search(text) is not None and _SURE.search(text) is not None


def exam_bank(lines: Sequence[str]) -> Rearranged | None:
    """Put the fields of each question into lines of their own; None where it is no such bank."""
    if not is_exam_bank("\n".join(lines)):
        return None
    reader = _Reader(lines)
    reader.read()
    return reader.arranged()


@dataclass(slots=True)
class _Reader:
    lines: Sequence[str]
    kept: list[Numbered] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    #: By number: where fields begin, and these.
    fields: dict[int, list[tuple[int, str, str]]] = field(default_factory=dict)
    stray: list[Numbered] = field(default_factory=list)
    twice: set[int] = field(default_factory=set)
    #: The number of the question that the fields are of, 0 for none.
    number: int = 0
    #: Whether the fields of the question have begun.
    is_told: bool = False

    def read(self) -> None:
        """Read all lines."""
        for place, line in enumerate(self.lines):
            begins = _BEGINS.match(line)
            opening = _OPENING.match(line) if begins is None else None
            if begins is not None:
                self.number = int(begins[1]) if begins[1] else self.number
                self._take_fields(place, line[begins.end() :])
            elif opening is not None:
                self._open(place, int(opening[1]), line[opening.end() :])
            elif HEADING.fullmatch(line) or _TELLS.fullmatch(line):
                self.stray.append((place + 1, line.strip()))
                self.is_told, self.number = False, 0
            elif self.is_told:
                self._go_on(place, line)
            elif self.number:
                self.kept.append((place + 1, line))
            elif line.strip():
                self.stray.append((place + 1, line.strip()))

    def _open(self, place: int, number: int, words: str) -> None:
        if self.openings and number <= self.openings[-1].number and not self.is_told and self.number:
            # A list within the question.
            self.kept.append((place + 1, f"{number}. {words}"))
            return
        if any(each.number == number for each in self.openings[-1:]) or number in self.fields:
            self.twice.add(number)
        self.openings.append(Opening(len(self.kept), number))
        self.kept.append((place + 1, f"{number}. {words}"))
        self.number, self.is_told = number, False

    def _take_fields(self, place: int, text: str) -> None:
        self.is_told = True
        found = list(_FIELD.finditer(text))
        ends = [*(match.start() for match in found[1:]), len(text)]
        told = self.fields.setdefault(self.number, [])
        for match, end in zip(found, ends, strict=True):
            if match[1] == "ANS" and any(name == "ANS" for _, name, _ in told):
                self.twice.add(self.number)
            told.append((place + 1, match[1], text[match.end() : end].strip()))

    def _go_on(self, place: int, line: str) -> None:
        """Take a line below a field: an answer may stand below “ANS:”, and be of several lines."""
        told = self.fields.get(self.number, [])
        if not line.strip():
            return
        if told and (told[-1][1] == "ANS" or self.lines[place - 1].strip()):
            number, name, words = told[-1]
            told[-1] = (number, name, f"{words} {line.strip()}".strip())
        else:
            self.stray.append((place + 1, line.strip()))

    def arranged(self) -> Rearranged | None:
        """Give the lines, each question with its fields below it."""
        if not self.openings:
            return None
        told: dict[int, list[Numbered]] = {}
        for number, found in self.fields.items():
            lines = [(line, f"Answer: {words}") for line, name, words in found if name == "ANS" and words]
            told[number] = lines + [
                (line, f"{_OWN[name]}: {words}") for line, name, words in found if name in _OWN and words
            ]
        arranged = with_answers(self.kept, self.openings, told, len(self.kept))
        arranged.lines = _in_order(arranged.lines)
        arranged.stray = self.stray
        for opening in self.openings:
            line = self.kept[opening.place][0]
            others = {name: words for _, name, words in self.fields.get(opening.number, ()) if words and
                      name not in _OWN and name != "ANS"}  # fmt: skip
            if others:
                arranged.extras[line] = others
            if opening.number in self.twice:
                arranged.faults[line] = (
                    f"The number {opening.number} stands twice, so that its answer is not surely its own."
                )
        known = {opening.number for opening in self.openings}
        arranged.stray += [
            (line, f"{number}. {name}: {words}")
            for number, found in self.fields.items()
            if number not in known
            for line, name, words in found[:1]
        ]
        return arranged


def _in_order(lines: Sequence[Numbered]) -> list[Numbered]:
    """Give options that stand in two columns a line each, in the order of their letters."""
    found: list[Numbered] = []
    options: list[tuple[str, Numbered]] = []
    for number, line in lines:
        parts = [_OPTION.fullmatch(part) for part in _COLUMNS.split(line)]
        if all(parts) and _OPTION.match(line):
            options += [(match[1].upper(), (number, f"{match[1]}. {match[2].strip()}")) for match in parts if match]
            continue
        found += _sorted(options)
        options = []
        found.append((number, line))
    return found + _sorted(options)


def _sorted(options: Sequence[tuple[str, Numbered]]) -> list[Numbered]:
    letters = [letter for letter, _ in options]
    is_whole = sorted(letters) == [chr(ord("A") + place) for place in range(len(letters))]
    return [line for _, line in (sorted(options, key=lambda each: each[0]) if is_whole else options)]
