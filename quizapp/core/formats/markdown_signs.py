"""What lines of a Markdown list of questions are told by: beginnings of questions, options, answers, feedback."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.answer_words import ANSWER_NAME
from quizapp.core.formats.labelled_options import ENDS_OPEN
from quizapp.core.formats.line_signs import BULLET
from quizapp.core.formats.markdown_drafts import Draft
from quizapp.core.formats.markdown_headings import HEADING
from quizapp.core.formats.question_words import QUESTION_NAME

START = re.compile(r" {0,3}(\d{1,4})[.)]\s+(\S.*)")
BOLD_START = re.compile(rf" {{0,3}}\*\*(?:(?:{QUESTION_NAME}|Q)\s*\.?\s*)?(\d{{1,4}})[.):]\s*(.*)", re.IGNORECASE)
Q_START = re.compile(rf" {{0,3}}\**(?:{QUESTION_NAME}|Q)\s*(\d{{0,4}})\**\s*[.:)]\**\s*(.*)", re.IGNORECASE)
#: A number in bold letters, as other texts do not have it; and a line that names an answer, in any language.
BOLD_NUMBER = re.compile(
    rf"^[ \t]{{0,3}}\*\*(?:(?:{QUESTION_NAME}|Q)[ \t]?)?\d{{1,4}}[.):]", re.MULTILINE | re.IGNORECASE
)
ANSWER_LINE = re.compile(
    rf"^[^\S\n]*(?:[-*+>]\s+)?[*_]{{0,3}}{ANSWER_NAME}[*_]{{0,3}}\s*[:=]", re.MULTILINE | re.IGNORECASE
)
#: By one of these a text may be a list of questions.
LISTED = re.compile(
    rf"^ {{0,3}}(?:\d{{1,4}}[.)]\s+\S|\*\*(?:(?:Q\w*|{QUESTION_NAME})\s*)?\d{{1,4}}[.):]"
    rf"|#{{1,6}}\s+\**(?:Q|\d|{QUESTION_NAME}\b)|Q\d*[.:)])",
    re.M | re.I,
)
OPTION = re.compile(r"\s*(?:[-+]\s+|\*\s+)?(\*?)\(?([A-Za-z])[.)]\s+(\S.*)")
BOLD_OPTION = re.compile(r"\s*(?:[-*+]\s+)?\*\*\(?([A-Za-z])[.)]\*?\*?\s*(\S.*)")
BOX = re.compile(r"\s*(?:[-*+]\s+)?\[([ xX*])\]\s+(\S.*)")
SHORT = re.compile(r"\*\s+(\S.*)")
NUMBER = re.compile(r"=\s+(\S.*)")
FEEDBACK = re.compile(r"\.\.\.\s+(\S.*)")
SIDED = re.compile(r"([+-])\s+(\S.*)")
NAMED = re.compile(
    r"(Quiz title|Quiz description|Text title|Text|shuffle answers|solutions per group)\s*:\s*(.*)", re.I
)
ANSWER = re.compile(
    r"\s*(?:[-*+>]\s+)?(?:[✅✔☑]\ufe0f?\s*)?"
    rf"[*_]{{0,3}}(?:the\s+)?(?:correct\s+|right\s+)?(?:answers|{ANSWER_NAME})"
    r"(?:\s+(?:key|is))?[*_]{0,3}\s*[:=][*_]{0,3}\s*(.*)",
    re.IGNORECASE,
)
#: By these headings of a list of answers a text is known as one in Markdown.
KEY_WORDS = r"(?:answers?|answer key|solutions?|key)\W*"
KEY_HEADING = re.compile(
    r"(?:answers?|answer key|solutions?|key|lösungen|réponses|respuestas|gabarito|risposte|antwoorden"
    r"|odpowiedzi|ответы)\W*",
    re.IGNORECASE,
)
#: A star behind an option marks the right one, as one before its letter does.
STAR_BEHIND = re.compile(r"\s\*\s*\Z|(?<=[^\s*])\*\s*\Z")
#: What a line is that is no question.
SIGNS = (HEADING, OPTION, BOLD_OPTION, BOX, BULLET, ANSWER)
#: Feedback as lists in Markdown do not have it; what is said of several questions; a line in bold letters alone.
_OTHERS = re.compile(r"[~@]\s+\S")
_FOR_SEVERAL = re.compile(
    r"(?:choose|select|pick|use|read|refer|answer|circle|mark|match|look|wähle|lies|beantworte)\b.{0,80}"
    r"\s\d{1,3}\s?(?:and|to|through|und|bis|&|[-–—])\s?\d{1,3}\b",
    re.IGNORECASE,
)
_HEADS = re.compile(r"\*\*[^*]{0,60}[^*.!?:]\*\*|__[^_]{0,60}[^_.!?:]__")
_COUNTED = re.compile(rf"\**(?:(?:{QUESTION_NAME}|Q)\b|\(?\d)", re.IGNORECASE)
_WORDS_OF_SENTENCE, _WRAPPED_FROM = 4, 40
EXPLAINS = re.compile(
    r"(?:[-+*•>]\s+)?[*_]{0,3}(?:explanation|erklärung|rationale)[*_]{0,3}\s*:[*_]{0,3}\s*", re.IGNORECASE
)


def belongs_to_none(lines: Sequence[str], place: int, above: str) -> bool:
    """Whether a line right below an option or an answer is neither's: feedback of other formats, a heading, an order.

    `above` is the option, empty below an answer.
    """
    words, below = lines[place].strip(), next((each for each in lines[place + 1 : place + 4] if each.strip()), "")
    if not words or lines[place].startswith((" ", "\t")):
        return False
    is_last = not below or any(pattern.fullmatch(below) for pattern in (START, BOLD_START, Q_START))
    if _OTHERS.match(words) or _FOR_SEVERAL.match(words):
        return True
    if _HEADS.fullmatch(words):
        return is_last
    is_sentence = words[:1].isupper() and words[-1:] in ".!:?" and len(words.split()) >= _WORDS_OF_SENTENCE
    is_short = len(above) < _WRAPPED_FROM and not ENDS_OPEN.match(above) and "\n" not in above
    return bool(above) and is_last and is_sentence and is_short and above[-1:] not in ".!?:,;"


def has_parts(lines: Sequence[str]) -> bool:
    """Whether several headings of the first level head parts; one alone is the title of all."""
    count, is_code = 0, False
    for line in lines:
        is_code = is_code != line.lstrip().startswith(("```", "~~~"))
        match = HEADING.fullmatch(line) if line.startswith("# ") and not is_code else None
        count += match is not None and not KEY_HEADING.fullmatch(match[2]) and not _COUNTED.match(match[2])
    return count > 1


def take_text2qti(draft: Draft, line: str) -> bool:
    """Take a line below a question that begins with a sign of text2qti."""
    if match := FEEDBACK.fullmatch(line):
        if draft.options:
            draft.options[-1].feedback = match[1]
        else:
            draft.explanation.append(match[1])
    elif match := NUMBER.fullmatch(line):
        draft.numeric = match[1]
    elif match := SHORT.fullmatch(line):
        draft.shorts.append(match[1])
    elif re.fullmatch(r"_{3,}\s*|\^{3,}\s*", line):
        draft.shape = "essay" if line[0] == "_" else "upload"
    elif (match := SIDED.fullmatch(line)) and not draft.options:
        draft.sided["correct" if match[1] == "+" else "incorrect"] = match[2]
    else:
        return False
    return True


def without_label(line: str) -> str:
    """Give what explains an answer without its label, and without the sign that ends what is emphasised with that."""
    label = EXPLAINS.match(line)
    words = line[label.end() :] if label else line
    mark = re.match(r"(?:[-+*•>]\s+)?([*_]{0,3})", line)
    opened = mark[1] if mark else ""
    is_open = label is not None and opened != "" and label[0].removeprefix("* ").count(opened) % 2 == 1
    return words.removesuffix(opened).rstrip() if is_open else words
