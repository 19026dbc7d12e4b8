"""Pasted texts made of questions of known meaning: each is read as it was meant, or refused and named; never else."""

from __future__ import annotations

import random
from itertools import product

import pytest

from quizapp.core.formats.labelled_text import read
from tests.core.formats.laws import wrong_of
from tests.core.formats.made_texts import LABELS, SIGNS, Made, Shape, make_questions, write

LINES = ("each", "line", "pairs", "stem")
NAMES = ("letter", "words", "both", "named", "dash", "mark")
BEHIND = ("", "sentence", "numbers", "letters", "bullets")
PARTED = ("\n\n", "\n", "\n\n\n")
KINDS = ("all", "mixed", "none")
COUNT = 5
#: The share of the questions in plain shapes that is read.
READ_AT_LEAST = 0.9


def shapes(count: int, seed: int) -> list[Shape]:
    every = list(product(LABELS, SIGNS, LINES, PARTED, NAMES, BEHIND, (False, True), KINDS))
    return [Shape(*values) for values in random.Random(seed).sample(every, count)]


def bare(text: object) -> str:
    return " ".join(str(text).replace("\\\n", " ").replace("\\", "").split())


def wrongs(text: str, questions: list[Made]) -> tuple[list[str], int]:
    """Give what was read otherwise than it was meant, and how many questions were read."""
    parcel = read(text.encode())
    found, count = [], 0
    told = " ".join(f"{problem.where} {problem.reason}" for problem in parcel.problems)
    for made in questions:
        case = made.stem.split(":")[0]
        entries = [question.dump() for question in parcel.questions if case in bare(question.stem)]
        is_told = case in bare(told) or "more lines belong to no question" in told
        if not entries and not is_told:
            found.append(f"{made} is not named")
        for dump in entries:
            count += 1
            read_as = (bare(dump["stem"]), bare(dump["key"]), sorted(map(bare, wrong_of(dump))))
            meant = (bare(made.stem), bare(made.key), sorted(map(bare, made.wrong)))
            if read_as != meant or dump.get("accept"):
                found.append(f"{read_as} for {meant}")
            explained = bare(dump.get("explanation", ""))
            if explained != bare(made.explanation) and "belongs to no question" not in told:
                found.append(f"{explained} for {made.explanation}")
    if len(parcel.questions) != count:
        found.append("there are more questions than were made")
    return found, count


@pytest.mark.parametrize("seed", range(12))
def test_made_questions_are_read_as_meant_or_refused(seed) -> None:
    for place, shape in enumerate(shapes(50, seed)):
        made = make_questions(1_000 * seed + place, shape, COUNT)
        text = write(place, shape, made)
        found, _ = wrongs(text, made)
        assert not found, (shape, found, text)


def test_nearly_all_questions_in_plain_shapes_are_read() -> None:
    total = count = 0
    for place, shape in enumerate(shapes(1_200, 99)):
        if shape.is_plain:
            made = make_questions(place, shape, COUNT)
            total += len(made)
            count += wrongs(write(place, shape, made), made)[1]
    assert count >= READ_AT_LEAST * total
