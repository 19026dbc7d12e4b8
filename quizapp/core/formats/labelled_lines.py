"""Lines of a text that say what they are, “Q: …”, “Antwort: …”, gathered into questions; read by `labelled_text`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from quizapp.core.formats.labelled_block import ASKS, Block, Label
from quizapp.core.formats.labelled_options import Option, begin_letters, options_in
from quizapp.core.formats.labelled_order import Order, asked_alone
from quizapp.core.formats.table_layout import column_of
from quizapp.core.formats.table_words import plain_word

_LABEL = re.compile(
    r"\s*(?:#{1,6}\s+)?(?:[-+•>]\s+|\*\s+|\(?\d{1,4}[.)]\s+)?(?P<mark>[*_]{0,3})"
    r"(?P<label>[^\W\d_][^\W_]{0,24}(?: (?:[#№] ?|[Nn][or]\. ?|[Nn]° ?)?[^\W_]{1,24}){0,3}?)"
    r"(?: ?[(\[][^()\[\]\n]{1,30}[)\]])?"
    r"[*_]{0,3}(?P<sign>\s?[:：]|[.)](?=\s)|\s[-–—](?=\s))[*_]{0,3}\s*(?P<rest>.*)",
    re.DOTALL,
)
#: “Question 3” alone on its line.
_ALONE = re.compile(r"\s*(?:#{1,6}\s+)?(?P<mark>[*_]{0,3})(?P<label>[^\W\d_]{2,24} #?\d{1,4})[*_]{0,3}\s*")
_SHORT = re.compile(r"[^\W\d_](?: ?\d{1,4})?")
_NUMBER = re.compile(r"(?<=.)(?: (?:no|nr|n)\b)?\W*(\d{1,4})(?: (?:of|von|de|di|van) \d{1,4})?\Z")
#: Within a line: what may be a label of the answer.
_INLINE = re.compile(r"(?:(?<=\s)|(?<=[?!.]))(?P<label>[^\W\d_]{1,24}(?: [^\W\d_]{1,24})?)\s?[:：]\s")
_RULE = re.compile(r"\s*(?:-{3,}|={3,}|_{3,}|\*{3,})\s*")
_BULLET = re.compile(r"\s*[-+•*]\s+(\S.*)")
_RUNNING = re.compile(r"\s*\(?\d{1,4}[.)]\s+(?=\S)")
#: A further option, where the answer has been read as such.
_OPTION = re.compile(
    r"(?:\d{1,2}[.)]\s+)?[(\[]?(?:[B-Hb-h\u0411-\u0418\u0431-\u0438\u0392-\u0398\u03b2-\u03b8]|[ivIV]{2,4})[).\]:]\s+\S"
)
_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_END = re.compile(r"[?？؟]\W*\Z")
#: First letters of “question” and of “answer” in one language.
_INITIALS = {"q": "ar", "f": "ar", "p": "r", "d": "r", "v": "a", "s": "c", "в": "о", "问": "答", "問": "答", "문": "답"}
_SURE_INITIALS = ("q", "f", "问", "問", "문")
_FIELDS = frozenset(
    ("stem", "key", "answer", "option", "options", "distractor", "accept", "explanation", "hints", "tags", "context")
) | {"kind", "worth"}
#: A line of so many letters that does not end a sentence may go on in the next one.
_WRAPPED = 60
_SENTENCE = re.compile(r"(?:\S+\s+){3,}.*[.!]\W*", re.DOTALL)
_AHEAD = 8
_FAR_AHEAD = 25


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
    #: Whether answers stand above their questions, so that none is surely whose.
    is_reversed: bool = False
    #: Whether a running number stands before each question, where no question says that it is one.
    is_counted: bool = False
    labels: list[Label | None] = field(default_factory=list)
    order: Order = field(default_factory=lambda: Order(()))
    block: Block | None = None
    #: What stands above its question, with its lines.
    waiting: Block | None = None
    after_blank: bool = True
    indent: int = 0

    def read(self) -> None:
        """Read all lines."""
        self.initials = self._find_initials()
        self.labels = [self._label(line) for line in self.lines]
        self.is_bare = not any(label and label.field == "stem" for label in self.labels)
        roles = list(map(self._role, self.lines, self.labels))
        self.order = Order(asked_alone(roles) if self.is_bare else roles)
        self.is_reversed = self.order.is_reversed()
        for place, line in enumerate(self.lines):
            if line.strip() and not _RULE.fullmatch(line):
                self._take(place, line)
                self.after_blank = False
            else:
                self._take_blank()
        for block in self.blocks:
            if len(block.marked) == len(block.options):
                # Bold letters before all options mark none.
                block.marked.clear()
        self._drop_waiting()
        self._drop_unanswered()

    def _role(self, line: str, label: Label | None) -> str:
        if not line.strip() or _RULE.fullmatch(line):
            return ""
        if label is not None:
            return "key" if label.field in ("answer", "key") else label.field
        return "stem" if self.is_bare and not options_in(line) and not _BULLET.fullmatch(line) else "words"

    def _find_initials(self) -> tuple[str, str]:
        """Find the letters by which a question and the answer below it are named."""
        found = (_short_label(line) for line in self.lines)
        names = [plain_word(match["label"])[:1] for match in found if match]
        asked = ""
        for above, name in pairwise(["", *names]):
            if asked and name in _INITIALS[asked] and not _follows(above, name):
                return asked, name
            if asked and name in _INITIALS[asked] and above == asked:
                return asked, name
            if name in _INITIALS and not _follows(above, name):
                asked = name
        # “Q: …” with “Answer: …” below it, or “A: …” behind it.
        first = next((name for name in names if name in _SURE_INITIALS), "") or next(
            (each for each in _INITIALS if names.count(each) > 1 and chr(ord(each) - 1) not in names), ""
        )
        if any((label := self._label(line)) and label.field == "stem" for line in self.lines):
            # “Question: …” with “A: …” below it.
            return first, next((name for name in names if name in "ar"), "")
        return first, _INITIALS[first][0] if first else ""

    def _label(self, line: str) -> Label | None:
        match = _LABEL.fullmatch(line) or _ALONE.fullmatch(line)
        if match is None:
            return None
        label, sign = match["label"], match.groupdict().get("sign", "")
        words = (match.groupdict().get("rest") or "").strip()
        if match["mark"] and words.endswith(match["mark"]):
            words = words[: -len(match["mark"])]
        plain = plain_word(label)
        numbered = _NUMBER.search(plain)
        name, number = (plain[: numbered.start()], numbered[1]) if numbered else (plain, "")
        if _SHORT.fullmatch(label):
            meaning = {self.initials[0]: "stem", self.initials[1]: "answer"}.get(name, "") if name else ""
            return Label(meaning, number, words, name) if meaning else None
        meaning, letter = column_of(name)
        if not meaning and name.count(" ") == 1 and column_of(name.split()[1])[0] == "stem":
            # “Bonus question”.
            meaning, name = "stem", name.split()[1]
        if meaning not in _FIELDS or (sign.strip() not in (":", "：") and not number):
            return None
        if not sign and meaning != "stem":
            return None
        return Label(meaning, number or letter, words, name)

    def _take(self, place: int, line: str) -> None:
        if self._take_options(place, line):
            return
        label = self.labels[place]
        if label is None:
            self._take_words(place, line)
            return
        self.indent = _indent(line)
        if label.field == "stem":
            self._begin(place, label.words, label.name, label.number)
        elif label.field not in ("key", "answer") and self.order.is_above(place):
            self.waiting = self.waiting or Block(place + 1)
            self.waiting.take(label, place + 1)
            self.block = None
        elif self.block is None or self.order.is_unclear(place):
            self.stray.append((place + 1, line.strip()))
        else:
            self.block.take(label, place + 1)

    def _take_blank(self) -> None:
        self.after_blank = True
        for block in (self.block, self.waiting):
            if block is not None and block.last and not block.is_in_stem:
                block.open = None

    def _begin(self, place: int, words: str, name: str = "", number: str = "") -> None:
        block = self.block = self.waiting or Block(place + 1)
        block.line, block.name, block.number, self.waiting = place + 1, name, number, None
        self.blocks.append(block)
        for part in _parts(words, self.initials[1], is_answered=self.order.has_key_below(place)):
            label = self._label(part) if "stem" in block.said else None
            if label is not None and label.field in ("key", "answer"):
                block.take(label, place + 1)
            else:
                block.add(block.said.setdefault("stem", []), part)

    def _take_options(self, place: int, line: str) -> bool:
        block = self.block
        if block is None or not block.stem or block.numbered:
            return False
        found = options_in(line, block.labels)
        if not found or not self._are_options(block, place, found):
            return False
        for option in found:
            block.labels.append(option.label)
            block.add(block.options, option.words)
            if option.is_marked:
                block.marked.append(option.words)
        self.indent = _indent(line)
        return True

    def _are_options(self, block: Block, place: int, found: Sequence[Option]) -> bool:
        """Whether what looks like options continues those of the question, or begins them above a second one."""
        label = self.labels[place]
        if found[0].is_number and (label is not None or (self.is_bare and self.after_blank)):
            return False
        if "key" in block.said and (found[0].sign in ":：" or (self.after_blank and not block.options)):
            return False
        if not (len(block.options) + len(found) > 1 or self._is_followed(found[0].label, place)):
            return False
        return bool(block.options) or begin_letters(found) or not self._are_chosen_among(place)

    def _are_chosen_among(self, place: int) -> bool:
        """Whether these are statements of the question, which lettered options below them name."""
        for below in range(place + 1, min(place + _FAR_AHEAD, len(self.lines))):
            line, role = self.lines[below], self.order.roles[below]
            found = options_in(line)
            if begin_letters(found) and (len(found) > 1 or self._is_followed(found[0].label, below)):
                return True
            if role == "key" or (role == "stem" and not self.is_bare):
                return False
            if role and not self.order.roles[below - 1] and not _RUNNING.match(line) and self.labels[below] is None:
                return False
        return False

    def _is_followed(self, letter: str, place: int) -> bool:
        """Whether the second option stands below the first one, before the next question."""
        for below in range(place + 1, min(place + _AHEAD, len(self.lines))):
            line, label, role = self.lines[below], self.labels[below], self.order.roles[below]
            if options_in(line, [letter]):
                return True
            is_apart = label is None and bool(role) and not self.order.roles[below - 1]
            if is_apart or (label is not None and label.field == "stem"):
                return False
            if any(each.label == letter for each in options_in(line)):
                return False
        return False

    def _take_words(self, place: int, line: str) -> None:
        block, words = self.waiting or self.block, line.strip()
        bullet = _BULLET.fullmatch(words)
        if self._is_heading(place, words):
            self.stray.append((place + 1, words))
            self.block = None
        elif self.is_bare and self._begins(block, place, line):
            self._begin(place, _HEADING.sub("", words))
        elif block is not None and bullet and block is self.block and not block.is_answered:
            block.add(block.bullets, bullet[1])
        elif block is not None and self._goes_on(block, line):
            if (
                block.is_in_stem
                and (self.after_blank or self.is_bare)
                and _END.search(block.last)
                and _END.search(words)
            ):
                block.fault = f"Line {place + 1} asks as well; give each question its answer."
            block.go_on(words)
        else:
            if block is not None and block.is_in_key and (bullet or "\n" in block.last):
                block.fault = f"Line {place + 1} may be part of the answer; write the answer in one line."
            elif block is not None and "key" in block.said and _OPTION.match(words):
                block.fault = (
                    f"Line {place + 1} looks like an option; write options as “A) …”, “B) …” above the answer."
                )
            self.stray.append((place + 1, words))
            # What stands below is another’s.
            self.block = None

    def _is_heading(self, place: int, words: str) -> bool:
        """Whether a line is a heading in Markdown, and the question stands below it."""
        if not self.is_bare or _HEADING.match(words) is None or ASKS.search(words):
            return False
        below = range(place + 1, min(place + 3, len(self.lines)))
        role = next((self.order.roles[each] for each in below if self.lines[each].strip()), "")
        return role == "stem"

    def _goes_on(self, block: Block, line: str) -> bool:
        """Whether a line without a label surely goes on with the text above it."""
        if block.open is None:
            return False
        if block.is_in_stem or not block.last:
            return True
        above, words = block.last.rsplit("\n", 1)[-1], line.strip()
        if words[0].islower() or _indent(line) > self.indent:
            return True
        if block.open[0] is block.said.get("context") or (
            block.open[0] is block.said.get("explanation") and _SENTENCE.fullmatch(words)
        ):
            return True
        return len(above) >= _WRAPPED and above[-1] not in ".!?:;)"

    def _begins(self, block: Block | None, place: int, line: str) -> bool:
        """Whether words without a label begin a question, where none has one."""
        if block is not None and block is self.waiting:
            return not self._goes_on(block, line)
        if block is None or self.after_blank:
            return True
        is_counted = _RUNNING.match(line) is not None
        if not block.is_answered:
            # A heading above a question with its number.
            return is_counted and not (block.options or block.asks or _RUNNING.match(block.stem))
        if is_counted or ASKS.search(line) is not None:
            return True
        return not self._goes_on(block, line) and self.order.is_answered_below(place)

    def _drop_waiting(self) -> None:
        """What waits for a question at the end belongs to none."""
        if self.waiting is not None:
            self.stray.append((self.waiting.line, self.lines[self.waiting.line - 1].strip()))

    def _drop_unanswered(self) -> None:
        """Where no question says that it is one, words without an answer are none."""
        if self.is_bare:
            bare = [block for block in self.blocks if not block.is_answered and not block.options]
            self.stray += [(block.line, block.stem) for block in bare]
            self.blocks = [block for block in self.blocks if block.is_answered or block.options]
            self.is_counted = all(_RUNNING.match(block.stem) for block in self.blocks)
            if self.is_counted:
                for block in self.blocks:
                    block.said["stem"][0] = _RUNNING.sub("", block.said["stem"][0])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _follows(above: str, name: str) -> bool:
    """Whether a letter is an option below another."""
    return bool(above and name) and ord(name) == ord(above) + 1


def _short_label(line: str) -> re.Match[str] | None:
    match = _LABEL.fullmatch(line)
    return match if match and _SHORT.fullmatch(match["label"]) else None


def _parts(words: str, initial: str, *, is_answered: bool) -> Iterator[str]:
    """Part a line at what names its answer: “Why? Answer: Because.”; behind a sentence if one stands below too."""
    start = 0
    for match in _INLINE.finditer(words):
        last = match["label"].rsplit(" ", 1)[-1]
        if is_answered and not words[: match.start()].rstrip().endswith(("?", "!", ".")):
            continue
        for label in dict.fromkeys((match["label"], last)):
            name = plain_word(label)
            if name == initial if len(name) == 1 else column_of(name)[0] in ("key", "answer"):
                end = match.end("label") - len(label)
                yield words[start:end].strip()
                start = end
                break
    yield words[start:].strip()
