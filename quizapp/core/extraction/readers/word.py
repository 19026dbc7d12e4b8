"""Word documents (.docx), by way of mammoth's HTML."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.archive import damaged, open_archive
from quizapp.core.errors import FormatError
from quizapp.core.extraction.furniture import mark_furniture
from quizapp.core.extraction.layout import kind_of
from quizapp.core.extraction.readers.limits import ReadLimits
from quizapp.core.extraction.readers.markup import blocks_of, parse_markup
from quizapp.core.extraction.text import RawBlock, make_block_text
from quizapp.core.extraction.values import Text

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
"""


def read(content: bytes, name: str, limits: ReadLimits) -> Text:
    """Read a Word document's paragraphs, headings, lists and tables; pictures are not looked at.

    Raises:
        FormatError: when it is damaged, encrypted, unsafe, or holds no words.
    """
    archive = open_archive(content, name, limits)
    for member in archive.names():
        # Inflated here once and counted, before mammoth inflates the same members without counting.
        if member.lower().endswith((".xml", ".rels")):
            archive.get_xml(member)
    root = parse_markup(f"<html><body>{_converted(content, name)}</body></html>", name)
    text = make_block_text(_with_title(blocks_of(root)), sha256=hashlib.sha256(content).hexdigest())
    if not text.blocks:
        raise FormatError(f"{name} holds no words; pictures of text cannot be read. Choose a document with text.")
    return mark_furniture(text, has_structure=True)


def _with_title(blocks: Sequence[RawBlock]) -> Sequence[RawBlock]:
    """Make a heading of a first line that is written as one, though it has the style of running text."""
    if len(blocks) < 2 or blocks[0].kind != "paragraph" or any(block.kind == "heading" for block in blocks[:2]):
        return blocks
    if kind_of(blocks[0].text, blocks[1].text)[0] != "heading":
        return blocks
    return [replace(blocks[0], kind="heading", level=1), *blocks[1:]]


def _converted(content: bytes, name: str) -> str:
    import mammoth  # start-up cost: 130 ms, needed for Word files only

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda image: {}),
            external_file_access=False,
        )
    except Exception as error:  # mammoth raises whatever a broken part leads it to
        raise damaged(name) from error
    return str(result.value)
