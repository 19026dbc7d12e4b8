"""Web pages: the main text with its headings, the day of publication, and pages that hardly hold a text."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.values import Text
from tests.timing import processor_limit

PARAGRAPHS = (
    "The ferry Aurora left the harbour of Tallvik on Thursday, for the first time in nine days, with two hundred.",
    "Dock workers walked out on 23 February after the owners had cut the night shift without a word to the union.",
    "Talks in the capital failed twice, and a third round, which the labour court had called, ended in an agreement.",
    "The owners will pay a bonus in April, and the court is to look at the shifts again in the autumn of the year.",
)


def page(head: str = "", extra: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS) -> bytes:
    first, *rest = (f"<p>{words}</p>" for words in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><title>Ferry strike | Courier</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
        f"<article><h1>Ferry strike ends</h1>{extra}{first}<h2>The strike</h2>{''.join(rest)}</article>"
        "<aside><a href='/x'>Why the tunnel was never built</a></aside><script>var hidden = 'words';</script>"
        "<footer>© 2021 The Courier. All rights reserved.</footer></body></html>"
    ).encode()


def reading(text: Text) -> list[tuple[str, str]]:
    return [(text.text[block.start : block.end], block.kind) for block in text.blocks if block.kind != "furniture"]


def test_the_main_text_is_read_with_its_headings() -> None:
    text = read(page(), "strike.txt")
    assert reading(text) == [
        ("Ferry strike ends", "heading"),
        (PARAGRAPHS[0], "paragraph"),
        ("The strike", "heading"),
        *((words, "paragraph") for words in PARAGRAPHS[1:]),
    ]
    assert text.title == "Ferry strike ends"
    assert text.published is None
    assert "hidden" not in text.text


@pytest.mark.parametrize(
    ("head", "extra", "day"),
    [
        ('<meta property="article:published_time" content="2021-03-04T10:00:00+01:00">', "", date(2021, 3, 4)),
        ('<meta name="citation_publication_date" content="2021/3/4">', "", date(2021, 3, 4)),
        (
            '<script type="application/ld+json">{"@graph":[{"datePublished":"2021-03-04T10:00Z"}]}</script>',
            "",
            date(2021, 3, 4),
        ),
        ("", '<time datetime="2021-03-04">4 March</time>', date(2021, 3, 4)),
        ('<meta name="date" content="2021-13-44">', '<time datetime="soon">soon</time>', None),
        ('<script type="application/ld+json">{"datePublished": ' + "[" * 5000 + "</script>", "", None),
    ],
)
def test_the_day_of_publication_is_found(head: str, extra: str, day: date | None) -> None:
    assert read(page(head, extra), "strike.html").published == day


def test_a_page_with_hardly_a_text_is_read_whole() -> None:
    text = read(page(paragraphs=("Tallvik is open.", "Oro is closed.")), "strike.html")
    assert reading(text) == [
        ("Ferry strike ends", "heading"),
        ("Tallvik is open.", "paragraph"),
        ("The strike", "heading"),
        ("Oro is closed.", "paragraph"),
    ]
    furniture = [text.text[block.start : block.end] for block in text.blocks if block.kind == "furniture"]
    assert "Home" in furniture
    assert any("All rights reserved" in words for words in furniture)


def test_hidden_words_note_numbers_and_scripts_are_left_out() -> None:
    body = (
        "<p>Seen <span hidden>one</span><b style='display:none'>two</b>words<sup><a href='#n1'>[1]</a></sup> of 10"
        "<sup>2</sup> men<!-- three -->.<br><br>Next.</p><table><tr><td>1911</td><td>closed</td></tr></table>"
        "<template>four</template><noscript>five</noscript>"
    )
    text = read(f"<html><body>{body}</body></html>".encode(), "x.html")
    assert [words for words, _ in reading(text)] == ["Seen words of 102 men.", "Next.", "1911 | closed"]


def test_the_declared_encoding_is_believed() -> None:
    content = '<html><head><meta charset="iso-8859-2"></head><body><p>Łódź is a town.</p></body></html>'
    assert "Łódź" in read(content.encode("iso-8859-2"), "x.html").text
    wrong = '<html><head><meta charset="nonsense"></head><body><p>Città is a town.</p></body></html>'
    assert "Città" in read(wrong.encode(), "x.html").text


def test_a_page_without_words_says_so() -> None:
    with pytest.raises(FormatError, match="shows no words"):
        read(b"<html><body><script>render()</script></body></html>", "x.html")


def test_entities_of_a_pages_own_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    subset = f'<!ENTITY l0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}'
    content = f"<!DOCTYPE html [{subset}]><html><body><p>Words &l11; &f; end</p></body></html>"
    text = read(content.encode(), "x.html")
    assert "Words" in text.text
    assert "root:" not in text.text
    assert len(text.text) < 5000


@pytest.mark.parametrize("unit", ["<div>", "<p>", "<!--", "<!DOCTYPE html", "<a href='x'>", "<b><table>", "<li><ul>"])
def test_hostile_pages_take_little_time(unit: str) -> None:
    content = b"<html><body><p>Words of a page.</p>" + unit.encode() * (100_000 // len(unit))
    with processor_limit(5), suppress(FormatError):
        read(content, "x.html")
