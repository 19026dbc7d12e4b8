"""Furniture of pasted pages is marked and nothing of the reading is; headings survive."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.furniture import mark_furniture
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.text import make_text

# A page as it comes off the clipboard: F before what is furniture, H a heading, C a caption, P a paragraph.
PAGE = """F Skip to content
F Home
F World
F Science
F Sport
F Sign in
F Subscribe for 1 a week
F Home › World › Islands
H Ferry strike ends after nine days
F By Lotta Brandt and Idris Oyelaran
F Published 4 March 2021
F Updated 3 hours ago
F 5 min read
F Share
F Facebook
F WhatsApp
F Copy link
P The ferry Aurora left the harbour of Tallvik on Thursday for the first time in nine days.
F Image caption
C The Aurora in the harbour in 2019 (Photo: Nils Ek)
P “We have waited long enough,” said Maja Lind, the mayor of Tallvik, on Wednesday evening.
F Advertisement
H The strike
P Dock workers walked out on 23 February after the owners cut the night shift.
F Read more: What the strike means for the islands
P Talks in the capital failed twice. A third round, led by the labour court, ended in an agreement.
F Advertisement
H What happens next?
P The owners will pay a bonus in April, and the court will look at the shifts in the autumn.
P Nobody lost a job.
F @tallvikcourier
F Tags: ferries, strike, islands
F Related articles
F Island schools to reopen in May
F Why the tunnel was never built
F Storm closes three airports
F Most read
F Comments (12)
F Leave a comment
F Your email address will not be published. Required fields are marked *
F We use cookies to improve your experience. Accept all cookies
F © 2021 The Tallvik Courier. All rights reserved.
F Privacy policy
F Back to top"""
KINDS = {"F": "furniture", "H": "heading", "C": "caption", "P": "paragraph"}


def test_a_pasted_page_keeps_its_reading_and_loses_its_menus() -> None:
    lines = [line.split(" ", 1) for line in PAGE.splitlines()]
    content = "\n".join(words for _, words in lines).encode()
    text = read(content, "page.txt")
    found = [(text.text[block.start : block.end], block.kind) for block in text.blocks]
    assert found == [(words, KINDS[mark]) for mark, words in lines]
    assert text.title == "Ferry strike ends after nine days"


def kinds(*lines: str, has_structure: bool = False) -> list[str]:
    text = mark_furniture(make_text("\n\n".join(lines)), has_structure=has_structure)
    return [block.kind for block in text.blocks]


LONG = "The dock workers of Tallvik walked out on the morning of 23 February, and nobody stopped them."


@pytest.mark.parametrize(
    "line",
    [
        "Share this article",
        "1,204 shares",
        "2 days ago",
        "Last updated: 12:45 GMT, Monday 4 March 2021",
        "04/03/2021 12:45",
        "By Ana Ferro, Nordic Press",
        "BY ANA FERRO",
        "Home | News | Contact",
        "https://example.org/a/long/link",
        "#strike #ferry",
        "ADVERTISEMENT",
        "Read more »",
        "Sign up for our newsletter and get the best of the week in your inbox.",
        "This website uses cookies. By clicking accept you agree to their use.",
        "This article was originally published on another site.",
        "* * *",
    ],
)
def test_lines_of_pages_are_furniture(line: str) -> None:
    assert kinds("The strike of Tallvik", line, LONG)[1] == "furniture"
    assert kinds("The strike of Tallvik", LONG, line, LONG)[0::3] == ["heading", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "He shared the prize with his brother.",
        "By 1914 the harbour was closed.",
        "Share prices fell by a third on that day, and the banks were closed.",
        "The news of the strike reached home in March.",
        "“Follow us,” cried the crowd.",
        "Search parties left at dawn.",
        "Nobody came.",
        "It was published on 4 March 1921 by a small press in Oro.",
        "The cookies were baked in 1911.",
        "More from the harbour than from the mines came the wealth of Oro.",
        "1911",
    ],
)
def test_sentences_are_never_furniture(line: str) -> None:
    assert "furniture" not in kinds("The strike of Tallvik", LONG, line, LONG)


def test_headings_survive_everywhere() -> None:
    found = kinds("The Strike", LONG, "Present Situation", LONG, "Causes", "Wages", LONG, "By Land and Sea", LONG)
    assert "furniture" not in found[:-2]


def test_a_line_that_comes_three_times_is_a_link() -> None:
    assert (
        kinds("Follow the strike live", LONG, "Follow the strike live", LONG, "Follow the strike live", LONG)
        == [
            "furniture",
            "paragraph",
        ]
        * 3
    )


def test_dates_that_head_a_chronicle_survive() -> None:
    found = kinds("4 March 1921", LONG, "5 March 1921", LONG, "9 March 1921", LONG)
    assert "furniture" not in found
    assert kinds("The strike", "4 March 1921", LONG) == ["heading", "furniture", "paragraph"]


def test_a_list_of_short_lines_alone_stays_what_it_is() -> None:
    assert "furniture" not in kinds("Tallvik", "Oro", "Skagen", "Lunde")


def test_lists_and_headings_of_structured_files_are_believed() -> None:
    lines = ("Harbours", "Tallvik", "Oro", "Skagen", LONG)
    assert "furniture" not in kinds(*lines, has_structure=True)
    assert kinds("The voyage", LONG, "Home", LONG, has_structure=True)[2] == "heading"
    assert kinds("The voyage", LONG, "Home", LONG)[2] == "furniture"


def test_a_menu_of_links_goes() -> None:
    found = kinds("Politics", "Science", "Sport", "Weather", "Ferry strike in Tallvik ends", LONG)
    assert found == ["furniture"] * 4 + ["heading", "paragraph"]


def test_nothing_is_deleted() -> None:
    text = make_text("Share\n\n" + LONG)
    marked = mark_furniture(text, has_structure=False)
    assert marked.text == text.text
    assert [(block.start, block.end) for block in marked.blocks] == [(block.start, block.end) for block in text.blocks]


@pytest.mark.parametrize(
    "line",
    [
        "[Photo caption: King Harald opens the dam of Oro on 9 June 1932.]",
        "(Photo: the mayor of Tallvik lights the lamp in 1911, a year after the great fire. He left the town in 1920.)",
        "[Above: Ana Ferro meets the dockers in 1921]",
        "Image: Reuters",
        "Image caption, Ana Ferro led the strike of 1921.",
        "Picture by Otto Brandt: the harbour was closed in 1911.",
        "FILE - Ana Ferro speaks in Oro on 4 March 1921.",
        "The ferry arrives in Tallvik. Photograph: Ana Ferro/Nordic Press",
    ],
)
def test_what_stands_under_a_picture_is_a_caption(line: str) -> None:
    assert kinds("The strike of Tallvik", LONG, line, LONG)[2] == "caption"


@pytest.mark.parametrize(
    "line",
    [
        "(The pictures were hung in 1911, and nobody looked at them: they were dark.)",
        "She kept the photo: it showed the harbour before the fire of 1911.",
        "The map by Otto Brandt shows the coast as it was in 1911.",
        "[The clerk reads the letter: it is dated 4 March 1921.]",
        "File after file was burnt in 1911.",
        "He left the picture by the door. Later it was sold by his son.",
    ],
)
def test_sentences_on_pictures_are_no_captions(line: str) -> None:
    assert kinds("The strike of Tallvik", LONG, line, LONG)[2] == "paragraph"
