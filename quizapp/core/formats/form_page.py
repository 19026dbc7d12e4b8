"""Copies of pages of forms and course sites: options one a line without letters, “1 point”, “Correct answer”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from quizapp.core.formats.rearranged import Numbered, Rearranged

_POINTS = re.compile(r"(?:[-–\d.,]{1,6}\s?(?:/|of|out of)\s?)?(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:points?|pts?|Punkte?)")
_SCORE = re.compile(r"\d{1,3}\s?/\s?(\d{1,3})")
_QUESTION = re.compile(r"(?:Question|Frage) ?#?\d{1,4}")
_RIGHT = re.compile(r"(?:Correct!|Correct answers?:?|Richtige Antwort(?:en)?:?)", re.IGNORECASE)
_CHOSEN = re.compile(r"(?:You answered|Your answer:?|Ihre Antwort:?)", re.IGNORECASE)
_FEEDBACK = re.compile(r"(?:Feedback|General feedback)", re.IGNORECASE)
_AROUND = re.compile(
    r"(?:\*|Required|Clear selection|Multiple choice|Checkboxes|Mark only one oval\.?|Check all that apply\.?"
    r"|Add option(?: or add .Other.)?|Flag question.*|This is a required question)",
    re.IGNORECASE,
)
#: How the answer of whoever filled in the form was judged.
_JUDGED = re.compile(r"\A[✓✔✅✗✘❌✕✖]\ufe0f?\s*")
_PLACEHOLDER = re.compile(r"Option \d{1,2}")
_LABELLED = re.compile(r"[(\[]?[A-Ha-h][).\]]\s+\S")
_STATES = re.compile(
    r"^[^\S\n]*(?:(?:[-\d.,]+ ?/ ?)?\d[\d.,]* ?(?:points?|pts|Punkte?)|\d{1,3} ?/ ?\d{1,3})[^\S\n]*$", re.MULTILINE
)
_SIGNS = re.compile(
    r"(?:^[^\S\n]*(?:Correct answers?|Correct!|You Answered|Richtige Antworten?|\*|Option 1)|\S \*)[^\S\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_RIGHT_ALONE = re.compile(rf"^[^\S\n]*{_RIGHT.pattern}[^\S\n]*$", re.MULTILINE | re.IGNORECASE)
#: Words that name the answer in its own line: such a text is read as it stands.
_ANSWERED = re.compile(
    r"^[^\S\n]*(?:(?:correct|right) )?(?:answers?|antwort|lösung)\s?:[ \t]*\S", re.MULTILINE | re.IGNORECASE
)
_ENDS = ("?", "？", ":", "…", "...", "__")
_OPTIONS_AT_MOST = 26
_UNMARKED = (
    "On the copied page no answer is marked as correct; write “Answer: …” below it, or copy the page with its key."
)


def is_form_page(text: str) -> bool:
    """Whether points stand in lines alone, as pages of forms have them, beside another sign of such a page."""
    count = sum(1 for _ in _STATES.finditer(text))
    if not count or _SIGNS.search(text) is None or _ANSWERED.search(text) is not None:
        return False
    return count > 1 or _RIGHT_ALONE.search(text) is not None


def form_page(lines: Sequence[str]) -> Rearranged | None:
    """Name the parts of each question of such a page; None where it is none."""
    if not is_form_page("\n".join(lines)):
        return None
    filled = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    states = [place for place, (_, line) in enumerate(filled) if _state(line)]
    starts = [_start(filled, place, above) for place, above in zip(states, [-1, *states], strict=False)]
    arranged = Rearranged([], stray=[line for line in filled[: starts[0]] if line[1]])
    for start, state, end in zip(starts, states, [*starts[1:], len(filled)], strict=True):
        _Item(filled[start:state], filled[state], filled[state + 1 : end]).write(arranged)
    return arranged


def _state(line: str) -> str:
    match = _POINTS.fullmatch(line) or _SCORE.fullmatch(line)
    return match[1].replace(",", ".") if match else ""


def _start(lines: Sequence[Numbered], state: int, above: int) -> int:
    """Find where the question begins whose points stand here: at its number, else at the line above the points."""
    place = state - 1
    while place > above and (not lines[place][1] or _AROUND.fullmatch(lines[place][1])):
        place -= 1
    return place if place > above else state


@dataclass(slots=True)
class _Item:
    """One question: what stands above its points, and below them."""

    above: Sequence[Numbered]
    state: Numbered
    below: Sequence[Numbered]
    stem: list[Numbered] = field(default_factory=list)
    options: list[Numbered] = field(default_factory=list)
    right: list[Numbered] = field(default_factory=list)
    explanation: list[Numbered] = field(default_factory=list)
    #: The lines that stand behind “You answered”.
    chosen: list[Numbered] = field(default_factory=list)
    #: What stands behind the answer, and is of no question.
    behind: list[Numbered] = field(default_factory=list)
    fault: str = ""
    #: Whether a number stands above its points, so that what is right is said before each option.
    is_named: bool = False

    def write(self, found: Rearranged) -> None:
        """Write it with names before its parts."""
        self._read()
        if not self.stem:
            found.stray += [line for line in (*self.options, *self.right) if line[1]]
            return
        line = self.stem[0][0]
        words = [_JUDGED.sub("", text) for _, text in self.stem]
        words = [text.removesuffix("*").rstrip() if text.endswith(" *") else text for text in words]
        found.lines.append((line, f"Question: {words[0]}"))
        found.lines += [(number, text) for (number, _), text in zip(self.stem[1:], words[1:], strict=True)]
        is_labelled = bool(self.options) and all(_LABELLED.match(text) for _, text in self.options)
        for place, (number, text) in enumerate(self.options):
            found.lines.append((number, text if is_labelled else f"{chr(ord('A') + place)}) {text}"))
        texts = [text for _, text in self.options]
        if self.right and self.options:
            letters = sorted({chr(ord("A") + texts.index(text)) for _, text in self.right if text in texts})
            found.lines.append((self.right[0][0], f"Answer: {', '.join(letters)}"))
        elif self.right:
            found.lines.append((self.right[0][0], f"Answer: {self.right[0][1]}"))
            found.lines += [(number, f"Also accepted: {text}") for number, text in self.right[1:]]
        found.lines.append((self.state[0], f"Points: {_state(self.state[1])}"))
        if self.explanation:
            told = " ".join(text for _, text in self.explanation)
            found.lines.append((self.explanation[0][0], f"Explanation: {told}"))
        found.lines.append((line, ""))
        found.stray += self.behind
        if reason := self.fault or self._doubt(texts):
            found.faults[line] = reason

    def _doubt(self, texts: Sequence[str]) -> str:
        if not self.right:
            return _UNMARKED
        if len(texts) > _OPTIONS_AT_MOST:
            return f"It has {len(texts)} lines that may be options; write options as “A) …”."
        if any(_PLACEHOLDER.fullmatch(text) for text in texts):
            return "“Option 1” stands in place of an option; write the options."
        if len(texts) > len({text.casefold() for text in texts}):
            return "Two of its options are the same."
        if self.options and any(text not in texts for _, text in self.right):
            return f"The correct answer “{self.right[0][1][:40]}” is none of the lines above it."
        truths = {text.casefold() for text in texts} == {"true", "false"}
        if self.options and len(texts) == len(self.chosen) + len(self.right) == 2 and self.chosen and not truths:
            return "It is not told whether its answer is chosen or typed; write options as “A) …”."
        return ""

    def _read(self) -> None:
        above = [line for line in self.above if line[1] and not _AROUND.fullmatch(line[1])]
        self.is_named = bool(above) and _QUESTION.fullmatch(above[-1][1]) is not None
        below = self._without_next()
        if self.is_named:
            below = self._take_stem(below)
        else:
            self.stem = above
        self._take(below)

    def _without_next(self) -> list[Numbered]:
        found = [line for line in self.below if not _AROUND.fullmatch(line[1])]
        while found and (not found[-1][1] or _QUESTION.fullmatch(found[-1][1])):
            found.pop()
        return found

    def _take_stem(self, lines: list[Numbered]) -> list[Numbered]:
        """Part the question from the options, where its number stands above its points."""
        while lines and not lines[0][1]:
            lines = lines[1:]
        label = next((place for place, (_, text) in enumerate(lines) if _is_label(text)), len(lines))
        asks = [place for place, (_, text) in enumerate(lines[:label]) if text.endswith(_ENDS)]
        blank = next((place for place, (_, text) in enumerate(lines[:label]) if not text), 0)
        end = asks[-1] + 1 if asks else blank or min(1, len(lines))
        if not asks and not blank and label != 1:
            self.fault = "It is not told which of its lines are options; write options as “A) …”."
        self.stem = [line for line in lines[:end] if line[1]]
        return lines[end:]

    def _take(self, lines: Sequence[Numbered]) -> None:
        """Read options and what is said of them: before the right one, or below all, where it says it again."""
        mode = ""
        for line in lines:
            if not line[1]:
                mode = "behind" if mode == "again" else mode
            elif _is_label(line[1]):
                mode = self._mode(line[1])
            elif mode == "explanation":
                self.explanation.append(line)
            elif mode in ("right", "typed"):
                mode = self._take_right(line, mode)
            elif mode == "again" and line[1] in self._texts():
                self.right.append(line)
            elif mode in ("again", "behind"):
                self.behind.append(line)
            else:
                self.options.append(line)
                self.chosen += [line] if mode == "chosen" else []
                mode = ""

    def _mode(self, label: str) -> str:
        """Tell what stands below a label; several answers without options above them are typed ones."""
        if not _RIGHT.fullmatch(label):
            return "chosen" if _CHOSEN.fullmatch(label) else "explanation"
        is_typed = len(self.options) == len(self.chosen) and label.rstrip(": ").casefold().endswith(("answers", "en"))
        if is_typed:
            self.options, self.chosen = [], []
        return "typed" if is_typed else "right"

    def _texts(self) -> set[str]:
        return {text for _, text in self.options}

    def _take_right(self, line: Numbered, mode: str) -> str:
        """Take a right answer, and tell what may follow it."""
        is_known = line[1] in self._texts()
        self.right.append(line)
        if mode == "typed":
            return mode
        if is_known or not self.is_named:
            return "again"
        self.options.append(line)
        return ""


def _is_label(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_RIGHT, _CHOSEN, _FEEDBACK))
