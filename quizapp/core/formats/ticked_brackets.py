"""Options behind brackets of which one is ticked: “( ) sky (x) blood ( ) grass”, in one line or in several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from quizapp.core.formats.rearranged import Numbered, Rearranged
from quizapp.core.formats.running_numbers import running
from quizapp.core.formats.table_words import plain_word
from quizapp.core.formats.truth_words import TRUTH_WORDS, are_judged

_TICK = "[xX✓✔*]?"
_BRACKET = re.compile(
    rf"(?:(?<=\s)|\A)(?:\(\s{{0,9}}(?P<round>{_TICK})\s{{0,9}}\)|\[\s{{0,9}}(?P<square>{_TICK})\s{{0,9}}\])(?=\s|\w|\Z)"
)
_BULLET = re.compile(r"\s*(?:[-+*•]\s+)?")
_ASKS = re.compile(r"[?？؟]|_{2,}|…|\.{3}")
_ENDS = re.compile(r"(?:[?？؟:：.…!]|_{2,})[*_)\s]*\Z")
_ANSWER = re.compile(
    r"\W{0,4}(?:correct\s|right\s)?(?:answers?|ans|keys?|solutions?|lösung(?:en)?|antwort(?:en)?)\b", re.IGNORECASE
)
_AT_LEAST, _AT_MOST = 2, 12
_LETTERS = "ABCDEFGHIJKL"


@dataclass(slots=True)
class _Ticked:
    """A question while its lines are read."""

    stem: list[Numbered]
    is_numbered: bool = False
    #: The line of each option, its words, and whether it is ticked.
    options: list[tuple[int, str, bool]] = field(default_factory=list)
    shapes: set[str] = field(default_factory=set)
    is_inline: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether it surely is a question with options."""
        asks = any(_ASKS.search(words) for _, words in self.stem)
        words = {plain_word(text) for _, text, _ in self.options}
        # “Feed the cat: (x) yes ( ) no” says what is done.
        is_asked = asks or (self.is_numbered and (are_judged(words) or not words <= TRUTH_WORDS.keys()))
        return bool(self.stem) and is_asked and _AT_LEAST <= len(self.options) <= _AT_MOST

    def fault(self) -> str:
        """Say why it is not read; empty where it is."""
        right = sum(is_right for _, _, is_right in self.options)
        if not right:
            return "None of its brackets is ticked; write “(x)” before the right option."
        if len(self.shapes) > 1:
            return "Its brackets are round and square; write “(x)” before the one right option, “[x]” before several."
        if right > 1 and "round" in self.shapes:
            return "Several of its round brackets are ticked; write “[x]” where several options are right."
        return ""


def ticked_brackets(lines: Sequence[str]) -> Rearranged | None:
    """Name options and answers; None where brackets may mean something else, or others read them."""
    if not any(_BRACKET.search(line) for line in lines) or any(map(_ANSWER.match, lines)):
        return None
    numbered = {each.place: each.words for each in running(lines)}
    reader = _Reader()
    for place, line in enumerate(lines):
        reader.take(place + 1, numbered.get(place, line).strip(), is_numbered=place in numbered)
    found = reader.found
    if not found or not all(each.is_sound for each in found) or all(each.fault() for each in found):
        return None
    if not any(each.is_inline or "round" in each.shapes for each in found):
        return None
    arranged = Rearranged([], stray=reader.stray + reader.above)
    for each in found:
        _write(each, arranged)
    return arranged


def holds_ticks(text: str) -> bool:
    """Whether options behind brackets stand in a line of a text, one of them ticked."""
    return any(tick for line in text.split("\n") for _, tick, _ in _several(_parted(line.strip())[1]))


def _several(options: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return options if len(options) > 1 else []


@dataclass(slots=True)
class _Reader:
    found: list[_Ticked] = field(default_factory=list)
    stray: list[Numbered] = field(default_factory=list)
    #: Lines that may ask what the next brackets answer.
    above: list[Numbered] = field(default_factory=list)
    is_numbered: bool = False
    is_open: bool = False

    def take(self, number: int, line: str, *, is_numbered: bool) -> None:
        """Take one line."""
        before, options = _parted(line)
        if is_numbered or not line:
            self._leave(is_numbered=is_numbered)
        if (before or not options) and line:
            self.above.append((number, before if options else line))
            self.is_open = False
        if not options:
            return
        if not self.is_open:
            self.found.append(_Ticked(self.above, self.is_numbered))
            self.above, self.is_numbered, self.is_open = [], False, True
        question = self.found[-1]
        question.options += [(number, words, bool(tick)) for _, tick, words in options]
        question.shapes |= {shape for shape, _, _ in options}
        question.is_inline = question.is_inline or len(options) > 1

    def _leave(self, *, is_numbered: bool) -> None:
        """Begin anew; what stands above an empty line may still ask, unless a number says where a question begins."""
        if is_numbered:
            self.stray += self.above
            self.above, self.is_numbered, self.is_open = [], True, False
        elif self.above and not self.is_numbered and not _ASKS.search(self.above[-1][1]):
            self.stray += self.above
            self.above = []


def _parted(line: str) -> tuple[str, list[tuple[str, str, str]]]:
    """Part a line into the words before its brackets, and these: shape, tick, words; none where they are others."""
    found = list(_BRACKET.finditer(line))
    if not found:
        return line, []
    before = _BULLET.sub("", line[: found[0].start()], count=1).strip()
    ends = [*(match.start() for match in found[1:]), len(line)]
    options = [
        ("round" if match["round"] is not None else "square", match["round"] or match["square"] or "", words)
        for match, end in zip(found, ends, strict=True)
        if (words := line[match.end() : end].strip().rstrip(",;").strip())
    ]
    is_apart = not before or (len(found) > 1 and _ENDS.search(before) is not None)
    return (before, options) if is_apart and len(options) == len(found) else (line, [])


def _write(question: _Ticked, found: Rearranged) -> None:
    """Write a question as others are, with letters before its options."""
    line, words = question.stem[0]
    found.lines.append((line, f"Question: {words}"))
    found.lines += question.stem[1:]
    lettered = list(zip(_LETTERS, question.options, strict=False))
    found.lines += [(number, f"{letter}) {text}") for letter, (number, text, _) in lettered]
    right = ", ".join(letter for letter, (_, _, is_right) in lettered if is_right)
    found.lines += [(question.options[-1][0], f"Answer: {right}"), (question.options[-1][0], "")]
    if reason := question.fault():
        found.faults[line] = reason
