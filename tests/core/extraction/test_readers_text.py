"""Plain texts and Markdown come in whatever their encoding; what is no text is refused with words for people."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizapp.core.document import read_document
from quizapp.core.errors import FormatError
from quizapp.core.extraction.readers import ReadLimits, read
from quizapp.core.extraction.values import Text

WORDS = "Élodie’s harbour was closed in 1911.\n\nIt was opened again in the spring."


def surfaces(text: Text) -> list[str]:
    return [text.text[block.start : block.end] for block in text.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_common_encoding_is_read(encoding: str) -> None:
    text = read(WORDS.encode(encoding), "harbour.txt")
    assert text.text == WORDS.replace("\n\n", "\n")
    assert len(text.notices) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        ("\ufeff\u200b".encode(), "no words"),
        (b"# source: nothing else", "no words"),
        (b"\x00\x01\x02\x03" * 50, "no text"),
        (b"one\x00two three four " * 30, "NUL|no text"),
        (bytes(range(256)) * 4, "no text"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old Word file"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 60, "picture"),
        (b"\x1f\x8b\x08" + b"x" * 60, "packed"),
    ],
)
def test_what_is_no_text_says_so(content: bytes, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        read(content, "harbour.txt")


def test_a_file_beyond_the_limit_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(FormatError, match=r"harbour.txt has 1,001 bytes; at most 1,000"):
        read(b"x" * 1001, "harbour.txt", ReadLimits(document_bytes=1000))
    with pytest.raises(FormatError, match="100,000,000"):
        read(bytes(100_000_000), "harbour.txt")


MARKED = """# The Harbour

> Stand fast.

The *harbour* of **Oro** was closed
in [1911](https://example.org/a).

## Causes

- Ice
- Debts

```
code is not read
```

Nobody paid.
"""


def test_markdown_is_numbered_as_readers_see_it() -> None:
    text = read(MARKED.encode(), "harbour.txt")
    document = read_document(MARKED)
    assert surfaces(text) == [paragraph.text for paragraph in document.paragraphs]
    assert [text.para_at(block.start) for block in text.blocks] == [one.number for one in document.paragraphs]
    kinds = [block.kind for block in text.blocks]
    assert kinds == ["heading", "epigraph", "paragraph", "heading", "list", "list", "paragraph"]
    assert text.title == "The Harbour"
    assert "The harbour of Oro was closed in 1911." in text.text


def test_the_source_line_does_not_make_a_text_markdown() -> None:
    text = read(b"# source: an archive\nFirst line.\nSecond line.", "harbour.md")
    assert surfaces(text) == ["First line.", "Second line."]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
@example(b"%PDF-1.7 x")
@example(b"PK\x03\x04 x")
@example(b"<html>")
@example(b"<?xml version='1.0'?><html><p>&a;</p></html>")
def test_any_bytes_give_a_text_or_words_for_people(content: bytes) -> None:
    try:
        text = read(content, "file")
    except FormatError:
        return
    assert text.blocks
    assert text == read(content, "file")


def test_an_article_about_files_is_no_pdf() -> None:
    text = read(b"Every such file begins with %PDF-1.7, whatever it holds.", "formats.txt")
    assert text.text.startswith("Every such file")
    with pytest.raises(FormatError, match="damaged"):
        read(b"\xef\xbb\xbf\r\n%PDF-1.7\n" + b"junk " * 50, "paper.pdf")


def test_one_line_with_a_sign_makes_no_markdown_of_a_plain_text() -> None:
    words = "# The mill\n\n    The mill was built by Ada Holm.\n\n1887. That was the year of the fire.\n"
    text = read(words.encode(), "mill.TXT").text
    assert "The mill was built by Ada Holm." in text
    assert "1887. That was the year of the fire." in text
    assert read(words.encode(), "mill.md").blocks[0].kind == "heading"


def test_indented_words_in_a_marked_plain_text_are_kept_and_code_is_not() -> None:
    words = (
        "# The mill\n\n## Its years\n\n    The mill was built by Ada Holm,\nwho lived near by.\n\n \n"
        "\tIt burned down in 1887.\r\n\r\n    for year in years:\n        print(year)\n"
    )
    text = read(words.encode(), "mill.txt")
    found = surfaces(text)
    assert found == [
        "The mill", "Its years", "The mill was built by Ada Holm, who lived near by.", "It burned down in 1887.",
    ]  # fmt: skip
    assert text.blocks[0].kind == "heading"


@pytest.mark.parametrize("content", ["\ufeffOro".encode() + b"\xff\xfe in 1911", b"\xff\xfeO\x00r\x00\x00\xd8x\x00"])
def test_letters_that_nobody_knows_are_told_with_what_can_be_done_here(content: bytes) -> None:
    with pytest.raises(
        FormatError, match=r"harbour\.txt: This is no text .* save it as UTF-8, or paste its words"
    ) as said:
        read(content, "harbour.txt")
    assert "Choose the encoding" not in said.value.message
