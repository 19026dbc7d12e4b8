"""What lines of a Markdown list of questions are told by: beginnings of questions, options, answers, feedback."""

from __future__ import annotations

import re

from quizapp.core.formats.line_signs import BULLET
from quizapp.core.formats.markdown_drafts import Draft
from quizapp.core.formats.markdown_headings import HEADING

START = re.compile(r" {0,3}(\d{1,4})[.)]\s+(\S.*)")
BOLD_START = re.compile(r" {0,3}\*\*(?:Q(?:uestion)?\s*\.?\s*)?(\d{1,4})[.):]\s*(.*)", re.IGNORECASE)
Q_START = re.compile(r" {0,3}\**Q(?:uestion)?\s*(\d{0,4})\**\s*[.:)]\**\s*(.*)", re.IGNORECASE)
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
    r"[*_]{0,3}(?:the\s+)?(?:correct\s+|right\s+)?(?:answers?|antwort|lösung|réponse|respuesta|resposta|risposta)"
    r"(?:\s+(?:key|is))?[*_]{0,3}\s*[:=][*_]{0,3}\s*(.*)",
    re.IGNORECASE,
)
KEY_HEADING = re.compile(r"(?:answers?|answer key|solutions?|key|lösungen|réponses|respuestas)\W*", re.IGNORECASE)
#: A star behind an option marks the right one, as one before its letter does.
STAR_BEHIND = re.compile(r"\s\*\s*\Z|(?<=[^\s*])\*\s*\Z")
#: What a line is that is no question.
SIGNS = (HEADING, OPTION, BOLD_OPTION, BOX, BULLET, ANSWER)
EXPLAINS = re.compile(r"[*_]{0,3}(?:explanation|erklärung|rationale)[*_]{0,3}\s*:[*_]{0,3}\s*", re.IGNORECASE)


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
