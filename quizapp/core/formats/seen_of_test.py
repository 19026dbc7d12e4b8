"""What a text that no reader knows has of a test, by its lines: what was seen, what is missing, how to write it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizapp.core.formats.key_lists import heading_of, heads_list
from quizapp.core.formats.labelled_options import inline_series
from quizapp.core.formats.pasted_text import begins_question
from quizapp.core.formats.question_words import QUESTION_NAME

_LINES_AT_MOST = 2_000
_LINE_LETTERS = 400
_NUMBERED = re.compile(
    rf"(?:#{{1,6}}\s+)?[*_]{{0,3}}(?:(?:{QUESTION_NAME}|q|no|nr)\s?[.#]?\s?)?\(?\d{{1,3}}(?:\s?[.):]|\s[-–—]\s)"
    r"[*_]{0,3}\s*[^\s\d](?P<words>.*)|q\.?\s?\d{1,3}\s+\S.*",
    re.IGNORECASE | re.DOTALL,
)
_ASKS = re.compile(r"[?？؟](?:\s?[(\[][A-Ha-h][)\]])?[\s*_)\"”]*\Z|_{3,}|\.{5,}|…{2,}")
_OPTION = re.compile(
    r"(?:[-+*•]\s+)?[*_]{0,3}(?P<sign>[(\[]?)(?P<label>[A-Za-z]|\d)(?:[).\]]|\s?[-–—:](?=\s))[*_]{0,3}\s*\S"
)
_ANSWER = (
    r"(?:the\s)?(?:(?:correct|right)\s)?(?:answers?|answer\skey|ans|keys?|solutions?|antwort(?:en)?|lösung(?:en)?|réponses?"
    r"|corrigé|respuestas?|respostas?|gabarito|rispost[ae]|soluzion[ei]|antwoord(?:en)?|odpowied[źz]i?|ответы?|ключ)"
)
_KEY = re.compile(
    rf"[#>*_\s(\[-]{{0,9}}{_ANSWER}[*_]{{0,3}}(?:\s?[:：.–—(\[→>-].{{0,120}}|\s+[(\[]?(?:[A-H]|\d{{1,2}})[)\].]{{0,2}}|\s+is\s.{{1,80}})?",
    re.IGNORECASE | re.DOTALL,
)
_BRACKET = re.compile(r"(?:(?<=\s)|\A)(?:\(\s*(?P<round>[xX✓✔*]?)\s*\)|\[\s*(?P<square>[xX✓✔*]?)\s*\])")
_TRUTH = r"(?:t|f|true|false|wahr|falsch|richtig|vrai|faux)"
_TRUTHS = re.compile(
    rf".*\S\s*[(\[]\s?{_TRUTH}\s?[)\]]\W{{0,3}}|\W*(?:\d{{1,3}}[.)]\s+)?(?:t\s?/?\s?f|true\s?/?\s?(?:or\s)?false)\b.{{3,}}"
    r"|.{3,}\b(?:t\s?/\s?f|true\s?/\s?false)\W*|.{3,}[.!]\s+(?:true|false)\W*|.{0,6}[(\[](?:t|f|true|false)[)\]]\s.{3,}",
    re.IGNORECASE,
)
_TRUTH_ALONE = re.compile(rf"{_TRUTH}[.)]?(?:\s?[(–—:-].*)?", re.IGNORECASE)
#: So short are answers and options that stand in lines without a sign.
_SHORT = 60
_PAIR = 2
_WORDS_AT_LEAST = 4
_RANGES_AT_MOST = 4
_ALIKE_AT_LEAST, _ALIKE_SIZES = 3, range(3, 6)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The numbers of the lines, from 1, that look like parts of a test."""

    numbered: list[int]
    asking: list[int]
    #: The lines of each series of options.
    options: list[list[int]]
    keys: list[tuple[int, str]]
    ticks: list[int]
    truths: list[int]
    #: Lines without a sign below questions, each of which may be an answer or an option.
    below: list[int]
    filled: int

    def is_test(self) -> bool:
        """Whether these are parts of a test, and no prose or a list of other things has them so."""
        if any(self._stands_below(lines[0], self.asking) for lines in self.options):
            return True
        sizes = {len(lines) for lines in self.options}
        if len(self.options) >= _ALIKE_AT_LEAST and len(sizes) == 1 and sizes.pop() in _ALIKE_SIZES:
            return True
        if self.keys and (self.options or self.asking or len(self.numbered) >= _PAIR):
            first = min((*self.asking, *self.numbered), default=0)
            return 0 < first < self.keys[-1][0]
        if self.ticks and self.asking:
            return True
        is_judged = len(self.truths) >= _PAIR and len(self.truths) * 2 >= self.filled
        return is_judged or bool(self.below) or self._asks_in_numbers()

    def _stands_below(self, line: int, above: Sequence[int]) -> bool:
        return line in above or line - 1 in above or line - 2 in above

    def _asks_in_numbers(self) -> bool:
        both = set(self.numbered) & set(self.asking)
        return len(both) >= _PAIR and len(both) * 3 >= self.filled and len(both) * 2 > len(self.numbered)

    def tell(self) -> str:
        """Say in words what was seen, and what not."""
        optioned = [line for lines in self.options for line in lines]
        asking = [line for line in self.numbered or self.asking if line not in self.truths]
        parts = [
            (f"{'numbered questions' if self.numbered else 'questions'}", asking),
            ("options", optioned),
            ("brackets to tick", self.ticks),
            ("statements with true or false", self.truths),
            ("a line below each question" if len(self.below) == len(asking) else "lines below them", self.below),
        ]
        seen = [f"{name} ({_told(lines)})" for name, lines in parts if lines]
        return f"{_joined(seen)} were seen, but {self._missing()}"

    def _missing(self) -> str:
        if self.keys:
            line, words = self.keys[0]
            what = "list of answers below line" if _heads(words) else "answer in line"
            found = f"the {what} {line}, “{words[:40]}”, was not understood"
            more = [line for line, _ in self.keys[1:]]
            return f"{found}, nor in {_told(more)}" if more else found
        if self.ticks:
            return "what is ticked was not understood"
        if self.truths or self.below:
            return "no line says which is the answer" if self.below else "which of the two is right was not understood"
        return "no line that names the answer was"

    def example(self) -> str:
        """Show how it may be written."""
        if self.options or self.ticks or len(self.below) > len(self.asking):
            return "“A) red” and “B) blue” in lines of their own below “1. Which …?”, then “Answer: B”"
        return "“Answer: True” below each statement" if self.truths else "“Answer: …” below each question"


def tell_test(text: str) -> str:
    """Say what a text has of a test, and how it may be written; empty where it does not look like one."""
    seen = _see([line.strip()[:_LINE_LETTERS] for line in text.split("\n")[:_LINES_AT_MOST]])
    return f"{seen.tell()}. Write for example {seen.example()}." if seen.is_test() else ""


def _see(lines: Sequence[str]) -> _Seen:
    numbers = range(1, len(lines) + 1)
    options = _options(lines)
    inner = {line for each in options for line in each}
    keys = [(n, line) for n, line in zip(numbers, lines, strict=True) if _KEY.fullmatch(line) or heads_list(line)]
    told = {n for n, _ in keys}
    end = next((n for n, line in keys if _heads(line)), len(lines) + 1)
    inner -= _inline(lines)
    numbered = [
        n for n in numbers if n < end and n not in told and n not in inner and _NUMBERED.fullmatch(lines[n - 1])
    ]
    asking = [n for n in numbers if n not in told and n not in inner and _asks(lines[n - 1])]
    ticks = [n for n in numbers if _is_ticked(lines, n - 1)]
    return _Seen(
        numbered,
        asking,
        options,
        keys,
        ticks,
        [n for n in numbers if n not in told and _is_judged(lines[n - 1])],
        [] if options or keys or ticks else _below(lines, asking),
        sum(map(bool, lines)),
    )


def _is_judged(line: str) -> bool:
    is_long = len(line.split()) >= _WORDS_AT_LEAST
    return (is_long and _TRUTHS.fullmatch(line) is not None) or _TRUTH_ALONE.fullmatch(line) is not None


def _heads(line: str) -> bool:
    """Whether a line heads a list of answers."""
    return heads_list(line) or heading_of(line) == ""


def _asks(line: str) -> bool:
    before, found = inline_series(line)
    return not line[:1].islower() and _ASKS.search(before if found else line) is not None


def _inline(lines: Sequence[str]) -> set[int]:
    """Give the lines in which options stand behind a question."""
    return {n for n, line in enumerate(lines, 1) if inline_series(line)[1] and not _OPTION.match(line)}


def _options(lines: Sequence[str]) -> list[list[int]]:
    """Find series that begin with A, B or, in brackets, with 1, 2; each by its lines."""
    found: list[list[int]] = []
    last = ""
    for number, line in enumerate(lines, 1):
        match = _OPTION.match(line)
        label = match["label"].upper() if match and (match["label"].isalpha() or match["sign"]) else ""
        if label and found and last and ord(label) == ord(last) + 1:
            found[-1].append(number)
            last = label
        elif label in ("A", "1") or inline_series(line)[1]:
            is_whole = bool(inline_series(f"? {line}")[1] or inline_series(line)[1])
            found.append([number, number] if is_whole else [number])
            last = "" if is_whole else label
        elif line and not label and _NUMBERED.fullmatch(line):
            last = ""
    return [sorted(set(each)) for each in found if len(each) >= _PAIR]


def _is_ticked(lines: Sequence[str], place: int) -> bool:
    """Whether brackets stand in a line, some empty and one filled; or before it as in the lines beside it."""
    found = list(_BRACKET.finditer(lines[place]))
    if len(found) >= _PAIR:
        filled = [bool(match["round"] or match["square"]) for match in found]
        return any(filled) and not all(filled)
    around = [lines[each] for each in (place - 1, place + 1) if 0 <= each < len(lines)]
    begins = bool(found) and found[0].start() == 0
    return begins and any((match := _BRACKET.search(line)) and match.start() == 0 for line in around)


def _below(lines: Sequence[str], asking: Sequence[int]) -> list[int]:
    """Give the short lines below questions, where the text has nothing else."""
    filled = [n for n, line in enumerate(lines, 1) if line]
    if len(asking) < _PAIR or not filled or filled[0] != asking[0] or filled[-1] in asking:
        return []
    if any(above + 1 == below for above, below in pairwise(asking)) or len({lines[n - 1] for n in asking}) < len(
        asking
    ):
        return []
    if not all(_NUMBERED.fullmatch(lines[n - 1]) or begins_question(lines[n - 1]) for n in asking):
        return []
    below = [n for n in filled if n not in asking]
    is_short = all(len(lines[n - 1]) <= _SHORT for n in below) and len(below) <= len(asking) * 6
    return below if is_short and len(below) >= len(asking) else []


def _told(numbers: Sequence[int]) -> str:
    """Write “lines 1–3, 6 and 9”."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    words = [f"{each[0]}–{each[-1]}" if len(each) > 1 else f"{each[0]}" for each in ranges[:_RANGES_AT_MOST]]
    if len(ranges) > _RANGES_AT_MOST:
        words.append("others")
    return f"{'lines' if len(numbers) > 1 else 'line'} {_joined(words)}"


def _joined(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
