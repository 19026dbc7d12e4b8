"""Days and months that can be of one year only are certain: between two years that the text writes, or of its title."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Draft
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.title_years import title_years

_REST = "\n\nAda Berg sang in Lund. Otto Lind painted the hall in Malmö.\n\nThe choir of Lund is old."


def _of(title: str, words: str, part: str) -> list[Draft]:
    drafts = draft_questions(analyse(read(f"{title}\n\n{words}{_REST}".encode(), "text.txt")))
    found = [one for one in (*drafts.selected, *drafts.queue) if part in str(one.raw["stem"])]
    assert found, [one.raw["stem"] for one in (*drafts.selected, *drafts.queue)]
    return found


CERTAIN = [
    # war: before the last year of the title
    (
        "The Skarn War, 1848–1849",
        "On 3 March 1849 Karl Moen spoke in Lund. On 14 April Tora Vik abolished the Bank of Falun.",
        "abolish the Bank of Falun",
        "1849-04",
    ),
    # politics: before the next written year
    (
        "A Year of Votes",
        "On 3 March 1848 Karl Moen spoke in Lund. All wept.\n\nIn September Tora Vik abolished the Bank of Falun. "
        "In January 1849 Ines Falk closed the Mill of Ystad.",
        "abolish the Bank of Falun",
        "1848-09",
    ),
]


@pytest.mark.parametrize(("title", "words", "part", "key"), CERTAIN, ids=[case[0] for case in CERTAIN])
def test_a_month_that_can_be_of_one_year_only_is_asked(title: str, words: str, part: str, key: str) -> None:
    found = [one for one in _of(title, words, part) if one.raw["kind"] == "date"]
    assert {str(one.raw["key"])[:7] for one in found} <= {key, key[:4]}
    assert any(one.held is None and one.confidence >= 0.75 for one in found), [one.held for one in found]


DOUBTED = [
    # annals: a year later the same month would fit as well
    (
        "The Skarn War",
        "On 3 March 1848 Karl Moen spoke in Lund. All wept.\n\nIn September Tora Vik abolished the Bank of Falun. "
        "In May 1861 Ines Falk closed the Mill of Ystad.",
        "abolish the Bank of Falun",
    ),
    # memoir: what follows goes back in time
    (
        "The Skarn War",
        "On 3 March 1848 Karl Moen spoke in Lund. All wept.\n\nIn September Tora Vik abolished the Bank of Falun. "
        "In May 1831 Ines Falk had closed the Mill of Ystad.",
        "abolish the Bank of Falun",
    ),
    # chronicle: more than a year behind the written one
    (
        "The Skarn War, 1848–1851",
        "On 3 March 1848 Karl Moen spoke in Lund. All wept.\n\nIn September Tora Vik abolished the Bank of Falun.",
        "abolish the Bank of Falun",
    ),
]


@pytest.mark.parametrize(("title", "words", "part"), DOUBTED, ids=["later", "back", "long"])
def test_a_month_that_may_be_of_another_year_waits(title: str, words: str, part: str) -> None:
    found = [one for one in _of(title, words, part) if one.raw["kind"] == "date"]
    assert not [one.raw["stem"] for one in found if one.held is None and one.confidence >= 0.75]


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("The Skarn War, 1848–1849", (1848, 1849)),
        ("The Great War 1914-18", (1914, 1918)),
        ("The Lund Fire of 1712", (1712, 1712)),
        ("The Mills of Lund", None),
        ("1911 and 1923", None),
        ("A Fall, 1918–1914", None),
    ],
)
def test_a_title_names_its_years(title: str, years: tuple[int, int] | None) -> None:
    assert title_years(title) == years


def test_no_wrong_year_lies_before_the_war_of_the_title_or_far_from_the_key() -> None:
    words = (
        "On 3 March 1848 Karl Moen spoke in Lund. Nils Ek was born in 1829. In 1849 Tora Vik abolished the Bank "
        "of Falun."
    )
    found = [one for one in _of("The Skarn War, 1848–1849", words, "abolish the Bank of Falun") if one.template == "T1"]
    options = [str(one["text"] if isinstance(one, dict) else one) for one in found[0].raw["distractors"]]  # type: ignore
    assert options
    assert all("1848" <= option[:4] <= "1863" for option in options)
