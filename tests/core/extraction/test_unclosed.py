"""A quotation without its closing mark ends with its sentence; a document’s title is no section’s."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.text import make_text


def _quoted(words: str) -> list[str]:
    return [quote.text for quote in analyse(make_text(f"Karl Moen came to Ystad.\n\n{words}\n\nTora Vik sang.")).quotes]


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        (
            "Karl Moen said: “The harbour is a hole full of rope. The council met on Monday and closed the mill.",
            ["The harbour is a hole full of rope."],
        ),
        (
            'Karl Moen said: "We shall build. In 1904 the council closed the mill. It never opened again.',
            ["We shall build."],
        ),
        (
            "Karl Moen said that “the harbour was a hole. The council met. Tora Vik said “no harbour is a hole”.",
            ["the harbour was a hole.", "no harbour is a hole"],
        ),
        # where the words end nobody knows
        ("“The harbour is a hole, said Karl Moen. The council met on Monday.", []),
        ("“The harbour is a hole, Karl Moen told the council. It met on Monday.", []),
        # a paragraph that the next one goes on with is quoted whole
        (
            "Karl Moen said: “The harbour is a hole. It is full of rope.\n\n“The council must close it,” he added.",
            ["The harbour is a hole. It is full of rope.", "The council must close it,"],
        ),
    ],
)
def test_an_unclosed_quotation_ends_with_its_sentence(words: str, quoted: list[str]) -> None:
    assert _quoted(words) == quoted


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("The council of Ystad met in the autumn of 1904.\n\nThe vote\n\nTora Vik won it by a hair.", ""),
        ("The mill\n\nThe council of Ystad met in 1904.\n\nThe vote\n\nTora Vik won it by a hair.", "The mill"),
        ("The harbour\n\nYstad, in the autumn\n\nThe council met in 1904.", "The harbour"),
    ],
)
def test_a_title_stands_above_the_running_text(words: str, title: str) -> None:
    assert make_text(words).title == title
