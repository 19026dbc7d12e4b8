"""A second, another, a new X is no mention of X; what only belongs to X is."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.text import make_text

CASES = [
    ("The Great Fleet left Cork in 1690. In 1696 a second Great Fleet was destroyed by a storm.", "Great Fleet", 1),
    ("The Harbour League met in 1904. In 1907 Otto Lind founded a rival Harbour League.", "Harbour League", 1),
    ("The Council of Lund sat in 1140. Another Council of Lund was called in 1152.", "Council of Lund", 1),
    ("The Orsk Bank failed in 1931. A new Orsk Bank opened in 1934.", "Orsk Bank", 1),
    ("The Tarn Company sold the mine. Yet another Tarn Company bought it.", "Tarn Company", 1),
    ("The Royal Navy waited. A third Royal Navy, they joked, was at lunch.", "Royal Navy", 1),
    # The first of its name is new without being another; what goes on as a noun belongs to it; “the” tells nothing.
    ("In 1948 a new Ministry of Health was founded. The Ministry of Health grew.", "Ministry of Health", 2),
    ("The Orsk Museum opened in 1890. Another Orsk Museum ship sank in 1901.", "Orsk Museum", 2),
    ("The Orsk Bank failed in 1931. The new Orsk Bank director wept.", "Orsk Bank", 2),
    (
        "The Orsk Bank failed. Another bank, the Lund Bank, bought it. A second director of the Orsk Bank left.",
        "Orsk Bank",
        2,
    ),
    ("Norway voted. It covers about a fifth of Norway’s needs.", "Norway", 2),
]


@pytest.mark.parametrize(("words", "name", "count"), CASES)
def test_another_of_a_name_is_not_the_one_of_the_text(words: str, name: str, count: int) -> None:
    cast = analyse(make_text(words)).cast
    assert [cast.actors[mention.actor].canonical for mention in cast.mentions].count(name) == count
