"""Texts without an answer as the context of the questions that follow them: which of them, and what that makes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from quizapp.core.errors import InvalidQuestion
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.parcel import Entry, FileProblem, Parcel, TextAbove
from quizapp.core.kinds import parse_question
from quizapp.core.kinds.base import MAX_CONTEXT_CHARS
from quizapp.core.question import Json

#: What may be said of the texts of a file: those that questions seem to need, all of them, or none.
CHOICES = PROPOSED, EVERY, NONE = "proposed", "all", "none"
#: A shorter text, without a picture, tells how to go about it rather than what is asked about.
_READING_CHARS = 200
#: Above more questions stands what holds for a whole file: its title, or how it is to be worked through.
_QUESTIONS_AT_MOST = 20
_BLANKS = re.compile(r"\s+")


def is_needed(text: TextAbove) -> bool:
    """Whether the questions below a text seem to need it: it is long or shows something, and they are no whole file."""
    if text.count > _QUESTIONS_AT_MOST:
        return False
    return len(_BLANKS.sub(" ", text.text)) >= _READING_CHARS or bool(media_names(text.text))


def choose(texts: Sequence[TextAbove], choice: str) -> frozenset[int]:
    """Give by their numbers the texts that are to stand above their questions, by one of `CHOICES`."""
    if choice == PROPOSED:
        return frozenset(number for number, text in enumerate(texts) if is_needed(text))
    return frozenset(range(len(texts)) if choice == EVERY else ())


def stands_above(body: Mapping[str, Json], text: str) -> bool:
    """Whether a text stands above a question already."""
    own = str(body.get("context") or "")
    return own == text or own.startswith(f"{text}\n\n")


def below(body: Mapping[str, Json], text: str) -> dict[str, Json]:
    """Give a question with a text above it, before a context of its own; without it where both are too long."""
    if stands_above(body, text):
        return dict(body)
    own = str(body.get("context") or "")
    context = f"{text}\n\n{own}" if own else text
    return dict(body) if len(context) > MAX_CONTEXT_CHARS else {**body, "context": context}


def without(body: Mapping[str, Json], text: str) -> dict[str, Json]:
    """Give a question without the text that `below` has put above it."""
    if not stands_above(body, text):
        return dict(body)
    rest = str(body["context"])[len(text) :].strip()
    left = {name: value for name, value in body.items() if name != "context"}
    return left | {"context": rest} if rest else left


def with_texts(parcel: Parcel, choice: str) -> Parcel:
    """Give a parcel whose questions stand below those of its texts that are to stand above them."""
    entries, skipped, problems = list(parcel.entries), list(parcel.skipped), list(parcel.problems)
    for number in sorted(choose(parcel.texts, choice)):
        text = parcel.texts[number]
        skipped[text.skipped] = replace(skipped[text.skipped], is_above=True)
        for place in range(text.first, text.first + text.count):
            entries[place], reason = _put_below(entries[place], text.text)
            if reason:
                problems.append(FileProblem(entries[place].where, entries[place].line, reason))
    return replace(parcel, entries=tuple(entries), skipped=tuple(skipped), problems=tuple(problems))


def _put_below(entry: Entry, text: str) -> tuple[Entry, str]:
    """Give an entry below a text, or as it is and why."""
    before = entry.question.dump()
    if stands_above(before, text):
        return entry, ""
    after = below(before, text)
    if after == before:
        return entry, "the text that stands before it is too long beside its own; it was left out."
    try:
        question = parse_question(after)
    except InvalidQuestion as error:
        return entry, "; ".join(problem.message for problem in error.problems)
    return replace(entry, question=question, mark=""), ""


class Spanning(Protocol):
    """What stands above `count` entries from `first` on."""

    @property
    def first(self) -> int: ...

    @property
    def count(self) -> int: ...


def find_text(texts: Sequence[Spanning], place: int) -> int | None:
    """Find the number of the text under which an entry stands; texts are in the order of their entries."""
    low, high = 0, len(texts)
    while low < high:
        middle = (low + high) // 2
        if texts[middle].first + texts[middle].count <= place:
            low = middle + 1
        else:
            high = middle
    return low if low < len(texts) and texts[low].first <= place else None
