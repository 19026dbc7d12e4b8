"""The day of publication of pasted pages with menus, and days that belong to other pages."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.dates import find_dates
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.sentences import split_sentences

PLAIN = "The ferry line has carried goats and letters across the sound for as long as anybody there can remember."


def dates_of(*lines: str) -> list[str]:
    text = read("\n\n".join(lines).encode(), "page.txt")
    found = find_dates(text, split_sentences(text))
    return [f"{one.surface}={one.value.value if one.value else 'null'}" for one in found if one.is_point]


@pytest.mark.parametrize(
    ("head", "value"),
    [
        (("Home", "News", "Weather", "Shop", "Log in", "Ferry strike ends", "By Ada Berg", "March 3, 2021"), "2021"),
        (
            ("Skip to content", "Menu", "Search", "Subscribe", "Share", "The glass makers of Lowen", "12 June 2019"),
            "2019",
        ),
        (("Home", "Archive", "Sport", "Culture", "Contact", "Council loses vote", "Oslo, 3 May 2020"), "2020"),
        (("Council loses vote", "Oslo, 3 May 2020"), "2020"),
    ],
)
def test_a_menu_above_the_head_hides_no_day_of_publication(head: tuple[str, ...], value: str) -> None:
    found = dates_of(*head, PLAIN, "The clerk left in February, and nobody has said why.", PLAIN)
    assert found[-1] == f"February={value}-02"


def test_a_day_far_below_the_head_is_none_of_publication() -> None:
    found = dates_of("Council loses vote", *[PLAIN] * 5, "Oslo, 3 May 2020", "The clerk left in February 1871.", "May.")
    assert found == ["3 May 2020=2020-05-03", "February 1871=1871-02"]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (("Most read", "Bakers opened a new hall on 4 June 2018"), []),
        (("Related articles", "How the ferry sank in 1911"), []),
        (("Related articles", "Clerk jailed for fraud (3 February 2018)"), ["3 February 2018=2018-02-03"]),
        (("The ferry sank on 4 May 1911 with two goats aboard.",), ["4 May 1911=1911-05-04"]),
    ],
)
def test_what_other_pages_tell_is_no_date_of_this_one(lines: tuple[str, ...], days: list[str]) -> None:
    assert dates_of("Council loses vote", PLAIN, PLAIN, *lines) == days
