"""Lines of a Markdown list of questions gathered into drafts: text2qti’s signs, labelled options, answers in details.

Source: text2qti’s documentation, “text2qti format”.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quizapp.core.formats.line_signs import BULLET, has_footnotes, is_rule, with_signs_behind
from quizapp.core.formats.markdown_details import end_of_details, in_details
from quizapp.core.formats.markdown_drafts import TEXT, Draft, DraftOption, Gathered, of_bold
from quizapp.core.formats.markdown_headings import HEADING, NumberedHeading, beside, read_heading, running_numbers
from quizapp.core.formats.markdown_keys import doubt_rivals, is_heading_row, key_of, take_answer
from quizapp.core.formats.markdown_labels import ABOVE, BELOW, Said, said_of, take_remark
from quizapp.core.formats.markdown_signs import (
    ANSWER,
    BOLD_OPTION,
    BOLD_START,
    BOX,
    EXPLAINS,
    KEY_HEADING,
    NAMED,
    OPTION,
    Q_START,
    SIGNS,
    STAR_BEHIND,
    START,
    belongs_to_none,
    has_parts,
    take_text2qti,
    without_label,
)
from quizapp.core.formats.table_words import plain_word


@dataclass(slots=True)
class LineReader:
    """Gathers a file line by line; `is_text2qti` tells that its signs are meant."""

    lines: list[str]
    is_text2qti: bool
    #: Of each field whether lines that say it stand above their questions.
    places: Mapping[str, str] = field(default_factory=dict)
    found: Gathered = field(default_factory=Gathered)
    draft: Draft | None = None
    sections: dict[int, str] = field(default_factory=dict)
    text_title: str = ""
    #: What is said above a question.
    waiting: list[Said] = field(default_factory=list)
    is_key_section: bool = False
    #: The section has no sign of a heading, and ends where a line answers no question.
    is_plain_key: bool = False
    place: int = 0
    #: The number that a list within the question goes on with.
    listed: int = 0
    running: frozenset[tuple[str, str]] = frozenset()
    has_footnotes: bool = False

    def read(self) -> Gathered:
        """Read all lines."""
        self.running = running_numbers(self.lines)
        if not self.is_text2qti:
            self.has_footnotes = has_footnotes(self.lines)
        self.lines = [with_signs_behind(line) for line in self.lines]
        self._skip_front()
        while self.place < len(self.lines):
            line = self.lines[self.place]
            if line.lstrip().startswith(("```", "~~~")):
                self._take_fence()
            elif "<details" in line.lower():
                self._take_details()
            elif line.strip() in ("COMMENT", "<!--"):
                self._skip_to("END_COMMENT" if line.strip() == "COMMENT" else "-->")
            else:
                self._take(line)
                self.place += 1
        self.found.stray += [(said.line, self.lines[said.line - 1].strip()) for said in self.waiting]
        doubt_rivals(self.found.drafts)
        return self.found

    def _skip_front(self) -> None:
        if self.lines and self.lines[0].strip() == "---":
            end = next((n for n, line in enumerate(self.lines[1:200], 1) if line.strip() in ("---", "...")), None)
            if end is not None:
                for line in self.lines[1:end]:
                    name, _, value = line.partition(":")
                    if name.strip() == "title":
                        self.found.title = value.strip().strip("\"'")
                self.place = end + 1

    def _skip_to(self, end: str) -> None:
        self.place += 1
        while self.place < len(self.lines) and end not in self.lines[self.place]:
            self.place += 1
        self.place += 1

    def _take_fence(self) -> None:
        """Take a block of code whole: its lines are no options."""
        start = self.place
        mark = self.lines[start].lstrip()[:3]
        later = range(start + 1, len(self.lines))
        end = next((place for place in later if self.lines[place].lstrip().startswith(mark)), start)
        self.place = end + 1
        block = "\n".join(self.lines[start : self.place])
        if ".run" in self.lines[start]:
            self.found.texts.append((start + 1, "program that makes questions", block))
        elif self.draft is not None and not self.draft.is_closed:
            if self.draft.options:
                self.draft.options[-1].text += f"\n{block}"
            else:
                self.draft.stem.append(block)

    def _take_details(self) -> None:
        start = self.place
        self.place = end_of_details(self.lines, start)
        if self.draft is None:
            self._stray(start)
            return
        answer, rest = in_details("\n".join(self.lines[start : self.place]))
        if self.draft.answer and answer:
            self._answer_again(self.draft, answer, start + 1)
        self.draft.answer = self.draft.answer or answer
        self.draft.explanation += [rest] if rest else []
        self.draft.is_closed = True

    def _take(self, line: str) -> None:
        if self._take_heading(line) or (self.is_key_section and self._take_key(line)):
            return
        if (not self.is_text2qti and take_remark(self.draft, line)) or self._take_named(line):
            return
        if self.is_text2qti and (line.startswith("%") or line.strip() in ("GROUP", "END_GROUP")):
            return
        if self._take_start(line):
            return
        if self.draft is None:
            self._stray(self.place)
        else:
            self._take_below(self.draft, line)

    def _take_below(self, draft: Draft, line: str) -> None:
        """Take a line below the beginning of a question."""
        ends = bool(draft.options or draft.answer) and is_rule(line)
        if not line.strip() or ends:
            draft.is_closed = draft.is_closed or bool(draft.answer or ends)
            self._go_on(draft, "")
        elif (match := ANSWER.fullmatch(line)) and match[1].strip() and not (self.is_text2qti and draft.answer):
            self._answer_again(draft, match[1].strip(), self.place + 1)
            draft.answer = draft.answer or match[1].strip()
        elif self._is_of_another(draft, line):
            draft.doubled = draft.doubled or self.place + 1
        elif not self._take_sign(draft, line):
            if draft.is_closed:
                self._stray(self.place)
            else:
                self._go_on(draft, line)

    def _stray(self, place: int) -> None:
        """Note a line that belongs to nothing."""
        if self.lines[place].strip() and not is_rule(self.lines[place]):
            self.found.stray.append((place + 1, self.lines[place].strip()))

    def _answer_again(self, draft: Draft, answer: str, line: int) -> None:
        """Note a line that names an answer where one is named already."""
        if not draft.answer:
            return
        if plain_word(answer) == plain_word(draft.answer):
            draft.repeated = line
        else:
            draft.doubled = draft.doubled or line

    def _is_of_another(self, draft: Draft, line: str) -> bool:
        """Whether a line below a named answer is an option or an answer: of a question without a number, perhaps."""
        if not (draft.answer and draft.options) or self.is_text2qti:
            return False
        match = OPTION.fullmatch(line)
        return BOX.fullmatch(line) is not None or (match is not None and self._is_label(draft, match[2]))

    def _take_heading(self, line: str) -> bool:
        match = HEADING.fullmatch(line)
        if match is None:
            self.is_plain_key = self.is_plain_key or self._is_plain_key(line)
            self.is_key_section = self.is_key_section or self.is_plain_key
            return self.is_key_section and KEY_HEADING.fullmatch(line.strip("*_ ")) is not None
        level, words = len(match[1]), match[2]
        self.is_key_section, self.is_plain_key = KEY_HEADING.fullmatch(words) is not None, False
        if self.is_key_section:
            self.draft = None
        elif not self._take_numbered(level, words):
            self.draft = None
            self._enter(level, words)
        return True

    def _take_numbered(self, level: int, words: str) -> bool:
        """Begin a question with a heading that has a number, unless numbered questions stand right below it."""
        below = next((line.strip() for line in self.lines[self.place + 1 : self.place + 4] if line.strip()), "")
        heading = read_heading(words, self.running)
        if heading is None and (((option := OPTION.fullmatch(below)) and option[2] in "Aa") or BOX.fullmatch(below)):
            # Options stand below a question, whatever is said of it.
            heading = NumberedHeading("", words)
        is_headed = heading is None or (heading.is_bare and level == 1 and heading.words == words)
        if heading is None or is_headed or self._asks_below(below):
            return False
        is_asked_below = not any(sign.fullmatch(below) for sign in SIGNS) and not below.startswith("<")
        heading = beside(heading, below if is_asked_below else "")
        self._begin(heading.number, heading.words)
        self.found.drafts[-1].points = heading.points or self.found.drafts[-1].points
        self.found.drafts[-1].topic = heading.topic
        return True

    def _asks_below(self, below: str) -> bool:
        """Whether the first line below a heading is a numbered question itself, or a heading, or nothing."""
        if not below or HEADING.fullmatch(below):
            return True
        match = START.fullmatch(below) or BOLD_START.fullmatch(below)
        return match is not None and not self._lists(self.place + 1)

    def _lists(self, place: int) -> bool:
        """Whether the first numbered line from here on is one of a list: no option and no answer stands below it."""
        filled = [line for line in self.lines[place : place + 40] if line.strip()][:2]
        numbers = [match[1] for line in filled if (match := START.fullmatch(line))]
        return numbers == ["1", "2"]

    def _is_plain_key(self, line: str) -> bool:
        """Whether a line without the sign of a heading stands above the answers at the end of a file."""
        if not self.found.drafts or KEY_HEADING.fullmatch(line.strip("*_ ")) is None:
            return False
        below = next((each for each in self.lines[self.place + 1 : self.place + 4] if each.strip()), "")
        return bool(key_of(below)[0])

    def _enter(self, level: int, words: str) -> None:
        if level == 1 and not self.found.title:
            self.found.title = words
            if not has_parts(self.lines):
                return
        self.sections = {deep: name for deep, name in self.sections.items() if deep < level}
        self.sections[level] = words

    def _take_key(self, line: str) -> bool:
        """Take a line of the answers at the end of a file, or of a chapter that has no heading behind them."""
        number, answer, behind = key_of(line)
        if take_answer(self.found.drafts, number, answer, behind):
            return True
        if line.strip() and self.is_plain_key:
            # What answers no question is the next chapter.
            self.is_key_section = self.is_plain_key = False
            self.draft = None
            return False
        if number or (line.lstrip().startswith("|") and not is_heading_row(self.lines[self.place : self.place + 2])):
            self._stray(self.place)
        return bool(number) or line.lstrip().startswith("|") or not line.strip()

    def _take_named(self, line: str) -> bool:
        match = NAMED.fullmatch(line) if self.is_text2qti else None
        if match is None:
            return self._take_label(line)
        name, value = match[1].casefold(), match[2].strip()
        if name == "quiz title":
            self.found.title = value
        elif name == "quiz description":
            self.found.description = value
        elif name == "text":
            self._take_text(value)
        elif name == "text title":
            self.text_title, self.draft = value, None
        return True

    def _take_label(self, line: str) -> bool:
        """Take a line that says something of the question above or below it; the whole text tells of which."""
        said, draft = said_of(line, self.place + 1), self.draft
        if said is None:
            return False
        is_open = draft is not None and not (draft.options or draft.answer or draft.is_closed)
        place = self.places.get(said.field)
        if draft is not None and said.field == "explanation":
            if not draft.options or draft.answer:
                return False
            draft.explanation.append(said.value)
            draft.is_ended = True
        elif draft is not None and is_open and said.field in ("worth", "hints") and place != ABOVE:
            self._give(draft, said)
        elif place == ABOVE and not is_open:
            self.waiting.append(said)
            self.draft = None
        elif draft is None or is_open:
            return False
        elif place == BELOW and said.field != "kind":
            self._give(draft, said)
            draft.is_ended = True
        else:
            self._stray(self.place)
            draft.is_ended = True
        return True

    def _give(self, draft: Draft, said: Said) -> None:
        is_again = said.field in ("worth", "title") and any(name == said.field for name, _ in draft.said)
        if is_again or (said.field == "worth" and draft.points):
            self.found.stray.append((said.line, self.lines[said.line - 1].strip()))
        else:
            draft.said.append((said.field, said.value))

    def _take_text(self, words: str) -> None:
        """Take a text without an answer: its title, its first words, and the indented lines that belong to it."""
        line, lines = self.place + 1, [words]
        if self.text_title:
            lines = [f"**{self.text_title}**", "", words]
        self.text_title = ""
        blank = 0
        for place in range(self.place + 1, len(self.lines)):
            below = self.lines[place]
            if not below.strip():
                blank += 1
                continue
            if not below.startswith(("  ", "\t")):
                break
            lines += [*[""] * blank, below.strip()]
            self.place, blank = place, 0
        self.found.texts.append((line, TEXT, "\n".join(lines).strip()))
        self.draft = None

    def _take_start(self, line: str) -> bool:
        for pattern in (BOLD_START, START, Q_START):
            if match := pattern.fullmatch(line):
                if pattern is START and self._is_of_stem(int(match[1])):
                    return False
                words = of_bold(match[2]) if pattern is BOLD_START else match[2]
                self._begin(match[1], words.removesuffix("**") if words.count("**") % 2 else words)
                return True
        return False

    def _is_of_stem(self, number: int) -> bool:
        """Whether a numbered line is one of a list within the question, which has neither options nor an answer yet."""
        draft = self.draft
        if draft is None or not draft.number or draft.options or draft.answer or draft.is_closed:
            self.listed = 0
        elif number == 1 and self._lists(self.place):
            self.listed = 1
        elif self.listed and number == self.listed + 1:
            self.listed = number
        else:
            self.listed = 0
        return self.listed > 0

    def _begin(self, number: str, words: str) -> None:
        self.draft = Draft(self.place + 1, number, [words] if words.strip() else [])
        for said in self.waiting:
            self._give(self.draft, said)
        self.waiting = []
        self.draft.section = tuple(name for _, name in sorted(self.sections.items()))
        self.is_key_section = self.is_plain_key = False
        self.listed = 0
        self.found.drafts.append(self.draft)

    def _take_sign(self, draft: Draft, line: str) -> bool:
        """Take a line that begins with a sign of its own: an option, an answer, feedback."""
        if match := BOX.fullmatch(line):
            draft.options.append(DraftOption("", match[2], match[1] != " "))
            draft.shape = draft.shape or ("boxes" if self.is_text2qti else "")
        elif (match := OPTION.fullmatch(line)) and self._is_label(draft, match[2]):
            has_one = match[3].count("*") == 1 and not self.has_footnotes
            words = STAR_BEHIND.sub("", match[3]) if has_one else match[3]
            draft.options.append(DraftOption(match[2].upper(), words, bool(match[1]) or words != match[3]))
        elif (match := BOLD_OPTION.fullmatch(line)) and self._is_label(draft, match[1]):
            draft.options.append(
                DraftOption(match[1].upper(), match[2].removesuffix("**"), is_bold=match[2].endswith("**"))
            )
        elif self.is_text2qti:
            return take_text2qti(draft, line)
        elif (match := BULLET.fullmatch(line)) and draft.stem and not draft.options and not draft.is_closed:
            draft.shorts.append(match[1])
        else:
            return False
        return True

    def _is_label(self, draft: Draft, label: str) -> bool:
        return bool(draft.stem) and (bool(draft.options) or label.upper() in "ABCDEFGH")

    def _go_on(self, draft: Draft, line: str) -> None:
        """Add a line to what stands above it; words below the answer explain it."""
        above = "" if draft.answer or not draft.options else draft.options[-1].text
        if draft.options and not draft.is_closed and belongs_to_none(self.lines, self.place, above):
            draft.is_ended = True
            self._stray(self.place)
        elif draft.options and draft.answer and not draft.is_closed and line.strip():
            explains = EXPLAINS.match(line.strip())
            draft.explained = (draft.explained or self.place + 1) if explains and draft.explanation else draft.explained
            draft.explanation.append(without_label(line.strip()))
        elif draft.options:
            if line.strip() and not self.lines[self.place - 1].strip() and not line.startswith((" ", "\t")):
                # Words behind a blank line are no part of the last option.
                draft.is_closed = True
                self._stray(self.place)
            elif line.strip() and draft.is_ended:
                self._stray(self.place)
            elif line.strip():
                draft.options[-1].text += f"\n{line.strip()}"
        elif not draft.shorts:
            draft.stem.append(line.strip())
