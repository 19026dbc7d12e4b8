"""Quotation marks without a partner are counted and told of, and those that only look so are not."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.text import make_text


def notices(words: str) -> tuple[str, ...]:
    return analyse(make_text(words)).text.notices


@pytest.mark.parametrize(
    "words",
    [
        'The mayor spoke. "The dam is safe," Mayor Lind said. "It will hold."',
        "“The dam is safe,” Lind said.\n\n„Der Damm hält“, sagte Lind. «Il tient», dit-il.",
        "“The dam is safe, and it was built to last.\n\n“It will hold for a hundred years,” Lind said.",
        'The plank was 12" wide and the door 6\' 2" high. The ’60s, the dogs’ bowls and rock ’n’ roll.',
        "The ship ‘Aurora’ sailed in 1902. “He called her ‘the old lady’,” Lind said.",
        "Nobody said a word in 1902.",
    ],
)
def test_what_has_a_partner_or_needs_none_is_not_told_of(words):
    assert notices(words) == ()


@pytest.mark.parametrize(
    ("words", "count", "first"),
    [
        ('The dam broke in 1931.\n\n"It was old, Lind told the court. Nobody answered.', "One", 'paragraph 2: "It was'),
        ("“The strike is over, Moe said in 1950. “We won,” Berg said.", "One", "paragraph 1: “The strike"),
        ("The strike is over,” Moe said. He left. “We won, Berg said.", "2", "paragraph 1: ” Moe said."),
    ],
)
def test_marks_without_a_partner_are_counted_and_the_first_is_named(words, count, first):
    (notice,) = notices(words)
    assert notice.startswith(f"{count} quotation mark")
    assert first in notice
