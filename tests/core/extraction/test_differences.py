"""Two passages side by side: what is marked, and that nothing of them is lost."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.differences import WORDS_AT_MOST, compare_words


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("It fell in 1903.", "It fell in 1904.", ["1903."], ["1904."]),
        ("It fell.", "It fell.", [], []),
        ("It fell late.", "It fell.", ["fell late."], ["fell."]),
        ("It fell.", "", [], []),
        ("", "It fell.", [], []),
        ("", "", [], []),
    ],
)
def test_what_differs_is_marked(before: str, after: str, left: list[str], right: list[str]) -> None:
    mine, theirs = compare_words(before, after)
    assert [run.text for run in mine if run.is_other] == left
    assert [run.text for run in theirs if run.is_other] == right
    assert "".join(run.text for run in mine) == before
    assert "".join(run.text for run in theirs) == after


def test_a_very_long_passage_is_shown_whole() -> None:
    mine, theirs = compare_words("a " * (WORDS_AT_MOST + 1), "b")
    assert not any(run.is_other for run in (*mine, *theirs))
