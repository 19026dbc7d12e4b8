"""What the child process hands on beyond the core: the labels of dates, in time that grows with the text."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Drafts
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import Analysis
from quizapp.documents.engine import found_in
from tests.timing import assert_linear

LABELS = [
    # The first fact that holds the date, else its sentence.
    (
        "Ada Holm, who was born in 1850, moved to Orsk in 1920.",
        ["Ada Holm, who was born, moved to Orsk in 1920", "Ada Holm, who was born in 1850, moved to Orsk"],
    ),
    ("Kim Lee met Nora Vik in 1875. It was cold.", ["Kim Lee met Nora Vik"]),
    ("A cold spring in Lund: 4 May 1876.", ["A cold spring in Lund"]),
]


def _dated(sentences: int) -> Analysis:
    return analyse(
        make_text(
            "".join(
                f"On {place % 28 + 1} May 19{place % 90 + 10} the ship Orsk left Lund. {_END[place % 7 == 6]}"
                for place in range(sentences)
            )
        )
    )


_END = ("", "\n\n")


@pytest.mark.parametrize(("words", "labels"), LABELS)
def test_a_date_is_labelled_by_its_clause(words: str, labels: list[str]) -> None:
    analysis = analyse(make_text(words))
    dates = found_in(analysis, draft_questions(analysis))["findings"]["dates"]
    assert [each["label"] for each in dates] == labels


def test_dates_are_labelled_in_proportion() -> None:
    few, many = _dated(500), _dated(2000)
    assert_linear(lambda: found_in(few, Drafts()), lambda: found_in(many, Drafts()), 4)
