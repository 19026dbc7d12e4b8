"""Copies of Moodle’s pages, in English and German: what they say around each question is known by where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from quizapp.core.formats.page_options import Options, are_truths, is_state, read_options, shown_right
from quizapp.core.formats.rearranged import Numbered, Rearranged

_QUESTION = re.compile(r"(?:Question|Frage) ?\d{1,4}")
_POINTS = re.compile(
    r"(?:Mark(?:ed)? (?:[\d.,]{1,9} )?out of|Erreichbare Punkte:?|(?:Erreichte )?Punkte:? [\d.,]{1,9} von)"
    r" ([\d.,]{1,9})"
)
_FLAG = re.compile(
    r"(?:Flag question|Remove flag|Not flagged|Flagged|Edit question|Frage markieren|Markierung entfernen"
    r"|Nicht markiert|Markiert|Frage bearbeiten|Question text|Fragetext)"
)
_CHOOSE = re.compile(
    r"(?:(?:Question|Frage) ?\d{1,4} ?)?(?:Select one(?: or more)?:"
    r"|(?:Bitte )?[Ww]ählen? Sie (?:eine|mindestens eine)(?: oder mehrere)?(?: Antwort(?:en)?)?:"
    r"|Wähle eine(?: oder mehrere)?(?: Antwort(?:en)?)?:)|(?:Question|Frage) ?\d{1,4} ?(?:Answers?|Antwort(?:en)?)"
)
_TYPED = re.compile(r"(?:Answer|Antwort):(.*)")
_BUTTONS = re.compile(r"(?:Clear my choice|Check|Meine Auswahl widerrufen|Auswahl (?:aufheben|löschen)|Prüfen)")
_JUDGED = re.compile(
    r"(?:Your answer is (?:partially )?(?:in)?correct|"
    r"(?:Die|Ihre|Deine) Antwort ist (?:teilweise )?(?:richtig|falsch|korrekt))\.?"
)
_SAID = re.compile(
    r"(?:The correct answers? (?:is|are)|Die richtigen? Antwort(?:en)? (?:ist|sind|lauten|lautet))"
    r"(?::|(?=\s?['‘“„\"]))(.*)"
)
#: Fields within the words of a question: what its page says of each, and what it says is right in each.
_FIELD = re.compile(r"(?:Answer|Blank|Antwort|Lücke) ?\d{1,3} ?(?:Question|Frage) ?\d{1,4}")
_FILLED = re.compile(r"\[[^\[\]]+\]")
_LETTERED = re.compile(r"[(\[]?[A-Ha-h][).\]]\s+\S")
_LABEL_A = re.compile(r"[(\[]?[Aa][.)\]](?:\s+\S|\Z)")
_ALONE = re.compile(r"[(\[]?[A-Za-z][.)\]]")
_HEADS_AT_MOST = 12
_LISTED_AT_MOST = 26
_TOLD = "What the page says around its questions, such as “Flag question”, was left out."
_UNMARKED = (
    "On the copied page no answer is marked as correct; write “Answer: …” below it, or copy the page with its answers."
)
_GAPS = "Its words have gaps, in which a copied page shows what a student wrote; write it anew."


def is_page(lines: Sequence[str]) -> bool:
    """Whether a text was copied from the page of a test: a number, a state and points stand above a question."""
    return any(_head_at(lines, place) for place in range(len(lines)))


def page_copy(lines: Sequence[str]) -> Rearranged | None:
    """Name the parts of each question of such a page; None where it is none."""
    filled = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    heads = [(place, end) for place in range(len(lines)) if (end := _head_at(lines, place))]
    if not heads:
        return None
    found = Rearranged([], stray=[line for line in filled[: heads[0][0]] if line[1]], problems=[_TOLD])
    for (start, end), stop in zip(heads, [*(start for start, _ in heads[1:]), len(filled)], strict=True):
        _Item(filled[start:end], [line for line in filled[end:stop] if line[1]]).write(found)
    return found


def _head_at(lines: Sequence[str], place: int) -> int:
    """Give the place behind the head of a question that begins here, 0 where none does."""
    if not _QUESTION.fullmatch(lines[place].strip()):
        return 0
    kinds: list[str] = []
    end = place + 1
    for at in range(place + 1, min(place + _HEADS_AT_MOST, len(lines))):
        line = lines[at].strip()
        kind = _kind_of_head(line)
        if line and (not kind or kind in kinds):
            break
        if line:
            kinds.append(kind)
            end = at + 1
    return end if "points" in kinds and len(kinds) > 1 else 0


def _kind_of_head(line: str) -> str:
    if _POINTS.fullmatch(line):
        return "points"
    if _FLAG.fullmatch(line):
        return line
    return "state" if is_state(line) else ""


@dataclass(slots=True)
class _Item:
    """One question of a page: its head, and the lines below it that say anything."""

    head: Sequence[Numbered]
    lines: Sequence[Numbered]
    stem: list[Numbered] = field(default_factory=list)
    options: Options = field(default_factory=Options)
    explanation: list[Numbered] = field(default_factory=list)
    #: What is said to be right, and the number of that line.
    right: str = ""
    right_line: int = 0
    #: Whether several are said to be.
    are_several: bool = False
    stray: list[Numbered] = field(default_factory=list)
    fault: str = ""

    def write(self, found: Rearranged) -> None:
        """Write it with names before its parts."""
        said = [place for place, (_, text) in enumerate(self.lines) if _SAID.fullmatch(text)]
        if not said and self._is_written_by_hand():
            found.lines += [(self.lines[0][0], f"Question: {self.lines[0][1]}"), *self.lines[1:], (self.head[0][0], "")]
            return
        self._read(said[-1] if said else len(self.lines))
        found.stray += self.stray
        if not self.stem:
            found.problems.append(f"The question in line {self.head[0][0]} has no words.")
            return
        line = self.stem[0][0]
        found.lines += [(line, f"Question: {self.stem[0][1]}"), *self.stem[1:]]
        found.lines += self.options.written()
        if self.right:
            found.lines.append((self.right_line, f"Answer: {self._answer()}"))
        if (points := self._points()) != "1":
            found.lines.append((self.head[0][0], f"Points: {points}"))
        if self.explanation:
            told = " ".join(text for _, text in self.explanation)
            found.lines.append((self.explanation[0][0], f"Explanation: {told}"))
        found.lines.append((line, ""))
        if reason := self.fault or self.options.fault:
            found.faults[line] = reason

    def _is_written_by_hand(self) -> bool:
        """Whether somebody wrote the answer below options, as no page says it."""
        texts = [text for _, text in self.lines]
        answers = [place for place, text in enumerate(texts) if _TYPED.fullmatch(text)]
        return len(answers) == 1 and any(map(_LETTERED.match, texts[1 : answers[0]]))

    def _points(self) -> str:
        said = next((match[1] for _, text in self.head if (match := _POINTS.fullmatch(text))), "1")
        number = said.replace(",", ".")
        return number.rstrip("0").rstrip(".") if "." in number else number

    def _read(self, said: int) -> None:
        if said < len(self.lines):
            self._take_right(said)
        body = self.lines[:said]
        end = self._end_of_options([text for _, text in body])
        self.explanation = [line for line in body[end:] if line[1] != "Feedback" and not _JUDGED.fullmatch(line[1])]
        self._part(body[:end])
        if self._has_gaps():
            self.fault = _GAPS
        elif not self.right:
            self.fault = _UNMARKED
        elif "→" in self.right or re.search(r"\s->\s", self.right):
            self.fault = "It matches one thing with another, which a copied page does not show; write it anew."

    def _has_gaps(self) -> bool:
        rest = _FILLED.sub("", self.right)
        is_filled = not self.options.texts and rest != self.right and any(map(str.isalnum, rest))
        return is_filled or any(_FIELD.search(text) for _, text in self.stem)

    @staticmethod
    def _end_of_options(texts: Sequence[str]) -> int:
        """Find where feedback begins; behind a letter alone its words are an option."""
        told = [
            place
            for place, text in enumerate(texts)
            if text == "Feedback" and not (place and _ALONE.fullmatch(texts[place - 1]))
        ]
        judged = [place for place, text in enumerate(texts) if _JUDGED.fullmatch(text)]
        return min([*told[-1:], *judged[-1:], len(texts)])

    def _take_right(self, said: int) -> None:
        """Take what is said to be right, behind the colon or in the lines below it, and what follows as nobody’s."""
        match = _SAID.fullmatch(self.lines[said][1])
        words = match[1].strip() if match else ""
        self.right_line = self.lines[said][0]
        self.are_several = bool(re.match(r"The correct answers are|Die richtigen", self.lines[said][1]))
        end = said + 1
        for _, text in self.lines[said + 1 : said + 1 + _LISTED_AT_MOST]:
            if words and not (self.are_several and words.endswith(",")):
                break
            words, end = f"{words} {text}".strip(), end + 1
        quoted = re.fullmatch(r"['‘“„\"](.+)['’”“\"]\.?", words)
        self.right, self.stray = quoted[1] if quoted else words, list(self.lines[end:])

    def _part(self, body: Sequence[Numbered]) -> None:
        """Part the question from its options, or from what somebody typed."""
        texts = [text for _, text in body]
        choose = next((place for place, text in enumerate(texts) if _CHOOSE.fullmatch(text)), len(body))
        typed = next((place for place, text in enumerate(texts[:choose]) if _TYPED.fullmatch(text)), len(body))
        first = next((place for place, text in enumerate(texts[:choose]) if _LABEL_A.match(text)), len(body))
        if not typed == choose == first and min(typed, choose, first) == typed:
            self._take_typed(body[typed:])
            self.stem = list(body[:typed])
        elif choose < len(body):
            self.stem = list(body[:choose])
            self._take_chosen(body[choose:])
        elif first == len(body) and are_truths(texts[-2:]):
            self.stem, self.options = list(body[:-2]), read_options(body[-2:], is_chosen=True)
        else:
            self.stem, self.options = list(body[:first]), read_options(body[first:], is_chosen=False)

    def _take_chosen(self, body: Sequence[Numbered]) -> None:
        """Take what stands from “Select one:” on: options, or what somebody typed."""
        start = next((place for place, (_, text) in enumerate(body) if not _CHOOSE.fullmatch(text)), len(body))
        below = list(body[start:])
        while below and _BUTTONS.fullmatch(below[-1][1]):
            below.pop()
        if below and _TYPED.fullmatch(below[0][1]):
            self._take_typed(below)
        elif below or body[0][1].endswith(":"):
            self.options = read_options(below, is_chosen=True)

    def _take_typed(self, body: Sequence[Numbered]) -> None:
        """Name what somebody typed: it is not what is right."""
        match = _TYPED.fullmatch(body[0][1])
        given = [(body[0][0], match[1].strip())] if match and match[1].strip() else []
        self.stray = [*given, *body[1:], *self.stray]

    def _answer(self) -> str:
        """Give what is right: the words, or letters of the options that are listed."""
        if not self.options.texts:
            return self.right
        letters = shown_right(self.right, self.options.texts, are_several=self.are_several)
        if not letters:
            self.fault = self.fault or f"The correct answer “{self.right[:40]}” is none of its options, or several."
            return self.right
        return letters
