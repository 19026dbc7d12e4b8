"""Pasted texts made of questions of known meaning: each is read as it was meant, or refused and named; never else."""

from __future__ import annotations

import random
from itertools import product

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import recognise
from quizapp.core.markdown import plain_text
from tests.core.formats.made_texts import LABELS, SIGNS, Made, Shape, make_questions, write

LINES = ("each", "line", "pairs", "stem")
NAMES = ("letter", "words", "both", "named", "dash", "mark")
BEHIND = ("", "sentence", "numbers", "letters", "bullets")
SEEDS = 3
COUNT = 6
#: The share of plain shapes that is read.
READ_AT_LEAST = 0.9


def shapes(count: int, seed: int = 1) -> list[Shape]:
    every = list(product(LABELS, SIGNS, LINES, ("\n\n", "\n"), NAMES, BEHIND, (False, True), ("all", "mixed", "none")))
    return [Shape(*values) for values in random.Random(seed).sample(every, count)]
