"""A question as students will see it, before anything of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from quizapp.banks.service.edits import Edit
from quizapp.banks.service.loading import rendered
from quizapp.core.errors import InvalidQuestion
from quizapp.core.question import Grade, GradeContext, Question, Way
from quizapp.plumbing.markup import split_gaps, trusted_parts


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as it is asked and as it is answered; `stem_parts` of a cloze alone, else None."""

    question: Question
    html: dict[str, Any]
    stem_parts: list[dict[str, object]] | None
    way: Way
    asked: dict[str, Any]
    grade: Grade


def find_shown(edit: Edit) -> Shown | None:
    """Give what an editor holds as it will be seen; None while it is no question yet."""
    try:
        return show(edit.question())
    except InvalidQuestion:
        return None


def show(question: Question, seed: int = 0) -> Shown:
    """Give a question in its easiest way; equal seeds give equal orders of its options."""
    parts = rendered(question)
    way = question.ways[0]
    return Shown(
        question,
        trusted_parts(parts),
        split_gaps(parts["stem"]) if question.kind == "cloze" else None,
        way,
        question.ask(Random(seed), way),
        question.grade(None, GradeContext()),
    )
