"""Reading documents: Markdown as numbered paragraphs, and evidence found in them; other file types elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from quizapp.core.question import Evidence

ParagraphKind: TypeAlias = Literal["heading", "paragraph", "list", "quote"]

_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HTML_TAG = re.compile(r"<[^<>]*>")
_SOURCE_LINE = re.compile(r"#\s*source:", re.IGNORECASE)
#: For fewer an index of the words costs more than it saves.
_FEW_QUOTES = 50
_CONTAINERS = {"blockquote": "quote", "list_item": "list"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One numbered paragraph of a document.

    `text` is without Markdown marks, in NFC, white space as single spaces; `markdown` is what to render, without the
    marks of headings, lists and quotations. `level` is a heading's 1..6, a list item's depth from 1, else 0.
    `line` is its first line in the file, from 1.
    """

    number: int
    kind: ParagraphKind
    text: str
    markdown: str
    level: int = 0
    line: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A reading text; `title` is its first heading, empty when it has none."""

    title: str
    paragraphs: tuple[Paragraph, ...]

    def find_paragraph(self, number: int) -> Paragraph | None:
        """Find a paragraph by its number, from 1."""
        return self.paragraphs[number - 1] if 1 <= number <= len(self.paragraphs) else None


def read_document(text: str) -> Document:
    """Split Markdown into its headings, paragraphs, list items and quoted paragraphs, counted from 1.

    Code blocks, rules and HTML comments are not counted, nor is a first line that starts with `# source:`.
    """
    tokens = MarkdownIt("commonmark").parse(text.removeprefix("\ufeff"))
    blocks = list(_blocks(tokens))
    if blocks and blocks[0].line == 1 and _SOURCE_LINE.match(text.removeprefix("\ufeff")):
        del blocks[0]
    paragraphs = tuple(
        Paragraph(number, block.kind, block.text, block.markdown, block.level, block.line)
        for number, block in enumerate(blocks, start=1)
    )
    headings = (paragraph.text for paragraph in paragraphs if paragraph.kind == "heading")
    return Document(next(headings, ""), paragraphs)


def find_evidence(paragraph: Paragraph, quote: str) -> tuple[int, int] | None:
    """Find where a quote stands verbatim in a paragraph's text, as a half-open span; white space is one space."""
    wanted = plain_text(quote)
    start = paragraph.text.find(wanted) if wanted else -1
    return None if start < 0 else (start, start + len(wanted))


class QuotePlaces:
    """Finds in which paragraph of a document quotes stand; many are looked for where their rarest word stands."""

    def __init__(self, document: Document) -> None:
        self._paragraphs = document.paragraphs
        self._asked = 0
        self._by_word: dict[str, list[Paragraph]] = {}

    def find(self, quote: str) -> int | None:
        """Give the number of the first paragraph that has a quote; None where it stands nowhere."""
        self._asked += 1
        if self._asked == _FEW_QUOTES:
            self._index()
        found = (each for each in self._where(quote) if quote in each.text and find_evidence(each, quote))
        return next((each.number for each in found), None)

    def _index(self) -> None:
        for paragraph in self._paragraphs:
            for word in set(paragraph.text.split(" ")):
                self._by_word.setdefault(word, []).append(paragraph)

    def _where(self, quote: str) -> Sequence[Paragraph]:
        # Its first and last word may be parts of longer ones; those between stand in the text as they are.
        inner = quote.split()[1:-1]
        if not self._by_word or not inner:
            return self._paragraphs
        return min((self._by_word.get(word, []) for word in inner), key=len)


def place_evidence(document: Document, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Name the paragraph of this document in which each quote stands, where another reader counted otherwise.

    A quote that stands nowhere keeps its number.
    """
    placed = []
    for span in evidence:
        named = document.find_paragraph(span.paragraph)
        if named is None or find_evidence(named, span.quote) is None:
            found = (other.number for other in document.paragraphs if find_evidence(other, span.quote))
            span = replace(span, paragraph=next(found, span.paragraph))
        placed.append(span)
    return tuple(placed)


def plain_text(text: str) -> str:
    """Bring a text into the form that paragraphs have: NFC, each run of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _blocks(tokens: Sequence[Token]) -> Iterator[Paragraph]:
    """Give every block that holds text, not yet numbered."""
    containers: list[str] = []
    heading_level = 0
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.type == "heading_open":
            heading_level = int(token.tag[1:])
        elif token.type == "heading_close":
            heading_level = 0
        elif name in _CONTAINERS:
            if token.nesting == 1:
                containers.append(_CONTAINERS[name])
            else:
                containers.pop()
        elif token.type in ("inline", "html_block"):
            text = plain_text(_words(token))
            if text:
                kind, level = _kind_and_level(containers, heading_level)
                line = token.map[0] + 1 if token.map else 1
                yield Paragraph(0, kind, text, token.content.strip(), level, line)


def _kind_and_level(containers: Sequence[str], heading_level: int) -> tuple[ParagraphKind, int]:
    if heading_level:
        return "heading", heading_level
    if not containers:
        return "paragraph", 0
    if containers[-1] == "quote":
        return "quote", 0
    return "list", containers.count("list")


def _words(token: Token) -> str:
    """Give what a reader sees of a block; tags of HTML are marks, not words."""
    if token.type == "html_block":
        return _HTML_TAG.sub(" ", _HTML_COMMENT.sub(" ", token.content))
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "image":
            parts.append(_words(child))
    return "".join(parts)
