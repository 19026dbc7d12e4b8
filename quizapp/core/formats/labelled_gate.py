"""Refuses a question of a pasted text wherever its reading is doubtful: better none than one with a wrong answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from quizapp.core.formats.labelled_keys import folded_words, is_labels_alone
from quizapp.core.formats.labelled_options import first_label, holds_series
from quizapp.core.formats.labelled_pieces import ASKS, KEYS, PROSE, Labels
from quizapp.core.formats.labelled_record import Question
from quizapp.core.formats.option_remarks import holds_remark
from quizapp.core.formats.questions_in_text import find_choice
from quizapp.core.formats.table_cells import labelled
from quizapp.core.formats.ticked_brackets import holds_ticks

_BARE = re.compile(r"\W*(?:\d{1,4}|[^\W\d_])?\W*")
_UNLETTERED = re.compile(r"\(?([^\W\d_]|[ivxIVX]{1,4})[).:\]]?\s+\S")
_NO_LETTER = re.compile(r"\d+|[ivxIVX]+")
_FIRST_BARE, _SECOND_BARE = re.compile(r"[Aa]\s+[^\s=]"), re.compile(r"[Bb]\s+[^\s=]")
_SHORT = 60
_LINES_OF_LIST = 3


def doubt(question: Question, keys: Sequence[str], options: Sequence[str], known: Labels, *, is_bare: bool) -> str:
    """Give the plain reason why a question is not read, empty where nothing is doubtful."""
    if not keys:
        return "There is no answer below this question; write it in a line of its own: “Answer: …”."
    checks = (
        _of_stem(question, options, known, is_bare=is_bare),
        _of_keys(keys, options, known),
        _of_options(question, known),
        () if options else _of_typed(question, keys),
        _of_explanation(question, keys),
    )
    return next((reason for check in checks for reason in check), "")


def _of_stem(question: Question, options: Sequence[str], known: Labels, *, is_bare: bool) -> Iterator[str]:
    stem = question.stem
    if (
        len(stem) < _SHORT
        and not ASKS.search(stem)
        and (_BARE.fullmatch(stem) or ((alone := Labels().of(stem)) and not alone.words))
    ):
        yield "The question itself is but a label or a number; write its words behind “Question: …”."
    if is_bare and not ASKS.search(stem) and not stem.rstrip("*_ ").endswith((":", "：")):
        yield "It is not said to be a question; write “Question: …” before it."
    if holds_series(stem):
        yield "What looks like options stands in the question itself; write options as “A) …”, “B) …” above the answer."
    below = [words for _, words in question.stray]
    lettered = [line for line in (*stem.split("\n")[1:], *question.bullets) if _is_lettered(line.strip())]
    if lettered and (question.options or (below and _is_lettered(below[0]))):
        yield f"“{lettered[-1][:40]}” looks like an option; write options as “A) …”, “B) …” right above the answer."
    if question.options and below and (further := first_label(below[0])) and holds_next(further["label"], question):
        yield f"“{below[0][:40]}” looks like a further option; write all options above the answer."
    if label := known.names_within(stem, fields=KEYS):
        yield f"“{label}:” stands within the question; write the answer in a line of its own."
    listed = holds_series(stem, lettered_only=False)
    if listed and options and question.options and question.options[0].label in ("1", "I"):
        yield "It has two lists that are numbered; write options as “A) …”, “B) …” above the answer."


def _of_explanation(question: Question, keys: Sequence[str]) -> Iterator[str]:
    """Doubt an explanation in which options go on: it is of the one above it, and its question has further ones."""
    lines = "\n".join(question.said.get("explanation", ())).split("\n")[1:]
    lettered = [line.strip() for line in lines if _is_lettered(line.strip())]
    if lettered and (question.options or all(_BARE.fullmatch(key) for key in keys)):
        yield f"“{lettered[0][:40]}” looks like an option within an explanation; explain options below all of them."


def _of_keys(keys: Sequence[str], options: Sequence[str], known: Labels) -> Iterator[str]:
    for key in keys:
        if options and key in options:
            continue
        if holds_series(key, lettered_only=False):
            yield "What looks like options stands in the answer; write the right one alone there."
        if label := known.names_within(key):
            yield f"“{label}:” stands within the answer; write it in a line of its own."


#: A letter or number as options have it, in brackets or behind wide blanks.
_FURTHER = re.compile(r"\s\(?([A-Z]|\d{1,2})\)\s|(?:\s\s|\t)\(?([A-Za-z]|\d{1,2})\s?[).:–-]\s")


def _of_options(question: Question, known: Labels) -> Iterator[str]:
    labels = {option.label for option in question.options}
    if len(labels) < len(question.options):
        yield "Two of its options have the same letter or number."
    texts = [option.words for option in question.options]
    if labelled(texts)[0] != texts:
        yield "Its options have two letters or numbers each; write one before each option."
    for option in question.options:
        further = _FURTHER.search(option.words)
        label = (further[1] or further[2]).upper() if further else ""
        if label and label not in labels and holds_next(label, question):
            yield f"A further option “{label})” stands within the option “{option.words[:40]}”."
        if holds_remark(option.words):
            yield f"A remark stands below the option “{option.words[:40]}”; write “Explanation: …” below the answer."
        if label := known.names_within(option.words):
            yield f"“{label}:” stands within an option; write it in a line of its own."


def holds_next(label: str, question: Question) -> bool:
    """Whether a label goes on with those of the options."""
    last, label = question.options[-1].label, label.upper()
    if last.isdigit() and label.isdigit():
        return int(label) > int(last)
    return len(last) == len(label) == 1 and ord(label) > ord(last) and not label.isdigit()


def _of_typed(question: Question, keys: Sequence[str]) -> Iterator[str]:
    """Doubt answers to type that may name an option which was not seen as one."""
    stem_lines = [line.strip() for line in question.stem.split("\n")[1:]]
    others = [text for name in (*PROSE, "accept") for text in question.said.get(name, ())]
    strays = [words for _, words in question.stray]
    second, label = next(((line, match["label"]) for line in strays if (match := first_label(line))), ("", ""))
    if label in ("B", "b"):
        # The “A.” above it is hardly the initial of “answer”, where none stands among the strays.
        yield f"“{second[:40]}” looks like an option; write each option in one line, right above the answer."
    if holds_ticks(question.stem):
        yield "Brackets are ticked in the question, and an answer is named below it; leave one of the two out."
    for key in keys:
        if find_choice(question.stem, key) or find_choice(key, question.stem):
            yield "What looks like options stands in its line; write options as “A) …”, “B) …” in lines of their own."
        if any(_stands_before(key, line) for line in (*stem_lines, *strays)):
            yield f"The answer “{key.upper()[:40]}” names a line above it; write options as “A) …”."
        if _counts_lines(key, question.stem) or 0 < _place_of(key) <= len(question.bullets):
            yield f"The answer “{key[:40]}” may be the number of a line above it; write options as “A) …”."
        if is_labels_alone(key) and (
            any(map(_is_lettered, question.bullets))
            or any(_is_list_below(text, key) for text in others)
            or holds_series("\n".join(strays), lettered_only=False)
        ):
            yield f"The answer “{key[:40]}” may be one of the list below it; write options above the answer."
        if holds_series(question.stem, lettered_only=False) and folded_words(key) in _listed(stem_lines):
            yield "The answer stands in a list of the question; write options as “A) …”, “B) …” right above the answer."
    yield from _of_lines(stem_lines)


def _of_lines(lines: Sequence[str]) -> Iterator[str]:
    """Doubt lines of a question that may be its options."""
    if any(_FIRST_BARE.match(above) and _SECOND_BARE.match(below) for above, below in pairwise(lines)):
        yield "Lines of the question begin with A and B; write options as “A) …”, “B) …” above the answer."
    listed = [line for line in lines if _is_lettered(line)]
    if len(listed) > 1:
        yield f"“{listed[0][:40]}” looks like an option; write options as “A) …”, “B) …” above the answer."


def _is_lettered(line: str) -> bool:
    match = first_label(line)
    return match is not None and _NO_LETTER.fullmatch(match["label"]) is None and match["sign"] in ")]."


def _stands_before(key: str, line: str) -> bool:
    """Whether an answer is but a letter or number, and stands so before a line."""
    if not is_labels_alone(key):
        return False
    match = first_label(line)
    part = re.split(r"\W+", key.strip("*_()[].: "))[0].casefold()
    if match is not None and match["label"].casefold() == part:
        return True
    bare = _UNLETTERED.match(line)
    return bare is not None and bare[1].casefold() == part


def _counts_lines(key: str, stem: str) -> bool:
    """Whether an answer is but a number or letter, and as many lines without any stand below what asks."""
    lines = [line.strip() for line in stem.split("\n") if line.strip()]
    asks = next((place for place, line in enumerate(lines) if line.endswith(("?", "？", "؟", ":"))), -1)
    count = len(lines) - asks - 1 if asks >= 0 else (len(lines) - 1) * (len(lines) > _LINES_OF_LIST)
    return count > 1 and 0 < _place_of(key) <= count


def _place_of(key: str) -> int:
    """Give the place that a number or letter alone names, counted from 1; 0 for anything else."""
    text = key.strip("*_()[].: ")
    return int(text) if text.isdecimal() else ord(text.upper()) - ord("A") + 1 if len(text) == 1 else 0


def _is_list_below(text: str, key: str) -> bool:
    """Whether a list that no colon announces stands within a text, and the answer may be one of it."""
    lines = text.split("\n")
    start = next((place for place, line in enumerate(lines) if first_label(line.strip())), -1)
    if start < 0 or not holds_series(text, lettered_only=False):
        return False
    is_told = start > 0 and lines[start - 1].rstrip().endswith(":")
    return not (is_told and key.strip(" .").isdigit())


def _listed(lines: Sequence[str]) -> set[str]:
    found = [(first_label(line), line) for line in lines]
    return {folded_words(line[match.end() :]) for match, line in found if match}
