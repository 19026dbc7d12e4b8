"""What can go wrong by somebody's doing, each with words for a person; pages and statuses are plumbing's."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.question import Problem


class QuizError(Exception):
    """Base of all errors that a person can mend; `message` says what, where and what to do.

    `title` heads its page; empty = as its status does.
    """

    title = ""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidQuestion(QuizError):
    """A raw question breaks rules of its kind; every problem is listed, not the first alone."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{p.field}: {p.message}" for p in problems))
        self.problems = tuple(problems)


class FormatError(QuizError):
    """A file cannot be read; `line` and `column` count from 1, None where there is no place."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class NotAllowed(QuizError):
    """The viewer may see the thing but not do this to it (403)."""


class NotFound(QuizError):
    """There is no such thing, or it is not the viewer's: both look alike (404)."""


class Conflict(QuizError):
    """The state has moved on since the viewer looked (409)."""
