"""Markdown documents: what counts as a paragraph, plain text, and evidence in it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.document import find_evidence, read_document
from tests.timing import processor_limit

READING = """\
# The Divided City

The *blockade* began on **24 June 1948**
and ended in [May](https://example.org/may) 1949.

> “I am a Berliner,” he said.
>
> A second quoted paragraph.

- First item
- Second item
  - Nested item

1. Numbered

Setext heading
--------------

![A map](map.png) of `sector` borders &amp; gates \\*
"""


def test_each_heading_paragraph_item_and_quoted_paragraph_counts_once() -> None:
    paragraphs = read_document(READING).paragraphs
    assert [(p.number, p.kind) for p in paragraphs] == [
        (1, "heading"),
        (2, "paragraph"),
        (3, "quote"),
        (4, "quote"),
        (5, "list"),
        (6, "list"),
        (7, "list"),
        (8, "list"),
        (9, "heading"),
        (10, "paragraph"),
    ]
    assert [p.level for p in paragraphs] == [1, 0, 0, 0, 1, 1, 2, 1, 2, 0]
    assert [p.line for p in paragraphs][:4] == [1, 3, 6, 8]


def test_the_text_is_what_a_reader_sees() -> None:
    document = read_document(READING)
    assert document.title == "The Divided City"
    assert document.paragraphs[1].text == "The blockade began on 24 June 1948 and ended in May 1949."
    assert document.paragraphs[2].text == "“I am a Berliner,” he said."
    assert document.paragraphs[9].text == "A map of sector borders & gates *"


def test_the_markdown_of_a_paragraph_can_be_rendered_alone() -> None:
    paragraphs = read_document(READING).paragraphs
    assert paragraphs[1].markdown.startswith("The *blockade* began on **24 June 1948**\nand")
    assert paragraphs[2].markdown == "“I am a Berliner,” he said."
    assert paragraphs[6].markdown == "Nested item"


@pytest.mark.parametrize(
    "not_counted",
    ["```\ncode\n```", "    indented code", "<!-- a\n\ncomment -->", "***", "[ref]: https://example.org", "<br>"],
)
def test_what_is_no_text_is_not_counted(not_counted: str) -> None:
    document = read_document(f"One.\n\n{not_counted}\n\nTwo.\n")
    assert [p.text for p in document.paragraphs] == ["One.", "Two."]


def test_html_tags_are_marks_and_their_words_count() -> None:
    document = read_document("<div>Inside</div>\n\nA <em>word</em>.\n")
    assert [p.text for p in document.paragraphs] == ["Inside", "A word."]


def test_a_leading_source_line_is_not_counted() -> None:
    document = read_document("\ufeff# source: https://example.org\n\n# Title\n\nText.\n")
    assert document.title == "Title"
    assert [p.number for p in document.paragraphs] == [1, 2]


def test_an_empty_document_has_neither_title_nor_paragraphs() -> None:
    assert read_document("\n \n") == read_document("")
    assert read_document("").title == ""


def test_evidence_is_found_verbatim_with_its_span() -> None:
    paragraph = read_document(READING).paragraphs[1]
    span = find_evidence(paragraph, "began on 24 June 1948 and ended")
    assert span is not None
    assert paragraph.text[slice(*span)] == "began on 24 June 1948 and ended"
    assert find_evidence(paragraph, "began  on\n24 June") is not None
    assert find_evidence(paragraph, "began on 25 June") is None
    assert find_evidence(paragraph, "Began on 24 June") is None
    assert find_evidence(paragraph, " ") is None


def test_curly_marks_are_not_straight_ones_and_accents_compose() -> None:
    quoted = read_document(READING).paragraphs[2]
    assert find_evidence(quoted, "“I am a Berliner,”") == (0, 18)
    assert find_evidence(quoted, '"I am a Berliner,"') is None
    decomposed = read_document(unicodedata.normalize("NFD", "Café in Orléans")).paragraphs[0]
    assert find_evidence(decomposed, unicodedata.normalize("NFD", "Orléans")) == (8, 15)


def test_paragraphs_are_found_by_number() -> None:
    document = read_document(READING)
    found = document.find_paragraph(2)
    assert found is not None
    assert found.number == 2
    assert document.find_paragraph(0) is None
    assert document.find_paragraph(11) is None


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("ab>#-*_`[]()<!&;1. \n\t“é\0")), max_size=80))
def test_any_text_is_numbered_without_gaps(text: str) -> None:
    paragraphs = read_document(text).paragraphs
    assert [p.number for p in paragraphs] == list(range(1, len(paragraphs) + 1))
    assert all(p.text and find_evidence(p, p.text) == (0, len(p.text)) for p in paragraphs)


@pytest.mark.parametrize("piece", ["> ", "- ", "[", "*a ", "`", "<", "\n\nA paragraph of words."])
def test_time_is_linear_in_size(piece: str) -> None:
    with processor_limit(2):
        read_document(piece * (20_000 // len(piece)))
