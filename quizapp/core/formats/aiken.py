"""Aiken: stem, lettered options, the letter of the key; nothing else exists in it. All signs are literal.

Source: Moodle, question/format/aiken/format.php, and its documentation “Aiken format”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.core.encoding import decode
from quizapp.core.formats.aiken_numbers import ANSWER, EXPLAINS, OPTION, without_numbers
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.labelled_options import ENDS_OPEN
from quizapp.core.formats.line_signs import judged, without_invisible
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.markdown_signs import BOLD_NUMBER
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.moodle_answers import choice_answers
from quizapp.core.formats.option_order import in_order
from quizapp.core.formats.option_remarks import of_answer, remark_of
from quizapp.core.formats.page_furniture import ANSWERS_ABOVE, has_answers_above, without_furniture
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Outgoing, Parcel, ReadOptions, Sample, Written
from quizapp.core.formats.rich_html import find_plain, plain_words
from quizapp.core.formats.rich_text import from_plain
from quizapp.core.question import Json, Question

#: A further option in the line of one, in a column of its own; and what may be one.
#: Begun where no blank stands before, so that a long run of blanks is gone through once.
_COLUMN = re.compile(r"(?<![ \t\u00a0])(?:[ \t\u00a0]{2,}|\t)\(?([A-Za-z])[ \t]?[).][ \t]*(?=\S)")
_MAYBE_WITHIN = re.compile(r"(?:(?<=\s)|(?<=[,;|/]))\(?([A-Za-z])[.)](?=\s|\Z)")
_WITHIN = re.compile(r"(?:(?<=\s)|(?<=[,;|/]))([A-Za-z])\)(?=\s)")
#: What some write behind Z.
_BEYOND = re.compile(r"[A-Za-z]{2}[.)]")
_LETTERS = re.compile(r"[A-Za-z](?:[ \t,;/&+]*(?:and\b)?[ \t]*[A-Za-z])*[.)]?")
_HEAD_OPTION = re.compile(r"^[ \t]*[A-Z][.)].*\n", re.MULTILINE)
_HEAD_ANSWER = re.compile(r"^[ \t]*ANSWER[ \t]{0,9}:[ \t]*[A-Z][ \t]*$", re.MULTILINE | re.IGNORECASE)
#: An answer as Aiken has none: others read such files.
_OTHER_ANSWER = re.compile(r"^[ \t]*(?:the[ \t])?(?:correct|right)[ \t]answers?[ \t]?:", re.MULTILINE | re.IGNORECASE)
#: A statement that is judged, which Aiken has not either.
_JUDGED = re.compile(
    r"^[ \t]*\(?\d{1,4}[.)][ \t].*\n[ \t]*ANSWER[ \t]{0,9}:[ \t]*[TF][ \t]*$", re.MULTILINE | re.IGNORECASE
)
_MOST_OPTIONS = 26
_HEADING_LETTERS, _WORDS_OF_QUESTION = 40, 3
_CARRIED = frozenset(("id", "stem", "context", "key", "distractors", "options"))


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read an Aiken file; a flaw of one question never costs another.

    Raises:
        FormatError: for bytes that are no text.
    """
    text, notice = decode(data, options.text_bytes)
    lines, furniture = without_furniture(without_invisible(text).split("\n"))
    numbered = without_numbers(lines)
    reader = _Reader(Gatherer("aiken"), numbered.lines)
    if notice:
        reader.gatherer.problem(notice)
    if has_answers_above(lines):
        reader.gatherer.problem(ANSWERS_ABOVE)
    else:
        reader.read()
        for line, words in numbered.above.items():
            reason = f"“{words[:60]}” stands above the number of a question; it was read as part of it."
            reader.gatherer.problem(reason, f"line {line}", line)
        reader.gatherer.tell_stray([*furniture, *numbered.stray])
    return reader.gatherer.parcel()


def sniff(sample: Sample) -> float:
    """Judge by lettered options and lines that name an answer’s letter."""
    if sample.text.lstrip()[:1] in ("<", "{") or not _HEAD_ANSWER.search(sample.text):
        return 0.0
    if any(each.search(sample.text) for each in (_OTHER_ANSWER, _JUDGED, BOLD_NUMBER)):
        return 0.2
    return 0.9 if _HEAD_OPTION.search(sample.text) else 0.2


def write(outgoing: Outgoing) -> Written:
    """Write the single choices of a bank."""
    losses = Losses("Aiken")
    losses.lose_bank(outgoing.bank)
    blocks: list[str] = []
    for question in outgoing.questions:
        if question.kind != "choice":
            losses.leave_out(question, "Aiken has single choices alone.")
            continue
        block = _written(question, losses)
        if block is not None:
            blocks.append(block)
    return Written("\n".join(blocks).encode("utf-8"), len(blocks), losses.all())


@dataclass(slots=True)
class _Reader:
    """The file while its lines are read; lines count from 0 here."""

    gatherer: Gatherer
    lines: list[str]
    number: int = 0
    start: int = 0
    #: The line that explains the answer above it.
    taken: int = -1
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    #: By the place of an option: what lines below it remark.
    remarks: dict[int, str] = field(default_factory=dict)

    def read(self) -> None:
        for place, line in enumerate(self.lines):
            if self.taken == place:
                continue
            answer = ANSWER.fullmatch(line)
            option = OPTION.fullmatch(line)
            if answer and (self.options or not self.stem or _LETTERS.fullmatch(answer[1].strip())):
                self._end(place, answer[1].strip())
            elif option and self._is_option(place, option[1]):
                self._take_option(place, option[1], option[2].strip())
            elif line.strip():
                self._take_words(place, line.strip())
        self._break_off()

    def _is_option(self, place: int, letter: str) -> bool:
        """Tell an option from a sentence that begins like one, such as “A. Lincoln was …”."""
        expected = chr(ord("A") + len(self.options))
        if letter.upper() != expected and (letter.islower() or not self.options) and not self._is_shuffled(place):
            return False
        following = OPTION.fullmatch(self.lines[place + 1]) if place + 1 < len(self.lines) else None
        return bool(self.stem) or following is None or following[1] not in "Aa"

    def _take_option(self, place: int, letter: str, words: str) -> None:
        if self.stem:
            self.options += _columns(letter.upper(), words, self._letters_below(place))
        else:
            self._problem("This option stands before its question; write the question in a line above it.", place)

    def _is_shuffled(self, place: int) -> bool:
        """Whether an option and those above and below it have all letters from A on, in another order."""
        option = OPTION.fullmatch(self.lines[place])
        letters = [letter for letter, _ in self.options] + [option[1].upper() if option else ""]
        letters += self._letters_below(place)
        whole = [chr(ord("A") + at) for at in range(len(letters))]
        return bool(self.stem) and len(letters) > 1 and sorted(letters) == whole

    def _letters_below(self, place: int) -> str:
        """Give the letters that begin lines between an option and the answer."""
        found = ""
        for line in self.lines[place + 1 : place + 1 + _MOST_OPTIONS]:
            if ANSWER.fullmatch(line):
                break
            option = OPTION.fullmatch(line)
            found += option[1].upper() if option else ""
        return found

    def _take_words(self, place: int, words: str) -> None:
        """Take a line that is neither option nor answer: of the stem, of the last option, or of a new question."""
        if self.options and (remark_of(words) or self._is_second_line(place)):
            letter, text = self.options[-1]
            if self._take_remark(words):
                return
            if len(self.options) == _MOST_OPTIONS and _BEYOND.match(words):
                self._problem(f"Options end at Z; this line was added to option {letter}. Leave some out.", place)
            self.options[-1] = (letter, f"{text}\n{words}")
            return
        if self.options or (self.stem and not self.lines[place - 1].strip()):
            self._break_off()
        if not self.stem:
            self.start = place
        self.stem.append(words)

    def _take_remark(self, words: str) -> bool:
        """Take a line that remarks something below an option, and those that go on with it."""
        last, remark = len(self.options) - 1, remark_of(words)
        if not remark and last not in self.remarks:
            return False
        self.remarks[last] = f"{self.remarks.get(last, '')}\n{remark or words}".strip()
        return True

    def _is_second_line(self, place: int) -> bool:
        """Tell whether an option has a second line: the next option or the answer follows without a blank line."""
        if not self.lines[place - 1].strip():
            return False
        expected = chr(ord("A") + len(self.options))
        for line in self.lines[place + 1 : place + 6]:
            option = OPTION.fullmatch(line)
            if ANSWER.fullmatch(line) or (option and option[1].upper() == expected):
                return True
            if option or not line.strip():
                return False
        return False

    def _break_off(self) -> None:
        """End a question that has no answer."""
        if self.options:
            self._problem("No answer is named; end the question with a line such as “ANSWER: A”.", self.start)
        elif self.stem:
            reason = "There are neither options nor an answer below it; write options as “A) …”, then “ANSWER: A”."
            self._problem(reason, self.start)
        self.stem, self.options, self.remarks = [], [], {}

    def _end(self, place: int, answer: str) -> None:
        """End a question with its answer."""
        if not self.stem:
            self._problem("This answer has no question above it.", place)
        elif not self.options:
            self._problem("There are no options above the answer; write them as “A) …”.", self.start)
        else:
            self._take(place, answer)
        self.stem, self.options, self.remarks = [], [], {}

    def _take(self, place: int, answer: str) -> None:
        by_letter: dict[str, str] = {}
        for letter, text in self.options:
            if letter in by_letter:
                self._problem(f"The letter {letter} stands twice among the options.", self.start)
                return
            by_letter[letter] = text
        if reason := _doubt(by_letter) or _doubt_of_stem(self.stem):
            self._problem(reason, self.start)
            return
        if len(by_letter) < 2:
            self._problem("There is only one choice; there must be at least two.", self.start)
            return
        letters = re.findall(r"[A-Za-z]", re.sub(r"\band\b", " ", answer)) if _LETTERS.fullmatch(answer) else []
        keys = list(dict.fromkeys(letter.upper() for letter in letters))
        if not keys or any(letter not in by_letter for letter in keys):
            self._problem(f"The answer “{answer[:40]}” is none of the options’ letters.", place)
            return
        if len(keys) < len(letters):
            self._problem(f"The answer “{answer[:40]}” names a letter twice; write the answer of each question.", place)
            return
        told = judged([by_letter[letter] for letter in sorted(by_letter)])
        marked = [sorted(by_letter)[at] for at in told.right]
        if marked and sorted(keys) != marked:
            self._problem(f"Option {marked[0]} is marked as right, but the answer is “{answer[:40]}”.", place)
            return
        for note in _notes(by_letter):
            self._problem(note, self.start)
        self._keep(
            {letter: from_plain(text) for letter, text in zip(sorted(by_letter), told.texts, strict=True)}, keys, place
        )

    def _explanation(self, place: int) -> str:
        """Take the line right below an answer where it says that it explains it."""
        match = EXPLAINS.fullmatch(self.lines[place + 1]) if place + 1 < len(self.lines) else None
        self.taken = place + 1 if match else self.taken
        return match[1].strip() if match else ""

    def _keep(self, by_letter: dict[str, str], keys: list[str], place: int) -> None:
        texts: dict[str, bool] = {}
        for letter, text in by_letter.items():
            if text in texts:
                self._problem(f"the option “{text[:60]}” stands twice; the two were made one.", self.start)
            texts[text] = texts.get(text, False) or letter in keys
        right = [text for text, is_key in texts.items() if is_key]
        raw: dict[str, Json] = {
            "kind": "choice" if len(right) == 1 else "multiple",
            "stem": from_plain("\n".join(self.stem)),
            "key": right[0] if len(right) == 1 else right,
            "distractors": [text for text, is_key in texts.items() if not is_key],
            "origin": {"kind": "multichoice/single"},
        }
        told = [self._explanation(place)]
        if of_answer(self.remarks, len(self.options)):
            told = [*self.remarks.values(), *told]
        elif self.remarks:
            self._explain(raw, [by_letter[letter] for letter, _ in self.options])
        notes: list[str] = []
        raw = in_order(raw, list(texts), notes)
        for note in notes:
            self._problem(note, self.start)
        if explanation := "\n".join(filter(None, told)):
            raw["explanation"] = from_plain(explanation)
        if len(self.stem) > 1 and _may_head(*self.stem[:2]):
            self._problem(f"“{self.stem[0][:60]}” may be a heading; it was read as part of the question.", self.start)
        if len(right) > 1:
            self._problem("several answers are named, which Aiken does not know; read as multiple choice.", self.start)
        self.gatherer.take(raw, self._where(), self.start + 1)
        self.number += 1

    def _explain(self, raw: dict[str, Json], texts: Sequence[str]) -> None:
        """Give options what is remarked below them."""
        remarks = {texts[place]: from_plain(words) for place, words in self.remarks.items()}
        for name in ("key", "distractors"):
            value = raw[name]
            shown = [
                {"text": text, "explanation": remarks[text]} if text in remarks else text
                for text in (value if isinstance(value, list) else [value])
            ]
            raw[name] = shown if isinstance(value, list) else shown[0]

    def _problem(self, reason: str, place: int) -> None:
        self.gatherer.problem(reason, self._where(), place + 1)

    def _where(self) -> str:
        return " ".join(self.stem) or f"item {self.number + 1}"


def _may_head(line: str, below: str) -> bool:
    """Whether the first line of a question stands above it as a heading does: short, no sentence that goes on."""
    is_short = len(line) <= _HEADING_LETTERS and line[-1].isalnum() and not ENDS_OPEN.match(line)
    return is_short and below[:1].isupper() and len(below.split()) >= _WORDS_OF_QUESTION


def _columns(letter: str, words: str, below: str) -> list[tuple[str, str]]:
    """Give the options of one line, which may stand in columns: “A) x    B) y”, “A) x    C) z”.

    A letter that begins a line below is none here: “Dear A.    B. See you”.
    """
    options = [(letter, words)]
    for match in _COLUMN.finditer(words):
        if match[1].upper() > options[-1][0] and match[1].upper() not in below:
            start = len(words) - len(options[-1][1])
            options[-1] = (options[-1][0], words[start : match.start()].strip())
            options.append((match[1].upper(), words[match.end() :].strip()))
    return options


def _missing(by_letter: Mapping[str, str]) -> str:
    """Give the first letter that is missing among the options, empty where none is."""
    expected = [chr(ord("A") + place) for place in range(len(by_letter))]
    return next((letter for letter in expected if letter not in by_letter), "")


def _doubt(by_letter: Mapping[str, str]) -> str:
    """Say that an option may stand within another one; empty where none does."""
    missing, after = _missing(by_letter), chr(ord("A") + len(by_letter))
    for letter, text in by_letter.items():
        further = [match[1].upper() for match in _WITHIN.finditer(text)]
        found = next((each for each in further if each in (missing or after, after)), "")
        if missing and not found:
            maybe = (match[1].upper() for match in _MAYBE_WITHIN.finditer(text))
            found = missing if missing in maybe else ""
        if found:
            return f"“{found})” stands within option {letter}; write each option in a line of its own."
    return ""


def _doubt_of_stem(lines: Sequence[str]) -> str:
    """Say that the last line of a question may be an option out of order; empty where it is none."""
    last = OPTION.fullmatch(lines[-1]) if len(lines) > 1 else None
    if last is None or lines[-1].endswith(("?", ":", "…", "_")) or (last[1].islower() and ")" not in lines[-1][:4]):
        return ""
    return f"“{lines[-1][:40]}” looks like an option; write the options in the order of their letters."


def _notes(by_letter: Mapping[str, str]) -> Iterator[str]:
    """Name what is odd of options that are read."""
    if missing := _missing(by_letter):
        yield f"Option {missing} is missing; the others were read as they stand."
    for letter, text in by_letter.items():
        named = next((match[1].upper() for match in _COLUMN.finditer(text) if match[1].upper() in by_letter), "")
        if named and named != letter:
            yield f"“{named}” within option {letter} was taken for words, as option {named} stands in its own line."


def _written(question: Question, losses: Losses) -> str | None:
    raw = question.dump()
    answers = choice_answers(raw)
    if len(answers) > _MOST_OPTIONS:
        losses.leave_out(question, f"It has {len(answers)} options; Aiken has letters for {_MOST_OPTIONS}.")
        return None
    stem = "\n\n".join(part for part in (raw.get("context", ""), question.stem) if part)
    if any(not plain_words(answer.text) for answer in answers) or not plain_words(question.stem):
        losses.leave_out(question, "An option or the stem is a picture alone, and Aiken is text.")
        return None
    losses.lose_fields(question, _CARRIED)
    lost_id = [question.id] if question.id and not question.id.startswith("q-") else []
    for what, is_lost in (
        ("id", bool(lost_id)),
        ("weights and explanations of options", any(a.feedback or a.percent not in (0, 100) for a in answers)),
        ("order of options", "options" in raw),
        ("context as such: it stands in the stem", "context" in raw),
        ("images and sounds", any(map(media_names, (stem, *(a.text for a in answers))))),
        ("stem as it was: a dash stands before it", _stem_line(stem) != plain_words(stem)),
        (
            "markup",
            any(find_plain(text) is None or "\n" in text for text in (question.stem, *(a.text for a in answers))),
        ),
    ):
        if is_lost:
            losses.lose(question, what)
    lines = [_stem_line(stem)]
    lines += [f"{chr(ord('A') + place)}) {plain_words(answer.text)}" for place, answer in enumerate(answers)]
    key = next(place for place, answer in enumerate(answers) if answer.percent == 100)
    return "\n".join([*lines, f"ANSWER: {chr(ord('A') + key)}", ""])


def _stem_line(text: str) -> str:
    """Give a stem that cannot be taken for an option or an answer."""
    line = plain_words(text)
    return f"– {line}" if OPTION.fullmatch(line) or ANSWER.fullmatch(line) else line


AIKEN = Format("aiken", "Aiken", (".txt", ".aiken"), sniff, read, write)
