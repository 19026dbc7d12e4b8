"""One question of a labelled text while its lines are gathered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

ASKS = re.compile(r"[?？؟]|__|…|\.{3}")
"""What a question is told by."""

#: No text of a question goes on behind so many letters.
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Label:
    """What a line says it is: a field of a question with its number or letter, and the words behind it."""

    field: str
    number: str
    words: str
    name: str


@dataclass(slots=True)
class Block:
    """A question while its lines are gathered: what each field says, in the order of the lines."""

    line: int
    name: str = ""
    number: str = ""
    said: dict[str, list[str]] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)
    #: The letters or numbers of the options.
    labels: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)
    #: Why it is not read.
    fault: str = ""
    #: The list and the place of the text that a further line goes on with; None behind an empty line.
    open: tuple[list[str], int] | None = None

    @property
    def is_answered(self) -> bool:
        """Whether it says what is right."""
        return bool(self.said.get("key") or self.marked or self.numbered)

    @property
    def stem(self) -> str:
        """The question itself."""
        return "\n".join(self.said.get("stem", ())).strip()

    @property
    def asks(self) -> bool:
        """Whether the question can be told to be one by its signs."""
        return ASKS.search(self.stem) is not None

    @property
    def is_in_stem(self) -> bool:
        """Whether a further line goes on with the question itself."""
        return self.open is not None and self.open[0] is self.said.get("stem")

    @property
    def is_in_key(self) -> bool:
        """Whether a further line could go on with the answer."""
        return self.open is not None and self.open[0] is self.said.get("key")

    @property
    def last(self) -> str:
        """The text that a further line would go on with."""
        return self.open[0][self.open[1]] if self.open else ""

    def add(self, where: list[str], words: str) -> None:
        """Add a text, which the lines below may go on with."""
        where.append(words)
        self.open = (where, len(where) - 1)

    def take(self, label: Label, line: int) -> None:
        """Add what a field says; a second answer makes it unclear which one is right."""
        name = {"answer": "key", "options": "option"}.get(label.field, label.field)
        if label.field == "answer" and label.number:
            self.numbers.append(label.number)
            self.add(self.numbered, label.words)
        elif name == "option" and label.number:
            self.labels.append(label.number.upper())
            self.add(self.options, label.words)
        else:
            if name == "key" and "key" in self.said:
                self.fault = (
                    f"Line {line} says once more what the answer is; give each answer a question, and write further "
                    "right answers in a line “Also accepted: …”."
                )
            self.add(self.said.setdefault(name, []), label.words)

    def go_on(self, words: str) -> None:
        """Add a line to the text above it."""
        if self.open is not None:
            where, place = self.open
            where[place] = f"{where[place]}\n{words}".strip()
            if len(where[place]) > _LONGEST:
                self.open = None
