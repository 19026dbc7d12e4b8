"""Stems on a line that takes no markup."""

from __future__ import annotations

import pytest

from quizapp.core.plain_stem import stem_in_line, without_marks


@pytest.mark.parametrize(
    ("stem", "told"),
    [
        (r"The capital of Peru is \_\_\_\_\_.", "The capital of Peru is _____."),
        (r"\<b> and Find / -name '\*'", "<b> and Find / -name '*'"),
        ("A *small* **bold** _word_ and snake_case", "A small bold word and snake_case"),
        ("See ![the logo](media/85e2.jpg) here", "See the logo here"),
        (r"What is \(x^2\)?", r"What is \(x^2\)?"),
        ("Paris lies on the [[1]].", "Paris lies on the …."),
        (r"What does \[[1]] mean?", r"What does \[[1]] mean?"),
    ],
)
def test_a_stem_stands_in_a_line_without_its_marks(stem: str, told: str) -> None:
    assert stem_in_line(stem) == told


def test_gaps_stay_for_rules_that_look_for_them() -> None:
    assert without_marks("On the [[1]] or *there*") == "On the [[1]] or there"
