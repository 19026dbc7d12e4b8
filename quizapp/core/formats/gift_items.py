"""Parts a GIFT file into its items, by braces and escapes: blank lines may stand inside braces.

Source: Moodle, question/format/gift/format.php, and its documentation “GIFT format”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_BRACES = re.compile(r"\\.|[{}]")
_NEW_ITEM = re.compile(r"::[^:]|\$CATEGORY:|//[ \t]*question:")
_ID = re.compile(r"\[id:((?:\\\]|[^\]\n]){1,300})\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]\n]){1,300})\]")
_DATE = re.compile(r"\[date:([^\]\n]{1,100})\]")
#: Deeper braces mean that an end is missing.
_DEEPEST = 3


@dataclass(slots=True)
class Marks:
    """What comment lines say of the item below them."""

    id: str = ""
    tags: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)

    def read(self, comment: str) -> None:
        """Take id, tags and dates of one comment line."""
        if found := _ID.search(comment):
            self.id = found[1].replace("\\]", "]").strip()
        self.tags += [tag.replace("\\]", "]").strip() for tag in _TAG.findall(comment)]
        self.dates += [date.strip() for date in _DATE.findall(comment)]


@dataclass(frozen=True, slots=True)
class Item:
    """The text of one item, comments left out, and its first line; `flaw` says why it cannot be read, else empty."""

    text: str
    line: int
    category: str
    marks: Marks
    flaw: str = ""


def list_items(text: str) -> Iterator[Item]:
    """List the items of a file in their order.

    An item whose braces are not closed ends at the next beginning of another, or at its first blank line; it is given
    with its flaw, and what follows is read on.
    """
    return _Parting(text.split("\n")).items()


@dataclass(slots=True)
class _Parting:
    lines: list[str]
    category: str = ""
    marks: Marks = field(default_factory=Marks)
    #: Lines of the item that is being read, each with its number in the file.
    held: list[tuple[int, str]] = field(default_factory=list)
    depth: int = 0

    def items(self) -> Iterator[Item]:
        place = 0
        while place < len(self.lines) or self.held:
            line = self.lines[place] if place < len(self.lines) else None
            if self.depth and (line is None or self.depth > _DEEPEST or _NEW_ITEM.match(line)):
                place = self._cut(place, line)
                yield self._item("The braces are not closed; put } at the end of the answers.")
            elif line is None:
                yield self._item()
            elif self.depth:
                self._hold(place, line)
                place += 1
            else:
                yield from self._between(place, line)
                place += 1

    def _between(self, place: int, line: str) -> Iterator[Item]:
        """Read a line while no brace is open."""
        words = line.strip()
        is_mark = words.startswith(("//", "$CATEGORY:"))
        if self.held and (not words or is_mark or words.startswith("::")):
            yield self._item()
        if words.startswith("//"):
            self.marks.read(words)
        elif words.startswith("$CATEGORY:"):
            self.category = words.removeprefix("$CATEGORY:").strip()
        elif words:
            self._hold(place, line)

    def _hold(self, place: int, line: str) -> None:
        if self.depth and line.lstrip().startswith("//"):
            return
        self.held.append((place + 1, line))
        for brace in _BRACES.findall(line):
            if brace == "{":
                self.depth += 1
            elif brace == "}":
                self.depth = max(0, self.depth - 1)

    def _cut(self, place: int, line: str | None) -> int:
        """End an item that was not closed, and tell where to read on."""
        if line is not None and self.depth <= _DEEPEST:
            return place
        blank = next((at for at, (_, words) in enumerate(self.held) if not words.strip()), len(self.held))
        on = self.held[blank][0] if blank < len(self.held) else place
        self.held = self.held[:blank]
        return on

    def _item(self, flaw: str = "") -> Item:
        text = "\n".join(words for _, words in self.held)
        item = Item(text, self.held[0][0], self.category, self.marks, flaw)
        self.held, self.depth, self.marks = [], 0, Marks()
        return item
