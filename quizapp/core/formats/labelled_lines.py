"""Lines of a text that say what they are, “Q: …”, “Antwort: …”, gathered into questions; read by `labelled_text`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from quizapp.core.formats.table_layout import column_of
from quizapp.core.formats.table_words import plain_word

_LABEL = re.compile(
    r"\s*(?:[-+•>]\s+|\*\s+|\(?\d{1,3}[.)]\s+)?(?P<mark>[*_]{0,3})"
    r"(?P<label>[^\W\d_][^\W_]{0,24}(?: [^\W_]{1,24}){0,3}?)"
    r"[*_]{0,3}(?P<sign>\s?[:：]|[.)](?=\s)|\s[-–—](?=\s))[*_]{0,3}\s*(?P<rest>.*)",
    re.DOTALL,
)
#: “Question 3” alone on its line.
_ALONE = re.compile(r"\s*(?P<mark>[*_]{0,3})(?P<label>[^\W\d_]{2,24} \d{1,4})[*_]{0,3}\s*")
_SHORT = re.compile(r"[^\W\d_]\d{0,3}")
_ENDS_IN_NUMBER = re.compile(r".*\d")
_NUMBER = re.compile(r"\s*\d+\Z")
#: Within a line: what may be a label of the answer.
_INLINE = re.compile(r"(?:(?<=\s)|(?<=[?!.]))(?P<label>[^\W\d_]{1,24}(?: [^\W\d_]{1,24})?)\s?[:：]\s")
_OPTION = re.compile(r"\s*(?:[-+•]\s+)?(?P<star>\*?)\(?(?P<letter>[A-Za-z])[).:：]\s*(?P<words>\S.*)", re.DOTALL)
_MARKED = re.compile(r"\s*(?:\s\*|[✓✔✅]|\((?:correct|right|richtig|x)\))\s*\Z", re.IGNORECASE)
_BULLET = re.compile(r"\s*[-+•*]\s+(\S.*)")
_RUNNING = re.compile(r"\s*\(?\d{1,4}[.)]\s+(?=\S)")
_ASKS = re.compile(r"[?？؟]|__|…|\.{3}")
#: First letters of “question” and of “answer” in one language.
_INITIALS = {"q": "ar", "f": "ar", "p": "r", "d": "r", "v": "a", "s": "c", "в": "о", "问": "答", "問": "答", "문": "답"}
_SURE_INITIALS = ("q", "f", "问", "問", "문")
_FIELDS = frozenset(
    ("stem", "key", "answer", "option", "options", "distractor", "accept", "explanation", "hints", "tags", "context")
) | {"kind", "worth"}
_AHEAD = 8
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
    said: dict[str, list[str]] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)
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
        return _ASKS.search(self.stem) is not None

    def add(self, where: list[str], words: str) -> None:
        """Add a text, which the lines below may go on with."""
        where.append(words)
        self.open = (where, len(where) - 1)

    def go_on(self, words: str) -> None:
        """Add a line to the text above it."""
        if self.open is not None:
            where, place = self.open
            where[place] = f"{where[place]}\n{words}".strip()
            if len(where[place]) > _LONGEST:
                self.open = None


@dataclass(slots=True)
class LineReader:
    """Gathers the questions of a text; `stray` are lines that belong to none, each with its number."""

    lines: Sequence[str]
    blocks: list[Block] = field(default_factory=list)
    stray: list[tuple[int, str]] = field(default_factory=list)
    #: Letters that stand for “question” and “answer” in this text.
    initials: tuple[str, str] = ("", "")
    #: Whether no question says that it is one: then the answers do.
    is_bare: bool = False
    block: Block | None = None
    after_blank: bool = True

    def read(self) -> None:
        """Read all lines."""
        self.initials = self._find_initials()
        self.is_bare = not any((label := self._label(line)) and label.field == "stem" for line in self.lines)
        for place, line in enumerate(self.lines):
            if line.strip():
                self._take(place, line)
                self.after_blank = False
            else:
                self._take_blank()
        self._drop_unanswered()

    def _find_initials(self) -> tuple[str, str]:
        """Find the letters by which a question and the answer below it are named."""
        found = (_short_label(line) for line in self.lines)
        names = [plain_word(match["label"])[:1] for match in found if match]
        for first, second in pairwise(names):
            if second in _INITIALS.get(first, ""):
                return first, second
        if any((label := self._label(line)) and label.field == "stem" for line in self.lines):
            # “Question: …” with “A: …” below it.
            return "", next((name for name in names if name in "ar"), "")
        # “Q: …” with “Answer: …” below it, or “A: …” behind it.
        first = next((name for name in names if name in _SURE_INITIALS), "")
        return first, _INITIALS[first][0] if first else ""

    def _label(self, line: str) -> Label | None:
        match = _LABEL.fullmatch(line) or _ALONE.fullmatch(line)
        if match is None:
            return None
        label, sign = match["label"], match.groupdict().get("sign", "")
        words = match.groupdict().get("rest") or ""
        if match["mark"] and words.endswith(match["mark"]):
            words = words[: -len(match["mark"])]
        name = _NUMBER.sub("", plain_word(label))
        if _SHORT.fullmatch(label):
            meaning = {self.initials[0]: "stem", self.initials[1]: "answer"}.get(name, "") if name else ""
            return Label(meaning, "", words.strip(), name) if meaning else None
        meaning, number = column_of(label)
        if meaning not in _FIELDS or (sign.strip() not in (":", "：") and not _ENDS_IN_NUMBER.fullmatch(label)):
            return None
        if not sign and meaning != "stem":
            return None
        return Label(meaning, number, words.strip(), name)

    def _take(self, place: int, line: str) -> None:
        if self._take_option(place, line):
            return
        label = self._label(line)
        if label is None:
            self._take_words(place, line.strip())
        elif label.field == "stem":
            self._begin(place, label.words, label.name)
        elif self.block is None:
            self.stray.append((place + 1, line.strip()))
        else:
            self._take_field(self.block, label)

    def _take_blank(self) -> None:
        self.after_blank = True
        if self.block is not None and (self.block.is_answered or self.block.options):
            self.block.open = None

    def _begin(self, place: int, words: str, name: str = "") -> None:
        self.block = Block(place + 1, name)
        self.blocks.append(self.block)
        for part in _parts(words, self.initials[1]):
            label = self._label(part) if self.block.said else None
            if label is not None and label.field in ("key", "answer"):
                self._take_field(self.block, label)
            else:
                self.block.add(self.block.said.setdefault("stem", []), part)

    def _take_field(self, block: Block, label: Label) -> None:
        name = {"answer": "key", "options": "option"}.get(label.field, label.field)
        if label.field == "answer" and label.number:
            block.add(block.numbered, label.words)
        elif name == "option" and label.number:
            block.add(block.options, label.words)
        else:
            block.add(block.said.setdefault(name, []), label.words)

    def _take_option(self, place: int, line: str) -> bool:
        match = _OPTION.fullmatch(line)
        block = self.block
        if match is None or block is None or (block.is_answered and not block.marked) or not block.stem:
            return False
        expected = chr(ord("A") + len(block.options))
        if match["letter"].upper() != expected or (expected == "A" and not self._is_followed(place)):
            return False
        words = _MARKED.sub("", match["words"])
        block.add(block.options, words)
        if match["star"] or words != match["words"]:
            block.marked.append(words)
        return True

    def _is_followed(self, place: int) -> bool:
        """Whether option B follows."""
        below = map(_OPTION.fullmatch, self.lines[place + 1 : place + _AHEAD])
        return next((match["letter"] in "Bb" for match in below if match), False)

    def _take_words(self, place: int, words: str) -> None:
        block = self.block
        if self.is_bare and self._begins(block, words):
            self._begin(place, words)
        elif block is not None and (bullet := _BULLET.fullmatch(words)) and not block.is_answered:
            block.add(block.bullets, bullet[1])
        elif block is None or block.open is None:
            self.stray.append((place + 1, words))
        else:
            block.go_on(words)

    def _begins(self, block: Block | None, words: str) -> bool:
        """Whether words without a label begin a question, where none has one."""
        if block is None or self.after_blank:
            return True
        return block.is_answered and (_ASKS.search(words) is not None or _RUNNING.match(words) is not None)

    def _drop_unanswered(self) -> None:
        """Where no question says that it is one, words without an answer are none."""
        if self.is_bare:
            bare = [block for block in self.blocks if not block.is_answered and not block.options]
            self.stray += [(block.line, block.stem) for block in bare]
            self.blocks = [block for block in self.blocks if block.is_answered or block.options]
            if all(_RUNNING.match(block.stem) for block in self.blocks):
                for block in self.blocks:
                    block.said["stem"][0] = _RUNNING.sub("", block.said["stem"][0])


def _short_label(line: str) -> re.Match[str] | None:
    match = _LABEL.fullmatch(line)
    return match if match and _SHORT.fullmatch(match["label"]) else None


def _parts(words: str, initial: str) -> Iterator[str]:
    """Part a line at what names its answer: “Why? Answer: Because.”."""
    start = 0
    for match in _INLINE.finditer(words):
        name = plain_word(match["label"])
        if name == initial if len(name) == 1 else column_of(name)[0] in ("key", "answer"):
            yield words[start : match.start()].strip()
            start = match.start()
    yield words[start:].strip()
