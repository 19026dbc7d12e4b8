"""Writing documents: numbered paragraphs as Markdown that `read_document` reads as these very paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quizapp.core.document import Paragraph, read_document

_MARKDOWN_SIGN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|&~$^=:\"'/])")
_HEADING_AT_MOST = 6
#: Stands behind a paragraph, to see that it takes nothing of the next one.
_NEXT = "Next"


def escaped(words: str) -> str:
    """Write plain words as Markdown that shows them letter for letter."""
    return _MARKDOWN_SIGN.sub(r"\\\1", words)


def write_document(paragraphs: Iterable[Paragraph], source: str = "") -> str:
    """Write paragraphs as Markdown, their signs escaped only where they would be read as marks.

    `source` is named in a first line that is not counted.
    """
    lines = [source_line(source)] if source else []
    return "\n\n".join([*lines, *_written(paragraphs)]) + "\n"


def source_line(source: str) -> str:
    """Give the first line that names what a document was made of."""
    return f"# source: {' '.join(source.split())}"


def _written(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    depth = 0
    for paragraph in paragraphs:
        depth = min(paragraph.level, depth + 1) if paragraph.kind == "list" else 0
        yield "  " * (depth - 1) + _marked(paragraph)


def _marked(paragraph: Paragraph) -> str:
    heading = "#" * min(max(paragraph.level, 1), _HEADING_AT_MOST)
    mark = {"heading": f"{heading} ", "list": "- ", "quote": "> "}.get(paragraph.kind, "")
    plain = mark + paragraph.text
    read = read_document(f"{_NEXT}\n\n{plain}\n\n{_NEXT}").paragraphs[1:]
    wanted = [(paragraph.kind, paragraph.text), ("paragraph", _NEXT)]
    return plain if [(each.kind, each.text) for each in read] == wanted else mark + escaped(paragraph.text)
