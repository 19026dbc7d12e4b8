"""Questions each with its answer in its own line: “Capital of Spain? (Answer: Madrid)”, “… b) Oslo Answer: b”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.answer_words import ANSWER_NAME
from quizapp.core.formats.labelled_pieces import Labels
from quizapp.core.formats.rearranged import Numbered, Rearranged

_LINE = re.compile(
    rf"(?P<number>\(?\d{{1,4}}[.)]\s+|[-+•*]\s+)?(?P<stem>\S.{{2,600}}?[?？؟.!:)…_\w])\s*"
    rf"(?:[(\[]\s?[*_]{{0,3}}{ANSWER_NAME}[*_]{{0,3}}\s?[:：]\s?[*_]{{0,3}}(?P<inner>[^()\[\]\n]{{1,200}}(?:\([^()\n]{{0,60}}\))?)[)\]]\.?"
    rf"|(?<=[\s?？؟.!)])[*_]{{0,3}}{ANSWER_NAME}[*_]{{0,3}}\s?[:：][*_]{{0,3}}\s*(?P<plain>\S.{{0,200}}))",
    re.IGNORECASE,
)
_LABEL_LAST = re.compile(rf"(?:[?？؟.!)\]\w]\s*[(\[]\s?|[?？؟.!)]\s+){ANSWER_NAME}\Z", re.IGNORECASE)
_LABEL_FIRST = re.compile(rf"[(\[]?{ANSWER_NAME}\s?[:：]\s?\S", re.IGNORECASE)
_ASKS = re.compile(r"[?？؟]|__|…|\.{3}")
_OPTIONS = re.compile(r"(?:^|\s)[(\[]?a[).\]]\s*\S.*\s[(\[]?b[).\]]\s*\S", re.IGNORECASE)
_TRUTH = re.compile(r"t|f|true|false|wahr|falsch|richtig|vrai|faux|[vr]", re.IGNORECASE)
_TITLES_AT_MOST = 2
_AT_LEAST = 2
_SEEN_AT_END = 40


def answers_within(lines: Sequence[str]) -> Rearranged | None:
    """Put each answer below its question; None where some line is no question with its answer."""
    titles: list[Numbered] = []
    told: list[tuple[int, re.Match[str]]] = []
    for place, line in enumerate(map(str.strip, lines), 1):
        match = _LINE.fullmatch(line) if (":" in line or "：" in line) and "\t" not in line else None
        if match and _asks(match) and not _is_named(line):
            told.append((place, match))
        elif line and (told or len(titles) == _TITLES_AT_MOST or line.endswith(("?", ":"))):
            return None
        elif line:
            titles.append((place, line))
    if len(told) < _AT_LEAST:
        return None
    written = titles
    for order, (place, match) in enumerate(told, 1):
        stem, key = match["stem"].strip(), (match["inner"] or match["plain"]).strip().strip("*_")
        stem = stem.rstrip(".") if _OPTIONS.search(stem) else stem
        written += [(place, f"Question {order}: {stem}"), (place, f"Answer: {key}"), (place, "")]
    return Rearranged(written)


def is_cut_at_answer(left: str, right: str) -> bool:
    """Whether two sides of a pair were parted at the word for the answer, or with it before the answer."""
    asks = left.rstrip().endswith(("?", "？", "؟"))
    is_first = asks and _LABEL_FIRST.match(right.strip()) is not None
    return is_first or _LABEL_LAST.search(left.rstrip()[-_SEEN_AT_END:]) is not None


def _is_named(line: str) -> bool:
    """Whether a line says that it is a question: others read such ones."""
    label = Labels().of(line)
    return label is not None and label.field == "stem"


def _asks(match: re.Match[str]) -> bool:
    """Whether the words before an answer ask, have options, or are judged."""
    key = (match["inner"] or match["plain"]).strip().strip("*_(). ")
    stem = match["stem"]
    if _LINE.fullmatch(stem) or _LINE.fullmatch(key):
        return False
    return bool(_ASKS.search(stem) or _OPTIONS.search(stem) or match["number"] or _TRUTH.fullmatch(key))
