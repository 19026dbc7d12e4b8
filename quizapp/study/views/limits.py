"""How fast a learner may answer: far above anybody's reading, far below a flood."""

from __future__ import annotations

from quizapp.people.viewer import Viewer
from quizapp.plumbing.limits import Rule
from quizapp.plumbing.runtime import current

ANSWERS = Rule(
    "answers", "60/6seconds", "That was faster than anybody can read. Your answers so far are kept; go on in a moment."
)


def spend_write(viewer: Viewer) -> None:
    """Count one answer or act of a learner; the first one of a passer-by is counted as a new guest instead.

    Raises:
        TooMany: the learner answers faster than the limit.
    """
    if viewer.id is not None:
        current().limits.spend(ANSWERS, str(viewer.id))
